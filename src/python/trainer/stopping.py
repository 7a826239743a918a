"""Signals: the first asks a run to stop where it can go on later, the second ends it at once."""

import os
import signal
from types import FrameType


class StopSignals:
    """Listens to SIGTERM and SIGINT from now on. `received` is what a run looks at between its steps."""

    def __init__(self) -> None:
        self.received = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._receive)

    def _receive(self, number: int, _frame: FrameType | None) -> None:
        if self.received:
            os._exit(128 + number)
        self.received = True
