"""The auto-pay block of a tender, as the command line takes it (AP-07).

The account number comes from ``POSAPP_EXTERNAL_ACCOUNT`` or a prompt on a terminal, never from an
option: those are readable in the list of processes and in the shell's history.
"""

import getpass
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Final

import typer

from posapp.cli.call import Call
from posapp.cli.inputs import day_of
from posapp.cli.secrets import on_terminal
from posapp.domain.autopay_requests import AutoPayDraft

if TYPE_CHECKING:
    from posapp.domain.event_views import TenderView
    from posapp.domain.payment_events import TenderDraft
    from posapp.domain.sealed import SealedAccount

ACCOUNT_VARIABLE: Final = "POSAPP_EXTERNAL_ACCOUNT"

SourceOption = Annotated[
    str | None,
    typer.Option("--autopay-source", metavar="S", help="Auto-pay source; default: the mandate's."),
]
ExpiresOption = Annotated[
    str | None, typer.Option("--expires", metavar="D", help="Expiry date, of cards.")
]
EntityOption = Annotated[
    str | None, typer.Option("--entity-name", metavar="T", help="Name on the account debited.")
]


@dataclass(frozen=True, slots=True)
class BlockTexts:
    """What was given of the auto-pay block; ``None`` means not given."""

    source: str | None = None
    expires: str | None = None
    name: str | None = None

    @property
    def is_given(self) -> bool:
        """Whether anything of it was given."""
        return self != BlockTexts() or bool(os.environ.get(ACCOUNT_VARIABLE))


def block_of(texts: BlockTexts, call: Call) -> AutoPayDraft:
    """The block with its account number sealed, when the environment has one.

    Raises:
        Refused: ``M-50`` a date, ``M-55`` a source, ``M-58``, ``M-103``, ``M-108``.
    """
    source = (texts.source or "").strip().upper()
    return AutoPayDraft(
        source,
        sealed_account(call, source),
        None if texts.expires is None else day_of(texts.expires, field="expires_on"),
        texts.name or "",
    )


def with_block(
    tenders: tuple["TenderDraft", ...], texts: BlockTexts, call: Call
) -> tuple["TenderDraft", ...]:
    """The tenders, those of auto-pay types with the block that was given.

    Raises:
        Refused: as ``block_of``.
        typer.BadParameter: options of automatic payments without such a tender.
    """
    types = call.setup.tender_types
    debited = [
        one.tender_type in types and types[one.tender_type].generate_auto_pay for one in tenders
    ]
    if not any(debited):
        if texts != BlockTexts():
            raise typer.BadParameter("no tender is an automatic payment.", param_hint="'--tender'")
        return tenders
    if not texts.is_given:
        return tenders
    block = block_of(texts, call)
    return tuple(
        replace(one, auto_pay=block) if fits else one
        for one, fits in zip(tenders, debited, strict=True)
    )


def changed_block(
    texts: BlockTexts, tender: "TenderView | None", call: Call
) -> AutoPayDraft | None:
    """The block that a tender gets; ``None`` leaves it alone.

    Raises:
        Refused: as ``block_of``.
    """
    debited = tender is not None and tender.auto_pay is not None
    if texts == BlockTexts() and not (debited and texts.is_given):
        return None
    return block_of(texts, call)


def sealed_account(call: Call, source: str) -> "SealedAccount | None":
    """The account number of the environment, sealed; ``None`` without one.

    Raises:
        Refused: ``M-55``, ``M-58``, ``M-103``, ``M-108``.
    """
    number = os.environ.get(ACCOUNT_VARIABLE, "")
    return call.services.sealing.seal(number, source, call.actor) if number else None


def asked_account(call: Call, source: str) -> "SealedAccount | None":
    """The account number of the environment, else asked for on a terminal.

    Raises:
        Refused: as ``sealed_account``.
    """
    found = sealed_account(call, source)
    if found is not None or not on_terminal():
        return found
    number = getpass.getpass("Account number there: ")
    return call.services.sealing.seal(number, source, call.actor) if number else None
