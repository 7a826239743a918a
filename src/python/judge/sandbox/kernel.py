"""Linux's system calls that Python has no function for, through ctypes."""

import ctypes
import functools
import os
import signal
import struct
import sys

from .system_calls import NUMBERS

_SET_PDEATHSIG, _SET_NO_NEW_PRIVS = 1, 38


def is_linux() -> bool:
    """Whether the numbers of `system_calls` hold here: 64-bit Linux on x86-64 or ARM64."""
    return sys.platform == "linux" and os.uname().machine in NUMBERS and struct.calcsize("P") == 8


def system_call(name: str, *arguments: int | bytes | None) -> int:
    """Calls the kernel. Integers go as words, bytes as the address of their content. Raises `OSError`."""
    words = [ctypes.c_char_p(value) if isinstance(value, bytes) else ctypes.c_long(value or 0) for value in arguments]
    result = _library().syscall(ctypes.c_long(NUMBERS[os.uname().machine][name]), *words)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error), name)
    return result


def prctl(option: int, *arguments: int) -> int:
    """`prctl(2)`. Raises `OSError`."""
    return system_call("prctl", option, *(*arguments, 0, 0, 0, 0)[:4])


def die_with_parent(parent: int) -> None:
    """Has the kernel kill the calling process when `parent`, which must be its parent, ends."""
    if sys.platform == "linux" and is_linux():
        prctl(_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def renounce_privileges() -> None:
    """No program that the caller starts from now on gains rights; Landlock and seccomp ask for this."""
    prctl(_SET_NO_NEW_PRIVS, 1)


@functools.cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    return library
