"""Texts of values for people."""

import reprlib

MOST_ANSWER_CHARACTERS = 2000
"""Length at which the `repr` of an answer is cut."""
_MOST_RETURNED_CHARACTERS = 200
_LARGE_BYTES = 100_000


def show_answer(answer: object, encoded_bytes: int) -> str:
    """The answer's `repr`, cut. A large answer is abridged first, for its full `repr` can take minutes."""
    text = repr(answer) if encoded_bytes < _LARGE_BYTES else _ABRIDGED.repr(answer)
    return text if len(text) <= MOST_ANSWER_CHARACTERS else text[: MOST_ANSWER_CHARACTERS - 1] + "…"


def show_returned(value: object) -> str:
    """What f returned; its `repr` may be code of the puzzle."""
    return reprlib.repr(value)[:_MOST_RETURNED_CHARACTERS]


class _Abridged(reprlib.Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxlist = self.maxtuple = self.maxset = self.maxdict = 20
        self.maxstring = self.maxother = MOST_ANSWER_CHARACTERS

    def repr_int(self, x: int, level: int) -> str:
        return f"<int of {x.bit_length()} bits>" if x.bit_length() > 10_000 else repr(x)

    def repr_str(self, x: str, level: int) -> str:
        return repr(x[: self.maxstring])


_ABRIDGED = _Abridged()
