"""Record a mandate, or change one (controls 11.1, AP-01, AP-02, AP-17)."""

from dataclasses import replace
from datetime import date
from typing import Final

from PySide6.QtWidgets import QLineEdit, QWidget

from posapp.domain.ids import AccountId
from posapp.domain.mandate import NAME_WIDTH, MandateDraft, MandateId, MandateLine
from posapp.domain.setup import SetUp
from posapp.domain.topics import Saved
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.theme import dp
from posapp.ui.widgets.autopay_block import NUMBER_WIDTH
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.money_edit import MoneyEdit

_COMMENTS: Final = 254


class MandateDialog(TaskDialog):
    """States a mandate; ``completed`` carries ``Saved[MandateId]``."""

    def __init__(
        self,
        context: UiContext,
        account_id: AccountId,
        currency: str,
        today: date,
        line: MandateLine | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make the form.

        Args:
            context: the window's surroundings.
            account_id: whose mandate it is.
            currency: of the account.
            today: business date, for the date fields.
            line: the mandate that changes; ``None`` records one.
            parent: window that the dialog belongs to.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("New mandate") if line is None else _("Change mandate"), action=_("Save"),
            name="mandate_dialog", columns=2, subtitle="" if line is None else line.account_name,
        )  # fmt: skip
        self._context = context
        self._account_id = account_id
        self._line = line
        formats = context.formats
        self.source = ChoiceBox()
        self.account = LimitedEdit(NUMBER_WIDTH)
        self.account.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.start, self.end, self.expires = (DateEdit(formats, lambda: today) for _n in range(3))
        self.holder, self.comments = LimitedEdit(NAME_WIDTH), LimitedEdit(_COMMENTS)
        self.most = MoneyEdit(formats, formats.currency(currency))
        self.setMinimumWidth(dp(600))
        self._add_fields()
        self._offer(context.setup)
        if line is None:
            self.start.set_value(today)
        else:
            self._show(line)
        self._before = self._typed()
        self.source.value_changed.connect(self._on_source)
        self._on_source()

    @property
    def holds_work(self) -> bool:
        """Whether anything was typed over what the dialog started with."""
        return self.isVisible() and self._typed() != self._before

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """The mandate as typed; wrong fields are shown instead."""
        start = self.start.value()
        if start is None:
            self.form.show_error("start_date", self.start.error or _("Enter a date."))
        if not self.source.value():
            self.form.show_error("source", _("Choose an institution. The set-up adds them."))
        fields = (self.end, self.expires, self.account, self.holder, self.most, self.comments)
        wrong = next((one for one in fields if one.error), None)
        if start is None or wrong is not None or not self.source.value():
            self.form.focus_first_error()
            return None
        draft = MandateDraft(
            self._account_id,
            start,
            self.end.value(),
            self.source.value(),
            None,
            self.expires.value() if self.expires.isEnabled() else None,
            self.holder.value(),
            self.most.value(),
            self.comments.value(),
        )
        number = self.account.value()
        return lambda: self._save(draft, number, confirmed)

    def _save(
        self, draft: MandateDraft, number: str, confirmed: frozenset[str]
    ) -> Saved[MandateId]:
        """Seal the number and save; runs off the window's thread."""
        services, actor = self._context.services, self._context.actor
        if number:
            sealed = services.sealing.seal(number, draft.source, actor)
            draft = replace(draft, account=sealed)
        if self._line is None:
            return services.mandates.add(draft, self.request_id, actor)
        old = self._line.mandate
        return services.mandates.change(
            old.id, draft, self.request_id, actor, version=old.version, confirmed=confirmed
        )

    def _add_fields(self) -> None:
        form = self.form
        form.add("source", _("Auto Pay Source"), self.source)
        form.add("external_account", _("External Account ID"), self.account)
        form.add("start_date", _("Start Date"), self.start)
        form.add("end_date", _("End Date"), self.end, _("Empty: without end"))
        form.add("expires_on", _("Expires On"), self.expires)
        form.add("entity_name", _("Entity Name"), self.holder, _("Name on the account there"))
        form.add("maximum_withdrawal", _("Maximum Withdrawal"), self.most, _("Empty: any amount"))
        form.add("comments", _("Comments"), self.comments)

    def _offer(self, setup: SetUp) -> None:
        own = "" if self._line is None else self._line.mandate.source
        sources = [one for one in setup.autopay.sources.values() if one.active or one.code == own]
        self.source.set_choices([Choice(one.code, one.description) for one in sources])

    def _show(self, line: MandateLine) -> None:
        mandate = line.mandate
        self.source.select(mandate.source)
        self.account.setPlaceholderText(mandate.account.masked)
        self.start.set_value(mandate.start_date)
        self.end.set_value(mandate.end_date)
        self.expires.set_value(mandate.expires_on)
        self.holder.setText(mandate.entity_name)
        self.most.set_value(mandate.maximum_withdrawal)
        self.comments.setText(mandate.comments)

    def _on_source(self, _value: object = None) -> None:
        """Cards have an expiry date."""
        setup = self._context.setup
        source = setup.autopay.sources.get(self.source.value() or "")
        kind = None if source is None else setup.tender_types.get(source.tender_type)
        self.expires.setEnabled(kind is not None and kind.require_expiration_date)
        if not self.expires.isEnabled():
            self.expires.clear()

    def _typed(self) -> tuple[object, ...]:
        texts = (
            self.account, self.start, self.end, self.expires, self.holder, self.most, self.comments,
        )  # fmt: skip
        return (self.source.value(), *(one.text() for one in texts))
