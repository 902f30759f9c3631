"""How an endpoint is written: a function for a method and a path as GitHub's description has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from msgspec import Struct, field

from tests.github import git_store
from tests.github.records import Account, Pull, Role
from tests.github.world import World

MAX_PAGE = 100


class Call(Struct, eq=False):
    """A request on its way to an endpoint."""

    world: World
    root: str
    """The address of the API."""
    git_root: str
    actor: Account | None
    parts: dict[str, str]
    query: dict[str, str]
    body: Any

    def pull(self, name: str = "pull_number") -> Pull:
        """The pull request that the path names."""
        number = self.parts[name]
        if not number.isdigit() or int(number) not in self.world.pulls:
            raise ApiError(404)
        return self.world.pulls[int(number)]

    def person(self) -> Account:
        """Who asks; nobody may write without a token."""
        if self.actor is None:
            raise ApiError(401, "Requires authentication")
        return self.actor

    def require(self, least: Role) -> Account:
        """Who asks, if they may do what this role may do."""
        actor = self.person()
        if not self.world.may(actor, least):
            app = "Resource not accessible by integration"
            raise ApiError(403, app if actor.is_bot else "Must have admin rights to Repository.")
        return actor

    def commit(self, name: str) -> str:
        """The commit that the path names."""
        found = git_store.commit_id(self.world.upstream.path, self.parts[name])
        if not found:
            raise ApiError(422, f"No commit found for SHA: {self.parts[name]}")
        return found


class Answer(Struct):
    """What an endpoint says. A list is cut into pages, wherever it stands."""

    data: Any = None
    status: int = 200
    paged: bool = False
    list_key: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


class ApiError(Exception):
    """An error that GitHub answers with."""

    def __init__(
        self, status: int, message: str = "Not Found", errors: Sequence[str | dict[str, str]] = ()
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.errors = status, message, errors

    def answer(self) -> Answer:
        """The error as GitHub shows it."""
        data: dict[str, Any] = {
            "message": self.message,
            "documentation_url": "https://docs.github.com/rest",
            "status": str(self.status),
        }
        return Answer(data | ({"errors": list(self.errors)} if self.errors else {}), self.status)


def invalid(resource: str, name: str, code: str = "invalid", message: str = "") -> ApiError:
    """GitHub's 422, which names the field."""
    error = {"resource": resource, "field": name, "code": code}
    return ApiError(422, "Validation Failed", [error | ({"message": message} if message else {})])


Endpoint = Callable[[Call], Answer]
_E = TypeVar("_E", bound=Endpoint)
# What may hold a slash: refs, branches, labels.
_DEEP = {"ref", "branch", "name"}


class Route(Struct, frozen=True):
    method: str
    template: str
    pattern: re.Pattern[str]
    endpoint: Endpoint


ROUTES: list[Route] = []


def _pattern(template: str) -> re.Pattern[str]:
    def part(found: re.Match[str]) -> str:
        return f"(?P<{found[1]}>{'.+' if found[1] in _DEEP else '[^/]+'})"

    return re.compile(re.sub(r"\{(\w+)\}", part, template))


def route(method: str, template: str) -> Callable[[_E], _E]:
    """Registers an endpoint."""

    def register(endpoint: _E) -> _E:
        ROUTES.append(Route(method, template, _pattern(template), endpoint))
        return endpoint

    return register


REPOSITORY = "/repos/{owner}/{repo}"


def repository_route(method: str, rest: str = "") -> Callable[[_E], _E]:
    """The same for a path inside a repository."""
    return route(method, REPOSITORY + rest)


def found_route(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The endpoint for a path; the one with the fewest unknown parts wins."""
    matches = [
        (found_, match.groupdict())
        for found_ in ROUTES
        if found_.method == method and (match := found_.pattern.fullmatch(path))
    ]
    return min(matches, key=lambda pair: (len(pair[1]), -len(pair[0].template)), default=None)
