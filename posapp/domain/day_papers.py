"""Papers of the drawer day: what each shows (controls 17, PR-05, PR-08, D-16).

Amounts are integer minor units of the paper's currency; stamps are UTC and shown in the office's
zone. A blind cashier's papers are made of the answers that this cashier gets, so what is hidden is
``None`` here and is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from posapp.domain.control_life import ControlClose
from posapp.domain.control_lines import ControlLine
from posapp.domain.day_paper import DayPaper
from posapp.domain.deposit_controls import DepositControlView
from posapp.domain.deposits import DepositView
from posapp.domain.ids import UserId
from posapp.domain.money import Currency, Money
from posapp.domain.over_unders import OverUnderEntry
from posapp.domain.tender_controls import Control
from posapp.domain.turn_in import Counted, TurnInView

OF_A_PERIOD: Final = frozenset({DayPaper.PAYMENT_BALANCE, DayPaper.OVER_UNDER})
"""Papers of days rather than of one record."""

DAYS_BACK: Final = 7
"""A payment balance report begins this many days ago unless said."""
_NARROW: Final = frozenset({DayPaper.X, DayPaper.Z, DayPaper.TURN_IN})
_LETTER: Final = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE"})


def layout_for(kind: DayPaper, receipt_layout: str, locale: str) -> str:
    """The paper that a workstation prints on unless told.

    What stays at the drawer comes out of the receipt printer; the rest on a sheet, Letter where
    people have that.

    Args:
        kind: the paper.
        receipt_layout: paper of the workstation's receipts.
        locale: of the workstation's papers, such as ``en_US``.
    """
    if kind in _NARROW or receipt_layout != "roll80":
        return receipt_layout
    return "letter" if locale.replace("-", "_").rpartition("_")[2].upper() in _LETTER else "a4"


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """Which paper is wanted.

    Attributes:
        kind: the paper.
        id: tender control (X, Z), turn-in, bank deposit or deposit control; 0 for those of a period.
        version: of a Z report; 0 is the last one.
        first: first business date of a period; ``None`` is seven days ago, for the log the start.
        last: last business date of a period; ``None`` is today.
        cashier: of the log; ``None`` is everybody.
    """

    kind: DayPaper
    id: int = 0
    version: int = 0
    first: date | None = None
    last: date | None = None
    cashier: UserId | None = None


@dataclass(frozen=True, slots=True)
class PaperHead:
    """What every paper carries (PR-05).

    Attributes:
        organisation: name, printed big, with ``address`` below it.
        office: where it was printed for; ``drawer`` whose it is, empty for those of many.
        user: who printed it, at ``printed_at``, shown in ``zone``.
        number: its number, beside its title.
        currency: of its amounts.
        kinds: descriptions of tender types by code.
        reasons: descriptions of over/under reasons by code.
        cancel_reasons: those of cancel reasons.
        copy: 0 for the original, n for *Duplicate n* (PR-04).
        demo: the paper says DEMO for ever.
    """

    organisation: str
    address: tuple[str, ...]
    office: str
    drawer: str
    user: str
    printed_at: datetime
    zone: str
    number: str
    currency: Currency
    kinds: Mapping[str, str]
    reasons: Mapping[str, str]
    cancel_reasons: Mapping[str, str]
    copy: int = 0
    demo: bool = False


@dataclass(frozen=True, slots=True)
class VoidedTender:
    """A canceled tender of a drawer, for the list of voids."""

    receipt_number: str
    tender_type: str
    amount: Money
    reason: str
    canceled_at: datetime | None


@dataclass(frozen=True, slots=True)
class ControlReport:
    """An X or a Z report of a drawer.

    Attributes:
        control: the drawer; its status is that of now.
        lines: by tender type; on a Z report as they were when it was balanced (BL-06).
        events: payment events with a tender in it; ``canceled`` its canceled tenders.
        voids: those tenders; empty where the count is blind.
        booked: differences that were booked, with their reasons (OU-12).
        close: the Z report; ``None`` on an X report.
        counted: notes and coins of the count that holds, on a Z report.
        blind: what should be there is hidden (D-16).
        receipts: last receipt number given so far.
        earlier: on a Z report its versions before, each of which the drawer was reopened after
            (TC-25).
        seal: of the drawer's audit chain when it was balanced, on a Z report (R11).
    """

    head: PaperHead
    control: Control
    lines: tuple[ControlLine, ...]
    events: int
    canceled: int
    voids: tuple[VoidedTender, ...]
    booked: tuple[OverUnderEntry, ...]
    close: ControlClose | None = None
    counted: Counted = ()
    blind: bool = False
    receipts: int = 0
    earlier: tuple[ControlClose, ...] = ()
    seal: str = ""


@dataclass(frozen=True, slots=True)
class TurnInSlip:
    """The slip of a turn-in; it is printed twice (TI-13)."""

    head: PaperHead
    view: TurnInView


@dataclass(frozen=True, slots=True)
class DepositSlip:
    """The slip of a bank deposit or settlement; ``bank`` names the account, masked (PR-08).

    ``seal`` is of the office's audit chain of the day on which it is printed (R11).
    """

    head: PaperHead
    view: DepositView
    bank: str
    account: str
    seal: str = ""


@dataclass(frozen=True, slots=True)
class DepositReport:
    """The report of a deposit control; ``booked`` are the differences of its drawers (OU-12)."""

    head: PaperHead
    view: DepositControlView
    booked: tuple[OverUnderEntry, ...]
    drawers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """Tenders of one source and type: the valid ones and the canceled ones."""

    tender_source: str
    tender_type: str
    currency: str
    valid: int
    valid_amount: Money
    canceled: int
    canceled_amount: Money


@dataclass(frozen=True, slots=True)
class PaymentSum:
    """Payments of one currency: the valid ones and the canceled ones."""

    currency: str
    valid: int
    valid_amount: Money
    canceled: int
    canceled_amount: Money


@dataclass(frozen=True, slots=True)
class PaymentBalance:
    """Payments of an office between two dates, by tender source and tender type (17)."""

    head: PaperHead
    first: date
    last: date
    lines: tuple[BalanceLine, ...]
    payments: tuple[PaymentSum, ...]
    drawers: Mapping[str, str]
    currencies: Mapping[str, Currency]


@dataclass(frozen=True, slots=True)
class OverUnderLog:
    """Booked differences of a period by cashier, with running totals (OU-10)."""

    head: PaperHead
    first: date | None
    last: date
    entries: tuple[OverUnderEntry, ...]
    drawers: Mapping[str, str]
    currencies: Mapping[str, Currency]


@dataclass(frozen=True, slots=True)
class PaperSubject:
    """A record that a paper can be of: what people tell it by. ``user`` is empty for all users."""

    id: int
    number: str
    drawer: str
    user: str
    day: date
