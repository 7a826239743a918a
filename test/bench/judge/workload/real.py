"""What a real run's attempts were: `python -m judge.workload.real QUEUE` prints the shares in a queue as JSON."""

import json
import re
import sqlite3
import sys
from collections import Counter
from pathlib import Path
from typing import Any


def shares_of(queue: Path) -> dict[str, Any]:
    """The shares of repeated texts, of verdicts, and of exceptions' names among a queue's attempts."""
    with sqlite3.connect(f"{queue.resolve().as_uri()}?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT puzzle_id, g, verdict, detail FROM attempts WHERE run_id IS NOT NULL"
        ).fetchall()
    found = [re.match(r"g raised (\w+)", detail) for _, _, _, detail in rows]
    return {
        "attempts": len(rows),
        "puzzles": len({puzzle for puzzle, _, _, _ in rows}),
        "repeated": 1 - len({(puzzle, g) for puzzle, g, _, _ in rows}) / len(rows),
        "verdicts": _shares(Counter(verdict for _, _, verdict, _ in rows), len(rows)),
        "exceptions": _shares(Counter(match[1] for match in found if match), len(rows)),
    }


def _shares(counts: "Counter[str]", total: int) -> dict[str, float]:
    return {name: round(count / total, 3) for name, count in counts.most_common()}


if __name__ == "__main__":
    print(json.dumps(shares_of(Path(sys.argv[1]))))
