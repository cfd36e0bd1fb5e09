"""What a correction must never do to money: charge twice, forget a debt, or go unasked."""

from datetime import date
from typing import Any

import pytest

from posapp.domain.approvals import Secret
from posapp.domain.characteristics import Bearer, CharacteristicDraft
from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.corrections import CorrectionOrder, Fault
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.transfers import TransferByRules
from posapp.errors import Conflict, NeedsConfirmation, Refused
from tests.helpers.autopay import add_bank, add_mandate, debit, requests, send
from tests.helpers.drawer_day import balance_drawer
from tests.helpers.euros import allow_euros, open_euro_drawer, quote_euro
from tests.helpers.events import add, balance, drawer, is_clean, ledger, show
from tests.helpers.office import DAY, Office
from tests.helpers.rules import add_by_rules, draft

NONE, CANCELED = DistributeAction.NONE, PaymentStatus.CANCELED
SECRET = "a long enough secret"


def owing(office: Office, cents: int = 5000, **options: Any) -> AccountId:
    account = office.account(**options)
    office.agreement(account, "WATER", (DAY, cents))
    return account


def correct(
    office: Office,
    event: EventView,
    fault: Fault,
    *codes: str,
    who: Actor | None = None,
    **what: Any,
) -> EventView:
    order = CorrectionOrder(event.id, fault, **what, confirmed=frozenset(codes))
    done = office.services.corrections.correct(order, new_request_id(), who or office.supervisor)
    return show(office, done.value.taken_again or done.value.event_id)


def live(event: EventView) -> list[int]:
    return [p.amount.minor for p in event.payments if p.status is not CANCELED]


def sent(office: Office) -> EventView:
    """A direct debit that was frozen and is with the bank."""
    account = owing(office)
    add_bank(office)
    add_mandate(office, account)
    event = debit(office, account, 5000)
    office.services.bill_debits.run(office.supervisor)
    send(office, event.id)
    return show(office, event.id)


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        (Fault.AMOUNT, {"amount": Money(3000)}),
        (Fault.TENDER_TYPE, {"tender_type": "CHEC", "check_number": "7"}),
        (Fault.DATE, {"day": date(2026, 11, 19)}),
    ],
)
def test_ap16_what_was_sent_is_not_taken_again(office: Office, fault: Fault, what: Any) -> None:
    event = sent(office)
    with pytest.raises(Refused, match="M-131"):
        correct(office, event, fault, **what)
    assert show(office, event.id) == event


def test_ap16_what_was_sent_twice_is_taken_back_in_the_books_only(office: Office) -> None:
    event = sent(office)
    control = event.tenders[0].tender_control_id
    assert control is not None
    before = office.services.tender_controls.show(control, office.supervisor).lines
    correct(office, event, Fault.TWICE)
    assert office.services.tender_controls.show(control, office.supervisor).lines == before
    assert [one.status.was_sent for one in requests(office, event.id)] == [True]
    assert is_clean(office)


def test_d06_cash_does_not_become_a_debit(office: Office) -> None:
    account = owing(office)
    event = add(office, account, [("CASH", 5000)], [(account, 5000)])
    with pytest.raises(Refused, match="M-131"):
        correct(office, event, Fault.TENDER_TYPE, tender_type="DDCH")


def test_ap12_another_payor_gets_a_request_of_the_own(office: Office) -> None:
    wrong, right = owing(office), owing(office)
    add_bank(office)
    add_mandate(office, wrong)
    event = debit(office, wrong, 3000)
    with pytest.raises(NeedsConfirmation, match="M-109"):
        correct(office, event, Fault.ACCOUNT, account_id=right)
    with pytest.raises(Refused, match="M-101"):
        correct(office, event, Fault.ACCOUNT, "M-109", account_id=right)
    own = add_mandate(office, right, number="1122334455")
    after = correct(office, event, Fault.ACCOUNT, "M-109", account_id=right)
    assert {one.payor_account_id for one in after.tenders} == {right}
    assert [one.mandate_id for one in requests(office, event.id)] == [own]
    assert is_clean(office)


def test_d03_another_payor_is_asked_for_where_it_pays_cash_only(office: Office) -> None:
    wrong, right = owing(office), owing(office, points=500)
    event = add(office, wrong, [("CHEC", 3000)], [(wrong, 3000)], action=NONE)
    with pytest.raises(NeedsConfirmation, match="M-06W"):
        correct(office, event, Fault.ACCOUNT, account_id=right)
    correct(office, event, Fault.ACCOUNT, "M-06W", account_id=right)


def kept(office: Office) -> tuple[EventView, AccountId, AccountId]:
    """A check came back and its change of 30.00 did not; cash of 50.00 is left."""
    payor, payee = owing(office, 100000), owing(office, 100000)
    event = add(office, payor, [("CHEC", 10000), ("CASH", 5000)], [(payee, 12000)])
    returned = event.tenders[0].id
    after = correct(office, event, Fault.RETURNED, tender_id=returned, change_returned=False)
    return after, payor, payee


def test_d11_change_that_is_owed_stays_owed_when_another_tender_is_replaced(office: Office) -> None:
    event, payor, payee = kept(office)
    owed = balance(office, payor)
    cash = next(one for one in event.tenders if one.amount == Money(5000))
    after = correct(office, event, Fault.AMOUNT, tender_id=cash.id, amount=Money(6000))
    assert balance(office, payor) == owed
    assert balance(office, payee) == 100000 - 6000
    assert (live(after), after.totals.is_balanced) == ([-3000, 6000], True)
    assert is_clean(office)


def test_d11_change_that_is_owed_forbids_another_date(office: Office) -> None:
    event, _, _ = kept(office)
    with pytest.raises(Refused, match="M-131"):
        correct(office, event, Fault.DATE, day=date(2026, 11, 19))


def test_op6_a_larger_payment_asks_about_its_credit(office: Office) -> None:
    account = owing(office)
    event = add(office, account, [("CASH", 5000)], [(account, 5000)])
    with pytest.raises(NeedsConfirmation, match="M-39"):
        correct(office, event, Fault.AMOUNT, amount=Money(50000))
    correct(office, event, Fault.AMOUNT, "M-39", amount=Money(50000))
    assert balance(office, account) == -45000


@pytest.mark.parametrize("balanced", [False, True])
def test_d03_another_type_is_asked_for_once(office: Office, balanced: bool) -> None:
    account = owing(office, points=500)
    event = add(office, account, [("CASH", 5000)], [(account, 5000)])
    if balanced:
        office.second_drawer()
        balance_drawer(office, office.control)
    what = {"tender_type": "CHEC", "check_number": "7"}
    with pytest.raises(NeedsConfirmation, match="M-06W"):
        correct(office, event, Fault.TENDER_TYPE, **what)
    after = correct(office, event, Fault.TENDER_TYPE, "M-06W", **what)
    assert after.tenders[-1].tender_type == "CHEC"


def test_cx1_a_bank_account_is_charged_for_no_drawer(office: Office) -> None:
    office.bank_account("2", "1030-CARDS")
    account = owing(office, 10000)
    event = add(office, account, [("CASH", 10000)], [(account, 10000)])
    with pytest.raises(Refused, match="M-131"):
        correct(office, event, Fault.AMOUNT, amount=Money(9000), bank_account="2")
    order = CancelTender(event.tenders[0].id, "DATA", bank_account="2", drawer=office.control)
    with pytest.raises(Refused, match="M-136"):
        office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    assert (ledger(office, "1010-CASH"), drawer(office, "CASH")) == (10000, 25000)


def test_py5_the_limit_holds_for_all_that_falls(office: Office) -> None:
    account = owing(office, 200000)
    event = add(office, account, [("CASH", 1000), ("CHEC", 100000)], [(account, 101000)])
    with office.db.begin() as s:
        s.exec_driver_sql("UPDATE installation SET cancel_limit = 5000, setup_version = 99")
    order = CancelTender(event.tenders[0].id, "DATA", drawer=office.control)
    with pytest.raises(Refused, match="M-43"):
        office.services.canceling.cancel_tender(order, new_request_id(), office.cashier)
    assert show(office, event.id) == event


@pytest.mark.usefixtures("quick_hashes")
def test_d24_an_approval_holds_for_what_was_seen(office: Office) -> None:
    roles = office.supervisor.roles
    office.services.users.add("boss", "Boss", SECRET, roles, office.actors["setup"])
    account, right = owing(office, 200000), owing(office)
    event = add(office, account, [("CASH", 1000)], [(account, 1000)])
    correct(office, event, Fault.AMOUNT, amount=Money(99900))
    order = CorrectionOrder(event.id, Fault.ACCOUNT, account_id=right)
    corrections, secret = office.services.corrections, Secret("boss", SECRET)
    with pytest.raises(Conflict):
        corrections.correct(
            order, new_request_id(), office.cashier, seen=event.version, secret=secret
        )
    corrections.correct(order, new_request_id(), office.cashier, secret=secret)
    with office.db.read() as s:
        (print_,) = s.exec_driver_sql("SELECT fingerprint FROM approval").scalars()
    assert f"{event.id} version {event.version + 1} Move " in print_


def by_hand(office: Office) -> tuple[EventView, int]:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    other = office.agreement(account, "WATER", (DAY, 5000))
    event = add(office, account, [("CASH", 4000)], [(account, 4000)], action=NONE)
    office.services.payment_edits.split(
        event.payments[0].id, [(other, None, Money(4000))], new_request_id(), office.cashier
    )
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    return show(office, event.id), other


def test_py11_a_split_by_hand_is_thrown_away_only_when_asked(office: Office) -> None:
    event, _ = by_hand(office)
    with pytest.raises(NeedsConfirmation, match="M-35"):
        correct(office, event, Fault.AMOUNT, amount=Money(4100))
    correct(office, event, Fault.AMOUNT, "M-35", amount=Money(4100))


def test_py11_a_split_by_hand_stays_with_its_amount(office: Office) -> None:
    event, other = by_hand(office)
    after = correct(office, event, Fault.TENDER_TYPE, tender_type="CARD")
    parts = [(part.agreement_id, part.amount.minor) for part in after.payments[-1].segments]
    assert (parts, after.payments[-1].manual) == ([(other, 4000)], True)
    assert after.payments[-1].status is PaymentStatus.FROZEN


def put(office: Office, event: EventView, value: str, bearer: Bearer) -> None:
    given = CharacteristicDraft("REMARK", value)
    office.services.characteristics.add(event.id, bearer, given, new_request_id(), office.cashier)


def test_2_4_what_is_said_goes_to_what_takes_its_place(office: Office) -> None:
    account = owing(office)
    event = add(
        office, account, [("CASH", 4000)], [(account, 4000)], action=DistributeAction.DISTRIBUTE
    )
    put(office, event, "Event", Bearer())
    put(office, event, "Tender", Bearer(tender_id=event.tenders[0].id))
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    again = correct(office, event, Fault.DATE, day=date(2026, 11, 19))
    assert [one.value for one in again.characteristics] == ["Event", "Tender"]
    assert again.characteristics[1].tender_id == again.tenders[0].id
    assert is_clean(office)


def test_2_4_what_is_said_of_a_payment_goes_with_it(office: Office) -> None:
    account = owing(office)
    event = add(
        office, account, [("CASH", 4000)], [(account, 4000)], action=DistributeAction.DISTRIBUTE
    )
    put(office, event, "Half", Bearer(payment_id=event.payments[0].id))
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    with pytest.raises(Refused, match="M-131"):
        correct(office, event, Fault.DATE, day=date(2026, 11, 19))
    after = correct(office, event, Fault.AMOUNT, amount=Money(4100))
    assert [one.payment_id for one in after.characteristics] == [p.id for p in after.payments]
    assert is_clean(office)


def euros(office: Office, action: DistributeAction) -> EventView:
    allow_euros(office)
    quote_euro(office, "1.10")
    open_euro_drawer(office)
    account = owing(office, 20000)
    command = AddEvent(
        new_request_id(), account, (TenderDraft("CASH", Money(5000), currency="EUR"),),
        (PaymentDraft(account, Money(5500)),), action=action,
    )  # fmt: skip
    done = office.services.payment_events.add(command, office.cashier).value
    with office.db.begin() as s:
        s.exec_driver_sql("UPDATE exchange_rate SET rate = '1.50', day = '2026-11-01'")
    return show(office, done.event_id)


@pytest.mark.parametrize("action", [NONE, DistributeAction.FREEZE])
def test_ac05_a_foreign_amount_follows_at_the_rate_it_was_taken_at(
    office: Office, action: DistributeAction
) -> None:
    after = correct(office, euros(office, action), Fault.AMOUNT, amount=Money(6000),
                    who=office.cashier)  # fmt: skip
    assert (live(after), after.totals.is_balanced) == ([6600], True)


def test_ac05_a_foreign_event_gets_another_date_at_its_rate(office: Office) -> None:
    event = euros(office, DistributeAction.FREEZE)
    order = CorrectionOrder(event.id, Fault.DATE, day=date(2026, 11, 19),
                            drawer=event.tenders[0].tender_control_id)  # fmt: skip
    done = office.services.corrections.correct(order, new_request_id(), office.supervisor)
    assert done.value.taken_again is not None
    again = show(office, done.value.taken_again)
    assert ([one.amount.minor for one in again.tenders], live(again)) == ([5500], [5500])


def test_dr3_two_details_of_one_debt_pay_it_once(office: Office) -> None:
    edits, setup = office.services.setup_edits, office.actors["setup"]
    was = next(
        row for row in edits.rows("distribution_rule", setup).rows
        if row["value_type"] == "AGREEMENT"
    )  # fmt: skip
    edits.save("distribution_rule", {**was, "create_payment": "DUE ACCOUNT"}, new_request_id(),
               setup, was=was)  # fmt: skip
    account = office.account()
    first = office.agreement(account, "WATER", (DAY, 5000))
    office.agreement(account, "WATER", (DAY, 5000))
    event = add(office, account, [("CASH", 10000)], [(account, 10000)], action=NONE)
    office.services.payment_edits.delete(event.payments[0].id, new_request_id(), office.cashier)
    rows = [draft(was["code"], first, 5000), draft(was["code"], first, 5000)]
    office.services.distribution_rules.add(event.id, rows, new_request_id(), office.cashier)
    matched = [bool(one.match_value) for one in show(office, event.id).payments]
    assert matched == [True, False]


def test_tr4_what_is_due_is_read_without_the_payment_that_moves(office: Office) -> None:
    edits, setup = office.services.setup_edits, office.actors["setup"]
    rows = edits.rows("distribution_rule", setup).rows
    was = next(row for row in rows if row["value_type"] == "AGREEMENT")
    edits.save(
        "distribution_rule", {**was, "create_payment": "DUE"}, new_request_id(), setup, was=was
    )
    account = office.account()
    agreement = office.agreement(account, "WATER", (DAY, 5000))
    event = add_by_rules(office, account, [draft("ACCT", account, 5000)])
    moved = TransferByRules((draft(was["code"], agreement, 5000),), "WRAC")
    office.services.transfers.event_by_rules(event.id, moved, new_request_id(), office.supervisor)
    after = show(office, event.id).payments[-1]
    assert (after.status, after.amount) == (PaymentStatus.FROZEN, Money(5000))


@pytest.mark.parametrize("home", [0, 5000])
def test_ac06_c21_a_supervisor_gives_mixed_money_another_date_in_the_drawers_it_lies_in(
    sqlite_office: Office, home: int
) -> None:
    office = sqlite_office
    allow_euros(office)
    quote_euro(office, "1.10")
    euro_drawer = open_euro_drawer(office)
    account = owing(office, 8000)
    tenders = [TenderDraft("CASH", Money(5000), currency="EUR")]
    tenders += [TenderDraft("CASH", Money(home))] if home else []
    paid = home + 5500 if home else 4000
    command = AddEvent(
        new_request_id(), account, tuple(tenders), (PaymentDraft(account, Money(paid)),),
        action=DistributeAction.FREEZE, confirmed=frozenset({"M-39", "M-42"}),
    )  # fmt: skip
    done = office.services.payment_events.add(command, office.cashier).value
    before = show(office, done.event_id)
    after = correct(office, before, Fault.DATE, day=date(2026, 11, 19))
    places = {(t.control_currency, t.tender_control_id) for t in after.tenders}
    assert places == {("EUR", euro_drawer), ("USD", office.control)}
    assert after.payment_date == date(2026, 11, 19)
    assert live(after) == [paid]
    assert is_clean(office)
