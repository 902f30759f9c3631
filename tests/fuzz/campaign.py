"""Throw files at the validator for some minutes: ``make fuzz``.

    python -m tests.fuzz.campaign --minutes 10 --seed 7
    python -m tests.fuzz.campaign --replay .fuzz_cache/failures/NAME

Rounds of each kind of input (see targets.py) run one after the other, each in a process of its own with
limits, from a seed that is told. What fails is made small and kept; the next campaign goes on where this
one ended, unless it is given another seed.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from tests.fuzz import endurance, failures
from tests.fuzz.round import Told
from tests.fuzz.targets import TARGETS
from tests.fuzz.worst import worst
from validator.registry import all_rules

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".fuzz_cache"
_LONGEST_ROUND = 900
_SHARE_OF_GUIDED = 0.15
"""Of the time, if there is an atheris to guide."""


class State(Struct):
    """What was done so far from one seed."""

    seed: int
    rounds: dict[str, int] = {}
    """How many rounds of each target have ended."""
    told: dict[str, Told] = {}
    failures: list[str] = []
    seconds: float = 0


@click.command()
@click.option("--minutes", type=float, default=10, show_default=True)
@click.option("--seed", type=int, help="Where to begin. [default: go on with the last campaign, or 0]")
@click.option("--target", "names", multiple=True, type=click.Choice(list(TARGETS)), help="Only these.")
@click.option("--replay", type=click.Path(path_type=Path, exists=True), help="Examine a failure once more.")
def campaign(minutes: float, seed: int | None, names: tuple[str, ...], replay: Path | None) -> None:
    """Fuzz the validator."""
    if replay is not None:
        sys.exit(failures.replayed(replay))
    state = _begun(seed)
    end = time.monotonic() + minutes * 60
    if not names:
        _endure(state)
        _guided(state, minutes * 60 * _SHARE_OF_GUIDED)
    for name in _turns(names or tuple(TARGETS)):
        if time.monotonic() >= end:
            break
        _round(state, name)
        _keep(state)
    click.echo("\n".join(_summary(state)))
    sys.exit(1 if state.failures else 0)


def _begun(seed: int | None) -> State:
    """The state of the last campaign, or a new one."""
    (FOLDER / "failures").mkdir(parents=True, exist_ok=True)
    file = FOLDER / "state.json"
    if file.exists():
        state = msgspec.json.decode(file.read_bytes(), type=State)
        if seed in {None, state.seed}:
            click.echo(f"Going on from seed {state.seed} after {sum(state.rounds.values())} rounds.")
            return state
    return State(seed or 0)


def _keep(state: State) -> None:
    (FOLDER / "state.json").write_bytes(msgspec.json.format(msgspec.json.encode(state)))


def _turns(names: tuple[str, ...]) -> Iterator[str]:
    while True:
        yield from names


def _round(state: State, name: str) -> None:
    """One round of a target in a process of its own."""
    number = state.rounds.get(name, 0)
    seed = state.seed * 1_000_000 + number
    started = time.monotonic()
    command = [sys.executable, "-m", "tests.fuzz.round", name, str(seed), str(FOLDER)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=_LONGEST_ROUND, check=False)
        died = "" if done.returncode == 0 else f"exit code {done.returncode}: {done.stderr.decode()[-800:]}"
        output = done.stdout
    except subprocess.TimeoutExpired:
        died, output = f"no end within {_LONGEST_ROUND} seconds", b""
    seconds = time.monotonic() - started
    if died:
        told = Told(failures=[failures.of_a_process(FOLDER, name, seed, died)])
    else:
        told = msgspec.json.decode(output, type=Told)
    state.rounds[name] = number + 1
    state.told[name] = _together(state.told.get(name, Told()), told)
    state.failures = sorted({*state.failures, *told.failures})
    state.seconds += seconds
    click.echo(f"{name:14} seed {seed:>9}: {told.executions:6,} executions in {seconds:5.1f} s{_new(told)}")


def _new(told: Told) -> str:
    return "".join(f"\n  FAILED {name}" for name in told.failures)


def _together(one: Told, other: Told) -> Told:
    return Told(
        one.executions + other.executions,
        one.clean + other.clean,
        one.mended + other.mended,
        one.promoted + other.promoted,
        dict(Counter(one.codes) + Counter(other.codes)),
        sorted({*one.failures, *other.failures}),
    )


def _endure(state: State) -> None:
    """The dearest files, each in a process of its own, and what they cost."""
    click.echo("The dearest files, each alone:")
    costs = list(endurance.each_alone(worst()))
    broken = [cost for cost in costs if cost.why]
    costs.sort(key=lambda cost: -cost.seconds)
    click.echo("\n".join(endurance.lines([*costs[:10], *(cost for cost in costs[10:] if cost.why)])))
    state.failures = sorted({*state.failures, *(f"{endurance.PREFIX}{cost.name}" for cost in broken)})


def _guided(state: State, seconds: float) -> None:
    """Bytes guided by coverage, if there is an atheris."""
    if importlib.util.find_spec("atheris") is None:
        click.echo("No atheris here (`pip install atheris`), so nothing is guided by coverage.")
        return
    command = [sys.executable, "-m", "tests.fuzz.guided", str(FOLDER), str(int(seconds)), str(state.seed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    last = next((line for line in reversed(done.stderr.splitlines()) if "cov:" in line), done.stderr[-800:])
    click.echo(f"Guided by coverage for {seconds:.0f} s: {last}{_new(Told(failures=done.stdout.split()))}")
    state.failures = sorted({*state.failures, *done.stdout.split()})


def _summary(state: State) -> Iterator[str]:
    yield f"\nSeed {state.seed}, {state.seconds / 60:.1f} minutes in all campaigns from it:"
    yield "target         rounds  executions    clean   mended promoted  rules met"
    for name, told in state.told.items():
        counts = f"{told.executions:11,} {told.clean:8,} {told.mended:8,} {told.promoted:8,}"
        yield f"{name:14} {state.rounds[name]:6} {counts} {len(told.codes):10}"
    seen = {code for told in state.told.values() for code in told.codes}
    rules = (code for code, rule in all_rules().items() if rule.stage not in {"change", "catalog"})
    yield f"Rules that nothing has met: {', '.join(code for code in rules if code not in seen) or 'none'}"
    yield f"{len(state.failures)} failures" + (":" if state.failures else ".")
    for name in state.failures:
        yield f"  {name}\n    {failures.how_to_reproduce(FOLDER, name)}"


if __name__ == "__main__":
    campaign()
