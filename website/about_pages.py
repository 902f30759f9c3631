"""The pages about the project itself: how to contribute, what this is, and what is not there."""

from __future__ import annotations

from pwc.record import LogEntry
from website.contents import Contents
from website.lists import Counts, counts
from website.view import View

EXAMPLE = """\
paper:
  title: "AlexaTM 20B: Few-Shot Learning Using a Large-Scale Multilingual Seq2Seq Model"
  arxiv: "2208.01448"
  date: "2022-08-02"
  authors: [Saleh Soltan, Shankar Ananthakrishnan]
  tasks: [Question Answering]
  code:
    - url: https://github.com/amazon-science/alexa-teacher-models
      official: true
results:
  - task: Question Answering
    dataset: COPA
    model: AlexaTM 20B
    metrics: {Accuracy: 78}
    setting: zero-shot
    extra_training_data: false
    evidence: {table: Table 2, page: 5}
"""
"""A whole submission, as short as one can be that leaves nothing useful out."""


class SubmitView(View, frozen=True, kw_only=True):
    """What the page on contributing shows."""

    example: str


class AboutView(View, frozen=True, kw_only=True):
    """What the page about the project shows."""

    counts: Counts
    last_entry: LogEntry | None


def submit() -> SubmitView:
    """How to contribute."""
    return SubmitView(
        title="Submit a result",
        description="How to add a paper's results to the catalog: one YAML file, by pull request.",
        example=EXAMPLE,
    )


def about(contents: Contents) -> AboutView:
    """What this is."""
    return AboutView(
        title="About",
        description="What Papers With Code 2 is, how it works, its licence and its statistics.",
        counts=counts(contents),
        last_entry=contents.last_entry,
    )


def not_found() -> View:
    """What a dead link leads to."""
    return View(title="Page not found", description="There is no such page.")


def search() -> View:
    """Where a search without the script ends, and a search with it shows everything it found."""
    return View(title="Search", description="Search papers, leaderboards, tasks, datasets and methods.")


def moved(path: str) -> View:
    """What leads on to the page that a record has now."""
    return View(title="This page has moved", description="It stands at another address now.", moved_to=path)
