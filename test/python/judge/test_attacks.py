"""Judges the corpus of attacks: no wrong verdict, no told secret, no effect on the machine, none on later pairs."""

import sys
import unittest
from collections.abc import Callable, Sequence
from types import ModuleType

from .attack_run import AttackRun
from .attacks import (
    answers,
    changed_code,
    environment,
    exits,
    files,
    frames_and_tracing,
    import_system,
    innocent_caches,
    innocent_names,
    innocent_remains,
    innocent_stand_ins,
    innocent_texts,
    limits,
    memory,
    network,
    patched_modules,
    processes,
    protocol,
    puzzles,
    shared_memory,
    shared_types,
    signals,
    state,
    threads,
)
from .attacks.attack import Attack

INNOCENT = (innocent_caches, innocent_names, innocent_remains, innocent_stand_ins, innocent_texts)
FAMILIES = (
    answers, changed_code, environment, exits, files, frames_and_tracing, import_system, limits, memory, network,
    patched_modules, processes, protocol, puzzles, shared_memory, shared_types, signals, state, threads, *INNOCENT,
)  # fmt: skip


@unittest.skipUnless(sys.platform == "linux", "what attacks bring about is looked for in Linux's /proc")
class _AttackTestCase(unittest.TestCase):
    arguments: Sequence[str] = ()
    run_of_all: AttackRun

    @classmethod
    def setUpClass(cls) -> None:
        cls.run_of_all = AttackRun(cls.arguments)

    @classmethod
    def tearDownClass(cls) -> None:
        cls.run_of_all.close()


class AttackTest(_AttackTestCase):
    """One test a family; it names each attack that did what it may not."""


class IsolatedAttackTest(_AttackTestCase):
    """What looks innocent, where nothing is taken for innocent, and what imports: the verdicts are the same."""

    arguments = ("--isolate",)


class CorpusTest(unittest.TestCase):
    def test_is_large_and_names_each_attack_once_in_its_family(self) -> None:
        names = [(family.__name__, attack.name) for family in FAMILIES for attack in family.ATTACKS]
        self.assertEqual(len(names), len(set(names)))
        self.assertGreaterEqual(len(names), 180)


def _test_of(attacks: Sequence[Attack]) -> Callable[[_AttackTestCase], None]:
    def test(self: _AttackTestCase) -> None:
        if problems := self.run_of_all.problems(attacks):
            self.fail("\n".join(problems))

    return test


def _add_tests(case: type[_AttackTestCase], families: Sequence[ModuleType]) -> None:
    for family in families:
        setattr(case, f"test_{family.__name__.rpartition('.')[2]}", _test_of(family.ATTACKS))


_add_tests(AttackTest, FAMILIES)
_add_tests(IsolatedAttackTest, (import_system, *INNOCENT))

if __name__ == "__main__":
    unittest.main()
