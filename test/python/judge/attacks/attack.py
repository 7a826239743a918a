"""What an attack is: a pair that tries to be more than it is, with the verdicts that it may get."""

import textwrap
from dataclasses import dataclass

PUZZLE = "def f(x: int, n=7):\n    return x == n + 1"
"""The standard puzzle. A solution that wants to show that it got at something returns n + 1, else n."""

RAISED, REFUTED, UNSAFE = frozenset(["raised"]), frozenset(["refuted"]), frozenset(["unsafe"])
ILL_TYPED, TIMED_OUT, OUT_OF_MEMORY = frozenset(["illTyped"]), frozenset(["timedOut"]), frozenset(["outOfMemory"])
VERIFIED, MALFORMED, FLAKY = frozenset(["verified"]), frozenset(["malformed"]), frozenset(["flaky"])
KEPT_OUT = RAISED | REFUTED | UNSAFE
"""Of text that reaches for what is closed: an exception, an honest wrong answer, or its end by the system."""


@dataclass(frozen=True)
class Pair:
    """A pair that another one must not influence, and the one verdict that it has to get."""

    f: str
    g: str
    verdict: str = "verified"


@dataclass(frozen=True)
class Attack:
    """f and g may hold the placeholders of `Surroundings`, such as $FILE."""

    name: str
    g: str
    f: str = PUZZLE
    verdicts: frozenset[str] = REFUTED
    timeout_ms: int = 1000
    detail: str = ""
    """What the judgement's detail has to contain."""
    before: tuple[Pair, ...] = ()
    after: tuple[Pair, ...] = ()
    """Judged by the same judge, one after another, directly before and after the attack."""


def body(text: str) -> str:
    """A solution of PUZZLE with this body."""
    return "def g(n=7):\n" + textwrap.indent(textwrap.dedent(text).strip("\n"), "    ")


def text(source: str) -> str:
    """A whole text of f or g, written indented."""
    return textwrap.dedent(source).strip("\n")


def holds(expression: str, imports: str = "") -> Pair:
    """A pair that is verified where the expression is true, as it is in an untouched process, in g and in f."""
    head = f"{imports}\n" if imports else ""
    return Pair(
        f"{head}def f(x: bool):\n    return x and bool({expression})", f"{head}def g():\n    return bool({expression})"
    )
