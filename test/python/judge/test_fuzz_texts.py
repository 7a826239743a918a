"""Inspection on mutations and cuts of the awkward pairs: it gives a result of its form, never an error."""

import random
import string
import unittest
from collections import Counter
from typing import Any

from judge.inspection import inspect

from .mutations import mutate
from .test_awkward import PAIRS

_SHORT = [text for pair in PAIRS for text in (pair.f, pair.g) if len(text) < 3000]


class TextsFuzzTest(unittest.TestCase):
    def texts(self, seed: int, number: int) -> list[str]:
        """Mutations of the awkward pairs."""
        chance = random.Random(seed)
        found = []
        for _ in range(number):
            text = chance.choice(_SHORT)
            for _ in range(chance.randint(1, 4)):
                text = mutate(text, chance)
            found.append(text)
        return found

    def test_inspection_gives_a_result_of_its_form(self) -> None:
        chance = random.Random(9)
        found: Counter[Any] = Counter()
        for text in [*_SHORT, *self.texts(10, 700), *(self.garbled(chance) for _ in range(700))]:
            with self.subTest(text=text):
                result = inspect(text)
                found[result["ok"]] += 1
                if result["ok"]:
                    self.assertEqual(
                        result.keys(),
                        {"ok", "id", "f", "parameters", "variadic", "hasReturn", "answerMentions", "header"},
                    )
                    self.assertRegex(result["id"], "^[0-9a-f]{16}$")
                    self.assertRegex(result["f"], r"(?m)^def\s+(\\\n\s*)?f\b")
                    self.assertEqual(inspect(result["f"])["id"], result["id"])
                else:
                    self.assertLessEqual(result.keys(), {"ok", "problem", "detail", "line"})
                    self.assertIn(result["problem"], ("syntax", "noPuzzle"))
                    self.assertIs(type(result["detail"]), str)
        self.assertGreater(min(found.values()), 300)

    def garbled(self, chance: random.Random) -> str:
        """A pair's text with odd characters put in, its start lost, or its puzzle called otherwise."""
        text = chance.choice(_SHORT).replace(
            "def f(", f"def f{chance.randrange(100)}(" if chance.random() < 0.5 else "def f("
        )
        start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        odd = chance.choice(
            ("", "\x00", "\x0c", "\\", "\ud800", "é", "\t", "\n", '"""', "(" * 300, "def f(x):\n", "\ufeff")
        )
        return chance.choice(
            (text[:start] + odd + text[start:], text[start:], text[:start] + odd + text[end:], text[start:end])
        )

    def test_inspection_takes_what_is_no_program_at_all(self) -> None:
        chance = random.Random(11)
        for number in range(300):
            text = "".join(chance.choices(string.printable + "é🐍\x00\u2028", k=chance.randrange(60)))
            with self.subTest(number=number):
                self.assertIs(type(inspect(f"def f(x: int):\n {text}")["ok"]), bool)


if __name__ == "__main__":
    unittest.main()
