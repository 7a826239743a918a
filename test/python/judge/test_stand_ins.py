"""What stands in for something stronger does its part, and ends the process where more is asked of it."""

import os
import unittest
from collections.abc import Callable

from judge import shared_names, stand_ins

_RETURNED = 7


def status_of(work: Callable[[], object]) -> int:
    """The exit status of a child that does the work: `_RETURNED` when it comes back from it."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
            os._exit(_RETURNED)
        except BaseException:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


class EvaluateTest(unittest.TestCase):
    def test_evaluates_arithmetic(self) -> None:
        for text in ("1+2*3", " 7", "(1, [2], 3)[0]", "8-1<3!=2", "~1|2^3&4", "1.5", "..."):
            self.assertEqual(stand_ins.evaluate(text), eval(text))

    def test_raises_what_eval_raises(self) -> None:
        for text in ("1/0", "1+", "", "[1][2]"):
            with self.subTest(text=text):
                with self.assertRaises(Exception) as expected:
                    eval(text)
                with self.assertRaises(type(expected.exception)) as found:
                    stand_ins.evaluate(text)
                self.assertEqual(str(found.exception), str(expected.exception))

    def test_leaves_everything_else_to_a_process_of_its_own(self) -> None:
        for text in (
            "x",
            "1e5",
            "'a'",
            "_",
            "1\n",
            "{}",
            "ªº",
            "١",
            b"1",
            1,
            compile("1", "", "eval"),
            "+".join("1" * 101),
        ):
            with self.subTest(text=text):
                self.assertEqual(status_of(lambda text=text: stand_ins.evaluate(text)), 0)


class CounterTest(unittest.TestCase):
    def test_a_copy_is_of_counters_alone(self) -> None:
        def copy(value: object) -> Callable[[], object]:
            def work() -> None:
                stand_ins.guard_shared_classes()
                copied = shared_names.namespace("g")["Counter"].copy(value)
                assert copied == value

            return work

        counter = shared_names.namespace("g")["Counter"]("aab")
        self.assertEqual(status_of(copy(counter)), _RETURNED)
        for value in (int, {}, 1, type(counter)):
            self.assertEqual(status_of(copy(value)), 0)


class NoCodeTest(unittest.TestCase):
    """The C library trusts that nothing changes while it works, so nothing of the program's may run meanwhile."""

    def member(self, module: str, name: str) -> Callable[..., object]:
        return getattr(shared_names.namespace("g")["__builtins__"]["__import__"](module), name)

    def test_json_without_hooks(self) -> None:
        dumps, loads = self.member("json", "dumps"), self.member("json", "loads")
        self.assertEqual(dumps({"b": 1, "a": [2]}, indent=1, sort_keys=True), '{\n "a": [\n  2\n ],\n "b": 1\n}')
        self.assertEqual(loads("[1]", strict=False), [1])
        for hook in ("cls", "default"):
            self.assertEqual(status_of(lambda hook=hook: dumps([], **{hook: len})), 0)
        for hook in ("cls", "object_hook", "object_pairs_hook", "parse_float", "parse_int", "parse_constant"):
            self.assertEqual(status_of(lambda hook=hook: loads("[]", **{hook: len})), 0)

    def test_rows_of_finished_lines(self) -> None:
        reader = self.member("csv", "reader")
        for lines in (["a,b"], ("a,b",)):
            self.assertEqual(list(reader(lines)), [["a", "b"]])  # type: ignore[call-overload]
        for lines in (iter(["a"]), (line for line in "a"), map(str, "a"), {"a"}, {"a": "b"}):
            self.assertEqual(status_of(lambda lines=lines: reader(lines)), 0)


class RandomTest(unittest.TestCase):
    def test_each_program_has_a_generator_of_its_own(self) -> None:
        def first(seed: int | None) -> float:
            module = shared_names.namespace("g")["__builtins__"]["__import__"]("random")
            if seed is not None:
                module.seed(seed)
            number = module.random()
            shared_names.forget()
            return number

        self.assertEqual(first(7), first(7))
        self.assertEqual(len({first(7), first(None), first(None)}), 3)


if __name__ == "__main__":
    unittest.main()
