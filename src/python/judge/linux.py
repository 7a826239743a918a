"""What only Linux's kernel can do for the sandbox, through `prctl`. Elsewhere each function does nothing."""

import ctypes
import functools
import os
import platform
import signal
import struct
import sys

_SET_PDEATHSIG, _SET_SECCOMP, _SET_CHILD_SUBREAPER, _SET_NO_NEW_PRIVS = 1, 22, 36, 38
_GET_SECCOMP = 21
_MODE_FILTER = 2

# Numbers of system calls, from the kernel's tables for each architecture.
_X86_64 = {
    "clone": 56, "fork": 57, "vfork": 58, "clone3": 435, "execve": 59, "execveat": 322,
    "kill": 62, "tkill": 200, "tgkill": 234, "pidfd_send_signal": 424, "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297,
    "socket": 41, "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "pidfd_getfd": 438,
    "io_uring_setup": 425, "unshare": 272, "setns": 308, "mount": 165, "bpf": 321, "keyctl": 250,
    "setpriority": 141, "prlimit64": 302,
}  # fmt: skip
_AARCH64 = {
    "clone": 220, "clone3": 435, "execve": 221, "execveat": 281,
    "kill": 129, "tkill": 130, "tgkill": 131, "pidfd_send_signal": 424, "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240,
    "socket": 198, "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "pidfd_getfd": 438,
    "io_uring_setup": 425, "unshare": 97, "setns": 268, "mount": 40, "bpf": 280, "keyctl": 219,
    "setpriority": 140, "prlimit64": 261,
}  # fmt: skip
_ARCHITECTURES = {"x86_64": (0xC000003E, _X86_64), "aarch64": (0xC00000B7, _AARCH64)}

# Classic BPF: load a word of `struct seccomp_data`, jump if equal, jump if bits are set, return.
_LOAD, _EQUAL, _BITS, _GREATER_EQUAL, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_AT_NUMBER, _AT_ARCHITECTURE, _AT_FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _KILL, _NO_SUCH_CALL = 0x7FFF0000, 0x80000000, 0x00050000 | 38
_CLONE_THREAD = 0x00010000
_X32_CALLS = 0x40000000
_TO_OWN_PROCESS_ONLY = ("kill", "tgkill", "prlimit64")


def become_subreaper() -> None:
    """Makes every orphan below the calling process its child, whatever sessions the orphan has made."""
    if sys.platform == "linux":
        _prctl(_SET_CHILD_SUBREAPER, 1)


def die_with_parent(parent: int) -> None:
    """Has the kernel kill the calling process when `parent`, which must be its parent, ends."""
    if sys.platform == "linux":
        _prctl(_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def children_of(pid: int) -> list[int]:
    """Ids of the living and unreaped children of a single-threaded process; none where the system does not tell."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:
            return [int(child) for child in children.read().split()]
    except OSError:
        return []


@functools.cache
def can_filter() -> bool:
    """Says whether `filter_system_calls` works here."""
    if sys.platform != "linux" or platform.machine() not in _ARCHITECTURES or struct.calcsize("P") != 8:
        return False
    return _library().prctl(_GET_SECCOMP, 0, 0, 0, 0) >= 0


def filter_system_calls() -> None:
    """From now on, starting a process or program, a socket, or a signal to another process ends the caller (SIGSYS)."""
    program = _filter_program(*_ARCHITECTURES[platform.machine()], os.getpid())
    instructions = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(instructions))
    _prctl(_SET_NO_NEW_PRIVS, 1)
    _prctl(_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(ctypes.create_string_buffer(header, len(header))))


def _filter_program(architecture: int, numbers: dict[str, int], own_pid: int) -> bytes:
    """The filter; each case is whole in itself: it ends in a return, or skips to the next case."""
    code = [
        (_LOAD, 0, 0, _AT_ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _AT_NUMBER),
        (_GREATER_EQUAL, 0, 1, _X32_CALLS),
        (_RETURN, 0, 0, _KILL),
        # A thread is made by clone with CLONE_THREAD; clone3 hides its flags, and the C library then falls back.
        (_EQUAL, 0, 1, numbers["clone3"]),
        (_RETURN, 0, 0, _NO_SUCH_CALL),
        (_EQUAL, 0, 4, numbers["clone"]),
        (_LOAD, 0, 0, _AT_FIRST_ARGUMENT),
        (_BITS, 0, 1, _CLONE_THREAD),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _KILL),
    ]
    for name in _TO_OWN_PROCESS_ONLY:
        code += [
            (_EQUAL, 0, 5, numbers[name]),
            (_LOAD, 0, 0, _AT_FIRST_ARGUMENT),
            (_EQUAL, 1, 0, own_pid),
            (_EQUAL, 0, 1, 0),  # the caller, or its group, in which it is alone
            (_RETURN, 0, 0, _ALLOW),
            (_RETURN, 0, 0, _KILL),
        ]
    for name in sorted(numbers.keys() - {"clone", "clone3", *_TO_OWN_PROCESS_ONLY}):
        code += [(_EQUAL, 0, 1, numbers[name]), (_RETURN, 0, 0, _KILL)]
    code.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *instruction) for instruction in code)


@functools.cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
    return library


def _prctl(option: int, first: int, second: int = 0) -> None:
    if _library().prctl(option, first, second, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error), f"prctl {option}")
