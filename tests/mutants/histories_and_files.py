"""Guards of the merge itself: which files, which modes, which histories."""

from __future__ import annotations

from collections.abc import Iterator

from tests.mutants.mutant import Mutant

_RULES = (
    "tests/validator/test_files_and_changes.py",
    "tests/validator/test_rules.py",
    "-k",
    "change or PWC1 or collide or move or common",
)
_MERGE = (
    "tests/mergebot/test_guards_of_history.py",
    "tests/mergebot/test_merge.py",
    "-k",
    "refused or adopted or hides or history or left_out or proposed or free or guard",
)

_OF = (
    (
        "mergebot/history.py",
        "a message is small",
        "objects.size(commit) > MAX_COMMIT_BYTES",
        "objects.size(commit) < 0",
        _MERGE,
    ),
    (
        "mergebot/history.py",
        "a long history stays outside",
        "    if commits is None:\n        return False",
        "    if commits is None:\n        return True",
        _MERGE,
    ),
    (
        "mergebot/history.py",
        "every commit is looked at",
        "if list(commits.values()) == [(offered.fork,)]:",
        "if commits:",
        _MERGE,
    ),
    (
        "mergebot/history.py",
        "a merge is compared with main's side",
        "compared = on_main[0]",
        "compared = parents[0] if parents[0] not in on_main else parents[1]",
        _MERGE,
    ),
    (
        "mergebot/history.py",
        "a merge of others stays outside",
        "elif len(parents) == 2 and len(on_main) == 1:",
        "elif on_main:",
        _MERGE,
    ),
    (
        "mergebot/history.py",
        "a commit touches its own files alone",
        "if change.path not in own or change.new_mode",
        "if change.new_mode",
        _MERGE,
    ),
    (
        "mergebot/history.py",
        "a commit holds regular files alone",
        "if change.path not in own or change.new_mode not in {REGULAR, _ABSENT}:",
        "if change.path not in own:",
        _MERGE,
    ),
    (
        "mergebot/history.py",
        "a commit holds no large file",
        "return change.new_mode == _ABSENT or objects.size(change.new_blob) <= MAX_BYTES",
        "return True",
        _MERGE,
    ),
    (
        "mergebot/judging.py",
        "files that may not be touched stop all",
        'if report.has_errors:\n            return Refused(offered.ref, "it touches',
        'if False:\n            return Refused(offered.ref, "it touches',
        _MERGE,
    ),
    (
        "mergebot/judging.py",
        "a path that main has is not taken again",
        "        if taken is None:\n            return None",
        "        if taken is not None or taken is None:\n            return None",
        _MERGE,
    ),
    (
        "mergebot/judging.py",
        "the same head again is in main",
        "if accepted is not None and accepted.head == offered.head:",
        "if False:",
        _MERGE,
    ),
    (
        "mergebot/judging.py",
        "another head under an accepted path is not in main",
        "accepted is not None and accepted.head == offered.head",
        "accepted is not None",
        _MERGE,
    ),
    (
        "mergebot/judging.py",
        "what could not be checked is refused",
        "if report.unchecked:",
        "if False:",
        _MERGE,
    ),
    (
        "mergebot/judging.py",
        "what has errors is refused",
        'if report.has_errors:\n            return Refused(offered.ref, "it has',
        'if False:\n            return Refused(offered.ref, "it has',
        _MERGE,
    ),
    (
        "mergebot/judging.py",
        "a warning needs its reason",
        "        if missing:\n",
        "        if False:\n",
        ("tests/mergebot/test_correcting.py", "-k", "reason_on_record"),
    ),
    (
        "mergebot/judging.py",
        "an unclean history is adopted",
        "offered.head in self._outside or not is_clean(self._main, self._lineage, offered)",
        "offered.head in self._outside",
        _MERGE,
    ),
    (
        "mergebot/judging.py",
        "a history of odd objects is adopted",
        "offered.head in self._outside or not is_clean",
        "not is_clean",
        (*_MERGE[1:2], "tests/mergebot/test_attacks.py", "-k", "adopted"),
    ),
    (
        "validator/change.py",
        "only what is added is read",
        'if c.status == "A" and c.path',
        "if c.path",
        ("tests/validator/test_change_set.py",),
    ),
    (
        "validator/change.py",
        "only the inbox is read",
        'c.status == "A" and c.path.startswith(INBOX)',
        'c.status == "A"',
        ("tests/validator/test_change_set.py",),
    ),
    (
        "validator/change.py",
        "fifty files are the most",
        "len(self.files) > MAX_FILES",
        "len(self.files) > 2 * MAX_FILES",
        ("tests/validator/test_change_set.py",),
    ),
    (
        "validator/change.py",
        "what was not counted is too large",
        "self.is_uncounted or len",
        "len",
        ("tests/validator/test_change_set.py",),
    ),
    (
        "validator/change.py",
        "the inbox is a folder",
        'INBOX = "submissions/"',
        'INBOX = "submissions"',
        ("tests/validator/test_change_set.py",),
    ),
    (
        "validator/rules/change.py",
        "nothing outside",
        "        if not item.path.startswith(INBOX):\n",
        "        if item.path.startswith('catalog'):\n",
        _MERGE,
    ),
    (
        "validator/rules/change.py",
        "the catalog is not edited by hand",
        "        if not item.path.startswith(INBOX):\n",
        "        if not item.path.startswith((INBOX, 'catalog/')):\n",
        _MERGE,
    ),
    (
        "validator/rules/change.py",
        "an accepted file stays",
        'item.path.startswith(INBOX) and item.status != "A"',
        'item.path.startswith(INBOX) and item.status == "D"',
        _MERGE,
    ),
    (
        "validator/rules/change.py",
        "an accepted file is not deleted",
        'item.path.startswith(INBOX) and item.status != "A"',
        'item.path.startswith(INBOX) and item.status == "M"',
        _MERGE,
    ),
    (
        "validator/rules/change.py",
        "too many are told",
        "    if change.is_too_large:\n",
        "    if False:\n",
        _MERGE,
    ),
    (
        "validator/rules/change.py",
        "nothing is no submission",
        "    if not (change.changes or",
        "    if not (True or",
        _MERGE,
    ),
    (
        "validator/rules/change.py",
        "a history of its own is told",
        "    if change.is_unrelated:\n",
        "    if False:\n",
        _RULES,
    ),
    (
        "validator/rules/change.py",
        "a path that is taken is told",
        "    for path in change.taken:\n",
        "    for path in ():\n",
        (
            "tests/validator/test_rules.py",
            "tests/validator/test_validate_command.py",
            "tests/validator/test_run.py",
            "-k",
            "change or taken or main or PWC1",
        ),
    ),
    (
        "validator/rules/change.py",
        "an odd tree is told",
        "    if change.is_malformed:\n",
        "    if False:\n",
        (
            "tests/validator/test_run.py",
            "tests/validator/test_validate_command.py",
            "tests/validator/test_attacks.py",
            "tests/validator/test_rules.py",
        ),
    ),
    (
        "validator/rules/change.py",
        "paths that collide are told",
        "        if other != item.path:\n",
        "        if other == '':\n",
        _RULES,
    ),
)


def mutants() -> Iterator[Mutant]:
    """All of them."""
    yield from (Mutant(guard, file, old, new, tests) for file, guard, old, new, tests in _OF)
