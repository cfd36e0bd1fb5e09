"""Miscellaneous receipt: money for something that has no customer account, by template (NC-8).

Everything is chosen and typed at once: template, remitter, amount, lines, tenders. While typing
only pure rules run; nothing is written before OK.
"""

from datetime import date
from functools import partial
from itertools import pairwise
from typing import Final

from PySide6.QtWidgets import QCheckBox, QWidget

from posapp.domain.money import ZERO, Money, total
from posapp.domain.template_entry import TemplateEntry, offered
from posapp.domain.templates import PaymentTemplate
from posapp.domain.tender_controls import Control
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.tender_words import source_words
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.money_edit import MoneyEdit
from posapp.ui.widgets.payment_sums import PaymentSums
from posapp.ui.widgets.template_lines import TemplateLines
from posapp.ui.widgets.tender_rows import TenderRows

_WIDTH: Final = 760
_REMARK: Final = 254
_LINES: Final = frozenset({"lines", "line_amount", "distribution_code", "line_description"})
_TENDER: Final = frozenset({"amount_tendered", "tender_type", "check_number", "micr", "tenders"})
_NAMES: Final = {"amount": "payment_amount", "tender_control": "tender_source"}


class TemplateReceiptDialog(TaskDialog):
    """Takes one payment by template; ``completed`` carries ``Saved[AddedEvent]``."""

    TAKES_MONEY = True

    def __init__(
        self, context: UiContext, controls: tuple[Control, ...], parent: QWidget | None = None
    ) -> None:
        """Make the dialog with the first template chosen.

        Args:
            context: the window's surroundings.
            controls: the open drawers that the user may take money into.
            parent: window it belongs to.
        """
        super().__init__(
            context.runner,
            context.failures,
            context.shortcuts,
            parent,
            title=_("Miscellaneous receipt"),
            action=_("Take payment"),
            name="template_receipt_dialog",
            columns=3,
            beside=True,
        )
        self._context = context
        self._controls = controls
        self._templates = offered(context.setup.templates)
        home = context.setup.installation.currency
        currency = self._templates[0].currency if self._templates else home
        formats = context.formats
        self.template = ChoiceBox([Choice(one, one.description) for one in self._templates])
        self.payment_date = DateEdit(formats, self._today)
        self.payment_amount = MoneyEdit(formats, formats.currency(currency))
        self.tender_source = ChoiceBox()
        self.non_cis_name, self.reference = LimitedEdit(_REMARK), LimitedEdit(_REMARK)
        self.comments = LimitedEdit(_REMARK)
        self.lines = TemplateLines(context, currency)
        types = [kind for kind in context.setup.tender_types.values() if kind.offered]
        first = context.setup.installation.quick_add_tender_type
        self.tenders = TenderRows(types, first, formats, currency, self._missing)
        self.add_cis = QCheckBox(_("Add CIS payment: customer payments follow for the rest"))
        self.add_cis.setObjectName("add_cis_payment")
        self.sums = PaymentSums(formats, context.texts, context.setup)
        self._lay_out_fields()
        self._connect()
        self.payment_date.set_value(self._today())
        self._on_template()
        self._untouched = self._typed()

    @property
    def holds_work(self) -> bool:
        """Whether anything was typed."""
        return self.isVisible() and self._typed() != self._untouched

    def focus_first(self) -> None:
        """The template where there is a choice, else who pays."""
        (self.template if len(self._templates) > 1 else self.non_cis_name).setFocus()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """The entry as typed; wrong fields are shown instead."""
        self.tenders.clear_errors()
        self.lines.commit()
        template, amount = self._template(), self.payment_amount.value()
        day, tenders = self.payment_date.value(), self.tenders.drafts()
        self._mark_missing()
        if template is None or amount is None or day is None or tenders is None:
            return None
        if self.lines.is_wrong or self.form.errors():
            return None
        entry = TemplateEntry(
            self.request_id,
            template.code,
            amount,
            tenders,
            self.non_cis_name.value(),
            self.reference.value(),
            self.comments.value(),
            self.lines.lines,
            day,
            self.tender_source.value() or "",
            self.add_cis.isChecked(),
            confirmed,
        )
        return partial(self._context.services.templates.take, entry, self._context.actor)

    def _mark_missing(self) -> None:
        """Mark everything that is not filled in at once (NC-2, D-34)."""
        for field, says in (
            (self.non_cis_name, _("This is required.")),
            (self.reference, _("This is required.")),
            (self.payment_amount, _("Enter an amount.")),
            (self.payment_date, _("Enter a date.")),
        ):
            if not field.text().strip():
                self.form.show_error(field.objectName(), says)

    def show_field_error(self, field: str, sentence: str) -> bool:
        """Errors of lines stand under them, those of tenders in their line."""
        name = _NAMES.get(field, field)
        if name in _LINES:
            self.lines.show_error(sentence)
            self.lines.table.setFocus()
            return True
        if name in _TENDER:
            return self.tenders.show_error("amount_tendered" if name == "tenders" else name,
                                           sentence)  # fmt: skip
        return super().show_field_error(name, sentence)

    def _lay_out_fields(self) -> None:
        self.setMinimumWidth(dp(_WIDTH))
        form = self.form
        form.add("template", _("&Template"), self.template, span=2)
        form.add("payment_date", _("Pa&yment Date"), self.payment_date)
        form.add("non_cis_name", _("Non CIS &Name"), self.non_cis_name)
        form.add("reference", _("&Reference Number"), self.reference)
        form.add("payment_amount", _("Payment &Amount"), self.payment_amount)
        form.add("comments", _("Non CIS Co&mments"), self.comments, span=2)
        form.add("tender_source", _("Tender &Source"), self.tender_source)
        self.tenders.buttons.insertWidget(1, self.add_cis)
        for part in (self.lines, self.tenders):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.below.addWidget(self.sums)
        stops = (
            self.template, self.payment_date, self.non_cis_name, self.reference,
            self.payment_amount, self.comments, self.tender_source, self.lines.table,
            *self.tenders.stops(), self.add_cis,
        )  # fmt: skip
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        self.template.value_changed.connect(self._on_template)
        self.payment_amount.value_changed.connect(self._on_amount)
        self.tenders.edited.connect(self._on_sums)
        self.lines.edited.connect(self._on_sums)
        self.add_cis.toggled.connect(self._on_sums)

    def _template(self) -> PaymentTemplate | None:
        chosen: PaymentTemplate | None = self.template.value()
        return chosen

    def _today(self) -> date:
        """The day of the drawer that the money goes into."""
        if self._controls:
            return self._controls[0].business_date
        return self._context.today()

    def _on_template(self, _value: object = None) -> None:
        """Show the template's lines, currency and drawers (NCI-08, TC-04)."""
        template = self._template()
        if template is None:
            says = _("There is no active payment template. Set one up: Admin > Set-up.")
            self.show_notice(Notice(says, Tone.AMBER))
            self.submit_button.setEnabled(False)
            return
        self.payment_amount.set_currency(self._context.formats.currency(template.currency))
        self.tenders.set_currency(template.currency)
        self._offer_sources(template)
        self.lines.show_template(template)
        self._on_sums()

    def _offer_sources(self, template: PaymentTemplate) -> None:
        """Sources with an open drawer of the currency, that of the template's bank first."""
        sources = self._context.setup.tender_sources
        codes = dict.fromkeys(
            one.tender_source for one in self._controls if one.currency == template.currency
        )
        fit = sorted(codes, key=lambda code: sources[code].bank != template.bank)
        self.tender_source.set_choices(
            [Choice(one, source_words(one, self._context.setup)) for one in fit]
        )
        if not fit:
            says = _("You have no open tender control. Open a drawer first.")
            self.show_notice(Notice(says, Tone.RED))
        self.submit_button.setEnabled(bool(fit))

    def _on_amount(self, _value: object = None) -> None:
        amount = self.payment_amount.value() or ZERO
        tender = self.tenders.first.amount
        if not tender.isModified():
            tender.set_value(amount or None)
        self.lines.set_amount(amount)
        self._on_sums()

    def _handed_over(self) -> Money:
        return total(one.amount or ZERO for one in self.tenders.typed())

    def _missing(self) -> Money | None:
        rest = (self.payment_amount.value() or ZERO) - self._handed_over()
        return rest if rest > ZERO else None

    def _on_sums(self, _value: object = None) -> None:
        """To pay, handed over, given back; with payments to follow nothing is given back."""
        self.tenders.clear_errors()
        template = self._template()
        if template is None:
            return
        to_pay = self.payment_amount.value() or ZERO
        if self.add_cis.isChecked():
            to_pay = max(to_pay, self._handed_over())
        self.status.setText(self.sums.show_sums(to_pay, self.tenders.typed(), template.currency))

    def _typed(self) -> tuple[object, ...]:
        texts = (self.payment_amount, self.non_cis_name, self.reference, self.comments)
        return (*(one.text() for one in texts), self.tenders.typed(), self.lines.lines)
