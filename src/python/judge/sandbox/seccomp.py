"""Filters of system calls: allow-lists in the kernel, which nothing in the process can lift again.

What is neither harmless nor named here fails with EPERM, new calls of later kernels among it.
"""

import errno
import functools
import os
import struct
import sys
from ctypes import addressof, create_string_buffer

from .kernel import is_linux, prctl, renounce_privileges
from .system_calls import FOR_ZYGOTE, FORBIDDEN, HARMLESS, NUMBERS

_GET_SECCOMP, _SET_SECCOMP, _MODE_FILTER = 21, 22, 2
_AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# Classic BPF: load a word of `struct seccomp_data`, jump if equal, if bits are set, or if at least; return.
_LOAD, _EQUAL, _BITS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_AT_NUMBER, _AT_ARCHITECTURE, _AT_ARGUMENT = 0, 4, 16
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_X32_CALLS = 0x40000000
_CLONE_THREAD = 0x00010000
_O_TMPFILE = 0x00400000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | _O_TMPFILE
_OWN_PROCESS = 0x7EADBEEF
"""Stands for the caller's process id until that is known."""
_OWN_PROCESS_BYTES = struct.pack("I", _OWN_PROCESS)
_STARTING = frozenset({"fork", "pidfd_open", "vfork"})
"""Calls with which a child would start or reach a process: it is ended for trying."""
_TO_OTHERS = (8, 10, 15, 1024, 1026)
"""Commands of fcntl that send signals or hold leases: F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY."""

Instruction = tuple[int, int, int, int]


@functools.cache
def is_available() -> bool:
    """Says whether the filters work here."""
    if not is_linux():
        return False
    try:
        return prctl(_GET_SECCOMP) >= 0
    except OSError:
        return False


def filter_zygote() -> None:
    """Leaves the calling process, and all that it forks, what it needs to fork and end children; nothing else of use.

    Long, and so installed once. Raises `OSError`.
    """
    _child_program(os.uname().machine)  # Known before the first fork, each child needs only to install it.
    _install(_pack(_zygote_program(os.uname().machine)))


def filter_child() -> None:
    """Takes from the calling process, which is the zygote's child and has one thread, what only the zygote needs.

    Short, for each child installs it anew. Raises `OSError`.
    """
    _install(_child_program(os.uname().machine).replace(_OWN_PROCESS_BYTES, struct.pack("I", os.getpid())))


def _install(program: bytes) -> None:
    instructions = create_string_buffer(program, len(program))
    header = create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, addressof(instructions)))
    renounce_privileges()
    prctl(_SET_SECCOMP, _MODE_FILTER, addressof(header))


def _zygote_program(machine: str) -> list[Instruction]:
    """The allow-list; each case is whole in itself: it ends in a return, or goes on to the next case."""
    numbers = NUMBERS[machine]
    code = _begin(machine)
    for name in sorted((HARMLESS | FOR_ZYGOTE) & numbers.keys()):
        code += _case(numbers[name], [(_RETURN, 0, 0, _ALLOW)])
    for name in sorted(FORBIDDEN & numbers.keys()):
        code += _case(numbers[name], [(_RETURN, 0, 0, _KILL)])
    code += _case(numbers["clone3"], [(_RETURN, 0, 0, _FAIL | errno.ENOSYS)])  # Falls back to clone, whose flags show.
    code += _case(numbers["openat2"], [(_RETURN, 0, 0, _FAIL | errno.ENOSYS)])
    code += _case(numbers["openat"], _if_bits(2, _WRITING, _FAIL | errno.EACCES, _ALLOW))
    if "open" in numbers:
        code += _case(numbers["open"], _if_bits(1, _WRITING, _FAIL | errno.EACCES, _ALLOW))
    code += _case(numbers["ioctl"], [(_RETURN, 0, 0, _FAIL | errno.ENOTTY)])
    code += _case(numbers["fcntl"], _if_equal(1, _TO_OTHERS, _FAIL | errno.EPERM, _ALLOW))
    return [*code, (_RETURN, 0, 0, _FAIL | errno.EPERM)]


@functools.cache
def _child_program(machine: str) -> bytes:
    numbers = NUMBERS[machine]
    code = _begin(machine)
    code += _case(numbers["clone"], _if_bits(0, _CLONE_THREAD, _ALLOW, _KILL))
    for name in ("kill", "tgkill", "prlimit64"):  # 0 is the caller, or its group, in which it is alone.
        code += _case(numbers[name], _if_equal(0, (0, _OWN_PROCESS), _ALLOW, _KILL))
    for name in sorted(FOR_ZYGOTE - {"clone", "kill", "tgkill", "prlimit64"} & numbers.keys()):
        code += _case(numbers[name], [(_RETURN, 0, 0, _KILL if name in _STARTING else _FAIL | errno.EPERM)])
    return _pack([*code, (_RETURN, 0, 0, _ALLOW)])


def _begin(machine: str) -> list[Instruction]:
    return [
        (_LOAD, 0, 0, _AT_ARCHITECTURE),
        (_EQUAL, 1, 0, _AUDIT_ARCHITECTURE[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _AT_NUMBER),
        (_AT_LEAST, 0, 1, _X32_CALLS),
        (_RETURN, 0, 0, _KILL),
    ]


def _pack(code: list[Instruction]) -> bytes:
    return b"".join(struct.pack("HBBI", *instruction) for instruction in code)


def _case(number: int, body: list[Instruction]) -> list[Instruction]:
    return [(_EQUAL, 0, len(body), number), *body]


def _if_bits(argument: int, bits: int, then: int, otherwise: int) -> list[Instruction]:
    return [_load(argument), (_BITS, 0, 1, bits), (_RETURN, 0, 0, then), (_RETURN, 0, 0, otherwise)]


def _if_equal(argument: int, values: tuple[int, ...], then: int, otherwise: int) -> list[Instruction]:
    found = [(_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
    return [_load(argument), *found, (_RETURN, 0, 0, otherwise), (_RETURN, 0, 0, then)]


def _load(argument: int) -> Instruction:
    """The lower half of an argument: on the little-endian machines here, that is its first four bytes."""
    assert sys.byteorder == "little"
    return (_LOAD, 0, 0, _AT_ARGUMENT + 8 * argument)
