"""Judges each text once, as the research pools do: a text that was met before gets the outcome it had."""

from collections.abc import Callable, Iterable, Iterator

from ..program import Check


def judged_once(
    checks: Iterable[Check],
    text_of: Callable[[Check], str],
    judge: Callable[[Iterator[str]], list[str]],
) -> list[str]:
    """The outcome of each check. `judge` takes the distinct texts, as it needs them, and returns theirs in order."""
    places: dict[str, int] = {}
    taken: list[int] = []

    def distinct() -> Iterator[str]:
        for check in checks:
            text = text_of(check)
            new = text not in places
            taken.append(places.setdefault(text, len(places)))
            if new:
                yield text

    outcomes = judge(distinct())
    return [outcomes[place] for place in taken]
