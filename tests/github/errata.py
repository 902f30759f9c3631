"""Where GitHub's description is known to say less, or something else, than what GitHub does."""

from __future__ import annotations

from typing import Any

ANSWERED_ANYWHERE = {
    # "Troubleshooting the REST API" in GitHub's documentation says of all endpoints when they answer with
    # these (bad credentials, forbidden, not found, validation failed), while the description of an operation
    # names only some; POST statuses/{sha}, for one, names no 422, yet refuses a text of 141 characters.
    401,
    403,
    404,
    422,
}

_NAMES = {"type": "array", "items": {"type": "string"}}

BODIES: dict[tuple[str, str], dict[str, Any]] = {
    # Labels are accepted as a bare array of names: PyGithub sends them so (Issue.add_to_labels, set_labels).
    # The description has objects alone, and for PUT two of which exactly one has to fit.
    (method, "/repos/{owner}/{repo}/issues/{issue_number}/labels"): {
        "anyOf": [_NAMES, {"type": "object", "properties": {"labels": _NAMES}}]
    }
    for method in ("POST", "PUT")
}

IGNORED_PARAMETERS = {
    # PyGithub asks every listing for pages of a size (PaginatedList), also this one, which has no pages.
    ("GET", "/repos/{owner}/{repo}/git/matching-refs/{ref}"): {"per_page", "page"}
}

MISSING_NULL: tuple[tuple[str, ...], ...] = (
    # The repository of a head is null once the fork was deleted ("unknown repository" on the page), which
    # PyGithub's users have reported for years (PullRequest.head.repo is None).
    ("pull-request", "head", "repo"),
    ("pull-request-simple", "head", "repo"),
    # A label without a description has null there: the same description says so of labels everywhere else.
    ("pull-request-simple", "labels", "description"),
)
"""A schema, and the way to a property that is null on GitHub although the description forbids it."""
