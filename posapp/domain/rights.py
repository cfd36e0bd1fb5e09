"""Rights, what each role may do, and the actor who asks (D-44)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from posapp.domain.codes import Role
from posapp.domain.ids import UserId
from posapp.errors import Refused


class Right(StrEnum):
    """One action that a role may or may not do."""

    VIEW = "view"
    ADD_EVENT = "add_event"
    DISTRIBUTE = "distribute"
    FREEZE = "freeze"
    CANCEL_MATCH = "cancel_match"
    PAYMENT_TRANSFER = "payment_transfer"
    EVENT_TRANSFER = "event_transfer"
    CANCEL_OWN = "cancel_own"
    CANCEL_ANY = "cancel_any"
    DELETE_EVENT = "delete_event"
    BACK_DATE = "back_date"
    OVERRIDE_CASH_ONLY = "override_cash_only"
    OVERRIDE_LIMIT = "override_limit"
    ISSUE_ITEM = "issue_item"
    RELEASE_ITEM = "release_item"
    ADD_CREDIT = "add_credit"
    PROCESS_CHECKOUT = "process_checkout"
    REFUND = "refund"
    BREAK_LOCK = "break_lock"
    OPEN_CONTROL = "open_control"
    OPEN_CONTROL_FOR_OTHERS = "open_control_for_others"
    BALANCE_CONTROL = "balance_control"
    BOOK_OVER_UNDER = "book_over_under"
    OVER_UNDER_ABOVE = "over_under_above"
    NO_SALE = "no_sale"
    TURN_IN = "turn_in"
    APPROVE = "approve"
    DEPOSIT_CONTROL = "deposit_control"
    REOPEN = "reopen"
    SEE_EXPECTED = "see_expected"
    SEE_LEDGER = "see_ledger"
    EXPORT_LEDGER = "export_ledger"
    PRINT = "print"
    SETUP = "setup"
    PERIODS = "periods"
    MANDATES = "mandates"
    JOBS = "jobs"
    IMPORT = "import"
    SEE_USERS = "see_users"
    USERS = "users"
    AUDIT_LOG = "audit_log"
    CHECK_DATABASE = "check_database"
    RESTORE = "restore"


# What follows "You may not"; a translation of the sentence has its own.
_IN_WORDS: Final[Mapping[Right, str]] = {
    Right.VIEW: "look at accounts and payments",
    Right.ADD_EVENT: "take payments",
    Right.DISTRIBUTE: "distribute payments",
    Right.FREEZE: "freeze payments",
    Right.CANCEL_MATCH: "cancel match events, or change balanced ones",
    Right.PAYMENT_TRANSFER: "transfer payments to another account",
    Right.EVENT_TRANSFER: "transfer payment events to another account",
    Right.CANCEL_OWN: "cancel payments",
    Right.CANCEL_ANY: "cancel payments that somebody else took",
    Right.DELETE_EVENT: "delete payment events",
    Right.BACK_DATE: "give a payment an earlier date",
    Right.OVERRIDE_CASH_ONLY: "accept something else than cash from a cash-only account",
    Right.OVERRIDE_LIMIT: "go above a limit",
    Right.ISSUE_ITEM: "issue payable items",
    Right.RELEASE_ITEM: "take back payable items",
    Right.ADD_CREDIT: "add credits",
    Right.PROCESS_CHECKOUT: "process checkouts",
    Right.REFUND: "refund money",
    Right.BREAK_LOCK: "break another user's lock",
    Right.OPEN_CONTROL: "open a drawer",
    Right.OPEN_CONTROL_FOR_OTHERS: "open a drawer for somebody else",
    Right.BALANCE_CONTROL: "confirm a counted drawer",
    Right.BOOK_OVER_UNDER: "book what a drawer is over or under",
    Right.OVER_UNDER_ABOVE: "book a difference above the limit",
    Right.NO_SALE: "open the drawer without a sale",
    Right.TURN_IN: "turn in funds",
    Right.APPROVE: "approve turn-ins",
    Right.DEPOSIT_CONTROL: "open or balance deposit controls",
    Right.REOPEN: "reopen what is balanced",
    Right.SEE_EXPECTED: "see what a drawer should hold",
    Right.SEE_LEDGER: "look at exports of the ledger",
    Right.EXPORT_LEDGER: "export the ledger",
    Right.PRINT: "print receipts",
    Right.SETUP: "change the set-up",
    Right.PERIODS: "open or close accounting periods",
    Right.MANDATES: "change auto-pay mandates",
    Right.JOBS: "run jobs",
    Right.IMPORT: "import files",
    Right.SEE_USERS: "look at the list of users",
    Right.USERS: "change users",
    Right.AUDIT_LOG: "look at the audit log",
    Right.CHECK_DATABASE: "check the database",
    Right.RESTORE: "put back a copy of the database",
}


def right_in_words(right: str) -> str:
    """What a right lets one do, to follow "You may not"; an unknown one is its own name."""
    return _IN_WORDS[Right(right)] if right in set(Right) else right


_CASHIER: Final = frozenset(
    {
        Right.VIEW,
        Right.ADD_EVENT,
        Right.DISTRIBUTE,
        Right.FREEZE,
        Right.PAYMENT_TRANSFER,
        Right.ISSUE_ITEM,
        Right.ADD_CREDIT,
        Right.OPEN_CONTROL,
        Right.BOOK_OVER_UNDER,
        Right.NO_SALE,
        Right.TURN_IN,
        Right.CANCEL_OWN,
        Right.PRINT,
    }
)
_SUPERVISOR: Final = _CASHIER | {
    Right.CANCEL_ANY,
    Right.CANCEL_MATCH,
    Right.EVENT_TRANSFER,
    Right.DELETE_EVENT,
    Right.BACK_DATE,
    Right.OVERRIDE_CASH_ONLY,
    Right.OVERRIDE_LIMIT,
    Right.RELEASE_ITEM,
    Right.PROCESS_CHECKOUT,
    Right.REFUND,
    Right.BREAK_LOCK,
    Right.OPEN_CONTROL_FOR_OTHERS,
    Right.BALANCE_CONTROL,
    Right.OVER_UNDER_ABOVE,
    Right.SEE_LEDGER,
    Right.EXPORT_LEDGER,
    Right.APPROVE,
    Right.DEPOSIT_CONTROL,
    Right.REOPEN,
    Right.SEE_EXPECTED,
    Right.AUDIT_LOG,
    Right.JOBS,
    Right.CHECK_DATABASE,
}
_SETUP: Final = frozenset(
    {
        Right.VIEW,
        Right.SETUP,
        Right.SEE_LEDGER,
        Right.EXPORT_LEDGER,
        Right.PERIODS,
        Right.MANDATES,
        Right.JOBS,
        Right.IMPORT,
        Right.SEE_USERS,
        Right.USERS,
        Right.CHECK_DATABASE,
    }
)
# Reads everything, changes nothing (D-44).
_AUDITOR: Final = frozenset(
    {
        Right.VIEW,
        Right.SEE_EXPECTED,
        Right.SEE_LEDGER,
        Right.SEE_USERS,
        Right.AUDIT_LOG,
        Right.CHECK_DATABASE,
    }
)

ROLE_RIGHTS: Final[Mapping[Role, frozenset[Right]]] = {
    Role.CASHIER: _CASHIER,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.SETUP: _SETUP,
    Role.AUDITOR: _AUDITOR,
    # D-44: set-up plus users. Set-up already manages users' roles; the first user is an admin.
    Role.ADMIN: _SETUP | {Right.USERS, Right.RESTORE},
}


@cache
def rights_of(roles: frozenset[Role]) -> frozenset[Right]:
    """All rights of some roles."""
    return frozenset().union(*(ROLE_RIGHTS[role] for role in roles))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: user, roles, office and workstation; an argument of every service method.

    ``lent`` are rights that somebody else gave for one transaction (D-24); no sign-in gives any.
    """

    user_id: UserId
    login: str
    name: str
    roles: frozenset[Role]
    office: str
    workstation: str = ""
    lent: frozenset[Right] = frozenset()

    def may(self, right: Right) -> bool:
        """Whether one of the roles has the right, or it was lent."""
        return right in self.lent or right in rights_of(self.roles)

    def require(self, right: Right) -> None:
        """Stop an actor without the right.

        Raises:
            Refused: ``M-51``.
        """
        if not self.may(right):
            raise Refused("M-51", right=right.value)
