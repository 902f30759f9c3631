"""The repository as git sees it over the network: fetching heads, pushing main, with no token in sight."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from pwc.errors import GitError, UsageError
from pwc.git_isolation import clean_environment, command

PATIENCE = 300.0
_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})


class PushRefusedError(Exception):
    """The push was refused: somebody has moved something since it was read. Fetch and do it again."""


class Push(Struct, frozen=True):
    """A reference to set: to a commit, where ``expected`` stands now (None: nothing does).

    Without ``replaces`` the new commit has to contain the old one.
    """

    ref: str
    commit: str
    expected: str | None = None
    replaces: bool = False


class Remote:
    """A repository over the network, and the bot's clone of it."""

    def __init__(self, clone: Path, address: str, token: str | None) -> None:
        parts = urlsplit(address)
        if parts.username or parts.password:
            raise UsageError("the repository's address should hold no user name")
        if token and parts.scheme != "https" and parts.hostname not in _LOCAL:
            raise UsageError(f"{parts.scheme}://{parts.hostname} is not encrypted: no token goes there")
        self.clone = clone
        self.address = address
        self._token = token

    def at(self, address: str) -> Remote:
        """Another repository, over the same clone."""
        return Remote(self.clone, address, self._token)

    def fetch(self, refs: Mapping[str, str], *, prune: bool = False) -> None:
        """Make references of the clone what those of the repository are, by their names there.

        Raises GitError, also if one of them is not there; nothing is known of the others then.
        """
        wanted = [f"+{theirs}:{ours}" for theirs, ours in refs.items()]
        if wanted:
            options = ("--quiet", "--no-tags", "--no-write-fetch-head", *(("--prune",) if prune else ()))
            self._run("fetch", *options, self.address, *wanted)

    def heads(self, refs: Iterable[str]) -> dict[str, str]:
        """Where references of the repository are; those that are not there are left out."""
        told = self._run("ls-remote", "--quiet", self.address, *refs).decode("ascii", "replace")
        lines = (line.partition("\t") for line in told.splitlines())
        return {ref: commit for commit, _, ref in lines}

    def push(self, pushes: Iterable[Push]) -> None:
        """Set references, all of them or none. Raises PushRefusedError if one is not where it was read.

        A push whose answer was lost is no error if it took effect.
        """
        pushes = list(pushes)
        leases = [f"--force-with-lease={p.ref}:{p.expected or ''}" for p in pushes if p.replaces]
        specs = [f"{push.commit}:{push.ref}" for push in pushes]
        try:
            self._run("push", "--quiet", "--porcelain", "--atomic", *leases, self.address, *specs)
        except GitError as error:
            now = self.heads([push.ref for push in pushes])
            if all(now.get(push.ref) == push.commit for push in pushes):
                return
            if any(now.get(push.ref) != push.expected for push in pushes) or "[rejected]" in str(error):
                raise PushRefusedError(str(error)) from error
            raise

    def _run(self, *arguments: str) -> bytes:
        try:
            done = subprocess.run(
                command(self.clone, *arguments),
                env=clean_environment() | self._settings(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise GitError(f"git {arguments[0]}: no answer after {PATIENCE:.0f} seconds") from error
        if done.returncode != 0:
            said = (done.stderr + done.stdout).decode("utf-8", "replace").strip()
            raise GitError(f"git {arguments[0]}: {self._without_token(said)}")
        return done.stdout

    def _settings(self) -> dict[str, str]:
        """Git's settings for the network, by its environment, which only this user's processes can read."""
        settings = {"http.followRedirects": "false", "credential.helper": "", "transfer.fsckObjects": "false"}
        if self._token:
            basic = base64.b64encode(f"x-access-token:{self._token}".encode()).decode()
            settings[f"http.{self.address}.extraHeader"] = f"Authorization: basic {basic}"
        told = {"GIT_CONFIG_COUNT": str(len(settings)), "GIT_ALLOW_PROTOCOL": "https:http"}
        for number, (key, value) in enumerate(settings.items()):
            told |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
        return told

    def _without_token(self, text: str) -> str:
        return text.replace(self._token, "***") if self._token else text


def begin(clone: Path) -> None:
    """Make an empty bare repository at a path, unless there is one."""
    if not (clone / "HEAD").exists():
        clone.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["git", "init", "--quiet", "--bare", "--initial-branch=main", str(clone)],
            env=clean_environment(),
            check=True,
            capture_output=True,
        )
