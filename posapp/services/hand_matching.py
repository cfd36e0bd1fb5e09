"""Matching by hand: what is unmatched, new match events, other items on them, their end (OI-7, MT-08)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from posapp.domain.class_rules import class_rules
from posapp.domain.clock import Clock
from posapp.domain.codes import MatchEventStatus
from posapp.domain.hand_matching import (
    ITEMS_SHOWN,
    End,
    MatchChange,
    NewMatch,
    bill_of,
    changed_by_hand,
    check_end,
    check_items,
    check_live,
    check_open,
    check_open_item,
    matched_by_hand,
)
from posapp.domain.ids import AccountId, MatchEventId
from posapp.domain.matching import BillMatch, Fate, Following, MatchedView, MatchEventView, follow
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved, Topic
from posapp.errors import Conflict, Refused
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.setup import SetUpCache
from posapp.storage.accounts import load_grouping, load_names
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.locks import lock_counter
from posapp.storage.match_lines import load_candidates, load_unmatched
from posapp.storage.match_loading import load_bill_matches, load_loose_matches
from posapp.storage.match_views import load_match_event
from posapp.storage.matching import record_decisions
from posapp.storage.mentions import Mentions
from posapp.storage.requests import find_request

TOPICS: Final = frozenset({Topic.ACCOUNTS, Topic.LEDGER})


@dataclass(frozen=True, slots=True)
class _Work:
    """A match event that is locked: as matching reads it, as it is shown, who asks."""

    s: Transaction
    match: BillMatch
    shown: MatchEventView
    actor: Actor


Decide = Callable[[_Work], tuple[BillMatch, Following]]


class HandMatching:
    """Use cases of matching by hand."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def items(self, account_id: AccountId, actor: Actor) -> tuple[MatchedView, ...]:
        """What is on no match event of an open-item account, the oldest first (MT-07, MT-11).

        Raises:
            Refused: ``M-01`` unknown account, ``M-51``, ``M-186`` a balance-forward account (OI-8).
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            self._check_account(s, account_id)
            return load_unmatched(s, account_id, ITEMS_SHOWN)

    def add(self, new: NewMatch, request_id: str, actor: Actor) -> Saved[MatchEventId]:
        """Make a match event of charges and credits of one account (OI-7).

        Charges of a bill come all together, and of one bill only (OI-5); what is equal for each
        agreement is Balanced at once (MT-08).

        Raises:
            Refused: ``M-01``, ``M-50``, ``M-51``, ``M-186`` a balance-forward account, ``M-187`` an
                item that is not free, ``M-188`` no charge or no credit, ``M-189`` several bills.
        """
        actor.require(Right.DISTRIBUTE)
        check_request_id(request_id)
        new = NewMatch(new.account_id, new.items, clean_text(new.comment, "comment"))
        return self._db.write(partial(self._add, new, request_id, actor))

    def change(
        self, change: MatchChange, request_id: str, actor: Actor, *, seen: int | None = None
    ) -> Saved[MatchEventId]:
        """Put items on a match event or take them off; a balanced one is open again (MT-08).

        ``seen`` is the version that the user looked at.

        Raises:
            Refused: as ``add``; ``M-51`` also for a balanced one without the right to cancel it,
                ``M-55`` unknown, ``M-70`` canceled or nothing changes, ``M-190`` an item stays.
            Conflict: ``M-30``.
        """
        actor.require(Right.DISTRIBUTE)
        comment = clean_text(change.comment, "comment")
        change = MatchChange(change.match_event_id, change.add, change.remove, comment)
        return self._run("match.set", change, partial(_changed, change), request_id, actor, seen)

    def delete(
        self, end: End, request_id: str, actor: Actor, *, seen: int | None = None
    ) -> Saved[MatchEventId]:
        """Remove an open match event that was made by hand; its items are free again (MT-11).

        Raises:
            Refused: ``M-51``, ``M-55``, ``M-70`` one that is not open, ``M-191`` a payment's own.
            Conflict: ``M-30``.
        """
        actor.require(Right.DISTRIBUTE)
        return self._run("match.delete", end, _deleted, request_id, actor, seen)

    def cancel(
        self, end: End, request_id: str, actor: Actor, *, seen: int | None = None
    ) -> Saved[MatchEventId]:
        """Cancel a match event that was made by hand; it stays to be looked at (MT-08, MT-11).

        Raises:
            Refused: ``M-51``, ``M-55``, ``M-70`` a canceled one, ``M-191`` a payment's own (MT-12).
            Conflict: ``M-30``.
        """
        actor.require(Right.CANCEL_MATCH)
        end = End(end.match_event_id, clean_text(end.comment, "comment"))
        return self._run("match.cancel", end, partial(_canceled, end), request_id, actor, seen)

    def _add(
        self, new: NewMatch, request_id: str, actor: Actor, s: Transaction
    ) -> Saved[MatchEventId]:
        print_ = fingerprint(new)
        for locked in (False, True):
            done = find_request(s, request_id, "match.add", print_)
            if done is not None:
                return Saved(MatchEventId(done), frozenset(), replayed=True)
            if not locked:
                self._check_account(s, new.account_id)
                lock_counter(s, (), [new.account_id])
        views = check_items(new.account_id, new.items, load_candidates(s, new.items))
        bill_id = bill_of(views)
        if bill_id is None:
            empty = BillMatch(None, new.account_id, None, (), (), (), waiting=False)
        else:
            (empty,) = load_bill_matches(s, [bill_id])
        match = matched_by_hand(empty, views, new.comment)
        now = self._clock()
        rows = record_decisions(s, [(match, follow(match))], now)
        match_event_id = MatchEventId(rows["match_event"][0]["id"])
        said = {"account": new.account_id, "items": new.items, "comment": new.comment}
        self._done(s, "match.add", print_, match_event_id, request_id, actor, said, rows)
        return Saved(match_event_id, TOPICS)

    def _run(
        self,
        kind: str,
        command: MatchChange | End,
        decide: Decide,
        request_id: str,
        actor: Actor,
        seen: int | None,
    ) -> Saved[MatchEventId]:
        """One change of a match event: request, lock, decision, rows, audit."""
        check_request_id(request_id)
        print_, match_event_id = fingerprint(command), command.match_event_id

        def work(s: Transaction) -> Saved[MatchEventId]:
            if find_request(s, request_id, kind, print_) is not None:
                return Saved(match_event_id, frozenset(), replayed=True)
            lock_counter(s, (), [_shown(s, match_event_id).account_id])
            if find_request(s, request_id, kind, print_) is not None:
                return Saved(match_event_id, frozenset(), replayed=True)
            shown = _shown(s, match_event_id)
            if seen not in {None, shown.version}:
                raise Conflict(match_event=match_event_id)
            check_live(shown.status)
            self._check_account(s, shown.account_id)
            decision = decide(_Work(s, _load(s, shown), shown, actor))
            rows = record_decisions(s, [decision], self._clock())
            said = {"account": shown.account_id, "comment": command.comment}
            if isinstance(command, MatchChange):
                said |= {"add": command.add, "remove": command.remove}
            self._done(s, kind, print_, match_event_id, request_id, actor, said, rows)
            return Saved(match_event_id, TOPICS)

        return self._db.write(work)

    def _check_account(self, s: Transaction, account_id: AccountId) -> None:
        if not load_names(s, [account_id]):
            raise Refused("M-01", field="account", value=account_id)
        rules = class_rules(self._setup.current(s), *load_grouping(s, account_id))
        check_open_item(account_id, open_item=rules.open_item)

    def _done(
        self,
        s: Transaction,
        kind: str,
        print_: str,
        match_event_id: MatchEventId,
        request_id: str,
        actor: Actor,
        said: Mapping[str, Any],
        rows: Mentions,
    ) -> None:
        now = self._clock()
        body = {"match_event": match_event_id, **said, "rows": rows}
        chain = chain_of_office(self._setup.current(s), actor.office, now)
        done = Done(request_id, kind, print_, match_event_id, chain, body, TOPICS)
        record_done(s, done, actor, now)


def _changed(change: MatchChange, work: _Work) -> tuple[BillMatch, Following]:
    if work.shown.status is MatchEventStatus.BALANCED:
        # What counted as paid is owed again, as after canceling it.
        work.actor.require(Right.CANCEL_MATCH)
    found = load_candidates(work.s, change.add)
    add = check_items(work.shown.account_id, change.add, found)
    match = changed_by_hand(work.match, work.shown, add, set(change.remove), change.comment)
    return match, follow(match)


def _deleted(work: _Work) -> tuple[BillMatch, Following]:
    check_open(work.shown.status)
    check_end(work.match, work.shown)
    event = work.match.event
    lines = () if event is None else event.lines
    return work.match, Following(Fate.DELETE, MatchEventStatus.OPEN, remove=lines)


def _canceled(end: End, work: _Work) -> tuple[BillMatch, Following]:
    check_end(work.match, work.shown)
    match = replace(work.match, note=end.comment)
    return match, Following(Fate.CANCEL, MatchEventStatus.CANCELED)


def _load(s: Transaction, shown: MatchEventView) -> BillMatch:
    """The match event as matching reads it; it is live, so there is exactly one."""
    found = (
        load_loose_matches(s, [shown.id])
        if shown.bill_id is None
        else load_bill_matches(s, [shown.bill_id])
    )
    return next(found)


def _shown(s: Transaction, match_event_id: MatchEventId) -> MatchEventView:
    found = load_match_event(s, match_event_id)
    if found is None:
        raise Refused("M-55", field="match_event", value=match_event_id)
    return found
