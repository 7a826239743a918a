"""Whose time counts: what others on the machine take is not the program's."""

import os
import subprocess
import sys
import time
import unittest

from judge.clock import StepClock
from judge.exchange import Ended, Result
from judge.trial import Trial

from .judge_process import JudgeProcess

_SPIN = "while True: pass"


class TrialTest(unittest.TestCase):
    def trial(self) -> Trial:
        return Trial("", "", 1.0)

    def test_is_close_where_it_ended_in_the_end(self) -> None:
        trial = self.trial()
        self.assertTrue(trial.sets_aside("g", Result({"end": "returned"}, [], taken=1.2), True))
        self.assertEqual(trial.close, "g did not end within 1000 ms")

    def test_is_close_where_others_took_the_processors(self) -> None:
        for shared in (True, False):
            trial = self.trial()
            outcome = Ended("timedOut", "did not end", taken=1.5, kept_waiting=True)
            self.assertTrue(trial.sets_aside("f", outcome, shared))
            self.assertEqual((trial.close, trial.alone), ("f did not end", False))

    def test_is_decided_where_it_had_all_of_the_time(self) -> None:
        trial = self.trial()
        self.assertFalse(trial.sets_aside("f", Ended("timedOut", "did not end", taken=1.5), True))
        self.assertEqual(trial.close, "")


@unittest.skipUnless(sys.platform == "linux", "reads /proc")
class BusyMachineTest(unittest.TestCase):
    def spin(self, processes: int) -> subprocess.Popen:
        """Starts so many processes for one processor, the first of them being the one that is returned."""
        processor = min(os.sched_getaffinity(0))
        text = f"import os\nos.sched_setaffinity(0, [{processor}])\n{_SPIN}"
        started = [subprocess.Popen([sys.executable, "-I", "-S", "-c", text]) for _ in range(processes)]
        for process in started:
            self.addCleanup(process.wait)
            self.addCleanup(process.kill)
        return started[0]

    def test_what_others_take_is_seen(self) -> None:
        clock = StepClock(self.spin(3).pid)
        time.sleep(0.2)
        clock.restart()
        time.sleep(0.6)
        self.assertTrue(clock.kept_waiting)
        self.assertLess(clock.seconds, clock.wall * 0.8)

    def test_what_sleeps_is_not_kept_waiting(self) -> None:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE
        )
        self.addCleanup(process.communicate)
        time.sleep(0.3)
        clock = StepClock(process.pid)
        time.sleep(0.3)
        self.assertFalse(clock.kept_waiting)
        self.assertGreater(clock.seconds, 0.2)

    def test_what_never_ends_is_out_of_time_on_a_busy_machine_too(self) -> None:
        processors = os.sched_getaffinity(0)
        self.addCleanup(os.sched_setaffinity, 0, processors)
        os.sched_setaffinity(0, [min(processors)])  # The judge's, too, which starts from here.
        self.spin(2)
        for arguments in ((), ("--isolate",)):
            judge = JudgeProcess(workers=1, arguments=arguments)
            result = judge.judge("def f(x: int): return True", f"def g():\n    {_SPIN}", 200)
            judge.close()
            self.assertEqual(
                (result["verdict"], result["detail"]), ("timedOut", "g did not end within 200 ms, though run alone.")
            )


if __name__ == "__main__":
    unittest.main()
