"""TI-01..TI-15, D-13, D-37: money between a drawer and its supervisor, on both engines."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from posapp.domain.codes import Role, TurnInDirection, TurnInStatus
from posapp.domain.control_life import ChangeControl
from posapp.domain.ids import ControlId, new_request_id
from posapp.domain.money import Money
from posapp.domain.rights import Actor
from posapp.domain.setup_options import Denomination
from posapp.domain.tender_controls import OpenControl
from posapp.domain.turn_in import AddTurnIn, TurnInContent
from posapp.errors import Conflict, Refused
from posapp.storage.users import insert_user
from tests.helpers.drawer_day import (
    approve,
    balance_drawer,
    code_of,
    figures,
    owing,
    take,
    turn_in,
    view,
)
from tests.helpers.events import drawer, is_clean
from tests.helpers.office import Office

OUT, IN = TurnInDirection.OUT, TurnInDirection.IN


def ask() -> str:
    return new_request_id()


def second_supervisor(office: Office) -> Actor:
    role = frozenset({Role.SUPERVISOR})
    with office.db.begin() as s:
        user_id = insert_user(
            s, login="second", name="Second", password_hash="", office="MAIN", roles=role,
            at=office.clock(),
        )  # fmt: skip
    return Actor(user_id, "second", "Second", role, "MAIN", "WS3")


def test_ti01_d13_it_counts_as_gone_at_once_and_is_on_both_controls(office: Office) -> None:
    take(office, owing(office), "CASH", 500_00)
    made = turn_in(office, "CASH", 400_00)
    assert drawer(office, "CASH") == 250_00
    services = office.services
    (of_control,) = services.turn_ins.of_control(office.control, office.cashier)
    (of_deposit,) = services.turn_ins.of_deposit(office.deposit, office.cashier)
    assert of_control == of_deposit
    assert (of_control.id, of_control.status) == (made, TurnInStatus.AWAITING)
    assert of_control.created_at == office.clock()
    assert (of_control.created_by, of_control.approved_by) == ("Cashier", "")
    assert figures(office)["awaiting"] == 400_00
    approve(office, made)
    assert drawer(office, "CASH") == 250_00
    (now,) = view(office).turn_ins
    assert (now.status, now.approved_by) == (TurnInStatus.APPROVED, "Supervisor")
    assert is_clean(office)


def test_ti02_ti11_never_its_creator_in_service_and_database(office: Office) -> None:
    take(office, owing(office), "CASH", 100_00)
    services = office.services
    made = turn_in(office, "CASH", 50_00, actor=office.supervisor)
    approving = services.turn_ins.approve
    assert code_of(lambda: approving(made, ask(), office.supervisor)) == "M-133"
    assert code_of(lambda: approving(made, ask(), office.cashier)) == "M-133"
    assert code_of(lambda: approving(made, ask(), office.colleague())) == "M-51"
    assert code_of(lambda: approving(made, ask(), office.actors["auditor"])) == "M-51"
    with pytest.raises(IntegrityError), office.db.begin() as s:
        s.execute(
            text(
                "UPDATE turn_in SET status = 'APPROVED', approved_at = created_at,"
                " approved_by = created_by"
            )
        )
    approve(office, made, second_supervisor(office))


def test_ti04_an_approved_one_is_final_and_corrected_the_other_way(office: Office) -> None:
    take(office, owing(office), "CASH", 100_00)
    made = turn_in(office, "CASH", 80_00)
    approve(office, made)
    turn_ins = office.services.turn_ins
    content = turn_ins.show(made, office.cashier).content
    wrong = replace(content, amount=Money(70_00))
    assert code_of(lambda: turn_ins.change(made, wrong, ask(), office.cashier)) == "C-11"
    assert code_of(lambda: turn_ins.delete(made, ask(), office.supervisor)) == "C-11"
    assert code_of(lambda: turn_ins.approve(made, ask(), office.supervisor)) == "C-11"
    with pytest.raises(IntegrityError), office.db.begin() as s:
        s.execute(text("DELETE FROM turn_in"))
    back = turn_in(office, "CASH", 10_00, actor=office.supervisor, direction=IN)
    assert drawer(office, "CASH") == 180_00
    approve(office, back, office.cashier)
    assert is_clean(office)


def test_ti05_ti12_while_it_waits_it_is_corrected_and_each_change_is_a_version(
    office: Office,
) -> None:
    take(office, owing(office), "CASH", 100_00)
    made, turn_ins = turn_in(office, "CASH", 80_00), office.services.turn_ins
    content = turn_ins.show(made, office.cashier).content
    assert content.receipt_number == "000001"
    fewer = replace(content, amount=Money(79_00))
    colleague = office.colleague()
    assert code_of(lambda: turn_ins.change(made, fewer, ask(), colleague)) == "M-51"
    turn_ins.change(made, fewer, ask(), office.cashier, seen=1)
    now = turn_ins.show(made, office.cashier).turn_in
    assert (now.amount, now.version, now.receipt_number) == (Money(79_00), 2, "000001")
    with pytest.raises(Conflict):
        turn_ins.approve(made, ask(), office.supervisor, seen=1)
    turn_ins.change(made, replace(fewer, amount=Money(78_00)), ask(), office.supervisor)
    # Who corrected it does not approve it: what was counted is what the cashier agreed to.
    assert code_of(lambda: turn_ins.approve(made, ask(), office.supervisor)) == "M-133"
    turn_ins.delete(made, ask(), office.supervisor)
    assert turn_ins.of_control(office.control, office.cashier) == ()
    assert drawer(office, "CASH") == 250_00
    assert is_clean(office)


def test_ti06_the_drawer_works_on(office: Office) -> None:
    account = owing(office)
    take(office, account, "CASH", 100_00)
    turn_in(office, "CASH", 100_00)
    take(office, account, "CASH", 5_00)
    assert drawer(office, "CASH") == 155_00


def test_ti07_any_physical_type(office: Office) -> None:
    account = owing(office)
    take(office, account, "CHEC", 60_00, check="1047")
    take(office, account, "CARD", 40_00)
    turn_in(office, "CHEC", 60_00)
    assert code_of(lambda: turn_in(office, "CARD", 40_00)) == "M-50"
    assert code_of(lambda: turn_in(office, "XXXX", 40_00)) == "M-55"
    assert code_of(lambda: turn_in(office, "CASH", 0)) == "M-02"


def test_ti08_c12_not_more_than_is_there_and_a_blind_cashier_learns_nothing(
    office: Office,
) -> None:
    take(office, owing(office), "CASH", 100_00)
    turn_in(office, "CASH", 50_00)
    with pytest.raises(Refused) as told:
        turn_in(office, "CASH", 200_01, actor=office.supervisor)
    assert (told.value.code, told.value.fields["amount"]) == ("C-12", Money(200_00))
    with pytest.raises(Refused) as hidden:
        turn_in(office, "CASH", 200_01)
    assert hidden.value.code == "C-12H"
    assert Money(200_00) not in hidden.value.fields.values()
    turn_in(office, "CASH", 200_00)
    assert drawer(office, "CASH") == 0


def test_ti08_a_change_may_keep_what_it_took(office: Office) -> None:
    made = turn_in(office, "CASH", 150_00)
    turn_ins = office.services.turn_ins
    content = turn_ins.show(made, office.cashier).content
    turn_ins.change(made, replace(content, comments="counted"), ask(), office.cashier)
    more = replace(content, amount=Money(150_01))
    assert code_of(lambda: turn_ins.change(made, more, ask(), office.cashier)) == "C-12H"


def test_ti09_d13_tc23_no_side_may_be_balanced(office: Office) -> None:
    take(office, owing(office), "CASH", 100_00)
    made = turn_in(office, "CASH", 100_00)
    assert code_of(lambda: balance_drawer(office, office.control)) == "C-06"
    approve(office, made)
    control_life = office.services.control_life
    control_life.balance(office.control, ask(), office.supervisor)
    assert code_of(lambda: turn_in(office, "CASH", 1_00)) == "M-05"
    assert code_of(lambda: turn_in(office, "CASH", 1_00, control=ControlId(7))) == "M-55"
    assert is_clean(office)


@pytest.mark.parametrize("counted", [0, 1])
def test_cn01_notes_and_coins_make_the_amount(office: Office, counted: int) -> None:
    notes = ((Denomination("USD", Money(20_00), coin=False), 5 + counted),)
    made = code_of(lambda: turn_in(office, "CASH", 100_00, counted=notes))
    assert made == ("M-50" if counted else "")


def test_p13_the_check_list_names_what_leaves_and_each_lies_in_one_place(office: Office) -> None:
    account = owing(office)
    first = take(office, account, "CHEC", 60_00, check="1047").tenders[0].id
    second = take(office, account, "CHEC", 40_00, check="1048").tenders[0].id
    turn_ins = office.services.turn_ins
    there = turn_ins.instruments(office.control, OUT, office.cashier)
    assert [one.check_number for one in there] == ["1047", "1048"]
    assert code_of(lambda: turn_in(office, "CHEC", 50_00, tenders=(first,))) == "M-50"
    assert code_of(lambda: turn_in(office, "MORD", 60_00, tenders=(first,))) == "M-237"
    made = turn_in(office, "CHEC", 60_00, tenders=(first,))
    assert code_of(lambda: turn_in(office, "CHEC", 100_00, tenders=(first, second))) == "M-237"
    assert [one.tender_id for one in turn_ins.show(made, office.cashier).instruments] == [first]
    approve(office, made)
    back = turn_in(office, "CHEC", 60_00, actor=office.supervisor, direction=IN, tenders=(first,))
    approve(office, back, office.cashier)
    turn_in(office, "CHEC", 100_00, tenders=(first, second))
    assert is_clean(office)


def test_ti14_receipt_numbers_run_by_office_and_may_be_overtyped(office: Office) -> None:
    def number(**content: str) -> str:
        made = turn_in(office, "CASH", 1_00, **content)
        return office.services.turn_ins.show(made, office.cashier).turn_in.receipt_number

    assert [number(), number(receipt_number="000003"), number()] == ["000001", "000003", "000002"]
    # A number that somebody typed is passed over.
    assert number() == "000004"
    assert code_of(lambda: number(receipt_number="000003")) == "M-236"
    assert number(receipt_number="A-77") == "A-77"


def test_ti15_turn_ins_move_money_inside_the_building_only(office: Office) -> None:
    take(office, owing(office), "CASH", 500_00)
    before = figures(office)
    assert (before["in_drawers"], before["in_hands"]) == (650_00, 0)
    approve(office, turn_in(office, "CASH", 400_00))
    after = figures(office)
    assert (after["in_drawers"], after["in_hands"]) == (250_00, 400_00)
    assert after["expected"] == before["expected"] == 650_00


def test_d37_only_a_supervisor_issues_and_only_the_drawers_user_receives(office: Office) -> None:
    assert code_of(lambda: turn_in(office, "CASH", 20_00, direction=IN)) == "M-51"
    made = turn_in(office, "CASH", 20_00, actor=office.supervisor, direction=IN)
    approving = office.services.turn_ins.approve
    assert code_of(lambda: approving(made, ask(), office.colleague())) == "C-02"
    assert code_of(lambda: approving(made, ask(), second_supervisor(office))) == "C-02"
    approve(office, made, office.cashier)
    assert drawer(office, "CASH") == 170_00


def test_tc01_nobody_turns_in_from_another_cashiers_drawer(office: Office) -> None:
    colleague = office.colleague()
    assert code_of(lambda: turn_in(office, "CASH", 20_00, actor=colleague)) == "C-02"


def test_d21_the_same_request_hands_over_once(office: Office) -> None:
    command = AddTurnIn(ask(), office.control, TurnInContent("CASH", Money(10_00)))
    first = office.services.turn_ins.add(command, office.cashier)
    again = office.services.turn_ins.add(command, office.cashier)
    assert (again.value, again.replayed) == (first.value, True)
    other = replace(command, content=TurnInContent("CASH", Money(11_00)))
    assert code_of(lambda: office.services.turn_ins.add(other, office.cashier)) == "M-54"
    request = ask()
    approving = office.services.turn_ins.approve
    approving(first.value, request, office.supervisor)
    assert approving(first.value, request, office.supervisor).replayed
    assert drawer(office, "CASH") == 140_00


def test_b4_who_took_money_in_a_drawer_does_not_receive_it(office: Office) -> None:
    """D-15: in a drawer for all, and after the drawer was given to somebody else."""
    services, account, other = office.services, owing(office), second_supervisor(office)
    order = OpenControl(ask(), "CASH-A02", None, None, all_users=True)
    for_all = services.tender_controls.open(order, office.supervisor).value
    own = services.tender_controls.open(
        OpenControl(ask(), "CASH-B01", None, None), office.supervisor
    )
    for control in (for_all, own.value):
        take(office, account, "CASH", 500_00, actor=office.supervisor, control=control)
    given = ChangeControl(ask(), own.value, user_id=office.cashier.user_id)
    services.control_life.change(given, office.supervisor)
    for control in (for_all, own.value):
        made = turn_in(office, "CASH", 500_00, control=control)
        with pytest.raises(Refused) as refused:
            approve(office, made)
        assert (refused.value.code, refused.value.fields["user"]) == ("M-221", "Supervisor")
        approve(office, made, other)
    assert is_clean(office)


def test_ti08_what_came_in_and_went_out_again_is_not_taken_back(office: Office) -> None:
    """Pain 5, D-37: a float that was issued counts at once, so taking it off is looked at too."""
    turn_ins = office.services.turn_ins
    came = turn_in(office, "CASH", 100_00, actor=office.supervisor, direction=IN)
    turn_in(office, "CASH", 200_00)
    for act in (
        lambda: turn_ins.delete(came, ask(), office.supervisor),
        lambda: turn_ins.change(
            came, TurnInContent("CASH", Money(40_00)), ask(), office.supervisor
        ),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "M-243"
        assert refused.value.fields["amount"] == Money(50_00)
    turn_ins.change(came, TurnInContent("CASH", Money(50_00)), ask(), office.supervisor)
    assert drawer(office, "CASH") == 0
    assert is_clean(office)


def test_d37_no_more_comes_in_than_went_out_or_than_the_drawer_may_hold(office: Office) -> None:
    """TI-04, TI-10: checks come back as they left, cash also as a float up to the maximum."""
    limit = office.services.setup().tender_sources["CASH-A01"].max_amount_balance
    assert limit is not None
    boss = office.supervisor
    assert code_of(lambda: turn_in(office, "CHEC", 1, actor=boss, direction=IN)) == "M-244"
    room = limit.minor - 150_00
    assert code_of(lambda: turn_in(office, "CASH", room + 1, actor=boss, direction=IN)) == "M-245"
    approve(office, turn_in(office, "CASH", 100_00))
    take(office, owing(office), "CASH", limit.minor)
    # What went out too much comes back, however full the drawer is; nothing beyond it.
    turn_in(office, "CASH", 100_00, actor=boss, direction=IN)
    assert code_of(lambda: turn_in(office, "CASH", 1, actor=boss, direction=IN)) == "M-245"
    assert is_clean(office)
