"""Set-up tables of money: currencies with their notes and coins (D-17, D-20, CN-02)."""

from typing import Final

from posapp.domain.setup_fields import Values
from posapp.domain.setup_rules import must
from posapp.domain.setup_table import (
    SetUpTable,
    code_field,
    flag_field,
    money_field,
    number_field,
    reference_field,
    text_field,
)

CURRENCY: Final = SetUpTable(
    "currency",
    "Currencies",
    ("code",),
    (
        code_field(3),
        number_field("decimals", "Decimals", least=0, most=3, default=2),
        text_field("symbol", "Sign", width=5, required=False),
        number_field(
            "cash_rounding",
            "Cash rounding step",
            least=0,
            most=10_000,
            default=0,
            hint="In the smallest unit; 0 is none",
        ),
    ),
)


def _worth_something(row: Values) -> None:
    """A note or coin has a value (CN-02)."""
    must(row["value"].minor > 0, "value", row["value"], "must be above zero")


DENOMINATION: Final = SetUpTable(
    "denomination",
    "Notes and coins",
    ("currency", "value", "coin"),
    (
        reference_field("currency", "Currency", "currency"),
        money_field("value", "Value", least=1),
        flag_field("coin", "Coin"),
    ),
    rules=(_worth_something,),
    currency="currency",
)
