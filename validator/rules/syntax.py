"""200 to 219: whether the text is YAML that everybody reads the same way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pwc.span import Kind, Span
from pwc.span import Problem as Refusal
from validator.entry import Entry
from validator.finding import Problem, Severity
from validator.quote import shown
from validator.registry import rule

_WITHOUT_WIDTH = frozenset("\u200b\ufeff")
"""What may be deleted without asking: no script is spelled with them, and they turn nothing around."""
# Patterns stay text until a file gives cause for them: compiling costs more than reading most files.
_CONFLICT = rb"(?m)^(<{7}|>{7})(?: [^\n]*|\r?)$"
_QUOTED = r"""(?:^|\s)#.*|(?:^|(?<=[\s\[{,]))(?:"(?P<double>(?:\\.|[^"\\])*)"|'[^']*')"""
"""A comment, or a text in quotes, on one line."""
_SWALLOWED = (
    r"(?<!\\)(?:\\\\)*"
    r"(\\(?:t(?:heta|au|ext|ilde|imes|o|op|riangle|extbf|extit|extsc|exttt|extrm)"
    r"|n(?:u|abla|eq|ot|orm|eg)|r(?:ho|ight|ightarrow|angle))(?![A-Za-z]))"
)
"""LaTeX whose first letters YAML reads as a tab or the end of a line, in double quotes."""


def _conflicts(entry: Entry) -> Iterator[int]:
    """The lines with a marker that git leaves where a merge begins or ends."""
    if b"<<<<<<<" in entry.data or b">>>>>>>" in entry.data:
        for marker in re.finditer(_CONFLICT, entry.data):
            yield entry.data.count(b"\n", 0, marker.start()) + 1


def _problems(entry: Entry, kind: Kind) -> Iterator[Refusal]:
    return (problem for problem in entry.document.problems if problem.kind == kind)


def _refused(
    entry: Entry, kind: Kind, message: str, fix: str, *, repair: str | None = None
) -> Iterator[Problem]:
    for problem in _problems(entry, kind):
        detail = f": {problem.detail}" if problem.detail else ""
        yield Problem(message + detail, at=problem.span, fix=fix, repair=repair)


@rule("PWC201", Severity.ERROR, stage="yaml")
def file_too_large(entry: Entry) -> Iterator[Problem]:
    """The file is larger than 64 KiB.

    Why: a file that large is several submissions, and slow to review.
    Fix: split it.
    """
    yield from _refused(entry, "too-large", "the file is too large", "Split it into several files.")


@rule("PWC202", Severity.ERROR, stage="yaml")
def not_utf8(entry: Entry) -> Iterator[Problem]:
    """The file is not UTF-8 text.

    Why: other encodings are read differently on different machines.
    Fix: save the file as UTF-8.
    """
    yield from _refused(entry, "encoding", "this is not UTF-8 text", "Save the file as UTF-8.")


@rule("PWC203", Severity.ERROR, stage="yaml")
def byte_order_mark(entry: Entry) -> Iterator[Problem]:
    """The file begins with a byte-order mark.

    Why: some programs take the mark for part of the first key.
    Fix: save the file as UTF-8 without a BOM.
    """
    fix = "Save it as UTF-8 without a BOM."
    yield from _refused(entry, "byte-order-mark", "the file begins with a byte-order mark", fix, repair="")


@rule("PWC204", Severity.ERROR, stage="yaml")
def control_character(entry: Entry) -> Iterator[Problem]:
    """A control character or an invisible one is in the text.

    Why: nobody sees it, and it can change what a terminal or a page shows, or make a twin of a name.
    Fix: delete it.
    """
    for problem in _problems(entry, "control-character"):
        span, line = problem.span, entry.document.line(problem.span.line)
        written = line[span.column - 1 : span.column]
        is_escape = written in {'"', "'"}
        latex = re.search(r"\\[abefv][a-z]+", line) if is_escape else None
        if latex is not None:  # \alpha, \beta, \exp, \frac, \vec: YAML has signs of its own for these letters
            yield Problem(
                f"YAML reads the backslash of {shown(latex[0])} and the letter behind it as one sign",
                at=Span(span.line, latex.start() + 1, span.line, latex.end() + 1),
                fix="Write the letter or the word that is meant, or the backslash twice.",
            )
            continue
        fix = "Delete it. If it is a backslash of LaTeX, write it twice." if is_escape else "Delete it."
        repair = "" if written in _WITHOUT_WIDTH else None
        yield Problem(f"a character that nobody can see: {problem.detail}", at=span, fix=fix, repair=repair)


@rule("PWC205", Severity.ERROR, stage="yaml")
def long_line(entry: Entry) -> Iterator[Problem]:
    """A line is too long to be reviewed.

    Why: what stands at the end of such a line is never seen.
    Fix: break the line.
    """
    yield from _refused(entry, "long-line", "the line is too long", "Break it (a `>` block joins lines).")


@rule("PWC206", Severity.ERROR, stage="yaml")
def yaml_syntax(entry: Entry) -> Iterator[Problem]:
    """The file is not YAML.

    Why: nothing in it can be read.
    Fix: mend the syntax at or just before the place shown: often a missing quote, a colon in an
    unquoted text, a tab, or a line indented too far.
    """
    if any(_conflicts(entry)):
        return  # PWC217 says so
    for problem in _problems(entry, "syntax"):
        from validator.slips.advice import advice  # noqa: PLC0415 (for what is no YAML alone)

        told = advice(entry.document, problem)
        message = f"this is not YAML: {problem.detail}"
        yield Problem(message, at=told.at or problem.span, fix=told.text, repair=told.repair)


@rule("PWC207", Severity.ERROR, stage="yaml")
def several_documents(entry: Entry) -> Iterator[Problem]:
    """The file holds more than one YAML document.

    Why: most programs read the first one alone.
    Fix: put the second document into a file of its own.
    """
    for problem in _problems(entry, "several-documents"):
        first = problem.span.line
        below = (entry.document.line(number) for number in range(first, entry.data.count(b"\n") + 2))
        is_end = all(not text.partition("#")[0].strip(" -") for text in below)
        fix = "Delete this line." if is_end else "Put what follows into a file of its own."
        at = Span(first, 1, first, 4)
        repair = "" if is_end and entry.document.line(first) == "---" else None
        yield Problem("a second YAML document begins here", at=at, fix=fix, repair=repair)


@rule("PWC208", Severity.ERROR, stage="yaml")
def empty_file(entry: Entry) -> Iterator[Problem]:
    """The file is empty, or holds only comments.

    Why: there is nothing to take into the catalog.
    Fix: describe a paper and its results; CONTRIBUTING.md has an example to copy.
    """
    fix = "Describe a paper and its results; CONTRIBUTING.md has an example to copy."
    yield from _refused(entry, "empty", "the file holds nothing", fix)


@rule("PWC209", Severity.ERROR, stage="yaml")
def not_a_mapping(entry: Entry) -> Iterator[Problem]:
    """The file is a list or a single value, not keys with values.

    Why: a submission is told apart by its keys: paper, results, new, corrections.
    Fix: start with `paper:` at the left margin.
    """
    message = "the file should hold keys (paper, results, new, corrections)"
    yield from _refused(entry, "not-a-mapping", message, "Start with `paper:` at the left margin.")


@rule("PWC210", Severity.ERROR, stage="yaml")
def nested_too_deep(entry: Entry) -> Iterator[Problem]:
    """Lists and mappings are nested too deep.

    Why: no submission needs it, and it is a way to crash readers.
    Fix: follow the example in CONTRIBUTING.md.
    """
    yield from _refused(entry, "too-deep", "nested too deep", "Follow the example in CONTRIBUTING.md.")


@rule("PWC211", Severity.ERROR, stage="yaml")
def anchor_or_alias(entry: Entry) -> Iterator[Problem]:
    """A YAML anchor or alias is used.

    Why: what one line says would depend on another, and a few of them can grow to gigabytes.
    Fix: write the value out; put text that begins with & or * into quotes.
    """
    fix = "Write the value out. If it is text that begins with & or *, put it into quotes."
    yield from _refused(entry, "anchor-or-alias", "anchors and aliases are not accepted", fix)


@rule("PWC212", Severity.ERROR, stage="yaml")
def yaml_tag(entry: Entry) -> Iterator[Problem]:
    """A YAML tag or directive is used.

    Why: tags ask the reader to build things that a submission does not have.
    Fix: delete it; put text that begins with ! into quotes.
    """
    fix = "Delete it. If it is text that begins with !, put it into quotes."
    yield from _refused(entry, "tag", "YAML tags and directives are not accepted", fix)


@rule("PWC213", Severity.ERROR, stage="yaml")
def merge_key(entry: Entry) -> Iterator[Problem]:
    """A YAML merge key (<<) is used.

    Why: it is not part of YAML 1.2, and programs disagree about it.
    Fix: write the keys out.
    """
    yield from _refused(entry, "merge-key", "merge keys are not accepted", "Write the keys out.")


@rule("PWC214", Severity.ERROR, stage="yaml")
def duplicate_key(entry: Entry) -> Iterator[Problem]:
    """A key stands twice in one mapping.

    Why: most programs would silently keep only the last one.
    Fix: keep the right one; of two parts of one thing make one, of two entries of a list two.
    """
    for problem in _problems(entry, "duplicate-key"):
        from validator.slips import twice  # noqa: PLC0415 (for what is wrong alone)

        message = f"the key stands twice: {problem.detail}"
        yield Problem(message, at=problem.span, fix=twice.advice(problem.path))


@rule("PWC215", Severity.ERROR, stage="yaml")
def key_not_text(entry: Entry) -> Iterator[Problem]:
    """A key is a list or a mapping.

    Why: keys are names.
    Fix: use a plain word as the key.
    """
    yield from _refused(entry, "key-not-text", "a key must be a word", "Use a plain word as the key.")


@rule("PWC216", Severity.ERROR, stage="yaml")
def number_out_of_range(entry: Entry) -> Iterator[Problem]:
    """A number is too large, too small or too long to be a result.

    Why: programs would read it as infinity, or lose digits.
    Fix: write the number as the paper prints it.
    """
    fix = "Write the number as the paper prints it; put it into quotes if it is text."
    yield from _refused(entry, "number-out-of-range", "this cannot be a result's number", fix)


@rule("PWC217", Severity.ERROR, stage="yaml")
def conflict_marker(entry: Entry) -> Iterator[Problem]:
    """A marker of a merge conflict was left in the file.

    Why: git could not join two versions and left both; which one counts, only you can say.
    Fix: keep the lines that are right, and delete the others with the lines of <, = and >.
    """
    for line in _conflicts(entry):
        yield Problem(
            "git left both sides of a merge conflict here",
            at=Span(line, 1, line, 8),
            fix="Keep the lines that are right, and delete the others with the lines of <, = and >.",
        )


@rule("PWC218", Severity.ERROR, stage="yaml")
def latex_in_double_quotes(entry: Entry) -> Iterator[Problem]:
    """A backslash of LaTeX stands in double quotes, where YAML reads it as a sign of its own.

    Why: `"\\theta"` becomes a tab with `heta` behind it, and nobody sees it.
    Fix: write the backslash twice, or better the letter itself: θ.
    """
    if b"\\" not in entry.data or entry.document.problems:
        return
    for number in range(1, entry.data.count(b"\n") + 2):
        line = entry.document.line(number)
        for quoted in re.finditer(_QUOTED, line):
            for match in re.finditer(_SWALLOWED, quoted["double"] or ""):
                at = quoted.start("double") + match.end() - len(match[1])
                yield Problem(
                    f"YAML reads the backslash of {shown(match[1])} and the letter behind it as one sign",
                    at=Span(number, at + 1, number, at + 2),
                    fix="Write the backslash twice, or the letter that is meant.",
                    repair="\\\\",
                )
