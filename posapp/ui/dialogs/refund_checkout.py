"""Refund a processed checkout as a whole: why, how the money goes back, who approves it (CK-6)."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from posapp.domain.checkout_orders import RefundCheckout
from posapp.domain.checkouts import Checkout
from posapp.domain.codes import ControlStatus
from posapp.domain.control_search import ControlSearch, FoundControl
from posapp.domain.credits import CheckoutId
from posapp.domain.rights import Actor, Right
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.approved import ApprovedDialog
from posapp.ui.dialogs.base import Work
from posapp.ui.formats import joined
from posapp.ui.tokens import Tone
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.looks import set_look

if TYPE_CHECKING:
    from posapp.services.bundle import Services

_COMMENT: Final = 254


@dataclass(frozen=True, slots=True)
class RefundWays:
    """How the money of a checkout can go back: tender types, and drawers that are open."""

    methods: tuple[str, ...]
    drawers: tuple[FoundControl, ...]


def refund_ways(services: "Services", checkout_id: CheckoutId, actor: Actor) -> RefundWays:
    """Read how the money can go back; runs off the GUI thread."""
    methods = services.checkouts.refund_methods(checkout_id, actor)
    wanted = ControlSearch(status=ControlStatus.OPEN)
    return RefundWays(methods, services.tender_controls.search(wanted, actor))


class RefundCheckoutDialog(ApprovedDialog):
    """Refunds a checkout; ``completed`` carries ``Saved[Checkout]``."""

    def __init__(
        self,
        context: UiContext,
        checkout: Checkout,
        ways: RefundWays,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            checkout: the processed checkout.
            ways: how the money can go back.
            parent: window it belongs to.
        """
        super().__init__(
            context, parent, title=_("Refund"), action=_("Refund"), name="refund_checkout_dialog",
            subtitle=joined(checkout.number, checkout.account_name), columns=2,
        )  # fmt: skip
        self._checkout = checkout
        setup = context.setup
        self.comment = LimitedEdit(_COMMENT)
        self.method = ChoiceBox(
            [Choice(code, setup.tender_types[code].description) for code in ways.methods]
        )
        own = Choice(None, _("The one that took it, else mine"))
        drawers = [
            Choice(
                one.id, joined(setup.tender_sources[one.tender_source].description, one.user_name)
            )
            for one in ways.drawers
            if one.currency == checkout.currency
        ]
        self.drawer = ChoiceBox([own, *drawers])
        self.consequences = Consequences()
        self.form.add("comment", _("&Comment"), self.comment, _("Say why."), span=2)
        self.form.add("method", _("Refund &Method"), self.method)
        self.form.add("drawer", _("Out of &drawer"), self.drawer)
        for name in ("method", "drawer"):
            self.form.row(name).setVisible(bool(ways.methods))
        self.body.addWidget(self.consequences)
        self.add_approval()
        self.body.addStretch(1)
        self.cancel_button.show_text(_("Back"))
        set_look(self.submit_button, "kind", "danger")
        self.method.value_changed.connect(self._say)
        self._say()
        if not context.actor.may(Right.REFUND):
            self.approval.ask(context.texts.sentence("M-51", {"right": Right.REFUND.value}))
        elif context.actor.user_id in {checkout.submitted_by_id, checkout.processed_by_id}:
            self.approval.ask(context.texts.sentence("M-251", {"value": checkout.number}))

    @property
    def holds_work(self) -> bool:
        """Whether a reason was typed."""
        return bool(self.comment.value())

    def show_field_error(self, field: str, sentence: str) -> bool:
        """The service calls the drawer by its table."""
        return super().show_field_error("drawer" if field == "tender_control" else field, sentence)

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command; a comment is required."""
        if not self.comment.value():
            self.form.show_error("comment", self._context.texts.sentence("M-338", {}))
        elif self.comment.error:
            self.form.show_error("comment", self.comment.error)
        if self.form.errors() or self.approval.lacks():
            return None
        command = RefundCheckout(
            self.request_id,
            self._checkout.id,
            self.comment.value(),
            self.method.value() or "",
            self.drawer.value(),
        )
        services, actor = self._context.services, self._context.actor
        return partial(services.checkouts.refund, command, actor, secret=self.secret)

    def _say(self, _value: object = None) -> None:
        one, setup = self._checkout, self._context.setup
        money = self._context.formats.money
        lines = []
        code = self.method.value()
        if one.to_pay and code:
            says = _("{amount} goes back by {method}; its payments are canceled.")
            words = says.format(
                amount=money(one.to_pay, one.currency),
                method=setup.tender_types[code].description,
            )
            lines.append(Consequence(words, Tone.AMBER))
        if one.credits_total:
            says = _("Credits of {amount} wait again.")
            lines.append(Consequence(says.format(amount=money(one.credits_total, one.currency))))
        lines.append(Consequence(_("The items are payable again. It can be refunded once.")))
        self.consequences.show_lines(lines)
