"""Wrong attempts: one function for each way in which models fail, or None where the puzzle gives no occasion."""

from random import Random

from .puzzles import Puzzle
from .rewriting import known_body, misspelt, other_answer, other_constant, split_return

_GUESSES = {
    "int": ("0", "1", "2", "10", "42", "100", "-1", "12345"),
    "float": ("0.0", "1.0", "0.5", "3.14", "-1.0", "100.0"),
    "str": ("''", "'a'", "'hello'", "'abc'", "'hello world'", "'0'"),
    "bool": ("True", "False"),
    "List[int]": ("[]", "[1]", "[1, 2, 3]", "[0, 1]", "list(range(10))", "[5, 5]"),
    "List[str]": ("[]", "['a']", "['a', 'b', 'c']", "['hello', 'world']"),
    "List[float]": ("[]", "[1.0]", "[0.5, 0.5]"),
    "List[List[int]]": ("[]", "[[]]", "[[1, 2], [3, 4]]", "[[0, 0], [1, 1]]"),
}
_OPERATIONS = ("{0} + 1", "sorted({0})", "[{0}]", "{0}", "{0} * 2", "str({0})", "{0}[0]", "len({0})")


def names_the_answer(puzzle: Puzzle, random: Random) -> str | None:
    """Uses f's answer as if it were given."""
    return "return " + random.choice(_OPERATIONS).format(puzzle.answer_name)


def misspells(puzzle: Puzzle, random: Random) -> str | None:
    """Misspells a variable or an input."""
    return misspelt(known_body(puzzle, random), random)


def returns_the_condition(puzzle: Puzzle, random: Random) -> str | None:
    """Returns what f checks instead of what makes it true, with or without a value for the answer."""
    if random.random() < 0.4:
        return f"return {puzzle.condition}"
    return f"{puzzle.answer_name} = {_guess(puzzle, random)}\nreturn {puzzle.condition}"


def guesses(puzzle: Puzzle, random: Random) -> str | None:
    """A value of the right type out of nowhere."""
    return f"return {_guess(puzzle, random)}"


def errs_in_a_constant(puzzle: Puzzle, random: Random) -> str | None:
    """A known-good solution or answer that is off somewhere."""
    body = other_answer(puzzle, random) if random.random() < 0.3 else None
    return body or other_constant(known_body(puzzle, random), random)


def returns_another_type(puzzle: Puzzle, random: Random) -> str | None:
    """The right value as a text, in a list, in a tuple, as a float."""
    head, value = split_return(known_body(puzzle, random))
    shape = random.choice(("str({0})", "[{0}]", "tuple([{0}])", "({0}, )", "float(len(str({0})))", "{{{0!r}: 1}}"))
    return f"{head}return {shape.format(value)}" if value else None


def returns_nothing(puzzle: Puzzle, random: Random) -> str | None:
    """Forgets the last return, or has none at all."""
    head, value = split_return(known_body(puzzle, random))
    return random.choice((f"{head}result = {value}", f"{head}{value}", "pass")) if value else "pass"


def mixes_types(puzzle: Puzzle, random: Random) -> str | None:
    """A TypeError."""
    name = random.choice(puzzle.inputs) if puzzle.inputs else "1"
    mixed = (f"{name}()", f"len({name}) + 'a'", f"[{name}] + {name}({name})", "sum('abc')", f"'a' + [{name}]", "len(5)")
    return f"{random.choice(('', 'result = 0' + chr(10)))}return {random.choice(mixed)}"


def indexes_too_far(puzzle: Puzzle, random: Random) -> str | None:
    """An IndexError."""
    name = random.choice(puzzle.inputs) if puzzle.inputs else "7"
    beyond = (f"str({name})[len(str({name}))]", f"[{name}][1]", "[][0]", "''[0]", f"[{name}][{random.randint(1, 9)}]")
    return f"return {random.choice(beyond)}"


def raises_otherwise(puzzle: Puzzle, random: Random) -> str | None:
    """A ValueError, AttributeError, KeyError or ZeroDivisionError."""
    name = random.choice(puzzle.inputs) if puzzle.inputs else "1"
    wrong = ("int('abc')", f"[].index({name})", f"(0).append({name})", "{}['a']", "1 // 0", "max([])", "''.push('a')")
    return f"return {random.choice(wrong)}"


def breaks_syntax(puzzle: Puzzle, random: Random) -> str | None:
    """Drops or doubles a bracket, a colon or a quote."""
    body = known_body(puzzle, random)
    places = [place for place, letter in enumerate(body) if letter in "()[]:'\""]
    if not places:
        return body + ")"
    place = random.choice(places)
    return body[:place] + (body[place] * 2 if random.random() < 0.3 else "") + body[place + 1 :]


def is_cut_off(puzzle: Puzzle, random: Random) -> str | None:
    """Ends anywhere, as a text does at the model's limit of tokens."""
    body = known_body(puzzle, random)
    return body[: random.randint(1, max(1, len(body) - 1))]


def never_ends(puzzle: Puzzle, random: Random) -> str | None:
    """A loop without end, or a search that would take hours."""
    bound = random.randint(10, 99)
    loops = (
        "while True:\n    pass",
        f"i = 0\nwhile i < {bound}:\n    j = i + 1\nreturn i",
        f"n = 1\nwhile n % 2 != 0 or n < {bound}:\n    n += 2\nreturn n",
        f"for i in range(10 ** {bound}):\n    if i * i == 2:\n        return i",
        f"import itertools\nfor p in itertools.permutations(range({bound})):\n    if p[0] == {bound}:\n        return p",
    )
    return random.choice(loops)


def recurses(puzzle: Puzzle, random: Random) -> str | None:
    """A recursion that nothing ends."""
    arguments = ", ".join(puzzle.inputs)
    return random.choice((f"return g({arguments})", "def go(n):\n    return go(n + 1)\nreturn go(0)"))


def does_forbidden_things(puzzle: Puzzle, random: Random) -> str | None:
    """Reaches for files, the system or other programs; what it does here harms nothing, should a judge let it."""
    head, value = split_return(known_body(puzzle, random))
    done = f"{head}return {value}" if value else "return 0"
    things = (
        "return open('/nonexistent/answer.txt').read()",
        "import os\nreturn os.environ['ANSWER']",
        "return eval(input())",
        f"import subprocess\nsubprocess.run(['true'], check=True)\n{done}",
        f"import os\nif os.system('true') != 0:\n    return None\n{done}",
    )
    return random.choice(things)


def _guess(puzzle: Puzzle, random: Random) -> str:
    return random.choice(_GUESSES.get(puzzle.kind, ("None", "0", "[]")))
