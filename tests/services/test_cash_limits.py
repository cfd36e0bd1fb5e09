"""TI-10, D-19, cases 8 and 9 of 20.3: the reminder, and the hard limit with its approval."""

import pytest
from sqlalchemy import text

from posapp.domain.approvals import Secret, right_that_lacks
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Right
from posapp.errors import NeedsConfirmation, Refused
from tests.helpers.drawer_day import CONFIRMED, owing, take, turn_in
from tests.helpers.office import Office

pytestmark = pytest.mark.usefixtures("quick_hashes")


def limits(office: Office, maximum: int, percent: int | None = None) -> None:
    with office.db.begin() as s:
        s.execute(text("UPDATE tender_source SET max_amount_balance = :m"), {"m": maximum})
        s.execute(text("UPDATE drawer_option SET turn_in_hard_limit_percent = :p"), {"p": percent})
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))


def cash(office: Office, account: int, cents: int) -> AddEvent:
    return AddEvent(
        new_request_id(),
        account,  # type: ignore[arg-type]
        (TenderDraft("CASH", Money(cents)),),
        (PaymentDraft(account, Money(cents)),),  # type: ignore[arg-type]
        confirmed=CONFIRMED,
    )


def test_cases_8_and_9_the_reminder_comes_strictly_above_and_goes_with_a_turn_in(
    office: Office,
) -> None:
    limits(office, 2000_00)
    account = owing(office)
    assert take(office, account, "CASH", 1850_00).above_limit is None
    added = office.services.payment_events.add(cash(office, account, 1), office.cashier).value
    assert added.warnings == ("M-34",)
    shown = office.services.payment_events.show(added.event_id, office.cashier)
    assert shown.above_limit == Money(2000_00)
    turn_in(office, "CASH", 1500_00)
    shown = office.services.payment_events.show(added.event_id, office.cashier)
    assert shown.above_limit is None
    assert not office.services.tender_controls.show(office.control, office.cashier).above_limit


def test_ti10_checks_do_not_count_and_nothing_is_said_without_a_limit(office: Office) -> None:
    limits(office, 2000_00)
    account = owing(office)
    assert take(office, account, "CHEC", 9000_00, check="1047").above_limit is None


def test_d19_above_the_hard_limit_a_supervisor_approves_each_payment(office: Office) -> None:
    limits(office, 1000_00, 200)
    account = owing(office)
    take(office, account, "CASH", 1850_00)
    events = office.services.payment_events
    command = cash(office, account, 1)
    with pytest.raises(Refused) as refused:
        events.add(command, office.cashier)
    assert (refused.value.code, refused.value.fields["limit"]) == ("M-238", Money(2000_00))
    lacking = right_that_lacks(refused.value)
    assert lacking is Right.OVERRIDE_LIMIT
    password = "a long password of hers"
    office.services.users.add(
        "boss", "Boss", password, office.supervisor.roles, office.actors["setup"]
    )
    approved = office.services.approved_events
    secret, rights = Secret("boss", password), frozenset({lacking})
    with pytest.raises(Refused, match="M-52"):
        approved.submit(command, office.cashier, Secret("boss", "wrong"), rights)
    first = approved.submit(command, office.cashier, secret, rights)
    again = approved.submit(command, office.cashier, secret, rights)
    assert (again.value.event_id, again.replayed) == (first.value.event_id, True)
    with office.db.read() as s:
        (row,) = s.execute(text("SELECT requested_by, approved_by, rights FROM approval"))
    assert row.requested_by == office.cashier.user_id != row.approved_by
    assert row.rights == "override_limit"
    with pytest.raises(Refused, match="M-238"):
        events.add(cash(office, account, 1), office.cashier)
    with pytest.raises(Refused, match="M-50"):
        approved.submit(cash(office, account, 1), office.cashier, secret, frozenset({Right.REFUND}))


def test_d19_a_supervisor_is_asked_and_checks_pass(office: Office) -> None:
    limits(office, 100_00, 100)
    account = owing(office)
    second = office.second_drawer()
    with pytest.raises(NeedsConfirmation) as asked:
        take(office, account, "CASH", 1, actor=office.supervisor, control=second)
    assert [one.code for one in asked.value.concerns] == ["M-239"]
    event = take(office, account, "CHEC", 50_00, check="1047")
    assert event.tenders[0].amount == Money(50_00)


def test_d19_what_a_payment_lacks_is_lent_as_far_as_it_can_be(office: Office) -> None:
    limits(office, 1000_00, 200)
    account = owing(office)
    take(office, account, "CASH", 1800_00)
    password = "a long password of hers"
    office.services.users.add(
        "boss", "Boss", password, office.supervisor.roles, office.actors["setup"]
    )
    approved, secret = office.services.approved_events, Secret("boss", password)
    saved = approved.submit_lacking(cash(office, account, 200_00), office.cashier, secret)
    assert not saved.replayed
    with office.db.read() as s:
        assert s.execute(text("SELECT rights FROM approval")).scalars().all() == ["override_limit"]
    # What needs nobody is approved by nobody, and what is wrong stays wrong.
    approved.submit_lacking(
        AddEvent(
            new_request_id(),
            account,
            (TenderDraft("CHEC", Money(1), "18"),),
            (PaymentDraft(account, Money(1)),),
            confirmed=CONFIRMED,
        ),
        office.cashier,
        secret,
    )
    with pytest.raises(Refused, match="M-02"):
        approved.submit_lacking(cash(office, account, 0), office.cashier, secret)
    with office.db.read() as s:
        assert s.execute(text("SELECT count(*) FROM approval")).scalar() == 1
