"""The rows of BAD-INPUTS (YAML, Schema, Consistency), each through the real command line.

All files go through one process, so every row has its own paper and its own model.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pwc.document import MAX_BYTES

PAPER = 'paper: {{title: "A Paper", arxiv: "2611.{number:05}", date: 2026-11-02}}\n'
KNOWN = 'paper: {arxiv: "1706.03762"}\n'
ENTRY = "- {{task: Question Answering, dataset: COPA, model: {model}, metrics: {{Accuracy: {value}}}}}\n"

Command = Callable[..., subprocess.CompletedProcess[str]]
Made = Callable[[int], bytes]


def result(value: str = "60.1", *, model: str = '"Model {number}"') -> Made:
    """A file with one result whose value (or model) is written like this."""
    return lambda number: (
        PAPER.format(number=number)
        + "results:\n"
        + ENTRY.format(model=model.format(number=number), value=value)
    ).encode()


def beside(text: str) -> Made:
    """A file whose paper is known, with this text below it."""
    return lambda number: (KNOWN + text.replace("NUMBER", str(number))).encode()


def paper(fields: str) -> Made:
    """A file with a new paper alone that has these fields."""
    return lambda number: f"paper: {{{fields.replace('NUMBER', f'{number:05}')}}}\n".encode()


def exactly(data: bytes) -> Made:
    """A file of exactly these bytes."""
    return lambda _: data


BOMB = 'a: &a ["x","x","x","x","x","x","x","x","x"]\n' + "".join(
    f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "a0: &a0 {x: 1}\n" + "".join(f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}\n" for i in range(1, 20))
FIRST = "results:\n- {task: Question Answering, dataset: COPA, model: "
METRIC = """\
new:
  metrics:
  - {task: Question Answering, dataset: COPA, name: Accuracy, better: lower, scale: percent}
"""


def on_board(dataset: str, fields: str, *, task: str = "Image Classification") -> Made:
    """A file with one result of its own model on a board of the catalog."""
    return beside(f"results:\n- {{task: {task}, dataset: {dataset}, model: M NUMBER, {fields}}}\n")


def new_metric(fields: str, *, board: str = "task: Question Answering, dataset: COPA") -> Made:
    """A file with a paper of its own that describes one metric."""
    head = 'paper: {title: "A Paper", arxiv: "2611.NUMBER", date: 2026-11-02}\n'
    text = f"{head}new:\n  metrics:\n  - {{{board}, {fields}}}\n"
    return lambda number: text.replace("NUMBER", f"{number:05}").encode()


EVIDENCE = "evidence: {table: Table 2}"
READING = "Question Answering"
IMAGES = "task: Image Classification"

# What each row is, the file, the codes that it gets (hints are in small letters), and the line of the first.
ROWS: dict[str, tuple[Made, list[str], int]] = {
    "alias bomb": (exactly(BOMB.encode()), ["PWC211"], 1),
    "merge key bomb": (exactly(MERGES.encode()), ["PWC211", "PWC213"], 1),
    "merge key": (beside("<<: {results: []}\n"), ["PWC213"], 2),
    "thirty thousand brackets": (exactly((b"[" * 10_000 + b"\n") * 3), ["PWC210"], 1),
    "thirty thousand braces": (exactly((b"{a: " * 3_000 + b"\n") * 5), ["PWC210"], 1),
    "deep dashes": (exactly(b"paper:\n" + b"- " * 5_000 + b"\n"), ["PWC210"], 2),
    "duplicate key": (beside("paper: {}\n"), ["PWC214"], 2),
    "python object": (beside("results: !!python/object/apply:os.system ['true']\n"), ["PWC212"], 2),
    "binary tag": (beside("results: !!binary aGk=\n"), ["PWC212"], 2),
    "set tag": (beside("results: !!set {a}\n"), ["PWC212"], 2),
    "two documents": (beside("---\npaper: {}\n"), ["PWC207"], 2),
    "byte-order mark": (lambda number: b"\xef\xbb\xbf" + result()(number), ["PWC203"], 1),
    "UTF-16": (lambda number: result()(number).decode().encode("utf-16"), ["PWC202"], 1),
    "UTF-16 without a mark": (lambda number: result()(number).decode().encode("utf-16-le"), ["PWC204"], 1),
    "invalid UTF-8": (lambda number: result()(number) + b"# \xff\xfe\n", ["PWC202"], 4),
    "raw NUL": (lambda number: result()(number) + b"# \x00\n", ["PWC204"], 4),
    "escaped NUL": (result(model='"a\\0b"'), ["PWC204"], 3),
    "escaped terminal escape": (result(model='"\\e[31mred"'), ["PWC204"], 3),
    "tab for an indent": (exactly(b'paper:\n\tarxiv: "1706.03762"\n'), ["PWC206"], 2),
    "Windows line ends": (lambda number: result()(number).replace(b"\n", b"\r\n"), [], 0),
    "1e999": (result("1e999"), ["PWC216"], 3),
    ".nan": (result(".nan"), ["PWC223"], 3),
    ".inf": (result(".inf"), ["PWC223"], 3),
    "-.inf": (result("-.inf"), ["PWC223"], 3),
    "1e1 is a number": (result("1e1"), [], 0),
    "010": (result("010"), ["PWC223"], 3),
    "0o10": (result("0o10"), ["PWC223"], 3),
    "1:30": (result("1:30"), ["PWC223"], 3),
    "no as a value": (result("no"), ["PWC223"], 3),
    "no as a name": (result(model="no"), [], 0),
    "1.10 as a name": (result(model="1.10"), ["pwc229"], 3),
    "2024-13-45": (paper('title: A, arxiv: "2611.NUMBER", date: 2024-13-45'), ["PWC601"], 1),
    "a date is text": (paper('title: A, arxiv: "2611.NUMBER", date: 2026-11-02'), [], 0),
    "required null": (result(model="null"), ["PWC223"], 3),
    "required key without a value": (exactly(b"paper:\n"), ["PWC223"], 1),
    "empty file": (exactly(b""), ["PWC208"], 1),
    "comments alone": (exactly(b"# paper:\n"), ["PWC208"], 1),
    "list at the root": (exactly(b"- paper\n"), ["PWC209"], 1),
    "scalar at the root": (exactly(b"paper\n"), ["PWC209"], 1),
    "64 KiB + 1": (lambda number: result()(number).ljust(MAX_BYTES + 1, b"#"), ["PWC201"], 1),
    "line of 60,000 characters": (lambda number: result()(number) + b"#" * 60_000, ["PWC205"], 4),
    "right-to-left title": (
        paper(
            'arxiv: "2611.NUMBER", date: 2026-11-02, '
            'title: "\u05dc\u05de\u05d9\u05d3\u05d4 \u05e2\u05de\u05d5\u05e7\u05d4"'
        ),
        [],
        0,
    ),
    "NFD is NFC": (
        beside(FIRST + "Cafe\u0301 NUMBER, metrics: {Accuracy: 1.5}}\n"),
        [],
        0,
    ),
    "unknown key": (beside("resluts: []\n"), ["PWC221"], 2),
    "wrong type": (beside("results: {}\n"), ["PWC223"], 2),
    "true as a number": (result("true"), ["PWC223"], 3),
    "number as text": (result('"60.1"'), ["PWC223"], 3),
    "nonsense in a date": (paper('title: A, arxiv: "2611.NUMBER", date: yesterday'), ["PWC225"], 1),
    "501 results": (
        beside(
            "results:\n"
            + "".join(f"- {{task: A, dataset: B, model: m{i}, metrics: {{A: 1}}}}\n" for i in range(501))
        ),
        ["PWC226"],
        3,
    ),
    "future date": (paper('title: A, arxiv: "2611.NUMBER", date: 2026-12-25'), ["PWC701"], 1),
    "arXiv of 2024 in 2019": (paper('title: A, arxiv: "2401.NUMBER", date: 2019-05-01'), ["PWC703"], 1),
    "impossible arXiv month": (paper('title: A, arxiv: "2413.NUMBER", date: 2024-12-01'), ["PWC702"], 1),
    "0.93 where the board says percent": (result("0.93"), ["PWC604"], 3),
    "93 where the board says fraction": (
        beside(
            "results:\n- {task: Coreference Resolution, dataset: Winograd Schema Challenge, "
            "model: M NUMBER, metrics: {F1: 93}}\n"
        ),
        ["PWC602", "PWC604"],
        3,
    ),
    "accuracy of -3": (result("-3"), ["PWC602"], 3),
    "accuracy of 104": (result("104"), ["PWC602"], 3),
    "direction against the board's": (beside(METRIC), ["PWC508"], 4),
    "direction against the name": (
        new_metric("name: Top-5 Accuracy, better: lower, scale: percent"),
        ["PWC605"],
        4,
    ),
    "direction against the board's, in other words": (
        new_metric("name: Acc. (%), better: lower, scale: percent", board=f"{IMAGES}, dataset: STL-10"),
        ["PWC605", "PWC607"],
        4,
    ),
    "metric of the board, in other words": (
        new_metric("name: Error (%), better: lower, scale: percent", board=f"{IMAGES}, dataset: MNIST"),
        ["PWC606"],
        4,
    ),
    "perplexity in percent": (new_metric("name: Perplexity, better: lower, scale: percent"), ["PWC608"], 4),
    "largest value so far as a bound": (
        new_metric("name: F1, better: higher, scale: percent, max: 99.9"),
        ["PWC609"],
        4,
    ),
    "0.93 among percents of a long history": (on_board("STL-10", "metrics: {Accuracy: 0.63}"), ["PWC604"], 3),
    "0.0175 among error rates in percent": (
        on_board("Street View House Numbers", f"metrics: {{Percentage error: 0.0175}}, {EVIDENCE}"),
        ["PWC604"],
        3,
    ),
    "0.3 percent among error rates below one": (
        on_board("MNIST", "metrics: {Percentage error: 0.31}"),
        [],
        0,
    ),
    "70.2 among fractions without a scale": (
        on_board("OntoNotes", f"metrics: {{Score: 70.2}}, {EVIDENCE}", task="Coreference Resolution"),
        ["PWC604"],
        3,
    ),
    "floating-point noise": (result("63.69999999999999"), ["PWC610"], 3),
    "uncertainty larger than the value": (
        result("{value: 12.1, uncertainty: 30, kind: sd}"),
        ["PWC611"],
        3,
    ),
    "uncertainty without a kind": (result("{value: 62.1, uncertainty: 0.4}"), ["pwc612"], 3),
    "uncertainty of nothing": (result("{value: 62.1, uncertainty: 0, kind: sd}"), ["pwc614"], 3),
    "exact match above F1": (
        on_board("NarrativeQA", "metrics: {EM: 41.5, F1: 30.2}, setting: 5-shot", task=READING),
        ["PWC613"],
        3,
    ),
    "the metric's ceiling reached": (
        on_board("COPA", f"metrics: {{Accuracy: 100}}, {EVIDENCE}", task=READING),
        ["PWC704"],
        3,
    ),
    "a jump far beyond the board's history": (
        on_board("STL-10", f"metrics: {{Accuracy: 94.7}}, {EVIDENCE}"),
        ["PWC705"],
        3,
    ),
    "a new best without evidence": (on_board("STL-10", "metrics: {Accuracy: 75.9}"), ["PWC706"], 3),
    "year 202": (paper('title: A, doi: "10.5555/row.NUMBER", date: 0202-08-02'), ["PWC707"], 1),
    "decimal point slipped": (on_board("STL-10", "metrics: {Accuracy: 6.41}"), ["PWC708"], 3),
    "placeholder as evidence": (
        on_board("COPA", "metrics: {Accuracy: 61.2}, evidence: {table: TBD}", task=READING),
        ["PWC709"],
        3,
    ),
    "no setting where all have one": (
        on_board("NarrativeQA", "metrics: {EM: 30.1, F1: 42.9}", task=READING),
        ["PWC313"],
        3,
    ),
    "setting in another spelling": (
        on_board("NarrativeQA", "metrics: {EM: 30.2, F1: 42.8}, setting: Zero Shot", task=READING),
        ["PWC314"],
        3,
    ),
    "the values of another model": (
        on_board("NarrativeQA", "metrics: {EM: 45.6, F1: 56.8}, setting: fine-tuned", task=READING),
        ["pwc315"],
        3,
    ),
    "the same from another paper": (
        lambda number: (
            result("46.0", model="Clerk")(number)
            .replace(b"COPA", b"NarrativeQA")
            .replace(b"{Accuracy: 46.0}", b"{EM: 46.0, F1: 57.5}, setting: linear probe")
        ),
        ["PWC312"],
        3,
    ),
    "the same with another answer about extra data": (
        exactly(
            b'paper: {arxiv: "1706.03762"}\nresults:\n- {task: Question Answering, dataset: NarrativeQA, '
            b"model: Reader, metrics: {EM: 44.7, F1: 55.9}, setting: fine-tuned}\n"
        ),
        ["PWC311"],
        3,
    ),
    "the same under another spelling of its setting": (
        exactly(
            b'paper: {arxiv: "1706.03762"}\nresults:\n- {task: Question Answering, dataset: NarrativeQA, '
            b"model: Reader, metrics: {EM: 40.1, F1: 51.3}, setting: zero-shot, extra_training_data: false}\n"
        ),
        ["PWC310"],
        3,
    ),
    "unknown task": (
        beside(FIRST.replace("Answering", "Anwsering") + "M NUMBER, metrics: {Accuracy: 1.5}}\n"),
        ["PWC501"],
        3,
    ),
    "unknown dataset": (
        beside(FIRST.replace("COPA", "COPPA") + "M NUMBER, metrics: {Accuracy: 1.5}}\n"),
        ["PWC502"],
        3,
    ),
    "unknown metric": (beside(FIRST + "M NUMBER, metrics: {Acuracy: 1.5}}\n"), ["PWC503"], 3),
    "duplicate of the catalog": (
        beside(FIRST + "Transformer (big), metrics: {Accuracy: 71.2}}\n"),
        ["PWC302"],
        3,
    ),
    "the same in another spelling": (
        exactly(
            b'paper: {arxiv: "1512.03385"}\nresults:\n'
            b"- {task: Image Classification, dataset: ImageNet, "
            b"model: resnet 152, metrics: {Top 1 Accuracy: 78.57}}\n"
        ),
        ["PWC304"],
        3,
    ),
    "same key, other value": (
        exactly(
            b'paper: {arxiv: "2208.01448"}\nresults:\n'
            b"- {task: Question Answering, dataset: COPA, "
            b"model: AlexaTM 20B, setting: zero-shot, metrics: {Accuracy: 77.8}}\n"
        ),
        ["PWC303"],
        3,
    ),
    "twice in one file": (
        lambda number: result()(number) + ENTRY.format(model=f"Model {number}", value="60.1").encode(),
        ["PWC301"],
        4,
    ),
    "javascript link": (paper('title: A, url: "javascript:alert(1)", date: 2026-11-02'), ["PWC225"], 1),
    "data link": (
        paper('title: A, arxiv: "2611.NUMBER", pdf: "data:text/html,x", date: 2026-11-02'),
        ["PWC225"],
        1,
    ),
    **{
        f"{what} in a title": (paper(f'title: "{title}", arxiv: "2611.NUMBER", date: 2026-11-02'), [], 0)
        for what, title in {
            "script": "<script>alert(1)</script>",
            "formula": "=HYPERLINK(0)",
            "mention": "@org/team fixes #1",
            "workflow command": "::add-mask::x",
        }.items()
    },
}


@pytest.fixture(scope="module")
def told(
    tmp_path_factory: pytest.TempPathFactory, catalog_files: dict[str, bytes]
) -> dict[str, list[dict[str, Any]]]:
    """The findings on every row, from one run of the command."""
    root = tmp_path_factory.mktemp("bad-inputs")
    for path, data in catalog_files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    folder = root / "submissions/2026/11"
    folder.mkdir(parents=True)
    for number, (make, _, _) in enumerate(ROWS.values(), 1):
        (folder / f"row-{number:03}.yaml").write_bytes(make(number))
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-m",
            "pwc",
            "validate",
            "--format",
            "json",
            "--today",
            "2026-11-22",
            "submissions",
        ],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["files"] == len(ROWS)
    return {
        name: [f for f in report["findings"] if f["path"] == f"submissions/2026/11/row-{number:03}.yaml"]
        for number, name in enumerate(ROWS, 1)
    }


@pytest.mark.parametrize("row", ROWS)
def test_a_row_gets_exactly_its_code_at_its_line(row: str, told: dict[str, list[dict[str, Any]]]) -> None:
    _, codes, line = ROWS[row]
    found = sorted({f["code"].lower() if f["severity"] == "hint" else f["code"] for f in told[row]})
    assert found == codes
    if codes:
        assert told[row][0]["line"] == line


@pytest.mark.parametrize(
    "name",
    [
        "abc\u202ecba",
        "zero\u200bwidth",
        "soft\u00adhyphen",
        "mark\ufeff",
        "a\u2028b",
        "\u2066isolate\u2069",
        "tag\U000e0041",
    ],
)
def test_an_invisible_character_in_a_name_is_an_error(
    name: str, pwc_command: Command, checkout: Path
) -> None:
    file = checkout / "submissions/2026/11/invisible.yaml"
    file.parent.mkdir(parents=True)
    file.write_bytes(result(model=f'"{name}"')(1))
    done = pwc_command("validate", "--format", "json", "--today", "2026-11-22", str(file), cwd=checkout)
    findings = json.loads(done.stdout)["findings"]
    assert [finding["severity"] for finding in findings] == ["error"]
    assert done.returncode == 1
