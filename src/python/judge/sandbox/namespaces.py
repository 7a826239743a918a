"""Namespaces of Linux: users, processes, network, IPC, host name and mounts of the zygote's own.

https://man7.org/linux/man-pages/man7/namespaces.7.html
"""

import os
import struct
from ctypes import addressof, create_string_buffer

from .kernel import is_linux, prctl, system_call
from .readable import hidden_folders

_NEW_MOUNTS, _NEW_NAMES, _NEW_IPC, _NEW_USERS, _NEW_PROCESSES, _NEW_NETWORK = (
    0x00020000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
_READ_ONLY, _NO_SETUID, _NO_DEVICES, _NO_PROGRAMS, _REMOUNT, _BIND, _RECURSIVE, _PRIVATE = (
    1, 2, 4, 8, 32, 4096, 16384, 1 << 18,
)  # fmt: skip
_TIMES_OF_ACCESS = 1024 | 2048
"""MS_NOATIME and MS_NODIRATIME, which `statvfs` reports under the same numbers."""
_DETACH = 2
_DROP_FROM_BOUNDING_SET, _LAST_CAPABILITY = 24, 63
_CAPABILITIES_VERSION_3 = 0x20080522

WORKING_FOLDER = "/empty"
"""Working directory, home and place of temporary files where there is a file system of our own."""


def enter() -> bool:
    """Moves the calling process, which must have one thread, into namespaces of its own where it may.

    Its next child, not itself, is the first process of the new process namespace. Returns whether it may.
    """
    if not is_linux():
        return False
    user, group = os.geteuid(), os.getegid()
    try:
        system_call("unshare", _NEW_USERS | _NEW_MOUNTS | _NEW_PROCESSES | _NEW_NETWORK | _NEW_IPC | _NEW_NAMES)
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{user} {user} 1")
        _write("/proc/self/gid_map", f"{group} {group} 1")
    except OSError:
        return False
    return True


def replace_file_system(base: str, readable: list[str], packages: list[str]) -> None:
    """Leaves the caller with a file system of these paths alone, read-only. Raises `OSError`.

    `base` is an empty folder on which it is built; nobody outside sees any of it.
    """
    _mount(None, "/", None, _RECURSIVE | _PRIVATE)
    _mount("none", base, "tmpfs", _NO_SETUID | _NO_DEVICES | _NO_PROGRAMS, "size=1m,mode=0755")
    os.mkdir(base + WORKING_FOLDER)
    for path in readable:
        _bind(path, base + path)
    for folder in hidden_folders(readable, packages):
        _mount("none", base + folder, "tmpfs", _NO_SETUID | _NO_DEVICES | _READ_ONLY, "size=4k,mode=0555")
    os.chdir(base)
    system_call("pivot_root", b".", b".")
    system_call("umount2", b".", _DETACH)
    os.chdir(WORKING_FOLDER)
    _mount(None, "/", None, _REMOUNT | _BIND | _READ_ONLY | _NO_SETUID | _NO_DEVICES | _NO_PROGRAMS)


def drop_capabilities() -> None:
    """Gives up the rights that the user namespace gave. Raises `OSError`."""
    for capability in range(_LAST_CAPABILITY + 1):
        try:
            prctl(_DROP_FROM_BOUNDING_SET, capability)
        except OSError:
            break  # Past the last one that this kernel knows.
    header = create_string_buffer(struct.pack("Ii", _CAPABILITIES_VERSION_3, 0))
    system_call("capset", addressof(header), bytes(24))


def _bind(source: str, target: str) -> None:
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o444))
    _mount(source, target, None, _BIND | _RECURSIVE)
    kept = os.statvfs(target).f_flag & (_NO_PROGRAMS | _TIMES_OF_ACCESS)  # The kernel lets none of these be lifted.
    _mount(None, target, None, _REMOUNT | _BIND | _READ_ONLY | _NO_SETUID | _NO_DEVICES | kept)


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    texts = [None if text is None else os.fsencode(text) for text in (source, target, kind, data)]
    system_call("mount", texts[0], texts[1], texts[2], flags, texts[3])


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
