"""Checks of annotations by chance against a naive reading of what they mean."""

import ast
import random
import unittest
from typing import Any

from judge.annotations import check_of, fits

from .plain_data import exact, random_data, random_key

Form = tuple[str, list[Any]]
"""An annotation: what it is, and the forms in it."""

_ATOMS: dict[str, type] = {"int": int, "str": str, "float": float, "bool": bool, "None": type(None)}
_KINDS: dict[str, type] = {"list": list, "set": set, "dict": dict, "tuple": tuple}


def random_form(chance: random.Random, depth: int) -> Form:
    kinds = [*_ATOMS, *_ATOMS, "Any", "bare"] + (
        ["list", "set", "dict", "record", "row", "optional", "union"] * 2 if depth else []
    )
    kind = chance.choice(kinds)
    if kind == "bare":
        return kind, [chance.choice(list(_KINDS))]
    sizes = {"list": 1, "set": 1, "dict": 2, "row": 1, "optional": 1}
    size = chance.randrange(4) if kind == "record" else chance.randint(1, 3) if kind == "union" else sizes.get(kind, 0)
    return kind, [random_form(chance, depth - 1) for _ in range(size)]


def text_of(form: Form, chance: random.Random) -> str:
    """The annotation, written in one of its ways."""
    kind, parts = form
    text = _text_of(kind, parts, chance)
    return repr(text) if chance.random() < 0.1 else text


def _text_of(kind: str, parts: list[Any], chance: random.Random) -> str:
    if kind in _ATOMS:
        return kind
    prefix = chance.choice(("", "", "typing.", "t."))
    if kind == "bare":
        return chance.choice((parts[0], prefix + parts[0].title()))
    inner = [text_of(part, chance) for part in parts]
    if kind == "optional":
        return chance.choice((f"{prefix}Optional[{inner[0]}]", f"({inner[0]} | None)", f"(None | {inner[0]})"))
    if kind == "union":
        return chance.choice((f"{prefix}Union[{', '.join(inner)}]", f"({' | '.join(inner)})"))
    if kind == "Any":
        return prefix + "Any"
    if kind in ("record", "row"):
        name = chance.choice(("tuple", f"{prefix}Tuple"))
        return f"{name}[{', '.join(inner) or '()'}{', ...' if kind == 'row' else ''}]"
    return f"{chance.choice((kind, prefix + kind.title()))}[{', '.join(inner)}]"


def means(form: Form, value: Any) -> bool:
    """Says, one value and one level at a time, whether a value is of the annotated type."""
    kind, parts = form
    if kind in _ATOMS:
        return type(value) is _ATOMS[kind]
    if kind == "bare":
        return type(value) is _KINDS[parts[0]]
    if kind in ("list", "set", "row"):
        return type(value) is _KINDS.get(kind, tuple) and all(means(parts[0], item) for item in value)
    if kind == "dict":
        return type(value) is dict and all(means(parts[0], key) and means(parts[1], value[key]) for key in value)
    if kind == "record":
        return type(value) is tuple and len(value) == len(parts) and all(map(means, parts, value))
    if kind == "optional":
        return value is None or means(parts[0], value)
    if kind == "union":
        return any(means(part, value) for part in parts)
    return True


def value_near(form: Form, chance: random.Random) -> Any:
    """A value that is mostly of the annotated type. Raises `TypeError` where it would hold what cannot be hashed."""
    kind, parts = form
    if chance.random() < 0.04:
        return random_data(chance, 2)
    size = chance.choice((0, 1, 2, 3))
    if kind in _ATOMS:
        return next(value for value in iter(lambda: random_key(chance, 0), ...) if type(value) is _ATOMS[kind])
    if kind == "bare":
        return next(value for value in iter(lambda: random_data(chance, 1), ...) if type(value) is _KINDS[parts[0]])
    if kind in ("list", "set", "row"):
        return _KINDS.get(kind, tuple)(value_near(parts[0], chance) for _ in range(size))
    if kind == "dict":
        return {value_near(parts[0], chance): value_near(parts[1], chance) for _ in range(size)}
    if kind == "record":
        return tuple(value_near(part, chance) for part in parts)
    if kind in ("optional", "union"):
        return None if kind == "optional" and size == 0 else value_near(chance.choice(parts), chance)
    return random_data(chance, 2)


class AnnotationsFuzzTest(unittest.TestCase):
    def test_checks_agree_with_the_naive_reading(self) -> None:
        chance = random.Random(1)
        found = {True: 0, False: 0}
        for _ in range(3000):
            form = random_form(chance, 3)
            text = text_of(form, chance)
            check = check_of(ast.parse(text, mode="eval").body)
            for _ in range(4):
                try:
                    value = value_near(form, chance)
                except TypeError:
                    continue
                expected = means(form, value)
                found[expected] += 1
                with self.subTest(annotation=text, value=exact(value)):
                    self.assertIs(fits(value, check), expected)
        self.assertGreater(min(found.values()), 500, found)

    def test_a_check_takes_many_values_as_it_takes_each(self) -> None:
        chance = random.Random(2)
        for number in range(2000):
            form = random_form(chance, 2)
            check = check_of(ast.parse(text_of(form, chance), mode="eval").body)
            values = [random_data(chance, 2) for _ in range(chance.randrange(3))]
            with self.subTest(number=number):
                self.assertIs(check(iter(values)), all(means(form, value) for value in values))


if __name__ == "__main__":
    unittest.main()
