"""Two workstations at one database race for one credit, one item, one *Process manually* (CK-8, CK-9).

Exactly one wins each time, and the other is told who won.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from posapp.domain.codes import Role
from posapp.domain.credit_codes import CheckoutState
from posapp.domain.ids import new_request_id
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import OpenControl
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services.bundle import Services, build
from posapp.storage.db import Database
from posapp.storage.users import insert_user
from tests.helpers.checkouts import CONFIRMED, add_credit, issue, person, state, submission
from tests.helpers.clock import FixedClock
from tests.helpers.crowd import at_once
from tests.helpers.office import Office, open_office


@dataclass
class Stations:
    """Two programs with a cashier and a supervisor each, at one database."""

    office: Office
    programs: Sequence[Services]
    cashiers: Sequence[Actor]
    supervisors: Sequence[Actor]
    rounds: int = 0


@contextmanager
def two_stations(url: str, clock: FixedClock) -> Iterator[Stations]:
    """Two counters at a fresh database, each a program with connections of its own."""
    with closing_databases(url) as (first, other):
        office = open_office(first, clock)
        programs = (office.services, build(other, clock))
        yield _stations(office, programs, _second_supervisor(office))


@contextmanager
def closing_databases(url: str) -> Iterator[tuple[Database, Database]]:
    """The same database, opened twice."""
    with ExitStack() as stack:
        found = [Database.open(url) for _ in range(2)]
        for one in found:
            stack.callback(one.dispose)
        yield found[0], found[1]


def _second_supervisor(office: Office) -> Actor:
    with office.db.begin() as s:
        user_id = insert_user(
            s,
            login="second",
            name="Second",
            password_hash="",
            office="MAIN",
            roles=[Role.SUPERVISOR],
            at=office.clock(),
        )
    return replace(
        office.supervisor, user_id=user_id, login="second", name="Second", workstation="WS2"
    )


def _stations(office: Office, programs: Sequence[Services], second: Actor) -> Stations:
    colleague = office.colleague()
    command = OpenControl(new_request_id(), "CASH-B01", None, None)
    office.services.tender_controls.open(command, colleague)
    cashiers = (office.cashier, colleague)
    return Stations(office, programs, cashiers, (office.supervisor, second))


def raced(
    here: Stations, wishes: Sequence[Callable[[], Saved[Any]]], people: Sequence[Actor], code: str
) -> int:
    """Let both go at once; gives who won, and is sure that the other was told so."""
    results = at_once(list(wishes))
    won = [index for index, one in enumerate(results) if isinstance(one, Saved)]
    assert len(won) == 1, results
    (winner,) = won
    lost = results[1 - winner]
    assert isinstance(lost, Refused), lost
    assert (lost.code, lost.fields["user"]) == (code, people[winner].name), lost
    here.rounds += 1
    return winner


def one_item(here: Stations) -> int:
    """Both submit the same item (IT-4)."""
    account = person(here.office)
    item = issue(here.office, account, f"P-{here.rounds}-{account}", 5000)
    wishes = [
        partial(program.checkouts.submit, submission(account, [item]), who)
        for program, who in zip(here.programs, here.cashiers, strict=True)
    ]
    return raced(here, wishes, here.cashiers, "M-321")


def one_credit(here: Stations) -> int:
    """Both use the same credit for another item (CK-8, case 6)."""
    account = person(here.office)
    items = [issue(here.office, account, f"C-{here.rounds}-{account}-{n}", 5000) for n in range(2)]
    credit = add_credit(here.office, account, items[0], 4500)
    wishes = [
        partial(
            program.checkouts.submit,
            submission(account, [item], credits=(credit.id,), confirmed=CONFIRMED),
            who,
        )
        for program, who, item in zip(here.programs, here.cashiers, items, strict=True)
    ]
    winner = raced(here, wishes, here.cashiers, "M-322")
    found = [state(here.office, item)[0] for item in items]
    assert found[winner] == "IN_CHECKOUT"
    assert found[1 - winner] == "PAYABLE"
    return winner


def one_process(here: Stations) -> int:
    """Both press *Process manually* of the same checkout (CK-9)."""
    account = person(here.office)
    item = issue(here.office, account, f"M-{here.rounds}-{account}", 5000)
    checkout = here.office.services.checkouts.submit(
        submission(account, [item]), here.office.cashier
    ).value.checkout_id
    wishes = [
        partial(program.checkouts.process, checkout, new_request_id(), who)
        for program, who in zip(here.programs, here.supervisors, strict=True)
    ]
    winner = raced(here, wishes, here.supervisors, "M-336")
    done = here.office.services.checkouts.show(checkout, here.office.cashier)
    assert (done.state, state(here.office, item)) == (CheckoutState.PROCESSED, ("PAID", 0))
    return winner


RACES = (one_item, one_credit, one_process)
"""Every race; each gives the index of who won."""
