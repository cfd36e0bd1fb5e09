"""A payment that leaving or the program's end interrupted: finish it, throw it away, or decide later (R1)."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from posapp.domain.cash_back import Handed
from posapp.domain.cash_rounding import settled
from posapp.domain.ids import short_id
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.formats import grouped
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.fact_lines import FactLines
from posapp.ui.words import word

if TYPE_CHECKING:
    from posapp.services.in_hand import KeptEvent


class KeptPaymentDialog(TaskDialog):
    """Finishes a kept payment; ``completed`` carries ``Saved[AddedEvent]``.

    It is sent with the request id it was made with, so it is done once even when it had been
    stored before (D-21).
    """

    TAKES_MONEY = True

    def __init__(
        self, context: UiContext, kept: "KeptEvent", parent: QWidget | None = None
    ) -> None:
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("An interrupted payment"), action=_("Finish payment"),
            name="kept_payment_dialog",
            subtitle=_(
                "This payment was not finished when its user left or the program ended. Finish "
                "payment records it exactly once, also if it was recorded already. Throw it away "
                "only if the customer has the money back."
            ),
        )  # fmt: skip
        self._context = context
        self._kept = kept
        self.request_id = kept.command.request_id
        self.cancel_button.show_text(_("Later"))
        self.throw = KeyButton(_("Throw away"), self._on_throw, kind="danger", name="throw_away")
        self._show_facts()
        line = QHBoxLayout()
        line.addWidget(self.throw)
        line.addStretch()
        self.body.addLayout(line)

    def focus_first(self) -> None:
        """No field to start in: the button that finishes."""
        self.submit_button.setFocus()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """The command as it was, with what the user confirms now."""
        command = replace(self._kept.command, confirmed=self._kept.command.confirmed | confirmed)
        return partial(self._context.services.in_hand.submit, command, self._context.actor)

    def _show_facts(self) -> None:
        command, formats, setup = self._kept.command, self._context.formats, self._context.setup
        facts = FactLines()
        number = grouped(short_id(command.payor))
        facts.show_line("payor", _("Customer"), self._kept.payor_name or number)
        facts.show_line("account", _("Account"), number)
        facts.show_line("kept_at", _("Time"), formats.stamp(self._kept.kept_at))
        for at, tender in enumerate(command.tenders):
            kind = setup.tender_types[tender.tender_type].description
            shown = formats.money(tender.amount, tender.currency or None)
            facts.show_line(f"tender_{at}", kind, shown)
        facts.show_line("action", _("Distribute Action"), word(command.action).text)
        paid = formats.money(command.to_pay)
        facts.show_line("change", _("Cash Back Amount"), self._change())
        facts.show_line("payments", _("Payment Amount"), paid, strong=True)
        card = Card()
        card.add(facts)
        self.body.addWidget(card)

    def _change(self) -> str:
        """What the customer got or gets back, by the same rule as when it was typed (D-01)."""
        command, setup = self._kept.command, self._context.setup
        types, cash = setup.tender_types, setup.installation.starting_balance_tender_type
        handed = [
            Handed(types[one.tender_type], one.amount, one.tender_type == cash and not one.currency)
            for one in command.tenders
        ]
        home = setup.currencies[setup.installation.currency]
        try:
            change = settled(handed, command.to_pay, home).change
        except Refused:
            return ""
        return self._context.formats.money(change)

    def _on_throw(self) -> None:
        """Forget the draft; nothing else is done meanwhile."""
        if self.is_busy:
            return
        self._set_busy(True)
        drop = partial(self._context.services.in_hand.drop, self._kept.command.request_id)
        self._runner.run(self, drop, self._on_thrown, self._on_not_thrown)

    def _on_thrown(self, _nothing: object) -> None:
        self._set_busy(False)
        self.reject()

    def _on_not_thrown(self, error: BaseException) -> None:
        """Trying again throws away again; it must never finish the payment."""
        self._set_busy(False)
        self._failures.present(error, self, retry=self._on_throw)

    def _set_busy(self, busy: bool) -> None:
        super()._set_busy(busy)
        self.throw.setEnabled(not busy)
