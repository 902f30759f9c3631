"""Sitemaps hold every page once, and after a change those that it touched are made again, and no others."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from website import sitemaps
from website.render import Renderer

PAGES = st.sets(
    st.builds("{}/{}/index.html".format, st.sampled_from(["paper", "author&", "sota"]), st.integers(0, 99))
)
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
RENDERER = Renderer(base_url="https://e.org/")


@given(PAGES)
def test_every_page_stands_in_one(pages: set[str]) -> None:
    found = sitemaps.shared(pages)
    assert tuple(found) == sitemaps.NAMES
    assert sorted(page for some in found.values() for page in some) == sorted(pages)
    assert all(sitemaps.name_of(page) == name for name, some in found.items() for page in some)


@given(PAGES, PAGES)
def test_what_is_made_after_a_change_is_what_all_would_be(before: set[str], now: set[str]) -> None:
    old = {name: RENDERER.sitemap(pages) for name, pages in sitemaps.shared(before).items()}
    whole = {name: RENDERER.sitemap(pages) for name, pages in sitemaps.shared(now).items()}
    changes = sitemaps.changes(now - before, before - now)
    assert {n: RENDERER.sitemap_after(old[n], new, gone) for n, (new, gone) in changes.items()} == {
        name: text for name, text in whole.items() if text != old[name]
    }


def test_as_the_protocol_has_it() -> None:
    names = ["sitemap-1.xml", "sitemap-2.xml"]
    index = ElementTree.fromstring(RENDERER.sitemap_index(names))
    assert [loc.text for loc in index.iter(f"{NAMESPACE}loc")] == [f"https://e.org/{name}" for name in names]
    listed = ElementTree.fromstring(RENDERER.sitemap(["index.html", "paper/a/index.html"]))
    assert listed.tag == f"{NAMESPACE}urlset"
    assert [loc.text for loc in listed.iter(f"{NAMESPACE}loc")] == [
        "https://e.org/",
        "https://e.org/paper/a/",
    ]
