"""A payment that somebody else must let happen: asked for at the same desk (D-19, D-24, CR-09)."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from posapp.domain.payment_events import AddEvent
from posapp.domain.rights import Actor
from posapp.errors import Refused
from posapp.ui.context import UiContext
from posapp.ui.widgets.approval import Approval

HELPED: Final = frozenset({"M-60", "M-152", "M-238"})
"""Refusals of a payment that somebody with the right lifts: back-dating, cash-only, hard limit."""

Submit = Callable[[AddEvent, Actor], Any]


class PaymentApproval(Approval):
    """Name and password of who approves a payment; hidden until a rule wants one."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.hide()

    @property
    def submit(self) -> Submit:
        """What adds a payment: alone, or with what the one who approves lends."""
        services, secret = self._context.services, self.secret
        if secret is None:
            return services.in_hand.submit
        return partial(services.approved_events.submit_lacking, secret=secret)

    def takes(self, error: BaseException) -> bool:
        """Whether a refusal is answered by asking for the second person; then it is asked."""
        if self.is_needed or not isinstance(error, Refused) or error.code not in HELPED:
            return False
        self.ask(self._context.texts.of(error))
        self.approver.setFocus()
        return True
