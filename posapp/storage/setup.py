"""Set-up rows as one immutable record; read again only when its version moved."""

from types import MappingProxyType

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
from posapp.storage.coded_rows import by_code, rows_of
from posapp.storage.credit_setup import load_credit_setup
from posapp.storage.entry_setup import load_entry_setup
from posapp.storage.item_setup import load_item_setup
from posapp.storage.payment_setup import (
    load_characteristic_types,
    load_distribution_codes,
    load_templates,
)
from posapp.storage.prepared import Ask, Prepared
from posapp.storage.setup_ahead import setup_ahead
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

_VERSION = Prepared(select(InstallationRow.setup_version))
_NOTES = Prepared(
    select(table_of(DenominationRow)).order_by(
        DenominationRow.currency, DenominationRow.value.desc(), DenominationRow.coin
    )
)


def version_asked() -> Ask:
    """What ``setup_version`` asks."""
    return _VERSION, {}


def setup_version(s: Connection) -> int:
    """Version that every change of the set-up raises."""
    version: int = _VERSION.scalar(s)
    return version


def load_setup(s: Connection) -> SetUp:
    """The whole set-up; on a server in one round trip."""
    setup_ahead(s, _NOTES)
    (installation,) = rows_of(InstallationRow).all(s)
    periods = rows_of(AccountingPeriodRow, "start_date").all(s)
    banks = rows_of(BankAccountRow, "bank", "key").all(s)
    return SetUp(
        installation=record(installation, Installation),
        currencies=by_code(s, CurrencyRow, Currency),
        offices=by_code(s, OfficeRow, Office),
        divisions=by_code(s, DivisionRow, Division),
        customer_classes=by_code(s, CustomerClassRow, CustomerClass),
        sa_types=by_code(s, SaTypeRow, SaType),
        tender_types=by_code(s, TenderTypeRow, TenderType),
        tender_sources=by_code(s, TenderSourceRow, TenderSource),
        match_types=by_code(s, MatchTypeRow, MatchType),
        distribution_rules=_load_rules(s),
        cancel_reasons=by_code(s, CancelReasonRow, CancelReason),
        adjustment_types=by_code(s, AdjustmentTypeRow, AdjustmentType),
        bank_accounts=tuple(record(row, BankAccount) for row in banks),
        distribution_codes=load_distribution_codes(s),
        characteristic_types=load_characteristic_types(s),
        templates=load_templates(s),
        denominations=tuple(record(row, Denomination) for row in _NOTES.all(s)),
        periods=tuple(record(row, AccountingPeriod) for row in periods),
        autopay=load_autopay_setup(s),
        class_algorithms=_load_algorithms(s),
        entry=load_entry_setup(s),
        options=_load_options(s),
        drawers=_load_drawers(s),
        items=load_item_setup(s),
        over_under_reasons=by_code(s, OverUnderReasonRow, OverUnderReason),
        crediting=load_credit_setup(s),
    )


def _load_options(s: Connection) -> FeatureOptions:
    """The feature options; what they are without their row is the default."""
    row = rows_of(FeatureOptionRow).first(s)
    return FeatureOptions() if row is None else record(row, FeatureOptions)


def _load_drawers(s: Connection) -> DrawerOptions:
    """The settings of the drawer day; what they are without their row is the default."""
    row = rows_of(DrawerOptionRow).first(s)
    return DrawerOptions() if row is None else record(row, DrawerOptions)


def _load_algorithms(s: Connection) -> MappingProxyType[tuple[str, str], ClassAlgorithm]:
    found = rows_of(ClassAlgorithmRow).all(s)
    return MappingProxyType(
        {(row.customer_class, row.division): record(row, ClassAlgorithm) for row in found}
    )


def _load_rules(s: Connection) -> MappingProxyType[str, DistributionRule]:
    rules = rows_of(DistributionRuleRow, "code").all(s)
    return MappingProxyType(
        {
            row.code: record(row, DistributionRule, value_type=ValueType(row.value_type))
            for row in rules
        }
    )
