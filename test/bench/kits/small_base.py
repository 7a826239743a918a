"""A small random base, and a tokenizer that does what is most easily overlooked."""

from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, processors
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

SPACE = "▁"


def make_base(folder: Path) -> None:
    """A token for each letter; every text gets a start token and, as Llama 2's, a space."""
    letters = ["<s>", "</s>", "<unk>", SPACE, "\n", *map(chr, range(33, 127))]
    tokenizer = Tokenizer(models.BPE({letter: id for id, letter in enumerate(letters)}, [], unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend(SPACE), normalizers.Replace(" ", SPACE)])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 0)])
    ends = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "</s>"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **ends).save_pretrained(folder)
    sizes = {"hidden_size": 32, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    ids = {"bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 1}
    LlamaForCausalLM(LlamaConfig(vocab_size=len(letters), **sizes, **ids)).save_pretrained(folder)
