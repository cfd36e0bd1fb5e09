"""One change of a tender control: request, locks, the change itself, audit."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from posapp.domain.approvals import (
    Approval,
    Matter,
    Secret,
    check_fresh,
    check_own_office,
    check_same_office,
)
from posapp.domain.clock import Clock
from posapp.domain.ids import ControlId, DepositControlId
from posapp.domain.requests import check_request_id
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp, TenderSource
from posapp.domain.tender_controls import Control, DepositControl
from posapp.domain.topics import Saved, Topic
from posapp.errors import Conflict, Refused
from posapp.services.approvals import Approvals
from posapp.services.done import Done, record_done
from posapp.services.setup import SetUpCache
from posapp.services.users import Users
from posapp.storage.approvals import record_approval
from posapp.storage.audit import control_chain
from posapp.storage.base import Transaction
from posapp.storage.control_changes import mention_control, touch_control
from posapp.storage.db import Database
from posapp.storage.locks import lock_counter
from posapp.storage.mentions import Mentions
from posapp.storage.requests import find_request, second_look
from posapp.storage.tender_controls import load_control, load_deposit_control
from posapp.storage.tender_sources import lock_source

TOPICS: Final = frozenset({Topic.CONTROLS})


@dataclass(frozen=True, slots=True)
class ControlContext:
    """What a change works with: the locked control, who asks, who approved, set-up and time."""

    control: Control
    deposit: DepositControl
    actor: Actor
    approval: Approval | None
    setup: SetUp
    now: datetime
    request_id: str

    @property
    def source(self) -> TenderSource:
        """The control's tender source."""
        return self.setup.tender_sources[self.control.tender_source]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change came to: the id it answers with, and what the audit keeps of it.

    ``gone`` says that the control itself was taken away.
    """

    result_id: int
    body: Mapping[str, Any]
    rows: Mentions
    topics: frozenset[Topic] = TOPICS
    gone: bool = False


Change = Callable[[Transaction, ControlContext], Changed]


@dataclass(frozen=True, slots=True)
class Order:
    """A change that somebody asks for.

    Attributes:
        kind: name of the action, also its audit action.
        control_id: the control.
        request_id: of this request (D-21).
        content: what beside the control makes the request this one and no other.
        seen: version of the control that was looked at; ``None`` where nobody looked.
        alone: the source must not get another open control meanwhile (TC-07).
        deposits: deposit controls that the change may move the control to.
        sources: tender sources that the change may give the control.
    """

    kind: str
    control_id: ControlId
    request_id: str
    content: str = ""
    seen: int | None = None
    alone: bool = False
    deposits: Collection[DepositControlId] = ()
    sources: Collection[str] = ()

    @property
    def print_(self) -> str:
        """What makes the request this one (D-21)."""
        return f"{self.control_id} {self.content}".strip()


class ControlChanger:
    """Runs a change of a tender control as one transaction with a request id (D-21, D-25)."""

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
            Refused: ``M-52``, ``M-53``, ``M-133``, ``M-135``.
        """
        matter = Matter(order.kind, order.request_id, order.control_id)
        return self._approvals.once(secret, rights, actor, matter)

    def run(
        self, order: Order, actor: Actor, change: Change, approval: Approval | None = None
    ) -> Saved[int]:
        """Carry a change out once; returns the id that it answers with.

        Raises:
            Refused: ``M-55`` for a control that is not there, ``M-134`` for an approval that is too
                old, ``M-248`` for another office's, ``M-267`` approved from another office, and what
                the change refuses.
            Conflict: ``M-30`` when somebody changed the control since it was seen.
        """
        check_request_id(order.request_id)

        def work(s: Transaction) -> Saved[int]:
            done = find_request(s, order.request_id, order.kind, order.print_)
            if done is not None:
                return Saved(done, frozenset(), replayed=True)
            with second_look(s, order.request_id, order.kind, order.print_):
                context = self._context(s, order, actor, approval)
                changed = change(s, context)
            self._record(s, order, context, changed)
            return Saved(changed.result_id, changed.topics)

        return self._db.write(work)

    def _context(
        self, s: Transaction, order: Order, actor: Actor, approval: Approval | None
    ) -> ControlContext:
        setup = self._setup.current(s)
        control = load_control(s, order.control_id)
        if control is None:
            raise Refused("M-55", field="tender_control", value=order.control_id)
        for code in sorted({*order.sources, *([control.tender_source] if order.alone else [])}):
            lock_source(s, code)
        lock_counter(s, [control.id], (), deposits=order.deposits)
        # As it is after the locks: whoever was first has changed it.
        control = load_control(s, order.control_id)
        if control is None:
            raise Refused("M-55", field="tender_control", value=order.control_id)
        if order.seen not in {None, control.version}:
            raise Conflict(control=control.id)
        deposit = load_deposit_control(s, control.deposit_control_id)
        if deposit is None:
            raise AssertionError("a tender control has a deposit control")
        check_own_office(actor, deposit.office, own=control.user_id == actor.user_id)
        if approval is not None:
            check_same_office(approval.approver, deposit.office)
            check_fresh(approval, self._clock())
        return ControlContext(
            control, deposit, actor, approval, setup, self._clock(), order.request_id
        )

    def _record(
        self, s: Transaction, order: Order, context: ControlContext, changed: Changed
    ) -> None:
        body, rows = dict(changed.body), dict(changed.rows)
        if changed.gone:
            rows["tender_control"] = [{"id": order.control_id, "deleted": True}]
        else:
            touch_control(s, order.control_id)
            rows |= mention_control(s, order.control_id)
        if context.approval is not None:
            asked = context.actor.user_id
            print_ = f"version {context.control.version} {order.print_}"
            record_approval(s, context.approval, order.request_id, order.kind, print_, asked)
            body["approved_by"] = context.approval.approver.user_id
        done = Done(
            order.request_id,
            order.kind,
            order.print_,
            changed.result_id,
            control_chain(order.control_id),
            body | {"rows": rows},
            changed.topics,
        )
        record_done(s, done, context.actor, context.now)
