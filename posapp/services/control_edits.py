"""Changing a drawer's starting balance, comments, user, deposit control, source (controls 5.1)."""

from typing import Any

from posapp.domain.codes import ControlStatus
from posapp.domain.control_life import (
    ChangeControl,
    check_at_drawer,
    check_by_hand,
    check_status,
    new_float,
)
from posapp.domain.floats import check_float_change, check_second_person, float_confirmer
from posapp.domain.ids import UserId, short_id
from posapp.domain.money import Money
from posapp.domain.rights import Right
from posapp.domain.setup import TenderSource
from posapp.domain.sign_in import works_at_drawers
from posapp.domain.tender_controls import check_holds, check_pieces, is_one_box
from posapp.errors import Refused
from posapp.services.control_change import Changed, ControlContext
from posapp.services.held import load_held
from posapp.storage import control_changes as store
from posapp.storage.base import Transaction
from posapp.storage.control_counts import count_submitted
from posapp.storage.deposit_slips import listed_of
from posapp.storage.tender_controls import load_deposit_control, open_controls_of_source
from posapp.storage.users import list_users

OPEN, BALANCING = ControlStatus.OPEN, ControlStatus.BALANCING


def rights_to_change(command: ChangeControl) -> frozenset[Right]:
    """What an approver must be allowed to, for what a change asks for."""
    rights = set()
    if command.starting_balance is not None or command.counted:
        rights.add(Right.BALANCE_CONTROL)
    if command.user_id is not None or command.all_users is not None:
        rights.add(Right.OPEN_CONTROL_FOR_OTHERS)
    if command.deposit_control_id is not None:
        rights.add(Right.DEPOSIT_CONTROL)
    if command.tender_source is not None:
        rights.add(Right.OPEN_CONTROL)
    return frozenset(rights)


def change_control(command: ChangeControl, s: Transaction, context: ControlContext) -> Changed:
    """Carry a change out.

    Raises:
        Refused: see ``ControlLife.change``; ``M-70`` when it says nothing.
    """
    control = context.control
    check_by_hand(control, context.deposit)
    check_at_drawer(control, context.actor)
    check_status(control, OPEN, BALANCING, action="change it")
    values: dict[str, Any] = {}
    amount = new_float(command)
    if amount is not None:
        values |= _float(command, amount, s, context)
    if command.comments is not None:
        values["comments"] = command.comments
    if command.user_id is not None or command.all_users is not None:
        values |= _user(command, s, context)
    source = context.source
    if command.tender_source not in {None, control.tender_source}:
        source = _other_source(command, s, context)
        values |= {"tender_source": source.code}
    if command.deposit_control_id is not None:
        values |= _deposit(command, source, s, context)
    if not values:
        raise Refused("M-70", reason="nothing changes")
    store.set_control(s, control.id, values)
    body = {name: value for name, value in values.items() if name != "comments"}
    return Changed(control.id, {"set": body}, {})


def _require(context: ControlContext, right: Right) -> None:
    """The right, of the one who asks or of the one who approves."""
    if context.approval is None or right not in context.approval.rights:
        context.actor.require(right)


def _float(
    command: ChangeControl, amount: Money, s: Transaction, context: ControlContext
) -> dict[str, Any]:
    control, setup = context.control, context.setup
    check_pieces(command.counted, control.currency, setup)
    (held,) = load_held(s, (control.id,), context.actor, setup)
    approver = None if context.approval is None else context.approval.approver
    check_float_change(held, count_submitted(s, control), amount, setup)
    check_second_person(control, approver, setup)
    if store.traces_of(s, control.id) or control.status is not OPEN:
        # Who took the money cannot make a difference go away alone (P2).
        _require(context, Right.BALANCE_CONTROL)
        who = approver or context.actor
        if store.works_at(s, control, who.user_id):
            raise Refused("M-221", field="approver", user=who.name)
    store.replace_float(s, control.id, command.counted)
    opener = store.opener_of(s, control.id)
    return {
        "starting_balance": amount,
        "float_confirmed_by": float_confirmer(opener, context.actor, approver),
    }


def _user(command: ChangeControl, s: Transaction, context: ControlContext) -> dict[str, Any]:
    check_status(context.control, OPEN, action="give it to somebody else")
    _require(context, Right.OPEN_CONTROL_FOR_OTHERS)
    if command.all_users:
        if command.user_id is not None:
            reason = "does not go with a drawer for all users"
            raise Refused("M-50", field="user_id", value=command.user_id, reason=reason)
        return {"all_users": True, "user_id": None}
    user_id = command.user_id or context.control.user_id
    if user_id is None:
        raise Refused("M-50", field="user_id", value="", reason="is missing")
    _check_works(s, user_id, context)
    return {"all_users": False, "user_id": user_id}


def _check_works(s: Transaction, user_id: UserId, context: ControlContext) -> None:
    for user in list_users(s):
        if user.id == user_id and works_at_drawers(user, context.source.office):
            return
    raise Refused("M-55", field="user_id", value=user_id)


def _other_source(command: ChangeControl, s: Transaction, context: ControlContext) -> TenderSource:
    """Another tender source, which nothing went through the drawer to speak against (5.1, TC-07)."""
    control, setup = context.control, context.setup
    check_status(control, OPEN, action="give it another tender source")
    _require(context, Right.OPEN_CONTROL)
    source = setup.tender_sources.get(command.tender_source or "")
    if source is None or not source.active:
        raise Refused("M-55", field="tender_source", value=command.tender_source)
    traces = store.traces_of(s, control.id)
    if traces:
        reason = ", ".join(f"{n} {what}" for what, n in traces.items())
        raise Refused(
            "M-228",
            field="tender_source",
            value=control.id,
            action="given another tender source",
            reason=f"it has {reason}",
        )
    if command.deposit_control_id is None:
        check_holds(context.deposit, source, field="tender_source")
    if source.currency != control.currency:
        raise Refused("C-04", field="tender_source")
    if is_one_box(source, setup):
        for other in open_controls_of_source(s, source.code):
            raise Refused("C-07O", field="tender_source", value=source.code, control=other)
    return source


def _deposit(
    command: ChangeControl, source: TenderSource, s: Transaction, context: ControlContext
) -> dict[str, Any]:
    """To another open deposit control of the same kind; turn-ins and slips stay with theirs (P7)."""
    control, to = context.control, command.deposit_control_id
    check_status(control, OPEN, action="move it")
    _require(context, Right.DEPOSIT_CONTROL)
    deposit = None if to is None else load_deposit_control(s, to)
    if deposit is None:
        raise Refused("M-55", field="deposit_control", value=to)
    check_holds(deposit, source)
    if "turn-ins" in store.traces_of(s, control.id):
        raise Refused(
            "M-228",
            field="tender_control",
            value=control.id,
            action="moved",
            reason="its turn-ins lie in the present deposit control",
        )
    slip = listed_of(s, control.id)
    if slip is not None:
        raise Refused(
            "M-228",
            field="tender_control",
            value=control.id,
            action="moved",
            reason=f"deposit {short_id(slip)} lists its checks; take them off that slip first",
        )
    return {"deposit_control_id": deposit.id}
