from pathlib import Path

from trainer.failure import Failure

from .small_disk import SmallDisk
from .support import failure_of, run
from .training_case import TrainingCase

MEGABYTE = 1 << 20


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*"))


class FullDiskTest(TrainingCase):
    """Each phase on a disk that is really full, and again when there is room."""

    def assert_full(self, failure: Failure) -> None:
        self.assertEqual((failure.code, failure.message), ("diskFull", "There is no space left on the disk."))

    def test_a_training_keeps_its_checkpoints_and_ends_as_one_that_had_room(self) -> None:
        whole, _ = self.train(dropout=0.1)
        disk = SmallDisk(self, 64 * MEGABYTE)
        output = disk.path / "run"
        for checkpoints in (0.5, 2.5):
            disk.fill(int(checkpoints * size_of(self.output / "checkpoint-12")))
            self.assert_full(failure_of("train", **self.request(output, resume=True, dropout=0.1)))
            disk.make_room()
        self.assertTrue(list(output.glob("checkpoint-*/whole.json")))
        done, said = self.train(output, resume=True, dropout=0.1)
        self.assertGreaterEqual(said.named("started")[0]["startStep"], 2)
        self.assert_same_weights(done, whole)

    def test_a_base_that_does_not_fit_leaves_nothing_behind(self) -> None:
        disk = SmallDisk(self, 64 * MEGABYTE)
        request = {"model": {"gguf": str(self.folder / "gguf")}, "output": str(disk.path / "base"), "dtype": "float32"}
        for leave in (1_000, size_of(self.folder / "model") // 2):
            disk.fill(leave)
            self.assert_full(failure_of("prepare", **request))
            self.assertEqual(disk.names(), set())
            disk.make_room()
        run("prepare", **request)
        self.assertEqual(disk.names(), {"base"})

    def test_a_tuned_file_that_does_not_fit_leaves_the_adapter_and_nothing_half_written(self) -> None:
        trained, _ = self.train(maxSteps=2)
        disk = SmallDisk(self, 64 * MEGABYTE)
        request = {
            "model": {"gguf": str(self.folder / "gguf")},
            "base": {"folder": str(self.folder / "model")},
            **{"adapter": trained["adapter"], "rows": str(self.folder / "rows"), "output": str(disk.path / "tuned")},
            **{"type": "F16", "positions": 50},
        }
        for leave in (1_000, (self.folder / "gguf").stat().st_size // 3):
            disk.fill(leave)
            self.assert_full(failure_of("export", **request))
            self.assertEqual(disk.names(), set())
            disk.make_room()
        run("export", **request)
        self.assertEqual(disk.names(), {"tuned"})
