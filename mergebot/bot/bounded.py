"""Programs that may take only so long and write only so much: what strangers offer decides about neither."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

Done = subprocess.CompletedProcess[bytes]


class TooLongError(Exception):
    """The program took too long. It has been ended, with all that it had started."""


TIDYING = 5.0
"""Seconds that a program has to take its locks away, when it is told to end."""


def run(
    command: Sequence[str],
    environment: Mapping[str, str],
    seconds: float,
    stdin: bytes = b"",
    most_bytes: int | None = None,
) -> Done:
    """Run a program to its end. No file that it writes gets larger than ``most_bytes``: its writing fails.

    Raises TooLongError after so many seconds by the clock.
    """
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # one name for it and all that it starts
        restore_signals=False,  # with SIGXFSZ ignored, as Python has it, a program can tidy up after itself
    ) as process:
        if most_bytes is not None:
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
        try:
            out, err = process.communicate(stdin, timeout=seconds)
        except BaseException as error:
            _end(process)
            if isinstance(error, subprocess.TimeoutExpired):
                raise TooLongError(f"no answer after {seconds:.0f} seconds") from error
            raise
    return Done(command, process.returncode, out, err)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and all that it started: kindly at first, since git takes its locks away then."""
    for how, seconds in ((signal.SIGTERM, TIDYING), (signal.SIGKILL, None)):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
