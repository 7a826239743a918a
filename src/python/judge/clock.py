"""How long a process has had, so that other load on the machine does not decide a verdict."""

import time

_MUCH_WAITING = 0.2
"""Share of the wall time: what is more comes of more work than processors, on which each is slower, too."""


class StepClock:
    """Seconds that a process has had since the last `restart`.

    That is the wall time less the time it stood ready but waited for a processor, or its processor time if that is
    more (several threads). Where the system tells neither (not Linux) it is the wall time.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.restart()

    def restart(self) -> None:
        self._wall = time.monotonic()
        self._cpu, self._waited = self._processor_seconds(), self._waiting_seconds()
        self._looked = time.monotonic()

    @property
    def wall(self) -> float:
        return time.monotonic() - self._wall

    @property
    def seconds(self) -> float:
        return max(
            self.wall - (self._waiting_seconds() - self._waited),
            self._processor_seconds() - self._cpu,
        )

    @property
    def kept_waiting(self) -> bool:
        """Whether it stood ready without a processor for so much of the time that others had a part in how long it took."""
        return self._waiting_seconds() - self._waited > _MUCH_WAITING * (time.monotonic() - self._looked)

    def _processor_seconds(self) -> float:
        try:
            return time.clock_gettime(~self._pid << 3 | 2)  # Linux's clock id of another process's CPU time.
        except OSError:
            return 0.0

    def _waiting_seconds(self) -> float:
        try:
            with open(f"/proc/{self._pid}/schedstat", encoding="ascii") as schedstat:
                return int(schedstat.read().split()[1]) / 1e9  # Nanoseconds on a run queue, without a processor.
        except (OSError, IndexError, ValueError):
            return 0.0
