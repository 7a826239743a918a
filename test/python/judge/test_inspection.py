import textwrap
import unittest
from typing import Any

from judge.inspection import inspect


def inspected(text: str) -> dict[str, Any]:
    found = inspect(textwrap.dedent(text))
    assert found["ok"], found
    return found


def id_of(text: str) -> str:
    return inspected(text)["id"]


class InspectionTest(unittest.TestCase):
    def test_takes_the_first_puzzle_alone_with_the_imports_before_it(self) -> None:
        found = inspected(
            """\
            import math
            LIMIT = 3
            from typing import List

            def helper(): pass

            def f7(x: List[int], n=5):  # kept
                return f7 and len(x) == n

            def f8(y: int):
                return y == 1
            """
        )
        expected = "import math\nfrom typing import List\n\n\ndef f(x: List[int], n=5):  # kept\n"
        self.assertEqual(found["f"], expected + "    return f and len(x) == n")

    def test_reports_parameters_as_they_are_written(self) -> None:
        found = inspected("def f(x: List[ int ], n=1_000, s: str = 'a\"b', t={1: [2]}):\n    return n in x and x\n")
        self.assertEqual(
            found["parameters"],
            [
                {"name": "x", "annotation": "List[ int ]", "default": None},
                {"name": "n", "annotation": None, "default": "1_000"},
                {"name": "s", "annotation": "str", "default": "'a\"b'"},
                {"name": "t", "annotation": None, "default": "{1: [2]}"},
            ],
        )
        self.assertEqual(found["header"], "def g(n=1_000, s: str = 'a\"b', t={1: [2]}):")
        self.assertEqual(found["answerMentions"], 2)

    def test_drops_the_docstring_and_nothing_else(self) -> None:
        found = inspected('def f(x: int):\n    """Two\n    lines."""\n    # why\n    return x == "é"\n')
        self.assertEqual(found["f"], 'def f(x: int):\n    # why\n    return x == "é"')

    def test_keeps_a_docstring_that_is_all_or_shares_its_line(self) -> None:
        for text in ("def f(x: int):\n    'all'", "def f(x: int): 'first'; return True"):
            self.assertEqual(inspected(text)["f"], text)

    def test_renames_after_text_beyond_ascii(self) -> None:
        self.assertEqual(inspected("def f12(é: str):\n    return 'ü' == é and f12(é)")["f"][-5:], " f(é)")

    def test_leaves_a_parameter_of_the_functions_own_name(self) -> None:
        self.assertEqual(inspected("def f2(f2: int):\n    return f2 == 1")["f"], "def f(f2: int):\n    return f2 == 1")

    def test_takes_a_lone_carriage_return_for_the_end_of_a_line_as_python_does(self) -> None:
        for text in (
            "import os\r\rdef f(x: int):\n    y = 1\r    return x == y\n\nz = 1\n",
            "import os\n\ndef f(x: int):\r\n    y = 1\n    return x == y",
        ):
            self.assertEqual(inspected(text)["f"], "import os\n\n\ndef f(x: int):\n    y = 1\n    return x == y")
        self.assertEqual(
            inspected("def f(x: float, n=\r100.0):\n    return x == n")["parameters"][1]["default"], "100.0"
        )

    def test_does_not_mind_junk_after_a_whole_puzzle(self) -> None:
        puzzle = "def f(x: int):\n    y = '''\nunindented\n'''\n    return x == y"
        for junk in ("\n\nAnd so on (", "\ndef f2(x: int, ", "\n)", "\n# note\n)"):
            with self.subTest(junk=junk):
                self.assertEqual(inspected(puzzle + junk)["f"], puzzle)

    def test_says_whether_the_function_itself_returns_a_value(self) -> None:
        self.assertTrue(inspected("def f(x: int):\n    if x:\n        return True")["hasReturn"])
        for body in ("pass", "return", "def h(): return 1", "y = lambda: (yield)"):
            self.assertFalse(inspected(f"def f(x: int):\n    {body}")["hasReturn"])

    def test_tells_special_parameters(self) -> None:
        for parameters in ("*x", "**x", "x, *, n=1", "x, /, n=1"):
            self.assertTrue(inspected(f"def f({parameters}):\n    return True")["variadic"])

    def test_tells_broken_text_from_text_without_a_puzzle(self) -> None:
        self.assertEqual(inspect("x = 1")["problem"], "noPuzzle")
        self.assertEqual(inspect("def g(x): return f(x)")["problem"], "noPuzzle")
        broken = inspect("import math\ndef f(x: int):\n    return (x ==")
        self.assertEqual((broken["problem"], broken["line"]), ("syntax", 3))
        for text in ("def f(x\0): return 1", "def f(x): return '\ud800'"):
            self.assertEqual(inspect(text)["problem"], "syntax")


class ContentIdTest(unittest.TestCase):
    def test_is_the_same_on_every_supported_python(self) -> None:
        text = "def f(x: List[int], n=5, s='é', t=(1.5, True, None, -2, 2**70)):\n    return [y for y in x if f'{y}!' != s]"
        self.assertEqual(id_of(text), "97c13591e7b357ec")

    def test_does_not_depend_on_names_docstring_layout_or_spelling_of_types(self) -> None:
        one = id_of("def f(x: List[int], n=5):\n    'doc'\n    return len([y for y in x]) == n")
        for text in (
            "def f3(a: list[int], m=5) -> bool:\n    return (len([b for b in a]) ==\n            m)  # why",
            "import typing\ndef f(q: typing.List[int], r=0x5):\n    return len([s for s in q]) == r",
        ):
            self.assertEqual(id_of(text), one)

    def test_tells_puzzles_that_differ(self) -> None:
        texts = [
            "def f(x: int, n=1):\n    return x == n",
            "def f(x: int, n=1.0):\n    return x == n",
            "def f(x: int, n=True):\n    return x == n",
            "def f(x: int, n='1'):\n    return x == n",
            "def f(x: float, n=1):\n    return x == n",
            "def f(x: int, n=1):\n    return n == x",
            "def f(x: int, n=1):\n    return x == x",
            "def f(x: int, n=1):\n    return len(x) == n",
            "def f(x: int, n=1):\n    return sum(x) == n",
            "def f(x: int, n=1):\n    return x.a == n",
            "def f(x: int, n=1):\n    return x.b == n",
        ]
        self.assertEqual(len(set(map(id_of, texts))), len(texts))


if __name__ == "__main__":
    unittest.main()
