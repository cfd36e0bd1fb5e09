"""Making a text once for equal cells: a file repeats most of what its rows say."""

from collections.abc import Callable
from typing import Final

from posapp.files.columns import Line

Taken = tuple[object, ...]
"""The cells that decide a text."""

MOST_KNOWN: Final = 20_000
"""Results for cells that came before are kept up to this many."""

_TEXTS: Final = frozenset({str, type(None)})


def once_for_all(make: Callable[[Taken], str]) -> Callable[[Line], str]:
    """A function that makes a text of no cells when it is first asked; what is raised, each time."""
    known: list[str] = []

    def text(_line: Line) -> str:
        if not known:
            known.append(make(()))
        return known[0]

    return text


def each_once(
    make: Callable[[Taken], str], taken: Callable[[Line], Taken], *, text_only: bool
) -> Callable[[Line], str]:
    """A function that makes the text of a row, unless the same cells were there before.

    Args:
        make: makes the text of the cells; what it raises is raised each time.
        taken: takes the cells out of a row.
        text_only: every cell is text or missing. Else each is looked at, because numbers that are
            equal may be written differently (1 and 1.0).
    """
    known: dict[Taken, str] = {}

    def text(line: Line) -> str:
        cells = taken(line)
        found = known.get(cells)
        if found is None:
            found = make(cells)
            if len(known) < MOST_KNOWN:
                known[cells] = found
        return found

    def text_or_number(line: Line) -> str:
        cells = taken(line)
        return text(line) if _TEXTS.issuperset(map(type, cells)) else make(cells)

    return text if text_only else text_or_number
