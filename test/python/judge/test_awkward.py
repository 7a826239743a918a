"""Judges the corpus of awkward pairs, each of which is right; with and without shared processes."""

import unittest
from collections.abc import Sequence

from .awkward import answers, headers, library, syntax
from .judge_process import JudgeProcess

PAIRS = [*syntax.PAIRS, *library.PAIRS, *answers.PAIRS, *headers.PAIRS]


class AwkwardTest(unittest.TestCase):
    def assert_verifies_all(self, arguments: Sequence[str]) -> None:
        judge = JudgeProcess(arguments=arguments)
        self.addCleanup(judge.close)
        found = judge.judge_all((pair.f, pair.g, pair.timeout_ms) for pair in PAIRS)
        for pair, result in zip(PAIRS, found):
            with self.subTest(pair.name):
                self.assertEqual(result["verdict"], "verified", result["detail"])

    def test_all_are_verified_where_programs_share(self) -> None:
        self.assert_verifies_all([])

    def test_all_are_verified_where_none_share(self) -> None:
        self.assert_verifies_all(["--isolate"])

    def test_the_corpus_is_large_and_names_each_pair_once(self) -> None:
        self.assertEqual(len(PAIRS), len({pair.name for pair in PAIRS}))
        self.assertGreaterEqual(len(PAIRS), 170)


if __name__ == "__main__":
    unittest.main()
