"""An account's past: what was posted, what was paid, how it stands with its credit rating."""

from dataclasses import replace
from datetime import date

from posapp.domain.accounts import Account, RecentPayment
from posapp.domain.clock import Clock, business_date
from posapp.domain.history import (
    AddRating,
    CreditRating,
    EndRating,
    FinancialEntry,
    PaymentTransaction,
    check_end,
    check_new_rating,
    credit_rating,
)
from posapp.domain.ids import AccountId, PaymentId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved, Topic
from posapp.errors import Refused
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.setup import SetUpCache
from posapp.storage import history as store
from posapp.storage import rating_history as ratings
from posapp.storage.account_listings import list_history
from posapp.storage.accounts import load_accounts
from posapp.storage.base import Transaction
from posapp.storage.canceling import event_of_payment
from posapp.storage.db import Database
from posapp.storage.event_writes import Stamp
from posapp.storage.locks import lock_counter
from posapp.storage.requests import find_request
from posapp.storage.transaction_views import load_transactions

TOPICS = frozenset({Topic.ACCOUNTS})
ADD = "rating.add"
END = "rating.end"


class History:
    """Use cases of an account's history pages (16.3, CR-01..CR-08)."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def financial_history(
        self, account_id: AccountId, request: PageRequest, actor: Actor
    ) -> Page[FinancialEntry]:
        """What changed the account's balances, newest first, with the balances after it.

        Raises:
            Refused: ``M-01`` no such account, ``M-55`` for an unknown sort order, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            self._account(s, account_id, setup, actor)
            return store.list_entries(s, account_id, request, setup)

    def payment_history(
        self, account_id: AccountId, request: PageRequest, actor: Actor
    ) -> Page[RecentPayment]:
        """Payments of the account with date, amount and status, newest first (16.3).

        Raises:
            Refused: as ``financial_history``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            self._account(s, account_id, self._setup.current(s), actor)
            return list_history(s, account_id, request)

    def transactions_of_payment(
        self, payment_id: PaymentId, actor: Actor
    ) -> tuple[PaymentTransaction, ...]:
        """Financial transactions of a payment, original and reversal, with GL lines (16.3).

        Raises:
            Refused: ``M-55`` no such payment, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            if event_of_payment(s, payment_id) is None:
                raise Refused("M-55", field="payment", value=payment_id)
            return load_transactions(s, payment_id, self._setup.current(s))

    def credit_rating(self, account_id: AccountId, actor: Actor) -> CreditRating:
        """Rows of the credit rating history, and rating and score that they come to today.

        Raises:
            Refused: ``M-01`` no such account, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            account, today = self._account(s, account_id, setup, actor)
            return credit_rating(account, ratings.load_ratings(s, account_id), today, setup)

    def add_rating(self, command: AddRating, actor: Actor) -> Saved[int]:
        """Enter a row by hand (CR-08): who may override the cash-only rule may.

        Raises:
            Refused: ``M-51`` right, ``M-01`` no such account, ``M-50`` what is wrong with it,
                ``M-54`` request id used for something else, ``M-58``.
        """
        actor.require(Right.OVERRIDE_CASH_ONLY)
        check_request_id(command.request_id)
        cleaned = replace(command, comment=clean_text(command.comment, "comment"))
        check_new_rating(cleaned)
        return self._db.write(lambda s: self._add(s, cleaned, actor))

    def end_rating(self, command: EndRating, actor: Actor) -> Saved[int]:
        """Bring the end of a row forward; it counts up to that day (CR-08).

        Raises:
            Refused: ``M-51`` right, ``M-55`` no such row, ``M-50`` before its start or after its
                present end, ``M-70`` it ends then already, ``M-54``.
        """
        actor.require(Right.OVERRIDE_CASH_ONLY)
        check_request_id(command.request_id)
        return self._db.write(lambda s: self._end(s, command, actor))

    def _add(self, s: Transaction, command: AddRating, actor: Actor) -> Saved[int]:
        print_ = fingerprint(command)
        self._account(s, command.account_id, self._setup.current(s), actor)
        lock_counter(s, (), [command.account_id])
        earlier = find_request(s, command.request_id, ADD, print_)
        if earlier is not None:
            return Saved(earlier, frozenset(), replayed=True)
        rating_id, mentions = ratings.insert_rating(s, command, Stamp(self._clock(), actor.user_id))
        body = {
            "account": command.account_id,
            "end_date": command.end_date,
            "comment": command.comment,
            "rows": mentions,
        }
        done = Done(command.request_id, ADD, print_, rating_id, "", body, TOPICS)
        return self._record(s, done, actor)

    def _end(self, s: Transaction, command: EndRating, actor: Actor) -> Saved[int]:
        print_ = fingerprint(command)
        row = ratings.load_rating(s, command.rating_id)
        if row is None:
            raise Refused("M-55", field="rating", value=command.rating_id)
        lock_counter(s, (), [row.account_id])
        if find_request(s, command.request_id, END, print_) is not None:
            return Saved(command.rating_id, frozenset(), replayed=True)
        row = ratings.load_rating(s, command.rating_id) or row
        check_end(row, command.end_date)
        ratings.set_end(s, row.id, command.end_date)
        body = {"account": row.account_id, "from": row.end_date, "to": command.end_date}
        done = Done(command.request_id, END, print_, row.id, "", body, TOPICS)
        return self._record(s, done, actor)

    def _record(self, s: Transaction, done: Done, actor: Actor) -> Saved[int]:
        now = self._clock()
        chain = chain_of_office(self._setup.current(s), actor.office, now)
        record_done(s, replace(done, chain=chain), actor, now)
        return Saved(done.result_id, TOPICS)

    def _account(
        self, s: Transaction, account_id: AccountId, setup: SetUp, actor: Actor
    ) -> tuple[Account, date]:
        """The account, and the business date of the actor's office."""
        office = setup.offices[actor.office]
        today = business_date(self._clock(), office.zone, office.day_start)
        account = load_accounts(s, [account_id], today, setup).get(account_id)
        if account is None:
            raise Refused("M-01", field="account", value=account_id)
        return account, today
