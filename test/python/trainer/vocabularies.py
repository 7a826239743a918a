"""Small vocabularies of the kinds that GGUF files hold, made without chance."""

from dataclasses import dataclass, field
from typing import Any

import gguf
from transformers.convert_slow_tokenizer import bytes_to_unicode

NORMAL, UNKNOWN, CONTROL, USER_DEFINED, BYTE = 1, 2, 3, 4, 6
WORDS = (
    *"def return assert lambda import range print list dict sorted the and answer value numbers 12 123 1234 2024".split(),
    *"== != <= ** // () [] {} 's 't 'll don't it's DON'T f(x) g() café naïve 日本 語 привет x² ½".split(),
    *(":\n", "\n\n", "\r\n", "\t\t", "   "),
)


@dataclass
class Vocabulary:
    """What a GGUF says of its tokenizer."""

    model: str
    tokens: list[str]
    types: list[int]
    fields: dict[str, Any] = field(default_factory=dict)
    merges: list[str] | None = None
    scores: list[float] | None = None

    def __len__(self) -> int:
        return len(self.tokens)

    def write(self, writer: gguf.GGUFWriter) -> None:
        writer.add_tokenizer_model(self.model)
        writer.add_token_list(self.tokens)
        writer.add_token_types(self.types)
        if self.merges is not None:
            writer.add_token_merges(self.merges)
        if self.scores is not None:
            writer.add_token_scores(self.scores)
        for key, value in self.fields.items():
            add = {bool: writer.add_bool, int: writer.add_uint32, str: writer.add_string}
            add[type(value)](f"tokenizer.ggml.{key}", value)


def byte_level(split: str, **fields: Any) -> Vocabulary:
    """Merges that build each word, alone and behind a space, from left to right; the ends of some are no token."""
    spelling = bytes_to_unicode()
    tokens = ["<|begin|>", "<|end|>", "<think>", *spelling.values()]
    merges: list[str] = []
    for word in [*WORDS, *(" " + word for word in WORDS), "        "]:
        letters = [spelling[byte] for byte in word.encode()]
        built = letters[0]
        for letter in letters[1:]:
            merge = f"{built} {letter}"
            built += letter
            if merge not in merges:
                merges.append(merge)
            if built not in tokens:
                tokens.append(built)
    types = [CONTROL, CONTROL, USER_DEFINED] + [NORMAL] * (len(tokens) - 3)
    ids = {"pre": split, "bos_token_id": 0, "eos_token_id": 1}
    return Vocabulary("gpt2", tokens, types, {**ids, **fields}, merges=merges)


def sentencepiece(**fields: Any) -> Vocabulary:
    """Pieces with scores, bytes for the rest, and a run of spaces that is matched before all else."""
    pieces = ["▁"]
    for word in WORDS:
        for text in ("▁" + word.replace(" ", "▁"), word.replace(" ", "▁")):
            pieces += [text[:end] for end in range(1, len(text) + 1)]
    pieces += sorted(set("".join(pieces)))  # As in real vocabularies, each character of a piece is one, too.
    pieces = [piece for piece in dict.fromkeys(pieces) if "\n" not in piece]
    bytes_ = [f"<0x{byte:02X}>" for byte in range(256)]
    tokens = ["<s>", "</s>", "<unk>", "  ", "\n\n", *bytes_, *pieces]
    types = [CONTROL, CONTROL, UNKNOWN, USER_DEFINED, USER_DEFINED] + [BYTE] * 256 + [NORMAL] * len(pieces)
    scores = [0.0] * 261 + [-float(rank) for rank in range(len(pieces))]
    ids = {"bos_token_id": 0, "eos_token_id": 1, "unknown_token_id": 2}
    return Vocabulary("llama", tokens, types, {**ids, **fields}, scores=scores)
