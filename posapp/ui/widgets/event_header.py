"""Top of the payment event page: info line, id, warnings, date, totals."""

from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.event_views import EventTotals, EventView
from posapp.domain.ids import long_id
from posapp.domain.money import Money
from posapp.i18n import _
from posapp.ui.event_words import info_line, warnings
from posapp.ui.formats import Formats, grouped, isolated, leading
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.figure import Figure
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.side_by_side import SideBySide
from posapp.ui.words import word

_LEAST_INFO = 440
_JOINED = "\u2060"  # word joiner: nothing breaks here; searching leaves it out


class EventHeader(QWidget):
    """Pay Event Info, Payment Event ID, numbers and warnings."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self.info = text_label("", "title", wrap=True)
        self.info.setObjectName("pay_event_info")
        self.info.setAccessibleName(_("Pay Event Info"))
        self.info.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.numbers = text_label("", "subtitle")
        self.numbers.setObjectName("payment_event_id")
        self.numbers.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.warnings = PillStrip(stacks=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(4))
        layout.addWidget(self.info)
        layout.addWidget(SideBySide(self.numbers, self.warnings, apart=False))

    def show_event(self, event: EventView, waits: date | None = None) -> None:
        """Show an event, and the day that its automatic payment waits for."""
        from_right = self.isRightToLeft()
        line = leading(info_line(event, self._formats), right_to_left=from_right)
        number = event.document_number
        if number:
            # A number is read whole: no line ends at its hyphens.
            line = line.replace(number, number.replace("-", f"-{_JOINED}"))
        self.info.setText(line)
        # The document number stands in the info line (PE-1).
        parts = [_("Payment event {id}").format(id=grouped(long_id(event.id)))]
        if event.receipt_number:
            parts.append(_("Receipt {number}").format(number=event.receipt_number))
        stamp = self._formats.stamp(event.created_at)
        parts.append(_("{user}, {stamp}").format(user=isolated(event.created_by), stamp=stamp))
        self.numbers.setText(leading(" \u00b7 ".join(parts), right_to_left=from_right))
        gone = (*(one.status is PaymentStatus.CANCELED for one in event.payments),
                *(one.status is TenderStatus.CANCELED for one in event.tenders))  # fmt: skip
        state = word(PaymentStatus.CANCELED)
        canceled = [(state.text, state.tone)] if gone and all(gone) else []
        self.warnings.show_states([*canceled, *warnings(event, self._formats, waits)])


class EventFigures(QWidget):
    """Payment(s), Tender(s), Amount Tendered, cash rounding, Cash Back Amount in fixed places.

    The change is the biggest: it is handed out next (taste 2).
    """

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self.payments = Figure(_("Payment(s)"), name="payments")
        self.tenders = Figure(_("Tender(s)"), name="tenders")
        self.tendered = Figure(_("Amount Tendered"), name="amount_tendered")
        self.rounding = Figure(_("Cash rounding"), name="cash_rounding")
        self.cash_back = Figure(_("Cash Back Amount"), name="cash_back_amount", size="hero")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(3 * GRID))
        for figure in (self.payments, self.tenders, self.tendered, self.rounding, self.cash_back):
            layout.addWidget(figure, 0, Qt.AlignmentFlag.AlignBottom)

    def show_totals(self, totals: EventTotals, currency: str) -> None:
        """Show the totals of an event; cash back only when there is some (D-01)."""

        def money(amount: Money) -> str:
            return self._formats.money(amount, currency)

        tenders = f"{totals.tender_count} \u00b7 {money(totals.tenders)}"
        # The tab of the tenders says how many are canceled; here it would crowd out the info line.
        gone = totals.canceled_tenders
        self.tenders.setToolTip(_("{n} canceled").format(n=gone) if gone else "")
        self.payments.show_value(f"{totals.payment_count} \u00b7 {money(totals.payments)}")
        self.tenders.show_value(tenders)
        self.tendered.show_value(money(totals.amount_tendered))
        self.rounding.show_value(money(totals.rounding))
        self.rounding.setVisible(bool(totals.rounding))
        self.cash_back.show_value(money(totals.cash_back))
        self.cash_back.setVisible(bool(totals.cash_back))


class EventHead(QWidget):
    """What the event is at the left, its date and sums at the right; below it in a narrow window.

    The tabs get the height: the lists under them are what one works in.
    """

    def __init__(self, header: EventHeader, facts: QWidget) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._facts, self._placed = facts, False
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(dp(12))
        self._box.addWidget(header, 1)
        self._box.addWidget(facts, 0)

    def sizeHint(self) -> QSize:
        """As tall as the info line is at this width: a page asks nobody for a height by width."""
        return QSize(super().sizeHint().width(), self._tall(super().sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """As narrow as its wider part; it stacks them then."""
        tall = self._tall(super().minimumSizeHint().height())
        return QSize(self._facts.minimumSizeHint().width(), tall)

    def _tall(self, hint: int) -> int:
        wrapped = self._box.totalHeightForWidth(self.width()) if self._placed else 0
        return max(hint, wrapped)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the parts where the info line would get too narrow to read."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._placed = True
            self.updateGeometry()
        fits = self._facts.sizeHint().width() + dp(_LEAST_INFO) <= self.width()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        wanted = across if fits else down
        if self._box.direction() is not wanted:
            self._box.setDirection(wanted)
            self.updateGeometry()
