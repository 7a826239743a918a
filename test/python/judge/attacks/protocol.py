"""Forged messages to the supervisor: at most an answer, and then f decides about it."""

from .attack import ILL_TYPED, OUT_OF_MEMORY, RAISED, REFUTED, TIMED_OUT, UNSAFE, VERIFIED, Attack, body

_SOLVED = {"end": "returned", "solved": True, "returned": ""}
_REPLY = b'{"id": 1, "result": {"verdict": "verified", "detail": "", "answer": "8", "ms": 1}}\n'
_SEND = """
import sys, time
frame = sys._getframe()
while 'reporter' not in frame.f_locals:
    frame = frame.f_back
reporter = frame.f_locals['reporter']
send = reporter.send
"""
"""Finds what the judge itself sends with, token and all: a process of its own hides nothing from a program."""
_EVERYWHERE = """
import fcntl, os
def everywhere(data):
    for descriptor in range(64):
        try:
            fcntl.fcntl(descriptor, fcntl.F_SETFL, os.O_NONBLOCK)
            os.write(descriptor, data)
        except OSError:
            pass
"""
_NOT_VERIFIED = RAISED | REFUTED | UNSAFE | ILL_TYPED | TIMED_OUT | OUT_OF_MEMORY
"""Forged bytes may be read as any end of the step, but never prove anything."""


def _forged(name: str, messages: str, verdicts: frozenset[str]) -> Attack:
    """Sends messages as the judge does, and hangs, so that the child's own result never comes."""
    return Attack(name, body(f"{_SEND}{messages}\nwhile True: pass"), verdicts=verdicts, timeout_ms=200)


def _thrown(name: str, data: bytes, verdicts: frozenset[str] = _NOT_VERIFIED) -> Attack:
    """Writes to every descriptor, then answers wrongly."""
    return Attack(name, body(f"{_EVERYWHERE}everywhere({data!r})\nreturn n"), verdicts=verdicts, timeout_ms=500)


def _by_f(name: str, message: str, verdicts: frozenset[str]) -> Attack:
    f = body(f"{_SEND}{message}\nreturn x == n + 1").replace("def g(n=7)", "def f(x: int, n=7)")
    return Attack(name, body("return 0"), f, verdicts, timeout_ms=200)


ATTACKS = [
    _forged("a result without an answer", f"send({_SOLVED}, [])", RAISED),
    _forged("a verdict for a result", "send({'end': 'verified'}, [b'8'])", RAISED),
    _forged("an answer and a result", f"send({_SOLVED}, [b'3'])", REFUTED),
    _forged("the right answer in a wrong form", "send({'end': 'returned'}, [b'[8'])", ILL_TYPED),
    _forged("a deep answer", "send({'end': 'returned'}, [b'[' * 9999])", ILL_TYPED),
    Attack(
        "an end of g, of which there is none",
        body(f"{_SEND}reporter.finished()\nwhile True: pass"),
        verdicts=TIMED_OUT,
        timeout_ms=200,
        detail="more than 5 s to read or to pack",
    ),
    _forged("two answers", "send({'end': 'returned'}, [b'8', b'3'])", RAISED),
    _forged(
        "an answer that is wrong, then one that is right",
        "send({'end': 'returned'}, [b'3'])\nsend({'end': 'returned'}, [b'8'])",
        REFUTED,
    ),
    _forged("a result of the wrong types", "send({'end': [], 'detail': {'a': 1}}, [])", RAISED | UNSAFE),
    _forged(
        "a result that is doubtful",
        "send({'end': 'raised', 'doubtful': True, 'taken': 'x', 'phase': []}, [])",
        RAISED | UNSAFE | TIMED_OUT,
    ),
    _forged("a result that took no time", "send({'end': 'returned', 'taken': -1e9}, [b'3'])", REFUTED),
    _forged("a detail without end", "send({'end': 'raised', 'detail': 'x' * (1 << 20)}, [])", RAISED | UNSAFE),
    _forged("a detail of odd characters", "send({'end': 'raised', 'detail': '\\ud800\\x00\\n{}'}, [])", RAISED),
    _forged("a number of many digits", "send({'end': 'raised', 'detail': 10 ** 5000}, [])", RAISED | UNSAFE),
    _forged(
        "an answer shown without end", "send({'phase': 'shown', 'shown': 'x' * (1 << 20)}, [])", TIMED_OUT | UNSAFE
    ),
    _forged(
        "a deep message",
        "import os\nos.write(3, reporter._token + (99999).to_bytes(4, 'little') + bytes(8) + b'[' * 99999)",
        UNSAFE | TIMED_OUT,
    ),
    _forged(
        "a message that is a list",
        "import os\nos.write(3, reporter._token + (3).to_bytes(4, 'little') + bytes(8) + b'[1]')",
        UNSAFE | TIMED_OUT,
    ),
    _forged("a message without end", "import os\nos.write(3, reporter._token + b'\\xff' * 12)", UNSAFE | TIMED_OUT),
    _forged(
        "a part of a message",
        "import os\nos.write(3, reporter._token + (99).to_bytes(4, 'little') + bytes(8) + b'x')",
        TIMED_OUT,
    ),
    _forged(
        "bytes of the wrong length",
        "send({'end': 'returned', 'blobs': [-1, 2]}, [])\nsend({'end': 'returned', 'blobs': [9]}, [])",
        UNSAFE,
    ),
    _forged("no message", "import os\nos.write(3, b'x' * 99)", UNSAFE | TIMED_OUT),
    _forged(
        "messages without end", "while True: send({'phase': 'shown', 'shown': 'x' * 9999}, [])", TIMED_OUT | UNSAFE
    ),
    _forged("phases that there are not", "send({'phase': 'begun'}, [b'8'])", TIMED_OUT | RAISED | UNSAFE),
    # These go on for fifteen times their limit if the judge believes them.
    _forged(
        "it begins again and again",
        "for _ in range(60): time.sleep(0.05) or send({'phase': 'started'}, [])\nraise SystemExit",
        TIMED_OUT | UNSAFE,
    ),
    _forged(
        "it begins and ends again and again",
        "for i in range(60): time.sleep(0.05) or send({'phase': ('started', 'finished')[i % 2]}, [])\nraise SystemExit",
        # Having said that it ended, it has the time that the judge's own packing may take, once.
        TIMED_OUT | UNSAFE | RAISED,
    ),
    # f decides what True means: an f that forges its own result is only a puzzle that anything solves.
    _by_f("a result of f by f", f"send({_SOLVED}, [])", VERIFIED),
    _by_f("another answer is shown by f", "send({'phase': 'shown', 'shown': '8'}, [])", REFUTED),
    _by_f(
        "a result of f of the wrong types",
        "send({'end': {}, 'solved': 1, 'returned': []}, [])",
        RAISED | REFUTED | UNSAFE,
    ),
    _by_f(
        "a result of f with more in it",
        "send({'end': 'returned', 'solved': 1, 'returned': 'x' * (1 << 20)}, [b'8'])",
        REFUTED | UNSAFE,
    ),
    _thrown("a line of a reply", _REPLY),
    _thrown("replies to all requests", b"".join(_REPLY.replace(b"1,", b"%d," % number, 1) for number in range(999))),
    _thrown("lengths of four bytes and JSON", len(_REPLY).to_bytes(4, "big") + _REPLY),
    _thrown("headers and JSON", b"Content-Length: %d\r\n\r\n" % len(_REPLY) + _REPLY),
    _thrown("a pickle that calls", b"cos\n_exit\n(I0\ntR."),
    _thrown("requests to fork", (b"w\0\0\0\0\0\0\0" + b"o\0\0\0\0\0\0\0") * 9),
    _thrown("requests to end processes", b"".join(b"e\0\0\0" + pid.to_bytes(4, "little") for pid in range(99))),
    _thrown("replies of a zygote", bytes(8) * 9),
    _thrown("random bytes", bytes(number * number % 251 for number in range(4096))),
    _thrown("one byte", b"\0"),
    Attack(
        "the standard streams",
        body(
            'import sys\nprint(\'{"id": 1, "result": {"verdict": "verified"}}\', flush=True)\nprint(\'x\' * 10**6, file=sys.stderr)\nreturn n'
        ),
    ),
    Attack(
        "the standard streams, by their first names",
        body(
            "import sys\nfor s in (sys.__stdout__, sys.__stderr__):\n    if s: s.write('{\"id\": 1}\\n'); s.flush()\nreturn n"
        ),
    ),
    Attack("nothing to read", body("import sys\nreturn input()"), verdicts=RAISED, detail="EOFError"),
    Attack(
        "descriptors opened anew through /proc",
        body(
            "import os\nfor d in range(64):\n    try:\n        os.write(os.open(f'/proc/self/fd/{d}', os.O_WRONLY), b'R' * 99)\n    except OSError: pass\nreturn n"
        ),
        verdicts=_NOT_VERIFIED,
    ),
    Attack(
        "what there is to read on any descriptor",
        body(
            "import fcntl, os\nfor d in range(3, 64):\n    try:\n        fcntl.fcntl(d, fcntl.F_SETFL, os.O_NONBLOCK)\n        os.read(d, 9999)\n    except OSError: pass\nreturn n"
        ),
        verdicts=REFUTED | RAISED,
    ),
    Attack(
        "descriptors sent through sockets that are there",
        body(
            "import os, socket, array\nfor d in range(64):\n    try:\n        s = socket.socket(fileno=os.dup(d))\n        s.sendmsg([b'f' * 8], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [d]))])\n    except OSError: pass\nreturn n"
        ),
        verdicts=REFUTED | UNSAFE,
    ),
    Attack(
        "the right framing is guessed and then nothing",
        body(
            "import os\nfor kind in (b'R', b'B', b'r', b'\\1'):\n    for width in (1, 2, 4, 8):\n        for order in ('little', 'big'):\n            data = b'{\"solved\": true}'\n            os.write(1, kind + len(data).to_bytes(width, order) + data)\nwhile True: pass"
        ),
        verdicts=TIMED_OUT,
        timeout_ms=200,
    ),
]
