"""*Correct...*: asks in plain words what went wrong, shows what will be done, does it (D-24, D-28)."""

from functools import partial
from typing import Any, Final

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from posapp.domain.correction_views import Outlook
from posapp.domain.corrections import CorrectionOrder, Fault
from posapp.domain.ids import PaymentId, TenderId
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.correct_choices import fill
from posapp.ui.correct_subject import CorrectSubject, Suspected
from posapp.ui.correct_words import FAULTS
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.correct_fields import CorrectFields
from posapp.ui.formats import joined
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.correct_outlook import CorrectOutlook
from posapp.ui.widgets.looks import text_label

_WIDTH: Final = 1120
_BACK: Final = "Alt+Left"
_COLUMNS: Final = 2


class FaultButton(QRadioButton):
    """A fault; an arrow key chooses the one that it goes to, also while none is chosen."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt moves the focus of a group in which nothing is chosen, and chooses nothing."""
        super().keyPressEvent(event)
        gone_to = self.window().focusWidget()
        if gone_to is not self and isinstance(gone_to, FaultButton):
            gone_to.click()


class CorrectDialog(TaskDialog):
    """Two steps: what went wrong, and what will be done; ``completed`` carries ``Saved[Corrected]``."""

    def __init__(
        self,
        context: UiContext,
        subject: CorrectSubject,
        parent: QWidget | None = None,
        *,
        payment_id: PaymentId | None = None,
        tender_id: TenderId | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the window's surroundings.
            subject: the event and what stands around it.
            parent: window that the dialog belongs to.
            payment_id: the payment that the user came from.
            tender_id: the tender that the user came from.
        """
        event, formats = subject.event, context.formats
        names = dict.fromkeys(p.account_name for p in event.payments)
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Correct"), action=_("Next"), name="correct_dialog",
            subtitle=joined(
                formats.money(event.totals.tenders, event.currency),
                formats.date(event.payment_date),
                next(iter(names), ""),
            ),
        )  # fmt: skip
        self._context, self._subject = context, subject
        self._marked = (payment_id, tender_id)
        self.outlook: Outlook | None = None
        self._order: CorrectionOrder | None = None
        self._suspected: CorrectionOrder | None = None
        self.faults = {fault: FaultButton(_(FAULTS[fault][0])) for fault in Fault}
        self._group = QButtonGroup(self)
        self.fields: CorrectFields | None = None
        self.asked, self.shown = QWidget(), CorrectOutlook(context)
        self._about = text_label("", "subtitle", wrap=True)
        self.back_button = KeyButton(_("Back"), self._back, name="back")
        self.back_button.bind_key(QKeySequence(_BACK))
        self.back_button.show_hint(_BACK)
        self.setMinimumWidth(dp(_WIDTH))
        self._lay_out_steps()
        self._group.idClicked.connect(self._on_fault)
        self._show_step()
        if event.bond is not None:
            self._only(Fault.RETURNED)

    @property
    def fault(self) -> Fault | None:
        """What went wrong, as far as it is said."""
        found = self._group.checkedId()
        return None if found < 0 else tuple(Fault)[found]

    @property
    def holds_work(self) -> bool:
        """Whether something was filled in, other than what was suspected."""
        if self.fields is None or not self.isVisible():
            return False
        return self._suspected is None or self.fields.order(frozenset()) != self._suspected

    def choose(self, fault: Fault) -> None:
        """Say what went wrong."""
        self.faults[fault].setChecked(True)
        self._on_fault()

    def _only(self, fault: Fault) -> None:
        """Of what a checkout or a credit holds only this can be corrected here (CK-6, AC2-8)."""
        for one, button in self.faults.items():
            button.setVisible(one is fault)
        self.choose(fault)

    def suspect(self, suspected: Suspected) -> None:
        """Start with what is thought to be wrong, and what would be right."""
        self.choose(suspected.fault)
        if self.fields is not None:
            fill(self.fields.fields, suspected)
            self._suspected = self.fields.order(frozenset())

    def focus_first(self) -> None:
        """The first fault, then its first field."""
        if self.fields is None:
            next(iter(self.faults.values())).setFocus()
        else:
            self.fields.focus_first()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """Look first; what was looked at is what is done."""
        corrections, actor = self._context.services.corrections, self._context.actor
        if self.outlook is not None and self._order is not None:
            if self.shown.approval.lacks():
                return None
            return partial(
                corrections.correct,
                self._order,
                self.request_id,
                actor,
                seen=self.outlook.before.version,
                secret=self.shown.secret,
            )
        if self.fields is None:
            self.status.setText(_("Choose what went wrong."))
            return None
        self.status.setText("")
        self.fields.clear_errors()
        if not self.fields.is_ready(self._send):
            self.fields.focus_first_error()
            return None
        self._order = self.fields.order(confirmed)
        return partial(corrections.preview, self._order, actor)

    def show_field_error(self, field: str, sentence: str) -> bool:
        """A field of this fault, of the approval, or a sentence beside the buttons."""
        if self.outlook is not None:
            if not self.shown.approval.show_error(field, sentence):
                self.status.setText(sentence)
            return True
        if field in {"non_cis_name", "reference"} and self.fields is not None:
            self.fields.ask_non_cis()
        if self.fields is None or not self.fields.show_error(field, sentence):
            self.status.setText(sentence)
            return True
        self.show_focus()
        return True

    def _on_done(self, result: Any) -> None:
        """The look leads to the second step, the correction itself ends the dialog."""
        if not isinstance(result, Outlook):
            super()._on_done(result)
            return
        self._set_busy(False)
        self.outlook = result
        self.shown.show_outlook(result)
        self._show_step()
        self.shown.focus_first()

    def _lay_out_steps(self) -> None:
        card = Card(_("What went wrong?"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(3 * GRID))
        grid.setVerticalSpacing(dp(GRID))
        for at, (fault, button) in enumerate(self.faults.items()):
            button.setObjectName(f"fault_{fault.value.replace('-', '_')}")
            button.setToolTip(_(FAULTS[fault][1]))
            button.setAccessibleDescription(_(FAULTS[fault][1]))
            self._group.addButton(button, at)
            grid.addWidget(button, at // _COLUMNS, at % _COLUMNS)
        holder = QWidget()
        holder.setLayout(grid)
        card.add(holder)
        card.add(self._about)
        self._column = QVBoxLayout(self.asked)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(dp(12))
        self._column.addWidget(card)
        self._column.addStretch(1)
        self.body.addWidget(self.asked)
        self.body.addWidget(self.shown, 1)
        self.footer.insertWidget(self.footer.indexOf(self.submit_button), self.back_button)

    def _on_fault(self, _id: int = 0) -> None:
        """Ask only what this fault needs."""
        fault = self.fault
        if fault is None:
            return
        self._about.setText(_(FAULTS[fault][1]))
        self.status.setText("")
        if self.fields is not None:
            self._column.removeWidget(self.fields)
            self.fields.hide()
            self.fields.deleteLater()
        self.fields = CorrectFields(self._context, self._subject, fault)
        self.fields.mark(*self._marked)
        self._column.insertWidget(1, self.fields)
        self.fields.edited.connect(self.status.clear)

    def _back(self) -> None:
        """Say it otherwise; what was looked at counts no more."""
        if self.is_busy:
            return
        self.outlook = self._order = None
        self.status.setText("")
        self._show_step()
        self.focus_first()

    def _show_step(self) -> None:
        second = self.outlook is not None
        self.asked.setVisible(not second)
        self.shown.setVisible(second)
        self.form.hide()
        self.back_button.setVisible(second)
        self.submit_button.show_text(_("Correct it") if second else _("Next"))
