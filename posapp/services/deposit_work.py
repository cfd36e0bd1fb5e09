"""What each action does to a deposit control, and how one is looked at (controls 4)."""

import operator
from dataclasses import replace
from datetime import date
from functools import reduce

from posapp.domain.codes import ControlStatus
from posapp.domain.deposit_controls import (
    BY_PROGRAM,
    DepositChange,
    DepositControlView,
    DepositDay,
    check_balance,
    check_empty,
    check_reopen,
    still_open,
)
from posapp.domain.deposit_figures import DepositFigures, DrawerMoney, figures_of, lines_of
from posapp.domain.deposits import DepositView
from posapp.domain.ids import DepositControlId, UserId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.rights import Actor, Right, rights_of
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control, DepositControl
from posapp.domain.texts import LONG_COMMENT, clean_text
from posapp.errors import NeedsConfirmation, Refused
from posapp.services.deposit_change import Changed, DepositContext, known_deposit
from posapp.storage import deposit_controls as life
from posapp.storage import tender_controls as store
from posapp.storage.base import Transaction
from posapp.storage.deposits import load_deposits
from posapp.storage.turn_ins import turn_ins_of_deposit
from posapp.storage.users import list_users


def load_view(
    s: Transaction, deposit_id: DepositControlId, setup: SetUp, actor: Actor
) -> DepositControlView:
    """A deposit control as this actor may see it (D-16).

    Raises:
        Refused: ``M-55``.
    """
    deposit = known_deposit(s, deposit_id)
    controls = store.load_controls_of_deposit(s, deposit_id)
    created_by, balanced_at, balanced_by = life.load_stamps(s, deposit_id)
    sees = actor.may(Right.SEE_EXPECTED)
    deposits = load_deposits(s, deposit_id) if sees else ()
    money = life.load_drawer_money(s, controls) if sees else ()
    _, awaiting = life.load_awaiting(s, deposit_id)
    cash = setup.installation.starting_balance_tender_type
    return DepositControlView(
        control=seen_by(deposit, actor),
        created_by=created_by,
        balanced_at=balanced_at,
        balanced_by=balanced_by,
        controls=controls,
        turn_ins=turn_ins_of_deposit(s, deposit_id),
        deposits=deposits,
        figures=figures_of(deposit, money, deposits, awaiting) if sees else None,
        lines=lines_of(money, deposits, cash) if sees else None,
        exceptions=life.count_exceptions(s, deposit_id),
        by_program=deposit.source_type in BY_PROGRAM,
        money=money if sees else None,
    )


def load_day(s: Transaction, day: date, office: str, setup: SetUp) -> tuple[DepositDay, ...]:
    """The deposit controls of an office and day, rolled up by currency (DC-04, DC-07)."""
    by_currency: dict[str, list[DepositControl]] = {}
    for deposit in life.deposit_controls_of_day(s, day, office):
        by_currency.setdefault(deposit.currency, []).append(deposit)
    cash = setup.installation.starting_balance_tender_type
    found = []
    for currency, controls in sorted(by_currency.items()):
        figures: list[DepositFigures] = []
        money: list[DrawerMoney] = []
        rows: list[DepositView] = []
        for deposit in controls:
            drawers = life.load_drawer_money(s, store.load_controls_of_deposit(s, deposit.id))
            deposits = load_deposits(s, deposit.id)
            _, awaiting = life.load_awaiting(s, deposit.id)
            figures.append(figures_of(deposit, drawers, deposits, awaiting))
            money += drawers
            rows += deposits
        found.append(
            DepositDay(
                day,
                office,
                currency,
                tuple(controls),
                tuple(one.control for one in money),
                reduce(operator.add, figures),
                lines_of(money, rows, cash),
                total(
                    one.taken
                    for deposit, one in zip(controls, figures, strict=True)
                    if deposit.source_type in BY_PROGRAM
                ),
            )
        )
    return tuple(found)


def seen_by(deposit: DepositControl, actor: Actor) -> DepositControl:
    """Without what is left of the money, for whoever may not see that (D-16)."""
    return deposit if actor.may(Right.SEE_EXPECTED) else replace(deposit, ending_balance=None)


def _figures(s: Transaction, deposit: DepositControl) -> tuple[DepositFigures, tuple[Control, ...]]:
    controls = store.load_controls_of_deposit(s, deposit.id)
    money, deposits = life.load_drawer_money(s, controls), load_deposits(s, deposit.id)
    return figures_of(deposit, money, deposits, ZERO), controls


def edit(values: DepositChange, s: Transaction, context: DepositContext) -> Changed:
    """Write comments, owner, source type, currency; what is ``None`` stays (4.1)."""
    deposit, new = context.deposit, dict[str, object]()
    if values.comments is not None:
        new["comments"] = clean_text(values.comments, "comments", LONG_COMMENT)
    if values.owner_id is not None:
        new["owner_id"] = _owner(s, values.owner_id, deposit.office)
    if values.source_type not in {None, deposit.source_type}:
        new["source_type"] = values.source_type
    if values.currency not in {None, deposit.currency}:
        if values.currency not in context.setup.currencies:
            raise Refused("M-55", field="currency", value=values.currency)
        new["currency"] = values.currency
    if new.keys() & {"source_type", "currency"}:
        check_empty(deposit, life.count_linked(s, deposit.id))
    life.update_control(s, deposit.id, **new)
    return Changed({"changed": sorted(new)})


def _owner(s: Transaction, user_id: UserId, office: str) -> UserId:
    """Somebody of the office who may work with deposit controls (D-39).

    Raises:
        Refused: ``M-55``.
    """
    for user in list_users(s):
        if user.id != user_id or not user.active or user.office != office:
            continue
        if Right.DEPOSIT_CONTROL in rights_of(user.roles):
            return user_id
    raise Refused("M-55", field="owner", value=user_id)


def start(confirmed: frozenset[str], s: Transaction, context: DepositContext) -> Changed:
    """Open -> Balancing (DC-10)."""
    controls = store.load_controls_of_deposit(s, context.deposit.id)
    asked = tuple(one for one in still_open(controls) if one.code not in confirmed)
    if asked:
        raise NeedsConfirmation(asked)
    life.update_control(s, context.deposit.id, status=ControlStatus.BALANCING)
    return Changed({"confirmed": sorted(confirmed)})


def write_ending(amount: Money, s: Transaction, context: DepositContext) -> Changed:
    """Write the ending balance (4.1)."""
    if amount < ZERO:
        currency = context.deposit.currency
        raise Refused(
            "M-50", field="ending_balance", value=amount, currency=currency, reason="is negative"
        )
    life.update_control(s, context.deposit.id, ending_balance=amount)
    return Changed({"ending_balance": amount})


def finish(ending: Money | None, s: Transaction, context: DepositContext) -> Changed:
    """-> Balanced (DC-11, DC-12, DC-14)."""
    deposit = context.deposit
    if ending is not None:
        write_ending(ending, s, context)
        deposit = replace(deposit, ending_balance=ending)
    figures, controls = _figures(s, deposit)
    waiting, _ = life.load_awaiting(s, deposit.id)
    check_balance(deposit, figures, controls, waiting)
    life.update_control(s, deposit.id, **life.balanced(context.now, context.actor.user_id))
    said = {
        "from": deposit.status.value,
        "starting": figures.starting,
        "tenders": figures.tenders,
        "deposits": figures.deposits_amount,
        "ending_balance": figures.ending,
    }
    return Changed(said)


def open_again(to: ControlStatus, reason: str, s: Transaction, context: DepositContext) -> Changed:
    """Back to Open or Balancing (DC-13)."""
    deposit = context.deposit
    if deposit.status is ControlStatus.BALANCED:
        context.actor.require(Right.REOPEN)
    check_reopen(deposit, to, reason)
    life.update_control(s, deposit.id, status=to, **life.OPEN_AGAIN)
    return Changed({"from": deposit.status.value, "to": to.value, "reason": reason})


def remove(s: Transaction, context: DepositContext) -> Changed:
    """Delete an empty one (DC-06)."""
    check_empty(context.deposit, life.count_linked(s, context.deposit.id))
    life.delete_control(s, context.deposit.id)
    return Changed({})
