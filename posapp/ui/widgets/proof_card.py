"""The proof of the day, a line for each currency: green, or the amount that is missing (D-38)."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from posapp.domain.money import Money
from posapp.domain.proof import ProofStrip
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.models.supervisor_lists import FIGURES
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.badges import Pill
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.figure_button import FigureButton
from posapp.ui.widgets.looks import set_look, text_label

OpenRows = Callable[[str, str], object]
"""Opens the rows of a currency's figure; an empty figure means all of them."""


def missing_of(strip: ProofStrip, name: str) -> Money:
    """What a figure lacks against the receipts."""
    found: Money = getattr(strip, f"missing_in_{name}")
    return found


class ProofLineWidget(QWidget):
    """One currency."""

    def __init__(self, formats: Formats, open_rows: OpenRows) -> None:
        super().__init__()
        self._formats = formats
        self._open_rows = open_rows
        self._strip: ProofStrip | None = None
        self.words = text_label("", "heading")
        self.figures: dict[str, FigureButton] = {}
        self._signs: dict[str, QLabel] = {}
        self.pill = Pill()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(10))
        layout.addWidget(self.words)
        layout.addSpacing(dp(6))
        for name, caption in FIGURES:
            if self.figures:
                sign = self._signs[name] = text_label("=", "amount-large")
                layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
            button = FigureButton(_(caption), partial(self._on_figure, name), f"proof_{name}")
            self.figures[name] = button
            layout.addWidget(button)
        layout.addStretch(1)
        layout.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_strip(self, strip: ProofStrip, words: str) -> None:
        """Show a strip under some words."""
        self._strip = strip
        self.words.setText(words)
        for name, button in self.figures.items():
            amount = self._formats.money(getattr(strip, name).amount, strip.currency)
            off = name in self._signs and bool(missing_of(strip, name))
            waits = name in strip.not_yet and not off
            button.show_value(_("not yet") if waits else amount, Tone.RED if off else None)
        for name, sign in self._signs.items():
            off = bool(missing_of(strip, name))
            waits = name in strip.not_yet and not off
            sign.setText("\u2260" if off else "\u2026" if waits else "=")
            sign.setAccessibleName(
                _("differs from") if off else _("is not yet") if waits else _("equals")
            )
            set_look(sign, "tone", Tone.RED.value if off else "")
        self.pill.show_state(*self._verdict(strip))

    def _verdict(self, strip: ProofStrip) -> tuple[str, Tone]:
        if strip.is_green:
            return (_("Proved so far") if strip.not_yet else _("Proved")), Tone.GREEN
        captions = dict(FIGURES)
        for name in self._signs:
            off = missing_of(strip, name)
            if off:
                amount = self._formats.money(abs(off), strip.currency)
                says = _("{amount} missing: {where}") if off.minor > 0 else _(
                    "{amount} too much: {where}"
                )  # fmt: skip
                return says.format(amount=amount, where=_(captions[name])), Tone.RED
        return _("Proved"), Tone.GREEN

    def _on_figure(self, name: str) -> None:
        if self._strip is not None:
            self._open_rows(self._strip.currency, name)


class ProofCard(Card):
    """Every currency of the day; lines are reused, so nothing flickers."""

    def __init__(self, formats: Formats, open_rows: OpenRows) -> None:
        super().__init__()
        self.setObjectName("proof_card")
        self.setAccessibleName(_("Proof of the day"))
        self._formats, self._open = formats, open_rows
        self.lines: list[ProofLineWidget] = []
        self._strips: tuple[ProofStrip, ...] = ()
        self.none = text_label(
            _("Nothing was taken. Once it is, this line proves where the money is."),
            "subtitle",
        )
        self.show_rows = KeyButton(_("Show rows"), self._on_rows, name="show_proof_rows")
        line = QHBoxLayout()
        line.setSpacing(dp(12))
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(dp(4))
        self._column.addWidget(self.none)
        line.addWidget(holder, 1)
        line.addWidget(self.show_rows, 0, Qt.AlignmentFlag.AlignVCenter)
        self.add(line)

    @property
    def shown(self) -> tuple[ProofLineWidget, ...]:
        """The lines in use."""
        return tuple(self.lines[: len(self._strips)])

    def show_strips(self, strips: Sequence[ProofStrip], *, today: bool = True) -> None:
        """Show the currencies of a day, which may be an earlier one."""
        title = _("Today proves") if today else _("The day proves")
        self._strips = tuple(strips)
        while len(self.lines) < len(strips):
            made = ProofLineWidget(self._formats, self._open)
            self.lines.append(made)
            self._column.addWidget(made)
        for line, strip in zip(self.lines, strips, strict=False):
            line.show_strip(strip, title if len(strips) == 1 else strip.currency)
        for at, line in enumerate(self.lines):
            line.setVisible(at < len(strips))
        self.none.setVisible(not strips)
        self.show_rows.setEnabled(bool(strips))

    def _on_rows(self) -> None:
        """Those of the first currency that something is missing in, else of the first."""
        bad = next((one for one in self._strips if not one.is_green), None)
        strip = bad or next(iter(self._strips), None)
        if strip is not None:
            self._open(strip.currency, "")
