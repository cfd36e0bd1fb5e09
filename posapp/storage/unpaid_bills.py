"""Unpaid bills of one open-item account, for its page (OI-3)."""

from typing import Final

from sqlalchemy import Connection, select

from posapp.domain.accounts import UnpaidBill
from posapp.domain.ids import AccountId, BillId
from posapp.domain.money import total
from posapp.storage.base import record, table_of
from posapp.storage.open_bills import load_open_bills
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.agreements import BillRow

_bill = table_of(BillRow)
_BILLS: Final = Prepared(
    select(
        _bill.c.id.label("bill_id"),
        _bill.c.number,
        _bill.c.bill_date,
        _bill.c.due_date,
        _bill.c.amount,
    )
    .where(any_of(_bill.c.id, "bills"))
    .order_by(_bill.c.due_date, _bill.c.id)
)


def load_unpaid_bills(
    s: Connection, account_id: AccountId, most: int | None = None
) -> tuple[tuple[UnpaidBill, ...], int]:
    """Bills that are not matched whole and not in dispute, and how many there are in all.

    The one that fell due first stands on top; ``most`` of them are given, all without it.
    """
    opened = [bill for bill in load_open_bills(s, [account_id]).get(account_id, ()) if bill.parts]
    unpaid = {bill.bill_id: total(left for _, left in bill.parts) for bill in opened[:most]}
    rows = _BILLS.all(s, {"bills": list(unpaid)}) if unpaid else ()
    found = tuple(record(row, UnpaidBill, unpaid=unpaid[BillId(row.bill_id)]) for row in rows)
    return found, len(opened)
