"""Workload `attempts`: many tries at each of many puzzles, right and wrong, as models make them; same seed, same texts.

Whether an attempt is right is known: each is made to be right or to fail in one way, and all but endless and forbidden
ones are tried out (see `trial`); a text that does not fare as it was made to, or is costly, is not used.
"""

from collections import defaultdict
from random import Random

from ..program import Check
from . import failures, trial
from .puzzles import Puzzle, choose_puzzles
from .rewriting import with_statement
from .right import right_attempt
from .shares import FAILURES, REPEATED, RIGHT, UNTRIED

PUZZLES, ATTEMPTS = 200, 100
RIGHT_KIND = "right"
ENDLESS = failures.never_ends.__name__
_MOST_ROUNDS = 60
_PATIENCE = 20
"""Rounds after which a failure for which the puzzle gives no more different texts is replaced by another."""
_COMMONEST = failures.names_the_answer.__name__
_MAKERS = {failure.__name__: failure for failure in FAILURES}
_UNTRIED = {failure.__name__ for failure in UNTRIED}


def attempts(seed: int, repeated: float = REPEATED, puzzles: int = PUZZLES, each: int = ATTEMPTS) -> list[Check]:
    """The attempts, puzzle by puzzle, in random order within each. `repeated`: share of texts that are not new."""
    random = Random(seed)
    chosen = choose_puzzles(puzzles, random)
    rights = _right_counts(puzzles, each, random)
    wrongs = _failures(puzzles * each - sum(rights), random)
    checks: list[Check] = []
    for puzzle, right in zip(chosen, rights):
        kinds = [RIGHT_KIND] * right + [wrongs.pop() for _ in range(each - right)]
        # A chance of its own, so that one puzzle's luck does not change the others' texts.
        checks += _attempts_at(puzzle, kinds, repeated, Random(f"{seed} {puzzle.id}"))
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


def _failures(count: int, random: Random) -> list[str]:
    """Names of failures in exactly their shares, shuffled: the rare endless ones cost more than all others."""
    whole = sum(FAILURES.values())
    names = [name for name, failure in _MAKERS.items() for _ in range(round(count * FAILURES[failure] / whole))]
    names += [_COMMONEST] * (count - len(names))
    random.shuffle(names)
    return names[:count]


def _attempts_at(puzzle: Puzzle, kinds: list[str], repeated: float, random: Random) -> list[Check]:
    random.shuffle(kinds)
    not_first = [place for place, kind in enumerate(kinds) if kind in kinds[:place]]
    copies = set(random.sample(not_first, min(len(not_first), round(len(kinds) * repeated))))
    new = _different(puzzle, [kind for place, kind in enumerate(kinds) if place not in copies], random)
    found = [Check(puzzle.id, puzzle.f, g, kind == RIGHT_KIND, kind) for g, kind in new.items()]
    by_kind: defaultdict[str, list[Check]] = defaultdict(list)
    for check in found:
        by_kind[check.kind].append(check)
    for place in sorted(copies):
        # What was written often is written again the more often.
        check = random.choice(by_kind[kinds[place]] or by_kind[_COMMONEST])
        by_kind[check.kind].append(check)
        found.append(check)
    random.shuffle(found)
    return found


def _different(puzzle: Puzzle, kinds: list[str], random: Random) -> dict[str, str]:
    """A different text for each of the kinds, with its kind, all of which fare as they should."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for changes in range(_MOST_ROUNDS):
        drafts: dict[str, str] = {}
        missing: list[str] = []
        for kind in kinds:
            if changes >= _PATIENCE and kind != RIGHT_KIND:
                kind = _COMMONEST
            text = _draft(puzzle, kind, changes, random)
            if text is None or text in seen:
                missing.append(kind)
            else:
                seen.add(text)
                drafts[text] = kind
        tried = [text for text, kind in drafts.items() if kind not in _UNTRIED]
        fates = dict(zip(tried, trial.fates(puzzle.f, tried)))
        for text, kind in drafts.items():
            fate = fates.get(text, trial.RAISED)
            if fate != trial.TOO_COSTLY and (fate == trial.ACCEPTED) == (kind == RIGHT_KIND):
                found[text] = kind
            else:
                missing.append(kind)
        kinds = missing
        if not kinds:
            return found
    raise RuntimeError(f"Too few different attempts at puzzle {puzzle.id}.")


def _draft(puzzle: Puzzle, kind: str, changes: int, random: Random) -> str | None:
    if kind == RIGHT_KIND:
        return right_attempt(puzzle, random, changes)
    body = _MAKERS[kind](puzzle, random)
    for _ in range(random.randint(0, changes) if body is not None else 0):
        body = with_statement(body or "", random)
    return None if body is None else puzzle.with_body(body)
