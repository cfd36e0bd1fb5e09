"""The tenders of a new event: one open line each, no edit mode between the keys and the amount.

Field names follow the first line (``amount_tendered``, ``tender_type``, ``check_number``); further
lines carry their number.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.mandate import Mandate
from posapp.domain.money import Money
from posapp.domain.payment_events import TenderDraft
from posapp.domain.setup import TenderType
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.autopay_block import AutoPayBlock, TypedBlock
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.tender_line import TenderLine, TypedTender

MOST = 20
_ADD_KEY = "Alt+T"


def nothing() -> Money | None:
    """Nothing is missing."""
    return None


class TenderRows(QWidget):
    """All tenders of a new event.

    ``edited`` tells that any line changed; ``settled`` that a line was added, removed or left.
    """

    edited = Signal()
    settled = Signal()

    def __init__(
        self,
        types: Sequence[TenderType],
        default: str,
        formats: Formats,
        currency: str,
        rest: Callable[[], Money | None] = nothing,
        block: Callable[[], AutoPayBlock] | None = None,
    ) -> None:
        """Start with one line of the default type.

        Args:
            types: tender types that the counter offers.
            default: code of the type a new line starts with.
            formats: how amounts are written.
            currency: of the payor's account.
            rest: gives what is still missing, which a further line starts with.
            block: makes the auto-pay block of a line, where such tenders are taken.
        """
        super().__init__()
        self._rest = rest
        self._block = block
        self._mandate: Mandate | None = None
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
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(dp(GRID))
        self.buttons.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.buttons.addStretch()
        self._layout.addLayout(self.buttons)
        self.add_line()

    @property
    def first(self) -> TenderLine:
        """The line that is always there."""
        return self._lines[0]

    @property
    def lines(self) -> tuple[TenderLine, ...]:
        """All lines, from the top."""
        return tuple(self._lines)

    @property
    def current(self) -> TenderLine:
        """The line that was worked in last."""
        at = self.focusWidget()
        found = (line for line in self._lines if at in line.stops)
        return next(found, self._lines[-1])

    def add_line(self) -> None:
        """Add a line with what is still missing and put the cursor into its amount."""
        if len(self._lines) == MOST:
            return
        rest = self._rest() if self._lines else None
        line = TenderLine(
            len(self._lines) + 1, self._types, self._formats, self._currency, self._block
        )
        line.show_mandate(self._mandate)
        line.stops_changed.connect(self._order_tabs)
        line.kind.select(self._default)
        line.edited.connect(self.edited)
        line.settled.connect(self.settled)
        line.removed.connect(self._on_removed)
        self._layout.insertWidget(len(self._lines), line)
        self._lines.append(line)
        self._order_tabs()
        if len(self._lines) > 1:
            line.amount.set_value(rest)
            line.amount.rest = self._rest
            # A line that is not on the screen yet does not take the focus.
            line.show()
            line.amount.setFocus()
        self.edited.emit()
        self.settled.emit()

    def show_tenders(self, drafts: Sequence[TenderDraft]) -> None:
        """Start with tenders that were said already; the cursor stays where it is."""
        offered = {one.code for one in self._types}
        for at, draft in enumerate(one for one in drafts if one.tender_type in offered):
            if at >= len(self._lines):
                self.add_line()
            line = self._lines[at]
            line.kind.select(draft.tender_type)
            line.amount.set_value(draft.amount)
            line.check.setText(draft.check_number)

    def set_currency(self, currency: str) -> None:
        """Take amounts of another payor's currency."""
        self._currency = currency
        for line in self._lines:
            line.set_currency(self._formats, currency)

    def show_mandate(self, mandate: Mandate | None) -> None:
        """Say what the payor's mandate fills in."""
        self._mandate = mandate
        for line in self._lines:
            line.show_mandate(mandate)

    def forget_debits(self) -> None:
        """Empty the auto-pay blocks: they were another payor's."""
        for line in self._lines:
            if line.block is not None:
                line.block.forget()

    def blocks(self) -> tuple[TypedBlock | None, ...]:
        """The auto-pay blocks, one for each line; ``None`` for what is no such tender."""
        return tuple(line.typed().block for line in self._lines)

    def typed(self) -> tuple[TypedTender, ...]:
        """What all lines say."""
        return tuple(line.typed() for line in self._lines)

    @property
    def is_whole(self) -> bool:
        """Whether every line has an amount and nothing wrong."""
        return all(
            line.first_wrong() is None and line.typed().amount is not None for line in self._lines
        )

    def drafts(self) -> tuple[TenderDraft, ...] | None:
        """The tenders as drafts; ``None`` when a field is wrong or an amount missing."""
        found: list[TenderDraft] = []
        for line in self._lines:
            wrong, typed = line.first_wrong(), line.typed()
            if wrong is not None or typed.amount is None:
                (wrong or line.amount).setFocus()
                return None
            found.append(_draft(typed, typed.amount))
        return tuple(found)

    def show_error(self, field: str, sentence: str) -> bool:
        """Show an error at the first line that it can speak of."""
        for line in self._lines:
            has = {"check_number": line.check, "external_reference": line.code}.get(field)
            if not (has is not None and has.text().strip()) and line.show_error(field, sentence):
                return True
        return False

    def clear_errors(self) -> None:
        """Take back errors that came from outside."""
        for line in self._lines:
            line.clear_errors()

    def _on_removed(self, line: TenderLine) -> None:
        self._lines.remove(line)
        self._layout.removeWidget(line)
        line.hide()
        line.deleteLater()
        for number, left in enumerate(self._lines, 1):
            left.number(number)
        self._lines[-1].amount.setFocus()
        self.edited.emit()
        self.settled.emit()

    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return (*(stop for line in self._lines for stop in line.stops), self.add_button)

    def _order_tabs(self) -> None:
        for before, after in pairwise(self.stops()):
            self.setTabOrder(before, after)


def _draft(typed: TypedTender, amount: Money) -> TenderDraft:
    """A tender as it was handed over, in the currency that it was handed over in (AC-05)."""
    given = typed.conversion
    return TenderDraft(
        typed.tender_type.code,
        amount if given is None else given.amount,
        typed.check_number,
        currency="" if given is None else given.currency,
        micr=typed.micr,
        external_reference=typed.external_reference,
    )
