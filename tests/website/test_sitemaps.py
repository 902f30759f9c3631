"""Sitemaps hold every page once, and after a change those that it touched are made again, and no others."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from website import sitemaps
from website.render import Renderer
from website.sitemaps import INDEX

KINDS = st.sampled_from(["paper", "author", "sota"])
PAGES = st.sets(
    st.builds(lambda kind, number: f"{kind}/{number}/index.html", KINDS, st.integers(0, 60))
    | st.sampled_from(["index.html", "about/index.html", "papers/page/2/index.html"]),
    max_size=60,
)
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module", autouse=True)
def _small() -> object:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sitemaps, "USUAL", 7)
        yield


def test_few_pages_stand_in_one() -> None:
    pages = ["sota/b/index.html", "index.html"]
    assert sitemaps.sitemaps(pages, None, []).made == {INDEX: ["index.html", "sota/b/index.html"]}


@given(PAGES)
def test_every_page_stands_in_one_and_none_is_long(pages: set[str]) -> None:
    found = sitemaps.sitemaps(pages, None, [])
    assert sorted(page for some in found.made.values() for page in some) == sorted(pages)
    assert {*found.names, INDEX} == {*found.made, INDEX}
    assert all(len(some) <= 7 * 7 for some in found.made.values())


@given(PAGES, PAGES)
def test_what_is_made_after_a_change_is_what_all_would_be(before: set[str], now: set[str]) -> None:
    old, whole = sitemaps.sitemaps(before, None, []), sitemaps.sitemaps(now, None, [])
    found = sitemaps.sitemaps(now, before ^ now, old.names)
    assert found.names == whole.names
    kept = {name: old.made.get(name, []) for name in found.names if name != INDEX or INDEX in old.made}
    after = {name: pages for name, pages in {**kept, **found.made}.items() if name in whole.made}
    assert after == whole.made


def test_one_new_page_makes_one_again() -> None:
    pages = {f"paper/{number}/index.html" for number in range(60)} | {"index.html"}
    old = sitemaps.sitemaps(pages, None, [])
    new = "paper/new/index.html"
    (made,) = sitemaps.sitemaps(pages | {new}, {new}, old.names).made.values()
    assert new in made
    assert len(old.names) == 1 + 16 + 1


def test_as_the_protocol_has_it() -> None:
    renderer = Renderer(base_url="https://e.org/")
    names = ["sitemap-paper-1-of-2.xml", "sitemap-other-1-of-1.xml"]
    index = ElementTree.fromstring(renderer.sitemap_index(names))
    assert [loc.text for loc in index.iter(f"{NAMESPACE}loc")] == [f"https://e.org/{name}" for name in names]
    listed = ElementTree.fromstring(renderer.sitemap(["index.html", "paper/a/index.html"]))
    assert listed.tag == f"{NAMESPACE}urlset"
    assert [loc.text for loc in listed.iter(f"{NAMESPACE}loc")] == [
        "https://e.org/",
        "https://e.org/paper/a/",
    ]
