"""Adding a payment event through the service, on both engines."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text, update

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.setup_options import Denomination
from posapp.domain.tender_controls import OpenControl
from posapp.domain.tender_edits import TenderChange
from posapp.errors import NeedsConfirmation, Refused
from posapp.storage.tables.setup import CustomerClassRow, InstallationRow
from tests.helpers.events import add, balance, is_clean, show
from tests.helpers.office import DAY, Office
from tests.helpers.rows import put


def test_d01_change_is_a_second_flagged_tender(office: Office) -> None:
    """CHG-04: of the type of starting balances; CHG-07: what was tendered and what came back."""
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("TRAV", Money(10000)),),
        (PaymentDraft(account, Money(2500)),),
    )
    saved = office.services.payment_events.add(command, office.cashier)
    event = office.services.payment_events.show(saved.value.event_id, office.cashier)
    assert [(t.tender_type, t.amount, t.cash_back) for t in event.tenders] == [
        ("TRAV", Money(10000), False),
        ("CASH", Money(-7500), True),
    ]
    assert event.payments[0].status is PaymentStatus.FROZEN
    assert event.totals.amount_tendered == Money(10000)
    assert event.totals.cash_back == Money(7500)
    assert event.totals.is_balanced
    card = office.services.accounts.card(account, office.cashier)
    assert card.current_balance == Money(0)
    again = office.services.payment_events.add(command, office.cashier)
    assert again.replayed
    assert again.value.event_id == saved.value.event_id
    other = replace(command, request_id=new_request_id(), confirmed=frozenset({"M-39", "M-40"}))
    third = office.services.payment_events.add(other, office.cashier)
    assert third.value.event_id != saved.value.event_id
    assert third.value.receipt_number == f"{office.control}-2"


def test_d20_cash_rounding_is_no_money_of_the_drawer_or_its_deposit(office: Office) -> None:
    account = office.account()
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(2502)),),
        (PaymentDraft(account, Money(2502)),),
        action=DistributeAction.NONE,
    )
    event_id = office.services.payment_events.add(command, office.cashier).value.event_id
    with office.db.begin() as s:
        put(
            s,
            "tender",
            event_id=event_id,
            payor_account_id=account,
            tender_type="ROND",
            amount=Money(-2),
            control_amount=Money(-2),
            tender_control_id=office.control,
            status="VALID",
            rounding=True,
            created_by=office.cashier.user_id,
        )
    drawer = office.services.tender_controls.show(office.control, office.supervisor)
    deposit = office.services.deposit_controls.show(office.deposit, office.supervisor)
    assert [line.received for line in drawer.lines] == [Money(2502)]
    assert deposit.figures is not None
    assert deposit.figures.tenders == Money(2502)


def command_of(
    payor: AccountId, tender: TenderDraft, cents: int | None = None, **more: Any
) -> AddEvent:
    """One tender and one payment of the payor, nothing confirmed."""
    amount = tender.amount if cents is None else Money(cents)
    payments = (PaymentDraft(payor, amount),)
    return AddEvent(new_request_id(), payor, (tender,), payments, **more)


def asked(office: Office, command: AddEvent) -> list[str]:
    """Codes that adding asks about; nothing is written then."""
    with pytest.raises(NeedsConfirmation) as question:
        office.services.payment_events.add(command, office.cashier)
    return [concern.code for concern in question.value.concerns]


def segments(event: EventView) -> list[tuple[int, int]]:
    return sorted((s.agreement_id, s.amount.minor) for s in event.payments[0].segments)


JAN, FEB, DEC = date(2026, 1, 10), date(2026, 2, 10), date(2025, 12, 10)
# Payment, then water, electricity, garbage and the excess (payments 14.3), in cents.
FIGURES: dict[str, tuple[tuple[int, int, int, int, int], ...]] = {
    "PRIORITY_THEN_AGE": (
        (5000, 1667, 3333, 0, 0),
        (10000, 3333, 6667, 0, 0),
        (20000, 6667, 13333, 0, 0),
        (24000, 7000, 14000, 3000, 0),
        (30000, 7000, 14000, 4500, 4500),
    ),
    "AGE_THEN_PRIORITY": (
        (5000, 833, 1667, 2500, 0),
        (10000, 2500, 5000, 2500, 0),
        (20000, 5833, 11667, 2500, 0),
        (24000, 7000, 14000, 3000, 0),
        (30000, 7000, 14000, 4500, 4500),
    ),
}


@pytest.mark.parametrize("order", FIGURES)
def test_14_3_both_tables(office: Office, order: str) -> None:
    with office.db.begin() as s:
        s.execute(update(CustomerClassRow).values(distribution=order))
        s.execute(update(InstallationRow).values(setup_version=InstallationRow.setup_version + 1))
    for cents, water, electric, garbage, over in FIGURES[order]:
        account = office.account()
        agreements = (
            office.agreement(account, "WATER", (JAN, 3000), (FEB, 4000)),
            office.agreement(account, "ELECTRIC", (JAN, 6000), (FEB, 8000)),
            office.agreement(account, "GARBAGE", (DEC, 2500), (FEB, 2000)),
        )
        event = add(office, account, [("CHEC", cents)], [(account, cents)])
        found = dict(segments(event))
        assert [found.pop(agreement, 0) for agreement in agreements] == [water, electric, garbage]
        assert sum(found.values()) == over
        assert balance(office, account) == 25_500 - cents
    assert is_clean(office)


def test_pe11_two_payees_each_get_their_part(office: Office) -> None:
    first, second = office.account(), office.account("Lindqvist, Maja")
    office.agreement(first, "WATER", (DAY, 3000))
    office.agreement(second, "GAS", (DAY, 4500))
    event = add(office, first, [("CASH", 5000), ("CHEC", 2500)], [(first, 3000), (second, 4500)])
    assert [(p.account_id, p.amount.minor, p.status) for p in event.payments] == [
        (first, 3000, PaymentStatus.FROZEN),
        (second, 4500, PaymentStatus.FROZEN),
    ]
    assert (balance(office, first), balance(office, second)) == (0, 0)
    assert event.totals.is_balanced
    assert is_clean(office)


def test_d26_an_open_item_payment_without_its_bill_is_kept_in_error(office: Office) -> None:
    account = office.account(customer_class="OPEN")
    office.agreement(account, "WATER", (DAY, 3000))
    event = add(office, account, [("CASH", 3000)], [(account, 3000)])
    (payment,) = event.payments
    assert (payment.status, payment.error_code) == (PaymentStatus.ERROR, "M-21")
    assert event.receipt_number is None
    assert balance(office, account) == 3000
    assert is_clean(office)


def audited(office: Office, event_id: int) -> dict[str, Any]:
    with office.db.read() as s:
        query = text("SELECT body FROM audit WHERE action = 'event' AND object_id = :e")
        body: dict[str, Any] = json.loads(s.execute(query, {"e": event_id}).scalar_one())
        return body


def test_ad2_d03_a_confirmed_cash_only_warning_is_logged(office: Office) -> None:
    account = office.account(points=100)
    office.agreement(account, "WATER", (DAY, 5000))
    command = command_of(account, TenderDraft("CHEC", Money(2500), "17"))
    assert asked(office, command) == ["M-06W"]
    confirmed = replace(command, confirmed=frozenset({"M-06W"}))
    saved = office.services.payment_events.add(confirmed, office.cashier)
    assert audited(office, saved.value.event_id)["confirmed"] == ["M-06W"]
    cash = command_of(account, TenderDraft("CASH", Money(2500)))
    saved = office.services.payment_events.add(cash, office.cashier)
    assert audited(office, saved.value.event_id)["confirmed"] == []


def test_cr09_where_it_is_refused_only_a_supervisor_is_asked(office: Office) -> None:
    with office.db.begin() as s:
        true = "(1 = 1)" if s.dialect.name == "postgresql" else "1"
        s.exec_driver_sql(f"UPDATE installation SET cash_only_refuse = {true}, setup_version = 99")
    account, other = office.account(points=100), office.account("Other")
    office.agreement(account, "WATER", (DAY, 5000))
    office.agreement(other, "WATER", (DAY, 5000))
    command = command_of(account, TenderDraft("CHEC", Money(2500), "17"))
    confirmed = replace(command, confirmed=frozenset({"M-06W"}))
    for given in (command, confirmed):
        with pytest.raises(Refused) as refused:
            office.services.payment_events.add(given, office.cashier)
        assert (refused.value.code, refused.value.fields["field"]) == ("M-152", "payor")
    office.second_drawer()
    with pytest.raises(NeedsConfirmation):
        office.services.payment_events.add(command, office.supervisor)
    cash = command_of(account, TenderDraft("CASH", Money(2500)))
    assert not office.services.payment_events.add(cash, office.cashier).replayed
    check = command_of(
        other, TenderDraft("CHEC", Money(2500), "18"), action=DistributeAction.DISTRIBUTE
    )
    event = office.services.payment_events.add(check, office.cashier).value
    tender = show(office, event.event_id).tenders[0]
    change = TenderChange(payor=account)
    yes = frozenset({"M-06W"})
    adjust = office.services.tender_edits.adjust
    with pytest.raises(Refused, match="M-152"):
        adjust(tender.id, change, new_request_id(), office.cashier, confirmed=yes)
    adjust(tender.id, change, new_request_id(), office.supervisor, confirmed=yes)
    assert show(office, event.event_id).tenders[0].payor_account_id == account
    assert is_clean(office)


def test_d03_the_threshold_itself_is_no_cash_only_account(office: Office) -> None:
    account = office.account(points=99)
    office.agreement(account, "WATER", (DAY, 5000))
    command = command_of(account, TenderDraft("CHEC", Money(2500), "17"))
    assert not office.services.payment_events.add(command, office.cashier).replayed


def test_d22_asks_for_ten_minutes_whoever_takes_it(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 50_000))
    tender = TenderDraft("CHEC", Money(2500), "17")
    office.services.payment_events.add(command_of(account, tender), office.cashier)
    office.clock.advance(minutes=9, seconds=59)
    assert asked(office, command_of(account, tender)) == ["M-40"]
    colleague = office.colleague()
    drawer = OpenControl(new_request_id(), "CASH-A02", None, None)
    office.services.tender_controls.open(drawer, colleague)
    with pytest.raises(NeedsConfirmation) as question:
        office.services.payment_events.add(command_of(account, tender), colleague)
    (concern,) = question.value.concerns
    assert (concern.code, concern.fields["user"], concern.fields["source"]) == (
        "M-40",
        "Cashier",
        "CASH-A01",
    )
    for other in (replace(tender, check_number="18"), replace(tender, amount=Money(2501))):
        office.services.payment_events.add(command_of(account, other), colleague)
    office.clock.advance(seconds=2)
    office.services.payment_events.add(command_of(account, tender), office.cashier)


def test_tn7_the_same_check_again_is_asked_about_for_half_a_year(office: Office) -> None:
    payor, other = office.account(), office.account("Lindqvist, Maja")
    for account in (payor, other):
        office.agreement(account, "WATER", (DAY, 50_000))
    check = TenderDraft("CHEC", Money(2500), "17", micr="021000021 123456789")
    saved = office.services.payment_events.add(command_of(payor, check), office.cashier)
    later = replace(check, amount=Money(700))
    office.clock.advance(days=180)
    control = OpenControl(new_request_id(), "CASH-A02", None, None)
    drawer = office.services.tender_controls.open(control, office.cashier).value
    command = command_of(other, later, control_id=drawer)
    assert asked(office, command) == ["M-31"]
    for free in (
        replace(later, check_number="18"),
        replace(later, micr="9999"),
        replace(later, micr=""),
    ):
        office.services.payment_events.add(
            command_of(other, free, control_id=drawer, confirmed=frozenset({"M-40"})),
            office.cashier,
        )
    office.clock.advance(seconds=1)
    office.services.payment_events.add(
        replace(command, confirmed=frozenset({"M-40"})), office.cashier
    )
    assert show(office, saved.value.event_id).tenders[0].check_number == "17"


def test_tn7_two_equal_checks_of_one_payment_are_asked_about(office: Office) -> None:
    payor = office.account()
    office.agreement(payor, "WATER", (DAY, 50_000))
    check = TenderDraft("CHEC", Money(1500), "17", micr="021000021 123456789")
    command = command_of(payor, replace(check, amount=Money(2500)))
    twice = replace(command, tenders=(check, replace(check, amount=Money(1000))))
    assert asked(office, twice) == ["M-31"]
    other = replace(check, amount=Money(1000), check_number="18")
    office.services.payment_events.add(replace(command, tenders=(check, other)), office.cashier)


def test_ds9_op6_more_than_the_named_agreement_owes_is_asked_about(office: Office) -> None:
    account = office.account()
    water = office.agreement(account, "WATER", (DAY, 3000))
    draft = PaymentDraft(account, Money(5000), "SA-ID", short_id(water))
    command = AddEvent(
        new_request_id(), account, (TenderDraft("CHEC", Money(5000), "1"),), (draft,)
    )
    assert asked(office, command) == ["M-39"]
    confirmed = replace(command, confirmed=frozenset({"M-39"}))
    saved = office.services.payment_events.add(confirmed, office.cashier)
    assert segments(show(office, saved.value.event_id)) == [(water, 5000)]


def test_cn02_a_float_of_unknown_pieces_is_refused(office: Office) -> None:
    pieces: Sequence[Denomination] = (
        Denomination("USD", Money(300), coin=False),
        Denomination("EUR", Money(2000), coin=False),
    )
    for piece in pieces:
        command = OpenControl(new_request_id(), "CASH-A02", None, None, ((piece, 1),))
        with pytest.raises(Refused) as refused:
            office.services.tender_controls.open(command, office.supervisor)
        assert (refused.value.code, refused.value.fields["field"]) == ("M-50", "float_count")
    twenty = Denomination("USD", Money(2000), coin=False)
    command = OpenControl(new_request_id(), "CASH-A02", None, None, ((twenty, 3),))
    drawer = office.services.tender_controls.open(command, office.supervisor).value
    view = office.services.tender_controls.show(drawer, office.supervisor)
    assert view.float_count == ((twenty, 3),)
