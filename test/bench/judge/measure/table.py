"""The tables for people, in Markdown."""

from collections.abc import Iterable, Sequence

from .single import Single
from .throughput import Figures

_BASES = ("pebble", "pipes")
CAUTION = (
    "Each timedOut costs a second: samples that hold different numbers of endless checks do not compare by their rates."
)


def throughput_table(figures: Sequence[Figures]) -> str:
    """One row for each judge and number of workers; ratios to the two pools at as many workers."""
    titles = ["judge", "workers", "checks", "checks/s", "CPU ms/check"]
    titles += [f"{what} ÷ {base}" for what in ("checks/s", "CPU") for base in _BASES]
    titles += ["wrongly accepted", "wrongly rejected", "outcomes"]
    return _table(titles, (_row(each, figures) for each in figures))


def single_table(singles: Sequence[Single]) -> str:
    """One row for each judge."""
    titles = ["judge", "workers", "start to first verdict, ms", "one verdict, ms", "95 %, ms", "memory per worker, MiB"]
    return _table(
        titles,
        (
            [
                each.judge,
                str(each.workers),
                _number(each.first_ms),
                _number(each.median_ms),
                _number(each.p95_ms),
                _number(each.memory_mib),
            ]
            for each in singles
        ),
    )


def _row(each: Figures, all_figures: Sequence[Figures]) -> list[str]:
    bases = [
        next((other for other in all_figures if other.judge == base and other.workers == each.workers), None)
        for base in _BASES
    ]
    return [
        each.judge,
        str(each.workers),
        f"{each.sample:,}",
        _number(each.rate),
        _number(each.cpu_ms),
        *(_number(each.rate / base.rate) if base else "" for base in bases),
        *(_number(each.cpu_ms / base.cpu_ms) if base and base.cpu_ms else "" for base in bases),
        str(each.wrongly_accepted),
        str(each.wrongly_rejected),
        ", ".join(f"{name} {count:,}" for name, count in each.outcomes.items()),
    ]


def _table(titles: list[str], rows: Iterable[list[str]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _number(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
