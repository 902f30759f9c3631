"""Texts, addresses, identifiers, dates and numbers that something could go wrong with."""

from __future__ import annotations

# fmt: off
HOSTILE = (
    # What acts on terminals, logs, pages, tables and feeds.
    "::add-mask::secret", "##[error]x", "::set-output name=a::b", "\x1b[31mred\x1b[0m", "\x9b31m", "\x07",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</title>", "<!--", "]]>", "&lt;b&gt;",
    "&#0;", "[a](javascript:alert(1))", "![a](https://evil.example/x.png)", "@org/team fixes #1", "`",
    "``` ```", "|a|b|", '=HYPERLINK("https://evil.example")', "+1+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3",
    "$(rm -rf /)", "%s%n%x", "{0}", "{}", "{{x}}", "%(a)s", "\\x41", "\\u0041", "\\N{BULLET}",
    "$\\alpha$", "\\textbf{x}", "^[a-z]+$", "(",
    # What looks like something else, or like nothing.
    "\u202eabc\u202c", "\u2066abc\u2069", "a\u200bb", "a\u200cb", "a\u200db", "\ufeffa", "a\u00adb",
    "\u2028", "\u0430\u0435\u043e", "R\u0435sNet", "\u039dLP", "\uff32\uff45\uff53\uff2e",
    "\U0001d411esNet", "\ufb01ne", "e\u0301", "\u1e9b\u0323", "\u0130", "\u0131", "\u00df", "\u1e9e",
    "\u0345", "\u01c5", "\u03c2", "\u212b", "\U0001f600", "\U0001f468\u200d\U0001f469",
    "\U0001f1e9\U0001f1ea", "\u2764\ufe0f", "e" + "\u0301" * 40, "\u05e9\u05dc\u05d5\u05dd",
    "\u0645\u0631\u062d\u0628\u0627", "\u0e01\u0e33", "\u0915\u094d\u0937", "\u1112\u1161", " ", "\t",
    "\n", "a\n\nb", " a ", "a  b", "\u00a0", "\u3000", ".", "..", "-", "--", "?", "'", '"', "\\", "/",
    "#", "\ufdfa", "\U0010ffff", "\ufffe", "\ud7ff", "\ue000", "\U000e0041", "\u0378", "\U0001f9ff",
    "\x00", "\x85",
    # What YAML, Windows, git and paths read otherwise.
    "null", "~", "true", "No", "y", "on", "1e3", "010", "0x1F", "1:30", ".nan", "-.inf", "1_000", "+1",
    "2024-13-45", "&a", "*a", "!x", "!!str x", "%YAML 1.1", "@a", "|", ">", "- a", "? a", ": a", "a: b",
    "a #b", "<<", "---", "...", "con", "nul", "../../etc/passwd", "a/../b", ".git", "C:\\a", "a\\b",
    "file:///etc/passwd", "-rf", "--help",
    # What contributors write.
    "Ours", "ours (zero-shot)", "Proposed method", "TODO", "N/A", "et al.", "Smith, J. and Doe, J.",
    "Jane Doe1,2*", "best model ever!!", "call +1 800 555 0100 now", "visit our www.example.com/x",
    "GPT-4 (zero-shot)", "(ours)", "x" * 200, "x" * 201, "\u4e2d" * 200, "\U0001f600" * 200, "a b " * 100,
    "1" * 41, "9" * 40, "0." + "1" * 38,
)
"""Texts that act on what shows them, mean something else to what reads them, or cannot be seen."""

LINKS = (
    "https://x.org", "http://x.org/", "https://github.com/a/b.git", "https://github.com/a/b/tree/main",
    "https://github.com/a", "https://arxiv.org/abs/1706.03762v5",
    "http://export.arxiv.org/pdf/math.GT/0309136", "https://www.arxiv.org/abs/9901.001",
    "https://doi.org/10.5555/3295222.3295349", "https://dx.doi.org/10.1/%3C",
    "https://dx.doi.org/10.18653/", "https://openreview.net/forum?id=rJ4km2R5t7&a=b",
    "https://openreview.net/?id=", "https://aclanthology.org/N19-1423.pdf",
    "https://www.aclweb.org/anthology/P/P18/P18-1001/", "https://huggingface.co/papers/1706.03762",
    "https://paperswithcode.com/paper/attention-is-all-you-need",
    "https://paperswithcode.com/paper/" + "a-" * 300, "https://bit.ly/x",
    "https://l.facebook.com/l.php?u=x", "https://www.google.com/url?q=https://x.org&sa=D",
    "https://www.google.com/url?q=javascript:x", "https://user:pass@github.com/a/b",
    "https://github.com@evil.example/", "https://github.com.evil.example/a/b", "https://githud.com/a/b",
    "https://xn--gthub-cua.com/a/b", "https://xn--a", "https://xn--99999999999/", "https://xn--.com",
    "https://xn--a-ecp.ru/", "https://xn----------/", "https://xn--\x61\x7f.com", "https://[::1]/",
    "https://[::1", "https://]", "https://[x]:9/", "https://127.0.0.1", "https://0x7f.1",
    "https://2130706433", "https://x:y/", "https://x.org:99999999999999999999/", "https://x.org:-1/",
    "https://x.org:/", "https://:80/", "https://.", "https://..", "https:///x",
    "https://x.org/#" + "a" * 100, "https://x.org/%zz%", "https://x.org/?utm_source=a&b=c&utm_medium=d#e",
    "https://x.org/%E2%80%AE", "https://localhost/x", "https://example.com", "https://a.sharepoint.com/x",
    "https://docs.google.com/document/d/1", "https://a" + ".a" * 900, "javascript:alert(1)",
    "data:text/html,x", "ftp://x.org", "HTTPS://X.ORG", "https://\u4e2d\u6587.org",
    "https://x.org/\u00e9", "//x.org", "x.org", "git@github.com:a/b.git", "git+https://github.com/a/b",
    "[code](https://github.com/a/b)", "<https://github.com/a/b>", "https://x.org/a b",
)
"""Addresses of all kinds: plain, in another dress, hidden, broken, and none at all."""

IDENTIFIERS = (
    "1706.03762", "1706.03762v5", "2611.00001", "2208.0145", "9901.001", "math.GT/0309136",
    "hep-th/9901001v2", "2413.00001", "0704.0001", "1512.03385", "arXiv:1706.03762 [cs.CL]",
    "https://arxiv.org/abs/1706.03762", "10.5555/3295222.3295349", "10.48550/arXiv.1706.03762",
    "doi:10.1/x", "10.1234/x.pdf", "10.1234/x/full", "10.1234/...", "10.1234/(a)<b>", "10.1234/\u00e9",
    "10.1234/%41", "rJ4km2R5t7", "openreview:rJ4km2R5t7", "N19-1423", "2020.acl-main.747",
    "ACL: N19-1423", "", " 1706.03762 ", "https://doi.org/", "10.18653/",
)
DATES = (
    "2017-06-12", "2022-08-02", "2026-11-22", "2026-11-23", "2026-11-24", "2027-01-01", "1949-12-31",
    "0000-00-00", "2023-02-29", "12/06/2017", "06/13/2017", "June 12, 2017", "12 Jun 2017", "20170612",
    "2017-6-2", "2017", "2017-06", "yesterday", "9999-12-31", "0001-01-01",
)
NUMBERS = (
    0, 1, -1, 0.5, 0.93, 78, 78.0, 93.45, 99.99, 100, 100.0, 100.01, 101, -0.0, 1e-30, 1e30, 10**30,
    10**39, 2**53 + 1, 2**64, 0.7199999999999999, 83.69999999999999, 83.30000305175781, 3.4e29, 1e-7,
    1.5, 2, 1.50000001, 340282346638528859811704183484516925440, 0.1 + 0.2,
)
# fmt: on
