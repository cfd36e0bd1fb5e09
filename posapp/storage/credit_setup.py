"""Set-up of adjustments, credits and checkouts, read as one record."""

from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, select

from posapp.domain.credit_setup import (
    CreditOptions,
    CreditSetUp,
    PaymentMethod,
    RequisitionCode,
)
from posapp.storage.base import record, table_of
from posapp.storage.tables.account_credits import (
    AccountAdjustmentRow,
    CreditOptionRow,
    PaymentMethodRow,
    RequisitionCodeRow,
)

_option, _code = table_of(CreditOptionRow), table_of(RequisitionCodeRow)
_method, _credit = table_of(PaymentMethodRow), table_of(AccountAdjustmentRow)

_EARLIER: Final = (
    select(_credit.c.clearing_code).where(_credit.c.clearing_code.is_not(None)).distinct()
)


def load_credit_setup(s: Connection) -> CreditSetUp:
    """Settings, requisition codes and methods; without their row settings are as shipped."""
    option = s.execute(select(_option)).first()
    codes = s.execute(select(_code).order_by(_code.c.code))
    methods = s.execute(select(_method).order_by(_method.c.tender_type))
    return CreditSetUp(
        CreditOptions() if option is None else record(option, CreditOptions),
        MappingProxyType({row.code: record(row, RequisitionCode) for row in codes}),
        MappingProxyType({row.tender_type: record(row, PaymentMethod) for row in methods}),
        frozenset(s.execute(_EARLIER).scalars()),
    )
