"""Note that payroll has a batch, and who there said so (ML-5)."""

from functools import partial

from PySide6.QtWidgets import QWidget

from posapp.domain.payroll import PayrollBatch
from posapp.domain.texts import COMMENT
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.widgets.limited_edit import LimitedEdit


class PayrollAnswerDialog(TaskDialog):
    """Asks for a name; ``completed`` carries ``Saved[int]``."""

    def __init__(
        self, context: UiContext, batch: PayrollBatch, parent: QWidget | None = None
    ) -> None:
        """Make the form.

        Args:
            context: the surroundings.
            batch: what payroll has.
            parent: window it belongs to.
        """
        amount = context.formats.money(batch.amount, batch.currency)
        says = _("Batch {number}: {n} deductions, control total {amount}")
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Payroll has the batch"), action=_("Acknowledge"), name="payroll_answer_dialog",
            subtitle=says.format(number=batch.number, n=batch.lines, amount=amount),
        )  # fmt: skip
        self._context = context
        self._batch = batch
        self.name = LimitedEdit(COMMENT)
        self.form.add("name", _("Who said so at payroll"), self.name).mark_required()

    @property
    def holds_work(self) -> bool:
        """Whether a name was typed."""
        return bool(self.name.text().strip())

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The answer as typed."""
        context = self._context
        acknowledge = context.services.payroll_batches.acknowledge
        name, number = self.name.text(), self._batch.number
        return partial(acknowledge, number, name, self.request_id, context.actor)
