"""Turn-ins, deposits and deposit controls of an office, to choose a paper's subject from."""

from typing import Any, Final

from sqlalchemy import Connection, func, select

from posapp.domain.day_papers import PaperSubject
from posapp.domain.ids import short_id
from posapp.domain.setup import SetUp
from posapp.storage.base import table_of
from posapp.storage.tables.controls import DepositControlRow, TenderControlRow
from posapp.storage.tables.deposits import TenderDepositRow
from posapp.storage.tables.system import UserRow
from posapp.storage.tables.turn_ins import TurnInRow

MOST: Final = 100
"""How many are offered; older papers are printed from the page of their record."""

_turn_in, _deposit = table_of(TurnInRow), table_of(TenderDepositRow)
_control, _umbrella = table_of(TenderControlRow), table_of(DepositControlRow)
_user = table_of(UserRow)


def load_turn_ins(s: Connection, office: str, setup: SetUp) -> tuple[PaperSubject, ...]:
    """The newest turn-ins of an office."""
    query = (
        select(
            _turn_in.c.id,
            _turn_in.c.receipt_number.label("number"),
            _control.c.tender_source,
            func.coalesce(_user.c.name, "").label("user"),
            _control.c.business_date.label("day"),
        )
        .join(_control, _control.c.id == _turn_in.c.tender_control_id)
        .join(_umbrella, _umbrella.c.id == _turn_in.c.deposit_control_id)
        .outerjoin(_user, _user.c.id == _control.c.user_id)
        .where(_umbrella.c.office == office)
        .order_by(_turn_in.c.id.desc())
        .limit(MOST)
    )
    drawers = {code: source.description for code, source in setup.tender_sources.items()}
    return tuple(
        PaperSubject(row.id, row.number, drawers[row.tender_source], row.user, row.day)
        for row in s.execute(query)
    )


def load_deposits(s: Connection, office: str) -> tuple[PaperSubject, ...]:
    """The newest bank deposits and settlements of an office, by their reference."""
    query = (
        select(
            _deposit.c.id,
            _deposit.c.reference_id,
            _deposit.c.bank,
            _deposit.c.prepared_by,
            _deposit.c.deposit_date,
        )
        .join(_umbrella, _umbrella.c.id == _deposit.c.deposit_control_id)
        .where(_umbrella.c.office == office)
        .order_by(_deposit.c.id.desc())
        .limit(MOST)
    )
    return tuple(_deposited(row) for row in s.execute(query))


def _deposited(row: Any) -> PaperSubject:
    number = row.reference_id or short_id(row.id)
    return PaperSubject(row.id, number, row.bank or "", row.prepared_by, row.deposit_date)


def load_deposit_controls(s: Connection, office: str) -> tuple[PaperSubject, ...]:
    """The newest deposit controls of an office, with their owner."""
    query = (
        select(_umbrella.c.id, _user.c.name, _umbrella.c.business_date)
        .join(_user, _user.c.id == _umbrella.c.owner_id)
        .where(_umbrella.c.office == office)
        .order_by(_umbrella.c.id.desc())
        .limit(MOST)
    )
    return tuple(
        PaperSubject(row.id, short_id(row.id), "", row.name, row.business_date)
        for row in s.execute(query)
    )
