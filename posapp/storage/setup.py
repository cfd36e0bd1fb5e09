"""Set-up rows as one immutable record; read again only when its version moved."""

from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from posapp.domain.distribution_rule import DistributionRule, ValueType
from posapp.domain.drawer_options import DrawerOptions, OverUnderReason
from posapp.domain.money import Currency
from posapp.domain.setup import (
    CancelReason,
    CustomerClass,
    Installation,
    MatchType,
    Office,
    SaType,
    SetUp,
    TenderSource,
    TenderType,
)
from posapp.domain.setup_options import (
    AccountingPeriod,
    AdjustmentType,
    BankAccount,
    ClassAlgorithm,
    Denomination,
    Division,
    FeatureOptions,
)
from posapp.storage.autopay_setup import load_autopay_setup
from posapp.storage.base import record, table_of
from posapp.storage.credit_setup import load_credit_setup
from posapp.storage.entry_setup import load_entry_setup
from posapp.storage.item_setup import load_item_setup
from posapp.storage.payment_setup import (
    load_characteristic_types,
    load_distribution_codes,
    load_templates,
)
from posapp.storage.prepared import Ask, Prepared
from posapp.storage.tables.adjustments import AdjustmentTypeRow
from posapp.storage.tables.banks import BankAccountRow
from posapp.storage.tables.over_unders import OverUnderReasonRow
from posapp.storage.tables.setup import (
    AccountingPeriodRow,
    CancelReasonRow,
    CurrencyRow,
    CustomerClassRow,
    DenominationRow,
    DistributionRuleRow,
    DivisionRow,
    InstallationRow,
    MatchTypeRow,
    OfficeRow,
    SaTypeRow,
    TenderSourceRow,
    TenderTypeRow,
)
from posapp.storage.tables.setup_options import (
    ClassAlgorithmRow,
    DrawerOptionRow,
    FeatureOptionRow,
)

R = TypeVar("R")
_VERSION = Prepared(select(InstallationRow.setup_version))


def version_asked() -> Ask:
    """What ``setup_version`` asks."""
    return _VERSION, {}


def setup_version(s: Connection) -> int:
    """Version that every change of the set-up raises."""
    version: int = _VERSION.scalar(s)
    return version


def load_setup(s: Connection) -> SetUp:
    """The whole set-up."""
    installation = s.execute(select(table_of(InstallationRow))).one()
    periods = select(table_of(AccountingPeriodRow)).order_by(AccountingPeriodRow.start_date)
    notes = select(table_of(DenominationRow)).order_by(
        DenominationRow.currency, DenominationRow.value.desc(), DenominationRow.coin
    )
    banks = select(table_of(BankAccountRow)).order_by(BankAccountRow.bank, BankAccountRow.key)
    return SetUp(
        installation=record(installation, Installation),
        currencies=_by_code(s, CurrencyRow, Currency),
        offices=_by_code(s, OfficeRow, Office),
        divisions=_by_code(s, DivisionRow, Division),
        customer_classes=_by_code(s, CustomerClassRow, CustomerClass),
        sa_types=_by_code(s, SaTypeRow, SaType),
        tender_types=_by_code(s, TenderTypeRow, TenderType),
        tender_sources=_by_code(s, TenderSourceRow, TenderSource),
        match_types=_by_code(s, MatchTypeRow, MatchType),
        distribution_rules=_load_rules(s),
        cancel_reasons=_by_code(s, CancelReasonRow, CancelReason),
        adjustment_types=_by_code(s, AdjustmentTypeRow, AdjustmentType),
        bank_accounts=tuple(record(row, BankAccount) for row in s.execute(banks)),
        distribution_codes=load_distribution_codes(s),
        characteristic_types=load_characteristic_types(s),
        templates=load_templates(s),
        denominations=tuple(record(row, Denomination) for row in s.execute(notes)),
        periods=tuple(record(row, AccountingPeriod) for row in s.execute(periods)),
        autopay=load_autopay_setup(s),
        class_algorithms=_load_algorithms(s),
        entry=load_entry_setup(s),
        options=_load_options(s),
        drawers=_load_drawers(s),
        items=load_item_setup(s),
        over_under_reasons=_by_code(s, OverUnderReasonRow, OverUnderReason),
        crediting=load_credit_setup(s),
    )


def _load_options(s: Connection) -> FeatureOptions:
    """The feature options; what they are without their row is the default."""
    row = s.execute(select(table_of(FeatureOptionRow))).first()
    return FeatureOptions() if row is None else record(row, FeatureOptions)


def _load_drawers(s: Connection) -> DrawerOptions:
    """The settings of the drawer day; what they are without their row is the default."""
    row = s.execute(select(table_of(DrawerOptionRow))).first()
    return DrawerOptions() if row is None else record(row, DrawerOptions)


def _load_algorithms(s: Connection) -> MappingProxyType[tuple[str, str], ClassAlgorithm]:
    found = s.execute(select(table_of(ClassAlgorithmRow)))
    return MappingProxyType(
        {(row.customer_class, row.division): record(row, ClassAlgorithm) for row in found}
    )


def _load_rules(s: Connection) -> MappingProxyType[str, DistributionRule]:
    rules = s.execute(select(table_of(DistributionRuleRow)).order_by(DistributionRuleRow.code))
    return MappingProxyType(
        {
            row.code: record(row, DistributionRule, value_type=ValueType(row.value_type))
            for row in rules
        }
    )


def _by_code(s: Connection, row: Any, cls: type[R]) -> MappingProxyType[str, R]:
    found = s.execute(select(table_of(row)).order_by(row.code))
    return MappingProxyType({line.code: record(line, cls) for line in found})
