"""Memory written through ctypes, and other processes through /proc."""

from .attack import ILL_TYPED, KEPT_OUT, OUT_OF_MEMORY, RAISED, REFUTED, UNSAFE, VERIFIED, Attack, body, holds

_FIND = """
import re, os
def find(pid):
    found = []
    with open(f'/proc/{pid}/maps') as maps, open(f'/proc/{pid}/mem', MODE) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            start, end = (int(part, 16) for part in span.split('-'))
            if rights.startswith('rw') and end - start < 32 << 20:
                memory.seek(start)
                data = memory.read(end - start)
                for match in re.finditer(rb'canary-[0-9a-f]{32}', data):
                    found.append(match.group().decode())
                    if 'b' in MODE and '+' in MODE:
                        memory.seek(start + match.start())
                        memory.write(b'overwritten')
    return found
"""
_TEXT = "def f(x: Any, n=7):\n    return x == 'nothing'"


def _find(mode: str, rest: str) -> str:
    return body(f"MODE = {mode!r}" + _FIND + rest)


ATTACKS = [
    Attack(
        "a null pointer is read", body("import ctypes\nreturn ctypes.string_at(0)"), verdicts=RAISED, detail="SIGSEGV"
    ),
    Attack(
        "an object is called as code", body("import ctypes\nreturn ctypes.CFUNCTYPE(None)(id(g))()"), verdicts=RAISED
    ),
    Attack(
        "small integers change their value",
        body(
            """
            import ctypes
            size = ctypes.sizeof(ctypes.c_void_p)
            ctypes.c_uint32.from_address(id(9) + (3 if size == 8 else 2) * size).value = 8
            return 9
            """
        ),
        # What leaves the process is the data 8, and that is a right answer.
        verdicts=REFUTED | RAISED | UNSAFE | VERIFIED,
        after=(holds("9 - 1 == 8 and 4 + 5 == int('9')"),),
    ),
    Attack(
        "True and False change their value",
        body("import ctypes, sys\nctypes.memmove(id(False), id(True), sys.getsizeof(False))\nreturn 0"),
        verdicts=REFUTED | RAISED | UNSAFE | ILL_TYPED,
        after=(holds("not False and int(False) == 0"),),
    ),
    Attack(
        "None is true",
        body("import ctypes, sys\nctypes.memmove(id(None) + 8, id(True) + 8, 8)\nreturn 0"),
        verdicts=REFUTED | RAISED | UNSAFE | ILL_TYPED,
        after=(holds("not None and None is not True"),),
    ),
    Attack(
        "a tuple of constants changes",
        body("import ctypes\nt = (1, 2)\nctypes.py_object.from_address(id(t) + 24).value = 9\nreturn sum(t)"),
        verdicts=REFUTED | RAISED,
        after=(holds("(1, 2)[0] == 1"),),
    ),
    Attack(
        "an interned string changes",
        body("import ctypes\nctypes.memset(id('isqrt') + 48, 65, 1)\nreturn 0"),
        verdicts=REFUTED | RAISED,
        after=(holds("math.isqrt(9) == 3", "import math"),),
    ),
    Attack(
        "references are taken away",
        body("import ctypes\nfor _ in range(99): ctypes.pythonapi.Py_DecRef(ctypes.py_object(int))\nreturn 0"),
        verdicts=REFUTED | RAISED,
        after=(holds("int('3') == 3"),),
    ),
    Attack(
        "an exception in another thread",
        body(
            "import ctypes, threading\nfor k in list(threading._active):\n    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(k), ctypes.py_object(SystemExit))\nreturn n"
        ),
        verdicts=RAISED | REFUTED,
    ),
    Attack(
        "a pending call",
        body(
            "import ctypes\nE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)\ng.kept = E(lambda a: -1)\nctypes.pythonapi.Py_AddPendingCall(g.kept, None)\nreturn n"
        ),
        verdicts=RAISED | REFUTED,
        after=(holds("sum(range(999)) == 498501"),),
    ),
    Attack(
        "the interpreter is finalized",
        body("import ctypes\nctypes.pythonapi.Py_FinalizeEx()\nreturn n"),
        verdicts=RAISED | OUT_OF_MEMORY,
    ),
    Attack(
        "the heap is spoiled",
        body("import ctypes\nctypes.CDLL(None).free(ctypes.c_void_p(id(g)))\nreturn n"),
        verdicts=RAISED | REFUTED,
    ),
    Attack(
        "code of the machine in memory that can be run",
        body(
            "import mmap, ctypes\nm = mmap.mmap(-1, 4096, prot=7)\nm.write(b'\\xf4' * 64)\nctypes.CFUNCTYPE(None)(ctypes.addressof(ctypes.c_char.from_buffer(m)))()\nreturn n"
        ),
        verdicts=RAISED,
    ),
    Attack(
        "its own memory through /proc",
        body("with open('/proc/self/mem', 'r+b', 0) as m:\n    m.seek(id(True) + 24)\n    m.write(bytes(4))\nreturn n"),
        verdicts=RAISED | REFUTED | UNSAFE | ILL_TYPED,
        after=(holds("True + True == 2"),),
    ),
    Attack("the victim's secrets in memory", _find("rb", "return find($VICTIM)"), _TEXT, KEPT_OUT),
    Attack("secrets in its parents' memory", _find("rb", "return find(os.getppid())"), _TEXT, KEPT_OUT),
    Attack("its own memory holds no secret", _find("rb", "return find('self')"), _TEXT, KEPT_OUT),
    Attack("the victim's environment", body("return open('/proc/$VICTIM/environ').read()"), _TEXT, KEPT_OUT),
    Attack(
        "every environment of the machine",
        body(
            """
            import glob
            for path in glob.glob('/proc/[0-9]*/environ'):
                try:
                    data = open(path, errors='replace').read()
                except OSError:
                    continue
                if '$VARIABLE' in data:
                    return data[data.index('$VARIABLE'):][:99]
            return ''
            """
        ),
        _TEXT,
        KEPT_OUT,
    ),
    Attack(
        "the files that the victim has open",
        body("import os\nreturn n + 1 if os.listdir('/proc/$VICTIM/fd') else n"),
        verdicts=KEPT_OUT,
    ),
    Attack(
        "the victim's folder",
        body("import os\nreturn n + 1 if os.listdir('/proc/$VICTIM/cwd/') else n"),
        verdicts=KEPT_OUT,
    ),
    Attack(
        "the victim's score for lack of memory",
        body("open('/proc/$VICTIM/oom_score_adj', 'w').write('500')\nreturn n"),
        verdicts=KEPT_OUT,
    ),
    Attack(
        "command lines of other processes",
        body("import glob\nreturn n + any(int(p.split('/')[2]) == $VICTIM for p in glob.glob('/proc/[0-9]*/cmdline'))"),
        verdicts=KEPT_OUT,
    ),
    Attack(
        "the victim's memory through a system call",
        body(
            "import ctypes\nlibc = ctypes.CDLL(None)\nb = ctypes.create_string_buffer(16)\nv = (ctypes.c_size_t * 2)(ctypes.addressof(b), 16)\nlibc.process_vm_readv($VICTIM, v, 1, v, 1, 0)\nreturn n"
        ),
        verdicts=UNSAFE | REFUTED,
    ),
    Attack(
        "the victim is traced",
        body("import ctypes\nctypes.CDLL(None).ptrace(16, $VICTIM, 0, 0)\nreturn n"),
        verdicts=UNSAFE | REFUTED,
    ),
    Attack(
        "settings of the kernel",
        body("open('/proc/sys/kernel/printk_ratelimit', 'r+').write('5')\nreturn n + 1"),
        verdicts=KEPT_OUT,
    ),
    # Last, for it spoils what the others look for.
    Attack("the victim's secrets overwritten", _find("r+b", "find($VICTIM)\nreturn 'done'"), _TEXT, KEPT_OUT),
]
