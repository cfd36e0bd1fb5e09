"""Closed lists of the field: statuses, actions, kinds. Stored as their text value."""

from enum import StrEnum


class PaymentStatus(StrEnum):
    """Life cycle of a payment (payments 6)."""

    INCOMPLETE = "INCOMPLETE"
    ERROR = "ERROR"
    FREEZABLE = "FREEZABLE"
    FROZEN = "FROZEN"
    CANCELED = "CANCELED"

    @property
    def is_unfrozen(self) -> bool:
        """Incomplete, Error and Freezable make the event's *Unfrozen Payments* warning (PE-2)."""
        return self in _UNFROZEN


_UNFROZEN = frozenset({PaymentStatus.INCOMPLETE, PaymentStatus.ERROR, PaymentStatus.FREEZABLE})


class TenderStatus(StrEnum):
    """Life cycle of a tender (TN-1)."""

    VALID = "VALID"
    CANCELED = "CANCELED"


class DistributeAction(StrEnum):
    """What the add dialog does after OK (AD-7)."""

    NONE = "none"
    DISTRIBUTE = "distribute"
    FREEZE = "freeze"


class ControlStatus(StrEnum):
    """Life cycle of tender and deposit controls (controls 4.3, 5.3)."""

    OPEN = "OPEN"
    BALANCING = "BALANCING"
    BALANCED = "BALANCED"


class SourceType(StrEnum):
    """Where money comes from (controls 3.1)."""

    ADHOC = "ADHOC"
    AUTOPAY = "AUTOPAY"
    CASHIERING = "CASHIERING"
    LOCKBOX = "LOCKBOX"


class AgreementStatus(StrEnum):
    """Life of a service agreement; Canceled ones take no money (14.1)."""

    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    PENDING_STOP = "PENDING_STOP"
    STOPPED = "STOPPED"
    CLOSED = "CLOSED"
    CANCELED = "CANCELED"


class SegmentType(StrEnum):
    """Pay segment types (1.4): payoff effect and ledger lines of a segment (FT-1, FT-2, GL-6)."""

    NORMAL = "NORMAL"
    CASH_ACCOUNTING = "CASH_ACCOUNTING"
    CHARITY = "CHARITY"
    NON_CIS = "NON_CIS"


class FtType(StrEnum):
    """Kinds of financial transactions (16.1)."""

    BILL = "BS"
    ADJUSTMENT = "AD"
    CONVERSION = "CV"
    PAY_SEGMENT = "PS"
    PAY_CANCEL = "PX"


class ItemState(StrEnum):
    """States of a payable item (IT-4)."""

    PAYABLE = "PAYABLE"
    IN_CHECKOUT = "IN_CHECKOUT"
    PAID = "PAID"
    RELEASED = "RELEASED"
    WRITTEN_OFF = "WRITTEN_OFF"


class PersonType(StrEnum):
    """What a person is to the office; payment methods ask for it (AC2-7)."""

    STAFF = "STAFF"
    STUDENT = "STUDENT"
    GUEST = "GUEST"


class ChargeKind(StrEnum):
    """Kinds of charge lines of an item (IT-1, IT-2); the last two lower what is due."""

    FINE = "FINE"
    PENALTY = "PENALTY"
    INTEREST = "INTEREST"
    FEE = "FEE"
    TAX = "TAX"
    REDUCTION = "REDUCTION"
    PAYMENT = "PAYMENT"

    @property
    def lowers_due(self) -> bool:
        """Whether the line is subtracted (IT-2)."""
        return self in {ChargeKind.REDUCTION, ChargeKind.PAYMENT}


class MatchKind(StrEnum):
    """Shipped match types (1.6, MT-03) and the item match of IT-3."""

    BILL = "BILL-ID"
    AGREEMENT = "SA-ID"
    PAY_PLAN = "PAY PLAN"
    ITEM = "ITEM-ID"


class MatchEventStatus(StrEnum):
    """Life of a match event (OI-2)."""

    OPEN = "OPEN"
    BALANCED = "BALANCED"
    CANCELED = "CANCELED"


class DistributionOrder(StrEnum):
    """Order of the base distribution algorithm (DS-4, D-07)."""

    PRIORITY_THEN_AGE = "PRIORITY_THEN_AGE"
    AGE_THEN_PRIORITY = "AGE_THEN_PRIORITY"


class OverpaymentRule(StrEnum):
    """What happens with an excess (OP-1, D-08)."""

    AGREEMENT = "OVERPAYMENT_AGREEMENT"
    KEEP = "KEEP_ON_AGREEMENT"


class Role(StrEnum):
    """Roles of D-44; ``admin`` is set-up plus users."""

    CASHIER = "cashier"
    SUPERVISOR = "supervisor"
    SETUP = "setup"
    AUDITOR = "auditor"
    ADMIN = "admin"


class TurnInDirection(StrEnum):
    """Which way money goes between a drawer and its supervisor (D-37)."""

    OUT = "OUT"
    IN = "IN"


class TurnInStatus(StrEnum):
    """Life of a turn-in (controls 9.1)."""

    AWAITING = "AWAITING"
    APPROVED = "APPROVED"


class DepositKind(StrEnum):
    """How money leaves a deposit control: to a bank, or by settlement (D-29)."""

    BANK = "BANK"
    SETTLEMENT = "SETTLEMENT"


class ExceptionGate(StrEnum):
    """What exceptions do to balancing a drawer: a question, or a refusal (TC-24)."""

    WARN = "WARN"
    REFUSE = "REFUSE"
