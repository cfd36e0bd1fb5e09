"""Tender controls: who may use one, which is offered, its float and lines.

Covers TC-01..TC-03, D-02, D-16, D-37, CN-05, TI-10.
"""

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.codes import ControlStatus, SourceType
from posapp.domain.control_lines import (
    ADDING,
    HIDDEN_FIGURES,
    ControlLine,
    Figure,
    Movement,
    control_lines,
    is_above_limit,
    like_cash,
    must_be_counted,
)
from posapp.domain.ids import ControlId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup_options import Denomination
from posapp.domain.tender_controls import (
    Control,
    OpenControl,
    check_counted,
    check_usable,
    choose_default,
    starting_balance,
)
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import CASHIER, OTHER, control, setup, tender_source, usd

EARLIER = date(2026, 11, 1)
SHARED: dict[str, Any] = {"all_users": True, "user_id": None, "user_name": ""}
OPEN, BALANCING, BALANCED = ControlStatus


@pytest.mark.parametrize(
    "usable", [control(), control(**SHARED)], ids=["own drawer", "everybody's drawer"]
)
def test_tc01_tc02_a_control_that_this_user_may_fill(usable: Control) -> None:
    assert check_usable(usable, CASHIER) is usable


UNUSABLE: list[tuple[str, Control | None, object, str, dict[str, Any]]] = [
    ("AD-6 none open", None, "", "M-05N", {}),
    ("asked for one that is not there", None, ControlId(9), "M-55", {"value": 9}),
    ("TC-02 balancing", control(status=BALANCING), "", "M-05", {"value": 501, "status": "BALANCING"}),
    ("TC-02 balanced", control(status=BALANCED), "", "M-05", {"value": 501, "status": "BALANCED"}),
    ("TC-02 everybody's, balancing", control(status=BALANCING, **SHARED), "", "M-05", {"value": 501, "status": "BALANCING"}),
    ("TC-01 another user's", control(user_id=OTHER, user_name="Otto"), "", "C-02", {"user": "Otto"}),
]  # fmt: skip


@every(
    ("wrong", "wanted", "code", "fields"), [u[1:] for u in UNUSABLE], ids=[u[0] for u in UNUSABLE]
)
def test_tc01_tc02_refusals(
    wrong: Control | None, wanted: object, code: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        check_usable(wrong, CASHIER, wanted=wanted)
    assert refused.value.code == code
    assert refused.value.fields == {"field": "tender_control", **fields}


Pairs = list[tuple[Control, SourceType]]
DRAWER, ADHOC = SourceType.CASHIERING, SourceType.ADHOC

DEFAULTS: list[tuple[str, Pairs, int | None, int | None]] = [
    ("none at all", [], None, None),
    ("the own one", [(control(1), DRAWER)], None, 1),
    ("20.3 case 21: own before everybody's", [(control(1), DRAWER), (control(2, **SHARED), DRAWER)], None, 1),
    ("everybody's that was chosen beside the own one", [(control(1), DRAWER), (control(2, **SHARED), DRAWER)], 2, 2),
    ("everybody's of an earlier day than the own one", [(control(1), DRAWER), (control(2, **SHARED, business_date=EARLIER), DRAWER)], 2, 1),
    ("everybody's when there is no own one", [(control(2, **SHARED), DRAWER)], None, 2),
    ("never another user's", [(control(1, user_id=OTHER), DRAWER)], None, None),
    ("the newest of several", [(control(1), DRAWER), (control(3), DRAWER), (control(2), DRAWER)], None, 3),
    ("the one used last of several", [(control(1), DRAWER), (control(3), DRAWER), (control(2), DRAWER)], 1, 1),
    ("used last but closed meanwhile", [(control(1, status=BALANCED), DRAWER), (control(2), DRAWER), (control(3), DRAWER)], 1, 3),
    ("the newest of everybody's", [(control(2, **SHARED), DRAWER), (control(4, **SHARED), ADHOC)], None, 4),
    ("everybody's used last", [(control(2, **SHARED), DRAWER), (control(4, **SHARED), ADHOC)], 2, 2),
    ("not one in balancing", [(control(1, status=BALANCING), DRAWER)], None, None),
    ("everybody's when the own one is in balancing", [(control(1, status=BALANCING), DRAWER), (control(2, **SHARED), DRAWER)], None, 2),
    ("ad hoc is fine", [(control(1), ADHOC)], None, 1),
    ("TC-05 never auto pay", [(control(1), SourceType.AUTOPAY)], None, None),
    ("TC-05 never a lockbox", [(control(1), SourceType.LOCKBOX), (control(2, **SHARED), DRAWER)], 1, 2),
]  # fmt: skip


@every(("found", "last_used", "chosen"), [d[1:] for d in DEFAULTS], ids=[d[0] for d in DEFAULTS])
def test_d02_tc03_default_control(found: Pairs, last_used: int | None, chosen: int | None) -> None:
    last = None if last_used is None else ControlId(last_used)
    for order in permutations(found):
        default = choose_default(order, CASHIER, last)
        assert (None if default is None else default.id) == chosen


TWENTY = Denomination("USD", usd("20.00"), coin=False)
QUARTER = Denomination("USD", usd("0.25"), coin=True)
Counted = tuple[tuple[Denomination, int], ...]


def opening(given: str | None, counted: Counted = ()) -> OpenControl:
    return OpenControl("r", "CASH-A01", None, None if given is None else usd(given), counted)


FLOATS: list[tuple[str, str | None, Counted, str]] = [
    ("the source's", None, (), "150.00"),
    ("as given", "99.50", (), "99.50"),
    ("zero is given", "0.00", (), "0.00"),
    ("as counted", None, ((TWENTY, 4), (QUARTER, 3)), "80.75"),
    ("counted and given alike", "80.75", ((TWENTY, 4), (QUARTER, 3)), "80.75"),
    ("counted nothing", None, ((TWENTY, 0),), "0.00"),
]


@every(("given", "counted", "float_"), [f[1:] for f in FLOATS], ids=[f[0] for f in FLOATS])
def test_cn05_float(given: str | None, counted: Counted, float_: str) -> None:
    assert starting_balance(opening(given, counted), tender_source()) == usd(float_)


EURO = Denomination("EUR", usd("20.00"), coin=False)
UNKNOWN_PIECES = [
    ("of another currency", EURO, "is no note of USD"),
    ("of no such value", Denomination("USD", usd("3.00"), coin=False), "is no note of USD"),
    ("a coin where it is a note", Denomination("USD", usd("20.00"), coin=True), "is no coin of USD"),
]  # fmt: skip


@every(("piece", "says"), [case[1:] for case in UNKNOWN_PIECES], ids=[c[0] for c in UNKNOWN_PIECES])
def test_cn02_a_float_is_counted_in_what_the_currency_has(piece: Denomination, says: str) -> None:
    known = setup(denominations=(TWENTY, QUARTER, EURO))
    with pytest.raises(Refused) as refused:
        check_counted(opening(None, ((TWENTY, 1), (piece, 1))), tender_source(), known)
    assert refused.value.code == "M-50"
    assert refused.value.fields["field"] == "float_count"
    assert refused.value.fields["reason"] == says
    check_counted(opening(None, ((TWENTY, 1), (QUARTER, 4), (piece, 0))), tender_source(), known)


WRONG_FLOATS: list[tuple[str, str | None, Counted, str, str]] = [
    ("count differs from the given amount", "80.00", ((TWENTY, 4), (QUARTER, 3)), "starting_balance", "differs"),
    ("count of zero differs from the given amount", "20.00", ((TWENTY, 0),), "starting_balance", "differs"),
    ("negative", "-0.01", (), "starting_balance", "is negative"),
    ("negative count", None, ((TWENTY, -1),), "starting_balance", "is negative"),
    ("negative quantity in a positive count", None, ((TWENTY, 4), (QUARTER, -1)), "float_count", "negative quantity"),
]  # fmt: skip


@every(
    ("given", "counted", "field", "reason"),
    [w[1:] for w in WRONG_FLOATS],
    ids=[w[0] for w in WRONG_FLOATS],
)
def test_cn05_wrong_floats(given: str | None, counted: Counted, field: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        starting_balance(opening(given, counted), tender_source())
    assert (refused.value.code, refused.value.fields["field"]) == ("M-50", field)
    assert reason in refused.value.fields["reason"]


def line(kind: str, start: str, count: int, **figures: str | None) -> ControlLine:
    given = {name: None if text is None else usd(text) for name, text in figures.items()}
    none: dict[str, Any] = dict.fromkeys(
        ("change", "booked", "turned_in", "issued", "refunded"), ZERO
    )
    return ControlLine(
        tender_type=kind,
        description=setup().tender_types[kind].description,
        starting=usd(start),
        count=count,
        **(none | {"received": ZERO, "expected": ZERO} | given),
    )


START = usd("150.00")
MOVES = {
    "TRAV": Movement(1, usd("100.00")),
    "CASH": Movement(2, usd("-75.00"), change=usd("-75.00")),
    "CHEC": Movement(3, usd("10.00")),
}


def test_5_4_one_line_per_type_the_float_first() -> None:
    assert control_lines(START, MOVES, setup(), blind=False) == (
        line("CASH", "150.00", 2, received="-75.00", change="-75.00", expected="75.00"),
        line("CHEC", "0.00", 3, received="10.00", expected="10.00"),
        line("TRAV", "0.00", 1, received="100.00", expected="100.00"),
    )


@given(
    st.builds(
        Movement,
        tenders=st.just(3),
        **dict.fromkeys(
            ("received", "change", "booked", "turned_in", "issued", "refunded"),
            st.integers(-(10**7), 10**7).map(Money),
        ),
    )
)
def test_5_4_the_parts_of_a_line_add_up_to_what_is_expected(moved: Movement) -> None:
    """As pages and papers show them: gross, less change, turn-ins and refunds, with what was booked."""
    for line in control_lines(START, {"CASH": moved, "CHEC": moved}, setup(), blind=False):
        parts = [line.part(figure) for figure in ADDING]
        assert None not in parts
        assert total(part for part in parts if part is not None) == line.expected
        assert line.part(Figure.EXPECTED) == line.expected
    (blind, *_) = control_lines(START, {"CASH": moved}, setup(), blind=True)
    assert [blind.part(figure) for figure in HIDDEN_FIGURES] == [None] * len(HIDDEN_FIGURES)


def test_5_4_the_float_has_a_line_without_any_tender() -> None:
    lines = control_lines(START, {}, setup(), blind=False)
    assert lines == (line("CASH", "150.00", 0, expected="150.00"),)


def test_d16_a_blind_count_sees_neither_received_nor_expected_nor_differences() -> None:
    counted = {"CASH": usd("80.00")}
    lines = control_lines(START, MOVES, setup(), counted=counted, blind=True)
    hidden = [(one.received, one.change, one.booked, one.expected, one.over_under) for one in lines]
    assert hidden == [(None,) * 5] * 3
    assert [one.ending for one in lines] == [usd("80.00"), None, None]


def test_bl02_expected_and_over_under_of_the_worked_example() -> None:
    moves = {
        "CASH": Movement(9, usd("5000.00"), turned_in=usd("4000.00")),
        "CHEC": Movement(2, usd("1000.00"), turned_in=usd("750.00")),
    }
    counted = {"CASH": usd("1151.00"), "CHEC": usd("249.00")}
    cash, check = control_lines(usd("150.50"), moves, setup(), counted=counted, blind=False)
    assert (cash.turn_ins, cash.expected, cash.over_under) == (
        usd("4000.00"),
        usd("1150.50"),
        usd("0.50"),
    )
    assert (check.starting, check.expected, check.over_under) == (
        ZERO,
        usd("250.00"),
        usd("-1.00"),
    )


def test_d37_expected_counts_money_both_ways_and_refunds() -> None:
    moved = Movement(
        1, usd("10.00"), turned_in=usd("4.00"), issued=usd("3.00"), refunded=usd("2.00")
    )
    (cash,) = control_lines(START, {"CASH": moved}, setup(), blind=False)
    assert (cash.expected, cash.turn_ins) == (usd("157.00"), usd("1.00"))


def test_ti10_like_cash_money_is_less_what_was_turned_in() -> None:
    moves = MOVES | {"CCHK": Movement(1, usd("40.00"), turned_in=usd("15.00"))}
    assert like_cash(moves, START, setup()) == usd("200.00")


def test_tc23_every_type_with_activity_or_a_float_is_counted() -> None:
    moves = {"CHEC": Movement(0, refunded=usd("1.00")), "TRAV": Movement()}
    lines = control_lines(START, moves, setup(), blind=False)
    assert must_be_counted(lines) == {"CASH", "CHEC"}
    assert must_be_counted(control_lines(ZERO, {}, setup(), blind=False)) == frozenset()


@every(
    ("cash", "limit", "above"),
    [
        ("2000.00", "2000.00", False),
        ("2000.01", "2000.00", True),
        ("0.01", "0.00", True),
        ("999999.00", None, False),
    ],
)
def test_ti10_the_limit_is_exceeded_strictly(cash: str, limit: str | None, above: bool) -> None:
    assert is_above_limit(usd(cash), None if limit is None else usd(limit)) is above
    assert is_above_limit(Money(0), None) is False
