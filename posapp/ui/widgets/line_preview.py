"""What a payment in one line would do, under the search line, before Enter takes it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.ids import short_id
from posapp.domain.one_line import LineView
from posapp.domain.payment_events import TenderDraft
from posapp.i18n import _
from posapp.ui.account_badges import account_badges
from posapp.ui.context import UiContext
from posapp.ui.dressing import dress_over
from posapp.ui.formats import grouped, isolated, joined
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.fact_lines import FactLines
from posapp.ui.widgets.figure import Figure
from posapp.ui.widgets.looks import separator, text_label

_WIDTH = 640
_LINES_WIDTH = 240


class LinePreview(QFrame):
    """Payor, what is paid, the tenders and the change; the focus stays in the search line."""

    def __init__(self, context: UiContext, anchor: QWidget) -> None:
        """Make a hidden preview that opens under ``anchor``."""
        super().__init__(anchor.window())
        self.setProperty("role", "popup")
        self.setObjectName("line_preview")
        self._context = context
        self._anchor = anchor
        self._view: LineView | None = None
        self.name = text_label("", "strong")
        self.paid_for = text_label("", "subtitle")
        self.badges = PillStrip()
        self.tenders = FactLines()
        self.owed = Figure(_("Owed"), name="line_owed")
        self.payment = Figure(_("Payment Amount"), name="line_payment")
        self.change = Figure(_("Cash Back Amount"), name="line_change", size="hero")
        self.wrong = text_label("", "error", wrap=True)
        self.hint = text_label("", "hint")
        self._lay_out()
        dress_over(self)
        self.hide()

    @property
    def view(self) -> LineView | None:
        """What is shown, ``None`` while nothing is."""
        return None if self.isHidden() else self._view

    def show_view(self, view: LineView) -> None:
        """Show what a line would do, or why it cannot be."""
        self._view = view
        formats, account = self._context.formats, view.card.account
        self.name.setText(isolated(account.name))
        number = grouped(short_id(account.id))
        self.paid_for.setText(joined(number, view.paid_for, account.address))
        self.badges.show_states(account_badges(view.card))
        lines = [(f"tender_{at}", one) for at, one in enumerate(view.tenders)]
        self.tenders.keep(tuple(name for name, _one in lines))
        for name, one in lines:
            shown = formats.money(one.amount, account.currency)
            self.tenders.show_line(name, self._tender(one), shown)
        wrong = "" if view.refused is None else self._context.texts.of(view.refused)
        for figure, amount in (
            (self.owed, view.due),
            (self.payment, view.payment),
            (self.change, view.change),
        ):
            figure.show_value(formats.money(amount, account.currency))
        for figure in (self.payment, self.change):
            figure.setVisible(not wrong)
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        leaves = _("Esc leaves")
        self.hint.setText(leaves if wrong else joined(_("Enter takes this payment"), leaves))
        # Looks come with the first showing: only then is the change as high as it is drawn.
        self.show()
        self._place()
        self.raise_()

    def words(self) -> str:
        """What is shown, for a screen reader."""
        view = self._view
        if view is None:
            return ""
        if view.refused is not None:
            return f"{view.card.account.name}. {self.wrong.text()}"
        tenders = [f"{self._tender(one)} {self.tenders.text(f'tender_{at}')}"
                   for at, one in enumerate(view.tenders)]  # fmt: skip
        says = _("{name}: {tenders}. Pays {payment}, change {change}. Enter takes this payment.")
        return says.format(
            name=joined(view.card.account.name, view.paid_for),
            tenders=", ".join(tenders),
            payment=self.payment.text(),
            change=self.change.text(),
        )

    def _tender(self, tender: TenderDraft) -> str:
        words = self._context.setup.tender_types[tender.tender_type].description
        return f"{words} #{tender.check_number}" if tender.check_number else words

    def _lay_out(self) -> None:
        margin = dp(2 * GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margin, dp(12), margin, dp(12))
        layout.setSpacing(dp(GRID))
        head = QHBoxLayout()
        head.addWidget(self.name)
        head.addStretch(1)
        head.addWidget(self.badges)
        layout.addLayout(head)
        layout.addWidget(self.paid_for)
        layout.addWidget(separator())
        figures = QHBoxLayout()
        figures.setSpacing(dp(3 * GRID))
        self.tenders.setMinimumWidth(dp(_LINES_WIDTH))
        figures.addWidget(self.tenders, 0, Qt.AlignmentFlag.AlignTop)
        figures.addStretch(1)
        for figure in (self.owed, self.payment, self.change):
            figure.align_right()
            figures.addWidget(figure, 0, Qt.AlignmentFlag.AlignBottom)
        layout.addLayout(figures)
        layout.addWidget(self.wrong)
        layout.addWidget(self.hint)

    def _place(self) -> None:
        """Under the line, as wide as it, but not so narrow that amounts are cut."""
        below = self._anchor.mapTo(self._anchor.window(), QPoint(0, self._anchor.height() + dp(4)))
        self.move(below)
        self.setFixedWidth(max(self._anchor.width(), dp(_WIDTH)))
        for figure in (self.owed, self.payment, self.change):
            figure.ensurePolished()
            figure.updateGeometry()
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
            layout.activate()
        self.adjustSize()
