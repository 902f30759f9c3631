"""A GitHub for tests: real HTTP and real git on real repositories; only GitHub itself is stood in for.

A test plays the people, through the methods of ``FakeGitHub``, and tells the program under test nothing but
an address and a token::

    with FakeGitHub(tmp_path) as github:
        ada, mia = github.add_user("ada"), github.grant("mia", "maintain")
        pull = github.open_pull("ada", "first", {"submissions/2026/11/first.yaml": FIRST})
        github.comment(pull, "mia", "/merge")
        run_the_bot(github.api_url, github.bot.token, github.clone_url(github.bot))
        assert pull.merged

    Github(base_url=github.api_url, auth=Auth.Token(token), per_page=100, seconds_between_requests=0,
           seconds_between_writes=0, retry=GithubRetry(total=3, secondary_rate_wait=0))

PyGithub's own retries wait only where it is told to: ``secondary_rate_wait`` is 60 seconds unless it is set,
a used-up hour waits until ``github.rate.reset``, and ``Retry-After`` is obeyed.

What went on is in ``github.server``: ``calls`` and ``git_calls``; ``violations`` (a request or an answer that
GitHub's own description does not allow), ``unknown_calls`` (what the stand-in has no answer for). Leaving the
``with`` block fails where one of these two is not empty, and where a planned fault never struck::

    github.server.faults.plan(Fault.BAD_GATEWAY_AFTER, method="POST", template=COMMENTS, at=2)
    github.server.faults.plan(Fault.ACT_BEFORE, method="PUSH", action=github.advance_main)
"""

from __future__ import annotations

import shutil
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.github import git_store
from tests.github.clock import Clock
from tests.github.pushes import refs_moved
from tests.github.records import Account, Comment, Pull, Review, Role
from tests.github.server import GitHubServer
from tests.github.world import World
from tests.repository import Repository

Who = str | Account
"""Somebody: a person's login, or the account (of the bot, for one)."""


class FakeGitHub:
    """The truth side: what people do. Logins are made on their first use, forks too."""

    def __init__(
        self,
        folder: Path,
        *,
        source: Path | None = None,
        full_name: str = "community/results",
        start: str = "2026-11-22T12:00:00Z",
    ) -> None:
        """``source`` is a repository whose main the upstream begins with; a README otherwise."""
        self._folder = folder / "github"
        self._clones: dict[str, Repository] = {}
        self.clock = Clock(start)
        self.world = World(self._folder / "stores", full_name, source or self._readme(), self.clock)
        self.server = GitHubServer(self.world)
        self.bot = self.world.actions
        """github-actions[bot], whose token a workflow gets."""

    def _readme(self) -> Path:
        repository = Repository(self._folder / "source")
        repository.path.mkdir(parents=True)
        repository.git("init", "--quiet", "--initial-branch=main")
        repository.commit({"README.md": "A community's results.\n"})
        return repository.path

    def __enter__(self) -> Self:
        self.server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.stop()
        if error is None:
            self.check()
        else:
            for told in (*self.server.violations, *self.server.unknown_calls):
                error.add_note(f"on the side of GitHub: {told}")

    def check(self) -> None:
        """Fails where something was asked or answered that should not be, or a fault did not strike."""
        told = [f"not as GitHub describes it: {violation}" for violation in self.server.violations]
        told += [f"asked for what is not modelled: {call}" for call in self.server.unknown_calls]
        told += [f"never struck: {plan.fault.value}" for plan in self.server.faults.pending]
        if told:
            raise AssertionError("\n".join(told))

    @property
    def api_url(self) -> str:
        return self.server.api_url

    @property
    def graphql_url(self) -> str:
        return f"{self.server.url}/api/graphql"

    @property
    def full_name(self) -> str:
        return self.world.upstream.full_name

    @property
    def upstream(self) -> Path:
        """The bare repository, to look at."""
        return self.world.upstream.path

    def clone_url(self, account: Account, full_name: str = "") -> str:
        """The address by which somebody clones and pushes, with their token."""
        scheme, _, host = self.server.url.partition("://")
        return f"{scheme}://x-access-token:{account.token}@{host}/{full_name or self.full_name}.git"

    def main(self) -> str:
        """The commit that main is at."""
        return git_store.tip(self.upstream, "main")

    def add_user(self, login: str, *, bot: bool = False) -> Account:
        """Somebody new, or who it is already. A bot's login is said without ``[bot]``."""
        with self.world.lock:
            known = self.world.account(f"{login}[bot]" if bot else login)
            return known or self.world.add_account(login, is_bot=bot)

    def _who(self, who: Who) -> Account:
        return self.add_user(who) if isinstance(who, str) else who

    def grant(self, who: Who, role: Role) -> Account:
        """Gives somebody a role in the upstream repository; ``read`` takes it away again."""
        account = self._who(who)
        self.world.roles[account.id] = role
        return account

    def delete_user(self, login: str) -> None:
        """The account is gone; what it wrote stays, by nobody."""
        self.add_user(login).is_deleted = True

    def rename_user(self, login: str, new: str) -> None:
        """The number stays, the fork moves along, and anybody may take the old login."""
        with self.world.lock:
            account = self.add_user(login)
            self.world.rename(account, new)
            if login in self._clones:
                clone = self._clones[new] = self._clones.pop(login)
                address = self.clone_url(account, f"{new}/{self.world.upstream.name}")
                clone.git("remote", "set-url", "origin", address)

    def clone(self, login: str) -> Repository:
        """Somebody's clone: ``origin`` is their fork (made now if need be), ``upstream`` the upstream."""
        if login not in self._clones:
            account = self.add_user(login)
            with self.world.lock:
                store = self.world.upstream
                if login != self.world.owner.login:
                    store = self.world.fork(account)
            path = self._folder / "clones" / login
            path.mkdir(parents=True)
            made = Repository(path)
            made.git("init", "--quiet", "--initial-branch=main")
            made.git("remote", "add", "origin", self.clone_url(account, store.full_name))
            made.git("remote", "add", "upstream", self.clone_url(account))
            self._clones[login] = made
        return self._clones[login]

    fork = clone

    def push(
        self, login: str, branch: str, files: dict[str, str], message: str = "Work", *, force: bool = False
    ) -> str:
        """Commits onto somebody's branch (new ones begin at main) and pushes it with git to their fork."""
        clone = self.clone(login)
        clone.git("fetch", "--quiet", "upstream", "main")
        known = clone.git("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}", check=False)
        start = [branch] if known and not force else ["-C", branch, "FETCH_HEAD"]
        clone.git("switch", "--quiet", *start)
        made = clone.commit(files, message)
        clone.git("push", "--quiet", *(["--force"] if force else []), "origin", branch)
        return made

    def force_push(self, login: str, branch: str, files: dict[str, str], message: str = "Again") -> str:
        """Begins somebody's branch again at main, with one commit, and forces it."""
        return self.push(login, branch, files, message, force=True)

    def push_commit(self, login: str, branch: str, commit: str) -> None:
        """Sets somebody's branch to a commit that their clone has, by force if need be."""
        self.clone(login).git("push", "--quiet", "--force", "origin", f"{commit}:refs/heads/{branch}")

    def delete_branch(self, login: str, branch: str) -> None:
        """Deletes a branch of somebody's fork, which closes its pull request."""
        self.clone(login).git("push", "--quiet", "origin", f":refs/heads/{branch}")

    def advance_main(self, files: dict[str, str] | None = None) -> str:
        """Somebody else's commit comes into main."""
        path, files = self.upstream, files or {"elsewhere.md": f"{self.clock.now}\n"}
        with self.world.lock:
            before = git_store.refs(path)
            new = git_store.commit_files(path, before["refs/heads/main"], files, "Work elsewhere")
            git_store.git(path, "update-ref", "refs/heads/main", new)
            refs_moved(self.world, self.world.upstream, before, git_store.refs(path), self.world.owner)
        return new

    def push_commit_to_main(self, commit: str) -> None:
        """Main goes to a commit of a pull request, by git, as its owner."""
        clone = self.clone(self.world.owner.login)
        clone.git("fetch", "--quiet", "upstream", commit)
        clone.git("push", "--quiet", "upstream", f"{commit}:refs/heads/main")

    def open_pull(
        self,
        login: str,
        branch: str,
        files: dict[str, str] | None = None,
        *,
        title: str = "",
        body: str = "",
        base: str = "main",
        draft: bool = False,
        allows_edits: bool = True,
    ) -> Pull:
        """Opens a pull request from somebody's fork, after pushing the files if there are any."""
        if files is not None:
            self.push(login, branch, files)
        account = self.add_user(login)
        with self.world.lock:
            return self.world.open_pull(
                account,
                self.world.fork(account) if account is not self.world.owner else self.world.upstream,
                branch,
                title=title or f"Add {branch}",
                body=body,
                base=base,
                draft=draft,
                allows_edits=allows_edits,
            )

    def comment(self, pull: Pull, who: Who, body: str) -> Comment:
        with self.world.lock:
            return self.world.comment(pull, self._who(who), body)

    def edit_comment(self, comment: Comment, body: str) -> None:
        with self.world.lock:
            self.world.edit_comment(comment.id, body)

    def delete_comment(self, comment: Comment) -> None:
        with self.world.lock:
            self.world.delete_comment(comment.id)

    def review(
        self, pull: Pull, who: Who, state: str = "APPROVED", *, body: str = "", commit: str = ""
    ) -> Review:
        """A review of the head, or of another commit."""
        with self.world.lock:
            return self.world.review(pull, self._who(who), state, body=body, commit=commit)

    def dismiss(self, review: Review) -> None:
        """The review no longer counts, and says so."""
        with self.world.lock:
            review.state = "DISMISSED"
            self.clock.tick()

    def label(self, pull: Pull, who: Who, *names: str) -> None:
        """Sets the labels of a pull request to these."""
        with self.world.lock:
            self.world.set_labels(pull, list(names), self._who(who))

    def status(self, commit: str, who: Who, state: str, **said: Any) -> None:
        """A commit status; ``context`` and ``description`` can be said too."""
        with self.world.lock:
            self.world.status(commit, self._who(who), state, **said)

    def close(self, pull: Pull, who: Who = "") -> None:
        with self.world.lock:
            self.world.close(pull, self._who(who or pull.author))

    def reopen(self, pull: Pull, who: Who = "") -> None:
        with self.world.lock:
            self.world.reopen(pull, self._who(who or pull.author))

    def retarget(self, pull: Pull, base: str) -> None:
        """Another base branch, which must be there."""
        with self.world.lock:
            self.world.retarget(pull, base, pull.author)

    def set_draft(self, pull: Pull, draft: bool = True) -> None:
        with self.world.lock:
            self.world.set_draft(pull, draft, pull.author)

    def delete_fork(self, login: str) -> None:
        with self.world.lock:
            self.world.delete_fork(self.add_user(login))
            if login in self._clones:
                shutil.rmtree(self._clones.pop(login).path)
