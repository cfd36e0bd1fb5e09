"""Settings of the drawer day, and reasons of differences (controls 5, 8, 9; D-15, D-19, OU-09)."""

from dataclasses import dataclass

from posapp.domain.codes import ExceptionGate
from posapp.domain.money import Money


@dataclass(frozen=True, slots=True)
class DrawerOptions:
    """How drawers are counted, balanced and turned in.

    Attributes:
        cashier_may_balance: a cashier may set the own drawer Balanced (D-15).
        count_attempts: submitted counts that differ before a supervisor is asked (CN-04).
        exceptions_gate: what payments that need attention do to balancing (TC-24).
        second_person_float: somebody else confirms the float of a new drawer (CN-05).
        over_under_limit: difference that a cashier may book, minor units of the installation's
            currency; above it a supervisor approves (OU-09).
        over_under_sa_type: agreement type that differences are booked to (OU-01).
        company_class: customer class of the company-use account.
        company_division: its CIS division.
        turn_in_hard_limit_percent: share of a source's maximum above which each payment needs a
            supervisor; ``None``: no such limit (D-19, TI-10).
    """

    cashier_may_balance: bool = False
    count_attempts: int = 2
    exceptions_gate: ExceptionGate = ExceptionGate.WARN
    second_person_float: bool = False
    over_under_limit: Money = Money(2500)  # noqa: RUF009 - a frozen value
    over_under_sa_type: str = "OVUN"
    company_class: str = "COMPANY"
    company_division: str = "MAIN"
    turn_in_hard_limit_percent: int | None = None


@dataclass(frozen=True, slots=True)
class OverUnderReason:
    """Why a drawer was over or under (OU-09)."""

    code: str
    description: str
    active: bool
