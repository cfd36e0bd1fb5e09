"""Head of a Quick Add page: drawer, day, how many events, and the tape typed beforehand (QA 10.1).

The adding-machine tape is a count and a sum that somebody made up from the paper; they must agree
with the rows before anything is created.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from posapp.domain.ids import ControlId, short_id
from posapp.domain.payment_day import check_day
from posapp.domain.quick_add import QuickHeader, QuickKind
from posapp.domain.rights import Right
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped
from posapp.ui.tender_words import drawer_name
from posapp.ui.theme import dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.money_edit import MoneyEdit

MULTIPLE: Final = "multiple"
SINGLE: Final = "single"
_WIDTHS: Final = {
    "tender_control": 268,
    "payment_date": 112,
    "number_of_payment_events": 174,
    "control_count": 96,
    "control_total": 124,
}
_TAPE: Final = ("control_count", "control_total")
_MOST_DIGITS: Final = 6
_GAP: Final = 12


class QuickHead(QWidget):
    """What holds for all rows.

    ``number_changed`` carries *Multiple* or *Single* when the user chooses it, ``control_changed``
    another drawer, ``tape_changed`` tells of another count or sum.
    """

    number_changed = Signal(object)
    control_changed = Signal()
    tape_changed = Signal()

    def __init__(self, context: UiContext, kind: QuickKind, title: str, subtitle: str) -> None:
        """Make it without drawers.

        Args:
            context: the surroundings.
            kind: rules, or accounts, which are always several events.
            title: heading of the page.
            subtitle: the line under it.
        """
        super().__init__()
        self._context, self._kind = context, kind
        self._controls: dict[int, Control] = {}
        self._quiet = False
        self.title, self.subtitle = text_label(title, "title"), text_label(subtitle, "subtitle")
        self.tender_control = ChoiceBox()
        self.payment_date = DateEdit(context.formats, self._today)
        self.number = ChoiceBox([Choice(MULTIPLE, _("Multiple")), Choice(SINGLE, _("Single"))])
        self.control_count = QLineEdit()
        self.control_count.setMaxLength(_MOST_DIGITS)
        self.control_count.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.control_total = MoneyEdit(context.formats)
        self._fields: dict[str, LabelledField] = {}
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lay_out()
        self.tender_control.value_changed.connect(self._on_control)
        self.number.value_changed.connect(self._on_number)
        self.control_count.textChanged.connect(self._on_tape)
        self.control_total.value_changed.connect(self._on_tape)

    @property
    def control(self) -> Control | None:
        """The drawer that is chosen."""
        return self._controls.get(self.tender_control.value() or 0)

    @property
    def currency(self) -> str:
        """The drawer's, else the office's."""
        control = self.control
        return self._context.office.currency if control is None else control.currency

    def show_controls(self, controls: Sequence[Control], setup: SetUp) -> None:
        """Offer the drawers, the default first (D-02); the choice stays while it is offered."""
        self._controls = {one.id: one for one in controls}
        self.tender_control.set_choices(
            [Choice(one.id, drawer_name(one, setup)) for one in controls]
        )
        if not self.payment_date.text():
            self._show_day()

    def show_batch(self, control: ControlId, header: QuickHeader, *, finished: bool) -> None:
        """Show the head of a batch that was kept; its tape may be corrected till it is finished."""
        if not self.tender_control.select(control):
            words = Choice(control, grouped(short_id(control)))
            self.tender_control.set_choices([words])
        self.payment_date.set_value(header.payment_date)
        count = header.tape_count
        self.control_count.setText("" if count is None else str(count))
        self.control_total.set_value(header.tape_total)
        self.lock(locked=True, finished=finished)

    def lock(self, *, locked: bool, finished: bool = False) -> None:
        """Take no changes while rows of a batch are there, but of drawer and open tape."""
        free = {"tender_control"} if finished else {"tender_control", *_TAPE}
        for name, field in self._fields.items():
            field.field.setEnabled(not locked or name in free)

    def show_tape(self, *, shown: bool) -> None:
        """Offer the tape where there are rows."""
        for name in _TAPE:
            self._fields[name].setVisible(shown)
        self._fit()

    def clear(self) -> None:
        """Be ready for the next batch: another day and another tape, the same drawer."""
        self.lock(locked=False)
        self.clear_errors()
        self.control_count.clear()
        self.control_total.clear()
        self._show_day()

    def choose_number(self, number: str) -> None:
        """Show *Multiple* or *Single* without telling anybody."""
        self._quiet = True
        self.number.select(number)
        self._quiet = False

    def tape(self, *, at_counter: bool = False) -> QuickHeader | None:
        """The head as typed; ``None`` when a field is wrong, which is then shown.

        Args:
            at_counter: nothing is an automatic payment, so no day may lie ahead (D-06).
        """
        self.clear_errors()
        count, day = self.control_count.text().strip(), self.payment_date
        typed = day.value()
        if typed is None:
            self.show_error("payment_date", day.error or _("Enter a date."))
        elif at_counter:
            self.show_error("payment_date", self._wrong_day(typed))
        if count and not (count.isascii() and count.isdigit()):
            self.show_error("control_count", _("Digits only."))
        wrong = next((one for one in self._fields.values() if one.error), None)
        if wrong is not None:
            wrong.field.setFocus()
            return None
        return self.header()

    def _wrong_day(self, day: date) -> str:
        """Why rows cannot be of a day: said before they become a batch of it (PE-3)."""
        context = self._context
        try:
            check_day(
                day,
                self._today(),
                context.today(),
                context.setup,
                may_back_date=context.actor.may(Right.BACK_DATE),
            )
        except Refused as refused:
            return context.texts.at_field(refused)
        return ""

    def header(self) -> QuickHeader:
        """The head as it is, wrong fields left out."""
        count = self.control_count.text().strip()
        control = self.control
        return QuickHeader(
            self._kind,
            None if control is None else control.id,
            self.payment_date.value(),
            int(count) if count.isascii() and count.isdigit() else None,
            self.control_total.value(),
        )

    def show_error(self, field: str, sentence: str) -> bool:
        """Show an error at a field; False when there is no such field."""
        name = {"tape_count": "control_count", "tape_total": "control_total"}.get(field, field)
        if name not in self._fields:
            return False
        self._fields[name].show_error(sentence)
        if sentence and self._fields[name].field.isEnabled():
            self._fields[name].field.setFocus()
        return True

    def clear_errors(self) -> None:
        """Take back errors that came from outside."""
        for field in self._fields.values():
            field.show_error(str(getattr(field.field, "error", "")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the fields: below the words, and narrower, where the place is narrow."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """It fits any width that a window has."""
        return QSize(0, super().minimumSizeHint().height())

    def _fit(self) -> None:
        shown = {name: one for name, one in self._fields.items() if not one.isHidden()}
        wanted = sum(dp(_WIDTHS[name]) for name in shown)
        gaps = dp(_GAP) * len(shown)
        narrow = self.width() < wanted + gaps + self.subtitle.sizeHint().width()
        ways = QBoxLayout.Direction
        self._line.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        # The heading is in the window's title too; a low screen has use for its room.
        self.title.setHidden(narrow)
        self.subtitle.setHidden(narrow)
        # The drawer's name gives way first, then all fields alike.
        lacking = max(0, wanted + gaps - self.width())
        drawer = dp(_WIDTHS["tender_control"])
        given = min(lacking, drawer // 2)
        share = 1 - (lacking - given) / (wanted - given)
        for name, field in shown.items():
            own = drawer - given if name == "tender_control" else dp(_WIDTHS[name])
            field.setFixedWidth(int(own * share))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(dp(2))
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        words.addStretch()
        fields = QHBoxLayout()
        fields.setSpacing(dp(_GAP))
        line = self._line
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(dp(_GAP))
        # The fields are made to fit; they must not keep the window wide.
        line.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        line.addLayout(words, 1)
        line.addLayout(fields)
        shown: dict[str, tuple[str, QWidget]] = {
            "tender_control": (_("Tender Contro&l"), self.tender_control),
            "payment_date": (_("Pa&yment Date"), self.payment_date),
            "number_of_payment_events": (_("&Number of Payment Events"), self.number),
            "control_count": (_("C&ontrol Count"), self.control_count),
            "control_total": (_("Control &Total"), self.control_total),
        }
        if self._kind is QuickKind.ACCOUNTS:
            del shown["number_of_payment_events"]
        for name, (label, field) in shown.items():
            made = self._fields[name] = LabelledField(name, label, field)
            made.setFixedWidth(dp(_WIDTHS[name]))
            fields.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        fields.addStretch()

    def _today(self) -> date:
        control = self.control
        return self._context.today() if control is None else control.business_date

    def _show_day(self) -> None:
        self.payment_date.set_value(self._today())

    def _on_number(self, number: str) -> None:
        if not self._quiet:
            self.number_changed.emit(number)

    def _on_control(self, _value: object) -> None:
        self.control_total.set_currency(self._context.formats.currency(self.currency))
        if self.payment_date.isEnabled():
            self._show_day()
        self.control_changed.emit()

    def _on_tape(self, _value: object) -> None:
        self.tape_changed.emit()
