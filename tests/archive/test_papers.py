"""One paper however it is addressed, two where they are two, and the same ones the next time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pwc.catalog import Catalog
from pwc.record import Code, Locator, Paper
from tests.archive.small_imports import SITE, catalog, link, paper, papers, put, row, tables

ATTENTION = "Attention Is All You Need"
LONG = "Deep Residual Learning for the Recognition of Images"


def of_rows(made: Catalog) -> dict[str, str | None]:
    """The slugs of the papers of all rows by their models."""
    return {result.model: result.paper for board in made.boards() for result in board.results}


@pytest.mark.parametrize(
    "address",
    [
        "https://arxiv.org/abs/1706.03762",
        "http://arxiv.org/abs/1706.03762v1",
        "https://arxiv.org/pdf/1706.03762v5.pdf",
        "https://www.arxiv.org/pdf/1706.03762",
        f"{SITE}/paper/attention-is-all-you-need",
        f"{SITE}/paper/Attention-Is-All-You-Need/review",
        "https://doi.org/10.48550/arXiv.1706.03762",
        None,
        "",
        "https://example.org/a-mirror",
    ],
)
def test_an_address_of_any_form_or_the_title_alone_leads_to_the_paper(
    tmp_path: Path, address: str | None
) -> None:
    put(
        tmp_path,
        papers_with_abstracts=[
            paper(ATTENTION, "attention-is-all-you-need", arxiv_id="1706.03762v2"),
            paper("Another", "another", arxiv_id="1706.03763"),
        ],
        evaluation_tables=tables(row(paper_title="attention is  all you need.", paper_url=address)),
    )
    assert of_rows(catalog(tmp_path)) == {"M": "attention-is-all-you-need"}
    assert len(papers(tmp_path)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.aclweb.org/anthology/P18-1001/", "https://aclanthology.org/P18-1001.pdf"),
        ("https://openreview.net/forum?id=abc_DEF-1", "https://openreview.net/pdf?id=abc_DEF-1"),
        ("http://www.example.org/paper/", "https://example.org/paper"),
        ("https://doi.org/10.1000/ABC", "http://dx.doi.org/10.1000/abc"),
        ("https://arxiv.org/abs/cs/0112017", "https://arxiv.org/pdf/cs.CL/0112017v1.pdf"),
    ],
)
def test_two_forms_of_one_address_are_one_paper_without_any_title(
    tmp_path: Path, one: str, other: str
) -> None:
    put(tmp_path, evaluation_tables=tables(row("A", paper_url=one), row("B", paper_url=other)))
    assert len(set(of_rows(catalog(tmp_path)).values())) == len(papers(tmp_path)) == 1


def test_two_arxiv_papers_of_one_title_stay_two(tmp_path: Path) -> None:
    dumps: dict[str, Any] = {
        "papers_with_abstracts": [paper(LONG, arxiv_id="1512.00001"), paper(LONG, arxiv_id="1512.00002")],
        "links_between_papers_and_code": [
            link("https://github.com/a/3", paper_title=LONG, paper_url_abs="https://arxiv.org/abs/1512.00003")
        ],
        "evaluation_tables": tables(
            row("B", paper_title=LONG, paper_url="https://arxiv.org/abs/1512.00002"),
            row("D", paper_title=LONG, paper_url="https://arxiv.org/abs/1512.00004"),
        ),
    }
    put(tmp_path, **dumps)
    assert sorted(str(one.arxiv) for one in papers(tmp_path).values()) == [
        f"1512.0000{n}" for n in (1, 2, 3, 4)
    ]
    put(tmp_path, **dumps)
    assert len(papers(tmp_path)) == 4


def test_the_page_of_a_conference_unites_nothing(tmp_path: Path) -> None:
    page = "https://example.org/conference"
    other = "Insertion Networks for Sequences of Unknown Length"
    dumps: dict[str, Any] = {
        "papers_with_abstracts": [paper(ATTENTION, "a", url_abs=page), paper("BERT", "b", url_abs=page)],
        "links_between_papers_and_code": [
            link("https://github.com/a/c", paper_title="GPT", paper_url_abs=page),
        ],
        "evaluation_tables": tables(
            row("A", paper_title=ATTENTION, paper_url=page),
            row("B", paper_title=LONG, paper_url=page),
            row("C", paper_title=other, paper_url=page),
        ),
    }
    put(tmp_path, **dumps)
    of = of_rows(catalog(tmp_path))
    assert of["A"] == "a"
    assert len({*of.values()}) == 3
    assert sorted(one.title for one in papers(tmp_path).values()) == sorted(
        [ATTENTION, "BERT", "GPT", LONG, other]
    )
    before = papers(tmp_path)
    put(tmp_path, **dumps)
    assert papers(tmp_path) == before


def test_the_same_page_with_a_title_that_people_typed_otherwise_is_one_paper(tmp_path: Path) -> None:
    page = "https://example.org/0613.pdf"
    titles = [LONG, "He et al. '15", "Deep Residual Learning for the Recognition of Image", "ResNet", ""]
    put(
        tmp_path,
        evaluation_tables=tables(
            *(row(f"M{n}", paper_title=title, paper_url=page) for n, title in enumerate(titles))
        ),
    )
    assert [one.title for one in papers(tmp_path).values()] == [LONG]


def test_a_short_title_with_an_address_of_its_own_is_no_other_paper(tmp_path: Path) -> None:
    rows = [row(name, paper_title="BERT", paper_url=f"https://example.org/{name}") for name in "ab"]
    put(tmp_path, evaluation_tables=tables(*rows))
    assert [one.slug for one in papers(tmp_path).values()] == ["bert", "bert-1"]


def test_a_title_that_is_an_address_is_none_until_somebody_knows_it(tmp_path: Path) -> None:
    address = "https://arxiv.org/abs/1512.00001"
    put(tmp_path, evaluation_tables=tables(row("A", paper_title=address, paper_url=address)))
    assert [one.title for one in papers(tmp_path).values()] == ["arxiv:1512.00001"]
    put(tmp_path, papers_with_abstracts=[paper(LONG, "resnet", arxiv_id="1512.00001")])
    ((slug, found),) = papers(tmp_path).items()
    assert (found.title, found.arxiv) == (LONG, "1512.00001")
    assert catalog(tmp_path).locator("paper:resnet") == Locator(locator="paper:resnet", paper=slug)


def test_a_second_slug_of_the_old_site_leads_to_the_paper(tmp_path: Path) -> None:
    put(
        tmp_path,
        papers_with_abstracts=[
            paper(ATTENTION, "attention", arxiv_id="1706.03762"),
            paper("Attention is all you need", "attention-1", arxiv_id="1706.03762", proceeding="NeurIPS"),
        ],
        evaluation_tables=tables(row(paper_title="", paper_url=f"{SITE}/paper/attention-1")),
    )
    assert of_rows(catalog(tmp_path)) == {"M": "attention"}
    assert papers(tmp_path)["attention"].proceeding == "NeurIPS"
    assert catalog(tmp_path).paper_at("paper:attention-1") == papers(tmp_path)["attention"]


def test_a_link_whose_slug_and_identifier_disagree_goes_by_the_identifier(tmp_path: Path) -> None:
    put(
        tmp_path,
        papers_with_abstracts=[
            paper("A", "a", arxiv_id="1706.00001"),
            paper("B", "b", arxiv_id="1706.00002"),
        ],
        links_between_papers_and_code=[
            link("https://github.com/a/b", paper_url=f"{SITE}/paper/a", paper_arxiv_id="1706.00002")
        ],
    )
    assert [one.slug for one in papers(tmp_path).values() if one.code] == ["b"]


def test_links_to_code_are_kept_once_each_and_in_order_with_what_they_say(tmp_path: Path) -> None:
    at = {"paper_url": f"{SITE}/paper/a", "paper_title": "A"}
    account = put(
        tmp_path,
        papers_with_abstracts=[paper("A", "a")],
        links_between_papers_and_code=[
            link(
                "https://github.com/z/z", is_official=True, framework="PyTorch", mentioned_in_paper=True, **at
            ),
            link("http://github.com/z/z/", framework="tf", **at),
            link("https://github.com/b/b", framework="none", mentioned_in_github=True, **at),
            link("no address", **at),
            link("https://github.com/c/c", paper_title=7),
        ],
        evaluation_tables=tables(
            row(
                paper_url=f"{SITE}/paper/a",
                code_links=[{"title": "x", "url": "https://github.com/d/d"}, {"url": 7}],
            )
        ),
    )
    assert papers(tmp_path)["a"].code == (
        Code(url="https://github.com/z/z", official=True, framework="PyTorch", mentioned_in_paper=True),
        Code(url="https://github.com/b/b", mentioned_in_github=True),
        Code(url="https://github.com/d/d"),
    )
    assert [(one.place, one.reason) for one in account.left_out] == [
        ("links-between-papers-and-code.json: item 4", "a link to code that is no web address"),
        ("links-between-papers-and-code.json: item 5", "a link to code of a paper that has no title"),
    ]


def test_a_link_without_a_title_waits_for_what_tells_whose_it_is(tmp_path: Path) -> None:
    arxiv = "https://arxiv.org/abs/1706.00001"
    dumps: dict[str, Any] = {
        "links_between_papers_and_code": [
            link("https://github.com/a/1", paper_arxiv_id="1706.00001"),
            link("https://github.com/a/2", paper_arxiv_id="1706.00002"),
            link("https://github.com/a/3", paper_arxiv_id="1706.00002", paper_title="Later"),
        ],
        "evaluation_tables": tables(row(paper_title="By a row", paper_url=arxiv)),
    }
    assert put(tmp_path, **dumps).left_out == []
    assert {one.title: len(one.code) for one in papers(tmp_path).values()} == {"By a row": 1, "Later": 2}
    before = papers(tmp_path)
    put(tmp_path, **dumps)
    assert papers(tmp_path) == before


def test_what_is_known_of_a_paper_is_put_together_and_the_first_stays(tmp_path: Path) -> None:
    put(
        tmp_path,
        papers_with_abstracts=[
            paper(
                "A",
                "a",
                arxiv_id="not one",
                openreview_id="ab/cd",
                url_abs="https://openreview.net/forum?id=abcdefgh",
                url_pdf="https://openreview.net/pdf?id=abcdefgh",
                authors=["One", "", ["Two"], "One"],
                tasks=["Translation", 7, " translation"],
                date="2017-06-12",
                methods=[7, {"name": "Adam"}],
                conference="not kept",
            ),
            paper(
                "A, again",
                "a",
                date="2018-01-01",
                url_abs="https://arxiv.org/abs/1706.00001",
                proceeding="ICML",
            ),
        ],
        evaluation_tables=tables(row(paper_url=f"{SITE}/paper/a", paper_title="B", paper_date="2019-01-01")),
    )
    assert papers(tmp_path)["a"] == Paper(
        slug="a",
        title="A",
        arxiv="1706.00001",
        openreview="abcdefgh",
        pdf="https://openreview.net/pdf?id=abcdefgh",
        date="2017-06-12",
        proceeding="ICML",
        authors=("One", "One"),
        tasks=("translation",),
        methods=("adam",),
    )


def test_a_row_of_no_paper_keeps_its_day(tmp_path: Path) -> None:
    put(tmp_path, evaluation_tables=tables(row(paper_title=" ", paper_url="", paper_date="2017-06-12T00:00")))
    ((result,),) = [board.results for board in catalog(tmp_path).boards()]
    assert (result.paper, result.date) == (None, "2017-06-12")
    assert papers(tmp_path) == {}


def test_a_very_long_address_makes_a_title_that_can_be_kept(tmp_path: Path) -> None:
    put(tmp_path, evaluation_tables=tables(row(paper_url="https://example.org/" + "a" * 1900)))
    assert [len(one.title) for one in papers(tmp_path).values()] == [500]
