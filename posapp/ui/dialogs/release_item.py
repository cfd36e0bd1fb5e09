"""Take back a payable item that was never submitted for payment (IT-4, IT-6)."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from posapp.domain.issuing import ReleaseItem
from posapp.domain.items import ItemView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.formats import joined
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.limited_edit import LimitedEdit

_WIDTH: Final = 254


class ReleaseItemDialog(TaskDialog):
    """Asks why; ``completed`` carries ``Saved[ItemId]``."""

    def __init__(self, context: UiContext, item: ItemView, parent: QWidget | None = None) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            item: the item as it is shown.
            parent: window it belongs to.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Take back item"), action=_("Take back"), name="release_item_dialog",
            subtitle=joined(item.number, item.description, item.account_name),
        )  # fmt: skip
        self._context = context
        self._item = item
        self.comment = LimitedEdit(_WIDTH)
        self.setMinimumWidth(dp(520))
        self.form.add(
            "comment", _("&Comment"), self.comment, _("Say why; it stays in its history.")
        )
        due = context.formats.money(item.due, item.currency)
        lines = Consequences()
        lines.show_lines(
            [
                Consequence(_("{amount} is not owed any more.").format(amount=due), Tone.AMBER),
                Consequence(
                    _("Number {number} is free for another item.").format(number=item.number)
                ),
                Consequence(_("The item stays on the account as released. This is final.")),
            ]
        )
        self.body.addWidget(lines)
        self.body.addStretch(1)

    @property
    def holds_work(self) -> bool:
        """Whether a reason was typed."""
        return bool(self.comment.value())

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """The command; the reason is required."""
        if not self.comment.value():
            self.form.show_error("comment", _("Say why the item is taken back."))
            return None
        if self.comment.error:
            self.form.show_error("comment", self.comment.error)
            return None
        command = ReleaseItem(
            self.request_id, self._item.id, self.comment.value(), self._item.version, confirmed
        )
        return partial(self._context.services.items.release, command, self._context.actor)
