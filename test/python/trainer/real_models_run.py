"""Real models the whole way, which takes minutes: `run.py REPORT trainer.real_models_run`."""

import unittest
from typing import Any

import torch
from safetensors.torch import load_file

from .recorded import assert_says_as_recorded
from .support import (
    GEMMA,
    OPTIONS,
    SMOLLM2,
    Event,
    Process,
    prepared,
    puzzles,
    run,
    temporary_folder,
    weights,
    write_rows,
)


class GemmaTest(unittest.TestCase):
    def test_it_says_what_transformers_makes_it_say(self) -> None:
        assert_says_as_recorded(GEMMA)


class SmolLm2Test(unittest.TestCase):
    """Trained, killed, gone on with, exported."""

    def setUp(self) -> None:
        self.folder = temporary_folder(self)
        self.rows = write_rows(self.folder / "rows", puzzles(40))
        self.measured = write_rows(self.folder / "measured", puzzles(80)[-8:])

    def request(self, output: str, resume: bool = False) -> dict[str, Any]:
        return {
            "model": {"folder": str(prepared(SMOLLM2))},
            "rows": str(self.rows),
            "evalRows": str(self.measured),
            "output": str(self.folder / output),
            "options": {
                **OPTIONS,
                "learningRate": 1e-3,
                "rank": 8,
                "alpha": 16.0,
                "maxSteps": 12,
                "dropout": 0.05,
                "saveEvery": 4,
                "threads": 2,
            },
            "resume": resume,
        }

    def adapter(self, done: Event) -> dict[str, torch.Tensor]:
        return load_file(f"{done['adapter']}/adapter_model.safetensors")

    def test_trains_survives_a_kill_and_is_exported(self) -> None:
        whole, _ = run("train", **self.request("whole"))
        self.assertLess(whole["lossAfter"], whole["lossBefore"] / 3)
        self.assert_exported(whole)
        killed = Process("train", self.request("killed"))
        killed.read_until(lambda event: event["event"] == "step" and event["step"] == 6)
        killed.process.kill()
        killed.wait()
        done, said = run("train", **self.request("killed", resume=True))
        self.assertEqual(said.named("started")[0]["startStep"], 4)
        self.assertAlmostEqual(done["lossAfter"], whole["lossAfter"], delta=1e-6)
        others = self.adapter(whole)
        for name, weight in self.adapter(done).items():
            torch.testing.assert_close(weight, others[name], rtol=0, atol=1e-6)

    def assert_exported(self, trained: Event) -> None:
        done, _ = run(
            "export",
            model={"gguf": str(weights(SMOLLM2))},
            base={"folder": str(prepared(SMOLLM2))},
            adapter=trained["adapter"],
            output=str(self.folder / "tuned"),
            type="auto",
            rows=str(self.rows),
            positions=256,
        )
        self.assertEqual((done["type"], done["tuned"]), ("Q8_0", 210))
        self.assertGreaterEqual(done["agreement"], 0.97)
        self.assertLess(done["divergence"], 0.01)
