"""A worker of the comparators `pipes` and `fork`: `python -m judge.worker MODE SECONDS DESCRIPTOR`.

It reads chunks of texts from standard input and writes one letter for each. `pipes` runs each text in this process
under an alarm; `fork` runs each in a child of its own. The memory behind DESCRIPTOR always holds the place of the text
at work, so that a text that stops the worker can be told without a message for every text.
"""

import gc
import marshal
import mmap
import os
import select
import signal
import sys
from typing import Any

from .chunks import LENGTH_BYTES, LETTERS
from .research import ACCEPTED, FAILED, FILTERED, TIMED_OUT, passes_filter, prepare_worker, run_text, run_text_timed


def serve(mode: str, seconds: float, descriptor_of_place: int) -> None:
    """Answers chunks until the input ends."""
    place = mmap.mmap(descriptor_of_place, 1)
    requests, replies = os.fdopen(os.dup(0), "rb"), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    environment = prepare_worker()
    gc.collect()
    gc.freeze()
    judge = _fork_and_run if mode == "fork" else _filter_and_run
    while length := requests.read(LENGTH_BYTES):
        texts = marshal.loads(requests.read(int.from_bytes(length, "little")))
        letters = bytearray()
        for number, text in enumerate(texts):
            place[0] = number
            letters += LETTERS[judge(text, environment, seconds)]
        os.write(replies, letters)


def _filter_and_run(text: str, environment: dict[str, Any], seconds: float) -> str:
    return run_text_timed(text, environment, seconds) if passes_filter(text) else FILTERED


def _fork_and_run(text: str, environment: dict[str, Any], seconds: float) -> str:
    pid = os.fork()
    if pid == 0:
        os._exit(0 if run_text(text, environment) == ACCEPTED else 1)
    handle = os.pidfd_open(pid)
    ended = select.poll()
    ended.register(handle, select.POLLIN)
    in_time = ended.poll(seconds * 1000)
    os.close(handle)
    if not in_time:
        os.kill(pid, signal.SIGKILL)
    status = os.waitpid(pid, 0)[1]
    if not in_time:
        return TIMED_OUT
    return ACCEPTED if status == 0 else FAILED


if __name__ == "__main__":
    serve(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
