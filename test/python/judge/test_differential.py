"""Warm processes and fresh ones have to find the same: seeds, P3 and mutations of both go down both paths.

`DIFFERENTIAL_MUTATIONS` is the number of mutations (default 600); the long run has more.
"""

import json
import os
import random
import re
import unittest
from collections.abc import Iterator

from . import ROOT
from .judge_process import JudgeProcess
from .mutations import mutate

MUTATIONS = int(os.environ.get("DIFFERENTIAL_MUTATIONS", "600"))
TIMEOUT_MS = 300
PATIENT_MS = 3_000
_P3 = ROOT.parent / "shared" / "p3" / "train.json"
_CHANGING = re.compile(r"x[0-9a-f]{6,}")
"""Addresses in the `repr` of functions differ from process to process."""

Pair = tuple[str, str]
Asked = tuple[str, str, int]
"""A pair and its limit."""

STAND_INS = [
    ("int", "def g():\n    return eval('1+2')"),
    ("int", "def g():\n    return eval('1+')"),
    (
        "int",
        "def g():\n    try:\n        return eval('1/0')\n    except ZeroDivisionError as e:\n        return len(e.args) + 2",
    ),
    ("int", "def g(n=3):\n    return eval('n')"),
    ("int", "def g(n=3):\n    return eval('x', {'x': n})"),
    ("int", "def g():\n    return [type(x).__name__ for x in (1, 'a', [])].index('list') + (type(1) in (int, str))"),
    ("int", "def g():\n    return 3 if type(1) is int != type('a') else type(2)"),
    ("int", "import json\ndef g():\n    return json.loads('{\"a\": [1, 2, 3]}')['a'][2]"),
    ("int", "import json\ndef g():\n    return json.loads('{\"a\": [1, 2, }')"),
    ("str", "from json import dumps\ndef g():\n    return dumps({'a': (1, 2.5), 'b': None}, indent=2, sort_keys=True)"),
    ("str", "from json import dumps\ndef g():\n    return dumps({1, 2})"),
    ("float", "import random\ndef g():\n    random.seed(3)\n    return random.random() + random.choice([1, 2])"),
    (
        "list",
        "from random import Random\ndef g():\n    r = Random('a')\n    x = list(range(9))\n    r.shuffle(x)\n    return x",
    ),
    (
        "list",
        "import random\ndef g():\n    r = random.Random(5)\n    return [r.gauss(0, 1), r.randint(1, 6), r.sample([1, 2], 3)]",
    ),
    ("list", "import csv\ndef g():\n    return list(csv.reader(['a,b', '\"c']))"),
    ("list", "import csv\ndef g():\n    return list(csv.reader(['\"a\"b'], strict=True))"),
    ("int", "from calendar import monthrange, isleap\ndef g(y=2024):\n    return monthrange(y, 2)[1] + isleap(y)"),
    ("list", "import calendar\ndef g():\n    return calendar.monthcalendar(2024, 13)"),
    ("str", "import calendar\ndef g():\n    return calendar.month(2024, 2)"),
    ("str", "import calendar\ndef g():\n    return calendar.month"),
    ("str", "import calendar\ndef g():\n    return calendar.replace"),
    ("str", "import calendar\ndef g():\n    return calendar.day_name[calendar.weekday(2024, 2, 29)]"),
    ("int", "import sys\ndef g():\n    return min(sys.maxsize, 3)"),
    ("int", "from datetime import date\ndef g():\n    return date(2024, 3, 1).timetuple().tm_yday - 58"),
    ("list", "from collections import Counter\ndef g():\n    return Counter('aab').copy().push('a')"),
]
"""Types of answers, and solutions that use what stands in in a shared process."""


def seed_pairs() -> Iterator[Pair]:
    """The known-good pairs of the seeds."""
    with open(ROOT / "media" / "seeds.jsonl", encoding="utf-8") as lines:
        for line in lines:
            seed = json.loads(line)
            yield from ((seed["f"], g) for g in seed["g"])


def p3_pairs() -> Iterator[Pair]:
    """The known-good pairs of P3's training split, where that is at hand."""
    for puzzle in json.loads(_P3.read_text(encoding="utf-8")) if _P3.exists() else ():
        header = puzzle["sol_header"].replace("def sol(", "def g(", 1)
        for body in puzzle["sol_bodies"]:
            yield puzzle["sat"].replace("def sat(", "def f(", 1), f"{header}\n{body}"


class DifferentialTest(unittest.TestCase):
    def test_seeds_and_their_mutations(self) -> None:
        self.assert_equal_on_both_paths(list(seed_pairs()), MUTATIONS)

    def test_p3_and_its_mutations(self) -> None:
        pairs = list(p3_pairs())
        if not pairs:
            self.skipTest("There is no ../shared/p3/train.json beside this checkout.")
        short = [pair for pair in pairs if len(pair[0]) + len(pair[1]) < 1500]
        self.assert_equal_on_both_paths(random.Random(3).sample(short, 150), MUTATIONS)

    def test_programs_that_use_stand_ins_and_their_mutations(self) -> None:
        pairs = [(f"def f(x: {kind}):\n    return x == 3", g) for kind, g in STAND_INS]
        seeded = [(f, g) for f, g in pairs if "andom" in g]  # A mutation could leave them without their seed.
        self.assert_equal_on_both_paths(seeded, 0)
        self.assert_equal_on_both_paths([pair for pair in pairs if pair not in seeded], MUTATIONS)

    def assert_equal_on_both_paths(self, pairs: list[Pair], mutations: int) -> None:
        """Judges pairs, and so many mutations of them, in shared processes and in fresh ones."""
        chance = random.Random(1)
        asked = [(f, g, TIMEOUT_MS) for f, g in [*pairs, *(self.mutated(chance, pairs) for _ in range(mutations))]]
        # A pair near its limit is decided by how busy the machine is; with room both paths have to decide it equally.
        patient = [(f, g, PATIENT_MS) for (f, g, _), _, _ in self.differing(asked)]
        different = [
            f"{shared['verdict']}: {shared['detail']}\n{alone['verdict']}: {alone['detail']}\n{f}\n{g}"
            for (f, g, _), shared, alone in self.differing(patient)
        ]
        self.assertEqual(different, [])

    def differing(self, asked: list[Asked]) -> list[tuple[Asked, dict, dict]]:
        """What is not found equal in shared processes and in fresh ones."""
        found = []
        for arguments in ((), ("--isolate",)):
            judge = JudgeProcess(arguments=arguments)
            self.addCleanup(judge.close)
            found.append(judge.judge_all(asked))
        return [each for each in zip(asked, *found) if self.essence(each[1]) != self.essence(each[2])]

    @staticmethod
    def mutated(chance: random.Random, pairs: list[Pair]) -> Pair:
        f, g = chance.choice(pairs)
        for _ in range(chance.randint(1, 3)):
            if chance.random() < 0.3:
                f = mutate(f, chance)
            else:
                g = mutate(g, chance)
        return f, g

    @staticmethod
    def essence(found: dict) -> tuple[str, str, str]:
        """What has to be equal: all but addresses, and in whose time a pair near its limit was when that ran out."""
        if found["verdict"] == "timedOut":
            return "timedOut", "", ""
        detail, answer = (_CHANGING.sub("x", found.get(name) or "") for name in ("detail", "answer"))
        return found["verdict"], detail, answer


if __name__ == "__main__":
    unittest.main()
