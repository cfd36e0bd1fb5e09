"""Accounts as decisions read them: the cash-only points in force (CR-02, CR-03)."""

from datetime import date, timedelta

import pytest

from posapp.domain.ids import AccountId
from posapp.storage.accounts import load_accounts
from posapp.storage.db import Database
from posapp.storage.setup import load_setup
from tests.helpers.rows import make_office, put

START, END = date(2026, 1, 10), date(2027, 1, 10)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("on", "points"),
    [
        (START - DAY, 0),
        (START, 131),
        (START + DAY, 130),
        (END, 130),
        (END + DAY, 37),
    ],
    ids=["before", "first day", "between", "last day", "20.3 case 13: after"],
)
def test_cr03_points_in_force_on_a_date_both_ends_included(
    db: Database, on: date, points: int
) -> None:
    effects = [(START, END, 100), (START, None, 30), (END + DAY, None, 7), (START, START, 1)]
    with db.begin() as s:
        account = AccountId(make_office(s).account)
        for start, end, effect in effects:
            put(
                s,
                "credit_rating",
                account_id=account,
                start_date=start,
                end_date=end,
                cash_only_effect=effect,
            )
        setup = load_setup(s)
        found = load_accounts(s, [account], on, setup)[account]
    own = setup.beginning_cash_only_score(found.division)
    assert found.cash_only_score == own + points
