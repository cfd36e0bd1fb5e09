"""Rows of Quick Add as values: kept safely, read, grouped by payor, made into payment events.

Source: payments 10.2, 11; QA-1, QA-4..QA-7, QA-14, QA-17..QA-19, D-22, D-35, R13. Amounts are
integer minor units of the batch's currency. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from posapp.domain.distribution_rules import MOST_OF_VALUE, DetailDraft, Remitter
from posapp.domain.money import ZERO, Currency, Money, total
from posapp.domain.new_tenders import check_kind
from posapp.domain.payment_events import TenderDraft
from posapp.domain.quick_add import (
    TEXTS,
    Outcome,
    QuickHeader,
    QuickKind,
    QuickLine,
)
from posapp.domain.requests import check_request_id
from posapp.domain.setup import SetUp
from posapp.domain.texts import COMMENT, KEPT_OF_MICR, clean_text
from posapp.errors import Refused

MOST_KEPT: Final = 300
"""A text that is too long is kept so far: longer than every field, so it stays refused."""
CARD: Final = "M-58"
_TOO_LONG: Final = "M-50"

_WIDTHS: Final[Mapping[str, int]] = {
    "rule": 20,
    "value": MOST_OF_VALUE,
    "account": 60,
    "amount": 40,
    "tender_type": 20,
    "check_number": 10,
    "micr": 30,
    "customer_id": 36,
    "external_reference": 36,
    "name": COMMENT,
    "match_type": 20,
    "match_value": 30,
    "non_cis_name": COMMENT,
    "reference": COMMENT,
    "comments": COMMENT,
}
# Numbers that must equal one of ours: only a whole card number is wrong in their place.
_NUMBERS: Final = frozenset({"account", "match_value"})
# The field of a row in which somebody typed what a rule names otherwise.
_BLAMED: Final[Mapping[str, str]] = {
    "rule_value": "value",
    "detail_amount": "amount",
    "amount_tendered": "amount",
    "payment_amount": "amount",
    "remitter": "non_cis_name",
}
_OWNER: Final = frozenset({"payor", "payee", "account"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row is not taken: outcome, the field that is wrong, message code and its values."""

    outcome: Outcome
    field: str
    code: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A row as it is stored: its place, safe texts, and why it is refused at once, if it is."""

    line: int
    row: QuickLine
    refusal: Refusal | None = None


def kept(rows: Sequence[QuickLine], batch_request: str) -> tuple[KeptLine, ...]:
    """Rows as they may be stored, empty ones left out (QA-19).

    A row without request id gets one of its batch and line, so the same file gives the same ids.

    Raises:
        Refused: ``M-50`` for a request id that is none; it names the row.
    """
    found: list[KeptLine] = []
    for line, row in enumerate(rows, start=1):
        if row.is_empty:
            continue
        request_id = row.request_id.strip() or request_of(batch_request, line)
        _check_own(request_id, line)
        safe, refusal = kept_row(replace(row, request_id=request_id))
        found.append(KeptLine(line, safe, refusal))
    return tuple(found)


def _check_own(request_id: str, line: int) -> None:
    try:
        check_request_id(request_id)
    except Refused as error:
        reason = f"{error.fields['reason']} (row {line})"
        raise Refused(error.code, **(error.fields | {"reason": reason})) from error


def request_of(batch_request: str, line: int) -> str:
    """The request id of a row that brings none (D-21)."""
    return str(uuid5(NAMESPACE_OID, f"{batch_request}/{line}"))


def kept_row(row: QuickLine) -> tuple[QuickLine, Refusal | None]:
    """A row with texts that may be stored, and what is wrong with the first that may not (R13).

    A card number is not kept at all, of a MICR line only its last signs.
    """
    changed: dict[str, str] = {}
    refusal: Refusal | None = None
    for name in TEXTS:
        text = getattr(row, name)
        if not text:
            continue
        try:
            clean = clean_text(text, _checked_as(name), _WIDTHS[name])
        except Refused as error:
            whole = "" if error.code == CARD else clean_text(text, _checked_as(name), len(text))
            clean = whole[:MOST_KEPT]
            refusal = refusal or _refused(error, name)
        if name == "micr":
            clean = clean[-KEPT_OF_MICR:]
        if clean != text:
            changed[name] = clean
    return (replace(row, **changed) if changed else row), refusal


def is_lost(field: str, code: str) -> bool:
    """Whether a refused row misses what was typed, so that only a correction can help it (R13)."""
    return code == CARD or (code == _TOO_LONG and field == "micr")


def _checked_as(name: str) -> str:
    """The field whose check for card numbers fits; its name in the refusal is replaced."""
    return "match_value" if name in _NUMBERS else name


def _refused(error: Refused, name: str) -> Refusal:
    """A refusal as an outcome of the row that it concerns (QA-16)."""
    return Refusal(Outcome.INVALID, name, error.code, error.fields | {"field": name})


def blamed(error: Refused, kind: QuickKind) -> Refusal:
    """What the rules of a payment event refuse, said of the row's own field."""
    named = str(error.fields.get("field", ""))
    if named in _OWNER:
        named = "account" if kind is QuickKind.ACCOUNTS else "value"
    named = _BLAMED.get(named, named)
    own = named if named in TEXTS else ""
    fields = error.fields | ({"field": own} if own else {})
    return Refusal(Outcome.INVALID, own, error.code, fields)


def check_tape(header: QuickHeader, rows: Sequence[KeptLine], currency: Currency) -> None:
    """The tape that was typed beforehand must agree with the rows.

    Raises:
        Refused: ``M-140`` the count, ``M-141`` the sum; an amount that cannot be read counts as zero.
    """
    if header.tape_count is not None and header.tape_count != len(rows):
        raise Refused("M-140", field="tape_count", given=header.tape_count, found=len(rows))
    if header.tape_total is None:
        return
    found = total(_amount_or_zero(one.row, currency) for one in rows)
    if header.tape_total != found:
        raise Refused(
            "M-141",
            field="tape_total",
            given=header.tape_total,
            found=found,
            difference=found - header.tape_total,
            currency=currency.code,
        )


def _amount_or_zero(row: QuickLine, currency: Currency) -> Money:
    try:
        return currency.parse(row.amount)
    except Refused:
        return ZERO


def read_tender(row: QuickLine, currency: Currency, setup: SetUp) -> TenderDraft:
    """What a row hands over; nothing typed is the Quick Add tender type (payments 10.2, 11).

    Raises:
        Refused: ``M-50``, ``M-02`` for the amount, ``M-55``, ``M-62``, ``M-19`` for the type (QA-1,
            QA-17), ``M-63`` for the check number.
    """
    amount = currency.parse(row.amount, field="amount")
    if amount <= ZERO:
        raise Refused("M-02", field="amount", value=amount, currency=currency.code)
    code = row.tender_type.strip().upper() or setup.installation.quick_add_tender_type
    if code not in setup.tender_types:
        # A word of the set-up, as in a payment in one line: ``ck`` for a check.
        code = setup.entry.words.get(code, code)
    kind = setup.tender_type(code)
    check_kind(kind)
    if kind.generate_auto_pay or kind.requires_authorization:
        raise Refused("M-19", field="tender_type", tender_type=kind.description)
    if kind.requires_check_number and not row.check_number.strip():
        raise Refused("M-63", field="check_number", tender_type=kind.description)
    return TenderDraft(
        code,
        amount,
        row.check_number,
        row.micr,
        customer_id=row.customer_id,
        external_reference=row.external_reference,
        name=row.name,
    )


def read_detail(row: QuickLine, amount: Money) -> DetailDraft:
    """What a row by rules pays."""
    return DetailDraft(row.rule.strip().upper(), row.value, amount)


def read_match(row: QuickLine) -> tuple[str, str]:
    """Match type and value of a row by accounts."""
    return row.match_type.strip().upper(), row.match_value.strip()


def remitter_of(row: QuickLine) -> Remitter:
    """Who a payment on an account without customer is for."""
    return Remitter(row.non_cis_name, row.reference, row.comments)
