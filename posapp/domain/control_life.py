"""The life of a tender control: open, being balanced, balanced, and open again.

Source: controls 5.1, 5.3 (TC-20..TC-27), D-15, D-16, D-44, DC-03, DC-15, DC-16. Pure: facts in,
refusal or decision out. Amounts are integer minor units of the control's currency.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from posapp.domain.approvals import Approval, check_same_office
from posapp.domain.codes import ControlStatus, ExceptionGate
from posapp.domain.control_counts import Counting, Difference
from posapp.domain.control_lines import ControlLine, must_be_counted
from posapp.domain.ids import ControlId, DepositControlId, EventId, UserId, long_id
from posapp.domain.money import ZERO, Money
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.setup_options import Denomination
from posapp.domain.tender_controls import ENTRY_SOURCES, Control, DepositControl
from posapp.errors import Concern, NeedsConfirmation, Refused

OPEN, BALANCING, BALANCED = ControlStatus


@dataclass(frozen=True, slots=True)
class ChangeControl:
    """New values of a tender control; what is ``None`` stays (5.1).

    ``counted`` are the notes and coins of a new starting balance. ``user_id`` gives the drawer to
    one user, ``all_users`` to everybody; ``tender_source`` is another one, before the first tender.
    """

    request_id: str
    control_id: ControlId
    starting_balance: Money | None = None
    counted: tuple[tuple[Denomination, int], ...] = ()
    comments: str | None = None
    user_id: UserId | None = None
    all_users: bool | None = None
    deposit_control_id: DepositControlId | None = None
    tender_source: str | None = None


@dataclass(frozen=True, slots=True)
class ControlClose:
    """A Z report: the drawer as it was balanced, numbered by office (BL-06, TC-25)."""

    id: int
    number: int
    version: int
    count_id: int
    closed_at: datetime
    closed_by: str
    events: int
    canceled: int
    exceptions: int
    first_receipt: int | None
    last_receipt: int | None
    chain_head: str
    chain_length: int
    reopened_at: datetime | None
    reopened_by: str
    reopened_to: ControlStatus | None
    reopen_reason: str


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """What balancing reads, under the locks.

    ``at_drawer`` says that who confirms takes money at this drawer, ``blind`` that who asks may not
    see what was expected; ``awaiting`` counts turn-ins, ``exceptions`` what needs attention,
    ``attention`` names the newest events of those.
    """

    control: Control
    deposit: DepositControl
    lines: tuple[ControlLine, ...]
    counting: Counting
    awaiting: int
    exceptions: int
    at_drawer: bool
    blind: bool
    attention: tuple[EventId, ...] = ()


def check_status(control: Control, *wanted: ControlStatus, action: str) -> None:
    """Stop an action that the status does not allow (the table of 5.3).

    Raises:
        Refused: ``M-220``.
    """
    if control.status not in wanted:
        raise Refused(
            "M-220",
            field="tender_control",
            value=control.id,
            status=control.status,
            needed=wanted,
            action=action,
        )


def check_by_hand(control: Control, deposit: DepositControl) -> None:
    """Stop what people do not change: drawers under a balanced deposit control (DC-15), of jobs (DC-16).

    Raises:
        Refused: ``C-08``; ``M-228`` for a control that the program fills and balances itself.
    """
    if deposit.status is BALANCED:
        raise Refused("C-08", field="deposit_control", value=deposit.id)
    if deposit.source_type not in ENTRY_SOURCES:
        raise Refused(
            "M-228",
            field="tender_control",
            value=control.id,
            action="changed by hand",
            reason="a job fills and balances it",
        )


def check_at_drawer(control: Control, actor: Actor) -> None:
    """Stop who has no business at a drawer: its user, or a supervisor, may go on.

    Raises:
        Refused: ``C-02`` another's drawer, ``M-51`` nobody who works at drawers.
    """
    if actor.may(Right.BALANCE_CONTROL):
        return
    actor.require(Right.OPEN_CONTROL)
    if not control.all_users and control.user_id != actor.user_id:
        raise Refused("C-02", field="tender_control", user=control.user_name)


def differences(lines: tuple[ControlLine, ...], *, blind: bool) -> tuple[Difference, ...]:
    """Types that were counted otherwise than expected; ``lines`` are not blind, the answer may be."""
    return tuple(
        Difference(
            line.tender_type,
            line.description,
            line.ending,
            None if blind else line.expected,
            None if blind else line.over_under,
        )
        for line in lines
        if line.ending is not None and line.over_under
    )


def refuse_difference(found: tuple[Difference, ...], currency: str) -> None:
    """Stop balancing a drawer that differs; the sentence is of the first type, all are named (TC-22).

    Raises:
        Refused: ``C-05``, blind ``C-05H``.
    """
    for one in found:
        says = {"tender_type": one.description, "types": [each.tender_type for each in found]}
        if one.expected is None:
            raise Refused("C-05H", field="ending", **says)
        raise Refused(
            "C-05",
            field="ending",
            counted=one.counted,
            expected=one.expected,
            difference=one.difference,
            currency=currency,
            differences=[
                {
                    "type": each.tender_type,
                    "counted": each.counted,
                    "expected": each.expected,
                    "difference": each.difference,
                }
                for each in found
            ],
            **says,
        )


def check_complete(lines: tuple[ControlLine, ...], endings: Mapping[str, Money]) -> None:
    """Stop a count that leaves out a type with activity or a starting balance (TC-23).

    Raises:
        Refused: ``M-222``.
    """
    words = {line.tender_type: line.description for line in lines}
    for kind in sorted(must_be_counted(lines) - set(endings)):
        raise Refused(
            "M-222", field="ending", tender_type=kind, reason=f"{words[kind]} was not counted"
        )


def check_confirmer(
    facts: ClosingFacts, actor: Actor, approval: Approval | None, setup: SetUp
) -> UserId:
    """Who confirms that a drawer is balanced: the user's id (D-15, TC-26).

    The supervisor who asks or the one who gave the own secret, never who works at the drawer,
    unless the set-up lets cashiers balance their own.

    Raises:
        Refused: ``M-51`` without the right, ``M-221`` for who works at the drawer, ``M-267`` for
            somebody of another office.
    """
    who = actor if approval is None else approval.approver
    check_same_office(who, facts.deposit.office)
    if facts.at_drawer:
        if not setup.drawers.cashier_may_balance:
            if not who.may(Right.BALANCE_CONTROL):
                who.require(Right.BALANCE_CONTROL)
            raise Refused("M-221", field="approver", user=who.name)
        who.require(Right.OPEN_CONTROL)
    else:
        who.require(Right.BALANCE_CONTROL)
    return who.user_id


def decide_close(facts: ClosingFacts, setup: SetUp, confirmed: frozenset[str]) -> tuple[str, ...]:
    """Whether a counted drawer is balanced (TC-22..TC-24); returns the concerns confirmed.

    Raises:
        Refused: ``M-220``, ``C-08``, ``C-06``, ``M-222``, ``C-05``, ``C-05H``, ``M-223``.
        NeedsConfirmation: ``C-07`` for what needs attention.
    """
    check_by_hand(facts.control, facts.deposit)
    check_status(facts.control, BALANCING, action="balance it")
    if facts.awaiting:
        raise Refused("C-06", field="turn_ins", n=facts.awaiting)
    endings = facts.counting.endings
    if endings is None:
        raise Refused("M-222", field="ending", reason="no count was submitted")
    check_complete(facts.lines, endings)
    refuse_difference(differences(facts.lines, blind=facts.blind), facts.control.currency)
    if not facts.exceptions:
        return ()
    if setup.drawers.exceptions_gate is ExceptionGate.REFUSE:
        raise Refused("M-223", field="exceptions", n=facts.exceptions)
    if "C-07" not in confirmed:
        named = [long_id(one) for one in facts.attention]
        if facts.exceptions > len(named):
            named.append("\u2026")
        says = {"n": facts.exceptions, "events": ", ".join(named)}
        raise NeedsConfirmation((Concern("C-07", says),))
    return ("C-07",)


def check_reopening(
    control: Control, deposit: DepositControl, to: ControlStatus, reason: str
) -> None:
    """Whether a control may go back (TC-21, TC-25, C-08).

    Raises:
        Refused: ``M-220`` when it is not further on, ``C-08``, ``M-50`` a status that nobody goes
            back to, ``M-132`` a balanced one without a reason.
    """
    check_by_hand(control, deposit)
    if to is BALANCED:
        raise Refused("M-50", field="to", value=to.value, reason="is no status to go back to")
    further = (BALANCED,) if to is BALANCING else (BALANCING, BALANCED)
    check_status(control, *further, action="reopen it")
    if control.status is BALANCED and not reason:
        raise Refused("M-132", field="reopen_reason", what="why it is reopened")


def new_float(command: ChangeControl) -> Money | None:
    """The starting balance a change asks for: as counted, else as given; ``None``: it stays.

    Raises:
        Refused: ``M-50`` when it is negative or the count differs from the given amount.
    """
    given = command.starting_balance
    if not command.counted:
        amount = given
    else:
        amount = Money(sum(item.value.minor * quantity for item, quantity in command.counted))
        if given not in {None, amount}:
            reason = "differs from the counted notes and coins"
            raise Refused("M-50", field="starting_balance", value=given, reason=reason)
    if amount is not None and amount < ZERO:
        raise Refused("M-50", field="starting_balance", value=amount, reason="is negative")
    return amount
