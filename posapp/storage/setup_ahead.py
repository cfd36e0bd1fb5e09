"""Every statement of the set-up in one round trip to a server, where it was thirty (P7, P10).

Each loader still asks for its own rows and takes those that were read here; what is not named here
is read on its own.
"""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Connection

from posapp.storage import credit_setup
from posapp.storage.coded_rows import rows_of
from posapp.storage.line import line_of
from posapp.storage.prepared import Prepared
from posapp.storage.reading_ahead import read_ahead
from posapp.storage.tables.account_credits import (
    CreditOptionRow,
    PaymentMethodRow,
    RequisitionCodeRow,
)
from posapp.storage.tables.adjustments import AdjustmentTypeRow
from posapp.storage.tables.autopay import (
    AutoPayRouteTypeRow,
    AutoPaySourceRow,
    WorkCalendarRow,
    WorkHolidayRow,
)
from posapp.storage.tables.banks import BankAccountRow
from posapp.storage.tables.characteristics import CharacteristicTypeRow, CharacteristicValueRow
from posapp.storage.tables.entry import ScanLayoutRow, TenderWordRow
from posapp.storage.tables.item_setup import (
    ItemKindRow,
    LocationClassRow,
    ViolationCodeRow,
    ViolationFineRow,
)
from posapp.storage.tables.over_unders import OverUnderReasonRow
from posapp.storage.tables.setup import (
    AccountingPeriodRow,
    CancelReasonRow,
    CurrencyRow,
    CustomerClassRow,
    DistributionCodeRow,
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
from posapp.storage.tables.templates import PaymentTemplateLineRow, PaymentTemplateRow

_WHOLE = (
    InstallationRow,
    ClassAlgorithmRow,
    FeatureOptionRow,
    DrawerOptionRow,
    CreditOptionRow,
    ViolationFineRow,
    WorkHolidayRow,
)
_CODED = (
    CurrencyRow,
    OfficeRow,
    DivisionRow,
    CustomerClassRow,
    SaTypeRow,
    TenderTypeRow,
    TenderSourceRow,
    MatchTypeRow,
    DistributionRuleRow,
    CancelReasonRow,
    AdjustmentTypeRow,
    DistributionCodeRow,
    CharacteristicTypeRow,
    PaymentTemplateRow,
    AutoPaySourceRow,
    AutoPayRouteTypeRow,
    WorkCalendarRow,
    ScanLayoutRow,
    TenderWordRow,
    ItemKindRow,
    ViolationCodeRow,
    LocationClassRow,
    OverUnderReasonRow,
    RequisitionCodeRow,
)


def setup_ahead(s: Connection, *more: Prepared) -> None:
    """Read on a server what ``load_setup`` asks for, and ``more``; nothing elsewhere."""
    line = line_of(s)
    if line is None:
        return
    before = line.known
    read_ahead(s, [(one, {}) for one in (*_statements(), *more)])
    line.known = before | line.known


@cache
def _statements() -> Sequence[Prepared]:
    return (
        *map(rows_of, _WHOLE),
        *(rows_of(row, "code") for row in _CODED),
        rows_of(AccountingPeriodRow, "start_date"),
        rows_of(BankAccountRow, "bank", "key"),
        rows_of(CharacteristicValueRow, "characteristic_type", "value"),
        rows_of(PaymentTemplateLineRow, "template", "seq"),
        rows_of(PaymentMethodRow, "tender_type"),
        credit_setup.EARLIER,
    )
