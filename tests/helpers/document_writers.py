"""Writers of numbered payments, each a process of its own with its own connections (DN-04)."""

import os
import signal
import sys

from posapp.domain.codes import Role
from posapp.domain.ids import AccountId, ControlId, UserId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.errors import StorageFailure
from posapp.services import payment_events
from posapp.services.bundle import Services, build
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.guards import InvariantError, verify
from tests.helpers.clock import FixedClock

SCRIPT = "import sys; from tests.helpers.document_writers import main; main(*sys.argv[1:])"


def main(url: str, user: str, account: str, control: str, how: str, times: str) -> None:
    """Freeze payments and print the document number of each that was committed.

    Args:
        url: the database.
        user: id of the cashier.
        account: id of the payor.
        control: id of the writer's own drawer.
        how: ``commits`` all; ``rolls back`` every second one after its number was drawn; ``dies``
            by SIGKILL inside its last transaction, after its number was drawn.
        times: how many payments.
    """
    services = build(Database.open(url), FixedClock())
    actor = Actor(UserId(int(user)), "cashier", "Cashier", frozenset({Role.CASHIER}), "MAIN", "WS1")
    print("ready", flush=True)
    sys.stdin.readline()
    for turn in range(int(times)):
        last = turn == int(times) - 1
        payment_events.verify = _spoiler(how, turn, last=last)  # type: ignore[assignment]
        try:
            number = _pay(services, actor, AccountId(int(account)), ControlId(int(control)))
        except InvariantError:
            continue
        print(number, flush=True)


def _spoiler(how: str, turn: int, *, last: bool) -> object:
    """What the last look before COMMIT does: prove, fail, or end the process."""

    def look(s: Transaction, *, event_ids: tuple[int, ...] = ()) -> None:
        if how == "dies" and last:
            os.kill(os.getpid(), signal.SIGKILL)
        if how == "rolls back" and turn % 2:
            raise InvariantError("this one does not add up")
        verify(s, event_ids=event_ids)

    return look


def _pay(services: Services, actor: Actor, account: AccountId, control: ControlId) -> str:
    """One frozen payment; a busy database is asked again, as the window does."""
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(100)),),
        (PaymentDraft(account, Money(100)),),
        control_id=control,
        confirmed=frozenset({"M-39", "M-40", "M-42", "M-69"}),
    )
    while True:
        try:
            event = services.payment_events.add(command, actor).value.event_id
            break
        except StorageFailure as failure:
            if failure.kind != "locked":
                raise
    return str(services.payment_events.show(event, actor).document_number)
