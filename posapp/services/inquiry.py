"""Looking at persons, accounts, agreements, bills and financial transactions, and what hangs on them.

Nothing here changes anything; what leads where is decided by the pages.
"""

from datetime import date
from typing import TypeVar

from posapp.domain.bills import BillCard
from posapp.domain.clock import Clock, business_date
from posapp.domain.history import FinancialEntry
from posapp.domain.ids import AccountId, AgreementId, BillId, FtId, PersonId
from posapp.domain.inquiry import (
    AccountDetails,
    AgreementCard,
    AgreementItem,
    Person,
    PersonAccount,
    TransactionCard,
)
from posapp.domain.listing import Page, PageRequest
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.services.setup import SetUpCache
from posapp.storage import inquiry as store
from posapp.storage.accounts import load_accounts, load_keys
from posapp.storage.agreement_views import load_agreement
from posapp.storage.bill_views import find_bills, load_bill
from posapp.storage.db import Database
from posapp.storage.history import list_agreement_entries
from posapp.storage.transaction_views import load_transaction

T = TypeVar("T")


class Inquiry:
    """Reads of the inquiry pages, by what they show."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def account(self, account_id: AccountId, actor: Actor) -> AccountDetails:
        """Everything that stands on an account.

        Raises:
            Refused: ``M-01`` no such account, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            found = load_accounts(s, [account_id], self._today(setup, actor), setup)
            account, more = found.get(account_id), store.load_standing(s, account_id)
            person = None if more is None else store.load_person(s, more.person_id)
            if account is None or person is None:
                raise Refused("M-01", field="account", value=account_id)
            return AccountDetails(
                account,
                person,
                load_keys(s, account_id),
                more.comments,
                more.setup_date,
                more.review_date,
            )

    def agreements(
        self, account_id: AccountId, request: PageRequest, actor: Actor
    ) -> Page[AgreementItem]:
        """Agreements of an account with their balances, oldest first.

        Raises:
            Refused: ``M-55`` for an unknown sort order, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.list_agreements(s, account_id, request)

    def person(self, person_id: PersonId, actor: Actor) -> Person:
        """A person.

        Raises:
            Refused: ``M-55`` when there is none, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            person = store.load_person(s, person_id)
        return _found(person, "person", person_id)

    def accounts_of(
        self, person_id: PersonId, request: PageRequest, actor: Actor
    ) -> Page[PersonAccount]:
        """Accounts of a person with their balances, oldest first.

        Raises:
            Refused: ``M-55`` for an unknown sort order, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.list_accounts(s, person_id, request)

    def agreement(self, agreement_id: AgreementId, actor: Actor) -> AgreementCard:
        """A service agreement with balances and aged debt.

        Raises:
            Refused: ``M-55`` when there is none, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            card = load_agreement(s, agreement_id, self._today(setup, actor), setup)
        return _found(card, "agreement", agreement_id)

    def agreement_history(
        self, agreement_id: AgreementId, request: PageRequest, actor: Actor
    ) -> Page[FinancialEntry]:
        """What changed an agreement's balances, newest first, with its balances after it (16.3).

        Raises:
            Refused: ``M-55`` for an unknown sort order, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return list_agreement_entries(s, agreement_id, request, self._setup.current(s))

    def bill(self, bill_id: BillId, actor: Actor) -> BillCard:
        """A bill with its charges, what paid it, and its match events.

        Raises:
            Refused: ``M-55`` when there is none, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            card = load_bill(s, bill_id, self._setup.current(s))
        return _found(card, "bill", bill_id)

    def resolve_bill(self, text: str, actor: Actor, account_id: AccountId | None = None) -> BillId:
        """The one bill that a text names: our number of it, else its own.

        Where several accounts have bills of that number, the one of ``account_id`` is meant.

        Raises:
            Refused: ``M-55`` none, ``M-56`` several, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            found = find_bills(s, text, account_id)
        if len(found) > 1:
            raise Refused("M-56", field="bill", value=text)
        return _found(next(iter(found), None), "bill", text)

    def transaction(self, ft_id: FtId, actor: Actor) -> TransactionCard:
        """A financial transaction with its GL lines and what it hangs on (16.1, 16.3).

        Raises:
            Refused: ``M-55`` when there is none, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            card = load_transaction(s, ft_id, self._setup.current(s))
        return _found(card, "transaction", ft_id)

    def _today(self, setup: SetUp, actor: Actor) -> date:
        office = setup.offices[actor.office]
        return business_date(self._clock(), office.zone, office.day_start)


def _found(found: T | None, field: str, number: int | str) -> T:
    if found is None:
        raise Refused("M-55", field=field, value=number)
    return found
