"""Tests of the judge's bench. This package takes the bench's folder into its path, whose own name is the judge's."""

from pathlib import Path

__path__.append(str(Path(__file__).resolve().parents[2] / "bench" / "judge"))
