"""The add dialog by distribution rules: used where *Always Enable Distribution Rule* is on (10.3).

It always goes to the event afterwards, so *Go To Payment Event* is not asked (QA-11).
"""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from posapp.domain.ids import ControlId
from posapp.domain.payment_events import AddEvent
from posapp.domain.quick_add import QuickHeader, QuickKind
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui import screen_room
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.payment_start import PaymentPreset, PaymentStart, with_latest_bill
from posapp.ui.formats import isolated
from posapp.ui.sealed_tenders import act_sealed
from posapp.ui.single_start import first_detail
from posapp.ui.tender_words import drawer_name
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.payment_approval import PaymentApproval
from posapp.ui.widgets.quick_fields import SingleFields

_WIDTH = 1240
_FORM = 480


class SingleEventDialog(TaskDialog):
    """Takes one payment event by rules; ``completed`` carries ``Saved[AddedEvent]``."""

    TAKES_MONEY = True

    def __init__(
        self,
        context: UiContext,
        start: PaymentStart,
        parent: QWidget | None = None,
        preset: PaymentPreset | None = None,
    ) -> None:
        """Make the dialog for a payor.

        Args:
            context: the window's surroundings.
            start: payor, set-up and drawers.
            parent: window it belongs to.
            preset: a match and amount chosen before, such as an item.
        """
        card = start.card
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Payment Event"), action=_("Create"), name="single_event_dialog", columns=3,
            subtitle=f"{card.account.name} \u00b7 {card.account.address}", beside=True,
        )  # fmt: skip
        self._context, self._start = context, start
        self._place: int | None = None
        self.tender_control = ChoiceBox()
        self.payment_date = DateEdit(context.formats, lambda: card.today)
        self.approval = PaymentApproval(context)
        self.fields = SingleFields(context)
        self._lay_out_fields()
        self.fields.edited.connect(self._on_edited)
        self.fields.finished.connect(self.submit_button.setFocus)
        self._begin(preset or PaymentPreset())

    @property
    def holds_work(self) -> bool:
        """Whether anything was typed over what the dialog started with."""
        return self.isVisible() and self.fields.holds_work

    @property
    def unfinished(self) -> str:
        """Whose payment it is."""
        says = _("A payment of {name} is typed and not taken.")
        return says.format(name=isolated(self._start.card.account.name))

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """The command as typed; what is wrong is shown instead."""
        command = self._command(confirmed)
        if command is None or self.approval.lacks():
            return None
        services, actor = self._context.services, self._context.actor
        submit = self.approval.submit
        return partial(act_sealed, submit, command, self.fields.blocks(), services, actor)

    def keep_work(self) -> Work | None:
        """A complete payment can be finished later; half of one cannot (D-21)."""
        command = self._command(frozenset())
        if command is None:
            return None
        services, actor = self._context.services, self._context.actor
        keep = services.in_hand.keep
        return partial(act_sealed, keep, command, self.fields.blocks(), services, actor)

    def show_field_error(self, field: str, sentence: str) -> bool:
        """Errors stand at their row; drawer and date above."""
        place, self._place = self._place, None
        if self.approval.show_error(field, sentence):
            return True
        if self.form.has(field):
            return super().show_field_error(field, sentence)
        shown = self.fields.show_error(field, sentence, place)
        if shown:
            self.show_focus()
        return shown

    def focus_first(self) -> None:
        """The amount handed over is what changes."""
        self.fields.focus_start()

    def _command(self, confirmed: frozenset[str]) -> AddEvent | None:
        day = self.payment_date.value()
        if day is None:
            says = self.payment_date.error or _("Enter a date.")
            self.form.show_error("payment_date", says)
            return None
        control: ControlId | None = self.tender_control.value()
        if control is None and not self.fields.all_debited:
            says = _("You have no open tender control. Open a drawer first.")
            self.show_notice(Notice(says, Tone.RED))
            return None
        header = QuickHeader(QuickKind.RULES, control, day)
        return self.fields.command(self.request_id, header, confirmed)

    def _begin(self, preset: PaymentPreset) -> None:
        """The payor with what is due, as in the dialog by account (AD-3, AD-4)."""
        card, setup = self._start.card, self._start.setup
        preset = with_latest_bill(preset, card, setup)
        due = card.default_amount if preset.amount is None else preset.amount
        self.payment_date.set_value(card.today)
        self.fields.begin_with(card, first_detail(card, preset, due, setup), due)

    def _lay_out_fields(self) -> None:
        self.tender_control.set_choices(
            [Choice(one.id, drawer_name(one, self._start.setup)) for one in self._start.controls]
        )
        self.form.add("tender_control", _("Tender Contro&l"), self.tender_control, span=2)
        self.form.add("payment_date", _("Pa&yment Date"), self.payment_date)
        self.body.addWidget(self.fields, 1)
        self.below.addWidget(self.approval)
        if screen_room.room_for(self).width() >= dp(_WIDTH):
            self._spread()
        else:
            # Drawer and date scroll with the grids; the sums keep their place.
            self.below.addWidget(self.fields.sums)
        self.setMinimumWidth(dp(_WIDTH))

    def _spread(self) -> None:
        """Drawer and date beside the heading, sums beside the buttons: nothing needs to scroll."""
        self.body.removeWidget(self.form)
        self.form.setFixedWidth(dp(_FORM))
        self.head.subline.addWidget(self.form)
        self.head.subline.setAlignment(self.subtitle, Qt.AlignmentFlag.AlignTop)
        self.footer.removeWidget(self.status)
        self.below.addWidget(self.status)
        self.status.setMinimumHeight(self.status.fontMetrics().lineSpacing())
        self.footer.insertWidget(0, self.fields.sums, 1)

    def _on_edited(self) -> None:
        self.status.setText(self.fields.says)

    def _on_error(self, error: BaseException) -> None:
        """Remember which row it is about."""
        place = error.fields.get("place") if isinstance(error, Refused) else None
        self._place = place if isinstance(place, int) else None
        if self.approval.takes(error):
            self._set_busy(False)
            return
        super()._on_error(error)
