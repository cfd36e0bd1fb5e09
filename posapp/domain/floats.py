"""Changing the starting balance of a drawer: until it was counted, and seen by whom it must be.

Source: controls 5.3, CN-05, OU-07, OU-09, D-15, D-37. Amounts are integer minor units of the
drawer's currency. Pure.
"""

from dataclasses import replace

from posapp.domain.held import Held, check_not_below
from posapp.domain.ids import UserId
from posapp.domain.money import Money
from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control
from posapp.errors import Refused


def check_float_change(held: Held, submitted: int, amount: Money, setup: SetUp) -> None:
    """Stop a starting balance that would make a difference go away, or was paid out already.

    A count that was submitted stays what it was compared with. Whatever is found later is a
    turn-in one way or the other (D-37), or a booked difference with its reason and limit (OU-09).

    Args:
        held: the drawer as it stands.
        submitted: how many counts of it were ever submitted.
        amount: the new starting balance.
        setup: the set-up.

    Raises:
        Refused: ``M-242`` the drawer was counted; ``M-241``, blind ``M-241H``, for less than went
            out of it.
    """
    control = held.control
    if submitted and amount != control.starting_balance:
        raise Refused(
            "M-242",
            field="starting_balance",
            value=control.id,
            amount=control.starting_balance,
            currency=control.currency,
            n=submitted,
        )
    changed = replace(control, starting_balance=amount)
    check_not_below(held, replace(held, control=changed), setup)


def check_second_person(control: Control, approver: Actor | None, setup: SetUp) -> None:
    """Stop a float that one person alone counted, where the set-up wants two (CN-05).

    Raises:
        Refused: ``M-228``.
    """
    if approver is None and setup.drawers.second_person_float:
        raise Refused(
            "M-228",
            field="approver",
            value=control.id,
            action="changed",
            reason="a second person must confirm the float",
        )


def float_confirmer(opener: UserId, actor: Actor, approver: Actor | None) -> UserId | None:
    """Who saw a changed float beside the one who opened the drawer; ``None``: nobody did (CN-05)."""
    if approver is None:
        return None
    return next((one.user_id for one in (approver, actor) if one.user_id != opener), None)
