"""Reading one payment for its page: the agreements of its account, to split it by hand (7.3)."""

from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from posapp.domain.codes import AgreementStatus
from posapp.domain.event_views import PaymentView
from posapp.domain.money import ZERO
from posapp.domain.payment_views import SplitLine
from posapp.domain.setup import SetUp
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.types import total_of

_agreement, _ft = table_of(AgreementRow), table_of(FinancialTransactionRow)
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
