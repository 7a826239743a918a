"""What a child of the zygote may use of the machine's time, memory and descriptors, and what it sees around it."""

import fcntl
import os
import resource
import signal

from . import kernel, seccomp

MEMORY_BYTES = 2 << 30
"""Address space of a child. macOS does not bind it: there the supervisor watches over its memory."""
OPEN_FILES = 64
RESULT_DESCRIPTOR = 3
REQUEST_DESCRIPTOR = 4
_FIRST_FREE, _MOST_DESCRIPTORS = 10, 1024
_QUIET = {"LANG": "C.UTF-8", "PATH": "", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def leave_parent(parent: int, request: int, result: int) -> None:
    """Cuts a fresh child off from its parent's session, signals and descriptors but the two that are its own."""
    os.setsid()
    kernel.die_with_parent(parent)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    # Off the low numbers, which the next lines overwrite.
    request, result = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _FIRST_FREE) for end in (request, result))
    for standard in range(3):
        os.dup2(_null_descriptor, standard)
    os.dup2(result, RESULT_DESCRIPTOR, inheritable=False)
    os.dup2(request, REQUEST_DESCRIPTOR, inheritable=False)
    os.closerange(REQUEST_DESCRIPTOR + 1, _MOST_DESCRIPTORS)


def open_null() -> None:
    """Opens what stands for the standard streams of all children, before the device is out of sight."""
    global _null_descriptor
    _null_descriptor = os.open(os.devnull, os.O_RDWR)


def enter(folder: str, processor_seconds: int | None) -> None:
    """Limits the calling process for good. `processor_seconds` is a backstop: time is measured elsewhere."""
    os.environ.clear()
    os.environ.update(_QUIET, HOME=folder, TMPDIR=folder)
    if processor_seconds is not None:
        _limit(resource.RLIMIT_CPU, processor_seconds)
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    if seccomp.is_available():
        seccomp.filter_system_calls()
    else:
        # Counts all processes of the user, so that none can be added; threads neither. It does not bind root.
        _limit(resource.RLIMIT_NPROC, 0)


_null_descriptor = -1


def _limit(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (value, value))
