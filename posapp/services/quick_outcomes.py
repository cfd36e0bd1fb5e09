"""What came of rows of Quick Add: proven against their event, compared with what was decided on.

Source: QA-5, QA-7, QA-16, D-25, D-35. Amounts are integer minor units of the batch's currency.
"""

from collections.abc import Collection, Iterable
from typing import Final

from posapp.domain.money import total
from posapp.domain.payment_events import AddedEvent, NewEvent, NewPayment
from posapp.domain.quick_add import Outcome, RowResult
from posapp.domain.quick_groups import Entry, Group
from posapp.domain.quick_rows import Refusal, is_lost
from posapp.domain.quick_states import RowAct, may, state_of
from posapp.errors import Refused
from posapp.storage.failures import NOT_STORABLE
from posapp.storage.guards import InvariantError
from posapp.storage.quick_taken import Taken

HELD: Final = "M-146"
"""The refusal of a row because another one of its payor is not right yet."""


BROKEN: Final = (InvariantError, *NOT_STORABLE)
"""What a group may meet that no rule foresees: a third party's text or number, a guard."""


def broken(error: BaseException) -> Refusal:
    """What is said of rows whose event failed in a way that no rule foresees."""
    if isinstance(error, InvariantError):
        reason = "its amounts would not add up"
    elif isinstance(error, UnicodeError):
        reason = "it makes a text that cannot be stored"
    elif isinstance(error, ArithmeticError):
        reason = "it makes a number that cannot be stored"
    else:
        reason = "the database does not take what it makes"
    return Refusal(Outcome.INVALID, "", "M-181", {"reason": reason})


def to_do(rows: Iterable[RowResult], *, named: bool) -> tuple[RowResult, ...]:
    """Rows to try: those that wait, and refused ones that were named and have all that was typed."""
    return tuple(
        one
        for one in rows
        if may(state_of(one.outcome), RowAct.CARRY_OUT)
        and (one.outcome is None or (named and not is_lost(one.field, one.code)))
    )


def refusal_of(row: RowResult) -> Refusal | None:
    """Why a row was refused; ``None`` when it waits or is settled."""
    if row.outcome is None or row.is_settled:
        return None
    return Refusal(row.outcome, row.field, row.code, row.fields)


def still_right(
    refusals: Iterable[tuple[int, Refusal | None]], open_: Collection[int]
) -> list[tuple[int, Refusal | None]]:
    """Refusals of rows that are as they were; one that held others back must be so as well."""
    return [
        (line, refusal)
        for line, refusal in refusals
        if line in open_
        and (refusal is None or refusal.code != HELD or refusal.fields["line"] in open_)
    ]


def prove(group: Group, new: NewEvent) -> None:
    """Amounts are exact: what was typed is what was taken and paid, without change (QA-7)."""
    typed = total(one.tender.amount for one in group.entries)
    taken = total(one.amount for one in new.tenders)
    paid = total(one.draft.amount for one in new.payments)
    if not typed == taken == paid:
        raise InvariantError(f"rows of {typed} make tenders of {taken} and payments of {paid}")


def check_payees(group: Group, new: NewEvent) -> None:
    """Under the locks, too, a rule may pay no one but its payor (D-35).

    What rows leave due to one another is known only here.

    Raises:
        Refused: ``M-145``.
    """
    for one in new.payments:
        if one.draft.account_id != group.payor:
            rule = "" if one.detail is None else new.details[one.detail].rule.label
            raise Refused("M-145", field="value", rule=rule)


def outcomes(group: Group, added: AddedEvent, new: NewEvent) -> list[Taken]:
    """What came of each row: done, or in Error with the first of its payments that is (QA-16)."""
    return [
        _outcome(entry, added, _made_by(place, entry, new))
        for place, entry in enumerate(group.entries)
    ]


def _made_by(place: int, entry: Entry, new: NewEvent) -> tuple[NewPayment, ...]:
    if entry.detail is None:
        return new.payments
    return tuple(one for one in new.payments if one.detail == place)


def _outcome(entry: Entry, added: AddedEvent, payments: Iterable[NewPayment]) -> Taken:
    failed = next((one for one in payments if one.error_code), None)
    return Taken(
        entry.line,
        entry.row.request_id,
        Outcome.DONE if failed is None else Outcome.ERROR,
        added.event_id,
        entry.payor,
        entry.tender.amount,
        "" if failed is None else failed.error_code or "",
        {} if failed is None else failed.error_fields,
    )


def replays(group: Group, added: AddedEvent) -> list[Taken]:
    """Rows of an event that was there before."""
    outcome = Outcome.ERROR if added.failed else Outcome.DONE
    code = added.failed[0] if added.failed else ""
    return [
        Taken(
            entry.line,
            entry.row.request_id,
            outcome,
            added.event_id,
            entry.payor,
            entry.tender.amount,
            code,
            replayed=True,
        )
        for entry in group.entries
    ]
