"""Limits: memory, time, output, descriptors, digits, and attempts to raise them."""

from .attack import (
    FLAKY,
    ILL_TYPED,
    KEPT_OUT,
    OUT_OF_MEMORY,
    RAISED,
    REFUTED,
    TIMED_OUT,
    UNSAFE,
    Attack,
    body,
    holds,
)


def _endless(name: str, text: str, f: str | None = None) -> Attack:
    detail = "g did not end within 200 ms" if f is None else "f did not end within 200 ms"
    if f is None:
        return Attack(name, body(text), verdicts=TIMED_OUT, timeout_ms=200, detail=detail)
    return Attack(name, body(text), f, TIMED_OUT, 200, detail)


ATTACKS = [
    _endless("a loop", "while True: pass"),
    _endless("a power", "return 10 ** 10 ** 8"),
    _endless("a sleep", "import time\ntime.sleep(1000)"),
    _endless("a loop of f", "return 1", "def f(x: int, n=7):\n    while x: pass"),
    _endless("a loop of C", "return sum(iter(int, 1))"),
    _endless("a regular expression that tries all ways", "import re\nreturn re.match('(a*)*b', 'a' * 40)"),
    _endless("digits of a large number", "return len(str(3 ** 10 ** 7)) and [0 for _ in iter(int, 1)]"),
    _endless("a large number out of digits", "return int('7' * 10 ** 7)"),
    _endless("a factorial", "import math\nreturn math.factorial(10 ** 7)"),
    _endless("a product of all", "import itertools\nreturn sum(1 for _ in itertools.product(range(99), repeat=99))"),
    _endless("equal hashes", "return len({i * (2 ** 61 - 1) for i in range(10 ** 5)})"),
    _endless(
        "a loop that catches all", "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    ),
    _endless("a loop in a finally", "try:\n    return n + 1\nfinally:\n    while True: pass"),
    _endless("a lock taken twice", "import threading\nl = threading.Lock()\nl.acquire()\nl.acquire()"),
    _endless("a pipe that nobody writes", "import os\nr, w = os.pipe()\nos.read(r, 1)"),
    _endless("a deadlock with select", "import select\nselect.select([], [], [])"),
    Attack("a loop when loaded", "while True: pass\n" + body("return 8"), verdicts=TIMED_OUT, timeout_ms=200),
    Attack(
        "a loop in a default of g",
        "def g(n=[0 for _ in iter(int, 1)]): return 8",
        "def f(x: int, n=[0 for _ in iter(int, 1)]): return True",
        TIMED_OUT,
        200,
    ),
    Attack(
        "an error whose text never comes",
        body("class E(Exception):\n    def __str__(self):\n        import time\n        time.sleep(1000)\nraise E"),
        verdicts=TIMED_OUT | RAISED,
        timeout_ms=200,
    ),
    Attack(
        "a type whose name comes late",
        body(
            "import time\nclass M(type):\n    __name__ = property(lambda self: time.sleep(1) or 'late')\nclass A(metaclass=M): pass\nreturn A()"
        ),
        verdicts=ILL_TYPED | TIMED_OUT,
        timeout_ms=200,
    ),
    Attack("a string of 8 GiB", body("return 'x' * (8 << 30)"), verdicts=OUT_OF_MEMORY),
    Attack(
        "a string of 8 GiB in f",
        "def g(): return 1",
        "def f(x: int):\n    return len('x' * (8 << 30)) > x",
        OUT_OF_MEMORY,
    ),
    Attack(
        "memory piece by piece",
        body("x = []\nwhile True: x.append(bytes(64 << 20))"),
        verdicts=OUT_OF_MEMORY | TIMED_OUT,
    ),
    Attack(
        "memory piece by piece, without regard",
        body("x = []\nwhile True:\n    try:\n        x.append(bytes(64 << 20))\n    except MemoryError: pass"),
        verdicts=TIMED_OUT | OUT_OF_MEMORY,
        timeout_ms=200,
    ),
    Attack(
        "memory outside of the heap",
        body("import mmap\nx = []\nwhile True: x.append(mmap.mmap(-1, 256 << 20))"),
        verdicts=OUT_OF_MEMORY | RAISED,
    ),
    Attack(
        "memory in files without names",
        body(
            "import os\nwhile True:\n    d = os.memfd_create('m')\n    os.truncate(d, 1 << 40)\n    os.pwrite(d, bytes(1 << 20), 1 << 30)"
        ),
        verdicts=RAISED | UNSAFE,
    ),
    Attack(
        "memory in pipes",
        body(
            "import os\nkept = []\nwhile True:\n    r, w = os.pipe()\n    os.set_blocking(w, False)\n    os.write(w, bytes(1 << 20))"
        ),
        verdicts=RAISED | UNSAFE,
    ),
    Attack("descriptors without end", body("import os\nx = []\nwhile True: x.append(os.dup(0))"), verdicts=RAISED),
    Attack(
        "descriptors without end, and on",
        body("import os\ntry:\n    while True: os.dup(0)\nexcept OSError: pass\nreturn n"),
        verdicts=REFUTED | RAISED,
        after=(holds("colorsys.rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)", "import colorsys"),),
    ),
    Attack("output without end", body("while True: print('x' * 10**6)"), verdicts=TIMED_OUT, timeout_ms=200),
    Attack(
        "errors without end",
        body("import sys\nwhile True: sys.stderr.write('x' * 10**6)"),
        verdicts=TIMED_OUT,
        timeout_ms=200,
    ),
    Attack(
        "warnings without end",
        body("import warnings\nwhile True: warnings.warn_explicit('x' * 999, UserWarning, 'x', 1, registry={})"),
        verdicts=TIMED_OUT,
        timeout_ms=200,
    ),
    Attack(
        "limits are raised",
        body(
            "import resource\nfor k in range(16):\n    try: resource.setrlimit(k, (-1, -1))\n    except (ValueError, OSError): pass\nreturn 'x' * (8 << 30)"
        ),
        verdicts=OUT_OF_MEMORY | UNSAFE,
    ),
    Attack(
        "limits are lowered",
        body(
            "import resource\nfor k in (0, 1, 3, 4, 7):\n    resource.setrlimit(k, (0, resource.getrlimit(k)[1]))\nreturn n"
        ),
        verdicts=REFUTED | RAISED | UNSAFE | TIMED_OUT | OUT_OF_MEMORY,
        after=(holds("len(bytearray(10 ** 7)) == 10 ** 7"),),
    ),
    Attack(
        "limits of its parent",
        body("import os, resource\nresource.prlimit(os.getppid(), resource.RLIMIT_CPU, (0, 0))\nreturn n"),
        verdicts=UNSAFE | RAISED,
    ),
    Attack(
        "limits of the victim",
        body("import resource\nresource.prlimit($VICTIM, resource.RLIMIT_NOFILE, (0, 0))\nreturn n"),
        verdicts=UNSAFE | RAISED,
    ),
    Attack(
        "priority of the victim", body("import os\nos.setpriority(0, $VICTIM, 19)\nreturn n"), verdicts=UNSAFE | RAISED
    ),
    Attack(
        "processors of the victim", body("import os\nos.sched_setaffinity($VICTIM, {0})\nreturn n"), verdicts=KEPT_OUT
    ),
    Attack(
        "schedule of the victim",
        body("import os\nos.sched_setscheduler($VICTIM, os.SCHED_IDLE, os.sched_param(0))\nreturn n"),
        verdicts=KEPT_OUT,
    ),
    Attack(
        "a priority above all",
        body("import os\nos.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99))\nreturn n + 1"),
        verdicts=KEPT_OUT,
    ),
    Attack(
        "a file past the limit",
        body("with open('big', 'wb') as f: f.write(bytes(9 << 20))\nreturn n"),
        verdicts=KEPT_OUT,
    ),
    Attack(
        "a sparse file past the limit",
        body("import os\nos.truncate(os.open('big', os.O_CREAT | os.O_WRONLY), 1 << 40)\nreturn n"),
        verdicts=KEPT_OUT,
    ),
    Attack(
        "files without end",
        body("for i in range(10**4): open(f'{i}', 'w').close()\nreturn n"),
        verdicts=KEPT_OUT | TIMED_OUT,
    ),
    Attack(
        "an answer that shows itself for minutes",
        body("return [10 ** 10 ** 5] * 9"),
        "def f(x: List[int], n=7):\n    return len(x) == n",
    ),
    Attack(
        "an answer with a text without end for the refusal",
        body("return type('x' * 10**7, (), {})()"),
        verdicts=ILL_TYPED,
    ),
    Attack(
        "a returned value that shows itself for minutes",
        "def g(): return 1",
        "def f(x: int):\n    class A:\n        def __repr__(self):\n            while True: pass\n    return A()",
        TIMED_OUT | REFUTED,
        200,
    ),
    Attack(
        "answers by chance",
        "import os\ndef g(): return os.urandom(1)[0] % 2 == 0 or 'x'",
        "def f(x: Any):\n    return x is True and x == 'never'",
        REFUTED | FLAKY,
    ),
]
