"""The phase `measure`: how many tokens texts are."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .encoding import Encoder
from .events import Events
from .rows import read_rows
from .sources import Folder


@dataclass(frozen=True)
class MeasureRequest:
    model: Folder
    rows: str
    parity: list[str]


def measure(request: MeasureRequest, events: Events) -> dict[str, Any]:
    """Counts the tokens of rows, as they are trained, and of texts, as Ollama counts them in a raw prompt."""
    encoder = Encoder(request.model.path)
    encoded = encoder.rows(read_rows(Path(request.rows)))
    return {
        "rows": [[len(row.prompt), len(row.completion)] for row in encoded],
        "parity": encoder.counts(request.parity),
        "endToken": encoder.end_token,
        "bosToken": encoder.begin_token,
    }
