"""Judging files: order, what could not be checked, accepted files, and files that know of each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from pwc import canonical, identity
from pwc.catalog import Catalog
from pwc.record import Board, Dataset, LogEntry, Metric, Result, Value
from pwc.span import Span
from pwc.tree import Change, OverlayTree
from validator import stages
from validator.change import MAX_FILES, ChangeSet
from validator.entry import Entry
from validator.finding import Finding, Problem, Severity, Stage
from validator.registry import Rule, rules_of
from validator.run import Report, judge_change, run

TODAY = date(2026, 11, 22)
NEW_PAPER = 'paper: {title: New, arxiv: "2611.00001", date: 2026-11-02}\n'
NEW_METRIC = """\
new:
  metrics:
  - {task: Question Answering, dataset: COPA, name: F1, better: higher, scale: percent}
"""
KNOWN_PAPER = 'paper: {arxiv: "1706.03762"}\n'
RESULT = "results:\n- {task: Question Answering, dataset: COPA, model: M, metrics: {Accuracy: 60.1}}\n"


def judge(catalog: Catalog, *files: tuple[str, str | bytes]) -> Report:
    entries = [
        Entry(f"submissions/2026/11/{name}", text if isinstance(text, bytes) else text.encode())
        for name, text in files
    ]
    return run(entries, catalog, TODAY)


def codes(report: Report) -> list[tuple[str, str]]:
    return [(finding.path.rpartition("/")[2], finding.code) for finding in report.findings]


def with_files(catalog: Catalog, files: dict[str, bytes | None]) -> Catalog:
    return Catalog(OverlayTree(catalog.tree, files))


def test_a_clean_file_gives_nothing_and_ends_with_0(catalog: Catalog) -> None:
    report = judge(catalog, ("a.yaml", KNOWN_PAPER + RESULT))
    assert report == Report(1, (), paths=("submissions/2026/11/a.yaml",))
    assert report.exit_code == 0


def test_findings_are_in_the_order_of_files_and_places(catalog: Catalog) -> None:
    wrong = (
        KNOWN_PAPER
        + RESULT.replace("COPA", "Copa").replace("60.1", "160.1")
        + "new: {methods: [{name: PointNet}]}\n"
    )
    report = judge(catalog, ("b.yaml", wrong), ("a.yaml", "x: 1\ny: 2\n"))
    assert codes(report) == [
        ("a.yaml", "PWC221"),
        ("a.yaml", "PWC227"),
        ("a.yaml", "PWC221"),
        ("b.yaml", "PWC505"),
        ("b.yaml", "PWC602"),
        ("b.yaml", "PWC506"),
    ]
    assert report.exit_code == 1
    assert list(report.findings) == sorted(report.findings, key=lambda finding: finding.order)


def test_a_stage_is_reached_only_if_the_one_before_found_no_error(catalog: Catalog) -> None:
    packed = run([Entry("submissions/2026/11/a.yaml", b"PK\x03\x04[")], catalog, TODAY)
    assert [finding.code for finding in packed.findings] == ["PWC104"]
    named_wrong = run([Entry("submissions/2026/11/A.yaml", b"[")], catalog, TODAY)
    assert [finding.code for finding in named_wrong.findings] == ["PWC101", "PWC206"], "its place alone"
    assert codes(judge(catalog, ("a.yaml", "paper: 1\npaper: 2\n"))) == [("a.yaml", "PWC214")]
    assert codes(judge(catalog, ("a.yaml", KNOWN_PAPER + RESULT.replace("model: M, ", "")))) == [
        ("a.yaml", "PWC222")
    ]


def test_a_hint_does_not_end_the_judging(catalog: Catalog) -> None:
    report = judge(catalog, ("a.yaml", "paper: {arxiv: 1706.03762}\n" + RESULT.replace("60.1", "0.5")))
    assert codes(report) == [("a.yaml", "PWC229"), ("a.yaml", "PWC604")]
    assert report.exit_code == 0
    assert report.warnings_on("submissions/2026/11/a.yaml") == ("PWC604",)
    assert report.warnings_on("submissions/2026/11/b.yaml") == ()


def test_a_finding_carries_its_line_and_pointer(catalog: Catalog) -> None:
    (finding,) = judge(catalog, ("a.yaml", KNOWN_PAPER + RESULT.replace("60.1", "160.1"))).findings
    assert finding == Finding(
        code="PWC602",
        name="out-of-bounds",
        severity=Severity.ERROR,
        path="submissions/2026/11/a.yaml",
        span=Span(3, 75, 3, 80),
        pointer="/results/0/metrics/Accuracy",
        message="160.1 is above the 100 that `Accuracy` allows",
        fix="Compare it with the paper; this board gives Accuracy as percent (0 to 100).",
        source=RESULT.replace("60.1", "160.1").splitlines()[1],
    )


def broken_rule(stage: Stage) -> Rule:
    def check(_: object) -> Iterator[Problem]:
        yield Problem("before it broke")
        raise ZeroDivisionError("ours")

    return Rule("PWC399", "broken", Severity.WARNING, stage, "T.", "W.", "F.", check)


@pytest.mark.parametrize("stage", ["file", "yaml", "schema", "meaning"])
def test_a_rule_that_raises_has_not_passed(
    stage: Stage, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_a_broken_one(asked: Stage, without: frozenset[str]) -> tuple[Rule, ...]:
        return (*rules_of(asked, without), *((broken_rule(stage),) if asked == stage else ()))

    monkeypatch.setattr(stages, "rules_of", with_a_broken_one)
    report = judge(catalog, ("a.yaml", KNOWN_PAPER + RESULT))
    assert [finding.code for finding in report.findings] == ["PWC001", "PWC399"]
    assert report.unchecked
    assert report.exit_code == 3
    assert report.has_errors
    assert "PWC399 broken could not be checked: ZeroDivisionError: ours" in report.findings[0].message


def test_a_rule_that_raises_outweighs_an_error_elsewhere(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        stages,
        "rules_of",
        lambda s, without: [*rules_of(s, without), *([broken_rule(s)] if s == "meaning" else [])],
    )
    report = judge(catalog, ("a.yaml", "["), ("b.yaml", KNOWN_PAPER + RESULT))
    assert {finding.code for finding in report.findings} == {"PWC206", "PWC001", "PWC399"}
    assert report.exit_code == 3


@pytest.mark.parametrize(
    "path",
    [
        "catalog/tasks.jsonl",
        "catalog/datasets.jsonl",
        identity.locator_path("arxiv:1706.03762"),
        identity.paper_path("attention-is-all-you-need"),
        identity.board_path("question-answering", "copa"),
    ],
)
def test_a_broken_catalog_could_not_be_checked(path: str, catalog: Catalog) -> None:
    report = judge(
        with_files(catalog, {path: b"{broken\n"}), ("a.yaml", KNOWN_PAPER + RESULT.replace("COPA", "Copa"))
    )
    assert "PWC002" in {finding.code for finding in report.findings}
    assert any(path in finding.message for finding in report.findings)
    assert report.exit_code == 3


def test_a_broken_file_that_nobody_asks_for_is_in_nobody_s_way(catalog: Catalog) -> None:
    broken = with_files(catalog, {"catalog/methods.jsonl": b"{", identity.board_path("x", "y"): b"{"})
    assert judge(broken, ("a.yaml", KNOWN_PAPER + RESULT)).exit_code == 0


class LockedTree:
    """A tree whose files may not be read."""

    def read(self, path: str) -> bytes | None:
        raise PermissionError(13, "Permission denied", path)

    def paths(self, under: str) -> Iterator[str]:
        raise PermissionError(13, "Permission denied", under)

    def files(self, under: str) -> Iterator[tuple[str, bytes]]:
        raise PermissionError(13, "Permission denied", under)


def test_a_catalog_that_may_not_be_read_could_not_be_checked() -> None:
    report = judge(Catalog(LockedTree()), ("a.yaml", KNOWN_PAPER + RESULT))
    assert report.exit_code == 3


def test_an_accepted_file_is_judged_without_its_own_results(
    catalog: Catalog, accepted_file: tuple[str, bytes]
) -> None:
    assert run([Entry(*accepted_file)], catalog, TODAY).findings == ()


def test_the_same_text_under_another_name_is_a_duplicate(
    catalog: Catalog, accepted_file: tuple[str, bytes]
) -> None:
    assert codes(judge(catalog, ("copy.yaml", accepted_file[1]))) == [("copy.yaml", "PWC302")]


def test_an_accepted_file_that_was_edited_is_told_so_and_not_called_its_own_twin(
    catalog: Catalog, accepted_file: tuple[str, bytes]
) -> None:
    path, data = accepted_file
    edited = Entry(path, data + b"# a comment\n")
    assert [finding.code for finding in run([edited], catalog, TODAY).findings] == ["PWC111"]


def accepted(
    catalog: Catalog, name: str, text: str, files: dict[str, bytes | None], *codes: str
) -> tuple[Catalog, Entry]:
    """The catalog after a submission, with what it brought in these files, was accepted."""
    entry = Entry(f"submissions/2026/11/{name}", text.encode())
    log = LogEntry(
        number=2,
        when="2026-11-01T00:00:00Z",
        kind="submission",
        file=entry.path,
        blob=entry.blob,
        head="0" * 40,
        approved_by="maintainer",
        promoter=1,
        accepted=codes,
    )
    return with_files(catalog, {**files, "catalog/log/2026/11/01.jsonl": canonical.lines([log])}), entry


def copa(*metrics: Metric, result: Result | None = None) -> dict[str, bytes | None]:
    before = Metric(name="Accuracy", better="higher", scale="percent", min="0", max="100")
    board = Board(
        slug="question-answering-on-copa",
        task="question-answering",
        dataset="copa",
        metrics=(before, *metrics),
        results=() if result is None else (result,),
    )
    return {identity.board_path("question-answering", "copa"): canonical.board_file(board)}


def test_an_accepted_file_that_brought_a_metric_gives_nothing(catalog: Catalog) -> None:
    text = (
        KNOWN_PAPER
        + RESULT.replace("Accuracy", "F1")
        + (
            "new: {metrics: [{task: Question Answering, dataset: COPA, "
            "name: F1, better: higher, scale: percent}]}\n"
        )
    )
    assert judge(catalog, ("f1.yaml", text)).findings == ()  # before it was accepted
    metric = Metric(name="F1", better="higher", scale="percent", submission="submissions/2026/11/f1.yaml")
    after, entry = accepted(catalog, "f1.yaml", text, copa(metric))
    assert run([entry], after, TODAY).findings == ()


def test_what_was_accepted_is_judged_for_errors_alone(catalog: Catalog) -> None:
    text = KNOWN_PAPER + RESULT.replace("60.1", "0.6")
    assert [f.code for f in judge(catalog, ("a.yaml", text)).findings] == ["PWC604"]
    after, entry = accepted(catalog, "a.yaml", text, {})
    assert run([entry], after, TODAY).findings == ()
    after, entry = accepted(catalog, "a.yaml", text.replace("COPA", "CAPO"), {})
    assert [f.code for f in run([entry], after, TODAY).findings] == ["PWC502"]


def test_the_log_is_not_read_for_a_paper_that_the_catalog_does_not_have(catalog: Catalog) -> None:
    asked: list[str] = []

    class Watched(OverlayTree):
        def paths(self, under: str) -> Iterator[str]:
            asked.append(under)
            return super().paths(under)

        def files(self, under: str) -> Iterator[tuple[str, bytes]]:
            asked.append(under)
            return super().files(under)

    text = 'paper: {title: A Paper, arxiv: "2611.00001", date: 2026-11-02}\n' + RESULT
    report = judge(Catalog(Watched(catalog.tree, {})), ("a.yaml", text))
    assert (report.findings, asked) == ((), [])
    judge(Catalog(Watched(catalog.tree, {})), ("a.yaml", KNOWN_PAPER + RESULT))
    assert set(asked) == {"catalog/log"}


def test_names_that_a_later_file_describes_are_known(catalog: Catalog) -> None:
    uses = KNOWN_PAPER + RESULT.replace("COPA", "Storks")
    describes = """\
new:
  datasets: [{name: Storks}]
  metrics: [{task: Question Answering, dataset: Storks, name: Accuracy, better: higher, scale: percent}]
"""
    assert judge(catalog, ("a.yaml", uses), ("z.yaml", describes)).findings == ()
    assert {f.code for f in judge(catalog, ("a.yaml", uses)).findings} == {"PWC502"}


def test_a_paper_that_a_later_file_describes_is_known(catalog: Catalog) -> None:
    paper = 'paper: {arxiv: "2611.00001"}\n'
    whole = 'paper: {title: A Paper, arxiv: "2611.00001", date: 2026-11-02}\n'
    assert judge(catalog, ("a.yaml", paper + RESULT), ("z.yaml", whole)).findings == ()
    (finding,) = judge(catalog, ("a.yaml", paper + RESULT)).findings
    assert (finding.code, finding.fix) == ("PWC305", "Add `title:` and `date:` under `paper:`.")


def test_two_files_of_one_run_with_one_result(catalog: Catalog) -> None:
    report = judge(catalog, ("b.yaml", KNOWN_PAPER + RESULT), ("a.yaml", KNOWN_PAPER + RESULT))
    (finding,) = report.findings
    assert (finding.path, finding.code) == ("submissions/2026/11/b.yaml", "PWC301")
    assert "in submissions/2026/11/a.yaml already" in finding.message


def test_two_files_of_one_run_about_one_new_paper_under_two_addresses(catalog: Catalog) -> None:
    by_url = NEW_PAPER.replace('arxiv: "2611.00001"', 'url: "https://arxiv.org/pdf/2611.00001v2"')
    report = judge(catalog, ("a.yaml", NEW_PAPER + RESULT), ("b.yaml", by_url + RESULT))
    assert codes(report) == [("b.yaml", "PWC406"), ("b.yaml", "PWC301")]


def test_a_later_file_may_use_what_an_earlier_one_brings(catalog: Catalog) -> None:
    brings = (
        NEW_PAPER + "new: {tasks: [{name: Telepathy, area: Computer Vision}], datasets: [{name: Zener}]}\n"
    )
    uses = (
        KNOWN_PAPER
        + RESULT.replace("Question Answering", "Telepathy").replace("COPA", "Zener")
        + (
            "new: {metrics: [{task: Telepathy, dataset: Zener, "
            "name: Accuracy, better: higher, scale: percent}]}\n"
        )
    )
    assert judge(catalog, ("a.yaml", brings), ("b.yaml", uses)).findings == ()
    assert {code for _, code in codes(judge(catalog, ("b.yaml", uses)))} == {"PWC501", "PWC502"}


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("new: {methods: [{name: ELMo}]}\n", "PWC506"),
        ("new: {tasks: [{name: Telepathy, area: Computer Vision}]}\n", "PWC506"),
        (NEW_METRIC, "PWC508"),
    ],
)
def test_two_files_of_one_run_that_bring_the_same(new: str, code: str, catalog: Catalog) -> None:
    second = new.replace("ELMo", "Elmo").replace("higher", "lower")
    other_paper = NEW_PAPER.replace("2611.00001", "2611.00002")
    report = judge(catalog, ("a.yaml", NEW_PAPER + new), ("b.yaml", other_paper + second))
    assert codes(report) == [("b.yaml", code)]


def test_an_alias_here_and_the_name_there_are_one_board(catalog: Catalog) -> None:
    """Both are warned about as another spelling; the metric is known all the same."""
    text = (
        KNOWN_PAPER
        + RESULT.replace("Question Answering", "QA").replace("Accuracy", "F1")
        + (
            "new: {metrics: [{task: Question Answering, dataset: COPA, "
            "name: F1, better: higher, scale: percent}]}\n"
        )
    )
    assert codes(judge(catalog, ("a.yaml", text))) == [("a.yaml", "PWC505")]


def test_a_new_name_with_the_slug_of_another_does_not_hide_it(catalog: Catalog) -> None:
    """C and C++ have one slug; the catalog's C is still there when C++ comes."""
    files: dict[str, bytes | None] = {
        "catalog/datasets.jsonl": canonical.lines([Dataset(slug="c", name="C")])
    }
    board = Board(
        slug="question-answering-on-c",
        task="question-answering",
        dataset="c",
        metrics=(Metric(name="Accuracy", better="higher", scale="percent"),),
        results=(
            Result(
                id="0" * 16,
                model="M",
                paper="attention-is-all-you-need",
                metrics={"Accuracy": Value(value="60.1")},
                added="2026-10-01",
                submission="submissions/2026/10/before.yaml",
            ),
        ),
    )
    files[identity.board_path("question-answering", "c")] = canonical.board_file(board)
    text = (
        KNOWN_PAPER
        + RESULT.replace("COPA", "C++")
        + (
            "- {task: Question Answering, dataset: C, model: Other, metrics: {Accuracy: 50}}\n"
            "new:\n  datasets: [{name: C++}]\n"
            "  metrics: [{task: Question Answering, dataset: C++, "
            "name: Accuracy, better: higher, scale: percent}]\n"
        )
    )
    report = judge(with_files(catalog, files), ("a.yaml", text))
    assert codes(report) == [("a.yaml", "PWC513")]  # a hint: its address gets a number


@pytest.mark.parametrize(
    "text",
    [
        "format: 1.0\n" + KNOWN_PAPER + RESULT,
        KNOWN_PAPER + RESULT.replace("metrics:", "evidence: {page: 5.0}, metrics:"),
        KNOWN_PAPER + RESULT.replace("60.1", "{value: 60.1, uncertainty: 1, runs: 1e1}"),
    ],
)
def test_no_number_of_a_contributor_is_a_fault_of_ours(text: str, catalog: Catalog) -> None:
    """JSON Schema takes 5.0 for an integer: it is accepted or refused, and never raises."""
    assert judge(catalog, ("a.yaml", text)).exit_code in {0, 1}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("submissions/2026/11/good-name.v2_x.yaml", None),
        ("submissions/2026/11/Upper.yaml", "PWC101"),
        ("submissions/2026/11/x.yml", "PWC101"),
        ("submissions/2026/11/x.yaml.exe", "PWC101"),
        ("submissions/2026/11/.hidden.yaml", "PWC101"),
        ("submissions/2026/11/-dash.yaml", "PWC101"),
        ("submissions/2026/11/with space.yaml", "PWC101"),
        ('submissions/2026/11/quote".yaml', "PWC101"),
        ("submissions/2026/11/line\nfeed.yaml", "PWC101"),
        ("submissions/2026/11/end.yaml\n", "PWC101"),
        ("submissions/2026/11/con.yaml", "PWC101"),
        ("submissions/2026/11/lpt9.x.yaml", "PWC101"),
        ("submissions/2026/11/com10.yaml", None),
        ("submissions/2026/11/console.yaml", None),
        ("submissions/2026/x.yaml", "PWC102"),
        ("submissions/2026/13/x.yaml", "PWC102"),
        ("submissions/2026/00/x.yaml", "PWC102"),
        ("submissions/2026/11/deeper/x.yaml", "PWC102"),
        ("submissions/../x.yaml", "PWC102"),
        ("submissions/2026/11/" + "x" * 175 + ".yaml", None),
        ("submissions/2026/11/" + "x" * 176 + ".yaml", "PWC102"),
        ("elsewhere/x.yaml", None),
    ],
)
def test_names_and_folders_of_files(name: str, code: str | None, catalog: Catalog) -> None:
    found = run([Entry(name, (KNOWN_PAPER + RESULT).encode())], catalog, TODAY).findings
    assert [finding.code for finding in found] == ([] if code is None else [code])


@pytest.mark.parametrize(
    ("mode", "told"),
    [("100755", "executable"), ("120000", "link"), ("160000", "submodule"), ("040000", "no regular")],
)
def test_only_ordinary_files_are_judged(mode: str, told: str, catalog: Catalog) -> None:
    report = run([Entry("submissions/2026/11/x.yaml", b"", mode)], catalog, TODAY)
    assert [finding.code for finding in report.findings] == ["PWC103"]
    assert told in report.findings[0].message


def added(path: str, status: str = "A") -> Change:
    return Change(path, status, "000000", "100644", "0" * 40)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], ["PWC113"]),
        ([added("submissions/2026/11/a.yaml")], []),
        ([added("README.md")], ["PWC110"]),
        ([added("submissions/2026/11/a.yaml"), added(".github/workflows/x.yml", "M")], ["PWC110"]),
        ([added("submissions/2026/11/a.yaml", "M")], ["PWC111"]),
        ([added("submissions/2026/11/a.yaml", "D")], ["PWC111"]),
        ([added("submissions/2026/11/a.yaml", "T")], ["PWC111"]),
        ([added("submissionsx/a.yaml")], ["PWC110"]),
        ([added(f"submissions/2026/11/{i}.yaml") for i in range(MAX_FILES)], []),
        ([added(f"submissions/2026/11/{i}.yaml") for i in range(MAX_FILES + 1)], ["PWC112"]),
        (
            [added(f"submissions/2026/11/{i}.yaml", "AM"[i == 0]) for i in range(MAX_FILES + 1)],
            ["PWC111"],  # the limit is on what is to be read
        ),
    ],
)
def test_what_a_pull_request_may_touch(changes: list[Change], expected: list[str]) -> None:
    report = judge_change(ChangeSet(tuple(changes)))
    assert [finding.code for finding in report.findings] == expected
    assert report.files == len(changes)
