"""Filters of system calls: allow-lists in the kernel, which nothing in the process can lift again.

What is neither harmless nor named here fails with EPERM, new calls of later kernels among it.
"""

import errno
import functools
import os
import socket
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
_SET_BLOCKING = 0x5421
"""FIONBIO of ioctl, which does what fcntl may do too."""
_OWN_PROCESS = 0x7EADBEEF
"""Stands for the caller's process id until that is known."""
_OWN_PROCESS_BYTES = struct.pack("I", _OWN_PROCESS)
_STARTING = frozenset({"fork", "pidfd_open", "vfork"})
"""Calls with which a child would start or reach a process: it is ended for trying."""
_TO_OTHERS = (8, 10, 15, 1024, 1026)
"""Commands of fcntl that send signals or hold leases: F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY."""

_WITHIN_A_PAIR: dict[str, dict[int, int]] = {
    "socketpair": {0: socket.AF_UNIX, 1: socket.SOCK_STREAM | getattr(socket, "SOCK_CLOEXEC", 0), 2: 0},
    "sendto": {3: 0, 4: 0},
    "recvfrom": {3: 0, 4: 0},
}
"""Calls for a pair of streams that are joined for good, with the arguments that they must have.

With no flags and no address, sending and receiving is what writing and reading are. asyncio wakes itself up in this way.
"""

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
    code += _case(numbers["ioctl"], _if_equal(1, (_SET_BLOCKING,), _ALLOW, _FAIL | errno.ENOTTY))
    code += _case(numbers["fcntl"], _if_equal(1, _TO_OTHERS, _FAIL | errno.EPERM, _ALLOW))
    for name, arguments in _WITHIN_A_PAIR.items():
        code += _case(numbers[name], _if_all(arguments, _ALLOW, _FAIL | errno.EPERM))
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


def _if_all(values: dict[int, int], then: int, otherwise: int) -> list[Instruction]:
    """Whether each of these arguments has its value, in both of its halves."""
    code: list[Instruction] = []
    left = 4 * len(values)
    for argument, value in values.items():
        for upper in (False, True):
            left -= 2
            code += [_load(argument, upper), (_EQUAL, 0, left + 1, value >> 32 if upper else value)]
    return [*code, (_RETURN, 0, 0, then), (_RETURN, 0, 0, otherwise)]


def _load(argument: int, upper: bool = False) -> Instruction:
    """One half of an argument; on the little-endian machines here, the lower one is its first four bytes."""
    assert sys.byteorder == "little"
    return (_LOAD, 0, 0, _AT_ARGUMENT + 8 * argument + 4 * upper)
