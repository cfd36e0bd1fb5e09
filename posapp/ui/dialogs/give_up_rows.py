"""Give rows of a kept batch of Quick Add up: asked once, the reason is optional (D-35)."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from posapp.domain.ids import short_id
from posapp.domain.quick_add import BatchId, RowResult
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.formats import grouped, joined
from posapp.ui.quick_questions import rows_words
from posapp.ui.theme import dp
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.limited_edit import LimitedEdit

_WIDTH: Final = 254


class GiveUpRowsDialog(TaskDialog):
    """Asks for the reason; ``completed`` carries ``Saved[BatchId]``."""

    def __init__(
        self,
        context: UiContext,
        batch: BatchId,
        rows: Sequence[RowResult],
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            batch: the batch.
            rows: its rows that are not in.
            parent: window it belongs to.
        """
        words = plural("Give up row", "Give up {n} rows", len(rows)).format(n=len(rows))
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=words, action=words, name="give_up_rows_dialog",
            subtitle=joined(
                _("Batch {number}").format(number=grouped(short_id(batch))),
                rows_words([one.line for one in rows]),
            ),
        )  # fmt: skip
        self._context, self._batch = context, batch
        self._lines = tuple(one.line for one in rows)
        self.reason = LimitedEdit(_WIDTH)
        self.setMinimumWidth(dp(520))
        self.form.add("reason", _("&Reason (optional)"), self.reason)
        lines = Consequences()
        lines.show_lines(
            [
                Consequence(
                    plural(
                        "No money is taken for it, now or later.",
                        "No money is taken for them, now or later.",
                        len(rows),
                    )
                ),
                Consequence(
                    plural(
                        "It stays in the batch with your name and the reason.",
                        "They stay in the batch with your name and the reason.",
                        len(rows),
                    )
                ),
            ]
        )
        self.body.addWidget(lines)
        self.body.addStretch(1)

    @property
    def holds_work(self) -> bool:
        """A reason alone is no work that closing could lose."""
        return False

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command; a reason is not required."""
        if self.reason.error:
            self.form.show_error("reason", self.reason.error)
            return None
        give_up = self._context.services.quick_settling.give_up
        asked = (self._context.actor, self.request_id)
        return partial(give_up, self._batch, self._lines, self.reason.text(), *asked)
