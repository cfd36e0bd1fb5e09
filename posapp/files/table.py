"""What every reader yields: a header and raw entries with the line numbers that a person counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from posapp.domain.imports import Reject

Cells = Sequence[object] | Mapping[str, object]


class Entry(NamedTuple):
    """One raw row: cells by position (CSV, XLSX) or by name (JSON); ``line`` counts from 1.

    A named tuple, because one is made for each row of a large file.
    """

    line: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a file as they are; nothing is mapped yet.

    ``header`` may hold empty and repeated names. ``rejected`` are rows of the wrong shape. ``keyed``
    says that cells are found by name, as in JSON; ``loose`` that names are compared loosely;
    ``text_only`` that every cell is text or missing, as in CSV.
    """

    header: tuple[str, ...]
    entries: tuple[Entry, ...]
    rejected: tuple[Reject, ...] = ()
    keyed: bool = False
    loose: bool = False
    text_only: bool = False


def named_width(header: Sequence[str]) -> int:
    """How many cells a row must have: up to the last column that has a name."""
    return max((at + 1 for at, name in enumerate(header) if name), default=0)


def is_blank(cell: object) -> bool:
    """Whether a cell is empty or holds blanks alone."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def fitted(
    cells: list[object], header: Sequence[str], tail: str, *, ragged: bool = False
) -> list[object] | str:
    """The cells cut or filled to the header's width, or the reason why they do not fit.

    Args:
        cells: the row as read.
        header: names of the columns.
        tail: ``refuse`` wants the header's width exactly; ``blank`` lets columns without a name
            be missing and surplus cells be blank; ``ignore`` lets surplus cells hold anything.
        ragged: the source leaves trailing blank cells away (spreadsheets do).
    """
    width = len(header)
    surplus = cells[width:]
    wanted = 0 if ragged else width if tail == "refuse" else named_width(header)
    extra = surplus if tail == "refuse" and not ragged else [c for c in surplus if not is_blank(c)]
    if len(cells) < wanted or (extra and tail != "ignore"):
        return f"the row has {len(cells)} columns, the header has {width}"
    return [*cells[:width], *[None] * (width - len(cells))]
