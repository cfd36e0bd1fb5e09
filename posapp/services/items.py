"""Payable items: look at them, issue one by hand, take one back (IT-1 to IT-6)."""

from dataclasses import replace
from functools import partial

from posapp.domain.clock import Clock, business_date
from posapp.domain.ids import ItemId
from posapp.domain.issuing import (
    IssueFacts,
    IssueItem,
    ReleaseItem,
    ask_about_credit,
    decide_issue,
    decide_release,
)
from posapp.domain.item_setup import ItemKind
from posapp.domain.items import ItemFilter, ItemListed, ItemTotals, ItemView
from posapp.domain.listing import Page, PageRequest
from posapp.domain.plates import plate_in
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.texts import LARGEST_ID, clean_text
from posapp.domain.topics import Saved, Topic
from posapp.errors import Conflict, Refused
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.setup import SetUpCache
from posapp.storage import items as store
from posapp.storage.accounts import load_accounts
from posapp.storage.base import Transaction
from posapp.storage.credits import load_adjustments
from posapp.storage.db import Database
from posapp.storage.event_writes import Stamp
from posapp.storage.held_items import load_held
from posapp.storage.issuing import insert_item, record_release
from posapp.storage.locks import lock_counter
from posapp.storage.numbers import next_number
from posapp.storage.persons import add_plate
from posapp.storage.requests import find_request

ISSUE = "item.issue"
RELEASE = "item.release"
SERIES = "ITEM"
TOPICS = frozenset({Topic.ITEMS, Topic.ACCOUNTS, Topic.LEDGER})
_NUMBER = 30
_CODE = 30
_NAME = 30
_MOST_FACTS = 20


class Items:
    """Use cases of payable items."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def resolve(self, text: str, actor: Actor) -> ItemId:
        """The item that a text names: our id, else its number.

        Raises:
            Refused: ``M-55`` when there is none, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            found = store.find_items(s, text)
        if not found:
            raise Refused("M-55", field="item", value=text)
        return found[0]

    def show(self, item_id: ItemId, actor: Actor) -> ItemView:
        """An item with its charge lines, payments and history.

        Raises:
            Refused: ``M-55`` when there is none, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return _loaded(s, item_id, self._setup.current(s))

    def list(self, wanted: ItemFilter, request: PageRequest, actor: Actor) -> Page[ItemListed]:
        """Items that fit, the newest first.

        Raises:
            Refused: ``M-55`` for an unknown sort order, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.list_items(s, _cleaned_filter(wanted), request)

    def totals(self, wanted: ItemFilter, actor: Actor) -> ItemTotals:
        """How many items fit, what is due of them, and how many have no money (IT-4)."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.count_items(s, _cleaned_filter(wanted))

    def kinds(self, actor: Actor) -> tuple[ItemKind, ...]:
        """Kinds of which new items may be issued."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return self._setup.current(s).items.issued

    def issue(self, command: IssueItem, actor: Actor) -> Saved[ItemId]:
        """Issue an item: an agreement of its own is charged, once (IT-1, D-21).

        Raises:
            Refused: ``M-51`` right, ``M-01`` no such account, ``M-57`` the number is taken,
                ``M-50``, ``M-58`` a text, and what ``decide_issue`` refuses.
        """
        actor.require(Right.ISSUE_ITEM)
        check_request_id(command.request_id)
        return self._db.write(partial(self._issue, _cleaned(command), actor))

    def release(self, command: ReleaseItem, actor: Actor) -> Saved[ItemId]:
        """Take back an item that was never submitted for payment (IT-4, IT-6).

        Raises:
            Refused: ``M-51`` right, ``M-55`` no such item, ``M-50`` no comment, ``M-30`` changed
                since, and what ``decide_release`` refuses.
            NeedsConfirmation: ``M-255`` a credit waits on its account.
        """
        actor.require(Right.RELEASE_ITEM)
        check_request_id(command.request_id)
        command = replace(command, comment=clean_text(command.comment, "comment"))
        if not command.comment:
            raise Refused("M-50", field="comment", value="", reason="is required")
        return self._db.write(partial(self._release, command, actor))

    def _issue(self, command: IssueItem, actor: Actor, s: Transaction) -> Saved[ItemId]:
        print_ = fingerprint(command)
        done = find_request(s, command.request_id, ISSUE, print_)
        if done is not None:
            return Saved(ItemId(done), frozenset(), replayed=True)
        setup, now = self._setup.current(s), self._clock()
        office = setup.offices[actor.office]
        today = business_date(now, office.zone, office.day_start)
        account = load_accounts(s, [command.account_id], today, setup).get(command.account_id)
        if account is None:
            raise Refused("M-01", field="account", value=command.account_id)
        lock_counter(s, (), [account.id])
        # A double click waits for its first run here, and must not be refused because of it.
        done = find_request(s, command.request_id, ISSUE, print_)
        if done is not None:
            return Saved(ItemId(done), frozenset(), replayed=True)
        new = decide_issue(command, IssueFacts(setup, account.currency, today), actor)
        plate = plate_in(new.attributes)
        number = _number(s, new.kind, new.number)
        stamp = Stamp(now, actor.user_id)
        item_id, rows = insert_item(
            s, account.id, new, number,
            setup=setup, currency=account.currency, today=today, stamp=stamp,
        )  # fmt: skip
        if plate is not None:
            add_plate(s, account.id, plate)
        body = {"account": account.id, "number": number, "rows": rows}
        chain = chain_of_office(setup, actor.office, now)
        done_ = Done(command.request_id, ISSUE, print_, item_id, chain, body, TOPICS)
        record_done(s, done_, actor, now)
        return Saved(item_id, TOPICS)

    def _release(self, command: ReleaseItem, actor: Actor, s: Transaction) -> Saved[ItemId]:
        print_ = fingerprint(replace(command, seen=None))
        done = find_request(s, command.request_id, RELEASE, print_)
        if done is not None:
            return Saved(ItemId(done), frozenset(), replayed=True)
        setup, now = self._setup.current(s), self._clock()
        lock_counter(s, (), [_loaded(s, command.item_id, setup).account_id])
        item = _loaded(s, command.item_id, setup)
        if command.seen is not None and command.seen != item.version:
            raise Conflict
        submitted = store.was_submitted(s, item.agreement_id)
        held = load_held(s, [item.agreement_id]).get(item.agreement_id)
        holder = None if held is None else held.holder
        decided = decide_release(item, setup, submitted=submitted, holder=holder)
        waiting = load_adjustments(s, account_id=item.account_id, waiting=True)
        ask_about_credit(item, waiting, command.confirmed)
        office = setup.offices[actor.office]
        today = business_date(now, office.zone, office.day_start)
        stamp = Stamp(now, actor.user_id)
        rows = record_release(s, item, decided, setup=setup, today=today, stamp=stamp)
        body = {"number": item.number, "comment": command.comment, "rows": rows}
        chain = chain_of_office(setup, actor.office, now)
        done_ = Done(command.request_id, RELEASE, print_, item.id, chain, body, TOPICS)
        record_done(s, done_, actor, now)
        return Saved(item.id, TOPICS)


def _cleaned_filter(wanted: ItemFilter) -> ItemFilter:
    return replace(
        wanted,
        number=clean_text(wanted.number, "number"),
        person=clean_text(wanted.person, "person"),
        plate=clean_text(wanted.plate, "plate"),
    )


def _loaded(s: Transaction, item_id: ItemId, setup: SetUp) -> ItemView:
    found = store.load_item(s, item_id, setup) if 0 < item_id <= LARGEST_ID else None
    if found is None:
        raise Refused("M-55", field="item", value=item_id)
    return found


def _number(s: Transaction, kind: ItemKind, wanted: str) -> str:
    """The number that is asked for, else the next of the kind's series that nobody has."""
    if wanted:
        if store.is_taken(s, wanted):
            raise Refused("M-57", field="number", value=wanted)
        return wanted
    while True:
        number = kind.number(next_number(s, SERIES, kind.code))
        if not store.is_taken(s, number):
            return number


def _cleaned(command: IssueItem) -> IssueItem:
    if len(command.attributes) > _MOST_FACTS:
        reason = f"are more than {_MOST_FACTS} facts"
        raise Refused("M-50", field="attributes", value=len(command.attributes), reason=reason)
    facts = [
        (clean_text(name, "attributes", _NAME), clean_text(value, "attributes"))
        for name, value in command.attributes
    ]
    return replace(
        command,
        kind=clean_text(command.kind, "kind", _CODE).upper(),
        number=clean_text(command.number, "number", _NUMBER),
        description=clean_text(command.description, "description"),
        violation=clean_text(command.violation, "violation_code", _CODE).upper(),
        location=clean_text(command.location, "location_class", _CODE).upper(),
        attributes=tuple((name, value) for name, value in facts if name and value),
    )
