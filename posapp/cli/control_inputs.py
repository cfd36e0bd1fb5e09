"""Texts of the drawer commands as values: controls, notes and coins, checks, endings, approvers."""

from typing import Annotated, Final

import typer

from posapp.cli.call import Call
from posapp.cli.inputs import id_of
from posapp.cli.secrets import approver_password
from posapp.domain.approvals import Secret
from posapp.domain.control_counts import Instrument
from posapp.domain.ids import ControlId
from posapp.domain.money import Currency, Money
from posapp.domain.setup_options import Denomination
from posapp.errors import Refused

ControlArgument = Annotated[str, typer.Argument(metavar="ID", help="Tender control.")]
ApproverOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Supervisor who confirms at your desk. Password from POSAPP_APPROVER_PASSWORD or a "
        "prompt on a terminal.",
        show_default=False,
    ),
]
NoteOption = Annotated[
    list[str] | None,
    typer.Option(
        "--note",
        metavar="VALUE:N",
        help="So many notes of a value; repeatable.",
        show_default=False,
    ),
]
CoinOption = Annotated[
    list[str] | None,
    typer.Option(
        "--coin",
        metavar="VALUE:N",
        help="So many coins of a value; repeatable.",
        show_default=False,
    ),
]
_INSTRUMENT: Final = "TYPE:AMOUNT[:NUMBER[:NAME]]"
_MOST: Final = 4


def control_of(text: str) -> ControlId:
    """The id of a tender control.

    Raises:
        Refused: ``M-55``.
    """
    return ControlId(id_of(text, field="tender_control"))


def secret_of(approver: str | None) -> Secret | None:
    """Name and password of who approves, where somebody was named."""
    return None if approver is None else Secret(approver, approver_password(approver))


def currency_of(call: Call, control: ControlId) -> Currency:
    """The currency of a drawer; amounts of the messages are in it from now on."""
    view = call.services.tender_controls.show(control, call.actor)
    call.currency = view.control.currency
    return call.setup.currencies[call.currency]


def pieces_of(
    notes: list[str] | None, coins: list[str] | None, currency: Currency
) -> tuple[tuple[Denomination, int], ...]:
    """Notes and coins as counted.

    Raises:
        typer.BadParameter: wrong shape.
        Refused: ``M-50`` for an amount or a quantity that is none.
    """
    return tuple(
        _piece(text, currency, option, coin=coin)
        for texts, option, coin in ((notes, "--note", False), (coins, "--coin", True))
        for text in texts or ()
    )


def _piece(text: str, currency: Currency, option: str, *, coin: bool) -> tuple[Denomination, int]:
    value, colon, quantity = text.partition(":")
    if not colon:
        raise typer.BadParameter(f"{text!r} is not VALUE:N.", param_hint=f"'{option}'")
    amount = currency.parse(value, field="denomination")
    if not (quantity.isascii() and quantity.isdigit() and len(quantity) <= len("999999999")):
        raise Refused("M-50", field="quantity", value=quantity, reason="is not a number of pieces")
    return Denomination(currency.code, amount, coin), int(quantity)


def instrument_of(text: str, currency: Currency) -> Instrument:
    """A check or slip as counted.

    Raises:
        typer.BadParameter: wrong shape.
        Refused: ``M-50``.
    """
    parts = text.split(":", _MOST - 1)
    if len(parts) < 2 or not parts[0].strip():  # noqa: PLR2004 - the shape itself
        raise typer.BadParameter(f"{text!r} is not {_INSTRUMENT}.", param_hint="'--item'")
    kind, amount, number, name = (*parts, "", "")[:_MOST]
    return Instrument(
        kind.strip().upper(), currency.parse(amount, field="amount"), number.strip(), name.strip()
    )


def ending_of(text: str, currency: Currency) -> tuple[str, Money]:
    """The ending balance of a type.

    Raises:
        typer.BadParameter: wrong shape.
        Refused: ``M-50``.
    """
    kind, colon, amount = text.partition(":")
    if not colon or not kind.strip():
        raise typer.BadParameter(f"{text!r} is not TYPE:AMOUNT.", param_hint="'--ending'")
    return kind.strip().upper(), currency.parse(amount, field="ending")
