"""Records that an import brings in, already mapped to our fields, and what came of them.

The ``files`` package makes them from CSV, JSON and XLSX; ``services.importing`` records them.
Amounts are integer minor units, dates business dates. ``line`` is the line (CSV), row (XLSX) or
element (JSON) number in the source, counted as a person would see it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from posapp.domain.codes import ChargeKind
from posapp.domain.money import ZERO, Money, total


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that cannot be taken: where, what and why."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportAccount:
    """An account by foreign key, with its main customer and address.

    ``keys`` are look-ups: kind (``ACCOUNT``, ``PLATE``, ``METER`` ...) -> value.
    """

    line: int
    key: str
    name: str
    address: str = ""
    customer_class: str = ""
    division: str = ""
    currency: str = ""
    email: str = ""
    phone: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    person_type: str = ""
    employee_number: str = ""


@dataclass(frozen=True, slots=True)
class ImportLine:
    """A charge line of a bill: its text and amount; ``residue`` marks what the lines leave over."""

    description: str
    amount: Money
    residue: bool = False


@dataclass(frozen=True, slots=True)
class ImportBill:
    """A bill for one agreement of one account.

    ``key`` identifies the bill for ever: the same key is never imported twice. ``amount`` is what
    is charged, ``tax`` the part of it that is held until it is paid (GL-6); when ``lines`` do not sum to it the difference is kept as a residue line, shown,
    never spread.
    """

    line: int
    key: str
    account: ImportAccount
    sa_type: str
    service: str
    bill_date: date
    due_date: date
    amount: Money
    lines: tuple[ImportLine, ...] = ()
    number: str = ""
    description: str = ""
    tax: Money = ZERO

    @property
    def residue(self) -> Money:
        """What the charge lines leave over of the amount; zero when there are no lines."""
        return self.amount - total(line.amount for line in self.lines) if self.lines else ZERO

    @property
    def shown_lines(self) -> tuple[ImportLine, ...]:
        """The source's lines and, when they miss the amount, the difference as a marked line."""
        if not self.residue:
            return self.lines
        return (*self.lines, ImportLine("Difference to the lines", self.residue, residue=True))


@dataclass(frozen=True, slots=True)
class ImportCharge:
    """A charge line of an item; ``REDUCTION`` and ``PAYMENT`` lower what is due (IT-2)."""

    kind: ChargeKind
    amount: Money


@dataclass(frozen=True, slots=True)
class ImportItem:
    """A payable item with its charge lines; ``charges`` is ``None`` when the source has no money.

    ``due`` is what the source says is due, to be compared with the lines; ``None`` if it says
    nothing.
    """

    line: int
    number: str
    account: ImportAccount
    sa_type: str
    description: str
    issue_date: date
    charges: tuple[ImportCharge, ...] | None
    due: Money | None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportRate:
    """One exchange rate: one unit of ``source`` is ``rate`` units of ``target`` on ``day``."""

    line: int
    source: str
    target: str
    day: date
    rate: Decimal


ImportRecord = ImportAccount | ImportBill | ImportItem | ImportRate


CREDIT_APPLIED: Final = "credit_applied"
"""Total of a report: bills that the credit of an overpayment paid, and how much of them (OP-3)."""


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """A named count and sum; ``amount`` is ``None`` where money makes no sense (rates)."""

    count: int
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class MappedFile:
    """A file read through a profile: records, rejected rows, totals seen and totals expected.

    ``totals`` are computed from the rows; ``expected`` come from the profile or the file's
    trailer. A difference means that nothing is posted. ``read`` counts the records and rejects
    found, ``notes`` say in words what the reader did on its own (a second file that is missing).
    """

    kind: str
    profile: str
    file_name: str
    sha256: str
    read: int
    records: tuple[ImportRecord, ...]
    rejected: tuple[Reject, ...]
    totals: Mapping[str, ControlTotal]
    expected: Mapping[str, ControlTotal] = field(default_factory=dict)
    currency: str = ""
    notes: tuple[str, ...] = ()

    def wrong_totals(self) -> tuple[str, ...]:
        """Names of the control totals whose expected and found values differ."""
        return tuple(
            name for name, value in self.expected.items() if self.totals.get(name) != value
        )


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a person looks at before an import: the file as it is and what it would become.

    ``lines`` are the first rows as text with their line numbers, ``mapping`` pairs of our field and
    their column, ``mapped`` the whole file, with its rejects and totals. ``stand_in`` is the date
    that the profile puts where the file has none, ``None`` when it puts none.
    """

    header: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    mapping: tuple[tuple[str, str], ...]
    mapped: MappedFile
    stand_in: date | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Outcome of an import run, as ``cli.md`` prints it."""

    read: int
    added: int
    changed: int
    unchanged: int
    rejected: tuple[Reject, ...]
    totals: Mapping[str, ControlTotal]
    dry_run: bool


@dataclass(frozen=True, slots=True)
class ImportOutlook:
    """A preview with what an import would do now: ``report`` holds the rejects of both.

    ``wrong_totals`` are sentences; with one of them nothing would be recorded.
    """

    preview: ImportPreview
    report: ImportReport
    wrong_totals: tuple[str, ...]
