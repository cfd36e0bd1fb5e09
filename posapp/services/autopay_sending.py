"""Sending: what is due on a route becomes a batch with a control of its own (AP-13, AP-14).

The file of the institution is made from a batch; whoever writes it opens the sealed numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from posapp.domain.clock import Clock, business_date
from posapp.domain.codes import ControlStatus, SourceType
from posapp.domain.ids import ControlId, DepositControlId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.requests import check_request_id
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp, TenderSource
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services.deposit_change import known_deposit, mention_deposit
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.event_change import TOPICS
from posapp.services.setup import SetUpCache
from posapp.storage import autopay_batches as store
from posapp.storage.audit import append_audit, control_chain
from posapp.storage.base import Transaction
from posapp.storage.control_changes import mention_control
from posapp.storage.db import Database
from posapp.storage.ids import take_ids
from posapp.storage.mentions import Mentions
from posapp.storage.numbers import next_number
from posapp.storage.requests import find_request
from posapp.storage.tender_controls import insert_control, insert_deposit_control

KIND = "autopay.send"


@dataclass(frozen=True, slots=True)
class SentBatch:
    """A batch: its series and number in it, its control, how many requests, and their sum."""

    batch_code: str
    run: int
    currency: str
    control_id: ControlId
    count: int
    amount: Money


class AutoPaySending:
    """Use cases of batches."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def send(
        self, route: str, by: date, request_id: str, actor: Actor
    ) -> Saved[tuple[SentBatch, ...]]:
        """Mark what is due on a route as sent, each series under its own deposit and tender control.

        A request goes with the series that it was made for, whatever the route says by now
        (AP-13, AP-14): usually there is one.

        Args:
            route: route type.
            by: extract date; nothing that is sent later than today goes along.
            request_id: of this request (D-21); a replay gives none.
            actor: who asks.

        Raises:
            Refused: ``M-51``, ``M-55`` an unknown route, ``M-70`` when nothing is due.
        """
        actor.require(Right.JOBS)
        check_request_id(request_id)
        print_ = f"{route} {by}"

        def work(s: Transaction) -> Saved[tuple[SentBatch, ...]]:
            if find_request(s, request_id, KIND, print_) is not None:
                return Saved((), frozenset(), replayed=True)
            setup, now = self._setup.current(s), self._clock()
            if route not in setup.autopay.routes:
                raise Refused("M-55", field="route", value=route)
            kind = setup.autopay.routes[route]
            source = setup.tender_sources[kind.tender_source]
            office = setup.offices[source.office]
            today = business_date(now, office.zone, office.day_start)
            due = store.due_requests(s, route, min(by, today))
            if not due:
                raise Refused("M-70", reason="no automatic payment is due on this route")
            batches, bodies = [], []
            for series in sorted({one.batch_code for one in due}):
                own = [one for one in due if one.batch_code == series]
                control_id = _open(s, source, today, now, actor, setup)
                batch, rows = _sent(s, (series, source.currency), own, control_id)
                batches.append(batch)
                bodies.append({"batch": series, "run": batch.run, "amount": batch.amount})
                _say_sent(s, batch, {"route": route, **bodies[-1], "rows": rows}, now, actor)
            first = batches[0].control_id
            chain = control_chain(first)
            body = {"route": route, "batches": bodies}
            record_done(s, Done(request_id, KIND, print_, first, chain, body, TOPICS), actor, now)
            return Saved(tuple(batches), TOPICS)

        return self._db.write(work)


def _sent(
    s: Transaction,
    series: tuple[str, str],
    due: Sequence[store.DueRequest],
    control_id: ControlId,
) -> tuple[SentBatch, Mentions]:
    """Put requests of one series, in its currency, into a batch, with what the audit mentions."""
    code, currency = series
    run = next_number(s, "AUTOPAY", code)
    rows = store.record_sent(s, due, run, control_id)
    amount = total(one.amount for one in due)
    return SentBatch(code, run, currency, control_id, len(due), amount), rows


def _say_sent(
    s: Transaction, batch: SentBatch, body: dict[str, Any], now: datetime, actor: Actor
) -> None:
    append_audit(
        s,
        control_chain(batch.control_id),
        at=now,
        user_id=actor.user_id,
        action="autopay.batch",
        object_id=batch.control_id,
        body=body,
    )


def _open(
    s: Transaction, source: TenderSource, day: date, now: datetime, actor: Actor, setup: SetUp
) -> ControlId:
    """The batch's own deposit and tender control, each with its opening in the audit (AP-13, D-40)."""
    ids = take_ids(s, 2)
    deposit_id, control_id = DepositControlId(ids[0]), ControlId(ids[1])
    insert_deposit_control(
        s,
        deposit_id,
        office=source.office,
        source_type=SourceType.AUTOPAY,
        currency=source.currency,
        business_date=day,
        user_id=actor.user_id,
        at=now,
        comments="",
    )
    deposit = mention_deposit(known_deposit(s, deposit_id))
    _say(s, chain_of_office(setup, source.office, now), "deposit-control.open", deposit, now, actor)
    insert_control(
        s,
        {
            "id": control_id,
            "tender_source": source.code,
            "deposit_control_id": deposit_id,
            "currency": source.currency,
            "business_date": day,
            "all_users": True,
            "user_id": None,
            "status": ControlStatus.OPEN,
            "starting_balance": ZERO,
            "last_receipt": 0,
            "created_at": now,
            "created_by": actor.user_id,
            "comments": "",
            "version": 1,
        },
    )
    (said,) = mention_control(s, control_id)["tender_control"]
    _say(s, control_chain(control_id), "control.open", said, now, actor)
    return control_id


def _say(
    s: Transaction, chain: str, action: str, row: dict[str, Any], now: datetime, actor: Actor
) -> None:
    table = action.removesuffix(".open").replace("-", "_")
    table = "tender_control" if table == "control" else table
    append_audit(
        s, chain, at=now, user_id=actor.user_id, action=action, object_id=row["id"],
        body={"rows": {table: [row]}},
    )  # fmt: skip
