"""The tenders of a new event: one open line each, no edit mode between the keys and the amount.

Field names follow the first line (``amount_tendered``, ``tender_type``, ``check_number``); further
lines carry their number.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from posapp.domain.money import Money
from posapp.domain.payment_events import TenderDraft
from posapp.domain.setup import TenderType
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.icons import icon
from posapp.ui.theme import GRID, dp, tokens_of
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.form import LabelledField
from posapp.ui.widgets.money_edit import MoneyEdit

CHECK_WIDTH = 10
MOST = 20
_ADD_KEY = "Alt+T"


@dataclass(frozen=True, slots=True)
class TypedTender:
    """What a line says now; the amount is ``None`` while it is no amount."""

    tender_type: TenderType
    amount: Money | None
    check_number: str


def nothing() -> Money | None:
    """Nothing is missing."""
    return None


class TenderLine(QWidget):
    """One tender: type, amount handed over, check number."""

    edited = Signal()
    removed = Signal(object)

    def __init__(
        self, number: int, types: Sequence[TenderType], formats: Formats, currency: str
    ) -> None:
        super().__init__()
        self._types = {kind.code: kind for kind in types}
        self.kind = ChoiceBox([Choice(kind.code, kind.description) for kind in types])
        self.amount = MoneyEdit(formats, formats.currency(currency))
        self.check = QLineEdit()
        self.check.setMaxLength(CHECK_WIDTH)
        self.kind_field = LabelledField("tender_type", _("Tender Type"), self.kind)
        self.amount_field = LabelledField("amount_tendered", _("Amount Tendered"), self.amount)
        self.check_field = LabelledField("check_number", _("Check Number"), self.check)
        self._remove = QToolButton()
        self._remove.setIcon(icon("close", tokens_of(self.palette()).muted, dp(16)))
        self.number(number)
        policy = self._remove.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._remove.setSizePolicy(policy)
        self._remove.clicked.connect(self._on_remove)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(2 * GRID))
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(self.kind_field, 5, top)
        layout.addWidget(self.check_field, 3, top)
        layout.addWidget(self.amount_field, 4, top)
        layout.addWidget(self._remove)
        # Not before it has a parent: a widget without one would open as a window.
        self._remove.setVisible(number > 1)
        self.setTabOrder(self.kind, self.check)
        self.setTabOrder(self.check, self.amount)
        self.kind.value_changed.connect(self._on_kind)
        self.amount.value_changed.connect(self._on_edited)
        self.check.textChanged.connect(self._on_edited)
        self._on_kind(self.kind.value())

    @property
    def last(self) -> QWidget:
        """Where Tab stops last in the line."""
        return self._remove

    def number(self, number: int) -> None:
        """Name the fields by the line's place, as no two fields may have one name."""
        mark = "" if number == 1 else f"_{number}"
        self.kind.setObjectName(f"tender_type{mark}")
        self.amount.setObjectName(f"amount_tendered{mark}")
        self.check.setObjectName(f"check_number{mark}")
        self._remove.setObjectName(f"remove_tender{mark}")
        self._remove.setAccessibleName(_("Remove tender {number}").format(number=number))
        self._remove.setToolTip(self._remove.accessibleName())

    def set_currency(self, formats: Formats, currency: str) -> None:
        """Take amounts of another currency."""
        self.amount.set_currency(formats.currency(currency))

    def typed(self) -> TypedTender:
        """What the line says."""
        return TypedTender(
            self._types[self.kind.value()], self.amount.value(), self.check.text().strip()
        )

    def show_error(self, field: str, sentence: str) -> bool:
        """Show an error at one of the line's fields."""
        fields = {
            "tender_type": self.kind_field,
            "amount_tendered": self.amount_field,
            "check_number": self.check_field,
        }
        if field not in fields:
            return False
        fields[field].show_error(sentence)
        return True

    def _on_kind(self, code: str) -> None:
        kind = self._types[code]
        wanted = kind.requires_check_number or not kind.like_cash
        self.check.setEnabled(wanted)
        optional = wanted and not kind.requires_check_number
        self.check.setPlaceholderText(_("optional") if optional else "")
        if not wanted:
            self.check.clear()
        self.edited.emit()

    def _on_edited(self, _value: object = None) -> None:
        self.edited.emit()

    def _on_remove(self) -> None:
        self.removed.emit(self)


class TenderRows(QWidget):
    """All tenders of a new event.

    ``edited`` tells that any line changed; ``first_typed`` that the user changed the first amount.
    """

    edited = Signal()

    def __init__(
        self,
        types: Sequence[TenderType],
        default: str,
        formats: Formats,
        currency: str,
        rest: Callable[[], Money | None] = nothing,
    ) -> None:
        """Start with one line of the default type.

        Args:
            types: tender types that the counter offers.
            default: code of the type a new line starts with.
            formats: how amounts are written.
            currency: of the payor's account.
            rest: gives what is still missing, which a further line starts with.
        """
        super().__init__()
        self._rest = rest
        self._types = tuple(types)
        self._default = default
        self._formats = formats
        self._currency = currency
        self._lines: list[TenderLine] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.add_button = KeyButton(_("Add tender"), self.add_line, name="add_tender", kind="quiet")
        self.add_button.bind_key(QKeySequence(_ADD_KEY))
        self.add_button.show_hint(_ADD_KEY)
        self._layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_line()

    @property
    def first(self) -> TenderLine:
        """The line that is always there."""
        return self._lines[0]

    def add_line(self) -> None:
        """Add a line with what is still missing and put the cursor into its amount."""
        if len(self._lines) == MOST:
            return
        rest = self._rest() if self._lines else None
        line = TenderLine(len(self._lines) + 1, self._types, self._formats, self._currency)
        line.kind.select(self._default)
        line.edited.connect(self.edited)
        line.removed.connect(self._on_removed)
        self._layout.insertWidget(len(self._lines), line)
        self._lines.append(line)
        self.setTabOrder(line.last, self.add_button)
        if len(self._lines) > 1:
            line.amount.set_value(rest)
            # A line that is not on the screen yet does not take the focus.
            line.show()
            line.amount.setFocus()
        self.edited.emit()

    def set_currency(self, currency: str) -> None:
        """Take amounts of another payor's currency."""
        self._currency = currency
        for line in self._lines:
            line.set_currency(self._formats, currency)

    def typed(self) -> tuple[TypedTender, ...]:
        """What all lines say."""
        return tuple(line.typed() for line in self._lines)

    def drafts(self) -> tuple[TenderDraft, ...] | None:
        """The tenders as drafts; ``None`` when an amount is missing, which is then shown."""
        found: list[TenderDraft] = []
        for line in self._lines:
            typed = line.typed()
            if typed.amount is None:
                line.show_error("amount_tendered", line.amount.error or _("Enter an amount."))
                line.amount.setFocus()
                return None
            found.append(TenderDraft(typed.tender_type.code, typed.amount, typed.check_number))
        return tuple(found)

    def show_error(self, field: str, sentence: str) -> bool:
        """Show an error at the first line that it can speak of."""
        for line in self._lines:
            empty_check = field == "check_number" and line.check.text().strip()
            if not empty_check and line.show_error(field, sentence):
                return True
        return False

    def clear_errors(self) -> None:
        """Take back errors that came from outside."""
        for line in self._lines:
            line.show_error("amount_tendered", line.amount.error)
            line.show_error("tender_type", "")
            line.show_error("check_number", "")

    def _on_removed(self, line: TenderLine) -> None:
        self._lines.remove(line)
        self._layout.removeWidget(line)
        line.hide()
        line.deleteLater()
        for number, left in enumerate(self._lines, 1):
            left.number(number)
        self._lines[-1].amount.setFocus()
        self.edited.emit()
