"""Many counters at once (R3, R7, F7, F11, D-25): nothing lost, overpaid, numbered twice or refused."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from posapp.domain.codes import DistributeAction, MatchEventStatus, PaymentStatus
from posapp.domain.ids import AccountId, ControlId, EventId, new_request_id
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import OpenControl
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services import event_change, new_events
from posapp.services.bundle import Services, build
from posapp.storage.check import check_database
from posapp.storage.db import Database
from tests.helpers import oracle
from tests.helpers.bills import bill
from tests.helpers.clock import FixedClock
from tests.helpers.crowd import at_once, errors
from tests.helpers.office import DAY, Office, open_office

COUNTERS = 8
CONFIRMED = frozenset({"M-06W", "M-31", "M-39", "M-40", "M-42", "M-69"})


@pytest.fixture
def counters(office: Office, engine_url: str) -> Iterator[list[Services]]:
    """Eight programs at one database: every second one is a program of its own."""
    with ExitStack() as stack:
        services = []
        for index in range(COUNTERS):
            db = office.db
            if index % 2:
                db = Database.open(engine_url)
                stack.callback(db.dispose)
            services.append(build(db, office.clock))
        yield services


def pay(
    account: AccountId,
    cents: int,
    *,
    tendered: int = 0,
    match: tuple[str, str] = ("", ""),
    control: ControlId | None = None,
    action: DistributeAction = DistributeAction.FREEZE,
    request: str = "",
    confirmed: frozenset[str] = CONFIRMED,
) -> AddEvent:
    return AddEvent(
        request or new_request_id(),
        account,
        (TenderDraft("CASH", Money(tendered or cents)),),
        (PaymentDraft(account, Money(cents), *match),),
        action=action,
        control_id=control,
        confirmed=confirmed,
    )


def drawer(office: Office, source: str, *, all_users: bool = False) -> ControlId:
    actor = office.supervisor if all_users else office.cashier
    command = OpenControl(new_request_id(), source, None, None, all_users=all_users)
    return office.services.tender_controls.open(command, actor).value


def test_r7_eight_counters_share_accounts_items_and_drawers(
    office: Office, counters: list[Services], times: int
) -> None:
    draw = random.Random(7)
    drawers = [office.control, *(drawer(office, f"CASH-{n}") for n in ("A02", "B01"))]
    shared = drawer(office, "CASH-B02", all_users=True)
    people = [office.account(f"Person {n}") for n in range(3)]
    for account in people:
        office.agreement(account, "WATER", (DAY, 20_000))
        office.agreement(account, "GAS", (DAY, 20_000))
    for n in range(4):
        office.item(people[n % 3], f"V{n}", 5000)
    owed = oracle.owed(office.db)
    rounds = 4 * times

    def work(index: int) -> list[tuple[AddEvent, Saved[object]]]:
        own = random.Random(f"{draw.random()} {index}")
        actor = office.supervisor if index >= 6 else office.cashier
        done = []
        for _ in range(rounds):
            who = own.choice(people)
            item = own.randrange(4)
            to_item = own.random() < 0.4
            command = pay(
                people[item % 3] if to_item else who,
                own.choice([1700, 2500]) if to_item else own.randint(1, 900),
                tendered=own.choice([0, 10_000]),
                match=("ITEM-ID", f"V{item}") if to_item else ("", ""),
                control=shared if index >= 6 else own.choice([*drawers, shared]),
            )
            done.append((command, counters[index].payment_events.add(command, actor)))
        return done

    results = at_once([partial(work, n) for n in range(COUNTERS)])
    assert errors(results) == []
    done = [pair for result in results if isinstance(result, list) for pair in result]
    assert len(done) == COUNTERS * rounds
    oracle.assert_once(office.db, [(c.request_id, s.value.event_id) for c, s in done])
    oracle.assert_sound(office.db)
    assert set(oracle.events(office.db)) == {command.request_id for command, _ in done}
    paid = oracle.frozen(office.db)
    assert oracle.owed(office.db) == {n: owed[n] - paid.get(n, 0) for n in owed}
    held = sum(oracle.drawers(office.db).values())
    assert held == sum(command.payments[0].amount.minor for command, _ in done)


def at_every_counter(
    counters: list[Services], act: Callable[[Services], Saved[object]]
) -> list[Saved[object]]:
    results = at_once([partial(act, services) for services in counters])
    assert errors(results) == []
    return [result for result in results if isinstance(result, Saved)]


@pytest.mark.parametrize("confirmed", [frozenset[str](), CONFIRMED], ids=["plain", "confirmed"])
def test_f11_one_request_from_eight_counters_is_one_event(
    office: Office, counters: list[Services], confirmed: frozenset[str]
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    command = pay(account, 5000, tendered=6000, confirmed=confirmed)
    saved = at_every_counter(counters, lambda s: s.payment_events.add(command, office.cashier))
    assert len({each.value for each in saved if not each.replayed}) == 1
    assert sum(not each.replayed for each in saved) == 1
    assert len({each.value.event_id for each in saved}) == 1
    oracle.assert_sound(office.db)
    assert len(oracle.events(office.db)) == 1
    assert oracle.owed(office.db) == {account: 0}


def test_d21_one_draft_submitted_by_eight_counters_is_one_event(
    office: Office, counters: list[Services]
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    command = pay(account, 5000, confirmed=frozenset())
    saved = at_every_counter(counters, lambda s: s.in_hand.submit(command, office.cashier))
    assert len({each.value.event_id for each in saved}) == 1
    assert office.services.in_hand.kept(office.cashier) == ()
    assert len(oracle.events(office.db)) == 1


def test_f11_one_request_id_with_two_amounts_is_one_event_and_one_refusal(
    office: Office, counters: list[Services]
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    request = new_request_id()
    works = [
        partial(
            services.payment_events.add,
            pay(account, 1000 + index % 2, request=request),
            office.cashier,
        )
        for index, services in enumerate(counters)
    ]
    results = at_once(works)
    assert {str(error)[:4] for error in errors(results)} == {"M-54"}
    assert all(type(error) is Refused for error in errors(results))
    assert len(errors(results)) == COUNTERS // 2
    assert len(oracle.events(office.db)) == 1


Act = Callable[[Services, EventId, str, Actor], Saved[EventId]]
DOUBLE_CLICKS: dict[str, tuple[DistributeAction, Act]] = {
    "distribute": (
        DistributeAction.NONE,
        lambda s, event, request, actor: s.event_actions.distribute(event, request, actor),
    ),
    "freeze": (
        DistributeAction.DISTRIBUTE,
        lambda s, event, request, actor: s.event_actions.freeze(event, request, actor),
    ),
    "date": (
        DistributeAction.NONE,
        lambda s, event, request, actor: s.event_actions.set_date(event, DAY, request, actor),
    ),
    "delete": (
        DistributeAction.NONE,
        lambda s, event, request, actor: s.event_actions.delete(
            event, request, actor, frozenset({"M-41"})
        ),
    ),
}


@pytest.mark.parametrize("name", DOUBLE_CLICKS)
def test_f11_a_double_click_acts_once(office: Office, counters: list[Services], name: str) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    first, act = DOUBLE_CLICKS[name]
    event = office.services.payment_events.add(
        pay(account, 3000, action=first), office.cashier
    ).value.event_id
    request = new_request_id()
    saved = at_every_counter(counters, lambda s: act(s, event, request, office.supervisor))
    assert sum(not each.replayed for each in saved) == 1
    oracle.assert_sound(office.db)
    assert len(oracle.events(office.db)) == (name != "delete")
    assert oracle.frozen(office.db) == ({account: 3000} if name == "freeze" else {})


@pytest.mark.parametrize("name", ["freeze", "delete"])
def test_py4_two_people_who_freeze_or_delete_at_once_do_it_once(
    office: Office, counters: list[Services], name: str
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    first, act = DOUBLE_CLICKS[name]
    event = office.services.payment_events.add(
        pay(account, 3000, action=first), office.cashier
    ).value.event_id
    results = at_once(
        [partial(act, s, event, new_request_id(), office.supervisor) for s in counters]
    )
    refused = errors(results)
    assert len(refused) == COUNTERS - 1
    assert {str(error)[:4] for error in refused} == {"M-12" if name == "freeze" else "M-55"}
    oracle.assert_sound(office.db)


def test_d25_items_paid_at_eight_counters_are_paid_once(
    office: Office, counters: list[Services]
) -> None:
    account = office.account()
    office.item(account, "V1", 6500)
    waiting = [
        office.services.payment_events.add(
            pay(account, 6500, match=("ITEM-ID", "V1"), action=DistributeAction.DISTRIBUTE),
            office.cashier,
        ).value.event_id
        for _ in range(COUNTERS)
    ]
    works = [
        partial(s.event_actions.freeze, event, new_request_id(), office.cashier)
        for s, event in zip(counters, waiting, strict=True)
    ]
    assert errors(at_once(works)) == []
    shown = [office.services.payment_events.show(event, office.cashier) for event in waiting]
    found = [event.payments[0].status for event in shown]
    assert sorted(found) == [PaymentStatus.ERROR] * (COUNTERS - 1) + [PaymentStatus.FROZEN]
    assert {event.payments[0].error_code for event in shown} == {None, "M-27"}
    oracle.assert_sound(office.db)


def test_tc07_a_drawer_is_opened_once(office: Office, counters: list[Services]) -> None:
    works = [
        partial(
            s.tender_controls.open,
            OpenControl(new_request_id(), "CASH-A02", None, None),
            office.cashier,
        )
        for s in counters
    ]
    refused = errors(at_once(works))
    assert {str(error)[:5] for error in refused} == {"C-07O"}
    assert len(refused) == COUNTERS - 1
    request = new_request_id()
    again = at_every_counter(
        counters,
        lambda s: s.tender_controls.open(
            OpenControl(request, "CASH-B01", None, None), office.cashier
        ),
    )
    assert len({each.value for each in again}) == 1
    sources = oracle.rows(office.db, "SELECT tender_source FROM tender_control ORDER BY 1")
    assert sources == [("CASH-A01",), ("CASH-A02",), ("CASH-B01",)]


@pytest.mark.parametrize("name", ["add", "freeze", "delete"])
def test_f11_a_first_click_that_ends_between_look_up_and_reading_is_found(
    postgres_db: Database, postgres_url: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The window of the race, opened wide: the other click runs inside it."""
    office = open_office(postgres_db, FixedClock())
    other_db = Database.open(postgres_url)
    other = build(other_db, office.clock)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 3000))
    command = pay(account, 3000, confirmed=frozenset())
    act: Callable[[Services], Saved[Any]]
    if name == "add":
        module: Any = new_events
        function, act = "load_add_facts", lambda s: s.payment_events.add(command, office.cashier)
    else:
        first, change = DOUBLE_CLICKS[name]
        event = office.services.payment_events.add(
            replace(command, action=first), office.cashier
        ).value.event_id
        request = new_request_id()
        module, function = event_change, "load_event"
        act = lambda s: change(s, event, request, office.supervisor)  # noqa: E731
    plain = getattr(module, function)
    inside: list[Saved[Any]] = []

    def late(*given: Any, **named: Any) -> object:
        if not inside:
            monkeypatch.setattr(module, function, plain)
            inside.append(act(other))
        return plain(*given, **named)

    monkeypatch.setattr(module, function, late)
    saved = act(office.services)
    assert [each.replayed for each in (*inside, saved)] == [False, True]
    oracle.assert_sound(office.db)
    other_db.dispose()


def test_d25_oi5_one_bill_paid_at_eight_counters_is_matched_once(
    office: Office, counters: list[Services]
) -> None:
    account = office.account(customer_class="OPEN")
    bill(office, account, "B-1", DAY, (office.agreement(account, "WATER"), 8000))

    def work(index: int) -> object:
        command = pay(account, 3000, match=("BILL-ID", "B-1"))
        return counters[index].payment_events.add(command, office.cashier)

    assert errors(at_once([partial(work, n) for n in range(COUNTERS)])) == []
    (match,) = office.services.match_events.of_account(account, PageRequest(), office.cashier).rows
    assert match.status is MatchEventStatus.BALANCED
    assert sorted(line.amount.minor for line in match.lines) == [-3000, -3000, -2000, 8000]
    assert check_database(office.db).findings == ()
