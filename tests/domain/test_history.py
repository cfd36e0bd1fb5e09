"""Credit rating by hand: what it comes to and what is refused (CR-01..CR-04, CR-07, CR-08)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from posapp.domain.accounts import Account
from posapp.domain.history import (
    AddRating,
    CreditRating,
    Rating,
    check_end,
    check_new_rating,
    credit_rating,
)
from posapp.domain.ids import AccountId
from posapp.domain.setup import Division
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import TODAY, setup

ROW = Rating(
    id=1,
    account_id=AccountId(1),
    start_date=date(2026, 6, 1),
    end_date=None,
    rating_effect=-50,
    cash_only_effect=40,
    comment="Late again",
    tender_id=None,
    event_id=None,
    created_at=datetime(2026, 6, 1, tzinfo=UTC),
    created_by="Kim",
)
NEW = AddRating("r", AccountId(1), TODAY, None, -50, 0, "Late again")


def account(**changes: Any) -> Account:
    base = Account(AccountId(1), "Petra Payor", "", "RES", "MAIN", "USD", 0)
    return replace(base, **changes)


def stands(*rows: Rating, division: str = "MAIN", score: int = 0) -> CreditRating:
    books = setup()
    changed = Division("EAST", "East", 300, 50, 800, 790)
    books = replace(books, divisions=dict(books.divisions) | {"EAST": changed})
    return credit_rating(account(division=division, cash_only_score=score), rows, TODAY, books)


@every(
    ("start", "end", "counts"),
    [
        (date(2026, 6, 1), None, True),
        (TODAY, TODAY, True),
        (date(2026, 6, 1), date(2026, 11, 19), False),
        (date(2026, 11, 21), None, False),
    ],
)
def test_cr02_only_rows_in_force_today_count(start: date, end: date | None, counts: bool) -> None:
    row = replace(ROW, start_date=start, end_date=end)
    assert row.in_force(TODAY) is counts
    assert stands(row).rating == (650 if counts else 700)


def test_cr07_low_is_strictly_below_the_threshold() -> None:
    once, twice = stands(ROW, ROW), stands(ROW, ROW, replace(ROW, rating_effect=-1))
    assert (once.rating, once.rating_threshold, once.is_low) == (600, 600, False)
    assert (twice.rating, twice.is_low) == (599, True)


def test_cr03_cr04_a_divisions_own_values_win() -> None:
    east, main = stands(ROW, division="EAST", score=300), stands(ROW, score=100)
    assert (east.beginning_rating, east.rating, east.rating_threshold) == (800, 750, 790)
    assert (east.beginning_score, east.score, east.cash_only_threshold) == (50, 300, 300)
    assert not east.cash_only
    assert (main.beginning_score, main.cash_only_threshold, main.cash_only) == (0, 99, True)


def test_cr08_who_made_a_row() -> None:
    assert ROW.by_hand
    assert not replace(ROW, tender_id=7).by_hand  # type: ignore[arg-type]


@every(
    ("changes", "field"),
    [
        ({"end_date": date(2026, 11, 19)}, "end_date"),
        ({"rating_effect": 1}, "rating_effect"),
        ({"rating_effect": -10000}, "rating_effect"),
        ({"cash_only_effect": -1}, "cash_only_effect"),
        ({"cash_only_effect": 10000}, "cash_only_effect"),
        ({"rating_effect": 0}, "rating_effect"),
        ({"comment": ""}, "comment"),
    ],
)
def test_cr01_what_a_row_by_hand_may_not_say(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        check_new_rating(replace(NEW, **changes))
    assert (refused.value.code, refused.value.fields["field"]) == ("M-50", field)


@every(
    "changes",
    [
        {},
        {"end_date": TODAY},
        {"rating_effect": -9999},
        {"rating_effect": 0, "cash_only_effect": 9999},
    ],
)
def test_cr01_what_it_may_say(changes: dict[str, Any]) -> None:
    check_new_rating(replace(NEW, **changes))


@every(
    ("present", "end", "code"),
    [
        (None, date(2026, 5, 31), "M-50"),
        (date(2026, 8, 1), date(2026, 8, 1), "M-70"),
        (date(2026, 8, 1), date(2026, 8, 2), "M-50"),
        (date(2026, 8, 1), date(2026, 7, 31), ""),
        (None, date(2026, 6, 1), ""),
        (None, date(2030, 1, 1), ""),
    ],
)
def test_cr08_an_end_is_only_brought_forward(present: date | None, end: date, code: str) -> None:
    found = ""
    try:
        check_end(replace(ROW, end_date=present), end)
    except Refused as refused:
        found = refused.code
    assert found == code
