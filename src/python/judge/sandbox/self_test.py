"""Attacks on the sandbox, tried at every start from inside of it: a tier is what they find, not what was set up."""

import os
import signal
import socket
from collections.abc import Callable, Iterable
from typing import Any

from .kernel import is_linux, system_call

_CLOSED, _THROUGH = 0, 7
"""Exit status of a child that attacks."""
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


def attack_from_children(fork: Callable[[], int], target: dict[str, Any]) -> list[str]:
    """The attacks that get through from children of the caller, which are `fork`'s. Raises `RuntimeError`.

    `target` is what the supervisor has laid out for them.
    """
    through = [name for name in (CONTROL, *ATTACKS) if _gets_through(name, fork, target)]
    if CONTROL not in through:
        raise RuntimeError("the judge's processes end before they run anything")
    return through[1:]


def _gets_through(name: str, fork: Callable[[], int], target: dict[str, Any]) -> bool:
    """Whether an attack does. What cannot be told is not taken for closed."""
    if (pid := fork()) == 0:
        try:
            os._exit(_THROUGH if name == CONTROL or ATTACKS[name](target) else _CLOSED)
        except OSError:
            os._exit(_CLOSED)
        finally:
            os._exit(_THROUGH)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return status not in (_CLOSED, -signal.SIGSYS)


def tier_of(through: Iterable[str]) -> str:
    """`full` where no attack gets through, `partial` where none that does harm does, else `none`."""
    found = set(through)
    if not found:
        return "full"
    return "none" if _LEAST & found else "partial"
