"""The command line of the judge's process."""

import argparse
from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """How the judge was started."""

    workers: int
    packages: list[str]
    isolate: bool


def parse_options(arguments: list[str]) -> Options:
    """Ends the process where the arguments are wrong."""
    parser = argparse.ArgumentParser(prog="judge")
    parser.add_argument("--workers", type=int, required=True, help="batches of requests worked on at once")
    parser.add_argument("--packages", action="append", default=[], help="a folder from which puzzles may import")
    parser.add_argument("--isolate", action="store_true", help="give every program a process of its own")
    return Options(**vars(parser.parse_args(arguments)))
