"""Texts of the commands of credits and checkouts as values: items, adjustments, controls."""

from collections.abc import Iterable
from typing import Annotated

import typer

from posapp.cli.call import Call
from posapp.cli.inputs import id_of
from posapp.domain.checkout_orders import ItemChoice, Selection
from posapp.domain.credits import AdjustmentId
from posapp.domain.ids import AccountId, ControlId, ItemId
from posapp.domain.money import Currency

AccountOption = Annotated[str, typer.Option("--account", metavar="ID", help="Whose (any look-up).")]
ControlOption = Annotated[
    str | None, typer.Option("--control", metavar="ID", help="Drawer; default: your open one.")
]
EmployeeOption = Annotated[
    str, typer.Option("--employee", metavar="N", help="Employee number; default: the person's.")
]
ChargesOption = Annotated[
    str, typer.Option("--adjustments", metavar="ID,...", help="Charges beside the items.")
]
CommentOption = Annotated[str, typer.Option("--comment", metavar="T", help="Remarks, or why.")]
MethodBackOption = Annotated[
    str,
    typer.Option("--method", metavar="TYPE", help="How the money goes back; default: as it came."),
]
CheckOption = Annotated[str, typer.Option("--check", metavar="N", help="Check number.")]


def account_of(call: Call, text: str) -> tuple[AccountId, Currency]:
    """The account of a text, and its currency, which amounts of messages are in from now on."""
    account_id = call.services.accounts.resolve(text, call.actor)
    call.currency = call.services.accounts.card(account_id, call.actor).account.currency
    return account_id, call.setup.currencies[call.currency]


def items_of(call: Call, text: str) -> tuple[ItemId, ...]:
    """Items parted by commas: ids or numbers."""
    return tuple(_item(call, one) for one in _parts(text))


def selection_of(
    call: Call, items: str, adjustments: str, credits_: str | None, currency: Currency
) -> Selection:
    """What is paid: ``ITEM[=AMOUNT],...``, charges, and credits; ``none`` takes no credit."""
    named = None if credits_ is None else adjustments_of("" if credits_ == "none" else credits_)
    choices = tuple(_choice(call, one, currency) for one in _parts(items))
    return Selection(choices, adjustments_of(adjustments), named)


def _choice(call: Call, text: str, currency: Currency) -> ItemChoice:
    number, equals, amount = text.partition("=")
    part = currency.parse(amount, field="amount") if equals else None
    return ItemChoice(_item(call, number), part)


def _item(call: Call, text: str) -> ItemId:
    return call.services.items.resolve(text, call.actor)


def adjustments_of(text: str) -> tuple[AdjustmentId, ...]:
    """Adjustments parted by commas."""
    return tuple(adjustment_of(one) for one in _parts(text))


def adjustment_of(text: str) -> AdjustmentId:
    """The id of an adjustment.

    Raises:
        Refused: ``M-55``.
    """
    return AdjustmentId(id_of(text, field="adjustment"))


def control_or_none(text: str | None) -> ControlId | None:
    """The id of a drawer, where one was given.

    Raises:
        Refused: ``M-55``.
    """
    return None if text is None else ControlId(id_of(text, field="tender_control"))


def _parts(text: str) -> Iterable[str]:
    return (one.strip() for one in text.split(",") if one.strip())
