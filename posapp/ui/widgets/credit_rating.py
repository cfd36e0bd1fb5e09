"""*Credit Rating* of an account: rating, points, thresholds, rows; add and end by right (CR-01..CR-08)."""

from functools import partial
from operator import attrgetter

from PySide6.QtWidgets import QDialog

from posapp.domain.accounts import AccountCard
from posapp.domain.history import CreditRating
from posapp.domain.rights import Right
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.credit_rating import AddRatingDialog, EndRatingDialog
from posapp.ui.leading import Way, lead, to_event
from posapp.ui.models.inquiry_lists import RatingLine, rating_columns, rating_lines
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.account_lists import show_lines
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.inquiry_tabs import InquiryTab
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable
from posapp.ui.widgets.totals_bar import TotalsBar


class CreditRatingTab(InquiryTab):
    """Where an account stands, and the rows that brought it there."""

    def __init__(self, context: UiContext) -> None:
        super().__init__("credit_rating", _("Credit Ra&ting"))
        self._context = context
        self._stands: CreditRating | None = None
        self.figures = TotalsBar(
            (
                ("credit_rating", _("Credit rating")),
                ("credit_rating_threshold", _("Risky below")),
                ("cash_only_score", _("Cash-only score")),
                ("cash_only_threshold", _("Cash-only above")),
            )
        )
        self.source = text_label("", "subtitle", wrap=True)
        self.source.setObjectName("threshold_source")
        self.table = DataTable("credit_rating_rows", _("Credit rating history"))
        self.table.set_empty_text(
            _("Nothing speaks against this account"),
            _("A bounced check adds a row by itself; others are entered by hand."),
        )
        lead(context, self.table, _ways)
        may = context.actor.may(Right.OVERRIDE_CASH_ONLY)
        self.add_button = KeyButton(
            _("Add row\u2026"), self.add_row, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            name="add_rating",
        )  # fmt: skip
        self.end_button = KeyButton(_("End row\u2026"), self.end_row, name="end_rating")
        if not may:
            # Never shown here: without a parent yet a button would open as a window.
            self.add_button.hide()
            self.end_button.hide()
        self.table.current_changed.connect(self._enable)
        self._lay_out()
        self._enable()

    def refresh(self, card: AccountCard) -> None:
        """Read the credit rating."""
        self.card = card
        history, actor = self._context.services.history, self._context.actor
        work = partial(history.credit_rating, card.account.id, actor)
        self._context.runner.run(self, work, self._on_rating, self.failed.emit, "db")

    def focus_first(self) -> None:
        """The rows."""
        self.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this tab."""
        opens = (_("Open the payment event of the marked row"), "Enter")
        if not self.add_button.isVisibleTo(self):
            return (opens,)
        return ((_("Add a row"), self.add_button.hint), opens)

    def add_row(self) -> None:
        """Enter a row by hand (CR-08)."""
        if self.card is not None and self._stands is not None:
            _open(AddRatingDialog(self._context, self.card, self._stands.today, self.window()))

    def end_row(self) -> None:
        """End the marked row (CR-08)."""
        line = self.table.current_record()
        if line is not None and self._stands is not None and self.card is not None:
            today, window = self._stands.today, self.window()
            _open(EndRatingDialog(self._context, self.card, line.rating, today, window))

    def _lay_out(self) -> None:
        stands = Card()
        stands.add(self.figures)
        stands.add(self.source)
        rows = Card(_("Credit rating history"), grow=True)
        rows.aside.addWidget(self.end_button)
        rows.aside.addWidget(self.add_button)
        rows.aside.setSpacing(dp(GRID))
        rows.add(self.table, 1)
        self.column.addWidget(stands)
        self.column.addWidget(rows, 1)

    def _on_rating(self, stands: CreditRating) -> None:
        self._stands = stands
        count = self._context.formats.count
        low = Tone.RED if stands.is_low else None
        self.figures.show_value("credit_rating", count(stands.rating), low)
        self.figures.show_value("credit_rating_threshold", count(stands.rating_threshold))
        over = Tone.RED if stands.cash_only else None
        self.figures.show_value("cash_only_score", count(stands.score), over)
        self.figures.show_value("cash_only_threshold", count(stands.cash_only_threshold))
        self.source.setText(self._origin(stands))
        columns, lines = rating_columns(self._context.formats), rating_lines(stands)
        show_lines(self.table, columns, lines, attrgetter("rating.id"), self._context.state)
        self._enable()

    def _origin(self, stands: CreditRating) -> str:
        """Where thresholds and beginnings come from: the division's own win (CR-03, CR-04)."""
        setup, card = self._context.setup, self.card
        division = setup.divisions[card.account.division] if card is not None else None
        own = division is not None and any(
            value is not None
            for value in (division.cash_only_threshold, division.credit_rating_threshold)
        )
        whose = _("Installation")
        if own and division is not None:
            whose = _("CIS Division {name}").format(name=division.description)
        says = _(
            "Begins at rating {rating} and {score} cash-only points. Thresholds: {whose}. Rows in "
            "force on {date} count."
        )
        return says.format(
            rating=stands.beginning_rating,
            score=stands.beginning_score,
            whose=whose,
            date=self._context.formats.date(stands.today),
        )

    def _enable(self, _row: object = None) -> None:
        """A row that has ended already can only be looked at."""
        line, stands = self.table.current_record(), self._stands
        row = None if line is None else line.rating
        self.add_button.setEnabled(stands is not None)
        self.end_button.setEnabled(
            stands is not None
            and row is not None
            and (row.end_date is None or row.end_date > stands.today)
        )


def _ways(line: RatingLine) -> tuple[Way, ...]:
    """A row of a canceled tender leads to its event."""
    return (to_event(line.rating.event_id),)


def _open(dialog: QDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
