import unittest
from importlib import import_module

ATTEMPTS = import_module("bench.workload.attempts")
PAIRS = import_module("bench.workload.pairs")
SUPERVISED = import_module("bench.judges.supervised")

SMALL = {"puzzles": 5, "each": 12}


@unittest.skipUnless(PAIRS.P3.exists(), f"P3 is not there: {PAIRS.P3}")
class WorkloadTest(unittest.TestCase):
    def test_same_seed_same_attempts(self) -> None:
        first, again, other = (ATTEMPTS.attempts(seed, **SMALL) for seed in (1, 1, 2))
        self.assertEqual(first, again)
        self.assertNotEqual(first, other)

    def test_repeats_as_many_texts_as_it_is_told(self) -> None:
        self.assertAlmostEqual(ATTEMPTS.repeats(ATTEMPTS.attempts(1, repeated=0.25, **SMALL)), 0.25)
        self.assertEqual(ATTEMPTS.repeats(ATTEMPTS.attempts(1, repeated=0.0, **SMALL)), 0)

    def test_the_judge_finds_what_is_known_of_each_attempt(self) -> None:
        checks = ATTEMPTS.attempts(3, **SMALL)
        judge = SUPERVISED.SupervisedJudge(2)
        self.addCleanup(judge.close)
        for check, verdict in zip(checks, judge.run(checks)):
            with self.subTest(kind=check.kind, puzzle=check.puzzle, g=check.g):
                self.assertEqual(verdict == "verified", check.accept, verdict)

    def test_reads_p3_as_import_does(self) -> None:
        checks = PAIRS.pairs()
        self.assertEqual(len(checks), 609)
        self.assertTrue(all(check.f.startswith("def f(") and check.g.startswith("def g(") for check in checks))


if __name__ == "__main__":
    unittest.main()
