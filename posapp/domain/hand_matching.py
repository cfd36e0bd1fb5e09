"""Matching by hand on open-item accounts: which transactions go on a match event, and come off it.

Sources: OI-5, OI-7, OI-8, MT-07, MT-08, MT-11, MT-12. What payments and moved credit put on a match
event by themselves stays theirs; what was matched by hand comes off by hand. Amounts are integer
minor units of the account's currency: debits above zero, credits below. Pure.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from posapp.domain.codes import FtType, MatchEventStatus, PaymentStatus
from posapp.domain.ids import AccountId, BillId, FtId, MatchEventId, long_id, short_id
from posapp.domain.matching import BillMatch, MatchedView, MatchEventView, MatchLine
from posapp.domain.money import ZERO
from posapp.errors import Refused

ITEMS_SHOWN: Final = 500
"""How many unmatched transactions are listed at once, the oldest first."""
_PAIR: Final = "it pairs a canceled payment with its reversal"


@dataclass(frozen=True, slots=True)
class NewMatch:
    """Match transactions of an account with each other."""

    account_id: AccountId
    items: tuple[FtId, ...]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class MatchChange:
    """Put transactions on a match event, take others off."""

    match_event_id: MatchEventId
    add: tuple[FtId, ...] = ()
    remove: tuple[FtId, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """Delete or cancel a match event, and why."""

    match_event_id: MatchEventId
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A transaction that is asked for, as it is now.

    Attributes:
        view: what it is.
        account_id: whose it is.
        payment_status: of its payment, ``None`` for other kinds.
        match_event_id: the live match event that it is on (MT-11).
    """

    view: MatchedView
    account_id: AccountId
    payment_status: PaymentStatus | None
    match_event_id: MatchEventId | None


def check_open_item(account_id: AccountId, *, open_item: bool) -> None:
    """Balance-forward accounts never have match events (OI-8).

    Raises:
        Refused: ``M-186``.
    """
    if not open_item:
        raise Refused("M-186", account=short_id(account_id))


def check_items(
    account_id: AccountId, wanted: Iterable[FtId], found: Mapping[FtId, Candidate]
) -> tuple[MatchedView, ...]:
    """The wanted transactions, each free to be matched (MT-11).

    Raises:
        Refused: ``M-187`` with the reason.
    """
    views = []
    for ft_id in dict.fromkeys(wanted):
        one = found.get(ft_id)
        reason = _why_not(account_id, one)
        if one is None or reason:
            raise Refused("M-187", field="item", value=long_id(ft_id), reason=reason)
        views.append(one.view)
    return tuple(views)


def bill_of(views: Iterable[MatchedView]) -> BillId | None:
    """The one bill whose charges are among transactions (OI-5); ``None`` without one.

    Raises:
        Refused: ``M-189`` charges of several bills.
    """
    bills = {view.bill_id: view.bill for view in views if is_charge_of_bill(view)}
    if len(bills) > 1:
        raise Refused("M-189", bills=", ".join(sorted(bills.values())))
    return next(iter(bills), None)


def is_charge_of_bill(view: MatchedView) -> bool:
    """Whether a transaction is a bill's own charge."""
    return view.ft_type is FtType.BILL


def matched_by_hand(match: BillMatch, views: Sequence[MatchedView], comment: str) -> BillMatch:
    """A new match event of transactions; a bill's charges go on it all together (OI-5).

    Raises:
        Refused: ``M-188`` without a charge and a credit.
    """
    lines = (line_of(view) for view in views if not is_charge_of_bill(view))
    return _checked(replace(match, others=tuple(lines), note=comment))


def changed_by_hand(
    match: BillMatch,
    shown: MatchEventView,
    add: Sequence[MatchedView],
    remove: Collection[FtId],
    comment: str,
) -> BillMatch:
    """A match event with other transactions on it (MT-08).

    Raises:
        Refused: ``M-70`` nothing changes, ``M-188`` no charge or no credit is left, ``M-189``
            charges of another bill, ``M-190`` one that does not come off by hand, ``M-191`` the
            match event of a canceled payment.
    """
    if any(line.ft_type is FtType.PAY_CANCEL for line in shown.lines):
        raise Refused("M-191", number=short_id(shown.id), reason=_PAIR)
    if not add and not remove:
        raise Refused("M-70", reason="nothing is put on it or taken off")
    bills = {view.bill for view in add if is_charge_of_bill(view)}
    if bills:
        own = {shown.bill_number} - {""}
        raise Refused("M-189", bills=", ".join(sorted(bills | own)))
    views = {view.ft_id: view for view in shown.lines}
    by_hand = {line.ft_id for line in match.others}
    for ft_id in remove:
        reason = _why_it_stays(views.get(ft_id), is_by_hand=ft_id in by_hand)
        if reason:
            raise Refused("M-190", field="item", value=long_id(ft_id), reason=reason)
    kept = (line for line in match.others if line.ft_id not in remove)
    return _checked(replace(match, others=(*kept, *map(line_of, add)), note=comment))


def check_end(match: BillMatch, shown: MatchEventView) -> None:
    """Only what was matched by hand is deleted or canceled by hand (MT-12).

    Raises:
        Refused: ``M-191`` a payment names its bill, or it holds a reversal or moved credit.
    """
    reason = ""
    if match.waiting or match.credits:
        reason = "a payment names its bill; cancel or transfer that payment"
    elif any(line.ft_type is FtType.PAY_CANCEL for line in shown.lines):
        reason = _PAIR
    elif any(_is_moved_credit(line) for line in shown.lines):
        reason = "its bill has taken the credit of an overpayment"
    if reason:
        raise Refused("M-191", number=short_id(shown.id), reason=reason)


def check_open(status: MatchEventStatus) -> None:
    """Only an open match event is deleted (MT-08).

    Raises:
        Refused: ``M-70``.
    """
    if status is not MatchEventStatus.OPEN:
        raise Refused("M-70", reason=f"the match event is {status.value}, not OPEN")


def check_live(status: MatchEventStatus) -> None:
    """A canceled match event stays as it is (MT-08).

    Raises:
        Refused: ``M-70``.
    """
    if status is MatchEventStatus.CANCELED:
        raise Refused("M-70", reason="the match event is canceled")


def stays(view: MatchedView) -> bool:
    """Whether a line does not come off by hand: the bill's own, a payment's, moved credit."""
    own = view.ft_type in {FtType.BILL, FtType.PAY_CANCEL}
    return own or view.by_name or _is_moved_credit(view)


def changes_by_hand(shown: MatchEventView) -> bool:
    """Whether things can be put on a match event or taken off it."""
    pair = any(line.ft_type is FtType.PAY_CANCEL for line in shown.lines)
    return shown.status is not MatchEventStatus.CANCELED and not pair


def ends_by_hand(shown: MatchEventView) -> bool:
    """Whether a match event can be deleted or canceled by hand, as far as its lines say it."""
    kept = (stays(line) for line in shown.lines if not is_charge_of_bill(line))
    return changes_by_hand(shown) and bool(shown.credits) and not any(kept)


def line_of(view: MatchedView) -> MatchLine:
    """A transaction as matching reads it."""
    return MatchLine(view.ft_id, view.agreement_id, view.amount)


def _checked(match: BillMatch) -> BillMatch:
    """A match needs something to pay and something that pays it (OI-2)."""
    owed = any(line.amount > ZERO for line in (*match.debits, *match.others))
    if not owed or not match.has_credit:
        raise Refused("M-188")
    return match


def _why_not(account_id: AccountId, one: Candidate | None) -> str:
    """Why a transaction cannot be matched by hand; empty when it can."""
    if one is None:
        return "there is none"
    if one.account_id != account_id:
        return f"it is of account {short_id(one.account_id)}"
    if one.view.ft_type is FtType.PAY_CANCEL or one.payment_status is PaymentStatus.CANCELED:
        return "its payment is canceled"
    if one.match_event_id is not None:
        return f"it is on match event {short_id(one.match_event_id)}"
    return "" if one.view.amount else "it has no amount"


def _why_it_stays(view: MatchedView | None, *, is_by_hand: bool) -> str:
    if view is None:
        return "it is not on this match event"
    if is_charge_of_bill(view):
        return "the charges of its bill stay; delete or cancel the match event"
    if not is_by_hand:
        return "its payment names the bill; cancel or transfer that payment"
    return "the bill has taken it from an overpayment" if _is_moved_credit(view) else ""


def _is_moved_credit(view: MatchedView) -> bool:
    return view.ft_type is FtType.ADJUSTMENT and view.bill_id is not None
