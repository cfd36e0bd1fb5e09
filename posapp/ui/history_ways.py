"""Where a line of the financial history leads: what it came from, then what hangs on it (16.3)."""

from posapp.domain.codes import FtType
from posapp.domain.history import FinancialEntry
from posapp.domain.ids import long_id
from posapp.ui.leading import Way, to_agreement, to_bill, to_event, to_payment, to_transaction


def entry_ways(entry: FinancialEntry, *, with_agreement: bool = True) -> tuple[Way, ...]:
    """The payment or the bill it came from, its event, its posting, its agreement."""
    paid = entry.ft_type in {FtType.PAY_SEGMENT, FtType.PAY_CANCEL}
    return (
        to_payment(entry.parent_id if paid else None),
        to_bill(entry.parent_id if entry.bill else None),
        to_transaction(entry.id),
        to_event(entry.event_id),
        to_agreement(entry.agreement_id if with_agreement else None),
    )


def entry_number(entry: FinancialEntry) -> str:
    """What *Copy number* takes: the bill's number, else the transaction's."""
    return entry.bill or long_id(entry.id)
