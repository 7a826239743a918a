import unittest

import torch
from transformers import AutoModelForCausalLM

from .support import GEMMA, SMOLLM2, Process, prepared, run, temporary_folder, weights

SAID: dict[str, tuple[list[int], dict[int, float]]] = {
    SMOLLM2: ([1, 50, 600, 777, 1000, 2000], {358: 32.6508, 100: 31.4694, 274: 31.1915, 3026: 31.1331, 93: 30.9188}),
    GEMMA: ([2, 50, 600, 777, 1000, 2000], {107: 13.7455, 578: 12.3576, 251: 12.0528, 236743: 11.5344, 108: 11.3224}),
}
"""Tokens, and the most likely next ones with their logits, as transformers' own reader of GGUF files makes them.

It takes a minute for that, so this was recorded: with transformers 5.24, all logits were equal to the last bit.
"""


class RealModelsTest(unittest.TestCase):
    def test_prepared_models_say_what_transformers_makes_them_say(self) -> None:
        for name, (ids, expected) in SAID.items():
            with self.subTest(name), torch.inference_mode():
                model = AutoModelForCausalLM.from_pretrained(prepared(name), dtype=torch.float32)
                values, tokens = model(torch.tensor([ids])).logits[0, -1].topk(len(expected))
                self.assertEqual(tokens.tolist(), list(expected))
                torch.testing.assert_close(values, torch.tensor(list(expected.values())), rtol=0, atol=1e-2)

    def test_models_are_described_quickly(self) -> None:
        for name, parameters, kind in ((SMOLLM2, 134_515_008, "Q4_1"), (GEMMA, 268_098_176, "Q4_K_M")):
            done, _ = run("inspect", model={"gguf": str(weights(name))})
            self.assertEqual((done["parameters"], done["fileType"], done["supported"]), (parameters, kind, True))

    def test_preparing_that_is_ended_leaves_nothing_behind(self) -> None:
        folder = temporary_folder(self)
        request = {"model": {"gguf": str(weights(SMOLLM2))}, "output": str(folder / "x"), "dtype": "float32"}
        process = Process("prepare", request)
        process.read_until(lambda event: event["event"] == "tensor")
        process.process.terminate()
        self.assertEqual(process.wait(), 130, process.errors)
        self.assertEqual(list(folder.iterdir()), [])
