"""The life of a child: reads what it is to do, closes itself in, does one step, writes the result, ends."""

import json
import os
import traceback
from typing import Any, NoReturn

from . import steps
from .frames import RESULT, write_frame
from .sandbox import Limits, enter_sandbox, leave_parent

LENGTH_BYTES = 8
MOST_DETAIL = 4000


def pack_payload(step: str, arguments: dict[str, Any], limits: Limits, blob: bytes) -> bytes:
    """What the supervisor sends: the length of a JSON header, the header, and the blob up to the end."""
    header = json.dumps(
        {"step": step, "arguments": arguments, "cpu": limits.cpu_seconds, "directory": limits.directory}
    ).encode()
    return len(header).to_bytes(LENGTH_BYTES, "little") + header + blob


def run_child(parent: int, payload: int, result: int) -> NoReturn:
    """Runs one step in a freshly forked process; never returns."""
    descriptor = result
    try:
        with open(payload, "rb") as source:
            header = json.loads(source.read(int.from_bytes(source.read(LENGTH_BYTES), "little")))
            blob = source.read()
        descriptor = leave_parent(parent, result)
        enter_sandbox(Limits(header["cpu"], header["directory"]))
        outcome = steps.STEPS[header["step"]](steps.Child(descriptor, blob), **header["arguments"])
        write_frame(descriptor, RESULT, json.dumps(outcome).encode())
    except BaseException:
        failure = {"end": "failed", "detail": traceback.format_exc()[-MOST_DETAIL:]}
        write_frame(descriptor, RESULT, json.dumps(failure).encode())
    finally:
        os._exit(0)
