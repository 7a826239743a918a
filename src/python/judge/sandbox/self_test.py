"""Attacks on the sandbox, tried at every start from inside of it: a tier is what they find, not what was set up."""

import os
import socket
from collections.abc import Callable
from typing import Any

from .kernel import is_linux, system_call

_CREATE = 0o1600
"""IPC_CREAT and the owner's rights."""


def _read_file(target: dict[str, Any]) -> bool:
    with open(target["file"], "rb") as file:
        return file.read() == target["content"].encode()


def _list_processes(target: dict[str, Any]) -> bool:
    return str(target["pid"]) in os.listdir("/proc")


def _write_file(target: dict[str, Any]) -> bool:
    with open(os.path.join(os.path.dirname(target["file"]), "written"), "w", encoding="ascii") as file:
        file.write("written")
    return True


def _write_here(target: dict[str, Any]) -> bool:
    with open("written", "w", encoding="ascii") as file:
        file.write("written")
    return True


def _connect(target: dict[str, Any]) -> bool:
    with socket.create_connection(("127.0.0.1", target["port"]), timeout=1):
        return True


def _start_process(target: dict[str, Any]) -> bool:
    if os.fork() == 0:
        os._exit(0)
    return True


def _signal_process(target: dict[str, Any]) -> bool:
    os.kill(target["pid"], 0)
    return True


def _share_memory(target: dict[str, Any]) -> bool:
    if not is_linux():
        return False  # There it lies in files and is covered by those.
    segment = system_call("shmget", 0, 1, _CREATE)
    return segment >= 0


Attack = Callable[[dict[str, Any]], bool]

ATTACKS: dict[str, Attack] = {
    "read files": _read_file,
    "list processes": _list_processes,
    "write files": _write_file,
    "write in its folder": _write_here,
    "use the network": _connect,
    "start processes": _start_process,
    "signal processes": _signal_process,
    "share memory": _share_memory,
}
"""What text under judgement might do, and whether it gets through; ending the process or an `OSError` is a no."""

CONTROL = "do nothing"
"""Has to get through: where it does not, the judge is broken, and what it closes off means nothing."""

_LEAST = frozenset({"write files", "use the network", "start processes", "signal processes"})


def try_attack(name: str, target: dict[str, Any]) -> bool:
    """Whether the attack gets through, from the calling process. `target` is what the supervisor laid out for it."""
    try:
        return name == CONTROL or ATTACKS[name](target)
    except OSError:
        return False


def tier_of(through: list[str]) -> str:
    """`full` where no attack gets through, `partial` where none that does harm does, else `none`."""
    if not through:
        return "full"
    return "none" if _LEAST.intersection(through) else "partial"
