"""Shared memory, semaphores and message queues of the system, which outlive the process that makes them."""

import ctypes
from collections.abc import Iterator
from pathlib import Path

_SYSV = {"shm": ("shmid", "shmctl"), "sem": ("semid", "semctl"), "msg": ("msqid", "msgctl")}
_FOLDERS = (Path("/dev/shm"), Path("/dev/mqueue"))
_REMOVE = 0


def remove(number: str) -> Iterator[str]:
    """Removes each object with `number` as its key or size, or in its name, and says what it was."""
    for kind, (identifier, control) in _SYSV.items():
        listing = Path(f"/proc/sysvipc/{kind}")
        titles, *lines = listing.read_text().splitlines() if listing.exists() else [""]
        for line in lines:
            if number in line.split():
                where = titles.split().index(identifier)
                _remove_sysv(control, int(line.split()[where]))
                yield f"a System V object ({kind})"
    for folder in _FOLDERS:
        for path in folder.glob(f"*{number}*"):
            path.unlink()
            yield f"{folder}/{path.name}"


def _remove_sysv(control: str, identifier: int) -> None:
    call = getattr(ctypes.CDLL(None), control)
    call(identifier, 0, _REMOVE, 0) if control == "semctl" else call(identifier, _REMOVE, 0)
