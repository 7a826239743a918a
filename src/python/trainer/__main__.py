"""`python -m trainer PHASE`: reads a request from standard input, writes events to standard output (see `phases`).

Status 0 after `done`, 1 after `failed`, 2 for a bug, whose traceback is on standard error.
"""

import json
import os
import signal
import sys

from .environment import prepare_environment
from .events import Events
from .failure import Failure, noticing_full_disk
from .phases import PHASES, run_phase


def main(arguments: list[str]) -> int:
    """The exit status."""
    if len(arguments) != 1 or arguments[0] not in PHASES:
        sys.exit(f"python -m trainer PHASE, which is one of {', '.join(PHASES)}")
    events = Events()
    try:
        try:
            fields = json.load(sys.stdin)
        except ValueError as problem:
            raise Failure("badRequest", f"The request is not JSON: {problem}.", "Please report it.") from None
        prepare_environment(fields)
        with noticing_full_disk():
            done = run_phase(arguments[0], fields, events)
    except Failure as failure:
        events.emit("failed", code=failure.code, message=failure.message, advice=failure.advice)
        return 1
    events.emit("done", **done)
    return 0


if __name__ == "__main__":
    # What is half written is removed on the way out. Training listens to signals in a way of its own.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        status = main(sys.argv[1:])
    except KeyboardInterrupt:
        status = 130
    except SystemExit:
        raise
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
        status = 2
    sys.stderr.flush()
    os._exit(status)  # Tearing torch and its threads down takes seconds, and can hang.
