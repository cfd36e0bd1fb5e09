"""The mandate beside the tenders of a new payment: read once somebody chooses to debit (AP-07)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from posapp.domain.ids import AccountId
from posapp.domain.mandate import Mandate
from posapp.domain.payment_events import AddEvent
from posapp.domain.rights import Actor
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import Work
from posapp.ui.sealed_tenders import act_sealed
from posapp.ui.widgets.tender_rows import TenderRows


class MandateHelp(QObject):
    """Says in the auto-pay blocks what the payor's mandate fills in, and seals what was typed."""

    def __init__(
        self, context: UiContext, tenders: TenderRows, payor: Callable[[], AccountId]
    ) -> None:
        """Watch the tenders.

        Args:
            context: the window's surroundings.
            tenders: of the payment dialog.
            payor: gives the account that pays.
        """
        super().__init__(tenders)
        self._context = context
        self._tenders = tenders
        self._payor = payor
        self._read_of: AccountId | None = None
        tenders.settled.connect(self.read)

    def read(self) -> None:
        """Read the payor's mandate, once for each payor, if a tender is debited.

        What was typed for another payor is forgotten: it is that one's account (QA-13).
        """
        payor = self._payor()
        if payor == self._read_of:
            return
        if not any(one.tender_type.generate_auto_pay for one in self._tenders.typed()):
            return
        if self._read_of is not None:
            self._tenders.forget_debits()
        self._read_of = payor
        self._tenders.show_mandate(None)
        context = self._context
        work = partial(context.services.mandates.in_force, payor, context.actor)
        # Without the mandate the service says what is missing.
        context.runner.run(self, work, partial(self._on_mandate, payor), _nothing)

    def sealed(self, act: Callable[[AddEvent, Actor], Any], command: AddEvent) -> Work:
        """The action on the command, whose account numbers are sealed before it (AP-02)."""
        context = self._context
        blocks = self._tenders.blocks()
        return partial(act_sealed, act, command, blocks, context.services, context.actor)

    def _on_mandate(self, payor: AccountId, mandate: Mandate | None) -> None:
        if payor == self._payor():
            self._tenders.show_mandate(mandate)


def _nothing(_error: BaseException) -> None:
    return None
