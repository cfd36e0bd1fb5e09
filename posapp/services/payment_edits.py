"""Change the payments of an event while they are not frozen: add, change, split, delete."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from posapp.domain import payment_edits as rules
from posapp.domain.accounts import Account
from posapp.domain.clock import Clock
from posapp.domain.event_log import told_change
from posapp.domain.ids import AccountId, EventId, PaymentId
from posapp.domain.manual_split import SplitPart, decide_split
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import PaymentDraft
from posapp.domain.rights import Actor, Right
from posapp.domain.texts import clean_payment
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services.event_actions import distribute_payments, freeze_as_asked
from posapp.services.event_change import Change, ChangeContext, EventChanger
from posapp.services.held_items import refuse_held, refuse_held_agreements
from posapp.services.setup import SetUpCache
from posapp.storage import payment_edits as store
from posapp.storage.accounts import load_accounts
from posapp.storage.base import Transaction
from posapp.storage.canceling import event_of_payment
from posapp.storage.db import Database
from posapp.storage.event_writes import Stamp
from posapp.storage.requests import result_of_request


class PaymentEdits:
    """Use cases on one payment of an event.

    ``seen`` is the version of the event that the user looked at; where it is given and somebody
    changed the event since, the action is refused with ``M-30`` (PY-6).
    """

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._changer = EventChanger(db, clock, setup)

    def add(
        self,
        event_id: EventId,
        draft: PaymentDraft,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Add an Incomplete payment to an event (PE-8, PE-11, TN-5).

        Raises:
            Refused: ``M-01``, ``M-02``, ``M-10``, ``M-55``, ``M-65``, ``C-22``.
        """
        actor.require(Right.ADD_EVENT)
        clean = clean_payment(draft)
        change = partial(_add, clean)
        return self._changer.run(
            "payment.add", event_id, request_id, actor, change, content=str(clean), seen=seen
        )

    def change(
        self,
        payment_id: PaymentId,
        draft: PaymentDraft,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Give an unfrozen payment new values; account, amount and match drop its segments (PE-12).

        Raises:
            Refused: ``M-12`` when it is frozen, and what ``add`` raises.
        """
        actor.require(Right.ADD_EVENT)
        clean = clean_payment(draft)
        change = partial(_change, payment_id, clean)
        return self._run(
            "payment.set", payment_id, change, request_id, actor, f"{payment_id} {clean}", seen
        )

    def adjust(
        self,
        payment_id: PaymentId,
        change: PaymentChange,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Change some values of an unfrozen payment and keep the others.

        What is kept is read under the lock, so a repeated request is the same one whatever
        happened in between (D-21).

        Raises:
            Refused: as ``change``.
        """
        actor.require(Right.ADD_EVENT)
        return self._run("payment.set", payment_id, partial(adjust_payment, payment_id, change),
                         request_id, actor, f"{payment_id} {change}", seen)  # fmt: skip

    def delete(
        self,
        payment_id: PaymentId,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Remove an unfrozen payment; the tenders stay (PE-8).

        Raises:
            Refused: ``M-12`` when it is frozen or canceled.
        """
        actor.require(Right.ADD_EVENT)
        return self._run("payment.delete", payment_id, partial(drop_payment, payment_id), request_id,
                         actor, str(payment_id), seen)  # fmt: skip

    def split(
        self,
        payment_id: PaymentId,
        lines: Sequence[SplitPart],
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Distribute an unfrozen payment by hand, by agreement and bill (PY-8..PY-10, PY-12).

        Raises:
            Refused: ``M-02``, ``M-12``, ``M-23``, ``M-27``, ``M-55``, ``M-57``, ``M-120``.
        """
        actor.require(Right.DISTRIBUTE)
        content = " ".join(map(_said, lines))
        change = partial(split_payment, payment_id, tuple(lines))
        return self._run(
            "payment.split", payment_id, change, request_id, actor, f"{payment_id} {content}", seen
        )

    def distribute(
        self,
        payment_id: PaymentId,
        request_id: str,
        actor: Actor,
        confirmed: frozenset[str] = frozenset(),
        *,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Distribute one payment; a failure is stored on it (PY-1).

        Raises:
            NeedsConfirmation: ``M-35`` when it was split by hand.
        """
        actor.require(Right.DISTRIBUTE)
        change = partial(distribute_payments, confirmed, payment_id)
        return self._run(
            "payment.distribute", payment_id, change, request_id, actor, str(payment_id), seen
        )

    def freeze(
        self,
        payment_id: PaymentId,
        request_id: str,
        actor: Actor,
        confirmed: frozenset[str] = frozenset(),
        *,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Freeze one Freezable payment (PY-2).

        Raises:
            NeedsConfirmation: ``M-89`` when the event is unbalanced (PE-14).
        """
        actor.require(Right.FREEZE)
        change = partial(freeze_as_asked, confirmed, payment_id)
        return self._run(
            "payment.freeze", payment_id, change, request_id, actor, str(payment_id), seen
        )

    def _run(
        self,
        kind: str,
        payment_id: PaymentId,
        change: Change,
        request_id: str,
        actor: Actor,
        content: str,
        seen: int | None,
    ) -> Saved[EventId]:
        with self._db.read() as s:
            event_id = event_of_payment(s, payment_id)
            if event_id is None:
                # What this request deleted is gone, and asking again is still the same request.
                event_id = result_of_request(s, request_id, kind)
        if event_id is None:
            raise Refused("M-55", field="payment", value=payment_id)
        return self._changer.run(
            kind, EventId(event_id), request_id, actor, change, content=content, seen=seen
        )


def _add(draft: PaymentDraft, s: Transaction, context: ChangeContext) -> dict[str, Any]:
    account = _account(s, draft.account_id, context)
    rules.check_draft(draft, account, context.event.currency, context.setup)
    refuse_held(s, [draft], context.setup)
    payment_id = store.insert_payment(s, context.event.id, draft, _stamp(context))
    told = told_change("payment", payment_id, {}, rules.audited(draft))
    return {
        "payment": payment_id,
        "account": draft.account_id,
        "amount": draft.amount.minor,
        "told": told,
    }


def _change(
    payment_id: PaymentId, draft: PaymentDraft, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    payment = rules.payment_of(context.event, payment_id)
    account = _account(s, draft.account_id, context)
    rules.check_draft(draft, account, context.event.currency, context.setup)
    dropped = rules.drops_segments(payment, draft)
    if dropped:
        refuse_held(s, [draft], context.setup)
    store.update_payment(s, payment, draft, dropped=dropped, setup=context.setup)
    return {
        "payment": payment.id,
        "before": {"account": payment.account_id, "amount": payment.amount.minor},
        "after": {"account": draft.account_id, "amount": draft.amount.minor},
        "told": told_change(
            "payment", payment.id, rules.audited(rules.draft_of(payment)), rules.audited(draft)
        ),
    }


def adjust_payment(
    payment_id: PaymentId, change: PaymentChange, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    """Change some values of an unfrozen payment; what is kept is read under the lock (PE-12)."""
    payment = rules.payment_of(context.event, payment_id)
    draft = clean_payment(change.applied(payment, context.setup))
    return _change(payment_id, draft, s, context)


def drop_payment(payment_id: PaymentId, s: Transaction, context: ChangeContext) -> dict[str, Any]:
    """Remove an unfrozen payment (PE-8)."""
    payment = rules.payment_of(context.event, payment_id)
    store.delete_payment(s, payment, context.setup)
    told = told_change("payment", payment_id, rules.audited(rules.draft_of(payment)), {})
    return {
        "payment": payment_id,
        "account": payment.account_id,
        "amount": payment.amount.minor,
        "told": told,
    }


def split_payment(
    payment_id: PaymentId,
    lines: Sequence[SplitPart],
    s: Transaction,
    context: ChangeContext,
) -> dict[str, Any]:
    """Distribute an unfrozen payment by hand (PY-8..PY-12)."""
    payment = rules.payment_of(context.event, payment_id)
    refuse_held_agreements(s, [agreement_id for agreement_id, _, _ in lines])
    named = [bill_id for _, bill_id, _ in lines if bill_id is not None]
    payee = store.load_split_payee(s, payment, context.setup, named)
    split = decide_split(payment, lines, payee, context.setup)
    store.record_split(s, payment, split, context.setup)
    return {
        "payment": payment_id,
        "split": [
            [agreement_id, amount.minor, *([] if bill_id is None else [bill_id])]
            for agreement_id, bill_id, amount in split.lines
        ],
    }


def _said(line: SplitPart) -> str:
    """A line as it is compared when its request comes again (D-21)."""
    agreement_id, bill_id, amount = line
    return f"{agreement_id}:{amount.minor}" + ("" if bill_id is None else f":{bill_id}")


def _account(s: Transaction, account_id: AccountId, context: ChangeContext) -> Account:
    found = load_accounts(s, [account_id], context.today, context.setup).get(account_id)
    if found is None:
        raise Refused("M-01", field="account", value=account_id)
    return found


def _stamp(context: ChangeContext) -> Stamp:
    return Stamp(context.now, context.actor.user_id)
