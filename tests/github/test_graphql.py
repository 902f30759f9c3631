from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.github.conftest import Client
from tests.github.fake_github import FakeGitHub
from tests.github.faults import Fault
from tests.github.records import Account

SNAPSHOT = """
query($owner: String!, $name: String!, $number: Int!) {
  viewer { login databaseId }
  rateLimit { cost remaining resetAt }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      number state merged mergedAt isDraft createdAt updatedAt headRefOid headRefName baseRefName
      maintainerCanModify isCrossRepository mergeable
      headRepository { nameWithOwner }
      author { __typename login ... on User { databaseId } ... on Bot { databaseId } }
      labels(first: 100) { nodes { name } }
      comments(first: 100) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          databaseId id body createdAt updatedAt lastEditedAt viewerDidAuthor
          author { __typename login ... on User { databaseId } ... on Bot { databaseId } }
          reactionGroups { content viewerHasReacted }
        }
      }
      reviews(first: 100, states: [APPROVED]) {
        nodes {
          databaseId state submittedAt body viewerDidAuthor commit { oid }
          author { login ... on User { databaseId } }
        }
      }
      timelineItems(first: 100, itemTypes: [HEAD_REF_FORCE_PUSHED_EVENT, BASE_REF_CHANGED_EVENT]) {
        nodes {
          __typename
          ... on HeadRefForcePushedEvent { createdAt beforeCommit { oid } afterCommit { oid } }
          ... on BaseRefChangedEvent { createdAt previousRefName currentRefName }
        }
      }
      commits(last: 1) {
        totalCount
        nodes {
          commit {
            oid
            status {
              state
              contexts {
                context state createdAt description
                creator { login ... on Bot { databaseId } ... on User { databaseId } }
              }
            }
          }
        }
      }
    }
  }
}
"""

LIST = """
query($first: Int!, $after: String) {
  repository(owner: "community", name: "results") {
    pullRequests(states: [OPEN], first: $first, after: $after,
                 orderBy: {field: UPDATED_AT, direction: DESC}) {
      totalCount nodes { number } pageInfo { hasNextPage endCursor }
    }
  }
}
"""


def _ask(hub: FakeGitHub, query: str, account: Account | None = None, **variables: Any) -> dict[str, Any]:
    asked: Any = {"query": query, "variables": variables}
    headers = {"Authorization": f"bearer {(account or hub.bot).token}"}
    address = hub.api_url.replace("/v3", "/graphql")
    answer: dict[str, Any] = requests.post(address, json=asked, headers=headers, timeout=10).json()
    return answer


def _snapshot(hub: FakeGitHub, number: int = 1) -> dict[str, Any]:
    said = _ask(hub, SNAPSHOT, owner="community", name="results", number=number)
    assert "errors" not in said
    pull: dict[str, Any] = said["data"]["repository"]["pullRequest"]
    return pull


def test_a_snapshot_through_pygithub(hub: FakeGitHub, client: Client) -> None:
    mia = hub.grant("mia", "maintain")
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    first = pull.head
    hub.force_push("ada", "first", {"a.yaml": "2\n"})
    hub.label(pull, "mia", "hold")
    comment = hub.comment(pull, "mia", "/merge")
    hub.world.react(comment, hub.bot, "eyes")
    own = hub.world.comment(pull, hub.bot, "A report.")
    hub.edit_comment(own, "Another report.")
    hub.review(pull, "mia")
    hub.review(pull, "ada", "COMMENTED", body="Hm.")
    hub.world.status(pull.head, hub.bot, "pending", context="pwc")
    hub.world.status(pull.head, hub.bot, "success", context="pwc", description="All well")
    variables = {"owner": "community", "name": "results", "number": 1}
    _, said = client(hub.bot).requester.graphql_query(SNAPSHOT, variables)
    data = said["data"]
    assert data["viewer"] == {"login": "github-actions[bot]", "databaseId": 41898282}
    shown = data["repository"]["pullRequest"]
    assert (shown["state"], shown["headRefOid"], shown["headRefName"]) == ("OPEN", pull.head, "first")
    assert (shown["isCrossRepository"], shown["maintainerCanModify"]) == (True, True)
    assert shown["headRepository"] == {"nameWithOwner": "ada/results"}
    assert shown["author"] == {"__typename": "User", "login": "ada", "databaseId": pull.author.id}
    assert shown["labels"]["nodes"] == [{"name": "hold"}]
    command, report = shown["comments"]["nodes"]
    assert (command["databaseId"], command["author"]["databaseId"]) == (comment.id, mia.id)
    assert [g["content"] for g in command["reactionGroups"] if g["viewerHasReacted"]] == ["EYES"]
    assert command["lastEditedAt"] is None
    assert report["author"] == {"__typename": "Bot", "login": "github-actions", "databaseId": 41898282}
    assert report["viewerDidAuthor"]
    assert report["lastEditedAt"] == report["updatedAt"] > report["createdAt"]
    [review] = shown["reviews"]["nodes"]
    assert (review["author"]["login"], review["commit"]["oid"]) == ("mia", pull.head)
    [event] = shown["timelineItems"]["nodes"]
    assert (event["beforeCommit"]["oid"], event["afterCommit"]["oid"]) == (first, pull.head)
    [last] = shown["commits"]["nodes"]
    [context] = last["commit"]["status"]["contexts"]
    assert (last["commit"]["oid"], context["state"]) == (pull.head, "SUCCESS")
    assert (context["context"], context["description"]) == ("pwc", "All well")
    assert context["creator"] == {"login": "github-actions", "databaseId": 41898282}
    assert [(call.method, call.template) for call in hub.server.calls] == [("POST", "/graphql")]


def test_what_is_gone_is_null(hub: FakeGitHub) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    hub.comment(pull, "ada", "Bye.")
    hub.review(pull, "ada")
    hub.delete_fork("ada")
    hub.delete_user("ada")
    shown = _snapshot(hub)
    assert shown["author"] is None
    assert shown["headRepository"] is None
    assert shown["isCrossRepository"]
    assert shown["comments"]["nodes"][0]["author"] is None
    assert shown["reviews"]["nodes"][0]["author"] is None
    assert shown["commits"]["nodes"][0]["commit"]["status"] is None


def test_a_merged_one_and_a_new_base(hub: FakeGitHub) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    hub.push("community", "next", {})
    hub.retarget(pull, "next")
    assert _snapshot(hub)["timelineItems"]["nodes"][0]["currentRefName"] == "next"
    hub.retarget(pull, "main")
    hub.push_commit_to_main(pull.head)
    shown = _snapshot(hub)
    assert (shown["state"], shown["merged"], shown["mergedAt"]) == ("MERGED", True, pull.merged)


def test_lists_come_in_pages_by_cursor(hub: FakeGitHub) -> None:
    pulls = [hub.open_pull("ada", f"branch-{n}", {f"{n}.yaml": "1\n"}) for n in range(3)]
    hub.comment(pulls[0], "mia", "Now the latest.")
    found, after = [], None
    for _ in range(2):
        page = _ask(hub, LIST, first=2, after=after)["data"]["repository"]["pullRequests"]
        found.append([node["number"] for node in page["nodes"]])
        after = page["pageInfo"]["endCursor"]
    assert found == [[1, 3], [2]]
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (3, False)


@pytest.mark.parametrize(("first", "kind"), [(101, "EXCESSIVE_PAGINATION"), (-1, "EXCESSIVE_PAGINATION")])
def test_a_page_has_at_most_a_hundred(hub: FakeGitHub, first: int, kind: str) -> None:
    assert _ask(hub, LIST, first=first)["errors"][0]["type"] == kind


def test_a_pull_request_that_is_not_there_is_an_error(hub: FakeGitHub) -> None:
    said = _ask(hub, SNAPSHOT, owner="community", name="results", number=9)
    assert said["errors"][0]["type"] == "NOT_FOUND"
    assert said["data"]["repository"]["pullRequest"] is None


def test_a_query_against_the_schema_is_a_violation(hub: FakeGitHub) -> None:
    said = _ask(hub, '{ repository(owner: "community", name: "results") { pulls } }')
    assert "Cannot query field" in said["errors"][0]["message"]
    assert len(hub.server.violations) == 1
    hub.server.violations.clear()


@pytest.mark.parametrize(
    ("inside", "place"),
    [
        ("pullRequest(number: 1) { permalink }", "PullRequest.permalink"),
        ("pullRequest(number: 1) { labels(first: 1) { nodes { isDefault } } }", "Label.isDefault"),
        (
            "pullRequest(number: 1) { timelineItems(first: 1) { totalCount } }",
            "PullRequest.timelineItems",
        ),
    ],
)
def test_a_field_without_an_answer_is_remembered(hub: FakeGitHub, inside: str, place: str) -> None:
    hub.label(hub.open_pull("ada", "first", {"a.yaml": "1\n"}), "mia", "hold")
    _ask(hub, f'{{ repository(owner: "community", name: "results") {{ {inside} }} }}')
    assert hub.server.unknown_calls[0].startswith(f"GraphQL {place}")
    hub.server.unknown_calls.clear()


def test_faults_strike_queries_too(hub: FakeGitHub) -> None:
    hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    hub.server.faults.plan(Fault.STALE, template="/graphql", at=2)
    old = _ask(hub, LIST, first=1)
    hub.close(hub.world.pulls[1])
    assert _ask(hub, LIST, first=1) == old != _ask(hub, LIST, first=1)
    hub.server.faults.plan(Fault.BAD_GATEWAY_BEFORE, template="/graphql")
    assert _ask(hub, LIST, first=1)["message"] == "Server Error"
