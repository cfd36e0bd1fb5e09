"""The set-up table of distribution rules (1.7, DR-8)."""

from typing import Final

from posapp.domain.distribution_rule import Maker, ValueType
from posapp.domain.setup_fields import Values
from posapp.domain.setup_table import (
    SetUpTable,
    choice_field,
    code_field,
    flag_field,
    text_field,
)
from posapp.errors import Refused


def _check_makers(row: Values) -> None:
    """What a rule makes exists and fits its value (DR-3); a text names no account (DR-6)."""
    text, kind = row["create_payment"] or "", row["value_type"]
    for word in text.replace(",", " ").split():
        if word not in {Maker.ACCOUNT.value, Maker.DUE.value, str(kind)}:
            raise Refused(
                "M-50", field="create_payment", value=word, reason=f"does not go with {kind}"
            )
    if kind == ValueType.TEXT and text:
        reason = "needs a value that names an account"
        raise Refused("M-50", field="create_payment", value=text, reason=reason)


def _check_payor(row: Values) -> None:
    """The payor is found by the value itself (DR-2)."""
    found, kind = row["determine_account"] or "", row["value_type"]
    if found and (found != kind or kind == ValueType.TEXT):
        raise Refused(
            "M-50", field="determine_account", value=found, reason=f"does not go with {kind}"
        )


DISTRIBUTION_RULE: Final = SetUpTable(
    "distribution_rule",
    "Distribution rules",
    ("code",),
    (
        code_field(12),
        text_field(),
        text_field("label", "Label", width=20),
        choice_field("value_type", "Rule value", ValueType),
        choice_field(
            "determine_account", "Determine tender account", ValueType, required=False, empty=""
        ),
        text_field("create_payment", "Create payment", width=60, required=False),
        flag_field("active", "Active", default=True),
    ),
    rules=(_check_makers, _check_payor),
)
