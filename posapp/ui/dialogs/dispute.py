"""Put a match event in dispute or take it out of it, and say why (OI-7, MT-13)."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from posapp.domain.ids import short_id
from posapp.domain.matching import MatchEventView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.formats import grouped
from posapp.ui.theme import dp
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.limited_edit import LimitedEdit

_WIDTH: Final = 254


class DisputeDialog(TaskDialog):
    """Asks for the remark; ``completed`` carries ``Saved[MatchEventId]``."""

    def __init__(
        self, context: UiContext, match: MatchEventView, parent: QWidget | None = None
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            match: the open match event as it is shown.
            parent: window it belongs to.
        """
        words = _("Take out of dispute") if match.disputed else _("Put in dispute")
        number = grouped(short_id(match.id))
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=words, action=words, name="dispute_dialog",
            subtitle=f"{number} \u00b7 {match.account_name}",
        )  # fmt: skip
        self._context = context
        self._match = match
        self.comment = LimitedEdit(_WIDTH)
        self.setMinimumWidth(dp(520))
        self.form.add("comment", _("&Comment"), self.comment)
        open_amount = context.formats.money(match.open_amount, match.currency)
        back = _("{amount} counts as owed again, and payments may go there.")
        away = _("{amount} is left out of aged debt, and payments do not go there.")
        lines = Consequences()
        lines.show_lines(
            [Consequence((back if match.disputed else away).format(amount=open_amount))]
        )
        self.body.addWidget(lines)
        self.body.addStretch(1)

    @property
    def holds_work(self) -> bool:
        """Whether a remark was typed."""
        return bool(self.comment.text().strip())

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command; a remark is not required."""
        if self.comment.error:
            self.form.show_error("comment", self.comment.error)
            return None
        put = self._context.services.match_events.set_disputed
        asked = (self._match.id, self.request_id, self._context.actor)
        return partial(put, *asked, disputed=not self._match.disputed, comment=self.comment.text())
