"""Turn-ins of a drawer from its page: approve, change, delete; and what mends a difference."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt

from posapp.domain.approvals import Secret
from posapp.domain.codes import TurnInDirection, TurnInStatus
from posapp.domain.day_papers import DayPaper
from posapp.domain.ids import new_request_id
from posapp.domain.rights import Right
from posapp.domain.turn_in import TurnIn, TurnInId, TurnInView
from posapp.domain.variance import Clue, Explanation, Mend
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.context_menu import open_menu
from posapp.ui.control_acts import DrawerActs
from posapp.ui.control_steps import Step
from posapp.ui.corrections import Correcting
from posapp.ui.dialogs.approved import StepDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.turn_in import TurnInDialog
from posapp.ui.formats import joined
from posapp.ui.pages.base import Page
from posapp.ui.widgets.consequences import Consequence
from posapp.ui.widgets.drawer_count import DrawerCount
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
        """Receive the marked one: with the own right, else with the secret of who has it (TI-02)."""
        one = self.marked()
        if one is None or self._acts.acting.is_running:
            return
        turn_ins, actor = self._context.services.turn_ins, self._context.actor

        def work(_said: frozenset[str], request: str, secret: Secret | None) -> "Saved[TurnInId]":
            return turn_ins.approve(one.id, request, actor, seen=one.version, secret=secret)

        if self._may_approve(one):
            request = new_request_id()
            self._acts.acting.begin(lambda said: work(said, request, None))
            return
        money = self._context.formats.money(one.amount, one.currency)
        dialog = StepDialog(
            self._context, work, self._page.window(), title=_("Approve turn-in"),
            action=_("Approve"), subtitle=joined(one.receipt_number, money),
            says=(
                Consequence(_("Count the money in front of who hands it over, then approve.")),
                Consequence(_("Approved, it cannot be changed or deleted.")),
            ),
            why=_("The one who receives the money approves."),
        )  # fmt: skip
        self._acts.open_dialog(dialog, lambda _saved: self._acts.tell(_("Approved.")))

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


class Mending(QObject):
    """Starts the action that mends a likely cause of a difference (OU-07)."""

    def __init__(
        self, context: UiContext, page: Page, acts: DrawerActs, turn_ins: TurnInActs,
        count: DrawerCount,
    ) -> None:  # fmt: skip
        """Make it for a page."""
        super().__init__(page)
        self._context, self._acts, self._turn_ins, self._count = context, acts, turn_ins, count
        self._correcting = Correcting(context, page, acts.acting)

    def mend(self, cause: Explanation, clue: Clue | None) -> None:
        """Open the place where it is mended; the row marked says of what."""
        if clue is None:
            return
        open_page = self._context.open_page
        if cause.mend is Mend.TURN_IN:
            self._acts.do(Step.TURN_IN)
        elif cause.mend is Mend.COUNT_AGAIN:
            self._acts.started.emit()
        elif cause.mend is Mend.ADD_PAYMENT:
            self._acts.do(Step.BACK)
            self._context.to_search()
        elif clue.turn_in_id is not None:
            self._turn_ins.open_marked(clue.turn_in_id)
        elif clue.control_id is not None:
            open_page("control", int(clue.control_id))
        elif clue.event_id is not None and self._corrects(cause):
            self._correcting.start(clue.event_id, tender_id=clue.tender_id)
        elif clue.event_id is not None:
            open_page("event", int(clue.event_id))

    def _corrects(self, cause: Explanation) -> bool:
        wanted = cause.mend in {Mend.CORRECT_AMOUNT, Mend.CORRECT_TYPE}
        return wanted and self._correcting.is_allowed
