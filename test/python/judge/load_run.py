"""Judges P3's pairs again and again while other programs keep every core busy: `python3 -m judge.load_run --runs 10`.

The verdicts of all runs have to be those of a run on the quiet machine.
"""

import argparse
import collections
import multiprocessing
import sys

from .judge_process import JudgeProcess
from .test_differential import p3_pairs

TIMEOUT_MS = 1000


def burn() -> None:
    """Takes a core for itself."""
    while True:
        pass


def verdicts_of(pairs: list[tuple[str, str, int]]) -> list[str]:
    """One verdict for each pair, by a judge of its own."""
    judge = JudgeProcess(workers=2)
    try:
        return [found["verdict"] for found in judge.judge_all(pairs)]
    finally:
        judge.close()


def main() -> int:
    """0 where all runs agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    runs = parser.parse_args().runs
    pairs = [(f, g, TIMEOUT_MS) for f, g in p3_pairs()]
    if not pairs:
        sys.exit("There is no ../shared/p3/train.json beside this checkout.")
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
