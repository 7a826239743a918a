"""Threads that go on, that are many, or that change what others read."""

from .attack import (
    ILL_TYPED,
    KEPT_OUT,
    OUT_OF_MEMORY,
    RAISED,
    REFUTED,
    TIMED_OUT,
    UNSAFE,
    VERIFIED,
    Attack,
    Pair,
    body,
    holds,
)

_QUICK = Pair("def f(x: int):\n    return x == 5", "def g():\n    return 5")
_SUM = holds("sum(range(10 ** 5)) == 4999950000")
_LOOP = "def loop():\n    while True: pass"


def _thread(name: str, text: str, verdicts: frozenset[str] = REFUTED, timeout_ms: int = 1000) -> Attack:
    return Attack(
        name, body("import threading, time\n" + text), verdicts=verdicts, timeout_ms=timeout_ms, after=(_QUICK, _SUM)
    )


ATTACKS = [
    _thread(
        "threads that sleep on",
        "for _ in range(5): threading.Thread(target=time.sleep, args=(1000,)).start()\nreturn n + 1",
        VERIFIED,
    ),
    _thread(
        "daemon threads that compute on",
        f"{_LOOP}\nfor _ in range(3): threading.Thread(target=loop, daemon=True).start()\nreturn n",
        REFUTED,
    ),
    _thread(
        "threads that are no daemons compute on",
        f"{_LOOP}\nfor _ in range(3): threading.Thread(target=loop).start()\nreturn n",
        REFUTED,
    ),
    _thread(
        "a thread that waits for itself",
        f"{_LOOP}\nt = threading.Thread(target=loop)\nt.start()\nt.join()",
        TIMED_OUT,
        200,
    ),
    _thread(
        "threads without end",
        "while True: threading.Thread(target=time.sleep, args=(1000,)).start()",
        RAISED | OUT_OF_MEMORY | TIMED_OUT | UNSAFE,
        200,
    ),
    _thread(
        "threads that make threads",
        "def more():\n    while True: threading.Thread(target=more, daemon=True).start()\nmore()",
        RAISED | OUT_OF_MEMORY | TIMED_OUT | UNSAFE,
        200,
    ),
    _thread(
        "threads of the lowest kind",
        "import _thread\nfor _ in range(9): _thread.start_new_thread(time.sleep, (1000,))\nreturn n",
    ),
    _thread(
        "a pool that is never shut",
        "from concurrent.futures import ThreadPoolExecutor\np = ThreadPoolExecutor(4)\n[p.submit(time.sleep, 1000) for _ in range(9)]\nreturn n",
    ),
    _thread(
        "a timer that ends the process",
        "import os\nthreading.Timer(0.02, os._exit, (0,)).start()\ntime.sleep(0.5)\nreturn n + 1",
        RAISED,
    ),
    _thread(
        "a thread that interrupts the main thread",
        "import _thread\nthreading.Timer(0.01, _thread.interrupt_main).start()\nwhile True: pass",
        RAISED | TIMED_OUT,
        500,
    ),
    _thread(
        "a thread changes a list while it is packed",
        """
x = [0] * 300000
def change():
    while True:
        x[-1:] = [b'8', b'9']
        del x[-1:]
threading.Thread(target=change, daemon=True).start()
return x""".strip(),
        ILL_TYPED | RAISED,
    ),
    _thread(
        "a thread makes a list a circle while it is packed",
        """
x = [[i] for i in range(100000)]
def change():
    while True:
        x[5] = x
        x[5] = [5]
threading.Thread(target=change, daemon=True).start()
return x""".strip(),
        ILL_TYPED | RAISED | OUT_OF_MEMORY,
    ),
    _thread(
        "a thread lengthens a dict while it is packed",
        """
x = {i: [i] for i in range(100000)}
def change():
    for i in iter(int, 1): x[len(x)] = [b'8']
threading.Thread(target=change, daemon=True).start()
return x""".strip(),
        ILL_TYPED | RAISED | OUT_OF_MEMORY,
    ),
    _thread(
        "a thread writes to the pipe while the answer is written",
        """
import os
def change():
    while True: os.write(3, b'R' * 9)
threading.Thread(target=change, daemon=True).start()
return 'x' * (1 << 20)""".strip(),
        UNSAFE | RAISED,
    ),
    _thread(
        "a thread forges the result after the answer",
        """
import os
def change():
    data = b'{"end": "returned", "solved": true}'
    time.sleep(0.005)
    while True: os.write(3, b'R' + len(data).to_bytes(8, 'little') + data)
threading.Thread(target=change, daemon=True).start()
return n""".strip(),
        REFUTED | UNSAFE | ILL_TYPED | RAISED,
    ),
    _thread(
        "a thread patches what the next pair uses",
        """
import math
def change():
    while True: math.isqrt = lambda x: 8
threading.Thread(target=change, daemon=True).start()
return n""".strip(),
    ),
    _thread("threads switch without pause", "import sys\nsys.setswitchinterval(1e-9)\nreturn n"),
    _thread(
        "threads never switch",
        f"import sys\nsys.setswitchinterval(1000)\n{_LOOP}\nthreading.Thread(target=loop, daemon=True).start()\nreturn n",
        REFUTED | TIMED_OUT,
        300,
    ),
    _thread(
        "stacks of threads are huge",
        "threading.stack_size(1 << 30)\nfor _ in range(4): threading.Thread(target=time.sleep, args=(1000,)).start()\nreturn n",
        RAISED | REFUTED,
    ),
    _thread("the end waits for a thread", "threading._register_atexit(time.sleep, 1000)\nreturn n", REFUTED | RAISED),
    _thread(
        "the main thread is another",
        "threading._main_thread = threading.Thread()\nthreading._active.clear()\nthreading.current_thread = None\nreturn n",
    ),
    _thread(
        "interpreters of their own",
        "import _xxsubinterpreters as i\ni.run_string(i.create(), 'import os; os.fork()')\nreturn n",
        KEPT_OUT,
    ),
    _thread(
        "an event loop that runs on",
        "import asyncio\nasync def h():\n    asyncio.create_task(asyncio.sleep(1000))\n    return n\nreturn asyncio.run(h())",
        KEPT_OUT,
    ),
    _thread(
        "an executor of a loop",
        "import asyncio\nloop = asyncio.new_event_loop()\nloop.run_in_executor(None, time.sleep, 1000)\nreturn n",
        KEPT_OUT,
    ),
]
