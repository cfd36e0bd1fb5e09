"""Looking at checkouts and at what a payments page shows (CK-1, CK-2, CK-7b)."""

from posapp.domain.checkout_orders import (
    Selection,
)
from posapp.domain.checkouts import Checkout, CheckoutPlan
from posapp.domain.credit_codes import CheckoutState
from posapp.domain.credit_rules import methods_for
from posapp.domain.credits import CheckoutId
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, parse_id
from posapp.domain.payments_page import PaymentsPage
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.services.checkout_submitting import plan_of
from posapp.services.credit_money import refund_methods
from posapp.services.event_checkouts import loaded_checkout
from posapp.services.setup import SetUpCache
from posapp.storage import checkouts as store
from posapp.storage.base import Transaction
from posapp.storage.checkout_items import load_payable_items, load_payor
from posapp.storage.credits import load_adjustments
from posapp.storage.db import Database
from posapp.storage.event_views import load_event
from posapp.storage.mail_setup import load_mail_setup
from posapp.storage.parked_checkouts import load_parked


class CheckoutViews:
    """Part of ``Checkouts``: what is read; nothing is locked or written."""

    _db: Database
    _setup: SetUpCache

    def page(self, account_id: AccountId, actor: Actor) -> PaymentsPage:
        """What the payments page of an account shows (CK-1, AC2-5).

        Raises:
            Refused: ``M-01`` no such account, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            payor = load_payor(s, account_id)
            waiting = load_adjustments(s, account_id=account_id, waiting=True)
            return PaymentsPage(
                account_id,
                payor.name,
                payor.currency,
                payor.person_type,
                payor.employee_number,
                load_payable_items(s, account_id, setup),
                tuple(one for one in waiting if not one.is_credit),
                tuple(one for one in waiting if one.is_credit),
                methods_for(setup, payor.person_type),
                store.load_checkouts(s, account_id=account_id, state=CheckoutState.SUBMITTED),
                load_parked(s, account_id=account_id),
                bool(load_mail_setup(s).payroll_notification_email),
            )

    def plan(self, account_id: AccountId, selection: Selection, actor: Actor) -> CheckoutPlan:
        """What a selection comes to now: the running total and the confirmation page (CK-1, CK-2).

        Nothing is locked or written.

        Raises:
            Refused: ``M-327`` nothing selected, ``M-321``..``M-323``, ``M-330``, ``M-333``, ``M-334``,
                ``M-345``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            payor = load_payor(s, account_id)
            setup = self._setup.current(s)
            return plan_of(s, account_id, selection, payor.currency, setup)

    def show(self, checkout_id: CheckoutId, actor: Actor) -> Checkout:
        """A checkout with its lines and the credits it took.

        Raises:
            Refused: ``M-55`` when there is none, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return loaded_checkout(s, checkout_id)

    def resolve(self, text: str, actor: Actor) -> CheckoutId:
        """The checkout that a text names: a confirmation number, else our id.

        Raises:
            Refused: ``M-55`` when there is none, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            found = store.find_checkout(s, text.strip().upper())
            number = parse_id(text) if found is None else None
            if number is not None and store.load_checkout(s, CheckoutId(number)) is not None:
                found = CheckoutId(number)
        if found is None:
            raise Refused("M-55", field="checkout", value=text)
        return found

    def list(
        self,
        actor: Actor,
        *,
        account_id: AccountId | None = None,
        state: CheckoutState | None = None,
    ) -> tuple[Checkout, ...]:
        """Checkouts of the actor's office, the newest first, 200 at most."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.load_checkouts(s, account_id=account_id, office=actor.office, state=state)

    def refund_methods(self, checkout_id: CheckoutId, actor: Actor) -> tuple[str, ...]:
        """Tender types that a refund can go back by, the one that it came by first (CK-6)."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            event = event_of(s, loaded_checkout(s, checkout_id), setup)
            return () if event is None else refund_methods(event, setup)


def event_of(s: Transaction, checkout: Checkout, setup: SetUp) -> EventView | None:
    """The event that pays a checkout, ``None`` where there is none (CK-5, CK-7)."""
    return None if checkout.event_id is None else load_event(s, checkout.event_id, setup)
