"""The print log: one row an attempt, with the copy it was and what came of it (PR-04)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select, update

from posapp.domain.ids import EventId, UserId
from posapp.storage.base import record, table_of
from posapp.storage.db import lock
from posapp.storage.ids import take_id
from posapp.storage.prepared import Prepared, insert_into
from posapp.storage.tables.checkouts import CheckoutRow
from posapp.storage.tables.closes import ControlCloseRow
from posapp.storage.tables.controls import DepositControlRow, TenderControlRow
from posapp.storage.tables.deposits import TenderDepositRow
from posapp.storage.tables.payment_events import PaymentEventRow
from posapp.storage.tables.system import PrintLogRow, UserRow
from posapp.storage.tables.turn_ins import TurnInRow

# Kinds of paper: of an event, of one tender, of an event.
RECEIPT: Final = "receipt"
ENDORSEMENT: Final = "endorsement"
STUB: Final = "stub"

# Records that papers of the drawer day are of.
OF_CONTROL: Final = "tender_control"
OF_CLOSE: Final = "control_close"
OF_TURN_IN: Final = "turn_in"
OF_DEPOSIT: Final = "tender_deposit"
OF_DEPOSIT_CONTROL: Final = "deposit_control"
OF_CHECKOUT: Final = "checkout"
_ROWS: Final[Mapping[str, Any]] = {
    OF_CONTROL: table_of(TenderControlRow),
    OF_CLOSE: table_of(ControlCloseRow),
    OF_TURN_IN: table_of(TurnInRow),
    OF_DEPOSIT: table_of(TenderDepositRow),
    OF_DEPOSIT_CONTROL: table_of(DepositControlRow),
    OF_CHECKOUT: table_of(CheckoutRow),
}
_INSERT: Final = insert_into(PrintLogRow)
_of_object = (
    PrintLogRow.object_id == bindparam("of_object"),
    PrintLogRow.kind == bindparam("of_kind"),
)
_COPIES: Final = Prepared(
    select(func.coalesce(func.max(PrintLogRow.copy) + 1, 0).label("copies")).where(*_of_object)
)
_ONE: Final = Prepared(
    select(PrintLogRow.copy, PrintLogRow.outcome, PrintLogRow.seal).where(
        PrintLogRow.id == bindparam("print_id")
    )
)
_SET_OUTCOME: Final = Prepared(
    update(PrintLogRow)
    .where(PrintLogRow.id == bindparam("print_id"))
    .values(outcome=bindparam("said"))
)
_PRINTS: Final = Prepared(
    select(
        PrintLogRow.id,
        PrintLogRow.copy,
        PrintLogRow.printed_at,
        func.coalesce(UserRow.name, "").label("printed_by"),
        PrintLogRow.printer,
        PrintLogRow.outcome,
        PrintLogRow.seal,
    )
    .outerjoin(UserRow, UserRow.id == PrintLogRow.printed_by)
    .where(*_of_object)
    .order_by(PrintLogRow.id)
)


@dataclass(frozen=True, slots=True)
class Print:
    """One attempt to print: copy 0 is the original; the stamp is UTC.

    ``seal`` is the audit seal on that paper, empty for papers without one (R11).
    """

    id: int
    copy: int
    printed_at: datetime
    printed_by: str
    printer: str
    outcome: str
    seal: str


def count_prints(s: Connection, kind: str, object_id: int) -> int:
    """Copies so far; failed ones count, because paper may have come out.

    An attempt that was repeated under its request is one copy (D-21).
    """
    return int(_COPIES.scalar(s, {"of_object": object_id, "of_kind": kind}))


def load_print(s: Connection, print_id: int) -> tuple[int, str, str]:
    """Which copy an attempt was, what came of it, and its seal; no outcome after a crash."""
    row = _ONE.first(s, {"print_id": print_id})
    return row.copy, row.outcome, row.seal


def lock_prints(s: Connection, event_id: EventId) -> None:
    """Keep two prints of one event from taking the same copy number."""
    lock(s, table_of(PaymentEventRow), [event_id])


def lock_row(s: Connection, row: str, row_id: int) -> None:
    """Keep two prints of one record, such as ``OF_CLOSE``, from taking the same copy number."""
    lock(s, _ROWS[row], [row_id])


def insert_print(
    s: Connection,
    kind: str,
    object_id: int,
    *,
    copy: int,
    at: datetime,
    user_id: UserId,
    printer: str,
    seal: str,
) -> int:
    """Write an attempt before it is made; returns its id."""
    print_id = take_id(s)
    _INSERT.run(
        s,
        {
            "id": print_id,
            "kind": kind,
            "object_id": object_id,
            "copy": copy,
            "printed_at": at,
            "printed_by": user_id,
            "printer": printer,
            "outcome": "",
            "seal": seal,
        },
    )
    return print_id


def set_outcome(s: Connection, print_id: int, outcome: str) -> None:
    """Say once what came of an attempt."""
    _SET_OUTCOME.run(s, {"print_id": print_id, "said": outcome})


def load_prints(s: Connection, kind: str, object_id: int) -> Sequence[Print]:
    """Attempts, oldest first."""
    rows = _PRINTS.all(s, {"of_object": object_id, "of_kind": kind})
    return [record(row, Print) for row in rows]
