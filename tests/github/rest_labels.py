"""Endpoints of labels: those of a pull request and those of the repository."""

from __future__ import annotations

from tests.github import shapes
from tests.github.records import Label, Pull
from tests.github.routes import Answer, ApiError, Call, invalid, repository_route

_OF_ISSUE = "/issues/{issue_number}/labels"


def _names(body: object) -> list[str]:
    listed = body["labels"] if isinstance(body, dict) else body
    assert isinstance(listed, list)
    return [shapes.label_name(one) for one in listed]


def _shown(call: Call, pull: Pull) -> Answer:
    return Answer([shapes.label(call, label) for label in pull.labels])


@repository_route("GET", _OF_ISSUE)
def list_labels_of_issue(call: Call) -> Answer:
    pull = call.pull("issue_number")
    return Answer([shapes.label(call, label) for label in pull.labels], paged=True)


@repository_route("POST", _OF_ISSUE)
def add_labels(call: Call) -> Answer:
    """Labels that the repository does not have yet are made."""
    pull, actor = call.pull("issue_number"), call.require("triage")
    call.world.set_labels(pull, [label.name for label in pull.labels] + _names(call.body), actor)
    return _shown(call, pull)


@repository_route("PUT", _OF_ISSUE)
def set_labels(call: Call) -> Answer:
    pull, actor = call.pull("issue_number"), call.require("triage")
    call.world.set_labels(pull, _names(call.body), actor)
    return _shown(call, pull)


@repository_route("DELETE", _OF_ISSUE)
def remove_labels(call: Call) -> Answer:
    call.world.set_labels(call.pull("issue_number"), [], call.require("triage"))
    return Answer(status=204)


@repository_route("DELETE", _OF_ISSUE + "/{name}")
def remove_label(call: Call) -> Answer:
    pull, actor, name = call.pull("issue_number"), call.require("triage"), call.parts["name"].lower()
    kept = [label.name for label in pull.labels if label.name.lower() != name]
    if len(kept) == len(pull.labels):
        raise ApiError(404, "Label does not exist")
    call.world.set_labels(pull, kept, actor)
    return _shown(call, pull)


@repository_route("GET", "/labels")
def list_labels(call: Call) -> Answer:
    return Answer([shapes.label(call, label) for label in call.world.labels.values()], paged=True)


@repository_route("POST", "/labels")
def make_label(call: Call) -> Answer:
    call.require("write")
    name = call.body["name"]
    if name.lower() in call.world.labels:
        raise invalid("Label", "name", "already_exists")
    label = call.world.label(name)
    label.color = call.body.get("color", label.color)
    label.description = call.body.get("description")
    return Answer(shapes.label(call, label), 201)


def _named(call: Call) -> Label:
    label = call.world.labels.get(call.parts["name"].lower())
    if label is None:
        raise ApiError(404)
    return label


@repository_route("GET", "/labels/{name}")
def get_label(call: Call) -> Answer:
    return Answer(shapes.label(call, _named(call)))


@repository_route("DELETE", "/labels/{name}")
def delete_label(call: Call) -> Answer:
    """Takes it from every pull request as well."""
    call.require("write")
    label = _named(call)
    del call.world.labels[label.name.lower()]
    for pull in call.world.pulls.values():
        pull.labels = [other for other in pull.labels if other is not label]
    return Answer(status=204)
