"""Texts to tokens, as they are when a model is served: a prompt alone, and behind it what the model says."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer, normalizers, pre_tokenizers
from transformers import PreTrainedTokenizerFast

from .gguf_tokenizer import SPACE
from .rows import Row
from .sources import reading_prepared


@dataclass(frozen=True)
class Encoded:
    """The tokens of a row. All of them are read, those behind the prompt are learnt."""

    prompt: list[int]
    completion: list[int]
    """With the end token."""

    @property
    def ids(self) -> list[int]:
        return self.prompt + self.completion

    def __len__(self) -> int:
        return len(self.prompt) + len(self.completion)


class Encoder:
    """The tokenizer of a prepared model."""

    def __init__(self, folder: Path) -> None:
        """Raises `Failure` (`unreadableModel`)."""
        with reading_prepared(folder):
            self.tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
        self._backend: Tokenizer = self.tokenizer.backend_tokenizer
        self._backend.no_truncation()
        self._backend.no_padding()
        self._begin = self._backend.encode("").ids
        self._end: int = self.tokenizer.eos_token_id  # type: ignore[assignment]

    @property
    def begin_token(self) -> str | None:
        """With which every served text begins, if any."""
        return self._backend.id_to_token(self._begin[0]) if self._begin else None

    @property
    def end_token(self) -> str:
        return self._backend.id_to_token(self._end)

    def counts(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text is as a raw prompt."""
        return [len(self._begin) + len(ids) for ids in self._encode(texts)]

    def rows(self, rows: Sequence[Row]) -> list[Encoded]:
        """Prompt and completion encoded apart: a model is given the prompt's tokens and goes on with tokens of its own."""
        prompts = self._encode([row.prompt for row in rows])
        with _without_prefix(self._backend):
            completions = self._encode([row.completion for row in rows])
        return [Encoded(self._begin + one, self._ended(other)) for one, other in zip(prompts, completions)]

    def whole(self, rows: Sequence[Row]) -> list[Encoded]:
        """Prompt and completion encoded as one text, of which everything is learnt."""
        return [
            Encoded([], self._ended(self._begin + ids))
            for ids in self._encode([row.prompt + row.completion for row in rows])
        ]

    def _encode(self, texts: Sequence[str]) -> list[list[int]]:
        return [found.ids for found in self._backend.encode_batch_fast(list(texts), add_special_tokens=False)]

    def _ended(self, ids: list[int]) -> list[int]:
        return ids if ids and ids[-1] == self._end else [*ids, self._end]


@contextmanager
def _without_prefix(backend: Tokenizer) -> Iterator[None]:
    """Keeps a sentencepiece tokenizer from putting a space before a text, which is right only where a text begins."""
    normalizer, splitter = backend.normalizer, backend.pre_tokenizer
    if normalizer is not None and normalizer.normalize_str("a") == SPACE + "a":
        backend.normalizer = normalizers.Replace(" ", SPACE)
    if isinstance(splitter, pre_tokenizers.Metaspace):
        backend.pre_tokenizer = pre_tokenizers.Metaspace(SPACE, prepend_scheme="never", split=splitter.split)
    yield
    backend.normalizer, backend.pre_tokenizer = normalizer, splitter  # type: ignore[assignment]
