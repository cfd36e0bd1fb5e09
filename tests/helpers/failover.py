"""Eight counters take payments while their server dies and its standby takes over (R6, F10)."""

import random
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

from posapp.domain.ids import AccountId, ControlId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.tender_controls import OpenControl
from posapp.errors import StorageFailure
from posapp.services.bundle import Services, build
from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
from tests.helpers.crowd import at_once, errors
from tests.helpers.drawer_day import CONFIRMED, owing
from tests.helpers.office import Office, open_office

COUNTERS = 8
PATIENCE_S = 120.0
SOURCES = ("CASH-A02", "CASH-B01", "CASH-B02")


@dataclass
class Shift:
    """What the counters were told, and how long each was away.

    Attributes:
        acknowledged: (request id, event id) of every payment that a cashier was told is taken.
        cents: the sum of them.
        doubts: kinds of failures that cashiers saw; each asked again with the same request id.
        back: seconds from the promotion to the first payment taken after it, by counter.
    """

    acknowledged: list[tuple[str, int]] = field(default_factory=list)
    cents: int = 0
    doubts: list[str] = field(default_factory=list)
    back: dict[int, float] = field(default_factory=dict)


class Counters:
    """Counters at work on one address, until each took enough after the promotion."""

    def __init__(self, url: str, *, before: int, after: int) -> None:
        """Open the office.

        Args:
            url: address of both servers.
            before: payments that are taken in all before the server dies.
            after: payments that each counter takes after the promotion.
        """
        self.shift = Shift()
        self._before, self._after = before, after
        self._busy = threading.Event()
        self._promoted_at = 0.0
        self._lock = threading.Lock()
        self._stack = ExitStack()
        self._services: list[Services] = []
        for _ in range(COUNTERS):
            db = Database.open(url)
            self._stack.callback(db.dispose)
            self._services.append(build(db, FixedClock()))
        self.office: Office = open_office(self._open(url), FixedClock())
        self._account: AccountId = owing(self.office)
        self._drawers = [self.office.control, *map(self._drawer, SOURCES)]

    def work(self, fail_over: Callable[[], None]) -> Shift:
        """Take payments at every counter; ``fail_over`` runs once they are busy.

        Raises:
            AssertionError: a counter never came back, or saw what is no failure of the line.
        """
        try:
            counters: list[Callable[[], None]] = [
                partial(self._counter, n) for n in range(COUNTERS)
            ]
            assert errors(at_once([*counters, partial(self._fail, fail_over)])) == []
        finally:
            self._stack.close()
        return self.shift

    def _fail(self, fail_over: Callable[[], None]) -> None:
        assert self._busy.wait(PATIENCE_S), "the counters never got busy"
        fail_over()
        self._promoted_at = time.monotonic()

    def _counter(self, number: int) -> None:
        draw, left = random.Random(number), self._after
        while left:
            cents = draw.randint(1, 900)
            command = self._payment(number, cents)
            event = self._until_known(number, command)
            with self._lock:
                self.shift.acknowledged.append((command.request_id, event))
                self.shift.cents += cents
                if len(self.shift.acknowledged) >= self._before:
                    self._busy.set()
            if self._promoted_at:
                self.shift.back.setdefault(number, time.monotonic() - self._promoted_at)
                left -= 1

    def _until_known(self, number: int, command: AddEvent) -> int:
        """What a cashier does who is told that the server is away: ask again, with the same id."""
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                return self._add(number, command)
            except StorageFailure as failure:
                self.shift.doubts.append(failure.kind)
                if failure.kind not in {"offline", "unknown_outcome", "locked"}:
                    raise
                if time.monotonic() > until:
                    raise

    def _add(self, number: int, command: AddEvent) -> int:
        saved = self._services[number].payment_events.add(command, self.office.cashier)
        return saved.value.event_id

    def _payment(self, number: int, cents: int) -> AddEvent:
        return AddEvent(
            new_request_id(),
            self._account,
            (TenderDraft("CASH", Money(cents)),),
            (PaymentDraft(self._account, Money(cents)),),
            control_id=self._drawers[number % len(self._drawers)],
            confirmed=CONFIRMED,
        )

    def _open(self, url: str) -> Database:
        db = Database.open(url)
        self._stack.callback(db.dispose)
        return db

    def _drawer(self, source: str) -> ControlId:
        command = OpenControl(new_request_id(), source, None, None)
        return self.office.services.tender_controls.open(command, self.office.cashier).value
