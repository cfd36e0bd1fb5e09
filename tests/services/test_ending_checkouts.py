"""Canceling a checkout takes money out of a drawer: who may, and what must lie in it (CK-5, D-14)."""

from functools import partial

import pytest

from posapp.domain.checkout_orders import EndCheckout, ItemChoice
from posapp.domain.credit_codes import CheckoutState
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.tender_cancels import CancelEvent
from posapp.domain.turn_in import AddTurnIn, TurnInContent
from tests.helpers.checkouts import (
    add_credit,
    cancel,
    issue,
    person,
    process,
    refund,
    state,
    submit,
)
from tests.helpers.drawer_day import approve, balance_drawer, code_of, turn_in
from tests.helpers.drawers import secret, set_installation
from tests.helpers.events import add as pay
from tests.helpers.events import drawer, is_clean, show
from tests.helpers.office import Office


def test_d14_money_that_was_turned_in_does_not_go_back_with_a_cancel(office: Office) -> None:
    """CK-5, D-14, IT-4: neither a cancel nor a broken lock takes out what is not in the drawer."""
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    checkout_id = submit(office, account, permit)
    given = turn_in(office, "CASH", 33000)
    approve(office, given)
    assert drawer(office, "CASH") == 0
    break_lock = office.services.checkouts.break_lock
    assert code_of(lambda: cancel(office, checkout_id)) == "M-241H"
    assert code_of(lambda: break_lock(permit, new_request_id(), office.supervisor)) == "M-241"
    assert (drawer(office, "CASH"), state(office, permit)[0]) == (0, "IN_CHECKOUT")
    process(office, checkout_id)
    assert is_clean(office)


@pytest.mark.parametrize("listed", [False, True])
def test_d14_a_check_that_was_turned_in_stays_with_its_checkout(
    sqlite_office: Office, *, listed: bool
) -> None:
    """CK-5, D-14, TI-04: handed over as an amount, or by name."""
    office = sqlite_office
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    checkout_id = submit(office, account, permit, method="CHEC", check_number="7")
    shown = office.services.checkouts.show(checkout_id, office.cashier)
    (check,) = show(office, shown.event_id).tenders
    content = TurnInContent("CHEC", Money(18000), tenders=(check.id,) if listed else ())
    order = AddTurnIn(new_request_id(), office.control, content)
    office.services.turn_ins.add(order, office.cashier)
    assert code_of(lambda: cancel(office, checkout_id)) == ("M-246" if listed else "M-241H")
    assert is_clean(office)


def test_ck5_the_way_out_of_a_balanced_drawer_is_a_refund(sqlite_office: Office) -> None:
    """CK-5, CK-6, PE-13: what was counted stays; the sentence says to process and refund."""
    office = sqlite_office
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    checkout_id = submit(office, account, permit)
    balance_drawer(office, office.control, confirmed=frozenset({"C-07"}))
    order = EndCheckout(new_request_id(), checkout_id)
    checkouts = office.services.checkouts
    assert code_of(lambda: checkouts.cancel(order, office.supervisor)) == "M-253"
    lock = partial(checkouts.break_lock, permit, actor=office.supervisor)
    assert code_of(lambda: lock(new_request_id())) == "M-253"
    process(office, checkout_id)
    second = office.second_drawer()
    turn_in_float(office, second)
    ended = refund(office, checkout_id, control_id=second)
    assert (ended.state, state(office, permit)) == (CheckoutState.REFUNDED, ("PAYABLE", 18000))
    assert is_clean(office)


def turn_in_float(office: Office, control: int) -> None:
    """Other customers' cash, so that the second drawer holds what is refunded."""
    account = person(office)
    submit(
        office,
        account,
        issue(office, account, "P-2", 20000),
        actor=office.supervisor,
        control_id=control,
    )


def test_d44_py5_a_cashier_cancels_a_checkout_up_to_the_limit(office: Office) -> None:
    """D-44, PY-5, D-24: above it a supervisor does, or lends the right."""
    set_installation(office, cancel_limit=Money(1000))
    account = person(office)
    permit, card = issue(office, account, "P-1", 13500), issue(office, account, "A-1", 1000)
    above, below = submit(office, account, permit), submit(office, account, card)
    cash = drawer(office, "CASH")
    assert cancel(office, below).state is CheckoutState.CANCELED
    assert code_of(lambda: cancel(office, above)) == "M-43"
    assert drawer(office, "CASH") == cash - 1000
    order = EndCheckout(new_request_id(), above)
    approver = secret(office)
    saved = office.services.checkouts.cancel(order, office.cashier, secret=approver)
    assert (saved.value.state, saved.value.ended_by) == (CheckoutState.CANCELED, "Cashier")
    assert saved.value.approved_by == "Supervisor"
    assert office.services.checkouts.cancel(order, office.cashier, secret=approver).replayed
    assert drawer(office, "CASH") == cash - 14500
    assert is_clean(office)


def test_ck3_d24_who_let_a_checkout_be_processed_stays_on_it(office: Office) -> None:
    account = person(office)
    mine = submit(office, account, issue(office, account, "P-1", 100))
    checkouts, request = office.services.checkouts, new_request_id()
    assert code_of(lambda: checkouts.process(mine, request, office.cashier)) == "M-51"
    saved = checkouts.process(mine, request, office.cashier, secret=secret(office))
    assert (saved.value.processed_by, saved.value.process_approved_by) == ("Cashier", "Supervisor")
    assert saved.value.approved_by == ""
    assert is_clean(office)


def test_d44_a_cashier_cancels_a_checkout_of_the_same_day_in_the_own_drawer(
    sqlite_office: Office,
) -> None:
    """D-44: of another user, of yesterday, or paid into another's drawer: a supervisor does it."""
    office = sqlite_office
    account = person(office)
    mine = submit(office, account, issue(office, account, "P-1", 100))
    card = issue(office, account, "P-2", 100)
    add_credit(office, account, card, 100)
    free = submit(office, account, card, method="")
    other = submit(
        office,
        account,
        issue(office, account, "P-3", 100),
        actor=office.supervisor,
        control_id=office.second_drawer(),
    )
    assert code_of(lambda: cancel(office, other)) == "M-51"
    office.clock.advance(days=1)
    for late in (mine, free):
        assert code_of(lambda late=late: cancel(office, late)) == "M-51"
        order = EndCheckout(new_request_id(), late)
        assert office.services.checkouts.cancel(order, office.supervisor).value.ended_by
    assert is_clean(office)


def test_it4_an_item_of_which_something_was_paid_is_not_given_back(office: Office) -> None:
    """CK-5, IT-4: by a checkout, a credit or a plain payment; what paid it can still go back."""
    account = person(office)
    money, credited, plain, free = (
        issue(office, account, number, 18000) for number in ("P-1", "P-2", "P-3", "P-4")
    )
    first = submit(office, account, ItemChoice(money, Money(8000)))
    process(office, first)
    add_credit(office, account, credited, 500)
    second = submit(office, account, ItemChoice(credited, Money(500)), method="")
    process(office, second)
    paid = pay(
        office, account, [("CASH", 5000)], [(account, 5000)],
        match_type="ITEM-ID", match_value="P-3",
    )  # fmt: skip
    cancel(office, submit(office, account, money, credited, plain, free), release=True)
    states = [state(office, item) for item in (money, credited, plain, free)]
    assert states == [
        ("PAYABLE", 10000), ("PAYABLE", 17500), ("PAYABLE", 13000), ("RELEASED", 0),
    ]  # fmt: skip
    refund(office, first)
    refund(office, second)
    office.services.canceling.cancel_event(
        CancelEvent(paid.id, "DATA", drawers_of=((paid.tenders[0].id, office.control),)),
        new_request_id(),
        office.supervisor,
    )
    assert {state(office, item) for item in (money, credited, plain)} == {("PAYABLE", 18000)}
    process(office, submit(office, account, money, credited, plain))
    assert is_clean(office)
