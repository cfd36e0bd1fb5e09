"""What may be done to an event and its tenders now, and what forbids the rest.

Source: payments 5, 6 and 9, CX-1, CX-3, D-10, D-12, D-28, D-32, D-44, TC-01. These are the tests of
the actions themselves, asked before, so a button is enabled exactly when its action is possible.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from posapp.domain.autopay import check_all_frozen
from posapp.domain.bound_events import check_unbound
from posapp.domain.codes import ControlStatus, TenderStatus
from posapp.domain.event_views import EventView, TenderView
from posapp.domain.ids import AccountId, ControlId
from posapp.domain.money import Money
from posapp.domain.payment_events import TenderDraft
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control
from posapp.domain.tender_edits import check_change, check_deletable, check_move, tender_of
from posapp.domain.transfers import payment_of_event, payments_of_payor
from posapp.errors import Refused


@dataclass(frozen=True, slots=True)
class EventDesk:
    """What stands around an event's tenders.

    Attributes:
        controls: tender controls of the tenders.
        usable: open ones that this user puts money into, the one offered first (D-02).
        open_controls: those, and where the user may, every other open one of the office.
        cash_only: payors whose account is cash-only (D-03).
        today: business date of the office.
    """

    controls: Mapping[ControlId, Control]
    usable: tuple[Control, ...]
    open_controls: tuple[Control, ...]
    cash_only: frozenset[AccountId]
    today: date


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks about which event, with everything the answers depend on."""

    event: EventView
    desk: EventDesk
    actor: Actor
    setup: SetUp

    def why_not_add(self) -> Refused | None:
        """What forbids another tender (TN-2, TN-5)."""
        return _refusal(self._add)

    def why_not_change(self, tender: TenderView) -> Refused | None:
        """What forbids any change of a tender (D-28)."""
        return _refusal(lambda: self._change(tender, 0))

    def why_not_change_amount(self, tender: TenderView) -> Refused | None:
        """What forbids another amount (D-28)."""
        return _refusal(lambda: self._change(tender, 1))

    def why_not_move(self, tender: TenderView) -> Refused | None:
        """What forbids putting a tender into another drawer (TC-04)."""
        refused = _refusal(lambda: self._own(tender))
        if refused is not None or self.targets(tender):
            return refused
        others = (one for one in self.desk.open_controls if one.id != tender.tender_control_id)
        refusals = (self._move(tender, one) for one in others)
        return next(refusals, None) or Refused("M-70", reason="no other drawer is open")

    def why_not_delete(self, tender: TenderView) -> Refused | None:
        """What forbids taking a tender away (D-12)."""
        return _refusal(lambda: self._delete(tender))

    def why_not_cancel(self, tender: TenderView) -> Refused | None:
        """What forbids cancelling a tender (CX-1, D-10, D-44)."""
        return _refusal(lambda: self._cancel(tender))

    def why_not_cancel_event(self) -> Refused | None:
        """What forbids cancelling every tender (D-32)."""
        return _refusal(self._cancel_event)

    def why_not_transfer(self) -> Refused | None:
        """What forbids moving the event to another account (9)."""
        return _refusal(self._transfer)

    def targets(self, tender: TenderView) -> tuple[Control, ...]:
        """Drawers that a tender can be moved to."""
        return tuple(one for one in self.desk.open_controls if self._move(tender, one) is None)

    def _free(self, *, bounced: bool = False) -> None:
        """Events of checkouts and added credits change with those (CK-6, AC2-8)."""
        check_unbound(self.event.bond, self.event.id, bounced=bounced)

    def _add(self) -> None:
        self._free()
        self.actor.require(Right.ADD_EVENT)
        if not self.desk.usable:
            raise Refused("M-05N")

    def _move(self, tender: TenderView, target: Control) -> Refused | None:
        desk, setup = self.desk, self.setup
        return _refusal(lambda: check_move(tender, target, self.event, desk.controls, setup))

    def _change(self, tender: TenderView, more: int) -> None:
        self._own(tender)
        amount = tender.control_amount + Money(more)
        draft = TenderDraft(tender.tender_type, amount, tender.check_number or "0")
        check_change(tender, draft, self.event, self.desk.controls, self.setup)

    def _delete(self, tender: TenderView) -> None:
        self._own(tender)
        check_deletable(tender, self.event, self.desk.controls)

    def _own(self, tender: TenderView) -> None:
        self._free()
        self.actor.require(Right.ADD_EVENT)
        tender_of(self.event, tender.id)
        control = self._control(tender)
        if control is None or self.actor.may(Right.OPEN_CONTROL_FOR_OTHERS):
            return
        if not self._is_mine(control):
            raise Refused("C-02", user=control.user_name)

    def _cancel(self, tender: TenderView) -> None:
        self._may_cancel()
        tender_of(self.event, tender.id)
        check_all_frozen(self.event, self.desk.today, self.setup)

    def _cancel_event(self) -> None:
        self._may_cancel()
        if not any(t.status is TenderStatus.VALID and not t.flagged for t in self.event.tenders):
            raise Refused("M-70", reason="every tender of the event is canceled already")
        check_all_frozen(self.event, self.desk.today, self.setup)

    def _may_cancel(self) -> None:
        """Cashiers on the same day in their own open drawer, supervisors anything (D-44).

        Money that was not good is not good whatever it paid; the dialog offers no other reason.
        """
        self._free(bounced=True)
        if self.actor.may(Right.CANCEL_ANY):
            return
        self.actor.require(Right.CANCEL_OWN)
        for control in self.desk.controls.values():
            own = control.user_id == self.actor.user_id
            today = control.business_date == self.desk.today
            if not own or not today or control.status is not ControlStatus.OPEN:
                raise Refused("M-51", right=Right.CANCEL_ANY.value)

    def _transfer(self) -> None:
        self._free()
        self.actor.require(Right.EVENT_TRANSFER)
        if self.event.details:
            payments_of_payor(self.event)
        else:
            payment_of_event(self.event)

    def _control(self, tender: TenderView) -> Control | None:
        number = tender.tender_control_id
        return None if number is None else self.desk.controls[number]

    def _is_mine(self, control: Control) -> bool:
        return control.all_users or control.user_id == self.actor.user_id


def _refusal(check: Callable[[], object]) -> Refused | None:
    try:
        check()
    except Refused as refused:
        return refused
    return None
