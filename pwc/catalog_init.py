"""``pwc catalog init``: a repository that holds data alone, and gets the programs as a package."""

from __future__ import annotations

from pathlib import Path

import click

from pwc.errors import UsageError
from pwc.git_history import find_repository
from pwc.inert import visible

ATTRIBUTES = """\
# The catalog has one byte form, and the log knows submissions by the hash of their bytes: no line-end
# conversion may touch them.
catalog/** -text
submissions/** -text
"""
IGNORED = """\
# Papers and abstracts that are kept beside the catalog, and published with the data.
/catalog/side-papers/
"""
README = """\
# A catalog of machine-learning results

Results are added by pull request: one YAML file in `submissions/<year>/<month>/`. A maintainer's `pwc merge`
takes it into `catalog/`, which nothing else writes.

```sh
pwc validate            # what you changed, line by line
pwc preview FILE        # which leaderboards it would change
pwc merge BRANCH        # maintainers: take it in
pwc catalog check       # every invariant of the catalog
pwc site build          # the website
```
"""
_FILES = {
    ".gitattributes": ATTRIBUTES,
    ".gitignore": IGNORED,
    "README.md": README,
}


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
def init(directory: Path) -> int:
    """Begin a catalog of your own in a git repository that holds data alone.

    Writes .gitattributes, .gitignore and README.md into DIRECTORY (the current one by default), and says what
    to do next. Files that are there stay as they are. The catalog itself begins with the first
    `pwc merge`; an imported archive comes in with `pwc merge --import`.

    Exit codes: 0 done, 2 this is no git repository, or it has a catalog already.

    \b
    Examples:
      git init --initial-branch=main our-results && cd our-results && pwc catalog init
    """
    top = find_repository(directory) if directory.is_dir() else None
    if top is None:
        raise UsageError(f"{visible(str(directory))} is no git repository; make it one first: git init")
    if (top / "catalog").exists():
        raise UsageError(f"{visible(str(top))} has a catalog already")
    for name, content in _FILES.items():
        file = top / name
        if file.exists():
            click.echo(f"kept    {name}")
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
        click.echo(f"written {name}")
    click.echo(
        "Next: git add --all && git commit -m 'Begin a catalog'; then a file in submissions/, on a branch."
    )
    return 0
