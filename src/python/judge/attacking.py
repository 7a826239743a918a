"""Finds the tier of the sandbox that children are in, by attacking it from inside."""

import asyncio
import os
import socket
import sys
import uuid
from typing import Any

from .process import Ended, Request
from .sandbox.self_test import ATTACKS, CONTROL, tier_of
from .workers import Workers
from .zygote_client import ZygoteClient

SECONDS = 5.0
"""What one attack may take."""


async def find_tier(zygotes: list[ZygoteClient], folder: str) -> dict[str, Any]:
    """The tier, and the names of the attacks that got through. `folder` takes what the attacks are aimed at."""
    content = uuid.uuid4().hex
    file = os.path.join(folder, "secret")
    with open(file, "w", encoding="ascii") as secret:
        secret.write(content)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        target = {"file": file, "content": content, "port": listener.getsockname()[1], "pid": os.getpid()}
        workers = Workers(zygotes)
        tried = [(name, zygote) for name in (CONTROL, *ATTACKS) for zygote in range(len(zygotes))]
        found = await asyncio.gather(*(_gets_through(workers, zygote, name, target) for name, zygote in tried))
    controls = [got_through for (name, _), got_through in zip(tried, found) if name == CONTROL]
    if not all(controls):
        sys.exit("The judge's processes end by themselves on this system, before they run anything.")
    through = sorted({name for (name, _), got_through in zip(tried, found) if got_through} - {CONTROL})
    return {"tier": tier_of(through), "open": through}


async def _gets_through(workers: Workers, zygote: int, name: str, target: dict[str, Any]) -> bool:
    request = Request({"work": "attack", "attack": name, "target": target}, [], 1, own_seconds=SECONDS)
    try:
        (result,) = await workers.ask_alone(zygote, request)
    except Ended as end:
        return end.end == "timedOut"  # What cannot be told is not taken for closed.
    return result.fields.get("open") is not False
