"""What is known about the hosts that submissions link to. Kept short: each set says why a host is in it."""

from __future__ import annotations

PAPER_HOSTS = frozenset(
    {"arxiv.org", "openreview.net", "aclanthology.org", "aclweb.org", "doi.org", "dx.doi.org"}
    | {"semanticscholar.org", "alphaxiv.org", "ar5iv.org", "papers.nips.cc", "proceedings.neurips.cc"}
    | {"proceedings.mlr.press", "openaccess.thecvf.com", "jmlr.org", "dl.acm.org", "ieeexplore.ieee.org"}
    | {"link.springer.com", "nature.com", "biorxiv.org", "medrxiv.org"}
)
"""Hosts of papers, without www: none of them holds code."""

REPOSITORY_HOSTS = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com"})
"""Hosts whose repositories stand at /owner/name, whatever the case of its letters."""

GUARDED_HOSTS = (
    *("arxiv.org", "openreview.net", "aclanthology.org", "doi.org", "semanticscholar.org", "zenodo.org"),
    *("github.com", "gitlab.com", "bitbucket.org", "huggingface.co", "kaggle.com", "paperswithcode.com"),
)
"""Hosts that readers trust by their names, so that a name like theirs deceives."""

CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "huggingface.co")
"""Hosts that readers run things from: what has their names in its own had better be theirs."""

LIBRARY = r"(?:^|[.-])(?:ezproxy|libproxy|ez)(?:[.-]|$)|\.idm\.oclc\.org$"
"""In the names of libraries' proxies, which carry the host that they lead to."""

TRANSLATOR = ".translate.goog"
"""The end of the names of pages that Google has translated; they carry the page's host."""

SHORTEST_TO_MISSPELL = len("arxiv.org")
"""Names shorter than this (doi.org) have honest neighbours one letter away."""

HONEST_NEIGHBOURS = frozenset(
    {"ar5iv.org", "marxiv.org", "huggingface.com", "paperswithcode.co", "haggle.com", "waggle.com"}
)
"""One letter from a guarded host, and known to be what they say."""

OTHER_ENDINGS = {
    **dict.fromkeys(("arxiv.com", "arxiv.net", "arxiv.io", "arxiv.co"), "arxiv.org"),
    **dict.fromkeys(("openreview.org", "openreview.com"), "openreview.net"),
    **dict.fromkeys(("aclanthology.com", "aclanthology.net"), "aclanthology.org"),
}
"""A guarded name with an ending that its owner does not use."""

SERVES_HTTPS = frozenset(
    {host for bare in PAPER_HOSTS | REPOSITORY_HOSTS | {*GUARDED_HOSTS} for host in (bare, f"www.{bare}")}
    | {"gist.github.com", "raw.githubusercontent.com", "export.arxiv.org", "pdfs.semanticscholar.org"}
    | {"en.wikipedia.org", "web.archive.org", "drive.google.com", "docs.google.com", "sites.google.com"}
)
"""Hosts that are known to answer under https."""

REAL_NAMES = {
    **{f"www.{host}": host for host in ("github.com", "gitlab.com", "arxiv.org", "huggingface.co")},
    "hf.co": "huggingface.co",
    "dx.doi.org": "doi.org",
    "www.doi.org": "doi.org",
}
"""Other names of a host, which lead to the same path on it."""

SHORTENERS = frozenset(
    {
        "bit.ly",
        "t.co",
        "s.id",
        "tiny.one",
        "goo.gl",
        "tinyurl.com",
        "ow.ly",
        "is.gd",
        "v.gd",
        "buff.ly",
        "rebrand.ly",
        "cutt.ly",
    }
    | {"lnkd.in", "fb.me", "t.ly", "rb.gy", "shorturl.at", "tiny.cc", "git.io", "aka.ms", "g.co", "bit.do"}
)
"""Hosts whose addresses show nothing of where they lead, and may lead elsewhere tomorrow."""

REDIRECTS = {
    **dict.fromkeys(("l.facebook.com", "lm.facebook.com", "l.instagram.com"), ("/", "u")),
    **dict.fromkeys(("link.zhihu.com", "link.csdn.net", "link.juejin.cn"), ("/", "target")),
    **dict.fromkeys(("out.reddit.com", "slack-redir.net"), ("/", "url")),
    "youtube.com": ("/redirect", "q"),
    "linkedin.com": ("/redir/", "url"),
    "duckduckgo.com": ("/l/", "uddg"),
    "translate.google.com": ("/translate", "u"),
    "scholar.google.com": ("/scholar_url", "url"),
    "google.com": ("/url", "url"),
    "safelinks.protection.outlook.com": ("/", "url"),
}
"""Hosts that pass readers on and note who came: where, and the query's parameter with the real address."""

PRIVATE_PLACES = frozenset(
    {"docs.google.com", "drive.google.com", "mail.google.com", "dropbox.com", "1drv.ms", "onedrive.live.com"}
    | {"notion.so", "icloud.com", "app.slack.com", "discord.com", "teams.microsoft.com", "web.whatsapp.com"}
    | {"overleaf.com", "chatgpt.com", "chat.openai.com"}
)
"""Hosts whose pages belong to one person, who can close, change or delete them unseen. Without www."""

WITHOUT_REPOSITORIES = frozenset(
    {"youtube.com", "youtu.be", "twitter.com", "x.com", "linkedin.com", "facebook.com", "medium.com"}
    | {"scholar.google.com", "wikipedia.org", "en.wikipedia.org", "researchgate.net"}
)
"""Hosts of videos, posts and profiles. Without www."""

RESERVED_ENDINGS = frozenset(
    {"test", "example", "invalid", "localhost", "local", "internal", "onion", "alt", "arpa"}
    | {"lan", "home", "corp", "intranet", "private", "localdomain"}
)
"""Last labels that no public name has (RFC 2606, 6761, 6762, 7686, 9476; ICANN's internal, home and corp)."""

RESERVED_HOSTS = ("example.com", "example.net", "example.org")
"""Names for documentation (RFC 2606)."""
