"""Open credits by age: their total is the balance of the clearing account (AC2-6, CK-10)."""

from pathlib import Path

import pytest

from posapp.domain.money import Money
from posapp.domain.open_credits import age_of
from posapp.errors import Refused
from tests.helpers.checkouts import add_credit, clearing, issue, person, submit
from tests.helpers.office import Office


def test_ac2_6_open_credits_age_and_sum_to_the_clearing_account(office: Office) -> None:
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    add_credit(office, account, permit, 4500)
    add_credit(office, account, permit, 1000)
    report = office.services.open_credits.report(office.supervisor)
    assert [(one.left, one.age) for one in report.credits] == [(Money(4500), 0), (Money(1000), 0)]
    (sums,) = report.ages
    assert (sums.credits, sums.total, sums.by_age[0]) == (2, Money(5500), Money(5500))
    assert abs(clearing(office)) == 5500
    office.clock.advance(days=45)
    later = office.services.open_credits.report(office.supervisor)
    assert [one.age for one in later.credits] == [45, 45]
    assert later.ages[0].by_age == (Money(0), Money(5500), Money(0), Money(0))


def test_ac2_6_what_a_checkout_holds_is_still_open(office: Office) -> None:
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    add_credit(office, account, permit, 4500)
    submit(office, account, permit)
    (one,) = office.services.open_credits.report(office.supervisor).credits
    assert (one.reserved, one.left, one.method) == (Money(4500), Money(4500), "PAYR")


def test_ac2_6_the_file_is_safe(sqlite_office: Office, tmp_path: Path) -> None:
    office = sqlite_office
    account = person(office, name="=1+1")
    add_credit(office, account, issue(office, account, "P-1", 18000), 4500)
    credits_ = office.services.open_credits
    report = credits_.report(office.supervisor)
    credits_.write(report, tmp_path / "credits.csv")
    header, line = (tmp_path / "credits.csv").read_text("utf-8").splitlines()
    assert header.startswith("account,name,date,age_days")
    assert ",'=1+1," in line
    assert line.endswith("45.00,0.00,0.00,45.00,USD")
    with pytest.raises(Refused, match="M-50"):
        credits_.write(report, tmp_path / "credits.xlsx")


def test_ac2_6_ages_end_on_their_last_day() -> None:
    assert [age_of(days) for days in (0, 30, 31, 60, 61, 90, 91)] == [0, 0, 1, 1, 2, 2, 3]
