"""Add Credit and adjustments: refusals, reversal, what they post (AC2-1..AC2-8, AJ-1..AJ-5)."""

from typing import Any

import pytest

from posapp.domain.credit_codes import AdjustmentState
from posapp.domain.credits import AddAdjustment, AddCredit, AdjustmentId
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.errors import NeedsConfirmation, Refused
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
    state,
    submission,
    submit,
)
from tests.helpers.drawer_day import code_of
from tests.helpers.events import balance, drawer, is_clean, ledger, show
from tests.helpers.office import Office


@pytest.fixture
def office(sqlite_office: Office) -> Office:
    """Rules of one drawer, on the engine that starts quickest."""
    return sqlite_office


def adjust(office: Office, account: Any, code: str, cents: int, **more: Any) -> AdjustmentId:
    command = AddAdjustment(new_request_id(), account, code, Money(cents), "Because", **more)
    return office.services.adjustments.add(command, office.supervisor).value


def act(office: Office, name: str, one: AdjustmentId, *args: Any) -> AdjustmentId:
    do = getattr(office.services.adjustments, name)
    return do(one, *args, new_request_id(), office.supervisor).value


def test_ac2_1_ac2_7_what_add_credit_refuses_each_with_its_own_code(office: Office) -> None:
    """Case 7, AC2-1, AC2-4, AC2-7: selection, amount, method, person, employee number, drawer."""
    account, guest = person(office), person(office, "GUEST", "")
    bare = person(office, "STAFF", "")
    permit, other = issue(office, account, "P-1", 18000), issue(office, guest, "P-2", 18000)

    def add(cents: int, method: str = "PAYR", **more: Any) -> str:
        given = {"account_id": account, "items": (permit,)} | more
        command = AddCredit(
            new_request_id(), method=method, amount=Money(cents), confirmed=CONFIRMED, **given
        )
        return code_of(lambda: office.services.credits.add(command, office.cashier))

    assert [add(cents) for cents in (0, -500)] == ["M-324", "M-325"]
    assert add(100, items=()) == "M-327"
    assert add(100, items=(other,)) == "M-345"
    assert (add(100, ""), add(100, "XXXX"), add(100, "STUD")) == ("M-340", "M-55", "M-328")
    assert add(100, "TRAV") == "M-328"
    assert add(100, account_id=guest, items=(other,)) == "M-328"
    assert add(100, account_id=bare, items=(issue(office, bare, "P-3", 100),)) == "M-329"
    command = AddCredit(new_request_id(), account, (permit,), "CASH", Money(100))
    no_drawer = office.supervisor
    assert code_of(lambda: office.services.credits.add(command, no_drawer)) == "M-05N"
    assert count(office, "account_adjustment") == 0
    offered = {kind.code for kind in office.services.credits.methods(guest, office.cashier)}
    assert {"CASH", "CARD"} <= offered
    assert not offered & {"PAYR", "FLEX", "STUD", "OVUN", "DDCH"}


def test_ac2_6_more_than_selected_is_a_question_and_the_rest_stays(office: Office) -> None:
    """AC2-6: said before it is done, and asked once."""
    account = person(office)
    permit = issue(office, account, "P-1", 3000)
    command = AddCredit(new_request_id(), account, (permit,), "PAYR", Money(4500), "Flex")
    outlook = office.services.credits.outlook(command, office.cashier)
    assert (outlook.selected, outlook.to_pay, outlook.rest) == (Money(3000), Money(0), Money(1500))
    with pytest.raises(NeedsConfirmation) as asked:
        office.services.credits.add(command, office.cashier)
    assert [(one.code, one.fields["rest"]) for one in asked.value.concerns] == [
        ("M-326", Money(1500))
    ]
    credit = add_credit(office, account, permit, 4500, confirmed=CONFIRMED | {"M-326"})
    assert (left(office, credit.id), balance(office, account)) == (4500, 3000)


def test_ac2_2_the_same_request_adds_one_credit(office: Office) -> None:
    """AC2-2, D-21: a lost reply is asked again with the same request id."""
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    command = AddCredit(new_request_id(), account, (permit,), "PAYR", Money(4500))
    first = office.services.credits.add(command, office.cashier)
    again = office.services.credits.add(command, office.cashier)
    assert (again.replayed, again.value) == (True, first.value)
    assert count(office, "account_adjustment") == 2


def test_ac2_8_an_untouched_credit_is_reversed_with_its_money_once(office: Office) -> None:
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    cash = drawer(office, "CASH")
    credit = add_credit(office, account, permit, 4500, "CASH")
    assert drawer(office, "CASH") - cash == 4500
    reverse = office.services.credits.reverse
    made = reverse(credit.id, new_request_id(), office.cashier, comment="Wrong person").value
    opposite = office.services.adjustments.show(made, office.cashier)
    assert (opposite.amount, opposite.reverses_id, opposite.state) == (
        Money(4500),
        credit.id,
        AdjustmentState.PROCESSED,
    )
    assert (drawer(office, "CASH"), clearing(office)) == (cash, 0)
    assert (balance(office, account), ledger(office, "1340-AR-ADJUST")) == (18000, 0)
    again = code_of(lambda: reverse(credit.id, new_request_id(), office.cashier))
    itself = code_of(lambda: reverse(made, new_request_id(), office.cashier))
    assert (again, itself, left(office, credit.id)) == ("M-331", "M-331", 0)
    assert is_clean(office)


def test_ac2_8_a_credit_that_is_held_or_spent_is_not_reversed(office: Office) -> None:
    """AC2-8, CK-5: first the checkout is canceled or refunded."""
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    credit = add_credit(office, account, permit, 4500)

    def reverse() -> str:
        return code_of(
            lambda: office.services.credits.reverse(credit.id, new_request_id(), office.cashier)
        )

    waiting = submit(office, account, permit)
    assert reverse() == "M-322"
    cancel(office, waiting)
    process(office, submit(office, account, permit))
    assert reverse() == "M-332"
    assert is_clean(office)


def test_aj_1_what_an_adjustment_by_hand_needs(office: Office) -> None:
    """AJ-1, D-44: code, amount, comment; value is given back by those who may refund."""
    account = person(office)
    add = office.services.adjustments.add

    def made(code: str, cents: int, comment: str = "Because", actor: Any = None) -> str:
        command = AddAdjustment(new_request_id(), account, code, Money(cents), comment)
        return code_of(lambda: add(command, actor or office.supervisor))

    assert (made("FEE", 0), made("FEE", 100, ""), made("NONE", 100)) == ("M-324", "M-338", "M-55")
    assert (made("ADD-CREDIT", 100), made("FEE", -100, actor=office.cashier)) == ("M-342", "M-51")
    assert made("FEE", 100, actor=office.actors["auditor"]) == "M-51"
    assert made("FEE", 100, actor=office.cashier) == ""


def test_aj_2b_aj_3_credits_and_charges_settled_alone(office: Office) -> None:
    """AJ-2b, AJ-3, AJ-5: posted when made or processed, and never changed after that."""
    account = person(office)
    credit = adjust(office, account, "GOODWILL", -1000)
    assert (clearing(office), ledger(office, "5930-GOODWILL")) == (1000, 1000)
    assert balance(office, account) == 0
    charge = adjust(office, account, "FEE", 1200)
    assert (ledger(office, "4140-ADJUST"), balance(office, account)) == (0, 0)
    act(office, "process", credit)
    act(office, "process", charge)
    assert (clearing(office), balance(office, account)) == (0, 200)
    assert code_of(lambda: act(office, "process", charge)) == "M-330"
    act(office, "reverse", charge, "Typed twice")
    assert (balance(office, account), ledger(office, "4140-ADJUST")) == (-1000, 0)
    assert code_of(lambda: act(office, "reverse", charge, "Again")) == "M-331"
    act(office, "reverse", credit, "For somebody else")
    assert (balance(office, account), ledger(office, "5930-GOODWILL")) == (0, 0)
    assert is_clean(office)


def test_aj_5_an_unprocessed_adjustment_is_answered_by_its_opposite(office: Office) -> None:
    account = person(office)
    credit = adjust(office, account, "GOODWILL", -1000)
    charge = adjust(office, account, "FEE", 1200)
    for one in (credit, charge):
        made = act(office, "reverse", one, "Wrong account")
        first = office.services.adjustments.show(one, office.cashier)
        assert (first.state, first.reversed_by) == (AdjustmentState.PROCESSED, made)
    sums = [ledger(office, code) for code in ("5930-GOODWILL", "4140-ADJUST", "1340-AR-ADJUST")]
    assert (sums, clearing(office), balance(office, account)) == ([0, 0, 0], 0, 0)
    paired = add_credit(office, account, issue(office, account, "P-1", 18000), 4500)
    assert code_of(lambda: act(office, "reverse", paired.id, "Alone")) == "M-348"
    assert is_clean(office)


def test_aj_2_aj_4_a_charge_is_paid_like_an_item_and_releases_none(office: Office) -> None:
    """AJ-2, AJ-4: it waits for a checkout, which holds it; its item stays with the person."""
    account = person(office)
    permit = issue(office, account, "P-1", 5000)
    charge = adjust(office, account, "FEE", 1200, item_id=permit)
    checkout = submit(office, account, permit, adjustments=(charge,))
    held = office.services.adjustments.show(charge, office.cashier)
    assert held.holder is not None
    assert code_of(lambda: act(office, "process", charge)) == "M-322"
    shown = office.services.checkouts.show(checkout, office.cashier)
    assert [line.paid.minor for line in shown.lines] == [5000, 1200]
    process(office, checkout)
    assert (state(office, permit), balance(office, account)) == (("PAID", 0), 0)
    assert ledger(office, "4140-ADJUST") == -1200
    event = show(office, shown.event_id)
    assert [p.amount.minor for p in event.payments] == [5000, 1200]
    assert is_clean(office)


def test_ac2_8_supervisors_approve_what_a_cashier_may_not(office: Office) -> None:
    """AC2-8, D-44: what lies in another's drawer is taken back by a supervisor."""
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    credit = add_credit(office, account, permit, 4500)
    colleague = office.colleague()
    with pytest.raises(Refused) as refused:
        office.services.credits.reverse(credit.id, new_request_id(), colleague)
    assert refused.value.code == "M-51"
    office.services.credits.reverse(
        credit.id, new_request_id(), office.supervisor, control_id=office.control
    )
    assert is_clean(office)


def test_ac2_5_credits_are_listed_with_method_date_comment_and_rest_and_ticked(
    sqlite_office: Office,
) -> None:
    """AC2-5: at the foot of the payments page, oldest first, and in the next plan by default."""
    office = sqlite_office
    account = person(office)
    permit, card = issue(office, account, "P-1", 18000), issue(office, account, "A-1", 1000)
    first = add_credit(office, account, permit, 4500, comment="Flex")
    office.clock.advance(minutes=5)
    second = add_credit(office, account, permit, 500)
    checkouts = office.services.checkouts
    process(office, submit(office, account, card, method=""))
    foot = checkouts.page(account, office.cashier).credits
    assert [(one.id, one.method, one.comment, one.left.minor) for one in foot] == [
        (first.id, "PAYR", "Flex", 3500),
        (second.id, "PAYR", "", 500),
    ]
    assert foot[0].created_at < foot[1].created_at
    every = checkouts.plan(account, submission(account, [permit]).selection, office.cashier)
    assert every.credits_total == Money(4000)
    unticked = submission(account, [permit], credits=(second.id,)).selection
    assert checkouts.plan(account, unticked, office.cashier).credits_total == Money(500)
