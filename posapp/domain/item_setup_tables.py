"""The set-up tables of payable items: kinds, violation codes, locations, fines (IT-1)."""

from typing import Final

from posapp.domain.codes import ChargeKind
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

_MOST_DIGITS: Final = 12


def _charges_something(row: Values) -> None:
    """The first line of an item adds to what is due (IT-2)."""
    kind = ChargeKind(row["charge_kind"])
    must(not kind.lowers_due, "charge_kind", kind.value, "lowers what is due")


ITEM_TABLES: Final = (
    SetUpTable(
        "item_kind",
        "Item kinds",
        ("code",),
        (
            SetUpField(
                "code",
                "Code",
                FieldKind.REFERENCE,
                table="sa_type",
                hint="That of its agreement type",
            ),
            text_field(),
            choice_field("charge_kind", "First charge line", ChargeKind),
            money_field(
                "default_amount",
                "Usual amount",
                required=False,
                least=0,
                hint="Empty: it is always typed",
            ),
            flag_field(
                "by_violation",
                "Amount by violation and location",
                hint="The usual amount where the table of fines has none",
            ),
            flag_field("part_payment", "May be paid in part"),
            flag_field("releasable", "May be given back"),
            text_field("number_prefix", "Numbers begin with", width=12, required=False),
            number_field(
                "number_digits", "Digits of the number", least=1, most=_MOST_DIGITS, default=6
            ),
            flag_field("active", "Active", default=True),
        ),
        rules=(_charges_something,),
    ),
    SetUpTable(
        "violation_code",
        "Violation codes",
        ("code",),
        (code_field(8), text_field(), flag_field("active", "Active", default=True)),
    ),
    SetUpTable(
        "location_class",
        "Classes of locations",
        ("code",),
        (code_field(8), text_field(), flag_field("active", "Active", default=True)),
    ),
    SetUpTable(
        "violation_fine",
        "Fines by violation and location",
        ("violation_code", "location_class"),
        (
            reference_field("violation_code", "Violation code", "violation_code"),
            reference_field("location_class", "Class of locations", "location_class"),
            money_field("amount", "Amount", least=0),
        ),
    ),
)
