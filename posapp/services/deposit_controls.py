"""Deposit controls: the supervisor's umbrella over drawers, from open to balanced (controls 4)."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from posapp.domain.clock import Clock, business_date
from posapp.domain.codes import ControlStatus
from posapp.domain.deposit_controls import (
    DepositAction,
    DepositChange,
    DepositControlView,
    DepositDay,
)
from posapp.domain.ids import DepositControlId, UserId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.money import Money
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.tender_controls import DepositControl, OpenDepositControl
from posapp.domain.texts import LONG_COMMENT, clean_text
from posapp.domain.topics import Saved, Topic
from posapp.errors import Refused
from posapp.services.deposit_change import DepositChanger, known_deposit, mention_deposit
from posapp.services.deposit_work import (
    edit,
    finish,
    load_day,
    load_view,
    open_again,
    remove,
    seen_by,
    start,
    write_ending,
)
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.setup import SetUpCache
from posapp.storage import deposit_controls as life
from posapp.storage import tender_controls as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.ids import take_id
from posapp.storage.requests import find_request
from posapp.storage.users import load_user

CURRENCY_WIDTH = 3
TOPICS = frozenset({Topic.CONTROLS})


class DepositControls:
    """Use cases of deposit controls."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._changer = DepositChanger(db, clock, setup)

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
        deposit_id = DepositControlId(take_id(s))
        store.insert_deposit_control(
            s,
            deposit_id,
            office=office.code,
            source_type=command.source_type,
            currency=currency,
            business_date=business_date(now, office.zone, office.day_start),
            user_id=actor.user_id,
            at=now,
            comments=command.comments,
        )
        mention = mention_deposit(known_deposit(s, deposit_id))
        body = {
            "source_type": command.source_type.value,
            "currency": currency,
            "rows": {"deposit_control": [mention]},
        }
        chain = chain_of_office(setup, office.code, now)
        done_ = Done(command.request_id, kind, print_, deposit_id, chain, body, TOPICS)
        record_done(s, done_, actor, now)
        return Saved(deposit_id, TOPICS)

    def show(self, deposit_id: DepositControlId, actor: Actor) -> DepositControlView:
        """A deposit control with everything of it; money only for who may see it (D-16).

        Raises:
            Refused: ``M-55`` when there is none.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return load_view(s, deposit_id, self._setup.current(s), actor)

    def search(self, request: PageRequest, actor: Actor) -> Page[DepositControl]:
        """Deposit controls, newest first.

        Filters are ``office``, ``status``, ``source_type``, ``currency``, ``business_date`` and
        ``owner_id``.

        Raises:
            Refused: ``M-55`` for an unknown filter or sort order.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            page = life.list_deposit_controls(s, request)
        return Page(tuple(seen_by(one, actor) for one in page.rows), page.next)

    def day(self, day: date, actor: Actor, office: str = "") -> tuple[DepositDay, ...]:
        """All deposit controls of an office and business date, rolled up by currency.

        Raises:
            Refused: ``M-51``, ``M-55`` no such office.
        """
        actor.require(Right.VIEW)
        actor.require(Right.SEE_EXPECTED)
        with self._db.read() as s:
            setup = self._setup.current(s)
            code = office or actor.office
            if code not in setup.offices:
                raise Refused("M-55", field="office", value=code)
            return load_day(s, day, code, setup)

    def change(
        self,
        deposit_id: DepositControlId,
        values: DepositChange,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[DepositControlId]:
        """Comments, another owner, and type and currency while nothing hangs on it (4.1).

        Raises:
            Refused: ``C-08`` balanced, ``M-55`` unknown owner or currency, ``M-234`` not empty,
                ``M-233``.
            Conflict: ``M-30``.
        """
        return self._run(
            DepositAction.EDIT,
            deposit_id,
            request_id,
            actor,
            partial(edit, values),
            content=fingerprint(values),
            seen=seen,
        )

    def start_balancing(
        self,
        deposit_id: DepositControlId,
        request_id: str,
        actor: Actor,
        *,
        confirmed: frozenset[str] = frozenset(),
        seen: int | None = None,
    ) -> Saved[DepositControlId]:
        """Open -> Balancing: no more deposits or drawers come in (DC-10).

        Raises:
            Refused: ``M-05D``, ``C-08``, ``M-233``.
            NeedsConfirmation: ``M-232`` drawers are still open.
            Conflict: ``M-30``.
        """
        act = partial(start, confirmed)
        return self._run(
            DepositAction.START_BALANCING, deposit_id, request_id, actor, act, seen=seen
        )

    def set_ending(
        self,
        deposit_id: DepositControlId,
        amount: Money,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[DepositControlId]:
        """Type what is left with the supervisor (4.1).

        Raises:
            Refused: ``M-50`` below zero, ``C-08``, ``M-233``.
            Conflict: ``M-30``.
        """
        act = partial(write_ending, amount)
        said = str(amount.minor)
        return self._run(
            DepositAction.SET_ENDING, deposit_id, request_id, actor, act, content=said, seen=seen
        )

    def balance(
        self,
        deposit_id: DepositControlId,
        request_id: str,
        actor: Actor,
        *,
        ending: Money | None = None,
        seen: int | None = None,
    ) -> Saved[DepositControlId]:
        """-> Balanced, also straight from Open (DC-11, DC-12, DC-14).

        Args:
            deposit_id: the deposit control.
            request_id: of this request.
            actor: who asks.
            ending: the ending balance, where it was not typed before.
            seen: version that was looked at.

        Raises:
            Refused: ``C-09`` the ending balance differs, ``C-10``, ``C-06``, ``M-231``, ``M-50``
                without ending balance, ``C-08`` already balanced, ``M-233``.
            Conflict: ``M-30``.
        """
        said = "" if ending is None else str(ending.minor)
        act = partial(finish, ending)
        return self._run(
            DepositAction.BALANCE, deposit_id, request_id, actor, act, content=said, seen=seen
        )

    def reopen(
        self,
        deposit_id: DepositControlId,
        request_id: str,
        actor: Actor,
        *,
        reason: str = "",
        to: ControlStatus = ControlStatus.OPEN,
        seen: int | None = None,
    ) -> Saved[DepositControlId]:
        """Back to Open or Balancing; from Balanced with the right and a reason (DC-13).

        Raises:
            Refused: ``M-51``, ``M-50`` without a reason, ``M-05D`` it is open, ``M-233``.
            Conflict: ``M-30``.
        """
        reason = clean_text(reason, "reason", LONG_COMMENT)
        act = partial(open_again, to, reason)
        said = f"{to.value} {reason}"
        return self._run(
            DepositAction.REOPEN, deposit_id, request_id, actor, act, content=said, seen=seen
        )

    def delete(
        self,
        deposit_id: DepositControlId,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[DepositControlId]:
        """Delete an open one with nothing in it; an audit row stays (DC-06, D-23).

        Raises:
            Refused: ``M-55``, ``M-05D``, ``C-08``, ``M-234`` not empty, ``M-233``.
            Conflict: ``M-30``.
        """
        return self._run(DepositAction.DELETE, deposit_id, request_id, actor, remove, seen=seen)

    def owner_named(self, login: str, actor: Actor) -> UserId:
        """The user to hand a deposit control over to (4.1).

        Raises:
            Refused: ``M-55``.
        """
        actor.require(Right.DEPOSIT_CONTROL)
        with self._db.read() as s:
            user = load_user(s, login)
        if user is None:
            raise Refused("M-55", field="owner", value=login)
        return user.id

    def _run(self, *order: Any, **more: Any) -> Saved[DepositControlId]:
        saved = self._changer.run(*order, **more)
        return Saved(DepositControlId(saved.value), saved.topics, saved.replayed)
