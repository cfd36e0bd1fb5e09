"""What each role of a PostgreSQL server may do with each table: the guards, said as privileges.

*Owner* makes and upgrades the tables; *counter* is the role of every desk; *reader* looks, for
audits and reports. The counter may add rows and look everywhere, and change or remove only what
the work of a desk changes or removes: a table with unconditional guards (ledger, audit, requests,
documents ...) is add-only by itself, every other one is decided here, column by column. Rows that
freeze later are kept by their guards, which only the owner could switch off.

A table without a decision fails a test. Sources: A.2.9, R11, D.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from posapp.domain.setup_tables import SETUP_TABLES
from posapp.storage.guard_rules import all_guards
from posapp.storage.search_ddl import POSTGRES_TABLES
from posapp.storage.tables.schema import METADATA

COUNTER: Final = "posapp_counter"
READER: Final = "posapp_reader"
SEQUENCES: Final = ("posapp_ids", "change_log_id_seq")
REVISION: Final = "alembic_version"

# Set-up that has no page of its own in the declarations of set-up tables.
_MORE_SET_UP: Final = frozenset({"over_under_agreement"})
# Only a new schema, a demo office or a move writes these.
_OWNED: Final = frozenset({"id_counter", REVISION})
_KEPT_BY_OWNER: Final = frozenset({"demo"})
_CHANGES: Final[Mapping[str, tuple[str, ...]]] = {
    "account": ("address", "customer_class", "division", "review_date", "version"),
    "account_adjustment": ("state", "processed_at", "processed_by", "version"),
    "account_autopay": (
        *("account_id", "start_date", "end_date", "source", "expires_on", "entity_name"),
        *("maximum_withdrawal", "comments", "account_sealed", "account_last4", "version"),
    ),
    "agreement": ("status", "end_date"),
    "app_user": ("name", "active", "password_hash", "failed_tries", "locked_until"),
    "approval_look": ("approval_id", "looked_at"),
    "audit_head": ("length", "hash", "at"),
    "bill": ("number", "description", "due_date"),
    "bill_debit": (
        *("mandate_id", "amount", "payment_date", "extract_date", "ledger_date", "status"),
        *("event_id", "attempt"),
    ),
    "characteristic": ("characteristic_type", "value", "value_description"),
    "checkout": (
        *("state", "event_id", "processed_at", "processed_by", "process_approved_by"),
        *("ended_at", "ended_by", "end_comment", "released", "refund_method", "approved_by"),
        "version",
    ),
    "clearing_request": ("status", "batch_run", "extract_date", "ledger_date", "amount"),
    "control_choice": ("tender_control_id",),
    "control_close": ("reopened_at", "reopened_by", "reopened_to", "reopen_reason"),
    "control_count": (
        *("by_supervisor", "supervised_by", "differs", "submitted_at", "submitted_by"),
    ),
    "count_line": ("expected",),
    "credit_rating": ("end_date",),
    "credit_use": ("state", "version"),
    "deposit_control": (
        *("status", "owner_id", "source_type", "currency", "ending_balance", "comments"),
        *("balanced_at", "balanced_by", "version"),
    ),
    "distribution_detail": ("replaced",),
    "mail": (
        *("recipient", "message_id", "state", "tries", "waits_since", "next_try_at", "sent_at"),
        *("said", "lease", "leased_by", "leased_until", "version"),
    ),
    "mail_try": ("ended_at", "outcome", "said"),
    "match_event": ("status", "disputed", "note", "bill_id", "version"),
    "missing_charge": ("settled_at", "settled_by"),
    "number_sequence": ("last",),
    "payable_item": ("description", "attributes", "state", "version"),
    "payment": (
        *("account_id", "amount", "status", "error_code", "error_text", "manual", "match_type"),
        *("match_value", "non_cis_name", "reference", "comments", "template", "long_comment"),
        *("cancel_reason", "frozen_at", "frozen_by", "canceled_at", "canceled_by"),
    ),
    "payment_event": (
        *("payment_date", "document_number", "receipt_control_id", "receipt_seq", "unbalanced"),
        "version",
    ),
    "payroll_batch": ("acknowledged_at", "acknowledged_by", "acknowledged_name"),
    "person": ("name", "person_type", "email", "phone", "employee_number"),
    "print_log": ("outcome",),
    "quick_batch": ("tape_count", "tape_total"),
    "quick_row": (
        *("rule", "value", "account", "amount", "tender_type", "check_number", "micr"),
        *("customer_id", "external_reference", "name", "match_type", "match_value"),
        *("non_cis_name", "reference", "comments", "outcome", "field", "code", "said"),
        *("payor_account_id", "event_id", "taken", "replayed"),
    ),
    "scheduled_payment": ("status", "event_id"),
    "sign_in_try": ("failed_tries", "locked_until", "tried_at"),
    "tender": (
        *("payor_account_id", "tender_type", "amount", "control_amount", "tender_control_id"),
        *("distribution_code", "status", "cash_back", "check_number", "micr_last4"),
        *("customer_id", "external_reference", "name", "counted"),
        *("cancel_reason", "canceled_at", "canceled_by", "charged_bank", "charged_account"),
        "demerit_due",
    ),
    "tender_control": (
        *("tender_source", "deposit_control_id", "all_users", "user_id", "status"),
        *("starting_balance", "last_receipt", "balanced_at", "balanced_by"),
        *("float_confirmed_by", "counted_before", "comments", "version"),
    ),
    "tender_deposit": (
        *("amount", "tender_type", "bank", "bank_account", "reference_id", "bag_number"),
        *("deposit_date", "prepared_by", "carried_by", "version"),
    ),
    "turn_in": (
        *("tender_type", "amount", "receipt_number", "comments", "status", "approved_at"),
        *("approved_by", "changed_by", "version"),
    ),
    "user_source": ("tender_source",),
    "account_search": ("name", "words"),
}
_REMOVED: Final = frozenset(
    [
        *("account_key", "account_token", "agreement", "change_log", "characteristic"),
        *("checkout_lock", "clearing_request", "control_choice", "count_denomination"),
        *("count_instrument", "count_line", "deposit_control", "deposit_denomination"),
        *("deposit_tender", "distribution_detail", "float_count", "in_hand", "match_event"),
        *("match_event_ft", "parked_checkout", "pay_segment", "payment", "payment_event"),
        *("payment_line", "sign_in_try", "tender", "tender_control", "tender_deposit", "turn_in"),
        *("turn_in_denomination", "turn_in_tender", "user_role", "user_source"),
    ]
)
# Nothing of these changes or goes, though no guard says so.
_ADDED_ONLY: Final = frozenset({"field_key", "bill_line", "item_line"})


@dataclass(frozen=True, slots=True)
class Grant:
    """What the counter may do with a table, beside looking."""

    table: str
    insert: bool
    update: tuple[str, ...]
    delete: bool


@cache
def grants() -> Mapping[str, Grant]:
    """The decision for every table, by its name.

    Raises:
        LookupError: a table has no decision, or two that contradict each other.
    """
    names = [*METADATA.tables, *POSTGRES_TABLES, REVISION]
    return {name: _decided(name) for name in names}


@cache
def never(action: str) -> frozenset[str]:
    """Tables on which guards refuse an action (``UPDATE`` or ``DELETE``) for every row."""
    return frozenset(g.table for g in all_guards() if g.action == action and not g.when)


def _decided(name: str) -> Grant:
    if name in _OWNED:
        return Grant(name, insert=False, update=(), delete=False)
    if name in SETUP_TABLES or name in _MORE_SET_UP:
        columns = [column.name for column in METADATA.tables[name].columns]
        free = tuple(column for column in columns if column not in _KEPT_BY_OWNER)
        return Grant(name, insert=True, update=free, delete=True)
    add_only = name in never("UPDATE") & never("DELETE") or name in _ADDED_ONLY
    update, delete = _CHANGES.get(name, ()), name in _REMOVED
    if add_only == bool(update or delete):
        raise LookupError(f"{name}: decide in posapp.storage.grants what a counter may do with it")
    if (update and name in never("UPDATE")) or (delete and name in never("DELETE")):
        raise LookupError(f"{name}: its guards refuse what posapp.storage.grants allows")
    return Grant(name, insert=True, update=update, delete=delete)
