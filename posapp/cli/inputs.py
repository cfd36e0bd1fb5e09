"""Texts of the command line as values: dates, ids, tenders, payments, matches.

A text that is no value of its kind is ``Refused`` with field, value and reason (M-50, M-55), a
text of the wrong shape is wrong usage.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

import typer

from posapp.domain.ids import ControlId, TenderId, parse_id
from posapp.errors import Refused

_TENDER_SHAPE: Final = "TYPE:AMOUNT[:CHECKNO[:CURRENCY]]"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class TenderText:
    """``TYPE:AMOUNT[:CHECKNO[:CURRENCY[:PAYOR]]]`` taken apart."""

    tender_type: str
    amount: str
    check_number: str
    currency: str
    payor: str = ""


@dataclass(frozen=True, slots=True)
class PayText:
    """``ACCOUNT:AMOUNT[:MATCH:VALUE]`` taken apart."""

    account: str
    amount: str
    match_type: str
    match_value: str


def day_of(text: str, *, field: str) -> date:
    """A date written ``YYYY-MM-DD``.

    Raises:
        Refused: ``M-50``.
    """
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Refused("M-50", field=field, value=text, reason="is not a date such as 2026-11-20")


def id_of(text: str, *, field: str) -> int:
    """An id of ours: ten or twelve digits.

    Raises:
        Refused: ``M-55``.
    """
    number = parse_id(text)
    if number is None:
        raise Refused("M-55", field=field, value=text)
    return number


def tender_of(text: str, *, hint: str = "--tender", with_payor: bool = False) -> TenderText:
    """A tender as given after ``--tender``; ``hint`` is the option that it was given with.

    Args:
        text: what was given.
        hint: the option, for the message.
        with_payor: whether it may say who hands it over.

    Raises:
        typer.BadParameter: wrong shape.
    """
    shape = "TYPE:AMOUNT[:CHECKNO[:CURRENCY[:PAYOR]]]" if with_payor else _TENDER_SHAPE
    parts = [part.strip() for part in text.split(":")]
    if not 2 <= len(parts) <= 1 + shape.count(":") or not parts[0]:  # noqa: PLR2004 - the shape itself
        raise typer.BadParameter(f"{text!r} is not {shape}.", param_hint=f"'{hint}'")
    kind, amount, check_number, currency, payor = (*parts, "", "", "")[:5]
    return TenderText(kind.upper(), amount, check_number, currency.upper(), payor)


def pay_of(text: str, *, hint: str = "--pay") -> PayText:
    """A payment as given after ``--pay``; the match value may hold colons.

    Raises:
        typer.BadParameter: wrong shape.
    """
    parts = [part.strip() for part in text.split(":", 3)]
    if len(parts) not in {2, 4} or not parts[0]:
        raise typer.BadParameter(
            f"{text!r} is not ACCOUNT:AMOUNT[:MATCH:VALUE].", param_hint=f"'{hint}'"
        )
    account, amount, match_type, value = (*parts, "", "")[:4]
    return PayText(account, amount, match_type.upper(), value)


def match_of(text: str) -> tuple[str, str]:
    """Match type and value as given after ``--match``.

    Raises:
        typer.BadParameter: wrong shape.
    """
    kind, colon, value = text.partition(":")
    if not colon or not kind.strip():
        raise typer.BadParameter(f"{text!r} is not TYPE:VALUE.", param_hint="'--match'")
    return kind.strip().upper(), value.strip()


def match_or_none(text: str) -> tuple[str, str]:
    """Match type and value, both empty for the word ``none``.

    Raises:
        typer.BadParameter: wrong shape; an empty text is no answer either.
    """
    return ("", "") if text.strip().lower() == "none" else match_of(text)


def drawer_of(text: str) -> tuple[TenderId, ControlId]:
    """A tender and the drawer that its money goes back from.

    Raises:
        Refused: ``M-55``.
        typer.BadParameter: wrong shape.
    """
    tender, colon, control = text.partition(":")
    if not colon:
        raise typer.BadParameter(f"{text!r} is not TENDER:CONTROL.", param_hint="'--drawer'")
    return (
        TenderId(id_of(tender.strip(), field="tender")),
        ControlId(id_of(control.strip(), field="drawer")),
    )


def split_of(text: str) -> tuple[str, str, str]:
    """A part of a split by hand: agreement, amount, bill; the bill's number may hold colons.

    Raises:
        typer.BadParameter: wrong shape.
    """
    agreement, _, rest = text.partition(":")
    amount, colon, bill = rest.partition(":")
    if not agreement.strip() or not amount.strip() or (colon and not bill.strip()):
        raise typer.BadParameter(f"{text!r} is not AGREEMENT:AMOUNT[:BILL].", param_hint="'parts'")
    return agreement.strip(), amount.strip(), bill.strip()


def bank_of(text: str) -> tuple[str, str]:
    """Bank and account as given after ``--bank-account``; the bank may be left out."""
    bank, colon, key = text.partition(":")
    return (bank, key) if colon else ("", bank)
