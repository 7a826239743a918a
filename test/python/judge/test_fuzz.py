"""Answers and messages by chance, always the same: none fails otherwise than it says.

Each test is a property and a number of tries; together they take a few seconds.
"""

import enum
import random
import sys
import unittest
from collections import Counter, OrderedDict, defaultdict, deque
from typing import Any

from judge.answer_codec import NotData, decode, encode
from judge.messages import BadMessage, Message, MessageReader, pack

from .plain_data import exact, random_data


class _Text(str):
    pass


class _Number(enum.IntEnum):
    MANY = 77_777  # Equal to no number that is drawn: a set would keep that one.


_NOT_DATA: tuple[Any, ...] = (
    b"", bytearray(), 1j, object(), len, int, range(3), frozenset(), _Text("a text like no other"), _Number.MANY, Counter(), OrderedDict(),
    defaultdict(int), deque(), iter([]), ..., NotImplemented, memoryview(b""), float("inf"), float("-inf"),
    float("nan"), "\ud800", "a\udfff", ValueError(), slice(1), lambda: 1, sys,
)  # fmt: skip


def spoil(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one change: some of them lost, doubled, replaced or put in."""
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.choice((0, 1, 1, 2, 8)))
    new = (b"", data[start:end] * 2, chance.randbytes(end - start + 1), bytes([chance.choice(b'[]{},:"0-eE.itsdNIf')]))
    return data[:start] + chance.choice(new) + data[end:]


class CodecFuzzTest(unittest.TestCase):
    def test_data_comes_back_exactly(self) -> None:
        chance = random.Random(1)
        for number in range(4000):
            value = random_data(chance)
            with self.subTest(number=number):
                self.assertEqual(exact(decode(encode(value))), exact(value))

    def test_everything_else_is_refused_wherever_it_stands(self) -> None:
        chance = random.Random(2)
        for number in range(3000):
            value = wrong = chance.choice(_NOT_DATA)
            for _ in range(chance.randrange(5)):
                value = self.containing(value, chance)
            with self.subTest(number=number, wrong=repr(wrong)), self.assertRaises(NotData):
                encode(value)

    @staticmethod
    def containing(value: Any, chance: random.Random) -> Any:
        others = [random_data(chance, 1) for _ in range(chance.randrange(3))]
        place = chance.randrange(len(others) + 1)
        items = [*others[:place], value, *others[place:]]
        try:
            return chance.choice((list, tuple, set, lambda items: dict.fromkeys(items, 1)))(items)
        except TypeError:  # Not all of them can be hashed.
            return {"": items}

    def test_spoilt_and_random_bytes_are_refused_or_are_data(self) -> None:
        chance = random.Random(3)
        found: Counter[str] = Counter()
        for number in range(12000):
            data = encode(random_data(chance, 3)) if number % 4 else chance.randbytes(chance.randrange(40))
            for _ in range(chance.randint(1, 3)):
                data = spoil(data, chance)
            with self.subTest(data=data[:200]):
                try:
                    value = decode(data)
                except NotData:
                    found["refused"] += 1
                    continue
                found["data"] += 1
                self.assertEqual(exact(decode(encode(value))), exact(value))
        self.assertGreater(min(found["refused"], found["data"]), 500)


class MessagesFuzzTest(unittest.TestCase):
    TOKEN = bytes(range(16))

    def reader(self) -> MessageReader:
        reader = MessageReader(1 << 16)
        reader.expect(self.TOKEN)
        return reader

    def message(self, chance: random.Random, token: bytes = TOKEN) -> Message:
        fields = {"work": "x" * chance.randrange(50), "n": chance.randrange(9), "k": [None, {"é": 0.5}]}
        return Message(token, fields, [chance.randbytes(chance.randrange(99)) for _ in range(chance.randrange(4))])

    def feed_in_parts(self, reader: MessageReader, data: bytes, chance: random.Random) -> list[Message]:
        found, start = [], 0
        while start < len(data):
            size = chance.choice((1, 2, 27, 28, 29, 100, 5000))
            found += reader.feed(data[start : start + size])
            start += size
        return found

    def test_any_portions_give_the_same_messages(self) -> None:
        chance = random.Random(4)
        for number in range(500):
            sent = [self.message(chance) for _ in range(chance.randrange(5))]
            with self.subTest(number=number):
                data = b"".join(pack(*message) for message in sent)
                self.assertEqual(self.feed_in_parts(self.reader(), data, chance), sent)

    def test_a_cut_message_is_never_given(self) -> None:
        chance = random.Random(5)
        for number in range(500):
            whole, last = self.message(chance), self.message(chance)
            data = pack(*last)
            with self.subTest(number=number):
                data = pack(*whole) + data[: chance.randrange(len(data))]
                self.assertEqual(self.feed_in_parts(self.reader(), data, chance), [whole])

    def test_another_token_is_never_taken(self) -> None:
        chance = random.Random(6)
        for number in range(500):
            data = pack(*self.message(chance, spoil(self.TOKEN, chance)[:16].ljust(16, b"x")))
            if not data.startswith(self.TOKEN):
                with self.subTest(number=number), self.assertRaises(BadMessage):
                    self.feed_in_parts(self.reader(), data, chance)

    def test_spoilt_and_random_bytes_give_bad_messages_or_whole_ones(self) -> None:
        chance = random.Random(7)
        bad = 0
        for number in range(4000):
            data = b"".join(pack(*self.message(chance)) for _ in range(2)) if number % 4 else chance.randbytes(200)
            for _ in range(chance.randint(1, 3)):
                data = spoil(data, chance)
            with self.subTest(number=number):
                try:
                    found = self.feed_in_parts(self.reader(), data, chance)
                except BadMessage:
                    bad += 1
                    continue
                for message in found:
                    self.assertEqual(message.token, self.TOKEN)
                    self.assertIsInstance(message.fields, dict)
        self.assertGreater(bad, 1000)

    def test_what_announces_too_much_is_refused_at_its_head(self) -> None:
        for json_bytes, blob_bytes in ((2**32 - 1, 0), (10, 2**64 - 1), (10, (1 << 16) + 1)):
            head = self.TOKEN + json_bytes.to_bytes(4, "little") + blob_bytes.to_bytes(8, "little")
            with self.subTest(json_bytes=json_bytes), self.assertRaises(BadMessage):
                self.reader().feed(head)


if __name__ == "__main__":
    unittest.main()
