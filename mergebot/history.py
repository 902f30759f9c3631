"""Whether what led to a head may enter main's history, or stays outside and its files are adopted."""

from __future__ import annotations

from mergebot.candidate import Candidate
from mergebot.lineage import Lineage
from pwc.document import MAX_BYTES
from pwc.git_changes import between
from pwc.git_tree import GitTree
from pwc.tree import REGULAR, Change

MAX_COMMIT_BYTES = 64 * 1024

_ABSENT = "000000"


def is_clean(objects: GitTree, lineage: Lineage, offered: Candidate) -> bool:
    """Whether the whole range main..head may enter main's history, as far as can be seen from here.

    It may if every commit touches nothing but the submissions that the candidate adds, as regular files
    within the size limit, and if its commits are few and small. A merge of main into the branch is compared
    with its parent on main's side. Whether its objects are such as git itself makes, ``strict`` tells.
    """
    commits = lineage.commits(offered.head)
    if commits is None:
        return False
    if any(objects.size(commit) > MAX_COMMIT_BYTES for commit in commits):  # a message can hold a lot
        return False
    own = set(offered.paths)
    if list(commits.values()) == [(offered.fork,)]:  # nearly always: one commit, which was compared already
        return all(_is_harmless(objects, own, change) for change in offered.change.changes)
    return all(_touches_only(objects, lineage, own, commit, *parents) for commit, parents in commits.items())


def _touches_only(objects: GitTree, lineage: Lineage, own: set[str], commit: str, *parents: str) -> bool:
    on_main = [parent for parent in parents if lineage.has(parent)]
    if len(parents) == 1:
        compared = parents[0]
    elif len(parents) == 2 and len(on_main) == 1:
        compared = on_main[0]
    else:
        return False
    return all(_is_harmless(objects, own, change) for change in between(objects, compared, commit))


def _is_harmless(objects: GitTree, own: set[str], change: Change) -> bool:
    if change.path not in own or change.new_mode not in {REGULAR, _ABSENT}:
        return False
    return change.new_mode == _ABSENT or objects.size(change.new_blob) <= MAX_BYTES
