"""Receipts that the program's end kept from being printed, found by the print log (R1, RC-2)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from posapp.domain.desk import EventLine, EventState, MissingPaper
from posapp.domain.ids import EventId

MOST: Final = 3
"""So many receipts may be under way when a program ends: one for each payment taken meanwhile."""


class Paper(StrEnum):
    """What is known of the first paper of an event."""

    NEVER = "NEVER"
    """Nobody tried to print it."""
    UNKNOWN = "UNKNOWN"
    """It was begun; whether it came out was never heard."""
    TOLD = "TOLD"
    """It came out, or its user was told that it did not."""


def missing_papers(
    lines: Sequence[EventLine], papers: Mapping[EventId, Paper]
) -> tuple[MissingPaper, ...]:
    """The payments at the end of earlier work whose receipt is missing, the newest first.

    An end of the program takes the papers of the last payments only, so the search ends at the
    first receipt that is known of. Where more than ``MOST`` are missing it was no accident:
    receipts are not printed at this drawer.

    Args:
        lines: events of a drawer, newest first.
        papers: what became of the receipts of those that should have one; others are passed over.
    """
    found: list[MissingPaper] = []
    for line in lines:
        paper = papers.get(line.event_id)
        if paper is Paper.TOLD:
            break
        if paper is not None and line.state is EventState.FROZEN:
            found.append(MissingPaper(line, paper is Paper.UNKNOWN))
    return tuple(found) if len(found) <= MOST else ()
