"""What finance is told of a balanced drawer: totals, and the heads of audit chains (R11, A.6 d).

Who owns the file can write a whole chain anew; a head that was mailed to somebody else tells.
The text is fixed: a layout that left a head out would take away what the mail is for. Amounts are
integer minor units of the drawer's currency, dates are business dates, stamps UTC.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from posapp.domain.control_lines import ControlLine
from posapp.domain.mail_addresses import check_address
from posapp.domain.mail_codes import MailKind
from posapp.domain.mail_layouts import one_line
from posapp.domain.mails import NewMail
from posapp.domain.money import Currency
from posapp.domain.seals import seal_of
from posapp.errors import Refused

MOST_ADDRESSES: Final = 10
_BETWEEN: Final = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The end of an audit chain: its name, its number of rows, its last hash (hexadecimal)."""

    chain: str
    rows: int
    hash: str

    @property
    def seal(self) -> str:
        """As it stands on papers."""
        return seal_of(self.rows, self.hash).text


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """A drawer that was balanced, as finance is told of it.

    Attributes:
        close_id: of the Z report, for the cause of the mail.
        number: of the Z report in its office; ``version`` counts how often the drawer was balanced.
        organisation: whose office it is.
        office: its name.
        control: number of the tender control.
        drawer: what its source is called.
        cashier: whose drawer it was; empty: everybody's.
        day: its business date.
        closed_at: when it was balanced, shown in ``zone``.
        closed_by: who confirmed it.
        currency: of the amounts.
        lines: by tender type, all figures known.
        events: payment events in it; ``canceled`` its canceled tenders.
        drawer_head: of the drawer's chain as its Z report bears it.
        office_head: of the office's chain of this day so far; ``None`` when it has no rows.
    """

    close_id: int
    number: int
    version: int
    organisation: str
    office: str
    control: str
    drawer: str
    cashier: str
    day: date
    closed_at: datetime
    zone: str
    closed_by: str
    currency: Currency
    lines: tuple[ControlLine, ...]
    events: int
    canceled: int
    drawer_head: ChainHead | None
    office_head: ChainHead | None


def addresses_of(typed: str, field: str = "finance_emails") -> tuple[str, ...]:
    """The addresses of a list with commas, semicolons, spaces or line ends between; each once.

    Raises:
        Refused: ``M-360`` with what is wrong about one, or that there are too many.
    """
    found = tuple(check_address(one, field) for one in _BETWEEN.split(typed) if one)
    unique = tuple(dict.fromkeys(found))
    if len(unique) > MOST_ADDRESSES:
        reason = f"there are more than {MOST_ADDRESSES} of them"
        raise Refused("M-360", field=field, value=unique[MOST_ADDRESSES], reason=reason)
    return unique


def closing_mails(facts: ClosingFacts, to: tuple[str, ...]) -> tuple[NewMail, ...]:
    """One mail for each address; of one Z report an address gets one, however often it is asked."""
    day = facts.day.isoformat()
    subject = one_line(f"Z-{facts.number} of {facts.office}, {facts.drawer}, {day}")
    body = "\n".join(_text(facts)) + "\n"
    return tuple(
        NewMail(MailKind.Z_REPORT, f"close {facts.close_id} {one}", one, subject, body)
        for one in to
    )


def _text(facts: ClosingFacts) -> Iterator[str]:
    at = facts.closed_at.astimezone(ZoneInfo(facts.zone))
    yield one_line(f"{facts.organisation}, {facts.office}")
    yield f"Z report: Z-{facts.number}, balanced time {facts.version} of this drawer"
    yield one_line(
        f"Drawer: {facts.drawer}, tender control {facts.control}, of {facts.cashier or 'everybody'}"
    )
    yield f"Business date: {facts.day.isoformat()}"
    yield one_line(f"Balanced: {at:%Y-%m-%d %H:%M} by {facts.closed_by}")
    yield f"Payment events: {facts.events}, canceled tenders: {facts.canceled}"
    yield ""
    for line in facts.lines:
        yield from _amounts(line, facts.currency)
    yield ""
    yield "Ends of the audit chains. Keep this mail: it shows later whether they were written anew."
    yield from _head("The drawer, as on its Z report", facts.drawer_head, f"Z-{facts.number} ")
    yield from _head("The office on this day, so far", facts.office_head, "")


def _amounts(line: ControlLine, currency: Currency) -> Iterator[str]:
    yield one_line(f"{line.description or line.tender_type} ({currency.code})")
    figures = (
        ("started with", line.starting),
        ("received", line.received),
        ("turned in", line.turn_ins),
        ("expected", line.expected),
        ("counted", line.ending),
        ("over or under", line.over_under),
    )
    for name, amount in figures:
        if amount is not None:
            yield f"  {name}: {currency.text(amount)}"


def _head(what: str, head: ChainHead | None, number: str) -> Iterator[str]:
    if head is None:
        return
    yield ""
    yield f"{what}: {head.chain}"
    yield f"  rows: {head.rows}"
    yield f"  hash: {head.hash}"
    yield f"  seal: {head.seal}"
    yield f'  ask: posapp verify "{number}{head.seal}"'
