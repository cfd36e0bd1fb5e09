"""*Correct...* over every fault and state: posted or not, drawer and deposit open or balanced."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from posapp.domain.approvals import Approval, Secret
from posapp.domain.codes import DistributeAction, PaymentStatus, SourceType, TenderStatus
from posapp.domain.correction_views import Outlook, PaperState, ledger_sums
from posapp.domain.corrections import CorrectionOrder, Fault
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, ControlId, new_request_id
from posapp.domain.money import Money
from posapp.domain.rights import Right
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.errors import Conflict, NeedsConfirmation, Refused
from posapp.storage.approvals import record_approval
from posapp.storage.transferred import load_transferred
from tests.helpers.drawer_day import balance_deposit, balance_drawer
from tests.helpers.events import add, balance, drawer, is_clean, ledger, show
from tests.helpers.office import DAY, Office
from tests.helpers.rules import add_by_rules, draft

SECRET = "a long enough secret"
BOSS = Secret("boss", SECRET)
YESTERDAY = date(2026, 11, 19)
CANCELED, FROZEN = PaymentStatus.CANCELED, PaymentStatus.FROZEN
STATES = ("open", "balancing", "balanced", "deposited")


def owing(office: Office, cents: int = 5000, **options: str) -> AccountId:
    account = office.account(**options)
    office.agreement(account, "WATER", (DAY, cents))
    return account


def bring(office: Office, state: str, who: str = "supervisor") -> None:
    """Bring the cashier's drawer to a state; somebody has another one for what comes after."""
    if state == "balancing":
        request = new_request_id()
        office.services.control_life.start_balancing(office.control, request, office.cashier)
    elif state != "open":
        balance_drawer(office, office.control, confirmed=frozenset({"C-07"}))
    if state == "deposited":
        balance_deposit(office)
        day = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "USD")
        office.services.deposit_controls.open(day, office.supervisor)
    if state != "open":
        command = OpenControl(new_request_id(), "CASH-A02", None, None)
        office.services.tender_controls.open(command, office.actors[who])


def boss(office: Office) -> None:
    """A supervisor with a secret, to approve."""
    roles = office.supervisor.roles
    office.services.users.add("boss", "Boss", SECRET, roles, office.actors["setup"])


def order(event: EventView, fault: Fault, **options: Any) -> CorrectionOrder:
    return CorrectionOrder(event.id, fault, **options)


def correct(office: Office, wanted: CorrectionOrder, actor: Any = None) -> EventView:
    """Look first, then do it: nothing may come out that was not shown."""
    who = actor or office.supervisor
    corrections = office.services.corrections
    outlook = corrections.preview(wanted, who)
    assert not outlook.needs
    seen = outlook.before.version
    saved = corrections.correct(wanted, new_request_id(), who, seen=seen)
    assert saved.value.deleted == (outlook.after is None)
    after = show(office, saved.value.event_id)
    assert outlook.after is not None
    assert statuses(after) == statuses(outlook.after)
    assert is_clean(office)
    return after


def statuses(event: EventView) -> list[tuple[str, int, str]]:
    tenders = [(t.tender_type, t.amount.minor, t.status.value) for t in event.tenders]
    return tenders + [("", p.amount.minor, p.status.value) for p in event.payments]


def second(office: Office, code: str) -> int:
    """What the supervisor's drawer should hold."""
    (other,) = office.services.tender_controls.mine(office.supervisor)
    view = office.services.tender_controls.show(other.id, office.supervisor)
    found = {line.tender_type: line.expected for line in view.lines}
    amount = found.get(code)
    return 0 if amount is None else amount.minor


# --- wrong account -----------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_account_a_posted_payment_moves_with_its_payor(office: Office, state: str) -> None:
    """TR-9: no drawer is touched, whatever its state."""
    wrong, right = owing(office), owing(office)
    event = add(office, wrong, [("CASH", 5000)], [(wrong, 5000)])
    bring(office, state)
    held = drawer(office, "CASH")
    after = correct(office, order(event, Fault.ACCOUNT, account_id=right))
    assert [(p.account_id, p.status) for p in after.payments] == [
        (wrong, CANCELED), (right, FROZEN),
    ]  # fmt: skip
    assert {t.payor_account_id for t in after.tenders} == {right}
    assert (balance(office, wrong), balance(office, right)) == (5000, 0)
    assert drawer(office, "CASH") == held
    assert ledger(office, "1010-CASH") == 5000


def test_account_the_log_says_what_was_done(office: Office) -> None:
    wrong, right = owing(office), owing(office)
    event = add(office, wrong, [("CASH", 5000)], [(wrong, 5000)])
    after = correct(office, order(event, Fault.ACCOUNT, account_id=right))
    *_, last = office.services.event_log.of(event.id, office.cashier)
    assert (last.action, last.said["fault"], last.said["steps"]) == (
        "event.correct", "account", ["Move"],
    )  # fmt: skip
    with office.db.read() as s:
        assert load_transferred(s, event.id) == {after.payments[0].id}


def test_account_only_the_payment_moves_when_the_payor_was_right(office: Office) -> None:
    payor, right = owing(office), owing(office)
    event = add(office, payor, [("CHEC", 3000)], [(payor, 3000)])
    wanted = order(event, Fault.ACCOUNT, account_id=right, payor_too=False)
    after = correct(office, wanted, office.cashier)
    assert {t.payor_account_id for t in after.tenders} == {payor}
    assert (balance(office, payor), balance(office, right)) == (5000, 2000)


@pytest.mark.parametrize("action", [DistributeAction.NONE, DistributeAction.DISTRIBUTE])
def test_account_an_unposted_payment_is_edited(office: Office, action: DistributeAction) -> None:
    wrong, right = owing(office), owing(office)
    event = add(office, wrong, [("CASH", 5000)], [(wrong, 5000)], action=action)
    after = correct(office, order(event, Fault.ACCOUNT, account_id=right), office.cashier)
    (payment,) = after.payments
    assert (payment.account_id, payment.status) == (right, event.payments[0].status)
    assert {t.payor_account_id for t in after.tenders} == {right}


@pytest.mark.parametrize("action", [DistributeAction.DISTRIBUTE, DistributeAction.FREEZE])
def test_account_a_match_of_the_wrong_account_is_left_behind(
    office: Office, action: DistributeAction
) -> None:
    wrong, right = office.account(), owing(office)
    water = office.agreement(wrong, "WATER", (DAY, 5000))
    event = add(office, wrong, [("CASH", 5000)], [(wrong, 5000)], action=action,
                match_type="SA-ID", match_value=str(water))  # fmt: skip
    after = correct(office, order(event, Fault.ACCOUNT, account_id=right))
    new = after.payments[-1]
    assert (new.account_id, new.match_type, new.match_value) == (right, None, None)
    assert new.status is event.payments[0].status


def test_account_a_match_that_belongs_to_the_right_account_stays(office: Office) -> None:
    wrong, right = owing(office), office.account()
    water = office.agreement(right, "WATER", (DAY, 5000))
    event = add(office, wrong, [("CASH", 5000)], [(wrong, 5000)], match_type="SA-ID",
                match_value=str(water), action=DistributeAction.DISTRIBUTE)  # fmt: skip
    assert event.payments[0].error_code == "M-22"
    (payment,) = correct(office, order(event, Fault.ACCOUNT, account_id=right)).payments
    assert (payment.match_value, payment.error_code) == (str(water), None)


def test_account_of_an_event_by_rules_is_named_by_rules(office: Office) -> None:
    wrong, right = owing(office), owing(office)
    event = add_by_rules(office, wrong, [draft("ACCT", wrong, 3000)])
    with pytest.raises(Refused, match="M-132"):
        office.services.corrections.preview(
            order(event, Fault.ACCOUNT, account_id=right), office.supervisor
        )
    rows = (draft("ACCT", right, 3000),)
    after = correct(office, order(event, Fault.ACCOUNT, details=rows))
    assert [one.value for one in after.details] == [f"{right:010d}"]
    assert balance(office, right) == 2000


def test_account_says_which_payment_where_there_are_several(office: Office) -> None:
    first, other, right = owing(office), owing(office), owing(office)
    event = add(office, first, [("CASH", 5000)], [(first, 2000), (other, 3000)])
    with pytest.raises(Refused, match="M-132"):
        office.services.corrections.preview(
            order(event, Fault.ACCOUNT, account_id=right), office.supervisor
        )
    wanted = order(event, Fault.ACCOUNT, account_id=right, payment_id=event.payments[1].id)
    after = correct(office, wanted)
    assert (balance(office, other), balance(office, right)) == (5000, 2000)
    assert after.totals.is_balanced


# --- wrong amount ------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("handed", "right"), [(5200, 2500), (2500, 5000)])
def test_d28_a_posted_amount_is_replaced_and_balances(
    office: Office, state: str, handed: int, right: int
) -> None:
    payor = owing(office, 9000)
    event = add(office, payor, [("CASH", handed)], [(payor, handed)])
    bring(office, state)
    held = drawer(office, "CASH")
    after = correct(office, order(event, Fault.AMOUNT, amount=Money(right)))
    assert after.totals.is_balanced
    assert [t.status for t in after.tenders] == [TenderStatus.CANCELED, TenderStatus.VALID]
    assert [(p.amount.minor, p.status) for p in after.payments] == [
        (handed, CANCELED), (right, FROZEN),
    ]  # fmt: skip
    assert balance(office, payor) == 9000 - right
    assert ledger(office, "1010-CASH") == right
    if state == "open":
        assert drawer(office, "CASH") == 15000 + right
    elif state == "balancing":
        assert drawer(office, "CASH") == held - handed
        assert second(office, "CASH") == 15000 + right
    else:
        # D-14, D-23: what was counted and deposited stays; the difference goes through another.
        assert drawer(office, "CASH") == held
        assert second(office, "CASH") == 15000 + right - handed


def test_d28_an_unposted_amount_is_edited_with_its_payment(office: Office) -> None:
    payor = owing(office)
    event = add(
        office, payor, [("CASH", 5200)], [(payor, 5200)], action=DistributeAction.DISTRIBUTE
    )
    after = correct(office, order(event, Fault.AMOUNT, amount=Money(2500)), office.cashier)
    assert [t.amount.minor for t in after.tenders] == [2500]
    assert [(p.amount.minor, p.status) for p in after.payments] == [
        (2500, PaymentStatus.FREEZABLE)
    ]  # fmt: skip
    assert drawer(office, "CASH") == 17500


def test_ex5_the_amount_is_edited_when_only_canceled_payments_remain(office: Office) -> None:
    payor = owing(office, 9000)
    event = add(office, payor, [("CASH", 5200)], [(payor, 5200)])
    cancel = office.services.canceling.cancel_payment
    cancel(event.payments[0].id, "DATA", new_request_id(), office.supervisor)
    after = correct(office, order(event, Fault.AMOUNT, amount=Money(2500)))
    assert [(t.amount.minor, t.status.value) for t in after.tenders] == [(2500, "VALID")]
    assert [p.status for p in after.payments] == [CANCELED]
    assert (drawer(office, "CASH"), ledger(office, "1010-CASH")) == (15000 + 2500, 0)


def test_d28_an_unposted_amount_in_a_balanced_drawer_is_replaced(office: Office) -> None:
    payor = owing(office, 9000)
    event = add(
        office, payor, [("CASH", 5200)], [(payor, 5200)], action=DistributeAction.DISTRIBUTE
    )
    bring(office, "balanced")
    after = correct(office, order(event, Fault.AMOUNT, amount=Money(2500)))
    assert after.totals.is_balanced
    assert [(p.amount.minor, p.status) for p in after.payments] == [
        (2500, PaymentStatus.FREEZABLE)
    ]  # fmt: skip


def test_d28_change_that_was_given_stays_given(office: Office) -> None:
    payor = owing(office, 9000)
    event = add(office, payor, [("CASH", 10000)], [(payor, 7500)])
    after = correct(office, order(event, Fault.AMOUNT, amount=Money(5000)))
    assert [(t.amount.minor, t.cash_back, t.status.value) for t in after.tenders] == [
        (10000, False, "CANCELED"), (-2500, True, "VALID"), (5000, False, "VALID"),
    ]  # fmt: skip
    assert after.payments[-1].amount == Money(2500)
    assert drawer(office, "CASH") == 15000 + 2500


def test_d28_the_payment_that_follows_is_named_where_there_are_several(office: Office) -> None:
    first, other = owing(office), owing(office)
    event = add(office, first, [("CASH", 5000)], [(first, 2000), (other, 3000)])
    with pytest.raises(Refused, match="M-132"):
        office.services.corrections.preview(
            order(event, Fault.AMOUNT, amount=Money(4000)), office.supervisor
        )
    wanted = order(event, Fault.AMOUNT, amount=Money(4000), payment_id=event.payments[1].id)
    after = correct(office, wanted)
    assert [p.amount.minor for p in after.payments if p.status is FROZEN] == [2000, 2000]
    too_little = replace(wanted, amount=Money(1500))
    with pytest.raises(Refused, match="M-02"):
        office.services.corrections.preview(
            replace(too_little, tender_id=after.tenders[-1].id,
                    payment_id=after.payments[-1].id), office.supervisor,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "code"),
    [({}, "M-132"), ({"amount": Money(0)}, "M-02"), ({"amount": Money(5000)}, "M-131")],
)
def test_d28_amounts_that_say_nothing(office: Office, options: Any, code: str) -> None:
    payor = owing(office)
    event = add(office, payor, [("CASH", 5000)], [(payor, 5000)])
    with pytest.raises(Refused) as refused:
        office.services.corrections.preview(order(event, Fault.AMOUNT, **options), office.cashier)
    assert refused.value.code == code


# --- wrong tender type -------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_d28_a_type_with_another_account_is_replaced(office: Office, state: str) -> None:
    payor = owing(office)
    event = add(office, payor, [("CASH", 5000)], [(payor, 5000)])
    bring(office, state)
    held = drawer(office, "CASH")
    after = correct(office, order(event, Fault.TENDER_TYPE, tender_type="CARD"))
    assert after.totals.is_balanced
    assert [(t.tender_type, t.status.value) for t in after.tenders] == [
        ("CASH", "CANCELED"), ("CARD", "VALID"),
    ]  # fmt: skip
    assert (ledger(office, "1010-CASH"), ledger(office, "1030-CARDS")) == (0, 5000)
    assert balance(office, payor) == 0
    if state in {"open", "balancing"}:
        assert drawer(office, "CASH") == held - 5000
    else:
        assert drawer(office, "CASH") == held
        assert (second(office, "CASH"), second(office, "CARD")) == (10000, 5000)


@pytest.mark.parametrize("state", ["open", "balancing"])
def test_d28_a_type_of_the_same_account_is_edited(office: Office, state: str) -> None:
    payor = owing(office)
    event = add(office, payor, [("CASH", 5000)], [(payor, 5000)])
    bring(office, state)
    wanted = order(event, Fault.TENDER_TYPE, tender_type="CHEC", check_number="2207")
    after = correct(office, wanted)
    (tender,) = after.tenders
    assert (tender.tender_type, tender.check_number) == ("CHEC", "2207")
    assert [p.status for p in after.payments] == [FROZEN]
    assert (drawer(office, "CASH"), drawer(office, "CHEC")) == (15000, 5000)


def test_d28_a_type_in_a_balanced_drawer_is_replaced_whatever_its_account(office: Office) -> None:
    payor = owing(office)
    event = add(office, payor, [("CASH", 5000)], [(payor, 5000)])
    bring(office, "balanced")
    wanted = order(event, Fault.TENDER_TYPE, tender_type="CHEC", check_number="2207")
    after = correct(office, wanted)
    assert [t.status.value for t in after.tenders] == ["CANCELED", "VALID"]
    assert ledger(office, "1010-CASH") == 5000
    assert (second(office, "CASH"), second(office, "CHEC")) == (10000, 5000)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({}, "M-132"),
        ({"tender_type": "CASH"}, "M-131"),
        ({"tender_type": "NONE"}, "M-55"),
        ({"tender_type": "CHEC"}, "M-63"),
        ({"tender_type": "OVUN"}, "M-62"),
    ],
)
def test_d28_types_that_cannot_be(office: Office, options: Any, code: str) -> None:
    payor = owing(office)
    event = add(office, payor, [("CASH", 5000)], [(payor, 5000)])
    with pytest.raises(Refused) as refused:
        office.services.corrections.preview(
            order(event, Fault.TENDER_TYPE, **options), office.supervisor
        )
    assert refused.value.code == code


def test_cb2_a_type_without_change_does_not_replace_one_that_gave_change(office: Office) -> None:
    payor = owing(office)
    event = add(office, payor, [("CASH", 10000)], [(payor, 5000)])
    with pytest.raises(Refused, match="M-131"):
        office.services.corrections.preview(
            order(event, Fault.TENDER_TYPE, tender_type="CARD"), office.supervisor
        )


# --- paid twice --------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_twice_a_posted_event_is_taken_back_with_its_money(office: Office, state: str) -> None:
    payor = owing(office, 9000)
    add(office, payor, [("CASH", 3000)], [(payor, 3000)])
    event = add(office, payor, [("CASH", 5000)], [(payor, 3000)])
    bring(office, state)
    held = drawer(office, "CASH")
    after = correct(office, order(event, Fault.TWICE))
    assert {t.status for t in after.tenders} == {TenderStatus.CANCELED}
    assert {p.status for p in after.payments} == {CANCELED}
    assert balance(office, payor) == 6000
    assert ledger(office, "1010-CASH") == 3000
    if state in {"open", "balancing"}:
        assert drawer(office, "CASH") == held - 3000
    else:
        assert drawer(office, "CASH") == held
        assert second(office, "CASH") == 15000 - 3000


def test_twice_an_unposted_event_is_deleted(office: Office) -> None:
    payor = owing(office)
    event = add(
        office, payor, [("CASH", 5000)], [(payor, 5000)], action=DistributeAction.DISTRIBUTE
    )
    wanted, request = order(event, Fault.TWICE), new_request_id()
    corrections = office.services.corrections
    outlook = corrections.preview(wanted, office.cashier)
    assert outlook.after is None
    assert outlook.needs == {Right.DELETE_EVENT}
    saved = corrections.correct(wanted, request, office.supervisor)
    assert saved.value.deleted
    with pytest.raises(Refused, match="M-55"):
        show(office, event.id)
    assert corrections.correct(wanted, request, office.supervisor).replayed
    assert is_clean(office)


def test_twice_an_unposted_event_in_a_balanced_drawer_is_taken_back(office: Office) -> None:
    payor = owing(office)
    event = add(
        office, payor, [("CASH", 5000)], [(payor, 5000)], action=DistributeAction.DISTRIBUTE
    )
    bring(office, "balanced")
    after = correct(office, order(event, Fault.TWICE))
    assert after.payments == ()
    assert second(office, "CASH") == 10000


def test_twice_is_said_once(office: Office) -> None:
    payor = owing(office)
    event = add(office, payor, [("CASH", 5000)], [(payor, 5000)])
    correct(office, order(event, Fault.TWICE))
    with pytest.raises(Refused, match="M-131"):
        office.services.corrections.preview(order(event, Fault.TWICE), office.supervisor)


# --- the check came back -----------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_cx2_a_returned_check_is_canceled_and_charged(office: Office, state: str) -> None:
    payor = owing(office)
    event = add(office, payor, [("CHEC", 5000)], [(payor, 5000)])
    bring(office, state)
    held = drawer(office, "CHEC")
    after = correct(office, order(event, Fault.RETURNED))
    assert [(t.status.value, t.cancel_reason) for t in after.tenders] == [("CANCELED", "NSF")]
    # NS-02: the payor is charged; D-14: no money went back, so the drawer counts on.
    assert balance(office, payor) == 5000 + 2500
    assert drawer(office, "CHEC") == held
    assert ledger(office, "1010-CASH") == 0


@pytest.mark.parametrize(("returned", "owed"), [(True, 5000 + 2500), (False, 5000 + 2500 + 1000)])
def test_d11_the_change_of_a_returned_check(office: Office, returned: bool, owed: int) -> None:
    payor = owing(office)
    event = add(office, payor, [("TRAV", 6000)], [(payor, 5000)])
    with pytest.raises(Refused, match="M-132"):
        office.services.corrections.preview(order(event, Fault.RETURNED), office.supervisor)
    after = correct(office, order(event, Fault.RETURNED, change_returned=returned))
    assert after.totals.is_balanced
    assert balance(office, payor) == owed


def test_cx4_the_other_money_of_the_event_is_paid_again(office: Office) -> None:
    payor, other = owing(office), owing(office)
    event = add(office, payor, [("CHEC", 4000), ("CASH", 3000)], [(payor, 5000), (other, 2000)])
    wanted = order(event, Fault.RETURNED, tender_id=event.tenders[0].id)
    with pytest.raises(NeedsConfirmation, match="C-17"):
        office.services.corrections.preview(wanted, office.supervisor)
    after = correct(office, replace(wanted, confirmed=frozenset({"C-17"})))
    assert after.totals.is_balanced
    live = [(p.account_id, p.amount.minor) for p in after.payments if p.status is FROZEN]
    assert live == [(payor, 3000)]
    assert balance(office, other) == 5000


def test_cx3_unposted_payments_do_not_stand_in_the_way(office: Office) -> None:
    payor = owing(office)
    event = add(
        office, payor, [("CHEC", 5000)], [(payor, 5000)], action=DistributeAction.DISTRIBUTE
    )
    after = correct(office, order(event, Fault.RETURNED))
    assert after.payments == ()
    assert [t.status.value for t in after.tenders] == ["CANCELED"]


def test_cash_does_not_come_back(office: Office) -> None:
    payor = owing(office)
    event = add(office, payor, [("CASH", 5000)], [(payor, 5000)])
    with pytest.raises(Refused, match="M-131"):
        office.services.corrections.preview(order(event, Fault.RETURNED), office.supervisor)


def test_ns06_a_returned_check_is_charged_to_the_bank_that_is_named(office: Office) -> None:
    office.bank_account("RETURNS", "1030-CARDS")
    payor = owing(office)
    event = add(office, payor, [("CHEC", 5000)], [(payor, 5000)])
    correct(office, order(event, Fault.RETURNED, bank_account="RETURNS"))
    assert (ledger(office, "1010-CASH"), ledger(office, "1030-CARDS")) == (5000, -5000)


# --- wrong date --------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_pe3_a_posted_date_is_put_right_by_taking_the_event_again(
    office: Office, state: str
) -> None:
    payor = owing(office)
    event = add(office, payor, [("CASH", 6000)], [(payor, 5000)])
    bring(office, state)
    held = drawer(office, "CASH")
    wanted, request = order(event, Fault.DATE, day=YESTERDAY), new_request_id()
    corrections = office.services.corrections
    outlook = corrections.preview(wanted, office.supervisor)
    saved = corrections.correct(wanted, request, office.supervisor)
    again = saved.value.taken_again
    assert again is not None
    assert outlook.taken_again is not None
    new = show(office, again)
    assert new.payment_date == YESTERDAY
    assert statuses(new) == statuses(outlook.taken_again)
    assert (new.totals.cash_back, new.totals.is_balanced) == (Money(1000), True)
    assert {t.status for t in show(office, event.id).tenders} == {TenderStatus.CANCELED}
    assert (balance(office, payor), ledger(office, "1010-CASH")) == (0, 5000)
    if state == "open":
        assert drawer(office, "CASH") == held
    elif state != "balancing":
        assert (drawer(office, "CASH"), second(office, "CASH")) == (held, 15000)
    replay = corrections.correct(wanted, request, office.supervisor)
    assert (replay.replayed, replay.value.taken_again) == (True, again)
    assert is_clean(office)


def test_pe3_an_unposted_date_is_changed(office: Office) -> None:
    payor = owing(office)
    event = add(
        office, payor, [("CASH", 5000)], [(payor, 5000)], action=DistributeAction.DISTRIBUTE
    )
    after = correct(office, order(event, Fault.DATE, day=YESTERDAY))
    assert after.payment_date == YESTERDAY


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({}, "M-132"),
        ({"day": DAY}, "M-131"),
        ({"day": date(2026, 11, 27)}, "M-59"),
        ({"day": date(2020, 1, 1)}, "M-03"),
    ],
)
def test_pe3_dates_that_cannot_be(office: Office, options: Any, code: str) -> None:
    payor = owing(office)
    event = add(office, payor, [("CASH", 5000)], [(payor, 5000)])
    with pytest.raises(Refused) as refused:
        office.services.corrections.preview(order(event, Fault.DATE, **options), office.supervisor)
    assert refused.value.code == code


def test_dr1_details_come_along_when_an_event_is_taken_again(office: Office) -> None:
    payor = owing(office)
    event = add_by_rules(office, payor, [draft("ACCT", payor, 3000), draft("MEMO", "x", 0)])
    saved = office.services.corrections.correct(
        order(event, Fault.DATE, day=YESTERDAY), new_request_id(), office.supervisor
    )
    assert saved.value.taken_again is not None
    assert show(office, saved.value.taken_again).details == event.details
    assert is_clean(office)


# --- preview -----------------------------------------------------------------------------------


def seen(office: Office) -> tuple[Outlook, EventView]:
    payor = owing(office, 9000)
    event = add(office, payor, [("CASH", 5200)], [(payor, 5200)])
    wanted = order(event, Fault.AMOUNT, amount=Money(2500))
    return office.services.corrections.preview(wanted, office.supervisor), event


def test_a_preview_shows_postings_drawers_and_papers(office: Office) -> None:
    outlook, event = seen(office)
    assert outlook.before == event
    assert [(one.ft_type.value, one.current_amount.minor) for one in outlook.posted] == [
        ("PS", -5200)
    ]  # fmt: skip
    assert [(one.ft_type.value, one.current_amount.minor) for one in outlook.new] == [
        ("PX", 5200), ("PS", -2500),
    ]  # fmt: skip
    assert {code: amount.minor for code, (_, amount) in ledger_sums(outlook.new).items()} == {
        "1010-CASH": -2700, "1200-AR-WATER": 2700,
    }  # fmt: skip
    assert [(one.tender_type, one.amount.minor) for one in outlook.drawers] == [("CASH", -2700)]
    (paper,) = outlook.papers
    assert (paper.number, paper.before, paper.after) == (
        event.receipt_number, PaperState.GOOD, PaperState.CHANGED,
    )  # fmt: skip


def test_a_preview_leaves_nothing_behind(office: Office) -> None:
    _, event = seen(office)
    assert show(office, event.id) == event
    with office.db.read() as s:
        kinds = s.exec_driver_sql("SELECT count(*) FROM request WHERE kind = 'event.correct'")
        assert kinds.scalar() == 0
    assert is_clean(office)


def test_py6_what_changed_since_it_was_seen_is_refused(office: Office) -> None:
    outlook, event = seen(office)
    corrections = office.services.corrections
    first = order(event, Fault.ACCOUNT, account_id=owing(office))
    corrections.correct(first, new_request_id(), office.supervisor, seen=outlook.before.version)
    with pytest.raises(Conflict):
        corrections.correct(
            order(event, Fault.TWICE), new_request_id(), office.supervisor,
            seen=outlook.before.version,
        )  # fmt: skip


def test_d21_the_same_correction_twice_is_done_once(office: Office) -> None:
    _, event = seen(office)
    wanted, request = order(event, Fault.AMOUNT, amount=Money(2500)), new_request_id()
    corrections = office.services.corrections
    assert not corrections.correct(wanted, request, office.supervisor).replayed
    assert corrections.correct(wanted, request, office.supervisor).replayed
    assert len(show(office, event.id).tenders) == 2
    with pytest.raises(Refused, match="M-54"):
        corrections.correct(replace(wanted, amount=Money(1)), request, office.supervisor)


def test_m05n_without_an_open_drawer_nothing_can_be_replaced(office: Office) -> None:
    _, event = seen(office)
    balance_drawer(office, office.control)
    with pytest.raises(Refused) as refused:
        office.services.corrections.preview(
            order(event, Fault.AMOUNT, amount=Money(2500)), office.supervisor
        )
    assert refused.value.code in {"M-05N", "M-87"}


# --- approval ----------------------------------------------------------------------------------


def approvals(office: Office) -> list[Any]:
    with office.db.read() as s:
        return list(
            s.exec_driver_sql(
                "SELECT request_id, action, rights, requested_by, approved_by, fingerprint"
                " FROM approval"
            )
        )


@pytest.mark.parametrize(
    ("fault", "state", "needs"),
    [
        (Fault.AMOUNT, "open", set()),
        (Fault.TENDER_TYPE, "open", set()),
        (Fault.TWICE, "open", set()),
        (Fault.RETURNED, "open", set()),
        (Fault.ACCOUNT, "open", {Right.EVENT_TRANSFER}),
        (Fault.DATE, "open", {Right.BACK_DATE}),
        (Fault.AMOUNT, "balanced", {Right.CANCEL_ANY, Right.REFUND}),
        (Fault.TWICE, "deposited", {Right.CANCEL_ANY, Right.REFUND}),
        (Fault.RETURNED, "balanced", {Right.CANCEL_ANY}),
    ],
)
def test_d44_a_cashier_is_told_what_needs_somebody_else(
    office: Office, fault: Fault, state: str, needs: set[Right]
) -> None:
    payor, right = owing(office), owing(office)
    # Checks of a closed day lie in no open drawer, so they cannot go back out of one.
    kind = "CASH" if fault is Fault.TWICE else "CHEC"
    event = add(office, payor, [(kind, 5000)], [(payor, 5000)])
    bring(office, state, "cashier")
    event = show(office, event.id)
    wanted = order(
        event, fault, account_id=right, amount=Money(4000), tender_type="CARD", day=YESTERDAY
    )
    corrections = office.services.corrections
    assert corrections.preview(wanted, office.cashier).needs == needs
    if not needs:
        corrections.correct(wanted, new_request_id(), office.cashier)
        assert approvals(office) == []
        return
    with pytest.raises(Refused) as refused:
        corrections.correct(wanted, new_request_id(), office.cashier)
    assert refused.value.code in {"M-51", "M-60"}
    assert show(office, event.id) == event


def test_py5_above_the_limit_somebody_else_cancels(office: Office) -> None:
    payor = owing(office)
    event = add(office, payor, [("CASH", 5000)], [(payor, 5000)])
    with office.db.begin() as s:
        s.exec_driver_sql("UPDATE installation SET cancel_limit = 4999, setup_version = 99")
    needs = office.services.corrections.preview(order(event, Fault.TWICE), office.cashier).needs
    assert needs == {Right.CANCEL_ANY}


@pytest.mark.usefixtures("quick_hashes")
def test_d24_another_user_with_the_right_approves_this_one_transaction(office: Office) -> None:
    boss(office)
    payor, right = owing(office), owing(office)
    event = add(office, payor, [("CHEC", 5000)], [(payor, 5000)])
    wanted, request = order(event, Fault.ACCOUNT, account_id=right), new_request_id()
    corrections = office.services.corrections
    corrections.correct(wanted, request, office.cashier, secret=BOSS)
    assert balance(office, right) == 0
    (approval,) = approvals(office)
    assert (approval.request_id, approval.action) == (request, "event.correct")
    assert approval.rights == "event_transfer"
    assert approval.requested_by == office.cashier.user_id
    assert approval.approved_by != office.cashier.user_id
    assert f"{event.id} version {event.version}" in approval.fingerprint
    # Once: asked again it is the first result, and no second approval.
    assert corrections.correct(wanted, request, office.cashier, secret=BOSS).replayed
    assert len(approvals(office)) == 1
    back = order(show(office, event.id), Fault.ACCOUNT, account_id=payor)
    with pytest.raises(Refused, match="M-51"):
        corrections.correct(back, new_request_id(), office.cashier)
    assert is_clean(office)


@pytest.mark.usefixtures("quick_hashes")
@pytest.mark.parametrize(
    ("login", "password", "code"),
    [
        ("boss", "wrong secret", "M-52"),
        ("nobody", SECRET, "M-52"),
        ("clerk", SECRET, "M-135"),
        ("self", SECRET, "M-133"),
    ],
)
def test_d24_who_may_not_approve(office: Office, login: str, password: str, code: str) -> None:
    boss(office)
    users, admin = office.services.users, office.actors["setup"]
    users.add("clerk", "Clerk", SECRET, office.cashier.roles, admin)
    mine = users.add("self", "Myself", SECRET, office.supervisor.roles, admin).value
    actor = replace(office.cashier, user_id=mine, login="self") if login == "self" else (
        office.cashier
    )  # fmt: skip
    payor, right = owing(office), owing(office)
    event = add(office, payor, [("CHEC", 5000)], [(payor, 5000)])
    with pytest.raises(Refused) as refused:
        office.services.corrections.correct(
            order(event, Fault.ACCOUNT, account_id=right), new_request_id(), actor,
            secret=Secret(login, password),
        )  # fmt: skip
    assert refused.value.code == code
    assert approvals(office) == []
    assert show(office, event.id) == event


def test_d24_the_schema_refuses_an_approval_of_ones_own(office: Office) -> None:
    who = office.cashier.user_id
    own = Approval(office.cashier, frozenset(), office.clock())
    with pytest.raises(IntegrityError, match="two_people"), office.db.begin() as s:
        record_approval(s, own, new_request_id(), "event.correct", "", who)


def test_d44_who_takes_no_money_corrects_nothing(office: Office) -> None:
    _, event = seen(office)
    for name in ("setup", "auditor", "admin"):
        for act in (
            lambda who: office.services.corrections.preview(order(event, Fault.TWICE), who),
            lambda who: office.services.corrections.correct(
                order(event, Fault.TWICE), new_request_id(), who
            ),
        ):
            with pytest.raises(Refused, match="M-51"):
                act(office.actors[name])


def test_drawer_of_a_colleague_needs_somebody_who_may_help(office: Office) -> None:
    _, event = seen(office)
    other = office.colleague()
    needs = office.services.corrections.preview(
        order(event, Fault.AMOUNT, amount=Money(2500)), other
    ).needs
    assert {Right.CANCEL_ANY, Right.OPEN_CONTROL_FOR_OTHERS} == needs


def test_an_open_drawer_may_be_named(office: Office) -> None:
    _, event = seen(office)
    balance_drawer(office, office.control)
    named: ControlId = office.second_drawer()
    after = correct(office, order(event, Fault.AMOUNT, amount=Money(2500), drawer=named))
    assert after.tenders[-1].tender_control_id == named
