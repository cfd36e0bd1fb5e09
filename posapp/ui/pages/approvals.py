"""Approvals by approver: what was let happen in whose name; the own ones count as looked at (T5)."""

from datetime import date
from functools import partial
from operator import attrgetter
from typing import ClassVar

from posapp.domain.ids import UserId
from posapp.domain.oversight import GivenApproval
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.models.oversight_lists import approval_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.period_page import PeriodPage
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable


class ApprovalsPage(PeriodPage):
    """The newest first; what was given in the own name and not looked at yet is marked."""

    KIND: ClassVar[str] = "approvals"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.CONTROLS, Topic.EVENTS})

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number, _("Approvals"), _("Approved by"))
        self.table = DataTable("approvals", _("Approvals"))
        columns = approval_columns(context.formats)
        self.table.set_model(RecordTableModel(columns, (), self.table), context.state)
        self.table.set_empty_text(_("Nothing was approved"), _("Nobody gave an own password."))
        card = Card(_("Given with the own password"), _("Newest first"), grow=True)
        card.add(self.table, 1)
        self.body.addWidget(card, 1)

    def focus_first(self) -> None:
        """Start in the list."""
        self.table.setFocus()

    def ask(self, first: date | None, last: date | None, user_id: UserId | None) -> None:
        """Read the list on the lane of reports."""
        approvals = self.context.services.oversight.approvals
        work = partial(approvals, self.context.actor, first=first, last=last, approver=user_id)
        self.read(work, self._on_found, "reports")

    def _on_found(self, found: tuple[GivenApproval, ...]) -> None:
        self.table.show_records(found, attrgetter("id"))
        actor, oversight = self.context.actor, self.context.services.oversight
        mine = [one.id for one in found if one.unseen and one.approver_id == actor.user_id]
        if mine:
            look = partial(oversight.look, max(mine), actor)
            self.context.runner.run(self, look, self._on_looked, self.on_failed)

    def _on_looked(self, _none: None) -> None:
        """The line that told of them goes; the marks stay until the next search."""
        self.context.signals.data_changed.emit(frozenset({Topic.USERS}))
