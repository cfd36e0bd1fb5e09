"""The page of a match event: its state, what is on it, in dispute or not (OI-2, MT-08, MT-13)."""

from functools import partial
from operator import attrgetter
from typing import ClassVar, Final

from PySide6.QtGui import QKeySequence

from posapp.domain.codes import FtType, MatchEventStatus
from posapp.domain.hand_matching import changes_by_hand, ends_by_hand
from posapp.domain.ids import MatchEventId, long_id, short_id
from posapp.domain.matching import MatchedView, MatchEventView
from posapp.domain.rights import Right
from posapp.i18n import _
from posapp.ui.acting import Acting
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog
from posapp.ui.dialogs.dispute import DisputeDialog
from posapp.ui.dialogs.match import EndMatchDialog, MatchDialog
from posapp.ui.formats import grouped, joined
from posapp.ui.leading import (
    Way,
    lead,
    to_agreement,
    to_bill,
    to_event,
    to_payment,
    to_transaction,
)
from posapp.ui.models.inquiry_lists import bill_words
from posapp.ui.models.match_items import match_items
from posapp.ui.models.record_lists import AgreementSum, matched_columns, sum_columns, sums_of
from posapp.ui.pages.record import RecordPage
from posapp.ui.shortcuts import Key
from posapp.ui.tokens import Tone
from posapp.ui.widgets.account_lists import show_lines
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable
from posapp.ui.words import word

_ROWS: Final = 3
_SUM_ROWS: Final = 4


class MatchEventPage(RecordPage):
    """One match event."""

    KIND: ClassVar[str] = "match_event"
    FIGURES: ClassVar[tuple[tuple[str, str], ...]] = (
        ("open_amount", "Open"),
        ("charges", "Charges"),
        ("payments", "Payments"),
    )
    WAYS: ClassVar[tuple[tuple[str, str], ...]] = (("account", "Account"), ("bill", "Bill"))

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._view: MatchEventView | None = None
        self.acting = Acting(context, self)
        self.acting.changed.connect(self._enable)
        self.lines = DataTable("match_event_lines", _("Transactions on it"))
        self.sums = DataTable("match_event_sums", _("By service agreement"))
        lead(context, self.lines, _line_ways, lambda line: long_id(line.ft_id))
        lead(context, self.sums, _sum_ways, lambda one: short_id(one.agreement_id))
        self.dispute = KeyButton(
            "", self._on_dispute, key=Key.MAIN_ACTION, shortcuts=context.shortcuts, name="dispute"
        )
        end = partial(self._on_end, cancel=False), partial(self._on_end, cancel=True)
        self.change = KeyButton(_("Change items\u2026"), self._on_change, name="change_match")
        self.delete = KeyButton(_("Delete\u2026"), end[0], name="delete_match")
        self.cancel = KeyButton(_("Cancel\u2026"), end[1], name="cancel_match")
        for button, key in (
            (self.delete, "Ctrl+Del"),
            (self.cancel, "Ctrl+K"),
            (self.change, "F4"),
        ):
            button.bind_key(QKeySequence(key))
            button.show_hint(key)
        self._buttons = (self.delete, self.cancel, self.change, self.dispute)
        for button in self._buttons:
            self.footer.addWidget(button)
            button.hide()
        self._lay_out()

    def load(self) -> None:
        """Read the match event."""
        matches, actor = self.context.services.match_events, self.context.actor
        self.read(partial(matches.show, MatchEventId(self.number), actor), self._on_view)

    def focus_first(self) -> None:
        """Start in what is on it."""
        self.lines.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        shown = (one for one in self._buttons if one.isVisibleTo(self))
        return (*((one.text().strip("\u2026"), one.hint) for one in shown), *super().keys())

    def _lay_out(self) -> None:
        lines = Card(_("Transactions on it"), grow=True)
        self.lines.keep_rows(_ROWS)
        lines.add(self.lines, 1)
        self.sum_card = Card(_("By service agreement"), " ")
        self.sum_card.add(self.sums)
        self.body.addWidget(lines, 1)
        self.body.addWidget(self.sum_card)

    def _on_view(self, view: MatchEventView) -> None:
        self._view, self._account = view, view.account_id
        setup, formats, state = self.context.setup, self.context.formats, self.context.state
        title = _("Match event {number}").format(number=grouped(short_id(view.id)))
        self.show_title(title)
        bill = _("Bill {number}").format(number=view.bill_number) if view.bill_number else ""
        due = _("due {date}").format(date=formats.date(view.due_date)) if view.due_date else ""
        about = joined(view.account_name, bill or bill_words(view), due)
        status = word(view.status)
        states = [(status.text, status.tone)]
        if view.disputed:
            states.append((_("In dispute"), Tone.RED))
        self.head.show_record(title, about, states)
        money = partial(self.money, currency=view.currency)
        self.head.show_figure("open_amount", money(view.open_amount))
        self.head.show_figure("charges", money(view.debits))
        self.head.show_figure("payments", money(view.credits))
        lines = matched_columns(setup, view, formats)
        show_lines(self.lines, lines, view.lines, attrgetter("ft_id"), state)
        sums = sums_of(view.lines)
        columns = sum_columns(setup, view, formats)
        show_lines(self.sums, columns, sums, attrgetter("agreement_id"), state)
        self.sums.fit_rows(_SUM_ROWS, 1)
        self.sum_card.caption.setText(_("It balances when every agreement is even."))
        self.lead_to([("account", "account", view.account_id), ("bill", "bill", view.bill_id)])
        self.show_notices(self._notices(view))
        self._enable()

    def _notices(self, view: MatchEventView) -> tuple[Notice, ...]:
        """What its state means for the debt (MT-10, MT-13)."""
        if view.disputed:
            says = _("In dispute: what is open on it is left out of aged debt and of payments.")
            return (Notice(joined(says, view.note), Tone.AMBER),)
        return (
            (Notice(_("Last remark: {note}").format(note=view.note), Tone.BLUE),)
            if view.note
            else ()
        )

    def _enable(self) -> None:
        """Only an open one can be put in dispute, by those who distribute (OI-7, MT-13)."""
        view = self._view
        if view is None:
            return
        actor = self.context.actor
        is_open = view.status is MatchEventStatus.OPEN
        may = actor.may(Right.DISTRIBUTE)
        may_cancel = actor.may(Right.CANCEL_MATCH)
        ends = ends_by_hand(view)
        self.dispute.setVisible(may and is_open)
        # What is taken off a balanced one is owed again, as after canceling it.
        self.change.setVisible(may and (is_open or may_cancel) and changes_by_hand(view))
        self.delete.setVisible(may and is_open and ends)
        self.cancel.setVisible(may_cancel and not is_open and ends)
        for button in self._buttons:
            button.setEnabled(not self.acting.is_running)
        words = _("Take out of dispute") if view.disputed else _("Put in dispute")
        self.dispute.show_text(words)

    def _on_change(self) -> None:
        """Put items on it or take them off (MT-08); what is free is read first."""
        if self._view is not None:
            matching, actor = self.context.services.hand_matching, self.context.actor
            work = partial(matching.items, self._view.account_id, actor)
            self.context.runner.run(self, work, self._on_items, self.on_failed, "db")

    def _on_items(self, items: tuple[MatchedView, ...]) -> None:
        view = self._view
        if view is not None:
            owner = view.account_id, view.account_name, view.currency
            rows = match_items(view.lines, items)
            self._open(MatchDialog(self.context, owner, rows, self.window(), match=view))

    def _on_end(self, *, cancel: bool) -> None:
        """Delete it while it is open, cancel a balanced one (MT-08)."""
        view = self._view
        if view is None:
            return
        dialog = EndMatchDialog(self.context, view, self.window(), cancel=cancel)
        if not cancel:
            # Its page is gone with it.
            left = partial(self.context.open_page, "match_events", view.account_id)
            dialog.completed.connect(lambda _saved: left())
        self._open(dialog)

    def _open(self, dialog: TaskDialog) -> None:
        dialog.reload = self.load
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_dispute(self) -> None:
        view = self._view
        if view is None:
            return
        dialog = DisputeDialog(self.context, view, self.window())
        dialog.completed.connect(lambda _saved: self.load())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _line_ways(line: MatchedView) -> tuple[Way, ...]:
    paid = line.ft_type in {FtType.PAY_SEGMENT, FtType.PAY_CANCEL}
    return (
        to_payment(line.parent_id if paid else None),
        to_bill(line.parent_id if line.ft_type is FtType.BILL else None),
        to_transaction(line.ft_id),
        to_event(line.event_id),
        to_agreement(line.agreement_id),
    )


def _sum_ways(one: AgreementSum) -> tuple[Way, ...]:
    return (to_agreement(one.agreement_id),)
