"""The smaller types of GraphQL's answers: people, commits, statuses, labels."""

from __future__ import annotations

from msgspec import Struct

from tests.github import git_store, records
from tests.github.rest_statuses import latest
from tests.github.world import World


class Scope(Struct, frozen=True):
    """What every answer needs to know."""

    world: World
    viewer: records.Account
    root: str


class User:
    """A person; also what ``viewer`` is, even of an app's token."""

    typename = "User"

    def __init__(self, scope: Scope, account: records.Account) -> None:
        self.id = f"U_{account.id}"
        self.database_id = account.id
        self.login = account.rest_login
        self.name = None
        self.url = self.resource_path = f"{scope.root}/{account.rest_login}"


class Bot:
    """An app. Its login has no ``[bot]`` here."""

    typename = "Bot"

    def __init__(self, scope: Scope, account: records.Account) -> None:
        self.id = f"BOT_{account.id}"
        self.database_id = account.id
        self.login = account.login
        self.url = self.resource_path = f"{scope.root}/apps/{account.login}"


def actor(scope: Scope, account: records.Account | None) -> User | Bot | None:
    """Whoever did something; null once the account is gone."""
    if account is None or account.is_deleted:
        return None
    return Bot(scope, account) if account.is_bot else User(scope, account)


class Label:
    def __init__(self, label: records.Label) -> None:
        self.id = f"LA_{label.id}"
        self.name, self.color, self.description = label.name, label.color, label.description


class Ref:
    def __init__(self, scope: Scope, full: str, sha: str) -> None:
        self.id = f"REF_{full}"
        self.prefix, _, self.name = (
            ("refs/heads/", "", full.removeprefix("refs/heads/"))
            if full.startswith("refs/heads/")
            else (f"{full.rpartition('/')[0]}/", "", full.rpartition("/")[2])
        )
        self.target = Commit(scope, sha)


class Commit:
    typename = "Commit"

    def __init__(self, scope: Scope, sha: str) -> None:
        self._scope = scope
        self.id = f"C_{sha}"
        self.oid = sha
        self.abbreviated_oid = sha[:7]

    def _said(self, form: str) -> str:
        path = self._scope.world.upstream.path
        return git_store.git(path, "show", "--no-patch", f"--format={form}", self.oid)

    def message(self) -> str:
        return self._said("%B")

    def message_headline(self) -> str:
        return self._said("%s")

    def committed_date(self) -> str:
        return self._said("%cI")

    def status(self) -> Status | None:
        """Null while nobody has said anything."""
        found = latest(self._scope.world, self.oid)
        return Status(self._scope, self.oid, found) if found else None


class Status:
    """The newest status of each context."""

    def __init__(self, scope: Scope, sha: str, found: list[records.Status]) -> None:
        self.id = f"S_{sha}"
        self.contexts = [StatusContext(scope, status) for status in found]
        states = {context.state for context in self.contexts}
        self.state = next(s for s in ("ERROR", "FAILURE", "PENDING", "SUCCESS") if s in states)

    def context(self, name: str) -> StatusContext | None:
        return next((context for context in self.contexts if context.context == name), None)


class StatusContext:
    def __init__(self, scope: Scope, status: records.Status) -> None:
        self.id = f"SC_{status.id}"
        self.context, self.state = status.context, status.state.upper()
        self.description, self.target_url = status.description, status.target_url
        self.created_at = status.created
        self.creator = actor(scope, status.creator)
        self.commit = Commit(scope, status.sha)
