import ast
import unittest
from typing import Any

from judge.annotations import Uncheckable, check_of, fits


def is_of_type(value: Any, annotation: str) -> bool:
    return fits(value, check_of(ast.parse(annotation, mode="eval").body))


class AnnotationsTest(unittest.TestCase):
    def test_tells_values_of_each_type_from_others(self) -> None:
        cases: list[tuple[str, list[Any], list[Any]]] = [
            ("int", [1, 10**400], [True, 1.0, "1", None]),
            ("float", [1.0], [1, True]),
            ("bool", [True], [1, 0]),
            ("str", [""], [None, ["a"]]),
            ("None", [None], [0]),
            ("Any", [1, None, [()]], []),
            ("List[int]", [[], [1]], [[True], (1,), [1.0], 1, ["a"]]),
            ("list[list[int]]", [[], [[]], [[1], [2]]], [[1], [[1], [True]], [[1], 2]]),
            ("list", [[1, "a"]], [(1,)]),
            ("List[Any]", [[1, "a"]], [1]),
            ("typing.List[str]", [["a"]], ["a", [1]]),
            ("Set[int]", [{1}, set()], [{"a"}, [1]]),
            ("Dict[str, List[int]]", [{}, {"a": [1]}], [{"a": [True]}, {1: [1]}, {"a": 1}, []]),
            ("Tuple[int, str]", [(1, "a")], [(1,), (1, "a", 2), ("a", 1), [1, "a"]]),
            ("tuple[int, ...]", [(), (1, 2)], [(1, "a"), [1]]),
            ("Tuple[()]", [()], [(1,)]),
            ("List[Tuple[int, float]]", [[(1, 1.0), (2, 0.5)]], [[(1, 1.0), (2, 1)], [(1, 1.0), ()]]),
            ("Optional[int]", [1, None], [True, "a"]),
            ("Union[int, List[str]]", [1, ["a"]], [["a", 1], None]),
            ("int | None", [1, None], [1.0]),
            ("List[int | str]", [[1, "a"]], [[None]]),
            ("'List[int]'", [[1]], [["a"]]),
        ]
        for annotation, right, wrong in cases:
            for value in right:
                with self.subTest(annotation=annotation, value=value):
                    self.assertTrue(is_of_type(value, annotation))
            for value in wrong:
                with self.subTest(annotation=annotation, value=value):
                    self.assertFalse(is_of_type(value, annotation))

    def test_refuses_annotations_that_it_cannot_check(self) -> None:
        for annotation in (
            "object",
            "Callable",
            "Iterable[int]",
            "List[T]",
            "List[int, str]",
            "f()",
            "3",
            "'('",
            "x.y",
        ):
            with self.subTest(annotation=annotation), self.assertRaises(Uncheckable):
                is_of_type(1, annotation)


if __name__ == "__main__":
    unittest.main()
