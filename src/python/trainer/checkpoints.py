"""Checkpoints of a run: which are whole, and which a crash left torn."""

import json
import os
import shutil
from pathlib import Path

from transformers.trainer_utils import PREFIX_CHECKPOINT_DIR

from .files import whole_file

_MARK = "whole.json"
"""The file that a checkpoint gets last: names and sizes of all others."""


def mark_whole(checkpoint: Path) -> None:
    """Vouches for a checkpoint that has been written. Its files reach the disk before the mark does."""
    sizes = {}
    for file in sorted(checkpoint.iterdir()):
        with open(file, "rb+") as stream:
            os.fsync(stream.fileno())
        sizes[file.name] = file.stat().st_size
    with whole_file(checkpoint / _MARK) as draft:
        draft.write_text(json.dumps(sizes), encoding="utf-8")


def latest_whole(output: Path) -> Path | None:
    """The last checkpoint of a run that is whole; removes those that are not, so that they take no room of good ones."""
    found = sorted(output.glob(f"{PREFIX_CHECKPOINT_DIR}-*"), key=_step)
    for checkpoint in found:
        if not _is_whole(checkpoint):
            shutil.rmtree(checkpoint)
    return next((checkpoint for checkpoint in reversed(found) if checkpoint.exists()), None)


def remove_all(output: Path) -> None:
    """Makes room for a run from the start."""
    for checkpoint in output.glob(f"{PREFIX_CHECKPOINT_DIR}-*"):
        shutil.rmtree(checkpoint)


def _is_whole(checkpoint: Path) -> bool:
    try:
        sizes = json.loads((checkpoint / _MARK).read_text(encoding="utf-8"))
        return all((checkpoint / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError):
        return False


def _step(checkpoint: Path) -> int:
    number = checkpoint.name.removeprefix(f"{PREFIX_CHECKPOINT_DIR}-")
    return int(number) if number.isdigit() else -1
