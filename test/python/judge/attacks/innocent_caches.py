"""Innocent looks, fourth: caches of the library that take equal keys for the same, or keep what they are given."""

import sys

from .attack import ILL_TYPED, OUT_OF_MEMORY, RAISED, REFUTED, TIMED_OUT, Attack, Pair, body

_KEPT = REFUTED | RAISED | ILL_TYPED | TIMED_OUT | OUT_OF_MEMORY
_ROOM = Pair(
    "def f(x: int):\n    return x == 1100 << 20",
    "def g():\n    try:\n        return len(bytes(1100 << 20))\n    except Exception:\n        return 0",
)
"""Does not tell where it lacks memory."""


def _shows(alias: str) -> Pair:
    """g answers with how the alias shows itself; f knows the text by heart."""
    return Pair(f"def f(x: str):\n    return x == 'typing.{alias}'", f"def g():\n    return str({alias})")


def _equal_keys(first: str, second: str) -> Attack:
    """A right pair makes the alias `first`; after it an equal one must not show itself as `first`, which f asks for."""
    return Attack(
        f"{second} after {first}",
        f"def g():\n    return str({second})",
        _shows(first).f,
        before=(_shows(first),),
        after=(_shows(second),),
    )


def _keeps(name: str, text: str, head: str = "") -> Attack:
    return Attack(name, f"{head}\n{body(text)}" if head else body(text), verdicts=_KEPT, timeout_ms=300, after=(_ROOM,))


_ORDER = "def f(x: bool):\n    return x"
_STR_FIRST, _INT_FIRST = (
    f"def g():\n    x = str(List[Union[{kinds}]])\n    return x.index('str') < x.index('int')"
    for kinds in ("str, int", "int, str")
)
"""Unions that are equal and show themselves differently."""

ATTACKS = [
    Attack(
        "a union in another order",
        _INT_FIRST,
        _ORDER,
        before=(Pair(_ORDER, _STR_FIRST),),
        after=(Pair(_ORDER.replace("return x", "return not x"), _INT_FIRST),),
    ),
    Attack(
        "a key of typing within a list that is no key",
        body("try:\n    List[[n]]\nexcept TypeError:\n    pass\nreturn n"),
        verdicts=_KEPT,
    ),
    Attack(
        "patterns by equal flags",
        body("import re\nreturn n if re.compile('a', True) == re.compile('a', 1) else 9"),
        verdicts=_KEPT,
    ),
    Attack(
        "fractions by equal numbers",
        body("from fractions import Fraction\nreturn n if hash(Fraction(True, 2)) == hash(Fraction(1, 2)) else 9"),
    ),
    Attack(
        "a cache of its own by equal keys",
        body("from functools import lru_cache\n@lru_cache(None)\ndef h(k): return k\nh(True)\nreturn n + h(1) - 1"),
    ),
    _keeps(
        "a long name of an encoding",
        "try:\n    'x'.encode('a' * (64 << 20))\nexcept LookupError:\n    pass\nreturn n",
    ),
    _keeps(
        "a long name of a handler of errors",
        "try:\n    chr(233).encode('ascii', 'a' * (900 << 20))\nexcept LookupError:\n    pass\nreturn n",
    ),
    _keeps("bytes in a cache of typing", "Dict[str, bytes(1100 << 20)]\nreturn n"),
    _keeps("bytes in a tuple in a cache of typing", "Callable[[int], (bytes(1100 << 20), 1)]\nreturn n"),
    _keeps(
        "an int in the cache of fractions",
        "hash(Fraction(1 << (1 << 28), 3))\nreturn n",
        "from fractions import Fraction",
    ),
    _keeps("a long pattern", "re.escape('a' * (64 << 20))\nre.compile('[a]{3}' * 20000)\nreturn n", "import re"),
    _keeps("a long template", "re.sub('a', 'b' * (300 << 20), 'a')\nreturn n", "import re"),
    _keeps(
        "a long text for a date",
        "try:\n    date.fromisoformat('1' * (900 << 20))\nexcept ValueError:\n    pass\nreturn n",
        "from datetime import date",
    ),
    _keeps(
        "a long name that is looked for",
        "try:\n    {}['a' * (900 << 20)]\nexcept KeyError as e:\n    k = [e]\n    k.append(k)\nreturn n",
    ),
]
if sys.version_info >= (3, 11):  # Before, typing took types only.
    ATTACKS += [
        _equal_keys("Tuple[True, 2.0]", "Tuple[1, 2]"),
        _equal_keys("Dict[False, 0]", "Dict[0, False]"),
        _equal_keys("Dict[0.0, 1]", "Dict[-0.0, True]"),
    ]
