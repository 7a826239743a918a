"""Right attempts: a known-good solution as it is, or varied as models vary them."""

from random import Random

from .puzzles import Puzzle
from .rewriting import (
    known_body,
    other_answer,
    other_constant,
    renamed,
    returned_by_name,
    with_statement,
)


def right_attempt(puzzle: Puzzle, random: Random, most_changes: int) -> str:
    """A text that should solve the puzzle. More changes make more different texts."""
    chance = random.random()
    written_out = other_answer(puzzle, random) if chance < 0.3 else None
    if written_out is not None:
        body = written_out
    elif chance < 0.5:
        body = other_constant(known_body(puzzle, random), random)
    else:
        body = known_body(puzzle, random)
    for _ in range(random.randint(0, most_changes)):
        chance = random.random()
        if chance < 0.4:
            body = renamed(body, puzzle, random)
        elif chance < 0.7:
            body = returned_by_name(body, random)
        else:
            body = with_statement(body, random)
    return puzzle.with_body(body)
