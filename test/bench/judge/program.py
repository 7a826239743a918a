"""One check of a workload, and the two kinds of program text that the comparators make of it."""

from dataclasses import dataclass

TIMEOUT_SECONDS = 1.0
"""The time limit of every judge, as in the method."""


@dataclass(frozen=True)
class Check:
    """A puzzle, a solution or a failed try at one, and whether a sound judge accepts it."""

    puzzle: str
    f: str
    g: str
    accept: bool
    kind: str


def bare_program(check: Check) -> str:
    """A program that ends without an exception when g solves f. The answer's type is not looked at."""
    return f"from typing import *\n\n{check.f}\n\n\n{check.g}\n\n\nassert f(g()) is True\n"


def research_program(check: Check) -> str:
    """The same as the research pool runs it: `of_type` and typing's names are in the worker's environment."""
    return f"{check.f}\n\n\n{check.g}\n\n\nassert f(of_type(g(), f)) is True\n"
