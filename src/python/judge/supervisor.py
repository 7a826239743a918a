"""The supervisor: requests in and replies out, as JSON lines, several at once; see `src/protocol/pythonMessages.ts`.

It never parses, compiles or runs the text under judgement: children of the zygotes do. It ends with its standard
input, and every process below it ends with it.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from . import judgement, sandbox
from .step_runner import Step, StepEnd, run_step
from .zygote_client import ZygoteClient, ZygoteEnded

HASH_SEEDS = (1, 2)
"""One zygote each: fixed, so that a verdict is the same on every run."""
_MOST_LINE_BYTES = 64 << 20


def main(arguments: list[str]) -> None:
    """Runs the supervisor until its standard input ends."""
    parser = argparse.ArgumentParser(prog="judge")
    parser.add_argument("--workers", type=int, required=True, help="requests worked on at once")
    workers = parser.parse_args(arguments).workers
    root = tempfile.mkdtemp(prefix="autodidact-judge-")
    zygotes = [ZygoteClient(seed, root) for seed in HASH_SEEDS]
    try:
        asyncio.run(_Supervisor(zygotes, root, workers).serve())
    except ZygoteEnded:
        sys.exit("A zygote of the judge ended.")
    finally:
        for zygote in zygotes:
            zygote.close()
        shutil.rmtree(root, ignore_errors=True)


class _Supervisor:
    def __init__(self, zygotes: list[ZygoteClient], root: str, workers: int) -> None:
        self._zygotes, self._root = zygotes, root
        self._turns = asyncio.Semaphore(workers)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._failure: asyncio.Future[None] | None = None
        # A thread of its own, so that a slow reader of the replies does not stop the watch over the children.
        self._writer = ThreadPoolExecutor(max_workers=1)

    async def serve(self) -> None:
        """Answers requests until standard input ends. Raises `ZygoteEnded`."""
        loop = asyncio.get_running_loop()
        self._failure = loop.create_future()
        requests = asyncio.StreamReader(limit=_MOST_LINE_BYTES)
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(requests), sys.stdin.buffer)
        for zygote in self._zygotes:
            zygote.wait_until_ready()
        version = ".".join(map(str, sys.version_info[:3]))
        await self._send({"ready": True, "python": version, "executable": sys.executable, "sandbox": sandbox.tier()})
        reading = asyncio.create_task(self._read_requests(requests))
        await asyncio.wait((reading, self._failure), return_when=asyncio.FIRST_COMPLETED)
        if reading.done():
            reading.result()
        else:
            self._failure.result()

    async def _read_requests(self, requests: asyncio.StreamReader) -> None:
        while line := await requests.readline():
            request = json.loads(line)
            if request["op"] == "cancel":
                if task := self._tasks.get(request["target"]):
                    task.cancel()
            else:
                task = asyncio.create_task(self._answer(request))
                self._tasks[request["id"]] = task
                task.add_done_callback(lambda done, number=request["id"]: self._forget(number, done))

    def _forget(self, number: int, task: asyncio.Task[None]) -> None:
        del self._tasks[number]
        error = None if task.cancelled() else task.exception()
        if error and self._failure and not self._failure.done():
            self._failure.set_exception(error)

    async def _answer(self, request: dict[str, Any]) -> None:
        number = request["id"]
        async with self._turns:
            try:
                reply = {"id": number, "result": await self._result(request)}
            except ZygoteEnded:
                raise
            except Exception as error:
                reply = {"id": number, "error": f"{type(error).__name__}: {error}"}
        await self._send(reply)

    def _result(self, request: dict[str, Any]) -> Awaitable[dict[str, Any]]:
        operation = request["op"]
        if operation == "inspect":
            return judgement.inspect(self._run, request["source"])
        if operation == "probe":
            return judgement.probe(self._run, request["f"])
        if operation == "judge":
            return judgement.judge(self._run, request["f"], request["g"], request["timeoutMs"])
        raise ValueError(f"there is no operation {operation!r}")

    def _run(self, step: Step, zygote: int) -> Awaitable[StepEnd]:
        return run_step(self._zygotes[zygote], step, self._root)

    async def _send(self, message: dict[str, Any]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._writer, _write_line, json.dumps(message))


def _write_line(line: str) -> None:
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()
