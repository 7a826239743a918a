"""A judge's process for the tests, spoken to as the extension does."""

import json
import os
import subprocess
import sys
import unittest
from typing import Any

from . import JUDGE


class JudgeProcess:
    """One supervisor; `ask` waits for the reply to its own request."""

    def __init__(self, workers: int = 2, temporary: str | None = None) -> None:
        command = [sys.executable, "-I", "-S", "-B", str(JUDGE), "--workers", str(workers)]
        environment = {**os.environ, **({"TMPDIR": temporary} if temporary else {})}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        self.hello = self.receive()
        self._last = 0

    def send(self, **request: Any) -> int:
        self._last += 1
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"id": self._last, **request}).encode() + b"\n")
        self.process.stdin.flush()
        return self._last

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def ask(self, **request: Any) -> dict[str, Any]:
        number = self.send(**request)
        reply = self.receive()
        assert reply["id"] == number, reply
        return reply["result"]

    def judge(self, f: str, g: str, timeout_ms: int = 1000) -> dict[str, Any]:
        return self.ask(op="judge", f=f, g=g, timeoutMs=timeout_ms)

    def close(self) -> int:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        status = self.process.wait()
        self.process.stdout.close()
        return status


class JudgeTestCase(unittest.TestCase):
    """Tests that share one judge's process, as all pairs of a run do."""

    judge: JudgeProcess

    @classmethod
    def setUpClass(cls) -> None:
        cls.judge = JudgeProcess()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.judge.close()
