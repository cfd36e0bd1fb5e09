"""Cancelling tenders: who may fall, what is asked, where money goes, what is charged (payments 8)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from posapp.domain.cancel_effects import months_after
from posapp.domain.canceling import check_payment_cancel, decide_cancel_tenders
from posapp.domain.codes import AgreementStatus, ControlStatus, PaymentStatus, TenderStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import (
    AccountId,
    AgreementId,
    ControlId,
    EventId,
    FtId,
    PaymentId,
    SegmentId,
    TenderId,
)
from posapp.domain.ledger import GlLine, Posting
from posapp.domain.money import Money
from posapp.domain.tender_cancels import (
    CancelEvent,
    CancelFacts,
    CancelTender,
    CancelTenders,
    Payor,
    PayorAgreement,
    PostedSegment,
    TenderCancel,
)
from posapp.errors import NeedsConfirmation, Refused
from tests.helpers import views
from tests.helpers.every import every
from tests.helpers.facts import TODAY, control, customer_class, setup, usd, with_tender_type

PAYOR, OTHER = AccountId(1), AccountId(2)
OWN, SECOND = ControlId(5), ControlId(6)
SETUP = setup()


def agreement(number: int, sa_type: str = "WATER", **changes: Any) -> PayorAgreement:
    base = PayorAgreement(AgreementId(number), sa_type, AgreementStatus.ACTIVE)
    return replace(base, **changes)


def posted(cents: int, *lines: tuple[str, int], number: int = 1) -> PostedSegment:
    """A segment of ``cents`` with its cash lines, credited to water."""
    ledger = tuple(GlLine(code, Money(amount)) for code, amount in lines)
    posting = Posting(Money(-cents), Money(-cents), (*ledger, GlLine("1200-AR", Money(-cents))))
    return PostedSegment(
        FtId(100 + number), PaymentId(number), SegmentId(number), AgreementId(1), posting
    )


def facts(event: EventView, **changes: Any) -> CancelFacts:
    base = CancelFacts(
        event=event,
        posted=(posted(2500, ("1010-CASH", 2500)),),
        controls={OWN: control(5), SECOND: control(6)},
        payors={PAYOR: Payor(customer_class("RES"), (agreement(1),))},
        today=TODAY,
    )
    return replace(base, **changes)


def order(*numbers: int, reason: str = "NSF", **changes: Any) -> CancelTenders:
    named = tuple((TenderId(number), None) for number in numbers or (1,))
    base = CancelTenders(named, reason, "", "", None, None, frozenset())
    return replace(base, **changes)


def check_event(*payments: Any, tenders: Sequence[Any] = ()) -> EventView:
    return views.event(
        tuple(tenders) or (views.tender("25.00", "CHEC"),),
        payments or (views.payment("25.00"),),
    )


def decide(event: EventView, asked: CancelTenders | None = None, **known: Any) -> TenderCancel:
    return decide_cancel_tenders(asked or order(), facts(event, **known), SETUP)


def refusal(event: EventView, asked: CancelTenders | None = None, **known: Any) -> str:
    with pytest.raises(Refused) as refused:
        decide(event, asked, **known)
    return refused.value.code


@every("status", [s for s in PaymentStatus if s is not PaymentStatus.FROZEN])
def test_py3_only_frozen_payments_are_canceled(status: PaymentStatus) -> None:
    with pytest.raises(Refused) as refused:
        check_payment_cancel(views.payment("1.00", status))
    assert refused.value.code == "M-70"
    check_payment_cancel(views.payment("1.00"))


def test_cx2_every_frozen_payment_falls_and_its_postings_turn_round() -> None:
    canceled = views.payment("9.00", PaymentStatus.CANCELED, id=PaymentId(7))
    decision = decide(check_event(views.payment("25.00"), canceled))
    assert [payment.id for payment in decision.payments] == [1]
    (reversal,) = decision.reversals
    assert reversal.posting.current_amount == usd("25.00")
    assert {line.code: line.amount.minor for line in reversal.posting.lines} == {
        "1010-CASH": -2500,
        "1200-AR": 2500,
    }
    assert decision.warnings == ()


@pytest.mark.parametrize("reason", ["", "NONE"])
def test_ns01_a_reason_that_there_is(reason: str) -> None:
    assert refusal(check_event(), order(reason=reason)) == ("M-55" if reason else "M-14")


def test_cx3_d10_unfrozen_payments_stand_in_the_way() -> None:
    waiting = views.payment("1.00", PaymentStatus.FREEZABLE, id=PaymentId(2))
    assert refusal(check_event(views.payment("24.00"), waiting)) == "M-15"


def test_cx6_canceled_or_flagged_tenders_are_not_canceled() -> None:
    gone = views.tender("25.00", "CHEC", status=TenderStatus.CANCELED)
    assert refusal(check_event(tenders=[gone])) == "M-70"
    flagged = views.change("-5.00", id=TenderId(2))
    event = check_event(tenders=[views.tender("30.00"), flagged])
    assert refusal(event, order(2, change_returned=True)) == "M-86"
    assert refusal(check_event(), replace(order(), tenders=())) == "M-70"


def test_tnd04_several_payments_ask_once() -> None:
    event = check_event(views.payment("20.00"), views.payment("5.00", id=PaymentId(2)))
    with pytest.raises(NeedsConfirmation) as asked:
        decide(event)
    assert [concern.code for concern in asked.value.concerns] == ["C-17"]
    assert len(decide(event, order(confirmed=frozenset({"C-17"}))).payments) == 2


CHANGED = check_event(
    tenders=[views.tender("100.00", "TRAV"), views.change("-75.00", id=TenderId(2))]
)


def test_d11_change_is_asked_about_and_a_yes_means_that_it_came_back() -> None:
    with pytest.raises(NeedsConfirmation) as asked:
        decide(CHANGED)
    (concern,) = asked.value.concerns
    assert (concern.code, concern.fields["change"]) == ("M-33", usd("75.00"))
    for answer in (order(confirmed=frozenset({"M-33"})), order(change_returned=True)):
        decision = decide(CHANGED, answer)
        assert [one.tender.id for one in decision.gone] == [1, 2]
        # The bad check stays counted; the change lies in the drawer again (D-14).
        assert [one.counted for one in decision.gone] == [True, False]
        assert decision.kept_change is None


@every(
    ("agreements", "on"),
    [
        ((agreement(1, "GARBAGE"), agreement(2, "WATER")), 2),
        ((agreement(1, "GARBAGE"),), 1),
        ((agreement(1, "VIOLATION"), agreement(2, "GARBAGE")), 2),
        ((agreement(1, "VIOLATION"),), None),
        ((agreement(1, "WATER", status=AgreementStatus.CLOSED),), None),
        ((), None),
    ],
)
def test_d11_kept_change_is_owed_by_the_payor(
    agreements: tuple[PayorAgreement, ...], on: int | None
) -> None:
    payors = {PAYOR: Payor(customer_class("RES"), agreements)}
    decision = decide(CHANGED, order(change_returned=False), payors=payors)
    kept = decision.kept_change
    assert kept is not None
    assert (kept.account_id, kept.amount) == (PAYOR, usd("75.00"))
    assert (kept.agreement.agreement_id if kept.agreement else None) == on
    assert [one.tender.id for one in decision.gone] == [1]
    assert [warning.code for warning in decision.warnings if warning.code == "M-32"] == []


CASH = check_event(tenders=[views.tender("25.00")])


def through(drawer: int) -> CancelTenders:
    return order(tenders=((TenderId(1), ControlId(drawer)),), reason="WRAC")


@pytest.mark.parametrize("status", [ControlStatus.OPEN, ControlStatus.BALANCING])
def test_d14_back_out_of_its_own_drawer_the_tender_is_not_counted(status: ControlStatus) -> None:
    decision = decide(CASH, through(5), controls={OWN: control(5, status=status)})
    assert ([one.counted for one in decision.gone], decision.movements) == ([False], ())


def test_d14_out_of_another_drawer_it_is_a_movement() -> None:
    balanced = {OWN: control(5, status=ControlStatus.BALANCED), SECOND: control(6)}
    decision = decide(CASH, through(6), controls=balanced)
    (movement,) = decision.movements
    assert (movement.control_id, movement.amount) == (SECOND, usd("25.00"))
    assert [one.counted for one in decision.gone] == [True]


@every(
    ("drawer", "controls", "code"),
    [
        (5, {OWN: control(5, status=ControlStatus.BALANCED)}, "M-87"),
        (6, {OWN: control(5), SECOND: control(6, status=ControlStatus.BALANCING)}, "M-87"),
        (6, {OWN: control(5), SECOND: control(6, currency="EUR")}, "M-72"),
        (7, {OWN: control(5)}, "M-55"),
    ],
)
def test_d14_drawers_that_no_money_goes_through(drawer: int, controls: Any, code: str) -> None:
    assert refusal(CASH, through(drawer), controls=controls) == code


def test_d06_a_tender_without_a_drawer_moves_no_money() -> None:
    event = check_event(tenders=[views.tender("25.00", "DDCH", tender_control_id=None)])
    assert refusal(event, through(6)) == "M-87"
    assert decide(event).movements == ()


def bank_lines(decision: TenderCancel) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in decision.reversals:
        assert sum(line.amount.minor for line in one.posting.lines) == 0
        for line in one.posting.lines:
            found[line.code] = found.get(line.code, 0) + line.amount.minor
    return found


def test_cx1_the_chosen_account_is_charged_with_the_tenders_part_to_the_cent() -> None:
    event = check_event(
        views.payment("100.01"),
        tenders=[views.tender("60.01", "CHEC"), views.tender("40.00", "CARD", id=TenderId(2))],
    )
    segments = (
        posted(3333, ("1010-CASH", 2000), ("1030-CARDS", 1333)),
        posted(3333, ("1010-CASH", 2000), ("1030-CARDS", 1333), number=2),
        posted(3335, ("1010-CASH", 2001), ("1030-CARDS", 1334), number=3),
    )
    decision = decide(event, order(bank_account="RETURNS"), posted=segments)
    assert bank_lines(decision) == {
        "1010-CASH": 0,
        "1030-CARDS": -4000,
        "1020-RETURNS": -6001,
        "1200-AR": 10001,
    }
    assert decision.bank_account is not None
    same = decide(event, order(bank="FNB", bank_account="MAIN"), posted=segments)
    assert bank_lines(same)["1010-CASH"] == -6001


def test_cx1_nothing_is_moved_of_an_event_that_has_no_net() -> None:
    event = check_event(
        tenders=[views.tender("25.00", "CHEC"), views.change("-25.00", id=TenderId(2))]
    )
    asked = order(bank_account="RETURNS", change_returned=True)
    assert "1020-RETURNS" not in bank_lines(decide(event, asked))


@every(
    ("bank", "key", "code"),
    [("", "NONE", "M-55"), ("OTHER", "MAIN", "M-55"), ("FNB", "EURO", "M-65"), ("FNB", "", "M-55")],
)
def test_cx1_accounts_that_cannot_be_charged(bank: str, key: str, code: str) -> None:
    assert refusal(check_event(), order(bank=bank, bank_account=key)) == code


@every(
    ("agreements", "on"),
    [
        ((agreement(3), agreement(2, "ELECTRIC"), agreement(1, "GARBAGE")), 2),
        ((agreement(1, "WATER", status=AgreementStatus.STOPPED), agreement(2)), 2),
        ((agreement(1, "GARBAGE"),), None),
    ],
)
def test_cx7_the_charge_lies_on_the_first_agreement_by_priority_that_has_one(
    agreements: tuple[PayorAgreement, ...], on: int | None
) -> None:
    decision = decide(check_event(), payors={PAYOR: Payor(customer_class("RES"), agreements)})
    (penalty,) = decision.penalties
    if on is None:
        assert (penalty.charge, decision.warnings[0].code) == (None, "M-36")
        assert penalty.uncharged
    else:
        assert penalty.charge is not None
        assert (penalty.charge.agreement.agreement_id, penalty.charge.amount) == (on, usd("25.00"))
        assert decision.warnings == ()


def test_cx7_a_charge_of_nothing_is_none() -> None:
    free = replace(SETUP.adjustment_types["NSF"], default_amount=usd("0.00"))
    decision = decide_cancel_tenders(
        order(), facts(check_event()), replace(SETUP, adjustment_types={"NSF": free})
    )
    assert decision.warnings[0].code == "M-36"


def test_nc6_an_account_without_customer_is_not_charged() -> None:
    payors = {PAYOR: Payor(customer_class("NONCIS", non_cis=True), (agreement(1),))}
    decision = decide(check_event(), payors=payors)
    assert (decision.penalties[0].charge, decision.warnings) == (None, ())


def test_cx8_points_follow_the_reason_not_the_charge() -> None:
    (penalty,) = decide(check_event()).penalties
    assert penalty.demerit is not None
    assert (penalty.demerit.cash_only_effect, penalty.demerit.rating_effect) == (100, -50)
    assert penalty.demerit.end_date == date(2027, 11, 20)
    (plain,) = decide(check_event(), order(reason="WRAC")).penalties
    assert (plain.charge, plain.demerit) == (None, None)
    lasting = replace(SETUP.cancel_reasons["NSF"], months_affecting=0, nsf_charge=False)
    changed = replace(SETUP, cancel_reasons={"NSF": lasting})
    (for_ever,) = decide_cancel_tenders(order(), facts(check_event()), changed).penalties
    assert for_ever.demerit is not None
    assert for_ever.demerit.end_date is None


@every(
    ("day", "months", "after"),
    [
        (date(2026, 11, 20), 12, date(2027, 11, 20)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 1, 31), 13, date(2028, 2, 29)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_cr01_months_end_on_the_same_day_or_the_last(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after


def test_cx4_other_tenders_stay_and_their_sum_is_told() -> None:
    event = check_event(
        tenders=[views.tender("15.00", "CHEC"), views.tender("10.00", "MORD", id=TenderId(2))]
    )
    (warning,) = decide(event).warnings
    assert (warning.code, warning.fields["amount"]) == ("M-32", usd("10.00"))


def test_d32_all_tenders_of_an_event_at_once_one_charge_each() -> None:
    event = check_event(
        tenders=[
            views.tender("15.00", "CHEC"),
            views.tender("10.00", "CHEC", id=TenderId(2), payor_account_id=OTHER),
        ]
    )
    payors = {
        PAYOR: Payor(customer_class("RES"), (agreement(1),)),
        OTHER: Payor(customer_class("RES"), ()),
    }
    decision = decide(event, order(1, 2), payors=payors)
    assert [one.tender.id for one in decision.gone] == [1, 2]
    assert [one.payor for one in decision.penalties] == [PAYOR, OTHER]
    assert [warning.code for warning in decision.warnings] == ["M-36"]


def test_d29_a_type_with_an_account_of_its_own_is_moved_from_there() -> None:
    own = with_tender_type(SETUP, "MORD", distribution_code="1040-ORDERS")
    stored = views.tender("25.00", "MORD", distribution_code="1040-ORDERS")
    event = check_event(tenders=[stored])
    known = facts(event, posted=(posted(2500, ("1040-ORDERS", 2500)),))
    # The account that the tender was stored with counts, whatever the set-up says by now.
    later = with_tender_type(own, "MORD", distribution_code="1050-LATER")
    decision = decide_cancel_tenders(order(bank_account="RETURNS"), known, later)
    assert bank_lines(decision)["1020-RETURNS"] == -2500
    assert bank_lines(decision).get("1040-ORDERS", 0) == 0


def test_d32_the_order_of_an_event_names_every_valid_stated_tender() -> None:
    gone = views.tender("1.00", "CHEC", id=TenderId(3), status=TenderStatus.CANCELED)
    event = check_event(
        tenders=[views.tender("30.00"), views.change("-5.00", id=TenderId(2)), gone]
    )
    asked = CancelEvent(EventId(1), "WRAC", drawers_of=((TenderId(1), OWN),), change_drawer=SECOND)
    assert asked.drawers == {OWN, SECOND}
    named = asked.of(event)
    assert (named.tenders, named.change_drawer) == (((TenderId(1), OWN),), SECOND)
    assert "C-17" in named.confirmed
    assert CancelEvent(EventId(1), "WRAC").drawers == frozenset()


def test_d11_change_goes_where_the_money_goes_unless_it_is_said() -> None:
    one = CancelTender(TenderId(1), "WRAC", drawer=OWN)
    assert (one.drawers, one.of(CASH).change_drawer) == ({OWN}, OWN)
    other = replace(one, change_drawer=SECOND)
    assert (other.drawers, other.of(CASH).change_drawer) == ({OWN, SECOND}, SECOND)
