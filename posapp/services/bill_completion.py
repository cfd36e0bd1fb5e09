"""Completing a bill: one that a mandate pays is stamped with amount and dates (AP-03, AP-05).

Bills come from outside, so importing one is its completion (D-06).
"""

from collections.abc import Iterable

from posapp.domain.bill_debits import BillDebit, CompletedBill, stamp_bill
from posapp.domain.setup import SetUp
from posapp.storage.base import Transaction
from posapp.storage.bill_debits import insert_debits, load_debits, mandates_of, record_debit


def complete_bills(
    s: Transaction, bills: Iterable[CompletedBill], setup: SetUp
) -> tuple[BillDebit, ...]:
    """Stamp bills in the transaction that completes them; returns the stamps."""
    found = tuple(bills)
    mandates = mandates_of(s, found)
    earlier = load_debits(s, found)
    stamps = tuple(
        stamp_bill(bill, mandates[bill.mandate_id], setup, earlier.get(bill.bill_id))
        for bill in found
    )
    insert_debits(s, (stamp for stamp in stamps if stamp.bill_id not in earlier))
    for stamp in stamps:
        if stamp.bill_id in earlier:
            record_debit(s, stamp)
    return stamps
