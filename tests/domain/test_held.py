"""D-14, D-19, CN-05, OU-09, TI-08, pain 5: what comes out of drawers, and floats that change."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from posapp.domain.control_counts import Difference
from posapp.domain.control_lines import Movement
from posapp.domain.floats import check_float_change, check_second_person, float_confirmer
from posapp.domain.held import Held, check_hard_limit, check_money_back, check_not_below
from posapp.domain.ids import UserId
from posapp.domain.money import ZERO, Money
from posapp.domain.over_unders import weight
from posapp.domain.rights import Actor
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import control, setup, usd, with_source

SETUP = setup()


def held(*, blind: bool = False, start: str = "150.00", **received: str) -> Held:
    moved = {code: Movement(received=usd(amount)) for code, amount in received.items()}
    return Held(control(starting_balance=usd(start)), moved, blind)


@every(
    ("out", "code"),
    [
        ({"CASH": "150.00"}, ""),
        ({"CASH": "150.01"}, "M-240"),
        ({"CHEC": "20.00"}, ""),
        ({"CHEC": "20.01"}, "M-240"),
        ({"CARD": "0.01"}, ""),
        ({"MORD": "0.01"}, "M-240"),
        ({"CARD": "-0.01"}, ""),
        ({"CASH": "1.00", "CHEC": "21.00"}, "M-240"),
    ],
)
def test_d14_money_goes_back_by_type(out: Mapping[str, str], code: str) -> None:
    asked = {kind: usd(amount) for kind, amount in out.items()}
    for blind, suffix in ((False, ""), (True, "H")):
        drawer = held(blind=blind, CHEC="20.00")
        if not code:
            check_money_back(drawer, asked, SETUP)
            continue
        with pytest.raises(Refused) as refused:
            check_money_back(drawer, asked, SETUP)
        assert refused.value.code == code + suffix
        assert ("amount" in refused.value.fields) is not blind


@every(
    ("before", "after", "refused"),
    [
        ("10.00", "0.00", False),
        ("10.00", "-0.01", True),
        # Change may have taken more than was there (CHG-11); nothing makes that worse.
        ("-5.00", "-5.00", False),
        ("-5.00", "-4.00", False),
        ("-5.00", "-5.01", True),
    ],
)
def test_pain5_no_change_brings_a_type_below_zero(before: str, after: str, refused: bool) -> None:
    was, now = held(CHEC=before), held(CHEC=after)
    if not refused:
        check_not_below(was, now, SETUP)
        return
    with pytest.raises(Refused) as caught:
        check_not_below(was, now, SETUP)
    assert caught.value.code == "M-241"
    # What a closed drawer said wrongly shows where it can still be counted (D-14).
    check_not_below(was, now, SETUP, restated={(was.control.id, "CHEC")})


@every(
    ("before", "after", "may", "said"),
    [
        ("0.00", "50.00", False, ""),
        ("0.00", "50.01", False, "M-238"),
        ("0.00", "50.01", True, "M-239"),
        ("60.00", "60.00", False, ""),
        ("60.00", "55.00", False, ""),
    ],
)
def test_d19_only_more_cash_above_the_limit_is_asked_about(
    before: str, after: str, may: bool, said: str
) -> None:
    limited = with_source(SETUP, "CASH-A01", max_amount_balance=usd("100.00"))
    limited = replace(limited, drawers=replace(limited.drawers, turn_in_hard_limit_percent=200))
    try:
        found = check_hard_limit(held(CASH=before), held(CASH=after), limited, may=may)
        code = "".join(one.code for one in found)
    except Refused as refused:
        code = refused.code
    assert code == said


@every(
    ("submitted", "amount", "code"),
    [
        (0, "100.00", ""),
        (0, "20.00", ""),
        (0, "19.99", "M-241"),
        (1, "100.00", "M-242"),
        (1, "200.00", "M-242"),
        (1, "150.00", ""),
    ],
)
def test_ou09_a_float_changes_until_it_was_counted(submitted: int, amount: str, code: str) -> None:
    drawer = replace(held(), movements={"CASH": Movement(turned_in=usd("20.00"))})
    said = ""
    try:
        check_float_change(drawer, submitted, usd(amount), SETUP)
    except Refused as refused:
        said = refused.code
    assert said == code


def test_cn05_who_saw_a_changed_float() -> None:
    opener, boss = (Actor(UserId(n), f"u{n}", f"U{n}", frozenset(), "MAIN", "") for n in (1, 2))
    two = replace(SETUP, drawers=replace(SETUP.drawers, second_person_float=True))
    with pytest.raises(Refused, match="M-228"):
        check_second_person(control(), None, two)
    check_second_person(control(), boss, two)
    check_second_person(control(), None, SETUP)
    assert float_confirmer(opener.user_id, opener, boss) == boss.user_id
    assert float_confirmer(opener.user_id, boss, opener) == boss.user_id
    assert float_confirmer(opener.user_id, opener, None) is None


@every(
    ("off", "booked", "held_against"),
    [
        ((-2500,), 0, 2500),
        ((-2500,), 2500, 5000),
        ((1000, -1000), 100, 1100),
        ((-100, -200), 0, 300),
    ],
)
def test_ou09_what_was_booked_before_counts_with_it(
    off: tuple[int, ...], booked: int, held_against: int
) -> None:
    found = tuple(Difference("CASH", "Cash", Money(cents), ZERO, Money(cents)) for cents in off)
    assert weight(found, Money(booked)) == Money(held_against)
