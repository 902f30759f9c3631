"""The command: what it writes, what it leaves alone, and what it refuses."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pwc import canonical, identity
from pwc.errors import UsageError
from pwc.record import Paper
from tests.website.conftest import LEADING_ON, Command, Files, Site, text_of, write_files
from website.state import STATE
from website.write import MANIFEST, File, Folder, write


@pytest.fixture
def site_here(world: Path, pwc_command: Command) -> Site:
    """The site of the test's own catalog, built by the real command."""
    done = pwc_command("site", "build", cwd=world)
    assert done.returncode == 0, done.stderr
    return Site(world / "site")


def test_build_says_what_it_wrote_and_where_the_front_page_is(world: Path, pwc_command: Command) -> None:
    done = pwc_command("site", "build", "--out", "public", cwd=world)

    files = Site(world / "public").files()
    assert done.returncode == 0
    assert f"files: {len(files) - 2} written, 0 unchanged, 0 removed" in done.stdout
    assert "front page: public/index.html" in done.stdout


def test_pages_stand_at_the_addresses_of_papers_with_code(built: Site) -> None:
    expected = {
        "index.html",
        "404.html",
        "tasks/index.html",
        "sota/index.html",
        "datasets/index.html",
        "papers/index.html",
        "methods/index.html",
        "submit/index.html",
        "about/index.html",
        *LEADING_ON,
        "sota/speech-recognition-on-librispeech/index.html",
        "task/speech-recognition/index.html",
        "task/keyword-spotting/index.html",
        "task/music/index.html",
        "dataset/librispeech/index.html",
        "dataset/unused/index.html",
        *(f"dataset/set-{n}/index.html" for n in range(8)),
        "search/index.html",
        "area/speech/index.html",
        "area/speech/leaderboards/index.html",
        "tasks/other/index.html",
        *(f"author/author-{n}/index.html" for n in range(1, 25)),
        "author/anmol-gulati/index.html",
        "author/james-qin/index.html",
        "author/img-src-x-onerror-alert-1/index.html",
        "method/conformer/index.html",
        "method/evil/index.html",
        "paper/conformer/index.html",
        "paper/deep-speech-2/index.html",
        "paper/undated/index.html",
        "paper/evil/index.html",
    }
    assert set(built.paths()) == expected


def test_second_build_writes_nothing(world: Path, site_here: Site, pwc_command: Command) -> None:
    before = {path: (site_here.root / path).stat().st_mtime_ns for path in site_here.files()}

    done = pwc_command("site", "build", cwd=world)

    assert f"files: 0 written, {len(before) - 2} unchanged, 0 removed" in done.stdout
    assert {path: (site_here.root / path).stat().st_mtime_ns for path in site_here.files()} == before


def test_two_builds_are_byte_identical(
    world: Path, pwc_command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        assert pwc_command("site", "build", "--out", f"site-{seed}", cwd=world).returncode == 0

    assert Site(world / "site-1").served() == Site(world / "site-2").served()


def test_only_touched_pages_are_written(
    world: Path, site_here: Site, pwc_command: Command, speech_files: Files
) -> None:
    path = identity.paper_path("undated")
    paper = Paper(slug="undated", title="A Paper Without a Date", url="https://example.org/moved")
    write_files(world, {path: canonical.lines([paper])})

    done = pwc_command("site", "build", cwd=world)

    assert done.stdout.startswith("files: 1 written")
    assert b"https://example.org/moved" in site_here.files()["paper/undated/index.html"]


def test_pages_that_are_no_longer_wanted_are_removed_and_nothing_else(
    world: Path, site_here: Site, pwc_command: Command
) -> None:
    (world / identity.board_path("speech-recognition", "librispeech")).unlink()
    mine = site_here.root / "sota" / "notes.txt"
    mine.write_text("not yours")

    done = pwc_command("site", "build", cwd=world)

    assert "5 removed" in done.stdout  # the board, its former address, the area's list, and two feeds
    assert not (site_here.root / "area/speech/leaderboards").exists()
    assert not (site_here.root / "sota/speech-recognition-on-librispeech").exists()
    assert mine.read_text() == "not yours"


def test_a_page_of_somebody_else_is_never_overwritten(world: Path, pwc_command: Command) -> None:
    write_files(world, {"docs/index.html": b"my own page"})

    done = pwc_command("site", "build", "--out", "docs", cwd=world)

    assert done.returncode == 2
    assert "was not made by this command" in done.stderr
    assert Site(world / "docs").files() == {"index.html": b"my own page"}


def test_a_build_that_was_killed_can_be_run_again(tmp_path: Path) -> None:
    def killed() -> bytes:
        raise KeyboardInterrupt

    first = [File("a.html", lambda: b"old"), File("b.html", killed)]
    Folder(tmp_path).prepare(file.path for file in first)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, first)

    folder = Folder(tmp_path)
    folder.prepare(["a.html"])
    write(tmp_path, [File("a.html", lambda: b"new")])
    folder.remove(folder.made - {"a.html"})

    assert Site(tmp_path).files() == {"a.html": b"new", MANIFEST: b"a.html\n"}


def test_a_build_that_ends_between_a_page_and_its_place_leaves_nothing_to_be_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, [File("a.html", lambda: b"old")])

    def ending(file: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", ending)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, [File("a.html", lambda: b"new")])

    assert Site(tmp_path).files() == {"a.html": b"old"}


def test_after_a_build_that_was_killed_everything_is_made_again(
    world: Path, site_here: Site, pwc_command: Command
) -> None:
    (site_here.root / STATE).unlink()  # as a build takes it away before it writes
    (site_here.root / "about/index.html").write_bytes(b"half a pa")

    done = pwc_command("site", "build", cwd=world)

    assert done.stdout.startswith("files: 1 written")


def test_a_page_that_was_changed_by_hand_comes_back_if_everything_is_asked_for(
    world: Path, site_here: Site, pwc_command: Command
) -> None:
    about = site_here.root / "about/index.html"
    right = about.read_bytes()
    about.write_bytes(b"mine")

    assert pwc_command("site", "build", cwd=world).stdout.startswith("files: 0 written")
    assert pwc_command("site", "build", "--all", cwd=world).stdout.startswith("files: 1 written")
    assert about.read_bytes() == right


def test_other_options_make_every_page_again(world: Path, site_here: Site, pwc_command: Command) -> None:
    done = pwc_command("site", "build", "--base-url", "https://example.org/", cwd=world)

    # With feeds and a sitemap; the page for dead links takes this root for granted.
    assert done.stdout.startswith(f"files: {len(site_here.paths()) + 3 + 1 - 1} written")


@pytest.mark.parametrize("path", ["../outside.html", "/tmp/outside.html", "a/../../outside.html"])
def test_nothing_is_written_outside_of_the_site(tmp_path: Path, path: str) -> None:
    with pytest.raises(UsageError, match="outside of the site"):
        Folder(tmp_path / "site").prepare([path])

    assert not list(tmp_path.iterdir())


def test_a_list_that_was_tampered_with_removes_nothing_outside_of_the_site(tmp_path: Path) -> None:
    write_files(tmp_path, {"precious.txt": b"mine", f"site/{MANIFEST}": b"../precious.txt\n"})

    folder = Folder(tmp_path / "site")
    folder.remove(["../precious.txt"])

    assert (tmp_path / "precious.txt").read_bytes() == b"mine"


def test_addresses_that_records_had_before_lead_on(world: Path, pwc_command: Command) -> None:
    pwc_command("site", "build", "--base-url", "https://example.org/pwc/", cwd=world)
    site = Site(world / "site")

    for old, new in (
        ("paper/old-conformer", "paper/conformer"),
        ("sota/asr-on-ls", "sota/speech-recognition-on-librispeech"),
        ("task/asr", "task/speech-recognition"),
    ):
        page = site.page(f"{old}/index.html")
        refresh = next(m for m in page.iter("meta") if m.get("http-equiv") == "refresh")
        canonical_links = [link.get("href") for link in page.iter("link") if link.get("rel") == "canonical"]
        assert refresh.get("content") == f"0; url=../../{new}/index.html"
        assert canonical_links == [f"https://example.org/pwc/{new}/"]


def test_lists_of_the_old_site_lead_to_what_there_is(built: Site) -> None:
    refresh = (m.get("content") for m in built.page("latest/index.html").iter("meta") if m.get("http-equiv"))
    assert "0; url=../papers/index.html" in refresh


def test_base_url_gives_canonical_links_and_a_sitemap(world: Path, pwc_command: Command) -> None:
    done = pwc_command("site", "build", "--base-url", "https://example.org/pwc", cwd=world)

    assert done.returncode == 0
    site = Site(world / "site")
    head = site.page("paper/conformer/index.html")
    canonical_link = next(link for link in head.iter("link") if link.get("rel") == "canonical")
    assert canonical_link.get("href") == "https://example.org/pwc/paper/conformer/"
    sitemap = ElementTree.fromstring(site.files()["sitemap.xml"])
    addresses = {text_of(loc) for loc in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    pages = set(site.paths()) - {"404.html"} - LEADING_ON
    assert addresses == {"https://example.org/pwc/" + path.removesuffix("index.html") for path in pages}


def test_page_for_dead_links_works_at_any_depth_under_a_base_url(world: Path, pwc_command: Command) -> None:
    pwc_command("site", "build", "--base-url", "https://example.org/pwc/", cwd=world)

    page = Site(world / "site").page("404.html")
    hrefs = [link.get("href", "") for link in (*page.iter("link"), *page.iter("a"))]
    assert all(href.startswith(("/pwc/", "#")) for href in hrefs)


def test_without_base_url_there_is_neither(built: Site) -> None:
    assert "sitemap.xml" not in built.files()
    assert all(b"canonical" not in built.files()[path] for path in set(built.paths()) - LEADING_ON)


def test_repo_links_submissions(world: Path, pwc_command: Command) -> None:
    pwc_command("site", "build", "--repo", "owner/results", cwd=world)

    hrefs = {a.get("href") for a in Site(world / "site").page("paper/conformer/index.html").iter("a")}
    assert "https://github.com/owner/results/blob/HEAD/submissions/2026/11/conformer.yaml" in hrefs


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--out", "a-file"], "is a file"),
        (["--out", "a-file/site"], "a-file"),
        (["--catalog", "nowhere"], "Directory 'nowhere' does not exist"),
        (["--catalog", "."], "use --catalog catalog"),
        (["--base-url", "example.org"], "--base-url must be like"),
        (["--base-url", "ftp://example.org/"], "--base-url must be like"),
        (["--base-url", "javascript:alert(1)"], "--base-url must be like"),
        (["--base-url", "https://["], "--base-url must be like"),
        (["--repo", "not a repository"], "--repo must be like"),
    ],
)
def test_bad_input_is_explained(world: Path, pwc_command: Command, arguments: list[str], said: str) -> None:
    write_files(world, {"a-file": b"mine"})

    done = pwc_command("site", "build", *arguments, cwd=world)

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert (world / "a-file").read_bytes() == b"mine"


def test_a_reference_to_nothing_is_named(world: Path, pwc_command: Command) -> None:
    (world / identity.paper_path("undated")).unlink()

    done = pwc_command("site", "build", cwd=world)

    assert done.returncode == 3
    assert "the board speech-recognition/librispeech names the paper undated" in done.stderr
    assert not (world / "site").exists()


def test_a_catalog_named_by_its_directory_gives_the_same_site(
    world: Path, site_here: Site, pwc_command: Command, tmp_path: Path
) -> None:
    shutil.move(world / "catalog", tmp_path / "elsewhere")

    done = pwc_command("site", "build", "--catalog", "elsewhere", "--out", "other", cwd=tmp_path)

    assert done.returncode == 0
    assert Site(tmp_path / "other").served() == site_here.served()


def test_an_empty_catalog_has_a_site(tmp_path: Path, pwc_command: Command) -> None:
    (tmp_path / "catalog").mkdir()

    assert pwc_command("site", "build", cwd=tmp_path).returncode == 0

    site = Site(tmp_path / "site")
    for path in site.paths():
        assert site.page(path) is not None
    assert "Submit the first result" in text_of(site.page("index.html"))


@pytest.mark.parametrize(
    "arguments", [["site", "--help"], ["site", "build", "--help"], ["site", "serve", "--help"]]
)
def test_help_has_examples(tmp_path: Path, pwc_command: Command, arguments: list[str]) -> None:
    done = pwc_command(*arguments, cwd=tmp_path)

    assert done.returncode == 0
    assert "pwc site" in done.stdout.split("Example")[1]
