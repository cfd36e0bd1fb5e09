"""One change of credits or checkouts: request, the change itself, approval, audit, proof (D-21, D-24)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from posapp.domain.approvals import Approval, Matter, Secret, check_fresh, lent, right_that_lacks
from posapp.domain.clock import Clock, business_date
from posapp.domain.ids import UserId
from posapp.domain.requests import check_request_id
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.topics import Saved, Topic
from posapp.errors import Refused
from posapp.services.approvals import LENDABLE, Approvals
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.setup import SetUpCache
from posapp.services.users import Users
from posapp.storage.approvals import record_approval
from posapp.storage.base import Transaction
from posapp.storage.credits import Books
from posapp.storage.db import Database
from posapp.storage.event_writes import Stamp
from posapp.storage.guards import verify
from posapp.storage.mentions import Mentions
from posapp.storage.requests import find_request, second_look

TOPICS: Final = frozenset(
    {
        Topic.ACCOUNTS,
        Topic.EVENTS,
        Topic.LEDGER,
        Topic.CONTROLS,
        Topic.ITEMS,
        Topic.MAILS,
    }
)


@dataclass(frozen=True, slots=True)
class CreditContext:
    """What a change works with: who asks, the set-up, the time, and the request it belongs to."""

    actor: Actor
    setup: SetUp
    now: datetime
    request_id: str
    clock: Clock
    approval: Approval | None = None

    @property
    def today(self) -> date:
        """Business date of the actor's office (D-18)."""
        office = self.setup.offices[self.actor.office]
        return business_date(self.now, office.zone, office.day_start)

    @property
    def stamp(self) -> Stamp:
        """Who and when, for every row."""
        return Stamp(self.now, self.actor.user_id)

    @property
    def approver(self) -> UserId | None:
        """Who let this change happen, where somebody had to (D-24)."""
        return None if self.approval is None else self.approval.approver.user_id

    def books(self, currency: str) -> Books:
        """How postings of this change are made."""
        return Books(currency, self.today, self.setup, self.stamp)

    def locked(self) -> "CreditContext":
        """The same with the time at which the locks were had (R8)."""
        return replace(self, now=self.clock())

    def inner(self, part: str) -> str:
        """Request id of a part of this change, always the same for the same request (D-21)."""
        return str(uuid5(NAMESPACE_OID, f"{self.request_id}/{part}"))


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did: what it answers with, what the audit says, the rows that it wrote."""

    result_id: int
    body: Mapping[str, Any]
    rows: Mentions


Change = Callable[[Transaction, CreditContext], Changed]
"""Carries the change out; it takes its locks itself, in the one order (D-25)."""


@dataclass(frozen=True, slots=True)
class Order:
    """A change that somebody asks for: its kind, the request, and what makes it this one."""

    kind: str
    request_id: str
    print_: str


class CreditChanger:
    """Runs a change of credits or checkouts as one transaction with a request id."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, users: Users) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._approvals = Approvals(db, clock, users)

    def approval(
        self, order: Order, secret: Secret | None, rights: frozenset[Right], actor: Actor
    ) -> Approval | None:
        """The approval of somebody who gave the own secret; ``None`` without one, or for a replay.

        Raises:
            Refused: ``M-52``, ``M-53``, ``M-133``, ``M-135``, ``M-267``.
        """
        matter = Matter(order.kind, order.request_id)
        return self._approvals.once(secret, rights, actor, matter)

    def run(
        self, order: Order, actor: Actor, change: Change, approval: Approval | None = None
    ) -> Saved[int]:
        """Carry a change out once; gives the id that it answers with.

        Raises:
            Refused: ``M-50`` the request id, ``M-54`` another request had it, ``M-134`` an approval
                that is too old, and what the change refuses.
            NeedsConfirmation: what the change asks.
        """
        check_request_id(order.request_id)

        def work(s: Transaction) -> Saved[int]:
            done = find_request(s, order.request_id, order.kind, order.print_)
            if done is not None:
                return Saved(done, frozenset(), replayed=True)
            with second_look(s, order.request_id, order.kind, order.print_):
                return self._carry_out(s, order, actor, change, approval)

        return self._db.write(work)

    def run_lacking(
        self, order: Order, actor: Actor, change: Change, secret: Secret | None
    ) -> Saved[int]:
        """Carry a change out once, with each right that its payment turns out to lack (D-19, D-24).

        The rights are those that may be lent for one payment; without a secret nobody lends any.

        Raises:
            Refused: as ``run`` and ``approval``; what no approval helps with.
            NeedsConfirmation: what the change asks.
        """
        rights: frozenset[Right] = frozenset()
        while True:
            approval = self.approval(order, secret, rights, actor) if rights else None
            try:
                return self.run(order, actor, change, approval)
            except Refused as refused:
                lacking = right_that_lacks(refused)
                lent_before = lacking is None or lacking in rights
                if secret is None or lent_before or lacking not in LENDABLE:
                    raise
                rights |= {lacking}

    def _carry_out(
        self,
        s: Transaction,
        order: Order,
        actor: Actor,
        change: Change,
        approval: Approval | None,
    ) -> Saved[int]:
        if approval is not None:
            check_fresh(approval, self._clock())
            actor = lent(actor, approval.rights)
        setup, now = self._setup.current(s), self._clock()
        context = CreditContext(actor, setup, now, order.request_id, self._clock, approval)
        changed = change(s, context)
        body = dict(changed.body)
        if approval is not None:
            record_approval(s, approval, order.request_id, order.kind, order.print_, actor.user_id)
            body["approved_by"] = approval.approver.user_id
        now = self._clock()
        done = Done(
            order.request_id,
            order.kind,
            order.print_,
            changed.result_id,
            chain_of_office(setup, actor.office, now),
            body | {"rows": changed.rows},
            TOPICS,
        )
        record_done(s, done, actor, now)
        posted = [row["id"] for row in changed.rows.get("financial_transaction", ())]
        verify(s, ft_ids=posted)
        return Saved(changed.result_id, TOPICS)
