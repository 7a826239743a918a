"""What lies about the judge in a run of attacks, and what an attack could do to it."""

import os
import secrets
import select
import shutil
import signal
import socket
import string
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from . import processes, system_objects

VARIABLE = "AUTODIDACT_TEST_SECRET"
"""Holds a secret in the environment of the judge's process and of the victim."""

_VICTIM = "import sys\nhidden = bytearray(sys.stdin.readline(), 'ascii')\nfor _ in sys.stdin: print(end=hidden.decode(), flush=True)"


class Surroundings:
    """A secret file, an empty folder, listeners and a victim process, all of them out of bounds for judged text.

    Attacks name them by placeholders: $FILE, $FOLDER, $PORT (TCP and UDP), $SOCKET, $ABSTRACT, $VICTIM (process id),
    $VARIABLE, and $NUMBER, by which the keys, sizes or names of shared objects are told from those of other programs.
    """

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="autodidact-attacks-"))
        self.temporary = self.root / "judge"
        self.temporary.mkdir()
        self._folder, self._file = self.root / "empty", self.root / "secret.txt"
        self._secrets = {place: f"canary-{secrets.token_hex(16)}" for place in ("file", "environment", "memory")}
        self._number = secrets.randbelow(10**8) + 10**8
        self._lay_out()
        self._listen()
        self._start_victim()

    @property
    def variables(self) -> dict[str, str]:
        """For the environment of the judge's process."""
        return {VARIABLE: self._secrets["environment"]}

    def fill(self, text: str) -> str:
        """The text with its placeholders replaced."""
        return string.Template(text).safe_substitute(
            FILE=self._file,
            FOLDER=self._folder,
            PORT=self._tcp.getsockname()[1],
            SOCKET=self._path,
            ABSTRACT=self._path.name + str(self._number),
            VICTIM=self._victim.pid,
            VARIABLE=VARIABLE,
            NUMBER=self._number,
        )

    def leaks(self, reply: str) -> list[str]:
        """Whose secrets a reply tells."""
        return [f"the secret of the {place} was told" for place, secret in self._secrets.items() if secret in reply]

    def changes(self, *judges: int) -> list[str]:
        """What is not as it was, but for the processes below these judges; puts it right again."""
        return [
            *self._files_changed(),
            *self._visits(),
            *self._victim_harmed(),
            *self._objects(),
            *self._strays(judges),
        ]

    def close(self) -> None:
        """Removes all; raises `AssertionError` where the judge has left a file."""
        left = list(self.temporary.iterdir())
        self._victim.kill()
        self._victim.communicate()
        for listener in self._listeners:
            listener.close()
        shutil.rmtree(self.root)
        assert not left, left

    def _lay_out(self) -> None:
        self._folder.mkdir()
        self._file.write_text(self._secrets["file"])
        self._file.chmod(0o640)
        self._seen = self._look_at_files()

    def _look_at_files(self) -> dict[str, object]:
        seen: dict[str, object] = {}
        for path in sorted(self.root.rglob("*")):
            if not path.is_relative_to(self.temporary):
                status = path.lstat()
                content = path.read_text(errors="replace") if path.is_file() else ""
                seen[path.name] = (status.st_ino, status.st_mode, status.st_mtime_ns, status.st_size, content)
        seen.pop("socket", None)
        return seen

    def _files_changed(self) -> Iterator[str]:
        now = self._look_at_files()
        if now == self._seen:
            return
        names = sorted(now.keys() | self._seen.keys())
        yield f"files changed: {', '.join(name for name in names if now.get(name) != self._seen.get(name))}"
        for path in self.root.iterdir():
            if path not in (self.temporary, self._path):
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        self._lay_out()

    def _listen(self) -> None:
        self._path = self.root / "socket"
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self._udp = socket.socket(type=socket.SOCK_DGRAM)
        self._udp.bind(self._tcp.getsockname())
        local, abstract = (socket.socket(socket.AF_UNIX) for _ in range(2))
        local.bind(str(self._path))
        abstract.bind(f"\0{self._path.name}{self._number}")
        self._listeners = {self._tcp: "TCP", self._udp: "UDP", local: "Unix", abstract: "abstract Unix"}
        for listener in self._listeners:
            listener.setblocking(False)
            if listener is not self._udp:
                listener.listen()

    def _visits(self) -> Iterator[str]:
        for listener, kind in self._listeners.items():
            while listener in select.select([listener], [], [], 0)[0]:
                yield f"the {kind} socket was reached"
                listener.recv(1) if listener is self._udp else listener.accept()[0].close()

    def _start_victim(self) -> None:
        self._victim = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _VICTIM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={VARIABLE: self._secrets["environment"]},
            text=True,
            bufsize=1,
        )
        self._tell_victim(self._secrets["memory"])
        self._tell_victim("")
        self._victim_seen = self._look_at_victim()

    def _tell_victim(self, line: str) -> None:
        assert self._victim.stdin is not None
        self._victim.stdin.write(line + "\n")

    def _look_at_victim(self) -> tuple[object, ...]:
        """What it remembers, and how it is treated by the system; empty where it is ended, stopped or mute."""
        assert self._victim.stdout is not None
        if not select.select([self._victim.stdout], [], [], 5)[0]:
            return ()
        pid = self._victim.pid
        try:
            limits, oom = (Path(f"/proc/{pid}/{name}").read_text() for name in ("limits", "oom_score_adj"))
            return self._victim.stdout.readline(), limits, oom, os.getpriority(0, pid), os.sched_getaffinity(pid)
        except OSError:
            return ()

    def _victim_harmed(self) -> Iterator[str]:
        try:
            self._tell_victim("")
        except BrokenPipeError:
            pass
        if self._look_at_victim() != self._victim_seen:
            yield "the victim process was harmed"
            self._victim.kill()
            self._victim.communicate()
            self._start_victim()

    def _objects(self) -> Iterator[str]:
        for found in system_objects.remove(str(self._number)):
            yield f"{found} was made"

    def _strays(self, judges: Iterable[int]) -> Iterator[str]:
        known = {pid for judge in judges for pid in (judge, *processes.below(judge))}
        for pid in processes.mentioning(str(self.root)):
            if pid not in known:
                yield f"a process was left: {processes.command_line(pid)!r}"
                os.kill(pid, signal.SIGKILL)
