"""What GraphQL's types answer: an object for each, whose attributes and methods are the fields."""

from __future__ import annotations

from typing import Any

from tests.github import git_store
from tests.github.graphql_pages import Connection, QueryError
from tests.github.graphql_pulls import PullRequest
from tests.github.graphql_things import Commit, Label, Ref, Scope, User, actor
from tests.github.records import Pull, Store

_ORDERS = {"CREATED_AT": "created", "UPDATED_AT": "updated"}


class Query:
    """The root of all queries."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.viewer = User(scope, scope.viewer)
        self.rate_limit = RateLimit(scope)

    def repository(self, owner: str, name: str, *, follow_renames: bool = True) -> Repository:
        store = self._scope.world.stores.get(f"{owner}/{name}".lower())
        if store is None:
            message = f"Could not resolve to a Repository with the name '{owner}/{name}'."
            raise QueryError("NOT_FOUND", message)
        return Repository(self._scope, store)

    def user(self, login: str) -> User:
        account = self._scope.world.account(login)
        if account is None or account.is_bot:
            raise QueryError("NOT_FOUND", f"Could not resolve to a User with the login of '{login}'.")
        return User(self._scope, account)


class RateLimit:
    """Every query costs one point here."""

    cost = 1
    node_count = 0

    def __init__(self, scope: Scope) -> None:
        rate = scope.world.rate
        self.limit, self.remaining, self.used = rate.limit, rate.remaining, rate.used
        self.reset_at = scope.world.clock.now


class Repository:
    """The upstream or a fork."""

    typename = "Repository"
    is_private = False
    is_archived = False

    def __init__(self, scope: Scope, store: Store) -> None:
        self._scope, self._store = scope, store
        self.id = f"R_{store.id}"
        self.database_id = store.id
        self.name = store.name
        self.name_with_owner = store.full_name
        self.is_fork = store.is_fork
        self.url = f"{scope.root}/{store.full_name}"

    def owner(self) -> object:
        return actor(self._scope, self._scope.world.account(self._store.owner) or self._scope.world.ghost)

    def default_branch_ref(self) -> Ref | None:
        return self.ref("refs/heads/main")

    def ref(self, qualified_name: str) -> Ref | None:
        full = qualified_name if qualified_name.startswith("refs/") else f"refs/heads/{qualified_name}"
        sha = git_store.refs(self._store.path, "refs/").get(full)
        return None if sha is None else Ref(self._scope, full, sha)

    def object(self, oid: str | None = None, expression: str | None = None) -> Commit | None:
        sha = git_store.commit_id(self._store.path, oid or expression or "")
        return Commit(self._scope, sha) if sha else None

    def label(self, name: str) -> Label | None:
        found = self._scope.world.labels.get(name.lower())
        return None if found is None else Label(found)

    def labels(self, *, query: str | None = None, order_by: Any = None, **page: Any) -> Connection:
        return Connection(list(self._scope.world.labels.values()), Label, **page)

    def _pulls(self) -> list[Pull]:
        return [] if self._store.is_fork else list(self._scope.world.pulls.values())

    def pull_request(self, number: int) -> PullRequest:
        for pull in self._pulls():
            if pull.number == number:
                return PullRequest(self._scope, pull)
        message = f"Could not resolve to a PullRequest with the number of {number}."
        raise QueryError("NOT_FOUND", message)

    def pull_requests(
        self,
        *,
        states: list[str] | None = None,
        labels: list[str] | None = None,
        head_ref_name: str | None = None,
        base_ref_name: str | None = None,
        order_by: dict[str, str] | None = None,
        **page: Any,
    ) -> Connection:
        shown = [PullRequest(self._scope, pull) for pull in self._pulls()]
        found = [
            pull
            for pull in shown
            if (states is None or pull.state in states)
            and (labels is None or pull.has_any_label(labels))
            and head_ref_name in (None, pull.head_ref_name)
            and base_ref_name in (None, pull.base_ref_name)
        ]
        order = order_by or {"field": "CREATED_AT", "direction": "ASC"}
        if order["field"] == "COMMENTS":
            found.sort(key=lambda pull: pull.total_comments_count)
        else:
            found.sort(key=lambda pull: (getattr(pull, f"{_ORDERS[order['field']]}_at"), pull.number))
        if order["direction"] == "DESC":
            found.reverse()
        return Connection(found, lambda pull: pull, **page)
