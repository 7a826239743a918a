import os
import sys
import tempfile
import time
import unittest
from contextlib import suppress
from pathlib import Path

from .judge_process import JudgeProcess

PUZZLE = "def f(x: int):\n    return x == 1"
ENDLESS = "def g():\n    while True: pass"
SLEEPING = "import time\ndef g():\n    while True: time.sleep(1)"


def descendants_of(pid: int) -> list[int]:
    try:
        children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return children + [below for child in children for below in descendants_of(child)]


def processor_seconds(pid: int) -> float:
    """Processor time of a process; 0 for one that has just ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until_gone(pids: list[int]) -> None:
    """Returns when none of the processes runs any more, a zombie being gone."""
    for pid in pids:
        while True:
            try:
                if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                    break
            except (FileNotFoundError, ProcessLookupError):
                break


class SupervisorTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.judge = JudgeProcess(workers=2, temporary=folder.name)
        self.zygotes = descendants_of(self.judge.process.pid)

    def test_says_what_it_runs_on(self) -> None:
        version = ".".join(map(str, sys.version_info[:3]))
        self.assertEqual((self.judge.hello["ready"], self.judge.hello["python"]), (True, version))
        self.judge.close()

    def test_answers_the_rest_while_one_request_takes_long(self) -> None:
        slow = self.judge.send(op="judge", f=PUZZLE, g=ENDLESS, timeoutMs=2000)
        quick = self.judge.send(op="judge", f=PUZZLE, g="def g(): return 1", timeoutMs=1000)
        replies = [self.judge.receive(), self.judge.receive()]
        self.assertEqual([reply["id"] for reply in replies], [quick, slow])
        self.judge.close()

    def test_ends_what_is_cancelled_without_a_reply_to_it(self) -> None:
        for g in (ENDLESS, SLEEPING, ENDLESS):
            target = self.judge.send(op="judge", f=PUZZLE, g=g, timeoutMs=600_000)
            self.judge.send(op="cancel", target=target)
        self.assertEqual(self.judge.judge(PUZZLE, "def g(): return 1")["verdict"], "verified")
        self.assertEqual(self.judge.judge(PUZZLE, "def g(): return 2")["verdict"], "refuted")
        self.judge.close()

    def test_goes_on_with_what_shared_a_batch_with_something_cancelled(self) -> None:
        endless = [self.judge.send(op="judge", f=PUZZLE, g=ENDLESS, timeoutMs=600_000) for _ in range(2)]
        others = [self.judge.send(op="judge", f=PUZZLE, g=f"def g(): return {n}", timeoutMs=600_000) for n in range(30)]
        for target in endless:
            self.judge.send(op="cancel", target=target)
        replies = [self.judge.receive() for _ in others]
        self.assertEqual(sorted(reply["id"] for reply in replies), others)
        found = {reply["id"]: reply["result"]["verdict"] for reply in replies}
        self.assertEqual([found[other] for other in others[:3]], ["refuted", "verified", "refuted"])
        self.judge.close()

    def test_names_an_operation_that_it_does_not_know(self) -> None:
        self.judge.send(op="nonsense")
        self.assertIn("nonsense", self.judge.receive()["error"])
        self.judge.close()

    def test_leaves_no_file_behind(self) -> None:
        self.assertEqual(self.judge.judge(PUZZLE, "def g(): return 1")["verdict"], "verified")
        self.assertEqual(self.judge.close(), 0)
        self.assertEqual(list(self.folder.iterdir()), [])

    @unittest.skipUnless(sys.platform == "linux", "reads /proc")
    def test_everything_ends_with_its_standard_input(self) -> None:
        self.start_endless_program()
        below = descendants_of(self.judge.process.pid)
        self.assertEqual(self.judge.close(), 0)
        wait_until_gone(below)
        self.assertEqual(list(self.folder.iterdir()), [])

    @unittest.skipUnless(sys.platform == "linux", "reads /proc")
    def test_everything_ends_when_it_is_killed(self) -> None:
        self.start_endless_program()
        below = descendants_of(self.judge.process.pid)
        self.assertGreaterEqual(len(below), 3)
        self.judge.process.kill()
        self.judge.close()
        wait_until_gone(below)
        self.assertEqual(list(self.folder.iterdir()), [])

    @unittest.skipUnless(sys.platform == "linux", "reads /proc")
    def test_what_is_killed_from_outside_is_run_again(self) -> None:
        busy = "import time\ndef {}:\n    t = time.process_time()\n    while time.process_time() < t + 0.5: pass\n    return {}"
        number = self.judge.send(
            op="judge", f=busy.format("f(x: int)", "x == 1"), g=busy.format("g()", "1"), timeoutMs=5000
        )
        for _ in range(2):  # Wherever it is by then: in g or in f, in the first run or in the second.
            working = self.wait_for_work()
            with suppress(ProcessLookupError):  # It may have done its work by now.
                os.kill(working, 9)
            wait_until_gone([working])
        reply = self.judge.receive()
        self.assertEqual((reply["id"], reply["result"]["verdict"]), (number, "verified"), reply)
        self.judge.close()

    @unittest.skipUnless(sys.platform == "linux", "reads /proc")
    def test_it_does_not_go_on_without_a_zygote(self) -> None:
        os.kill(descendants_of(self.judge.process.pid)[0], 9)
        self.judge.send(op="inspect", source=PUZZLE)
        self.assertEqual(self.judge.process.wait(), 1)
        self.judge.close()

    def start_endless_program(self) -> None:
        """Returns when the text under judgement itself runs: nothing else here takes so long."""
        self.judge.send(op="judge", f=PUZZLE, g=ENDLESS, timeoutMs=600_000)
        self.wait_for_work()

    def wait_for_work(self) -> int:
        """The process in which the text under judgement runs, once it has done so for a while."""
        while True:
            for pid in descendants_of(self.judge.process.pid):
                if pid not in self.zygotes and processor_seconds(pid) > 0.3:
                    return pid
            time.sleep(0.01)


if __name__ == "__main__":
    unittest.main()
