"""The tokenizer of a GGUF file, rebuilt so that it makes the same tokens as Ollama: what is trained is what is served.

transformers can read one from a GGUF, too, but leaves out what many vocabularies need: how they split text (SmolLM2's
digits), which tokens are matched before anything else (Gemma's runs of spaces), and whether a text begins with a token.
"""

from collections.abc import Iterator

from tokenizers import AddedToken, Tokenizer, decoders, normalizers, processors
from tokenizers.models import BPE
from transformers import PreTrainedTokenizerFast

from .architectures import unsupported
from .gguf_file import GgufFile
from .splitting import BEGIN_BY_DEFAULT, WHOLE_WORDS_FIRST, splitter

_NORMAL, _UNKNOWN, _CONTROL, _USER_DEFINED = 1, 2, 3, 4
"""Values of `tokenizer.ggml.token_type`."""
SPACE = "▁"
"""How sentencepiece vocabularies write a space."""


def build_tokenizer(file: GgufFile) -> PreTrainedTokenizerFast:
    """Raises `Failure` (`unsupportedArchitecture`) for a vocabulary of another kind."""
    kind = file.get("tokenizer.ggml.model")
    if kind not in ("gpt2", "llama"):
        raise unsupported(file, f"its tokenizer is of the kind {kind}")
    tokens = file.get("tokenizer.ggml.tokens", [])
    tokenizer = _byte_level(file, tokens) if kind == "gpt2" else _sentencepiece(file, tokens)
    types = file.get("tokenizer.ggml.token_type", [])
    for of, special in ((_UNKNOWN, True), (_CONTROL, True), (_USER_DEFINED, False)):
        # llama.cpp finds these in the text as it is, before it splits anything.
        whole = [
            AddedToken(token, normalized=False, special=special) for token, type in zip(tokens, types) if type == of
        ]
        (tokenizer.add_special_tokens if special else tokenizer.add_tokens)(whole)
    names = {
        name: tokens[index]
        for name, key in _SPECIAL.items()
        if (index := file.get(f"tokenizer.ggml.{key}_token_id")) is not None and index < len(tokens)
    }
    names.setdefault("pad_token", names.get("eos_token", tokens[0]))
    if "bos_token" in names and _begins(file, kind):
        begin = names["bos_token"]
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{begin} $A", special_tokens=[(begin, tokens.index(begin))]
        )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        chat_template=file.get("tokenizer.chat_template"),
        clean_up_tokenization_spaces=False,
        model_input_names=["input_ids", "attention_mask"],
        **names,
    )


_SPECIAL = {"bos_token": "bos", "eos_token": "eos", "unk_token": "unknown", "pad_token": "padding"}


def _begins(file: GgufFile, kind: str) -> bool:
    default = kind == "llama" or file.get("tokenizer.ggml.pre") in BEGIN_BY_DEFAULT
    return file.get("tokenizer.ggml.add_bos_token", default)


def _byte_level(file: GgufFile, tokens: list[str]) -> Tokenizer:
    split = file.get("tokenizer.ggml.pre", "default")
    # A token may itself begin with a space; the first one behind it parts the two.
    pairs = [
        (merge[:at], merge[at + 1 :])
        for merge in file.get("tokenizer.ggml.merges", [])
        if (at := merge.find(" ", 1)) > 0
    ]
    vocabulary = {token: index for index, token in enumerate(tokens)}
    tokenizer = Tokenizer(BPE(vocabulary, pairs, ignore_merges=split in WHOLE_WORDS_FIRST))
    try:
        tokenizer.pre_tokenizer = splitter(split)
    except KeyError:
        raise unsupported(file, f"how its tokenizer splits text ({split}) is not known here") from None
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def _sentencepiece(file: GgufFile, tokens: list[str]) -> Tokenizer:
    vocabulary = {token: index for index, token in enumerate(tokens)}
    unknown = tokens[file.get("tokenizer.ggml.unknown_token_id", 0)]
    tokenizer = Tokenizer(BPE(vocabulary, list(_merges(file, tokens)), unk_token=unknown, byte_fallback=True))
    steps: list[normalizers.Normalizer] = [normalizers.Replace(" ", SPACE)]
    ends: list[decoders.Decoder] = [decoders.Replace(SPACE, " "), decoders.ByteFallback(), decoders.Fuse()]
    if file.get("tokenizer.ggml.add_space_prefix", True):
        steps.insert(0, normalizers.Prepend(SPACE))
        ends.append(decoders.Strip(" ", left=1))
    tokenizer.normalizer = normalizers.Sequence(steps)
    tokenizer.decoder = decoders.Sequence(ends)
    return tokenizer


def _merges(file: GgufFile, tokens: list[str]) -> Iterator[tuple[str, str]]:
    """The pairs of tokens that make a token, best first: llama.cpp merges whatever makes the token of the best score."""
    types, scores = file.get("tokenizer.ggml.token_type"), file.get("tokenizer.ggml.scores")
    normal = [index for index in range(len(tokens)) if types is None or types[index] == _NORMAL]
    known = {tokens[index] for index in normal}
    if scores is not None:
        normal.sort(key=lambda index: -scores[index])
    for index in normal:
        token = tokens[index]
        for cut in range(1, len(token)):
            if token[:cut] in known and token[cut:] in known:
                yield token[:cut], token[cut:]
