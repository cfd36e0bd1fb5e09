"""Tenders of an event: add, change, move, delete; both engines."""

from datetime import timedelta
from typing import Any

import pytest

from posapp.domain.codes import DistributeAction
from posapp.domain.event_views import EventView, TenderView
from posapp.domain.ids import AccountId, ControlId, TenderId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import TenderDraft
from posapp.domain.tender_edits import TenderChange
from posapp.errors import NeedsConfirmation, Refused
from tests.helpers.events import add, drawer, is_clean, show
from tests.helpers.office import DAY, Office

NONE = DistributeAction.NONE


def event_of(office: Office, kind: str = "CHEC", **options: Any) -> EventView:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    return add(office, account, [(kind, 5000)], [(account, 5000)], **options)


def change(office: Office, tender: TenderView, kind: str, cents: int, check: str = "17") -> None:
    office.services.tender_edits.change(
        tender.id, TenderDraft(kind, Money(cents), check), new_request_id(), office.cashier
    )


def test_tn5_a_second_tender_unbalances_the_event(office: Office) -> None:
    event = event_of(office)
    draft = TenderDraft("MORD", Money(1000))
    edits = office.services.tender_edits
    edits.add(event.id, draft, new_request_id(), office.cashier)
    after = show(office, event.id)
    assert [tender.tender_type for tender in after.tenders] == ["CHEC", "MORD"]
    assert after.totals.difference == Money(1000)
    assert drawer(office, "MORD") == 1000
    assert is_clean(office)


def test_d22_the_same_tender_again_asks(office: Office) -> None:
    event = event_of(office)
    edits = office.services.tender_edits
    draft = TenderDraft("CHEC", Money(5000), "17")
    with pytest.raises(NeedsConfirmation) as asked:
        edits.add(event.id, draft, new_request_id(), office.cashier)
    assert [concern.code for concern in asked.value.concerns] == ["M-40"]
    edits.add(event.id, draft, new_request_id(), office.cashier, confirmed=frozenset({"M-40"}))
    assert len(show(office, event.id).tenders) == 2


def test_m76_a_second_tender_that_needs_an_authorization_is_refused(office: Office) -> None:
    with office.db.begin() as s:
        s.exec_driver_sql("UPDATE tender_type SET requires_authorization = (code = 'CARD')")
        s.exec_driver_sql("UPDATE installation SET setup_version = setup_version + 1")
    event = event_of(office, "CASH", action=NONE)
    edits, card = (
        office.services.tender_edits,
        TenderDraft("CARD", Money(100), external_reference="A1"),
    )
    edits.add(event.id, card, new_request_id(), office.cashier)
    again = TenderDraft("CARD", Money(200), external_reference="A2")
    with pytest.raises(Refused, match="M-76"):
        edits.add(event.id, again, new_request_id(), office.cashier)
    to_card = TenderChange(tender_type="CARD", external_reference="A2")
    with pytest.raises(Refused, match="M-76"):
        edits.adjust(event.tenders[0].id, to_card, new_request_id(), office.cashier)
    assert [one.tender_type for one in show(office, event.id).tenders] == ["CASH", "CARD"]


def test_tn7_a_tender_that_becomes_a_check_that_is_there_asks(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    micr, edits, actor = "021000021 1234", office.services.tender_edits, office.cashier
    event = add(office, account, [("CASH", 5000)], [(account, 5000)], action=NONE)
    for number in ("17", "18"):
        draft = TenderDraft("CHEC", Money(100), number, micr)
        edits.add(event.id, draft, new_request_id(), actor, confirmed=frozenset({"M-40"}))
    second = show(office, event.id).tenders[2]
    for same in (TenderChange(check_number="18"), TenderChange(name="Maja")):
        edits.adjust(second.id, same, new_request_id(), actor)
    taken = TenderChange(check_number="17")
    with pytest.raises(NeedsConfirmation) as asked:
        edits.adjust(second.id, taken, new_request_id(), actor)
    assert [(one.code, one.fields["check_number"]) for one in asked.value.concerns] == [
        ("M-31", "17")
    ]
    edits.adjust(second.id, taken, new_request_id(), actor, confirmed=frozenset({"M-31"}))
    assert show(office, event.id).tenders[2].check_number == "17"
    *_, last = office.services.event_log.of(event.id, office.supervisor)
    assert last.said["confirmed"] == ["M-31"]
    assert is_clean(office)


def test_tn2_refusals_of_a_new_tender(office: Office) -> None:
    event = event_of(office)
    edits = office.services.tender_edits
    other = office.second_drawer()
    for draft, control, code in (
        (TenderDraft("CASH", Money(0)), None, "M-02"),
        (TenderDraft("NONE", Money(1)), None, "M-55"),
        (TenderDraft("CHEC", Money(1)), None, "M-63"),
        (TenderDraft("DDCH", Money(1)), None, "M-101"),
        (TenderDraft("CASH", Money(1)), other, "C-02"),
        (TenderDraft("CASH", Money(1)), ControlId(4711), "M-55"),
    ):
        with pytest.raises(Refused) as refused:
            edits.add(event.id, draft, new_request_id(), office.cashier, control_id=control)
        assert refused.value.code == code
    assert show(office, event.id) == event


def test_d28_number_and_type_change_with_frozen_payments_the_amount_does_not(
    office: Office,
) -> None:
    event = event_of(office)
    tender = event.tenders[0]
    change(office, tender, "CHEC", 5000, "18")
    change(office, tender, "MORD", 5000, "")
    after = show(office, event.id).tenders[0]
    assert (after.tender_type, after.check_number) == ("MORD", "")
    assert (drawer(office, "CHEC"), drawer(office, "MORD")) == (0, 5000)
    for kind, cents in (("MORD", 4999), ("CARD", 5000)):
        with pytest.raises(Refused) as refused:
            change(office, tender, kind, cents)
        assert refused.value.code == "M-88"
    assert is_clean(office)


def test_d28_the_amount_changes_freely_before_the_freeze(office: Office) -> None:
    event = event_of(office, action=NONE)
    change(office, event.tenders[0], "CASH", 6000)
    after = show(office, event.id)
    assert after.totals.difference == Money(1000)
    actions = office.services.event_actions
    actions.recalculate_cash_back(event.id, new_request_id(), office.cashier)
    after = show(office, event.id)
    assert after.totals.is_balanced
    with pytest.raises(Refused) as refused:
        change(office, after.tenders[1], "CASH", 1)
    assert refused.value.code == "M-88"


def test_tc4_a_tender_moves_to_another_open_drawer(office: Office) -> None:
    event = event_of(office)
    other = office.second_drawer()
    edits, tender = office.services.tender_edits, event.tenders[0]
    with pytest.raises(Refused) as refused:
        edits.move(tender.id, other, new_request_id(), office.cashier)
    assert refused.value.code == "C-02"
    edits.move(tender.id, other, new_request_id(), office.supervisor)
    assert show(office, event.id).tenders[0].tender_control_id == other
    assert drawer(office, "CHEC") == 0
    with pytest.raises(Refused) as refused:
        edits.move(tender.id, other, new_request_id(), office.supervisor)
    assert refused.value.code == "M-70"
    assert is_clean(office)


def test_d12_a_tender_is_deleted_while_another_stays_and_nothing_is_frozen(office: Office) -> None:
    event = event_of(office, action=NONE)
    edits = office.services.tender_edits
    with pytest.raises(Refused) as refused:
        edits.delete(event.tenders[0].id, new_request_id(), office.cashier)
    assert refused.value.code == "M-29"
    edits.add(event.id, TenderDraft("CASH", Money(100)), new_request_id(), office.cashier)
    request = new_request_id()
    edits.delete(event.tenders[0].id, request, office.cashier)
    assert edits.delete(event.tenders[0].id, request, office.cashier).replayed
    assert [t.tender_type for t in show(office, event.id).tenders] == ["CASH"]
    assert is_clean(office)


def test_d23_a_tender_that_paid_something_is_not_deleted(office: Office) -> None:
    event = event_of(office)
    edits = office.services.tender_edits
    edits.add(event.id, TenderDraft("CASH", Money(100)), new_request_id(), office.cashier)
    with pytest.raises(Refused) as refused:
        edits.delete(event.tenders[0].id, new_request_id(), office.cashier)
    assert refused.value.code == "M-29"


def test_unknown_tenders_are_refused_by_name(office: Office) -> None:
    edits = office.services.tender_edits
    with pytest.raises(Refused) as refused:
        edits.delete(TenderId(4711), new_request_id(), office.cashier)
    assert (refused.value.code, refused.value.fields["field"]) == ("M-55", "tender")


def test_tc1_another_cashiers_money_is_not_touched(office: Office) -> None:
    event = event_of(office, action=NONE)
    stranger = office.colleague()
    office.clock.advance(minutes=timedelta(hours=1).seconds // 60)
    with pytest.raises(Refused) as refused:
        office.services.tender_edits.change(
            event.tenders[0].id, TenderDraft("CASH", Money(1)), new_request_id(), stranger
        )
    assert refused.value.code == "C-02"
    assert AccountId(event.tenders[0].payor_account_id)


def test_d29_a_later_bank_account_of_the_drawer_moves_no_posted_tender(office: Office) -> None:
    event = event_of(office)
    tender = event.tenders[0]
    with office.db.begin() as s:
        s.exec_driver_sql("UPDATE tender_source SET distribution_code = '1030-CARDS'")
        s.exec_driver_sql("UPDATE installation SET setup_version = setup_version + 1")
    change(office, tender, "CHEC", 5000, "18")
    with pytest.raises(Refused) as refused:
        change(office, tender, "MORD", 5000, "")
    assert refused.value.code == "M-88"
    target = office.second_drawer()
    with pytest.raises(Refused) as refused:
        office.services.tender_edits.move(tender.id, target, new_request_id(), office.supervisor)
    assert refused.value.code == "M-88"
    assert show(office, event.id).tenders[0].check_number == "18"
    assert is_clean(office)


def test_5_another_payor_takes_the_change_along(office: Office) -> None:
    account, other = office.account(), office.account("Agency")
    office.agreement(other, "WATER", (DAY, 500))
    with_change = add(office, account, [("CASH", 700)], [(other, 500)], action=NONE)
    request = new_request_id()
    edits = office.services.tender_edits
    change = TenderChange(payor=other)
    for _ in range(2):
        edits.adjust(with_change.tenders[0].id, change, request, office.cashier)
    after = show(office, with_change.id)
    assert [t.payor_account_id for t in after.tenders] == [other, other]
    assert after.payments == with_change.payments
    assert drawer(office, "CASH") == 15000 + 500
    assert is_clean(office)


def test_5_change_stays_with_whoever_else_handed_over(office: Office) -> None:
    account, other = office.account(), office.account("Agency")
    event = add(office, account, [("CASH", 400), ("MORD", 300)], [(account, 500)], action=NONE)
    edits = office.services.tender_edits
    edits.adjust(event.tenders[1].id, TenderChange(payor=other), new_request_id(), office.cashier)
    assert [t.payor_account_id for t in show(office, event.id).tenders] == [account, other, account]


def test_5_a_payor_must_exist_share_the_currency_and_may_be_cash_only(office: Office) -> None:
    event = event_of(office, action=NONE)
    poor, foreign = office.account(points=120), office.account(currency="EUR")
    edits, tender = office.services.tender_edits, event.tenders[0]
    for payor, code in ((AccountId(4711), "M-01"), (foreign, "M-65")):
        with pytest.raises(Refused) as refused:
            edits.adjust(tender.id, TenderChange(payor=payor), new_request_id(), office.cashier)
        assert refused.value.code == code
    change = TenderChange(payor=poor)
    with pytest.raises(NeedsConfirmation) as asked:
        edits.adjust(tender.id, change, new_request_id(), office.cashier)
    assert [concern.code for concern in asked.value.concerns] == ["M-06W"]
    assert show(office, event.id) == event
    edits.adjust(
        tender.id, change, new_request_id(), office.cashier, confirmed=frozenset({"M-06W"})
    )
    assert show(office, event.id).tenders[0].payor_account_id == poor


def test_d03_a_cash_payors_tender_that_becomes_a_check_asks(office: Office) -> None:
    poor = office.account(points=120)
    event = add(office, poor, [("CASH", 500)], [(poor, 500)])
    edits, change = office.services.tender_edits, TenderChange(tender_type="MORD")
    with pytest.raises(NeedsConfirmation) as asked:
        edits.adjust(event.tenders[0].id, change, new_request_id(), office.cashier)
    assert [concern.code for concern in asked.value.concerns] == ["M-06W"]


def test_25_4_the_payor_stays_while_a_payment_is_frozen(office: Office) -> None:
    event, other = event_of(office), office.account("Agency")
    edits, change = office.services.tender_edits, TenderChange(payor=other)
    with pytest.raises(Refused) as refused:
        edits.adjust(event.tenders[0].id, change, new_request_id(), office.cashier)
    assert refused.value.code == "M-88"
    assert show(office, event.id) == event
