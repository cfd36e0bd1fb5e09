"""Distribution rules at work: look a value up, add details with their payments to an event."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from posapp.domain.clock import Clock
from posapp.domain.distribution_rules import Detail, DetailDraft, Remitter
from posapp.domain.ids import AccountId, EventId
from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Saved
from posapp.services.distribution_rule_work import (
    accounts_of,
    drafts_of,
    record_details,
    resolve_details,
)
from posapp.services.event_change import ChangeContext, EventChanger
from posapp.services.setup import SetUpCache
from posapp.services.transfer_work import settle_payments
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.event_views import load_event


class DistributionRules:
    """Use cases of distribution rules (payments 12)."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._setup = setup
        self._changer = EventChanger(db, clock, setup)

    def resolve(self, draft: DetailDraft, currency: str, actor: Actor) -> Detail:
        """What a rule value names, whose it is and what is owed on it (DR-2, DR-5).

        Raises:
            Refused: ``M-02``, ``M-38``, ``M-50``, ``M-55``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            (found,) = resolve_details(s, (draft,), currency, self._setup.current(s))
            return found

    def add(
        self,
        event_id: EventId,
        details: Sequence[DetailDraft],
        request_id: str,
        actor: Actor,
        *,
        remitter: Remitter | None = None,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Add details to an event with the payments they make, distributed (DR-1, DR-3, PE-8).

        ``seen`` is the version of the event that the user looked at; a change since then is refused
        with ``M-30`` (PY-6). The tenders stay, so the event is unbalanced unless they wait for payments already.

        Raises:
            Refused: as ``resolve``, and as adding a payment does.
        """
        actor.require(Right.ADD_EVENT)
        actor.require(Right.DISTRIBUTE)
        wanted, given = tuple(details), remitter or Remitter()
        return self._changer.run(
            "event.add-details",
            event_id,
            request_id,
            actor,
            partial(_add, wanted, given),
            content=f"{wanted} {given}",
            accounts=self._accounts(event_id, wanted),
            seen=seen,
        )

    def _accounts(self, event_id: EventId, drafts: Sequence[DetailDraft]) -> tuple[AccountId, ...]:
        """Accounts to lock beside those of the event."""
        with self._db.read() as s:
            setup = self._setup.current(s)
            event = load_event(s, event_id, setup)
            if event is None:
                return ()
            return accounts_of(resolve_details(s, drafts, event.currency, setup))


def _add(
    drafts: Sequence[DetailDraft], remitter: Remitter, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    details = resolve_details(s, drafts, context.event.currency, context.setup)
    payments = drafts_of(details, remitter, s, context)
    made = record_details(s, details, payments, context)
    settle_payments(s, made, context, freeze=False)
    return {
        "details": [[one.rule.code, one.named.value, one.amount.minor] for one in details],
        "payments": list(made),
    }
