"""The bench's command line: a table on standard output, and one line of JSON at its end."""

import argparse
import json
import os
import tempfile
from pathlib import Path
from statistics import median

from .exporting import measure_export
from .rows import write_rows
from .training import Settings, prepare, tokens_per_second


def main() -> None:
    """Measures both ways to train in turn, and takes the median of each."""
    options = _options()
    settings = Settings(options.batch, options.steps, options.threads)
    report: dict[str, object] = {"gguf": options.gguf.name, "load": os.getloadavg()[0], **vars(settings)}
    with tempfile.TemporaryDirectory(prefix="autodidact-bench-") as name:
        folder = Path(name)
        rows = write_rows(folder / "rows.jsonl", settings.batch * settings.steps)
        model = prepare(options.gguf, folder / "model")
        rates: dict[str, list[float]] = {"trainer": [], "plain TRL": []}
        for turn in range(options.turns):
            for way in rates if turn % 2 == 0 else reversed(rates):
                rates[way].append(tokens_per_second(way, model, rows, folder / f"run-{turn}", settings))
                print(f"{way}: {rates[way][-1]:.1f} tokens/s", flush=True)
        ours, theirs = (median(rates[way]) for way in rates)
        export = measure_export(options.gguf, folder / "run-0" / "adapter", folder / "tuned", options.turns)
    report |= {"tokensPerSecond": rates, "ratio": ours / theirs, "export": vars(export)}
    print("\n| | trainer | plain | ratio |\n|---|---|---|---|")
    print(f"| training, tokens/s | {ours:.1f} | {theirs:.1f} | {ours / theirs:.2f} |")
    times = f"{export.seconds:.2f} | {export.copy_seconds:.2f} | {export.ratio:.1f}"
    print(f"| export against a copy of the same file, s | {times} |")
    print(f"\n{json.dumps(report)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench:train", description=__doc__)
    parser.add_argument("--gguf", type=Path, required=True, help="the model to train")
    parser.add_argument("--batch", type=int, default=4, help="rows in a step")
    parser.add_argument("--steps", type=int, default=12, help="of which the first two are not counted")
    parser.add_argument("--turns", type=int, default=3, help="measurements of each way")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
