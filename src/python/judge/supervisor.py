"""The supervisor: requests in and replies out, as JSON lines, several at once; see `src/protocol/pythonMessages.ts`.

It never parses, compiles or runs the text under judgement: children of the zygotes do. It ends with its standard
input, and every process below it ends with it.
"""

import asyncio
import json
import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from . import attacking
from .dispatcher import Dispatcher
from .lane import Lane
from .options import Options
from .zygote_client import ZygoteClient, ZygoteEnded

HASH_SEEDS = (1, 2)
"""One zygote each: fixed, so that a verdict is the same on every run."""
_MOST_LINE_BYTES = 64 << 20


def run(options: Options) -> None:
    """Runs the supervisor until its standard input ends."""
    root = tempfile.mkdtemp(prefix="autodidact-judge-")
    zygotes = [ZygoteClient(seed, _folder(root, f"zygote-{seed}"), options.packages) for seed in HASH_SEEDS]
    try:
        asyncio.run(_serve(options, zygotes, root))
    except ZygoteEnded:
        sys.exit("A zygote of the judge ended.")
    finally:
        for zygote in zygotes:
            zygote.close()
        shutil.rmtree(root, ignore_errors=True)


def _folder(root: str, name: str) -> str:
    path = os.path.join(root, name)
    os.mkdir(path)
    return path


async def _serve(options: Options, zygotes: list[ZygoteClient], root: str) -> None:
    """Answers requests until standard input ends. Raises `ZygoteEnded`."""
    requests = asyncio.StreamReader(limit=_MOST_LINE_BYTES)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(requests), sys.stdin.buffer)
    for zygote in zygotes:
        zygote.wait_until_ready()
    writer = _Writer()
    writer.write(
        {
            "ready": True,
            "python": ".".join(map(str, sys.version_info[:3])),
            "executable": sys.executable,
            "sandbox": await attacking.find_tier(zygotes, _folder(root, "target")),
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
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._lines: list[bytes] = []

    def write(self, message: dict[str, Any]) -> None:
        """Takes one message; what has come together until the thread is free is written at once."""
        self._lines.append(json.dumps(message).encode() + b"\n")
        if len(self._lines) == 1:
            self._thread.submit(self._flush)

    def close(self) -> None:
        """Returns when all is written."""
        self._thread.shutdown()

    def _flush(self) -> None:
        lines, self._lines = self._lines, []
        sys.stdout.buffer.write(b"".join(lines))
        sys.stdout.buffer.flush()
