"""What the processes of the judge may use of the machine's time, memory and descriptors, and what they see around them."""

import fcntl
import os
import resource
import signal

from . import kernel, seccomp

MEMORY_BYTES = 2 << 30
"""Address space of a process. macOS does not bind it: there the supervisor watches over the memory."""
OPEN_FILES = 64
RESULT_DESCRIPTOR = 3
REQUEST_DESCRIPTOR = 4
BELL_DESCRIPTOR = 5
_FIRST_FREE, _MOST_DESCRIPTORS = 10, 1024
_QUIET = {"LANG": "C.UTF-8", "PATH": "", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def limit_zygote(folder: str) -> None:
    """Limits the calling process and all that it will fork, for good. `folder` is the children's working directory."""
    for number in (signal.SIGTERM, signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(_QUIET, HOME=folder, TMPDIR=folder)
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    if seccomp.is_available():
        seccomp.filter_zygote()


def leave_zygote(parent: int, own: list[int], null: int) -> None:
    """Cuts a fresh child off from the zygote's session, its rights, and its descriptors but those that are its own.

    These are for requests, results and the bell, in this order.
    """
    os.setsid()
    kernel.die_with_parent(parent)
    # Off the low numbers, which the next lines overwrite.
    own = [fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _FIRST_FREE) for descriptor in own]
    os.dup2(null, 2)
    for descriptor, number in zip(own, (REQUEST_DESCRIPTOR, RESULT_DESCRIPTOR, BELL_DESCRIPTOR)):
        os.dup2(descriptor, number, inheritable=False)
    os.closerange(BELL_DESCRIPTOR + 1, _MOST_DESCRIPTORS)
    if seccomp.is_available():
        seccomp.filter_child()
    else:
        # Counts all processes of the user, so that none can be added; threads neither. It does not bind root.
        _limit(resource.RLIMIT_NPROC, 0)


def limit_processor_time(seconds: int) -> None:
    """A backstop: time is measured elsewhere."""
    _limit(resource.RLIMIT_CPU, seconds)


def _limit(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (value, value))
