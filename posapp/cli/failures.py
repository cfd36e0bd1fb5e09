"""What went wrong, as a document and as sentences, with the exit code of the contract."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from posapp.cli.contract import CONFIRM, FAILED, REFUSED
from posapp.cli.plain import Document, plain
from posapp.domain.card_numbers import without_cards
from posapp.domain.messages import FIELD_LABELS, sentence
from posapp.domain.money import Currency, Money
from posapp.errors import DeviceFailure, NeedsConfirmation, PosError, Refused, StorageFailure

_OTHER_ANSWERS: Final = {
    "M-33": "--confirm M-33 says that it was; --change kept says that it was not.",
}
# Where a correction leaves something open: the option that says it, by the field's name.
_OPTIONS: Final = {
    "account": "--to",
    "details": "--detail",
    "reopen_reason": "--reason",
    "over_under_reason": "--reason",
    "no_sale_reason": "--reason",
    "comments": "--comments",
    "amount_tendered": "--amount",
    "tender_type": "--tender-type",
    "tender": "--tender",
    "payment": "--payment",
    "change_returned": "--change",
    "payment_date": "--date",
}
_REPEATABLE: Final = frozenset({"locked", "offline", "full", "unknown_outcome"})


@dataclass(frozen=True, slots=True)
class Report:
    """A failure for standard output (JSON), standard error (sentences) and the shell."""

    code: int
    document: Document
    sentences: tuple[str, ...]


def report(
    error: PosError | OSError,
    currencies: Mapping[str, Currency],
    home: str,
    request_id: str = "",
) -> Report:
    """The report of an error.

    Args:
        error: what a service or the operating system raised.
        currencies: those of the set-up, by code; empty when no database could be read.
        home: code of the currency that amounts without another one are in.
        request_id: of a command that writes; named when it may be repeated, because then nobody
            has to know whether the first try went through (D-21).
    """
    if isinstance(error, NeedsConfirmation):
        concerns = [
            told(concern.code, concern.fields, currencies, home) for concern in error.concerns
        ]
        codes = " ".join(f"--confirm {code}" for code in dict.fromkeys(c["code"] for c in concerns))
        words = [f"{concern['code']}: {concern['message']}" for concern in concerns]
        words.append(f"To go on, repeat with {codes}.")
        words += [_OTHER_ANSWERS[c["code"]] for c in concerns if c["code"] in _OTHER_ANSWERS]
        return Report(CONFIRM, {"concerns": concerns}, tuple(words))
    if isinstance(error, Refused):
        found = told(error.code, error.fields, currencies, home)
        words = [f"{found['code']}: {found['message']}"]
        if error.code == "M-132":
            words.append(f"Say it with {_OPTIONS[str(error.fields['field'])]}.")
        return Report(REFUSED, {"error": found}, tuple(words))
    if isinstance(error, StorageFailure):
        return _storage(error, request_id)
    if isinstance(error, DeviceFailure):
        return _outside("DEVICE", str(error), {"device": error.device})
    if isinstance(error, OSError):
        told_by = f"{error.filename or 'The system'}: {error.strerror or error}."
        return _outside("SYSTEM", told_by, {})
    raise error


def _storage(error: StorageFailure, request_id: str) -> Report:
    found = _outside("STORAGE", str(error), {"kind": error.kind})
    if not request_id or error.kind not in _REPEATABLE:
        return found
    found.document["error"]["fields"]["request_id"] = request_id
    return replace(
        found, sentences=(*found.sentences, f"Repeat it with --request-id {request_id}.")
    )


def _outside(code: str, message: str, fields: Mapping[str, str]) -> Report:
    document = {"error": {"code": code, "message": message, "fields": dict(fields)}}
    return Report(FAILED, document, (message,))


def told(
    code: str, fields: Mapping[str, Any], currencies: Mapping[str, Currency], home: str
) -> dict[str, Any]:
    """A message as JSON holds it: code, sentence, and its fields as plain values."""
    named = str(fields.get("currency", ""))
    currency = currencies.get(named) or currencies.get(home) or Currency(home)
    shown = {
        name: plain(value, currency, name=str(fields.get("field", "")) if name == "value" else name)
        for name, value in without_cards(fields).items()
    }
    words = dict(shown)
    if named in currencies:
        # Amounts in words say what they are in, as stored sentences do.
        words |= {
            name: f"{named} {shown[name]}"
            for name, value in fields.items()
            if isinstance(value, Money)
        }
    if isinstance(words.get("field"), str):
        plainly = words["field"].replace("_", " ").capitalize()
        words["field"] = FIELD_LABELS.get(words["field"], plainly)
    return {"code": code, "message": sentence(code, words), "fields": shown}
