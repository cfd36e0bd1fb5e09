"""Which rows stay as they are, and when: the rules that ``triggers`` puts into the schema.

Sources: A.2.8, A.2.9, PY-4, D-04, D-12, D-23, D-27, D-28, D-31, D-37, CR-08, payments 25.4, 25.6,
25.10.
"""

# ruff: noqa: S608 - the SQL here is put together from constants of this file only

from collections.abc import Iterator
from typing import Final

from posapp.storage.guard_terms import (
    FINAL,
    OF_CANCELED,
    Guard,
    cancels,
    changed,
    control_is,
    event_is_final,
    is_posted,
    new,
    payment_is_final,
    posted,
)
from posapp.storage.guards_of_autopay import OF_AUTOPAY
from posapp.storage.guards_of_checkouts import NO_TRUNCATE as CHECKOUTS_NO_TRUNCATE
from posapp.storage.guards_of_checkouts import OF_CHECKOUTS
from posapp.storage.guards_of_drawers import APPEND_ONLY as DRAWERS_APPEND_ONLY
from posapp.storage.guards_of_drawers import NO_TRUNCATE as DRAWERS_NO_TRUNCATE
from posapp.storage.guards_of_drawers import OF_DRAWERS
from posapp.storage.guards_of_matches import OF_MATCHES
from posapp.storage.guards_of_payments import OF_PAYMENTS
from posapp.storage.guards_of_quick_add import OF_QUICK_ADD

_APPEND_ONLY: Final = (
    "adjustment",
    "approval",
    "audit",
    "financial_transaction",
    "gl_line",
    "import_run",
    "refund_movement",
    "request",
    "upkeep",
    *DRAWERS_APPEND_ONLY,
)
NO_TRUNCATE: Final = (
    *_APPEND_ONLY,
    "account_autopay",
    "audit_head",
    "bill",
    "bill_debit",
    "scheduled_payment",
    "bill_line",
    "clearing_request",
    "credit_rating",
    "item_line",
    "match_event",
    "match_event_ft",
    "missing_charge",
    "number_sequence",
    "pay_segment",
    "payment",
    "payment_event",
    "print_log",
    "quick_batch",
    "quick_row",
    "tender",
    "tender_control",
    *DRAWERS_NO_TRUNCATE,
    *CHECKOUTS_NO_TRUNCATE,
)
_TENDER_AMOUNT: Final = ("amount", "control_amount", "payor_account_id")
_TENDER_MONEY: Final = (
    "control_currency",
    "rate",
    "cash_back",
    "rounding",
    "distribution_code",
)


def all_guards() -> tuple[Guard, ...]:
    """Every guard of the present schema."""
    return (
        tuple(_append_only())
        + _MONEY
        + _CONTROLS
        + tuple(_charges())
        + OF_MATCHES
        + tuple(_numbers())
        + OF_PAYMENTS
        + OF_AUTOPAY
        + OF_QUICK_ADD
        + OF_DRAWERS
        + OF_CHECKOUTS
    )


def _append_only() -> Iterator[Guard]:
    for table in _APPEND_ONLY:
        yield Guard("update", table, "UPDATE", f"{table} rows never change")
        yield Guard("delete", table, "DELETE", f"{table} rows are never removed")
    outcome = f"OLD.outcome <> '' OR {changed('print_log', 'outcome')}"
    yield Guard("update", "print_log", "UPDATE", "a print log row takes its outcome once", outcome)
    yield Guard("delete", "print_log", "DELETE", "print log rows are never removed")


_MONEY: Final = (
    Guard(
        "update",
        "payment",
        "UPDATE",
        "a frozen payment can only be canceled",
        f"OLD.status = 'CANCELED' OR (OLD.status = 'FROZEN' AND NOT {cancels('payment')})",
    ),
    Guard(
        "delete",
        "payment",
        "DELETE",
        "a payment that was frozen is never removed",
        f"OLD.status IN {FINAL}",
    ),
    Guard(
        "insert",
        "pay_segment",
        "INSERT",
        "a posted payment takes no more segments",
        posted("NEW"),
    ),
    Guard(
        "update",
        "pay_segment",
        "UPDATE",
        "segments of a frozen payment never change",
        f"{payment_is_final('OLD')} OR {payment_is_final('NEW')}",
    ),
    Guard(
        "delete",
        "pay_segment",
        "DELETE",
        "segments of a frozen payment are never removed",
        payment_is_final("OLD"),
    ),
    Guard(
        "insert",
        "tender",
        "INSERT",
        "a tender goes into an open tender control",
        f"NEW.tender_control_id IS NOT NULL AND NOT {control_is('NEW', 'OPEN')}",
    ),
    Guard(
        "update",
        "tender",
        "UPDATE",
        "a canceled tender does not change, one in a balanced drawer only its payor",
        f"OLD.status = 'CANCELED' OR ({control_is('OLD', 'BALANCED')}"
        f" AND {changed('tender', 'payor_account_id')} AND NOT {cancels('tender')})"
        f" OR (NEW.tender_control_id <> OLD.tender_control_id AND {control_is('NEW', 'BALANCED')})",
    ),
    Guard(
        "money",
        "tender",
        "UPDATE",
        "a tender does not change: its account once a payment was frozen, its amount while one is",
        f"{new('id', 'event_id', 'created_at', 'created_by')}"
        f" OR ({new(*OF_CANCELED)} AND NOT {cancels('tender')})"
        f" OR ({new(*_TENDER_MONEY)} AND {event_is_final('OLD')})"
        f" OR ({new(*_TENDER_AMOUNT)} AND EXISTS ("
        "SELECT 1 FROM payment p WHERE p.event_id = OLD.event_id AND p.status = 'FROZEN'))",
    ),
    Guard(
        "delete",
        "tender",
        "DELETE",
        "a tender that was canceled, balanced or paid something is never removed",
        f"OLD.status = 'CANCELED' OR {control_is('OLD', 'BALANCED')} OR {event_is_final('OLD')}",
    ),
    Guard(
        "update",
        "payment_event",
        "UPDATE",
        "an event keeps its request id, currency and printed numbers",
        f"{changed('payment_event', 'payment_date', 'document_number', 'receipt_control_id', 'receipt_seq', 'version', 'unbalanced')}"
        " OR (OLD.document_number IS NOT NULL"
        " AND NEW.document_number IS DISTINCT FROM OLD.document_number)"
        " OR (OLD.receipt_seq IS NOT NULL AND (NEW.receipt_seq IS DISTINCT FROM OLD.receipt_seq"
        " OR NEW.receipt_control_id IS DISTINCT FROM OLD.receipt_control_id))",
    ),
    Guard(
        "date",
        "payment_event",
        "UPDATE",
        "the payment date stays once a payment was frozen",
        f"{new('payment_date')} AND {event_is_final('OLD', 'id')}",
    ),
    Guard(
        "update",
        "distribution_detail",
        "UPDATE",
        "a distribution detail stays as it was given; a transfer replaces it for good",
        f"{changed('distribution_detail', 'replaced')} OR (OLD.replaced AND NOT NEW.replaced)",
    ),
    Guard(
        "delete",
        "payment_event",
        "DELETE",
        "an event with a printed number is never removed",
        "OLD.document_number IS NOT NULL OR OLD.receipt_seq IS NOT NULL",
    ),
)
_CONTROLS: Final = (
    Guard(
        "delete",
        "tender_control",
        "DELETE",
        "a drawer that was balanced or gave receipts is never removed",
        "OLD.status = 'BALANCED' OR OLD.last_receipt > 0",
    ),
    Guard(
        "update",
        "tender_control",
        "UPDATE",
        "a drawer keeps its currency and day, and its source once something went through it",
        f"{new('id', 'currency', 'business_date', 'created_at')}"
        f" OR ({new('tender_source')} AND (OLD.status <> 'OPEN'"
        " OR EXISTS (SELECT 1 FROM tender k WHERE k.tender_control_id = OLD.id)"
        " OR EXISTS (SELECT 1 FROM turn_in k WHERE k.tender_control_id = OLD.id)))",
    ),
    Guard(
        "update",
        "deposit_control",
        "UPDATE",
        "a deposit control keeps its office and day, and what it is for once something lies in it",
        f"{new('id', 'office', 'business_date', 'created_at', 'created_by')}"
        f" OR ({new('source_type', 'currency')} AND ("
        "EXISTS (SELECT 1 FROM tender_control k WHERE k.deposit_control_id = OLD.id)"
        " OR EXISTS (SELECT 1 FROM tender_deposit k WHERE k.deposit_control_id = OLD.id)))",
    ),
    Guard(
        "delete",
        "deposit_control",
        "DELETE",
        "a deposit control that is being balanced or is balanced is never removed",
        "OLD.status <> 'OPEN'",
    ),
)


def _charges() -> Iterator[Guard]:
    """Debts: what was posted for a bill or an item stays, with those that owe it."""
    for table, key, *free in (
        ("bill", "id", "number", "description", "due_date"),
        ("bill_line", "bill_id"),
        ("item_line", "item_id"),
    ):
        frozen = is_posted(key)
        when = f"{changed(table, *free)} AND {frozen}"
        yield Guard("update", table, "UPDATE", f"a posted {table} row never changes", when)
        yield Guard("delete", table, "DELETE", f"a posted {table} row is never removed", frozen)
    yield Guard(
        "update",
        "agreement",
        "UPDATE",
        "an agreement with transactions stays with its account and its type",
        f"({new('account_id')} OR {new('sa_type')}) AND EXISTS"
        " (SELECT 1 FROM financial_transaction f WHERE f.agreement_id = OLD.id)",
    )
    yield Guard(
        "delete",
        "credit_rating",
        "DELETE",
        "a rating that a cancellation made is never removed",
        "OLD.tender_id IS NOT NULL",
    )
    yield Guard("delete", "missing_charge", "DELETE", "a missing charge is never removed")
    yield Guard(
        "update",
        "missing_charge",
        "UPDATE",
        "a missing charge is settled once",
        "OLD.settled_at IS NOT NULL OR NEW.settled_at IS NULL OR NEW.tender_id <> OLD.tender_id",
    )


def _numbers() -> Iterator[Guard]:
    last = {"number_sequence": "last", "tender_control": "last_receipt", "id_counter": "next_id"}
    for table, column in last.items():
        when = f"NEW.{column} < OLD.{column}"
        yield Guard("backwards", table, "UPDATE", f"{table}.{column} never goes back", when)
    yield Guard(
        "backwards",
        "audit_head",
        "UPDATE",
        "an audit chain never gets shorter",
        "NEW.chain <> OLD.chain OR NEW.length <= OLD.length",
    )
    yield Guard("delete", "audit_head", "DELETE", "the head of an audit chain is never removed")
    yield Guard("delete", "number_sequence", "DELETE", "a number series is never removed")
    yield Guard("delete", "id_counter", "DELETE", "the counter of identities is never removed")
