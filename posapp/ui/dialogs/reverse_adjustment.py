"""Take an adjustment back by its opposite; an added credit with its money (AJ-5, AC2-8)."""

from functools import partial
from typing import ClassVar, Final

from PySide6.QtWidgets import QWidget

from posapp.domain.credits import Adjustment
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.approved import ASKS, ApprovedDialog
from posapp.ui.dialogs.base import Work
from posapp.ui.formats import joined
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.looks import set_look

_COMMENT: Final = 254


class ReverseAdjustmentDialog(ApprovedDialog):
    """Reverses an adjustment; ``completed`` carries ``Saved[AdjustmentId]``."""

    HELPED: ClassVar[frozenset[str]] = ASKS | {"M-43"}

    def __init__(
        self, context: UiContext, adjustment: Adjustment, parent: QWidget | None = None
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            adjustment: an untouched credit, or what was written by hand.
            parent: window it belongs to.
        """
        self._added = adjustment.linked_id is not None
        title = _("Reverse credit") if adjustment.is_credit else _("Reverse adjustment")
        amount = context.formats.money(adjustment.amount, adjustment.currency)
        super().__init__(
            context, parent, title=title, action=title, name="reverse_adjustment_dialog",
            subtitle=joined(amount, adjustment.comment or adjustment.description),
        )  # fmt: skip
        self._adjustment = adjustment
        self.comment = LimitedEdit(_COMMENT)
        self.form.add("comment", _("&Comment"), self.comment, _("Say why it is taken back."))
        consequences = Consequences()
        consequences.show_lines([Consequence(line) for line in self._will(amount)])
        self.body.addWidget(consequences)
        self.add_approval()
        self.body.addStretch(1)
        set_look(self.submit_button, "kind", "danger")

    @property
    def holds_work(self) -> bool:
        """Whether a reason was typed."""
        return bool(self.comment.value())

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command; a reason is required."""
        comment, secret = self.comment.value(), self.secret
        if not comment:
            self.form.show_error("comment", self._context.texts.sentence("M-338", {}))
            return None
        if self.comment.error:
            self.form.show_error("comment", self.comment.error)
            return None
        if self.approval.lacks():
            return None
        services, actor, one = self._context.services, self._context.actor, self._adjustment.id
        if self._added:
            reverse = services.credits.reverse
            return partial(reverse, one, self.request_id, actor, comment=comment, secret=secret)
        return partial(
            services.adjustments.reverse, one, comment, self.request_id, actor, secret=secret
        )

    def _will(self, amount: str) -> list[str]:
        if self._added:
            paid = self._context.formats.money(-self._adjustment.amount, self._adjustment.currency)
            return [
                _("{amount} goes back as it was paid.").format(amount=paid),
                _("The credit and its debit are answered by their opposites. This is final."),
            ]
        says = _("The opposite of {amount} is written and points to it. This is final.")
        return [says.format(amount=amount)]
