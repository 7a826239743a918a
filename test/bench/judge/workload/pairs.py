"""Workload `pairs`: the known-good pairs of P3's training split, imported as `src/node/exchange/p3.ts` does."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..program import Check
from .trial import takes_longer

P3 = Path(__file__).resolve().parents[5] / "shared" / "p3" / "train.json"
LIGHT_SECONDS = 0.01
"""Most processor time that f and g together take in the workload `pairs, light`."""


def p3_items() -> list[dict[str, Any]]:
    """The items of P3's file; the folder `shared` lies beside the checkout."""
    return json.loads(P3.read_text(encoding="utf-8"))


def solutions_of(item: dict[str, Any]) -> list[str]:
    """The sources of g of an item."""
    return [_renamed(f"{item['sol_header']}\n{body}", "sol", "g") for body in item["sol_bodies"]]


def puzzle_of(item: dict[str, Any]) -> str:
    """The source of f of an item."""
    return _renamed(item["sat"], "sat", "f")


def pairs() -> list[Check]:
    """Every known-good pair."""
    return list(_pairs())


def light(checks: list[Check]) -> list[Check]:
    """The pairs whose own f and g are quick here and now: in the others the programs' own time hides the judge's."""
    return [check for check in checks if not takes_longer(check.f, check.g, LIGHT_SECONDS)]


def _pairs() -> Iterator[Check]:
    for item in p3_items():
        for solution in solutions_of(item):
            yield Check(item["name"], puzzle_of(item), solution, accept=True, kind="known good")


def _renamed(source: str, old: str, new: str) -> str:
    """Renames the definition at the top level; a function inside that has the same name is left."""
    return re.sub(rf"^def[ \t]+{old}\b", f"def {new}", source, count=1, flags=re.MULTILINE)
