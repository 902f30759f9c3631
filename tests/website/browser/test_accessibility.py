"""axe-core (https://github.com/dequelabs/axe-core) finds nothing on any type of page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.website.browser.conftest import BOARD, PAGES, Look

AXE = Path(__file__).parents[3] / "website/frontend/node_modules/axe-core/axe.min.js"


def _violations(page: Page) -> list[str]:
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(({violations}) => violations)")
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_every_type_of_page(look: Look, path: str, scheme: str) -> None:
    assert _violations(look(path, color_scheme=scheme)) == []


def test_open_suggestions(look: Look) -> None:
    page = look()
    page.get_by_role("combobox", name="Search").press_sequentially("speech")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")

    assert _violations(page) == []


def test_a_filtered_board_on_a_phone(look: Look) -> None:
    assert _violations(look(f"{BOARD}?sort=Model&code=1", viewport={"width": 360, "height": 740})) == []


def test_the_form_with_everything_open_and_complaining(look: Look) -> None:
    page = look("submit/")
    page.locator("#submission").wait_for()
    page.evaluate("document.querySelectorAll('#submission details').forEach((fold) => { fold.open = true; })")
    for name in ("Add an author", "Add a repository", "Add a metric", "Add a method"):
        page.get_by_role("button", name=name).first.click()
    page.get_by_role("button", name="Open on GitHub").click()

    assert _violations(page) == []
    page.get_by_label("Correct what the catalog has").check()
    assert _violations(page) == []
