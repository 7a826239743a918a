"""Which share of the attempts is what, and where each number comes from.

A real run is the measure where it can be: `npm run demo` of this project, 232 attempts of Gemma 3 270M at 63 of its own
puzzles (recipe `quick`: T 0.5, 48 tokens, up to 4 attempts a puzzle). Its verdicts: raised 46 % (NameError 38 %,
mostly of f's answer; TypeError 7 %; others 2 %), refuted 37 %, illTyped 9 %, verified 8 %, malformed 0.4 %; 35 % of its
texts repeat an earlier attempt at the same puzzle. `python -m judge.workload.real QUEUE` measures that in any queue.

The share of right ones, 30 %, is not that run's but what a tuned or larger model reaches. The failures keep the run's
proportions, except for what one line of 48 tokens cannot show and longer texts do: cut-off texts, broken syntax,
missing returns, IndexErrors, loops, recursion and forbidden things, whose shares are assumptions.
"""

from collections.abc import Callable
from random import Random

from . import failures
from .puzzles import Puzzle

RIGHT = 0.30
REPEATED = 0.35
"""Attempts whose text is that of an earlier attempt at the same puzzle."""

Failure = Callable[[Puzzle, Random], str | None]

FAILURES: dict[Failure, float] = {
    failures.names_the_answer: 17.5,
    failures.errs_in_a_constant: 13.9,
    failures.returns_the_condition: 12.0,
    failures.guesses: 9.0,
    failures.misspells: 4.0,
    failures.mixes_types: 4.0,
    failures.returns_another_type: 2.0,
    failures.returns_nothing: 1.5,  # Assumed, as all that follow but the exceptions.
    failures.breaks_syntax: 1.5,
    failures.is_cut_off: 1.5,
    failures.raises_otherwise: 1.3,
    failures.indexes_too_far: 1.2,
    failures.never_ends: 0.3,
    failures.does_forbidden_things: 0.2,
    failures.recurses: 0.1,
}
"""Per cent of all attempts; 70 together."""

UNTRIED = frozenset((failures.never_ends, failures.does_forbidden_things))
"""Wrong by construction, and not to be run while the workload is made."""
