"""What is done to the tenders of an event: dialogs opened, questions asked, notes shown."""

from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from posapp.domain.event_views import EventView, TenderView
from posapp.domain.ids import EventId
from posapp.domain.tender_actions import Asking
from posapp.domain.topics import Saved
from posapp.domain.transfers import payment_of_event
from posapp.errors import Refused
from posapp.i18n import _
from posapp.services.canceling import Canceled
from posapp.ui.acting import Acting
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog
from posapp.ui.dialogs.cancel_tenders import CancelTendersDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.move_tender import MoveTenderDialog
from posapp.ui.dialogs.tender import TenderDialog
from posapp.ui.dialogs.transfer import TransferDialog
from posapp.ui.dialogs.transfer_rules import TransferByRulesDialog
from posapp.ui.pages.base import Page
from posapp.ui.tender_words import tender_words
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

OF_EVENT: Final = frozenset({"add_tender", "transfer_event", "cancel_event"})
"""Actions that need no marked tender."""


class TenderDoings(QObject):
    """Starts the actions of the Tenders tab."""

    def __init__(self, context: UiContext, page: Page, acting: Acting) -> None:
        """Make it for a page.

        Args:
            context: the window's surroundings.
            page: reloads after an action and shows its notes.
            acting: runs what needs no dialog, one at a time with the page's own actions.
        """
        super().__init__(page)
        self._context = context
        self._page = page
        self._acting = acting

    def do(self, name: str, asking: Asking, tender: TenderView | None) -> None:
        """Start the action of a button.

        Args:
            name: object name of the button.
            asking: the event as it is shown, and what stands around it.
            tender: the marked tender.
        """
        context, window = self._context, self._page.window()
        if name == "add_tender":
            self._open(TenderDialog(context, asking, None, window))
        elif name == "cancel_event":
            self._open(CancelTendersDialog(context, asking, None, window))
        elif name == "transfer_event":
            self._open(_transfer(context, asking.event, window))
        elif tender is not None:
            self._do_to_tender(name, asking, tender)

    def _do_to_tender(self, name: str, asking: Asking, tender: TenderView) -> None:
        context, window = self._context, self._page.window()
        if name == "change_tender":
            self._open(TenderDialog(context, asking, tender, window))
        elif name == "move_tender":
            targets, seen = asking.targets(tender), asking.event.version
            self._open(MoveTenderDialog(context, tender, targets, window, seen=seen))
        elif name == "cancel_tender":
            self._open(CancelTendersDialog(context, asking, tender, window))
        else:
            self._ask_to_delete(tender, asking.event.version)

    def _open(self, dialog: TaskDialog) -> None:
        """Open a dialog about the event as it is shown; its result reloads the page."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.completed.connect(self._on_completed)
        dialog.reload = self._page.load
        dialog.open()

    def _on_completed(self, saved: Saved[Any]) -> None:
        """Show what the service says besides: money left over, no charge (M-32, M-36)."""
        result = saved.value
        if isinstance(result, Canceled) and result.notes:
            says = " ".join(self._context.texts.concern(note) for note in result.notes)
            self._page.show_notice(Notice(says, Tone.AMBER, stays=True))
        self._page.load()

    def _ask_to_delete(self, tender: TenderView, seen: int) -> None:
        """A tender that goes takes nothing with it, so one question is enough (D-12)."""
        words = tender_words(tender, self._context.formats)
        says = _("{tender} is removed from the event. Payments stay, so the event may be "
                 "unbalanced.").format(tender=words)  # fmt: skip
        question = ConfirmDialog(
            [says], self._page.window(), title=_("Delete tender"), yes=_("Delete"), yes_key="F9",
            danger=True,
        )  # fmt: skip
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.accepted.connect(partial(self._delete, tender, seen))
        question.open()

    def _delete(self, tender: TenderView, seen: int) -> None:
        request_id, actor = self._acting.request()
        delete = self._context.services.tender_edits.delete

        def act(_confirmed: frozenset[str]) -> Saved[EventId]:
            return delete(tender.id, request_id, actor, seen=seen)

        self._acting.begin(act)


def _transfer(context: UiContext, event: EventView, window: QWidget) -> TaskDialog:
    """Details decide how an event is moved (payments 9)."""
    if event.details:
        return TransferByRulesDialog(context, event, None, window)
    return TransferDialog(context, event, payment_of_event(event), window, whole=True)


def why_not(name: str, asking: Asking, tender: TenderView | None) -> Refused | None:
    """What forbids the action of a button."""
    of_event = {
        "add_tender": asking.why_not_add,
        "transfer_event": asking.why_not_transfer,
        "cancel_event": asking.why_not_cancel_event,
    }
    if name in of_event:
        return of_event[name]()
    if tender is None:
        return None
    of_tender = {
        "change_tender": asking.why_not_change,
        "move_tender": asking.why_not_move,
        "delete_tender": asking.why_not_delete,
        "cancel_tender": asking.why_not_cancel,
    }
    return of_tender[name](tender)
