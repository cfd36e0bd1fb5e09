"""Whether a paper still holds: what its seal proves, and what became of what it says (R11, A.6).

Whoever owns the data can rewrite a chain as a whole, so only a paper shows it: its seal says how long
the chain was and what it said then. Amounts are integer minor units; stamps are UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from posapp.domain.money import Money


class PaperKind(StrEnum):
    """What a number or a seal was found to be of."""

    RECEIPT = "receipt"
    Z_REPORT = "z-report"
    DEPOSIT_SLIP = "deposit-slip"
    CHECKOUT = "checkout"
    CHAIN = "chain"
    """A seal whose place is known, of a paper that says no number and was printed by nobody here."""
    NOTHING = "nothing"


class Verdict(StrEnum):
    """The answer, from the calmest to the worst."""

    GENUINE = "genuine"
    CHANGED = "changed"
    CANCELED = "canceled"
    UNKNOWN = "unknown"
    REWRITTEN = "rewritten"


class Fault(StrEnum):
    """Why paper and data do not agree."""

    NONE = ""
    CUT = "cut"
    """The chain is shorter than the paper says: rows went, or an older copy was put back."""
    OTHER = "other"
    """At the place of the seal the chain says something else."""
    BROKEN = "broken"
    """The chain does not follow from its own rows."""
    ROWS = "rows"
    """What lies in the tables is not what the chain last said of it."""


@dataclass(frozen=True, slots=True)
class SealProof:
    """A seal beside the data.

    ``chain`` with its length now is empty where none holds the seal; ``at`` is when the row that the
    seal is of was written.
    """

    text: str
    chain: str
    length: int
    holds: bool
    at: datetime | None


@dataclass(frozen=True, slots=True)
class PaperPrint:
    """One print of the paper: copy 0 is the original; ``is_this`` where the seal is of it."""

    copy: int
    at: datetime
    by: str
    outcome: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class Happening:
    """What was done about the paper's subject since, and why; ``cancels`` where it ended it."""

    at: datetime
    by: str
    action: str
    reason: str
    cancels: bool = False


@dataclass(frozen=True, slots=True)
class PaperSays:
    """What the data knows of the subject now, to be held against the paper."""

    kind: PaperKind
    number: str
    object_id: int | None = None
    day: date | None = None
    named: str = ""
    amount: Money | None = None
    currency: str = ""
    is_canceled: bool = False


@dataclass(frozen=True, slots=True)
class PaperProof:
    """The answer about one paper."""

    verdict: Verdict
    fault: Fault
    says: PaperSays
    seal: SealProof | None
    prints: tuple[PaperPrint, ...]
    happened: tuple[Happening, ...]

    @property
    def end(self) -> Happening | None:
        """What canceled it, the last time."""
        return next((one for one in reversed(self.happened) if one.cancels), None)


@dataclass(frozen=True, slots=True)
class PaperHit:
    """A paper that was typed or scanned by its seal, and what the data says of it."""

    typed: str
    proof: PaperProof


def judge(
    says: PaperSays, seal: SealProof | None, fault: Fault, happened: Sequence[Happening]
) -> Verdict:
    """The answer that the facts give: what was tampered with comes first, then what became of it."""
    if fault is not Fault.NONE:
        return Verdict.REWRITTEN
    if says.kind is PaperKind.NOTHING or (seal is not None and not seal.holds):
        return Verdict.UNKNOWN
    if says.is_canceled:
        return Verdict.CANCELED
    return Verdict.CHANGED if happened else Verdict.GENUINE
