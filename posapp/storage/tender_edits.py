"""Writing changes of an event's tenders: add, change, move, delete."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, update

from posapp.domain.codes import TenderStatus
from posapp.domain.event_views import TenderView
from posapp.domain.ids import AccountId, ControlId, EventId, TenderId
from posapp.domain.money import Money
from posapp.domain.payment_events import NewTender, TenderDraft
from posapp.storage.characteristics import drop_characteristics
from posapp.storage.event_writes import INSERT_TENDER, Stamp, tender_row
from posapp.storage.ids import take_id
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.payment_events import TenderRow

_DROP: Final = Prepared(delete(TenderRow).where(TenderRow.id == bindparam("key")))
_SET_PAYORS: Final = Prepared(
    update(TenderRow)
    .where(any_of(TenderRow.id, "tenders"))
    .values(payor_account_id=bindparam("payor"))
)
_SET_PAYOR: Final = Prepared(
    update(TenderRow)
    .where(
        TenderRow.event_id == bindparam("event"),
        TenderRow.payor_account_id == bindparam("old"),
        TenderRow.status == TenderStatus.VALID,
    )
    .values(payor_account_id=bindparam("new"))
)


def insert_tender(
    s: Connection, event_id: EventId, payor: AccountId, tender: NewTender, stamp: Stamp
) -> TenderId:
    """Add a tender to an event (TN-5)."""
    tender_id = TenderId(take_id(s))
    INSERT_TENDER.run(s, tender_row(tender_id, event_id, payor, tender, stamp))
    return tender_id


def update_tender(
    s: Connection, tender: TenderView, draft: TenderDraft, amount: Money, code: str
) -> None:
    """Give a tender new values (D-28).

    Args:
        s: the transaction.
        tender: as it was.
        draft: the new values; its amount is in the control's currency.
        amount: the same in the event's currency.
        code: its ledger account.
    """
    values = {
        "tender_type": draft.tender_type,
        "amount": amount,
        "control_amount": draft.amount,
        "distribution_code": code,
        "check_number": draft.check_number,
        "customer_id": draft.customer_id,
        "external_reference": draft.external_reference,
        "name": draft.name,
    }
    if draft.micr:
        values["micr_last4"] = draft.micr[-4:]
    _set(s, tender.id, values)


def _set(s: Connection, tender_id: TenderId, values: dict[str, Any]) -> None:
    given = {f"new_{name}": value for name, value in values.items()}
    _setting(tuple(values)).many(s, [{"key": tender_id, **given}])


@cache
def _setting(names: tuple[str, ...]) -> Prepared:
    """What gives some columns of a tender new values."""
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return Prepared(update(TenderRow).where(TenderRow.id == bindparam("key")).values(values))


def move_tender(s: Connection, tender_id: TenderId, control_id: ControlId, code: str) -> None:
    """Put a tender into another tender control, with the ledger account of that one."""
    _set(s, tender_id, {"tender_control_id": control_id, "distribution_code": code})


def delete_tender(s: Connection, tender_id: TenderId) -> None:
    """Remove a tender that D-12 lets go."""
    drop_characteristics(s, tender_id=tender_id)
    _DROP.many(s, [{"key": tender_id}])


def set_payors(s: Connection, tender_ids: Iterable[TenderId], payor: AccountId) -> None:
    """Say who handed tenders over."""
    _SET_PAYORS.many(s, [{"tenders": list(tender_ids), "payor": payor}])


def set_payor(s: Connection, event_id: EventId, old: AccountId, new: AccountId) -> None:
    """Change the payor of an event's valid tenders (payments 9)."""
    _SET_PAYOR.many(s, [{"event": event_id, "old": old, "new": new}])
