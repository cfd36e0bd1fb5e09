"""Checks that a turn-in lists: what may still happen to them (TI-01, TI-04, 17, D-28).

A check that went to the supervisor does not lie in its drawer any more, and the slip that both
signed says what it was. So it comes off the list while the turn-in waits, or is brought back by a
turn-in the other way, before it changes, moves, is deleted or is handed back to the customer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from posapp.domain.ids import TenderId, short_id
from posapp.errors import Refused


@dataclass(frozen=True, slots=True)
class HandOver:
    """The last turn-in that lists a tender; ``is_out`` while it did not come back since."""

    receipt_number: str
    is_out: bool


HandOvers = Mapping[TenderId, HandOver]


def check_in_drawer(tender: TenderId, listed: HandOvers) -> None:
    """Stop what would make a turn-in list another thing than what was handed over.

    Raises:
        Refused: ``M-246``.
    """
    found = listed.get(tender)
    if found is not None and found.is_out:
        raise _refusal("M-246", tender, found)


def check_never_listed(tenders: Iterable[TenderId], listed: HandOvers) -> None:
    """Stop deleting what a turn-in lists, also when it came back since (D-23).

    Raises:
        Refused: ``M-246``; ``M-247`` where its turn-ins are done and stay.
    """
    for tender in tenders:
        check_in_drawer(tender, listed)
        if tender in listed:
            raise _refusal("M-247", tender, listed[tender])


def _refusal(code: str, tender: TenderId, found: HandOver) -> Refused:
    return Refused(code, field="tender", tender=short_id(tender), receipt=found.receipt_number)
