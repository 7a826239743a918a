"""Tests of the judge. This package shares the judge's name, so that it takes the judge's folder into its path."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
JUDGE = ROOT / "src" / "python" / "judge"
__path__.append(str(JUDGE))
