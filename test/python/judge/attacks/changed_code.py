"""A solution looks for f, its defaults and the judge's own functions in its process, to change them."""

from .attack import ILL_TYPED, MALFORMED, OUT_OF_MEMORY, RAISED, REFUTED, UNSAFE, Attack, body

_BROKEN = RAISED | REFUTED | ILL_TYPED | UNSAFE | OUT_OF_MEMORY
"""Of text that spoils its own process: it is seen to be broken, or its wrong answer is. A closed pipe counts as memory."""


def _everywhere(change: str) -> str:
    """g does something to `owner`, `name`, `value` for all that the judge's modules hold, and answers wrongly."""
    return body(
        f"""
        import sys, types
        for key, owner in list(sys.modules.items()):
            if key.split('.')[0] in ('judge', '__main__'):
                for name, value in list(vars(owner).items()):
                    if not name.startswith('__'):
                        {change}
        return 0
        """
    )


def _all_functions(change: str) -> str:
    """g does something to every `value` of the interpreter that is a function of no module of its own."""
    return body(
        f"""
        import gc, types
        for value in gc.get_objects():
            if isinstance(value, types.FunctionType) and value.__name__ != 'g':
                try:
                    {change}
                except (TypeError, ValueError, AttributeError):
                    pass
        return 0
        """
    )


ATTACKS = [
    Attack("g's text has an f of its own", "def f(x, n=7): return True\n" + body("return 0")),
    Attack("g's text gives f another name", "def g(n=7): return 0\nf = g\ndel f\nf = lambda x, n=7: True"),
    Attack("g's text has g twice", body("return 0") + "\n" + body("return 8"), verdicts=MALFORMED),
    Attack("g has another default", "def g(n=8): return n", verdicts=MALFORMED),
    Attack("g has another parameter", "def g(n=7, m=8): return m", verdicts=MALFORMED),
    Attack("g has a default that only looks the same", "def g(n=7.0): return n + 1", verdicts=MALFORMED),
    Attack("g has a default with code", "def g(n=(lambda: 7)()): return n + 1", verdicts=MALFORMED),
    Attack("g's default changes later", body("return n") + "\ng.__defaults__ = (6,)"),
    Attack("g's code changes later", body("return 8") + "\ng.__code__ = (lambda n=7: n).__code__"),
    Attack("a function f in the main module", body("import __main__\n__main__.f = lambda x: True\nreturn 0")),
    Attack("f in every module of the judge", _everywhere("owner.f = lambda *a, **k: True"), verdicts=REFUTED),
    Attack(
        "every function of the judge says True",
        _everywhere("isinstance(value, types.FunctionType) and setattr(owner, name, lambda *a, **k: True)"),
        verdicts=_BROKEN,
    ),
    Attack(
        "every function of the judge has other code",
        _everywhere(
            "isinstance(value, types.FunctionType) and not value.__closure__ "
            "and setattr(value, '__code__', (lambda *a, **k: True).__code__)"
        ),
        verdicts=_BROKEN,
    ),
    Attack(
        "every table of the judge is empty",
        _everywhere("isinstance(value, (dict, list, set)) and value.clear()"),
        verdicts=_BROKEN,
    ),
    Attack("the judge's modules are empty", _everywhere("delattr(owner, name)"), verdicts=_BROKEN),
    Attack(
        "every type of the judge equals every other",
        _everywhere(
            "isinstance(value, type) and value.__module__.startswith('judge') and setattr(value, '__eq__', lambda *a: True)"
        ),
        verdicts=_BROKEN,
    ),
    Attack(
        "every number of the judge is huge",
        _everywhere("type(value) in (int, float) and setattr(owner, name, value * 10**6)"),
        verdicts=RAISED | REFUTED,
    ),
    Attack(
        "every function named f has other code",
        _all_functions("if value.__name__ == 'f': value.__code__ = (lambda x, n=7: True).__code__"),
    ),
    Attack(
        "every default that is 7 becomes -1",
        _all_functions("if value.__defaults__ == (7,): value.__defaults__ = (-1,)"),
    ),
    Attack(
        "every annotation becomes Any",
        _all_functions("if value.__name__ == 'f': value.__annotations__ = {}"),
    ),
    Attack(
        "the cells of every checker are filled anew",
        body(
            """
            import gc, types
            for value in gc.get_objects():
                if isinstance(value, types.FunctionType) and value.__module__ == 'judge.annotations':
                    for cell in value.__closure__ or ():
                        cell.cell_contents = lambda values: True
            return 'a string'
            """
        ),
        verdicts=ILL_TYPED,
    ),
    Attack(
        "the types of annotations are others",
        body(
            """
            import sys
            for key, module in list(sys.modules.items()):
                if key.endswith('.annotations'):
                    module._ATOMS['int'] = str
                    module.fits = module.check_of = lambda *a: True
            return 'a string'
            """
        ),
        verdicts=ILL_TYPED,
    ),
    Attack(
        "names of typing mean something else",
        body("import typing\ntyping.List = typing.Any = typing.Optional = str\nreturn 'a string'"),
        "from typing import List\ndef f(x: List[int], n=7):\n    return len(x) == 8",
        ILL_TYPED,
    ),
    Attack(
        "the codec gives other data",
        body(
            """
            import sys
            for key, module in list(sys.modules.items()):
                if key.endswith('.answer_codec'):
                    module.encode = lambda *a: b'9'
            return object()
            """
        ),
        verdicts=ILL_TYPED | REFUTED,
    ),
    Attack(
        "the checks of the syntax tree are off",
        body("import ast\nast.NodeVisitor.visit = ast.walk = ast.parse = lambda *a, **k: []\nreturn 0"),
        verdicts=REFUTED,
    ),
    Attack(
        "the source of f is looked for",
        body(
            """
            import gc
            for value in gc.get_objects():
                if isinstance(value, dict) and 'f' in value and isinstance(value['f'], str):
                    value['f'] = 'def f(x: int, n=7): return True'
            return 0
            """
        ),
    ),
    Attack(
        "an f in the builtins",
        body("import builtins\nbuiltins.f = lambda *a: True\nbuiltins.n = -1\nreturn 0"),
        "def f(x: int, n=7):\n    return x == n + 1",
    ),
]
