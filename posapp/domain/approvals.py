"""Approval by a second person: another user with the right, once, for one transaction (D-24).

The approver gives the own secret at the desk of the one who asks. What is approved is the
transaction with its content as both saw it, under its request id; it holds for a minute.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from posapp.domain.rights import Actor, Right
from posapp.errors import Refused

LASTS: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Secret:
    """Name and password of the one who approves, on their way to be checked."""

    login: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Matter:
    """What an approval is asked for, so that a wrong secret is written down with it (pain 15).

    Attributes:
        kind: name of the transaction, as its audit has it.
        request_id: its request (D-21).
        object_id: what it is about, where there is one thing already.
    """

    kind: str
    request_id: str
    object_id: int | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody let one transaction happen.

    Attributes:
        approver: who, signed in by the own secret.
        rights: what is lent to the one who asks.
        at: when the secret was given, UTC.
    """

    approver: Actor
    rights: frozenset[Right]
    at: datetime


def approved(approver: Actor, actor: Actor, rights: frozenset[Right], at: datetime) -> Approval:
    """The approval, if this user may give it.

    Raises:
        Refused: ``M-133`` for the one who asks, ``M-267`` for somebody of another office, ``M-135``
            for somebody without the rights.
    """
    if approver.user_id == actor.user_id:
        raise Refused("M-133", field="approver")
    check_same_office(approver, actor.office)
    for right in sorted(rights):
        if not approver.may(right):
            raise Refused("M-135", field="approver", user=approver.name, right=right.value)
    return Approval(approver, rights, at)


def check_same_office(approver: Actor, office: str) -> None:
    """Stop somebody who answers for another office: money here is not theirs to vouch for (D-39).

    Raises:
        Refused: ``M-267``.
    """
    if approver.office != office:
        raise Refused("M-267", field="approver", user=approver.name, office=office)


def check_own_office(actor: Actor, office: str, *, own: bool = False) -> None:
    """Stop who works at another office from handling money of this one (D-39).

    ``own`` says that the drawer was opened for them all the same, so they see it through.

    Raises:
        Refused: ``M-248``.
    """
    if actor.office != office and not own:
        raise Refused("M-248", field="office", value=actor.office, user=actor.name, office=office)


def check_fresh(approval: Approval, now: datetime) -> None:
    """Stop an approval that was given too long ago.

    Raises:
        Refused: ``M-134``.
    """
    if now - approval.at > LASTS:
        raise Refused("M-134", field="approver", seconds=int(LASTS.total_seconds()))


def lent(actor: Actor, rights: frozenset[Right]) -> Actor:
    """Who asks, with rights for this one transaction; the rows still say who did it."""
    return replace(actor, lent=actor.lent | rights)


def right_that_lacks(refused: Refused) -> Right | None:
    """The right without which something was refused, ``None`` when that was not the reason."""
    if refused.code == "M-51":
        return Right(str(refused.fields["right"]))
    return _OF_CODE.get(refused.code)


# Refusals that speak of the matter itself rather than of the right that lets one do it.
_OF_CODE: Final = {
    "C-02": Right.OPEN_CONTROL_FOR_OTHERS,
    "M-43": Right.CANCEL_ANY,
    "M-152": Right.OVERRIDE_CASH_ONLY,
    "M-60": Right.BACK_DATE,
    "M-238": Right.OVERRIDE_LIMIT,
}
