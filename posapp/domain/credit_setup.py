"""Set-up of adjustments, credits and checkouts: requisition codes, methods, one row of settings.

Source: items-and-credits 3 to 5 and 8 (AJ-1, AC2-7, CK-4, CK-10).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RequisitionCode:
    """Why an adjustment was made, and the ledger account that it goes against (AJ-1, AJ-2b).

    Attributes:
        code: its code.
        description: what people read.
        distribution_code: ledger account of the other side.
        manual: whether people may choose it; others are the program's own.
        active: whether new adjustments may have it.
    """

    code: str
    description: str
    distribution_code: str
    manual: bool
    active: bool


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """What a payment method asks and does beside its tender type (AC2-7, CK-4, ML-2).

    Attributes:
        tender_type: the tender type, one with ``add_credit`` on.
        payroll: it is deducted from somebody's pay.
        always_successful: a checkout that it pays is processed at once.
        for_staff: offered to staff.
        for_student: offered to students.
        for_guest: offered to guests.
        asks_employee_number: whose pay is meant has to be said.
    """

    tender_type: str
    payroll: bool = False
    always_successful: bool = False
    for_staff: bool = True
    for_student: bool = True
    for_guest: bool = True
    asks_employee_number: bool = False

    def is_for(self, person_type: str) -> bool:
        """Whether it is offered to a type of person; somebody of no known type gets every one."""
        filters = {
            "STAFF": self.for_staff,
            "STUDENT": self.for_student,
            "GUEST": self.for_guest,
        }
        return filters.get(person_type, True)


@dataclass(frozen=True, slots=True)
class CreditOptions:
    """Settings of credits and checkouts.

    Attributes:
        adjustment_sa_type: agreement type that adjustments of an account lie on (CK-10).
        open_credit_code: the clearing account *open credits* (CK-10).
        add_credit_code: requisition code of the pair that *Add Credit* makes (AC2-2).
        refund_reason: cancel reason of the payments of a refunded checkout (CK-6).
    """

    adjustment_sa_type: str = "ADJUST"
    open_credit_code: str = "2160-OPEN-CREDIT"
    add_credit_code: str = "ADD-CREDIT"
    refund_reason: str = "RFND"


@dataclass(frozen=True, slots=True)
class CreditSetUp:
    """Everything that adjustments, credits and checkouts read of the set-up."""

    options: CreditOptions = field(default_factory=CreditOptions)
    requisition_codes: Mapping[str, RequisitionCode] = field(default_factory=dict)
    methods: Mapping[str, PaymentMethod] = field(default_factory=dict)
    earlier_clearing: frozenset[str] = frozenset()
    """Accounts of open credits that credits were made on, when another was set up (CK-10)."""

    @property
    def clearing(self) -> frozenset[str]:
        """Every account of open credits: only credits post to them, or they would not add up."""
        return self.earlier_clearing | {self.options.open_credit_code}

    def method(self, tender_type: str) -> PaymentMethod:
        """What a method asks; one without a row of its own asks nothing."""
        return self.methods.get(tender_type) or PaymentMethod(tender_type)
