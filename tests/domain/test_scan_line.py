"""Scan lines: positions, amounts, dates, check digits with the right one named; hostile texts (F16)."""

import random
import string
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from posapp.domain.check_digits import CheckScheme, check_digits
from posapp.domain.entry_setup_tables import SCAN_LAYOUT, TENDER_WORD
from posapp.domain.money import Money
from posapp.domain.scan_layout import ScanLayout, spans_of, weights_of
from posapp.domain.scan_line import (
    ScanRead,
    compose,
    in_groups,
    read,
    recognized,
    stub_layout,
)
from posapp.domain.setup_table import check_row
from posapp.errors import Refused
from tests.helpers.every import every

STUB = ScanLayout(
    "STUB", "Ours", 26, "77", "ACCT", 3, 10, digits_only=True, amount_start=13, amount_length=12,
    check_scheme=CheckScheme.MOD97, check_start=25, check_spans="1-24", on_stubs=True,
)  # fmt: skip
# A bill of a city: bill number, due, date, due after it, one digit over everything else.
BILL = ScanLayout(
    "CITY", "Bill of the city", 40, "B", "BILL", 2, 10, strip_zeros=True,
    amount_start=12, amount_length=10, late_start=30, late_length=10,
    date_start=22, date_format="YYYYMMDD", check_scheme=CheckScheme.WEIGHTED, check_start=40,
    weights="7 3 1",
)  # fmt: skip
LUHN = ScanLayout(
    "SHORT", "Account only", 11, "", "ACCT", 1, 10, check_scheme=CheckScheme.LUHN, check_start=11
)
ALL = (STUB, BILL, LUHN)


def bill_line(number: str = "0002025117", due: str = "20261130") -> str:
    body = f"B{number}0000008420{due}0000009262"
    return body + check_digits(CheckScheme.WEIGHTED, body, (7, 3, 1))


def refusal(text: str, layouts: tuple[ScanLayout, ...] = ALL) -> Refused:
    with pytest.raises(Refused) as caught:
        read(text, layouts)
    return caught.value


def outcome(text: str, layouts: tuple[ScanLayout, ...]) -> ScanRead | str:
    """What was read, or the code of the refusal."""
    try:
        return read(text, layouts)
    except Refused as refused:
        return refused.code


# Check digits


@every(
    ("scheme", "text", "weights", "digit"),
    [
        # Worked examples that everybody gives for these schemes.
        (CheckScheme.LUHN, "7992739871", (1,), "3"),
        (CheckScheme.LUHN, "0", (1,), "0"),
        (CheckScheme.WEIGHTED, "400638133393", (1, 3), "1"),
        (CheckScheme.WEIGHTED, "12100035", (3, 7, 1), "8"),
        (CheckScheme.MOD97, "794", (1,), "44"),
        # An IBAN from the other side: country and check digits go behind, as letters and 00.
        (CheckScheme.MOD97, "WEST12345698765432GB", (1,), "82"),
        (CheckScheme.NONE, "anything", (1,), ""),
    ],
)
def test_check_digits_by_hand(
    scheme: CheckScheme, text: str, weights: tuple[int, ...], digit: str
) -> None:
    assert check_digits(scheme, text, weights) == digit


@every(
    ("scheme", "text"),
    [
        (CheckScheme.LUHN, ""), (CheckScheme.LUHN, "12A"), (CheckScheme.MOD97, "12-3"),
        (CheckScheme.WEIGHTED, "abc"), (CheckScheme.WEIGHTED, "\u0663"), (CheckScheme.MOD97, "\u00b2"),
    ],
)  # fmt: skip
def test_what_has_no_value_has_no_check_digit(scheme: CheckScheme, text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        check_digits(scheme, text)


@given(st.text("0123456789", min_size=2, max_size=30), st.data())
def test_luhn_and_mod97_find_every_single_wrong_digit(number: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != number[at]]))
    wrong = number[:at] + other + number[at + 1 :]
    for scheme in (CheckScheme.LUHN, CheckScheme.MOD97):
        assert check_digits(scheme, number) != check_digits(scheme, wrong)


# Reading


def test_rule_value_and_amount_of_our_own_stub() -> None:
    line = compose(STUB, "1000000210", Money(8420))
    assert line.startswith("771000000210000000008420")
    assert int(line[:24] + line[24:]) % 97 == 1
    assert read(line, ALL) == ScanRead("STUB", "ACCT", "1000000210", Money(8420), None, Money(8420))


def test_the_amount_after_the_due_date_counts_from_the_day_after() -> None:
    line, due = bill_line(), date(2026, 11, 30)
    for today, amount in ((None, 8420), (due, 8420), (date(2026, 12, 1), 9262)):
        found = read(line, ALL, today)
        assert (found.rule, found.value, found.amount) == ("BILL", "2025117", Money(amount))
        assert (found.due_date, found.due_amount) == (due, Money(8420))
        assert found.late_amount == Money(9262)


def test_no_date_and_no_amount_are_zeros() -> None:
    body = f"B0002025117{'0' * 28}"
    line = body + check_digits(CheckScheme.WEIGHTED, body, (7, 3, 1))
    assert read(line, ALL, date(2026, 12, 1)) == ScanRead("CITY", "BILL", "2025117", None)


@every(
    "shape",
    [
        lambda line: f"  {line}\r\n",
        lambda line: in_groups(STUB, line),
        lambda line: f"]C1{line}",
        " ".join,
    ],
)
def test_what_scanners_and_typists_add_does_no_harm(shape: Any) -> None:
    line = compose(STUB, "1000000210", Money(8420))
    assert read(shape(line), ALL).value == "1000000210"


def test_a_wrong_check_digit_is_refused_with_the_digit_it_should_be() -> None:
    line = compose(STUB, "1000000210", Money(8420))
    given = f"{(int(line[24:]) + 1) % 100:02d}"
    refused = refusal(line[:24] + given)
    assert refused.code == "M-171"
    assert (refused.fields["given"], refused.fields["right"]) == (given, line[24:])
    assert refusal(line.replace("1000000210", "1000000201")).fields["given"] == line[24:]


def test_a_text_of_no_shape_is_no_scan_line() -> None:
    for text in ("", "smith elm st", "1000000210", "4512 ca 100", "77" * 13 + "7"):
        assert not recognized(text, ALL)
        assert refusal(text).code == "M-170"


def test_a_date_that_is_none_is_refused() -> None:
    for due in ("20261301", "20260230", "20260100"):
        assert refusal(bill_line(due=due)).code == "M-172"


@every(
    ("form", "text", "day"),
    [
        ("YYYYMMDD", "20261130", date(2026, 11, 30)), ("YYMMDD", "261130", date(2026, 11, 30)),
        ("MMDDYY", "113026", date(2026, 11, 30)), ("DDMMYY", "301126", date(2026, 11, 30)),
        ("YYDDD", "26334", date(2026, 11, 30)), ("YYDDD", "28366", date(2028, 12, 31)),
        ("YYMMDD", "990228", date(2099, 2, 28)), ("YYDDD", "26366", None), ("YYDDD", "26000", None),
    ],
)  # fmt: skip
def test_dates_in_every_form(form: str, text: str, day: date | None) -> None:
    layout = ScanLayout("D", "", 4 + len(form), "", "ACCT", 1, 4, date_start=5, date_format=form)
    if day is None:
        assert refusal(f"4711{text}", (layout,)).code == "M-172"
        return
    assert read(f"4711{text}", (layout,)).due_date == day
    assert compose(layout, "4711", Money(0), day) == f"4711{text}"


def test_of_two_layouts_the_one_counts_whose_check_digit_fits() -> None:
    other = ScanLayout("OTHER", "", 11, "", "BILL", 1, 10, check_scheme=CheckScheme.WEIGHTED,
                       check_start=11, weights="3 1")  # fmt: skip
    body = "1234567890"
    assert read(body + check_digits(CheckScheme.LUHN, body), (other, LUHN)).layout == "SHORT"
    weighted = body + check_digits(CheckScheme.WEIGHTED, body, (3, 1))
    assert read(weighted, (LUHN, other)).layout == "OTHER"
    # Where none fits, the digit of the first by prefix and code is named.
    assert refusal(body + "9", (LUHN, other)).fields["right"] == weighted[-1]


def test_a_layout_that_is_switched_off_reads_and_prints_nothing() -> None:
    off = ScanLayout(
        "STUB", "", 26, "77", "ACCT", 3, 10, check_scheme=CheckScheme.MOD97, check_start=25,
        on_stubs=True, active=False,
    )  # fmt: skip
    assert not recognized(compose(STUB, "1000000210", Money(1)), (off,))
    assert stub_layout((off, BILL)) is None
    assert stub_layout((off, STUB)) is STUB


@every(
    ("value", "cents"), [("123", 1), ("1000000210", 10**12), ("1000000210", -1), ("10000 0210", 1)]
)
def test_what_has_no_room_in_the_line_is_not_printed(value: str, cents: int) -> None:
    assert compose(STUB, value, Money(cents)) == ""


@given(st.integers(0, 10**10 - 1), st.integers(0, 10**12 - 1))
def test_what_is_composed_is_read_back(account: int, cents: int) -> None:
    line = compose(STUB, f"{account:010d}", Money(cents))
    found = read(in_groups(STUB, line), ALL)
    assert (found.value, found.amount) == (f"{account:010d}", Money(cents) if cents else None)


# Hostile input (F16, R10, T19)


@given(st.text(max_size=300))
@example("77" + "\u0661" * 24)
@example("77" + "\x00" * 24)
@example("\ud800" * 26)
@example("77" + "9" * 10_000)
@example("]C1" * 9)
@example("%B4111111111111111^DOE/J^2512101?")
def test_f16_any_text_is_read_or_refused(text: str) -> None:
    for layouts in (ALL, ()):
        found = outcome(text, layouts)
        if isinstance(found, ScanRead):
            assert found.value
            assert found.value.isprintable()
        else:
            assert found in {"M-170", "M-171", "M-172"}
        assert recognized(text, layouts) == (found != "M-170")


@given(st.integers(0, 10**10 - 1), st.integers(1, 10**12 - 1), st.integers(0), st.data())
def test_f16_a_misread_line_never_gives_another_amount(
    account: int, cents: int, seed: int, data: st.DataObject
) -> None:
    line = compose(STUB, f"{account:010d}", Money(cents))
    at = data.draw(st.integers(0, len(line) - 1))
    sign = random.Random(seed).choice(string.printable)
    damaged = data.draw(
        st.sampled_from(
            (
                line[:at] + sign + line[at + 1 :],
                line[:at] + line[at + 1 :],
                line[:at] + line[at : at + 1] * 2 + line[at + 1 :],
                line[:at] + line[at : at + 2][::-1] + line[at + 2 :],
            )
        )
    )
    found = outcome(damaged, (STUB,))
    right = (f"{account:010d}", Money(cents))
    assert isinstance(found, str) or (found.value, found.amount) == right


# The set-up


def row(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "code": "X", "description": "X", "length": 26, "prefix": "77", "rule": "ACCT",
        "value_start": 3, "value_length": 10, "strip_zeros": False, "digits_only": True,
        "amount_start": 13, "amount_length": 12, "late_start": 0, "late_length": 0,
        "date_start": 0, "date_format": "", "check_scheme": "MOD97", "check_start": 25,
        "check_spans": "1-24", "weights": "", "on_stubs": False, "active": True,
    }  # fmt: skip
    return base | changes


def test_a_layout_that_hangs_together_is_taken() -> None:
    assert check_row(SCAN_LAYOUT, row())["check_spans"] == "1-24"
    assert check_row(TENDER_WORD, {"code": "CA", "tender_type": "CASH"})["code"] == "CA"


@every(
    ("changes", "field"),
    [
        ({"value_length": 30}, "value_length"), ({"length": 0}, "length"),
        ({"length": 201}, "length"), ({"amount_start": 20}, "amount_length"),
        ({"amount_length": 0}, "amount_length"), ({"amount_length": 16}, "amount_length"),
        ({"late_start": 13, "late_length": 12}, "late_start"),
        ({"date_start": 13}, "date_format"), ({"date_format": "YYMMDD"}, "date_format"),
        ({"date_start": 22, "date_format": "YYMMDD"}, "date_start"),
        ({"check_start": 26}, "check_start"), ({"check_start": 0, "check_spans": ""}, "check_start"),
        ({"check_scheme": "NONE"}, "check_start"), ({"check_spans": "1-27"}, "check_spans"),
        ({"check_spans": "1-25"}, "check_spans"), ({"check_spans": "9-2"}, "check_spans"),
        ({"check_spans": "one"}, "check_spans"), ({"weights": "7 3 1"}, "weights"),
        ({"check_scheme": "WEIGHTED", "check_start": 26, "weights": "x"}, "weights"),
        ({"check_scheme": "WEIGHTED", "check_start": 26, "weights": "10 20"}, "weights"),
        ({"check_scheme": "SUM"}, "check_scheme"), ({"date_format": "YEAR"}, "date_format"),
    ],
)  # fmt: skip
def test_a_layout_that_reads_nonsense_is_refused_at_its_field(
    changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as caught:
        check_row(SCAN_LAYOUT, row(**changes))
    assert (caught.value.code, caught.value.fields["field"]) == ("M-50", field)


def test_a_word_for_a_tender_type_has_letters_only() -> None:
    with pytest.raises(Refused, match="M-50"):
        check_row(TENDER_WORD, {"code": "C4", "tender_type": "CASH"})


def test_lists_of_positions_and_weights() -> None:
    assert spans_of("1-24, 27 30-31") == ((1, 24), (27, 27), (30, 31))
    assert spans_of(" ") == ()
    assert weights_of("7,3 1") == (7, 3, 1)
    assert weights_of("") == (1,)
