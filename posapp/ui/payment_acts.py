"""What may be done to one payment, for the event page and the payment page (payments 6).

An action is possible exactly when section 6's table and the user's rights say so.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from posapp.domain.codes import PaymentStatus
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.resting import event_rests_until
from posapp.domain.rights import Right
from posapp.i18n import _
from posapp.ui.acting import Acting
from posapp.ui.context import UiContext
from posapp.ui.corrections import Correcting
from posapp.ui.dialogs.base import TaskDialog
from posapp.ui.dialogs.cancel_payment import CancelPaymentDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.payment import PaymentDialog, PaymentSubject, load_subject
from posapp.ui.dialogs.transfer import TransferDialog
from posapp.ui.dialogs.transfer_rules import TransferByRulesDialog
from posapp.ui.formats import isolated
from posapp.ui.pages.base import Page

Deed = Callable[[], object]


class PaymentActs:
    """Adds, changes, deletes, distributes, freezes, cancels, transfers single payments of a page's event."""

    def __init__(self, context: UiContext, acting: Acting, page: Page) -> None:
        """Make it for a page, which is loaded again after each action."""
        self._context = context
        self._acting = acting
        self._page = page
        self._has_frozen = False
        self._is_bound = False
        self.correcting = Correcting(context, page, acting)

    @property
    def may_add(self) -> bool:
        """Any time, whatever the other payments are (PE-8)."""
        return self._context.actor.may(Right.ADD_EVENT) and not self._is_bound

    def follow(self, event: EventView) -> None:
        """The event that the page shows: what a checkout or a credit holds changes with that."""
        self._is_bound = event.bond is not None

    @property
    def is_allowed(self) -> Mapping[str, bool]:
        """Which actions this user's role has at all; the others are not shown (D-44)."""
        may = self._context.actor.may
        return {
            "change": may(Right.ADD_EVENT),
            "delete": may(Right.ADD_EVENT),
            "correct": self.correcting.is_allowed,
            "distribute": may(Right.DISTRIBUTE),
            "freeze": may(Right.FREEZE),
            "cancel": may(Right.CANCEL_ANY) or may(Right.CANCEL_OWN),
            "transfer": may(Right.PAYMENT_TRANSFER),
        }

    def may_change(self, payment: PaymentView | None) -> bool:
        """Change and delete: while it is not frozen (PE-8, PE-12)."""
        return payment is not None and payment.status.is_unfrozen and self.may_add

    def may_distribute(self, payment: PaymentView | None) -> bool:
        """Incomplete, Error, Freezable."""
        unfrozen = payment is not None and payment.status.is_unfrozen
        may = self._context.actor.may(Right.DISTRIBUTE) and not self._is_bound
        return unfrozen and may

    def waits(self, event: EventView) -> date | None:
        """The day whose job does its automatic payment, with nothing to do before (D-06)."""
        return event_rests_until(event, self._context.today(), self._context.setup)

    def rests(self, event: EventView | None) -> bool:
        """Whether it waits so: there is nothing that anybody should do next."""
        return event is not None and self.waits(event) is not None

    def may_freeze(self, payment: PaymentView | None, event: EventView | None) -> bool:
        """Freezable, and its event waits for no day."""
        ready = payment is not None and payment.status is PaymentStatus.FREEZABLE
        may = self._context.actor.may(Right.FREEZE) and not self._is_bound
        return ready and may and not self.rests(event)

    def may_cancel(self, payment: PaymentView | None) -> bool:
        """Frozen; whose drawer and which day the service knows (D-44)."""
        frozen = payment is not None and payment.status is PaymentStatus.FROZEN
        actor = self._context.actor
        may = actor.may(Right.CANCEL_ANY) or actor.may(Right.CANCEL_OWN)
        return frozen and may and not self._is_bound

    def may_transfer(self, payment: PaymentView | None) -> bool:
        """Frozen (payments 9)."""
        frozen = payment is not None and payment.status is PaymentStatus.FROZEN
        may = self._context.actor.may(Right.PAYMENT_TRANSFER)
        return frozen and may and not self._is_bound

    def add(self, event: EventView) -> None:
        """Ask for a further payment of the event."""
        if self.may_add and not self._acting.is_running:
            self._open(PaymentDialog(self._context, PaymentSubject(event), self._page.window()))

    def change(self, payment: PaymentView) -> None:
        """Read a payment as it is now, then let it be changed."""
        if self._acting.is_running:
            return
        services, actor = self._context.services, self._context.actor
        work = partial(load_subject, services, actor, payment.id)
        self._context.runner.run(self._page, work, self._on_subject, self._page.on_failed)

    def delete(
        self, event: EventView, payment: PaymentView, then: Callable[[], object] | None = None
    ) -> None:
        """Delete a payment after one question; its money stays in the event (PE-8).

        ``then`` is called instead of loading the page again, where the payment's page goes with it.
        """
        amount = self._context.formats.money(payment.amount, event.currency)
        says = _("Delete the payment of {amount} for {name}? The tenders stay as they are.")
        question = ConfirmDialog(
            [says.format(amount=amount, name=isolated(payment.account_name))],
            self._page.window(),
            title=_("Delete payment"),
            yes=_("Delete"),
            yes_key="F9",
            danger=True,
        )
        question.accepted.connect(
            partial(self._delete, self._acting.seen(event.version), payment, then)
        )
        _show(question)

    def distribute(self, event: EventView, payment: PaymentView) -> None:
        """Distribute it; a split by hand is a question first (PY-1, PY-11)."""
        distribute = self._context.services.payment_edits.distribute
        asked = (payment.id, *self._acting.request())
        self._acting.begin(partial(distribute, *asked, seen=self._acting.seen(event.version)))

    def freeze(self, event: EventView, payment: PaymentView) -> None:
        """Freeze it; an unbalanced event is a question first (PY-2, PE-14)."""
        freeze = self._context.services.payment_edits.freeze
        asked = (payment.id, *self._acting.request())
        seen = self._acting.seen(event.version)
        self._acting.begin(partial(freeze, *asked, seen=seen), self.on_frozen)

    def on_frozen(self, _saved: object) -> None:
        """Something of the event was frozen here; the next read tells whether all of it is."""
        self._has_frozen = True
        self._page.load()

    def finish(self, event: EventView) -> bool:
        """After a freeze that left nothing open: the receipt, and the next customer (AD-7).

        Call it with each read of the event; it answers whether the payment was just made.
        """
        has_frozen, self._has_frozen = self._has_frozen, False
        if not has_frozen or event.unfrozen:
            return False
        if self._context.doings is not None:
            self._context.doings.print_taken(event.id, event.receipt_number or "")
        self._context.to_search()
        return True

    def cancel(self, event: EventView, payment: PaymentView) -> None:
        """Ask for the reason and cancel it (PY-3)."""
        self._open(CancelPaymentDialog(self._context, event, payment, self._page.window()))

    def transfer(self, event: EventView, payment: PaymentView) -> None:
        """Ask for the right account and move it there (TR-7)."""
        kind = TransferByRulesDialog if event.details else TransferDialog
        self._open(kind(self._context, event, payment, self._page.window()))

    def correct(self, event: EventView, payment: PaymentView | None = None) -> None:
        """Ask what went wrong, and put it right."""
        found = None if payment is None else payment.id
        self.correcting.start(event.id, payment_id=found)

    def deeds(self, event: EventView, payment: PaymentView) -> list[tuple[str, Deed]]:
        """What may be done now, in words, for a menu."""
        found = [
            (self.may_change(payment), _("Change\u2026"), partial(self.change, payment)),
            (
                self.may_distribute(payment),
                _("Distribute"),
                partial(self.distribute, event, payment),
            ),
            (self.may_freeze(payment, event), _("Freeze"), partial(self.freeze, event, payment)),
            (
                self.may_cancel(payment),
                _("Cancel payment\u2026"),
                partial(self.cancel, event, payment),
            ),
            (
                self.may_transfer(payment),
                _("Transfer payment\u2026"),
                partial(self.transfer, event, payment),
            ),
            (
                self.may_change(payment),
                _("Delete payment\u2026"),
                partial(self.delete, event, payment),
            ),
            (
                self.correcting.may(event),
                _("Correct\u2026"),
                partial(self.correct, event, payment),
            ),
        ]
        return [(words, deed) for may, words, deed in found if may]

    def _on_subject(self, subject: PaymentSubject) -> None:
        payment = subject.payment
        if payment is None or not payment.status.is_unfrozen:
            # Somebody froze it meanwhile: show that instead (PY-4).
            self._page.load()
            return
        self._open(PaymentDialog(self._context, subject, self._page.window()))

    def _delete(self, seen: int, payment: PaymentView, then: Callable[[], object] | None) -> None:
        delete = self._context.services.payment_edits.delete
        request_id, actor = self._acting.request()
        on_done = None if then is None else lambda _saved: then()
        self._acting.begin(
            lambda _confirmed: delete(payment.id, request_id, actor, seen=seen), on_done
        )

    def _open(self, dialog: TaskDialog) -> None:
        dialog.completed.connect(self._on_completed)
        dialog.reload = self._page.load
        _show(dialog)

    def _on_completed(self, _saved: object) -> None:
        self._page.load()


def _show(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
