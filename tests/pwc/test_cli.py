"""The real command line: what it imports, how it ends, and that it never ends in a traceback."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from pwc import cli
from pwc.errors import BrokenFileError, CouldNotCheckError, GitError, UsageError

Command = Callable[..., subprocess.CompletedProcess[str]]

GOOD = b"""\
paper: {arxiv: "1706.03762"}
results:
  - {task: Question Answering, dataset: COPA, model: Transformer (small), metrics: {Accuracy: 60.1}}
"""

UNUSED = ["jinja2", "github", "jsonschema", "requests", "urllib3", "rich", "rapidfuzz", "ssl", "http"]


@pytest.mark.parametrize("name", [*cli.PARTS])
def test_every_part_is_there(name: str) -> None:
    assert isinstance(cli.load(cli.PARTS[name]), click.Command)


@pytest.mark.parametrize("name", [*cli.CATALOG_PARTS])
def test_every_part_of_catalog_is_there(name: str) -> None:
    assert isinstance(cli.load(cli.CATALOG_PARTS[name]), click.Command)


@pytest.mark.parametrize(
    "part", [*cli.PARTS.values(), *cli.CATALOG_PARTS.values()], ids=lambda part: part.target
)
def test_every_command_explains_itself(part: cli.Part) -> None:
    command = cli.load(part)
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help or isinstance(parameter.type, (click.Choice, click.DateTime)), (
                parameter.name
            )


def test_the_help_names_every_command(pwc_command: Command, tmp_path: Path) -> None:
    done = pwc_command("--help", cwd=tmp_path)
    assert done.returncode == 0
    for name, part in cli.PARTS.items():
        assert f"  {name} " in done.stdout
        assert part.summary.split()[0] in done.stdout


@pytest.fixture
def good(checkout: Path) -> Path:
    file = checkout / "submissions/2026/11/good.yaml"
    file.parent.mkdir(parents=True)
    file.write_bytes(GOOD)
    return file


def test_validating_a_valid_file_imports_nothing_that_it_does_not_use(good: Path, checkout: Path) -> None:
    script = f"""\
import sys
from pwc.cli import cli
code = cli.main(["validate", {str(good)!r}], standalone_mode=False)
print(code, *sorted(name for name in {UNUSED!r} if name in sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1].split() == ["0"]


def ends(done: subprocess.CompletedProcess[str], code: int) -> str:
    """The command's words, after it ended with this code and without a traceback."""
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_0_for_a_clean_file_and_for_all_of_submissions(
    pwc_command: Command, good: Path, checkout: Path
) -> None:
    assert "1 file checked: nothing to mend." in ends(pwc_command("validate", str(good), cwd=checkout), 0)
    assert "2 files checked: nothing to mend." in ends(pwc_command("validate", cwd=checkout), 0)
    below = checkout / "submissions/2026"
    assert "2 files checked" in ends(pwc_command("validate", cwd=below), 0)


def test_0_with_a_warning(pwc_command: Command, good: Path, checkout: Path) -> None:
    good.write_bytes(GOOD.replace(b"60.1", b"0.601"))
    assert "1 warning, no error" in ends(pwc_command("validate", str(good), cwd=checkout), 0)


def test_1_for_an_error_at_its_line(pwc_command: Command, good: Path, checkout: Path) -> None:
    good.write_bytes(GOOD.replace(b"60.1", b"160.1"))
    told = ends(pwc_command("validate", str(good), cwd=checkout), 1)
    assert "submissions/2026/11/good.yaml:3:95: error PWC602 out-of-bounds" in told


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate", "nowhere.yaml"],
        ["validate", "nowhere/at/all"],
        ["validate", "submissions/2026/11/good.yaml/deeper"],
        ["validate", "--catalog", "nowhere"],
        ["validate", "--format", "xml"],
        ["validate", "--today", "tomorrow"],
        ["validate", "--colour"],
        ["explain", "PWC999"],
        ["valdate"],
        ["catalog", "chekc"],
        [],
    ],
    ids=" ".join,
)
def test_2_for_wrong_use(arguments: list[str], pwc_command: Command, good: Path, checkout: Path) -> None:
    assert ends(pwc_command(*arguments, cwd=checkout), 2)


def test_2_where_there_is_no_catalog(pwc_command: Command, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(GOOD)
    assert "--catalog" in ends(pwc_command("validate", "x.yaml", cwd=tmp_path), 2)
    (tmp_path / ".git").mkdir()
    assert "no submissions/ found" in ends(pwc_command("validate", cwd=tmp_path), 2)


def test_3_for_a_catalog_that_cannot_be_read(pwc_command: Command, good: Path, checkout: Path) -> None:
    (checkout / "catalog/tasks.jsonl").write_bytes(b'{"slug":"a"\n')
    told = ends(pwc_command("validate", str(good), cwd=checkout), 3)
    assert "PWC002 catalog-unreadable: catalog/tasks.jsonl:1" in told


@pytest.mark.parametrize(
    ("raised", "code", "told"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (click.Abort(), 130, "interrupted"),
        (UsageError("name a file"), 2, "pwc: name a file"),
        (CouldNotCheckError("no history"), 3, "could not check: no history"),
        (BrokenFileError("catalog/x:1"), 3, "could not check: catalog/x:1"),
        (GitError("git log: fatal"), 3, "could not check: git log: fatal"),
        (ZeroDivisionError("ours"), 3, "fault of the program"),
        (ModuleNotFoundError("", name="jinja2"), 2, "pip install '.[site]'"),
        (ModuleNotFoundError("", name="github"), 2, "pip install '.[bot]'"),
        (ModuleNotFoundError("", name="validator.nothing"), 3, "fault of the program"),
    ],
)
def test_every_way_to_end_goes_through_one_door(
    raised: BaseException,
    code: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    @click.command()
    def fails() -> None:
        raise raised

    monkeypatch.setattr(cli, "load", lambda part: fails)
    monkeypatch.setattr(sys, "argv", ["pwc", "validate"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr().err
    assert ended.value.code == code
    assert told in said
    assert ("Traceback" in said) is (told == "fault of the program")


def test_130_for_an_interrupt_from_outside(checkout: Path) -> None:
    script = (
        "import os, signal, pwc.cli as c\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job in the background ignores it
        "c.load = lambda part: os.kill(os.getpid(), signal.SIGINT)\nc.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "validate"], cwd=checkout, capture_output=True, text=True, check=False
    )
    assert "interrupted" in ends(done, 130)


def test_a_reader_that_goes_away_leaves_no_traceback(good: Path, checkout: Path) -> None:
    good.write_bytes(GOOD.replace(b"60.1", b"160.1"))
    process = subprocess.Popen(
        [sys.executable, "-m", "pwc", "validate", *[str(good)] * 2_000],
        cwd=checkout,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait() in {0, 1, 141}
    assert said == b""


def test_a_symbolic_link_is_refused_and_not_followed(
    pwc_command: Command, good: Path, checkout: Path
) -> None:
    link = good.with_name("link.yaml")
    link.symlink_to("/etc/passwd")
    told = ends(pwc_command("validate", str(link), cwd=checkout), 1)
    assert "PWC103 regular-file: this is a symbolic link" in told
    assert "root" not in told


def test_an_executable_file_is_refused(pwc_command: Command, good: Path, checkout: Path) -> None:
    good.chmod(good.stat().st_mode | stat.S_IXUSR)
    assert "PWC103" in ends(pwc_command("validate", str(good), cwd=checkout), 1)


def test_a_pipe_is_refused_and_never_opened(pwc_command: Command, good: Path, checkout: Path) -> None:
    os.mkfifo(good.with_name("pipe.yaml"))
    assert "PWC103" in ends(pwc_command("validate", "submissions", cwd=checkout), 1)


@pytest.fixture
def readable_by_all(checkout: Path) -> Iterator[Path]:
    """The checkout again, where another user may enter."""
    root = Path(tempfile.mkdtemp()) / "checkout"
    shutil.copytree(checkout, root)
    root.parent.chmod(0o755)
    yield root
    for folder in root.rglob("*"):
        folder.chmod(0o755)
    shutil.rmtree(root.parent)


def as_nobody(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """``pwc`` by a user whom permissions bind: root is let through everything."""
    drop = "import os\nif os.getuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
    script = (  # all is imported before, because that user may not be able to read python itself
        "import shutil, sys, pwc.cli, validator.cli, validator.files, validator.run\n"
        "import validator.schema_errors, validator.subject, validator.selection\n"
        "import validator.report.json, validator.report.text\n"
        "for stage in validator.registry.FAMILIES: validator.registry.rules_of(stage)\n"
        f"validator.schema_errors.is_valid({{}})\n{drop}pwc.cli.main()"
    )
    return subprocess.run(
        [sys.executable, "-B", "-c", script, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_a_file_without_permission_is_told_and_not_passed(good: Path, readable_by_all: Path) -> None:
    shutil.copytree(good.parent, readable_by_all / "submissions/2026/11", dirs_exist_ok=True)
    locked = readable_by_all / "submissions/2026/11/good.yaml"
    assert ends(as_nobody("validate", str(locked), cwd=readable_by_all), 0)
    locked.chmod(0)
    told = ends(as_nobody("validate", str(locked), cwd=readable_by_all), 2)
    assert "Permission denied" in told or "not readable" in told


def test_a_directory_without_permission_is_told_and_not_passed(good: Path, readable_by_all: Path) -> None:
    (readable_by_all / "submissions/2026/10").chmod(0)
    assert "Permission denied" in ends(as_nobody("validate", "submissions", cwd=readable_by_all), 2)


def test_a_catalog_without_permission_could_not_be_checked(readable_by_all: Path) -> None:
    (readable_by_all / "catalog/tasks.jsonl").chmod(0)
    assert ends(as_nobody("validate", "submissions", cwd=readable_by_all), 3)
