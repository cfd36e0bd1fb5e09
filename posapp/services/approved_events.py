"""Payments that a second person lets happen at the same desk (D-19, D-24).

Above the hard limit of a drawer each payment needs a supervisor; so may a payor who should pay in
cash, or an earlier date. The approval names the payment as it was seen and is written with it.
"""

from functools import partial

from posapp.domain.approvals import Approval, Matter, Secret, check_fresh, lent, right_that_lacks
from posapp.domain.clock import Clock
from posapp.domain.codes import DistributeAction
from posapp.domain.payment_events import KIND, AddedEvent, AddEvent, NewEvent
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.texts import clean_command
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services.approvals import LENDABLE, Approvals
from posapp.services.in_hand import InHand
from posapp.services.payment_events import PaymentEvents
from posapp.services.users import Users
from posapp.storage.approvals import record_approval
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.mentions import Mentions


class ApprovedEvents:
    """Adds payment events with the approval of somebody else."""

    def __init__(
        self, db: Database, clock: Clock, events: PaymentEvents, in_hand: InHand, users: Users
    ) -> None:
        self._db = db
        self._clock = clock
        self._events = events
        self._in_hand = in_hand
        self._approvals = Approvals(db, clock, users)

    def submit(
        self, command: AddEvent, actor: Actor, secret: Secret, rights: frozenset[Right]
    ) -> Saved[AddedEvent]:
        """Keep the draft and add the event as ``InHand.submit`` does, with rights that are lent.

        Args:
            command: the payment.
            actor: who takes it.
            secret: of the one who approves.
            rights: what is missing, as ``right_that_lacks`` of the refusal says.

        Raises:
            Refused: as ``PaymentEvents.add``; ``M-50`` for a right that nobody lends, ``M-52``,
                ``M-53``, ``M-133``..``M-135`` for the approval.
            NeedsConfirmation: as ``PaymentEvents.add``.
        """
        actor.require(Right.ADD_EVENT)
        for right in sorted(rights - LENDABLE):
            raise Refused("M-50", field="approver", value=right.value, reason="is not lent")
        command = clean_command(command)
        matter = Matter(KIND, command.request_id)
        if self._approvals.is_done(matter):
            return self._in_hand.submit(command, actor)
        approval = self._approvals.of(secret, rights, actor, matter)
        return self._in_hand.submit(command, actor, partial(self._add, approval))

    def add(self, command: AddEvent, actor: Actor, secret: Secret | None) -> Saved[AddedEvent]:
        """Add the event, as ``submit_lacking`` where somebody approves.

        Raises:
            Refused: as ``PaymentEvents.add`` and ``submit_lacking``.
            NeedsConfirmation: as ``PaymentEvents.add``.
        """
        if secret is None:
            return self._events.add(command, actor)
        return self.submit_lacking(command, actor, secret)

    def submit_lacking(self, command: AddEvent, actor: Actor, secret: Secret) -> Saved[AddedEvent]:
        """Add the event, with each right that it turns out to lack, as far as it can be lent.

        Raises:
            Refused: as ``submit``; what no approval helps with.
            NeedsConfirmation: as ``PaymentEvents.add``.
        """
        rights: frozenset[Right] = frozenset()
        while True:
            try:
                if not rights:
                    return self._in_hand.submit(command, actor)
                return self.submit(command, actor, secret, rights)
            except Refused as refused:
                lacking = right_that_lacks(refused)
                if lacking is None or lacking in rights or lacking not in LENDABLE:
                    raise
                rights |= {lacking}

    def _add(self, approval: Approval, command: AddEvent, actor: Actor) -> Saved[AddedEvent]:
        if command.action is not DistributeAction.NONE:
            actor.require(Right.DISTRIBUTE)
        if command.action is DistributeAction.FREEZE:
            actor.require(Right.FREEZE)

        def beside(s: Transaction, _added: AddedEvent, _new: NewEvent) -> Mentions:
            check_fresh(approval, self._clock())
            print_ = fingerprint(command)
            record_approval(s, approval, command.request_id, KIND, print_, actor.user_id)
            return {}

        borrowed = lent(actor, approval.rights)
        return self._db.write(
            lambda s: self._events.add_within(command, borrowed, s, beside, exact=False)
        )
