"""The figures of a deposit control; each opens the rows behind it (4.2)."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from posapp.domain.deposit_controls import DepositControlView
from posapp.domain.deposit_rows import DepositFigure
from posapp.i18n import _
from posapp.ui.dialogs.deposit_steps import outstanding
from posapp.ui.formats import Formats
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.figure_button import FigureButton

_NAMES: Final = {
    DepositFigure.STARTING: "starting_balance",
    DepositFigure.TENDERS: "total_tenders",
    DepositFigure.CONTROLS: "total_controls",
    DepositFigure.DEPOSITS: "total_deposits",
    DepositFigure.EXPECTED: "expected_ending",
    DepositFigure.ENDING: "ending_balance",
    DepositFigure.OVER_UNDER: "over_under",
}
_GAP: Final = 18


def figure_words(figure: DepositFigure) -> str:
    """A figure in the field's words."""
    return {
        DepositFigure.STARTING: _("Starting Balance"),
        DepositFigure.TENDERS: _("Total Tenders Amount"),
        DepositFigure.TAKEN: _("Tenders"),
        DepositFigure.BANKED: _("Deposited"),
        DepositFigure.CONTROLS: _("Total Tender Controls"),
        DepositFigure.DEPOSITS: _("Total Tender Deposits"),
        DepositFigure.EXPECTED: _("Expected Ending Balance"),
        DepositFigure.ENDING: _("Ending Balance"),
        DepositFigure.OVER_UNDER: _("Outstanding Over/Under"),
        DepositFigure.BOOKED: _("Over/Under"),
        DepositFigure.TURNED_IN: _("Turned In"),
    }[figure]


class DepositFiguresBar(QWidget):
    """The seven figures of 4.2 side by side, pressed like buttons."""

    def __init__(self, formats: Formats, open_rows: Callable[[DepositFigure], object]) -> None:
        """Make the bar.

        Args:
            formats: how amounts are written.
            open_rows: opens the rows behind a figure.
        """
        super().__init__()
        self._formats = formats
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(_GAP))
        self.buttons: dict[str, FigureButton] = {}
        for figure, name in _NAMES.items():
            words, opens = figure_words(figure), partial(open_rows, figure)
            button = self.buttons[name] = FigureButton(words, opens, name, flush=True)
            layout.addWidget(button)
        layout.addStretch()

    def text(self, name: str) -> str:
        """A figure as shown."""
        return self.buttons[name].amount()

    def show_view(self, view: DepositControlView) -> None:
        """Show the figures; who may not see them can press none (D-16)."""
        figures = view.figures
        for button in self.buttons.values():
            button.setEnabled(figures is not None)
        if figures is None:
            return
        money = partial(self._formats.money, currency=view.control.currency)
        says, count = _("{n}: {amount}"), self._formats.count
        off = figures.over_under
        controls, deposits = money(figures.controls_amount), money(figures.deposits_amount)
        self._show("starting_balance", money(figures.starting))
        self._show("total_tenders", money(figures.tenders))
        self._show("total_controls", says.format(n=count(figures.controls), amount=controls))
        self._show("total_deposits", says.format(n=count(figures.deposits), amount=deposits))
        self._show("expected_ending", money(figures.expected))
        self._show("ending_balance", money(figures.ending))
        self._show("over_under", money(off), None if off is None else outstanding(off, "")[1])

    def _show(self, name: str, amount: str, tone: Tone | None = None) -> None:
        self.buttons[name].show_value(amount, tone)
