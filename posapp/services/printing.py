"""Printing papers of an event: logged before it is tried, rendered, sent; money never depends on it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from posapp.domain.clock import Clock
from posapp.domain.endorsements import check_endorsable, check_stub, endorsement_doc, stub_doc
from posapp.domain.event_views import EventView
from posapp.domain.ids import EventId, TenderId, long_id
from posapp.domain.paper_style import PaperStyle
from posapp.domain.ports import Printer
from posapp.domain.receipts import ReceiptFacts, cancel_reason, check_printable, receipt_doc
from posapp.domain.requests import check_request_id
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.printing.endorsement import render_endorsement
from posapp.printing.receipt import render_receipt
from posapp.printing.stub import render_stub
from posapp.printing.style import Layout
from posapp.services.event_chain import chain_of_event
from posapp.services.paper_looks import PaperLook, Styled, look_of
from posapp.services.print_attempts import (
    UNNAMED,
    Attempt,
    Paper,
    Printed,
    PrintRequest,
    begin,
    carry_out,
)
from posapp.services.setup import SetUpCache
from posapp.storage import print_log as store
from posapp.storage.audit import head
from posapp.storage.base import Transaction
from posapp.storage.checkouts import checkout_of_event, load_checkout
from posapp.storage.db import Database
from posapp.storage.event_views import load_event
from posapp.storage.event_writes import Stamp
from posapp.storage.over_unders import is_booking
from posapp.storage.requests import result_of_request
from posapp.storage.transferred import load_transferred

__all__ = ["LAYOUTS", "Printed", "Printing"]

_RECEIPT: Final = "print.receipt"
LAYOUTS = {layout.value: layout for layout in Layout}


Make = Callable[[Transaction, EventView, SetUp, datetime], Paper]


class Printing:
    """Use cases of paper."""

    def __init__(
        self, db: Database, clock: Clock, setup: SetUpCache, style: Styled = PaperStyle
    ) -> None:
        """Papers over a database, numbers and dates written as ``style`` says."""
        self._db = db
        self._clock = clock
        self._setup = setup
        self._style = style

    def preview(
        self,
        event_id: EventId,
        actor: Actor,
        *,
        long: bool = False,
        layout: str = "roll80",
        duplicate: bool = False,
    ) -> bytes:
        """The receipt as it would print now; nothing is logged.

        Raises:
            Refused: ``M-55`` no such event, ``M-37`` not frozen, ``M-50`` unknown layout.
        """
        make = partial(_receipt, long, self._look(layout))
        return self._preview(event_id, actor, make, duplicate=duplicate)

    def print_receipt(
        self,
        event_id: EventId,
        actor: Actor,
        printer: Printer,
        *,
        long: bool = False,
        layout: str = "roll80",
        duplicate: bool = False,
        request_id: str = "",
        target: str = "",
    ) -> Printed:
        """Print a receipt: the first is the original, every later one *Duplicate n* (RC-2).

        The attempt is logged first; a failed one counts, because paper may have come out. The same
        ``request_id`` for the same ``target`` is the same copy again (D-21).

        Raises:
            Refused: as for the preview, ``M-54`` for a request id of something else.
            DeviceFailure: the printer failed; the payment stands and the log says so.
        """
        make = partial(_receipt, long, self._look(layout))
        content = f"{event_id} {layout} {long} {duplicate} {target}"
        request = PrintRequest(request_id, _RECEIPT, content)
        return self._print(event_id, actor, printer, make, duplicate=duplicate, request=request)

    def was_asked(self, request_id: str, actor: Actor) -> bool:
        """Whether a receipt was printed for this request before (D-21)."""
        actor.require(Right.PRINT)
        check_request_id(request_id)
        with self._db.read() as s:
            return result_of_request(s, request_id, _RECEIPT) is not None

    def preview_endorsement(
        self, event_id: EventId, tender_id: TenderId, actor: Actor, *, layout: str = "roll80"
    ) -> bytes:
        """The back of a check as it would print now (RC-3).

        Raises:
            Refused: ``M-55`` no such event, or no such check in it, ``M-70`` nothing to endorse,
                ``M-50`` unknown layout.
        """
        return self._preview(event_id, actor, partial(_endorsement, tender_id, self._look(layout)))

    def print_endorsement(
        self,
        event_id: EventId,
        tender_id: TenderId,
        actor: Actor,
        printer: Printer,
        *,
        layout: str = "roll80",
    ) -> Printed:
        """Endorse one check (PR-06); it is logged and counted as every paper.

        Raises:
            Refused: as for the preview.
            DeviceFailure: the printer failed.
        """
        make = partial(_endorsement, tender_id, self._look(layout))
        return self._print(event_id, actor, printer, make)

    def preview_stub(self, event_id: EventId, actor: Actor, *, layout: str = "roll80") -> bytes:
        """The stubs of an event's payments as they would print now (RC-4).

        Raises:
            Refused: ``M-55`` no such event, ``M-70`` no payment, ``M-50`` unknown layout.
        """
        return self._preview(event_id, actor, partial(_stub, self._look(layout)))

    def print_stub(
        self, event_id: EventId, actor: Actor, printer: Printer, *, layout: str = "roll80"
    ) -> Printed:
        """Print the stubs of an event's payments.

        Raises:
            Refused: as for the preview.
            DeviceFailure: the printer failed.
        """
        return self._print(event_id, actor, printer, partial(_stub, self._look(layout)))

    def log(self, event_id: EventId, actor: Actor) -> tuple[store.Print, ...]:
        """Every print of an event's receipt, oldest first (PR-04)."""
        return self._log(actor, store.RECEIPT, event_id)

    def endorsement_log(self, tender_id: TenderId, actor: Actor) -> tuple[store.Print, ...]:
        """Every print on the back of a check, oldest first."""
        return self._log(actor, store.ENDORSEMENT, tender_id)

    def stub_log(self, event_id: EventId, actor: Actor) -> tuple[store.Print, ...]:
        """Every print of an event's stubs, oldest first."""
        return self._log(actor, store.STUB, event_id)

    def _look(self, layout: str) -> PaperLook:
        return look_of(layout_of(layout), self._style())

    def _log(self, actor: Actor, kind: str, object_id: int) -> tuple[store.Print, ...]:
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return tuple(store.load_prints(s, kind, object_id))

    def _preview(
        self, event_id: EventId, actor: Actor, make: Make, *, duplicate: bool = False
    ) -> bytes:
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            paper = make(s, _event(s, event_id, setup), setup, self._clock())
            copy = store.count_prints(s, paper.kind, paper.object_id)
        return paper.looks(max(copy, 1) if duplicate else copy)

    def _print(
        self,
        event_id: EventId,
        actor: Actor,
        printer: Printer,
        make: Make,
        *,
        duplicate: bool = False,
        request: PrintRequest = UNNAMED,
    ) -> Printed:
        actor.require(Right.PRINT)

        def start(s: Transaction) -> Attempt:
            setup, now = self._setup.current(s), self._clock()
            paper = make(s, _event(s, event_id, setup), setup, now)
            store.lock_prints(s, event_id)
            stamp = Stamp(now, actor.user_id)
            return begin(s, paper, printer.name, stamp, request, duplicate=duplicate)

        return carry_out(self._db, self._db.write(start), printer)


def receipt_facts(s: Transaction, event: EventView, setup: SetUp, now: datetime) -> ReceiptFacts:
    """What the receipt of an event says; the copy is still to be counted.

    Raises:
        Refused: ``M-37`` while something is not frozen.
    """
    check_printable(event)
    last = head(s, chain_of_event(event, setup))
    gone = load_transferred(s, event.id)
    reason = cancel_reason(event, gone)
    found = checkout_of_event(s, event.id)
    checkout = None if found is None else load_checkout(s, found)
    shown = "" if last is None else last.seal.text
    return ReceiptFacts(event, now, 0, shown, reason, gone, checkout)


def _receipt(
    long: bool, look: PaperLook, s: Transaction, event: EventView, setup: SetUp, now: datetime
) -> Paper:
    facts = receipt_facts(s, event, setup, now)

    def render(copy: int, seal: str) -> bytes:
        doc = receipt_doc(replace(facts, copy=copy, seal=seal), setup)
        return render_receipt(doc, long=long, **look)

    title = f"receipt-{event.receipt_number or event.id}"
    return Paper(store.RECEIPT, event.id, title, render, facts.seal)


def _endorsement(
    tender_id: TenderId,
    look: PaperLook,
    _s: Transaction,
    event: EventView,
    setup: SetUp,
    _now: datetime,
) -> Paper:
    tender = check_endorsable(event, tender_id, setup)

    def render(copy: int, _seal: str) -> bytes:
        return render_endorsement(endorsement_doc(event, tender, setup, copy=copy), **look)

    title = f"endorsement-{long_id(tender_id)}"
    return Paper(store.ENDORSEMENT, tender_id, title, render)


def _stub(
    look: PaperLook, _s: Transaction, event: EventView, setup: SetUp, _now: datetime
) -> Paper:
    check_stub(event)

    def render(copy: int, _seal: str) -> bytes:
        return render_stub(stub_doc(event, setup, copy=copy), **look)

    return Paper(store.STUB, event.id, f"stub-{long_id(event.id)}", render)


def _event(s: Transaction, event_id: EventId, setup: SetUp) -> EventView:
    event = load_event(s, event_id, setup)
    if event is None:
        raise Refused("M-55", field="event", value=event_id)
    if is_booking(s, event_id):
        raise Refused("M-70", reason="it books a difference of a drawer and has no paper")
    return event


def layout_of(name: str) -> Layout:
    """The paper of a name.

    Raises:
        Refused: ``M-50`` when there is none.
    """
    layout = LAYOUTS.get(name.lower())
    if layout is None:
        raise Refused("M-50", field="layout", value=name, reason=f"is none of {', '.join(LAYOUTS)}")
    return layout
