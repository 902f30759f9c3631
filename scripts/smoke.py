"""Try the bot on a real scratch repository on GitHub, and say what only GitHub itself can prove.

    GITHUB_TOKEN=... python scripts/smoke.py OWNER/SCRATCH

The repository must be empty or disposable: its main gets a catalog, and a pull request is opened and merged.
The token needs to write contents, pull requests, issues and statuses. Nothing of this is part of the tests,
since it needs the network and an account. Each line of the end says what was seen.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click
from github import Auth, Github

from mergebot.bot.remote import Push, Remote

SUBMISSION = """\
paper: {title: A Smoke Test, arxiv: "2301.00001", date: 2023-01-01}
results:
  - {task: Smoke Testing, dataset: Scratch, model: Smoke, metrics: {Accuracy: 50.0}}
new:
  tasks: [{name: Smoke Testing, area: Miscellaneous}]
  datasets: [{name: Scratch, full_name: A scratch repository}]
  metrics: [{task: Smoke Testing, dataset: Scratch, name: Accuracy, better: higher, scale: percent, max: 100}]
"""
PATH = "submissions/2026/11/smoke.yaml"
POLICY = "roles: [write, maintain, admin]\n"


def run(*command: str, cwd: Path | None = None) -> str:
    """What a command printed; its error ends the script."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command[:3])} ...: {done.stderr or done.stdout}")
    return done.stdout.strip()


def push(remote: Remote) -> None:
    """Put an empty catalog with a policy on main, and a branch with one submission beside it."""
    scratch = remote.clone
    run("git", "init", "--quiet", "--initial-branch=main", ".", cwd=scratch)
    run(sys.executable, "-m", "pwc", "catalog", "init", cwd=scratch)
    commit(scratch, ".github/mergebot.yml", POLICY)
    put(remote, "refs/heads/main")
    commit(scratch, PATH, SUBMISSION)
    put(remote, "refs/heads/smoke")


def commit(scratch: Path, path: str, text: str) -> None:
    """Commit a file, and whatever else is new."""
    (scratch / path).parent.mkdir(parents=True, exist_ok=True)
    (scratch / path).write_text(text)
    run("git", "add", "--all", cwd=scratch)
    identity = ("-c", "user.name=Smoke", "-c", "user.email=smoke@example.org")
    run("git", *identity, "commit", "--quiet", "--message=Smoke", cwd=scratch)


def put(remote: Remote, ref: str) -> None:
    """Set a reference to what is committed, whatever it was; the token is on no command line."""
    made = run("git", "rev-parse", "HEAD", cwd=remote.clone)
    remote.push([Push(ref, made, remote.heads([ref]).get(ref), replaces=True)])


def sweep(name: str) -> None:
    """One run of the bot."""
    print(run(sys.executable, "-m", "pwc", "bot", "sweep", "--repo", name))


def wait(what: Any, seconds: int = 60) -> float | None:
    """How long it took until something was so; None if it was not in time."""
    begin = time.monotonic()
    while time.monotonic() - begin < seconds:
        if what():
            return time.monotonic() - begin
        time.sleep(1)
    return None


@click.command(help=__doc__)
@click.argument("name", metavar="OWNER/SCRATCH")
def main(name: str) -> None:
    """Play it."""
    token = os.environ.get("GITHUB_TOKEN", "")
    if not token:
        raise click.UsageError("GITHUB_TOKEN should hold a token that may write to the repository")
    repository = Github(auth=Auth.Token(token)).get_repo(name)
    if input(f"{name} will be overwritten. Its name again, to go on: ") != name:
        sys.exit("nothing was done")
    with tempfile.TemporaryDirectory() as scratch:
        push(Remote(Path(scratch), f"https://github.com/{name}.git", token))
    pull = repository.create_pull(base="main", head="smoke", title="Smoke", body="")
    sweep(name)
    comments = [one for one in pull.get_issue_comments() if "What would change" in one.body]
    time.sleep(2)  # the word has to be younger than the verdict, in whole seconds
    pull.create_issue_comment("/merge")
    sweep(name)
    took = wait(lambda: repository.get_pull(pull.number).merged)
    sweep(name)
    receipts = [reaction.content for one in pull.get_issue_comments() for reaction in one.get_reactions()]
    when = f"after {took:.0f} s" if took is not None else "not within a minute"
    seen = {
        "the comment was written once": len(comments) == 1,
        "only GitHub proves: main took a new merge commit past its rules": PATH in _files(repository),
        f"only GitHub proves: it marked the pull request as merged ({when})": took is not None,
        "only GitHub proves: the token may react to a comment": "rocket" in receipts,
        "only GitHub proves: a reference under refs/pwc/ can be pushed": _has_memory(repository),
    }
    for what, is_so in seen.items():
        print(f"{'yes' if is_so else 'NO '}  {what}")
    sys.exit(not all(seen.values()))


def _files(repository: Any) -> set[str]:
    return {entry.path for entry in repository.get_git_tree("main", recursive=True).tree}


def _has_memory(repository: Any) -> bool:
    return any(ref.ref == "refs/pwc/bot" for ref in repository.get_git_matching_refs("pwc/"))


if __name__ == "__main__":
    main()
