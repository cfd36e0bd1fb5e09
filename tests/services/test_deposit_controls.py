"""DC-00..DC-16, TD-01..TD-03, D-29, controls 4.3 and cases 6, 7 of 20.3, on both engines."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from posapp.domain.codes import ControlStatus, DepositKind, SourceType, TurnInDirection
from posapp.domain.control_counts import CountControl
from posapp.domain.control_life import ChangeControl
from posapp.domain.deposit_controls import DepositChange
from posapp.domain.deposits import DepositContent
from posapp.domain.ids import DepositControlId, new_request_id
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.domain.over_unders import BookOverUnder
from posapp.domain.setup_options import Denomination
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.errors import Conflict, NeedsConfirmation
from tests.helpers.drawer_day import (
    approve,
    balance_deposit,
    balance_drawer,
    bank,
    code_of,
    figures,
    owing,
    settle,
    take,
    turn_in,
    view,
)
from tests.helpers.events import is_clean
from tests.helpers.office import DAY, Office

OPEN, BALANCING, BALANCED = ControlStatus.OPEN, ControlStatus.BALANCING, ControlStatus.BALANCED


def ask() -> str:
    return new_request_id()


def case_six(office: Office) -> None:
    """Two drawers of 150.00, receipts of 900.00 and 600.00, all of it deposited and counted."""
    account, second = owing(office), office.second_drawer()
    take(office, account, "CASH", 900_00)
    take(office, account, "CASH", 600_00, actor=office.supervisor, control=second)
    bank(office, 1500_00)
    balance_drawer(office, office.control)
    balance_drawer(office, second, office.supervisor, another_supervisor(office))


def another_supervisor(office: Office) -> Any:
    office.actors.setdefault("second", _second(office))
    return office.actors["second"]


def _second(office: Office) -> Any:
    office.services.users.add(
        "second",
        "Second",
        "a long password of hers",
        office.supervisor.roles,
        office.actors["setup"],
    )
    return office.services.users.sign_in("second", "a long password of hers", workstation="WS3")


def put(office: Office, status: ControlStatus) -> None:
    """Take the office's deposit control to a status; its drawer is balanced first."""
    deposits = office.services.deposit_controls
    if status is OPEN:
        return
    balance_drawer(office, office.control)
    if status is BALANCING:
        deposits.start_balancing(office.deposit, ask(), office.supervisor)
    else:
        deposits.balance(office.deposit, ask(), office.supervisor, ending=Money(150_00))


def test_dc00_42_the_figures_of_a_deposit_control(office: Office) -> None:
    account = owing(office)
    take(office, account, "CASH", 500_00)
    take(office, account, "CHEC", 80_00, check="1047")
    take(office, account, "CARD", 20_00)
    approve(office, turn_in(office, "CASH", 400_00))
    bank(office, 450_00)
    settle(office, "CARD", 20_00)
    assert figures(office) == {
        "starting": 150_00,
        "tenders": 600_00,
        "controls": 1,
        "controls_amount": 750_00,
        "deposits": 2,
        "deposits_amount": 470_00,
        "expected": 280_00,
        "ending": None,
        "over_under": None,
        "in_drawers": 350_00,
        "in_hands": -70_00,
        "awaiting": 0,
        "booked": 0,
    }
    lines = {line.tender_type: line for line in view(office).lines or ()}
    assert lines["CARD"].expected == Money(0)
    assert lines["CASH"].deposited == Money(450_00)
    assert lines["CHEC"].expected == Money(80_00)
    assert sum(line.expected.minor for line in lines.values()) == 280_00


def test_case6_dc11_dc12_ending_300_balances_and_299_does_not(office: Office) -> None:
    case_six(office)
    deposits = office.services.deposit_controls
    deposits.start_balancing(office.deposit, ask(), office.supervisor)
    assert figures(office)["expected"] == 300_00
    deposits.set_ending(office.deposit, Money(299_00), ask(), office.supervisor)
    assert figures(office)["over_under"] == -1_00
    balance = lambda **m: deposits.balance(office.deposit, ask(), office.supervisor, **m)  # noqa: E731
    assert code_of(balance) == "C-09"
    balance(ending=Money(300_00))
    found = view(office)
    assert (found.control.status, found.balanced_by) == (BALANCED, "Supervisor")
    assert found.balanced_at == office.clock()
    assert is_clean(office)


def test_case4_dc15_c08_a_balanced_one_freezes_its_drawers(office: Office) -> None:
    put(office, BALANCED)
    reopen = office.services.control_life.reopen
    again = lambda: reopen(office.control, OPEN, "x", ask(), office.supervisor)  # noqa: E731
    assert code_of(again) == "C-08"
    with pytest.raises(IntegrityError), office.db.begin() as s:
        s.execute(text("UPDATE tender_control SET status = 'OPEN'"))


@pytest.mark.parametrize("currency", ["USD", "EUR"])
def test_case7_c04_another_type_or_currency_is_refused(office: Office, currency: str) -> None:
    order = OpenDepositControl(ask(), SourceType.ADHOC, currency)
    other = office.services.deposit_controls.open(order, office.supervisor).value
    move = ChangeControl(ask(), office.control, deposit_control_id=other)
    assert code_of(lambda: office.services.control_life.change(move, office.supervisor)) == "C-04"


def other_deposit(office: Office) -> DepositControlId:
    order = OpenDepositControl(ask(), SourceType.CASHIERING, "USD")
    return office.services.deposit_controls.open(order, office.supervisor).value


def content(**more: Any) -> DepositContent:
    return DepositContent(DepositKind.BANK, **({"amount": Money(1_00), "reference_id": "S"} | more))


Act = Callable[[Office], object]
SET: dict[str, tuple[set[ControlStatus], Act]] = {
    "add a deposit": (
        {OPEN}, lambda o: o.services.bank_deposits.add(
            o.deposit, content(), ask(), o.supervisor, confirmed=frozenset({"M-230"})
        ),
    ),
    "change a deposit": (
        {OPEN, BALANCING}, lambda o: o.services.bank_deposits.change(
            view(o).deposits[0].deposit.id, content(amount=Money(1)), ask(), o.supervisor
        ),
    ),
    "delete a deposit": (
        {OPEN}, lambda o: o.services.bank_deposits.delete(
            view(o).deposits[0].deposit.id, ask(), o.supervisor
        ),
    ),
    "type the ending balance": (
        {OPEN, BALANCING},
        lambda o: o.services.deposit_controls.set_ending(o.deposit, Money(1), ask(), o.supervisor),
    ),
    "comment": (
        {OPEN, BALANCING}, lambda o: o.services.deposit_controls.change(
            o.deposit, DepositChange(comments="seen"), ask(), o.supervisor
        ),
    ),
    "start balancing": (
        {OPEN}, lambda o: o.services.deposit_controls.start_balancing(
            o.deposit, ask(), o.supervisor, confirmed=frozenset({"M-232"})
        ),
    ),
    "reopen": (
        {BALANCING, BALANCED}, lambda o: o.services.deposit_controls.reopen(
            o.deposit, ask(), o.supervisor, reason="bag recounted"
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("status", [OPEN, BALANCING, BALANCED])
@pytest.mark.parametrize("action", SET)
def test_43_each_action_is_allowed_in_its_statuses_only(
    office: Office, action: str, status: ControlStatus
) -> None:
    allowed, act = SET[action]
    account = owing(office)
    take(office, account, "CASH", 10_00)
    bank(office, 10_00)
    put(office, status)
    code = code_of(lambda: act(office))
    if status in allowed:
        assert code == ""
    else:
        assert code == ("C-08" if status is BALANCED else "M-05D")
    assert is_clean(office)


@pytest.mark.parametrize("status", [OPEN, BALANCING, BALANCED])
def test_43_dc03_a_drawer_moves_into_an_open_one_only(
    office: Office, status: ControlStatus
) -> None:
    to = other_deposit(office)
    deposits = office.services.deposit_controls
    if status is BALANCED:
        # An empty one is never balanced (DC-12), so its own drawer goes first.
        second = office.second_drawer()
        balance_drawer(office, second, office.supervisor, another_supervisor(office))
        deposits.balance(to, ask(), office.supervisor, ending=Money(150_00))
    elif status is BALANCING:
        deposits.start_balancing(to, ask(), office.supervisor)
    move = ChangeControl(ask(), office.control, deposit_control_id=to)
    code = code_of(lambda: office.services.control_life.change(move, office.supervisor))
    assert code == ("" if status is OPEN else "M-05D")
    expected = to if status is OPEN else office.deposit
    shown = office.services.tender_controls.show(office.control, office.supervisor)
    assert shown.control.deposit_control_id == expected
    assert is_clean(office)


def test_43_a_drawer_moves_out_while_balancing(office: Office) -> None:
    deposits = office.services.deposit_controls
    to = other_deposit(office)
    confirmed = frozenset({"M-232"})
    deposits.start_balancing(office.deposit, ask(), office.supervisor, confirmed=confirmed)
    move = ChangeControl(ask(), office.control, deposit_control_id=to)
    office.services.control_life.change(move, office.supervisor)
    assert view(office).controls == ()


def test_ti09_turn_ins_are_approved_while_balancing(office: Office) -> None:
    made = turn_in(office, "CASH", 10_00)
    deposits = office.services.deposit_controls
    with pytest.raises(NeedsConfirmation) as asked:
        deposits.start_balancing(office.deposit, ask(), office.supervisor)
    assert [one.code for one in asked.value.concerns] == ["M-232"]
    confirmed = frozenset({"M-232"})
    deposits.start_balancing(office.deposit, ask(), office.supervisor, confirmed=confirmed)
    approve(office, made)


def test_dc12_every_gate(office: Office) -> None:
    deposits = office.services.deposit_controls
    empty = other_deposit(office)
    end = {"ending": Money(150_00)}
    balance = lambda d: code_of(lambda: deposits.balance(d, ask(), office.supervisor, **end))  # noqa: E731
    assert balance(empty) == "M-231"
    assert balance(office.deposit) == "C-10"
    balance_drawer(office, office.control)
    without = lambda: deposits.balance(office.deposit, ask(), office.supervisor)  # noqa: E731
    assert code_of(without) == "M-50"
    # DC-14: one click from Open.
    assert balance(office.deposit) == ""
    with pytest.raises(IntegrityError), office.db.begin() as s:
        s.execute(text("UPDATE deposit_control SET comments = 'x' WHERE status = 'BALANCED'"))


def test_dc13_reopening_needs_a_reason_and_clears_the_stamps(office: Office) -> None:
    put(office, BALANCED)
    deposits = office.services.deposit_controls
    reopen = lambda **m: deposits.reopen(office.deposit, ask(), office.supervisor, **m)  # noqa: E731
    assert code_of(reopen) == "M-50"
    assert code_of(lambda: reopen(reason=" \t\u00a0\u200b")) == "M-50", "spaces are no reason"
    reopen(reason="The bank counted another sum", to=BALANCING)
    found = view(office)
    assert (found.control.status, found.balanced_at, found.balanced_by) == (BALANCING, None, "")
    reopen()
    assert view(office).control.status is OPEN
    with office.db.read() as s:
        bodies = s.execute(text("SELECT body FROM audit WHERE action = 'deposit-control.reopen'"))
        assert any("The bank counted another sum" in row.body for row in bodies)
    assert is_clean(office)


def test_dc06_only_an_empty_open_one_is_deleted(office: Office) -> None:
    deposits = office.services.deposit_controls
    delete = lambda d: code_of(lambda: deposits.delete(d, ask(), office.supervisor))  # noqa: E731
    assert delete(office.deposit) == "M-234"
    empty = other_deposit(office)
    assert delete(empty) == ""
    assert code_of(lambda: deposits.show(empty, office.supervisor)) == "M-55"
    assert is_clean(office)


def test_41_type_and_currency_change_while_it_is_empty_only(office: Office) -> None:
    deposits = office.services.deposit_controls
    empty = other_deposit(office)
    change = DepositChange(source_type=SourceType.ADHOC, currency="EUR")
    deposits.change(empty, change, ask(), office.supervisor)
    found = deposits.show(empty, office.supervisor).control
    assert (found.source_type, found.currency) == (SourceType.ADHOC, "EUR")
    edit = lambda: deposits.change(office.deposit, change, ask(), office.supervisor)  # noqa: E731
    assert code_of(edit) == "M-234"
    assert is_clean(office)


def test_41_it_is_handed_over_to_somebody_who_may_and_not_to_others(office: Office) -> None:
    deposits = office.services.deposit_controls
    new = another_supervisor(office)
    to = lambda user: deposits.change(  # noqa: E731
        office.deposit, DepositChange(owner_id=user), ask(), office.supervisor
    )
    assert code_of(lambda: to(office.cashier.user_id)) == "M-55"
    to(new.user_id)
    assert view(office).control.owner_name == "Second"


def test_py6_nobody_works_on_what_somebody_changed_meanwhile(office: Office) -> None:
    deposits = office.services.deposit_controls
    seen = view(office).control.version
    deposits.set_ending(office.deposit, Money(1), ask(), office.supervisor)
    with pytest.raises(Conflict):
        deposits.set_ending(office.deposit, Money(2), ask(), office.supervisor, seen=seen)


def test_dc16_those_of_the_program_are_left_alone(office: Office) -> None:
    order = OpenDepositControl(ask(), SourceType.AUTOPAY, "USD")
    deposits = office.services.deposit_controls
    other = deposits.open(order, office.supervisor).value
    assert deposits.show(other, office.supervisor).by_program
    set_ending = lambda: deposits.set_ending(other, Money(1), ask(), office.supervisor)  # noqa: E731
    assert code_of(set_ending) == "M-233"


def test_td01_44_a_deposit_names_account_slip_and_what_it_consists_of(office: Office) -> None:
    account = owing(office)
    take(office, account, "CASH", 100_00)
    check = take(office, account, "CHEC", 60_00, check="1047").tenders[0].id
    notes = ((Denomination("USD", Money(50_00), coin=False), 2),)
    assert code_of(lambda: bank(office, 160_00, reference_id="")) == "M-50"
    assert code_of(lambda: bank(office, 0)) == "M-02"
    assert code_of(lambda: bank(office, 160_00, bank_account="NONE")) == "M-55"
    assert code_of(lambda: bank(office, 159_00, counted=notes, tenders=(check,))) == "M-50"
    made = bank(office, 160_00, counted=notes, tenders=(check,), bag_number="B-7")
    found = office.services.bank_deposits.show(made, office.supervisor)
    assert found.deposit.bank_account is not None
    assert (found.deposit.deposit_date, found.cash) == (DAY, Money(100_00))
    assert [one.check_number for one in found.instruments] == ["1047"]


def test_p7_each_instrument_lies_on_one_slip_and_canceled_ones_are_left_out(
    office: Office,
) -> None:
    account = owing(office)
    first = take(office, account, "CHEC", 60_00, check="1047").tenders[0].id
    second = take(office, account, "CHEC", 40_00, check="1048").tenders[0].id
    rows = office.services.bank_deposits
    free = lambda: [one.tender_id for one in rows.undeposited(office.deposit, office.supervisor)]  # noqa: E731
    assert free() == [first, second]
    made = bank(office, 60_00, tenders=(first,))
    assert free() == [second]
    assert code_of(lambda: bank(office, 60_00, tenders=(first,))) == "M-237"
    office.services.canceling.cancel_tender(CancelTender(second, "DATA"), ask(), office.cashier)
    assert free() == []
    assert code_of(lambda: bank(office, 40_00, tenders=(second,))) == "M-237"
    with pytest.raises(Conflict), office.db.begin() as s:
        s.execute(
            text("INSERT INTO deposit_tender (tender_id, deposit_id) VALUES (:t, :d)"),
            {"t": first, "d": made},
        )
    rows.delete(made, ask(), office.supervisor)
    assert free() == [first]
    assert is_clean(office)


def test_td03_a_float_is_deposited_only_when_confirmed(office: Office) -> None:
    take(office, owing(office), "CASH", 100_00)
    with pytest.raises(NeedsConfirmation) as asked:
        bank(office, 100_01)
    (concern,) = asked.value.concerns
    assert (concern.code, concern.fields["receipts"]) == ("M-230", Money(100_00))


@pytest.mark.parametrize(
    ("settled", "before", "asks"),
    [(100_00, 0, False), (100_01, 0, True), (40_00, 60_00, False), (40_01, 60_00, True)],
)
def test_d29_a_settlement_is_held_against_its_own_type(
    sqlite_office: Office, settled: int, before: int, asks: bool
) -> None:
    """Cash that was taken beside it does not make up for a card that never was."""
    office = sqlite_office
    account = owing(office)
    take(office, account, "CASH", 500_00)
    take(office, account, "CARD", 100_00)
    if before:
        settle(office, "CARD", before)
    if not asks:
        settle(office, "CARD", settled)
        return
    with pytest.raises(NeedsConfirmation) as asked:
        settle(office, "CARD", settled)
    (concern,) = asked.value.concerns
    assert concern.code == "M-200"
    assert concern.fields["settled"] == Money(settled + before)
    assert concern.fields["received"] == Money(100_00)
    order = DepositContent(DepositKind.SETTLEMENT, Money(settled), "CARD")
    office.services.bank_deposits.add(
        office.deposit, order, ask(), office.supervisor, confirmed=frozenset({"M-200"})
    )


def test_d29_only_types_without_paper_are_settled(office: Office) -> None:
    take(office, owing(office), "CARD", 100_00)
    assert code_of(lambda: settle(office, "CASH", 1_00)) == "M-50"
    assert code_of(lambda: settle(office, "ROND", 1_00)) == "M-50"
    made = settle(office, "CARD", 100_00)
    found = office.services.bank_deposits.show(made, office.supervisor).deposit
    assert (found.tender_type, found.bank_account) == ("CARD", None)


def test_d16_a_cashier_sees_no_money_of_a_deposit_control(office: Office) -> None:
    take(office, owing(office), "CASH", 100_00)
    bank(office, 100_00)
    deposits = office.services.deposit_controls
    deposits.set_ending(office.deposit, Money(150_00), ask(), office.supervisor)
    hidden = deposits.show(office.deposit, office.cashier)
    assert (hidden.figures, hidden.lines, hidden.deposits) == (None, None, ())
    assert hidden.control.ending_balance is None
    (listed,) = deposits.search(PageRequest(), office.cashier).rows
    assert listed.ending_balance is None
    assert code_of(lambda: deposits.day(DAY, office.cashier)) == "M-51"


def test_dc04_many_deposit_controls_and_currencies_roll_up_to_one_day(office: Office) -> None:
    take(office, owing(office), "CASH", 100_00)
    other_deposit(office)
    order = OpenDepositControl(ask(), SourceType.CASHIERING, "EUR")
    office.services.deposit_controls.open(order, office.supervisor)
    euros, dollars = office.services.deposit_controls.day(DAY, office.supervisor)
    assert (euros.currency, len(euros.controls), euros.figures.controls) == ("EUR", 1, 0)
    assert (dollars.currency, len(dollars.controls), len(dollars.drawers)) == ("USD", 2, 1)
    assert dollars.figures.expected == Money(250_00)
    assert dollars.figures.ending is None


def test_d21_the_same_request_deposits_once(office: Office) -> None:
    take(office, owing(office), "CASH", 100_00)
    request, rows = ask(), office.services.bank_deposits
    first = rows.add(office.deposit, content(), request, office.supervisor)
    again = rows.add(office.deposit, content(), request, office.supervisor)
    assert (again.value, again.replayed) == (first.value, True)
    assert figures(office)["deposits"] == 1
    request = ask()
    rows.delete(first.value, request, office.supervisor)
    assert rows.delete(first.value, request, office.supervisor).replayed


def test_dc08_a_shortage_at_the_bank_is_booked_in_a_small_drawer(office: Office) -> None:
    """The missing money is handed to an empty drawer, which is counted as it is: empty."""
    services = office.services
    take(office, owing(office), "CASH", 500_00)
    balance_drawer(office, office.control)
    bank(office, 500_00)
    before = figures(office)["expected"]
    opening = OpenControl(ask(), "CASH-B01", office.deposit, Money(0))
    small = services.tender_controls.open(opening, office.cashier).value
    issued = turn_in(office, "CASH", 5_00, actor=office.supervisor, control=small,
                     direction=TurnInDirection.IN)  # fmt: skip
    approve(office, issued, office.cashier)
    services.control_life.start_balancing(small, ask(), office.cashier)
    empty = CountControl(ask(), small, endings=(("CASH", Money(0)),))
    services.control_counts.count(empty, office.cashier)
    services.control_counts.submit(small, ask(), office.cashier)
    reason = BookOverUnder(ask(), small, "OTHER", "the bank found 5.00 less in the bag")
    booked = services.over_unders.book(reason, office.supervisor).value
    services.control_life.balance(small, ask(), office.supervisor)
    assert (booked.net, figures(office)["expected"]) == (Money(-5_00), before - 5_00)
    balance_deposit(office)
    assert is_clean(office)
