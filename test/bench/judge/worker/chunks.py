"""How `pipes` and its workers speak: a chunk is a length and marshalled texts, its reply one letter a text."""

from .research import ACCEPTED, FAILED, FILTERED, TIMED_OUT

LENGTH_BYTES = 4
LARGEST = 16
"""Most texts in a chunk."""
LETTERS = {ACCEPTED: b"a", FAILED: b"f", FILTERED: b"w", TIMED_OUT: b"t"}
