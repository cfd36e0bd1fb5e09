"""Reading one payment for its page: agreements of its account, and what it posted."""

from collections import defaultdict
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from posapp.domain.codes import AgreementStatus
from posapp.domain.event_views import PaymentView
from posapp.domain.ids import PaymentId
from posapp.domain.money import ZERO
from posapp.domain.payment_views import GlLine, SplitLine, TransactionView
from posapp.domain.setup import SetUp
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from posapp.storage.tables.setup import DistributionCodeRow
from posapp.storage.types import total_of

_agreement, _ft = table_of(AgreementRow), table_of(FinancialTransactionRow)
_gl, _code = table_of(GlLineRow), table_of(DistributionCodeRow)
_item = table_of(PayableItemRow)

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
_TRANSACTIONS: Final = Prepared(
    select(
        _ft.c.id,
        _ft.c.ft_type,
        _ft.c.agreement_id,
        _agreement.c.sa_type,
        _ft.c.current_amount,
        _ft.c.payoff_amount,
        _ft.c.accounting_date,
        _ft.c.frozen_at,
        _ft.c.reverses_id,
    )
    .join(_agreement, _agreement.c.id == _ft.c.agreement_id)
    .where(_ft.c.parent_id == bindparam("payment"))
    .order_by(_ft.c.id)
)
_LINES: Final = Prepared(
    select(_gl.c.ft_id, _gl.c.distribution_code, _code.c.description, _gl.c.amount)
    .join(_ft, _ft.c.id == _gl.c.ft_id)
    .join(_code, _code.c.code == _gl.c.distribution_code)
    .where(_ft.c.parent_id == bindparam("payment"))
    .order_by(_gl.c.ft_id, _gl.c.seq)
)


def load_split_lines(s: Connection, payment: PaymentView, setup: SetUp) -> tuple[SplitLine, ...]:
    """The agreements of the payee with what the payment gives each (7.3).

    Canceled ones are left out unless the payment, made before, has a segment there (PY-10).
    """
    given = {segment.agreement_id: segment.amount for segment in payment.segments}
    return tuple(
        record(
            row,
            SplitLine,
            description=setup.sa_types[row.sa_type].description,
            strict=setup.sa_types[row.sa_type].do_not_overpay
            or setup.sa_types[row.sa_type].item_kind,
            distributed=given.get(row.agreement_id, ZERO),
        )
        for row in _AGREEMENTS.all(s, {"account": payment.account_id})
        if row.status != AgreementStatus.CANCELED or row.agreement_id in given
    )


def load_transactions(s: Connection, payment_id: PaymentId) -> tuple[TransactionView, ...]:
    """What a payment posted: originals, then reversals, each with its ledger lines (16.3)."""
    lines: dict[int, list[GlLine]] = defaultdict(list)
    for row in _LINES.all(s, {"payment": payment_id}):
        lines[row.ft_id].append(record(row, GlLine))
    return tuple(
        record(row, TransactionView, lines=tuple(lines[row.id]))
        for row in _TRANSACTIONS.all(s, {"payment": payment_id})
    )
