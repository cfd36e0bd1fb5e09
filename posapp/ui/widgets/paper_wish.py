"""Which paper of the drawer day is wanted: of what, of which days, on which paper (controls 17)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posapp.domain.day_paper import DayPaper
from posapp.domain.day_papers import DAYS_BACK, OF_A_PERIOD, PaperOrder, PaperSubject, layout_for
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import joined
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.labelled_field import LabelledField

_SUBJECTS: Final[Mapping[DayPaper, str]] = {
    DayPaper.X: "Drawer",
    DayPaper.Z: "Drawer",
    DayPaper.TURN_IN: "Turn-in",
    DayPaper.DEPOSIT_SLIP: "Deposit",
    DayPaper.DEPOSIT_CONTROL: "Deposit control",
    DayPaper.PAYMENT_BALANCE: "Drawer",
    DayPaper.OVER_UNDER: "Drawer",
}
"""What each paper is of."""


class PaperWish(QWidget):
    """The choices of one paper; ``changed`` says that another one is wanted now."""

    changed = Signal()

    def __init__(self, context: UiContext, kind: DayPaper, number: int) -> None:
        """Make the fields.

        Args:
            context: the window's surroundings.
            kind: which paper.
            number: the record that it is of; 0 offers those that ``show_subjects`` brings.
        """
        super().__init__()
        self._context = context
        self._kind = kind
        self._number = number
        self.subject = ChoiceBox()
        self.first = DateEdit(context.formats, context.today)
        self.last = DateEdit(context.formats, context.today)
        sheets = [Choice("a4", "A4"), Choice("letter", "Letter")]
        self.paper = ChoiceBox([Choice("roll80", _("80 mm roll")), *sheets])
        settings = context.settings
        self.paper.select(layout_for(kind, settings.receipt_layout, settings.paper_number_locale))
        self._lay_out()
        self.subject.value_changed.connect(self._on_changed)
        self.paper.value_changed.connect(self._on_changed)
        for field in (self.first, self.last):
            field.editingFinished.connect(self._on_day)
        self._days = (self.first.value(), self.last.value())

    @property
    def asks_for_subject(self) -> bool:
        """Whether the user chooses what the paper is of."""
        return not self._number and self._kind not in OF_A_PERIOD

    @property
    def layout_name(self) -> str:
        """The paper that it is printed on."""
        return str(self.paper.value())

    def show_subjects(self, found: Sequence[PaperSubject]) -> None:
        """Offer the records that the paper can be of."""
        day = self._context.formats.date
        self.subject.setEnabled(bool(found))
        self.subject.set_choices(
            [
                Choice(one.id, joined(one.drawer, one.user, day(one.day), one.number))
                for one in found
            ]
        )

    def order(self) -> PaperOrder | None:
        """The paper as it is chosen now; ``None`` while there is nothing to choose."""
        if self._kind in OF_A_PERIOD:
            return PaperOrder(self._kind, first=self.first.value(), last=self.last.value())
        number = self._number or self.subject.value()
        return PaperOrder(self._kind, int(number)) if number else None

    def _lay_out(self) -> None:
        today = self._context.today()
        if self._kind is DayPaper.PAYMENT_BALANCE:
            self.first.set_value(today - timedelta(days=DAYS_BACK))
        self.last.set_value(today)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(2 * GRID))
        of = LabelledField("paper_of", _(_SUBJECTS[self._kind]), self.subject, room=False)
        first = LabelledField("paper_from", _("From"), self.first, room=False)
        last = LabelledField("paper_to", _("To"), self.last, room=False)
        row.addWidget(of, 3)
        row.addWidget(first, 1)
        row.addWidget(last, 1)
        row.addWidget(LabelledField("paper_layout", _("Paper"), self.paper, room=False), 1)
        of.setVisible(self.asks_for_subject)
        for field in (first, last):
            field.setVisible(self._kind in OF_A_PERIOD)

    def _on_day(self) -> None:
        """A date that stays the same makes no new paper."""
        days = (self.first.value(), self.last.value())
        if days != self._days:
            self._days = days
            self.changed.emit()

    def _on_changed(self, _value: object) -> None:
        self.changed.emit()
