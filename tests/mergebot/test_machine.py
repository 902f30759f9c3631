"""The machine's hooks, configuration, environment and language make no difference to a merge's commit."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mergebot.git_branch import Branch
from mergebot.outcome import Approval
from mergebot.train import merge
from mergebot.workshop import only_one
from tests.repository import Repository

Numbered = Callable[..., str]

APPROVAL = Approval("Mia Maintainer", datetime(2026, 11, 22, 12, tzinfo=UTC))

HOOKS = [
    "applypatch-msg",
    "pre-applypatch",
    "post-applypatch",
    "pre-commit",
    "pre-merge-commit",
    "prepare-commit-msg",
    "commit-msg",
    "post-commit",
    "pre-rebase",
    "post-checkout",
    "post-merge",
    "pre-push",
    "pre-receive",
    "update",
    "proc-receive",
    "post-receive",
    "post-update",
    "reference-transaction",
    "push-to-checkout",
    "pre-auto-gc",
    "post-rewrite",
    "sendemail-validate",
    "fsmonitor-watchman",
    "post-index-change",
]

PROGRAMS = [
    "core.fsmonitor",
    "core.editor",
    "core.pager",
    "core.sshCommand",
    "core.askPass",
    "core.gitProxy",
    "gpg.program",
    "gpg.ssh.program",
    "diff.external",
    "sequence.editor",
    "credential.helper",
    "trailer.sign.command",
    "core.alternateRefsCommand",
    "alias.update-ref",
    "alias.fast-import",
    "pager.rev-parse",
    "uploadpack.packObjectsHook",
    "trace2.eventTarget",
    "filter.smudged.clean",
    "filter.smudged.process",
]
"""What names a program: each is set to one that tells that it was run."""

SETTINGS = {
    "advice.detachedHead": "true",
    "checkout.workers": "4",
    "commit.gpgSign": "true",
    "commit.template": "/nonexistent",
    "core.autocrlf": "true",
    "core.bigFileThreshold": "1",
    "core.checkStat": "minimal",
    "core.commentChar": "M",
    "core.compression": "0",
    "core.eol": "crlf",
    "core.excludesFile": "/nonexistent",
    "core.filesRefLockTimeout": "0",
    "core.fsyncObjectFiles": "true",
    "core.ignoreStat": "true",
    "core.logAllRefUpdates": "always",
    "core.packedRefsTimeout": "0",
    "core.preloadIndex": "false",
    "core.quotePath": "true",
    "core.safecrlf": "true",
    "core.splitIndex": "true",
    "core.untrackedCache": "true",
    "core.warnAmbiguousRefs": "true",
    "core.whitespace": "cr-at-eol",
    "diff.noprefix": "true",
    "diff.renames": "copies",
    "fastimport.unpackLimit": "1",
    "fetch.fsckObjects": "true",
    "gc.auto": "1",
    "gc.autoDetach": "false",
    "gc.pruneExpire": "now",
    "i18n.commitEncoding": "ISO-8859-9",
    "i18n.logOutputEncoding": "UTF-16",
    "index.threads": "4",
    "index.version": "4",
    "log.showSignature": "true",
    "maintenance.auto": "true",
    "merge.ff": "only",
    "pack.depth": "0",
    "pack.packSizeLimit": "1",
    "pack.writeReverseIndex": "true",
    "protocol.allow": "never",
    "protocol.file.allow": "never",
    "receive.denyCurrentBranch": "refuse",
    "receive.denyNonFastForwards": "true",
    "receive.fsckObjects": "true",
    "receive.unpackLimit": "1",
    "rerere.enabled": "true",
    "status.showUntrackedFiles": "no",
    "transfer.fsckObjects": "true",
    "transfer.hideRefs": "refs/heads",
    "transfer.unpackLimit": "1",
    "url.nowhere:.insteadOf": "/",
    "user.name": "",
    "user.useConfigOnly": "true",
    "user.signingKey": "nobody",
}

VARIABLES = {
    "EDITOR": "/bin/false",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES": "/nonexistent",
    "GIT_ATTR_SOURCE": "nonexistent",
    "GIT_AUTHOR_DATE": "yesterday",
    "GIT_AUTHOR_NAME": "Mallory",
    "GIT_CEILING_DIRECTORIES": "/",
    "GIT_COMMITTER_DATE": "yesterday",
    "GIT_COMMITTER_EMAIL": "",
    "GIT_COMMITTER_NAME": "Mallory",
    "GIT_COMMON_DIR": "/nonexistent",
    "GIT_CONFIG": "/nonexistent",
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "core.bare",
    "GIT_CONFIG_VALUE_0": "true",
    "GIT_DEFAULT_HASH": "sha256",
    "GIT_DIR": "/nonexistent",
    "GIT_EDITOR": "/bin/false",
    "GIT_EXEC_PATH": "/nonexistent",
    "GIT_EXTERNAL_DIFF": "/bin/false",
    "GIT_GLOB_PATHSPECS": "1",
    "GIT_INDEX_FILE": "/nonexistent",
    "GIT_INDEX_VERSION": "2",
    "GIT_NAMESPACE": "elsewhere",
    "GIT_NO_REPLACE_OBJECTS": "",
    "GIT_OBJECT_DIRECTORY": "/nonexistent",
    "GIT_QUARANTINE_PATH": "/nonexistent",
    "GIT_REFLOG_ACTION": "mallory",
    "GIT_SHALLOW_FILE": "/nonexistent",
    "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1",
    "GIT_TRACE": "1",
    "GIT_WORK_TREE": "/nonexistent",
    "LANG": "tr_TR.UTF-8",
    "LANGUAGE": "tr",
    "LC_ALL": "tr_TR.ISO-8859-9",
    "LC_MESSAGES": "tr_TR",
    "PAGER": "/bin/false",
    "TMPDIR": "/nonexistent",
    "TZ": "Pacific/Kiritimati",
    "VISUAL": "/bin/false",
}


class Twins:
    """The same repository twice; to one of them the machine is hostile."""

    def __init__(self, plain: Repository, folder: Path) -> None:
        shutil.copytree(plain.path, folder / "hostile", symlinks=True)
        self.plain = plain
        self.hostile = Repository(folder / "hostile")
        self.marker = folder / "was-run"
        self.program = folder / "program"
        self.program.write_text(f"#!/bin/sh\necho $0 >> '{self.marker}'\nexit 1\n")
        self.program.chmod(0o755)

    def agree(self, *refs: str) -> None:
        """Merge in both, and see that it makes no difference."""
        tips = []
        for twin in (self.hostile, self.plain):
            with only_one(twin.path):
                done = merge(Branch(twin.path, "main"), refs, APPROVAL)
            assert [merged.ref for merged in done.merged] == [*refs], done.refused
            tips.append(done.tip)
        assert not self.marker.exists(), self.marker.read_text()
        assert tips[0] == tips[1]
        files, expected = (_files(twin.path) for twin in (self.hostile, self.plain))
        assert files == expected


def _files(folder: Path) -> dict[Path, bytes]:
    found = (file for file in folder.rglob("*") if file.is_file())
    paths = {file.relative_to(folder): file for file in found}
    return {path: file.read_bytes() for path, file in paths.items() if path.parts[0] != ".git"}


@pytest.fixture
def twins(repository: Repository, numbered: Numbered, tmp_path: Path) -> Twins:
    repository.offer("second", numbered(2))
    repository.branch("third", {"submissions/2026/11/third.yaml": numbered(3), "bad.bin": "hidden"})
    repository.git("switch", "--quiet", "third")
    repository.git("rm", "--quiet", "bad.bin")
    repository.commit({})
    repository.git("switch", "--quiet", "main")
    return Twins(repository, tmp_path)


def test_hooks(twins: Twins) -> None:
    for name in HOOKS:
        shutil.copy(twins.program, twins.hostile.path / ".git/hooks" / name)
    twins.agree("second", "third")


def _configure(twins: Twins, *options: str) -> None:
    hooks = twins.program.parent / "hooks"
    hooks.mkdir()
    for name in HOOKS:
        shutil.copy(twins.program, hooks / name)
    attributes = twins.program.parent / "attributes"
    attributes.write_text("* text eol=crlf filter=smudged diff=smudged merge=smudged ident\n")
    programs = {key: str(twins.program) for key in PROGRAMS}
    places = {"core.hooksPath": str(hooks), "core.attributesFile": str(attributes)}
    for key, value in (SETTINGS | programs | places).items():
        twins.hostile.git("config", *options, key, value)


def test_the_configuration_of_the_repository(twins: Twins) -> None:
    _configure(twins)
    twins.agree("second", "third")


def test_the_configuration_of_the_user(twins: Twins, monkeypatch: pytest.MonkeyPatch) -> None:
    home = twins.program.parent / "home"
    (home / ".config/git").mkdir(parents=True)
    _configure(twins, "--file", str(home / ".gitconfig"))
    with (home / ".gitconfig").open("a") as file:
        file.write("[broken\n")  # whatever git reads of it, it says so and ends
    shutil.copy(home / ".gitconfig", home / ".config/git/config")
    shutil.copy(twins.program.parent / "attributes", home / ".config/git/attributes")
    (home / ".config/git/ignore").write_text("*\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(home / ".gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / ".gitconfig"))
    twins.agree("second", "third")


def test_the_environment(twins: Twins, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    try:
        twins.agree("second", "third")
    finally:
        monkeypatch.undo()


def test_the_environment_of_the_command(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2).replace("Paper Number", "Über ıİ 数"))
    repository.environment |= VARIABLES | {"PYTHONIOENCODING": "ascii"}
    done = repository.pwc("merge", "second", "--approved-by", "Mia İıŞ")
    rebuilt = repository.pwc("catalog", "rebuild", "--check")
    for name in (*VARIABLES, "PYTHONIOENCODING"):
        del repository.environment[name]
    assert done.returncode == 0, done.stderr
    assert "Approved-by: Mia İıŞ" in repository.git("log", "-1", "--format=%B", "main")
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert repository.git("status", "--porcelain") == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a repository to somebody else")
@pytest.mark.parametrize("bare", [False, True])
def test_a_repository_of_somebody_else(
    repository: Repository, numbered: Numbered, tmp_path: Path, bare: bool
) -> None:
    repository.offer("second", numbered(2))
    place = repository.path
    if bare:
        place = tmp_path / "bare.git"
        repository.git("clone", "--quiet", "--bare", str(repository.path), str(place))
    for each in [place, *place.rglob("*")]:
        os.chown(each, 12345, 12345, follow_symlinks=False)
    done = repository.pwc("merge", "second", "--approved-by", "Mia", cwd=place)
    assert done.returncode == 0, done.stderr


def test_a_narrow_mask_of_permissions_is_kept(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2))
    index = repository.path / ".git/index"
    before = stat.S_IMODE(index.stat().st_mode)
    assert repository.pwc("merge", "second").returncode == 0
    assert stat.S_IMODE(index.stat().st_mode) == before
