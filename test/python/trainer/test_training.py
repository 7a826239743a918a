import shutil
from importlib import import_module
from typing import Any
from unittest import mock

import torch
from safetensors.torch import load_file

from trainer.encoding import Encoded, Encoder
from trainer.rows import read_rows
from trainer.tuner import Tuner

from .support import failure_of, puzzles, run, write_rows
from .training_case import TrainingCase

trl_utils: Any = import_module("trl.trainer.utils")


class TrainingTest(TrainingCase):
    def test_learns_and_says_how_it_goes(self) -> None:
        done, said = self.train(scheduler="cosine", warmupSteps=2, evalEvery=4)
        self.assertLess(done["lossAfter"], done["lossBefore"] - 0.05)
        (started,) = said.named("started")
        self.assertEqual(
            (started["steps"], started["startStep"], started["rows"], started["evalRows"]), (12, 0, 24, 24)
        )
        self.assertEqual([event["step"] for event in said.named("step")], list(range(1, 13)))
        self.assertEqual([event["step"] for event in said.named("eval")], [0, 4, 8, 12])
        self.assertEqual(said.named("eval")[0]["loss"], done["lossBefore"])
        self.assertEqual(said.named("eval")[-1]["loss"], done["lossAfter"])
        self.assertEqual(said.named("step")[-1]["secondsLeft"], 0)
        self.assertEqual((done["end"], done["steps"], done["bestStep"]), ("done", 12, 12))
        tokens = sum(event["tokensPerSecond"] for event in said.named("step")) / 12
        self.assertLess(abs(done["tokensPerSecond"] / tokens - 1), 0.5)
        self.assertEqual(len(list(self.output.glob("checkpoint-*"))), 2, "only the last are kept")
        kinds = [event["event"] for event in said.events]
        self.assertEqual(kinds[:5], ["started", "eval", "step", "step", "checkpoint"])
        self.assertEqual(kinds[-3:], ["step", "eval", "checkpoint"])

    def test_every_way_to_train_learns(self) -> None:
        ways: list[dict[str, Any]] = [
            {"loss": "full"}, {"dora": True}, {"packing": True}, {"accumulation": 3, "epochs": 4}, {"batch": 64, "epochs": 8},
            {"gradientCheckpointing": True}, {"dropout": 0.1, "scheduler": "linear", "warmupSteps": 2, "weightDecay": 0.1},
        ]  # fmt: skip
        for way in ways:
            with self.subTest(way):
                done, _ = self.train(saveEvery=100, **way)
                self.assertLess(done["lossAfter"], done["lossBefore"] - 0.05)

    def test_only_linear_layers_of_the_blocks_are_tuned(self) -> None:
        done, said = self.train(maxSteps=1)
        names = {name.split(".")[-3] for name in self.weights(done)}
        self.assertEqual(names, {"q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"})
        self.assertEqual(said.named("started")[0]["trainable"], sum(map(torch.numel, self.weights(done).values())))

    def test_the_same_seed_trains_the_same(self) -> None:
        one, _ = self.train(dropout=0.1)
        other, _ = self.train(self.output.with_name("other"), dropout=0.1)
        self.assert_same_weights(one, other)
        third, _ = self.train(self.output.with_name("third"), dropout=0.1, seed=2)
        with self.assertRaises(AssertionError):
            self.assert_same_weights(one, third)

    def test_packed_rows_do_not_see_each_other(self) -> None:
        """Their loss is the one that they have alone."""
        _, alone = self.train(maxSteps=1, batch=24)
        _, packed = self.train(self.output.with_name("packed"), maxSteps=1, batch=24, packing=True)
        self.assertAlmostEqual(packed.named("step")[0]["loss"], alone.named("step")[0]["loss"], places=4)

    def test_only_what_is_learnt_is_projected_to_the_vocabulary(self) -> None:
        rows: list[int] = []
        original = trl_utils._ChunkedLogProbFunction

        class Counting(original):
            @staticmethod
            def forward(ctx: Any, hidden: torch.Tensor, *rest: Any) -> Any:
                rows.append(len(hidden))
                return original.forward(ctx, hidden, *rest)

        with mock.patch.object(trl_utils, "_ChunkedLogProbFunction", Counting):
            _, said = self.train(maxSteps=1, batch=24)
        learnt = sum(len(row.completion) for row in self.encoded())
        self.assertEqual(set(rows), {learnt})
        with mock.patch.object(trl_utils, "_use_triton", lambda device: False):
            _, all_projected = self.train(self.output.with_name("all"), maxSteps=1, batch=24)
        for kind in ("step", "eval"):
            for one, other in zip(said.named(kind), all_projected.named(kind), strict=True):
                self.assertAlmostEqual(one["loss"], other["loss"], places=5)

    def encoded(self) -> list[Encoded]:
        return Encoder(self.folder / "model").rows(read_rows(self.folder / "rows"))

    def test_long_rows_are_left_out(self) -> None:
        rows = write_rows(self.output.parent / "rows", [("a", "b" * 300), *puzzles(3)])
        _, said = run("train", **{**self.request(maxSteps=1), "rows": str(rows)})
        self.assertEqual((said.named("started")[0]["rows"], said.named("started")[0]["tooLong"]), (3, 1))
        self.assertEqual(failure_of("train", **self.request(sequenceLength=4)).code, "noRows")

    def test_evaluates_on_other_rows_where_there_are_some(self) -> None:
        rows = write_rows(self.output.parent / "others", puzzles(30)[-5:])
        _, said = run("train", **{**self.request(maxSteps=1), "evalRows": str(rows)})
        self.assertEqual(said.named("started")[0]["evalRows"], 5)

    def test_stops_early_with_the_best(self) -> None:
        rows = write_rows(self.output.parent / "others", [(prompt, "    return 'q' * 9\n") for prompt, _ in puzzles(4)])
        request = {**self.request(epochs=20, evalEvery=1, patience=3, learningRate=0.02), "evalRows": str(rows)}
        done, said = run("train", **request)
        losses = [event["loss"] for event in said.named("eval")]
        self.assertEqual(done["end"], "early")
        self.assertEqual(done["steps"], done["bestStep"] + 3)
        self.assertEqual(done["lossAfter"], min(losses))

    def test_goes_on_after_the_end_with_more_epochs(self) -> None:
        self.train(epochs=1)
        done, said = self.train(epochs=2, resume=True)
        self.assertEqual((said.named("started")[0]["startStep"], done["steps"]), (6, 12))
        whole, _ = self.train(self.output.with_name("whole"), epochs=2)
        self.assert_same_weights(done, whole)
        again, _ = self.train(epochs=2, resume=True)
        self.assertEqual((again["lossAfter"], again["lossBefore"]), (done["lossAfter"], done["lossBefore"]))

    def test_what_was_ended_before_its_first_checkpoint_begins_anew(self) -> None:
        (self.output / "checkpoint-2").mkdir(parents=True)
        (self.output / "checkpoint-2" / "trainer_state.json").write_text("{")
        done, said = self.train(resume=True)
        self.assertEqual((said.named("started")[0]["startStep"], done["steps"]), (0, 12))

    def test_torn_checkpoints_are_passed_over(self) -> None:
        whole, _ = self.train(dropout=0.1)
        torn = [
            lambda checkpoint: (checkpoint / "whole.json").unlink(),
            lambda checkpoint: (checkpoint / "optimizer.pt").write_bytes(b"x"),
            lambda checkpoint: (checkpoint / "trainer_state.json").unlink(),
            lambda checkpoint: (checkpoint / "whole.json").write_text("{"),
        ]
        for number, tear in enumerate(torn):
            copy = self.output.with_name(f"torn-{number}")
            shutil.copytree(self.output, copy)
            tear(copy / "checkpoint-12")
            done, said = self.train(copy, resume=True, dropout=0.1)
            self.assertEqual(said.named("started")[0]["startStep"], 10)
            self.assertEqual(done["lossAfter"], whole["lossAfter"])
            self.assert_same_weights(done, whole)

    def test_a_loss_that_is_no_number_ends_it_with_the_checkpoints_kept(self) -> None:
        failure = failure_of("train", **self.request(learningRate=1e30, scheduler="linear", warmupSteps=3, saveEvery=1))
        self.assertEqual(failure.code, "notANumber")
        self.assertRegex(failure.message, r"^Training diverged: at step \d+ the loss is not a number any more\.$")
        self.assertIn("lower learning rate", failure.advice)
        self.assertTrue(list(self.output.glob("checkpoint-*/whole.json")))
        for checkpoint in self.output.glob("checkpoint-*"):
            for weight in load_file(checkpoint / "adapter_model.safetensors").values():
                self.assertTrue(torch.isfinite(weight).all())

    def test_want_of_memory_is_met_with_smaller_batches(self) -> None:
        step = Tuner.training_step

        def greedy(tuner: Tuner, model: Any, inputs: Any, *rest: Any) -> torch.Tensor:
            rows = len(inputs["input_ids"])
            if rows > 2 and tuner.state.global_step == 5:
                raise torch.OutOfMemoryError("out of memory\nall of it") if rows > 4 else MemoryError()
            return step(tuner, model, inputs, *rest)

        with mock.patch.object(Tuner, "training_step", greedy):
            done, said = self.train(batch=8, epochs=4)
        retries = [(retry["batch"], retry["accumulation"]) for retry in said.named("retry")]
        self.assertEqual(retries, [(4, 2), (2, 4)])
        self.assertEqual([retry["message"] for retry in said.named("retry")], ["out of memory", "MemoryError"])
        self.assertEqual([event["startStep"] for event in said.named("started")], [0, 4, 4], "from the last checkpoint")
        self.assertEqual((done["steps"], done["end"]), (12, "done"))

    def test_want_of_memory_at_one_row_ends_it(self) -> None:
        error = RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory: you tried")
        with mock.patch.object(Tuner, "training_step", side_effect=error):
            failure = failure_of("train", **self.request(batch=6))
        self.assertEqual(failure.code, "outOfMemory")

    def test_a_full_disk_is_said(self) -> None:
        full = RuntimeError(
            "PytorchStreamWriter failed writing file data/0: file write failed: No space left on device"
        )
        with mock.patch.object(torch, "save", side_effect=full):
            self.assertEqual(failure_of("train", **self.request()).code, "diskFull")

    def test_checkpoints_of_an_earlier_run_make_room(self) -> None:
        self.train(epochs=2)
        self.train(epochs=1, saveEvery=100)
        self.assertEqual([entry.name for entry in self.output.glob("checkpoint-*")], ["checkpoint-6"])
