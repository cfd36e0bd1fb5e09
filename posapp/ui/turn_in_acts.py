"""Turn-ins of a drawer from its page: approve, change, delete (controls 9)."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt

from posapp.domain.codes import TurnInDirection, TurnInStatus
from posapp.domain.day_paper import DayPaper
from posapp.domain.rights import Right
from posapp.domain.turn_in import TurnIn, TurnInId, TurnInView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.context_menu import open_menu
from posapp.ui.control_acts import DrawerActs
from posapp.ui.dialogs.approve_turn_in import ApproveTurnInDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.turn_in import TurnInDialog
from posapp.ui.pages.base import Page
from posapp.ui.paper_opening import approved_notice
from posapp.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from posapp.domain.topics import Saved

AWAITING = TurnInStatus.AWAITING


class TurnInActs(QObject):
    """What is done to the turn-ins of a drawer."""

    def __init__(self, context: UiContext, page: Page, acts: DrawerActs, table: DataTable) -> None:
        """Make it for the list of a page."""
        super().__init__(page)
        self._context, self._page, self._acts, self._table = context, page, acts, table
        table.chosen.connect(self._on_chosen)
        table.menu_wanted.connect(self._open_menu)

    def marked(self) -> TurnIn | None:
        """The turn-in that is marked and waits; the first that waits where none is marked."""
        found = self._table.current_record()
        if isinstance(found, TurnIn) and found.status is AWAITING:
            return found
        model = self._table.record_model()
        records = () if model is None else model.records
        return next((one for one in records if one.status is AWAITING), None)

    def approve(self) -> None:
        """Receive the marked one: what it consists of is read first, since it is final (TI-02, TI-12)."""
        one = self.marked()
        if one is None or self._acts.acting.is_running:
            return
        show = partial(self._context.services.turn_ins.show, one.id, self._context.actor)
        self._context.runner.run(self._page, show, self._ask_approval, self._page.on_failed)

    def _ask_approval(self, view: TurnInView) -> None:
        """With the own right, else with the secret of who has it."""
        if view.turn_in.status is not AWAITING:
            self._page.load()
            return
        why = "" if self._may_approve(view.turn_in) else _("Who receives the money approves.")
        dialog = ApproveTurnInDialog(self._context, view, self._page.window(), why=why)
        self._acts.open_dialog(dialog, self._on_approved)

    def _on_approved(self, saved: "Saved[TurnInId]") -> None:
        self._page.show_notice(approved_notice(self._page, saved.value))

    def open_marked(self, turn_in_id: int) -> None:
        """Open a turn-in by number, as a likely cause names it."""
        show = self._context.services.turn_ins.show
        work = partial(show, TurnInId(turn_in_id), self._context.actor)
        self._context.runner.run(self._page, work, self._on_view, self._page.on_failed)

    def _may_approve(self, one: TurnIn) -> bool:
        actor = self._context.actor
        if actor.user_id in {one.created_by_id, one.changed_by_id}:
            return False
        if one.direction is TurnInDirection.IN:
            return one.drawer_user_id in {None, actor.user_id}
        return actor.may(Right.APPROVE) and one.drawer_user_id != actor.user_id

    def _on_chosen(self, one: TurnIn) -> None:
        if one.status is AWAITING:
            self.open_marked(one.id)

    def _on_view(self, view: TurnInView) -> None:
        if self._acts.view is None or view.turn_in.status is not AWAITING:
            return
        dialog = TurnInDialog(self._context, self._acts.view.control, self._page.window(), old=view)
        self._acts.open_dialog(dialog, self._on_changed)

    def _on_changed(self, saved: "Saved[TurnInId]") -> None:
        """Its slip is printed again, marked with its new version (TI-12)."""
        self._acts.tell(_("Changed; print its slip again."))
        self._acts.show_paper(DayPaper.TURN_IN, saved.value)

    def _open_menu(self, one: TurnIn, place: QPoint) -> None:
        slip = partial(self._acts.show_paper, DayPaper.TURN_IN, one.id)
        acts: list[tuple[str, Callable[[], object]]] = []
        if self._context.actor.may(Right.PRINT):
            acts.append((_("Turn-in slip\u2026"), slip))
        waiting: list[tuple[str, Callable[[], object]]] = [
            (_("Change\u2026"), partial(self.open_marked, one.id)),
            (_("Approve\u2026"), self.approve),
            (_("Delete\u2026"), partial(self._ask_delete, one)),
        ]
        open_menu(self._page, [*waiting, *acts] if one.status is AWAITING else acts, place)

    def _ask_delete(self, one: TurnIn) -> None:
        amount = self._context.formats.money(one.amount, one.currency)
        says = _("Take the turn-in of {amount} away? The money counts as in the drawer again.")
        question = ConfirmDialog(
            [says.format(amount=amount)], self._page.window(), title=_("Delete turn-in"),
            yes=_("Delete"), yes_key="F9", danger=True,
        )  # fmt: skip
        question.accepted.connect(partial(self._delete, one))
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.open()

    def _delete(self, one: TurnIn) -> None:
        request, actor = self._acts.acting.request()
        delete = self._context.services.turn_ins.delete
        self._acts.acting.begin(lambda _said: delete(one.id, request, actor, seen=one.version))
