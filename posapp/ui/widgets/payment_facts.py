"""*Main* of the payment page: everything that stands on the payment (7.1)."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.ids import long_id, short_id
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.event_words import info_line
from posapp.ui.formats import grouped, joined
from posapp.ui.theme import dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.fact_lines import FactLines
from posapp.ui.widgets.looks import text_label
from posapp.ui.words import word

_MOST: Final = 680
_LONG: Final = frozenset({"pay_event_info", "account_id", "non_cis_name", "comments"})
Facts = Iterable[tuple[str, str, str]]


class PaymentFacts(QWidget):
    """Account, status, match, remitter at the left; the event around it at the right."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.payment_lines = FactLines(wrap=_LONG)
        self.event_lines = FactLines(wrap=_LONG)
        self.comment = text_label("", wrap=True)
        self.comment.setObjectName("long_comment")
        self.comment.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.comment_card = Card(_("Comment"))
        self.comment_card.setMaximumWidth(dp(2 * _MOST + 12))
        self.comment_card.add(self.comment)
        line = QHBoxLayout()
        line.setSpacing(dp(12))
        for title, facts in (
            (_("Payment"), self.payment_lines),
            (_("Payment event"), self.event_lines),
        ):
            card = Card(title)
            card.setMaximumWidth(dp(_MOST))
            card.add(facts)
            line.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dp(12), 0, 0)
        column.addLayout(line)
        column.addWidget(self.comment_card)
        column.addStretch(1)

    def show_payment(self, event: EventView, payment: PaymentView) -> None:
        """Show a payment of an event; lines without a value are left out."""
        _show(self.payment_lines, self._of_payment(event, payment))
        _show(self.event_lines, self._of_event(event))
        self.comment.setText(payment.long_comment)
        self.comment_card.setVisible(bool(payment.long_comment))

    def _of_payment(self, event: EventView, payment: PaymentView) -> Facts:
        formats, setup = self._context.formats, self._context.setup
        account = f"{grouped(short_id(payment.account_id))} \u00b7 {payment.account_name}"
        kind = setup.match_types.get(payment.match_type or "")
        reason = setup.cancel_reasons.get(payment.cancel_reason or "")
        template = setup.templates.get(payment.template or "")
        by_hand = _("By hand") if payment.manual else ""
        return (
            ("payment_id", _("Payment ID"), grouped(long_id(payment.id))),
            ("account_id", _("Account ID"), account),
            ("payment_amount", _("Payment Amount"), formats.money(payment.amount, event.currency)),
            ("payment_status", _("Payment Status"), word(payment.status).text),
            ("frozen_at", _("Frozen"), formats.stamp(payment.frozen_at)),
            ("cancel_reason", _("Cancel Reason"), "" if reason is None else reason.description),
            ("distribution", _("Distribution"), by_hand),
            ("match_type", _("Match Type"), "" if kind is None else kind.description),
            ("match_value", _("Match Value"), payment.match_value or ""),
            ("non_cis_name", _("Non CIS Name"), payment.non_cis_name),
            ("reference", _("Reference Number"), payment.reference),
            ("comments", _("Non CIS Comments"), payment.comments),
            ("template", _("Template"), "" if template is None else template.description),
            *self._lines(event, payment),
        )

    def _lines(self, event: EventView, payment: PaymentView) -> Facts:
        """What is credited in place of the agreement type's ledger account (NC-4)."""
        for at, line in enumerate(payment.lines, 1):
            amount = self._context.formats.money(line.amount, event.currency)
            yield f"line_{at}", joined(line.distribution_code, line.description), amount

    def _of_event(self, event: EventView) -> Facts:
        formats, totals = self._context.formats, event.totals
        payments = formats.money(totals.payments, event.currency)
        tenders = formats.money(totals.tenders, event.currency)
        return (
            ("pay_event_info", _("Pay Event Info"), info_line(event, formats)),
            ("payment_event_id", _("Payment Event ID"), grouped(long_id(event.id))),
            ("payment_date", _("Payment Date"), formats.date(event.payment_date)),
            ("payments", _("Payment(s)"), f"{totals.payment_count} \u00b7 {payments}"),
            ("tenders", _("Tender(s)"), f"{totals.tender_count} \u00b7 {tenders}"),
            ("document_number", _("Document Number"), event.document_number or ""),
            ("receipt_number", _("Receipt"), event.receipt_number or ""),
        )


def _show(lines: FactLines, facts: Facts) -> None:
    shown = [fact for fact in facts if fact[2]]
    lines.keep(tuple(name for name, _caption, _value in shown))
    for name, caption, value in shown:
        lines.show_line(name, caption, value)
