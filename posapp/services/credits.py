"""Add Credit: a payment now, a credit for the next checkout; and taking it back (AC2-1..AC2-8)."""

from dataclasses import replace
from functools import partial
from typing import Final

from posapp.domain.approvals import Secret
from posapp.domain.clock import Clock
from posapp.domain.codes import DistributeAction
from posapp.domain.credit_rules import (
    ask_above_selected,
    check_amount,
    check_method,
    check_reversible,
    credit_outlook,
    methods_for,
)
from posapp.domain.credits import (
    AddCredit,
    AddedCredit,
    Adjustment,
    AdjustmentId,
    CreditOutlook,
    ReverseCredit,
)
from posapp.domain.employee_numbers import check_employee_number
from posapp.domain.ids import AccountId, ControlId, EventId
from posapp.domain.ledger import charge
from posapp.domain.money import total
from posapp.domain.payment_events import TenderDraft
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import TenderType
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved
from posapp.services.adjustment_work import (
    load_adjustment,
    receivable,
    reverse_pair,
)
from posapp.services.credit_change import Changed, CreditChanger, CreditContext, Order
from posapp.services.credit_money import (
    give_back,
    lock_event,
    lock_for_money,
    refund_method,
    take_money,
    to_agreement,
)
from posapp.services.credit_selection import credit_pair, selected_sum
from posapp.services.event_change import EventChanger
from posapp.services.payment_events import PaymentEvents
from posapp.services.setup import SetUpCache
from posapp.services.users import Users
from posapp.storage import credits as store
from posapp.storage.base import Transaction
from posapp.storage.checkout_items import load_payor
from posapp.storage.checkouts import joined
from posapp.storage.db import Database
from posapp.storage.event_views import load_event
from posapp.storage.ids import take_id
from posapp.storage.new_agreements import agreement_of_type

_MAY_CANCEL: Final = frozenset({Right.REFUND, Right.CANCEL_ANY})
_CHECK: Final = 10
_TYPE: Final = 4


class Credits:
    """Use cases of added credits."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        setup: SetUpCache,
        users: Users,
        events: PaymentEvents,
    ) -> None:
        self._db = db
        self._setup = setup
        self._events = events
        self._changer = CreditChanger(db, clock, setup, users)
        self._event_changer = EventChanger(db, clock, setup)

    def methods(self, account_id: AccountId, actor: Actor) -> tuple[TenderType, ...]:
        """Payment methods that are offered to the account's person (AC2-7).

        Raises:
            Refused: ``M-01`` no such account, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            payor = load_payor(s, account_id)
            return methods_for(self._setup.current(s), payor.person_type)

    def outlook(self, command: AddCredit, actor: Actor) -> CreditOutlook:
        """What adding this credit will do; nothing is locked or written, nothing is asked.

        Raises:
            Refused: as ``add`` for the selection, method and amount.
        """
        actor.require(Right.ADD_CREDIT)
        check_amount(command.amount)
        with self._db.read() as s:
            setup = self._setup.current(s)
            payor = load_payor(s, command.account_id)
            number = command.employee_number or payor.employee_number
            check_method(command.method, payor.person_type, number, setup)
            selected = selected_sum(s, command, setup)
            waiting = store.load_adjustments(s, account_id=command.account_id, waiting=True)
        return credit_outlook(command.amount, selected, total(one.left for one in waiting))

    def add(
        self, command: AddCredit, actor: Actor, *, secret: Secret | None = None
    ) -> Saved[AddedCredit]:
        """Make the linked pair: a debit that the method pays at once, and a credit that waits.

        One transaction: two adjustments, a payment event with one tender and one frozen payment
        (AC2-2). The account's balance does not move (AC2-3). ``secret`` is of the supervisor who
        approves what the actor may not, such as cash above the hard limit (D-19, D-24).

        Raises:
            Refused: ``M-327`` nothing selected, ``M-324``, ``M-325`` the amount, ``M-340``, ``M-328``,
                ``M-329`` the method, ``M-321``..``M-323``, ``M-345`` the selection, ``M-05``.. the
                drawer (AC2-4), ``M-238`` above its hard limit, ``M-51``, ``M-87``.
            NeedsConfirmation: ``M-326`` above what is selected (AC2-6), and as for any payment.
        """
        actor.require(Right.ADD_CREDIT)
        actor.require(Right.ADD_EVENT)
        actor.require(Right.FREEZE)
        command = replace(
            command,
            method=clean_text(command.method, "method", _TYPE).upper(),
            comment=clean_text(command.comment, "comment"),
            employee_number=check_employee_number(command.employee_number),
            check_number=clean_text(command.check_number, "check_number", _CHECK),
        )
        order = Order("credit.add", command.request_id, fingerprint(command))
        saved = self._changer.run_lacking(order, actor, partial(self._add, command), secret)
        credit_ = self._shown(AdjustmentId(saved.value))
        debit = self._shown(credit_.linked_id or AdjustmentId(0))
        added = AddedCredit(debit.id, credit_.id, debit.event_id or EventId(0))
        return Saved(added, saved.topics, saved.replayed)

    def reverse(
        self,
        credit_id: AdjustmentId,
        request_id: str,
        actor: Actor,
        *,
        comment: str = "",
        method: str = "",
        control_id: ControlId | None = None,
        secret: Secret | None = None,
    ) -> Saved[AdjustmentId]:
        """Take an untouched credit back: the opposite pair, and its money goes back (AC2-8).

        Cashiers take back what lies in their own open drawer since today; a supervisor, or somebody
        with the approval of one, anything.

        Args:
            credit_id: the credit, or its debit.
            request_id: of this request (D-21).
            actor: who asks.
            comment: why.
            method: tender type that the money goes back by; as it came by default.
            control_id: the drawer that it leaves.
            secret: of the supervisor who approves (D-24).

        Returns:
            The opposite of the credit.

        Raises:
            Refused: ``M-331`` reversed before, ``M-332`` part of it is spent, ``M-322`` a checkout
                holds it, ``M-349`` no added credit, ``M-346`` the method, ``M-43``, ``M-51``,
                ``M-87``.
        """
        actor.require(Right.ADD_CREDIT)
        command = ReverseCredit(
            request_id,
            credit_id,
            clean_text(comment, "comment"),
            clean_text(method, "method", _TYPE).upper(),
            control_id,
        )
        order = Order("credit.reverse", request_id, fingerprint(command))
        approval = self._changer.approval(order, secret, _MAY_CANCEL, actor)
        change = partial(self._reverse, command)
        saved = self._changer.run(order, actor, change, approval)
        return Saved(AdjustmentId(saved.value), saved.topics, saved.replayed)

    def _shown(self, adjustment_id: AdjustmentId) -> Adjustment:
        with self._db.read() as s:
            return load_adjustment(s, adjustment_id)

    def _add(self, command: AddCredit, s: Transaction, context: CreditContext) -> Changed:
        setup = context.setup
        check_amount(command.amount)
        payor = load_payor(s, command.account_id)
        number = command.employee_number or payor.employee_number
        kind, method = check_method(command.method, payor.person_type, number, setup)
        control_id, context = lock_for_money(
            s, command.account_id, command.control_id, payor.currency, context
        )
        ask_above_selected(
            command.amount, selected_sum(s, command, setup), payor.currency, command.confirmed
        )
        agreement = agreement_of_type(
            s, command.account_id, setup.crediting.options.adjustment_sa_type, context.today
        )
        options = setup.crediting.options
        books = context.books(payor.currency)
        debit_id = AdjustmentId(take_id(s))
        posting = charge(command.amount, receivable(setup), options.open_credit_code)
        _ft, rows = store.post(s, debit_id, agreement, posting, books)
        added = take_money(
            s,
            self._events,
            context,
            payor=command.account_id,
            tender=TenderDraft(kind.code, command.amount, command.check_number),
            payments=(to_agreement(command.account_id, agreement, command.amount, setup),),
            action=DistributeAction.FREEZE,
            control_id=control_id,
            confirmed=command.confirmed,
        )
        shared = {
            "account_id": command.account_id,
            "agreement_id": agreement,
            "requisition_code": options.add_credit_code,
            "currency": payor.currency,
            "comment": command.comment,
            "method": kind.code,
            "employee_number": number if method.asks_employee_number or method.payroll else "",
        }
        debit = {"id": debit_id, "amount": command.amount, "event_id": added.event_id}
        _id, made = store.insert_adjustment(s, shared | debit, context.stamp, processed=True)
        credit_ = {
            "amount": -command.amount,
            "clearing_code": options.open_credit_code,
            "linked_id": debit_id,
        }
        credit_id, more = store.insert_adjustment(
            s, shared | credit_, context.stamp, processed=False
        )
        body = {"account": command.account_id, "event": added.event_id, "method": kind.code}
        return Changed(credit_id, body, joined(rows, made, more))

    def _reverse(self, command: ReverseCredit, s: Transaction, context: CreditContext) -> Changed:
        credit_, debit = credit_pair(s, command.credit_id)
        event_id = debit.event_id
        if event_id is None:
            raise AssertionError("the debit of an added credit was paid by an event")
        context = lock_event(s, event_id, credit_.account_id, command.control_id, context)
        credit_, debit = credit_pair(s, command.credit_id)
        check_reversible(credit_)
        event = load_event(s, event_id, context.setup)
        method = refund_method(event, command.method, context.setup)
        if credit_.alone:
            # It is on the account's balance already (AJ-3): that is a supervisor's to undo.
            context.actor.require(Right.REFUND)
        made, rows = reverse_pair(s, credit_, debit, command.comment, context)
        give_back(
            s,
            self._event_changer,
            event_id,
            context,
            method=method or "",
            control_id=command.control_id,
        )
        body = {"account": credit_.account_id, "reverses": credit_.id, "event": event_id}
        return Changed(made, body, rows)
