import os
import subprocess
import sys
import time
import unittest
from importlib import import_module
from importlib.util import find_spec

CELL = import_module("bench.measure.cell")
CHECK = import_module("bench.program").Check
JUDGES = import_module("bench.judges")

PUZZLE = "def f(x: List[int], n=5):\n    return len(x) == n and sum(x) == 10"
SIMPLE = [
    CHECK("simple", PUZZLE, f"def g(n=5):\n    {body}", accept, "")
    for body, accept in (
        ("return [2] * n", True),
        ("return [1] * n", False),
        ("return x", False),
        ("while True:\n        pass", False),
        ("return list(range(n))", True),
    )
]


class JudgesTest(unittest.TestCase):
    def test_each_judge_accepts_what_is_right_and_nothing_else(self) -> None:
        for name, start in JUDGES.JUDGES.items():
            with self.subTest(judge=name):
                if name == "pebble" and find_spec("pebble") is None:
                    self.skipTest("pebble is not installed; `npm run bench:judge` runs with it")
                judge = start(2)
                try:
                    outcomes = judge.run(SIMPLE)
                finally:
                    judge.close()
                self.assertEqual([outcome in JUDGES.ACCEPTING for outcome in outcomes], [c.accept for c in SIMPLE])

    def test_a_pool_recovers_from_a_text_that_no_alarm_stops(self) -> None:
        stuck = CHECK("simple", PUZZLE, "def g(n=5):\n    return [sum(range(10**11))]", False, "")
        judge = JUDGES.JUDGES["pipes"](1)
        self.addCleanup(judge.close)
        outcomes = judge.run([SIMPLE[0], stuck, SIMPLE[4]])
        self.assertEqual(outcomes, ["accepted", "timedOut", "accepted"])


class CellTest(unittest.TestCase):
    def test_counts_the_time_of_a_grandchild_that_lost_its_parent_and_was_killed(self) -> None:
        spin = "while True: pass"
        # The one that spins must not hold the pipe, whose end tells that its parent is gone.
        start = f"subprocess.Popen([sys.executable, '-c', {spin!r}], stdout=subprocess.DEVNULL)"
        parent = f"import subprocess, sys; print({start}.pid)"

        def work() -> float:
            started = subprocess.run([sys.executable, "-c", parent], stdout=subprocess.PIPE, check=True)
            clock = ~int(started.stdout) << 3 | 2
            while time.clock_gettime(clock) < 0.3:
                time.sleep(0.02)
            return time.clock_gettime(clock)

        spun, cpu = CELL.in_cell(work)
        self.assertGreaterEqual(cpu, spun)
        self.assertRaises(ChildProcessError, os.waitpid, -1, os.WNOHANG)


if __name__ == "__main__":
    unittest.main()
