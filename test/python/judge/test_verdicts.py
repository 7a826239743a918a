import os
import subprocess
import sys
import unittest

from .judge_process import JudgeTestCase

EQUALS = "def f(x: {}, n=1):\n    return x == n"


class VerdictTest(JudgeTestCase):
    def assert_verdict(self, verdict: str, f: str, g: str, detail: str = "", answer: str | None = None) -> None:
        found = self.judge.judge(f, g)
        self.assertEqual(found["verdict"], verdict, found)
        self.assertIn(detail, found["detail"])
        if answer is not None:
            self.assertEqual(found["answer"], answer)

    def test_proves_a_pair_and_shows_the_answer(self) -> None:
        f = "from typing import List\n\ndef f(x: List[int], n=5):\n    return len(x) == n"
        self.assert_verdict(
            "verified", f, "import math\ndef g(n=5):\n    return [math.gcd(n)] * n", answer="[5, 5, 5, 5, 5]"
        )

    def test_takes_names_of_typing_without_import(self) -> None:
        f = "def f(x: Optional[Tuple[int, str]], a: List[int] = [1]):\n    return x == (1, 'a')"
        self.assert_verdict("verified", f, "def g(a: List[int] = [1]) -> Tuple[int, str]:\n    return (1, 'a')")

    def test_only_the_object_true_proves(self) -> None:
        for value in ("1", "'yes'", "[x]", "None", "x"):
            f = f"def f(x: int):\n    return {value}"
            self.assert_verdict("refuted", f, "def g(): return 1", f"f returned {value.replace('x', '1')} for")
        self.assert_verdict("refuted", EQUALS.format("int"), "def g(n=1): return 2", "f returned False", answer="2")

    def test_types_are_exact(self) -> None:
        for kind, value in (("int", "True"), ("int", "1.0"), ("float", "1"), ("bool", "1"), ("List[int]", "(1,)")):
            f = f"def f(x: {kind}):\n    return True"
            self.assert_verdict("illTyped", f, f"def g(): return {value}", f"not {kind}")

    def test_cuts_a_long_answer_where_it_is_shown(self) -> None:
        for value in ("'x' * 10**6", "[0] * 10**6", "10**50000", "list(range(3000))"):
            found = self.judge.judge("def f(x: Any):\n    return True", f"def g(): return {value}")
            self.assertEqual(found["verdict"], "verified", found)
            self.assertLessEqual(len(found["answer"]), 2000)

    def test_a_solution_cannot_change_the_inputs(self) -> None:
        f = "def f(x: int, n=1, m=[2]):\n    return x == n"
        for parameters in (
            "n=2, m=[2]",
            "n=1, m=[True]",
            "n=1.0, m=[2]",
            "n=1",
            "n=1, m=[2], k=3",
            "a=1, m=[2]",
            "n, m=[2]",
        ):
            with self.subTest(parameters=parameters):
                self.assert_verdict("malformed", f, f"def g({parameters}): return 1")
        self.assert_verdict("verified", f, "def g(m=[2], n=0x1): return n")

    def test_says_what_is_wrong_with_a_puzzle(self) -> None:
        for f, detail in (
            ("def f(x, n=1): return True", "no annotation"),
            ("def f(x: Callable, n=1): return True", "cannot be checked: Callable"),
            ("def f(n=1): return True", "exactly one parameter without a default"),
            ("def f(x: int, *n): return True", "*args"),
            ("def f(x: int, n=1):\n  return (", "f does not parse"),
            ("f = 1", "0 functions named f"),
            ("def f(x: int, n=1): return True\ndef f(x: int, n=1): return True", "2 functions"),
        ):
            with self.subTest(f=f):
                self.assert_verdict("malformed", f, "def g(n=1): return 1", detail)

    def test_takes_defaults_past_pythons_limit_of_digits(self) -> None:
        digits = "7" * 9000
        self.assert_verdict(
            "verified", f"def f(x: int, n={digits}):\n    return x == n", f"def g(n={digits}): return n"
        )

    def test_a_mutated_input_does_not_reach_f(self) -> None:
        f = "def f(x: int, n=[1]):\n    return len(n) == 1 and x == 5"
        self.assert_verdict("verified", f, "def g(n=[1]):\n    n.append(2)\n    return 5")

    def test_an_answer_that_takes_long_to_pack_is_out_of_time(self) -> None:
        """Parts that are shared: little in memory, but endless as data. `attacks/protocol.py` has it for other processes."""
        g = "def g():\n    k = []\n    for _ in range(98): k = [k, k]\n    return k"
        self.assert_verdict("timedOut", "def f(x: list): return True", g, "more than 5 s to read or to pack")

    def test_what_holds_under_one_hash_seed_only_is_flaky(self) -> None:
        program = [sys.executable, "-c", "print(hash('k') % 100003)"]
        first = subprocess.check_output(program, env={**os.environ, "PYTHONHASHSEED": "1"}, text=True).strip()
        f = "def f(x: int):\n    return hash('k') % 100003 == x"
        self.assert_verdict("flaky", f, f"def g(): return {first}", "refuted")
        self.assert_verdict("verified", f, "def g(): return hash('k') % 100003")


class ProbeTest(JudgeTestCase):
    def probe(self, f: str) -> dict:
        return self.judge.ask(op="probe", f=f)

    def test_finds_the_trivial_answer_of_the_right_type(self) -> None:
        for f, answer in (
            ("def f(x: int): return x * x == 9", "-3"),
            ("def f(x: str): return x in 'ab'", "''"),
            ("def f(x: float): return x > 1", "2.0"),
            ("def f(x: List[int]): return sum(x) == 5 and len(x) == 2", "[2, 3]"),
            ("def f(x: List[List[int]]): x[0].append(1); return len(x) == 2 and x[0] == [1]", "[[], []]"),
            ("def f(x: bool): return x", "True"),
            ("def f(x: int): return x == 1000", None),
            ("def f(x: int): return 1", None),
            ("def f(x: int):\n    if x < 5: raise SystemError\n    return True", "5"),
        ):
            with self.subTest(f=f):
                found = self.probe(f)
                self.assertIsNone(found["unsound"])
                self.assertEqual(found["trivialAnswer"], answer)

    def test_says_what_is_unsound_about_a_signature(self) -> None:
        for f, detail in (
            ("def f(x: int, n=undefined): return True", "f raised NameError"),
            ("import nothing_of_that_name\ndef f(x: int): return True", "ModuleNotFoundError"),
            ("def f(x: int, n=[0 for _ in iter(int, 1)]): return True", "f did not end within 1000 ms"),
            ("def f(x: Nonsense): return True", "cannot be checked"),
        ):
            with self.subTest(f=f):
                self.assertIn(detail, self.probe(f)["unsound"])

    def test_does_not_run_the_body_to_tell_soundness(self) -> None:
        self.assertIsNone(self.probe("def f(x: int):\n    raise SystemExit")["unsound"])

    def test_gives_up_on_a_slow_puzzle(self) -> None:
        self.assertEqual(self.probe("def f(x: int):\n    while True: pass"), {"unsound": None, "trivialAnswer": None})


if __name__ == "__main__":
    unittest.main()
