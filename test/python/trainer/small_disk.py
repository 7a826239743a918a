"""A disk that is really full: a small file system of the test's own."""

import subprocess
import unittest
from pathlib import Path

from .support import temporary_folder

_PIECE = 1 << 16


class SmallDisk:
    """A file system in memory, mounted in a namespace of its own, which needs no rights; gone with the test.

    Skips the test where the system allows no such namespace.
    """

    def __init__(self, test: unittest.TestCase, size: int) -> None:
        point = temporary_folder(test)
        mount = f"mount -t tmpfs -o size={size} tmpfs '{point}' && echo mounted && exec cat"
        command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount]
        try:
            holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        except FileNotFoundError:
            raise unittest.SkipTest("There is no `unshare`, which mounts a small disk.") from None
        test.addCleanup(holder.communicate)  # closes its input, at whose end it ends
        assert holder.stdout is not None
        if holder.stdout.readline() != b"mounted\n":
            raise unittest.SkipTest("This system lets nobody mount a small disk in a namespace of their own.")
        self.path = Path(f"/proc/{holder.pid}/root{point}")
        """The disk as it is seen from outside of that namespace."""
        self._filler = self.path / "filler"

    def fill(self, leave: int) -> None:
        """Leaves so many bytes free."""
        with open(self._filler, "wb", buffering=0) as file:
            try:
                while file.write(bytes(_PIECE)):
                    pass
            except OSError:
                file.truncate(max(0, file.tell() - leave))

    def make_room(self) -> None:
        self._filler.unlink()

    def names(self) -> set[str]:
        """Of what lies on it besides what fills it."""
        return {entry.name for entry in self.path.iterdir()} - {"filler"}
