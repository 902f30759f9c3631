"""The made archive: as large as was asked for, in the old dumps' shapes, and the same for the same seed."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tracemalloc
import zlib
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive import taxonomy
from archive.dump import Kind, kind_of
from archive.tables import Table, Task
from bench import archive_maker
from bench.archive_sizes import Sizes, scaled
from pwc import locator
from tests.bench.archive_dumps import KINDS, SEED, SIZES, Dumps

TINY = 0.002
ROOT = Path(__file__).parent.parent.parent
KEYS: dict[Kind, str] = {
    "evaluation-tables": "task description categories synonyms source_link subtasks datasets",
    "papers-with-abstracts": """
        paper_url arxiv_id nips_id openreview_id title abstract short_abstract url_abs url_pdf proceeding
        authors tasks date conference conference_url_abs conference_url_pdf reproduces_paper methods
    """,
    "links-between-papers-and-code": """
        paper_url paper_title paper_arxiv_id paper_url_abs paper_url_pdf repo_url is_official
        mentioned_in_paper mentioned_in_github framework
    """,
    "methods": """
        url name full_name description paper introduced_year source_url source_title code_snippet_url
        num_papers collections
    """,
    "datasets": """
        url name full_name homepage description short_description parent_dataset image introduced_date
        license_name license_url languages modalities tasks variants paper num_papers data_loaders
    """,
}
ROW = "model_name paper_title paper_url paper_date code_links model_links metrics uses_additional_data"
METHOD = "name full_name description introduced_year source_url source_title code_snippet_url main_collection"


def test_the_sizes_are_those_of_the_old_archive() -> None:
    assert scaled(1) == Sizes()
    assert (SIZES.rows, SIZES.boards, SIZES.papers, SIZES.links) == (600, 120, 5763, 3002)


def test_the_dumps_have_the_sizes_asked_for(dumps: Dumps) -> None:
    tables = [part for part in dumps.parts if isinstance(part, Table)]
    counted = {kind: len(items) for kind, items in dumps.items.items()}
    with_code = {item["paper_url"] for item in dumps.items["links-between-papers-and-code"]}
    assert (
        Sizes(
            rows=sum(len(table.rows) for table in tables),
            boards=len(tables),
            datasets=counted["datasets"],
            tasks=len({part.name for part in dumps.parts if isinstance(part, Task)}),
            entries=counted["evaluation-tables"],
            methods=counted["methods"],
            papers=counted["papers-with-abstracts"],
            with_results=SIZES.with_results,
            with_code=len(with_code),
            links=counted["links-between-papers-and-code"],
        )
        == SIZES
    )
    titles = {row["paper_title"] for row in dumps.rows if row.get("paper_title")}
    assert 0.85 * SIZES.with_results < len(titles) < 1.1 * SIZES.with_results


@pytest.mark.parametrize("kind", KINDS)
def test_each_dump_is_known_by_its_items(kind: Kind, dumps: Dumps) -> None:
    assert {kind_of(item) for item in dumps.items[kind]} == {kind}


@pytest.mark.parametrize("kind", KINDS)
def test_all_keys_of_the_format_are_there_and_no_others(kind: Kind, dumps: Dumps) -> None:
    keys = KEYS[kind].split()
    found = Counter(key for item in dumps.items[kind] for key in item)
    assert set(found) == set(keys)
    assert min(found.values()) > 0.8 * len(dumps.items[kind])


def test_rows_and_methods_of_papers_have_all_keys_too(dumps: Dumps) -> None:
    methods = [one for paper in dumps.items["papers-with-abstracts"] for one in paper.get("methods") or ()]
    assert {frozenset(method) for method in methods} == {frozenset(METHOD.split())}
    assert Counter(map(frozenset, dumps.rows)).most_common(1)[0][0] == frozenset(ROW.split())


def test_what_links_and_tables_refer_to_is_there(dumps: Dumps) -> None:
    papers, links = dumps.items["papers-with-abstracts"], dumps.items["links-between-papers-and-code"]
    pages = {paper["paper_url"] for paper in papers}
    assert len(pages) == len(papers)
    assert {link["paper_url"] for link in links} <= pages
    addresses = {locator.url(paper["url_abs"]) for paper in papers if paper.get("url_abs")}
    addresses |= {locator.url(paper["url_pdf"]) for paper in papers if paper.get("url_pdf")}
    typed = {row["paper_url"] for row in dumps.rows if row.get("paper_url")}
    lost = {one for one in typed if one not in pages and locator.url(one) not in addresses}
    assert lost == set()
    assert {row["paper_title"] for row in dumps.rows if row.get("paper_title")} <= {
        p["title"] for p in papers
    }
    code = {link["url"] for row in dumps.rows for link in row.get("code_links") or ()}
    assert code
    assert code <= {link["repo_url"] for link in links}


def test_what_papers_and_datasets_refer_to_is_there(dumps: Dumps) -> None:
    papers, tasks = dumps.items["papers-with-abstracts"], {task["task"] for task in dumps.tasks}
    assert {name for paper in papers for name in paper.get("tasks") or ()} <= tasks
    used = {one["task"] for dataset in dumps.items["datasets"] for one in dataset.get("tasks") or ()}
    assert used
    assert used <= tasks
    methods = {method["name"] for method in dumps.items["methods"]}
    assert {one["name"] for paper in papers for one in paper.get("methods") or ()} <= methods


def test_slugs_are_those_of_the_old_site(dumps: Dumps) -> None:
    found = [taxonomy.slug_at(url, "paper") for url in dumps.texts("papers-with-abstracts", "paper_url")]
    assert None not in found
    assert max(len(slug.rstrip("-0123456789")) for slug in found if slug) <= 45


def test_papers_and_links_are_spread_as_on_the_old_site(dumps: Dumps) -> None:
    papers, links = dumps.items["papers-with-abstracts"], dumps.items["links-between-papers-and-code"]
    assert 0.4 < len(dumps.texts("papers-with-abstracts", "arxiv_id")) / len(papers) < 0.6
    assert 0.28 < len(dumps.texts("papers-with-abstracts", "methods")) / len(papers) < 0.38
    assert 0.15 < len(dumps.texts("links-between-papers-and-code", "is_official")) / len(links) < 0.25
    (_, most), *_, (_, least) = Counter(link["paper_url"] for link in links).most_common()
    assert (most > 5, least) == (True, 1)


def test_abstracts_are_as_long_as_real_ones_and_as_hard_to_pack(dumps: Dumps) -> None:
    abstracts = dumps.texts("papers-with-abstracts", "abstract")[:1_000]
    assert 1_000 < sum(map(len, abstracts)) / len(abstracts) < 1_500
    text = "\n".join(abstracts).encode()
    assert 0.32 < len(zlib.compress(text, 6)) / len(text) < 0.42  # English texts of this kind: 0.38


def test_tasks_stand_below_each_other_to_some_depth(dumps: Dumps) -> None:
    entries = dumps.items["evaluation-tables"]
    assert any(below["subtasks"] for entry in entries for below in entry["subtasks"])


def test_equal_options_give_equal_bytes_in_every_process(tmp_path: Path) -> None:
    written = {}
    for hash_seed, seed, form in (("1", "7", "--gzip"), ("2", "7", "--gzip"), ("3", "8", "--plain")):
        out = tmp_path / hash_seed
        options = [f"--out={out}", f"--seed={seed}", f"--scale={TINY}", form]
        subprocess.run(
            [sys.executable, "-m", "bench.archive_maker", *options],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
            capture_output=True,
        )
        written[hash_seed] = {path.name: path.read_bytes() for path in out.iterdir()}
    assert set(written["1"]) == {f"{kind}.json.gz" for kind in KINDS}
    assert written["1"] == written["2"]
    archive_maker.build(tmp_path / "plain", 7, scaled(TINY), packed=False)
    for kind in KINDS:
        plain = (tmp_path / "plain" / f"{kind}.json").read_bytes()
        assert gzip.decompress(written["1"][f"{kind}.json.gz"]) == plain
        assert written["3"][f"{kind}.json"] != plain


def test_papers_are_never_in_memory_together(tmp_path: Path) -> None:
    tracemalloc.start()
    archive_maker.build(tmp_path, SEED, scaled(TINY), packed=False)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < (tmp_path / "papers-with-abstracts.json").stat().st_size / 3


def test_a_directory_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = CliRunner().invoke(archive_maker.main, ["--out", str(tmp_path), "--scale", "0.001"])
    assert done.exit_code == 2
    assert "is not empty" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
