"""The data of the bench: prompts with none to three worked examples, so that rows are of unlike length."""

import json
import random
from pathlib import Path


def write_rows(path: Path, count: int, seed: int = 1) -> Path:
    """Rows as the trainer reads them."""
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        puzzles = [_puzzle(chance) for _ in range(chance.randint(1, 4))]
        *examples, (head, body) = puzzles
        prompt = "".join(f"{f}{g}\n\n" for f, g in examples) + head
        rows.append(json.dumps({"id": str(number), "prompt": prompt, "completion": body}))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def _puzzle(chance: random.Random) -> tuple[str, str]:
    a, b = chance.randint(2, 999), chance.randint(2, 99)
    condition, answer = chance.choice(
        [
            ("x == a + b", "    return a + b\n"),
            ("len(x) == b and sum(x) == a", "    numbers = [0] * b\n    numbers[0] = a\n    return numbers\n"),
            ("x.count('a') == b and len(x) == a + b", "    return 'a' * b + 'b' * a\n"),
            ("x % a == 0 and x > b", "    value = a\n    while value <= b:\n        value += a\n    return value\n"),
        ]
    )
    return f"def f(x, a={a}, b={b}):\n    return {condition}\n\n\ndef g(a={a}, b={b}):\n", answer
