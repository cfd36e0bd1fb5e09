"""D-24: a second person lets a transaction at a drawer happen; once, for a minute, never the own one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from posapp.domain.approvals import Approval, Secret
from posapp.domain.codes import ControlStatus
from posapp.domain.control_counts import CountControl
from posapp.domain.control_life import ChangeControl
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.over_unders import BookOverUnder
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import OpenControl
from posapp.errors import Conflict
from posapp.services.bundle import Services, build
from posapp.storage.approvals import record_approval
from posapp.storage.base import table_of
from posapp.storage.tables.approvals import ApprovalRow
from tests.helpers.drawer_day import code_of
from tests.helpers.drawer_day import take as take_in
from tests.helpers.drawer_day import turn_in as hand_over
from tests.helpers.drawers import (
    PASSWORD,
    balance_drawer,
    count,
    counted,
    payor,
    second_supervisor,
    secret,
    set_option,
    start,
    submit,
    take,
)
from tests.helpers.office import Office
from tests.helpers.rows import put

pytestmark = pytest.mark.usefixtures("quick_hashes")

Approved = Callable[[Services, Secret, str], object]
"""A transaction of the cashier that needs somebody else: services, secret, request id."""


def submitting(office: Office) -> Approved:
    """The third count after two that differed (CN-04)."""
    counted(office, CASH=1)
    count(office, CASH=1)
    submit(office)
    count(office, CASH=1)
    return lambda s, lent, ask: s.control_counts.submit(
        office.control, ask, office.cashier, secret=lent
    )


def booking(office: Office) -> Approved:
    counted(office, CASH=12_000)
    count(office, CASH=12_000)
    submit(office)
    return lambda s, lent, ask: s.over_unders.book(
        BookOverUnder(ask, office.control, "COUNT", "no cause"), office.cashier, secret=lent
    )


def balancing(office: Office) -> Approved:
    counted(office, CASH=15_000)
    return lambda s, lent, ask: s.control_life.balance(
        office.control, ask, office.cashier, secret=lent
    )


def reopening(office: Office) -> Approved:
    counted(office, CASH=15_000)
    balance_drawer(office)
    return lambda s, lent, ask: s.control_life.reopen(
        office.control, ControlStatus.BALANCING, "a check", ask, office.cashier, secret=lent
    )


def floating(office: Office) -> Approved:
    take(office, payor(office), "CASH", 2000)
    return lambda s, lent, ask: s.control_life.change(
        ChangeControl(ask, office.control, Money(14_000)), office.cashier, secret=lent
    )


def opening(office: Office) -> Approved:
    set_option(office, second_person_float=True)
    return lambda s, lent, ask: s.tender_controls.open(
        OpenControl(ask, "CASH-B01", None, None), office.cashier, secret=lent
    )


def turning_in(office: Office) -> Approved:
    take(office, payor(office), "CASH", 2000)
    made = hand_over(office, "CASH", 1000)
    return lambda s, lent, ask: s.turn_ins.approve(made, ask, office.cashier, secret=lent)


KINDS: dict[str, Callable[[Office], Approved]] = {
    "control.submit": submitting,
    "control.book_over_under": booking,
    "control.balance": balancing,
    "control.reopen": reopening,
    "control.set": floating,
    "control.open": opening,
    "turn-in.approve": turning_in,
}


def approvals(office: Office) -> list[tuple[str, int, int]]:
    table = table_of(ApprovalRow)
    with office.db.read() as s:
        return [tuple(row) for row in s.execute(
            select(table.c.request_id, table.c.requested_by, table.c.approved_by)
        )]  # fmt: skip


def move_to_another_office(office: Office, actor: Actor) -> None:
    with office.db.begin() as s:
        put(s, "office", code="EAST", name="East", issuing_center="EAST",
            zone="America/New_York", currency="USD")  # fmt: skip
        s.execute(text("UPDATE app_user SET office = 'EAST' WHERE id = :id"), {"id": actor.user_id})
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))


@pytest.mark.parametrize("kind", KINDS)
def test_d24_only_somebody_else_of_this_office_and_once(sqlite_office: Office, kind: str) -> None:
    office = sqlite_office
    act = KINDS[kind](office)
    own, boss = secret(office, "cashier"), secret(office)
    assert code_of(lambda: act(office.services, own, new_request_id())) == "M-133"
    wrong = Secret("supervisor", "not the password")
    assert code_of(lambda: act(office.services, wrong, new_request_id())) == "M-52"
    assert approvals(office) == []
    request = new_request_id()
    act(office.services, boss, request)
    people = (office.cashier.user_id, office.supervisor.user_id)
    assert approvals(office) == [(request, *people)]
    # The same request again finds its answer; nobody is asked, nothing is approved twice.
    act(office.services, wrong, request)
    assert approvals(office) == [(request, *people)]


@pytest.mark.parametrize("kind", KINDS)
def test_d24_d39_nobody_of_another_office_approves(sqlite_office: Office, kind: str) -> None:
    office = sqlite_office
    act, boss = KINDS[kind](office), secret(office)
    move_to_another_office(office, office.supervisor)
    assert code_of(lambda: act(office.services, boss, new_request_id())) == "M-267"
    assert approvals(office) == []


class Hurrying:
    """A clock on which more than a minute passes between any two looks."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=61)
        return self.at


@pytest.mark.parametrize("kind", KINDS)
def test_d24_it_holds_for_a_minute(sqlite_office: Office, kind: str) -> None:
    office = sqlite_office
    act, boss = KINDS[kind](office), secret(office)
    late = build(office.db, Hurrying(office.clock()))
    assert code_of(lambda: act(late, boss, new_request_id())) == "M-134"
    assert approvals(office) == []


def test_b3_wrong_secrets_count_like_wrong_passwords(sqlite_office: Office) -> None:
    office = sqlite_office
    act, boss = balancing(office), secret(office)
    for _ in range(3):
        wrong = Secret("supervisor", "guessed")
        assert code_of(lambda: act(office.services, wrong, new_request_id())) == "M-52"  # noqa: B023
    assert code_of(lambda: act(office.services, boss, new_request_id())) == "M-53"
    sign_in = office.services.users.sign_in
    assert code_of(lambda: sign_in("supervisor", PASSWORD)) == "M-53"
    office.clock.advance(seconds=3)
    act(office.services, boss, new_request_id())


def test_b4_who_took_money_there_is_no_stranger_to_the_drawer(sqlite_office: Office) -> None:
    """Giving the drawer away after a day of payments makes nobody a second person."""
    office = sqlite_office
    mine, boss = office.second_drawer(), office.supervisor
    take_in(office, payor(office), "CASH", 2000, actor=boss, control=mine)
    life = office.services.control_life
    given = ChangeControl(new_request_id(), mine, user_id=office.cashier.user_id)
    life.change(given, boss)
    life.start_balancing(mine, new_request_id(), boss)
    order = CountControl(new_request_id(), mine, endings=(("CASH", Money(17_000)),))
    office.services.control_counts.count(order, boss)
    office.services.control_counts.submit(mine, new_request_id(), boss)
    assert code_of(lambda: life.balance(mine, new_request_id(), boss)) == "M-221"
    life.balance(mine, new_request_id(), second_supervisor(office))


TABLES: dict[str, tuple[str, str]] = {
    "turn_in, who wrote it": (
        "two_people",
        (
            "UPDATE turn_in SET status = 'APPROVED', approved_at = created_at,"
            " approved_by = created_by, changed_by = NULL"
        ),
    ),
    "turn_in, who changed it": (
        "approved_as_seen",
        (
            "UPDATE turn_in SET status = 'APPROVED', approved_at = created_at, changed_by = 2,"
            " approved_by = 2"
        ),
    ),
    "control_count, who counted": (
        "two_people",
        "UPDATE control_count SET supervised_by = counted_by",
    ),
    "control_count, who gave it in": (
        "not_alone",
        (
            "UPDATE control_count SET submitted_at = counted_at, submitted_by = :boss, differs = :no,"
            " supervised_by = :boss"
        ),
    ),
    "tender_control": (
        "two_people",
        "UPDATE tender_control SET float_confirmed_by = created_by",
    ),
}


@pytest.mark.every_case
@pytest.mark.parametrize("name", TABLES)
def test_d24_the_schema_refuses_who_approves_the_own_request(office: Office, name: str) -> None:
    take(office, payor(office), "CASH", 2000)
    hand_over(office, "CASH", 1000)
    start(office)
    count(office, CASH=16_000)
    check, query = TABLES[name]
    values = {"boss": office.supervisor.user_id, "no": False}
    asked = {key: value for key, value in values.items() if f":{key}" in query}
    with pytest.raises(IntegrityError, match=check), office.db.begin() as s:
        s.execute(text(query.replace(" 2", f" {office.supervisor.user_id}")), asked)


def test_d24_the_schema_refuses_an_own_booking_and_a_second_use(office: Office) -> None:
    boss = office.supervisor.user_id
    with pytest.raises(IntegrityError, match="two_people"), office.db.begin() as s:
        put(s, "over_under", tender_control_id=office.control, event_id=1, reason="COUNT",
            created_by=boss, approved_by=boss)  # fmt: skip
    approval = Approval(office.supervisor, frozenset(), office.clock())
    with office.db.begin() as s:
        record_approval(s, approval, "once", "x", "", office.cashier.user_id)
    with pytest.raises(Conflict, match="request_id"), office.db.begin() as s:
        record_approval(s, approval, "once", "x", "", office.cashier.user_id)


def test_d24_who_counted_does_not_stand_by_for_that_count(sqlite_office: Office) -> None:
    """A supervisor began the count, the cashier gives it in: somebody else must stand by."""
    office = sqlite_office
    start(office)
    count(office, office.supervisor, CASH=15_000)
    lent = secret(office)
    assert code_of(lambda: submit(office, secret=lent)) == "M-133"
    assert not submit(office).differs
