import unittest
from dataclasses import dataclass
from typing import Literal

from trainer.failure import Failure
from trainer.requests import read_request
from trainer.sources import Folder, Gguf
from trainer.training_options import TrainOptions

from .support import OPTIONS, Process, failure_of, run


@dataclass(frozen=True)
class Inner:
    the_size: int


@dataclass(frozen=True)
class Outer:
    model: Gguf | Folder
    kind: Literal["a", "auto"] | bool
    inner: Inner
    rate: float
    texts: list[str]
    most: int | None

    def __post_init__(self) -> None:
        if self.rate < 0:
            raise ValueError("rate is negative")


GOOD = {"model": {"gguf": "x"}, "kind": "auto", "inner": {"theSize": 1}, "rate": 1, "texts": ["a"], "most": None}


class RequestsTest(unittest.TestCase):
    def test_reads_nested_objects_choices_and_numbers(self) -> None:
        read = read_request(Outer, GOOD)
        self.assertEqual(read, Outer(Gguf("x"), "auto", Inner(1), 1.0, ["a"], None))
        self.assertIs(type(read.rate), float)
        self.assertEqual(read_request(Outer, {**GOOD, "model": {"folder": "y"}, "kind": True}).model, Folder("y"))

    def test_refuses_all_else(self) -> None:
        wrong = [
            [], None, {}, {**GOOD, "more": 1}, {**GOOD, "kind": "b"}, {**GOOD, "kind": 1}, {**GOOD, "inner": {}},
            {**GOOD, "inner": {"the_size": 1}}, {**GOOD, "inner": {"theSize": 1.5}}, {**GOOD, "inner": {"theSize": True}},
            {**GOOD, "rate": float("nan")}, {**GOOD, "rate": "1"}, {**GOOD, "rate": -1}, {**GOOD, "texts": "a"},
            {**GOOD, "texts": [1]}, {**GOOD, "most": "x"}, {**GOOD, "model": {}}, {**GOOD, "model": {"gguf": 1}},
            {**GOOD, "model": {"gguf": "a", "folder": "b"}},
        ]  # fmt: skip
        for value in wrong:
            with self.subTest(value=value), self.assertRaises(Failure) as caught:
                read_request(Outer, value)
            self.assertEqual(caught.exception.code, "badRequest")

    def test_refuses_options_that_make_no_sense(self) -> None:
        self.assertEqual(read_request(TrainOptions, OPTIONS).four_bit, "auto")
        for change in (
            {"batch": 0},
            {"rank": -1},
            {"dropout": 1.0},
            {"saveEvery": 0},
            {"patience": 0},
            {"maxSteps": 0},
        ):
            with self.subTest(change=change), self.assertRaises(Failure):
                read_request(TrainOptions, {**OPTIONS, **change})


class ProcessTest(unittest.TestCase):
    def test_a_request_that_is_no_json_fails_with_one_event(self) -> None:
        process = Process("check", "{")
        self.assertEqual(process.wait(), 1)
        self.assertEqual([(event["event"], event["code"]) for event in process.events], [("failed", "badRequest")])

    def test_the_machine_is_described(self) -> None:
        done, _ = run("check")
        self.assertEqual(set(done["versions"]), {"torch", "transformers", "peft", "trl", "gguf"})
        self.assertGreater(done["memory"], 1 << 28)

    def test_a_folder_without_a_model_is_unreadable(self) -> None:
        request = {"model": {"folder": "none"}, "rows": "x", "parity": []}
        self.assertEqual(failure_of("measure", **request).code, "unreadableModel")
        self.assertEqual(failure_of("inspect", model={"gguf": "none"}).code, "unreadableModel")
