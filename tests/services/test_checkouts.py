"""Worked cases of checkouts: submit, process, cancel, refund (items-and-credits 7)."""

from functools import partial

import pytest

from posapp.domain.checkout_orders import ItemChoice, RefundCheckout, Selection
from posapp.domain.codes import DistributeAction, PaymentStatus, TenderStatus
from posapp.domain.credit_codes import AdjustmentState, CheckoutState
from posapp.domain.credits import AddAdjustment
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payments_page import ParkCheckout
from posapp.errors import Refused
from tests.helpers.checkouts import (
    CONFIRMED,
    add_credit,
    cancel,
    clearing,
    count,
    issue,
    left,
    person,
    process,
    refund,
    refunder,
    state,
    submission,
    submit,
)
from tests.helpers.drawer_day import code_of
from tests.helpers.drawers import secret
from tests.helpers.events import add as pay
from tests.helpers.events import balance, drawer, is_clean, ledger, show
from tests.helpers.office import Office


def test_cases_1_to_4_of_credit_checkout_and_refund(office: Office) -> None:
    """AC2-2, AC2-3, AC2-5, CK-2, CK-3, CK-6, CK-10, IT-4: the worked cases 1 to 4 in a row."""
    services = office.services
    account = person(office)
    permit = issue(office, account, "P-1", 18000)

    credit = add_credit(office, account, permit, 4500)
    debit = services.adjustments.show(credit.linked_id, office.cashier)
    assert (debit.amount, debit.state) == (Money(4500), AdjustmentState.PROCESSED)
    assert (credit.amount, credit.state) == (Money(-4500), AdjustmentState.UNPROCESSED)
    paid = show(office, debit.event_id)
    assert [(t.tender_type, t.amount.minor) for t in paid.tenders] == [("PAYR", 4500)]
    assert [(p.status, p.amount.minor) for p in paid.payments] == [(PaymentStatus.FROZEN, 4500)]
    assert (balance(office, account), state(office, permit)) == (18000, ("PAYABLE", 18000))
    assert (clearing(office), ledger(office, "1040-PAYROLL")) == (4500, 4500)
    assert ledger(office, "1340-AR-ADJUST") == 0
    (foot,) = services.checkouts.page(account, office.cashier).credits
    assert (foot.id, foot.method, foot.left) == (credit.id, "PAYR", Money(4500))

    cash = drawer(office, "CASH")
    checkout_id = submit(office, account, permit, expected=Money(13500))
    checkout = services.checkouts.show(checkout_id, office.cashier)
    event = show(office, checkout.event_id)
    assert (checkout.state, checkout.to_pay) == (CheckoutState.SUBMITTED, Money(13500))
    assert [(p.status, p.amount.minor) for p in event.payments] == [
        (PaymentStatus.FREEZABLE, 13500)
    ]
    assert event.payments[0].match_value == "P-1"
    assert drawer(office, "CASH") - cash == 13500
    assert (state(office, permit)[0], left(office, credit.id)) == ("IN_CHECKOUT", 0)
    assert clearing(office) == 4500
    assert is_clean(office)

    done = process(office, checkout_id)
    assert (done.state, done.processed_by) == (CheckoutState.PROCESSED, "Supervisor")
    assert state(office, permit) == ("PAID", 0)
    assert (balance(office, account), clearing(office)) == (0, 0)
    used = services.adjustments.show(credit.id, office.cashier)
    assert (used.used, used.state) == (Money(4500), AdjustmentState.PROCESSED)
    assert show(office, checkout.event_id).receipt_number is not None
    assert is_clean(office)

    refunded = refund(office, checkout_id)
    assert refunded.state is CheckoutState.REFUNDED
    assert (state(office, permit), left(office, credit.id)) == (("PAYABLE", 18000), 4500)
    assert (drawer(office, "CASH"), clearing(office)) == (cash, 4500)
    event = show(office, checkout.event_id)
    assert {p.status for p in event.payments} == {PaymentStatus.CANCELED}
    assert {t.status for t in event.tenders} == {TenderStatus.CANCELED}
    with pytest.raises(Refused) as refused:
        refund(office, checkout_id)
    assert (refused.value.code, refused.value.fields["user"]) == ("M-337", "Refunder")
    assert is_clean(office)
    again = submit(office, account, permit)
    assert process(office, again).to_pay == Money(13500)
    assert is_clean(office)


def test_ck7_case_5_credits_that_cover_all_need_no_event(office: Office) -> None:
    account = person(office)
    card = issue(office, account, "A-1", 3000, "ACCESS-CARD")
    credit = add_credit(office, account, card, 4500, confirmed=CONFIRMED | {"M-326"})
    events = count(office, "payment_event")
    checkout_id = submit(office, account, card, method="")
    checkout = office.services.checkouts.show(checkout_id, office.cashier)
    assert (checkout.to_pay, checkout.event_id, checkout.method) == (Money(0), None, None)
    assert (left(office, credit.id), count(office, "payment_event")) == (1500, events)
    process(office, checkout_id)
    assert (state(office, card), clearing(office)) == (("PAID", 0), 1500)
    assert is_clean(office)
    refund(office, checkout_id)
    assert (state(office, card), left(office, credit.id)) == (("PAYABLE", 3000), 4500)
    assert is_clean(office)


def test_ck5_cancel_and_keep_gives_everything_back(office: Office) -> None:
    """CK-5, PE-13: the event is gone, the drawer falls, items and credits are free again."""
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    credit = add_credit(office, account, permit, 4500)
    cash = drawer(office, "CASH")
    checkout_id = submit(office, account, permit)
    event_id = office.services.checkouts.show(checkout_id, office.cashier).event_id
    with pytest.raises(Refused) as refused:
        office.services.event_actions.freeze(event_id, new_request_id(), office.supervisor)
    assert refused.value.code == "M-320"
    ended = cancel(office, checkout_id)
    assert (ended.state, ended.event_id, ended.released) == (CheckoutState.CANCELED, None, False)
    assert (state(office, permit), left(office, credit.id)) == (("PAYABLE", 18000), 4500)
    assert (drawer(office, "CASH"), count(office, "checkout_lock")) == (cash, 0)
    with pytest.raises(Refused) as refused:
        process(office, checkout_id)
    assert (refused.value.code, refused.value.fields["user"]) == ("M-337", "Cashier")
    assert is_clean(office)


def test_ck5_cancel_and_release_gives_items_back_that_allow_it(sqlite_office: Office) -> None:
    office = sqlite_office
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    fine = issue(office, account, "V-1", 5000, "VIOLATION")
    cancel(office, submit(office, account, permit, fine), release=True)
    assert (state(office, permit), state(office, fine)) == (("RELEASED", 0), ("PAYABLE", 5000))
    assert is_clean(office)


def test_it4_a_held_item_names_its_checkout_and_a_supervisor_breaks_the_lock(
    sqlite_office: Office,
) -> None:
    """IT-4, D-44: number, user and time are said; breaking cancels and keeps."""
    office = sqlite_office
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    checkout_id = submit(office, account, permit)
    number = office.services.checkouts.show(checkout_id, office.cashier).number
    with pytest.raises(Refused) as refused:
        submit(office, account, permit)
    fields = refused.value.fields
    assert (refused.value.code, fields["checkout"], fields["user"]) == ("M-321", number, "Cashier")
    assert fields["time"] == office.clock()
    break_lock = office.services.checkouts.break_lock
    with pytest.raises(Refused) as refused:
        break_lock(permit, new_request_id(), office.cashier)
    assert refused.value.code == "M-51"
    ended = break_lock(permit, new_request_id(), office.supervisor, comment="Went home").value
    assert (ended.state, ended.end_comment) == (CheckoutState.CANCELED, "Went home")
    assert submit(office, account, permit) != checkout_id
    with pytest.raises(Refused) as refused:
        break_lock(issue(office, account, "P-9", 1), new_request_id(), office.supervisor)
    assert refused.value.code == "M-70"


def test_ck1_amounts_go_down_where_the_kind_allows_and_totals_are_those_confirmed(
    sqlite_office: Office,
) -> None:
    """CK-1, CK-2: part payments, and the sum of the confirmation page."""
    office = sqlite_office
    account = person(office)
    fine, card = (
        issue(office, account, "V-1", 6500, "VIOLATION"),
        issue(office, account, "A-1", 9, "ACCESS-CARD"),
    )
    kinds = office.services.setup().items.kinds
    assert (kinds["VIOLATION"].part_payment, kinds["ACCESS-CARD"].part_payment) == (True, False)

    def code(*items: ItemChoice, **more: object) -> str:
        with pytest.raises(Refused) as refused:
            submit(office, account, *items, **more)
        return refused.value.code

    assert code() == "M-327"
    assert code(ItemChoice(fine, Money(0))) == "M-324"
    assert code(ItemChoice(fine, Money(-1))) == "M-325"
    assert code(ItemChoice(fine, Money(6501))) == "M-334"
    assert code(ItemChoice(card, Money(8))) == "M-333"
    assert code(ItemChoice(fine), method="") == "M-340"
    assert code(ItemChoice(fine), expected=Money(6000)) == "M-339"
    process(office, submit(office, account, ItemChoice(fine, Money(2500))))
    assert state(office, fine) == ("PAYABLE", 4000)
    assert is_clean(office)


def test_ck1_credits_are_used_oldest_first_and_only_those_ticked(sqlite_office: Office) -> None:
    office = sqlite_office
    account = person(office)
    permit, card = issue(office, account, "P-1", 18000), issue(office, account, "A-1", 3000)
    old = add_credit(office, account, permit, 2000)
    new = add_credit(office, account, permit, 2000)
    plan = office.services.checkouts.plan(
        account, submission(account, [card]).selection, office.cashier
    )
    assert [(one.credit_id, one.amount.minor) for one in plan.taken] == [
        (old.id, 2000),
        (new.id, 1000),
    ]
    process(office, submit(office, account, card, credits=(new.id,)))
    assert (left(office, old.id), left(office, new.id)) == (2000, 0)
    none = submit(office, account, permit, credits=())
    assert office.services.checkouts.show(none, office.cashier).credits_total == Money(0)
    assert is_clean(office)


def test_ck4_an_always_successful_method_is_processed_at_once(sqlite_office: Office) -> None:
    office = sqlite_office
    edits, who = office.services.setup_edits, office.actors["setup"]
    rows = edits.rows("payment_method", who).rows
    was = next(row for row in rows if row["tender_type"] == "STUD")
    now = {**was, "always_successful": True}
    edits.save("payment_method", now, new_request_id(), who, was=was)
    account = person(office, "STUDENT", "")
    locker = issue(office, account, "L-1", 2000, "LOCKER")
    saved = office.services.checkouts.submit(submission(account, [locker], "STUD"), office.cashier)
    assert (saved.value.state, state(office, locker)) == (CheckoutState.PROCESSED, ("PAID", 0))
    assert is_clean(office)


def test_ck9_the_same_request_does_everything_once(sqlite_office: Office) -> None:
    """CK-9, D-21: submitting, processing and refunding with a lost reply."""
    office, services = sqlite_office, sqlite_office.services
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    command = submission(account, [permit])
    first = services.checkouts.submit(command, office.cashier)
    again = services.checkouts.submit(command, office.cashier)
    assert (again.replayed, again.value) == (True, first.value)
    request, key = new_request_id(), first.value.checkout_id
    runs = [services.checkouts.process(key, request, office.supervisor) for _ in range(2)]
    assert [run.replayed for run in runs] == [False, True]
    with pytest.raises(Refused) as refused:
        process(office, key)
    assert (refused.value.code, refused.value.fields["user"]) == ("M-336", "Supervisor")
    order = RefundCheckout(new_request_id(), key, "Sold the car", "", office.control)
    runs = [services.checkouts.refund(order, refunder(office)) for _ in range(2)]
    assert [run.replayed for run in runs] == [False, True]
    assert count(office, "checkout") == 1
    assert is_clean(office)


def test_ck6_part_refunds_are_negative_adjustments_of_the_checkout(sqlite_office: Office) -> None:
    office = sqlite_office
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    checkout_id = submit(office, account, permit)
    part = partial(AddAdjustment, account_id=account, requisition_code="PART-REFUND")

    def give(cents: int) -> str:
        order = part(
            new_request_id(), amount=Money(cents), comment="Half a term", checkout_id=checkout_id
        )
        return code_of(lambda: office.services.adjustments.add(order, office.supervisor))

    assert give(-100) == "M-335"
    process(office, checkout_id)
    assert [give(cents) for cents in (-8000, -10001, -10000)] == ["", "M-344", ""]
    assert code_of(lambda: refund(office, checkout_id)) == "M-343"
    assert clearing(office) == 18000
    assert is_clean(office)


def test_ck6_a_refund_needs_a_comment_a_right_or_an_approval_and_a_fitting_method(
    sqlite_office: Office,
) -> None:
    """CK-6, D-24: by cash for a check, never by cash for what payroll deducts."""
    office = sqlite_office
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    checkout_id = submit(office, account, permit, method="CHEC", check_number="77")
    assert code_of(lambda: refund(office, checkout_id)) == "M-335"
    process(office, checkout_id)
    assert code_of(lambda: refund(office, checkout_id, comment=" ")) == "M-338"
    # The float alone does not hold it; another customer's cash does (D-14).
    assert code_of(lambda: refund(office, checkout_id, method="CASH")) == "M-240"
    other = person(office)
    issue(office, other, "P-2", 3000)
    pay(office, other, [("CASH", 3000)], [(other, 3000)], match_type="ITEM-ID", match_value="P-2")
    assert code_of(lambda: refund(office, checkout_id, method="PAYR")) == "M-346"
    order = RefundCheckout(new_request_id(), checkout_id, "Sold", "", office.control)
    refused = code_of(lambda: office.services.checkouts.refund(order, office.cashier))
    assert refused == "M-51"
    cash = drawer(office, "CASH")
    ended = refund(office, checkout_id, method="CASH")
    assert (ended.refund_method, drawer(office, "CASH") - cash) == ("CASH", -18000)
    assert (drawer(office, "CHEC"), state(office, permit)) == (18000, ("PAYABLE", 18000))
    assert is_clean(office)


def test_d25_what_was_paid_otherwise_meanwhile_is_not_paid_twice(sqlite_office: Office) -> None:
    """D-25, CK-3: processing is refused as a whole; the checkout can still be canceled."""
    office = sqlite_office
    account = person(office)
    permit = issue(office, account, "P-1", 5000)
    earlier = pay(
        office,
        account,
        [("CASH", 5000)],
        [(account, 5000)],
        action=DistributeAction.DISTRIBUTE,
        match_type="ITEM-ID",
        match_value="P-1",
    )
    checkout_id = submit(office, account, permit)
    office.services.event_actions.freeze(earlier.id, new_request_id(), office.cashier)
    with pytest.raises(Refused) as refused:
        process(office, checkout_id)
    assert refused.value.code == "M-341"
    cancel(office, checkout_id)
    assert state(office, permit) == ("PAID", 0)
    assert is_clean(office)


def test_ck2_parked_selections_are_rows_of_the_database(sqlite_office: Office) -> None:
    """CK-1, CK-2: another workstation of the office takes them up; they hold nothing."""
    office, parked = sqlite_office, sqlite_office.services.parked_checkouts
    account = person(office)
    fine = issue(office, account, "V-1", 6500, "VIOLATION")
    selection = Selection((ItemChoice(fine, Money(2500)),), (), ())
    order = ParkCheckout(new_request_id(), account, selection, "CASH", "Fetches money")
    made = parked.park(order, office.cashier).value
    (found,) = parked.list(office.colleague())
    assert (found.id, found.selection, found.method) == (made, selection, "CASH")
    assert found.account_name == "Okafor, Ngozi"
    assert office.services.checkouts.page(account, office.cashier).parked == (found,)
    assert state(office, fine)[0] == "PAYABLE"
    parked.drop(made, new_request_id(), office.cashier)
    assert parked.list(office.cashier) == ()
    assert code_of(lambda: parked.drop(made, new_request_id(), office.cashier)) == "M-55"
    assert is_clean(office)


def test_d24_a_supervisor_lets_a_cashier_refund_once(
    sqlite_office: Office, quick_hashes: None
) -> None:
    """CK-6, D-24: another person's secret, for this refund, written with it."""
    office, services = sqlite_office, sqlite_office.services
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    checkout_id = submit(office, account, permit)
    process(office, checkout_id)
    order = RefundCheckout(new_request_id(), checkout_id, "Sold the car")
    own = secret(office, "cashier")
    refused = code_of(lambda: services.checkouts.refund(order, office.cashier, secret=own))
    assert refused == "M-133"
    saved = services.checkouts.refund(order, office.cashier, secret=secret(office))
    assert (saved.value.state, saved.value.ended_by) == (CheckoutState.REFUNDED, "Cashier")
    assert (saved.value.approved_by, count(office, "approval")) == ("Supervisor", 1)
    again = services.checkouts.refund(order, office.cashier, secret=secret(office))
    assert (again.replayed, count(office, "approval")) == (True, 1)
    assert is_clean(office)
