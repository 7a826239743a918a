"""Failures that a person can act on; everything else that goes wrong is a bug and surfaces as one."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager


class Failure(Exception):
    """What went wrong, as a sentence, and what to do next."""

    def __init__(self, code: str, message: str, advice: str) -> None:
        super().__init__(message)
        self.code, self.message, self.advice = code, message, advice


def first_line(error: Exception) -> str:
    """The first line that an error says; the name of its type where it says nothing."""
    return next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)


@contextmanager
def noticing_full_disk() -> Iterator[None]:
    """Turns "no space left" into a failure, whichever library reports it.

    safetensors, tokenizers and torch are native code: their errors carry the system's number only as text.
    """
    try:
        yield
    except Failure:
        raise
    except Exception as error:
        number = getattr(error, "errno", None)
        if number in (errno.ENOSPC, errno.EDQUOT) or any(phrase in str(error) for phrase in _FULL):
            raise Failure(
                "diskFull",
                "There is no space left on the disk.",
                "Free some space, or choose a folder on another disk; then start again.",
            ) from error
        raise


_FULL = (
    "No space left on device",
    "os error 28",
    "Disk quota exceeded",
    "unexpected pos",
    "not enough space on the disk",
)
"""The last but one is what torch's archive writer says after a write that the system cut short."""
