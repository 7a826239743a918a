"""The supervisor: requests in and replies out, as JSON lines, several at once; see `src/protocol/pythonMessages.ts`.

It never parses, compiles or runs the text under judgement: children of the zygotes do. It ends with its standard
input, and every process below it ends with it.
"""

import asyncio
import json
import sys
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Any

from .dispatcher import Dispatcher
from .lane import Lane
from .options import Options
from .sandbox.self_test import tier_of
from .zygote_client import ZygoteClient

_CHUNK_BYTES = 1 << 18


async def serve(zygotes: list[ZygoteClient], options: Options, on_ready: Callable[[], None]) -> None:
    """Answers requests until standard input ends. Raises `ZygoteEnded`."""
    requests = asyncio.StreamReader(limit=_CHUNK_BYTES)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(requests), sys.stdin.buffer)
    through = sorted({name for zygote in zygotes for name in zygote.attacks_that_got_through()})
    on_ready()
    writer = _Writer()
    writer.write(
        {
            "ready": True,
            "python": ".".join(map(str, sys.version_info[:3])),
            "executable": sys.executable,
            "sandbox": {"tier": tier_of(through), "open": through},
        }
    )
    lanes = [Lane(zygotes, options.isolate) for _ in range(options.workers)]
    dispatcher = Dispatcher(lanes, writer.write)
    try:
        reading = asyncio.create_task(_read_requests(requests, dispatcher))
        await asyncio.wait((reading, dispatcher.failure), return_when=asyncio.FIRST_COMPLETED)
        (reading if reading.done() else dispatcher.failure).result()
    finally:
        try:
            await dispatcher.close()
        finally:
            writer.close()  # Whatever failed: its thread would keep this process from ending.


async def _read_requests(requests: asyncio.StreamReader, dispatcher: Dispatcher) -> None:
    """Takes request after request; reads many lines at once, where many have come."""
    begun: list[bytes] = []
    while chunk := await requests.read(_CHUNK_BYTES):
        first, *others = chunk.split(b"\n")
        begun.append(first)
        for line in others:
            _take_request(b"".join(begun), dispatcher)
            begun = [line]


def _take_request(line: bytes, dispatcher: Dispatcher) -> None:
    request: dict[str, Any] = json.loads(line)
    if request["op"] == "cancel":
        dispatcher.cancel(request["target"])
    else:
        dispatcher.add(request)


class _Writer:
    """Writes replies in a thread of its own, so that a slow reader does not stop the watch over the processes."""

    def __init__(self) -> None:
        self._pending: list[str] = []
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._thread = Thread(target=self._write_all)
        self._thread.start()

    def write(self, message: dict[str, Any]) -> None:
        """Takes one message; the thread wakes up once for all that come in one turn of the loop."""
        if not self._pending:
            asyncio.get_running_loop().call_soon(self._hand_over)
        self._pending.append(json.dumps(message) + "\n")

    def close(self) -> None:
        """Returns when all is written."""
        self._hand_over()
        self._lines.put(None)
        self._thread.join()

    def _hand_over(self) -> None:
        if self._pending:
            self._lines.put("".join(self._pending))
            self._pending.clear()

    def _write_all(self) -> None:
        while lines := self._lines.get():
            sys.stdout.buffer.write(lines.encode())
            sys.stdout.buffer.flush()
