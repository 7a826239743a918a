import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

from . import ROOT
from .support import Event, Process, puzzles, run, temporary_folder, write_rows
from .tiny_models import random_model, write_gguf
from .training_case import TrainingCase
from .vocabularies import byte_level


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

    def test_a_base_and_a_tuned_file_that_were_half_written_when_killed_are_made_by_the_next_try(self) -> None:
        vocabulary = byte_level("qwen2")
        folder = temporary_folder(self)
        # Of a size that takes a moment to write.
        sizes = {"num_hidden_layers": 16, "hidden_size": 256, "intermediate_size": 1024}
        gguf = write_gguf(folder / "gguf", random_model("qwen2", len(vocabulary), **sizes), vocabulary)
        base, adapter, rows = (str(folder / name) for name in ("base", "adapter", "rows"))
        write_rows(Path(rows), puzzles(4))
        self.kill_phase("prepare", {"model": {"gguf": str(gguf)}, "output": base, "dtype": "float32"})
        config = LoraConfig(r=2, target_modules="all-linear", task_type="CAUSAL_LM")
        get_peft_model(AutoModelForCausalLM.from_pretrained(base), config).save_pretrained(adapter)
        request = {"model": {"gguf": str(gguf)}, "base": {"folder": base}, "adapter": adapter, "rows": rows}
        self.kill_phase("export", {**request, "output": str(folder / "tuned"), "type": "F16", "positions": 20})
        made = {"gguf", "rows", "base", "adapter", "tuned"}
        self.assertEqual({entry.name for entry in folder.iterdir()}, made, "nothing half written is left")

    def kill_phase(self, phase: str, request: dict[str, Any]) -> None:
        """Has a process killed while it writes, then does the phase."""
        process = Process(phase, request)
        process.read_until(lambda event: event["event"] == "tensor")
        process.process.kill()
        self.assertEqual(process.wait(), -signal.SIGKILL, phase)
        self.assertFalse(Path(request["output"]).exists(), phase)
        run(phase, **request)
        self.assertTrue(Path(request["output"]).exists(), phase)

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
