"""Finding things by their names, with slips, by keyboard, on every page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.website.browser.conftest import BOARD, Look, Witness
from tests.website.conftest import EVIL


def _type(page: Page, text: str) -> None:
    page.get_by_role("combobox", name="Search").press_sequentially(text)


def _choices(page: Page) -> list[str]:
    page.get_by_role("option").first.wait_for()
    return page.get_by_role("option").locator(".name").all_inner_texts()


def test_a_board_is_found_in_spite_of_typos(look: Look) -> None:
    page = look()
    _type(page, "speach recogntion librspeech")
    page.get_by_role("option", name="Speech Recognition on LibriSpeech").click()

    page.wait_for_url(f"**/{BOARD}**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Speech Recognition on LibriSpeech")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("conformer", "Conformer"),  # the method, before papers that have it in their titles
        ("libri", "LibriSpeech"),
        ("libri speech", "LibriSpeech"),
        ("ilbrispeech", "LibriSpeech"),
        ("xlibrispeech", "LibriSpeech"),
        ("LS", "LibriSpeech"),  # another name of it
        ("kw spotting", "Keyword Spotting"),
        ("deep speech end-to-end", "Deep Speech 2: End-to-End Speech Recognition"),
    ],
)
def test_what_people_type_finds_what_they_mean(look: Look, query: str, first: str) -> None:
    page = look("about/")
    _type(page, query)

    assert _choices(page)[0] == first


def test_a_query_without_slips_loads_one_file_a_word(look: Look) -> None:
    page = look()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("combobox", name="Search").fill("speech librispeech")
    _choices(page)

    assert sorted(url.rpartition("/")[2] for url in asked if "/tokens/" in url) == ["li.json", "sp.json"]


def test_it_works_with_the_keyboard_alone(look: Look) -> None:
    page = look("tasks/")
    box = page.get_by_role("combobox", name="Search")
    box.press_sequentially("speech recog")
    _choices(page)
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    chosen = page.locator(f"[id='{box.get_attribute('aria-activedescendant')}']")
    expect(chosen).to_have_attribute("aria-selected", "true")

    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")

    page.keyboard.press("ArrowDown")
    _choices(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/task/speech-recognition/**")


def test_enter_without_a_choice_leads_to_all_results(look: Look) -> None:
    page = look()
    _type(page, "speech")
    page.keyboard.press("Enter")

    page.wait_for_url("**/search/**?q=speech")
    expect(page.get_by_role("status").filter(has_text="results for")).to_contain_text("“speech”")
    found = page.locator(".finds a").all_inner_texts()
    assert {"Speech", "Speech Recognition", "LibriSpeech"} & set(found) == {"Speech", "Speech Recognition"}
    assert "Deep Speech 2: End-to-End Speech Recognition" in found


def test_results_are_narrowed_by_kind_and_shared_by_address(look: Look) -> None:
    page = look("search/?q=conformer")
    page.get_by_role("button", name="Papers").click()

    expect(page).to_have_url(re.compile(r"\?q=conformer&kind=p$"))
    expect(page.locator(".finds a")).to_have_text(["Conformer: Convolution-augmented Transformer"])
    again = look(page.url)
    expect(again.locator(".finds a")).to_have_text(["Conformer: Convolution-augmented Transformer"])


def test_a_dead_link_searches_for_the_words_in_it(look: Look, witness: Witness) -> None:
    page = look("dataset/librispech-clean/")

    expect(page.locator(".finds a").first).to_have_text("LibriSpeech")
    assert len(witness.seen) == 1, "the browser notes that the page itself was not there"
    witness.seen.clear()


def test_nothing_found_is_said(look: Look) -> None:
    page = look("search/?q=zzzzqqqq")

    expect(page.get_by_role("status").filter(has_text="Nothing found")).to_be_visible()


def test_a_script_in_a_title_stays_text(look: Look) -> None:
    page = look()
    _type(page, "script alert")

    assert any(choice.startswith(EVIL) for choice in _choices(page))
    page = look("search/?q=<img src=x onerror=alert(1)> script")
    expect(page.locator(".finds a").first).to_contain_text(EVIL)
    assert page.locator("main img, main script").count() == 0


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("task/speech-recognition/latest", "task/speech-recognition/"),
        ("paper/Conformer/review/?from=mail", "paper/conformer/"),
        ("sota/speech-recognition-on-librispeech/all/deeper", "sota/speech-recognition-on-librispeech/"),
    ],
)
def test_a_step_behind_a_page_of_the_old_site_leads_to_the_page(
    look: Look, witness: Witness, old: str, now: str
) -> None:
    page = look(old)
    page.wait_for_url(f"**/{now}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert len(witness.seen) == 1, "the browser notes that the page itself was not there"
    witness.seen.clear()


def test_a_step_behind_a_page_that_is_not_there_searches(look: Look, witness: Witness) -> None:
    page = look("task/no-such-thing/librispeech")
    expect(page.locator("#found-count")).to_contain_text("for “librispeech”")
    assert len(witness.seen) == 2, "neither was there"
    witness.seen.clear()
