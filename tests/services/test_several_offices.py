"""Two offices on one database: whose drawer, whose day, whose deposit (D-02, D-18, D-39, DC-05)."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, text

from posapp.domain.codes import ControlStatus, DepositKind, DistributeAction, SourceType
from posapp.domain.control_counts import CountControl
from posapp.domain.control_life import ChangeControl
from posapp.domain.deposit_controls import DepositChange
from posapp.domain.deposits import DepositContent
from posapp.domain.ids import ControlId, DepositControlId, new_request_id
from posapp.domain.messages import sentence
from posapp.domain.money import Money
from posapp.domain.over_unders import BookOverUnder
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.domain.turn_in import AddTurnIn, TurnInContent
from posapp.errors import Refused
from posapp.services import control_opening
from posapp.storage.locks import lock_deposit
from tests.helpers.drawer_day import balance_deposit, balance_drawer
from tests.helpers.office import Office
from tests.helpers.rows import put

# Two in the morning in London, the evening before in the west.
NIGHT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
EVENING, MORNING = date(2026, 11, 20), date(2026, 11, 21)


@pytest.fixture
def west(office: Office) -> DepositControlId:
    """A second office eight hours behind the first, with an open deposit control."""
    with office.db.begin() as s:
        zone = "America/Los_Angeles"
        put(s, "office", code="WEST", name="West", issuing_center="WEST", zone=zone)
        for code in ("WEST-1", "WEST-2"):
            put(s, "tender_source", code=code, source_type="CASHIERING", office="WEST")
        s.execute(text("UPDATE office SET zone = 'Europe/London' WHERE code = 'MAIN'"))
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
    office.clock.at = NIGHT
    deposit = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "USD")
    return office.services.deposit_controls.open(deposit, _westerner(office)).value


def _westerner(office: Office) -> Actor:
    boss = office.supervisor
    return Actor(boss.user_id, boss.login, boss.name, boss.roles, "WEST", "WS9")


def drawer(office: Office, source: str, actor: Actor, *, all_users: bool = False) -> ControlId:
    command = OpenControl(new_request_id(), source, None, None, all_users=all_users)
    return office.services.tender_controls.open(command, actor).value


def cash(office: Office, control: ControlId | None, day: date | None = None) -> AddEvent:
    account = office.account()
    return AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(2500)),),
        (PaymentDraft(account, Money(2500)),),
        action=DistributeAction.NONE,
        payment_date=day,
        control_id=control,
    )


def test_d39_a_shared_drawer_is_offered_in_its_own_office_only(
    office: Office, west: DepositControlId
) -> None:
    shared = drawer(office, "WEST-1", _westerner(office), all_users=True)
    add = office.services.payment_events.add
    with pytest.raises(Refused, match="M-05N"):
        add(cash(office, None), office.supervisor)
    there = add(cash(office, None), _westerner(office)).value.event_id
    named = add(cash(office, shared), office.supervisor).value.event_id
    for event_id in (there, named):
        event = office.services.payment_events.show(event_id, office.supervisor)
        assert (event.office, event.tenders[0].tender_control_id) == ("WEST", shared)
    assert west


def test_d18_the_day_is_that_of_the_drawers_office(office: Office, west: DepositControlId) -> None:
    own = drawer(office, "WEST-1", office.supervisor)
    add, actions = office.services.payment_events.add, office.services.event_actions
    with pytest.raises(Refused, match="M-59"):
        add(cash(office, own, MORNING), office.supervisor)
    event_id = add(cash(office, own), office.supervisor).value.event_id
    event = office.services.payment_events.show(event_id, office.supervisor)
    assert event.payment_date == EVENING
    with pytest.raises(Refused, match="M-59"):
        actions.set_date(event_id, MORNING, new_request_id(), office.supervisor)
    assert west


def test_dc05_a_drawer_lies_under_a_deposit_control_of_its_office(
    office: Office, west: DepositControlId
) -> None:
    for source, deposit in (("CASH-A02", west), ("WEST-1", office.deposit)):
        command = OpenControl(new_request_id(), source, deposit, None)
        with pytest.raises(Refused) as caught:
            office.services.tender_controls.open(command, office.supervisor)
        assert (caught.value.code, caught.value.fields["field"]) == ("C-04", "deposit_control")


@pytest.mark.parametrize("named", [True, False])
def test_d25_a_drawer_is_not_opened_under_a_deposit_control_that_was_closed_meanwhile(
    office: Office, monkeypatch: pytest.MonkeyPatch, named: bool
) -> None:
    if office.db.dialect == "sqlite":
        pytest.skip("one writer: nothing can happen in between")

    def late(s: Connection, deposit_id: DepositControlId) -> None:
        with office.db.begin() as other:
            other.execute(text("UPDATE deposit_control SET status = 'BALANCING'"))
        lock_deposit(s, deposit_id)

    monkeypatch.setattr(control_opening, "lock_deposit", late)
    under = office.deposit if named else None
    command = OpenControl(new_request_id(), "CASH-A02", under, None)
    with pytest.raises(Refused) as caught:
        office.services.tender_controls.open(command, office.cashier)
    assert (caught.value.code, caught.value.fields["field"]) == ("M-05D", "deposit_control")


def test_m05d_a_closed_deposit_control_is_not_called_a_drawer(office: Office) -> None:
    balance_drawer(office, office.control)
    balance_deposit(office)
    command = OpenControl(new_request_id(), "CASH-A02", office.deposit, None)
    with pytest.raises(Refused) as caught:
        office.services.tender_controls.open(command, office.cashier)
    said = sentence(caught.value.code, caught.value.fields)
    assert said == f"Deposit control {office.deposit} is not open (BALANCED). Choose an open one."


@pytest.mark.parametrize(
    ("source_type", "taken"), [(SourceType.CASHIERING, True), (SourceType.ADHOC, False)]
)
def test_tc07_only_a_cash_drawer_is_one_physical_box(
    office: Office, source_type: SourceType, taken: bool
) -> None:
    with office.db.begin() as s:
        put(s, "tender_source", code="DESK", source_type=source_type, office="MAIN")
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
    deposit = OpenDepositControl(new_request_id(), source_type, "USD")
    office.services.deposit_controls.open(deposit, office.supervisor)
    drawer(office, "DESK", office.cashier)
    offers = {o.source.code: o for o in office.services.desk.opening(office.supervisor).offers}
    assert offers["DESK"].is_free is not taken
    if taken:
        with pytest.raises(Refused, match="C-07O"):
            drawer(office, "DESK", office.supervisor)
    else:
        drawer(office, "DESK", office.supervisor)


def test_d39_money_of_one_office_is_not_handled_from_another(
    office: Office, west: DepositControlId
) -> None:
    """Beside balancing and approving: counting, booking, floats, turn-ins, deposits, owners."""
    services, stranger = office.services, _westerner(office)
    control, life = office.control, office.services.control_life

    def ask() -> str:
        return new_request_id()

    given = CountControl(ask(), control, endings=(("CASH", Money(1)),))
    slip = DepositContent(DepositKind.BANK, Money(1), reference_id="S-1")
    handed = AddTurnIn(ask(), control, TurnInContent("CASH", Money(1)))
    acts: list[Callable[[], object]] = [
        lambda: life.start_balancing(control, ask(), stranger),
        lambda: services.control_counts.count(given, stranger),
        lambda: services.control_counts.submit(control, ask(), stranger),
        lambda: services.over_unders.book(BookOverUnder(ask(), control, "OTHER", "x"), stranger),
        lambda: life.balance(control, ask(), stranger),
        lambda: life.change(ChangeControl(ask(), control, Money(1)), stranger),
        lambda: life.reopen(control, ControlStatus.OPEN, "x", ask(), stranger),
        lambda: services.turn_ins.add(handed, stranger),
        lambda: services.bank_deposits.add(office.deposit, slip, ask(), stranger),
        lambda: services.deposit_controls.start_balancing(office.deposit, ask(), stranger),
    ]
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert (refused.value.code, refused.value.fields["office"]) == ("M-248", "MAIN")
    owner = DepositChange(owner_id=office.supervisor.user_id)
    with pytest.raises(Refused) as refused:
        services.deposit_controls.change(west, owner, ask(), stranger)
    assert (refused.value.code, refused.value.fields["field"]) == ("M-55", "owner")
    # Somebody's own drawer is seen through, wherever it was opened.
    own = drawer(office, "WEST-1", office.supervisor)
    life.start_balancing(own, ask(), office.supervisor)
