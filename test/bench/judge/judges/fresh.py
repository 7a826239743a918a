"""Comparator `fresh`: a new isolated interpreter for every check. Sound, and the simplest thing that is."""

import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from ..program import TIMEOUT_SECONDS, Check, bare_program
from ..worker.research import ACCEPTED, FAILED, TIMED_OUT

# P3 holds integers past Python's default limit of digits. The text comes by standard input: it can be too long for an
# argument.
_COMMAND = [sys.executable, "-I", "-S", "-X", "int_max_str_digits=0", "-"]


class FreshPython:
    """As many threads as workers, each of which starts one interpreter at a time."""

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def run(self, checks: Iterable[Check]) -> list[str]:
        """The outcome of each check, in their order."""
        waiting, lock = enumerate(checks), Lock()
        outcomes: dict[int, str] = {}

        def work() -> None:
            while True:
                with lock:
                    number, check = next(waiting, (0, None))
                if check is None:
                    return
                outcomes[number] = _judge(bare_program(check))

        with ThreadPoolExecutor(self._workers) as threads:
            for thread in [threads.submit(work) for _ in range(self._workers)]:
                thread.result()
        return [outcomes[number] for number in range(len(outcomes))]

    def close(self) -> None:
        """Nothing of it outlives a check."""


def _judge(program: str) -> str:
    try:
        done = subprocess.run(
            _COMMAND,
            input=program.encode("utf-8", "surrogatepass"),
            stdout=subprocess.PIPE,  # Its end tells that of the process at once; a mere wait with a limit polls.
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},
            timeout=TIMEOUT_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return TIMED_OUT
    return ACCEPTED if done.returncode == 0 else FAILED
