"""Files and folders that are either whole or not there."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ENDING = ".draft"


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A name beside `path` to write to; what was written becomes `path` when the block ends, else it is removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(path)
    try:
        yield draft
        _flush(draft)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """The same for a folder. What was at `path` before is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(path)
    draft.mkdir()
    try:
        yield draft
        for file in draft.rglob("*"):
            _flush(file)
        if path.exists():
            old = draft.with_name(f"{draft.name}{_ENDING}")
            os.rename(path, old)  # A folder in use or half removed must never lie under the name.
            shutil.rmtree(old, ignore_errors=True)
        os.rename(draft, path)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _draft(path: Path) -> Path:
    """A new name beside `path`. What a killed process left under such a name goes: it may be gigabytes.

    No two processes write the same path: whoever starts them holds a lock.
    """
    for left in path.parent.glob(f".{path.name}.*{_ENDING}"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}{_ENDING}")


def _flush(path: Path) -> None:
    """To the disk, so that after a power cut no name stands for a file that is not."""
    if path.is_file():
        with open(path, "rb+") as file:  # Windows flushes only what is open for writing.
            os.fsync(file.fileno())
