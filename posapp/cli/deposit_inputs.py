"""Texts of the deposit and turn-in commands as values: deposit controls, checks, banks."""

from typing import Annotated

import typer

from posapp.cli.inputs import id_of
from posapp.domain.ids import DepositControlId, TenderId

DepositArgument = Annotated[str, typer.Argument(metavar="ID", help="Deposit control.")]
CheckOption = Annotated[
    list[str] | None,
    typer.Option(
        "--check",
        metavar="TENDER",
        help="A check or slip that goes along; repeatable.",
        show_default=False,
    ),
]


def deposit_control_of(text: str) -> DepositControlId:
    """The id of a deposit control.

    Raises:
        Refused: ``M-55``.
    """
    return DepositControlId(id_of(text, field="deposit_control"))


def tenders_of(texts: list[str] | None) -> tuple[TenderId, ...]:
    """The checks that go along.

    Raises:
        Refused: ``M-55``.
    """
    return tuple(TenderId(id_of(text, field="tender")) for text in texts or ())
