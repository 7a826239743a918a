import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from . import ROOT
from .support import Event, Process
from .training_case import TrainingCase


class InterruptedTest(TrainingCase):
    """Processes that are paused and killed."""

    def test_a_run_that_is_paused_and_killed_again_and_again_ends_as_one_that_was_not(self) -> None:
        options: dict[str, Any] = {"dropout": 0.1, "epochs": 10, "saveEvery": 7, "evalEvery": 9}
        whole, _ = self.train(self.output.with_name("whole"), **options)
        self.kill("before the first step", lambda event: event["event"] == "started", **options)
        self.kill("between two checkpoints", lambda event: event["event"] == "step" and event["step"] >= 10, **options)
        self.pause(**options)
        ends_with_one = (21, 28, 35, 42)
        self.kill("as one is written", lambda event: event.get("step") in ends_with_one, **options)
        done, said = self.train(resume=True, **options)
        self.assertGreaterEqual(said.named("started")[0]["startStep"], 14)
        self.assertAlmostEqual(done["lossAfter"], whole["lossAfter"], delta=1e-6)
        self.assertEqual(done["lossBefore"], whole["lossBefore"])
        self.assert_same_weights(done, whole)

    def kill(self, when: str, is_there: Callable[[Event], bool], **options: Any) -> None:
        """Goes on with the run in a process that is killed then."""
        process = Process("train", self.request(resume=True, **options))
        process.read_until(is_there)
        process.process.kill()
        self.assertEqual(process.wait(), -signal.SIGKILL, when)

    def pause(self, **options: Any) -> None:
        """Goes on with the run in a process that is asked to end; what it says is all events, its last step is kept."""
        process = Process("train", self.request(resume=True, **options))
        process.read_until(lambda event: event["event"] == "step" and event["step"] >= 12)
        process.process.terminate()
        self.assertEqual(process.wait(), 0)
        step, checkpoint, done = process.events[-3:]
        self.assertEqual([event["event"] for event in (step, checkpoint, done)], ["step", "checkpoint", "done"])
        self.assertEqual((done["end"], done["steps"], checkpoint["step"]), ("paused", step["step"], step["step"]))

    def test_a_second_signal_ends_it_at_once(self) -> None:
        program = (
            "import time; from trainer.stopping import StopSignals; StopSignals(); print(1, flush=True); time.sleep(60)"
        )
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src" / "python")}
        for first, second in ((signal.SIGINT, signal.SIGTERM), (signal.SIGTERM, signal.SIGINT)):
            command = [sys.executable, "-c", program]
            with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
                assert process.stdout is not None
                process.stdout.readline()
                process.send_signal(first)
                time.sleep(0.2)
                self.assertIsNone(process.poll())
                process.send_signal(second)
                self.assertEqual(process.wait(10), 128 + second)
