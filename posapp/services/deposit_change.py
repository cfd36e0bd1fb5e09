"""One change of a deposit control: request, lock, the change itself, audit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from posapp.domain.approvals import check_own_office
from posapp.domain.clock import Clock, business_date
from posapp.domain.deposit_controls import (
    BY_PROGRAM,
    DepositAction,
    check_action,
    check_by_hand,
)
from posapp.domain.ids import DepositControlId
from posapp.domain.requests import check_request_id
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import DepositControl
from posapp.domain.topics import Saved, Topic
from posapp.domain.turn_ins import check_seen
from posapp.errors import Refused
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.setup import SetUpCache
from posapp.storage import tender_controls
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.deposit_controls import count_exceptions, lock_whole
from posapp.storage.requests import find_request

TOPICS: Final = frozenset({Topic.CONTROLS})
_OF_CONTROL: Final = (
    *("id", "office", "source_type", "currency", "business_date", "owner_id"),
    *("status", "ending_balance", "comments", "version"),
)


@dataclass(frozen=True, slots=True)
class DepositContext:
    """What a change works with: the locked deposit control, who asks, the set-up and the time."""

    deposit: DepositControl
    actor: Actor
    setup: SetUp
    now: datetime

    @property
    def today(self) -> date:
        """Business date of its office (D-18)."""
        office = self.setup.offices[self.deposit.office]
        return business_date(self.now, office.zone, office.day_start)


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did: for the audit, and the row that it made, where it made one."""

    body: Mapping[str, Any]
    row_id: int | None = None


Change = Callable[[Transaction, DepositContext], Changed]


class DepositChanger:
    """Runs a change of a deposit control as one transaction with a request id (D-21, D-25)."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def run(
        self,
        action: DepositAction,
        deposit_id: DepositControlId,
        request_id: str,
        actor: Actor,
        change: Change,
        *,
        content: str = "",
        seen: int | None = None,
        others: Sequence[DepositControlId] = (),
    ) -> Saved[int]:
        """Carry a change out once; gives the row that it made, else the deposit control.

        Args:
            action: checked against the status (4.3); also names the request and the audit row.
            deposit_id: the deposit control.
            request_id: of this request (D-21).
            actor: who asks; needs the right to work with deposit controls.
            change: the change itself.
            content: what beside the id makes the request this one and no other.
            seen: version that the user looked at, ``None`` where nobody looked.
            others: deposit controls to lock as well.

        Raises:
            Refused: ``M-51``; ``M-55`` no such deposit control, ``C-08``, ``M-05D`` not in this
                status, ``M-233`` made by the program (DC-16), ``M-248`` another office's (D-39).
            Conflict: ``M-30`` when somebody changed it since it was seen.
        """
        actor.require(Right.DEPOSIT_CONTROL)
        check_request_id(request_id)
        kind = f"deposit-control.{action.value.replace('_', '-')}"
        print_ = f"{deposit_id} {content}".strip()

        def work(s: Transaction) -> Saved[int]:
            lock_whole(s, (deposit_id, *others))
            done = find_request(s, request_id, kind, print_)
            if done is not None:
                return Saved(done, frozenset(), replayed=True)
            context = self._context(s, deposit_id, actor)
            deposit = context.deposit
            check_own_office(actor, deposit.office)
            check_action(deposit, action)
            if deposit.source_type in BY_PROGRAM:
                in_error = count_exceptions(s, deposit_id, errors_only=True) > 0
                check_by_hand(deposit, in_error=in_error)
            check_seen(seen, deposit.version)
            changed = change(s, context)
            after = tender_controls.load_deposit_control(s, deposit_id)
            body = _body(deposit, after, changed.body)
            chain = chain_of_office(context.setup, deposit.office, context.now)
            result = changed.row_id or deposit_id
            record = Done(request_id, kind, print_, result, chain, body, TOPICS)
            record_done(s, record, actor, context.now)
            return Saved(result, TOPICS)

        return self._db.write(work)

    def _context(
        self, s: Transaction, deposit_id: DepositControlId, actor: Actor
    ) -> DepositContext:
        deposit = known_deposit(s, deposit_id)
        return DepositContext(deposit, actor, self._setup.current(s), self._clock())


def known_deposit(s: Transaction, deposit_id: DepositControlId) -> DepositControl:
    """A deposit control that must be there.

    Raises:
        Refused: ``M-55``.
    """
    deposit = tender_controls.load_deposit_control(s, deposit_id)
    if deposit is None:
        raise Refused("M-55", field="deposit_control", value=deposit_id)
    return deposit


def _body(
    before: DepositControl, after: DepositControl | None, said: Mapping[str, Any]
) -> dict[str, Any]:
    """What the audit keeps: the deposit control as it is now, and what the change mentions."""
    rows = dict(said.get("rows", {}))
    own = {"id": before.id, "deleted": True} if after is None else mention_deposit(after)
    rows["deposit_control"] = [*rows.get("deposit_control", ()), own]
    version = before.version if after is None else after.version
    return {"deposit_control": before.id, **said, "version": version, "rows": rows}


def mention_deposit(deposit: DepositControl) -> dict[str, Any]:
    """What the audit mentions of a deposit control."""
    row = {name: getattr(deposit, name) for name in _OF_CONTROL}
    return row | {"business_date": deposit.business_date.isoformat()}
