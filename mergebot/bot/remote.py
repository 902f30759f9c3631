"""The repository as git sees it over the network: fetching heads, pushing main, with no token in sight."""

from __future__ import annotations

import base64
import errno
import fcntl
import os
import re
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from mergebot.bot import bounded
from pwc.errors import CouldNotCheckError, GitError, UsageError
from pwc.git_isolation import clean_environment, command
from pwc.git_program import run

PATIENCE = 300.0
HEADS_PATIENCE, MOST_BYTES = 60.0, 64 << 20
"""So long fetching heads may take, and so much they may bring, which is ten times what a legal one can."""
PORTION = 20
"""So many heads are fetched together, where all together cannot be."""
_HEADS = ("refs/pull/", "refs/pwc/undo/")
_TOO_LARGE = os.strerror(errno.EFBIG)
_NAME = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})


class PushRefusedError(Exception):
    """The push was refused: somebody has moved something since it was read. Fetch and do it again."""


class TooMuchError(GitError):
    """Git was ended: it took too long, or was brought too much. Another try would end so too."""


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

    def beside(self, repository: str) -> Remote | None:
        """A repository of the same host, as owner/name, over the same clone; None if that is no name.

        The address is made from its parts: GitHub may write this repository's name otherwise than we do.
        """
        if not _NAME.fullmatch(repository):
            return None
        address = urlsplit(self.address)._replace(path=f"/{repository}.git").geturl()
        return Remote(self.clone, address, self._token)

    def is_same(self, other: Remote) -> bool:
        """Whether another address is that of this repository, in whatever case it is written."""
        ours, theirs = (one.address.removesuffix(".git").casefold() for one in (self, other))
        return ours == theirs

    def fetch(self, refs: Mapping[str, str]) -> None:
        """Make references of the clone what those of the repository are, by their names there.

        Raises GitError, also if one of them is not there; nothing is known of the others then.
        """
        if refs:
            self._run(*_fetching(self.address, refs))

    def fetch_heads(self, refs: Iterable[str]) -> None:
        """The same for heads that anybody may have put there, under their own names. Raises TooMuchError too:
        what they may bring has its bounds.
        """
        if wanted := {ref: ref for ref in refs}:
            # As one pack, whose size has a limit: of objects by themselves each would have it for itself.
            fetching, settings = _fetching(self.address, wanted), ("fetch.unpackLimit=1",)
            self._run(*fetching, settings=settings, seconds=HEADS_PATIENCE, most_bytes=MOST_BYTES)

    def fetch_what_can_be(self, refs: Sequence[str]) -> None:
        """Heads together, which is cheaper; where that fails in portions, and then some may be missing."""
        try:
            self.fetch_heads(refs)
        except GitError:
            for start in range(0, len(refs), PORTION):
                with suppress(GitError):
                    self.fetch_heads(refs[start : start + PORTION])

    def tidy(self, kept: Collection[str]) -> None:
        """Forget the clone's heads that are not among these, and what a fetch that was ended has left."""
        told = run(self.clone, "for-each-ref", "--format=%(refname)", *_HEADS).decode("utf-8", "replace")
        over = [ref for ref in told.splitlines() if ref not in kept]
        run(self.clone, "update-ref", "--stdin", stdin="".join(f"delete {ref}\n" for ref in over).encode())
        for left in (self.clone / "objects").glob("*/tmp_*"):
            left.unlink(missing_ok=True)
        # A git that is started for each run would never do it by itself; what is over is not kept for weeks.
        settings = ("gc.auto=6700", "gc.autoDetach=false", "gc.pruneExpire=now", "gc.cruftPacks=false")
        self._run("gc", "--auto", "--quiet", settings=settings)

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

    def _run(
        self,
        what: str,
        *arguments: str,
        settings: Sequence[str] = (),
        seconds: float = PATIENCE,
        most_bytes: int | None = None,
    ) -> bytes:
        try:
            done = bounded.run(
                command(self.clone, *(part for one in settings for part in ("-c", one)), what, *arguments),
                clean_environment() | self._settings(),
                seconds,
                most_bytes=most_bytes,
            )
        except bounded.TooLongError as error:
            raise TooMuchError(f"git {what}: {error}") from error
        if done.returncode != 0:
            said = (done.stderr + done.stdout).decode("utf-8", "replace").strip()
            kind = TooMuchError if most_bytes is not None and _TOO_LARGE in said else GitError
            raise kind(f"git {what}: {self._without_token(said)}")
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


def _fetching(address: str, refs: Mapping[str, str]) -> list[str]:
    specs = [f"+{theirs}:{ours}" for theirs, ours in refs.items()]
    return ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", address, *specs]


@contextmanager
def held(clone: Path) -> Iterator[None]:
    """Have the bot's clone for oneself: an empty bare repository, unless there is one.

    What a git that was killed has left locked is taken back. Raises CouldNotCheckError if another run has it.
    """
    clone.mkdir(parents=True, exist_ok=True)
    with (clone / "bot-at-work").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CouldNotCheckError(f"another run is at work in {clone}") from error
        if not (clone / "HEAD").exists():
            subprocess.run(
                ["git", "init", "--quiet", "--bare", "--initial-branch=main", str(clone)],
                env=clean_environment(),
                check=True,
                capture_output=True,
            )
        for lock in clone.rglob("*.lock"):
            lock.unlink(missing_ok=True)
        yield
