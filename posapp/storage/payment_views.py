"""Reading one payment for its page: the agreements of its account, to split it by hand (7.3)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from posapp.domain.codes import AgreementStatus, FtType
from posapp.domain.event_views import PaymentView
from posapp.domain.ids import AgreementId, BillId
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_views import SplitLine
from posapp.domain.setup import SetUp
from posapp.storage.base import record, table_of
from posapp.storage.open_bills import load_split_bills
from posapp.storage.prepared import Prepared
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.tables.payment_events import PaySegmentRow
from posapp.storage.types import total_of

_agreement, _ft = table_of(AgreementRow), table_of(FinancialTransactionRow)
_item, _segment = table_of(PayableItemRow), table_of(PaySegmentRow)
Given = Mapping[tuple[AgreementId, BillId | None], Money]

_AGREEMENTS: Final = Prepared(
    select(
        _agreement.c.id.label("agreement_id"),
        _agreement.c.sa_type,
        _agreement.c.service,
        _agreement.c.status,
        func.coalesce(func.max(_item.c.number), "").label("item"),
        total_of(_ft.c.current_amount).label("current_balance"),
        total_of(_ft.c.payoff_amount).label("payoff_balance"),
    )
    .outerjoin(_ft, _ft.c.agreement_id == _agreement.c.id)
    .outerjoin(_item, _item.c.agreement_id == _agreement.c.id)
    .where(_agreement.c.account_id == bindparam("account"))
    .group_by(_agreement.c.id, _agreement.c.sa_type, _agreement.c.service, _agreement.c.status)
    .order_by(_agreement.c.id)
)


# Charges and credits that are on no bill: all but bills and what was paid of them.
_UNBILLED: Final = Prepared(
    select(_ft.c.agreement_id, total_of(_ft.c.current_amount).label("amount"))
    .join(_agreement, _agreement.c.id == _ft.c.agreement_id)
    .outerjoin(
        _segment,
        (_segment.c.id == _ft.c.sibling_id) & (_segment.c.payment_id == _ft.c.parent_id),
    )
    .where(
        _agreement.c.account_id == bindparam("account"),
        _ft.c.ft_type != FtType.BILL,
        _segment.c.bill_id.is_(None),
    )
    .group_by(_ft.c.agreement_id)
)


def load_split_lines(
    s: Connection, payment: PaymentView, setup: SetUp, *, open_item: bool
) -> tuple[SplitLine, ...]:
    """The agreements of the payee with what the payment gives each (7.3).

    On open item a line for each unpaid bill and agreement, the bill due first on top, then one for
    each agreement's charges that are on no bill (PY-12). Canceled agreements are left out unless
    the payment, made before, has a segment there (PY-10).
    """
    given = {(one.agreement_id, one.bill_id): one.amount for one in payment.segments}
    held = {agreement_id for agreement_id, _ in given}
    lines = tuple(
        record(
            row,
            SplitLine,
            description=setup.sa_types[row.sa_type].description,
            strict=setup.sa_types[row.sa_type].is_strict,
            distributed=given.get((row.agreement_id, None), ZERO),
            bill_id=None,
            bill="",
            due_date=None,
            disputed=False,
            unpaid=None,
        )
        for row in _AGREEMENTS.all(s, {"account": payment.account_id})
        if row.status != AgreementStatus.CANCELED or row.agreement_id in held
    )
    return _by_bill(s, payment, lines, given) if open_item else lines


def _by_bill(
    s: Connection, payment: PaymentView, lines: tuple[SplitLine, ...], given: Given
) -> tuple[SplitLine, ...]:
    """The lines of bills before those of new charges (PY-12)."""
    key = {"account": payment.account_id}
    unbilled = {row.agreement_id: max(row.amount, ZERO) for row in _UNBILLED.all(s, key)}
    paid = [bill_id for _, bill_id in given if bill_id is not None]
    bills = load_split_bills(s, payment.account_id, [payment.id], paid)
    of_bills = (
        replace(
            line,
            distributed=given.get((line.agreement_id, bill.bill_id), ZERO),
            bill_id=bill.bill_id,
            bill=bill.number,
            due_date=bill.due_date,
            disputed=bill.disputed,
            unpaid=bill.unpaid_on(line.agreement_id),
        )
        for bill in bills.values()
        for line in lines
        if bill.unpaid_on(line.agreement_id) or (line.agreement_id, bill.bill_id) in given
    )
    new = (replace(line, unpaid=unbilled.get(line.agreement_id, ZERO)) for line in lines)
    return (*of_bills, *new)
