"""The puzzles that attempts are made at: all seeds and one instance of each problem of P3, taken apart."""

import ast
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

from .pairs import p3_items, puzzle_of, solutions_of
from .trial import answers, lines_of

SEEDS = Path(__file__).resolve().parents[4] / "media" / "seeds.jsonl"
_MOST_CHARACTERS = 1_200
"""Longer puzzles do not fit a prompt beside examples."""
_MOST_ANSWER_CHARACTERS = 200
"""Longer answers are not written out by a model with 150 tokens."""
_HEAVY = frozenset(
    "BillSums BirthdayParadoxMonteCarlo BoxVolume CollatzDelay EightQueensOrFewer GraphIsomorphism Kirkman LearnParity"
    " Nash No3Colinear NoRelativePrimes PandigitalSquare ReverseLifeStep SquareTiles Study_29".split()
)
"""Problems of P3 whose known-good solutions took over 10 ms: left out by name, so that no clock chooses puzzles."""


@dataclass(frozen=True)
class Puzzle:
    """A puzzle with its known-good solutions."""

    id: str
    f: str
    solutions: tuple[str, ...]
    answers: tuple[str, ...]
    """The `repr` of each solution's answer, where it is short."""

    @cached_property
    def tree(self) -> ast.FunctionDef:
        """The definition of f."""
        return function_in(self.f)

    @cached_property
    def answer_name(self) -> str:
        """What f calls its answer."""
        return self.tree.args.args[0].arg

    @cached_property
    def inputs(self) -> list[str]:
        """The names of g's parameters."""
        return [parameter.arg for parameter in function_in(self.solutions[0]).args.args]

    @cached_property
    def kind(self) -> str:
        """The answer's type, as f's annotation has it."""
        annotation = self.tree.args.args[0].annotation
        return ast.unparse(annotation) if annotation else ""

    @cached_property
    def condition(self) -> str:
        """The expression that f returns at its end."""
        last = self.tree.body[-1]
        return ast.unparse(last.value) if isinstance(last, ast.Return) and last.value else "True"

    def with_body(self, body: str) -> str:
        """A solution with the header that the system supplies to the model."""
        header = ast.unparse(function_in(self.solutions[0]).args)
        return f"def g({header}):\n" + "\n".join(f"    {line}" for line in body.split("\n"))


def function_in(source: str) -> ast.FunctionDef:
    """The first function at the top level of a source."""
    return next(node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))


def body_of(solution: str) -> str:
    """The body of a solution, without its indentation."""
    return "\n".join(map(ast.unparse, function_in(solution).body))


def choose_puzzles(count: int, random: Random) -> list[Puzzle]:
    """That many different puzzles, drawn from all."""
    return [_puzzle(*drawn) for drawn in random.sample(_all(), count)]


def _all() -> list[tuple[str, str, list[str]]]:
    seeds = [json.loads(line) for line in lines_of(SEEDS)]
    found = {seed["id"]: (seed["id"], seed["f"], seed["g"]) for seed in seeds}
    for item in p3_items():
        problem, puzzle = item["name"].split(":")[0], puzzle_of(item)
        if item["sol_bodies"] and problem not in _HEAVY and len(puzzle) <= _MOST_CHARACTERS:
            found.setdefault(problem, (problem, puzzle, solutions_of(item)))
    return list(found.values())


def _puzzle(name: str, f: str, solutions: list[str]) -> Puzzle:
    return Puzzle(name, f, tuple(solutions), tuple(answers(solutions, _MOST_ANSWER_CHARACTERS)))
