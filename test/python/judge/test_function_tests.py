import unittest
from typing import Any

from judge.function_tests import read_tests


def taken(source: str, function: str = "add") -> dict[str, Any]:
    found = read_tests(source, function)
    assert found["ok"], found
    return found


def reason(source: str, function: str = "add") -> str:
    found = read_tests(source, function)
    assert not found["ok"], found
    return found["detail"]


def judge_results(found: dict[str, Any], results: list[Any]) -> Any:
    names: dict[str, Any] = {}
    exec(found["f"], names)
    return names["f"](results)


class FunctionTestsTest(unittest.TestCase):
    def test_calls_go_to_the_solution_and_what_is_said_of_them_to_the_puzzle(self) -> None:
        found = taken("assert add(1, 2) == 3\nassert set(add([1], b=[2])) == {1, 2}, 'message'")
        self.assertEqual(found["calls"], ["add(1, 2)", "add([1], b=[2])"])
        self.assertIs(judge_results(found, [3, [2, 1, 2]]), True)
        self.assertIs(judge_results(found, [3, [2]]), False)
        self.assertIs(judge_results(found, [4, [2, 1]]), False)

    def test_reads_check_with_the_functions_own_name_in_the_calls(self) -> None:
        found = taken(
            "METADATA = {'author': 'nobody'}\n\n\ndef check(candidate):\n    'About.'\n"
            "    assert candidate(1, 2) == 3\n    assert abs(candidate(0.5, 1) - 1.5) < 1e-6\n    assert True\n    pass\n"
        )
        self.assertEqual(found["calls"], ["add(1, 2)", "add(0.5, 1)"])
        self.assertIs(judge_results(found, [3, 1.5]), True)

    def test_a_function_of_the_name_check_is_tested_like_any_other(self) -> None:
        self.assertEqual(taken("assert check(70) == False", "check")["calls"], ["check(70)"])

    def test_imports_go_with_both_halves(self) -> None:
        found = taken("import math\nassert math.isclose(add(math.pi, 0), math.pi)")
        self.assertEqual(found["imports"], ["import math"])
        self.assertEqual(found["calls"], ["add(math.pi, 0)"])
        self.assertIs(judge_results(found, [3.141592653589793]), True)

    def test_a_call_within_a_call_is_part_of_it(self) -> None:
        self.assertEqual(taken("assert add(add(1, 2), 3) == 6")["calls"], ["add(add(1, 2), 3)"])

    def test_variables_of_a_comprehension_over_results_are_known(self) -> None:
        found = taken("assert all(part > 0 for part in add(1, 2))")
        self.assertIs(judge_results(found, [[1, 2]]), True)

    def test_what_needs_the_function_itself_is_refused_with_the_reason(self) -> None:
        self.assertIn(
            "line 1 of the tests is more than an assertion", reason("for n in (1, 2):\n    assert add(n, 1) == n + 1")
        )
        self.assertIn("calls the function with n", reason("assert all(add(n, 1) == n + 1 for n in range(3))"))
        self.assertIn("hands the function itself on", reason("assert list(map(add, [1], [2])) == [3]"))
        self.assertIn("a test speaks of other", reason("assert add(1, 2) == other(1, 2)"))
        self.assertIn("no test calls add", reason("assert True"))

    def test_texts_that_do_not_parse_are_refused(self) -> None:
        self.assertIn("do not parse", reason("assert add(1, 2 == 3"))
        self.assertIn("do not parse", reason("assert add('\0')"))
        self.assertIn("too deeply", reason("assert add(" + "(" * 50 + "-" * 100_000 + "1"))
