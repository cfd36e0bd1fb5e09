"""What mails say of a checkout: the person's, payroll's, and the deduction itself (ML-1, ML-2, ML-5).

Amounts are integer minor units of the checkout's currency; stamps are UTC.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from posapp.domain.ids import AccountId, EventId
from posapp.domain.mail_codes import MailKind
from posapp.domain.mail_layouts import fill, one_line
from posapp.domain.mail_setup import MailSetUp, MailTemplate
from posapp.domain.mails import Attachment, AttachmentSource, NewMail
from posapp.domain.money import ZERO, Currency, Money

CSV_HEADER: Final = (
    "confirmation",
    "processed_at",
    "employee_number",
    "name",
    "email",
    "items",
    "amount",
    "currency",
    "credit_left",
    "comment",
    "cashier",
    "workstation",
)
"""First line of the file that goes with a payroll mail: always these columns, in this order."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class MailItem:
    """A line of a checkout: an item, an adjustment, or a credit (negative)."""

    label: str
    amount: Money


@dataclass(frozen=True, slots=True)
class CheckoutFacts:
    """A checkout that was processed or refunded, as its mails tell it.

    Attributes:
        checkout_id: its id.
        confirmation: its number as people read it.
        account_id: of the person.
        at: when it was processed, or refunded.
        day: business date of that instant in the office (D-18).
        zone: time zone of the office.
        currency: of all amounts.
        organisation: whose office it is.
        name: of the person.
        email: of the person; empty: no mail.
        employee_number: of the person; empty where there is none.
        items: items and positive adjustments.
        credits: credits used, negative.
        total: what was paid, or paid back, by the method.
        method: description of the tender type; empty when credits covered all.
        comment: of the checkout or the refund.
        cashier: who did it.
        workstation: where.
        event_id: payment event; ``None`` when credits covered all (CK-7).
        deduct: what payroll deducts: the total when a payroll method paid it, and used credits
            that a payroll method paid for. Zero: payroll has no part in it.
        credit_left: what is left of the person's credits.
    """

    checkout_id: int
    confirmation: str
    account_id: AccountId
    at: datetime
    day: date
    zone: str
    currency: Currency
    organisation: str
    name: str
    email: str
    employee_number: str
    items: tuple[MailItem, ...]
    credits: tuple[MailItem, ...]
    total: Money
    method: str
    comment: str
    cashier: str
    workstation: str
    event_id: EventId | None
    deduct: Money = ZERO
    credit_left: Money = ZERO


def person_mail(facts: CheckoutFacts, kind: MailKind, setup: MailSetUp) -> NewMail | None:
    """The mail to the person, with the receipt; ``None`` without an address (ML-1).

    Args:
        facts: the checkout.
        kind: ``CHECKOUT`` or ``REFUND``.
        setup: the layouts.
    """
    if not facts.email:
        return None
    return _mail(facts, kind, facts.email, setup, (_receipt(facts),))


def payroll_mail(facts: CheckoutFacts, setup: MailSetUp) -> NewMail | None:
    """The mail to payroll with its one-row CSV (ML-2).

    ``None`` where no address is set, or nothing is deducted.
    """
    to = setup.payroll_notification_email
    if not to or not facts.deduct:
        return None
    name = f"payroll-{_safe_name(facts.confirmation)}.csv"
    file = Attachment(name, "text/csv", AttachmentSource.BYTES, payroll_csv(facts))
    return _mail(facts, MailKind.PAYROLL, to, setup, (file,))


def payroll_csv(facts: CheckoutFacts) -> bytes:
    """The deduction as a CSV of one row under the fixed header; no cell is a formula (ML-2)."""
    currency = facts.currency
    values = (
        facts.confirmation,
        local_time(facts),
        facts.employee_number,
        facts.name,
        facts.email,
        "; ".join(_line(one, currency) for one in facts.items),
        currency.text(facts.deduct),
        currency.code,
        currency.text(facts.credit_left),
        facts.comment,
        facts.cashier,
        facts.workstation,
    )
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    lines.writerow(CSV_HEADER)
    lines.writerow([_cell(one_line(value)) for value in values])
    return text.getvalue().encode()


def local_time(facts: CheckoutFacts) -> str:
    """When it was done, by the office's clock."""
    return f"{facts.at.astimezone(ZoneInfo(facts.zone)):%Y-%m-%d %H:%M}"


def _mail(
    facts: CheckoutFacts,
    kind: MailKind,
    to: str,
    setup: MailSetUp,
    files: tuple[Attachment, ...],
) -> NewMail:
    layout = setup.templates.get(kind) or MailTemplate(
        f"{kind.value.capitalize()} {{confirmation}}", "{confirmation}"
    )
    subject, body = fill(kind, layout.subject, layout.body, _values(facts))
    return NewMail(kind, f"checkout {facts.checkout_id}", to, subject, body, files)


def _values(facts: CheckoutFacts) -> dict[str, str]:
    currency = facts.currency
    return {
        "org": facts.organisation,
        "name": facts.name,
        "email": facts.email,
        "employee_number": facts.employee_number,
        "confirmation": facts.confirmation,
        "processed_at": local_time(facts),
        "items": _lines(facts.items, currency),
        "credits": _lines(facts.credits, currency),
        "total": _amount(facts.total, currency),
        "method": facts.method,
        "comment": facts.comment,
        "cashier": facts.cashier,
        "workstation": facts.workstation,
        "amount": _amount(facts.deduct, currency),
        "credit_left": _amount(facts.credit_left, currency),
    }


def _lines(items: tuple[MailItem, ...], currency: Currency) -> str:
    return "\n".join(_line(one, currency) for one in items)


def _line(item: MailItem, currency: Currency) -> str:
    return f"{one_line(item.label)}: {_amount(item.amount, currency)}"


def _amount(amount: Money, currency: Currency) -> str:
    return f"{currency.code} {currency.text(amount)}"


def _receipt(facts: CheckoutFacts) -> Attachment:
    """The receipt, drawn when the mail is sent: of the event, or of the checkout without one."""
    name = f"receipt-{_safe_name(facts.confirmation)}.pdf"
    if facts.event_id is None:
        source, number = AttachmentSource.CHECKOUT_RECEIPT, facts.checkout_id
    else:
        source, number = AttachmentSource.EVENT_RECEIPT, int(facts.event_id)
    return Attachment(name, "application/pdf", source, object_id=number)


def _safe_name(text: str) -> str:
    return "".join(one for one in text if one.isascii() and (one.isalnum() or one in "-_"))


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
