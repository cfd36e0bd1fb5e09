"""The edge where people's texts enter: cleaned, measured, and searched for card numbers.

Source: payments 0.3 (widths), reliability A.5 (controls, NUL, bidi), R10, R13. What is left is kept
verbatim: markup, formulas, SQL and path parts are only text here. Pure.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from operator import is_
from typing import Any, Final, TypeVar

from posapp.domain.autopay_requests import AutoPayDraft
from posapp.domain.card_numbers import is_card_number, looks_like_card_number
from posapp.domain.distribution_rules import MOST_OF_VALUE, DetailDraft, Remitter
from posapp.domain.mandate import NAME_WIDTH
from posapp.domain.money import MAX_DIGITS, Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.requests import check_request_id
from posapp.errors import Refused

D = TypeVar("D", TenderDraft, PaymentDraft)

COMMENT: Final = 254
LONG_COMMENT: Final = 4000
CODE: Final = 20
KEPT_OF_MICR: Final = 4
LARGEST_ID: Final = 2**63 - 1
_LARGEST: Final = Money(10**MAX_DIGITS - 1)
_SHOWN: Final = 30
HIDDEN: Final = "said something that looks like a card number"
_NOBODY: Final = Remitter()

_TENDER: Final[Mapping[str, int]] = {
    "tender_type": 4,
    "check_number": 10,
    "micr": 30,
    "currency": 3,
    "customer_id": 36,
    "external_reference": 36,
    "name": COMMENT,
}
_PAYMENT: Final[Mapping[str, int]] = {
    "match_type": 8,
    "match_value": 30,
    "non_cis_name": COMMENT,
    "reference": COMMENT,
    "comments": COMMENT,
    "template": 12,
    "long_comment": LONG_COMMENT,
}
# Numbers that must equal one of ours: only a whole card number is wrong in their place.
_IDENTIFIERS: Final = frozenset({"match_value"})

# Line ends and tabs part words, so a space takes their place. Everything else that is not seen
# (controls, surrogates, signs that turn the direction of what is read) goes without trace.
_SPACES: Final = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def clean_text(text: str, field: str, width: int = COMMENT) -> str:
    """A text as it may be stored: NFC, no control signs, trimmed, in one line.

    Args:
        text: as typed, scanned or read.
        field: name of the input, for the refusal.
        width: most characters that the field holds (payments 0.3).

    Raises:
        Refused: ``M-58`` for a card number, ``M-50`` when the text is longer than its field.
    """
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", _SPACES.sub(" ", text)))
    text = text.strip()
    if _is_card(field)(text):
        raise Refused("M-58", field=field)
    if len(text) > width:
        shown = f"{text[:_SHOWN]}…"
        raise Refused("M-50", field=field, value=shown, reason=f"is longer than {width} characters")
    return text


def shown_words(text: str, most: int) -> str:
    """Words that a stranger's code said, as part of a message: one line, short, no card number."""
    words = _UNSEEN.sub("", " ".join(text.split()))
    return HIDDEN if looks_like_card_number(words) else words[:most].rstrip()


def clean_command(command: AddEvent) -> AddEvent:
    """An ``AddEvent`` with clean texts, to be used for draft, fingerprint and rows alike.

    Of a MICR line only the last four signs go on, so the rest is never written anywhere (R13).

    Raises:
        Refused: ``M-50``, ``M-58`` as ``clean_text``; ``M-50`` for an amount out of range or a
            request id that is none; ``M-01``, ``M-55`` for an id that no row can have.
    """
    check_request_id(command.request_id)
    _check_ids(command)
    tenders = tuple(clean_tender(draft) for draft in command.tenders)
    payments = tuple(clean_payment(draft) for draft in command.payments)
    details = tuple(clean_detail(draft) for draft in command.details)
    for code in command.confirmed:
        # The draft keeps them, and the command line takes any text for one.
        clean_text(code, "confirm")
    remitter = _clean_remitter(command.remitter)
    if (
        remitter is command.remitter
        and _are(tenders, command.tenders)
        and _are(payments, command.payments)
        and _are(details, command.details)
    ):
        return command
    return replace(command, tenders=tenders, payments=payments, details=details, remitter=remitter)


def _are(cleaned: Iterable[object], given: Iterable[object]) -> bool:
    """Whether nothing had to be cleaned."""
    return all(map(is_, cleaned, given))


def _clean_remitter(given: Remitter) -> Remitter:
    if given == _NOBODY:
        return given
    return Remitter(
        clean_text(given.non_cis_name, "non_cis_name"),
        clean_text(given.reference, "reference"),
        clean_text(given.comments, "comments"),
    )


def _is_card(field: str) -> Callable[[str], bool]:
    return is_card_number if field in _IDENTIFIERS else looks_like_card_number


def _check_ids(command: AddEvent) -> None:
    for account in (*command.payors, *(draft.account_id for draft in command.payments)):
        if not 0 < account <= LARGEST_ID:
            raise Refused("M-01", field="account", value=account)
    control = command.control_id
    if control is not None and not 0 < control <= LARGEST_ID:
        raise Refused("M-55", field="tender_control", value=control)


def clean_payment(draft: PaymentDraft) -> PaymentDraft:
    """A payment with clean texts.

    Raises:
        Refused: ``M-50``, ``M-58``; ``M-01`` for an account that no row can have.
    """
    if not 0 < draft.account_id <= LARGEST_ID:
        raise Refused("M-01", field="account", value=draft.account_id)
    lines = tuple(
        replace(
            line,
            distribution_code=clean_text(line.distribution_code, "distribution_code", CODE),
            description=clean_text(line.description, "line_description"),
        )
        for line in draft.lines
    )
    return _clean(replace(draft, lines=lines) if lines else draft, _PAYMENT)


def clean_detail(draft: DetailDraft) -> DetailDraft:
    """A distribution detail with clean texts.

    Raises:
        Refused: ``M-50``, ``M-58``.
    """
    _check_size(draft.amount, "detail_amount")
    value = clean_text(draft.value, "rule_value", MOST_OF_VALUE)
    rule = clean_text(draft.rule, "rule", CODE)
    if (rule, value) == (draft.rule, draft.value):
        return draft
    return replace(draft, rule=rule, value=value)


def clean_tender(draft: TenderDraft) -> TenderDraft:
    """A tender with clean texts and only the last signs of its MICR line (R13).

    Raises:
        Refused: ``M-50``, ``M-58``.
    """
    cleaned = _clean(draft, _TENDER)
    if cleaned.auto_pay is not None:
        cleaned = replace(cleaned, auto_pay=clean_block(cleaned.auto_pay))
    if len(cleaned.micr) > KEPT_OF_MICR:
        cleaned = replace(cleaned, micr=cleaned.micr[-KEPT_OF_MICR:])
    return cleaned


def clean_block(block: AutoPayDraft) -> AutoPayDraft:
    """An auto-pay block with clean texts.

    Raises:
        Refused: ``M-50``, ``M-58``.
    """
    name = clean_text(block.name, "entity_name", NAME_WIDTH)
    return replace(block, source=clean_text(block.source, "autopay_source", 8), name=name)


def _check_size(amount: Money, field: str) -> None:
    if abs(amount) > _LARGEST:
        value = f"more than {MAX_DIGITS} digits"
        raise Refused("M-50", field=field, value=value, reason="is too large")


def _clean(draft: D, widths: Mapping[str, int]) -> D:
    _check_size(draft.amount, "amount")
    changed: dict[str, Any] = {}
    for field, width in widths.items():
        text = getattr(draft, field)
        if text and (cleaned := clean_text(text, field, width)) != text:
            changed[field] = cleaned
    return replace(draft, **changed) if changed else draft
