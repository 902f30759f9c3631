"""200 to 219: whether the text is YAML that everybody reads the same way."""

from __future__ import annotations

from collections.abc import Iterator

from pwc.span import Kind
from pwc.span import Problem as Refusal
from validator.entry import Entry
from validator.finding import Problem, Severity
from validator.registry import rule


def _refused(entry: Entry, kind: Kind, message: str, fix: str) -> Iterator[Problem]:
    for problem in entry.document.problems:
        if problem.kind == kind:
            detail = f": {problem.detail}" if problem.detail else ""
            yield Problem(message + detail, at=problem.span, fix=fix)


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
    yield from _refused(
        entry, "byte-order-mark", "the file begins with a byte-order mark", "Save it as UTF-8 without a BOM."
    )


@rule("PWC204", Severity.ERROR, stage="yaml")
def control_character(entry: Entry) -> Iterator[Problem]:
    """A control character or an invisible one is in the text.

    Why: nobody sees it, and it can change what a terminal or a page shows, or make a twin of a name.
    Fix: delete it.
    """
    yield from _refused(entry, "control-character", "a character that nobody can see", "Delete it.")


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
    for problem in entry.document.problems:
        if problem.kind == "syntax":
            line = entry.document.line(problem.span.line)
            yield Problem(
                f"this is not YAML: {problem.detail}", at=problem.span, fix=_syntax_fix(problem, line)
            )


def _syntax_fix(problem: Refusal, line: str) -> str:
    """The repair of the slips that beginners make most."""
    if line[problem.span.column - 1 :].startswith("\t") or line.startswith("\t"):
        return "There is a tab here; indent with spaces."
    if "mapping values are not allowed" in problem.detail:
        return "A colon inside a text: put the whole text into quotes. Or the line above is indented wrongly."
    if "quoted scalar" in problem.detail:
        return "This quote is never closed: add its partner at the end of the text."
    if "could not find expected ':'" in problem.detail:
        return "Is this a key without a colon behind it?"
    if line[problem.span.column - 1 :].startswith(("%", "@", "`")):
        return "A text that begins with this character needs quotes around it."
    return "Look at or just before this place: a missing quote, a colon in unquoted text, a tab, an indent."


@rule("PWC207", Severity.ERROR, stage="yaml")
def several_documents(entry: Entry) -> Iterator[Problem]:
    """The file holds more than one YAML document.

    Why: most programs read the first one alone.
    Fix: put the second document into a file of its own.
    """
    fix = "Put what follows into a file of its own."
    yield from _refused(entry, "several-documents", "a second YAML document begins here", fix)


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
    Fix: delete one of them, or make them two entries of a list.
    """
    fix = "Delete one of the two, or make them two entries of the list (each begins with `- `)."
    yield from _refused(entry, "duplicate-key", "the key stands twice", fix)


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
