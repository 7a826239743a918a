import unittest

from .recorded import assert_says_as_recorded
from .support import GEMMA, SMOLLM2, Process, run, temporary_folder, weights


class RealModelsTest(unittest.TestCase):
    def test_smollm2_says_what_transformers_makes_it_say(self) -> None:
        assert_says_as_recorded(SMOLLM2)

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
