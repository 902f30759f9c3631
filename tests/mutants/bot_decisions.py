"""Guards of the bot: whose word counts, for which head, and what keeps a pull request from being merged."""

from __future__ import annotations

from collections.abc import Iterator

from tests.mutants.mutant import Mutant

_DECISION = "tests/mergebot/bot/test_decide.py"
_GUARDS = "tests/mergebot/bot/test_guards.py"
_PURE = (_DECISION, _GUARDS, "-k", "test_decide or closing_that or counts_twice or is_spent or was_cut")
_TESTS = {
    "policy": ("tests/mergebot/bot/test_policy.py",),
    "look": (_GUARDS, "-k", "judged or verdict or answer or deleted"),
    "snapshot": (_GUARDS, _DECISION, "-k", "void or edited or approval"),
    "queries": (_GUARDS, "-k", "bot or receipts or reviews or last_time"),
    "hub": (_GUARDS, "-k", "login or own_status"),
    "remote": (_GUARDS, "-k", "token or forced or replaces or pushed or lost"),
    "attention": (_GUARDS, "-k", "looked_at or kept_in_mind or believed"),
    "landing": (_GUARDS, "-k", "train or repairs"),
}

_STATE = (
    ("a bot's comment counts for nothing", "if comment.author.is_bot:", "if False:"),
    ("an edited comment gives nobody anything", "if comment.is_edited else found", "if False else found"),
    ("an edited hold holds", "isinstance(command, Hold)] if comment", "not command] if comment"),
    (
        "a command of maintainers needs their right",
        "        return may_merge\n    return by.id",
        "        return True\n    return by.id",
    ),
    ("only its author withdraws", "by.id == pull.author.id if", "True if"),
    (
        "what was never judged is not approved",
        "settled is None or given.at <= settled",
        "settled is not None and given.at <= settled",
    ),
    ("a word of the same second is too early", "given.at <= settled", "given.at < settled"),
    ("a word before the verdict is void", "settled is None or given.at <= settled", "settled is None"),
    ("a word for another head is void", "return named is None or pull.head.startswith(named)", "return True"),
    (
        "a spent word is spent",
        "_is_of_head(given, pull) and not given.is_spent}",
        "_is_of_head(given, pull)}",
    ),
    (
        "an approval of another head is none",
        "given in merges if _is_of_head(given, pull) and",
        "given in merges if",
    ),
    ("only who may merges", "able = [given for given in commands if given.may]", "able = list(commands)"),
    (
        "an override is of this head",
        "isinstance(given.command, Override) and _is_of_head(given, pull)]",
        "isinstance(given.command, Override)]",
    ),
    ("closing happens once", "given in able if given.is_new and isinstance", "given in able if isinstance"),
    ("undoing needs every area", "roles.get(comment.author.id), ())", "roles.get(comment.author.id), areas)"),
    ("the last hold counts", "for given in reversed(held[-1:])", "for given in reversed(held[:0])"),
    ("a review is of this head", "is_of_head = one.commit == pull.head and", "is_of_head ="),
    (
        "a review comes after the verdict",
        "settled is not None and one.submitted > settled",
        "settled is not None",
    ),
    ("nobody counts twice", "            seen.add(one.author.id)\n", ""),
    (
        "an author does not approve by a review",
        "settled, seen = pull.settled, {pull.author.id}",
        "settled, seen = pull.settled, {0}",
    ),
    ("a bot does not approve by a review", "not in seen and not one.author.is_bot:", "not in seen:"),
    (
        "who approves by a review may merge",
        "            if policy.may_merge(one.author.id, roles.get(one.author.id), areas):",
        "            if areas is not None:",
    ),
)

_DECIDE = (
    ("a hold stops", "if state.hold is not None:", "if False:"),
    (
        "what is not checked stops",
        '            yield "its head has not been checked yet"\n        return',
        "            pass\n        return",
    ),
    (
        "what could not be checked stops",
        '    if verdict.is_unchecked:\n        yield "it',
        '    if not verdict:\n        yield "it',
    ),
    ("errors stop", '        yield "its errors have to be mended"', "        pass"),
    (
        "a warning waits for its override",
        "sorted(verdict.needs_override - state.overrides.keys())",
        "sorted(())",
    ),
    ("somebody has to say merge", "if not state.approved_by and not _merges", "if False and not _merges"),
    ("another base stops", '        yield f"it should be for {MAIN}: change its base"', "        pass"),
    ("a draft stops", '        yield "it is a draft: mark it as ready"', "        pass"),
    ("too much at once waits", "return pull.ahead >= policy", "return pull.ahead > policy"),
    ("talk that was cut stops", "if pull.is_cut:", "if False:"),
    ("warnings are for people", "rule is None or verdict.warnings or", "rule is None or"),
    ("so many approvals", "len(state.reviews) >= rule.approvals", "len(state.reviews) >= 1"),
    ("at most so many results", " and verdict.results <= rule.most_results", ""),
    (
        "what landed is not merged again",
        "if verdict is not None and verdict.landed is not None:\n        return",
        "if verdict is not None and verdict.landed == '':\n        return",
    ),
    (
        "what is closed is not merged",
        "if not pull.is_open:\n        return Plan",
        "if pull.is_merged:\n        return Plan",
    ),
    ("closing comes first", "if state.closing is not None:", "if state.closing is not None and state.hold:"),
    (
        "only who may undoes",
        "given.is_new and given.may and isinstance(given.command, Revert)",
        "given.is_new and isinstance(given.command, Revert)",
    ),
    (
        "undoing happens once",
        "given.is_new and given.may and isinstance(given.command, Revert)",
        "given.may and isinstance(given.command, Revert)",
    ),
    (
        "the head that was judged is merged",
        "return Merging(pull.head, tuple(by), reasons)",
        "return Merging(pull.ref, tuple(by), reasons)",
    ),
)

_OTHERS = (
    ("policy", "a role that is not named may nothing", "if role in self.roles:", "if role is not None:"),
    (
        "policy",
        "what touches no area is for those of every one",
        "return bool(touched) and touched <= own",
        "return touched <= own",
    ),
    ("policy", "every area has to be one's own", "touched <= own", "bool(touched & own)"),
    (
        "policy",
        "the number of the account counts",
        "for one in self.maintainers if one.id == user for",
        "for one in self.maintainers for",
    ),
    (
        "policy",
        "without a file nobody may",
        "        return Policy()\n    parsed",
        "        return Policy(roles=('write',))\n    parsed",
    ),
    (
        "look",
        "the head that is judged is the one that was read",
        "if resolve(self._clone, pull.ref) != pull.head:\n            raise",
        "if False:\n            raise",
    ),
    (
        "look",
        "a judgement is of the same head",
        "seen.judgement if pull.head == seen.pull.head else None",
        "seen.judgement",
    ),
    ("look", "a crash is no verdict", "Judgement(Verdict(is_unchecked=True)", "Judgement(Verdict()"),
    (
        "look",
        "deleted accounts have no rights",
        "if account.id in wanted and account.id}",
        "if account.id in wanted}",
    ),
    ("look", "what is not for main is not judged", "return pull.base == MAIN and", "return"),
    (
        "snapshot",
        "a verdict from before the head was put back is void",
        "if self.forced is None or self.judged > self.forced else None",
        "",
    ),
    ("snapshot", "an edited comment is known", "return self.updated != self.created", "return False"),
    ("queries", "only approvals approve", 'review["state"] == "APPROVED" and', ""),
    (
        "queries",
        "deleted accounts are nobody",
        'told is None or not isinstance(told.get("databaseId"), int)',
        "told is None",
    ),
    ("queries", "a bot is a bot", 'is_bot=told["__typename"] != "User"', "is_bot=False"),
    (
        "queries",
        "an edit is seen",
        'updated=told["lastEditedAt"] or told["createdAt"]',
        'updated=told["createdAt"]',
    ),
    ("queries", "only the bot's own receipts count", 'if g["viewerHasReacted"] and g', "if g"),
    ("queries", "a forced head and a new base are seen", "forced=max(events, default=None)", "forced=None"),
    ("queries", "only the bot's own offers count", 'review["viewerDidAuthor"] and _oid', "_oid"),
    ("hub", "a login that changed hands has no right", "if is_the_same and", "if"),
    (
        "hub",
        "only the bot's own status says that it judged",
        'status["context"] == CONTEXT and (status["creator"] or {}).get("id") == self.me.id',
        'status["context"] == CONTEXT',
    ),
    (
        "hub",
        "only the bot's own context says that it judged",
        'status["context"] == CONTEXT and (status["creator"] or {})',
        '(status["creator"] or {})',
    ),
    (
        "hub",
        "what was said on another pull request with this head counts for nothing",
        """is_mine and (status["target_url"] or "").endswith(f"/pull/{pull.number}")""",
        "is_mine",
    ),
    (
        "hub",
        "a status from before the head was put back is void",
        'or one["created_at"] > pull.forced',
        "or True",
    ),
    ("hub", "a pending status judges nothing", 'if one["state"] in _JUDGED]', "]"),
    (
        "remote",
        "a token goes over no open line",
        'if token and parts.scheme != "https" and parts.hostname not in _LOCAL:',
        "if False:",
    ),
    ("remote", "the address says no password", "if parts.username or parts.password:", "if False:"),
    (
        "remote",
        "the token is in no message",
        'return text.replace(self._token, "***") if self._token else text',
        "return text",
    ),
    (
        "remote",
        "what replaces has a lease",
        "leases = [f\"--force-with-lease={p.ref}:{p.expected or ''}\" for p in pushes if p.replaces]",
        'leases = ["--force" for p in pushes if p.replaces]',
    ),
    (
        "remote",
        "nothing is forced",
        '"--quiet", "--porcelain", "--atomic", *leases',
        '"--quiet", "--porcelain", "--atomic", "--force", *leases',
    ),
    ("remote", "all or none", '"--porcelain", "--atomic", *leases', '"--porcelain", *leases'),
    (
        "remote",
        "a push whose answer was lost is none that failed",
        "if all(now.get(push.ref) == push.commit for push in pushes):\n                return",
        "if False:\n                return",
    ),
    (
        "attention",
        "an answer that is older than the bot's own word is not believed",
        "and not pull.is_reported",
        "and not pull.number",
    ),
    (
        "attention",
        "a new head is looked at",
        "same = (seen.head, seen.updated, seen.waits) == (one.head, one.updated, scene",
        "same = (one.head, seen.updated, seen.waits) == (one.head, one.updated, scene",
    ),
    (
        "attention",
        "another policy is a reason to look at all",
        "seen is None or before.policy != scene.policy_blob",
        "seen is None",
    ),
    (
        "attention",
        "what a verdict depends on is watched",
        "return same and seen.digest == memory.digest(main, seen.reads)",
        "return same",
    ),
    (
        "attention",
        "what is gone is looked at once more",
        "due = sorted(changed | gone | talked_about)",
        "due = sorted(changed | talked_about)",
    ),
    (
        "attention",
        "what failed is looked at again",
        "            yield number, _UNKNOWN\n        elif",
        "            pass\n        elif",
    ),
    (
        "landing",
        "a main that moved is not overwritten",
        "self._remote.push([Push(MAIN_REF, made, tip)])",
        "self._remote.push([Push(MAIN_REF, made, self._remote.heads([MAIN_REF])[MAIN_REF], True)])",
    ),
    (
        "landing",
        "a main that moved is built upon again",
        "                self._remote.fetch({MAIN_REF: MAIN_REF})",
        "                pass",
    ),
    (
        "landing",
        "repairs go on top of the head that they are for",
        "NewCommit((pull.head,), bot",
        "NewCommit((self._tip(),), bot",
    ),
)


def mutants() -> Iterator[Mutant]:
    """All of them."""
    yield from (Mutant(guard, "mergebot/bot/state.py", old, new, _PURE) for guard, old, new in _STATE)
    yield from (Mutant(guard, "mergebot/bot/decide.py", old, new, _PURE) for guard, old, new in _DECIDE)
    yield from (
        Mutant(guard, f"mergebot/bot/{name}.py", old, new, _TESTS[name]) for name, guard, old, new in _OTHERS
    )
