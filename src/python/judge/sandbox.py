"""What a child may use of the machine. The one place where it is closed in; `docs/judge.md` says against what."""

import os
import resource
import signal
from dataclasses import dataclass

from . import linux

MEMORY_BYTES = 2 << 30
"""Address space of a child."""
FILE_BYTES = 8 << 20
"""Size of any one file that a child writes."""
OPEN_FILES = 64
_RESULT_DESCRIPTOR = 3


@dataclass(frozen=True)
class Limits:
    """What one step may use."""

    cpu_seconds: int
    """Backstop only: the supervisor measures a step's time and ends it."""
    directory: str
    """Private and empty; working directory, home and place of temporary files."""


def tier() -> str:
    """`partial`: system calls are filtered, so that no process, program or socket comes to be; else `none`."""
    return "partial" if linux.can_filter() else "none"


def leave_parent(parent: int, result: int) -> int:
    """Cuts a fresh child off from its parent's session, signals and descriptors; returns the descriptor for results."""
    os.setsid()
    linux.die_with_parent(parent)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    os.dup2(result, _RESULT_DESCRIPTOR) if result != _RESULT_DESCRIPTOR else os.set_inheritable(result, False)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(null, standard)
    os.closerange(_RESULT_DESCRIPTOR + 1, 1024)
    return _RESULT_DESCRIPTOR


def enter_sandbox(limits: Limits) -> None:
    """Closes the calling process in for good; everything untrusted is parsed and run after this."""
    os.umask(0o077)
    os.chdir(limits.directory)
    os.environ.clear()
    os.environ.update(HOME=limits.directory, TMPDIR=limits.directory, LANG="C.UTF-8", PATH="/usr/bin:/bin")
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds)
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_FSIZE, FILE_BYTES)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    if linux.can_filter():
        linux.filter_system_calls()
    else:
        # Counts all processes of the user, so that none can be added; threads neither. It does not bind root.
        _limit(resource.RLIMIT_NPROC, 0)


def _limit(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (value, value))
