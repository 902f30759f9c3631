"""What single pages say."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import jsonschema
from click.testing import CliRunner
from msgspec.structs import replace

from pwc import canonical, document, identity, schemas, submission
from pwc.record import Result, Value
from tests.website.conftest import EVIL, SUBMISSION, Files, Site, table, text_of, write_files
from website.about_pages import EXAMPLE
from website.cli import site

BOARD = "sota/speech-recognition-on-librispeech/index.html"
DASH = "\u2013"
SVG = "{http://www.w3.org/2000/svg}"


def _by_class(page: Element, name: str) -> list[Element]:
    return [element for element in page.iter() if name in element.get("class", "").split()]


def test_board_where_lower_is_better_ranks_the_lowest_first_and_ties_share_a_rank(built: Site) -> None:
    _, *rows = table(built.page(BOARD), "Leaderboard")

    ranked = [(row[0], row[1].split(" disputed")[0], row[2].split(" (")[0]) for row in rows[:4]]
    assert sorted(ranked[:2]) == [("1", "Conformer (L)", "2.3"), ("1", "Conformer (M)", "2.30")]
    assert ranked[2:] == [("3", "Whisperer", "3.1"), ("4", "Deep Speech 2", "5.33")]


def test_retracted_result_stays_with_its_reason_and_is_not_ranked_nor_best(built: Site) -> None:
    *_, last = table(built.page(BOARD), "Leaderboard")

    assert last[0].endswith("not ranked")
    assert last[1] == "Too good retracted A misprint."
    assert last[2] == "0.0001"


def test_disputed_result_is_ranked_and_shown_as_disputed(built: Site) -> None:
    rows = table(built.page(BOARD), "Leaderboard")

    assert ["3", "Whisperer disputed Another test set."] in [row[:2] for row in rows]


def test_board_shows_direction_best_setting_and_extra_data(built: Site) -> None:
    page = built.page(BOARD)
    head, *rows = table(page, "Leaderboard")

    assert head[2:4] == ["WER (%) ↓ (lower is better)", "Speed ↑ (higher is better)"]
    assert sorted(text_of(cell) for cell in _by_class(page, "best")) == ["2.3 (best)", "2.30 (best)"]
    by_model = {row[1]: row for row in rows}
    assert by_model["Conformer (M)"][4] == "without a language model #1 of 1"
    assert by_model["Conformer (L)"][4] == f"{DASH} #1 of 3"
    assert by_model["Deep Speech 2"][4] == f"{DASH} #3 of 3"
    assert [by_model[m][5] for m in ("Deep Speech 2", "Conformer (M)")] == ["yes", DASH]
    assert by_model["Deep Speech 2"][7] == "2015"


def test_every_result_says_where_it_comes_from(built: Site) -> None:
    rows = {row[1]: row[-1] for row in table(built.page(BOARD), "Leaderboard")[1:]}

    assert all(f"Added on 2026-11-22 by {SUBMISSION}." in origin for origin in rows.values())
    assert "Evidence: Table 2, page 3. Result " in rows["Conformer (L)"]
    assert "No evidence is given. Result " in rows["Deep Speech 2"]


def test_chart_draws_every_ranked_dated_result_as_a_named_link(built: Site) -> None:
    points = _by_class(built.page(BOARD), "point")

    titles = [text_of(point.find(f"{SVG}title") or point[0]) for point in points]
    assert len(points) == 4  # six results: one retracted, one of a paper without a date
    assert "Deep Speech 2: 5.33 WER (%), 2015-12-08. Deep Speech 2: End-to-End Speech Recognition" in titles
    assert {point.get("href") for point in points} == {
        "../../paper/conformer/index.html",
        "../../paper/deep-speech-2/index.html",
        "../../paper/evil/index.html",
    }
    assert "Not drawn: 1 result of papers without a date" in text_of(built.page(BOARD))


def test_chart_marks_records_and_disputed_results(built: Site) -> None:
    points = _by_class(built.page(BOARD), "point")

    records = [text_of(p).split(":")[0] for p in points if "record" in p.get("class", "").split()]
    assert records[0] == "Deep Speech 2"
    assert len(records) == 2
    assert records[1].startswith("Conformer")
    assert ["disputed" in p.get("class", "") for p in points].count(True) == 1


def test_paper_page_links_each_result_to_its_row_on_the_board(built: Site) -> None:
    page = built.page("paper/conformer/index.html")
    rows = table(page, "Results of this paper")[1:]
    fragments = [a.get("href", "").partition("#")[2] for a in page.iter("a") if text_of(a)[:7] == "Compare"]

    assert [row[2] for row in rows] == [_row_model(built, fragment) for fragment in fragments]
    assert {row[2]: row[5] for row in rows} == {
        "Conformer (M)": "#1 of 5",
        "Conformer (L)": "#1 of 5",
        "Too good retracted A misprint.": "not ranked",
    }
    assert rows[0][3].endswith("WER (%) ↓ (lower is better)")


def _row_model(built: Site, anchor: str) -> str:
    row = next(row for row in built.page(BOARD).iter("tr") if row.get("id") == anchor)
    return text_of(row[1])


def test_paper_page_has_its_buttons_and_marks_the_official_code(built: Site) -> None:
    page = built.page("paper/conformer/index.html")
    buttons = {text_of(button): button.get("href") for button in _by_class(page, "button")}

    assert buttons == {
        "Paper": "https://arxiv.org/abs/2005.08100",
        "PDF": "https://arxiv.org/pdf/2005.08100",
        "Code": "https://github.com/first/conformer",
        "Add a result": "../../submit/index.html?paper=2005.08100",
    }
    official = [text_of(li) for li in page.iter("li") if "official" in text_of(li)]
    assert official == ["github.com/first/conformer official"]


def test_paper_without_safe_addresses_has_no_buttons_that_lead_elsewhere(built: Site) -> None:
    buttons = _by_class(built.page("paper/evil/index.html"), "button")
    assert [text_of(button) for button in buttons] == ["Add a result"]
    assert (buttons[0].get("href") or "").startswith("../../submit/index.html?paper=")


def test_paper_with_many_authors_names_the_first_and_folds_the_rest(built: Site) -> None:
    page = built.page("paper/deep-speech-2/index.html")

    assert "Author 20 and 4 others" in text_of(page)
    assert "Author 24" in text_of(_by_class(page, "authors")[1])


def test_state_of_the_art_names_the_leader_of_each_board(built: Site) -> None:
    rows = table(built.page("sota/index.html"), "Notable benchmarks: Speech")

    assert len(rows) == 2
    assert rows[1][0] == "Speech Recognition on LibriSpeech"
    assert rows[1][1].startswith("Conformer")
    assert rows[1][1].endswith("and 1 tied")
    assert rows[1][2] in {"2.3", "2.30"}
    assert rows[1][3] == "WER (%)"


def test_task_without_an_area_of_its_own_stands_in_its_parents(built: Site) -> None:
    page = built.page("tasks/index.html")
    groups = {text_of(s[0]): [text_of(li[0]) for li in s.iter("li")] for s in page.iter("section")}

    assert groups == {
        "Speech 2 tasks": ["Speech Recognition", "Keyword Spotting"],
        "Other tasks 1 task": ["Music Transcription"],
    }


def test_task_page_links_up_and_down(built: Site) -> None:
    child = {text_of(a): a.get("href") for a in built.page("task/keyword-spotting/index.html").iter("a")}
    parent = {text_of(a): a.get("href") for a in built.page("task/speech-recognition/index.html").iter("a")}

    assert child["Speech Recognition"] == "../../task/speech-recognition/index.html"
    assert child["Speech"] == "../../area/speech/index.html"
    assert parent["Keyword Spotting"] == "../../task/keyword-spotting/index.html"
    assert parent["LibriSpeech"] == "../../dataset/librispeech/index.html"


def test_method_page_finds_the_paper_that_introduced_it(built: Site) -> None:
    links = [a.get("href") for a in built.page("method/conformer/index.html").iter("a")]

    assert links.count("../../paper/conformer/index.html") == 2  # introduced by it, and used by it


def test_home_counts_and_lists_the_newest_first(built: Site) -> None:
    page = built.page("index.html")

    assert text_of(_by_class(page, "counts")[0]) == (
        "4 papers 1 leaderboard 6 results 3 tasks 10 datasets 2 methods"
    )
    titles = [text_of(heading) for heading in page.iter("h3")]
    assert [title.split(":")[0] for title in titles[1:]] == [
        "Conformer",
        "Deep Speech 2",
        "A Paper Without a Date",
    ]


def test_about_has_statistics_and_the_log(built: Site) -> None:
    text = text_of(built.page("about/index.html"))

    assert "6 (2 disputed, 1 retracted)" in text
    assert "last changed on 2026-11-22, with entry 7" in text


def test_example_on_the_submit_page_is_a_valid_submission(built: Site) -> None:
    shown = next(pre for pre in built.page("submit/index.html").iter("pre") if pre.get("id") is None)
    assert "".join(shown.itertext()) == EXAMPLE

    parsed = document.parse(EXAMPLE.encode())
    value, unquoted = submission.as_the_schema_reads(parsed)
    jsonschema.Draft202012Validator(schemas.schema("submission")).validate(value)
    assert not unquoted
    assert submission.read(parsed, value).results[0].metrics["Accuracy"].value == "78"


def test_a_row_of_an_old_leaderboard_may_have_no_paper_and_say_more_than_a_number(
    speech_files: Files, tmp_path: Path
) -> None:
    path = identity.board_path("speech-recognition", "librispeech")
    board = canonical.read_board(path, speech_files[path])
    old = Result(
        id="f" * 16,
        model="FPNet (ensemble)",
        metrics={"WER": Value(value="2.2")},
        date="2021-02-21",
        notes={"WER": "2.2*", "Speed": "fast"},
        added="2026-11-22",
        submission=SUBMISSION,
    )
    speech_files[path] = canonical.board_file(replace(board, results=(*board.results, old)))
    write_files(tmp_path, speech_files)
    arguments = ["build", "--catalog", str(tmp_path / "catalog"), "--out", str(tmp_path / "site")]
    CliRunner().invoke(site, arguments, catch_exceptions=False)
    page = Site(tmp_path / "site").page(BOARD)
    row = next(row for row in table(page, "Leaderboard") if row[1] == "FPNet (ensemble)")
    assert row[2:4] == ["2.2 (best) (2.2*)", f"{DASH} (fast)"]
    assert row[6:9] == [DASH, "2021", DASH]
    point = next(a for a in page.iter(f"{SVG}a") if "FPNet" in text_of(a))
    assert point.get("href", "").endswith(f"{BOARD}#result-{'f' * 16}")
    sota = table(Site(tmp_path / "site").page("sota/index.html"), "Notable benchmarks: Speech")
    assert any("FPNet (ensemble)" in row for row in sota)


def test_all_boards_of_an_area_stand_by_task(built: Site) -> None:
    page = built.page("area/speech/leaderboards/index.html")

    assert [text_of(h) for h in page.iter("h2")] == ["Speech Recognition"]
    assert table(page, "Leaderboards of Speech Recognition")[1][0] == "LibriSpeech"


def test_rows_say_what_a_script_sorts_and_filters_by(built: Site) -> None:
    page = built.page(BOARD)
    rows = {text_of(row[1]): row for row in page.iter("tr") if row.get("id")}

    first = rows["Conformer (M)"]
    assert first.get("data-setting") == "without a language model"
    assert (first.get("data-extra"), first.get("data-code"), first.get("data-status")) == (
        "",
        "yes",
        "active",
    )
    assert first[2].get("data-value") == "2.30"
    assert rows["Deep Speech 2"].get("data-extra") == "yes"
    assert rows["Too good retracted A misprint."].get("data-status") == "retracted"
    filters = _by_class(page, "filters")[0]
    assert filters.get("hidden") is not None
    options = [text_of(option) for option in filters.iter("option")]
    assert options == ["any", EVIL, "without a language model", "not stated", "all", "WER", "Speed"]


def test_authors_have_pages_with_their_papers(built: Site) -> None:
    links = {text_of(a): a.get("href") for a in built.page("paper/conformer/index.html").iter("a")}
    assert links["James Qin"] == "../../author/james-qin/index.html"

    page = built.page("author/james-qin/index.html")
    assert text_of(next(page.iter("h1"))) == "James Qin"
    assert [text_of(h) for h in page.iter("h3")] == ["Conformer: Convolution-augmented Transformer"]


def test_related_papers_share_what_few_share(built: Site) -> None:
    page = built.page("paper/conformer/index.html")
    aside = next(e for e in page.iter("section") if "aside" in e.get("class", ""))

    assert [text_of(h).split(":")[0].split(" ")[0] for h in aside.iter("h3")] == [EVIL, "Deep", "A"]
    assert "of equal ones the newer comes first" in text_of(aside)


def test_paper_can_be_cited(built: Site) -> None:
    block = next(e for e in built.page("paper/conformer/index.html").iter("pre"))

    assert "".join(block.itertext()) == (
        "@misc{gulati2020conformer,\n"
        "  title = {{Conformer: Convolution-augmented Transformer}},\n"
        "  author = {Anmol Gulati and James Qin},\n"
        "  year = {2020},\n"
        "  eprint = {2005.08100},\n"
        "  archiveprefix = {arXiv},\n"
        "  url = {https://arxiv.org/abs/2005.08100}\n"
        "}\n"
    )


def test_with_a_repository_a_result_opens_its_correction_and_a_board_a_new_result(
    world: Path,
) -> None:
    arguments = ["build", "--catalog", str(world / "catalog"), "--out", str(world / "site"), "--repo", "o/r"]
    CliRunner().invoke(site, arguments, catch_exceptions=False)
    page = Site(world / "site").page(BOARD)
    drafts = [urlsplit(a.get("href", "")) for a in page.iter("a") if "/new/HEAD" in a.get("href", "")]

    queries = [parse_qs(draft.query) for draft in drafts]
    assert {draft.netloc + draft.path for draft in drafts} == {"github.com/o/r/new/HEAD"}
    assert len(queries) == 7  # six results and one to add
    for query in queries:
        [path], [text] = query["filename"], query["value"]
        assert path.startswith("submissions/2026/11/")
        parsed = document.parse(text.replace('""', '"x"').encode())
        value, _ = submission.as_the_schema_reads(parsed)
        if "corrections" in value:
            assert value["corrections"][0]["set"] == value["corrections"][0]["was"]
        else:
            value["paper"]["arxiv"] = "2005.08100"
        jsonschema.Draft202012Validator(schemas.schema("submission")).validate(value)


def test_without_one_they_lead_to_the_form(built: Site) -> None:
    hrefs = [a.get("href", "") for a in built.page(BOARD).iter("a") if text_of(a) == "Edit this result"]

    assert len(hrefs) == 6
    assert all(href.startswith("../../submit/index.html?result=") for href in hrefs)
