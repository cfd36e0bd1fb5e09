"""The auto-pay part of the tender dialog: block, mandate, and the sealing of what was typed (AP-07)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from posapp.domain.autopay import offered_kinds
from posapp.domain.autopay_requests import ClearingRequest
from posapp.domain.event_views import TenderView
from posapp.domain.ids import AccountId, EventId, TenderId
from posapp.domain.mandate import Mandate
from posapp.domain.payment_events import TenderDraft
from posapp.domain.setup import SetUp, TenderType
from posapp.domain.tender_edits import TenderChange
from posapp.domain.topics import Saved
from posapp.ui.context import UiContext
from posapp.ui.sealed_tenders import sealed_tender
from posapp.ui.widgets.autopay_block import AutoPayBlock, TypedBlock


def kinds_for(tender: TenderView | None, setup: SetUp) -> tuple[TenderType, ...]:
    """What a tender may be: a debit keeps its type, nothing else becomes one (AP-07, D-28)."""
    offered = offered_kinds(setup)
    if tender is None:
        return offered
    own = setup.tender_types[tender.tender_type]
    if own.generate_auto_pay:
        return (own,)
    counter = tuple(one for one in offered if not one.generate_auto_pay)
    return counter if own in counter else (*counter, own)


class TenderDebit(QObject):
    """Shows the block of a type that is debited and knows what of it is new."""

    def __init__(
        self, context: UiContext, today: date, payor: Callable[[], AccountId], parent: QObject
    ) -> None:
        """Make the block, hidden.

        Args:
            context: the window's surroundings.
            today: business date of the event's office.
            payor: gives the account that hands the tender over.
            parent: the dialog.
        """
        super().__init__(parent)
        self._context = context
        self._payor = payor
        self._kind: TenderType | None = None
        self._shown: TypedBlock | None = None
        self._request: ClearingRequest | None = None
        self._owner: AccountId | None = None
        self._reads = 0
        self.block = AutoPayBlock(context.setup.autopay, context.formats, lambda: today)
        self.block.hide()

    @property
    def is_debited(self) -> bool:
        """Whether the chosen type is debited later."""
        return self._kind is not None and self._kind.generate_auto_pay

    def show_kind(self, code: str) -> None:
        """The block is there for types that need it."""
        self._kind = self._context.setup.tender_types.get(code)
        self.block.setVisible(self.is_debited)
        if self._kind is not None and self.is_debited:
            self.block.show_kind(self._kind)
            self._read()

    def show_request(self, request: ClearingRequest, owner: AccountId) -> None:
        """The block as it is, of its payor; what was sent does not change any more (AP-12)."""
        self._request, self._owner = request, owner
        if self._kind is not None:
            self.block.show_kind(self._kind)
        values = TypedBlock(request.source, "", request.expires_on, request.entity_name)
        self.block.show_values(values, request.account.masked)
        self._shown = self.block.typed()
        self.block.setEnabled(not request.status.was_sent)

    def show_payor(self) -> None:
        """The payor is another one: what was there or typed is the old one's (AP-12, QA-13)."""
        if not self.is_debited:
            return
        request = self._request
        if request is not None and self._payor() == self._owner:
            self.show_request(request, self._owner)
            return
        self.block.forget()
        self._shown = None if request is None else self.block.typed()
        self._read()

    def settle(self) -> bool:
        """Whether every text of the block fits; the first that does not gets the focus."""
        wrong = self.block.first_wrong() if self.is_debited else None
        if wrong is not None:
            wrong.setFocus()
        return wrong is None

    def new_block(self) -> TypedBlock | None:
        """What was typed, if it is another one than there was."""
        typed = self.block.typed() if self.is_debited else None
        return None if typed == self._shown else typed

    def add(
        self, block: TypedBlock | None, event_id: EventId, draft: TenderDraft, request_id: str,
        **more: Any,
    ) -> Saved[EventId]:  # fmt: skip
        """Add a tender with its account number sealed; runs off the window's thread."""
        services, actor = self._context.services, self._context.actor
        sealed = sealed_tender(draft, block, services, actor)
        return services.tender_edits.add(event_id, sealed, request_id, actor, **more)

    def adjust(
        self, block: TypedBlock | None, tender_id: TenderId, change: TenderChange,
        request_id: str, **more: Any,
    ) -> Saved[EventId]:  # fmt: skip
        """Change a tender with its account number sealed; runs off the window's thread."""
        services, actor = self._context.services, self._context.actor
        if block is not None:
            change = replace(change, auto_pay=block.sealed(services, actor))
        return services.tender_edits.adjust(tender_id, change, request_id, actor, **more)

    def _read(self) -> None:
        """What the payor's mandate fills in."""
        context = self._context
        self._reads += 1
        work = partial(context.services.mandates.in_force, self._payor(), context.actor)
        context.runner.run(self, work, partial(self._on_mandate, self._reads), _nothing)

    def _on_mandate(self, read: int, mandate: Mandate | None) -> None:
        """An answer about a payor that is not the one any more is dropped."""
        if read == self._reads:
            self.block.show_mandate(mandate)


def _nothing(_error: BaseException) -> None:
    """Without the mandate the service says what is missing."""
