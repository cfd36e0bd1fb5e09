"""Cancel a submitted checkout: *Cancel and keep*, or *Cancel and release* (CK-5)."""

from functools import partial
from typing import ClassVar, Final

from PySide6.QtWidgets import QWidget

from posapp.domain.checkout_orders import EndCheckout
from posapp.domain.checkouts import Checkout
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.approved import ASKS, ApprovedDialog
from posapp.ui.dialogs.base import Work
from posapp.ui.formats import joined
from posapp.ui.tokens import Tone
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.looks import set_look

_COMMENT: Final = 254


class CancelCheckoutDialog(ApprovedDialog):
    """Cancels a checkout; ``completed`` carries ``Saved[Checkout]``.

    Of somebody else, of another day or above the limit, a supervisor approves it here (D-24, D-44).
    """

    HELPED: ClassVar[frozenset[str]] = ASKS | {"M-43"}

    def __init__(
        self,
        context: UiContext,
        checkout: Checkout,
        parent: QWidget | None = None,
        *,
        release: bool = False,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            checkout: the submitted checkout.
            parent: window it belongs to.
            release: give items back that their kind allows, instead of keeping them payable.
        """
        title = _("Cancel and release") if release else _("Cancel and keep")
        super().__init__(
            context, parent, title=title, action=title, name="cancel_checkout_dialog",
            subtitle=joined(checkout.number, checkout.account_name),
        )  # fmt: skip
        self._checkout, self._release = checkout, release
        self.comment = LimitedEdit(_COMMENT)
        self.form.add("comment", _("&Comment"), self.comment)
        self.consequences = Consequences()
        self.consequences.show_lines(self._will())
        self.body.addWidget(self.consequences)
        self.add_approval()
        self.body.addStretch(1)
        self.cancel_button.show_text(_("Back"))
        set_look(self.submit_button, "kind", "danger")

    @property
    def holds_work(self) -> bool:
        """Whether a reason was typed."""
        return bool(self.comment.value())

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command."""
        if self.comment.error:
            self.form.show_error("comment", self.comment.error)
        if self.form.errors() or self.approval.lacks():
            return None
        command = EndCheckout(
            self.request_id, self._checkout.id, self._release, self.comment.value()
        )
        services, actor = self._context.services, self._context.actor
        return partial(services.checkouts.cancel, command, actor, secret=self.secret)

    def _will(self) -> list[Consequence]:
        one = self._checkout
        money = self._context.formats.money
        lines = []
        if one.to_pay:
            method = self._context.setup.tender_types[one.method or ""].description
            says = _("{amount} goes back by {method}; its payment event is deleted.")
            amount = money(one.to_pay, one.currency)
            lines.append(Consequence(says.format(amount=amount, method=method), Tone.AMBER))
        if one.credits_total:
            says = _("Credits of {amount} are free again.")
            lines.append(Consequence(says.format(amount=money(one.credits_total, one.currency))))
        kept = _("The items can be paid again.")
        given = _("Items that may be given back are released, and their numbers are free again.")
        lines.append(Consequence(given if self._release else kept))
        return lines
