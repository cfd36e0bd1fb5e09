"""The tenders of open controls, as a cashier looks back at the day (TND-10)."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, func, select

from posapp.domain.browse import TenderHistoryItem
from posapp.domain.codes import PaymentStatus
from posapp.domain.ids import ControlId
from posapp.domain.listing import Page, PageRequest
from posapp.storage.base import record, table_of
from posapp.storage.handed import FLAGGED
from posapp.storage.paging import Order, Orders, Paged
from posapp.storage.prepared import any_of, one_of
from posapp.storage.tables.controls import TenderControlRow
from posapp.storage.tables.payment_events import PaymentEventRow, PaymentRow, TenderRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.setup import TenderTypeRow

_tender, _event, _payment = table_of(TenderRow), table_of(PaymentEventRow), table_of(PaymentRow)
_account, _person = table_of(AccountRow), table_of(PersonRow)
_type, _control = table_of(TenderTypeRow), table_of(TenderControlRow)
_ORDERS: Final[Orders] = {"": Order((_tender.c.id,), newest_first=True)}
_FROZEN_AT: Final = (
    select(func.max(_payment.c.frozen_at))
    .where(
        _payment.c.event_id == _tender.c.event_id,
        one_of(_payment.c.status, (PaymentStatus.FROZEN, PaymentStatus.CANCELED)),
    )
    .correlate(_tender)
    .scalar_subquery()
)
_SELECT: Final = (
    select(
        _FROZEN_AT.label("frozen_at"),
        _event.c.payment_date,
        _tender.c.id.label("tender_id"),
        _tender.c.event_id,
        _tender.c.payor_account_id,
        _person.c.name.label("payor_name"),
        _tender.c.control_amount.label("amount"),
        _control.c.currency,
        _tender.c.tender_type,
        _type.c.description,
        _tender.c.status,
        FLAGGED.label("is_flagged"),
        _tender.c.tender_control_id,
        _control.c.tender_source,
    )
    .select_from(_tender)
    .join(_event, _event.c.id == _tender.c.event_id)
    .join(_account, _account.c.id == _tender.c.payor_account_id)
    .join(_person, _person.c.id == _account.c.person_id)
    .join(_type, _type.c.code == _tender.c.tender_type)
    .join(_control, _control.c.id == _tender.c.tender_control_id)
)
_OF_CONTROLS: Final = Paged(_SELECT.where(any_of(_tender.c.tender_control_id, "controls")), _ORDERS)


def list_history(
    s: Connection, controls: Collection[ControlId], request: PageRequest
) -> Page[TenderHistoryItem]:
    """Tenders of some controls, newest first; change and other system-made ones are among them."""
    rows, following = _OF_CONTROLS.fetch(s, request, {"controls": list(controls)})
    found = (record(row, TenderHistoryItem, flagged=bool(row.is_flagged)) for row in rows)
    return Page(tuple(found), following)
