"""Over and under: book what a drawer differs by in one step, and the log of it (controls 8)."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from posapp.domain.approvals import Secret
from posapp.domain.clock import Clock
from posapp.domain.codes import ControlStatus
from posapp.domain.control_counts import Difference, is_blind
from posapp.domain.control_life import (
    check_at_drawer,
    check_by_hand,
    check_complete,
    check_status,
    differences,
)
from posapp.domain.ids import ControlId, EventId, UserId
from posapp.domain.money import Money, total
from posapp.domain.over_unders import (
    BookedOverUnder,
    BookOverUnder,
    OverUnderEntry,
    check_reason,
    decide_booking,
    weight,
)
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved, Topic
from posapp.errors import Refused
from posapp.services.control_change import Changed, ControlChanger, ControlContext, Order
from posapp.services.numbering import take_numbers
from posapp.services.setup import SetUpCache
from posapp.services.users import Users
from posapp.storage import over_unders as store
from posapp.storage.base import Transaction
from posapp.storage.control_changes import set_control, works_at
from posapp.storage.db import Database
from posapp.storage.drawers import Drawer, load_drawer
from posapp.storage.event_views import load_event
from posapp.storage.event_writes import Numbers, Stamp, insert_event
from posapp.storage.guards import verify
from posapp.storage.ids import take_id
from posapp.storage.rates import load_quote

TOPICS: Final = frozenset({Topic.CONTROLS, Topic.EVENTS, Topic.LEDGER})
_APPROVES: Final = frozenset({Right.OVER_UNDER_ABOVE})
_REASON: Final = 8


class OverUnders:
    """Use cases of differences of drawers."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, users: Users) -> None:
        self._db = db
        self._setup = setup
        self._changer = ControlChanger(db, clock, setup, users)

    def book(
        self,
        command: BookOverUnder,
        actor: Actor,
        *,
        secret: Secret | None = None,
        seen: int | None = None,
    ) -> Saved[BookedOverUnder]:
        """Book the differences of the count that holds; the drawer agrees with it afterwards.

        The drawer is opened, gets one event on the company-use agreement and is being balanced
        again, all in one transaction (OU-04). The event has no receipt (OU-08).

        Args:
            command: which drawer, and why.
            actor: who books.
            secret: of the supervisor who approves a difference above the limit (OU-09, D-24).
            seen: version of the control that was looked at.

        Raises:
            Refused: ``M-220``, ``M-222`` without a complete count, ``M-225`` while it is blind,
                ``M-70`` nothing differs, ``M-226`` above the limit, ``M-221`` approved by one who
                works at the drawer, ``M-132``, ``M-55`` the reason, ``C-02``, ``C-08``, ``M-51``.
        """
        command = replace(
            command,
            reason=clean_text(command.reason, "over_under_reason", _REASON).upper(),
            comments=clean_text(command.comments, "comments"),
        )
        order = Order(
            "control.book_over_under",
            command.control_id,
            command.request_id,
            fingerprint(command),
            seen,
        )
        approval = self._changer.approval(order, secret, _APPROVES, actor)
        saved = self._changer.run(order, actor, partial(_book, command), approval)
        return Saved(self._booked(EventId(saved.value), command), saved.topics, saved.replayed)

    def log(
        self,
        actor: Actor,
        *,
        first: date | None = None,
        last: date | None = None,
        user_id: UserId | None = None,
        control_id: ControlId | None = None,
        reason: str = "",
    ) -> tuple[OverUnderEntry, ...]:
        """Bookings of the actor's office that fit, the oldest first, with running totals (OU-10).

        Who may not see what drawers should hold sees the own ones.
        """
        actor.require(Right.VIEW)
        if not actor.may(Right.SEE_EXPECTED):
            user_id = actor.user_id
        with self._db.read() as s:
            return store.load_log(
                s,
                actor.office,
                self._setup.current(s),
                first=first,
                last=last,
                user_id=user_id,
                control_id=control_id,
                reason=reason,
            )

    def _booked(self, event_id: EventId, command: BookOverUnder) -> BookedOverUnder:
        with self._db.read() as s:
            event = load_event(s, event_id, self._setup.current(s))
        if event is None:
            raise AssertionError("an event that books a difference is never deleted")
        amounts = tuple((tender.tender_type, tender.amount) for tender in event.tenders)
        net = total(amount for _, amount in amounts)
        return BookedOverUnder(event_id, command.control_id, amounts, net)


def _book(command: BookOverUnder, s: Transaction, context: ControlContext) -> Changed:
    control, setup, actor = context.control, context.setup, context.actor
    check_by_hand(control, context.deposit)
    actor.require(Right.BOOK_OVER_UNDER)
    check_at_drawer(control, actor)
    check_status(control, ControlStatus.BALANCING, action="book a difference")
    check_reason(command, setup)
    drawer = load_drawer(s, control)
    off = _differences(context, drawer)
    approved_by = _approver(s, context, weight(off, store.sum_booked(s, control.id)))
    company = store.company_agreement(s, control.currency, control.business_date, setup)
    order, new = decide_booking(command, off, control, company, setup)
    numbers = Numbers()
    if new.payments:
        office = setup.offices[new.office]
        numbers = take_numbers(s, None, office, new.payment_date, setup)
    stamp = Stamp(context.now, actor.user_id)
    # A tender goes into an open drawer only (TC-02), so it is open for this one.
    set_control(s, control.id, {"status": ControlStatus.OPEN})
    event_id, rows = insert_event(s, order, new, setup, stamp, numbers)
    set_control(s, control.id, {"status": ControlStatus.BALANCING})
    rows |= store.insert_over_under(
        s,
        {
            "id": take_id(s),
            "tender_control_id": control.id,
            "event_id": event_id,
            "count_id": drawer.counting.count_id,
            # Whoever has the drawer later had no part in it.
            "cashier_id": control.user_id,
            "reason": command.reason,
            "comments": command.comments,
            "created_at": context.now,
            "created_by": actor.user_id,
            "approved_by": approved_by,
        },
    )
    verify(s, event_ids=(event_id,))
    body = {"reason": command.reason, "agreement": company.agreement_id, "version": 1}
    return Changed(event_id, body, rows, TOPICS)


def _differences(context: ControlContext, drawer: Drawer) -> tuple[Difference, ...]:
    """What is to be booked: the types that differ from the count that holds."""
    endings = drawer.counting.endings
    if endings is None:
        raise Refused("M-222", field="ending", reason="no count was submitted")
    lines = drawer.lines(context.setup)
    check_complete(lines, endings)
    if is_blind(context.control, context.actor, context.setup, drawer.counting):
        # Booking would tell what the blind count hides, and who approves would not see what (D-24).
        raise Refused("M-225", field="tender_control")
    off = differences(lines, blind=False)
    if not off:
        raise Refused("M-70", reason="the count agrees with what is expected")
    return off


def _approver(s: Transaction, context: ControlContext, amount: Money) -> UserId | None:
    """Who approved, above the limit somebody who does not work at the drawer (OU-09).

    Raises:
        Refused: ``M-226`` nobody, ``M-221`` one of the drawer's users.
    """
    approval = context.approval
    who = context.actor if approval is None else approval.approver
    if _is_above_limit(s, context, amount):
        if not who.may(Right.OVER_UNDER_ABOVE):
            home = context.setup.installation.currency
            limit = context.setup.drawers.over_under_limit
            raise Refused("M-226", field="approver", limit=limit, currency=home)
        if works_at(s, context.control, who.user_id):
            raise Refused("M-221", field="approver", user=who.name)
    return None if approval is None else approval.approver.user_id


def _is_above_limit(s: Transaction, context: ControlContext, amount: Money) -> bool:
    """Compared in the installation's currency; without a rate nobody knows, so it is above."""
    setup, control = context.setup, context.control
    home = setup.installation.currency
    if control.currency != home:
        quote = load_quote(s, control.currency, home, control.business_date)
        if quote is None:
            return True
        source = setup.currencies[control.currency]
        amount = setup.currencies[home].convert(amount, source, quote.rate.exact)
    return amount > setup.drawers.over_under_limit
