"""Innocent looks again: objects reached through texts, formats, attributes by name, and things that find by text."""

from .attack import ILL_TYPED, MALFORMED, RAISED, REFUTED, UNSAFE, Attack, Pair, body, holds

_ANY = "def f(x: Any, n=7):\n    return x == 'nothing'"
_BUILTINS = holds("len('abc') == 3 and int('3') == 3 and print() is None and '{}'.format(1) == '1'")
_MATH = holds("math.isqrt(16) == 4", "import math")
_QUIET = REFUTED | RAISED | UNSAFE
_UNDER = "chr(95) * 2"
"""Two underscores, without one in the text."""


def _text(name: str, text: str, head: str = "", verdicts: frozenset[str] = _QUIET, f: str = _ANY) -> Attack:
    """What is reached is used to patch, if it can be; the answer is wrong in any case."""
    return Attack(name, f"{head}\n{body(text)}", f, verdicts, after=(_BUILTINS, _MATH))


ATTACKS = [
    _text("a class through a format", "return '{0.__class__}'.format(n)"),
    _text("bases through a format", "return '{0.__class__.__mro__[1].__subclasses__}'.format(n)"),
    _text("globals through a format of a function", "def h(): pass\nreturn '{0.__globals__}'.format(h)"),
    _text("builtins through a format of a module", "import math\nreturn '{0.__loader__} {0.__spec__}'.format(math)"),
    _text("an item through a format", "return '{0[0].__class__}'.format([n])"),
    _text("an attribute through a format by name", "return '{x.__class__}'.format(x=n)"),
    _text("an attribute through format_map", "return '{x.__class__}'.format_map({'x': n})"),
    _text("a format text put together", "return ('{0.' + '__class__}').format(n)"),
    _text("a format text of two parts", "return '{0.' '__class__' '}'.format(n)"),
    _text("a format text in a name", "x = '{0.__class__.__mro__}'\nreturn x.format(n)"),
    _text("a format text out of characters", f"u = {_UNDER}\nreturn ('{{0.' + u + 'class' + u + '}}').format(n)"),
    _text("format as a function", "h = str.format\nreturn h('{0.__class__}', n)"),
    _text("format through a map", "return list(map(str.format, ['{0.__class__}'], [n]))"),
    _text("format through a bound method in a list", "h = ['{0.__class__}'.format][0]\nreturn h(n)"),
    _text("format within a format", "return '{0:{1.__class__}}'.format('a', n)"),
    _text("format with a conversion", "return '{0.__class__!r:>50}'.format(n)"),
    _text("format of an f-string", "x = '0.__class__'\nreturn f'{{{x}}}'.format(n)"),
    _text("a template of string", "import string\nreturn string.Formatter().format('{0.__class__}', n)"),
    _text("a nested f-string", "return f'{f\"{n.__class__}\"}'"),
    _text("an f-string with an assignment", "return f'{(len := 7)} {n.__class__.__name__=}'"),
    _text(
        "an f-string that formats by what it finds",
        "class A:\n    def __format__(self, spec): return spec\nreturn f'{A():{n.__class__}}'",
    ),
    _text("a template that names a variable", "import string\nreturn string.Template('$' + '{n}').substitute(vars())"),
    _text("percent with a mapping", "return '%(__class__)s' % {'__class__': n}"),
    _text("type of a value", "return str(type(n)(3)) + str(type(type(n))('A', (), {}))"),
    _text(
        "type of a type makes a class",
        "A = type(type(n))('A', (int,), {'__eq__': lambda s, o: True, '__hash__': int.__hash__})\nreturn A(3)",
        verdicts=ILL_TYPED,
    ),
    _text("a class by its method", "return n.__class__.__base__.__subclasses__()", verdicts=ILL_TYPED),
    _text(
        "attributes by attrgetter",
        f"import operator\nu = {_UNDER}\nk = operator.attrgetter(u + 'class' + u + '.' + u + 'mro' + u)(n)\nreturn str(k)",
    ),
    _text(
        "attributes by attrgetter of another name",
        "from operator import attrgetter as itemgetter\nreturn str(itemgetter('__class__')(n))",
    ),
    _text(
        "methods by methodcaller", f"import operator\nu = {_UNDER}\nreturn str(operator.methodcaller(u + 'dir' + u)(n))"
    ),
    _text("calls by operator.call", "import operator\nreturn str(operator.call(len, [1]))"),
    _text("getattr", f"u = {_UNDER}\nreturn str(getattr(n, u + 'class' + u))"),
    _text("getattr by another name", "h = getattr\nreturn str(h(n, '__class__'))"),
    _text("getattr in a default", "def h(x, a=getattr): return a(x, '__class__')\nreturn str(h(n))"),
    _text("getattr folded", "import functools\nreturn str(functools.reduce(getattr, ['__class__', '__base__'], n))"),
    _text("setattr on a module", "import math\nsetattr(math, 'isqrt', len)\nreturn n"),
    _text("setattr mapped", "import math\nlist(map(setattr, [math], ['isqrt'], [len]))\nreturn n"),
    _text("delattr", "import math\ndelattr(math, 'isqrt')\nreturn n"),
    _text("vars of a module", "import math\nvars(math)['isqrt'] = len\nreturn n"),
    _text("globals", "globals()['__builtins__']['len'] = lambda x: 7\nreturn n"),
    _text("locals", "return str(locals())"),
    _text("dir", "return dir()"),
    _text("eval", "return eval('n.__class__.__name__')"),
    _text("eval of a text put together", "return eval('imp' + 'ort'[:0] + '1')", verdicts=_QUIET),
    _text("exec", "exec('import builtins; builtins.len = None')\nreturn n"),
    _text("compile", "return str(compile('1', '', 'eval'))"),
    _text("__import__", "__import__('math').isqrt = None\nreturn n"),
    _text("import by a text", "import importlib\nimportlib.import_module('ma' + 'th').isqrt = None\nreturn n"),
    _text("open by another name", "h = open\nreturn h('$FILE').read()"),
    _text("open in a list", "return [h for h in (open,)][0]('$FILE').read()"),
    _text("open of a module", "import io\nreturn io.open('$FILE').read()"),
    _text("what help finds", "help(n)\nreturn str(__builtins__)"),
    _text("input", "return input()"),
    _text("exit", "exit()", verdicts=RAISED),
    _text("a print to somewhere", "class A:\n    def write(self, t): self.t = t\nprint(1, file=A())\nreturn 'x'"),
    _text("literals with code", "import ast\nreturn ast.literal_eval('__import__(1)')"),
    _text(
        "a date's format",
        "import datetime\nreturn format(datetime.date(2024, 1, 1), '{0.__class__}') + f'{datetime.date(2024, 1, 1):0.__class__}'",
    ),
    _text(
        "an encoding with code", "return '%s' % 'x'.encode('zlib_codec' if 0 else 'idna') + str(b'61'.decode('hex'))"
    ),
    _text(
        "an encoding that names a module",
        "return 'x'.encode('..os') + 'x'.encode('math') + 'x'.encode('encodings.utf_8')",
    ),
    _text("a pattern's function", "import re\nreturn re.sub('a', lambda m: m.__class__.__name__, 'a')"),
    _text(
        "a pattern's template",
        "import re\nreturn re.sub('(?P<x>a)', r'\\g<x>\\g<0>', 'a') + re.match('a', 'a').expand('x')",
    ),
    _text(
        "annotations that are evaluated",
        "def h(x: '__import__(\"os\").fork()'): pass\nimport typing\nreturn str(typing.get_type_hints(h))",
    ),
    _text("annotations evaluated later", "from __future__ import annotations\nx = 1", verdicts=MALFORMED),
    _text(
        "annotations by typing's own names", "return str(ForwardRef('n')) + str(NewType('A', int)) + str(TypeVar('T'))"
    ),
    _text(
        "a named tuple's fields are code",
        "from collections import namedtuple\nreturn str(namedtuple('A', 'a b', defaults=[1])._make([1, 2])._fields)",
    ),
    _text("an attribute that is a method's name", "return str([].append.__self__) + str(len.__self__)"),
    _text(
        "an error's frames",
        "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    return str(e.__traceback__.tb_frame.f_back.f_globals)[:9]",
    ),
    _text("an error's object", "try:\n    n.x\nexcept AttributeError as e:\n    return str(e.obj) + e.name"),
    _text("a generator's frame", "h = (i for i in [1])\nreturn str(h.gi_frame.f_builtins)[:9]"),
    _text("a match by class", "match n:\n    case object(__class__=k): return str(k)"),
    _text("a match by mapping", "match {'__class__': n}:\n    case {'__class__': len, **sum}: return str(sum)"),
    _text("a class with a metaclass", "class A(metaclass=lambda *a: len): pass\nreturn str(A)"),
    _text(
        "a class that binds on its base",
        "class A:\n    def __init_subclass__(cls): print.x = 1\nclass B(A): pass\nreturn 'x'",
    ),
    _text("a decorator", "@print\n@lambda h: h.__globals__\ndef h(): pass\nreturn str(h)"),
    _text("a lambda's default", "return (lambda x=n.__class__: str(x))()"),
    _text("super", "class A(int):\n    def h(self): return super().__class__\nreturn str(A(1).h())"),
    Attack(
        "an f that formats",
        body("return 'x'"),
        "def f(x: str, n=7):\n    return '{0.__class__.__name__}'.format(x) == 'int'",
        _QUIET,
        after=(_BUILTINS,),
    ),
    Attack(
        "an f whose annotation names a type of another module",
        body("return 'x'"),
        "import builtins\ndef f(x: builtins.str, n=7):\n    return x == 'y'",
        _QUIET,
        after=(Pair("def f(x: int):\n    return x == 1", "def g(): return 1"),),
    ),
]
