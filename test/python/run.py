"""Runs every test under test/python, or the modules named, and writes its counts as JSON: `run.py REPORT [MODULE]…`."""

import json
import sys
import unittest
from pathlib import Path
from typing import Any, cast

HERE = str(Path(__file__).parent)


class CountingResult(unittest.TextTestResult):
    """Counts what passed, which cannot be told from unittest's own totals when a class's set-up fails."""

    passed = 0

    def addSuccess(self, test: unittest.TestCase) -> None:
        super().addSuccess(test)
        self.passed += 1


def main(report: str, modules: list[str]) -> int:
    """Exit status: 0 when nothing failed."""
    sys.path.insert(0, HERE)
    loader = unittest.defaultTestLoader
    suite = loader.loadTestsFromNames(modules) if modules else loader.discover(HERE, top_level_dir=HERE)
    # Typeshed gives the runner's stream and the result's stream types of different names.
    result = unittest.TextTestRunner(verbosity=2, resultclass=cast(Any, CountingResult)).run(suite)
    assert isinstance(result, CountingResult)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped) + len(result.expectedFailures)
    failures = [f"{test}\n{trace}" for test, trace in [*result.failures, *result.errors]]
    counts = {"passed": result.passed, "failed": failed, "skipped": skipped, "failures": failures}
    Path(report).write_text(json.dumps(counts))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
