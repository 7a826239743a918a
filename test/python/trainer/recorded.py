"""What real models say, as it was recorded."""

import torch
from transformers import AutoModelForCausalLM

from .support import GEMMA, SMOLLM2, prepared

SAID: dict[str, tuple[list[int], dict[int, float]]] = {
    SMOLLM2: ([1, 50, 600, 777, 1000, 2000], {358: 32.6508, 100: 31.4694, 274: 31.1915, 3026: 31.1331, 93: 30.9188}),
    GEMMA: ([2, 50, 600, 777, 1000, 2000], {107: 13.7455, 578: 12.3576, 251: 12.0528, 236743: 11.5344, 108: 11.3224}),
}
"""Tokens, and the most likely next ones with their logits, as transformers' own reader of GGUF files makes them.

It takes a minute for that, so this was recorded: with transformers 5.24, all logits were equal to the last bit.
"""


def assert_says_as_recorded(name: str) -> None:
    """Prepares the model. Raises `AssertionError` where it says something else."""
    ids, expected = SAID[name]
    with torch.inference_mode():
        model = AutoModelForCausalLM.from_pretrained(prepared(name), dtype=torch.float32)
        values, tokens = model(torch.tensor([ids])).logits[0, -1].topk(len(expected))
    assert tokens.tolist() == list(expected), f"{name} thinks {tokens.tolist()} most likely"
    torch.testing.assert_close(values, torch.tensor(list(expected.values())), rtol=0, atol=1e-2)
