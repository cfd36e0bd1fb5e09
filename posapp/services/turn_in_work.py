"""What turn-ins read and write around their decisions."""

from dataclasses import replace
from typing import Any, Final

from posapp.domain.codes import TurnInDirection
from posapp.domain.control_counts import is_blind
from posapp.domain.control_lines import NOTHING, Movements, like_cash
from posapp.domain.ids import ControlId
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control, DepositControl
from posapp.domain.texts import LONG_COMMENT, clean_text
from posapp.domain.turn_in import RECEIPT_WIDTH, TurnIn, TurnInContent, TurnInId
from posapp.domain.turn_ins import TurnInFacts
from posapp.errors import Refused
from posapp.storage import tender_controls as controls
from posapp.storage import turn_ins as store
from posapp.storage.base import Transaction
from posapp.storage.control_counts import load_counting
from posapp.storage.mentioned_columns import COLUMNS
from posapp.storage.mentions import Mentions, mention
from posapp.storage.movements import load_movements
from posapp.storage.numbers import next_number

NUMBER_KIND: Final = "TURN-IN"


def right_to_give(direction: TurnInDirection) -> Right:
    """What handing over asks for: in is the supervisor's to give (D-37)."""
    return Right.TURN_IN if direction is TurnInDirection.OUT else Right.APPROVE


def clean(content: TurnInContent) -> TurnInContent:
    """With clean texts.

    Raises:
        Refused: ``M-50``, ``M-58``.
    """
    return replace(
        content,
        tender_type=clean_text(content.tender_type, "tender_type", 4),
        receipt_number=clean_text(content.receipt_number, "receipt_number", RECEIPT_WIDTH),
        comments=clean_text(content.comments, "comments", LONG_COMMENT),
    )


def known(s: Transaction, turn_in_id: TurnInId) -> TurnIn:
    """A turn-in that must be there.

    Raises:
        Refused: ``M-55``.
    """
    turn_in = store.load_turn_in(s, turn_in_id)
    if turn_in is None:
        raise Refused("M-55", field="turn_in", value=turn_in_id)
    return turn_in


def stations(s: Transaction, control_id: ControlId) -> tuple[Control, DepositControl]:
    """A drawer and its deposit control, as they are under the lock.

    Raises:
        Refused: ``M-55``.
    """
    control = controls.load_control(s, control_id)
    if control is None:
        raise Refused("M-55", field="tender_control", value=control_id)
    deposit = controls.load_deposit_control(s, control.deposit_control_id)
    if deposit is None:
        raise AssertionError("a foreign key names it")
    return control, deposit


def load_facts(
    s: Transaction,
    control: Control,
    deposit: DepositControl,
    content: TurnInContent,
    direction: TurnInDirection,
    setup: SetUp,
    actor: Actor,
    *,
    but: TurnIn | None = None,
) -> TurnInFacts:
    """What ``check_content`` reads; ``but`` is the turn-in that is being changed."""
    code, but_id = content.tender_type, None if but is None else but.id
    movements = load_movements(s, control.id)
    if but is not None:
        movements = without(movements, but)
    moved = movements.get(code, NOTHING)
    held = moved.net
    if code == setup.installation.starting_balance_tender_type:
        held += control.starting_balance
    there = store.instruments_of_drawer(s, control.id, direction, but=but_id)
    return TurnInFacts(
        control,
        deposit,
        held,
        store.receipt_numbers(s, deposit.id, but=but_id),
        {one.tender_id: one for one in there},
        setup,
        blind=is_blind(control, actor, setup, load_counting(s, control)),
        gone=moved.turned_in - moved.issued,
        like_cash=like_cash(movements, control.starting_balance, setup),
    )


def without(movements: Movements, turn_in: TurnIn) -> Movements:
    """What went through a drawer but for one turn-in."""
    moved = movements[turn_in.tender_type]
    if turn_in.direction is TurnInDirection.OUT:
        rest = replace(moved, turned_in=moved.turned_in - turn_in.amount)
    else:
        rest = replace(moved, issued=moved.issued - turn_in.amount)
    return {**movements, turn_in.tender_type: rest}


def facts_of_removal(
    s: Transaction,
    control: Control,
    deposit: DepositControl,
    turn_in: TurnIn,
    setup: SetUp,
    actor: Actor,
) -> TurnInFacts:
    """What ``check_covered`` reads: the drawer without a turn-in, in its tender type."""
    old = TurnInContent(turn_in.tender_type, turn_in.amount)
    return load_facts(s, control, deposit, old, turn_in.direction, setup, actor, but=turn_in)


def numbered(s: Transaction, content: TurnInContent, facts: TurnInFacts) -> TurnInContent:
    """With the next receipt number of the office, unless one was typed (TI-14)."""
    number = content.receipt_number
    while not number or number in facts.taken:
        number = f"{next_number(s, NUMBER_KIND, facts.deposit.office):06d}"
    return replace(content, receipt_number=number)


def body_of(s: Transaction, turn_in_id: TurnInId) -> dict[str, Any]:
    """What the audit keeps: the row, its notes and coins, and its check list."""
    view = store.load_turn_in_view(s, known(s, turn_in_id))
    one = view.turn_in
    row = {name: getattr(one, name) for name in COLUMNS["turn_in"]}
    rows: Mentions = {"turn_in": mention("turn_in", [row])}
    return {
        "version": one.version,
        "counted": [[item.value, item.coin, quantity] for item, quantity in view.counted],
        "tenders": [item.tender_id for item in view.instruments],
        "rows": rows,
    }
