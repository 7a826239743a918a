"""Who gets the blame when a warm process fails or ends: the item that it was at, and no other."""

import asyncio
import unittest
from collections.abc import Callable
from typing import Any, cast
from unittest import mock

from judge import workers
from judge.exchange import Ended, Request, Result


class ScriptedProcess:
    """Fails on "bad", ends on "end", answers the rest; having failed, it takes nothing more, as the real one."""

    killed = 0

    def __init__(self, zygote: object, warm: bool) -> None:
        self._failed = False

    async def ask(self, request: Request, on_result: Callable[[Result], None]) -> None:
        for item in request.fields["items"]:
            if item == "killed":
                ScriptedProcess.killed += 1
                if ScriptedProcess.killed <= request.fields["kills"]:
                    raise Ended("killed", "was killed")
            if self._failed or item == "end":
                raise Ended("died", f"ended at {item}")
            self._failed = item == "bad"
            on_result(Result({"end": "failed" if self._failed else "returned", "item": item}, []))

    def end(self) -> None:
        pass


class WorkersTest(unittest.TestCase):
    def outcomes_of(self, *requests: list[str]) -> list[list[str]]:
        """What each request's items came to, all of them asked of the same workers."""

        async def ask_all() -> list[list[Any]]:
            asked = workers.Workers(cast(Any, [None]))
            return [
                await asked.ask_together("read", 0, items, lambda rest: Request({"items": rest}, [], len(rest)))
                for items in requests
            ]

        with mock.patch.object(workers, "Process", ScriptedProcess):
            found = asyncio.run(ask_all())
        return [
            [outcome.detail if isinstance(outcome, Ended) else outcome.fields["end"] for outcome in outcomes]
            for outcomes in found
        ]

    def test_what_fails_does_so_alone_within_a_request(self) -> None:
        self.assertEqual(self.outcomes_of(["a", "bad", "b", "c"]), [["returned", "failed", "returned", "returned"]])

    def test_what_fails_last_does_so_alone_before_the_next_request(self) -> None:
        self.assertEqual(self.outcomes_of(["a", "bad"], ["b"]), [["returned", "failed"], ["returned"]])

    def test_what_ends_the_process_does_so_alone(self) -> None:
        self.assertEqual(
            self.outcomes_of(["a", "end", "b"], ["c"]), [["returned", "ended at end", "returned"], ["returned"]]
        )
        self.assertEqual(self.outcomes_of(["bad", "end", "b"]), [["failed", "ended at end", "returned"]])

    def test_what_is_killed_alone_is_done_again_but_not_for_ever(self) -> None:
        async def ask(kills: int) -> Any:
            ScriptedProcess.killed = 0
            request = Request({"items": ["killed"], "kills": kills}, [], 1)
            return await workers.Workers(cast(Any, [None])).ask_alone(0, request)

        with mock.patch.object(workers, "Process", ScriptedProcess):
            self.assertEqual(asyncio.run(ask(2)).fields["end"], "returned")
            self.assertEqual(ScriptedProcess.killed, 3)
            self.assertEqual(asyncio.run(ask(99)).end, "killed")
            self.assertEqual(ScriptedProcess.killed, 3)


if __name__ == "__main__":
    unittest.main()
