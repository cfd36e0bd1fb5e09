"""Rules of turn-ins: who hands what over, who approves (controls 9, TI-01..TI-15, D-13, D-16, D-19).

Amounts are integer minor units of the drawer's currency.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from posapp.domain.approvals import check_own_office, check_same_office
from posapp.domain.codes import ControlStatus, TurnInDirection, TurnInStatus
from posapp.domain.control_lines import is_above_limit
from posapp.domain.ids import TenderId, short_id
from posapp.domain.money import ZERO, Money, total
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control, DepositControl
from posapp.domain.turn_in import IN, OUT, Counted, Instrument, TurnIn, TurnInContent
from posapp.errors import Conflict, Refused


@dataclass(frozen=True, slots=True)
class TurnInFacts:
    """What the decision reads, loaded under the locks.

    Attributes:
        held: what the drawer should hold of the type without this turn-in (TI-08).
        taken: receipt numbers of the deposit control (TI-14).
        there: instruments of the drawer that may go this way now, by tender.
        blind: hide from this actor what the drawer holds (D-16).
        gone: what went out of the drawer of the type and did not come back, without this turn-in.
        like_cash: what it holds of cash and what is as good, without this turn-in (TI-10).
    """

    control: Control
    deposit: DepositControl
    held: Money
    taken: Collection[str]
    there: Mapping[TenderId, Instrument]
    setup: SetUp
    blind: bool
    gone: Money = ZERO
    like_cash: Money = ZERO


def check_stations(control: Control, deposit: DepositControl) -> None:
    """Money is handed over only while neither side is balanced (TI-09).

    Raises:
        Refused: ``M-05`` for the drawer, ``C-08`` for the deposit control.
    """
    if control.status is ControlStatus.BALANCED:
        raise Refused("M-05", field="tender_control", value=control.id, status=control.status)
    if deposit.status is ControlStatus.BALANCED:
        raise Refused("C-08", field="deposit_control", value=deposit.id)


def check_giver(
    control: Control, deposit: DepositControl, direction: TurnInDirection, actor: Actor
) -> None:
    """Who may hand over: out of the own drawer or as its supervisor, in only as a supervisor (D-37).

    Raises:
        Refused: ``M-51`` without the right, ``C-02`` for another's drawer, ``M-248`` for another
            office's (D-39).
    """
    check_own_office(actor, deposit.office, own=control.user_id == actor.user_id)
    if direction is IN:
        actor.require(Right.APPROVE)
        return
    actor.require(Right.TURN_IN)
    own = control.all_users or control.user_id == actor.user_id
    if not own and not actor.may(Right.APPROVE):
        raise Refused("C-02", field="tender_control", user=control.user_name)


def check_content(content: TurnInContent, direction: TurnInDirection, facts: TurnInFacts) -> None:
    """Stop what cannot be handed over (TI-07, TI-08, TI-14).

    Raises:
        Refused: ``M-02`` not above zero, ``M-55`` unknown type, ``M-50`` a type that nobody can
            hand over, or notes, coins and checks that do not make the amount, ``M-236`` a receipt
            number that is taken, ``M-237`` a check that is not there, ``C-12`` or ``C-12H`` more
            than the drawer holds, ``M-244`` or ``M-245`` more than may come in.
    """
    currency, code = facts.control.currency, content.tender_type
    if content.amount <= ZERO:
        raise Refused("M-02", field="amount", value=content.amount, currency=currency)
    kind = facts.setup.tender_types.get(code)
    if kind is None:
        raise Refused("M-55", field="tender_type", value=code)
    if not kind.physical:
        raise Refused("M-50", field="tender_type", value=code, reason="is nothing to hand over")
    if content.receipt_number in facts.taken:
        raise Refused(
            "M-236",
            field="receipt_number",
            value=content.receipt_number,
            deposit=short_id(facts.deposit.id),
        )
    _check_parts(content, facts)
    if direction is IN:
        _check_comes_in(content, facts)
    elif content.amount > facts.held:
        says = {"field": "amount", "tender_type": kind.description, "currency": currency}
        if facts.blind:
            raise Refused("C-12H", asked=content.amount, **says)
        raise Refused("C-12", amount=max(facts.held, ZERO), **says)


def _check_comes_in(content: TurnInContent, facts: TurnInFacts) -> None:
    """What comes in went out before (TI-04), or is a float, up to what the drawer may hold (TI-10)."""
    more = content.amount - facts.gone
    if more <= ZERO:
        return
    currency, setup = facts.control.currency, facts.setup
    if content.tender_type != setup.installation.starting_balance_tender_type:
        raise Refused(
            "M-244",
            field="amount",
            tender_type=setup.tender_types[content.tender_type].description,
            amount=max(facts.gone, ZERO),
            currency=currency,
        )
    limit = setup.tender_sources[facts.control.tender_source].max_amount_balance
    if is_above_limit(facts.like_cash + content.amount, limit):
        raise Refused("M-245", field="amount", limit=limit, currency=currency)


def check_covered(turn_in: TurnIn, content: TurnInContent | None, facts: TurnInFacts) -> None:
    """Stop taking back what came in and went out again: no drawer holds less than nothing (TI-08).

    Args:
        turn_in: what came in and waits.
        content: what it shall be; ``None`` when it is taken away.
        facts: of the tender type that came in, without this turn-in.

    Raises:
        Refused: ``M-243``, blind ``M-243H``.
    """
    if turn_in.direction is OUT:
        return
    same = content is not None and content.tender_type == turn_in.tender_type
    stays = content.amount if content is not None and same else ZERO
    if stays >= turn_in.amount or facts.held + stays >= ZERO:
        return
    says = {
        "field": "turn_in",
        "value": turn_in.receipt_number,
        "tender_type": facts.setup.tender_types[turn_in.tender_type].description,
        "asked": turn_in.amount - stays,
        "currency": turn_in.currency,
    }
    if facts.blind:
        raise Refused("M-243H", **says)
    raise Refused("M-243", amount=max(facts.held + turn_in.amount, ZERO), **says)


def _check_parts(content: TurnInContent, facts: TurnInFacts) -> None:
    """Notes and coins, or the checks, make the amount where they are given."""
    cash = facts.setup.installation.starting_balance_tender_type
    if content.counted:
        if content.tender_type != cash:
            raise Refused(
                "M-50", field="counted", value=content.tender_type, reason="has no notes and coins"
            )
        if sum_of(content.counted, facts.control.currency, facts.setup) != content.amount:
            raise _parts_differ("counted", content.amount, facts.control.currency)
    for tender_id in content.tenders:
        item = facts.there.get(tender_id)
        if item is None or item.tender_type != content.tender_type:
            raise Refused("M-237", field="tenders", tender=tender_id)
    if content.tenders:
        if len(set(content.tenders)) < len(content.tenders):
            raise Refused("M-237", field="tenders", tender=content.tenders[0])
        if total(facts.there[one].amount for one in content.tenders) != content.amount:
            raise _parts_differ("tenders", content.amount, facts.control.currency)


def _parts_differ(field: str, amount: Money, currency: str) -> Refused:
    return Refused(
        "M-50", field=field, value=amount, currency=currency, reason="is not what they come to"
    )


def sum_of(counted: Counted, currency: str, setup: SetUp) -> Money:
    """What counted notes and coins come to (CN-01, CN-02).

    Raises:
        Refused: ``M-50`` for one that the currency does not have, or a quantity below zero.
    """
    for item, quantity in counted:
        if item.currency != currency or item not in setup.denominations:
            reason = f"is no {'coin' if item.coin else 'note'} of {currency}"
            raise Refused(
                "M-50", field="counted", value=item.value, currency=item.currency, reason=reason
            )
        if quantity < 0:
            raise Refused("M-50", field="counted", value=quantity, reason="is negative")
    return Money(sum(item.value.minor * quantity for item, quantity in counted))


def check_awaiting(turn_in: TurnIn) -> None:
    """An approved turn-in is final; a wrong one is corrected by one the other way (TI-04).

    Raises:
        Refused: ``C-11``.
    """
    if turn_in.status is TurnInStatus.APPROVED:
        raise Refused("C-11", field="turn_in", value=turn_in.id)


def check_changer(turn_in: TurnIn, deposit: DepositControl, actor: Actor) -> None:
    """Its creator or a supervisor of the office may change or delete it while it waits (TI-05).

    Raises:
        Refused: ``M-51``, ``M-248``.
    """
    if turn_in.created_by_id != actor.user_id:
        check_own_office(actor, deposit.office)
        actor.require(Right.APPROVE)


def check_approver(
    turn_in: TurnIn, deposit: DepositControl, approver: Actor, *, at_drawer: bool
) -> None:
    """Approved by the other side, never by whoever wrote it (TI-02, TI-11, D-37).

    What goes out is received by the owner of the deposit control or another supervisor, what comes
    in by the drawer's user. ``at_drawer`` says that the approver took money there, whosever drawer
    it is now: that money is not received by the same person (B.4, D-15).

    Raises:
        Refused: ``M-133`` for who wrote it or whose drawer it is, ``M-221`` for who took money
            there, ``M-51`` without the right, ``C-02`` for another's drawer, ``M-267`` for somebody
            of another office.
    """
    if approver.user_id in {turn_in.created_by_id, turn_in.changed_by_id}:
        raise Refused("M-133", field="approver")
    check_same_office(approver, deposit.office)
    if turn_in.direction is IN:
        approver.require(Right.TURN_IN)
        if turn_in.drawer_user_id not in {None, approver.user_id}:
            raise Refused("C-02", field="approver", user=turn_in.drawer_user)
        return
    if approver.user_id == turn_in.drawer_user_id:
        raise Refused("M-133", field="approver")
    if at_drawer:
        raise Refused("M-221", field="approver", user=approver.name)
    if approver.user_id != deposit.owner_id:
        approver.require(Right.APPROVE)


def check_seen(seen: int | None, version: int) -> None:
    """What is approved or changed is what was looked at (TI-12).

    Raises:
        Conflict: ``M-30``.
    """
    if seen not in {None, version}:
        raise Conflict(field="version")
