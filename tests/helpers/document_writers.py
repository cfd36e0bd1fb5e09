"""Writers of numbered payments, each a process of its own with its own connections (DN-04)."""

import contextlib
import json
import os
import signal
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import text

from posapp.domain.codes import Role
from posapp.domain.ids import AccountId, ControlId, UserId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.errors import StorageFailure
from posapp.services import payment_events
from posapp.services.bundle import Services, build
from posapp.services.done import Done, record_late
from posapp.storage import postgres, sqlite
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.guards import InvariantError
from posapp.storage.prepared import Prepared
from tests.helpers.clock import FixedClock
from tests.helpers.engines import SharedCompiler

SCRIPT = "import sys; from tests.helpers.document_writers import main; main(*sys.argv[1:])"
LONGEST_S = 200
"""Whoever works longer is ended by the system."""
_NUMBER = Prepared(text("SELECT document_number FROM payment_event WHERE id = :id"))


def main(url: str, user: str, times: str, orders: str) -> None:
    """Let writers freeze payments at once and tell each document number that was committed.

    Everything is loaded once; each writer is forked while there is no connection. Prints
    ``told NUMBER`` and, at the end, ``ended PLACE STATUS`` for each writer.

    Args:
        url: the database.
        user: id of the cashier.
        times: how many payments each writer makes.
        orders: JSON, for each writer the account that pays, its own drawer, and how it works:
            ``commits`` all; ``rolls back`` every second one after its number was drawn; ``dies``
            by SIGKILL inside its last transaction, after its number was drawn.
    """
    signal.alarm(LONGEST_S)
    _warm_up(url, int(user), json.loads(orders)[0])
    ready, here = os.pipe()
    gate, opens = os.pipe()
    writers: dict[int, int] = {}
    for place, (account, control, how) in enumerate(json.loads(orders)):
        pid = os.fork()
        if pid == 0:
            os.close(opens)
            signal.alarm(LONGEST_S)
            _write(url, int(user), account, control, how, int(times), (here, gate))
            os._exit(0)
        writers[pid] = place
    for _ in writers:
        os.read(ready, 1)
    # All wait for this, so that they draw numbers at once.
    os.close(opens)
    for _ in range(len(writers)):
        pid, status = os.wait()
        _tell(f"ended {writers[pid]} {status}")


def _warm_up(url: str, user: int, order: tuple[int, int, str]) -> None:
    """Roll a payment back first: every writer inherits the compiled statements, and no connection."""
    shared = SharedCompiler()
    for engine in (sqlite, postgres):
        engine.engine_for = shared.sharing(engine.engine_for)
    db = Database.open(url)
    payment_events.record_late = _spoiler("rolls back", 1, last=False)
    with contextlib.suppress(InvariantError):
        _pay(build(db, FixedClock()), _actor(user), AccountId(order[0]), ControlId(order[1]))
    db.dispose()


def _actor(user: int) -> Actor:
    return Actor(UserId(user), "cashier", "Cashier", frozenset({Role.CASHIER}), "MAIN", "WS1")


def _write(
    url: str, user: int, account: int, control: int, how: str, times: int, ends: tuple[int, int]
) -> None:
    services = build(Database.open(url), FixedClock())
    actor = _actor(user)
    here, gate = ends
    os.write(here, b".")
    os.read(gate, 1)
    for turn in range(times):
        payment_events.record_late = _spoiler(how, turn, last=turn == times - 1)
        try:
            number = _pay(services, actor, AccountId(account), ControlId(control))
        except InvariantError:
            continue
        _tell(f"told {number}")


def _tell(line: str) -> None:
    """One write for a line: all writers share the pipe."""
    os.write(1, f"{line}\n".encode())


def _spoiler(how: str, turn: int, *, last: bool) -> Callable[..., None]:
    """What the last step before COMMIT does: its work, then fail or end the process.

    On a server the number waits there for COMMIT, so whoever spoils looks at it first, which has it
    drawn; a number that was not drawn would prove nothing.
    """
    dies = how == "dies" and last

    def record(s: Transaction, done: Done, actor: Actor, now: datetime) -> None:
        record_late(s, done, actor, now)
        if not dies and not (how == "rolls back" and turn % 2):
            return
        if _NUMBER.scalar(s, {"id": done.result_id}) is None:
            raise AssertionError("no number was drawn")
        if dies:
            os.kill(os.getpid(), signal.SIGKILL)
        raise InvariantError("this one does not add up")

    return record


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
