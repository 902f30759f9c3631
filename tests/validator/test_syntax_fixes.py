"""The slips of YAML that beginners make most get advice of their own, at the right line.

Where quotes around one text are certainly what is missing, ``--fix`` writes them.
"""

from __future__ import annotations

import pytest

from validator.entry import Entry
from validator.finding import Problem
from validator.registry import rules_of

SLIPS = {
    "tab": ("paper:\n\ttitle: X\n", 2, "a tab here"),
    "tab behind spaces": ("results:\n  - task: X\n \t  dataset: X\n", 3, "a tab here"),
    "no-break space": ("paper:\n \u00a0title: X\n  arxiv: y\n", 3, "not ordinary ones"),
    "Markdown": ("```yaml\npaper:\n  title: X\n```\n", 1, "Markdown"),
    "curly quotes": ("paper:\n  title: \u201cGLM: x\u201d\n", 2, "curly ones"),
    "backslash": ('paper:\n  title: "\\mathcal"\n', 2, "\\\\ for a backslash"),
    "colon in brackets": ("results:\n  - {task: X, model: GLM: x}\n", 2, "colon inside a text"),
    "quote never closed": ('paper:\n  title: "GLM\n  date: 2022-10-05\n', 2, "never closed"),
    "quote of the line above": ('paper:\n  title: "GLM\n  arxiv: "2210.02414"\n', 3, "on the line above"),
    "text behind a quote": ('paper:\n  title: "GLM": a model\n', 2, "behind a closing quote"),
    "quote in quotes": ('paper:\n  title: "The "best" model"\n', 2, "behind a closing quote"),
    "key without a colon": ("paper:\n  title: GLM\n  date 2022-10-05\n", 3, "without a colon"),
    "colon without a space": (
        "results:\n  - task:GLM\n    dataset: x\n",
        3,
        "behind the colon on the line above: `task: …`",
    ),
    "last colon without a space": (
        'paper:\n  title: GLM\n  arxiv:"2210.02414"\n',
        3,
        "A space is missing behind the colon: `arxiv: …`",
    ),
    "dash without a space": (
        "results:\n  -model: X\n   dataset: Y\n",
        3,
        "behind the dash that begins an entry: `- model: …`",
    ),
    "entry without a dash": ("results:\n  - task: X\n  task: Y\n", 3, "begins with `- `"),
    "keys of an entry askew": ("results:\n  - task: X\n   dataset: Y\n", 3, "exactly below each other"),
    "indent too deep": ("paper:\n  title: X\n    arxiv: y\n", 3, "further than the one above"),
    "indent too shallow": ('paper:\n  title: X\n arxiv: "y"\n', 3, "fits no line above"),
    "metrics on one line": (
        "results:\n  - task: X\n    metrics: Accuracy: 78\n",
        3,
        "What belongs to `metrics:` goes into braces, {Accuracy: …}",
    ),
    "bracket not closed": ("paper: {arxiv: x\nresults:\n", 2, "not closed"),
    "list not closed": ("paper:\n  authors: [A, B\n  arxiv: x\n", 3, "not closed"),
    "bracket too many": ("paper: {arxiv: x}}\n", 1, "too many"),
    "brackets of two kinds": ("paper:\n  authors: [A, B}\n", 2, "another kind"),
    "comma missing": ('paper: {arxiv: "x" date: y}\n', 1, "comma is missing"),
    "two commas": ("paper: {authors: [A, , B]}\n", 1, "nothing between two commas"),
    "comment of another language": ("{paper: {arxiv: x} // why\n}\n", 1, "begins with #"),
    "equals sign": (
        "paper:\n  title: X\n  date = y\n  arxiv: z\n",
        3,
        "joined by a colon and a space: `date: …`",
    ),
    "percent sign": ("results:\n  - metrics: {Accuracy: %78}\n", 2, "needs quotes"),
    "another format": ('[paper]\ntitle = "X"\n', 2, "left margin"),
}

QUOTED = {
    "colon": ("  title: GLM-130B: An Open Model", '  title: "GLM-130B: An Open Model"'),
    "colon in an entry": ("  - model: GLM: small", '  - model: "GLM: small"'),
    "at": ("  title: @GLM", '  title: "@GLM"'),
    "percent": ("  title: %GLM", '  title: "%GLM"'),
    "backtick": ("  title: `GLM`", '  title: "`GLM`"'),
    "bracket": ("  title: [Re] A Study", '  title: "[Re] A Study"'),
    "brace": ("  title: {GLM} a model", '  title: "{GLM} a model"'),
    "star": ("  title: *GLM* a model", '  title: "*GLM* a model"'),
    "ampersand": ("  title: & more", '  title: "& more"'),
    "bar": ("  title: | GLM", '  title: "| GLM"'),
    "greater": ("  title: > GLM", '  title: "> GLM"'),
    "question": ("  title: ? GLM", '  title: "? GLM"'),
    "apostrophe": ("  title: 'What's New'", '  title: "What\'s New"'),
    "escaped apostrophe": ("  title: 'What\\'s New'", '  title: "What\'s New"'),
}

UNCERTAIN = {
    "quotes inside": '  title: The "best": a model',
    "a comment behind": "  title: GLM: a model # the small one",
    "more below": "  title: GLM: a model\n    for all",
    "no single text": "  arxiv: 2210.02414: v1",
}


def found(text: str) -> list[Problem]:
    entry = Entry("submissions/2026/11/x.yaml", text.encode())
    return [problem for rule in rules_of("yaml") for problem in rule.check(entry)]


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_gets_its_own_advice(slip: str) -> None:
    text, line, fix = SLIPS[slip]
    (problem,) = found(text)
    assert problem.at.line == line  # type: ignore[union-attr]
    assert fix in (problem.fix or "")
    assert problem.repair is None


@pytest.mark.parametrize("slip", QUOTED)
def test_a_text_that_lacks_quotes_gets_them(slip: str) -> None:
    before, after = QUOTED[slip]
    (problem,) = found(f"paper:\n{before}\n")
    span = problem.at
    assert problem.repair is not None
    assert before[: span.column - 1] + problem.repair + before[span.end_column - 1 :] == after  # type: ignore[union-attr]
    assert found(f"paper:\n{after}\n") == []


@pytest.mark.parametrize("slip", UNCERTAIN)
def test_where_the_quotes_belong_is_not_guessed(slip: str) -> None:
    (problem,) = found(f"paper:\n{UNCERTAIN[slip]}\n")
    assert problem.repair is None
    assert problem.fix


def test_a_conflict_is_told_as_one_and_not_as_bad_yaml() -> None:
    problems = found("paper:\n<<<<<<< HEAD\n  a: b\n=======\n  a: c\n>>>>>>> x\n")
    assert [problem.at.line for problem in problems] == [2, 6]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        ("\ufeffpaper: {}\n", ""),
        ("paper: {title: A\u200bB}\n", ""),
        ("paper: {title: A\ufeffB}\n", ""),
        ("paper: {title: A\u202eB}\n", None),
        ("paper: {title: A\u00adB}\n", None),
        ('paper: {title: "A\\u200bB"}\n', None),
    ],
    ids=["mark", "zero width", "mark inside", "override", "soft hyphen", "escape"],
)
def test_what_nobody_sees_is_deleted_where_that_changes_nothing_else(text: str, repair: str | None) -> None:
    (problem,) = found(text)
    assert problem.repair == repair


def test_the_mark_of_an_empty_second_document_is_deleted() -> None:
    assert [problem.repair for problem in found("paper: {}\n---\n# the end\n")] == [""]
    assert [problem.repair for problem in found("paper: {}\n---\npaper: {}\n")] == [None]


TWICE = {
    "key of the paper": ('paper:\n  arxiv: "1"\n  arxiv: "2"\n', "Keep the right one, and delete the other."),
    "list of the paper": ("paper:\n  authors: [A]\n  authors: [B]\n", "to the end of the first `authors:`"),
    "paper": ("paper: {}\npaper: {}\n", "another paper with its results into another file"),
    "results": ("results: []\nresults: []\n", "Move its entries to the end of the first `results:`"),
    "new": ("new: {tasks: []}\nnew: {datasets: []}\n", "Move what it holds below the first `new:`"),
    "metric": ("results:\n- metrics: {F1: 8, F1: 9}\n", "a number of another setting is another result"),
    "key of a result": (
        "results:\n- model: X\n  metrics: {F1: 8}\n  model: Y\n",
        "begin it with `- ` and give it `task:`, `dataset:`, `model:` and `metrics:` of its own",
    ),
    "key of a new dataset": (
        "new:\n  datasets:\n    - name: X\n      name: Y\n",
        "begin it with `- ` and give it `name:` of its own",
    ),
    "key that the format does not have": ("x:\n- y:\n  - {z: 1, z: 2}\n", "give it all keys of its own"),
}


@pytest.mark.parametrize("place", TWICE)
def test_what_to_do_about_a_key_that_stands_twice_depends_on_its_place(place: str) -> None:
    text, advice = TWICE[place]
    (problem,) = found(text)
    assert advice in (problem.fix or "")


@pytest.mark.parametrize(
    "text",
    [
        "results:\n  - model: M\n    setting: zero-shot, extra_training_data: true\n",
        "new:\n  methods:\n    - name: Foo, full_name: Foo Bar Baz\n",
        "paper:\n  title: 'Deep' or 'Shallow'\n",
    ],
)
def test_what_may_be_two_things_is_not_put_into_one_pair_of_quotes(text: str) -> None:
    problems = found(text)
    assert problems
    assert [problem.repair for problem in problems if problem.repair is not None] == []
