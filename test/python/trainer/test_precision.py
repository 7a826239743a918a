from unittest import mock

import torch

from trainer import train as train_module
from trainer.determinism import cannot_repeat, repeat_exactly
from trainer.tuner import spare_casts

from .training_case import TrainingCase


class PrecisionTest(TrainingCase):
    """What matters on GPUs, as far as a processor can show it."""

    def test_inputs_that_are_not_copied_change_no_number(self) -> None:
        with mock.patch.object(train_module, "spare_casts", side_effect=spare_casts) as sparing:
            spared, _ = self.train(precision="bfloat16", maxSteps=4)
        self.assertEqual(sparing.call_count, 1)
        with mock.patch.object(train_module, "spare_casts"):
            copied, _ = self.train(self.output.with_name("copied"), precision="bfloat16", maxSteps=4)
        mine, others = self.weights(spared), self.weights(copied)
        for name, weight in mine.items():
            self.assertTrue(torch.equal(weight, others[name]), name)

    def test_dora_keeps_the_precision_of_its_norms(self) -> None:
        with mock.patch.object(train_module, "spare_casts") as sparing:
            self.train(precision="bfloat16", dora=True, maxSteps=1)
            self.train(self.output.with_name("float32"), maxSteps=1)
        sparing.assert_not_called()

    def test_an_operation_that_cannot_be_repeated_is_known_from_a_fault(self) -> None:
        self.addCleanup(repeat_exactly, False)
        repeat_exactly(True)
        with self.assertRaises(RuntimeError) as found:
            torch.zeros(3).put_(torch.tensor([0]), torch.ones(1))
        self.assertTrue(cannot_repeat(found.exception))
        self.assertFalse(cannot_repeat(RuntimeError("mat1 and mat2 shapes cannot be multiplied")))
        repeat_exactly(False)
        torch.zeros(3).put_(torch.tensor([0]), torch.ones(1))
