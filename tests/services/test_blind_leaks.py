"""D-16: whatever a blind cashier asks, no answer and no refusal holds what the drawer should hold."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass

import pytest

from posapp.cli.failures import report
from posapp.domain.codes import TurnInDirection
from posapp.domain.control_lines import Figure
from posapp.domain.control_search import ControlSearch
from posapp.domain.ids import AccountId, EventId, new_request_id
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.domain.over_unders import BookOverUnder
from posapp.domain.rights import Actor
from posapp.domain.tender_edits import TenderChange
from posapp.errors import NeedsConfirmation, Refused
from posapp.services.bundle import Services
from tests.helpers.drawer_day import approve, owing, take, turn_in
from tests.helpers.drawers import balance_drawer, count, set_option, start, submit
from tests.helpers.office import DAY, Office

pytestmark = pytest.mark.usefixtures("quick_hashes")
# 150.00 and 61.37, 13.61, 40.17 of cash, 20.09 of it handed over: 245.06 should be there.
TAKEN, HANDED = (6137, 1361, 4017), 2009
EXPECTED, RECEIVED = 15_000 + sum(TAKEN) - HANDED, sum(TAKEN)
COUNTED = 24_001
SECRET = {
    EXPECTED, RECEIVED, EXPECTED + HANDED, RECEIVED - HANDED,
    EXPECTED - COUNTED, COUNTED - EXPECTED,
}  # fmt: skip
PAGE = PageRequest()


class Day:
    """A drawer with takings, and what was taken into it."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.account: AccountId = owing(office)
        self.events = [take(office, self.account, "CASH", cents) for cents in TAKEN]
        self.turn_in = turn_in(office, "CASH", HANDED)

    @property
    def event(self) -> EventId:
        return EventId(self.events[0].id)


Read = Callable[[Services, Actor, Day], object]
OUT = TurnInDirection.OUT
READS: dict[str, Read] = {
    "the drawer": lambda s, a, d: s.tender_controls.show(d.office.control, a),
    "my drawers": lambda s, a, d: s.tender_controls.mine(a),
    "search": lambda s, a, d: s.tender_controls.search(ControlSearch(), a),
    "left over": lambda s, a, d: s.tender_controls.stale(a),
    **{
        f"rows of {figure}": lambda s, a, d, f=figure: s.tender_controls.rows_behind(  # type: ignore[misc]
            d.office.control, "CASH", f, a
        )
        for figure in Figure
    },
    "attempts": lambda s, a, d: s.control_counts.attempts(d.office.control, a),
    "causes": lambda s, a, d: s.variance.explain(d.office.control, a),
    "recipe": lambda s, a, d: s.variance.recipe(d.office.control, a),
    "log of differences": lambda s, a, d: s.over_unders.log(a),
    "openings": lambda s, a, d: s.drawer_openings.openings(d.office.control, a),
    "turn-ins": lambda s, a, d: s.turn_ins.of_control(d.office.control, a),
    "turn-ins there": lambda s, a, d: s.turn_ins.of_deposit(d.office.deposit, a),
    "a turn-in": lambda s, a, d: s.turn_ins.show(d.turn_in, a),
    "instruments": lambda s, a, d: s.turn_ins.instruments(d.office.control, OUT, a),
    "deposit control": lambda s, a, d: s.deposit_controls.show(d.office.deposit, a),
    "deposit controls": lambda s, a, d: s.deposit_controls.search(PAGE, a),
    "deposit day": lambda s, a, d: s.deposit_controls.day(DAY, a),
    "undeposited": lambda s, a, d: s.bank_deposits.undeposited(d.office.deposit, a),
    "proof": lambda s, a, d: s.proof.of_day(DAY, a),
    "ledger batches": lambda s, a, d: s.ledger_exports.batches(a),
    "desk": lambda s, a, d: s.desk.show(d.office.control, a),
    "events": lambda s, a, d: s.desk.events_of(d.office.control, a),
    "opening": lambda s, a, d: s.desk.opening(a),
    "an event": lambda s, a, d: s.payment_events.show(d.event, a),
    "its desk": lambda s, a, d: s.event_desk.of(d.event, a),
    "its log": lambda s, a, d: s.event_log.of(d.event, a),
    "payments": lambda s, a, d: s.browse.payments(PAGE, a),
    "tenders": lambda s, a, d: s.browse.tenders(PAGE, a),
    "all events": lambda s, a, d: s.browse.events(PAGE, a),
    "tender history": lambda s, a, d: s.browse.tender_history(PAGE, a),
    "payment totals": lambda s, a, d: s.browse.payment_totals(PAGE, a),
    "tender totals": lambda s, a, d: s.browse.tender_totals(PAGE, a),
    "event totals": lambda s, a, d: s.browse.event_totals(PAGE, a),
    "exceptions": lambda s, a, d: s.exceptions.list_exceptions(PAGE, a),
    "count of exceptions": lambda s, a, d: s.exceptions.count_exceptions(a, d.office.control),
    "batches": lambda s, a, d: s.quick_add.search(PAGE, a),
    # Actions that are refused, whose refusal may not say more either.
    "turn in too much": lambda s, a, d: turn_in(d.office, "CASH", 99_999),
    "balance": lambda s, a, d: balance_drawer(d.office, a),
    "book": lambda s, a, d: s.over_unders.book(
        BookOverUnder(new_request_id(), d.office.control, "COUNT", "x"), a
    ),
    "change a tender": lambda s, a, d: s.tender_edits.adjust(
        d.events[0].tenders[0].id, TenderChange(amount=Money(1)), new_request_id(), a
    ),
    "take more than the limit": lambda s, a, d: take(d.office, d.account, "CASH", 9_000_000),
}


def numbers(found: object) -> Iterator[int]:
    """Every amount in an answer, in minor units, however deep."""
    if isinstance(found, Money):
        yield found.minor
    elif is_dataclass(found) and not isinstance(found, type):
        for field in fields(found):
            yield from numbers(getattr(found, field.name))
    elif isinstance(found, Mapping):
        for value in found.values():
            yield from numbers(value)
    elif isinstance(found, str):
        for word in found.replace("'", " ").split():
            digits = word.strip("$.,;:!?()").replace(",", "").replace(".", "")
            if digits.lstrip("-").isdigit() and "." in word:
                yield int(digits)
    elif isinstance(found, list | tuple | set | frozenset):
        for value in found:
            yield from numbers(value)


def answer(office: Office, name: str, day: Day, actor: Actor) -> object:
    """What comes back: the result, or everything that a refusal says."""
    try:
        return READS[name](office.services, actor, day)
    except (Refused, NeedsConfirmation) as said:
        return report(said, office.services.setup().currencies, "USD").document


def leaks(office: Office, day: Day, actor: Actor) -> dict[str, set[int]]:
    found = {name: SECRET & set(numbers(answer(office, name, day, actor))) for name in READS}
    return {name: told for name, told in found.items() if told}


def test_d16_nothing_tells_a_blind_cashier_what_should_be_there(sqlite_office: Office) -> None:
    office = sqlite_office
    # So that the refusals of the hard limit and of balancing are among them.
    set_option(office, turn_in_hard_limit_percent=100, cashier_may_balance=True)
    day, cashier, boss = Day(office), office.cashier, office.supervisor
    assert office.services.tender_controls.show(office.control, boss).lines[0].expected == Money(
        EXPECTED
    )
    assert leaks(office, day, cashier) == {}
    start(office)
    assert leaks(office, day, cashier) == {}
    approve(office, day.turn_in)
    count(office, CASH=COUNTED)
    told = submit(office)
    assert told.differs
    assert SECRET & set(numbers(told)) == set()
    assert leaks(office, day, cashier) == {}
    # The supervisor, and after the second submit the cashier too, is told in many places.
    assert {"the drawer", "attempts", "balance"} <= set(leaks(office, day, boss))
    count(office, CASH=COUNTED)
    submit(office)
    assert {"the drawer", "attempts"} <= set(leaks(office, day, cashier))
