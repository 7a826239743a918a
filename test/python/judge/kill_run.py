"""Kills the judge's processes at random moments under load: `python3 -m judge.kill_run --seconds 300`, from test/python.

Whatever is killed, every pair gets one reply, and the right one; when the supervisor ends, which it does for want of a
zygote, it is started again and asked for what is open, as the extension does. At the end no process is left.
"""

import argparse
import collections
import os
import random
import signal
import sys
import threading
import time

from . import processes
from .judge_process import JudgeProcess

_PAIRS = [
    ("def f(x: int, n={0}):\n    return x == n + 1", "def g(n={0}):\n    return n + 1", "verified"),
    ("def f(x: int, n={0}):\n    return x == n + 1", "def g(n={0}):\n    return n", "refuted"),
    ("def f(x: int, n={0}):\n    return x == n + 1", "def g(n={0}):\n    return y", "raised"),
    ("def f(x: int, n={0}):\n    return x == n", "import random\ndef g(n={0}):\n    return n", "verified"),
    ("def f(x: int, n={0}):\n    return x == n", "import random\ndef g(n={0}):\n    return -1", "refuted"),
    ("def f(x: int, n={0}):\n    return x == n", "def g(n={0}):\n    while True: pass", "timedOut"),
    ("def f(x: List[int], n={0}):\n    return sum(x) == n", "def g(n={0}):\n    return [1] * n", "verified"),
]
_TIMEOUT_MS = 100
_IN_FLIGHT = 60


class KillRun:
    """One run: a feeder that keeps the judge busy, and a killer."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._open: dict[int, tuple[str, str, str]] = {}
        self._tally: collections.Counter[str] = collections.Counter()
        self._violations: list[str] = []
        self._number = 0
        self._seen: list[int] = []
        self._judge = JudgeProcess(workers=2)

    def run(self, seconds: float) -> bool:
        """Whether nothing went wrong; prints what was done."""
        end = time.monotonic() + seconds
        stop = threading.Event()
        killer = threading.Thread(target=self._kill, args=(stop,))
        killer.start()
        while time.monotonic() < end or self._open:
            if time.monotonic() >= end:
                stop.set()
            elif len(self._open) < _IN_FLIGHT:
                self._ask_one()
                continue
            self._take_reply()
        stop.set()
        killer.join()
        self._seen += [self._judge.process.pid, *processes.below(self._judge.process.pid)]
        self._judge.close()
        time.sleep(0.5)
        left = [pid for pid in self._seen if pid in processes.parents()]
        if left:
            self._violations.append(f"processes left: {left}")
        print(f"{dict(self._tally)}; {len(self._violations)} violations", *self._violations[:20], sep="\n")
        return not self._violations

    def _ask_one(self) -> None:
        f, g, verdict = self._chance.choice(_PAIRS)
        self._number += 1
        self._open[self._number] = (f.format(self._number), g.format(self._number), verdict)
        self._send(self._number)

    def _send(self, number: int) -> None:
        f, g, _ = self._open[number]
        try:
            self._judge.send_as(number, op="judge", f=f, g=g, timeoutMs=_TIMEOUT_MS)
        except BrokenPipeError:
            pass  # Its end is seen where replies are read, and all that is open is sent again.

    def _take_reply(self) -> None:
        try:
            reply = self._judge.receive()
        except ValueError:
            self._start_again()
            return
        expected = self._open.pop(reply["id"], None)
        if expected is None:
            self._violations.append(f"a second reply: {reply}")
            return
        verdict = reply.get("result", {}).get("verdict", "failure")
        self._tally[verdict] += 1
        if verdict != expected[2]:
            self._violations.append(f"{reply} instead of {expected}")

    def _start_again(self) -> None:
        self._tally["starts again"] += 1
        self._judge.process.kill()
        self._judge.process.wait()
        while True:
            try:
                self._judge = JudgeProcess(workers=2)
                break
            except ValueError:  # Killed before it was ready.
                continue
        for number in list(self._open):
            self._send(number)

    def _kill(self, stop: threading.Event) -> None:
        chance = random.Random(self._chance.random())
        while not stop.wait(chance.uniform(0.02, 0.6)):
            below = processes.below(self._judge.process.pid)
            self._seen += below
            victims = below if chance.random() < 0.95 else [self._judge.process.pid]
            if victims:
                try:
                    os.kill(chance.choice(victims), signal.SIGKILL)
                    self._tally["kills"] += 1
                except ProcessLookupError:
                    pass


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    return 0 if KillRun(options.seed).run(options.seconds) else 1


if __name__ == "__main__":
    sys.exit(main())
