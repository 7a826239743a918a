"""Which share of the attempts is what, and where each number comes from.

A real run is the measure where it can be: `npm run demo` of this project, 236 attempts of Gemma 3 270M at 65 of its own
puzzles (recipe `quick`: T 0.5, one line of up to 48 tokens, 4 attempts a puzzle). Verified were 8 %, and 35 % of the
texts repeated an earlier attempt at the same puzzle. The 217 failures were: NameError 41 %, nearly all of f's answer
(most of them f's condition, returned); refuted 39 %; illTyped 10 %; TypeError 7 %; other exceptions 2 %; malformed
0.5 %. `python -m judge.workload.real QUEUE` measures this in any queue.

The share of right ones, 30 %, is not that run's but what a larger or tuned model reaches. The failures keep the run's
proportions but for what one line of 48 tokens cannot show and longer texts do: cut-off texts, broken syntax, missing
returns, IndexErrors, recursion and forbidden things, whose shares are assumptions; so is that of endless loops, 0.1 % of
all attempts: the run had none. That many attempts at one puzzle repeat each other more than four do is left out of
account.
"""

from collections.abc import Callable
from random import Random

from . import failures
from .puzzles import Puzzle

RIGHT = 0.30
REPEATED = 0.35
"""Attempts whose text is that of an earlier attempt at the same puzzle: the run's share."""

FAILURES: dict[Callable[[Puzzle, Random], str | None], float] = {
    failures.names_the_answer: 17.7,
    failures.errs_in_a_constant: 13.9,
    failures.returns_the_condition: 12.0,
    failures.guesses: 9.0,
    failures.misspells: 4.0,
    failures.mixes_types: 4.0,
    failures.returns_another_type: 2.0,
    failures.returns_nothing: 1.5,  # Assumed, as all below but `raises_otherwise`.
    failures.breaks_syntax: 1.5,
    failures.is_cut_off: 1.5,
    failures.raises_otherwise: 1.3,
    failures.indexes_too_far: 1.2,
    failures.never_ends: 0.1,
    failures.does_forbidden_things: 0.2,
    failures.recurses: 0.1,
}
"""Per cent of all attempts."""

UNTRIED = frozenset((failures.never_ends, failures.does_forbidden_things))
"""Wrong by construction, and not to be run while the workload is made."""
