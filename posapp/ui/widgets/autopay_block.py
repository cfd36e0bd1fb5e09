"""The auto-pay block of a tender: institution, account there, expiry, name (payments 5, AP-07).

The account number is shown while it is typed and hidden after it (AP-02). It leaves the block on
its way to be sealed and is never shown again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from posapp.domain.autopay_requests import AutoPayDraft
from posapp.domain.autopay_setup import AutoPaySetUp
from posapp.domain.mandate import NAME_WIDTH, Mandate
from posapp.domain.rights import Actor
from posapp.domain.setup import TenderType
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.limited_edit import LimitedEdit

if TYPE_CHECKING:
    from posapp.services.bundle import Services

NUMBER_WIDTH: Final = 42
_ERROR_LINES: Final = 2
_SHARES: Final = (7, 7, 5, 7)


@dataclass(frozen=True, slots=True)
class TypedBlock:
    """What a block says; the number is in clear and goes no further than the sealing.

    ``repr`` leaves it out, so no log and no error has it.
    """

    source: str = ""
    number: str = field(default="", repr=False)
    expires_on: date | None = None
    name: str = ""

    def sealed(self, services: "Services", actor: Actor) -> AutoPayDraft:
        """The block with its number sealed; for the thread that carries the command out.

        Raises:
            Refused: ``M-55``, ``M-58``, ``M-103``, ``M-108``.
        """
        account = services.sealing.seal(self.number, self.source, actor) if self.number else None
        return AutoPayDraft(self.source, account, self.expires_on, self.name)


class AutoPayBlock(QWidget):
    """Four fields side by side; what is left empty comes from the mandate in force."""

    edited = Signal()

    def __init__(self, setup: AutoPaySetUp, formats: Formats, today: Callable[[], date]) -> None:
        super().__init__()
        self._setup = setup
        self._formats = formats
        self._kind: TenderType | None = None
        self._mandate: Mandate | None = None
        self._kept: tuple[str, str] | None = None
        self.source = ChoiceBox()
        self.account = LimitedEdit(NUMBER_WIDTH)
        self.account.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.expires = DateEdit(formats, today)
        self.holder = LimitedEdit(NAME_WIDTH)
        self._fields = {
            "autopay_source": _field("autopay_source", _("Auto Pay Source"), self.source),
            "external_account": _field("external_account", _("External Account ID"), self.account),
            "expires_on": _field("expires_on", _("Expires On"), self.expires),
            "entity_name": _field("entity_name", _("Entity Name"), self.holder),
        }
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(2 * GRID))
        for one, share in zip(self._fields.values(), _SHARES, strict=True):
            layout.addWidget(one, share, Qt.AlignmentFlag.AlignTop)
        self.source.value_changed.connect(self._on_source)
        for text in (self.account, self.holder, self.expires):
            text.textChanged.connect(partial(self._on_edited, text))

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return self.source, self.account, self.expires, self.holder

    def mark(self, mark: str) -> None:
        """Name the fields by the line's place, as no two fields may have one name."""
        for name, one in self._fields.items():
            one.field.setObjectName(f"{name}{mark}")

    def show_kind(self, kind: TenderType) -> None:
        """Offer the institutions of a tender type; cards have an expiry date."""
        self._kind = kind
        self._offer()

    def show_mandate(self, mandate: Mandate | None) -> None:
        """Say what the payor's mandate fills in."""
        self._mandate = mandate
        self._offer()

    def show_values(self, block: TypedBlock, masked: str) -> None:
        """Show what a request has; the number is kept unless another one is typed."""
        self._kept = (block.source, masked)
        self._offer()
        self.source.select(block.source)
        self.expires.set_value(block.expires_on)
        self.holder.setText(block.name)
        self._hint()

    def forget(self) -> None:
        """Be empty and without a mandate: they were another payor's."""
        self._kept, self._mandate = None, None
        for text in (self.account, self.expires, self.holder):
            text.clear()
        self._offer()

    def typed(self) -> TypedBlock:
        """What the block says."""
        return TypedBlock(
            self.source.value() or "",
            self.account.value(),
            self.expires.value() if self._expires() else None,
            self.holder.value(),
        )

    def first_wrong(self) -> QWidget | None:
        """The first field whose text is refused."""
        return next((one for one in (self.account, self.expires, self.holder) if one.error), None)

    def show_error(self, name: str, sentence: str) -> bool:
        """Show an error at one of the fields."""
        if name not in self._fields:
            return False
        self._fields[name].show_error(sentence)
        self._fields[name].field.setFocus()
        return True

    def clear_errors(self) -> None:
        """Take back errors that came from outside."""
        for one in self._fields.values():
            one.show_error(str(getattr(one.field, "error", "")))

    def _expires(self) -> bool:
        """Whether the type wants a date, also while the whole form rests."""
        return self.expires.isEnabledTo(self)

    def _fits(self) -> Mandate | None:
        """The mandate, when it is for this type of tender and nothing is there already."""
        mandate, kind = self._mandate, self._kind
        if self._kept is not None or mandate is None or kind is None:
            return None
        if mandate.source not in self._setup.sources:
            return None
        fits = self._setup.sources[mandate.source].tender_type == kind.code
        return mandate if fits else None

    def _offer(self) -> None:
        kind = self._kind
        if kind is None:
            return
        chosen = self.source.value()
        mandate = self._fits()
        own = [one for one in self._setup.sources.values() if one.tender_type == kind.code]
        choices = [Choice(one.code, one.description) for one in own if one.active]
        if mandate is not None:
            choices.insert(0, Choice("", _("As the mandate says")))
        self.source.set_choices(choices)
        codes = [one.value for one in choices]
        if chosen in codes:
            self.source.select(chosen)
        elif codes:
            self.source.select(codes[0])
        self.expires.setEnabled(kind.require_expiration_date)
        self._hint()

    def _hint(self) -> None:
        """Empty fields show what the mandate has, as far as people may see it."""
        mandate = self._fits()
        follows = mandate is not None and self.source.value() in {"", mandate.source}
        shown = mandate if follows else None
        masked = "" if shown is None else shown.account.masked
        if self._kept is not None and self._kept[0] == self.source.value():
            masked = self._kept[1]
        self.account.setPlaceholderText(masked)
        self.holder.setPlaceholderText(_("optional") if shown is None else shown.entity_name)
        day = None if shown is None else shown.expires_on
        self.expires.setPlaceholderText("YYYY-MM-DD" if day is None else self._formats.date(day))
        if not self._expires():
            self.expires.clear()
            self.expires.setPlaceholderText("")

    def _on_source(self, _value: object) -> None:
        self._hint()
        self._on_edited(self.source)

    def _on_edited(self, edited: QWidget, *_text: str) -> None:
        """What was said of a field from outside is about what stood there before."""
        for one in self._fields.values():
            if one.field is edited:
                one.show_error(str(getattr(edited, "error", "")))
        self.edited.emit()


def _field(name: str, label: str, edit: QWidget) -> LabelledField:
    return LabelledField(name, label, edit, lines=_ERROR_LINES)
