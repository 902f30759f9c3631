"""Guards of a run: what strangers offer ends it neither late nor never."""

from __future__ import annotations

from collections.abc import Iterator

from tests.mutants.mutant import Mutant

_BOUNDS = ("tests/mergebot/bot/test_bounds.py",)
_MERGES_ITSELF = (
    "tests/mergebot/bot/test_decide.py",
    "tests/mergebot/bot/test_ways_to_main.py",
    "-k",
    "merge",
)

_OF = (
    (
        "bounded",
        "what takes too long is ended whole",
        "os.killpg(process.pid, how)",
        "process.send_signal(how)",
    ),
    ("bounded", "what a program writes has an end", "if most_bytes is not None:", "if False:"),
    ("remote", "what is fetched has an end", "most_bytes=MOST_BYTES)", "most_bytes=None)"),
    ("remote", "what is half fetched goes", "left.unlink(missing_ok=True)", "pass"),
    ("remote", "what is over is forgotten", "if ref not in kept]", "if False]"),
    (
        "asking",
        "a child that babbles has not answered",
        "except msgspec.DecodeError",
        "except ZeroDivisionError",
    ),
    (
        "attention",
        "what has to wait is not fetched",
        "dict.fromkeys((*numbers, *others)) if not scene.waits(number)]",
        "dict.fromkeys((*numbers, *others))]",
    ),
    (
        "sweep",
        "a head that cannot be fetched is said so",
        "return self._looker.unfetched(pull, str(error))",
        "raise",
    ),
    (
        "remote",
        "what is too much is told from what fails",
        "TooMuchError if most_bytes is not None and _TOO_LARGE in said else GitError",
        "GitError",
    ),
    (
        "sweep",
        "a network that fails is not told as a head that is too heavy",
        "except TooMuchError as error:",
        "except GitError as error:",
    ),
    ("attention", "previews name what else is open", "if one.number not in vain]", "if False]"),
    (
        "remote",
        "one head that cannot be fetched stops no other",
        "except GitError:\n            for",
        "except GitError:\n            raise\n            for",
    ),
    ("sweep", "a run has an end", "if time.monotonic() > until:", "if False:"),
    ("sweep", "what there was no time for is remembered", "next(iter(left), 0)", "0"),
    (
        "attention",
        "what there was no time for comes first",
        "[n for n in due if n >= before.first] +",
        "due +",
    ),
    (
        "attention",
        "a head is not tried for ever",
        "if seen.tries and (seen.tries < MOST_TRIES",
        "if seen.tries and (True",
    ),
    (
        "attention",
        "a head is tried more than once",
        "if seen.tries and (seen.tries < MOST_TRIES",
        "if seen.tries and (False",
    ),
    ("attention", "a head is tried again after hours", "seen.tried < _written(scene.at - RETRY)", "False"),
    ("attention", "what there was no time for is not forgotten", "seen.keys() | set(left)", "seen.keys()"),
    ("sweep", "an event takes nobody's turn", "before.first if only else next", "next"),
    ("sweep", "what is not there is over", "| dict.fromkeys(self._over)", ""),
    ("remote", "heads come as one pack", '("fetch.unpackLimit=1",)', "()"),
    ("remote", "locks of the dead are taken back", "lock.unlink(missing_ok=True)", "pass"),
    ("remote", "two runs share no clone", "fcntl.LOCK_EX | fcntl.LOCK_NB", "fcntl.LOCK_UN"),
    (
        "remote",
        "an address is made from its parts",
        'urlsplit(self.address)._replace(path=f"/{repository}.git").geturl()',
        "self.address",
    ),
    (
        "landing",
        "a repair never goes to main",
        "pull.branch == MAIN and there.is_same(self._remote)",
        "False",
    ),
    ("act", "what may be among the rest is not written again", "if not own and pull.has_more:", "if False:"),
    ("queries", "talk has an end", "characters[author] <= MOST_CHARACTERS", "True"),
    ("look", "of a maintainer nothing is left out", "        elif any(", "        elif False and any("),
    ("state", "the rights of those who are cut are asked", "{one.id for one in pull.cut} | {", "{"),
    (
        "hub",
        "an odd answer stops one alone",
        "except (KeyError, TypeError) as error:",
        "except ZeroDivisionError as error:",
    ),
    (
        "hub",
        "what could not be judged was not judged",
        'frozenset({"success", "failure"})',
        'frozenset({"success", "failure", "error"})',
    ),
)
_ITSELF = (
    ("decide", "an objection stops what merges by itself", " or state.objectors:", ":"),
    (
        "state",
        "an objection is that of one who may merge",
        "one for one in pull.objectors if policy.may_merge(one.id, roles.get(one.id), areas)",
        "one for one in pull.objectors",
    ),
    ("state", "the rights of those who object are asked", " | {one.id for one in pull.objectors}", ""),
)


def mutants() -> Iterator[Mutant]:
    """All of them."""
    for name, guard, old, new in _OF:
        yield Mutant(guard, f"mergebot/bot/{name}.py", old, new, _BOUNDS)
    for name, guard, old, new in _ITSELF:
        yield Mutant(guard, f"mergebot/bot/{name}.py", old, new, _MERGES_ITSELF)
