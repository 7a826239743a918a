"""Changes of a solution's text, each chosen by chance. None of them promises what the changed text then does."""

import ast
import re
from random import Random

from .puzzles import Puzzle, body_of

NAMES = "res result ans out tmp val x y s lst arr total cur a b start end best items values num count acc data".split()
_EXTRA_STATEMENTS = (
    "{name} = 0",
    "{name} = []",
    "{name} = None",
    "{name} = ''",
    "{name} = {number}",
    "assert True",
    "import math",
    "# {name}",
    "# Try {number}",
    "'''Returns a solution of f.'''",
)


def renamed(body: str, puzzle: Puzzle, random: Random) -> str:
    """Other names for the variables that the body binds."""
    tree = ast.parse(body)
    taken = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | set(puzzle.inputs)
    bound = sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not _is_load(node)})
    names = [name for name in NAMES if name not in taken]
    random.shuffle(names)
    others = {old: new for old, new in zip(bound, names) if old not in puzzle.inputs}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = others.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = others.get(node.arg, node.arg)
    return ast.unparse(tree)


def with_statement(body: str, random: Random) -> str:
    """A statement or comment that does nothing, put first."""
    used = set(re.findall(r"\w+", body))
    name = random.choice([name for name in NAMES if name not in used] or ["unused"])
    return random.choice(_EXTRA_STATEMENTS).format(name=name, number=random.randrange(1000)) + "\n" + body


def returned_by_name(body: str, random: Random) -> str:
    """`name = E`, `return name` in place of a final `return E`."""
    head, value = split_return(body)
    name = random.choice(NAMES)
    return f"{head}{name} = {value}\nreturn {name}" if value else body


def other_constant(body: str, random: Random) -> str:
    """Another value for one of the numbers or texts."""
    tree = ast.parse(body)
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) in _OTHERS]
    if constants:
        chosen = random.choice(constants)
        chosen.value = _OTHERS[type(chosen.value)](chosen.value, random)
    return ast.unparse(tree)


def other_answer(puzzle: Puzzle, random: Random) -> str | None:
    """A known-good answer written out, with a constant in it changed."""
    known = [answer for answer in puzzle.answers if answer]
    return other_constant(f"return {random.choice(known)}", random) if known else None


def misspelt(body: str, random: Random) -> str | None:
    """One letter of one use of a variable dropped or doubled."""
    tree = ast.parse(body)
    used = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and _is_load(node)]
    if not used:
        return None
    chosen = random.choice(used)
    place = random.randrange(len(chosen.id))
    doubled = chosen.id[: place + 1] + chosen.id[place:]
    chosen.id = chosen.id[:place] + chosen.id[place + 1 :] if random.random() < 0.5 and place else doubled
    return ast.unparse(tree)


def known_body(puzzle: Puzzle, random: Random) -> str:
    """The body of one of the known-good solutions."""
    return body_of(random.choice(puzzle.solutions))


def split_return(body: str) -> tuple[str, str]:
    """What stands before a final `return E`, and E; no E where the body ends otherwise."""
    *others, last = ast.parse(body).body
    head = "".join(ast.unparse(node) + "\n" for node in others)
    return (head, ast.unparse(last.value)) if isinstance(last, ast.Return) and last.value else (body + "\n", "")


def _is_load(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)


def _other_int(value: int, random: Random) -> int:
    return random.choice((value + 1, value - 1, value + 2, value * 2, -value, 0, 1, random.randrange(100)))


def _other_float(value: float, random: Random) -> float:
    return random.choice((value + 1, value / 2, -value, 0.0))


def _other_text(value: str, random: Random) -> str:
    letter = random.choice("abcdeoxyz ")
    return random.choice((value + letter, letter + value, value[:-1], value.upper(), value[::-1]))


_OTHERS = {int: _other_int, float: _other_float, str: _other_text}
