"""Ways to run the trainer in tests: within this process, which is quick, and as a process of its own."""

import atexit
import gc
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import unittest
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

import torch

from trainer.encoding import Encoder
from trainer.failure import Failure, noticing_full_disk
from trainer.gguf_file import GgufFile
from trainer.gguf_tokenizer import build_tokenizer
from trainer.phases import run_phase

from . import ROOT

torch.set_num_threads(1)  # Handing such small matrices to a second thread takes longer than multiplying them.
atexit.register(gc.unfreeze)  # See `run`; native modules report what is left over at the end.

SMOLLM2 = "SmolLM2-135M-Instruct.Q4_1.gguf"
GEMMA = "gemma-3-270m-q4_k_m.gguf"
OPTIONS: dict[str, Any] = {
    "loss": "completion", "rank": 4, "alpha": 8.0, "dropout": 0.0, "dora": False, "learningRate": 0.01,
    "scheduler": "constant", "warmupSteps": 0, "weightDecay": 0.0, "epochs": 2, "maxSteps": None, "batch": 4,
    "accumulation": 1, "sequenceLength": 128, "packing": False, "seed": 1, "precision": "float32", "fourBit": "auto",
    "gradientCheckpointing": "auto", "saveEvery": 2, "evalEvery": 100, "patience": None, "threads": 1,
}  # fmt: skip

Event = dict[str, Any]


class Recorder:
    """Stands in for the events of a process."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def emit(self, event: str, **fields: Any) -> None:
        self.events.append({"event": event, **json.loads(json.dumps(fields))})

    def named(self, event: str) -> list[Event]:
        return [found for found in self.events if found["event"] == event]


def run(name: str, **request: Any) -> tuple[Event, Recorder]:
    """A phase in this process: the fields of `done`, and the events before it. Raises `Failure`.

    What the libraries print meanwhile goes nowhere, as it goes to a log in a process of its own.
    """
    recorder: Any = Recorder()
    with noticing_full_disk(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        done = run_phase(name, request, recorder)
    gc.freeze()  # Each training collects garbage: among a million objects of the libraries that takes a second.
    return done, recorder


def failure_of(name: str, **request: Any) -> Failure:
    """How a phase in this process fails."""
    try:
        done, _ = run(name, **request)
    except Failure as failure:
        return failure
    raise AssertionError(f"{name} did not fail but was done with {done}")


class Process:
    """A phase as a process of its own."""

    def __init__(self, name: str, request: object) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src" / "python")}
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self.process = subprocess.Popen([sys.executable, "-m", "trainer", name], env=environment, text=True, **pipes)
        self.errors = ""
        self._drain = threading.Thread(target=self._read_errors)
        self._drain.start()
        assert self.process.stdin is not None
        self.process.stdin.write(request if isinstance(request, str) else json.dumps(request))
        self.process.stdin.close()
        self.events: list[Event] = []

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        self.errors = self.process.stderr.read()

    def read_until(self, wanted: Callable[[Event], bool]) -> Event:
        """Reads events until one is as wanted. Fails with what the process said where none is."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.events.append(json.loads(line))
            if wanted(self.events[-1]):
                return self.events[-1]
        self.wait()
        raise AssertionError(f"the process ended without that event: {self.events[-3:]}\n{self.errors}")

    def wait(self) -> int:
        """Reads to the end; returns the exit status."""
        assert self.process.stdout is not None and self.process.stderr is not None
        self.events += [json.loads(line) for line in self.process.stdout]
        status = self.process.wait()
        self._drain.join()
        self.process.stdout.close()
        self.process.stderr.close()
        return status


def temporary_folder(test: type[unittest.TestCase] | unittest.TestCase | None = None) -> Path:
    """A folder that is removed with the test, its class or this process."""
    folder = tempfile.TemporaryDirectory(prefix="autodidact-trainer-")
    if isinstance(test, unittest.TestCase):
        test.addCleanup(folder.cleanup)
    elif test is not None:
        test.addClassCleanup(folder.cleanup)
    else:
        atexit.register(folder.cleanup)
    return Path(folder.name)


def weights(name: str) -> Path:
    """A real model. Skips the test where this machine has none."""
    folder = os.environ.get("AUTODIDACT_WEIGHTS")
    if folder is None or not (Path(folder) / name).exists():
        raise unittest.SkipTest(f"AUTODIDACT_WEIGHTS names no folder with {name}")
    return Path(folder) / name


@cache
def tokenizer_of(name: str) -> Path:
    """A folder with a real model's tokenizer, and nothing else of what `prepare` makes: the weights take long."""
    folder = temporary_folder() / "tokenizer"
    build_tokenizer(GgufFile(weights(name))).save_pretrained(folder)
    return folder


@cache
def encoder_of(name: str) -> Encoder:
    """The same, loaded once: Gemma's takes seconds."""
    return Encoder(tokenizer_of(name))


@cache
def prepared(name: str) -> Path:
    """A real model, prepared once for all tests."""
    folder = temporary_folder() / "prepared"
    run("prepare", model={"gguf": str(weights(name))}, output=str(folder), dtype="float32")
    return folder


def write_rows(path: Path, rows: Sequence[tuple[str, str]]) -> Path:
    """Prompts and completions as a file of rows."""
    lines = [json.dumps({"id": str(n), "prompt": prompt, "completion": end}) for n, (prompt, end) in enumerate(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def puzzles(count: int) -> list[tuple[str, str]]:
    """One-line puzzles up to their solution, and the solution."""
    made = []
    for n in range(count):
        one, two = 2 + 7 * n % 89, 3 + 5 * n % 83
        head = f"(x: int, a={one}, b={two}):\n    return "
        test, answer = [("x == a + b", "a + b"), ("x - a == b", "b + a"), ("x == a * b", "a * b")][n % 3]
        made.append((f"def f{head}{test}\n\n\ndef g(a={one}, b={two}):\n", f"    return {answer}\n"))
    return made
