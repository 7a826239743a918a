import enum
import math
import unittest
from collections import OrderedDict

from judge.answer_codec import MAX_DEPTH, NotData, decode, encode


def nested(depth: int) -> list:
    value: list = []
    for _ in range(depth):
        value = [value]
    return value


class AnswerCodecTest(unittest.TestCase):
    def assert_same(self, value: object, other: object) -> None:
        self.assertIs(type(other), type(value))
        self.assertEqual(repr(other), repr(value))

    def test_holds_every_kind_of_plain_data_exactly(self) -> None:
        values = [
            None, True, False, 0, -1, 2**256, -(2**256), 2**256 - 1, 1 - 2**256, 0.0, -0.0, 0.1, 1e308, 5e-324,
            "", "é\u2028\0\"", [], [1, True, None], [1.0, 2], [[]], (), (1,), ((), []), set(), {1}, {(1, 2)},
            {}, {"i": 1}, {"t": [1]}, {1: {2: (3,)}}, [{"s": []}], {None: None}, {(1, 2.5): [True]}, [2**300, 1],
        ]  # fmt: skip
        for value in values:
            with self.subTest(value=value):
                self.assert_same(value, decode(encode(value)))

    def test_holds_integers_past_the_limit_of_decimal_digits(self) -> None:
        self.assertEqual(decode(encode([10**5000])), [10**5000])

    def test_keeps_the_order_of_a_dict(self) -> None:
        self.assertEqual(list(decode(encode({3: 1, 1: 2, 2: 3}))), [3, 1, 2])

    def test_holds_eight_mebibytes(self) -> None:
        for value in ("x" * (8 << 20), [0] * (8 << 20)):
            self.assertEqual(decode(encode(value)), value)

    def test_refuses_instances_of_subclasses_and_everything_with_code(self) -> None:
        class Text(str):
            def __eq__(self, other: object) -> bool:
                return True

            __hash__ = str.__hash__

        class Number(enum.IntEnum):
            ONE = 1

        for value in (Text(), [Text()], {Text(): 1}, Number.ONE, OrderedDict(), object(), len, b"", 1j, frozenset()):
            with self.subTest(kind=type(value)), self.assertRaises(NotData):
                encode(value)

    def test_refuses_floats_that_are_not_finite_and_lone_surrogates(self) -> None:
        for value in (math.inf, [math.nan], [1.0, -math.inf], "\ud800", ["a\udfff"]):
            with self.subTest(value=value), self.assertRaises(NotData):
                encode(value)

    def test_refuses_cycles_of_any_kind(self) -> None:
        own: list = []
        own.append(own)
        wide: list = []
        wide.extend([wide, wide])
        mapping: dict = {}
        mapping["self"] = (mapping,)
        for value in (own, wide, mapping):
            with self.assertRaisesRegex(NotData, "contains itself"):
                encode(value)

    def test_takes_nesting_up_to_its_limit_only(self) -> None:
        self.assertEqual(decode(encode(nested(MAX_DEPTH))), nested(MAX_DEPTH))
        with self.assertRaisesRegex(NotData, "nested"):
            encode(nested(MAX_DEPTH + 2))

    def test_lets_one_list_stand_in_several_places(self) -> None:
        shared = [1]
        self.assertEqual(decode(encode([shared, shared])), [[1], [1]])

    def test_refuses_forged_bytes_cleanly(self) -> None:
        forged = [
            b"", b"\xff", b"{}", b'{"x":1}', b'{"t":1}', b'{"i":[]}', b'{"i":"zz"}', b'{"s":[[]]}', b'{"d":[1]}',
            b'{"d":[[[],1]]}', b"1e400", b"NaN", b"[" * 100_000, b'{"t":[],"s":[]}', b"[" * 200 + b"]" * 200,
        ]  # fmt: skip
        for data in forged:
            with self.subTest(data=data[:20]), self.assertRaises(NotData):
                decode(data)


if __name__ == "__main__":
    unittest.main()
