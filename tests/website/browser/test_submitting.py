"""The form writes submissions that the validator accepts, and says what is wrong beside the field."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.website.browser.conftest import BOARD, Folder, Look, Witness
from tests.website.conftest import Command


def _form(look: Look, query: str = "") -> Page:
    page = look(f"submit/{query}", permissions=["clipboard-read", "clipboard-write"])
    page.locator("#submission").wait_for()
    return page


def _section(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def _complete(page: Page, field: Locator, typed: str, name: str) -> None:
    field.press_sequentially(typed)
    page.get_by_role("option").filter(has=page.get_by_text(name, exact=True)).click()
    expect(field).to_have_value(name)


def _yaml(page: Page) -> str:
    return page.locator("#yaml code").text_content() or ""


def _validated(page: Page, folder: Folder, tmp_path: Path, pwc_command: Command) -> str:
    file = tmp_path / "from-the-form.yaml"
    file.write_text(_yaml(page), encoding="utf-8")
    done = pwc_command("validate", str(file), "--catalog", str(folder.root / "catalog"), cwd=tmp_path)
    assert done.returncode == 0, f"{_yaml(page)}\n{done.stdout}{done.stderr}"
    return _yaml(page)


def _fill(page: Page) -> None:
    paper, result = _section(page, "Paper"), _section(page, "Result")
    paper.get_by_label("Title").fill("Squeezeformer: An Efficient Transformer for Speech")
    paper.get_by_label("arXiv identifier").fill("2206.00888")
    paper.get_by_label("Date").fill("2022-06-02")
    _complete(page, result.get_by_role("combobox", name="Task"), "speech recgn", "Speech Recognition")
    _complete(page, result.get_by_role("combobox", name="Dataset"), "librispeech", "LibriSpeech")
    result.get_by_label("Model").fill("Squeezeformer-L")
    _complete(page, result.get_by_role("combobox", name="Metric"), "w", "WER")
    result.get_by_label("Value", exact=True).fill("2.50")


def test_a_filled_form_gives_yaml_that_validates(
    look: Look, folder: Folder, tmp_path: Path, pwc_command: Command
) -> None:
    page = _form(look)
    _fill(page)
    page.get_by_role("button", name="Add an author").click()
    page.get_by_role("textbox", name="Author").fill("Sehoon Kim")
    page.get_by_role("button", name="Add a repository").click()
    repository = _section(page, "Repository")
    repository.get_by_label("Address").fill("https://github.com/kssteven418/Squeezeformer")
    repository.get_by_label("By the paper's authors").select_option("yes")
    result = _section(page, "Result")
    result.locator(".metrics summary").click()
    result.get_by_label("±", exact=True).fill("0.10")
    result.get_by_label("which is").select_option("sd")
    result.get_by_label("Table").fill("Table 2")
    result.get_by_label("Page").fill("7")

    expect(page.locator("[data-status]")).to_have_text("Ready: the schema's checks pass")
    text = _validated(page, folder, tmp_path, pwc_command)
    assert 'arxiv: "2206.00888"' in text
    assert "metrics: {WER: {value: 2.50, uncertainty: 0.10, kind: sd}}" in text
    assert "evidence: {table: Table 2, page: 7}" in text
    assert "official: true" in text


def test_the_button_opens_githubs_page_with_everything_filled_in(look: Look, witness: Witness) -> None:
    page = _form(look)
    _fill(page)
    page.evaluate("window.open = (address) => { window.opened = address; }")
    page.get_by_role("button", name="Open on GitHub").click()

    opened = urlsplit(page.evaluate("window.opened"))
    asked = parse_qs(opened.query)
    assert (opened.netloc, opened.path) == ("github.com", "/owner/name/new/main")
    assert asked["value"] == [_yaml(page)]
    year, month = page.evaluate("new Date().toISOString().slice(0, 7)").split("-")
    assert asked["filename"] == [
        f"submissions/{year}/{month}/squeezeformer-an-efficient-transformer-for-speech.yaml"
    ]


def test_what_is_too_long_for_a_link_is_said_and_can_be_copied_and_downloaded(look: Look) -> None:
    page = _form(look)
    _fill(page)
    page.locator("[data-section=add] summary").filter(has_text="More fields").first.click()
    page.get_by_label("Abstract").fill("We squeeze. " * 700)
    page.get_by_role("button", name="Open on GitHub").click()

    expect(page.get_by_text("This file is too long for a link")).to_be_visible()
    address = page.get_by_role("link", name="GitHub's page for the new file").get_attribute("href")
    assert address is not None
    assert "value=" not in address
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == _yaml(page)
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download").click()
    assert downloading.value.suggested_filename.startswith("squeezeformer-an-efficient")
    assert downloading.value.path().read_text(encoding="utf-8") == _yaml(page)


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [
        ("arXiv identifier", "arXiv:22", "This should look like 2208.01448."),
        ("Date", "June 2022", "This should look like 2022-08-02."),
        ("Value", "96 %", "A number such as 78 or 59.60."),
    ],
)
def test_a_mistake_is_told_beside_its_field(look: Look, label: str, typed: str, said: str) -> None:
    page = _form(look)
    field = page.locator("[data-section=add]").get_by_label(label, exact=True)
    field.fill(typed)
    if label == "Value":
        page.get_by_label("Metric").first.fill("WER")
    field.blur()

    complaint = field.locator("xpath=ancestor::div[contains(@class, 'field')][1]").locator(".complaint")
    expect(complaint).to_have_text(said)
    expect(field).to_have_attribute("aria-invalid", "true")
    assert complaint.get_attribute("id") in (field.get_attribute("aria-describedby") or "").split()


def test_what_is_missing_is_told_when_one_sends_and_the_first_is_focused(look: Look) -> None:
    page = _form(look)
    _section(page, "Result").get_by_label("Model").fill("M")
    page.get_by_role("button", name="Open on GitHub").click()

    expect(page.locator("[data-status]")).to_contain_text("to fill in or mend")
    expect(page.get_by_text("Say which paper the results are from.")).to_be_visible()
    expect(_section(page, "Paper").get_by_label("Title")).to_be_focused()
    task = _section(page, "Result").get_by_role("combobox", name="Task")
    expect(task).to_have_attribute("aria-invalid", "true")
    task.fill("Speech Recognition")
    expect(task).to_have_attribute("aria-invalid", "false")


def test_names_that_are_new_are_described(
    look: Look, folder: Folder, tmp_path: Path, pwc_command: Command
) -> None:
    page = _form(look, "?task=Speech%20Recognition&dataset=Switchboard&model=M&metric=WER&paper=2206.00888")
    page.get_by_label("Title").fill("A Paper")
    page.get_by_label("Date", exact=True).fill("2022-06-02")
    _section(page, "Result").get_by_label("Value", exact=True).fill("4.3")
    page.locator("[data-section=add] > details > summary").click()
    page.get_by_role("button", name="Add a dataset").click()
    _section(page, "Dataset").get_by_role("textbox", name="Name needed").fill("Switchboard")
    page.get_by_role("button", name="Add a metric").click()
    metric = _section(page, "Metric")
    metric.get_by_role("combobox", name="Task").fill("Speech Recognition")
    metric.get_by_role("combobox", name="Dataset").fill("Switchboard")
    metric.get_by_role("textbox", name="Name").fill("WER")
    metric.get_by_label("Better is").select_option("lower")
    metric.get_by_label("Scale").select_option("percent")

    text = _validated(page, folder, tmp_path, pwc_command)
    assert 'arxiv: "2206.00888"' in text


def test_a_correction_of_a_result_validates(
    look: Look, folder: Folder, tmp_path: Path, pwc_command: Command
) -> None:
    page = look(BOARD)
    row = page.get_by_role("row").filter(has_text="Deep Speech 2")
    row.locator("summary").click()
    row.get_by_role("link", name="Edit this result").click()
    expect(page.locator("#yaml code")).to_contain_text("was: {metrics: {WER: 5.33}}")
    _section(page, "What is right").get_by_label("Value", exact=True).fill("5.15")
    page.get_by_label("Reason").fill("Table 3 of version 1 gives 5.15 for the model with two layers.")

    assert "set: {metrics: {WER: 5.15}}" in _validated(page, folder, tmp_path, pwc_command)
    page.get_by_label("What should happen").select_option("retract")
    assert "retract: true" in _yaml(page)
    assert "was:" not in _yaml(page)


def test_a_paste_of_many_authors_fills_a_field_for_each(look: Look) -> None:
    page = _form(look)
    page.get_by_role("button", name="Add an author").click()
    page.evaluate("navigator.clipboard.writeText('Ada Lovelace, Alan Turing and Grace Hopper')")
    page.get_by_role("textbox", name="Author").first.press("Control+v")

    expect(page.locator("#yaml code")).to_contain_text("authors: [Ada Lovelace, Alan Turing, Grace Hopper]")


def test_without_scripts_the_page_says_how_to_do_it_by_hand(look: Look) -> None:
    page = look("submit/", java_script_enabled=False)

    expect(page.locator("#submission")).to_be_hidden()
    expect(page.get_by_text("Write a file as below")).to_be_visible()


def test_a_paper_s_page_opens_the_form_with_the_paper(
    look: Look, folder: Folder, tmp_path: Path, pwc_command: Command
) -> None:
    page = look("paper/conformer/")
    page.get_by_role("link", name="Add a result").click()
    page.wait_for_url("**/submit/**")
    result = _section(page, "Result")
    _complete(page, result.get_by_role("combobox", name="Task"), "speech recgn", "Speech Recognition")
    _complete(page, result.get_by_role("combobox", name="Dataset"), "librispeech", "LibriSpeech")
    result.get_by_label("Model").fill("Conformer (XXL)")
    _complete(page, result.get_by_role("combobox", name="Metric"), "w", "WER")
    result.get_by_label("Value", exact=True).fill("2.50")
    assert "2005.08100" in _validated(page, folder, tmp_path, pwc_command)
