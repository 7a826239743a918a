"""Tests of the trainer, for an interpreter that has its libraries: `run.py REPORT trainer`.

This package shares the trainer's name, so that it takes the trainer's folder into its path. AUTODIDACT_WEIGHTS names
the folder with the two real models; without it the tests that need them are skipped.
"""

import os
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
# The libraries read these when they are loaded, which any of the tests may be the first to do.
os.environ |= {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1", "TRANSFORMERS_VERBOSITY": "error"}
__path__.append(str(ROOT / "src" / "python" / "trainer"))


def load_tests(loader: unittest.TestLoader, tests: unittest.TestSuite, pattern: str | None) -> unittest.TestSuite:
    """All tests here where this package is named; none where it is merely found, perhaps by a Python without torch."""
    if pattern is not None:
        return tests
    return loader.loadTestsFromNames([f"{__name__}.{file.stem}" for file in sorted(HERE.glob("test_*.py"))])
