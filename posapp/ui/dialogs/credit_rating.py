"""Rows of the credit rating history by hand: add one, end one (CR-01, CR-08)."""

from datetime import date
from functools import partial
from typing import Final

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from posapp.domain.accounts import AccountCard
from posapp.domain.history import MOST_POINTS, AddRating, EndRating, Rating
from posapp.domain.ids import short_id
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.formats import grouped
from posapp.ui.models.inquiry_lists import signed
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.limited_edit import LimitedEdit

_COMMENT_WIDTH: Final = 254


class AddRatingDialog(TaskDialog):
    """Adds a row; ``completed`` carries ``Saved[int]``."""

    def __init__(
        self, context: UiContext, card: AccountCard, today: date, parent: QWidget | None = None
    ) -> None:
        """Ask for dates, effects and the reason.

        Args:
            context: the window's surroundings.
            card: the account.
            today: business date of the office; the row starts with it unless another is typed.
            parent: window that the dialog belongs to.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Add credit rating row"), action=_("Add"), name="add_rating_dialog",
            subtitle=_of(card), columns=2,
        )  # fmt: skip
        self._context = context
        self._account = card.account.id
        self.start_date = DateEdit(context.formats, context.today)
        self.end_date = DateEdit(context.formats, context.today)
        self.rating_effect = _points()
        self.cash_only_effect = _points()
        self.comment = LimitedEdit(_COMMENT_WIDTH)
        self.form.add("start_date", _("Start Date"), self.start_date)
        self.form.add("end_date", _("End Date"), self.end_date, _("Empty: for ever."))
        self.form.add(
            "rating_effect", _("Affect Credit Rating By"), self.rating_effect,
            _("Points taken off the rating."),
        )  # fmt: skip
        self.form.add(
            "cash_only_effect", _("Affect Cash-Only Score By"), self.cash_only_effect,
            _("Points added to the score."),
        )  # fmt: skip
        self.form.add(
            "comment",
            _("Comment"),
            self.comment,
            _("Say why; whoever looks at the account reads it."),
            span=2,
        )
        self.start_date.set_value(today)

    @property
    def holds_work(self) -> bool:
        """Whether something was typed."""
        fields = (self.end_date, self.rating_effect, self.cash_only_effect, self.comment)
        return any(field.text().strip() for field in fields)

    def focus_first(self) -> None:
        """Points are what differs; the dates mostly stay."""
        self.rating_effect.setFocus()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The command; the rules say what is wrong with it."""
        start = self.start_date.value()
        if start is None:
            self.form.show_error("start_date", _("Type the first day that it counts."))
            return None
        command = AddRating(
            self.request_id,
            self._account,
            start,
            self.end_date.value(),
            -_number(self.rating_effect),
            _number(self.cash_only_effect),
            self.comment.value(),
        )
        return partial(self._context.services.history.add_rating, command, self._context.actor)


class EndRatingDialog(TaskDialog):
    """Brings the end of a row forward; ``completed`` carries ``Saved[int]``."""

    def __init__(
        self,
        context: UiContext,
        card: AccountCard,
        row: Rating,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        """Ask for the last day.

        Args:
            context: the window's surroundings.
            card: the account.
            row: the row that ends.
            today: business date of the office, the last day unless another is typed.
            parent: window that the dialog belongs to.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("End credit rating row"), action=_("End row"), name="end_rating_dialog",
            subtitle=_of(card),
        )  # fmt: skip
        self._context = context
        self._row = row
        self.end_date = DateEdit(context.formats, context.today)
        self.form.add(
            "end_date", _("End Date"), self.end_date, _("The last day that the row counts.")
        )
        self.end_date.set_value(max(today, row.start_date))
        self.consequences = Consequences()
        self.body.addWidget(self.consequences)
        self.consequences.show_lines(self._says())

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The command; the rules say what is wrong with it."""
        end = self.end_date.value()
        if end is None:
            self.form.show_error("end_date", _("Type the last day that it counts."))
            return None
        command = EndRating(self.request_id, self._row.id, end)
        return partial(self._context.services.history.end_rating, command, self._context.actor)

    def _says(self) -> list[Consequence]:
        row, formats = self._row, self._context.formats
        what = _("{comment}: rating {rating}, cash-only score {points}, since {date}.")
        return [
            Consequence(
                what.format(
                    comment=row.comment,
                    rating=signed(row.rating_effect),
                    points=signed(row.cash_only_effect),
                    date=formats.date(row.start_date),
                )
            ),
            Consequence(_("From the day after, it does not count any more. The row stays.")),
        ]


def _of(card: AccountCard) -> str:
    return f"{card.account.name} \u00b7 {grouped(short_id(card.account.id))}"


def _points() -> QLineEdit:
    """A field for points: a whole number of zero or more."""
    made = QLineEdit()
    made.setValidator(QIntValidator(0, MOST_POINTS, made))
    made.setPlaceholderText("0")
    return made


def _number(field: QLineEdit) -> int:
    return int(field.text().strip() or 0)
