"""Open a deposit control: the umbrella of a day's drawers (controls 4, 10.2 step 1)."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from posapp.domain.codes import SourceType
from posapp.domain.tender_controls import OpenDepositControl
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.theme import dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.words import word

_LONGEST: Final = 254


class OpenDepositControlDialog(TaskDialog):
    """Opens a deposit control; ``completed`` carries ``Saved[DepositControlId]``."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Open deposit control"), action=_("Open deposit control"),
            name="open_deposit_control_dialog", columns=2,
            subtitle=_("Drawers of one kind and currency lie under it and go to the bank together."),
        )  # fmt: skip
        self._context = context
        self.setMinimumWidth(dp(560))
        setup = context.setup
        self.source_type = ChoiceBox([Choice(one, word(one).text) for one in SourceType])
        self.source_type.select(SourceType.CASHIERING)
        used = sorted({source.currency for source in setup.tender_sources.values()})
        self.currency = ChoiceBox([Choice(code, code) for code in used])
        self.currency.select(setup.installation.currency)
        self.comments = LimitedEdit(_LONGEST)
        self.form.add("source_type", _("Source Type"), self.source_type)
        self.form.add("currency", _("Currency"), self.currency)
        self.form.add("comments", _("Comments"), self.comments, span=2)

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The command as chosen."""
        command = OpenDepositControl(
            request_id=self.request_id,
            source_type=self.source_type.value(),
            currency=self.currency.value(),
            comments=self.comments.value(),
        )
        return partial(self._context.services.deposit_controls.open, command, self._context.actor)
