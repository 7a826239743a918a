"""Ends of the process of every kind, none of which proves anything."""

from .attack import MALFORMED, OUT_OF_MEMORY, RAISED, REFUTED, TIMED_OUT, UNSAFE, Attack, body, text

_STACK = RAISED | OUT_OF_MEMORY | TIMED_OUT
"""Running out of the C stack is a crash, unless memory or time runs out first."""

ATTACKS = [
    Attack("SystemExit", body("raise SystemExit(0)"), verdicts=RAISED, detail="g raised SystemExit in line 2"),
    Attack(
        "exit with the answer",
        body("import sys\nsys.exit(n + 1)"),
        verdicts=RAISED,
        detail="g raised SystemExit in line 3",
    ),
    Attack("_exit", body("import os\nos._exit(0)"), verdicts=RAISED, detail="g ended its own process (exit status 0)"),
    Attack("_exit when loaded", "import os\nos._exit(0)\n" + body("return 8"), verdicts=RAISED, detail="exit status 0"),
    Attack("abort", body("import os\nos.abort()"), verdicts=RAISED, detail="SIGABRT"),
    Attack("SIGABRT to itself", body("import os, signal\nos.kill(os.getpid(), 6)"), verdicts=RAISED, detail="SIGABRT"),
    Attack("SIGKILL to itself", body("import os\nos.kill(os.getpid(), 9)"), verdicts=OUT_OF_MEMORY | RAISED),
    Attack("SIGSYS to itself", body("import signal\nsignal.raise_signal(31)"), verdicts=UNSAFE | RAISED),
    Attack("SIGXCPU to itself", body("import signal\nsignal.raise_signal(24)"), verdicts=TIMED_OUT | RAISED),
    Attack(
        "a signal of real time", body("import signal\nsignal.raise_signal(40)"), verdicts=RAISED, detail="signal 40"
    ),
    Attack("SIGINT to itself", body("import signal\nsignal.raise_signal(2)\nreturn n"), verdicts=RAISED | REFUTED),
    Attack(
        "SIGSTOP to itself",
        body("import os\nos.kill(os.getpid(), 19)\nreturn n"),
        verdicts=TIMED_OUT | UNSAFE,
        timeout_ms=200,
    ),
    Attack(
        "all of its group ends", body("import os\nos.killpg(0, 9)\nreturn n"), verdicts=OUT_OF_MEMORY | RAISED | UNSAFE
    ),
    Attack(
        "a recursion without end", body("def h(): return h()\nreturn h()"), verdicts=RAISED, detail="RecursionError"
    ),
    Attack(
        "a recursion without a limit",
        body("import sys\nsys.setrecursionlimit(10**9)\ndef h(): return h()\nreturn h()"),
        verdicts=_STACK,
        timeout_ms=300,
    ),
    Attack(
        "a recursion of C through repr",
        body("import sys\nsys.setrecursionlimit(10**9)\nr = []\nfor _ in range(10**5): r = [r]\nreturn repr(r)"),
        verdicts=_STACK,
        timeout_ms=1000,
    ),
    Attack(
        "a recursion of C through comparison",
        body(
            "import sys\nsys.setrecursionlimit(10**9)\na, b = [], []\nfor _ in range(10**5): a, b = [a], [b]\nreturn a == b"
        ),
        verdicts=_STACK | frozenset(["illTyped"]),
        timeout_ms=1000,
    ),
    Attack(
        "a recursion of C through iterators",
        body("i = iter(())\nfor _ in range(3 * 10**5): i = map(int, i)\nreturn list(i)"),
        verdicts=_STACK | frozenset(["illTyped"]),
        timeout_ms=1000,
    ),
    Attack("a deep tree for the compiler", body("return eval('-' * 10**6 + '1')"), verdicts=_STACK),
    Attack(
        "a regular expression nested deeply",
        body("import re\nreturn re.compile('(' * 10**5 + ')' * 10**5)"),
        verdicts=_STACK,
    ),
    Attack("json nested deeply", body("import json\nreturn json.loads('[' * 10**6)"), verdicts=_STACK),
    Attack(
        "a pickle that calls", body('import pickle\nreturn pickle.loads(b"cos\\n_exit\\n(I0\\ntR.")'), verdicts=RAISED
    ),
    Attack(
        "code out of bad bytes",
        body("import types\ng.__code__ = g.__code__.replace(co_code=bytes(range(256)), co_stacksize=0)\nreturn g()"),
        verdicts=_STACK | REFUTED,
    ),
    Attack(
        "all descriptors are closed",
        body("import os\nos.closerange(0, 99)\nreturn n + 1"),
        verdicts=RAISED | OUT_OF_MEMORY | UNSAFE,
    ),
    Attack(
        "all descriptors are closed, and it goes on",
        body("import os\nos.closerange(0, 99)\nwhile True: pass"),
        verdicts=RAISED | TIMED_OUT | OUT_OF_MEMORY | UNSAFE,
        timeout_ms=200,
    ),
    Attack(
        "all descriptors are another file",
        body("import os\nd = os.open('/dev/null', 1)\nfor i in range(10): d == i or os.dup2(d, i)\nreturn n + 1"),
        verdicts=RAISED | OUT_OF_MEMORY | UNSAFE,
    ),
    Attack(
        "an error whose text is an error",
        body("class E(Exception):\n    def __str__(self): raise self\nraise E"),
        verdicts=RAISED,
        detail="g raised E in line 4.",
    ),
    Attack(
        "an error with a text without end",
        body("raise ValueError('\\ud800' + 'x' * 10**6)"),
        verdicts=RAISED,
        detail="\\ud800xxx",
    ),
    Attack(
        "an error whose text exits",
        body("class E(BaseException):\n    def __str__(self):\n        import os\n        os._exit(0)\nraise E"),
        verdicts=RAISED,
    ),
    Attack(
        "an error whose type has no name",
        body(
            "class M(type):\n    __name__ = property(lambda self: 1 / 0)\nclass E(Exception, metaclass=M): pass\nraise E"
        ),
        verdicts=RAISED,
    ),
    Attack("an error that is out of memory", body("raise MemoryError"), verdicts=OUT_OF_MEMORY),
    Attack(
        "an error in a circle of causes",
        body(
            "try:\n    1 / 0\nexcept Exception as e:\n    e.__cause__ = e.__context__ = e\n    e.__traceback__.tb_next = None\n    raise"
        ),
        verdicts=RAISED,
    ),
    Attack(
        "an error at the end of the generators",
        body(
            "def h():\n    try:\n        yield 1\n    finally:\n        raise SystemExit\nx = h()\nnext(x)\ng.kept = x\nreturn n"
        ),
        verdicts=REFUTED,
    ),
    Attack(
        "a line of g is told",
        "def g(n=7):\n\n    return n / 0",
        verdicts=RAISED,
        detail="g raised ZeroDivisionError in line 3: division",
    ),
    Attack(
        "a line of f is told",
        "def g(): return 'a'",
        "def f(x: str):\n    return int(x) == 1",
        RAISED,
        detail="f raised ValueError in line 2",
    ),
    Attack("parentheses without end", "(" * 10**5, verdicts=MALFORMED),
    Attack("signs without end", body("return " + "-" * 10**6 + "1"), verdicts=MALFORMED),
    Attack("a null character", "def g(n=7):\n\0", verdicts=MALFORMED),
    Attack("a lone surrogate in the text", "def g(n=7): return '\ud800'", verdicts=MALFORMED),
    Attack("no text", "", verdicts=MALFORMED),
    Attack("an encoding that the text names", "# coding: rot13\n" + body("return n"), verdicts=REFUTED),
    Attack(
        "an f that hides in a line of another kind",
        body("return 0"),
        text(
            """
            def f(x: int, n=7): return x == n + 1\\
            \x0cor x == 5
            """
        ),
        REFUTED | MALFORMED,
    ),
]
