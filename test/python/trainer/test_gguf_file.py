import struct
import unittest

import gguf
import numpy as np

from trainer.failure import Failure
from trainer.gguf_file import GgufFile

from .support import failure_of, run, temporary_folder
from .tiny_models import random_model, write_gguf
from .vocabularies import byte_level


class GgufFileTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = temporary_folder(cls)
        cls.vocabulary = byte_level("qwen2")
        cls.model = random_model("qwen2", len(cls.vocabulary))
        cls.path = write_gguf(cls.folder / "model", cls.model, cls.vocabulary, kind=gguf.GGMLQuantizationType.Q8_0)

    def test_reads_what_the_library_reads(self) -> None:
        ours, theirs = GgufFile(self.path), gguf.GGUFReader(self.path)
        for key, field in theirs.fields.items():
            if not key.startswith("GGUF."):
                value = ours.get(key)
                self.assertEqual(value.tolist() if isinstance(value, np.ndarray) else value, field.contents(), key)
        for one, other in zip(ours.tensors, theirs.tensors, strict=True):
            self.assertEqual((one.name, one.kind, one.start), (other.name, other.tensor_type, other.data_offset))
            np.testing.assert_array_equal(ours.data(one), other.data)

    def test_a_file_cut_short_anywhere_is_unreadable(self) -> None:
        whole = self.path.read_bytes()
        header = GgufFile(self.path).data_start
        cut = self.folder / "cut"
        for length in [*range(0, 200, 7), *range(200, header, 997), header - 1, header, header + 1, len(whole) - 300]:
            cut.write_bytes(whole[:length])
            with self.subTest(length=length), self.assertRaises(Failure) as caught:
                GgufFile(cut)
            self.assertEqual(caught.exception.code, "unreadableModel")

    def test_other_files_are_unreadable(self) -> None:
        other = self.folder / "other"
        head = struct.pack("<4sIQQ", b"GGUF", 3, 1, 1)
        texts = [b"PK\x03\x04" * 99, b"GGUF", head, head + b"\xff" * 64, struct.pack(">4sIQQ", b"GGUF", 3, 1, 1)]
        texts.append(head + struct.pack("<Q", 1 << 60) + b"x" * 99)
        for text in texts:
            other.write_bytes(text)
            self.assertEqual(failure_of("inspect", model={"gguf": str(other)}).code, "unreadableModel")
        self.assertEqual(failure_of("inspect", model={"gguf": str(self.folder / "none")}).code, "unreadableModel")

    def test_describes_a_model(self) -> None:
        done, _ = run("inspect", model={"gguf": str(self.path)})
        expected = {"architecture": "qwen2", "name": "Tiny", "supported": True, "layers": 2, "hidden": 64, "heads": 4}
        expected |= {
            "vocabulary": len(self.vocabulary),
            "contextLength": 512,
            "feedForward": 96,
            "hasChatTemplate": False,
        }
        self.assertEqual(done, {**done, **expected})
        self.assertEqual(done["parameters"], sum(weight.numel() for weight in self.model.parameters()))
