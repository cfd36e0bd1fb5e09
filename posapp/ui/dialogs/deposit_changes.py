"""What a deposit control is for, whose it is, and which drawers lie under it (4.1, 4.3, DC-03)."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from posapp.domain.codes import ControlStatus, SourceType
from posapp.domain.control_life import ChangeControl
from posapp.domain.deposit_controls import DepositChange, DepositControlView
from posapp.domain.desk import DrawerUser
from posapp.domain.ids import short_id
from posapp.domain.listing import PageRequest
from posapp.domain.tender_controls import Control, DepositControl
from posapp.domain.texts import LONG_COMMENT
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.deposit_steps import deposit_words
from posapp.ui.formats import grouped, joined
from posapp.ui.theme import dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.words import word

if TYPE_CHECKING:
    from posapp.domain.rights import Actor
    from posapp.services.bundle import Services

OPEN, BALANCING, BALANCED = ControlStatus
_WIDTH: Final = 560


def targets_of(
    services: "Services", actor: "Actor", office: str, control: Control
) -> tuple[DepositControl, ...]:
    """Deposit controls of an office that are not balanced, those that can take a drawer first.

    The others are there as well: who chooses one is told why it does not fit (DC-03). Runs off the
    GUI thread.
    """
    search, found = services.deposit_controls.search, list[DepositControl]()
    for status in (OPEN, BALANCING):
        filters = {"office": office, "status": status}
        found += search(PageRequest(filters=filters), actor).rows
    source = services.setup().tender_sources[control.tender_source]
    fits = (OPEN, source.source_type, control.currency)
    others = [one for one in found if one.id != control.deposit_control_id]
    others.sort(key=lambda one: ((one.status, one.source_type, one.currency) != fits, -one.id))
    return tuple(others)


def target_choices(targets: Iterable[DepositControl]) -> list[Choice]:
    """Deposit controls to choose from, each with what tells whether it fits."""
    return [
        Choice(
            one.id,
            joined(deposit_words(one), word(one.source_type).text, word(one.status).text),
        )
        for one in targets
    ]


class ChangeDepositDialog(TaskDialog):
    """Comments, another owner; source type and currency while nothing lies in it (4.1)."""

    def __init__(
        self,
        context: UiContext,
        view: DepositControlView,
        owners: Sequence[DrawerUser],
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            view: the deposit control as it is shown.
            owners: who may be responsible for it.
            parent: window it belongs to.
        """
        deposit = view.control
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Change deposit control"), action=_("Save"), name="change_deposit_dialog",
            subtitle=deposit_words(deposit), columns=2,
        )  # fmt: skip
        self._context, self._deposit = context, deposit
        self.setMinimumWidth(dp(_WIDTH))
        self.owner = ChoiceBox([Choice(one.id, one.name) for one in owners])
        if not self.owner.select(deposit.owner_id):
            now = Choice(deposit.owner_id, deposit.owner_name)
            self.owner.set_choices([now, *(Choice(one.id, one.name) for one in owners)])
            self.owner.select(deposit.owner_id)
        self.comments = LimitedEdit(LONG_COMMENT)
        self.comments.setText(deposit.comments)
        self.source_type = ChoiceBox([Choice(one, word(one).text) for one in SourceType])
        self.source_type.select(deposit.source_type)
        used = {one.currency for one in context.setup.tender_sources.values()}
        codes = sorted(used | {deposit.currency})
        self.currency = ChoiceBox([Choice(code, code) for code in codes])
        self.currency.select(deposit.currency)
        self.form.add("comments", _("Comments"), self.comments, span=2)
        says = _("Who is responsible for it from now on.")
        self.form.add("owner", _("Owner"), self.owner, says, span=2)
        empty = not (view.controls or view.turn_ins or view.deposits)
        why = "" if empty else _("It stays: something lies in this deposit control.")
        self.form.add("source_type", _("Source Type"), self.source_type, why)
        self.form.add("currency", _("Currency"), self.currency, why)
        for box in (self.source_type, self.currency):
            box.setEnabled(empty)

    @property
    def holds_work(self) -> bool:
        """Whether another remark was typed."""
        return self.isVisible() and self.comments.value() != self._deposit.comments

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The command with what was changed."""
        if self.comments.error:
            return None
        one, owner, comments = self._deposit, self.owner.value(), self.comments.value()
        kind, currency = self.source_type.value(), self.currency.value()
        values = DepositChange(
            comments=comments if comments != one.comments else None,
            owner_id=owner if owner != one.owner_id else None,
            source_type=kind if kind is not one.source_type else None,
            currency=currency if currency != one.currency else None,
        )
        change = self._context.services.deposit_controls.change
        asked = (one.id, values, self.request_id, self._context.actor)
        return partial(change, *asked, seen=one.version)

    def show_field_error(self, field: str, sentence: str) -> bool:
        """That it is not empty any more is said where its kind was changed (M-234)."""
        name = "source_type" if field == "deposit_control" else field
        return super().show_field_error(name, sentence)


class MoveControlDialog(TaskDialog):
    """Puts a tender control under another deposit control (4.3)."""

    def __init__(
        self,
        context: UiContext,
        control: Control,
        targets: Sequence[DepositControl],
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            control: the drawer that moves.
            targets: deposit controls that are not balanced, those that fit first.
            parent: window it belongs to.
        """
        source = context.setup.tender_sources[control.tender_source].description
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Move tender control"), action=_("Move"), name="move_control_dialog",
            subtitle=joined(grouped(short_id(control.id)), source, control.user_name),
        )  # fmt: skip
        self._context, self._control = context, control
        self.setMinimumWidth(dp(_WIDTH))
        self.deposit_control = ChoiceBox(target_choices(targets))
        self.form.add("deposit_control", _("Deposit Control"), self.deposit_control)
        lines = Consequences()
        says = _("Its tenders count in the other deposit control from now on. No money moves.")
        lines.show_lines([Consequence(says)])
        self.body.addWidget(lines)
        if not targets:
            says = _("No other deposit control is open. Open one first.")
            self.form.show_error("deposit_control", says)
            self.submit_button.setEnabled(False)

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The command."""
        target = self.deposit_control.value()
        if target is None:
            return None
        command = ChangeControl(self.request_id, self._control.id, deposit_control_id=target)
        change = self._context.services.control_life.change
        return partial(change, command, self._context.actor, seen=self._control.version)

    def show_field_error(self, field: str, sentence: str) -> bool:  # noqa: ARG002
        """Whatever stands in the way is said at the one field (DC-03, 4.3, 5.3)."""
        return super().show_field_error("deposit_control", sentence)
