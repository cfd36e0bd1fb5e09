"""An ``AddEvent`` as text and back, for the draft that is kept before its write (D-21)."""

import json
from datetime import date
from typing import Any

from posapp.domain.autopay_requests import AutoPayDraft
from posapp.domain.codes import DistributeAction
from posapp.domain.distribution_rules import DetailDraft, Remitter
from posapp.domain.ids import AccountId, ControlId
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.sealed import SealedAccount
from posapp.domain.templates import CreditLine


def to_text(command: AddEvent) -> str:
    """The command as JSON; amounts in minor units, the date as ISO."""
    return json.dumps(
        {
            "request_id": command.request_id,
            "payor": command.payor,
            "tenders": [_fields(tender) for tender in command.tenders],
            "payments": [_fields(payment) for payment in command.payments],
            "action": command.action.value,
            "payment_date": command.payment_date and command.payment_date.isoformat(),
            "control_id": command.control_id,
            "confirmed": sorted(command.confirmed),
            "more_to_come": command.more_to_come,
            "stated": command.stated,
            "details": [[one.rule, one.value, one.amount.minor] for one in command.details],
            "remitter": [
                command.remitter.non_cis_name,
                command.remitter.reference,
                command.remitter.comments,
            ],
        },
        ensure_ascii=False,
    )


def from_text(text: str) -> AddEvent:
    """The command of a kept draft, with the request id it was made with.

    Raises:
        ValueError: when the text is not such a draft.
    """
    try:
        kept: dict[str, Any] = json.loads(text)
        day = kept["payment_date"]
        control = kept["control_id"]
        return AddEvent(
            request_id=kept["request_id"],
            payor=AccountId(kept["payor"]),
            tenders=tuple(_tender(fields) for fields in kept["tenders"]),
            payments=tuple(_payment(fields) for fields in kept["payments"]),
            action=DistributeAction(kept["action"]),
            payment_date=None if day is None else date.fromisoformat(day),
            control_id=None if control is None else ControlId(control),
            confirmed=frozenset(kept["confirmed"]),
            more_to_come=kept["more_to_come"],
            stated=kept["stated"],
            details=tuple(
                DetailDraft(rule, value, Money(minor)) for rule, value, minor in kept["details"]
            ),
            remitter=Remitter(*kept["remitter"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a kept payment event: {error}") from error


def _fields(draft: TenderDraft | PaymentDraft) -> dict[str, Any]:
    named = {name: getattr(draft, name) for name in draft.__dataclass_fields__}
    if isinstance(draft, PaymentDraft):
        named["lines"] = [
            [line.distribution_code, line.amount.minor, line.description] for line in draft.lines
        ]
    elif draft.auto_pay is not None:
        named["auto_pay"] = _block_fields(draft.auto_pay)
    return {**named, "amount": draft.amount.minor}


def _block_fields(block: AutoPayDraft) -> dict[str, Any]:
    """The auto-pay block; its account number is sealed (AP-02)."""
    account = block.account
    return {
        "source": block.source,
        "account": None if account is None else [account.text, account.last4],
        "expires_on": block.expires_on and block.expires_on.isoformat(),
        "name": block.name,
    }


def _block(fields: dict[str, Any] | None) -> AutoPayDraft | None:
    if fields is None:
        return None
    account, day = fields["account"], fields["expires_on"]
    return AutoPayDraft(
        fields["source"],
        None if account is None else SealedAccount(*account),
        None if day is None else date.fromisoformat(day),
        fields["name"],
    )


def _tender(fields: dict[str, Any]) -> TenderDraft:
    block = _block(fields["auto_pay"])
    payor = fields["payor"]
    return TenderDraft(
        **{
            **fields,
            "amount": Money(fields["amount"]),
            "auto_pay": block,
            "payor": None if payor is None else AccountId(payor),
        }
    )


def _payment(fields: dict[str, Any]) -> PaymentDraft:
    lines = tuple(CreditLine(code, Money(minor), says) for code, minor, says in fields["lines"])
    return PaymentDraft(**{**fields, "amount": Money(fields["amount"]), "lines": lines})
