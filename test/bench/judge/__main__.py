"""The bench's command line: tables on standard output, and one line of JSON at their end."""

import argparse
import importlib.util
import json
import os
import sys
from dataclasses import asdict
from platform import python_version
from typing import Any

from .judges import JUDGES
from .measure.single import Single, measure_single
from .measure.table import CAUTION, single_table, throughput_table
from .measure.throughput import Figures, measure, shuffled
from .workload import WORKLOADS, describe


def main() -> None:
    """Measures what was asked for."""
    options = _options()
    judges = [name for name in options.judges if name != "pebble" or _has_pebble()]
    print(f"Python {python_version()}, {os.cpu_count()} processors, load before {os.getloadavg()[0]:.2f}", flush=True)
    report: dict[str, Any] = {"python": python_version(), "processors": os.cpu_count(), "load": os.getloadavg()[0]}
    report |= {"seed": options.seed, "seconds": options.seconds, "together": options.together}
    # Before the workloads are in memory: the workers of `pebble` are forked from this process.
    report["single"] = [asdict(each) for each in _singles(judges, max(options.workers), options)]
    report["throughput"] = [
        {"workload": name, **found} for name in options.workload for found in _throughput(name, judges, options)
    ]
    print(f"\n{json.dumps(report)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench:judge", description=__doc__)
    parser.add_argument("--workers", type=_list(int), default=[1, 2], help="numbers of workers, such as 1,2")
    parser.add_argument("--workload", type=_list(_one_of(WORKLOADS)), default=list(WORKLOADS), help="some of them")
    parser.add_argument("--judges", type=_list(_one_of(JUDGES)), default=list(JUDGES), help="some of them")
    parser.add_argument(
        "--seconds", type=float, default=5.0, help="time in which one judge begins checks of a workload"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the workload and of the order")
    parser.add_argument(
        "--together", type=int, default=25, help="attempts at one puzzle that stay together in the order"
    )
    parser.add_argument("--no-single", action="store_true", help="leave out start, latency and memory")
    return parser.parse_args()


def _list(read: Any) -> Any:
    def read_all(text: str) -> list[Any]:
        return [read(part) for part in text.split(",")]

    return read_all


def _one_of(known: dict[str, Any]) -> Any:
    def read(name: str) -> str:
        if name not in known:
            raise argparse.ArgumentTypeError(f"there is no {name!r}; there are: {', '.join(known)}")
        return name

    return read


def _has_pebble() -> bool:
    if importlib.util.find_spec("pebble") is None:
        print("pebble is not installed here, so the comparator of that name is left out.", file=sys.stderr)
        return False
    return True


def _singles(judges: list[str], workers: int, options: argparse.Namespace) -> list[Single]:
    if options.no_single:
        return []
    ordinary = shuffled(WORKLOADS["pairs-light"](options.seed), options.together, options.seed)
    singles = [measure_single(name, workers, ordinary) for name in judges]
    print(f"\n### One at a time\n\n{single_table(singles)}", flush=True)
    return singles


def _throughput(name: str, judges: list[str], options: argparse.Namespace) -> list[dict[str, Any]]:
    checks = WORKLOADS[name](options.seed)
    print(f"\n### {name}\n\n{describe(checks)}\n", flush=True)
    order = shuffled(checks, options.together, options.seed)
    figures: list[Figures] = []
    for workers in options.workers:
        for judge in judges:
            figures.append(measure(judge, workers, order, options.seconds))
            each = figures[-1]
            print(f"{name}, {judge}, {workers}: {each.rate:.0f} checks/s", file=sys.stderr, flush=True)
    print(throughput_table(figures), flush=True)
    if len({each.outcomes.get("timedOut", 0) for each in figures}) > 1:
        print(f"\n{CAUTION}", flush=True)
    return [{**asdict(each), "checksPerSecond": each.rate, "cpuMsPerCheck": each.cpu_ms} for each in figures]


if __name__ == "__main__":
    main()
