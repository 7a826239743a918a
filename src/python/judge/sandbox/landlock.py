"""Landlock: a process gives up files, TCP and, on newer kernels, abstract sockets and signals, for good and for all below.

https://docs.kernel.org/userspace-api/landlock.html
"""

import os
import struct
from ctypes import addressof, create_string_buffer

from .kernel import is_linux, renounce_privileges, system_call

_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_ASK_VERSION = 1
_RULE_PATH_BENEATH = 1
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
"""By the first version of the interface that has so many rights of files."""


def version() -> int:
    """Version of the interface that this kernel offers; 0 where there is none."""
    if not is_linux():
        return 0
    try:
        return system_call("landlock_create_ruleset", None, 0, _ASK_VERSION)
    except OSError:
        return 0


def restrict(readable: list[str]) -> None:
    """From now on the calling process can read these files and folders, and use no others. Raises `OSError`."""
    offered = version()
    if offered == 0:
        raise OSError("this kernel has no Landlock")
    rights = max(count for since, count in _FILE_RIGHTS.items() if since <= offered)
    tcp = 0b11 if offered >= 4 else 0
    scopes = 0b11 if offered >= 6 else 0
    attributes = struct.pack("QQQ", (1 << rights) - 1, tcp, scopes)
    size = 24 if offered >= 6 else 16 if offered >= 4 else 8
    ruleset = system_call("landlock_create_ruleset", attributes, size, 0)
    try:
        for path in readable:
            _allow_reading(ruleset, path)
        renounce_privileges()
        system_call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _allow_reading(ruleset: int, path: str) -> None:
    parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = _READ_FILE | (_READ_DIR if os.path.isdir(path) else 0)
        rule = create_string_buffer(struct.pack("=Qi", rights, parent))
        system_call("landlock_add_rule", ruleset, _RULE_PATH_BENEATH, addressof(rule), 0)
    finally:
        os.close(parent)
