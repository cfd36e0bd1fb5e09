"""Triggers that keep frozen and append-only rows as they are, on both engines.

The services refuse first, with a sentence; a guard that fires means a bug or a foreign tool.
``REPLACE`` does not slip through, because ``recursive_triggers`` is on (reliability finding 7).
Sources: A.2.8, A.2.9, PY-4, D-04, D-12, D-23, D-31, payments 25.4, 25.6, 25.10.
"""

# ruff: noqa: S608 - the SQL here is put together from constants of this file only

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from posapp.storage.tables.schema import METADATA


@dataclass(frozen=True, slots=True)
class Guard:
    """A refusal of INSERT, UPDATE or DELETE on rows for which ``when`` holds (always, if empty).

    ``when`` is SQL that both engines know, over NEW and OLD.
    """

    name: str
    table: str
    action: str
    says: str
    when: str = ""

    @property
    def trigger(self) -> str:
        """Name of the trigger, and of its function on PostgreSQL."""
        return f"guard_{self.table}_{self.name}"


_APPEND_ONLY: Final = (
    "adjustment",
    "audit",
    "financial_transaction",
    "gl_line",
    "import_run",
    "refund_movement",
    "request",
)
_NO_TRUNCATE: Final = (
    *_APPEND_ONLY,
    "print_log",
    "payment",
    "payment_event",
    "pay_segment",
    "tender",
    "number_sequence",
)
_FINAL: Final = "('FROZEN', 'CANCELED')"


def _changed(table: str, *free: str) -> str:
    """SQL: some column of a row other than ``free`` gets another value."""
    columns = [c.name for c in METADATA.tables[table].columns if c.name not in free]
    return "(" + " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in columns) + ")"


_CANCEL: Final = ("status", "cancel_reason", "canceled_at", "canceled_by")
_OF_CANCEL: Final = {
    "payment": _CANCEL,
    "tender": (*_CANCEL, "counted", "charged_bank", "charged_account"),
}


def _cancels(table: str) -> str:
    """SQL: an update does nothing but cancel the row, with its stamps."""
    free = _OF_CANCEL[table]
    return f"(NEW.status = 'CANCELED' AND NEW.canceled_at IS NOT NULL AND NOT {_changed(table, *free)})"


def _event_is_final(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM payment p WHERE p.event_id = {row}.event_id"
        f" AND p.status IN {_FINAL})"
    )


def _control_is(row: str, status: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM tender_control c WHERE c.id = {row}.tender_control_id"
        f" AND c.status = '{status}')"
    )


def _payment_is_final(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM payment p WHERE p.id = {row}.payment_id AND p.status IN {_FINAL})"
    )


def _posted(row: str) -> str:
    # A payment may be born frozen; its segments then come before its postings.
    return (
        f"EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = {row}.payment_id)"
        f" OR EXISTS (SELECT 1 FROM payment p WHERE p.id = {row}.payment_id"
        " AND p.status = 'CANCELED')"
    )


def all_guards() -> tuple[Guard, ...]:
    """Every guard of the present schema."""
    return tuple(_append_only()) + _MONEY + tuple(_numbers())


def _append_only() -> Iterator[Guard]:
    for table in _APPEND_ONLY:
        yield Guard("update", table, "UPDATE", f"{table} rows never change")
        yield Guard("delete", table, "DELETE", f"{table} rows are never removed")
    outcome = f"OLD.outcome <> '' OR {_changed('print_log', 'outcome')}"
    yield Guard("update", "print_log", "UPDATE", "a print log row takes its outcome once", outcome)
    yield Guard("delete", "print_log", "DELETE", "print log rows are never removed")


_MONEY: Final = (
    Guard(
        "update",
        "payment",
        "UPDATE",
        "a frozen payment can only be canceled",
        f"OLD.status = 'CANCELED' OR (OLD.status = 'FROZEN' AND NOT {_cancels('payment')})",
    ),
    Guard(
        "delete",
        "payment",
        "DELETE",
        "a payment that was frozen is never removed",
        f"OLD.status IN {_FINAL}",
    ),
    Guard(
        "insert",
        "pay_segment",
        "INSERT",
        "a posted payment takes no more segments",
        _posted("NEW"),
    ),
    Guard(
        "update",
        "pay_segment",
        "UPDATE",
        "segments of a frozen payment never change",
        f"{_payment_is_final('OLD')} OR {_payment_is_final('NEW')}",
    ),
    Guard(
        "delete",
        "pay_segment",
        "DELETE",
        "segments of a frozen payment are never removed",
        _payment_is_final("OLD"),
    ),
    Guard(
        "insert",
        "tender",
        "INSERT",
        "a tender goes into an open tender control",
        f"NEW.tender_control_id IS NOT NULL AND NOT {_control_is('NEW', 'OPEN')}",
    ),
    Guard(
        "update",
        "tender",
        "UPDATE",
        "a canceled tender, or one in a balanced drawer, does not change",
        f"OLD.status = 'CANCELED' OR ({_control_is('OLD', 'BALANCED')} AND NOT {_cancels('tender')})"
        f" OR (NEW.tender_control_id <> OLD.tender_control_id AND {_control_is('NEW', 'BALANCED')})",
    ),
    Guard(
        "delete",
        "tender",
        "DELETE",
        "a tender that was canceled, balanced or paid something is never removed",
        f"OLD.status = 'CANCELED' OR {_control_is('OLD', 'BALANCED')} OR {_event_is_final('OLD')}",
    ),
    Guard(
        "update",
        "payment_event",
        "UPDATE",
        "an event keeps its request id, currency and printed numbers",
        f"{_changed('payment_event', 'payment_date', 'document_number', 'receipt_control_id', 'receipt_seq', 'version')}"
        " OR (OLD.document_number IS NOT NULL"
        " AND NEW.document_number IS DISTINCT FROM OLD.document_number)"
        " OR (OLD.receipt_seq IS NOT NULL AND (NEW.receipt_seq IS DISTINCT FROM OLD.receipt_seq"
        " OR NEW.receipt_control_id IS DISTINCT FROM OLD.receipt_control_id))",
    ),
    Guard(
        "delete",
        "payment_event",
        "DELETE",
        "an event with a printed number is never removed",
        "OLD.document_number IS NOT NULL OR OLD.receipt_seq IS NOT NULL",
    ),
    Guard(
        "delete",
        "tender_control",
        "DELETE",
        "a drawer that was balanced or gave receipts is never removed",
        "OLD.status = 'BALANCED' OR OLD.last_receipt > 0",
    ),
)


def _numbers() -> Iterator[Guard]:
    for table, column in (
        ("number_sequence", "last"),
        ("tender_control", "last_receipt"),
        ("id_counter", "next_id"),
    ):
        when = f"NEW.{column} < OLD.{column}"
        yield Guard("backwards", table, "UPDATE", f"{table}.{column} never goes back", when)
    yield Guard("delete", "number_sequence", "DELETE", "a number series is never removed")
    yield Guard("delete", "id_counter", "DELETE", "the counter of identities is never removed")


def statements(dialect: str) -> tuple[str, ...]:
    """SQL that makes every guard on an engine; a migration freezes it as text."""
    if dialect == "sqlite":
        return tuple(_sqlite(guard) for guard in all_guards())
    made = [part for guard in all_guards() for part in _postgres(guard)]
    return (*made, *_truncates())


def drop_statements(dialect: str) -> tuple[str, ...]:
    """SQL that removes every guard; for migrations that rebuild a table."""
    if dialect == "sqlite":
        return tuple(f"DROP TRIGGER IF EXISTS {guard.trigger}" for guard in all_guards())
    drops = [f"DROP FUNCTION IF EXISTS {guard.trigger}() CASCADE" for guard in all_guards()]
    return (*drops, "DROP FUNCTION IF EXISTS guard_truncate() CASCADE")


def _sqlite(guard: Guard) -> str:
    when = f" WHEN {guard.when}" if guard.when else ""
    return (
        f"CREATE TRIGGER {guard.trigger} BEFORE {guard.action} ON {guard.table}{when}"
        f" BEGIN SELECT RAISE(ABORT, 'guard: {guard.says}'); END"
    )


def _postgres(guard: Guard) -> tuple[str, str]:
    row = "OLD" if guard.action == "DELETE" else "NEW"
    fault = (
        f"RAISE EXCEPTION 'guard: {guard.says}'"
        f" USING ERRCODE = '23000', CONSTRAINT = '{guard.trigger}';"
    )
    body = f"IF {guard.when} THEN {fault} END IF; RETURN {row};" if guard.when else f"{fault}"
    return (
        (
            f"CREATE FUNCTION {guard.trigger}() RETURNS trigger LANGUAGE plpgsql"
            f" AS $$ BEGIN {body} END $$"
        ),
        (
            f"CREATE TRIGGER {guard.trigger} BEFORE {guard.action} ON {guard.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {guard.trigger}()"
        ),
    )


def _truncates() -> Iterator[str]:
    yield (
        "CREATE FUNCTION guard_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION 'guard: % is never emptied', TG_TABLE_NAME"
        " USING ERRCODE = '23000', CONSTRAINT = 'guard_truncate'; END $$"
    )
    for table in _NO_TRUNCATE:
        yield (
            f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()"
        )


_SQLITE_FOUND = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
_POSTGRES_FOUND = text(
    "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
    " JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE NOT t.tgisinternal AND t.tgenabled = 'O'"
    " AND c.relnamespace = current_schema()::regnamespace"
)


def missing(s: Connection) -> tuple[str, ...]:
    """Names of guards that are not there, switched off, or not as they should be."""
    if s.dialect.name == "sqlite":
        found = {row.name: row.sql for row in s.execute(_SQLITE_FOUND)}
        expected = {guard.trigger: _sqlite(guard) for guard in all_guards()}
    else:
        found = {name: source.strip() for name, source in s.execute(_POSTGRES_FOUND)}
        expected = {guard.trigger: _source(_postgres(guard)[0]) for guard in all_guards()}
        shared = _source(next(_truncates()))
        expected |= {f"guard_{table}_truncate": shared for table in _NO_TRUNCATE}
    return tuple(sorted(name for name, sql in expected.items() if found.get(name) != sql))


def _source(statement: str) -> str:
    return statement.split("$$")[1].strip()
