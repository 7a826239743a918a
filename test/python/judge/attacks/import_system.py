"""The import system changed by g: finders, hooks, caches, loaders, and modules with code of the attacker's."""

from .attack import ILL_TYPED, KEPT_OUT, RAISED, REFUTED, Attack, Pair, body, holds, text

_NEEDS_MATH = "def f(x: int, n=7):\n    import math\n    return math.isqrt(x) == n + 1"
_FRESH = holds("colorsys.rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)", "import colorsys")
_OWN_MODULE = Pair(
    "import sys\nX = 3\ndef f(x: int):\n    return sys.modules[__name__].X == x and 'g' not in sys.modules",
    "import sys\nX = 3\ndef g():\n    return sys.modules[__name__].X if 'f' not in sys.modules else 0",
)
"""Finds its own module among all, and not the other program's."""
_NO_OTHER_MODULE = Pair("import g\ndef f(x: int):\n    return True", "def g(): return 1", "raised")
_FINDER = """
class Finder:
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        import importlib.machinery
        return importlib.machinery.ModuleSpec(name, cls)
    @staticmethod
    def create_module(spec): return None
    @staticmethod
    def exec_module(module): module.rgb_to_hsv = module.isqrt = lambda *a: 8
"""


def _attack(name: str, change: str, *after: Pair, verdicts: frozenset[str] = REFUTED) -> Attack:
    return Attack(name, body(text(change) + "\nreturn 0"), _NEEDS_MATH, verdicts, after=after or (_FRESH,))


ATTACKS = [
    _attack("a finder before all others", _FINDER + "import sys\nsys.meta_path.insert(0, Finder)"),
    _attack(
        "a finder that fails", "import sys\nclass F:\n    def find_spec(*a): raise SystemExit\nsys.meta_path[:] = [F]"
    ),
    _attack(
        "no finder at all", "import sys\nsys.meta_path.clear()\nsys.path_importer_cache.clear()\nsys.path_hooks.clear()"
    ),
    _attack("no path", "import sys\nsys.path.clear()\nsys.path_importer_cache.clear()"),
    _attack("a path of the attacker's", "import sys\nsys.path.insert(0, '$FOLDER')\nsys.path_importer_cache.clear()"),
    _attack(
        "a hook for paths", "import sys\nsys.path_hooks.insert(0, lambda path: 1 / 0)\nsys.path_importer_cache.clear()"
    ),
    _attack("another __import__", "import builtins\nbuiltins.__import__ = lambda *a, **k: 1 / 0"),
    _attack(
        "another import_module",
        "import importlib, importlib._bootstrap as b\nimportlib.import_module = b._find_and_load = b._handle_fromlist = lambda *a: 1 / 0",
    ),
    _attack(
        "loaders give other code",
        """
        import importlib.machinery as m
        m.SourceFileLoader.get_code = lambda *a: compile('rgb_to_hsv = lambda *a: 8', '', 'exec')
        m.SourceFileLoader.exec_module = lambda *a: None
        """,
    ),
    _attack(
        "a module is reloaded over a patch",
        "import importlib, colorsys\ncolorsys.__dict__['rgb_to_hsv'] = lambda *a: 8\nimportlib.reload = lambda m: m",
    ),
    _attack(
        "a module gets another loader",
        "import colorsys\ncolorsys.__spec__.loader = colorsys.__loader__ = None\ncolorsys.__name__ = 'x'",
    ),
    _attack(
        "a module of a class with properties",
        """
        import colorsys, types
        class M(types.ModuleType):
            rgb_to_hsv = property(lambda self: lambda *a: 8)
        colorsys.__class__ = M
        """,
    ),
    _attack(
        "a module that makes its names up",
        "import colorsys\ndel colorsys.rgb_to_hsv\ncolorsys.__getattr__ = lambda name: lambda *a: 8",
    ),
    _attack(
        "names that a star import brings are others",
        "import colorsys\ncolorsys.__all__ = ['len']\ncolorsys.len = lambda *a: 8",
        Pair(
            "from colorsys import *\ndef f(x: int):\n    return x == len('a')",
            "from colorsys import *\ndef g(): return len('b')",
        ),
    ),
    _attack("its own module is another", "import sys\nsys.modules[__name__] = 7", _OWN_MODULE, _FRESH),
    _attack("its own module is none", "import sys\nsys.modules[__name__] = None", _OWN_MODULE),
    _attack("its own module is gone", "import sys\ndel sys.modules[__name__]", _OWN_MODULE),
    _attack("its own module is empty", "import sys\nvars(sys.modules[__name__]).clear()", _OWN_MODULE),
    _attack(
        "its own module is one that says yes",
        """
        import sys, types
        class M(types.ModuleType):
            def __getattr__(self, name): return True
            __call__ = __eq__ = lambda *a: True
        sys.modules[__name__].__class__ = M
        sys.modules['f'] = sys.modules[__name__]
        """,
        _OWN_MODULE,
    ),
    _attack("its own module is a puzzle's", "import sys\nsys.modules['f'] = sys.modules[__name__]", _NO_OTHER_MODULE),
    _attack(
        "all modules are its own", "import sys\nfor k in list(sys.modules): sys.modules[k] = sys.modules[__name__]"
    ),
    Attack(
        "a puzzle's module is looked for",
        body("import sys\nreturn n + ('f' in sys.modules or any(hasattr(m, 'f') for m in list(sys.modules.values())))"),
        after=(_NO_OTHER_MODULE,),
    ),
    Attack(
        "an answer of a class that is found by name", "class A(int): pass\n" + body("return A(8)"), verdicts=ILL_TYPED
    ),
    _attack(
        "the judge's package gets a path",
        "import sys\nsys.modules['judge'].__path__ = ['$FOLDER']",
        verdicts=REFUTED | RAISED,
    ),
    Attack(
        "the judge's modules are imported",
        body("import judge.supervisor\nreturn n + 1"),
        verdicts=RAISED,
    ),
    Attack(
        "the judge is found through the interpreter's search",
        body("import sys, runpy\nrunpy.run_module('judge', run_name='judge.again')\nreturn n + 1"),
        verdicts=RAISED,
    ),
    Attack(
        "site-packages are in the path",
        "import sys\n" + body("return n + any('site-packages' in p or p.endswith('src/python') for p in sys.path)"),
    ),
    Attack("site is imported", body("import site\nsite.main()\nimport pip\nreturn n + 1"), verdicts=RAISED | REFUTED),
    Attack(
        "bytecode is written beside the source",
        body(
            "import sys, colorsys, py_compile\nsys.dont_write_bytecode = False\npy_compile.compile('$FILE', '$FOLDER/x.pyc')\nreturn n"
        ),
        verdicts=KEPT_OUT,
    ),
    Attack(
        "a module out of a zip file",
        body("import zipfile\nzipfile.ZipFile('$FOLDER/m.zip', 'w').writestr('m.py', 'x = 1')\nreturn n"),
        verdicts=KEPT_OUT,
    ),
    Attack(
        "an extension module out of memory",
        body(
            """
            import ctypes, os
            fd = os.memfd_create('m')
            os.write(fd, open('/proc/self/exe', 'rb').read(4096))
            ctypes.CDLL(f'/proc/self/fd/{fd}')
            return n + 1
            """
        ),
        verdicts=KEPT_OUT,
    ),
]
