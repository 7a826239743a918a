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

_MOST_LINE_BYTES = 64 << 20


async def serve(zygotes: list[ZygoteClient], options: Options, on_ready: Callable[[], None]) -> None:
    """Answers requests until standard input ends. Raises `ZygoteEnded`."""
    requests = asyncio.StreamReader(limit=_MOST_LINE_BYTES)
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
        await dispatcher.close()
        writer.close()


async def _read_requests(requests: asyncio.StreamReader, dispatcher: Dispatcher) -> None:
    while line := await requests.readline():
        request: dict[str, Any] = json.loads(line)
        if request["op"] == "cancel":
            dispatcher.cancel(request["target"])
        else:
            dispatcher.add(request)


class _Writer:
    """Writes replies in a thread of its own, so that a slow reader does not stop the watch over the processes."""

    def __init__(self) -> None:
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        self._thread = Thread(target=self._write_all)
        self._thread.start()

    def write(self, message: dict[str, Any]) -> None:
        """Takes one message."""
        self._lines.put(json.dumps(message).encode() + b"\n")

    def close(self) -> None:
        """Returns when all is written."""
        self._lines.put(None)
        self._thread.join()

    def _write_all(self) -> None:
        while line := self._lines.get():
            sys.stdout.buffer.write(line)
            if self._lines.empty():
                sys.stdout.buffer.flush()
        sys.stdout.buffer.flush()
