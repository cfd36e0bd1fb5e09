"""Put what is ticked on a payments page aside, for this desk or another one (CK-1)."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from posapp.domain.checkout_orders import Selection
from posapp.domain.payments_page import ParkCheckout, PaymentsPage
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.widgets.limited_edit import LimitedEdit

_COMMENT: Final = 254


class ParkCheckoutDialog(TaskDialog):
    """Parks a selection; ``completed`` carries ``Saved[ParkedId]``."""

    def __init__(
        self,
        context: UiContext,
        page: PaymentsPage,
        selection: Selection,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            page: the account's payments page.
            selection: what is ticked on it.
            parent: window it belongs to.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Park"), action=_("Park"), name="park_checkout_dialog",
            subtitle=page.account_name,
        )  # fmt: skip
        self._context, self._page, self._selection = context, page, selection
        self.comment = LimitedEdit(_COMMENT)
        says = _("What others read in the list. Nothing is held meanwhile.")
        self.form.add("comment", _("&Comment"), self.comment, says)
        self.body.addStretch(1)

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command."""
        if self.comment.error:
            self.form.show_error("comment", self.comment.error)
            return None
        command = ParkCheckout(
            self.request_id,
            self._page.account_id,
            self._selection,
            comment=self.comment.value(),
        )
        return partial(self._context.services.parked_checkouts.park, command, self._context.actor)
