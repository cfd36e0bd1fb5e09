"""Deposit controls: open one, look at the tender controls under it."""

from dataclasses import replace
from functools import partial

from posapp.domain.clock import Clock, business_date
from posapp.domain.ids import DepositControlId
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.tender_controls import DepositControlView, OpenDepositControl
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved, Topic
from posapp.errors import Refused
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.setup import SetUpCache
from posapp.storage import tender_controls as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.ids import take_id
from posapp.storage.requests import find_request

CURRENCY_WIDTH = 3
TOPICS = frozenset({Topic.CONTROLS})


class DepositControls:
    """Use cases of deposit controls."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def open(self, command: OpenDepositControl, actor: Actor) -> Saved[DepositControlId]:
        """Open a deposit control in the actor's office (controls 10.2)."""
        actor.require(Right.DEPOSIT_CONTROL)
        check_request_id(command.request_id)
        command = replace(
            command,
            currency=clean_text(command.currency, "currency", CURRENCY_WIDTH),
            comments=clean_text(command.comments, "comments"),
        )
        return self._db.write(partial(self._open, command, actor))

    def _open(
        self, command: OpenDepositControl, actor: Actor, s: Transaction
    ) -> Saved[DepositControlId]:
        print_ = fingerprint(command)
        kind = "deposit-control.open"
        done = find_request(s, command.request_id, kind, print_)
        if done is not None:
            return Saved(DepositControlId(done), frozenset(), replayed=True)
        setup, now = self._setup.current(s), self._clock()
        currency = command.currency or setup.installation.currency
        if currency not in setup.currencies:
            raise Refused("M-55", field="currency", value=currency)
        office = setup.offices[actor.office]
        day = business_date(now, office.zone, office.day_start)
        deposit_id = DepositControlId(take_id(s))
        store.insert_deposit_control(
            s,
            deposit_id,
            office=office.code,
            source_type=command.source_type,
            currency=currency,
            business_date=day,
            user_id=actor.user_id,
            at=now,
            comments=command.comments,
        )
        mention = {
            "id": deposit_id,
            "office": office.code,
            "source_type": command.source_type.value,
            "currency": currency,
            "business_date": day.isoformat(),
        }
        body = {
            "source_type": command.source_type.value,
            "currency": currency,
            "rows": {"deposit_control": [mention]},
        }
        done_ = Done(
            command.request_id,
            kind,
            print_,
            deposit_id,
            chain_of_office(setup, office.code, now),
            body,
            TOPICS,
        )
        record_done(s, done_, actor, now)
        return Saved(deposit_id, TOPICS)

    def show(self, deposit_id: DepositControlId, actor: Actor) -> DepositControlView:
        """A deposit control with its tender controls; money only for who may see it (D-16)."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            deposit = store.load_deposit_control(s, deposit_id)
            if deposit is None:
                raise Refused("M-55", field="deposit_control", value=deposit_id)
            controls = store.load_controls_of_deposit(s, deposit_id)
            tenders = store.sum_of_deposit(s, deposit_id)
        sees = actor.may(Right.SEE_EXPECTED)
        return DepositControlView(
            deposit,
            store.sum_starting(controls) if sees else None,
            tenders if sees else None,
            controls,
        )
