"""Processes and programs started by judged text. Each bomb is bounded, should it ever go off."""

from .attack import KEPT_OUT, RAISED, REFUTED, UNSAFE, Attack, body

_STARTED = "g tried to start a process"
_SLEEP = "['/bin/sleep', '1000', '$FOLDER']"
"""The folder's name marks the process as one of ours."""


def _start(name: str, text: str, detail: str = "", verdicts: frozenset[str] = UNSAFE) -> Attack:
    return Attack(name, body(f"{text}\nreturn n + 1"), verdicts=verdicts, detail=detail)


def _call(name: str, call: str) -> Attack:
    """A call of the C library, which is as far as one gets from Python's own checks; verified if it is let through."""
    text = f"import ctypes\nreturn n + 1 if ctypes.CDLL(None).{call} >= 0 else n"
    return Attack(name, body(text), verdicts=UNSAFE | REFUTED)


ATTACKS = [
    _start("fork", "import os\nif os.fork() == 0: os._exit(0)", _STARTED),
    _start("forks without end", "import os\nfor _ in range(99): os.fork()", _STARTED),
    _start(
        "a daemon",
        "import os\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        import time\n        time.sleep(1000)\n    os._exit(0)",
        _STARTED,
    ),
    _start("fork with a terminal", "import pty\npty.fork()", verdicts=UNSAFE | RAISED),
    _start("fork by the first names of it", "import posix\nposix.fork()", _STARTED),
    _start("a program by subprocess", "import subprocess\nsubprocess.run(['true'])", _STARTED),
    _start(
        "a program in a session of its own",
        f"import subprocess\nsubprocess.Popen({_SLEEP}, start_new_session=True)",
        _STARTED,
    ),
    _start(
        "a program by fork_exec",
        "import _posixsubprocess, os\n_posixsubprocess.fork_exec([b'/bin/true'], [b'/bin/true'], True, (), None, None, -1, -1, -1, -1, -1, -1, -1, -1, False, False, 0, None, None, None, -1, None, False)",
        verdicts=UNSAFE | RAISED,
    ),
    _start("a program in place of the interpreter", "import os\nos.execv('/bin/true', ['true'])", _STARTED),
    _start(
        "the interpreter in place of itself",
        "import os, sys\nos.execv(sys.executable, [sys.executable, '-c', 'print(1)'])",
        verdicts=UNSAFE | RAISED,
    ),
    _start(
        "a program out of memory",
        "import os\nd = os.memfd_create('p')\nos.write(d, b'#!/bin/true')\nos.execve(d, ['p'], {})",
        verdicts=UNSAFE | RAISED,
    ),
    _start("posix_spawn", "import os\nos.posix_spawn('/bin/true', ['true'], {})", _STARTED),
    _start("a shell", "import os\nos.system('sleep 1000 $FOLDER &')", verdicts=UNSAFE | RAISED),
    _start("a pipe to a shell", "import os\nos.popen('true').read()", _STARTED),
    _start(
        "a process of multiprocessing",
        "import multiprocessing as m\np = m.get_context('fork').Process(target=print)\np.start()\np.join()",
        verdicts=UNSAFE | RAISED,
    ),
    _start(
        "a pool of multiprocessing",
        "import multiprocessing as m\nm.get_context('spawn').Pool(2).map(abs, [1])",
        verdicts=UNSAFE | RAISED,
    ),
    _start(
        "a server that forks",
        "import multiprocessing as m\nm.get_context('forkserver').Process(target=print).start()",
        verdicts=UNSAFE | RAISED,
    ),
    _start(
        "an executor of processes",
        "from concurrent.futures import ProcessPoolExecutor\nProcessPoolExecutor(2).submit(abs, 1).result()",
        verdicts=UNSAFE | RAISED,
    ),
    _start(
        "a program of asyncio",
        "import asyncio\nasync def h(): await asyncio.create_subprocess_exec('true')\nasyncio.run(h())",
        verdicts=UNSAFE | RAISED,
    ),
    _start(
        "a browser", "import webbrowser\nwebbrowser.open('file:///$FILE')", verdicts=KEPT_OUT | frozenset(["verified"])
    ),
    _call("fork of the C library", "fork()"),
    _call("vfork of the C library", "vfork()"),
    _call("clone without memory of its own", "syscall(56, 0x4111, 0, 0, 0, 0)"),
    _call("clone3", "syscall(435, 0, 0)"),
    _call("execveat", "syscall(322, -100, b'/bin/true', 0, 0, 0)"),
    _call("the calls of 32-bit programs", "syscall(0x40000000 + 57)"),
    _call("io_uring", "syscall(425, 8, bytes(120))"),
    _call("unshare", "unshare(0x10000000)"),
    _call("setns", "setns(0, 0)"),
    _call("mount", "mount(b'none', b'/', b'tmpfs', 0, 0)"),
    _call("chroot", "chroot(b'/')"),
    _call("pivot_root", "syscall(155, b'.', b'.')"),
    _call("bpf", "syscall(321, 0, bytes(64), 64)"),
    _call("perf_event_open", "syscall(298, bytes(128), 0, -1, -1, 0)"),
    _call("userfaultfd", "syscall(323, 0)"),
    _call("a key in the kernel's keyring", "syscall(248, b'user', b'autodidact-$NUMBER', b'x', 1, -3)"),
    _call("a module of the kernel", "syscall(313, 0, b'', 0)"),
    _call("a new hard disk for swapping", "swapon(b'$FILE', 0)"),
    _call("the clock is set", "syscall(227, 0, 0)"),
    _call("the machine's name", "sethostname(0, 8)"),
    _call("the machine is started anew", "reboot(0x89ABCDEF)"),
    _call("another user", "syscall(117, 65534, 65534, 65534)"),
    _call("other groups", "setgroups(1, bytes(4))"),
    _call("a personality", "personality(0x0040000)"),
    _call("the address of a filter", "syscall(317, 1, 0, 0)"),
    Attack(
        "an f that forks", "def g(): return 1", "def f(x: int):\n    import os\n    os.fork()\n    return True", UNSAFE
    ),
    Attack(
        "an f whose default forks",
        "def g(n=__import__('os').fork()): return 1",
        "def f(x: int, n=__import__('os').fork()):\n    return True",
        UNSAFE,
    ),
    Attack(
        "an f whose decorator forks",
        "def g(): return 1",
        "import os\n@lambda h: os.fork() and h\ndef f(x: int):\n    return True",
        UNSAFE,
    ),
    Attack(
        "it waits for children that there are not",
        body("import os\nos.waitpid(-1, 0)\nreturn n + 1"),
        verdicts=RAISED | UNSAFE,
    ),
    Attack(
        "it leaves its session", body("import os\nos.setpgid(0, 0)\nos.setsid()\nreturn n"), verdicts=RAISED | REFUTED
    ),
]
