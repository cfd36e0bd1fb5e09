"""Receipts of checkouts that credits paid alone: shown, printed, logged (CK-7, PR-04)."""

from dataclasses import replace
from typing import Final

from posapp.domain.checkout_receipts import receipt_of_checkout
from posapp.domain.clock import Clock
from posapp.domain.credits import CheckoutId
from posapp.domain.paper_style import PaperStyle
from posapp.domain.ports import Printer
from posapp.domain.rights import Actor, Right
from posapp.printing.receipt import render_receipt
from posapp.services.event_checkouts import loaded_checkout
from posapp.services.paper_looks import Styled, look_of
from posapp.services.print_attempts import Attempt, Paper, Printed, PrintRequest, begin, carry_out
from posapp.services.printing import layout_of
from posapp.services.setup import SetUpCache
from posapp.storage import print_log as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.event_writes import Stamp

_PAPER: Final = "print.checkout"


class CheckoutPapers:
    """Use cases of the papers of checkouts; one that an event pays has the event's receipt."""

    def __init__(
        self, db: Database, clock: Clock, setup: SetUpCache, style: Styled = PaperStyle
    ) -> None:
        """Papers over a database, numbers and dates written as ``style`` says."""
        self._db = db
        self._clock = clock
        self._setup = setup
        self._style = style

    def preview(self, checkout_id: CheckoutId, actor: Actor, *, layout: str = "roll80") -> bytes:
        """The receipt as it would print now; nothing is logged.

        Raises:
            Refused: ``M-350`` not processed, or an event has the receipt; ``M-55``, ``M-50``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            paper = self._paper(s, checkout_id, layout)
            copy = store.count_prints(s, paper.kind, paper.object_id)
        return paper.looks(copy)

    def print_receipt(
        self,
        checkout_id: CheckoutId,
        actor: Actor,
        printer: Printer,
        *,
        layout: str = "roll80",
        request_id: str = "",
        target: str = "",
    ) -> Printed:
        """Print the receipt: the first is the original, every later one *Duplicate n* (RC-2).

        Raises:
            Refused: as for the preview; ``M-51``, ``M-54``.
            DeviceFailure: the printer failed; the log says so.
        """
        actor.require(Right.PRINT)
        request = PrintRequest(request_id, _PAPER, f"{checkout_id} {layout} {target}")

        def start(s: Transaction) -> Attempt:
            paper = self._paper(s, checkout_id, layout)
            store.lock_row(s, store.OF_CHECKOUT, checkout_id)
            stamp = Stamp(self._clock(), actor.user_id)
            return begin(s, paper, printer.name, stamp, request, duplicate=False)

        return carry_out(self._db, self._db.write(start), printer)

    def _paper(self, s: Transaction, checkout_id: CheckoutId, layout: str) -> Paper:
        look = look_of(layout_of(layout), self._style())
        setup, now = self._setup.current(s), self._clock()
        checkout = loaded_checkout(s, checkout_id)
        doc = receipt_of_checkout(checkout, now, setup)

        def render(copy: int, _seal: str) -> bytes:
            return render_receipt(replace(doc, copy=copy), long=False, **look)

        return Paper(store.OF_CHECKOUT, checkout_id, f"receipt-{checkout.number}", render)
