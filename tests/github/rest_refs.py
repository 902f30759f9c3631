"""Endpoints of git refs. Objects travel by git; a ref can be read, made, moved and deleted here."""

from __future__ import annotations

from tests.github import git_store
from tests.github.pushes import refs_moved
from tests.github.routes import Answer, ApiError, Call, repository_route
from tests.github.shapes import Json, address


def _shown(call: Call, ref: str, sha: str) -> Json:
    return {
        "ref": ref,
        "url": address(call, "git", ref),
        "object": {"type": "commit", "sha": sha, "url": address(call, "git", "commits", sha)},
    }


def _all(call: Call) -> dict[str, str]:
    return git_store.refs(call.world.upstream.path, "refs/")


@repository_route("GET", "/git/ref/{ref}")
def get_ref(call: Call) -> Answer:
    ref = f"refs/{call.parts['ref']}"
    found = _all(call)
    if ref not in found:
        raise ApiError(404)
    return Answer(_shown(call, ref, found[ref]))


@repository_route("GET", "/git/matching-refs/{ref}")
def matching_refs(call: Call) -> Answer:
    prefix = f"refs/{call.parts['ref']}"
    return Answer([_shown(call, ref, sha) for ref, sha in _all(call).items() if ref.startswith(prefix)])


def _set(call: Call, ref: str, sha: str | None) -> None:
    actor, world = call.require("write"), call.world
    path = world.upstream.path
    before = git_store.refs(path)
    git_store.git(path, "update-ref", *(["-d", ref] if sha is None else [ref, sha]))
    refs_moved(world, world.upstream, before, git_store.refs(path), actor)


def _object(call: Call) -> str:
    sha = str(call.body["sha"])
    if git_store.git(call.world.upstream.path, "cat-file", "-t", sha, check=False) != "commit":
        raise ApiError(422, "Object does not exist")
    return sha


@repository_route("POST", "/git/refs")
def make_ref(call: Call) -> Answer:
    ref, sha = call.body["ref"], _object(call)
    if not ref.startswith("refs/") or ref.count("/") < 2:
        raise ApiError(422, "Reference name must start with 'refs/' and have at least two slashes")
    if ref in _all(call):
        raise ApiError(422, "Reference already exists")
    _set(call, ref, sha)
    return Answer(_shown(call, ref, sha), 201)


def _existing(call: Call) -> tuple[str, str]:
    ref = f"refs/{call.parts['ref']}"
    found = _all(call)
    if ref not in found:
        raise ApiError(422, "Reference does not exist")
    return ref, found[ref]


@repository_route("PATCH", "/git/refs/{ref}")
def move_ref(call: Call) -> Answer:
    """Forward only, unless ``force`` is said and the branch has no rule."""
    (ref, old), new = _existing(call), _object(call)
    is_ruled = ref == "refs/heads/main" and call.world.is_main_protected
    forward = git_store.is_ancestor(call.world.upstream.path, old, new)
    if not forward and (is_ruled or not call.body.get("force", False)):
        raise ApiError(422, "Update is not a fast forward")
    _set(call, ref, new)
    return Answer(_shown(call, ref, new))


@repository_route("DELETE", "/git/refs/{ref}")
def delete_ref(call: Call) -> Answer:
    ref, _ = _existing(call)
    if ref == "refs/heads/main" and call.world.is_main_protected:
        raise ApiError(422, "Cannot delete a protected branch")
    _set(call, ref, None)
    return Answer(status=204)
