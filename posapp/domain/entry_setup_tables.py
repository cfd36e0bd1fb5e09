"""The set-up tables of how payments are entered: scan-line layouts, words for tender types."""

from collections.abc import Callable
from typing import Final, TypeVar

from posapp.domain.check_digits import CheckScheme
from posapp.domain.scan_layout import LONGEST, DateFormat, spans_of, weights_of
from posapp.domain.setup_fields import FieldKind, SetUpField, Values
from posapp.domain.setup_rules import must
from posapp.domain.setup_table import (
    SetUpTable,
    choice_field,
    code_field,
    flag_field,
    number_field,
    reference_field,
    text_field,
)
from posapp.errors import Refused

T = TypeVar("T")

_MOST_OF_AMOUNT: Final = 15
_POSITION: Final = "Position of its first sign; 0: the line has none"


def _check_places(row: Values) -> None:
    """Every part lies inside the line, and an amount has start and length."""
    scheme = CheckScheme(row["check_scheme"])
    parts = (
        ("prefix", 1, len(row["prefix"] or "")),
        ("value_length", row["value_start"], row["value_length"]),
        ("amount_length", row["amount_start"], row["amount_length"]),
        ("late_length", row["late_start"], row["late_length"]),
        ("date_start", row["date_start"], len(row["date_format"] or "")),
        ("check_start", row["check_start"], scheme.digits),
    )
    for field, start, length in parts:
        shown = row[field] or ""
        must(not start or start + length - 1 <= row["length"], field, shown, "is beyond the line")
    for name in ("amount", "late"):
        both = bool(row[f"{name}_start"]) == bool(row[f"{name}_length"])
        must(both, f"{name}_length", row[f"{name}_length"], "goes together with its start")
    dated = bool(row["date_start"]) == bool(row["date_format"])
    must(dated, "date_format", row["date_format"] or "", "goes together with the date's start")
    late = not row["late_start"] or row["date_start"]
    must(late, "late_start", row["late_start"], "needs the date until which the other is due")


def _check_digit(row: Values) -> None:
    """A check digit has a place, which it does not protect itself; weights are for mod 10."""
    scheme, start = CheckScheme(row["check_scheme"]), row["check_start"]
    must(bool(start) == bool(scheme.digits), "check_start", start, "goes together with its scheme")
    spans = _said("check_spans", row["check_spans"] or "", spans_of)
    for low, high in spans:
        inside = 1 <= low <= high <= row["length"]
        must(inside, "check_spans", row["check_spans"], "is beyond the line")
        apart = high < start or low >= start + scheme.digits
        must(not start or apart, "check_spans", row["check_spans"], "holds the check digit itself")
    weights = _said("weights", row["weights"] or "", weights_of)
    weighted = scheme is CheckScheme.WEIGHTED or not row["weights"]
    must(weighted, "weights", row["weights"] or "", "goes with weighted mod 10 only")
    must(any(weight % 10 for weight in weights), "weights", row["weights"], "checks nothing")


def _check_word(row: Values) -> None:
    """Digits in a line are amounts and numbers."""
    must(str(row["code"]).isalpha(), "code", row["code"], "has letters only")


def _said(field: str, text: str, read: Callable[[str], T]) -> T:
    try:
        return read(text)
    except ValueError as error:
        raise Refused("M-50", field=field, value=text, reason=str(error)) from error


SCAN_LAYOUT: Final = SetUpTable(
    "scan_layout",
    "Scan-line layouts",
    ("code",),
    (
        code_field(12),
        reference_field("rule", "Distribution rule", "distribution_rule"),
        text_field(),
        number_field("length", "Length of the line", least=1, most=LONGEST),
        text_field("prefix", "Begins with", width=20, required=False),
        number_field("value_start", "Rule value from", least=1, most=LONGEST),
        number_field("value_length", "Rule value length", least=1, most=LONGEST),
        flag_field("strip_zeros", "Zeros fill the rule value"),
        flag_field("digits_only", "Digits only", hint="A line with a letter is misread"),
        number_field(
            "amount_start", "Amount from", least=0, most=LONGEST, default=0, hint=_POSITION
        ),
        number_field(
            "amount_length", "Amount length", least=0, most=_MOST_OF_AMOUNT, default=0,
            hint="In the smallest unit, without a point",
        ),
        number_field(
            "late_start", "Amount after the date from", least=0, most=LONGEST, default=0,
            hint=_POSITION,
        ),
        number_field(
            "late_length", "Amount after the date length", least=0, most=_MOST_OF_AMOUNT, default=0
        ),
        number_field("date_start", "Date from", least=0, most=LONGEST, default=0, hint=_POSITION),
        choice_field("date_format", "Date format", DateFormat, required=False, empty=""),
        choice_field(
            "check_scheme", "Check digit", CheckScheme, default=CheckScheme.NONE.value,
            hint="Mod 10 is Luhn or weighted",
        ),
        number_field("check_start", "Check digit at", least=0, most=LONGEST, default=0),
        text_field(
            "check_spans", "Check digit covers", width=60, required=False,
            hint="Such as 1-24 27; empty: all the rest",
        ),
        text_field("weights", "Weights", width=60, required=False, hint="Such as 7 3 1"),
        flag_field("on_stubs", "Printed on our stubs"),
        flag_field("active", "Active", default=True),
    ),
    rules=(_check_places, _check_digit),
)  # fmt: skip

TENDER_WORD: Final = SetUpTable(
    "tender_word",
    "Words for tender types",
    ("code",),
    (
        SetUpField("code", "Word", FieldKind.CODE, width=8, hint="In one line: 4512 CA 100"),
        reference_field("tender_type", "Tender type", "tender_type"),
    ),
    rules=(_check_word,),
)

ENTRY_TABLES: Final = (SCAN_LAYOUT, TENDER_WORD)
