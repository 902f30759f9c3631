"""A leaderboard's table and chart, as a reader uses them."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.website.browser.conftest import BOARD, Look
from tests.website.conftest import EVIL, FORMULA

BY_RANK = ["Conformer (M)", "Conformer (L)", "Deep Speech 2", "Whisperer", "Too good", f"{EVIL}{FORMULA}"]


def _models(page: Page) -> list[str]:
    rows = page.locator("table.board tbody tr:visible th")
    return [text.split(" disputed")[0].split(" retracted")[0] for text in rows.all_inner_texts()]


def test_without_scripts_all_rows_stand_there(look: Look) -> None:
    page = look(BOARD, java_script_enabled=False)

    assert sorted(_models(page)) == sorted(BY_RANK)
    expect(page.locator("form.filters")).to_be_hidden()


def test_a_column_sorts_and_the_address_can_be_shared(look: Look) -> None:
    page = look(BOARD)
    before = _models(page)
    assert page.url.endswith(BOARD)
    head = page.get_by_role("columnheader", name="Model")
    head.get_by_role("button").click()

    assert _models(page) == sorted(before, key=str.casefold)
    expect(head).to_have_attribute("aria-sort", "ascending")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert _models(page) == sorted(before, key=str.casefold, reverse=True)
    assert _models(look(page.url)) == _models(page)


def test_values_sort_as_numbers_the_better_first(look: Look) -> None:
    page = look(f"{BOARD}?sort=WER")

    assert _models(page)[:3] == ["Too good", "Conformer (M)", "Conformer (L)"]
    page.get_by_role("columnheader", name="WER").get_by_role("button").click()
    assert _models(page)[0] == f"{EVIL}{FORMULA}"


def test_filters_hide_rows_and_live_in_the_address(look: Look) -> None:
    page = look(BOARD)
    page.get_by_label("No extra training data").check()
    assert "Deep Speech 2" not in _models(page)
    page.get_by_label("Has code").check()
    expect(page.locator("form.filters output")).to_contain_text("of 6 results shown")
    assert "Whisperer" not in _models(page)
    page.get_by_label("Setting").select_option("without a language model")

    assert _models(page) == ["Conformer (M)"]
    assert "code=1" in page.url
    assert _models(look(page.url)) == ["Conformer (M)"]
    page.get_by_label("Setting").select_option("not stated")
    assert "Conformer (L)" in _models(page)


def test_a_metric_that_no_result_has_leaves_no_row(look: Look) -> None:
    page = look(BOARD)
    page.get_by_label("Metric").select_option("Speed")

    assert _models(page) == []
    page.get_by_label("Metric").select_option("all")
    assert len(_models(page)) == len(BY_RANK)


def test_an_address_with_nonsense_shows_everything(look: Look) -> None:
    page = look(f"{BOARD}?setting=<script>&sort=constructor&order=sideways&metric=__proto__")

    assert len(_models(page)) == len(BY_RANK)


def test_the_chart_leads_to_a_paper(look: Look) -> None:
    page = look(BOARD)
    link = page.locator("svg a[href*='conformer']").first
    link.focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/paper/conformer/**")


def test_edit_this_result_opens_the_form_with_its_values(look: Look) -> None:
    page = look(BOARD)
    row = page.get_by_role("row").filter(has_text="Conformer (M)")
    row.locator("summary").click()
    row.get_by_role("link", name="Edit this result").click()

    page.wait_for_url("**/submit/**")
    yaml = page.locator("#yaml code")
    expect(yaml).to_contain_text("was:")
    assert "set: {metrics: {WER: 2.30}}" in " ".join(yaml.inner_text().split())
    expect(page.get_by_text("Correcting Conformer (M) on the leaderboard")).to_be_visible()


def test_add_a_result_opens_the_form_with_task_and_dataset(look: Look) -> None:
    page = look(BOARD)
    page.get_by_role("link", name="Add a result").click()

    page.wait_for_url("**/submit/**")
    expect(page.locator("#yaml code")).to_contain_text("dataset: LibriSpeech")
