import glob
import os
import sys
import tempfile
import unittest
from pathlib import Path

from .process import JudgeProcess

PUZZLE = "def f(x: int):\n    return x == 1"
ENDLESS = "def g():\n    open('file', 'w').close()\n    while True: pass"


def descendants_of(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children + [below for child in children for below in descendants_of(child)]


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

    def working_folders(self) -> list[Path]:
        return [path for root in self.folder.iterdir() for path in root.iterdir()]

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
        for _ in range(2):
            target = self.judge.send(op="judge", f=PUZZLE, g=ENDLESS, timeoutMs=600_000)
            self.judge.send(op="cancel", target=target)
        self.assertEqual(self.judge.judge(PUZZLE, "def g(): return 1")["verdict"], "verified")
        self.assertEqual(self.judge.judge(PUZZLE, "def g(): return 2")["verdict"], "refuted")
        self.judge.close()

    def test_names_an_operation_that_it_does_not_know(self) -> None:
        self.judge.send(op="nonsense")
        self.assertIn("nonsense", self.judge.receive()["error"])
        self.judge.close()

    def test_leaves_no_file_of_a_step_behind(self) -> None:
        g = "import os\ndef g():\n    os.makedirs('a/b')\n    open('a/b/c', 'w').close()\n    return 1"
        self.assertEqual(self.judge.judge(PUZZLE, g)["verdict"], "verified")
        self.assertEqual(self.working_folders(), [])
        self.judge.close()
        self.assertEqual(list(self.folder.iterdir()), [])

    @unittest.skipUnless(sys.platform == "linux", "reads /proc")
    def test_everything_ends_with_its_standard_input(self) -> None:
        self.start_endless_step()
        below = descendants_of(self.judge.process.pid)
        self.assertEqual(self.judge.close(), 0)
        wait_until_gone(below)
        self.assertEqual(list(self.folder.iterdir()), [])

    @unittest.skipUnless(sys.platform == "linux", "reads /proc")
    def test_everything_ends_when_it_is_killed(self) -> None:
        self.start_endless_step()
        below = descendants_of(self.judge.process.pid)
        self.assertGreaterEqual(len(below), 3)
        self.judge.process.kill()
        self.judge.close()
        wait_until_gone(below)
        self.assertEqual(list(self.folder.iterdir()), [])

    @unittest.skipUnless(sys.platform == "linux", "reads /proc")
    def test_it_does_not_go_on_without_a_zygote(self) -> None:
        os.kill(descendants_of(self.judge.process.pid)[0], 9)
        self.judge.send(op="inspect", source=PUZZLE)
        self.assertEqual(self.judge.process.wait(), 1)
        self.judge.close()

    def start_endless_step(self) -> None:
        """Returns when the text under judgement itself runs."""
        self.judge.send(op="judge", f=PUZZLE, g=ENDLESS, timeoutMs=600_000)
        while not glob.glob(f"{self.folder}/*/*/file"):
            pass


if __name__ == "__main__":
    unittest.main()
