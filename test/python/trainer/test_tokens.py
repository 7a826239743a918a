import json
import unittest
from typing import Any

from transformers import AutoTokenizer

from trainer.encoding import Encoder
from trainer.gguf_file import GgufFile
from trainer.gguf_tokenizer import build_tokenizer
from trainer.rows import Row
from trainer.splitting import _EXPRESSIONS

from . import HERE
from .support import GEMMA, SMOLLM2, encoder_of, failure_of, run, temporary_folder, tokenizer_of, write_rows
from .tiny_models import random_model, write_gguf
from .vocabularies import Vocabulary, byte_level, sentencepiece

COUNTS: dict[str, dict[str, Any]] = json.loads((HERE / "token_counts.json").read_text(encoding="utf-8"))
"""`prompt_eval_count` of Ollama 0.34.1 for raw prompts: of real models, and of the small vocabularies of these tests."""
SENTENCEPIECE = {"spm": sentencepiece(), "spm, no space before": sentencepiece(add_space_prefix=False)}


class TokensTest(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = temporary_folder(self)

    def encoder(self, vocabulary: Vocabulary) -> Encoder:
        path = write_gguf(self.folder / "model", random_model("llama", len(vocabulary)), vocabulary)
        build_tokenizer(GgufFile(path)).save_pretrained(self.folder)
        return Encoder(self.folder)

    def test_counts_are_those_of_ollama_for_real_models(self) -> None:
        for name in (SMOLLM2, GEMMA):
            with self.subTest(name):
                texts, counts = COUNTS["real"]["texts"], COUNTS["real"][name]
                self.assertEqual(dict(zip(texts, encoder_of(name).counts(texts))), dict(zip(texts, counts)))

    def test_counts_are_those_of_ollama_for_every_way_to_split_text(self) -> None:
        texts, seen = COUNTS["small"]["texts"], set()
        for name, counts in COUNTS["small"].items():
            if name != "texts":
                encoder = self.encoder(SENTENCEPIECE.get(name) or byte_level(name))
                self.assertEqual(dict(zip(texts, encoder.counts(texts))), dict(zip(texts, counts)), name)
                seen.add(_EXPRESSIONS.get(name))
        self.assertLessEqual(set(_EXPRESSIONS.values()), seen, "each expression is compared under one of its names")

    def test_a_plain_tokenizer_from_the_folder_is_the_same(self) -> None:
        self.encoder(SENTENCEPIECE["spm"])
        for name, folder in (("spm", self.folder), (SMOLLM2, tokenizer_of(SMOLLM2))):
            tokenizer, of = AutoTokenizer.from_pretrained(folder), COUNTS["real" if name == SMOLLM2 else "small"]
            self.assertEqual([len(ids) for ids in tokenizer(of["texts"])["input_ids"]], of[name])

    def test_texts_come_back_from_their_tokens(self) -> None:
        for name in (SMOLLM2, GEMMA):
            tokenizer = encoder_of(name).tokenizer
            for text in COUNTS["real"]["texts"]:
                back = tokenizer.decode(tokenizer.encode(text, add_special_tokens=False))
                # Gemma's vocabulary writes a space as that line, and cannot tell the two apart.
                self.assertEqual(back.replace("▁", " "), text.replace("▁", " "))

    def test_the_chat_template_and_the_ends_are_kept(self) -> None:
        smol, gemma = encoder_of(SMOLLM2), encoder_of(GEMMA)
        self.assertEqual((smol.begin_token, smol.end_token), (None, "<|im_end|>"))
        self.assertEqual((gemma.begin_token, gemma.end_token), ("<bos>", "<eos>"))
        said = smol.tokenizer.apply_chat_template([{"role": "user", "content": "hi"}], tokenize=False)
        self.assertTrue(said.endswith("<|im_start|>user\nhi<|im_end|>\n"))

    def test_a_completion_goes_on_where_the_prompt_ends(self) -> None:
        for name, vocabulary in SENTENCEPIECE.items():
            encoder = self.encoder(vocabulary)
            (row,) = encoder.rows([Row("1", "def f(x):\n", "return x")])
            words = encoder.tokenizer.convert_ids_to_tokens(row.completion)
            self.assertEqual(words, ["return", "▁x", "</s>"], name)
            self.assertEqual(encoder.tokenizer.convert_ids_to_tokens(row.prompt)[0], "<s>")
        self.assertEqual(encoder.counts(["def f(x):\n"]), [len(row.prompt)])

    def test_the_end_is_added_once(self) -> None:
        encoder = self.encoder(byte_level("qwen2"))
        for completion in ("return x", "return x<|end|>"):
            (row,) = encoder.rows([Row("1", "a", completion)])
            self.assertEqual(row.completion.count(1), 1)
        (whole,) = encoder.whole([Row("1", "ret", "urn")])
        self.assertEqual((whole.prompt, len(whole.completion)), ([], 2), "one token for both, and the end")

    def test_ten_thousand_rows_are_measured_in_order(self) -> None:
        rows = write_rows(self.folder / "rows", [("a" * (n % 7 + 1), "b" * (n % 3)) for n in range(10_000)])
        done, _ = run("measure", model={"folder": str(tokenizer_of(SMOLLM2))}, rows=str(rows), parity=["a"])
        encoder = encoder_of(SMOLLM2)
        self.assertEqual(done["parity"], encoder.counts(["a"]))
        prompts, ends = encoder.counts(["a" * n for n in range(1, 8)]), encoder.counts(["", "b", "bb"])
        self.assertEqual(done["rows"], [[prompts[n % 7], ends[n % 3] + 1] for n in range(10_000)])

    def test_rows_that_are_none_are_named_by_their_line(self) -> None:
        good = '{"id": "1", "prompt": "a", "completion": "b"}\n'
        wrong = [
            "{",
            good[:20],
            "[]",
            '{"id": 1, "prompt": "a", "completion": "b"}',
            '{"id": "1", "prompt": "a"}',
            "\0",
            "[" * 9999,
        ]
        rows = self.folder / "rows"
        for line in wrong:
            rows.write_text(good + line + "\n" + good, encoding="utf-8")
            failure = failure_of("measure", model={"folder": str(tokenizer_of(SMOLLM2))}, rows=str(rows), parity=[])
            self.assertEqual(failure.code, "unreadableRows")
            self.assertIn("Line 2 ", failure.message)
        for data, code in ((b"\xff\xfe{", "unreadableRows"), (b"\n\n", "noRows"), (b"", "noRows")):
            rows.write_bytes(data)
            failure = failure_of("measure", model={"folder": str(tokenizer_of(SMOLLM2))}, rows=str(rows), parity=[])
            self.assertEqual(failure.code, code)

    def test_a_way_to_split_text_that_is_not_known_is_refused(self) -> None:
        path = write_gguf(self.folder / "m", random_model("llama", len(byte_level("viking"))), byte_level("viking"))
        failure = failure_of("prepare", model={"gguf": str(path)}, output=str(self.folder / "x"), dtype="auto")
        self.assertEqual(failure.code, "unsupportedArchitecture")
