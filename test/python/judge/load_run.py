"""Judges P3's pairs again and again while other programs keep every core busy: `python3 -m judge.load_run --runs 10`.

The verdicts of all runs have to be those of a run on the quiet machine. Left out, and told, are pairs that need nearly
all of their limit by themselves: it is processor time that counts, but a core that shares its caches, or its other
thread, with a busy program takes up to twice as long for the same work.
"""

import argparse
import collections
import multiprocessing
import sys
from typing import Any

from .judge_process import JudgeProcess
from .test_differential import p3_pairs

TIMEOUT_MS = 1000
MOST_SHARE = 0.4
"""Share of the limit up to which the load must not matter."""


def burn() -> None:
    """Takes a core for itself."""
    while True:
        pass


def judge_all(pairs: list[tuple[str, str, int]]) -> list[dict[str, Any]]:
    """What a judge of its own finds about each pair."""
    judge = JudgeProcess(workers=2)
    try:
        return judge.judge_all(pairs)
    finally:
        judge.close()


def verdicts_of(pairs: list[tuple[str, str, int]]) -> list[str]:
    """One verdict for each pair."""
    return [found["verdict"] for found in judge_all(pairs)]


def main() -> int:
    """0 where all runs agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    runs = parser.parse_args().runs
    pairs = [(f, g, TIMEOUT_MS) for f, g in p3_pairs()]
    if not pairs:
        sys.exit("There is no ../shared/p3/train.json beside this checkout.")
    own = [found["ms"] for found in judge_all(pairs)]
    heavy = [index for index, ms in enumerate(own) if ms > MOST_SHARE * TIMEOUT_MS]
    print(f"left out, for they need more than {MOST_SHARE:.0%} of the limit: {heavy}", flush=True)
    pairs = [pair for index, pair in enumerate(pairs) if index not in heavy]
    quiet = verdicts_of(pairs)
    print("quiet:", dict(collections.Counter(quiet)), flush=True)
    load = [multiprocessing.Process(target=burn, daemon=True) for _ in range(multiprocessing.cpu_count())]
    for process in load:
        process.start()
    different = 0
    for number in range(runs):
        found = verdicts_of(pairs)
        changes = {(index, one, other) for index, (one, other) in enumerate(zip(quiet, found)) if one != other}
        print(f"run {number + 1} under load:", dict(collections.Counter(found)), sorted(changes), flush=True)
        different += bool(changes)
    print(f"{runs - different} of {runs} runs agree")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
