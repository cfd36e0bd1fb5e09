"""The rows behind the figures of a tender control's lines (D-37): each figure is a sum over them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, false, select, true

from posapp.domain.codes import TurnInDirection
from posapp.domain.control_counts import Counting
from posapp.domain.control_lines import DrawerEntry, EntryKind, Figure
from posapp.domain.ids import EventId
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared
from posapp.storage.tables.controls import RefundMovementRow, TenderControlRow
from posapp.storage.tables.counts import ControlCountRow, CountLineRow
from posapp.storage.tables.over_unders import OverUnderRow
from posapp.storage.tables.payment_events import TenderRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.system import UserRow
from posapp.storage.tables.turn_ins import TurnInRow

_tender, _turn_in = table_of(TenderRow), table_of(TurnInRow)
_refund, _count = table_of(RefundMovementRow), table_of(ControlCountRow)
_line, _over_under = table_of(CountLineRow), table_of(OverUnderRow)
_control, _user = table_of(TenderControlRow), table_of(UserRow)
_account, _person = table_of(AccountRow), table_of(PersonRow)
_STARTER: Final = Prepared(
    select(_user.c.name)
    .join(_control, _control.c.created_by == _user.c.id)
    .where(_control.c.id == bindparam("control"))
)
_tenders = (
    select(
        _tender.c.id,
        _tender.c.event_id,
        _tender.c.created_at,
        _user.c.name.label("user_name"),
        _tender.c.control_amount.label("amount"),
        _person.c.name.label("payor"),
        _tender.c.check_number,
        _tender.c.cash_back,
        _over_under.c.id.label("booking"),
    )
    .join(_user, _user.c.id == _tender.c.created_by)
    .join(_account, _account.c.id == _tender.c.payor_account_id)
    .join(_person, _person.c.id == _account.c.person_id)
    .outerjoin(_over_under, _over_under.c.event_id == _tender.c.event_id)
    .where(
        _tender.c.tender_control_id == bindparam("control"),
        _tender.c.tender_type == bindparam("kind"),
        _tender.c.counted == true(),
        _tender.c.rounding == false(),
    )
)
_RECEIVED: Final = Prepared(_tenders)
_TENDERED: Final = Prepared(
    _tenders.where(_tender.c.cash_back == false(), _over_under.c.id.is_(None))
)
_CHANGED: Final = Prepared(_tenders.where(_tender.c.cash_back == true()))
_BOOKED: Final = Prepared(_tenders.where(_over_under.c.id.is_not(None)))
_HANDED: Final = Prepared(
    select(
        _turn_in.c.id,
        _turn_in.c.created_at,
        _user.c.name,
        _turn_in.c.amount,
        _turn_in.c.receipt_number,
    )
    .join(_user, _user.c.id == _turn_in.c.created_by)
    .where(
        _turn_in.c.tender_control_id == bindparam("control"),
        _turn_in.c.tender_type == bindparam("kind"),
        _turn_in.c.direction == bindparam("way"),
    )
)
_REFUNDS: Final = Prepared(
    select(
        _refund.c.id,
        _tender.c.event_id,
        _refund.c.created_at,
        _user.c.name,
        _refund.c.amount,
        _refund.c.reason,
    )
    .join(_tender, _tender.c.id == _refund.c.tender_id)
    .join(_user, _user.c.id == _refund.c.created_by)
    .where(
        _refund.c.tender_control_id == bindparam("control"),
        _refund.c.tender_type == bindparam("kind"),
    )
)
_COUNTED: Final = Prepared(
    select(_count.c.id, _count.c.attempt, _count.c.counted_at, _user.c.name, _line.c.ending)
    .join(_line, _line.c.count_id == _count.c.id)
    .join(_user, _user.c.id == _count.c.counted_by)
    .where(_count.c.id == bindparam("counting"), _line.c.tender_type == bindparam("kind"))
)
Entries = list[DrawerEntry]
Source = Callable[[Connection, Control, Counting, str, SetUp], Entries]


def load_entries(
    s: Connection,
    control: Control,
    counting: Counting,
    tender_type: str,
    figure: Figure,
    setup: SetUp,
) -> tuple[DrawerEntry, ...]:
    """Rows behind a figure, oldest first; amounts are signed so that they sum to it."""
    found: Entries = []
    for source, sign in _BEHIND[figure]:
        rows = source(s, control, counting, tender_type, setup)
        found += rows if sign > 0 else [_turned(row) for row in rows]
    return tuple(sorted(found, key=lambda row: (row.at, row.id)))


def _turned(row: DrawerEntry) -> DrawerEntry:
    return DrawerEntry(
        row.kind, row.id, row.event_id, row.at, row.user_name, -row.amount, row.name, row.says
    )


def _float(
    s: Connection, control: Control, _counting: Counting, kind: str, setup: SetUp
) -> Entries:
    if kind != setup.installation.starting_balance_tender_type or not control.starting_balance:
        return []
    name = _STARTER.scalar(s, {"control": control.id})
    return [
        DrawerEntry(
            EntryKind.FLOAT, control.id, None, control.created_at, name, control.starting_balance
        )
    ]


def _received(
    s: Connection, control: Control, _counting: Counting, kind: str, _setup: SetUp
) -> Entries:
    return _of_tenders(s, _RECEIVED, control, kind)


def _tendered(
    s: Connection, control: Control, _counting: Counting, kind: str, _setup: SetUp
) -> Entries:
    return _of_tenders(s, _TENDERED, control, kind)


def _changed(
    s: Connection, control: Control, _counting: Counting, kind: str, _setup: SetUp
) -> Entries:
    return _of_tenders(s, _CHANGED, control, kind)


def _booked(
    s: Connection, control: Control, _counting: Counting, kind: str, _setup: SetUp
) -> Entries:
    return _of_tenders(s, _BOOKED, control, kind)


def _of_tenders(s: Connection, tenders: Prepared, control: Control, kind: str) -> Entries:
    return [_of_tender(row) for row in tenders.all(s, {"control": control.id, "kind": kind})]


def _of_tender(row: Any) -> DrawerEntry:
    kind = EntryKind.CHANGE if row.cash_back else EntryKind.TENDER
    if row.booking is not None:
        kind = EntryKind.DIFFERENCE
    return DrawerEntry(
        kind,
        row.id,
        EventId(row.event_id),
        row.created_at,
        row.user_name,
        row.amount,
        row.payor,
        row.check_number,
    )


def _handed(s: Connection, control: Control, kind: str, way: TurnInDirection) -> Entries:
    rows = _HANDED.all(s, {"control": control.id, "kind": kind, "way": way})
    entry = EntryKind.TURN_IN if way is TurnInDirection.OUT else EntryKind.ISSUE
    return [
        DrawerEntry(
            entry, row.id, None, row.created_at, row.name, row.amount, says=row.receipt_number
        )
        for row in rows
    ]


def _out(s: Connection, control: Control, _counting: Counting, kind: str, _setup: SetUp) -> Entries:
    return _handed(s, control, kind, TurnInDirection.OUT)


def _in(s: Connection, control: Control, _counting: Counting, kind: str, _setup: SetUp) -> Entries:
    return _handed(s, control, kind, TurnInDirection.IN)


def _refunds(
    s: Connection, control: Control, _counting: Counting, kind: str, _setup: SetUp
) -> Entries:
    rows = _REFUNDS.all(s, {"control": control.id, "kind": kind})
    return [
        DrawerEntry(
            EntryKind.REFUND,
            row.id,
            EventId(row.event_id),
            row.created_at,
            row.name,
            row.amount,
            says=row.reason,
        )
        for row in rows
    ]


def _counted(
    s: Connection, _control: Control, counting: Counting, kind: str, _setup: SetUp
) -> Entries:
    rows = _COUNTED.all(s, {"counting": counting.count_id, "kind": kind})
    return [
        DrawerEntry(
            EntryKind.COUNTED,
            row.id,
            None,
            row.counted_at,
            row.name,
            row.ending,
            says=str(row.attempt),
        )
        for row in rows
    ]


_EXPECTED: Final[tuple[tuple[Source, int], ...]] = (
    (_float, 1),
    (_received, 1),
    (_out, -1),
    (_in, 1),
    (_refunds, -1),
)
_BEHIND: Final[Mapping[Figure, tuple[tuple[Source, int], ...]]] = {
    Figure.STARTING: ((_float, 1),),
    Figure.RECEIVED: ((_received, 1),),
    Figure.TENDERED: ((_tendered, 1),),
    Figure.CHANGE: ((_changed, 1),),
    Figure.BOOKED: ((_booked, 1),),
    Figure.TURNED_IN: ((_out, 1),),
    Figure.ISSUED: ((_in, 1),),
    Figure.TURN_INS: ((_out, 1), (_in, -1)),
    Figure.REFUNDED: ((_refunds, 1),),
    Figure.EXPECTED: _EXPECTED,
    Figure.ENDING: ((_counted, 1),),
    Figure.OVER_UNDER: ((_counted, 1), *((source, -sign) for source, sign in _EXPECTED)),
}
