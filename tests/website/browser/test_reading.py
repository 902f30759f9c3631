"""What a reader meets on every page: light and dark, small screens, the keyboard, copying."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.website.browser.conftest import PAGES, Look

PHONE = {"width": 360, "height": 740}


def test_bibtex_is_copied(look: Look) -> None:
    page = look("paper/conformer/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy BibTeX").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#bibtex").text_content()
    assert copied.startswith("@")


def test_where_nothing_can_be_copied_the_text_is_selected(look: Look) -> None:
    page = look("paper/conformer/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('denied')); }")
    page.get_by_role("button", name="Copy BibTeX").click()

    expect(page.get_by_role("button", name="Selected")).to_be_visible()
    assert page.evaluate("getSelection().toString()").strip().startswith("@")


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_theme_is_the_readers_and_is_remembered(look: Look, system: str) -> None:
    page = look(color_scheme=system)
    ground = "getComputedStyle(document.body).backgroundColor"
    first = page.evaluate(ground)
    toggle = page.get_by_role("button", name="Dark colours")
    expect(toggle).to_have_attribute("aria-pressed", "true" if system == "dark" else "false")
    toggle.click()
    second = page.evaluate(ground)
    assert second != first

    page.goto("papers/")
    assert page.evaluate(ground) == second
    page.get_by_role("button", name="Dark colours").click()
    assert page.evaluate(ground) == first


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_never_scrolls_sideways(look: Look, path: str) -> None:
    page = look(path, viewport=PHONE)
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_suggestions_fit_a_phone(look: Look) -> None:
    page = look(viewport=PHONE)
    page.get_by_role("combobox", name="Search").press_sequentially("speech")
    page.get_by_role("option").first.wait_for()
    box = page.get_by_role("listbox").bounding_box()

    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_first_key_leads_past_the_navigation(look: Look) -> None:
    page = look("sota/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")
