"""What an awkward pair is: one that is right, but written in a way that a judge might stumble over."""

import textwrap
from dataclasses import dataclass


@dataclass(frozen=True)
class Awkward:
    """A pair that has to be verified."""

    name: str
    f: str
    g: str
    timeout_ms: int = 2000
    since: tuple[int, int] = (3, 10)
    """The first Python that can run it."""


def pair(name: str, f: str, g: str, timeout_ms: int = 2000) -> Awkward:
    """The texts may be written indented."""
    return Awkward(name, textwrap.dedent(f).strip("\n"), textwrap.dedent(g).strip("\n"), timeout_ms)


def both(name: str, kind: str, value: str, text: str) -> Awkward:
    """A pair whose f and g both hold `text`, in which a function h makes an answer of type `kind` that equals `value`."""
    text = textwrap.dedent(text).strip("\n")
    f = f"{text}\n\ndef f(x: {kind}):\n    return x == h() and x == {value}"
    return Awkward(name, f, f"{text}\n\ndef g():\n    return h()")
