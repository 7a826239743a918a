"""The command line of the judge's process: `--workers N [--packages FOLDER]… [--isolate]`."""

import getopt
import sys
from typing import NamedTuple


class Options(NamedTuple):
    """How the judge was started."""

    workers: int
    """Batches of requests worked on at once."""
    packages: list[str]
    """Folders from which puzzles may import."""
    isolate: bool
    """Whether every program gets a process of its own."""


def parse_options(arguments: list[str]) -> Options:
    """Ends the process where the arguments are wrong."""
    try:
        # Not `argparse`: its import would be a quarter of the time to the first verdict.
        given, rest = getopt.getopt(arguments, "", ["workers=", "packages=", "isolate"])
        if rest:
            raise ValueError(rest)
        values = dict(given)
        return Options(int(values["--workers"]), [text for name, text in given if name == "--packages"], "--isolate" in values)
    except (getopt.GetoptError, KeyError, ValueError) as problem:
        sys.exit(f"{__doc__} But: {problem}")
