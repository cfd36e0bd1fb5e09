"""Receipts of many events in one print job: each logged and counted as if printed alone (PR-04)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from posapp.domain.clock import Clock
from posapp.domain.documents import ReceiptDoc
from posapp.domain.ids import EventId
from posapp.domain.paper_style import PaperStyle
from posapp.domain.ports import Printer, Progress
from posapp.domain.receipts import receipt_doc
from posapp.domain.rights import Actor, Right
from posapp.errors import DeviceFailure, Refused
from posapp.printing.receipts import render_receipts
from posapp.services.long_work import steps
from posapp.services.paper_looks import PaperLook, Styled, look_of
from posapp.services.print_attempts import UNNAMED, Attempt, Paper, begin
from posapp.services.printing import layout_of, receipt_facts
from posapp.services.setup import SetUpCache
from posapp.storage import print_log as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.event_views import load_event
from posapp.storage.event_writes import Stamp

_FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class PrintedJob:
    """What one job printed: its bytes, how many receipts, how many events have none, and where."""

    pdf: bytes
    receipts: int
    without: int
    where: str


class ReceiptJobs:
    """Use cases of receipts of a whole batch."""

    def __init__(
        self, db: Database, clock: Clock, setup: SetUpCache, style: Styled = PaperStyle
    ) -> None:
        """Receipts over a database, numbers and dates written as ``style`` says."""
        self._db = db
        self._clock = clock
        self._setup = setup
        self._style = style

    def print_all(
        self,
        events: Sequence[EventId],
        actor: Actor,
        printer: Printer,
        *,
        long: bool = False,
        layout: str = "roll80",
        progress: Progress | None = None,
    ) -> PrintedJob:
        """Print the receipts of events as one document (RC-1, RC-2).

        Events that have no receipt yet, such as those in Error, are left out and counted.

        Raises:
            Refused: ``M-70`` when none of them has a receipt, ``M-50`` an unknown layout, ``M-44``
                stopped before anything was printed.
            DeviceFailure: the printer failed; the log says so for each of them.
        """
        actor.require(Right.PRINT)
        paper = look_of(layout_of(layout), self._style())

        def start(s: Transaction) -> list[tuple[Attempt, ReceiptDoc]]:
            make = partial(self._begin, s, actor, printer, paper, long)
            found = [make(one) for one in steps(events, progress)]
            return [one for one in found if one is not None]

        attempts = self._db.write(start)
        if not attempts:
            raise Refused("M-70", reason="none of these payments has a receipt")
        docs = [doc for _attempt, doc in attempts]
        pdf, where = self._carry_out(attempts, docs, printer, paper, long=long)
        return PrintedJob(pdf, len(docs), len(events) - len(docs), where)

    def _begin(
        self,
        s: Transaction,
        actor: Actor,
        printer: Printer,
        look: PaperLook,
        long: bool,
        event_id: EventId,
    ) -> tuple[Attempt, ReceiptDoc] | None:
        """Log one receipt of the job; ``None`` for an event that has none."""
        setup, now = self._setup.current(s), self._clock()
        event = load_event(s, event_id, setup)
        if event is None:
            return None
        try:
            facts = receipt_facts(s, event, setup, now)
        except Refused:
            return None

        def doc(copy: int) -> ReceiptDoc:
            return receipt_doc(replace(facts, copy=copy), setup)

        def render(copy: int, _seal: str) -> bytes:
            return render_receipts([doc(copy)], long=long, **look)

        store.lock_prints(s, event_id)
        title = f"receipt-{event.receipt_number or event.id}"
        paper = Paper(store.RECEIPT, event_id, title, render, facts.seal)
        attempt = begin(s, paper, printer.name, Stamp(now, actor.user_id), UNNAMED, duplicate=False)
        return attempt, doc(attempt.copy)

    def _carry_out(
        self,
        attempts: Sequence[tuple[Attempt, ReceiptDoc]],
        docs: Sequence[ReceiptDoc],
        printer: Printer,
        look: PaperLook,
        *,
        long: bool,
    ) -> tuple[bytes, str]:
        pdf = render_receipts(docs, long=long, **look)
        try:
            where = printer.print_pdf(pdf, f"receipts-{len(docs)}")
        except DeviceFailure as failure:
            self._say(attempts, f"{_FAILED}: {failure.detail}")
            raise
        self._say(attempts, f"PRINTED: {where}")
        return pdf, where

    def _say(self, attempts: Sequence[tuple[Attempt, ReceiptDoc]], outcome: str) -> None:
        rows = [attempt.row for attempt, _doc in attempts if attempt.row is not None]

        def write(s: Transaction) -> None:
            for row in rows:
                store.set_outcome(s, row, outcome)

        self._db.write(write)
