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

    def test_a_run_that_is_killed_again_and_again_ends_as_one_that_was_not(self) -> None:
        options: dict[str, Any] = {"dropout": 0.1, "epochs": 20, "saveEvery": 7, "evalEvery": 9}
        whole, _ = self.train(self.output.with_name("whole"), **options)
        moments: dict[str, Callable[[Event], bool]] = {
            "before the first step": lambda event: event["event"] == "started",
            "between two checkpoints": lambda event: event["event"] == "step" and event["step"] >= 10,
            "as a checkpoint is written": lambda event: event["event"] == "step" and event["step"] in (21, 28, 35),
            "as one is whole": lambda event: event["event"] == "checkpoint" and event["step"] >= 42,
        }
        for moment, is_there in moments.items():
            with self.subTest(moment):
                killed = Process("train", self.request(resume=True, **options))
                killed.read_until(is_there)
                killed.process.kill()
                self.assertEqual(killed.wait(), -signal.SIGKILL)
        done, said = self.train(resume=True, **options)
        self.assertGreaterEqual(said.named("started")[0]["startStep"], 42)
        self.assertAlmostEqual(done["lossAfter"], whole["lossAfter"], delta=1e-6)
        self.assertEqual(done["lossBefore"], whole["lossBefore"])
        self.assert_same_weights(done, whole)

    def test_a_run_pauses_and_goes_on(self) -> None:
        options: dict[str, Any] = {"dropout": 0.1, "epochs": 20, "saveEvery": 1000}
        whole, _ = self.train(self.output.with_name("whole"), **options)
        paused = Process("train", self.request(**options))
        paused.read_until(lambda event: event["event"] == "step" and event["step"] >= 20)
        paused.process.terminate()
        self.assertEqual(paused.wait(), 0)
        kinds = [event["event"] for event in paused.events]
        steps = kinds.count("step")
        self.assertEqual(kinds, ["started", "eval", *["step"] * steps, "checkpoint", "done"])
        checkpoint, done = paused.events[-2:]
        self.assertEqual((done["end"], done["steps"], checkpoint["step"]), ("paused", steps, steps))
        self.assertLess(steps, whole["steps"])
        again, _ = self.train(resume=True, **options)
        self.assert_same_weights(again, whole)

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
