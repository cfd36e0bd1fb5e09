"""Accounts: look one up by any number, and its card."""

from datetime import date, datetime

from posapp.domain.accounts import AccountCard, account_is_cash_only
from posapp.domain.clock import Clock, business_date
from posapp.domain.ids import AccountId
from posapp.domain.rights import Actor, Right
from posapp.errors import Refused
from posapp.services.setup import SetUpCache
from posapp.storage import accounts as store
from posapp.storage.agreements import load_debts
from posapp.storage.credit_ratings import load_effect
from posapp.storage.db import Database
from posapp.storage.match_views import count_open, find_disputed
from posapp.storage.open_bills import load_latest_bill
from posapp.storage.open_credits import load_open_credits
from posapp.storage.unpaid_bills import load_unpaid_bills

RECENT = 20
ITEMS = 200
BILLS = 200


class Accounts:
    """Use cases of accounts."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def resolve(self, text: str, actor: Actor, *, field: str = "account") -> AccountId:
        """The one account that a number names: ours, or a key, item or bill number.

        Raises:
            Refused: ``M-01`` none, ``M-56`` several.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            found = store.find_account_ids(s, text)
        if not found:
            raise Refused("M-01", field=field, value=text)
        if len(found) > 1:
            raise Refused("M-56", field=field, value=text)
        return found[0]

    def name(self, account_id: AccountId, actor: Actor) -> str:
        """Name of the main customer of an account; empty when there is no such account.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.load_names(s, [account_id]).get(account_id, "")

    def card(self, account_id: AccountId, actor: Actor) -> AccountCard:
        """Everything the account page shows.

        Raises:
            Refused: ``M-01`` when there is no such account.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            office = setup.offices[actor.office]
            today = business_date(self._clock(), office.zone, office.day_start)
            account = store.load_accounts(s, [account_id], today, setup).get(account_id)
            if account is None:
                raise Refused("M-01", field="account", value=account_id)
            rules = setup.customer_classes[account.customer_class]

            def day_of(at: datetime) -> date:
                return business_date(at, office.zone, office.day_start)

            matched = [account_id] if rules.open_item else []
            bills, unpaid = load_unpaid_bills(s, account_id, BILLS) if rules.open_item else ((), 0)
            return AccountCard(
                account=account,
                keys=store.load_keys(s, account_id),
                cash_only=account_is_cash_only(account, setup),
                open_item=rules.open_item,
                non_cis=rules.non_cis,
                match_required=rules.open_item and rules.match_required,
                debts=load_debts(s, [account_id], setup, matched)[account_id],
                items=store.load_items(s, account_id, ITEMS),
                recent=store.load_recent(s, account_id, RECENT),
                waiting=store.load_waiting_of(s, account_id, today),
                today=today,
                latest_bill=load_latest_bill(s, account_id, setup) if rules.open_item else None,
                bills=bills,
                unpaid_bills=unpaid,
                open_matches=count_open(s, account_id) if rules.open_item else 0,
                disputes=find_disputed(s, account_id) if rules.open_item else (),
                rating=setup.beginning_credit_rating(account.division)
                + load_effect(s, account_id, today),
                open_credits=load_open_credits(s, today, day_of, account_id),
                rating_threshold=setup.credit_rating_threshold(account.division),
            )
