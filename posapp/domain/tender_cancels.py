"""What a cancelled tender is about: the order, the facts, and every part of the decision.

Sources: payments 8, D-11, D-14. Amounts are integer minor units of the event's currency, for
drawers of the control's currency; dates are business dates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from posapp.domain.codes import AgreementStatus, TenderStatus
from posapp.domain.deposit_slips import Slips
from posapp.domain.event_views import EventView, PaymentView, TenderView
from posapp.domain.ids import (
    AccountId,
    AgreementId,
    ControlId,
    EventId,
    FtId,
    PaymentId,
    TenderId,
)
from posapp.domain.ledger import Posting
from posapp.domain.money import Money
from posapp.domain.setup import CancelReason, CustomerClass
from posapp.domain.setup_options import AdjustmentType, BankAccount
from posapp.domain.tender_controls import Control
from posapp.errors import Concern


@dataclass(frozen=True, slots=True)
class CancelTender:
    """What the cancel dialog asks.

    Args:
        tender_id: the tender.
        reason: code of the cancel reason; required (M-14).
        bank: with ``bank_account``, our account that is charged; the original one when empty.
        change_returned: whether the change came back (D-11); ``None`` when not asked yet.
        drawer: where the money goes back from (D-14); ``None`` when no money goes back.
        change_drawer: where change that came back is put; ``drawer`` when empty, else where it was
            taken from.
        confirmed: codes that the user said yes to.
    """

    tender_id: TenderId
    reason: str
    bank: str = ""
    bank_account: str = ""
    change_returned: bool | None = None
    drawer: ControlId | None = None
    change_drawer: ControlId | None = None
    confirmed: frozenset[str] = frozenset()

    @property
    def drawers(self) -> frozenset[ControlId]:
        """Drawers that money goes through beside the tenders' own."""
        return frozenset(one for one in (self.drawer, self.change_drawer) if one is not None)

    def of(self, _event: EventView) -> "CancelTenders":
        """The order for this one tender."""
        return CancelTenders(
            ((self.tender_id, self.drawer),),
            self.reason,
            self.bank,
            self.bank_account,
            self.change_returned,
            self.change_drawer or self.drawer,
            self.confirmed,
        )


@dataclass(frozen=True, slots=True)
class CancelEvent:
    """Cancel every tender of an event, with one reason (D-32).

    Args:
        event_id: the event.
        reason: code of the cancel reason; required (M-14).
        bank: with ``bank_account``, our account that is charged; the original ones when empty.
        change_returned: whether the change came back (D-11); ``None`` when not asked yet.
        drawers_of: by tender, the drawer that its money goes back from; others' stays (D-14).
        change_drawer: where change that came back is put; where it was taken from when empty.
        confirmed: codes that the user said yes to.
        refund_type: tender type that the money goes back by; as it came when empty (CK-6).
    """

    event_id: EventId
    reason: str
    bank: str = ""
    bank_account: str = ""
    change_returned: bool | None = None
    drawers_of: tuple[tuple[TenderId, ControlId], ...] = ()
    change_drawer: ControlId | None = None
    confirmed: frozenset[str] = frozenset()
    refund_type: str = ""

    @property
    def drawers(self) -> frozenset[ControlId]:
        """Drawers that money goes through beside the tenders' own."""
        change = () if self.change_drawer is None else (self.change_drawer,)
        return frozenset((*(drawer for _, drawer in self.drawers_of), *change))

    def of(self, event: EventView) -> "CancelTenders":
        """The order for every valid tender that a person stated; that payments fall is its aim."""
        chosen = dict(self.drawers_of)
        tenders = [
            (tender.id, chosen.get(tender.id))
            for tender in event.tenders
            if tender.status is TenderStatus.VALID and not tender.flagged
        ]
        return CancelTenders(
            tuple(tenders),
            self.reason,
            self.bank,
            self.bank_account,
            self.change_returned,
            self.change_drawer,
            self.confirmed | {"C-17"},
            refund_type=self.refund_type,
        )


@dataclass(frozen=True, slots=True)
class CancelTenders:
    """Tenders of one event that are cancelled together, each with the drawer its money leaves.

    The other fields are those of the orders above; ``by_program`` says that nobody asked for it.
    """

    tenders: tuple[tuple[TenderId, ControlId | None], ...]
    reason: str
    bank: str
    bank_account: str
    change_returned: bool | None
    change_drawer: ControlId | None
    confirmed: frozenset[str]
    by_program: bool = False
    refund_type: str = ""


@dataclass(frozen=True, slots=True)
class PostedSegment:
    """A posted pay segment that may be reversed."""

    ft_id: FtId
    payment_id: PaymentId
    segment_id: int
    agreement_id: AgreementId
    posting: Posting


@dataclass(frozen=True, slots=True)
class Reversal:
    """The reversal of a posted segment (FT-5)."""

    original: PostedSegment
    posting: Posting


@dataclass(frozen=True, slots=True)
class PayorAgreement:
    """An agreement of the payor that a charge may lie on (CX-7)."""

    agreement_id: AgreementId
    sa_type: str
    status: AgreementStatus


@dataclass(frozen=True, slots=True)
class Payor:
    """Who handed a cancelled tender over: the class of the account, its agreements."""

    customer_class: CustomerClass
    agreements: tuple[PayorAgreement, ...]


@dataclass(frozen=True, slots=True)
class CancelFacts:
    """What a cancellation looks at, read under its locks."""

    event: EventView
    posted: tuple[PostedSegment, ...]
    controls: Mapping[ControlId, Control]
    payors: Mapping[AccountId, Payor]
    today: date
    slips: Slips = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Movement:
    """Money through a drawer because of a cancelled tender: out > 0, in < 0 (D-14)."""

    control_id: ControlId
    tender: TenderView
    amount: Money
    tender_type: str = ""

    @property
    def goes_by(self) -> str:
        """Tender type that goes through the drawer; the tender's own unless it says another."""
        return self.tender_type or self.tender.tender_type


@dataclass(frozen=True, slots=True)
class Gone:
    """A tender that is cancelled, and whether its drawer goes on counting it (D-14)."""

    tender: TenderView
    counted: bool


@dataclass(frozen=True, slots=True)
class Charge:
    """An adjustment on an agreement of the payor (CX-7)."""

    agreement: PayorAgreement
    kind: AdjustmentType
    amount: Money


@dataclass(frozen=True, slots=True)
class Demerit:
    """Points and credit rating that the reason brings the payor (CX-8)."""

    rating_effect: int
    cash_only_effect: int
    end_date: date | None


@dataclass(frozen=True, slots=True)
class Penalty:
    """What a cancelled tender brings its payor (CX-7, CX-8, CX-10).

    ``uncharged`` says that there is a charge for it which could not be levied (NS-04).
    """

    tender_id: TenderId
    payor: AccountId
    charge: Charge | None
    demerit: Demerit | None
    uncharged: bool = False


@dataclass(frozen=True, slots=True)
class KeptChange:
    """Change that was not returned: the payor owes it (D-11). No agreement: the overpayment one."""

    account_id: AccountId
    agreement: PayorAgreement | None
    amount: Money


@dataclass(frozen=True, slots=True)
class TenderCancel:
    """The decision."""

    reason: CancelReason
    gone: tuple[Gone, ...]
    movements: tuple[Movement, ...]
    bank_account: BankAccount | None
    payments: tuple[PaymentView, ...]
    reversals: tuple[Reversal, ...]
    kept_change: KeptChange | None
    penalties: tuple[Penalty, ...]
    warnings: tuple[Concern, ...]
