"""What GitHub does when refs moved: heads follow, pull requests close, those in main are marked merged."""

from __future__ import annotations

from tests.github import git_store
from tests.github.records import Account, Pull, Store
from tests.github.world import World


def refs_moved(
    world: World, store: Store, before: dict[str, str], after: dict[str, str], actor: Account
) -> None:
    """Looks at the refs of a repository before and after a push."""
    moved = {ref for ref in before.keys() | after.keys() if before.get(ref) != after.get(ref)}
    for pull in world.pulls.values():
        ref = f"refs/heads/{pull.head_ref}"
        if pull.is_open and pull.head_store is store and ref in moved:
            _head_moved(world, pull, after.get(ref), actor)
    if store is world.upstream:
        for ref in sorted(moved & after.keys()):
            _base_moved(world, ref.removeprefix("refs/heads/"), after[ref], actor)


def _head_moved(world: World, pull: Pull, new: str | None, actor: Account) -> None:
    if new is None:
        world.event(pull, "HEAD_REF_DELETED_EVENT", actor, head_ref_name=pull.head_ref)
        world.close(pull, actor)
        return
    assert pull.head_store is not None
    path, old = world.upstream.path, pull.head
    pull.head = git_store.publish_head(path, pull.head_store.path, pull.head_ref, pull.number)
    pull.base = git_store.tip(path, pull.base_ref)
    if not git_store.is_ancestor(path, new, pull.base):
        pull.reads_until_merged = None  # what was pushed after the merge is not in it: this one stays open
    if git_store.is_ancestor(path, old, new):
        pull.updated = world.clock.tick()
    else:
        world.event(pull, "HEAD_REF_FORCE_PUSHED_EVENT", actor, before=old, after=new)


def _base_moved(world: World, branch: str, new: str, actor: Account) -> None:
    path = world.upstream.path
    for pull in world.pulls.values():
        if pull.is_open and pull.base_ref == branch and git_store.is_ancestor(path, pull.head, new):
            pull.merged_by = actor
            pull.merge_commit = git_store.arrival(path, pull.head, new)
            pull.reads_until_merged = world.merge_marks_after_reads
    mark_merged(world)


def mark_merged(world: World) -> None:
    """Marks the pull requests as merged whose time has come."""
    for pull in world.pulls.values():
        if pull.reads_until_merged is None or not pull.is_open:
            continue
        if pull.reads_until_merged > 0:
            continue
        assert pull.merged_by is not None
        pull.reads_until_merged = None
        pull.is_open = False
        pull.merged = pull.closed = world.event(pull, "MERGED_EVENT", pull.merged_by)


def count_read(world: World) -> None:
    """A read has been answered: those that wait to be marked are one nearer to it."""
    for pull in world.pulls.values():
        if pull.reads_until_merged:
            pull.reads_until_merged -= 1
    mark_merged(world)
