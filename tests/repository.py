"""A real git repository to work in, with nothing of the machine's git configuration."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pwc.git_isolation import clean_environment

FIRST = """\
paper:
  title: "AlexaTM 20B: Few-Shot Learning Using a Large-Scale Multilingual Seq2Seq Model"
  arxiv: "2208.01448"
  date: 2022-08-02
  tasks: [Question Answering]
results:
  - task: Question Answering
    dataset: COPA
    model: AlexaTM 20B
    metrics: {Accuracy: 78.0}
    setting: zero-shot
new:
  tasks: [{name: Question Answering, area: Natural Language Processing}]
  datasets: [{name: COPA, full_name: Choice of Plausible Alternatives}]
  metrics:
    - {task: Question Answering, dataset: COPA, name: Accuracy, better: higher, scale: percent, max: 100}
"""


def submission(number: int, value: str = "50.5", *, model: str = "") -> str:
    """A valid submission to the board that FIRST opens; each number is another paper."""
    return f"""\
paper:
  title: Paper Number {number}
  arxiv: "2301.{number:05}"
  date: 2023-01-15
results:
  - task: Question Answering
    dataset: COPA
    model: {model or f"Model {number}"}
    metrics: {{Accuracy: {value}}}
"""


class Repository:
    """A git repository in a directory, and the real ``pwc`` run in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.environment = clean_environment() | {
            "GIT_AUTHOR_NAME": "Ada Contributor",
            "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Ada Contributor",
            "GIT_COMMITTER_EMAIL": "ada@example.org",
            "HOME": str(path.parent),
        }

    def git(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(done.stderr)
        return done.stdout.strip()

    def pwc(
        self, *arguments: str, cwd: Path | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pwc", *arguments],
            cwd=cwd or self.path,
            env=self.environment | {"PYTHONPATH": str(Path.cwd()), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def write(self, path: str, text: str) -> None:
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def commit(self, files: dict[str, str], message: str = "Work") -> str:
        for path, text in files.items():
            self.write(path, text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str, files: dict[str, str], *, start: str = "main") -> str:
        """A branch from ``start`` with one commit; main stays checked out."""
        self.git("switch", "--quiet", "--create", name, start)
        head = self.commit(files, f"Add {name}")
        self.git("switch", "--quiet", "main")
        return head

    def offer(self, name: str, text: str, *, start: str = "main") -> str:
        """A branch that adds one submission of this name."""
        return self.branch(name, {f"submissions/2026/11/{name}.yaml": text}, start=start)

    def snapshot(self) -> tuple[str, str, dict[str, bytes]]:
        """All refs, git's status, and every file of the working tree."""
        files = {
            str(file.relative_to(self.path)): file.read_bytes()
            for file in self.path.rglob("*")
            if file.is_file() and ".git" not in file.relative_to(self.path).parts
        }
        return self.git("for-each-ref"), self.git("status", "--porcelain"), files

    def read(self, path: str, commit: str = "main") -> str:
        return self.git("show", f"{commit}:{path}")
