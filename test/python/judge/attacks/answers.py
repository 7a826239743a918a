"""Answers that are more than data, or too much of it."""

from .attack import ILL_TYPED, RAISED, REFUTED, Attack, body

_ANY = "def f(x: Any, n=7):\n    return x == 'nothing that the attack gives'"
_EQUAL = "def __eq__(self, other): return True\n    __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __eq__\n    __hash__ = int.__hash__"

_EXPRESSIONS = {
    "a generator": "(i for i in range(8))",
    "an iterator": "iter([8])",
    "a range": "range(8)",
    "a map": "map(int, '8')",
    "bytes": "b'8'",
    "a bytearray": "bytearray(b'8')",
    "a memoryview": "memoryview(b'8')",
    "a complex number": "8 + 0j",
    "a frozenset": "frozenset([8])",
    "a function": "g",
    "a type": "int",
    "a module": "__import__('math')",
    "an ellipsis": "...",
    "NotImplemented": "NotImplemented",
    "a view of a dict": "{8: 8}.keys()",
    "an exception": "ValueError(8)",
    "a Fraction": "__import__('fractions').Fraction(8)",
    "a Decimal": "__import__('decimal').Decimal(8)",
    "an OrderedDict": "__import__('collections').OrderedDict()",
    "a Counter": "__import__('collections').Counter([8])",
    "a named tuple": "__import__('collections').namedtuple('A', 'a')(8)",
    "a member of an IntEnum": "__import__('enum').IntEnum('A', 'a').a",
    "an annotation": "List[int]",
    "a slice": "slice(8)",
    "NaN": "float('nan')",
    "infinity in a list": "[1.0, float('inf')]",
    "a lone surrogate": "chr(0xd800)",
    "a lone surrogate as a key": "{chr(0xdfff): 1}",
    "bytes deep within": "[({1: [b'8']},)]",
    "a set with a frozenset": "{frozenset()}",
    "a weak reference": "__import__('weakref').ref(g)",
}

ATTACKS = [
    *[
        Attack(f"the answer is {what}", body(f"return {expression}"), _ANY, ILL_TYPED, detail="cannot be taken as data")
        for what, expression in _EXPRESSIONS.items()
    ],
    Attack(
        "an int that equals everything",
        body(f"class A(int):\n    {_EQUAL}\nreturn A(3)"),
        verdicts=ILL_TYPED,
        detail="of type A",
    ),
    Attack("it stands within a list", body(f"class A(int):\n    {_EQUAL}\nreturn [1, A(3)]"), _ANY, ILL_TYPED),
    Attack("it is a key", body(f"class A(int):\n    {_EQUAL}\nreturn {{A(3): 1}}"), _ANY, ILL_TYPED),
    Attack(
        "an object that says it is an int",
        body(f"class A:\n    __class__ = int\n    __index__ = __int__ = lambda self: 8\n    {_EQUAL}\nreturn A()"),
        verdicts=ILL_TYPED,
    ),
    Attack(
        "an object that is true", body("class A:\n    def __bool__(self): return True\nreturn A()"), _ANY, ILL_TYPED
    ),
    Attack(
        "an object that says how to copy it",
        body(
            "class A:\n    def __reduce__(self): return (int, (8,))\n    __deepcopy__ = __reduce_ex__ = lambda *a: 8\nreturn A()"
        ),
        verdicts=ILL_TYPED,
    ),
    Attack(
        "a descriptor and attributes made up on demand",
        body(
            "class A:\n    def __getattr__(self, name): return lambda *a: 8\n    def __get__(self, *a): return 8\nreturn A()"
        ),
        verdicts=ILL_TYPED,
    ),
    Attack(
        "a type that equals str",
        body(
            """
            class M(type):
                def __eq__(self, other): return True
                def __hash__(self): return hash(str)
            class A(str, metaclass=M):
                def __eq__(self, other): return True
                __hash__ = str.__hash__
            return A('wrong')
            """
        ),
        "def f(x: str, n=7):\n    return x == 'right'",
        ILL_TYPED | REFUTED,
    ),
    Attack(
        "a type that claims to be a subclass",
        body(
            """
            class M(type):
                def __instancecheck__(self, other): return True
                __subclasscheck__ = __instancecheck__
                def mro(self): return [self, object]
            class A(metaclass=M): pass
            return A()
            """
        ),
        verdicts=ILL_TYPED,
    ),
    Attack(
        "a type whose name is an error",
        body("class M(type):\n    __name__ = property(lambda self: 1 / 0)\nclass A(metaclass=M): pass\nreturn A()"),
        verdicts=ILL_TYPED | RAISED,
    ),
    Attack(
        "a list that counts its elements wrongly",
        body(
            "class A(list):\n    def __len__(self): return 0\n    def __iter__(self): return iter(())\nreturn A([b'8'])"
        ),
        _ANY,
        ILL_TYPED,
    ),
    Attack("a list in itself", body("x = []\nx.append(x)\nreturn x"), verdicts=ILL_TYPED, detail="contains itself"),
    Attack(
        "a dict in its own value", body("x = {}\nx[1] = [(x,)]\nreturn x"), verdicts=ILL_TYPED, detail="contains itself"
    ),
    Attack("a hundred thousand levels", body("x = []\nfor _ in range(10**5): x = [x]\nreturn x"), verdicts=ILL_TYPED),
    Attack(
        "tuples a hundred thousand deep", body("x = ()\nfor _ in range(10**5): x = (x,)\nreturn x"), verdicts=ILL_TYPED
    ),
    Attack(
        "a string past the limit",
        "def g(): return 'x' * ((128 << 20) + 1)",
        "def f(x: str):\n    return len(x) > 3",
        ILL_TYPED,
        detail="larger than 128 MiB",
    ),
    Attack(
        "a list that holds one text many times",
        body("return ['x' * (1 << 20)] * 200"),
        _ANY,
        ILL_TYPED,
        detail="larger than",
    ),
    Attack("True for an int", body("return True"), "def f(x: int, n=7):\n    return True", ILL_TYPED, detail="not int"),
    Attack("a float for an int", body("return 8.0"), verdicts=ILL_TYPED, detail="not int"),
    Attack("a true string for True", body("return 'True'"), "def f(x: bool, n=7):\n    return x", ILL_TYPED),
    Attack(
        "a mapping in the form of the judge's own tags",
        body("return {'i': 'ff'}"),
        "def f(x: Dict[str, str], n=7):\n    return x == 255",
        REFUTED,
    ),
    Attack(
        "the answer's own names", body("return '{0.__class__}\\x00%s$$n'"), "def f(x: str, n=7):\n    return x == ''"
    ),
    Attack("no answer", body("pass"), verdicts=ILL_TYPED),
    Attack("a solution that is a coroutine", "async def g(n=7):\n    return n + 1", verdicts=frozenset(["malformed"])),
    Attack("a solution that is a generator", body("yield n + 1"), verdicts=ILL_TYPED),
    Attack(
        "a solution that is a class",
        "class g:\n    def __new__(cls, n=7): return n + 1",
        verdicts=frozenset(["malformed"]),
    ),
]
