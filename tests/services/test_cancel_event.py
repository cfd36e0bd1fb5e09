"""Cancelling a whole event on both engines: every tender with one reason, one transaction (D-32)."""

from typing import Any

import pytest
from sqlalchemy import select

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import PaymentDraft, TenderDraft
from posapp.domain.tender_cancels import CancelEvent, CancelTender
from posapp.errors import NeedsConfirmation, Refused
from posapp.services.canceling import Canceled
from posapp.storage.base import table_of
from posapp.storage.tables.people import CreditRatingRow
from posapp.storage.tables.system import AuditRow
from tests.helpers.events import add, balance, drawer, is_clean, ledger, show
from tests.helpers.office import DAY, Office


def cancel(office: Office, event: EventView, reason: str = "DATA", **order: Any) -> Canceled:
    command = CancelEvent(event.id, reason, **order)
    saved = office.services.canceling.cancel_event(command, new_request_id(), office.supervisor)
    return saved.value


def two_tenders(office: Office) -> EventView:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 10000))
    return add(office, account, [("CHEC", 6000), ("CASH", 4000)], [(account, 10000)])


def test_d32_every_tender_and_payment_falls_with_one_reason(office: Office) -> None:
    event = two_tenders(office)
    done = cancel(office, event)
    after = show(office, event.id)
    assert {tender.status for tender in after.tenders} == {TenderStatus.CANCELED}
    assert {tender.cancel_reason for tender in after.tenders} == {"DATA"}
    assert [payment.status for payment in after.payments] == [PaymentStatus.CANCELED]
    assert done.notes == ()
    assert after.totals.is_balanced
    assert balance(office, event.payments[0].account_id) == 10000
    assert ledger(office, "1010-CASH") == 0
    assert is_clean(office)


def test_d32_it_is_one_audit_row_and_one_request(office: Office) -> None:
    event = two_tenders(office)
    request, command = new_request_id(), CancelEvent(event.id, "DATA")
    first = office.services.canceling.cancel_event(command, request, office.supervisor)
    again = office.services.canceling.cancel_event(command, request, office.supervisor)
    assert (first.replayed, again.replayed) == (False, True)
    audit = table_of(AuditRow)
    with office.db.read() as s:
        actions = s.execute(select(audit.c.action).where(audit.c.object_id == event.id)).scalars()
        assert sorted(actions) == ["event", "event.cancel"]


def test_d14_each_tender_has_its_own_drawer(office: Office) -> None:
    event = two_tenders(office)
    check, cash = event.tenders
    assert (drawer(office, "CHEC"), drawer(office, "CASH")) == (6000, 15000 + 4000)
    cancel(office, event, drawers_of=((cash.id, office.control),))
    # The cash went back out of its own open drawer, the check stays counted where it lies.
    assert (drawer(office, "CHEC"), drawer(office, "CASH")) == (6000, 15000)
    assert is_clean(office)
    assert check.id != cash.id


def test_cx10_each_bounced_check_is_charged_and_marked(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 10000))
    event = add(office, account, [("CHEC", 6000), ("MORD", 4000)], [(account, 10000)])
    cancel(office, event, "NSF")
    assert balance(office, account) == 10000 + 2 * 2500
    with office.db.read() as s:
        rows = s.execute(select(table_of(CreditRatingRow).c.tender_id)).scalars().all()
    assert sorted(r for r in rows if r is not None) == sorted(t.id for t in event.tenders)
    assert is_clean(office)


def test_d11_the_change_is_asked_for_once(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    event = add(office, account, [("TRAV", 10000)], [(account, 2500)])
    with pytest.raises(NeedsConfirmation) as asked:
        cancel(office, event)
    assert [concern.code for concern in asked.value.concerns] == ["M-33"]
    cancel(office, event, change_returned=True)
    after = show(office, event.id)
    assert {tender.status for tender in after.tenders} == {TenderStatus.CANCELED}
    assert drawer(office, "CASH") == 15000
    assert is_clean(office)


def test_d11_kept_change_is_owed_once_whatever_the_number_of_tenders(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 12500))
    event = add(office, account, [("CHEC", 5000), ("TRAV", 10000)], [(account, 12500)])
    cancel(office, event, change_returned=False)
    after = show(office, event.id)
    live = [one for one in after.payments if one.status is PaymentStatus.FROZEN]
    assert [one.amount for one in live] == [Money(-2500)]
    assert after.totals.is_balanced
    assert balance(office, account) == 12500 + 2500
    assert is_clean(office)


def test_d14_change_comes_back_on_a_later_day_while_the_check_is_worthless(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    event = add(office, account, [("TRAV", 10000)], [(account, 2500)])
    other = office.second_drawer()
    order = CancelTender(event.tenders[0].id, "STOP", change_returned=True, change_drawer=other)
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    # The change lies in the other drawer; no money left any drawer for the worthless check.
    assert (drawer(office, "CASH"), drawer(office, "TRAV")) == (15000 - 7500, 10000)
    view = office.services.tender_controls.show(other, office.supervisor)
    assert {line.tender_type: line.expected for line in view.lines} == {"CASH": Money(22500)}
    assert is_clean(office)


def test_cx2_every_part_is_charged_to_the_chosen_bank_account(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6000), (DAY, 4001))
    event = add(office, account, [("CHEC", 6001), ("CARD", 4000)], [(account, 10001)])
    office.bank_account("RETURNS", "1040-PAYROLL")
    cancel(office, event, "STOP", bank_account="RETURNS")
    assert ledger(office, "1040-PAYROLL") == -10001
    assert (ledger(office, "1010-CASH"), ledger(office, "1030-CARDS")) == (6001, 4000)
    assert is_clean(office)


def test_d32_what_is_canceled_already_leaves_only_the_rest(office: Office) -> None:
    event = two_tenders(office)
    office.services.canceling.cancel_tender(
        CancelTender(event.tenders[0].id, "NSF"), new_request_id(), office.supervisor
    )
    cancel(office, event)
    after = show(office, event.id)
    assert [tender.cancel_reason for tender in after.tenders] == ["NSF", "DATA"]
    with pytest.raises(Refused) as refused:
        cancel(office, event)
    assert refused.value.code == "M-70"
    assert is_clean(office)


def test_ns01_without_a_reason_nothing_is_written(office: Office) -> None:
    event = two_tenders(office)
    with pytest.raises(Refused) as refused:
        cancel(office, event, "")
    assert refused.value.code == "M-14"
    assert show(office, event.id) == event


def test_d44_a_cashier_cancels_the_own_event_of_the_day_only(office: Office) -> None:
    event = two_tenders(office)
    order, cashier = CancelEvent(event.id, "DATA"), office.cashier
    office.clock.advance(days=1)
    with pytest.raises(Refused) as refused:
        office.services.canceling.cancel_event(order, new_request_id(), cashier)
    assert refused.value.code == "M-51"
    office.clock.advance(days=-1)
    office.services.canceling.cancel_event(order, new_request_id(), cashier)
    assert show(office, event.id).totals.canceled_tenders == 2


def test_outlook_says_what_would_happen_and_changes_nothing(office: Office) -> None:
    event = two_tenders(office)
    outlook = office.services.canceling.outlook(CancelEvent(event.id, "NSF"), office.supervisor)
    assert [one.tender.id for one in outlook.gone] == [one.id for one in event.tenders]
    assert [one.id for one in outlook.payments] == [one.id for one in event.payments]
    charges = [one.charge.amount for one in outlook.penalties if one.charge is not None]
    assert charges == [Money(2500), Money(2500)]
    demerits = [one.demerit.cash_only_effect for one in outlook.penalties if one.demerit]
    assert demerits == [100, 100]
    assert outlook.warnings == ()
    assert show(office, event.id) == event


def test_outlook_of_one_tender_names_what_stays_open(office: Office) -> None:
    event = two_tenders(office)
    order = CancelTender(event.tenders[0].id, "DATA")
    outlook = office.services.canceling.outlook(order, office.supervisor)
    assert [(one.code, one.fields["amount"]) for one in outlook.warnings] == [("M-32", Money(4000))]
    with pytest.raises(Refused) as refused:
        office.services.canceling.outlook(order, office.actors["auditor"])
    assert refused.value.code == "M-51"


def test_25_8_what_is_added_to_a_canceled_event_waits_for_a_tender(office: Office) -> None:
    event = two_tenders(office)
    account = event.payments[0].account_id
    cancel(office, event)
    edits, actions = office.services.payment_edits, office.services.event_actions
    edits.add(event.id, PaymentDraft(account, Money(500)), new_request_id(), office.cashier)
    actions.distribute(event.id, new_request_id(), office.cashier)
    with pytest.raises(Refused) as refused:
        actions.freeze(event.id, new_request_id(), office.cashier, frozenset({"M-89"}))
    assert refused.value.code == "M-179"
    assert is_clean(office)
    office.services.tender_edits.add(
        event.id, TenderDraft("CASH", Money(500)), new_request_id(), office.cashier,
        confirmed=frozenset({"M-40"}),
    )  # fmt: skip
    actions.freeze(event.id, new_request_id(), office.cashier)
    assert show(office, event.id).payments[-1].status is PaymentStatus.FROZEN
    assert is_clean(office)
