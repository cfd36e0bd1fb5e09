"""Reading one bill for its page: charges, the pay segments that name it, its match events."""

from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from posapp.domain.bills import BillCard, BillCharge, BillPayment
from posapp.domain.ids import AccountId, BillId, parse_id
from posapp.domain.setup import SetUp
from posapp.storage.base import record, table_of
from posapp.storage.match_views import load_of_bill
from posapp.storage.open_bills import load_unpaid
from posapp.storage.prepared import Prepared
from posapp.storage.tables.agreements import AgreementRow, BillLineRow, BillRow
from posapp.storage.tables.payment_events import PaymentEventRow, PaymentRow, PaySegmentRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.setup import CancelReasonRow

_bill, _line, _agreement = table_of(BillRow), table_of(BillLineRow), table_of(AgreementRow)
_account, _person = table_of(AccountRow), table_of(PersonRow)
_segment, _payment = table_of(PaySegmentRow), table_of(PaymentRow)
_event, _reason = table_of(PaymentEventRow), table_of(CancelReasonRow)

_BILL: Final = Prepared(
    select(
        _bill.c.id,
        _bill.c.number,
        _bill.c.account_id,
        _person.c.name.label("account_name"),
        _account.c.currency,
        _account.c.customer_class,
        _bill.c.bill_date,
        _bill.c.due_date,
        _bill.c.amount,
        _bill.c.tax,
        _bill.c.description,
    )
    .join(_account, _account.c.id == _bill.c.account_id)
    .join(_person, _person.c.id == _account.c.person_id)
    .where(_bill.c.id == bindparam("bill"))
)
_NAMED: Final = Prepared(
    select(_bill.c.id, _bill.c.account_id)
    .where((_bill.c.id == bindparam("id")) | (_bill.c.number == bindparam("number")))
    .order_by((_bill.c.account_id == bindparam("account")).desc(), _bill.c.id)
    .limit(3)
)
_CHARGES: Final = Prepared(
    select(
        _line.c.seq,
        _line.c.agreement_id,
        _agreement.c.sa_type,
        _agreement.c.service,
        _line.c.description,
        _line.c.amount,
        _line.c.residue,
    )
    .join(_agreement, _agreement.c.id == _line.c.agreement_id)
    .where(_line.c.bill_id == bindparam("bill"))
    .order_by(_line.c.seq)
)
_PAYMENTS: Final = Prepared(
    select(
        _segment.c.id.label("segment_id"),
        _segment.c.payment_id,
        _payment.c.event_id,
        _event.c.payment_date,
        _segment.c.agreement_id,
        _agreement.c.sa_type,
        _agreement.c.service,
        _segment.c.amount,
        _payment.c.status,
        func.coalesce(_reason.c.description, "").label("cancel_reason"),
    )
    .join(_payment, _payment.c.id == _segment.c.payment_id)
    .join(_event, _event.c.id == _payment.c.event_id)
    .join(_agreement, _agreement.c.id == _segment.c.agreement_id)
    .outerjoin(_reason, _reason.c.code == _payment.c.cancel_reason)
    .where(_segment.c.bill_id == bindparam("bill"))
    .order_by(_segment.c.id.desc())
)


def find_bills(
    s: Connection, typed: str, account_id: AccountId | None = None
) -> tuple[BillId, ...]:
    """The bill that a number of ours names, else those with that number on them.

    Of several those of the account, if it has one.
    """
    key = {"id": parse_id(typed) or 0, "number": typed.strip(), "account": account_id or 0}
    rows = _NAMED.all(s, key)
    found = [row for row in rows if row.id == parse_id(typed)] or rows
    of_account = [row for row in found if row.account_id == account_id]
    return tuple(BillId(row.id) for row in of_account or found)


def load_bill(s: Connection, bill_id: BillId, setup: SetUp) -> BillCard | None:
    """A bill with charges, payments and match events, ``None`` if there is none."""
    row = _BILL.first(s, {"bill": bill_id})
    if row is None:
        return None
    open_item = setup.customer_classes[row.customer_class].open_item
    return record(
        row,
        BillCard,
        unpaid=load_unpaid(s, [bill_id])[bill_id] if open_item else None,
        charges=tuple(record(line, BillCharge) for line in _CHARGES.all(s, {"bill": bill_id})),
        payments=tuple(record(one, BillPayment) for one in _PAYMENTS.all(s, {"bill": bill_id})),
        matches=load_of_bill(s, bill_id),
    )
