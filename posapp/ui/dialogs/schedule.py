"""Schedule the payments of a budget or pay plan (AP-06, AP-09)."""

from functools import partial
from typing import Final

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from posapp.domain.accounts import AccountCard
from posapp.domain.ids import short_id
from posapp.domain.scheduled_payments import MOST_TIMES, ScheduleDraft
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.formats import grouped, joined
from posapp.ui.models.debit_lists import KINDS
from posapp.ui.theme import dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.money_edit import MoneyEdit

_COMMENTS: Final = 254


class ScheduleDialog(TaskDialog):
    """States payments on dates of their own; ``completed`` carries ``Saved[int]``."""

    def __init__(
        self, context: UiContext, card: AccountCard, parent: QWidget | None = None
    ) -> None:
        """Make the form.

        Args:
            context: the window's surroundings.
            card: whose payments they are.
            parent: window that the dialog belongs to.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Schedule payments"), action=_("Schedule"), name="schedule_dialog", columns=2,
            subtitle=joined(card.account.name, grouped(short_id(card.account.id))),
        )  # fmt: skip
        self._context = context
        formats, types = context.formats, context.setup.sa_types
        self.agreement = ChoiceBox(
            [
                Choice(
                    debt.agreement_id,
                    joined(
                        types[debt.sa_type].description, debt.service,
                        grouped(short_id(debt.agreement_id)),
                    ),
                )
                for debt in card.debts
                if not debt.item_kind
            ]
        )  # fmt: skip
        self.kind = ChoiceBox([Choice(kind, _(words)) for kind, words in KINDS.items()])
        self.first = DateEdit(formats, context.today)
        self.amount = MoneyEdit(formats, formats.currency(card.account.currency))
        self.times = QLineEdit("1")
        self.times.setValidator(QIntValidator(1, MOST_TIMES, self.times))
        self.comments = LimitedEdit(_COMMENTS)
        form = self.form
        form.add("agreement", _("Service &Agreement"), self.agreement, span=2)
        form.add("kind", _("&Kind"), self.kind)
        form.add("amount", _("A&mount of Each"), self.amount)
        form.add("scheduled_date", _("&First Date"), self.first)
        form.add("times", _("How &Often"), self.times, _("A month apart each"))
        form.add("comments", _("&Comments"), self.comments, span=2)
        self.setMinimumWidth(dp(560))

    @property
    def holds_work(self) -> bool:
        """Whether an amount or a date was typed."""
        fields = (self.amount, self.first, self.comments)
        return self.isVisible() and any(field.text().strip() for field in fields)

    def focus_first(self) -> None:
        """The agreement where there are several, else the kind."""
        (self.agreement if self.agreement.count() > 1 else self.kind).setFocus()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The command; what is missing is said at its field."""
        amount, first, agreement = self.amount.value(), self.first.value(), self.agreement.value()
        if agreement is None:
            self.form.show_error("agreement", _("The account has no agreement to pay."))
        if amount is None:
            self.form.show_error("amount", self.amount.error or _("Enter an amount."))
        if first is None:
            self.form.show_error("scheduled_date", self.first.error or _("Enter a date."))
        if not self.times.hasAcceptableInput():
            says = _("Enter a number from 1 to {most}.").format(most=MOST_TIMES)
            self.form.show_error("times", says)
        if amount is None or first is None or agreement is None or self.form.errors():
            self.form.focus_first_error()
            return None
        draft = ScheduleDraft(
            agreement, self.kind.value(), first, amount, int(self.times.text()),
            self.comments.value(),
        )  # fmt: skip
        add = self._context.services.scheduled_payments.add
        return partial(add, draft, self.request_id, self._context.actor)
