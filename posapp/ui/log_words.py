"""The log of an event in sentences: what was done, and each value before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any, Final

from posapp.domain.autopay_codes import RequestStatus
from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.corrections import Fault
from posapp.domain.event_log import LogChange, LogEntry, Value
from posapp.domain.ids import long_id, short_id
from posapp.domain.money import Money
from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.correct_words import FAULTS
from posapp.ui.formats import Formats, grouped, joined
from posapp.ui.texts import Texts
from posapp.ui.words import label, word

ACTIONS: Final[Mapping[str, str]] = {
    "event": "Took the payment",
    "event.distribute": "Distributed the payments",
    "event.freeze": "Froze the payments",
    "event.cash-back": "Recalculated the cash back",
    "event.set-date": "Changed the payment date",
    "event.delete": "Deleted the event",
    "event.cancel": "Canceled the event",
    "event.transfer": "Transferred the event",
    "event.correct": "Corrected the event",
    "event.add-details": "Added distribution details",
    "autopay.batch": "Sent the automatic payment to its institution",
    "autopay.cancel": "Canceled an automatic payment before it was sent",
    "autopay.take-back": "Took the automatic payment of a reopened bill back",
    "payment.add": "Added a payment",
    "payment.set": "Changed a payment",
    "payment.delete": "Deleted a payment",
    "payment.split": "Split a payment by hand",
    "payment.distribute": "Distributed a payment",
    "payment.freeze": "Froze a payment",
    "payment.cancel": "Canceled a payment",
    "payment.transfer": "Transferred a payment",
    "characteristic.add": "Added a characteristic",
    "characteristic.set": "Changed a characteristic",
    "characteristic.delete": "Deleted a characteristic",
    "tender.add": "Added a tender",
    "tender.set": "Changed a tender",
    "tender.move": "Moved a tender to another drawer",
    "tender.delete": "Deleted a tender",
    "tender.cancel": "Canceled a tender",
    "charge.settle": "Saw to a charge that could not be levied",
}
_ROWS: Final[Mapping[str, str]] = {
    "payment_event": "Event",
    "tender": "Tender",
    "payment": "Payment",
    "payment_line": "Line of a payment",
    "pay_segment": "Pay Segment",
    "distribution_detail": "Distribution Detail",
    "clearing_request": "Automatic Payment",
    "characteristic": "Characteristic",
    "refund_movement": "Money through a drawer",
    "adjustment": "Charge",
    "credit_rating": "Credit rating",
}
_COLUMNS: Final[Mapping[str, str]] = {
    "payor_account_id": "Payor Account ID",
    "account_id": "Account ID",
    "agreement_id": "Service Agreement",
    "tender_control_id": "Tender Control",
    "receipt_seq": "Receipt",
    "counted": "Counted in its drawer",
    "micr": "MICR ID",
    "characteristic_type": "Characteristic Type",
    "distribution_code": "Ledger Account",
    "value": "Value",
    "rating_effect": "Credit Rating",
    "cash_only_effect": "Cash-Only Points",
    "external_reference": "External Reference ID",
    "name": "Name",
    "charge_settled": "Charge Seen To",
    "charged_account": "Bank Account to Charge",
    "account_last4": "Account, Last Four Digits",
    "batch_run": "Batch",
    "entity_name": "Entity Name",
    "expires_on": "Expires",
    "ledger_date": "Ledger Date",
    "extract_date": "Scheduled Extract Date",
    "rule": "Distribution Rule",
    "replaced": "Replaced by Others",
    "match_type": "Match Type",
    "match_value": "Match Value",
    "non_cis_name": "Non-CIS Name",
    "long_comment": "Payment Comments",
    "reference": "Reference Number",
    "comments": "Comments",
}
_SHORT_IDS: Final = frozenset(
    {"payor_account_id", "account_id", "agreement_id", "tender_control_id"}
)
_DATES: Final = frozenset({"payment_date", "extract_date", "ledger_date", "expires_on"})
_STATUS: Final[Mapping[str, type[StrEnum]]] = {
    "tender": TenderStatus,
    "payment": PaymentStatus,
    "clearing_request": RequestStatus,
}
_NOTHING: Final = "\u2014"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One changed value in words."""

    what: str
    value: str
    before: str
    after: str


class LogWords:
    """Words the log of an event of one currency."""

    def __init__(self, formats: Formats, texts: Texts, setup: SetUp, currency: str) -> None:
        self._formats = formats
        self._texts = texts
        self._setup = setup
        self._currency = currency

    def sentence(self, entry: LogEntry) -> str:
        """What was done, with its reason and the warnings that were confirmed."""
        says = [_(ACTIONS.get(entry.action, "Something else: {action}")).format(
            action=entry.action)]  # fmt: skip
        reason = self._setup.cancel_reasons.get(str(entry.said.get("reason", "")))
        if reason is not None:
            says.append(_("reason: {reason}").format(reason=reason.description))
        says += self._moved(entry.said)
        fault = str(entry.said.get("fault", ""))
        if fault in set(Fault):
            says.append(_(FAULTS[Fault(fault)][0]).replace("&", "").lower())
        confirmed = entry.said.get("confirmed") or ()
        says += [_("confirmed: {what}").format(what=self._concern(code)) for code in confirmed]
        return ", ".join(says)

    def changes(self, entry: LogEntry) -> tuple[ChangeLine, ...]:
        """What an action changed; what it added or took away is one line for each."""
        lines: list[ChangeLine] = []
        for (table, number), group in groupby(entry.changes, key=lambda one: (one.table, one.id)):
            found = list(group)
            what = f"{_(_ROWS[table])} {grouped(long_id(number))}"
            if all(one.before is None for one in found) and len(found) > 1:
                lines.append(ChangeLine(what, _("Added"), _NOTHING, self._all(found, after=True)))
            elif all(one.after is None for one in found) and len(found) > 1:
                lines.append(ChangeLine(what, _("Deleted"), self._all(found), _NOTHING))
            else:
                lines += [self._change(what, one) for one in found]
        return tuple(lines)

    def _all(self, changes: Sequence[LogChange], *, after: bool = False) -> str:
        """Everything that was said of a row, what says nothing left out."""
        shown = (self._shown(one, one.after if after else one.before) for one in changes
                 if one.column != "counted")  # fmt: skip
        return joined(*(one for one in shown if one != _NOTHING))

    def _change(self, what: str, change: LogChange) -> ChangeLine:
        return ChangeLine(
            what,
            _(_COLUMNS[change.column]) if change.column in _COLUMNS else label(change.column),
            self._shown(change, change.before),
            self._shown(change, change.after),
        )

    def _moved(self, said: Mapping[str, Any]) -> list[str]:
        """From which account to which one, for a transfer."""
        source, target = said.get("from"), said.get("to")
        if not isinstance(source, Mapping) or not isinstance(target, Mapping):
            return []
        return [
            _("from account {source} to {target}").format(
                source=grouped(short_id(int(source["account"]))),
                target=grouped(short_id(int(target["account"]))),
            )
        ]

    def _concern(self, code: str) -> str:
        names = {
            "M-06W": _("not cash on a cash-only account"),
            "M-31": _("the same check again"),
            "M-39": _("excess kept as credit"),
            "M-40": _("possible duplicate"),
            "M-42": _("change above the cash expected"),
            "M-69": _("money waits for its freeze"),
        }
        return names.get(code, code)

    def _shown(self, change: LogChange, value: Value) -> str:
        if value is None or value == "":
            return _NOTHING
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if change.column == "amount" and isinstance(value, int):
            return self._formats.money(Money(value), self._currency)
        if change.column in _SHORT_IDS:
            return grouped(short_id(int(value)))
        return self._coded(change, str(value))

    def _coded(self, change: LogChange, value: str) -> str:
        if change.column in _DATES:
            return self._formats.date(date.fromisoformat(value))
        if change.column == "tender_type":
            kind = self._setup.tender_types.get(value)
            return value if kind is None else kind.description
        if change.column == "status":
            return word(_STATUS[change.table](value)).text
        if change.column == "rule":
            rule = self._setup.distribution_rules.get(value)
            return value if rule is None else rule.description
        if change.column in {"rating_effect", "cash_only_effect"}:
            return value.replace("-", "\u2212")
        return value
