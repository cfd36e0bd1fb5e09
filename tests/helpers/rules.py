"""Events that were taken by distribution rules."""

from collections.abc import Sequence

from posapp.domain.codes import DistributeAction
from posapp.domain.distribution_rules import DetailDraft
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.money import Money
from tests.helpers.events import add, show
from tests.helpers.office import Office


def draft(rule: str, value: object, cents: int) -> DetailDraft:
    """A detail; an id of ours may be given as a number."""
    text = f"{value:010d}" if isinstance(value, int) else str(value)
    return DetailDraft(rule, text, Money(cents))


def add_by_rules(
    office: Office,
    payor: AccountId,
    details: Sequence[DetailDraft],
    *,
    freeze: bool = True,
    kind: str = "CASH",
    tenders: Sequence[tuple[str, int]] = (),
) -> EventView:
    """An event of the cashier whose payments all come from details; of one tender, or of those."""
    whole = sum(one.amount.minor for one in details)
    handed = list(tenders) or [(kind, whole)]
    event = add(office, payor, handed, [(payor, whole)], action=DistributeAction.NONE)
    edits, actor = office.services.payment_edits, office.cashier
    edits.delete(event.payments[0].id, new_request_id(), actor)
    office.services.distribution_rules.add(event.id, details, new_request_id(), actor)
    if freeze:
        office.services.event_actions.freeze(event.id, new_request_id(), actor)
    return show(office, event.id)
