"""Comparator `pebble`: a pool of long-lived workers in the usual research design, on the library most used for it."""

import importlib
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError
from threading import Semaphore
from typing import Any

from ..program import TIMEOUT_SECONDS, Check, research_program
from ..worker.research import FAILED, FILTERED, TIMED_OUT, passes_filter, prepare_worker, run_text
from .once import judged_once

_IN_FLIGHT = 256
_environment: dict[str, Any] = {}


class PebblePool:
    """The filter runs in the caller; the pool kills a worker whose task is over time and starts another."""

    def __init__(self, workers: int) -> None:
        pebble = importlib.import_module("pebble")  # Only this comparator needs it, and its start counts.
        self._pool = pebble.ProcessPool(
            max_workers=workers, context=multiprocessing.get_context("fork"), initializer=_prepare
        )

    def run(self, checks: Iterable[Check]) -> list[str]:
        """The outcome of each check, in their order."""
        return judged_once(checks, research_program, self._run_texts)

    def close(self) -> None:
        """Ends the workers when they have done what they were given."""
        self._pool.close()
        self._pool.join()

    def _run_texts(self, texts: Iterator[str]) -> list[str]:
        free = Semaphore(_IN_FLIGHT)
        under_way: list[Any] = []
        for text in texts:
            if not passes_filter(text):
                under_way.append(FILTERED)
                continue
            free.acquire()
            future = self._pool.schedule(_run, args=(text,), timeout=TIMEOUT_SECONDS)
            future.add_done_callback(lambda _: free.release())
            under_way.append(future)
        return [each if isinstance(each, str) else _outcome(each) for each in under_way]


def _outcome(future: Any) -> str:
    try:
        return future.result()
    except TimeoutError:
        return TIMED_OUT
    except Exception:  # Pebble's own class says that the worker died.
        return FAILED


def _prepare() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    _environment.update(prepare_worker())


def _run(text: str) -> str:
    return run_text(text, _environment)
