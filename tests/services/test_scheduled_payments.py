"""Budgets and pay plans that are debited on their own dates, on both engines (AP-06, AP-09)."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from posapp.domain.autopay_codes import DebitStatus, RequestStatus, ScheduleKind
from posapp.domain.codes import PaymentStatus
from posapp.domain.ids import AccountId, AgreementId, EventId, new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.scheduled_payments import ScheduledPayment, ScheduleDraft, days_of
from posapp.errors import PosError, Refused
from posapp.storage import payment_facts
from tests.helpers.autopay import add_bank, add_mandate, requests
from tests.helpers.events import balance, is_clean, show
from tests.helpers.office import DAY, Office

MONDAY = date(2026, 11, 23)


def planned(office: Office, **changes: Any) -> tuple[AccountId, AgreementId]:
    """An account that owes and may be debited."""
    add_bank(office)
    account = office.account()
    agreement = office.agreement(account, "WATER", (DAY, 30_000))
    add_mandate(office, account, **changes)
    return account, agreement


def schedule(office: Office, agreement: AgreementId, first: date = MONDAY, **changes: Any) -> int:
    values = {"kind": ScheduleKind.PAY_PLAN, "amount": Money(4000)} | changes
    draft = ScheduleDraft(agreement, first=first, **values)
    actor = office.actors["setup"]
    return office.services.scheduled_payments.add(draft, new_request_id(), actor).value


def listed(office: Office, account: AccountId | None = None) -> list[ScheduledPayment]:
    return list(office.services.scheduled_payments.listing(account, office.cashier))


def run(office: Office, **later: int) -> tuple[EventId, ...]:
    office.clock.advance(**later)
    return office.services.autopay_jobs.run(office.supervisor, send=False).created


def test_ap06_a_plan_is_debited_on_its_dates(office: Office) -> None:
    account, agreement = planned(office)
    other = office.agreement(account, "GAS", (DAY - timedelta(days=90), 9900))
    assert schedule(office, agreement, times=2) == 2
    assert run(office) == ()
    (event_id,) = run(office, days=3)
    event = show(office, event_id)
    assert (event.payment_date, event.tenders[0].amount) == (MONDAY, Money(4000))
    (payment,) = event.payments
    # The older debt for gas is not what the plan is for (DS-9).
    assert (payment.match_type, payment.match_value) == ("SA-ID", short_id(agreement))
    assert other
    (request,) = requests(office, event_id)
    assert (request.status, request.extract_date) == (RequestStatus.PENDING, MONDAY)
    assert (request.bill_id, request.mandate_id is not None) == (None, True)
    assert run(office) == ()
    first, second = listed(office, account)
    assert (first.status, first.event_id) == (DebitStatus.CREATED, event_id)
    assert (second.status, second.scheduled_date) == (DebitStatus.WAITING, date(2026, 12, 23))
    run(office, days=1)
    assert balance(office, account) == 39_900 - 4000
    assert is_clean(office)


def test_ap09_the_maximum_withdrawal_is_not_for_plans(office: Office) -> None:
    _account, agreement = planned(office, maximum_withdrawal=Money(1000))
    schedule(office, agreement, kind=ScheduleKind.BUDGET)
    (event_id,) = run(office, days=3)
    assert show(office, event_id).tenders[0].amount == Money(4000)


def test_ap06_without_a_mandate_on_its_date_it_waits_and_the_job_says_so(office: Office) -> None:
    account, agreement = planned(office, end_date=DAY)
    schedule(office, agreement)
    assert run(office) == ()
    office.clock.advance(days=3)
    for _day in range(2):
        report = office.services.autopay_jobs.run(office.supervisor, send=False)
        (failed,) = report.failed
        assert (report.created, failed.what, failed.code) == ((), "scheduled", "M-70")
        assert "no mandate of" in failed.message
        assert "2026-11-23" in failed.message
        assert [one.status for one in listed(office, account)] == [DebitStatus.WAITING]
    (one,) = listed(office, account)
    service, actor = office.services.scheduled_payments, office.actors["setup"]
    service.stop(one.id, new_request_id(), actor)
    assert office.services.autopay_jobs.run(office.supervisor, send=False).failed == ()
    # Its day is free again, and taken once.
    schedule(office, agreement)
    with pytest.raises(Refused, match="M-57"):
        schedule(office, agreement)
    assert is_clean(office)


@pytest.mark.parametrize(
    ("first", "says"),
    [
        (DAY - timedelta(days=1), "lies in the past"),
        (date(2037, 1, 1), "more than ten years"),
        (date(9999, 12, 1), "more than ten years"),
    ],
)
def test_ap06_days_that_are_past_or_far_ahead_are_refused(
    office: Office, first: date, says: str
) -> None:
    _account, agreement = planned(office)
    with pytest.raises(Refused) as refused:
        schedule(office, agreement, first, times=10)
    assert (refused.value.code, refused.value.fields["field"]) == ("M-50", "scheduled_date")
    assert says in refused.value.fields["reason"]
    assert listed(office) == []


def test_ap06_a_canceled_agreement_has_no_plan(office: Office) -> None:
    _account, agreement = planned(office)
    with office.db.begin() as s:
        s.exec_driver_sql(f"UPDATE agreement SET status = 'CANCELED' WHERE id = {agreement}")
    with pytest.raises(Refused, match="M-50"):
        schedule(office, agreement)
    assert listed(office) == []


def test_d25_the_jobs_lock_no_drawer(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """They hold the account already, and drawers come before accounts."""
    locked: list[list[int]] = []

    def lock(_s: object, controls: Collection[int], *_more: object) -> None:
        locked.append(list(controls))

    monkeypatch.setattr(payment_facts, "lock_counter", lock)
    _account, agreement = planned(office)
    office.second_drawer()
    schedule(office, agreement)
    assert len(run(office, days=3)) == 1
    assert locked == [[]]


def test_ap06_what_is_stopped_or_deleted_is_not_debited(office: Office) -> None:
    account, agreement = planned(office)
    schedule(office, agreement, times=2)
    service, actor = office.services.scheduled_payments, office.actors["setup"]
    second = listed(office, account)[1]
    request_id = new_request_id()
    assert service.stop(second.id, request_id, actor).value.status is DebitStatus.STOPPED
    assert service.stop(second.id, request_id, actor).replayed
    with pytest.raises(Refused, match="M-70"):
        service.stop(second.id, new_request_id(), actor)
    office.clock.advance(days=3)
    (event_id,) = service.make_due(office.supervisor).created
    asked = frozenset({"M-41"})
    office.services.event_actions.delete(event_id, new_request_id(), office.supervisor, asked)
    first, _second = listed(office, account)
    assert (first.status, first.event_id) == (DebitStatus.STOPPED, None)
    assert run(office, days=60) == ()
    assert is_clean(office)


def test_ap06_one_that_cannot_be_made_stops_no_other(office: Office) -> None:
    _account, agreement = planned(office)
    broken = office.account()
    lost = office.agreement(broken, "WATER", (DAY, 5000))
    add_mandate(office, broken, source="FNB", expires_on=None)
    schedule(office, lost)
    schedule(office, agreement)
    with office.db.begin() as s:
        s.exec_driver_sql(f"UPDATE agreement SET status = 'CANCELED' WHERE id = {lost}")
    office.clock.advance(days=3)
    report = office.services.autopay_jobs.run(office.supervisor, send=False)
    error, frozen = (show(office, event_id).payments[0] for event_id in report.created)
    # The money will be debited, so the payment is kept and somebody mends it (AD-7).
    assert (error.status, error.error_code) == (PaymentStatus.ERROR, "M-22")
    assert frozen.status is PaymentStatus.FROZEN
    assert [one.code for one in report.failed] == ["M-70"]
    assert is_clean(office)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": Money(0)}, "M-02"),
        ({"times": 0}, "M-50"),
        ({"times": 121}, "M-50"),
        ({"comments": "x" * 255}, "M-50"),
    ],
)
def test_ap06_what_makes_no_plan_is_refused(
    office: Office, changes: dict[str, Any], code: str
) -> None:
    _account, agreement = planned(office)
    with pytest.raises(Refused) as refused:
        schedule(office, agreement, **changes)
    assert refused.value.code == code
    assert listed(office) == []


def test_ap06_an_agreement_has_one_payment_on_a_day(office: Office) -> None:
    _account, agreement = planned(office)
    schedule(office, agreement)
    with pytest.raises(Refused, match="M-57"):
        schedule(office, agreement, times=2)
    with pytest.raises(Refused, match="M-55"):
        schedule(office, AgreementId(1))
    assert len(listed(office)) == 1


def test_d44_plans_are_entered_by_the_set_up(office: Office) -> None:
    service, draft = office.services.scheduled_payments, ScheduleDraft(
        AgreementId(1), ScheduleKind.BUDGET, MONDAY, Money(1)
    )  # fmt: skip
    with pytest.raises(Refused, match="M-51"):
        service.add(draft, new_request_id(), office.cashier)
    with pytest.raises(Refused, match="M-51"):
        service.make_due(office.cashier)


def test_ap06_the_schema_guards_what_was_made(office: Office) -> None:
    _account, agreement = planned(office)
    schedule(office, agreement)
    run(office, days=3)
    for change in (
        "UPDATE scheduled_payment SET amount = 1",
        "UPDATE scheduled_payment SET status = 'WAITING', event_id = NULL",
        "DELETE FROM scheduled_payment",
    ):
        with pytest.raises((DBAPIError, PosError)), office.db.begin() as s:
            s.exec_driver_sql(change)


def test_ap06_months_keep_their_day_or_end_before_it() -> None:
    draft = ScheduleDraft(
        AgreementId(1), ScheduleKind.BUDGET, date(2026, 11, 30), Money(1), times=4
    )
    assert days_of(draft) == (
        date(2026, 11, 30), date(2026, 12, 30), date(2027, 1, 30), date(2027, 2, 28),
    )  # fmt: skip
