"""Workload `attempts`: many tries at each of many puzzles, right and wrong, as models make them; same seed, same texts.

Whether an attempt is right is known: each is made to be right or to fail in one way, and all but endless and forbidden
ones are tried out (see `trial`); a text that does not fare as it was made to, or is costly, is not used.
"""

from collections.abc import Callable
from random import Random

from ..program import Check
from . import trial
from .puzzles import Puzzle, choose_puzzles
from .rewriting import with_statement
from .right import right_attempt
from .shares import FAILURES, REPEATED, RIGHT, UNTRIED

PUZZLES, ATTEMPTS = 200, 100
_MOST_ROUNDS = 40
Draft = tuple[str, str, bool]
"""A text, the kind of attempt that it is, and whether it is to be tried out."""


def attempts(seed: int, repeated: float = REPEATED, puzzles: int = PUZZLES, each: int = ATTEMPTS) -> list[Check]:
    """The attempts, puzzle by puzzle, in random order within each. `repeated`: share of texts that are not new."""
    random = Random(seed)
    chosen = choose_puzzles(puzzles, random)
    checks: list[Check] = []
    for puzzle, right in zip(chosen, _right_counts(puzzles, each, random)):
        own = Random(f"{seed} {puzzle.id}")  # So that one puzzle's luck does not change the others' texts.
        found = _texts(puzzle, right, True, repeated, own) + _texts(puzzle, each - right, False, repeated, own)
        own.shuffle(found)
        checks += found
    return checks


def repeats(checks: list[Check]) -> float:
    """The share of checks whose puzzle and text an earlier one has."""
    return 1 - len({(check.f, check.g) for check in checks}) / len(checks)


def _right_counts(puzzles: int, each: int, random: Random) -> list[int]:
    """How many attempts at each puzzle are right: some puzzles are solved hardly ever, some almost always."""
    counts = [round(each * random.betavariate(0.6, 1.4)) for _ in range(puzzles)]
    while (surplus := sum(counts) - round(RIGHT * puzzles * each)) != 0:
        place = random.randrange(puzzles)
        counts[place] = min(each, max(0, counts[place] + (-1 if surplus > 0 else 1)))
    return counts


def _texts(puzzle: Puzzle, count: int, right: bool, repeated: float, random: Random) -> list[Check]:
    if count == 0:
        return []
    distinct = max(1, round(count * (1 - repeated)))
    draw = _draw_right if right else _draw_wrong
    new = [Check(puzzle.id, puzzle.f, text, right, kind) for text, kind in _distinct(puzzle, distinct, draw, random)]
    texts = list(new)
    while len(texts) < count:
        texts.append(random.choice(texts))  # What was written often is written again the more often.
    return texts


def _distinct(
    puzzle: Puzzle, count: int, draw: Callable[[Puzzle, Random, int], Draft], random: Random
) -> list[tuple[str, str]]:
    """That many different texts with their kinds, all of which fare as they should."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for changes in range(_MOST_ROUNDS):
        drafts = []
        for _ in range(count - len(found)):
            draft = draw(puzzle, random, changes)
            if draft[0] not in seen:
                seen.add(draft[0])
                drafts.append(draft)
        to_try = [text for text, _, tried in drafts if tried]
        fates = dict(zip(to_try, trial.fates(puzzle.f, to_try)))
        for text, kind, _ in drafts:
            if (fate := fates.get(text, trial.RAISED)) != trial.TOO_COSTLY:
                if (fate == trial.ACCEPTED) == (kind == "right"):
                    found[text] = kind
        if len(found) == count:
            return list(found.items())
    raise RuntimeError(f"Too few different attempts at puzzle {puzzle.id}.")


def _draw_right(puzzle: Puzzle, random: Random, changes: int) -> Draft:
    return right_attempt(puzzle, random, changes), "right", True


def _draw_wrong(puzzle: Puzzle, random: Random, changes: int) -> Draft:
    body = None
    while body is None:
        (failure,) = random.choices(list(FAILURES), list(FAILURES.values()))
        body = failure(puzzle, random)
    for _ in range(random.randint(0, changes)):
        body = with_statement(body, random)
    return puzzle.with_body(body), failure.__name__, failure not in UNTRIED
