"""The workloads: known-good pairs of P3, and attempts as models make them."""

from collections import Counter
from collections.abc import Callable

from ..program import Check
from .attempts import ENDLESS, attempts, repeats
from .kept import kept
from .pairs import light, pairs

WORKLOADS: dict[str, Callable[[int], list[Check]]] = {
    "pairs": lambda seed: pairs(),
    "pairs-light": lambda seed: light(pairs()),
    "attempts": lambda seed: kept(f"attempts-{seed}", lambda: attempts(seed)),
    "attempts-distinct": lambda seed: kept(f"attempts-distinct-{seed}", lambda: attempts(seed, repeated=0.0)),
    "attempts-ending": lambda seed: [check for check in WORKLOADS["attempts"](seed) if check.kind != ENDLESS],
}
"""Makes each, by the seed."""


def describe(checks: list[Check]) -> str:
    """A sentence on what a workload holds."""
    kinds = Counter(check.kind for check in checks)
    shares = ", ".join(f"{kind} {count / len(checks):.1%}" for kind, count in kinds.most_common())
    puzzles = len({check.puzzle for check in checks})
    return f"{len(checks):,} checks at {puzzles:,} puzzles, {repeats(checks):.1%} of them repeats: {shares}."
