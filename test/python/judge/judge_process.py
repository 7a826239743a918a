"""A judge's process for the tests, spoken to as the extension does."""

import json
import os
import subprocess
import sys
import threading
import unittest
from collections.abc import Iterable, Sequence
from typing import Any

from . import JUDGE


class JudgeProcess:
    """One supervisor; `ask` waits for the reply to its own request, `judge_all` has many worked on at once."""

    def __init__(
        self,
        workers: int = 2,
        temporary: str | None = None,
        arguments: Sequence[str] = (),
        variables: dict[str, str] | None = None,
    ) -> None:
        command = [sys.executable, "-I", "-S", "-B", str(JUDGE), "--workers", str(workers), *arguments]
        environment = {**os.environ, **({"TMPDIR": temporary} if temporary else {}), **(variables or {})}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        self.hello = self.receive()
        self._last = 0

    def send(self, **request: Any) -> int:
        self._last += 1
        self.send_as(self._last, **request)
        return self._last

    def send_as(self, number: int, **request: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"id": number, **request}).encode() + b"\n")
        self.process.stdin.flush()

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

    def judge_all(self, pairs: Iterable[tuple[str, str, int]]) -> list[dict[str, Any]]:
        """The judgements on all pairs (f, g, timeout), in their order; where the judge itself failed, that is the verdict."""
        known = list(pairs)
        first = self._last + 1
        # A thread of its own, for both pipes would fill up if all were sent before any reply was read.
        sender = threading.Thread(target=self._send_all, args=(known,))
        sender.start()
        replies = [self.receive() for _ in known]
        sender.join()
        results = {reply["id"]: reply.get("result", {"verdict": "failure", "detail": str(reply)}) for reply in replies}
        return [results[number] for number in range(first, first + len(known))]

    def _send_all(self, pairs: list[tuple[str, str, int]]) -> None:
        for f, g, timeout_ms in pairs:
            self.send(op="judge", f=f, g=g, timeoutMs=timeout_ms)

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
