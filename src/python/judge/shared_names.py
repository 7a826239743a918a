"""What a program that shares its process with others can reach: builtins, modules and attributes, by name.

`docs/judge.md` gives the argument for each group. The rule for every entry: no value that it gives, however it is used,
lets a program change, or see, anything that another program in the process uses.
"""

import builtins
import collections
import datetime
import functools
import importlib
import itertools
import math
import operator
import re
import typing
from collections.abc import Callable
from types import ModuleType
from typing import Any

from . import stand_ins

_EXCEPTIONS = {
    "ArithmeticError", "AssertionError", "AttributeError", "Exception", "FloatingPointError", "IndexError", "KeyError",
    "LookupError", "NameError", "NotImplementedError", "OverflowError", "RuntimeError", "StopIteration", "TypeError",
    "UnboundLocalError", "UnicodeDecodeError", "UnicodeEncodeError", "UnicodeError", "ValueError", "ZeroDivisionError",
}  # fmt: skip
_FUNCTIONS = {
    "abs", "all", "any", "ascii", "bin", "bool", "bytearray", "bytes", "callable", "chr", "complex", "dict", "divmod",
    "enumerate", "filter", "float", "format", "frozenset", "hash", "hex", "int", "isinstance", "iter", "len", "list",
    "map", "max", "min", "next", "oct", "ord", "pow", "print", "range", "repr", "reversed", "round", "set", "slice",
    "sorted", "str", "sum", "tuple", "zip", "Ellipsis", "NotImplemented",
}  # fmt: skip
BUILTIN_NAMES = frozenset(_EXCEPTIONS | _FUNCTIONS)
"""`type` is not among them: `type(type(x))` makes classes. Nor is anything that finds names by text."""

_CALLED_NAMES = {"eval": stand_ins.evaluate, "type": type}
"""There too, for the forms of calls that `whitelist` knows; `Random` is such a name as well."""

_CACHES_OF_TYPING: list[Callable[[], None]] = getattr(typing, "_cleanups", [])
"""What empties each cache of `typing`; private, but there from Python 3.5 to 3.14. Without it, nobody shares `typing`."""

TYPING_NAMES = frozenset(
    {
        "Any", "Callable", "ClassVar", "Collection", "Container", "Counter", "DefaultDict", "Deque", "Dict", "Final",
        "FrozenSet", "Hashable", "Iterable", "Iterator", "List", "Mapping", "Match", "MutableMapping",
        "MutableSequence", "MutableSet", "Optional", "OrderedDict", "Pattern", "Reversible", "Sequence", "Set", "Sized",
        "Text", "Tuple", "Union",
    }
    & set(typing.__all__)
    if _CACHES_OF_TYPING
    else ()
)  # fmt: skip
"""Aliases only: nothing of `typing` that makes classes, keeps a registry or evaluates text."""

FORBIDDEN_NAMES = (
    frozenset(dir(builtins)) - BUILTIN_NAMES | frozenset(typing.__all__) - TYPING_NAMES | frozenset({"Random"})
)
"""Names that a program which shares its process may not use, nor bind, but in the forms that `whitelist` knows."""

_MEMBERS: dict[str, set[str]] = {
    "bisect": {"bisect", "bisect_left", "bisect_right", "insort", "insort_left", "insort_right"},
    "calendar": {
        "day_abbr", "day_name", "isleap", "leapdays", "month_abbr", "month_name", "monthcalendar", "monthrange", "weekday",
    },
    "collections": {"Counter", "OrderedDict", "defaultdict", "deque"},
    "copy": {"copy", "deepcopy"},
    "csv": {"QUOTE_ALL", "QUOTE_MINIMAL", "QUOTE_NONE", "QUOTE_NONNUMERIC", "reader"},
    "datetime": {"date", "datetime", "time", "timedelta"},
    "fractions": {"Fraction"},
    "functools": {"cache", "cmp_to_key", "lru_cache", "reduce"},
    "heapq": {"heapify", "heappop", "heappush", "heappushpop", "heapreplace", "merge", "nlargest", "nsmallest"},
    "itertools": {name for name in dir(itertools) if not name.startswith("_")},
    "json": {"JSONDecodeError", "dumps", "loads"},
    "math": {name for name in dir(math) if not name.startswith("_")},
    "operator": {name for name in dir(operator) if not name.startswith("_")} - {"attrgetter", "call", "methodcaller"},
    "random": {
        "Random", "betavariate", "choice", "choices", "expovariate", "gauss", "getrandbits", "getstate", "randbytes",
        "randint", "random", "randrange", "sample", "seed", "setstate", "shuffle", "triangular", "uniform",
    },
    "re": {
        "A", "ASCII", "DOTALL", "I", "IGNORECASE", "M", "MULTILINE", "S", "VERBOSE", "X", "compile", "escape",
        "findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn",
    },
    "statistics": {"fmean", "mean", "median", "median_high", "median_low", "mode", "multimode", "pstdev", "stdev"},
    "string": {
        "ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords", "digits", "hexdigits", "octdigits",
        "printable", "punctuation", "whitespace",
    },
    "sys": {"maxsize"},
    "typing": set(TYPING_NAMES),
}  # fmt: skip

_METHODS = {
    name
    for kind in (
        str, bytes, bytearray, int, float, complex, bool, list, tuple, dict, set, frozenset, range, slice,
        collections.Counter, collections.OrderedDict, collections.defaultdict, collections.deque,
        datetime.date, datetime.datetime, datetime.time, datetime.timedelta, re.Match, re.Pattern,
    )
    for name in dir(kind)
    if not name.startswith("_")
} - {
    "format", "format_map",  # Their texts name attributes: the whitelist looks at these by itself.
    "now", "today", "utcnow", "fromtimestamp", "utcfromtimestamp", "timestamp", "astimezone",  # Clock and time zone.
}  # fmt: skip
_OTHERS = {
    "args", "cache_clear", "from_iterable", "limit_denominator", "tm_hour", "tm_isdst", "tm_mday", "tm_min", "tm_mon",
    "tm_sec", "tm_wday", "tm_yday", "tm_year", "week",
}  # fmt: skip
OF_NOTHING = frozenset({"charAt", "has_key", "isEmpty", "length", "push", "size", "substring", "toString", "trim"})
"""Attributes that models know from other languages; nothing in reach has them, so that to read them is an error."""
ONLY_CALLED = frozenset({"Random", "reader"})
"""Members that stand as what is called and nowhere else: a class to be made no other use of, and a stand-in that shows."""
ATTRIBUTES = frozenset(_METHODS.union(_OTHERS, OF_NOTHING, *_MEMBERS.values())) - ONLY_CALLED
"""An attribute of one name means something else on another object; none of these means harm on any that is in reach."""

_GUARDS: dict[tuple[str, str], Callable[..., Any]] = {
    ("csv", "reader"): stand_ins.of_finished_lines,
    ("json", "dumps"): stand_ins.without_hooks,
    ("json", "loads"): stand_ins.without_hooks,
}
MODULES = frozenset(_MEMBERS)


def members(module: str) -> frozenset[str]:
    """The names that a program may import from a module of `MODULES`."""
    return frozenset(vars(_proxy(module))) - _OF_EVERY_MODULE


def namespace(name: str) -> dict[str, Any]:
    """Fresh globals of a program, whose module is called `name`."""
    return {**_TYPING, "__builtins__": _BUILTINS, "__name__": name}


def forget() -> None:
    """Empties what `typing` remembers of a program: to it, `Tuple[1, 2]` is what it gave for `Tuple[True, 2.0]`.

    The next program gets random numbers of its own.
    """
    _own_random.forget()
    for clear in _CACHES_OF_TYPING:
        clear()


@functools.cache
def _proxy(name: str) -> ModuleType:
    """A module of that name that has its members alone, so that error messages are the same.

    Made when first asked for: some take long to import.
    """
    module, proxy = importlib.import_module(name), ModuleType(name)
    proxy.__spec__ = module.__spec__  # From which its `repr` is made.
    for member in _MEMBERS[name]:
        if hasattr(module, member):  # Some came with later versions of Python.
            guard = _GUARDS.get((name, member), lambda real: real)
            setattr(proxy, member, guard(getattr(module, member)))
    stand_ins.give_way(proxy, module)
    return proxy


def _import(name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> ModuleType:
    """Stands for `__import__`. The whitelist lets a program import only what is here; the C library, in its name, more."""
    if name == "random":
        return _own_random.module()
    return _proxy(name) if name in MODULES else importlib.__import__(name, globals, locals, fromlist, level)


_OF_EVERY_MODULE = frozenset({*vars(ModuleType("any")), "__getattr__"})
_TYPING = {name: getattr(typing, name) for name in TYPING_NAMES}
_own_random = stand_ins.OwnRandom(_MEMBERS["random"])
_BUILTINS = {name: getattr(builtins, name) for name in BUILTIN_NAMES if hasattr(builtins, name)} | {
    **_CALLED_NAMES,
    "__import__": _import,
}
