"""Signals, timers and alarms: ways to outlive the time or to disturb what comes after."""

from .attack import KEPT_OUT, RAISED, REFUTED, TIMED_OUT, UNSAFE, VERIFIED, Attack, Pair, body

_QUICK = Pair("def f(x: int):\n    return x == 5", "def g():\n    return 5")
_SLOW = Pair(
    "def f(x: int):\n    return x == sum(i * i for i in range(200000))",
    "def g():\n    return sum(i * i for i in range(200000))",
)
_ENDLESS = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"


def _endless(name: str, preparation: str) -> Attack:
    return Attack(
        name, body(f"import signal\n{preparation}\n{_ENDLESS}"), verdicts=TIMED_OUT, timeout_ms=200, after=(_QUICK,)
    )


def _left(name: str, setting: str, verdicts: frozenset[str] = REFUTED) -> Attack:
    """Something that is still set when the answer is given."""
    return Attack(name, body(f"import signal\n{setting}\nreturn n"), verdicts=verdicts, after=(_SLOW, _QUICK))


ATTACKS = [
    _endless("all signals are blocked", "signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())"),
    _endless(
        "all signals have handlers",
        "for s in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:\n    if s < 32 or s > 33: signal.signal(s, lambda *a: None)",
    ),
    _endless(
        "all signals are ignored",
        "for s in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:\n    if s < 32 or s > 33: signal.signal(s, signal.SIG_IGN)",
    ),
    _endless(
        "alarms that interrupt every call",
        "signal.signal(signal.SIGALRM, lambda *a: None)\nsignal.setitimer(signal.ITIMER_REAL, 1e-4, 1e-4)",
    ),
    _endless("timers are taken away", "for t in (0, 1, 2): signal.setitimer(t, 0)"),
    Attack(
        "it waits for signals",
        body(
            "import signal\nsignal.pthread_sigmask(0, signal.valid_signals())\nwhile True: signal.sigwait(signal.valid_signals())"
        ),
        verdicts=TIMED_OUT | RAISED,
        timeout_ms=200,
    ),
    Attack("it pauses", body("import signal\nwhile True: signal.pause()"), verdicts=TIMED_OUT, timeout_ms=200),
    Attack(
        "a handler that never ends",
        body(
            "import signal\ndef h(*a):\n    while True: pass\nsignal.signal(14, h)\nsignal.alarm(1)\nsignal.raise_signal(14)\nreturn n + 1"
        ),
        verdicts=TIMED_OUT,
        timeout_ms=200,
    ),
    Attack(
        "it stops and goes on",
        body("import os, signal\nos.kill(os.getpid(), signal.SIGTSTP)\nreturn n"),
        verdicts=TIMED_OUT | REFUTED | UNSAFE,
        timeout_ms=200,
    ),
    _left("an alarm is left", "signal.alarm(1)"),
    _left("a timer of processor time is left", "signal.setitimer(signal.ITIMER_PROF, 0.05, 0.05)", REFUTED | RAISED),
    _left(
        "a timer of virtual time with a handler",
        "signal.signal(signal.SIGVTALRM, lambda *a: 1 / 0)\nsignal.setitimer(signal.ITIMER_VIRTUAL, 0.03, 0.03)",
        REFUTED | RAISED,
    ),
    _left(
        "handlers are left",
        "for s in (2, 10, 12, 13, 14, 15, 17, 26, 27): signal.signal(s, lambda *a: 1 / 0)",
        REFUTED | RAISED,
    ),
    _left("a mask is left", "signal.pthread_sigmask(signal.SIG_SETMASK, signal.valid_signals())"),
    _left(
        "signals are pending",
        "signal.pthread_sigmask(signal.SIG_BLOCK, {10, 15})\nsignal.raise_signal(10)\nsignal.raise_signal(15)",
    ),
    _left(
        "a wake-up descriptor",
        "import fcntl, os\nr, w = os.pipe()\nfcntl.fcntl(w, fcntl.F_SETFL, os.O_NONBLOCK)\nsignal.set_wakeup_fd(w)",
        REFUTED | RAISED,
    ),
    _left(
        "a wake-up into the pipe of results",
        "import fcntl, os\nfcntl.fcntl(3, fcntl.F_SETFL, os.O_NONBLOCK)\nsignal.set_wakeup_fd(3)\nsignal.signal(10, lambda *a: None)\nsignal.raise_signal(10)",
        UNSAFE | RAISED,
    ),
    _left(
        "stack of signals and interrupted calls",
        "signal.siginterrupt(14, True)\nsignal.signal(14, lambda *a: None)\nsignal.setitimer(0, 1e-5, 1e-5)",
        REFUTED | RAISED,
    ),
    _left("dying with a parent is undone", "import ctypes\nctypes.CDLL(None).prctl(1, 0)"),
    _left(
        "the filter is replaced",
        "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.prctl(22, 1, 0)\nlibc.prctl(38, 0, 0, 0, 0)",
        REFUTED | UNSAFE | RAISED,
    ),
    # None of these would do harm if it got through, but the kernel is to stop it all the same.
    *[
        Attack(f"a signal to {whom}", body(f"import os\nos.kill({target}, 0)\nreturn n + 1"), verdicts=UNSAFE | RAISED)
        for whom, target in (
            ("its parent", "os.getppid()"),
            ("every process", "-1"),
            ("the first process", "1"),
            ("another group", "-2"),
        )
    ],
    Attack("SIGKILL to the victim", body("import os\nos.kill($VICTIM, 9)\nreturn n + 1"), verdicts=UNSAFE | RAISED),
    Attack(
        "SIGSTOP to the victim",
        body("import os, signal\nos.kill($VICTIM, signal.SIGSTOP)\nreturn n + 1"),
        verdicts=UNSAFE | RAISED,
    ),
    Attack(
        "a signal through a descriptor of the victim",
        body("import os, signal\nsignal.pidfd_send_signal(os.pidfd_open($VICTIM), 9)\nreturn n + 1"),
        verdicts=UNSAFE | RAISED,
    ),
    Attack(
        "a signal to the victim's thread",
        body("import ctypes\nctypes.CDLL(None).syscall(200, $VICTIM, 9)\nreturn n"),
        verdicts=KEPT_OUT,
    ),
    Attack(
        "SIGIO to the victim through an owner of a pipe",
        body(
            "import os, fcntl\nr, w = os.pipe()\nfcntl.fcntl(r, fcntl.F_SETOWN, $VICTIM)\nfcntl.fcntl(r, 10, 9)\nfcntl.fcntl(r, fcntl.F_SETFL, fcntl.fcntl(r, fcntl.F_GETFL) | 0o20000)\nos.write(w, b'x')\nreturn n"
        ),
        verdicts=KEPT_OUT,
    ),
    Attack(
        "an f that signals",
        "def g(): return 1",
        "def f(x: int):\n    import os\n    os.kill(os.getppid(), 0)\n    return True",
        UNSAFE | RAISED,
    ),
    Attack("a signal as an answer", body("import signal\nreturn signal.SIGTERM"), verdicts=frozenset(["illTyped"])),
    Attack(
        "honest alarms are possible or not, but do no harm",
        body("import signal\nsignal.alarm(100)\nreturn n + 1"),
        verdicts=VERIFIED | KEPT_OUT,
        after=(_QUICK,),
    ),
]
