"""Looking at one payment, and at what a payment of an account can be for."""

from dataclasses import replace

from posapp.domain.accounts import ItemLine, UnpaidBill
from posapp.domain.clock import Clock, business_date
from posapp.domain.codes import MatchKind
from posapp.domain.debts import AgreementDebt
from posapp.domain.ids import AccountId, EventId, PaymentId, short_id
from posapp.domain.money import ZERO, total
from posapp.domain.payment_views import MatchChoice, Payee, PaymentPageView, unpaid_first
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.services.setup import SetUpCache
from posapp.storage.accounts import load_accounts, load_grouping, load_items
from posapp.storage.agreements import load_debts
from posapp.storage.bound_events import load_bond
from posapp.storage.canceling import event_of_payment
from posapp.storage.db import Database
from posapp.storage.event_views import load_event
from posapp.storage.payment_views import load_split_lines
from posapp.storage.segment_views import load_segments
from posapp.storage.transaction_views import load_transactions
from posapp.storage.unpaid_bills import load_unpaid_bills

_MOST_ITEMS = 200


class Payments:
    """Reads about one payment."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def show(self, payment_id: PaymentId, actor: Actor) -> PaymentPageView:
        """Everything the payment page shows (7).

        Raises:
            Refused: ``M-55`` when there is no such payment, or it was deleted.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            event_id = event_of_payment(s, payment_id)
            event = None if event_id is None else load_event(s, EventId(event_id), setup)
            if event is None:
                raise Refused("M-55", field="payment", value=payment_id)
            payment = next(one for one in event.payments if one.id == payment_id)
            customer_class, division = load_grouping(s, payment.account_id)
            rules = setup.customer_classes[customer_class]
            return PaymentPageView(
                replace(event, bond=load_bond(s, event.id)),
                payment_id,
                load_segments(s, payment_id, setup),
                load_split_lines(s, payment, setup, open_item=rules.open_item),
                load_transactions(s, payment_id, setup),
                rules.open_item,
                setup.divisions[division].description,
            )

    def payee(self, account_id: AccountId, actor: Actor) -> Payee:
        """An account as the payee of a payment: what is unpaid, to choose a match from.

        Raises:
            Refused: ``M-01`` when there is no such account.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            office = setup.offices[actor.office]
            today = business_date(self._clock(), office.zone, office.day_start)
            account = load_accounts(s, [account_id], today, setup).get(account_id)
            if account is None:
                raise Refused("M-01", field="account", value=account_id)
            rules = setup.customer_classes[account.customer_class]
            debts = load_debts(s, [account_id], setup)[account_id]
            items = load_items(s, account_id, _MOST_ITEMS)
            bills = load_unpaid_bills(s, account_id)[0] if rules.open_item else ()
            agreements = _of_agreements(debts, setup)
            unpaid = unpaid_first((*_of_bills(bills), *_of_items(items), *agreements))
            choices = (
                # Nothing is owed there, yet one of several agreements must be named (NC-3, OI-1).
                tuple(replace(one, due=ZERO) for one in agreements)
                if rules.non_cis or (rules.open_item and not unpaid)
                else unpaid
            )
            return Payee(
                account,
                rules.open_item,
                rules.non_cis,
                choices,
                max(total(debt.current_balance for debt in debts), ZERO),
            )


def _of_bills(bills: tuple[UnpaidBill, ...]) -> tuple[MatchChoice, ...]:
    return tuple(
        MatchChoice(MatchKind.BILL, bill.number, "", bill.due_date, bill.unpaid) for bill in bills
    )


def _of_items(items: tuple[ItemLine, ...]) -> tuple[MatchChoice, ...]:
    return tuple(
        MatchChoice(MatchKind.ITEM, item.number, item.description, item.issue_date, item.due)
        for item in items
        if item.due is not None
    )


def _of_agreements(debts: tuple[AgreementDebt, ...], setup: SetUp) -> tuple[MatchChoice, ...]:
    """Agreements to restrict a payment to; those of items are named by their item (IT-3)."""
    return tuple(
        MatchChoice(
            MatchKind.AGREEMENT,
            short_id(debt.agreement_id),
            " ".join(
                part for part in (setup.sa_types[debt.sa_type].description, debt.service) if part
            ),
            min((c.arrears_date for c in debt.cells if c.arrears_date is not None), default=None),
            debt.current_balance,
        )
        for debt in debts
        if not debt.item_kind and debt.takes_money
    )
