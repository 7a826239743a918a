"""This judge, spoken to as `src/node/pythonJudge.ts` does: JSON lines both ways, many requests in flight."""

import json
import os
import selectors
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from ..program import TIMEOUT_SECONDS, Check

_JUDGE = Path(__file__).resolve().parents[4] / "src" / "python" / "judge"
_READ_BYTES = 1 << 18
_IN_FLIGHT = 512
"""Requests without a reply, as when the extension judges a whole queue: the judge makes batches of them."""
_IN_FLIGHT_ISOLATED = 64
"""Fewer, for all that are begun when a measurement's time is over are waited for."""


class SupervisedJudge:
    """One process of the judge, with its own workers inside. With `isolate` every program has a process of its own."""

    def __init__(self, workers: int, isolate: bool = False) -> None:
        command = [sys.executable, "-I", "-S", "-B", str(_JUDGE), "--workers", str(workers)]
        if isolate:
            command.append("--isolate")
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        self._in_flight = _IN_FLIGHT_ISOLATED if isolate else _IN_FLIGHT
        self._rest = b""
        while not self._lines():  # The hello.
            pass
        os.set_blocking(self._in, False)

    def run(self, checks: Iterable[Check]) -> list[str]:
        """The verdict of each check, in their order. Neither side ever waits with its pipe full, as Node does not."""
        waiting = enumerate(checks)
        verdicts: dict[int, str] = {}
        outgoing = bytearray()
        sent, more = 0, True
        with selectors.DefaultSelector() as selector:
            selector.register(self._out, selectors.EVENT_READ)
            writing = False
            while True:
                while more and sent - len(verdicts) < self._in_flight:
                    number, check = next(waiting, (0, None))
                    if check is None:
                        more = False
                    else:
                        outgoing += _request(number, check)
                        sent += 1
                if not more and sent == len(verdicts):
                    return [verdicts[number] for number in range(sent)]
                self._write(outgoing)
                if bool(outgoing) != writing:
                    writing = bool(outgoing)
                    (selector.register(self._in, selectors.EVENT_WRITE) if writing else selector.unregister(self._in))
                for key, _ in selector.select():
                    if key.fd == self._out:
                        for line in self._lines():
                            reply = json.loads(line)
                            verdicts[reply["id"]] = reply["result"]["verdict"] if "result" in reply else "error"

    def close(self) -> None:
        """Ends the judge as the extension does, by closing its input."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _write(self, outgoing: bytearray) -> None:
        if outgoing:
            try:
                del outgoing[: os.write(self._in, outgoing)]
            except BlockingIOError:
                pass

    def _lines(self) -> list[bytes]:
        data = os.read(self._out, _READ_BYTES)
        if not data:
            raise RuntimeError("The judge ended before it had answered.")
        *lines, self._rest = (self._rest + data).split(b"\n")
        return lines


def _request(number: int, check: Check) -> bytes:
    request = {"id": number, "op": "judge", "f": check.f, "g": check.g, "timeoutMs": TIMEOUT_SECONDS * 1000}
    return json.dumps(request).encode() + b"\n"
