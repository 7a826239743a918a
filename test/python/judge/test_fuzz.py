"""Properties of answers and messages that hold for whatever comes, tried on random cases: the same on every run."""

import ast
import datetime
import decimal
import enum
import fractions
import random
import unittest
from collections import Counter, OrderedDict, namedtuple

from judge import messages
from judge.answer_codec import MAX_DEPTH, NotData, decode, encode

from . import random_data

_TOKENS = [
    b"[", b"]", b"{", b"}", b",", b":", b'"', b"null", b"true", b"1", b"-0.0", b"1e400", b"NaN", b"Infinity", b"\\",
    b'{"i":', b'{"t":[', b'{"s":[', b'{"d":[[', b'"0x1f"', b'"\\ud800"', b"\xff", b"\0", b"9" * 50, b'{"i":"zz"}', b"[]",
]  # fmt: skip


class _Text(str):
    pass


class _Number(int):
    pass


class _Float(float):
    pass


class _Choice(enum.IntEnum):
    ONE = 1


_STRANGERS = [
    object(), len, int, ast, b"", 1j, ..., NotImplemented, range(3), frozenset([1]), _Text("a"), _Number(1), _Float(1.0),
    _Choice.ONE, float("nan"), float("inf"), "\ud800", "a\udfffb", fractions.Fraction(1, 2), decimal.Decimal(1),
    datetime.date(2024, 1, 1), namedtuple("P", "x")(1), lambda: 1, ValueError(1), (i for i in ()),
]  # fmt: skip
_UNHASHABLE = [
    OrderedDict(),
    Counter(),
    bytearray(),
    type("L", (list,), {})(),
    type("D", (dict,), {})(),
    memoryview(b""),
]


class AnswerCodecTest(unittest.TestCase):
    def test_plain_data_comes_back_as_it_was(self) -> None:
        chance = random.Random(1)
        for _ in range(3000):
            value = random_data.plain(chance, 5)
            self.assert_same(value, decode(encode(value)))

    def test_nothing_else_goes_through_wherever_it_stands(self) -> None:
        chance = random.Random(2)
        for stranger in _STRANGERS:
            for _ in range(20):
                value = random_data.with_one_inside(chance, stranger, chance.randrange(5))
                with self.subTest(stranger=repr(stranger)), self.assertRaises(NotData):
                    encode(value)
        for stranger in _UNHASHABLE:
            for value in (stranger, [stranger], {1: (stranger,)}):
                with self.subTest(stranger=repr(stranger)), self.assertRaises(NotData):
                    encode(value)

    def test_whatever_is_decoded_is_plain_data(self) -> None:
        chance = random.Random(3)
        for _ in range(6000):
            data = encode(random_data.plain(chance, 4)) if chance.random() < 0.9 else chance.randbytes(20)
            for _ in range(chance.randrange(1, 4)):
                data = _mutated(data, chance)
            with self.subTest(data=data):
                self.assert_decodes_to_data_or_not_at_all(data)

    def test_depth_is_limited_alike_on_both_sides(self) -> None:
        for opening, closing in ((b"[", b"]"), (b'{"t":[', b"]}"), (b'{"d":[[1,', b"]]}")):
            for depth in range(MAX_DEPTH - 3, MAX_DEPTH + 4):
                for core in (b"", b"1", b"[1]", b'{"i":"0x1"}'):
                    if core or opening != b'{"d":[[1,':
                        with self.subTest(opening=opening, depth=depth, core=core):
                            self.assert_decodes_to_data_or_not_at_all(opening * depth + core + closing * depth)

    def assert_decodes_to_data_or_not_at_all(self, data: bytes) -> None:
        try:
            value = decode(data)
        except NotData:
            return
        self.assert_same(value, decode(encode(value)))

    def assert_same(self, value: object, other: object) -> None:
        self.assertIs(type(other), type(value))
        if isinstance(value, (list, tuple)) and isinstance(other, (list, tuple)):
            self.assertEqual(len(value), len(other))
            for one, another in zip(value, other):
                self.assert_same(one, another)
        elif isinstance(value, dict) and isinstance(other, dict):
            self.assert_same(list(value.items()), list(other.items()))
        elif isinstance(value, set) and isinstance(other, set):
            self.assertEqual(sorted(map(repr, value)), sorted(map(repr, other)))
        else:
            self.assertEqual(repr(value), repr(other))


class MessageReaderTest(unittest.TestCase):
    def test_messages_come_out_whole_however_they_are_cut(self) -> None:
        chance = random.Random(4)
        for _ in range(300):
            token = chance.randbytes(messages.TOKEN_BYTES)
            sent = [_random_message(chance) for _ in range(chance.randrange(6))]
            reader = messages.MessageReader(1000)
            reader.expect(token)
            data = b"".join(messages.pack(token, fields, blobs) for fields, blobs in sent)
            received = []
            while data:
                cut = chance.choice((1, 3, 28, 100, len(data)))
                received += reader.feed(data[:cut])
                data = data[cut:]
            self.assertEqual([(message.fields, message.blobs) for message in received], sent)

    def test_garbage_is_refused_or_waited_for_but_never_taken(self) -> None:
        chance = random.Random(5)
        for _ in range(3000):
            token = chance.randbytes(messages.TOKEN_BYTES)
            data = messages.pack(token, *_random_message(chance))
            if chance.random() < 0.3:
                data = chance.randbytes(len(data))
            for _ in range(chance.randrange(1, 4)):
                data = _mutated(data, chance)
            reader = messages.MessageReader(1000)
            reader.expect(token)
            with self.subTest(data=data):
                try:
                    found = reader.feed(data)
                except messages.BadMessage:
                    continue
                for message in found:
                    self.assertEqual(message.token, token)
                    self.assertIs(type(message.fields), dict)
                    self.assertLessEqual(sum(map(len, message.blobs)), 1000)

    def test_a_message_with_another_token_is_refused_at_its_head(self) -> None:
        chance = random.Random(6)
        for _ in range(300):
            reader = messages.MessageReader(1000)
            reader.expect(chance.randbytes(messages.TOKEN_BYTES))
            with self.assertRaises(messages.BadMessage):
                reader.feed(messages.pack(chance.randbytes(messages.TOKEN_BYTES), *_random_message(chance))[:28])

    def test_a_cut_message_is_never_given(self) -> None:
        chance = random.Random(8)
        for _ in range(300):
            token, whole, last = (
                chance.randbytes(messages.TOKEN_BYTES),
                _random_message(chance),
                _random_message(chance),
            )
            reader = messages.MessageReader(1000)
            reader.expect(token)
            data = messages.pack(token, *last)
            found = reader.feed(messages.pack(token, *whole) + data[: chance.randrange(len(data))])
            self.assertEqual([(message.fields, message.blobs) for message in found], [whole])

    def test_what_announces_too_much_is_refused_at_its_head(self) -> None:
        token = bytes(messages.TOKEN_BYTES)
        for json_bytes, blob_bytes in ((2**32 - 1, 0), (10, 2**64 - 1), (10, 1001)):
            reader = messages.MessageReader(1000)
            reader.expect(token)
            head = token + json_bytes.to_bytes(4, "little") + blob_bytes.to_bytes(8, "little")
            with self.subTest(json_bytes=json_bytes, blob_bytes=blob_bytes), self.assertRaises(messages.BadMessage):
                reader.feed(head)


def _mutated(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.choice((0, 1, 1, 5)))
    middle = chance.choice((b"", chance.choice(_TOKENS), chance.randbytes(1), data[start:end] * 2, data[:end]))
    return data[:start] + middle + data[end:]


def _random_message(chance: random.Random) -> tuple[messages.Fields, list[bytes]]:
    fields = {chance.choice("abcde"): chance.choice((1, "é", None, [1, {}], 0.5)) for _ in range(chance.randrange(4))}
    return fields, [chance.randbytes(chance.randrange(40)) for _ in range(chance.randrange(3))]


if __name__ == "__main__":
    unittest.main()
