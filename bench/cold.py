"""One file, a cold process each time: ``pwc validate`` against ``python -c pass`` and check-jsonschema.

check-jsonschema applies the schema alone; ``pwc validate`` applies every rule, against this checkout's
catalog. The commands take turns (A B C A B C …), so that drift of the machine meets all of them; the
ratios are medians over the rounds.

    make bench
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROUNDS = 21


def main() -> None:
    file = str(ROOT / "submissions" / "2026" / "11" / "t5-11b.yaml")
    programs = Path(sys.executable).parent
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "pwc validate": [str(programs / "pwc"), "validate", file],
        "check-jsonschema": [
            str(programs / "check-jsonschema"),
            "--schemafile",
            str(ROOT / "schema" / "submission.schema.json"),
            file,
        ],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(ROUNDS + 1):
        for name, command in commands.items():
            spent = _seconds(command)
            if turn:  # the first round fills the caches
                times[name].append(spent)
    peer = times["check-jsonschema"]
    print(f"{'command':<18} {'median ms':>10} {'of check-jsonschema':>20}")
    for name, own in times.items():
        ratio = statistics.median(ours / theirs for ours, theirs in zip(own, peer, strict=True))
        print(f"{name:<18} {statistics.median(own) * 1000:>10.1f} {ratio:>20.2f}")


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    spent = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{done.stdout.decode()}{done.stderr.decode()}")
    return spent


if __name__ == "__main__":
    main()
