"""Tries the trainer on this machine's GPU and says what it took: `gpu.py MODEL.gguf`, with a Python that has its libraries.

What no test on a processor shows: that a killed training ends as if it had not been, to the last bit; that memory which
really runs out makes batches smaller; that every way to train works there; that a full GPU does not stop an export.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).resolve().parents[2] / "src" / "python"
OPTIONS: dict[str, Any] = {
    "loss": "completion", "rank": 16, "alpha": 32, "dropout": 0.1, "dora": False, "learningRate": 6e-4,
    "scheduler": "linear", "warmupSteps": 5, "weightDecay": 0, "epochs": 4, "maxSteps": 40, "batch": 8,
    "accumulation": 1, "sequenceLength": 512, "packing": False, "seed": 1, "precision": "auto", "fourBit": False,
    "gradientCheckpointing": False, "saveEvery": 10, "evalEvery": 1000, "patience": None, "threads": None,
}  # fmt: skip
WAYS: dict[str, dict[str, Any]] = {
    "LoRA": {},
    "DoRA": {"dora": True},
    "4 bits": {"fourBit": True},
    "checkpointing": {"gradientCheckpointing": True},
    "float32": {"precision": "float32"},
    "packed": {"packing": True, "loss": "full", "sequenceLength": 1024},
}
HOLD = """
import sys, torch
left, held = int(sys.argv[1]), []
while (free := torch.cuda.mem_get_info()[0]) > left + (64 << 20):
    held.append(torch.empty(min(free - left, 1 << 30), dtype=torch.uint8, device="cuda"))
print(flush=True)
sys.stdin.read()
"""
Event = dict[str, Any]


class Bench:
    """A model prepared for training, rows, and a folder to write to."""

    def __init__(self, gguf: Path, folder: Path) -> None:
        self.gguf, self.folder = gguf, folder
        self.model, self.rows = folder / "model", folder / "rows.jsonl"
        self.rows.write_text("".join(f"{json.dumps(_row(number))}\n" for number in range(320)), encoding="utf-8")
        _phase("prepare", {"model": {"gguf": str(gguf)}, "output": str(self.model), "dtype": "auto"})

    def train(self, name: str, options: Event, kill_at: int | None = None, resume: bool = False) -> list[Event]:
        request = {
            "model": {"folder": str(self.model)},
            "rows": str(self.rows),
            "evalRows": None,
            "output": str(self.folder / name),
            "options": {**OPTIONS, **options},
            "resume": resume,
        }
        return _phase("train", request, lambda event: event.get("step") == kill_at and event["event"] == "step")

    def export(self, name: str) -> Event:
        request = {
            "model": {"gguf": str(self.gguf)},
            "base": {"folder": str(self.model)},
            "adapter": str(self.folder / name / "adapter"),
            "output": str(self.folder / f"{name}.gguf"),
            **{"rows": str(self.rows), "type": "auto", "positions": 300},
        }
        return _phase("export", request)[-1]

    def adapter(self, name: str) -> bytes:
        return (self.folder / name / "adapter" / "adapter_model.safetensors").read_bytes()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gguf", type=Path, help="the base: a small one will do")
    parser.add_argument("--left", type=float, default=4, help="GB that are left free when memory is to run out")
    arguments = parser.parse_args()
    found = _phase("check", {})[-1]
    print(f"{found['deviceName']}, torch {found['versions']['torch']}", flush=True)
    with tempfile.TemporaryDirectory(prefix="autodidact-gpu-") as folder:
        bench = Bench(arguments.gguf, Path(folder))
        for name, options in WAYS.items():
            print(f"{name}: {_told(bench.train(name, options)[-1])}", flush=True)
        bench.train("killed", {}, kill_at=27)
        resumed = bench.train("killed", {}, resume=True)
        started = next(event for event in resumed if event["event"] == "started")
        same = bench.adapter("killed") == bench.adapter("LoRA")
        print(
            f"killed at 27, resumed at {started['startStep']}: {'the same' if same else 'NOT the same'} weights",
            flush=True,
        )
        print(f"export: {_exported(bench.export('LoRA'))}", flush=True)
        if found["device"] not in ("cuda", "rocm"):
            return
        with _holding(int(arguments.left * 1e9)):
            said = bench.train("short", {"batch": 128, "epochs": 1, "saveEvery": 1000})
            tries = [event["batch"] for event in said if event["event"] == "retry"]
            print(f"{arguments.left} GB left: batches of 128, then {tries}; {_told(said[-1])}", flush=True)
            print(f"export beside it: {_exported(bench.export('LoRA'))}")


def _told(done: Event) -> str:
    return (
        f"{done['tokensPerSecond']:.0f} tokens/s, {done['peakMemory'] / 1e9:.2f} GB, "
        f"loss {done['lossBefore']:.3f} → {done['lossAfter']:.3f}"
    )


def _exported(done: Event) -> str:
    return f"{done['type']}, agreement {done['agreement']:.1%}, divergence {done['divergence']:.1e} nats"


def _phase(name: str, request: Event, is_enough: Callable[[Event], bool] = lambda _: False) -> list[Event]:
    """The events of a phase to its end, or until it is killed since there is enough. Exits where it fails."""
    command = [sys.executable, "-m", "trainer", name]
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(
            command, cwd=SOURCES, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        ) as process,
    ):
        assert process.stdin is not None and process.stdout is not None
        json.dump(request, process.stdin)
        process.stdin.close()
        events: list[Event] = []
        for line in process.stdout:
            events.append(json.loads(line))
            if is_enough(events[-1]):
                process.kill()
                return events
        if process.wait() != 0:
            errors.seek(0)
            sys.exit(f"{errors.read()}\n{name} failed: {events[-1:]}")
        return events


class _holding:
    """Another program that has all of the GPU's memory but so many bytes."""

    def __init__(self, left: int) -> None:
        self._left = left

    def __enter__(self) -> None:
        command = [sys.executable, "-c", HOLD, str(self._left)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        self._process.stdout.readline()

    def __exit__(self, *_: object) -> None:
        self._process.communicate()


def _row(number: int) -> Event:
    """Puzzles of unlike length that a model can learn."""
    one, two = 2 + 7 * number % 89, 3 + 5 * number % 83
    inputs = f"a={one}, b={two}"
    noise = "".join(f"    assert x != {value}\n" for value in range(number % 23))
    prompt = f"def f(x: int, {inputs}):\n{noise}    return x - a == b\n\n\ndef g({inputs}):\n"
    return {"id": str(number), "prompt": prompt, "completion": "    return a + b\n"}


if __name__ == "__main__":
    main()
