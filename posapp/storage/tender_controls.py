"""Tender and deposit controls: facts, lines, and their rows."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, select, text, true

from posapp.domain.codes import ControlStatus, SourceType, TenderStatus
from posapp.domain.ids import ControlId, DepositControlId, UserId
from posapp.domain.setup_options import Denomination
from posapp.domain.tender_controls import Control, DepositControl
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Ask, Prepared, insert_into
from posapp.storage.tables.controls import DepositControlRow, FloatCountRow, TenderControlRow
from posapp.storage.tables.payment_events import TenderRow
from posapp.storage.tables.setup import TenderSourceRow
from posapp.storage.tables.system import ControlChoiceRow, UserRow

CONTROLS: Any = select(
    TenderControlRow.id,
    TenderControlRow.tender_source,
    TenderControlRow.deposit_control_id,
    TenderControlRow.currency,
    TenderControlRow.business_date,
    TenderControlRow.all_users,
    TenderControlRow.user_id,
    func.coalesce(UserRow.name, "").label("user_name"),
    TenderControlRow.status,
    TenderControlRow.starting_balance,
    TenderControlRow.last_receipt,
    TenderControlRow.created_at,
    TenderControlRow.version,
    TenderControlRow.counted_before,
).outerjoin(UserRow, UserRow.id == TenderControlRow.user_id)
_CONTROL = Prepared(CONTROLS.where(TenderControlRow.id == bindparam("id")))
_OPEN = Prepared(
    CONTROLS.add_columns(TenderSourceRow.source_type)
    .join(TenderSourceRow, TenderSourceRow.code == TenderControlRow.tender_source)
    .where(
        TenderControlRow.status == ControlStatus.OPEN,
        (TenderControlRow.user_id == bindparam("user_id")) | TenderControlRow.user_id.is_(None),
    )
    .order_by(TenderControlRow.id)
)
_CHOICES = Prepared(
    select(ControlChoiceRow.currency, ControlChoiceRow.tender_control_id).where(
        ControlChoiceRow.user_id == bindparam("user_id")
    )
)
_CHOOSE = Prepared(
    text(
        "INSERT INTO control_choice (user_id, currency, tender_control_id)"
        " VALUES (:who, :money, :chosen)"
        " ON CONFLICT (user_id, currency) DO UPDATE SET tender_control_id = :chosen"
    )
)
DEPOSITS: Any = select(
    DepositControlRow.id,
    DepositControlRow.office,
    DepositControlRow.source_type,
    DepositControlRow.currency,
    DepositControlRow.status,
    DepositControlRow.business_date,
    DepositControlRow.owner_id,
    UserRow.name.label("owner_name"),
    DepositControlRow.created_at,
    DepositControlRow.ending_balance,
    DepositControlRow.comments,
    DepositControlRow.version,
).join(UserRow, UserRow.id == DepositControlRow.owner_id)

_OF_DEPOSIT = Prepared(
    CONTROLS.where(TenderControlRow.deposit_control_id == bindparam("id")).order_by(
        TenderControlRow.id
    )
)
_OF_SOURCE = Prepared(
    select(TenderControlRow.id).where(
        TenderControlRow.tender_source == bindparam("source"),
        TenderControlRow.status == ControlStatus.OPEN,
    )
)
_INSERT_CONTROL = insert_into(TenderControlRow)
_choice, _shared = table_of(ControlChoiceRow), table_of(TenderControlRow)
_FORGET = Prepared(
    delete(_choice).where(
        _choice.c.user_id == bindparam("user_id"),
        _choice.c.currency == bindparam("currency"),
        _choice.c.tender_control_id.in_(select(_shared.c.id).where(_shared.c.all_users == true())),
    )
)
_COUNTED = Prepared(
    select(
        func.count(func.distinct(TenderRow.event_id)).label("events"),
        func.count(case((TenderRow.status == TenderStatus.CANCELED, 1))).label("canceled"),
    ).where(TenderRow.tender_control_id == bindparam("id"))
)
_FLOAT = Prepared(
    select(FloatCountRow.value, FloatCountRow.coin, FloatCountRow.quantity)
    .where(FloatCountRow.tender_control_id == bindparam("id"))
    .order_by(FloatCountRow.value.desc())
)
_INSERT_FLOAT = insert_into(FloatCountRow)
_DEPOSIT = Prepared(DEPOSITS.where(DepositControlRow.id == bindparam("id")))
_OPEN_DEPOSITS = Prepared(
    DEPOSITS.where(
        DepositControlRow.office == bindparam("office"),
        DepositControlRow.source_type == bindparam("source_type"),
        DepositControlRow.currency == bindparam("currency"),
        DepositControlRow.status == ControlStatus.OPEN,
    ).order_by(DepositControlRow.id.desc())
)
_INSERT_DEPOSIT = insert_into(DepositControlRow)


def control_asked(control_id: ControlId) -> Ask:
    """What ``load_control`` asks."""
    return _CONTROL, {"id": control_id}


def open_controls_asked(user_id: UserId) -> Ask:
    """What ``load_open_controls`` asks."""
    return _OPEN, {"user_id": user_id}


def load_control(s: Connection, control_id: ControlId) -> Control | None:
    """A tender control, or ``None``."""
    row = _CONTROL.first(s, {"id": control_id})
    return None if row is None else record(row, Control)


def load_open_controls(s: Connection, user_id: UserId) -> tuple[tuple[Control, SourceType], ...]:
    """Open controls that a user may use, with their source's type, oldest first (TC-03)."""
    rows = _OPEN.all(s, {"user_id": user_id})
    return tuple((record(row, Control), row.source_type) for row in rows)


def load_choices(s: Connection, user_id: UserId) -> Mapping[str, ControlId]:
    """The control a user used last, by currency (D-02)."""
    rows = _CHOICES.all(s, {"user_id": user_id})
    return {row.currency: row.tender_control_id for row in rows}


def record_choice(s: Connection, user_id: UserId, control: Control) -> None:
    """Remember the control a user used (D-02)."""
    choice = {"who": user_id, "money": control.currency, "chosen": control.id}
    _CHOOSE.many(s, [choice])


def forget_shared_choice(s: Connection, user_id: UserId, currency: str) -> None:
    """A user who opens an own control is offered that, not everybody's used before (D-02)."""
    _FORGET.many(s, [{"user_id": user_id, "currency": currency}])


def count_events(s: Connection, control_id: ControlId) -> tuple[int, int]:
    """Events with a tender in a control, and cancelled tenders in it."""
    row = _COUNTED.first(s, {"id": control_id})
    return row.events, row.canceled


def load_float(s: Connection, control: Control) -> tuple[tuple[Denomination, int], ...]:
    """The float as counted when a control opened."""
    rows = _FLOAT.all(s, {"id": control.id})
    return tuple(
        (Denomination(control.currency, row.value, row.coin), row.quantity) for row in rows
    )


def open_controls_of_source(s: Connection, source: str) -> tuple[ControlId, ...]:
    """Open controls of a source (TC-07)."""
    return tuple(ControlId(row.id) for row in _OF_SOURCE.all(s, {"source": source}))


def insert_control(s: Connection, values: Mapping[str, Any]) -> None:
    """Write a new tender control."""
    _INSERT_CONTROL.many(s, [values])


def insert_float(
    s: Connection, control_id: ControlId, counted: Iterable[tuple[Denomination, int]]
) -> None:
    """Write the counted float, by denomination."""
    rows = [
        {
            "tender_control_id": control_id,
            "value": item.value,
            "coin": item.coin,
            "quantity": quantity,
        }
        for item, quantity in counted
        if quantity
    ]
    _INSERT_FLOAT.many(s, rows)


def load_deposit_control(s: Connection, deposit_id: DepositControlId) -> DepositControl | None:
    """A deposit control, or ``None``."""
    row = _DEPOSIT.first(s, {"id": deposit_id})
    return None if row is None else record(row, DepositControl)


def open_deposit_controls(
    s: Connection, office: str, source_type: SourceType, currency: str
) -> tuple[DepositControl, ...]:
    """Open deposit controls that fit an office, source type and currency, newest first."""
    wanted = {"office": office, "source_type": source_type, "currency": currency}
    rows = _OPEN_DEPOSITS.all(s, wanted)
    return tuple(record(row, DepositControl) for row in rows)


def insert_deposit_control(
    s: Connection,
    deposit_id: DepositControlId,
    *,
    office: str,
    source_type: SourceType,
    currency: str,
    business_date: date,
    user_id: UserId,
    at: datetime,
    comments: str,
) -> None:
    """Write a new, Open deposit control."""
    row = {
        "id": deposit_id,
        "office": office,
        "source_type": source_type,
        "currency": currency,
        "status": ControlStatus.OPEN,
        "business_date": business_date,
        "owner_id": user_id,
        "created_at": at,
        "created_by": user_id,
        "comments": comments,
        "version": 1,
    }
    _INSERT_DEPOSIT.many(s, [row])


def load_controls_of_deposit(s: Connection, deposit_id: DepositControlId) -> tuple[Control, ...]:
    """Tender controls of a deposit control, oldest first."""
    rows = _OF_DEPOSIT.all(s, {"id": deposit_id})
    return tuple(record(row, Control) for row in rows)
