"""What guards are made of: a refusal, and the SQL that says when, for both engines."""

# ruff: noqa: S608 - the SQL here is put together from the names of our own tables only

from dataclasses import dataclass
from typing import Final

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


FINAL: Final = "('FROZEN', 'CANCELED')"


def new(*columns: str) -> str:
    """SQL: one of these columns gets another value."""
    return "(" + " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in columns) + ")"


def changed(table: str, *free: str) -> str:
    """SQL: some column of a row other than ``free`` gets another value."""
    return new(*(c.name for c in METADATA.tables[table].columns if c.name not in free))


_CANCEL: Final = ("status", "cancel_reason", "canceled_at", "canceled_by")
OF_CANCELED: Final = ("counted", "charged_bank", "charged_account", "demerit_due")
_OF_CANCEL: Final = {"payment": _CANCEL, "tender": (*_CANCEL, *OF_CANCELED)}


def cancels(table: str) -> str:
    """SQL: an update does nothing but cancel the row, with its stamps."""
    free = _OF_CANCEL[table]
    return (
        f"(NEW.status = 'CANCELED' AND NEW.canceled_at IS NOT NULL AND NOT {changed(table, *free)})"
    )


def event_is_final(row: str, key: str = "event_id") -> str:
    """SQL: a payment of a row's event was frozen."""
    return (
        f"EXISTS (SELECT 1 FROM payment p WHERE p.event_id = {row}.{key} AND p.status IN {FINAL})"
    )


def is_posted(key: str) -> str:
    """SQL: financial transactions of a bill or an item are there, and those are frozen."""
    return f"EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = OLD.{key})"


def control_is(row: str, status: str) -> str:
    """SQL: the tender control of a row has a status."""
    return (
        f"EXISTS (SELECT 1 FROM tender_control c WHERE c.id = {row}.tender_control_id"
        f" AND c.status = '{status}')"
    )


def payment_is_final(row: str) -> str:
    """SQL: the payment of a segment was frozen."""
    return f"EXISTS (SELECT 1 FROM payment p WHERE p.id = {row}.payment_id AND p.status IN {FINAL})"


def posted(row: str) -> str:
    """SQL: the payment of a segment has postings, or was cancelled."""
    # A payment may be born frozen; its segments then come before its postings.
    return (
        f"EXISTS (SELECT 1 FROM financial_transaction f WHERE f.parent_id = {row}.payment_id)"
        f" OR EXISTS (SELECT 1 FROM payment p WHERE p.id = {row}.payment_id"
        " AND p.status = 'CANCELED')"
    )
