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
from posapp.storage.coded_rows import by_code, rows_of
from posapp.storage.prepared import Prepared
from posapp.storage.tables.account_credits import (
    AccountAdjustmentRow,
    CreditOptionRow,
    PaymentMethodRow,
    RequisitionCodeRow,
)

_credit = table_of(AccountAdjustmentRow)

EARLIER: Final = Prepared(
    select(_credit.c.clearing_code).where(_credit.c.clearing_code.is_not(None)).distinct()
)
"""Clearing codes that were used before."""


def load_credit_setup(s: Connection) -> CreditSetUp:
    """Settings, requisition codes and methods; without their row settings are as shipped."""
    option = rows_of(CreditOptionRow).first(s)
    methods = rows_of(PaymentMethodRow, "tender_type").all(s)
    return CreditSetUp(
        CreditOptions() if option is None else record(option, CreditOptions),
        by_code(s, RequisitionCodeRow, RequisitionCode),
        MappingProxyType({row.tender_type: record(row, PaymentMethod) for row in methods}),
        frozenset(row[0] for row in EARLIER.all(s)),
    )
