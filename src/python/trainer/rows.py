"""Rows of training data: JSON lines with a prompt and its completion."""

import json
from pathlib import Path
from typing import NamedTuple

from .failure import Failure


class Row(NamedTuple):
    """One example."""

    id: str
    prompt: str
    completion: str


def read_rows(path: Path) -> list[Row]:
    """Raises `Failure`: `unreadableRows` with the number of the line that is wrong, or `noRows`."""
    try:
        with open(path, encoding="utf-8") as file:
            rows = [_row(line, number, path) for number, line in enumerate(file, 1) if line.strip()]
    except (OSError, UnicodeDecodeError) as problem:
        raise _unreadable(f"{path} cannot be read: {problem}.") from None
    if not rows:
        raise Failure("noRows", f"{path} has no rows.", "Accept some pairs, or choose a file that has some.")
    return rows


def _row(line: str, number: int, path: Path) -> Row:
    try:
        fields = json.loads(line)
        row = Row(fields["id"], fields["prompt"], fields["completion"])
    except (ValueError, TypeError, KeyError, RecursionError):
        row = None
    if row is None or not all(type(value) is str for value in row):
        raise _unreadable(f"Line {number} of {path} is no row with the texts id, prompt and completion.")
    return row


def _unreadable(message: str) -> Failure:
    return Failure("unreadableRows", message, "Start again: the rows are written anew.")
