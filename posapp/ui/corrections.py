"""Opens *Correct...* for an event, a payment or a tender, from wherever one looks at it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence

from posapp.domain.correction_steps import live_payments, stated
from posapp.domain.event_views import EventView
from posapp.domain.ids import EventId, PaymentId, TenderId, long_id
from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Saved
from posapp.i18n import _
from posapp.ui.acting import Acting
from posapp.ui.context import UiContext
from posapp.ui.correct_subject import CorrectSubject, Suspected
from posapp.ui.correct_words import CorrectWords
from posapp.ui.dialogs.correct import CorrectDialog
from posapp.ui.formats import grouped
from posapp.ui.pages.base import Page
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from posapp.domain.correction_views import Corrected
    from posapp.services.bundle import Services

KEY = "Ctrl+R"
"""The key of *Correct...* on every page that has it."""


class Correcting(QObject):
    """Starts corrections on a page, which is loaded again after each."""

    def __init__(self, context: UiContext, page: Page, acting: Acting) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        self._acting = acting

    @property
    def is_allowed(self) -> bool:
        """Whether this user takes money at all; others are not shown the button."""
        return self._context.actor.may(Right.ADD_EVENT)

    def may(self, event: EventView | None) -> bool:
        """Whether this user takes money, and something is left that is not canceled."""
        has = event is not None and bool(stated(event) or live_payments(event))
        if event is not None and event.bond is not None and not event.bond.may_bounce:
            return False
        return has and self._context.actor.may(Right.ADD_EVENT)

    def start(
        self,
        event_id: EventId,
        *,
        payment_id: PaymentId | None = None,
        tender_id: TenderId | None = None,
        suspected: Suspected | None = None,
    ) -> None:
        """Read the event as it is now, then ask what went wrong; what is ``suspected`` is filled in."""
        if self._acting.is_running:
            return
        work = partial(_read, self._context.services, self._context.actor, event_id)
        opened = partial(self._open, payment_id, tender_id, suspected)
        self._context.runner.run(self._page, work, opened, self._page.on_failed)

    def _open(
        self,
        payment_id: PaymentId | None,
        tender_id: TenderId | None,
        suspected: Suspected | None,
        subject: CorrectSubject,
    ) -> None:
        dialog = CorrectDialog(
            self._context, subject, self._page.window(), payment_id=payment_id, tender_id=tender_id
        )
        if suspected is not None:
            dialog.suspect(suspected)
        dialog.reload = self._page.load
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.completed.connect(partial(self._on_completed, dialog))
        dialog.open()

    def _on_completed(self, dialog: CorrectDialog, saved: "Saved[Corrected]") -> None:
        """Show the event, or the one that took its place; a deleted one has no page any more."""
        done, open_page = saved.value, self._context.open_page
        number = grouped(long_id(done.event_id))
        words = None if dialog.outlook is None else CorrectWords(dialog.outlook, self._context)
        told = () if words is None else (*words.handed_back(), words.receipt_notice())
        if done.taken_again is not None:
            open_page("event", int(done.taken_again))
            says = _("Payment event {id} was canceled; this one takes its place.").format(id=number)
            if dialog.outlook is not None and dialog.outlook.before.receipt_number:
                says = f"{says} {_('Print its receipt.')}"
        elif done.deleted:
            open_page("home", 0)
            says = _("Payment event {id} was deleted.").format(id=number)
        else:
            says = _("Corrected.")
        # What goes back to the payor stands in a strip: the status bar would cut it (D-14).
        hands_back = words is not None and bool(words.handed_back())
        text = " ".join(part for part in (says, *told) if part)
        notice = Notice(text, Tone.GREEN)
        if hands_back:
            notice = Notice(text, Tone.BLUE, word=_("Done"), stays=True)
        if done.deleted or done.taken_again is not None:
            self._page.work_ended.emit(notice)
        else:
            self._page.load()
            self._page.show_notice(notice)


class CorrectButton(KeyButton):
    """*Correct...* on the page of an event, about the payment or tender that is marked there."""

    def __init__(self, correcting: Correcting, payments: DataTable, tenders: DataTable) -> None:
        """Make it.

        Args:
            correcting: starts it.
            payments: the payments of the event.
            tenders: its tenders.
        """
        super().__init__(_("Correct\u2026"), self._on_pressed, name="correct")
        self._correcting, self._payments, self._tenders = correcting, payments, tenders
        self._event: EventView | None = None
        self.bind_key(QKeySequence(KEY))
        self.show_hint(KEY)
        self.offer(correcting.is_allowed)

    def let_act(self, may: bool, event: EventView | None) -> None:
        """Rest while an action of the page runs, and while there is nothing to correct."""
        self._event = event
        self.setEnabled(may and self._correcting.may(event))

    def _on_pressed(self) -> None:
        if self._event is None:
            return
        payment = self._payments.current_record() if self._payments.isVisible() else None
        tender = self._tenders.current_record() if self._tenders.isVisible() else None
        self._correcting.start(
            self._event.id,
            payment_id=None if payment is None else payment.id,
            tender_id=None if tender is None else tender.id,
        )


def _read(services: "Services", actor: Actor, event_id: EventId) -> CorrectSubject:
    event = services.payment_events.show(event_id, actor)
    return CorrectSubject(event, services.event_desk.of(event_id, actor))
