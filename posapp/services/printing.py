"""Printing a receipt: logged before it is tried, rendered, sent; the payment never depends on it."""

from dataclasses import dataclass

from posapp.domain.clock import Clock
from posapp.domain.event_views import EventView, home_control
from posapp.domain.ids import EventId
from posapp.domain.ports import Printer
from posapp.domain.receipts import ReceiptFacts, cancel_reason, check_printable, receipt_doc
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.errors import DeviceFailure, Refused
from posapp.printing.receipt import render_receipt
from posapp.printing.style import Layout
from posapp.services.setup import SetUpCache
from posapp.storage import print_log as store
from posapp.storage.audit import control_chain, head
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.event_views import load_event

LAYOUTS = {layout.value: layout for layout in Layout}


@dataclass(frozen=True, slots=True)
class Printed:
    """A receipt that was made: its bytes, which copy it is, and where it went."""

    pdf: bytes
    copy: int
    where: str


class Printing:
    """Use cases of paper."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def preview(
        self, event_id: EventId, actor: Actor, *, long: bool = False, layout: str = "roll80"
    ) -> bytes:
        """The receipt as it would print now; nothing is logged.

        Raises:
            Refused: ``M-55`` no such event, ``M-37`` not frozen, ``M-50`` unknown layout.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            event = _printable(s, event_id, setup)
            facts = self._facts(s, event, store.count_prints(s, store.RECEIPT, event_id))
        return render_receipt(receipt_doc(facts, setup), layout=_layout(layout), long=long)

    def print_receipt(
        self,
        event_id: EventId,
        actor: Actor,
        printer: Printer,
        *,
        long: bool = False,
        layout: str = "roll80",
        duplicate: bool = False,
    ) -> Printed:
        """Print a receipt: the first is the original, every later one *Duplicate n* (RC-2).

        The attempt is logged first; a failed one counts, because paper may have come out.

        Raises:
            Refused: as for the preview.
            DeviceFailure: the printer failed; the payment stands and the log says so.
        """
        actor.require(Right.PRINT)
        paper = _layout(layout)

        def begin(s: Transaction) -> tuple[int, ReceiptFacts, SetUp]:
            setup = self._setup.current(s)
            event = _printable(s, event_id, setup)
            store.lock_prints(s, event_id)
            copy = store.count_prints(s, store.RECEIPT, event_id)
            facts = self._facts(s, event, max(copy, 1) if duplicate else copy)
            print_id = store.insert_print(
                s,
                store.RECEIPT,
                event_id,
                copy=facts.copy,
                at=facts.printed_at,
                user_id=actor.user_id,
                printer=printer.name,
            )
            return print_id, facts, setup

        print_id, facts, setup = self._db.write(begin)
        pdf = render_receipt(receipt_doc(facts, setup), layout=paper, long=long)
        title = f"receipt-{facts.event.receipt_number or event_id}"
        if facts.copy:
            title += f"-duplicate-{facts.copy}"
        try:
            where = printer.print_pdf(pdf, title)
        except DeviceFailure as failure:
            outcome = f"FAILED: {failure.detail}"
            self._db.write(lambda s: store.set_outcome(s, print_id, outcome))
            raise
        self._db.write(lambda s: store.set_outcome(s, print_id, f"PRINTED: {where}"))
        return Printed(pdf, facts.copy, where)

    def log(self, event_id: EventId, actor: Actor) -> tuple[store.Print, ...]:
        """Every print of an event's receipt, oldest first (PR-04)."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return tuple(store.load_prints(s, store.RECEIPT, event_id))

    def _facts(self, s: Transaction, event: EventView, copy: int) -> ReceiptFacts:
        seal = head(s, control_chain(home_control(event)))
        return ReceiptFacts(
            event,
            self._clock(),
            copy,
            "" if seal is None else seal.short,
            cancel_reason(event),
        )


def _printable(s: Transaction, event_id: EventId, setup: SetUp) -> EventView:
    event = load_event(s, event_id, setup)
    if event is None:
        raise Refused("M-55", field="event", value=event_id)
    check_printable(event)
    return event


def _layout(name: str) -> Layout:
    layout = LAYOUTS.get(name.lower())
    if layout is None:
        raise Refused("M-50", field="layout", value=name, reason=f"is none of {', '.join(LAYOUTS)}")
    return layout
