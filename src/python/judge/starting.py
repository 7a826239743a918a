"""Starts zygotes and supervisor, the zygotes first: they get ready while the supervisor still imports what it needs."""

import json
import os
import socket
import sys
from collections.abc import Callable

from .options import Options
from .root_folder import make_folder, make_root, remove_root
from .zygote_client import ZygoteClient, ZygoteEnded

HASH_SEEDS = (1, 2)
"""One zygote each: fixed, so that a verdict is the same on every run."""


def run(options: Options) -> None:
    """Runs the judge until its standard input ends."""
    root = make_root()
    listener = socket.create_server(("127.0.0.1", 0))
    target = json.dumps({**_lay_out_secret(root), "port": listener.getsockname()[1], "pid": os.getpid()})
    zygotes = [ZygoteClient(seed, make_folder(root, f"zygote-{seed}"), target, options.packages) for seed in HASH_SEEDS]

    def clear_away() -> None:
        """Removes what only the start needed; at once when it is over, for nobody may live to do it at the end."""
        listener.close()
        remove_root(root)

    try:
        _serve(zygotes, options, clear_away)
    except ZygoteEnded:
        sys.exit("A zygote of the judge ended.")
    finally:
        for zygote in zygotes:
            zygote.close()
        clear_away()


def _lay_out_secret(root: str) -> dict[str, str]:
    """A file that only this user can read, for the self-test to try."""
    file, content = os.path.join(make_folder(root, "target"), "secret"), os.urandom(16).hex()
    with open(file, "w", encoding="ascii") as secret:
        secret.write(content)
    return {"file": file, "content": content}


def _serve(zygotes: list[ZygoteClient], options: Options, on_ready: Callable[[], None]) -> None:
    # asyncio does without TLS where Python was built without it, and imports in two thirds of the time.
    sys.modules["ssl"] = None  # type: ignore[assignment]
    import asyncio

    from .supervisor import serve

    asyncio.run(serve(zygotes, options, on_ready))
