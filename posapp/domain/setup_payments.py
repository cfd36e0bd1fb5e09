"""Set-up tables of what payments carry: characteristics (2.4) and templates (NC-4, NCI-07)."""

from fractions import Fraction
from typing import Final

from posapp.domain.characteristics import AdHocFormat, CharacteristicKind, ForeignKind
from posapp.domain.entry_setup_tables import ENTRY_TABLES
from posapp.domain.setup_fields import FieldKind, SetUpField, Values
from posapp.domain.setup_rules import must
from posapp.domain.setup_table import (
    SetUpTable,
    choice_field,
    code_field,
    flag_field,
    money_field,
    number_field,
    reference_field,
    text_field,
)

_DECIMALS: Final = 10_000
_MOST_LINES: Final = 99


def characteristic_type_rule(row: Values) -> None:
    """An ad hoc type has a format, a foreign key says of what, and it stands somewhere (2.4)."""
    for name, kind in (
        ("ad_hoc_format", CharacteristicKind.ADHOC),
        ("foreign_kind", CharacteristicKind.FOREIGN_KEY),
    ):
        wanted = row["kind"] == kind
        reason = f"goes with kind {kind.value} and with no other"
        must(bool(row[name]) == wanted, name, row[name] or "", reason)
    stands = row["on_event"] or row["on_payment"] or row["on_tender"]
    must(stands, "on_event", "no", "or payment or tender must be on")


def template_line_rule(row: Values) -> None:
    """An amount or a percent; a percent has four decimals at most and is no more than 100."""
    one = (row["amount"] is None) != (row["percent"] is None)
    must(one, "percent", row["percent"] or "", "or an amount must be given, not both")
    if row["percent"] is not None:
        percent = Fraction(row["percent"])
        must(percent <= 100, "percent", row["percent"], "is more than 100")  # noqa: PLR2004
        fine = (percent * _DECIMALS).denominator == 1
        must(fine, "percent", row["percent"], "has more than four decimals")


PAYMENT_TABLES: Final = (
    SetUpTable(
        "characteristic_type",
        "Characteristic types",
        ("code",),
        (
            code_field(8),
            text_field(),
            choice_field("kind", "Values", CharacteristicKind),
            choice_field("ad_hoc_format", "Ad hoc format", AdHocFormat, required=False),
            choice_field("foreign_kind", "Foreign key of", ForeignKind, required=False),
            flag_field("on_event", "On payment events", default=True),
            flag_field("on_payment", "On payments"),
            flag_field("on_tender", "On tenders"),
            flag_field("active", "Active", default=True),
        ),
        rules=(characteristic_type_rule,),
    ),
    SetUpTable(
        "characteristic_value",
        "Characteristic values",
        ("characteristic_type", "value"),
        (
            reference_field("characteristic_type", "Characteristic type", "characteristic_type"),
            text_field("value", "Value", width=16),
            text_field(),
        ),
    ),
    SetUpTable(
        "payment_template",
        "Payment templates",
        ("code",),
        (
            code_field(12),
            text_field(),
            SetUpField("account_id", "Non-CIS account", FieldKind.NUMBERED, table="account"),
            SetUpField("agreement_id", "Service agreement", FieldKind.NUMBERED, table="agreement"),
            reference_field("currency", "Currency", "currency"),
            reference_field("bank", "Bank", "bank", required=False, hint="Offers its drawer first"),
            flag_field("active", "Active", default=True),
        ),
    ),
    SetUpTable(
        "payment_template_line",
        "Payment template lines",
        ("template", "seq"),
        (
            reference_field("template", "Template", "payment_template"),
            number_field("seq", "Line", least=1, most=_MOST_LINES),
            reference_field("distribution_code", "Ledger account", "distribution_code"),
            text_field(required=False),
            reference_field("currency", "Currency", "currency"),
            money_field("amount", "Amount", required=False, least=1),
            SetUpField(
                "percent",
                "Percent",
                FieldKind.RATE,
                required=False,
                hint="Of what the amounts leave",
            ),
            flag_field("overridable", "May be overridden", default=True),
        ),
        rules=(template_line_rule,),
        currency="currency",
    ),
    *ENTRY_TABLES,
)
