"""What a phase says: JSON lines on standard output, and nothing else there."""

import json
import math
import os
import sys
from typing import Any


class Events:
    """Writes one event a line to the standard output that the process was started with."""

    def __init__(self) -> None:
        """From here on, what anything else prints goes to standard error: libraries print, native ones past `sys`."""
        self._descriptor = os.dup(1)
        os.dup2(2, 1)
        sys.stdout = sys.stderr

    def emit(self, event: str, **fields: Any) -> None:
        """Writes an event at once. A number that JSON cannot write is null."""
        finite = {
            name: None if isinstance(value, float) and not math.isfinite(value) else value
            for name, value in fields.items()
        }
        line = json.dumps({"event": event, **finite}, allow_nan=False, separators=(",", ":")) + "\n"
        rest = memoryview(line.encode())
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]
