"""What agreements of cash-accounting types hold of the taxes that were billed to them (GL-6)."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, select, union_all

from posapp.domain.cash_accounting import HeldTax, TaxedDebit
from posapp.domain.codes import FtType, PaymentStatus
from posapp.domain.ids import AgreementId
from posapp.domain.money import ZERO, Money
from posapp.domain.setup import SetUp
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.adjustments import AdjustmentRow
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from posapp.storage.tables.payment_events import PaymentRow, PaySegmentRow
from posapp.storage.tables.setup import SaTypeRow
from posapp.storage.types import total_of

_ft, _gl = table_of(FinancialTransactionRow), table_of(GlLineRow)
_agreement, _type = table_of(AgreementRow), table_of(SaTypeRow)
_adjustment = table_of(AdjustmentRow)
_segment, _payment = table_of(PaySegmentRow), table_of(PaymentRow)
_DEBITS: Final = (FtType.BILL, FtType.ADJUSTMENT, FtType.CONVERSION)

# Every transaction with what it put on the holding account of its agreement's type: debit +.
_TRANSACTIONS: Final = Prepared(
    select(
        _ft.c.agreement_id,
        _ft.c.id,
        _ft.c.ft_type,
        _ft.c.parent_id,
        _ft.c.arrears_date,
        _ft.c.current_amount,
        total_of(_gl.c.amount).label("holding"),
    )
    .join(_agreement, _agreement.c.id == _ft.c.agreement_id)
    .join(_type, _type.c.code == _agreement.c.sa_type)
    .outerjoin(_gl, (_gl.c.ft_id == _ft.c.id) & (_gl.c.distribution_code == _type.c.holding_code))
    .where(any_of(_ft.c.agreement_id, "agreements"))
    .group_by(_ft.c.id)
    .order_by(_ft.c.agreement_id, _ft.c.id)
)
# What names its bill: frozen segments, and credit of an overpayment that the bill took (OP-3).
_named = union_all(
    select(_segment.c.agreement_id, _segment.c.bill_id, _segment.c.amount.label("amount"))
    .join(_payment, _payment.c.id == _segment.c.payment_id)
    .where(
        any_of(_segment.c.agreement_id, "agreements"),
        _segment.c.bill_id.is_not(None),
        _payment.c.status == PaymentStatus.FROZEN,
    ),
    select(_adjustment.c.agreement_id, _adjustment.c.bill_id, -_adjustment.c.amount).where(
        any_of(_adjustment.c.agreement_id, "agreements"),
        _adjustment.c.bill_id.is_not(None),
        _adjustment.c.amount < ZERO,
    ),
).subquery()
_PAID: Final = Prepared(
    select(
        _named.c.agreement_id, _named.c.bill_id, total_of(_named.c.amount).label("amount")
    ).group_by(_named.c.agreement_id, _named.c.bill_id)
)


def load_held_taxes(
    s: Connection, agreements: Mapping[AgreementId, str], setup: SetUp
) -> Mapping[AgreementId, HeldTax]:
    """What is held for agreements, given with their types; read after the locks (D-25).

    Only those of cash-accounting types are in it; without one nothing is read.
    """
    wanted = [one for one, kind in agreements.items() if setup.sa_types[kind].holding_code]
    if not wanted:
        return {}
    keys = {"agreements": wanted}
    paid = {(row.agreement_id, row.bill_id): row.amount for row in _PAID.all(s, keys)}
    rows = groupby(_TRANSACTIONS.all(s, keys), key=lambda row: row.agreement_id)
    return {
        agreement_id: _held(list(group), paid, setup, agreements[agreement_id])
        for agreement_id, group in rows
    }


def _held(
    rows: list[Any], paid: Mapping[tuple[int, int], Money], setup: SetUp, sa_type: str
) -> HeldTax:
    kind = setup.sa_types[sa_type]
    assert kind.holding_code is not None
    assert kind.payable_code is not None
    left: dict[tuple[int, int | None], Money] = dict(paid.items())
    debits = []
    for row in rows:
        if row.ft_type in _DEBITS and row.current_amount > ZERO:
            bill_id = row.parent_id if row.ft_type is FtType.BILL else None
            own = min(left.pop((row.agreement_id, bill_id), ZERO), row.current_amount)
            debits.append(
                TaxedDebit(row.id, bill_id, row.arrears_date, row.current_amount, -row.holding, own)
            )
    return HeldTax(
        kind.holding_code,
        kind.payable_code,
        Money(sum(row.current_amount.minor for row in rows)),
        Money(-sum(row.holding.minor for row in rows)),
        tuple(debits),
    )
