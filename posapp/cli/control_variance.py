"""``posapp control explain / recipe``: what a drawer may be off by, what to leave in it."""

from typing import TYPE_CHECKING, Any

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command
from posapp.cli.control_inputs import ControlArgument, control_of, currency_of
from posapp.cli.plain import Document
from posapp.domain.ids import long_id, short_id
from posapp.domain.money import Currency

if TYPE_CHECKING:
    from posapp.domain.float_recipe import Pieces
    from posapp.domain.variance import Clue, Explanation


def register(app: typer.Typer) -> None:
    """Add the commands to the group of tender controls."""
    command(app, "explain", example="posapp control explain 1000000042 --user sam --json")(_explain)
    command(app, "recipe", example="posapp control recipe 1000000042 --user kim --json")(_recipe)


def _explain(call: Call, control: ControlArgument) -> Document:
    """List the likeliest causes of a drawer's difference, best first, with their rows."""
    control_id = control_of(control)
    found = call.services.variance.explain(control_id, call.actor)
    currency = currency_of(call, control_id)
    return {
        "id": short_id(control_id),
        "causes": [_cause(one, currency) for one in found],
    }


def _recipe(call: Call, control: ControlArgument) -> Document:
    """Say which notes and coins to leave for tomorrow's float, and what goes into the bag."""
    control_id = control_of(control)
    recipe = call.services.variance.recipe(control_id, call.actor)
    currency = currency_of(call, control_id)
    if recipe is None:
        return {"id": short_id(control_id), "leave": None, "bag": None}
    return {
        "id": short_id(control_id),
        "leave": _pieces(recipe.leave, currency),
        "bag": _pieces(recipe.bag, currency),
        "left": currency.text(recipe.left),
        "bagged": currency.text(recipe.bagged),
        "over": currency.text(recipe.over),
    }


def _cause(one: "Explanation", currency: Currency) -> dict[str, Any]:
    return {
        "cause": one.cause.value,
        "tender_type": one.tender_type,
        "difference": currency.text(one.difference),
        "mend": one.mend.value,
        "rows": [_clue(clue, currency) for clue in one.clues],
    }


def _clue(clue: "Clue", currency: Currency) -> dict[str, Any]:
    item = clue.denomination
    return {
        "amount": currency.text(clue.amount),
        "should_be": None if clue.should_be is None else currency.text(clue.should_be),
        "event": None if clue.event_id is None else long_id(clue.event_id),
        "tender": None if clue.tender_id is None else long_id(clue.tender_id),
        "turn_in": None if clue.turn_in_id is None else short_id(clue.turn_in_id),
        "control": None if clue.control_id is None else short_id(clue.control_id),
        "text": clue.text,
        "denomination": None if item is None else currency.text(item.value),
        "pieces": None if item is None else clue.pieces,
        "may_be_type": clue.tender_type or None,
    }


def _pieces(pieces: "Pieces", currency: Currency) -> list[dict[str, Any]]:
    return [
        {"value": currency.text(item.value), "coin": item.coin, "quantity": n} for item, n in pieces
    ]
