"""Give a count in from a drawer's page, and lead to what is missing or differs (CN-03, CN-04, TC-23)."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from posapp.domain.approvals import Secret
from posapp.domain.control_counts import CountControl, Submitted
from posapp.domain.control_lines import ControlLine, must_be_counted
from posapp.domain.ids import ControlId, new_request_id
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import Control, ControlView
from posapp.domain.topics import Saved
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.approved import StepDialog
from posapp.ui.dialogs.drawer_reasons import control_title
from posapp.ui.pages.base import Page
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.drawer_count import DrawerCount

if TYPE_CHECKING:
    from posapp.services.bundle import Services
    from posapp.ui.control_acts import DrawerActs


class CountActs(QObject):
    """Submits what is counted, alone or with the supervisor at the desk."""

    def __init__(
        self, context: UiContext, page: Page, acts: "DrawerActs", count: DrawerCount
    ) -> None:
        """Make it for the acts of a page and the count that is typed there."""
        super().__init__(page)
        self._context, self._page, self._acts, self._count = context, page, acts, count

    def submit(self, control: Control) -> None:
        """Give the count in; what is wrong or missing of it is led to instead."""
        view, count = self._acts.view, self._count
        count.settle()
        if view is None or not self._is_whole(view):
            return
        standing = view.standing
        pending = standing is not None and standing.pending is not None
        # What is filled in from an earlier count is a count of its own when it is given in again.
        counts = not count.is_empty and (count.is_changed or not pending)
        command = count.command(new_request_id(), control.id) if counts else None
        work = partial(_count_and_submit, self._context.services, control.id, command)
        actor = self._context.actor
        if standing is not None and standing.needs_supervisor and standing.at_drawer:
            self._with_supervisor(control, work)
            return
        request, actor = self._acts.acting.request()
        self._acts.acting.begin(lambda _said: work(request, actor, None), self._on_counted)

    def _is_whole(self, view: ControlView) -> bool:
        """Whether all that must be counted is counted and is a number (CN-01, TC-23)."""
        count, acts = self._count, self._acts
        if count.is_wrong:
            self._stop(count.cash.wrong_count or _("A cell of the count is wrong. Correct it."))
            if not count.focus_wrong():
                row, _name = min(count.endings.errors)
                acts.cell_wanted.emit(count.endings.records[row].line.tender_type, None)
            return False
        pending = view.standing is not None and view.standing.pending is not None
        if count.is_empty and not pending:
            self._stop(_("Nothing is counted yet. Count the drawer first."))
            count.focus_first()
            return False
        missing = self._missing(view, pending=pending)
        if missing is not None:
            reason = _("{type} was not counted").format(type=missing.description)
            self._stop(self._context.texts.sentence("M-222", {"reason": reason}))
            acts.cell_wanted.emit(missing.tender_type, None)
        return missing is None

    def _stop(self, says: str) -> None:
        """Say why it is not given in; the next key that is typed takes it away."""
        self._page.show_notice(Notice(says, Tone.RED))

    def _missing(self, view: ControlView, *, pending: bool) -> ControlLine | None:
        """The first type that must be counted and is not; the service looks at it again."""
        known = set(self._count.counted_types)
        if pending and self._acts.attempts:
            known |= {one.tender_type for one in self._acts.attempts[-1].lines}
        wanted = must_be_counted(view.lines) - known
        return next((one for one in view.lines if one.tender_type in wanted), None)

    def _with_supervisor(self, control: Control, work: "partial[Saved[Submitted]]") -> None:
        differing = sum(1 for one in self._acts.attempts if one.differs)
        actor = self._context.actor
        dialog = StepDialog(
            self._context,
            lambda _said, request, secret: work(request, actor, secret),
            self._page.window(),
            title=_("Submit for balancing"),
            action=_("Submit"),
            subtitle=control_title(control),
            why=self._context.texts.sentence("M-224", {"n": differing}),
        )
        self._acts.open_dialog(dialog, self._on_counted)

    def _on_counted(self, saved: "Saved[Submitted]") -> None:
        """Blind, only what differs is counted again; who sees the figures goes on from all of it."""
        found = saved.value
        off = frozenset(one.tender_type for one in found.lines)
        if found.differs:
            self._count.begin_again(off)
        else:
            self._count.clear()
        self._page.load()
        self._say(found)
        if found.lines:
            self._acts.differs.emit(found.lines[0].tender_type)

    def _say(self, done: Submitted) -> None:
        """Say whether it agrees, and no more than the user may know (D-16)."""
        acts, texts, view = self._acts, self._context.texts, self._acts.view
        if not done.differs:
            acts.tell(_("The count agrees. The drawer can be balanced."))
            return
        code = "" if view is None else view.control.currency
        says = []
        for one in done.lines:
            fields = {"tender_type": one.description, "currency": code}
            if one.expected is None:
                says.append(texts.sentence("C-05H", fields))
                continue
            figures = {
                "counted": one.counted, "expected": one.expected, "difference": one.difference,
            }  # fmt: skip
            says.append(texts.sentence("C-05", fields | figures))
        if done.needs_supervisor:
            says.append(_("A supervisor must be there for the next count."))
        acts.tell(" ".join(says), Tone.AMBER)


def _count_and_submit(
    services: "Services",
    control: ControlId,
    command: CountControl | None,
    request_id: str,
    actor: Actor,
    secret: Secret | None,
) -> Saved[Submitted]:
    """Record what is typed, then give it in; both once, however often they are sent (D-21)."""
    if command is not None:
        services.control_counts.count(command, actor)
    return services.control_counts.submit(control, request_id, actor, secret=secret)
