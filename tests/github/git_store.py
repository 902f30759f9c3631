"""The bare repositories behind the stand-in, and what is asked of them by real git."""

from __future__ import annotations

import functools
import subprocess
import tempfile
from pathlib import Path

from pwc.git_isolation import clean_environment

# Refuses what GitHub refuses, with its words. What a push may do is said in the environment by the server.
_UPDATE_HOOK = """\
#!/bin/sh
ref=$1 old=$2 new=$3
zero=0000000000000000000000000000000000000000
if test -f refuse-once; then cat refuse-once >&2; rm refuse-once; exit 1; fi
case " $PUSH_ALLOWED " in
  *" all "* | *" $ref "*) ;;
  *) echo "error: GH013: you may not update $ref" >&2; exit 1 ;;
esac
if test "$ref" = refs/heads/main && test -f protected; then
  if test "$new" = $zero; then echo "error: GH006: Cannot delete a protected branch" >&2; exit 1; fi
  if test "$old" != $zero && ! git merge-base --is-ancestor "$old" "$new"; then
    echo "error: GH006: Cannot force-push to a protected branch" >&2; exit 1
  fi
fi
if test "$PUSH_BY_APP" = yes && test "$new" != $zero && test "$old" != $zero; then
  if ! git diff --quiet "$old" "$new" -- .github/workflows; then
    echo "refusing to allow a GitHub App to create or update workflow without \\`workflows\\` permission" >&2
    exit 1
  fi
fi
"""

_SETTINGS = {
    "http.receivepack": "true",
    "receive.hideRefs": "refs/pull",
    "uploadpack.allowAnySHA1InWant": "true",
    "uploadpack.allowFilter": "true",
    "gc.auto": "0",
    "receive.autogc": "false",
    "receive.denyDeleteCurrent": "ignore",
    "core.logAllRefUpdates": "false",
}

ENVIRONMENT = {
    "GIT_AUTHOR_NAME": "Git Hub",
    "GIT_AUTHOR_EMAIL": "noreply@example.org",
    "GIT_COMMITTER_NAME": "Git Hub",
    "GIT_COMMITTER_EMAIL": "noreply@example.org",
}


def git(
    path: Path,
    *arguments: str,
    text: str | None = None,
    check: bool = True,
    also: dict[str, str] | None = None,
) -> str:
    """What git says in this repository; an empty string where it failed and ``check`` is off."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=path,
        env=clean_environment() | ENVIRONMENT | (also or {}),
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and check:
        raise AssertionError(f"git {' '.join(arguments)}: {done.stderr}")
    return "" if done.returncode else done.stdout.strip()


def new_store(path: Path, *, shares: Path | None = None, source: Path | None = None) -> None:
    """A bare repository: a copy of ``source``'s main, or a fork that shares the objects of ``shares``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    git(path.parent, "init", "--quiet", "--bare", "--initial-branch=main", str(path))
    for name, value in _SETTINGS.items():
        git(path, "config", name, value)
    hook = path / "hooks" / "update"
    hook.write_text(_UPDATE_HOOK)
    hook.chmod(0o755)
    if shares is not None:
        (path / "objects" / "info" / "alternates").write_text(f"{shares / 'objects'}\n")
        git(path, "update-ref", "refs/heads/main", tip(shares, "main"))
    if source is not None:
        git(path, "fetch", "--quiet", str(source), "refs/heads/main:refs/heads/main")


def tip(path: Path, branch: str) -> str:
    """The commit of a branch, or an empty string."""
    return git(path, "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}", check=False)


def refs(path: Path, prefix: str = "refs/heads/") -> dict[str, str]:
    """Every ref below a prefix, with its object."""
    lines = git(path, "for-each-ref", "--format=%(refname) %(objectname)", prefix).splitlines()
    return dict(line.split(" ", 1) for line in lines)


def commit_id(path: Path, name: str) -> str:
    """The commit that a sha, a branch or a full ref stands for; an empty string for none."""
    for form in (f"refs/heads/{name}", f"refs/{name}", name):
        found = git(path, "rev-parse", "--verify", "--quiet", f"{form}^{{commit}}", check=False)
        if found:
            return found
    return ""


def is_ancestor(path: Path, older: str, newer: str) -> bool:
    """Whether a commit is in the history of another."""
    done = subprocess.run(
        ["git", "merge-base", "--is-ancestor", older, newer],
        cwd=path,
        env=clean_environment(),
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def merges(path: Path, base: str, head: str) -> bool:
    """Whether two commits merge without a conflict."""
    return git(path, "merge-tree", "--write-tree", base, head, check=False) != ""


def publish_head(upstream: Path, store: Path, branch: str, number: int) -> str:
    """Lets ``refs/pull/N/head`` follow a branch; objects come along when it is a fork's."""
    head = tip(store, branch)
    if store == upstream:
        git(upstream, "update-ref", f"refs/pull/{number}/head", head)
    else:
        ref = f"+refs/heads/{branch}:refs/pull/{number}/head"
        git(upstream, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", str(store), ref)
    return head


def arrival(path: Path, head: str, newest: str) -> str:
    """The commit of a branch's own line that brought a head into it."""
    after = git(path, "rev-list", "--first-parent", "--ancestry-path", f"{head}..{newest}").split()
    return after[-1] if after else head


@functools.cache
def commits(path: Path, base: str, head: str) -> tuple[str, ...]:
    """The commits of a pull request, the oldest first."""
    return tuple(git(path, "rev-list", "--reverse", "--topo-order", f"{base}..{head}").split())


def commit_files(path: Path, parent: str, files: dict[str, str], message: str) -> str:
    """A commit on another one that sets these files, made without a checkout."""
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        git(path, "read-tree", parent, also=index)
        for name, text in files.items():
            blob = git(path, "hash-object", "-w", "--stdin", text=text)
            git(path, "update-index", "--add", "--cacheinfo", f"100644,{blob},{name}", also=index)
        tree = git(path, "write-tree", also=index)
    return git(path, "commit-tree", tree, "-p", parent, "-m", message)
