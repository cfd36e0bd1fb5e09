"""Tenders that may still change, move or go (D-12, D-23, D-28, TC-04)."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from posapp.domain.codes import ControlStatus, PaymentStatus, TenderStatus
from posapp.domain.event_views import EventView, TenderView
from posapp.domain.ids import ControlId, TenderId
from posapp.domain.payment_events import TenderDraft
from posapp.domain.tender_edits import (
    TenderChange,
    cash_code,
    check_change,
    check_deletable,
    check_move,
    code_of_type,
    tender_of,
)
from posapp.errors import Refused
from tests.helpers import views
from tests.helpers.every import every
from tests.helpers.facts import control, setup, usd, with_source, with_tender_type

SETUP = with_tender_type(setup(), "MORD", distribution_code=None)
OWN, OTHER = ControlId(5), ControlId(6)
OPEN, BALANCING, BALANCED = ControlStatus.OPEN, ControlStatus.BALANCING, ControlStatus.BALANCED
UNFROZEN, FROZEN = PaymentStatus.FREEZABLE, PaymentStatus.FROZEN
CANCELED = PaymentStatus.CANCELED


def event_of(tender: TenderView, status: PaymentStatus = UNFROZEN, *more: TenderView) -> EventView:
    return views.event((tender, *more), (views.payment("25.00", status),))


def controls(status: ControlStatus = OPEN) -> Any:
    return {OWN: control(5, status=status)}


def code(act: Any) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_only_valid_tenders_that_a_person_stated_change() -> None:
    good = views.tender("25.00")
    assert tender_of(event_of(good), TenderId(1)) == good
    gone = replace(good, status=TenderStatus.CANCELED)
    assert code(lambda: tender_of(event_of(gone), TenderId(1))) == "M-88"
    assert code(lambda: tender_of(event_of(views.change("-1.00")), TenderId(1))) == "M-88"


@every(
    ("draft", "payment", "drawer", "wrong"),
    [
        (TenderDraft("CHEC", usd("25.00"), "18"), FROZEN, OPEN, ""),
        (TenderDraft("MORD", usd("25.00")), FROZEN, BALANCING, ""),
        (TenderDraft("MORD", usd("30.00")), UNFROZEN, OPEN, ""),
        (TenderDraft("CHEC", usd("25.00"), "18", currency="USD"), UNFROZEN, OPEN, ""),
        (TenderDraft("CHEC", usd("25.00"), "18"), FROZEN, BALANCED, "M-88"),
        (TenderDraft("CHEC", usd("30.00"), "18"), FROZEN, OPEN, "M-88"),
        (TenderDraft("CHEC", usd("30.00"), "18"), CANCELED, OPEN, ""),
        (TenderDraft("CARD", usd("30.00")), CANCELED, OPEN, "M-88"),
        (TenderDraft("CARD", usd("25.00")), FROZEN, OPEN, "M-88"),
        (TenderDraft("CARD", usd("25.00")), UNFROZEN, OPEN, ""),
        (TenderDraft("CHEC", usd("25.00"), "18", currency="EUR"), UNFROZEN, OPEN, "M-88"),
        (TenderDraft("CHEC", usd("0.00"), "18"), UNFROZEN, OPEN, "M-02"),
        (TenderDraft("CHEC", usd("25.00")), UNFROZEN, OPEN, "M-63"),
        (TenderDraft("OLDT", usd("25.00")), UNFROZEN, OPEN, "M-62"),
        (TenderDraft("NONE", usd("25.00")), UNFROZEN, OPEN, "M-55"),
    ],
)
def test_d28_what_changes_when(
    draft: TenderDraft, payment: PaymentStatus, drawer: ControlStatus, wrong: str
) -> None:
    tender = views.tender("25.00", "CHEC", check_number="17")
    event = event_of(tender, payment)

    def act() -> None:
        check_change(tender, draft, event, controls(drawer), SETUP)

    if wrong:
        assert code(act) == wrong
    else:
        act()


def test_d06_a_tender_without_a_drawer_may_change_and_does_not_move() -> None:
    tender = views.tender("25.00", "CHEC", check_number="17", tender_control_id=None)
    event = event_of(tender)
    check_change(tender, TenderDraft("CHEC", usd("25.00"), "18"), event, {}, SETUP)
    assert code(lambda: check_move(tender, control(6), event, {}, SETUP)) == "M-88"
    check_deletable(tender, event_of(tender, UNFROZEN, views.tender("1.00", id=TenderId(2))), {})


def test_m76_a_second_tender_of_an_event_needs_no_authorization() -> None:
    known = with_tender_type(SETUP, "CARD", requires_authorization=True)
    tender, card = views.tender("25.00", "CHEC"), views.tender("5.00", "CARD", id=TenderId(2))
    draft = TenderDraft("CARD", usd("25.00"), external_reference="A1")
    event = event_of(tender, UNFROZEN, card)
    assert code(lambda: check_change(tender, draft, event, controls(), known)) == "M-76"
    gone = replace(card, status=TenderStatus.CANCELED)
    check_change(tender, draft, event_of(tender, UNFROZEN, gone), controls(), known)


def test_5_a_change_leaves_no_tender_without_its_authorization_code() -> None:
    known = with_tender_type(SETUP, "CARD", requires_authorization=True)
    tender = views.tender("25.00", "CHEC")
    event = event_of(tender, UNFROZEN)
    draft = TenderDraft("CARD", usd("25.00"), external_reference="A1")
    check_change(tender, draft, event, controls(), known)
    for blank in ("", " "):
        wrong = replace(draft, external_reference=blank)
        change = partial(check_change, tender, wrong, event, controls(), known)
        assert code(change) == "M-193"


@every(
    ("target", "drawer", "wrong"),
    [
        (control(6), OPEN, ""),
        (control(6), BALANCING, ""),
        (control(6), BALANCED, "M-88"),
        (control(5), OPEN, "M-70"),
        (control(6, status=BALANCING), OPEN, "M-05"),
        (control(6, currency="EUR"), OPEN, "M-72"),
    ],
)
def test_tc04_out_of_open_or_balancing_into_open(
    target: Any, drawer: ControlStatus, wrong: str
) -> None:
    tender = views.tender("25.00", "CHEC")

    def act() -> None:
        check_move(tender, target, event_of(tender), controls(drawer), SETUP)

    if wrong:
        assert code(act) == wrong
    else:
        act()


def test_d39_a_drawer_of_another_office_takes_no_tender() -> None:
    tender = views.tender("25.00", "CHEC")
    target = control(6)
    elsewhere = with_source(SETUP, target.tender_source, office="EAST")
    event = event_of(tender)
    assert code(lambda: check_move(tender, target, event, controls(), elsewhere)) == "M-73"


def test_d28_a_frozen_payment_keeps_its_bank_account() -> None:
    tender = views.tender("25.00", "CHEC")
    source = SETUP.tender_sources[control(5).tender_source]
    other = replace(source, code="CASH-B01", distribution_code="1015-OTHER")
    known = replace(SETUP, tender_sources={**SETUP.tender_sources, "CASH-B01": other})
    target = control(6, tender_source="CASH-B01")
    event = event_of(tender, FROZEN)
    assert code(lambda: check_move(tender, target, event, controls(), known)) == "M-88"
    check_move(tender, target, event_of(tender), controls(), known)
    card = known.tender_types["CARD"]
    assert cash_code(card, target, known) == "1030-CARDS"
    assert cash_code(known.tender_types["CHEC"], target, known) == "1015-OTHER"


@every(
    ("drawer", "payment", "more", "wrong"),
    [
        (OPEN, UNFROZEN, True, False),
        (BALANCING, UNFROZEN, True, True),
        (BALANCED, UNFROZEN, True, True),
        (OPEN, FROZEN, True, True),
        (OPEN, PaymentStatus.CANCELED, True, True),
        (OPEN, UNFROZEN, False, True),
    ],
)
def test_d12_what_is_deleted(
    drawer: ControlStatus, payment: PaymentStatus, *, more: bool, wrong: bool
) -> None:
    tender = views.tender("25.00", "CHEC")
    others = (views.tender("1.00", id=TenderId(2)),) if more else (views.change("-1.00"),)
    event = event_of(tender, payment, *others)
    if wrong:
        assert code(lambda: check_deletable(tender, event, controls(drawer))) == "M-29"
    else:
        check_deletable(tender, event, controls(drawer))


def test_d28_what_is_not_given_stays() -> None:
    tender = views.tender("25.00", "CHEC", check_number="17", name="J. Novak")
    draft = TenderChange(check_number="18").applied(tender)
    assert (draft.tender_type, draft.amount, draft.check_number, draft.name) == (
        "CHEC",
        usd("25.00"),
        "18",
        "J. Novak",
    )


def test_d29_the_stored_account_counts_not_the_one_set_up_since() -> None:
    """Another bank account of the source moves nothing that was posted."""
    tender = views.tender("25.00", "CHEC", distribution_code="1010-CASH")
    event = event_of(tender, FROZEN)
    later = with_source(SETUP, "CASH-A01", distribution_code="1015-NEW")
    draft = TenderDraft("MORD", usd("25.00"))
    assert code(lambda: check_change(tender, draft, event, controls(), later)) == "M-88"
    assert code(lambda: check_move(tender, control(6), event, controls(), later)) == "M-88"
    check_change(tender, TenderDraft("CHEC", usd("25.00"), "18"), event, controls(), later)
    same = with_tender_type(later, "MORD", distribution_code="1010-CASH")
    check_change(tender, draft, event, controls(), same)
    assert code_of_type(tender, later.tender_types["CHEC"], control(5), later) == "1010-CASH"
