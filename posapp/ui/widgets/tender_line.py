"""One tender of a new event: type, check number, MICR line, amount handed over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from posapp.domain.converter import Conversion
from posapp.domain.mandate import Mandate
from posapp.domain.money import Money
from posapp.domain.setup import TenderType
from posapp.i18n import _
from posapp.ui.converter_words import conversion_words
from posapp.ui.formats import Formats
from posapp.ui.icons import icon
from posapp.ui.theme import GRID, dp, tokens_of
from posapp.ui.widgets.autopay_block import AutoPayBlock, TypedBlock
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.money_edit import MoneyEdit

CHECK_WIDTH = 10
MICR_WIDTH = 30
CODE_WIDTH = 36
_ERROR_LINES = 2


@dataclass(frozen=True, slots=True)
class TypedTender:
    """What a line says now; the amount is ``None`` while it is no amount.

    It is in the account's currency; ``conversion`` says what was handed over in another one (AC-03).
    The code of an authorization is its ``external_reference``.
    """

    tender_type: TenderType
    amount: Money | None
    check_number: str
    micr: str = ""
    conversion: Conversion | None = None
    block: TypedBlock | None = None
    external_reference: str = ""


class TenderLine(QWidget):
    """One tender: type, check number, MICR line or authorization code, amount handed over.

    ``settled`` tells that an amount was left or the type chosen: nobody is halfway through it.
    """

    edited = Signal()
    settled = Signal()
    removed = Signal(object)
    stops_changed = Signal()

    def __init__(
        self,
        number: int,
        types: Sequence[TenderType],
        formats: Formats,
        currency: str,
        make_block: Callable[[], AutoPayBlock] | None = None,
    ) -> None:
        """Make the line.

        Args:
            number: its place, from 1.
            types: tender types to choose from.
            formats: how amounts are written.
            currency: of the payor's account.
            make_block: makes the auto-pay block when such a type is first chosen.
        """
        super().__init__()
        self.block: AutoPayBlock | None = None
        self._make_block = make_block
        self._mandate: Mandate | None = None
        self._mark = ""
        self._formats = formats
        self._conversion: Conversion | None = None
        self._types = {kind.code: kind for kind in types}
        self.kind = ChoiceBox([Choice(kind.code, kind.description) for kind in types])
        self.amount = MoneyEdit(formats, formats.currency(currency))
        self.check, self.micr = LimitedEdit(CHECK_WIDTH), LimitedEdit(MICR_WIDTH)
        self.code = LimitedEdit(CODE_WIDTH)
        self.kind_field = _field("tender_type", _("Tender Type"), self.kind)
        self.check_field = _field("check_number", _("Check Number"), self.check)
        self.micr_field = _field("micr", _("MICR"), self.micr)
        self.code_field = _field("authorization_code", _("Authorization Code"), self.code)
        self.amount_field = _field("amount_tendered", _("Amount Tendered"), self.amount)
        self._fields = {
            "tender_type": self.kind_field,
            "check_number": self.check_field,
            "micr": self.micr_field,
            "external_reference": self.code_field,
            "amount_tendered": self.amount_field,
        }
        self._remove = QToolButton()
        self._remove.setIcon(icon("close", tokens_of(self.palette()).muted, dp(16)))
        self.number(number)
        policy = self._remove.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._remove.setSizePolicy(policy)
        self._remove.clicked.connect(self._on_remove)
        self._lay_out()
        # Not before it has a parent: a widget without one would open as a window.
        self._remove.setVisible(number > 1)
        self.kind.value_changed.connect(self._on_kind)
        self.amount.value_changed.connect(self._on_edited)
        self.amount.editingFinished.connect(self.settled)
        for text in (self.check, self.micr, self.code):
            text.textChanged.connect(self._on_edited)
        self._on_kind(self.kind.value())

    def _lay_out(self) -> None:
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        layout = QHBoxLayout()
        layout.setSpacing(dp(2 * GRID))
        column.addLayout(layout)
        for field, share in zip(self._fields.values(), (7, 5, 6, 6, 8), strict=True):
            layout.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._remove)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops in the line, in order."""
        own = (self.kind, self.check, self.micr, self.code, self.amount, self._remove)
        return own if self.block is None else (*own, *self.block.stops)

    def number(self, number: int) -> None:
        """Name the fields by the line's place, as no two fields may have one name."""
        mark = "" if number == 1 else f"_{number}"
        self.kind.setObjectName(f"tender_type{mark}")
        self.amount.setObjectName(f"amount_tendered{mark}")
        self.check.setObjectName(f"check_number{mark}")
        self.micr.setObjectName(f"micr{mark}")
        self.code.setObjectName(f"authorization_code{mark}")
        self._remove.setObjectName(f"remove_tender{mark}")
        self._mark = mark
        if self.block is not None:
            self.block.mark(mark)
        self._remove.setAccessibleName(_("Remove tender {number}").format(number=number))
        self._remove.setToolTip(self._remove.accessibleName())

    def set_currency(self, formats: Formats, currency: str) -> None:
        """Take amounts of another currency."""
        self.amount.set_currency(formats.currency(currency))

    def typed(self) -> TypedTender:
        """What the line says."""
        return TypedTender(
            self._types[self.kind.value()],
            self.amount.value(),
            self.check.value(),
            self.micr.value(),
            self._conversion,
            self.block.typed() if self.block is not None and self._is_debited() else None,
            self.code.value(),
        )

    def show_mandate(self, mandate: Mandate | None) -> None:
        """Say what the payor's mandate fills into the auto-pay block."""
        self._mandate = mandate
        if self.block is not None:
            self.block.show_mandate(mandate)

    def take_conversion(self, conversion: Conversion | None) -> None:
        """Take money of another currency, or of the account's again (AC-03).

        While it is converted the amount is what the converter says; both amounts are shown.
        """
        had = self._conversion is not None
        self._conversion = conversion
        self.amount.setReadOnly(conversion is not None)
        if conversion is not None:
            self.amount.set_value(conversion.worth)
        elif had:
            self.amount.set_value(None)
        words = "" if conversion is None else conversion_words(conversion, self._formats)
        self.amount_field.show_hint(words)
        self.edited.emit()
        self.settled.emit()

    def show_error(self, field: str, sentence: str) -> bool:
        """Show an error at one of the line's fields."""
        if field in self._fields:
            self._fields[field].show_error(sentence)
            return True
        block = self.block
        return block is not None and self._is_debited() and block.show_error(field, sentence)

    def clear_errors(self) -> None:
        """Take back errors that came from outside; fields keep what they found themselves."""
        for field in self._fields.values():
            field.show_error(str(getattr(field.field, "error", "")))
        if self.block is not None:
            self.block.clear_errors()

    def first_wrong(self) -> QWidget | None:
        """The first field whose text is refused; a missing amount is said at its field."""
        if self.amount.value() is None:
            self.amount_field.show_error(self.amount.error or _("Enter an amount."))
        for edit in (self.check, self.micr, self.code):
            if edit.error:
                return edit
        if self._lacks_code():
            self.code_field.show_error(_("Enter the authorization code."))
            return self.code
        if self.amount.value() is None:
            return self.amount
        return self.block.first_wrong() if self.block is not None and self._is_debited() else None

    def _on_kind(self, code: str) -> None:
        kind = self._types[code]
        wanted = kind.requires_check_number or not (kind.like_cash or kind.generate_auto_pay)
        self._show_block(kind)
        self.check.setEnabled(wanted)
        optional = wanted and not kind.requires_check_number
        self.check.setPlaceholderText(_("optional") if optional else "")
        # A card has no MICR line, nor has what needs no number at all; its code stands there.
        self.micr_field.setVisible(not kind.requires_authorization)
        self.code_field.setVisible(kind.requires_authorization)
        self.code.setEnabled(kind.requires_authorization)
        self.micr.setEnabled(wanted and not kind.requires_authorization)
        self.micr.setPlaceholderText(_("optional") if self.micr.isEnabled() else "")
        for edit in (self.check, self.micr, self.code):
            if not edit.isEnabled():
                edit.clear()
        self.edited.emit()
        self.settled.emit()

    def _lacks_code(self) -> bool:
        """Whether its type needs an authorization and no code was typed (5)."""
        return self._types[self.kind.value()].requires_authorization and not self.code.value()

    def _is_debited(self) -> bool:
        """Whether the tender is debited later, so that its block counts."""
        return self._types[self.kind.value()].generate_auto_pay

    def _show_block(self, kind: TenderType) -> None:
        """The auto-pay block is there for types that need it; most lines never make one."""
        if self.block is None and kind.generate_auto_pay and self._make_block is not None:
            self.block = self._make_block()
            self.block.mark(self._mark)
            self.block.show_mandate(self._mandate)
            self.block.edited.connect(self.edited)
            self._column.addWidget(self.block)
            self.stops_changed.emit()
        if self.block is not None:
            self.block.setVisible(kind.generate_auto_pay)
            if kind.generate_auto_pay:
                self.block.show_kind(kind)

    def _on_edited(self, _value: object = None) -> None:
        conversion = self._conversion
        if conversion is not None and self.amount.value() != conversion.worth:
            # Another amount was proposed from outside: it is money of the account's currency.
            self._conversion = None
            self.amount.setReadOnly(False)
            self.amount_field.show_hint("")
        self.edited.emit()

    def _on_remove(self) -> None:
        self.removed.emit(self)


def _field(name: str, label: str, field: QWidget) -> LabelledField:
    return LabelledField(name, label, field, lines=_ERROR_LINES)
