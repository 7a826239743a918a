"""Judges the corpus of awkward pairs, each of which is right; with and without shared processes."""

import sys
import unittest
from collections.abc import Sequence

from .awkward import answers, flow, headers, library, modules, recent, syntax, values
from .awkward.pair import Awkward
from .judge_process import JudgeProcess

_SUBJECTS = (syntax, flow, values, library, modules, answers, headers, recent)
PAIRS: list[Awkward] = [pair for subject in _SUBJECTS for pair in subject.PAIRS]


class AwkwardTest(unittest.TestCase):
    def assert_verifies_all(self, pairs: list[Awkward], arguments: Sequence[str]) -> None:
        judge = JudgeProcess(arguments=arguments)
        self.addCleanup(judge.close)
        known = [pair for pair in pairs if pair.since <= sys.version_info[:2]]
        found = judge.judge_all((pair.f, pair.g, pair.timeout_ms) for pair in known)
        for pair, result in zip(known, found):
            with self.subTest(pair.name):
                self.assertEqual(result["verdict"], "verified", result["detail"])

    def test_all_are_verified_where_programs_share(self) -> None:
        self.assert_verifies_all(PAIRS, [])

    def test_all_are_verified_where_none_share(self) -> None:
        self.assert_verifies_all(PAIRS, ["--isolate"])

    def test_this_python_can_run_every_pair(self) -> None:
        for pair in PAIRS:
            if pair.since > sys.version_info[:2]:
                with self.subTest(pair.name):
                    self.skipTest(f"It needs Python {pair.since[0]}.{pair.since[1]}.")

    def test_the_corpus_is_large_and_names_each_pair_once(self) -> None:
        self.assertEqual(len(PAIRS), len({pair.name for pair in PAIRS}))
        self.assertGreaterEqual(len(PAIRS), 460)


if __name__ == "__main__":
    unittest.main()
