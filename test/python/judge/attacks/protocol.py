"""Forged messages to the supervisor: at most an answer, and then f decides about it."""

from .attack import ILL_TYPED, OUT_OF_MEMORY, RAISED, REFUTED, TIMED_OUT, UNSAFE, Attack, body

_KNOWN = "import os, json\ndef frame(kind, data, to=3):\n    os.write(to, kind + len(data).to_bytes(8, 'little') + data)\n"
_SOLVED = "b'{\"end\": \"returned\", \"solved\": true, \"returned\": \"\"}'"
_EVERYWHERE = """
import os
def everywhere(data, most=64):
    for descriptor in range(most):
        try:
            os.set_blocking(descriptor, False)
            os.write(descriptor, data)
        except OSError:
            pass
"""
_NOT_VERIFIED = RAISED | REFUTED | UNSAFE | ILL_TYPED | TIMED_OUT | OUT_OF_MEMORY
"""Forged bytes may be read as any end of the step, but never prove anything."""


def _forged(name: str, frames: str, verdicts: frozenset[str]) -> Attack:
    """Writes frames as a child does, and hangs, so that the child's own result never comes."""
    return Attack(name, body(f"{_KNOWN}{frames}\nwhile True: pass"), verdicts=verdicts | TIMED_OUT, timeout_ms=200)


def _thrown(name: str, data: str, verdicts: frozenset[str] = _NOT_VERIFIED) -> Attack:
    """Writes to every descriptor, then answers wrongly."""
    return Attack(name, body(f"{_EVERYWHERE}everywhere({data})\nreturn n"), verdicts=verdicts, timeout_ms=500)


ATTACKS = [
    _forged("a result without an answer", f"frame(b'R', {_SOLVED})", ILL_TYPED),
    _forged("a verdict for a result", "frame(b'R', b'{\"end\": \"verified\"}')", RAISED),
    _forged("an answer and a result", "frame(b'B', b'3')\nframe(b'R', b'{\"end\": \"returned\"}')", REFUTED),
    _forged("a deep answer", "frame(b'B', b'[' * 9999)\nframe(b'R', b'{\"end\": \"returned\"}')", ILL_TYPED),
    _forged("a result that is a list", "frame(b'R', b'[1]')", UNSAFE),
    _forged("a deep result", "frame(b'R', b'[' * 99999)", UNSAFE),
    _forged("a result of the wrong types", "frame(b'R', b'{\"end\": [], \"detail\": {\"a\": 1}}')", RAISED),
    _forged("a result with the answer's place in it", "frame(b'R', b'{\"end\": \"returned\", \"blob\": 8, \"note\": 8}')", ILL_TYPED),
    _forged("no frame", "os.write(3, b'x' * 99)", UNSAFE),
    _forged("a frame without end", "os.write(3, b'B' + b'\\xff' * 8)", UNSAFE),
    _forged("a part of a frame", "os.write(3, b'B' + (99).to_bytes(8, 'little') + b'x')", frozenset()),
    _forged("frames of no bytes", "for kind in (b'S', b'N', b'F', b'B'): frame(kind, b'')\nframe(b'R', b'')", UNSAFE),
    _forged("a note that is no text", "frame(b'N', b'\\xff\\xfe')\nframe(b'B', b'3')\nframe(b'R', b'{\"end\": \"returned\"}')", REFUTED),
    _forged("two answers", "frame(b'B', b'8')\nframe(b'B', b'3')\nframe(b'R', b'{\"end\": \"returned\"}')", REFUTED),
    _forged("an end of the text's time, then a loop of its own", "frame(b'F', b'')\nimport time\ntime.sleep(0.5)\nos._exit(0)", RAISED),
    _forged("frames without end", "while True: frame(b'S', bytes(99999))", UNSAFE),
    Attack(
        "a result of f by f",
        body("return 0"),
        f"def f(x: int, n=7):\n    {_KNOWN.replace(chr(10), chr(10) + '    ')}frame(b'R', {_SOLVED})\n    while True: pass",
        # f decides what True means, so that an f which forges its result is only a puzzle that anything solves.
        frozenset(["verified"]) | TIMED_OUT | UNSAFE | RAISED,
        timeout_ms=200,
    ),
    Attack(
        "a note by f in place of the answer",
        body("return 0"),
        f"def f(x: int, n=7):\n    {_KNOWN.replace(chr(10), chr(10) + '    ')}frame(b'N', b'8')\n    return x == n + 1",
        REFUTED | UNSAFE | RAISED,
    ),
    _thrown("a line of a reply", "b'{\"id\": 1, \"result\": {\"verdict\": \"verified\", \"detail\": \"\", \"answer\": \"8\", \"ms\": 1}}\\n'"),
    _thrown("replies to all requests", "b''.join(b'{\"id\": %d, \"result\": {\"verdict\": \"verified\", \"detail\": \"\", \"ms\": 1}}\\n' % i for i in range(999))"),
    _thrown("a frame of the result", f"b'R' + len({_SOLVED}).to_bytes(8, 'little') + {_SOLVED}"),
    _thrown("lengths of four bytes and JSON", f"len({_SOLVED}).to_bytes(4, 'big') + {_SOLVED}"),
    _thrown("headers and JSON", f"b'Content-Length: %d\\r\\n\\r\\n' % len({_SOLVED}) + {_SOLVED}"),
    _thrown("a pickle that calls", "b'cos\\n_exit\\n(I0\\ntR.'"),
    _thrown("requests to fork", "b'f\\0\\0\\0\\0\\0\\0\\0' * 9"),
    _thrown("requests to end processes", "b'e\\0\\0\\0' + ($VICTIM).to_bytes(4, 'little')"),
    _thrown("replies of a zygote", "bytes(8) * 9"),
    _thrown("random bytes", "bytes(i * i % 251 for i in range(4096))"),
    _thrown("one byte", "b'\\0'"),
    Attack("the standard streams", body("import sys\nprint('{\"id\": 1, \"result\": {\"verdict\": \"verified\"}}', flush=True)\nprint('x' * 10**6, file=sys.stderr)\nreturn n")),
    Attack("the standard streams, by their first names", body("import sys\nfor s in (sys.__stdout__, sys.__stderr__):\n    if s: s.write('{\"id\": 1}\\n'); s.flush()\nreturn n")),
    Attack("nothing to read", body("import sys\nreturn input()"), verdicts=RAISED, detail="EOFError"),
    Attack(
        "descriptors opened anew through /proc",
        body("import os\nfor d in range(64):\n    try:\n        os.write(os.open(f'/proc/self/fd/{d}', os.O_WRONLY), b'R' * 99)\n    except OSError: pass\nreturn n"),
        verdicts=_NOT_VERIFIED,
    ),
    Attack(
        "what there is to read on any descriptor",
        body("import os\nfor d in range(3, 64):\n    try:\n        os.set_blocking(d, False)\n        os.read(d, 9999)\n    except OSError: pass\nreturn n"),
        verdicts=REFUTED | RAISED,
    ),
    Attack(
        "descriptors sent through sockets that are there",
        body("import os, socket, array\nfor d in range(64):\n    try:\n        s = socket.socket(fileno=os.dup(d))\n        s.sendmsg([b'f' * 8], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [d]))])\n    except OSError: pass\nreturn n"),
        verdicts=REFUTED | UNSAFE,
    ),
    Attack(
        "the right framing is guessed and then nothing",
        body("import os\nfor kind in (b'R', b'B', b'r', b'\\1'):\n    for width in (1, 2, 4, 8):\n        for order in ('little', 'big'):\n            data = b'{\"solved\": true}'\n            os.write(1, kind + len(data).to_bytes(width, order) + data)\nwhile True: pass"),
        verdicts=TIMED_OUT,
        timeout_ms=200,
    ),
]
