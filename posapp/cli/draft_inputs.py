"""Texts of the command line as drafts: tenders with their amounts, what a payment credits."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import typer

from posapp.cli.inputs import TenderText
from posapp.domain.money import Currency
from posapp.domain.payment_events import TenderDraft
from posapp.domain.setup import TenderType
from posapp.domain.templates import CreditLine
from posapp.errors import Refused


def draft_of(given: TenderText, home: str, currencies: Mapping[str, Currency]) -> TenderDraft:
    """The tender with its amount read in its own currency, ``home`` when none was named.

    Raises:
        Refused: ``M-50`` for the amount, ``M-55`` for a currency that the set-up has not.
    """
    currency = currencies.get(given.currency or home)
    if currency is None:
        raise Refused("M-55", field="currency", value=given.currency)
    amount = currency.parse(given.amount, field="amount_tendered")
    return TenderDraft(given.tender_type, amount, given.check_number, currency=given.currency)


def with_authorization(
    tenders: tuple[TenderDraft, ...], code: str | None, types: Mapping[str, TenderType]
) -> tuple[TenderDraft, ...]:
    """The tenders, the one that needs an authorization with its code as external reference.

    Raises:
        typer.BadParameter: a code without such a tender.
    """
    if code is None:
        return tenders
    wants = [one.tender_type in types and types[one.tender_type].requires_authorization
             for one in tenders]  # fmt: skip
    if not any(wants):
        raise typer.BadParameter(
            "no tender is of a type that needs one.", param_hint="'--authorization'"
        )
    return tuple(
        replace(one, external_reference=code) if fits else one
        for one, fits in zip(tenders, wants, strict=True)
    )


def lines_of_texts(texts: Iterable[str], currency: Currency) -> tuple[CreditLine, ...]:
    """What a payment credits: ledger account, amount, and words that may hold colons.

    Raises:
        Refused: ``M-50`` for an amount.
        typer.BadParameter: wrong shape.
    """
    lines = []
    for text in texts:
        code, colon, rest = text.partition(":")
        if not colon or not code.strip():
            raise typer.BadParameter(f"{text!r} is not CODE:AMOUNT[:TEXT].", param_hint="'--line'")
        amount, _, says = rest.partition(":")
        money = currency.parse(amount.strip(), field="line_amount")
        lines.append(CreditLine(code.strip().upper(), money, says.strip()))
    return tuple(lines)
