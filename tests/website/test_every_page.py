"""What holds for every page of the site: faultless HTML, live links, nothing that runs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from tests.website.conftest import EVIL, FORMULA, LEADING_ON, Site, text_of
from website.links import NOT_FOUND

LINKING = {"href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href"}
ATOM = "{http://www.w3.org/2005/Atom}"
SECTIONS = ["Tasks", "SotA", "Datasets", "Papers", "Methods", "Submit", "About"]


def _addresses(page: Element) -> Iterator[str]:
    for element in page.iter():
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] in LINKING:
                yield value


def _ids(page: Element) -> list[str]:
    return [element.attrib["id"] for element in page.iter() if "id" in element.attrib]


def test_every_page_is_faultless_html(built: Site) -> None:
    for path in built.paths():
        page = built.page(path)
        assert page.get("lang") == "en", path
        assert len(list(page.iter("h1"))) == 1, path
        assert len(_ids(page)) == len(set(_ids(page))), path


def test_no_internal_link_is_broken(built: Site) -> None:
    files = built.files()
    followed = 0
    for path in built.paths():
        for address in _addresses(built.page(path)):
            parts = urlsplit(address)
            if parts.scheme:
                continue
            if path == NOT_FOUND and parts.path:  # is shown at any depth, so its addresses begin at the root
                assert parts.path.startswith("/")
            # A path that begins at the root replaces what stands before it.
            target = normpath(join("/", path, "..", unquote(parts.path))).lstrip("/") if parts.path else path
            assert target in files, f"{path} leads to {address}"
            if parts.fragment:
                assert parts.fragment in _ids(built.page(target)), f"{path} leads to {address}"
            followed += 1
    assert followed > 200


def test_every_page_can_be_reached_from_the_front_page(built: Site) -> None:
    seen, waiting = set[str](), ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        links = (urlsplit(a.get("href", "")) for a in built.page(path).iter("a"))
        waiting += [normpath(join(path, "..", link.path)) for link in links if not link.scheme and link.path]
        waiting = [path for path in waiting if path.endswith(".html")]
    assert seen == set(built.paths()) - {"404.html", "search/index.html"} - LEADING_ON


def test_every_page_has_navigation_attribution_and_a_way_to_skip(built: Site) -> None:
    for path in built.paths():
        page = built.page(path)
        navigation = next(page.iter("nav"))
        assert [text_of(link) for link in navigation.iter("a")] == SECTIONS, path
        footer = text_of(next(page.iter("footer")))
        assert "Data sourced from the PWC Archive (CC-BY-SA 4.0)." in footer, path
        assert "Built by the community, for the community." in footer, path
        assert next(page.iter("a")).get("href") == "#content", path


def test_every_page_forbids_what_it_does_not_need(built: Site) -> None:
    for path in built.paths():
        metas = [m for m in built.page(path).iter("meta") if m.get("http-equiv") == "Content-Security-Policy"]
        policy = dict(part.split(maxsplit=1) for part in metas[0].get("content", "").split("; "))
        assert policy["default-src"] == "'none'", path
        assert policy["style-src"] == "'self'", path
        assert policy["script-src"] == "'self'", path
        assert not any("unsafe" in allowed or "http" in allowed for allowed in policy.values()), path


def test_nothing_on_a_page_runs_or_is_styled_inline_or_comes_from_elsewhere(built: Site) -> None:
    for path in built.paths():
        for element in built.page(path).iter():
            tag = str(element.tag).rpartition("}")[2]
            assert tag not in {"style", "iframe", "object", "embed", "base"}, path
            if tag == "script":  # data, or a file of our own: nothing in the page itself is run
                is_data = element.get("type") == "application/ld+json"
                assert is_data == (element.get("src") is None), path
                assert is_data or not (element.text or urlsplit(element.get("src", "")).scheme), path
            names = {name.rpartition("}")[2] for name in element.attrib}
            assert not any(name.startswith("on") or name == "style" for name in names), (path, names)
            if tag in {"img", "image", "link"}:
                assert not urlsplit(element.get("src") or element.get("href") or "").scheme, path


def test_only_web_addresses_become_links(built: Site) -> None:
    for path in built.paths():
        for address in _addresses(built.page(path)):
            assert urlsplit(address).scheme in {"", "http", "https"}, (path, address)
            assert not address.startswith("//"), (path, address)


def test_the_style_sheet_loads_nothing(built: Site) -> None:
    sheet = built.files()["static/site.css"].decode()
    assert not re.search(r"url\(|@import|@font-face|http", sheet)


def test_hostile_text_is_shown_as_text(built: Site) -> None:
    paper = text_of(built.page("paper/evil/index.html"))
    assert f"{EVIL} {FORMULA} \"'&amp; bell\ufffd" in paper
    assert '<img src=x onerror="alert(1)">' in paper
    assert "javascript:alert(document.domain)" in paper  # the code's address, as text
    board = text_of(built.page("sota/speech-recognition-on-librispeech/index.html"))
    assert board.count(EVIL) >= 6  # model, setting, reason, evidence, paper, and the chart's title
    for path in ("task/speech-recognition", "dataset/unused", "method/evil", "papers", "datasets", "methods"):
        assert EVIL in text_of(built.page(f"{path}/index.html")), path


def test_no_script_element_comes_from_the_catalog(built: Site) -> None:
    for path in built.paths():
        text = built.files()[path].decode()
        module = r'type="module"(?: blocking="render")? src="[./]*static/\w+\.js"></script>'
        ours = re.findall(rf'<script (?:type="application/ld\+json"|{module})', text)
        assert len(re.findall("<script", text, re.IGNORECASE)) == len(ours), path


def test_data_for_search_engines_holds_hostile_text_as_text(built: Site) -> None:
    for path, title in (
        ("paper/evil/index.html", f"{EVIL} {FORMULA} \"'&amp; bell\x07"),
        ("dataset/unused/index.html", f"Unused {EVIL}"),
    ):
        blocks = [e for e in built.page(path).iter("script") if e.get("type") == "application/ld+json"]
        told = json.loads("".join(blocks[0].itertext()))
        assert told["@context"] == "https://schema.org"
        assert told.get("headline", told.get("name")) == title


def test_feeds_hold_hostile_text_as_text(built: Site) -> None:
    feeds = [path for path in built.files() if path.endswith("feed.xml")]
    assert sorted(feeds) == ["area/speech/feed.xml", "feed.xml", "task/speech-recognition/feed.xml"]
    for path in feeds:
        entries = list(ElementTree.fromstring(built.files()[path]).iter(f"{ATOM}entry"))
        titles = [entry.findtext(f"{ATOM}title") or "" for entry in entries]
        assert len(titles) == 6
        assert any(EVIL in title for title in titles)
        assert all(entry.findtext(f"{ATOM}updated") == "2026-11-22T00:00:00Z" for entry in entries)
        assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 6


def test_links_in_feeds_lead_somewhere(built: Site) -> None:
    files = built.files()
    for path in [path for path in files if path.endswith("feed.xml")]:
        for link in ElementTree.fromstring(files[path]).iter(f"{ATOM}link"):
            target, _, fragment = link.get("href", "").partition("#")
            page = normpath(join(path, "..", target))
            assert page in files
            assert not fragment or fragment in _ids(built.page(page))
