"""What the exit of a process says about the program in it."""

import signal

_SIGNALS = {
    "SIGSYS": ("unsafe", "tried to start a process or a program, to open a socket or to reach another process"),
    "SIGXFSZ": ("unsafe", "wrote to a file"),
    "SIGXCPU": ("timedOut", "used up its processor time"),
    "SIGKILL": ("killed", "was killed by the system"),
}


def explain_status(status: int) -> tuple[str, str]:
    """Verdict word, `died` or `killed`, and a phrase with the program as its subject, for a process that ended without a result.

    `status` is the exit status, or the negative number of the signal that killed the process.
    """
    if status >= 0:
        return "died", f"ended its own process (exit status {status})"
    number = -status
    name = signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"
    return _SIGNALS.get(name, ("died", f"crashed the interpreter ({name})"))
