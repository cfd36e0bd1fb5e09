"""Set-up tables of money: currencies with notes, coins and rates (D-17, D-20, CN-02, AC-04)."""

from typing import Final

from posapp.domain.setup_fields import FieldKind, SetUpField, Values
from posapp.domain.setup_rules import must
from posapp.domain.setup_table import (
    ON_TENDERS,
    SetUpTable,
    code_field,
    flag_field,
    money_field,
    number_field,
    reference_field,
    text_field,
)


def _known_step(row: Values) -> None:
    """Cash comes in steps of 0.05, 0.10 or 1.00, or as it is (D-20)."""
    unit = 10 ** row["decimals"]
    steps = {0, unit, *(unit // parts for parts in (20, 10) if unit % parts == 0)}
    step = row["cash_rounding"]
    must(step in steps, "cash_rounding", step, "is no step of cash: 0.05, 0.10, 1.00 or none")


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
            hint="In the smallest unit: 0 is none, else 0.05, 0.10 or 1.00",
        ),
    ),
    rules=(_known_step,),
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


def _two_currencies(row: Values) -> None:
    """A rate leads from one currency to another (AC-04)."""
    must(row["source"] != row["target"], "target", row["target"], "is the same currency")


EXCHANGE_RATE: Final = SetUpTable(
    "exchange_rate",
    "Exchange rates",
    ("source", "target", "day"),
    (
        reference_field("source", "From", "currency"),
        reference_field("target", "To", "currency"),
        SetUpField("day", "Day", FieldKind.DAY),
        SetUpField("rate", "Rate", FieldKind.RATE, hint=ON_TENDERS),
    ),
    rules=(_two_currencies,),
)
