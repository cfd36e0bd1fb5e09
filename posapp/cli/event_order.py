"""The order to add a payment event, put together from what the command line gave."""

from dataclasses import dataclass, field, replace

import typer

from posapp.cli.autopay_inputs import BlockTexts, with_block
from posapp.cli.call import Call
from posapp.cli.distribution_rules import detail_of
from posapp.cli.draft_inputs import draft_of, with_authorization
from posapp.cli.entry_fields import PAY_FIELDS, TENDER_FIELDS, with_fields
from posapp.cli.inputs import (
    day_of,
    id_of,
    match_of,
    pay_of,
    tender_of,
)
from posapp.domain.codes import DistributeAction
from posapp.domain.distribution_rules import Remitter
from posapp.domain.ids import AccountId, ControlId
from posapp.domain.money import Currency, Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft


@dataclass(frozen=True, slots=True)
class AddTexts:
    """Everything that ``event add`` was given, still as text; ``None`` means not given.

    An empty text was given: it is refused like any other, for a script with an empty variable must
    not pay the whole debt of somebody else.
    """

    payor: str
    payee: str | None
    amount: str | None
    tenders: tuple[str, ...]
    pays: tuple[str, ...]
    match: str | None
    control: str | None
    day: str | None
    action: DistributeAction
    non_cis_name: str
    reference: str
    comments: str
    block: BlockTexts = field(default_factory=BlockTexts)
    details: tuple[str, ...] = ()
    authorization: str | None = None
    tender_fields: tuple[str, ...] = ()
    pay_fields: tuple[str, ...] = ()


def order_of(texts: AddTexts, call: Call) -> AddEvent:
    """The order with accounts looked up and amounts read in the payor's currency.

    Raises:
        Refused: ``M-01`` and ``M-56`` for an account, ``M-50`` for a value, ``M-55`` for a code.
        typer.BadParameter: wrong shape, ``--authorization`` without a tender that needs one, a field
            of a tender or payment that is none, or ``--pay`` or ``--detail`` beside ``--payee``,
            ``--amount``, ``--match``.
    """
    payor = _account(call, texts.payor, "payor")
    card = call.services.accounts.card(payor, call.actor)
    call.currency = card.account.currency
    home = call.setup.currencies[call.currency]
    return AddEvent(
        request_id=call.request_id,
        payor=payor,
        tenders=_tenders(texts, call, home),
        payments=with_fields(
            _payments(texts, call, payor, home), texts.pay_fields, PAY_FIELDS, "--pay-field"
        ),
        action=texts.action,
        payment_date=None if texts.day is None else day_of(texts.day, field="payment_date"),
        control_id=None
        if texts.control is None
        else ControlId(id_of(texts.control, field="tender_control")),
        confirmed=call.confirmed,
        details=tuple(detail_of(text, home) for text in texts.details),
        remitter=Remitter(texts.non_cis_name, texts.reference, texts.comments),
    )


def _tenders(texts: AddTexts, call: Call, home: Currency) -> tuple[TenderDraft, ...]:
    given = tuple(_tender(text, call, home) for text in texts.tenders)
    given = with_fields(given, texts.tender_fields, TENDER_FIELDS, "--tender-field")
    authorized = with_authorization(given, texts.authorization, call.setup.tender_types)
    return with_block(authorized, texts.block, call)


def _tender(text: str, call: Call, home: Currency) -> TenderDraft:
    """A tender, with who hands it over where that is not the event's payor (QA-9)."""
    given = tender_of(text, with_payor=True)
    payor = _account(call, given.payor, "payor") if given.payor else None
    return replace(draft_of(given, home.code, call.setup.currencies), payor=payor)


def _account(call: Call, text: str, field: str) -> AccountId:
    return call.services.accounts.resolve(text, call.actor, field=field)


def _payments(
    texts: AddTexts, call: Call, payor: AccountId, home: Currency
) -> tuple[PaymentDraft, ...]:
    if texts.pays and texts.details:
        raise typer.BadParameter("takes the place of --pay.", param_hint="'--detail'")
    if texts.pays or texts.details:
        if any(given is not None for given in (texts.payee, texts.amount, texts.match)):
            raise typer.BadParameter(
                "takes the place of --payee, --amount and --match.",
                param_hint="'--pay'" if texts.pays else "'--detail'",
            )
        return tuple(_paid(text, texts, call, home) for text in texts.pays)
    payee = payor if texts.payee is None else _account(call, texts.payee, "payee")
    match_type, match_value = ("", "") if texts.match is None else match_of(texts.match)
    amount = _default_amount(call, payee) if texts.amount is None else home.parse(texts.amount)
    return (
        PaymentDraft(
            payee,
            amount,
            match_type,
            match_value,
            texts.non_cis_name,
            texts.reference,
            texts.comments,
        ),
    )


def _paid(text: str, texts: AddTexts, call: Call, home: Currency) -> PaymentDraft:
    given = pay_of(text)
    return PaymentDraft(
        _account(call, given.account, "payee"),
        home.parse(given.amount),
        given.match_type,
        given.match_value,
        texts.non_cis_name,
        texts.reference,
        texts.comments,
    )


def _default_amount(call: Call, payee: AccountId) -> Money:
    """The amount that the add dialog offers (AD-3).

    A repeated request means what it meant the first time, though the account owes less by now.
    """
    earlier = call.services.payment_events.of_request(call.request_id, call.actor)
    if earlier is not None and len(earlier.payments) == 1:
        return earlier.payments[0].amount
    return call.services.accounts.card(payee, call.actor).default_amount
