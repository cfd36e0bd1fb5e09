"""Exports of the ledger: what was not exported yet, batches, and their lines again."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, case, exists, func, insert, literal, select

from posapp.domain.ids import FtId, UserId
from posapp.domain.ledger_export import AccountTotals, LedgerBatch, LedgerLine
from posapp.domain.money import ZERO, Money
from posapp.storage.base import record, table_of
from posapp.storage.ids import take_id
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from posapp.storage.tables.ledger_batches import (
    LedgerBatchAccountRow,
    LedgerBatchRow,
    LedgerBatchTransactionRow,
)
from posapp.storage.tables.setup import DistributionCodeRow
from posapp.storage.tables.system import UserRow
from posapp.storage.types import MoneyType, total_of

_ft, _gl = table_of(FinancialTransactionRow), table_of(GlLineRow)
_batch, _member = table_of(LedgerBatchRow), table_of(LedgerBatchTransactionRow)
_agreement, _code = table_of(AgreementRow), table_of(DistributionCodeRow)
_user, _called = table_of(UserRow), table_of(LedgerBatchAccountRow)
_MOST_AT_ONCE: Final = 500
_LINES: Final[Any] = (
    select(
        _gl.c.ft_id,
        _gl.c.seq,
        _ft.c.ft_type,
        _ft.c.accounting_date,
        _gl.c.distribution_code,
        _called.c.description,
        _gl.c.amount,
        _agreement.c.account_id,
        _ft.c.agreement_id,
        _agreement.c.sa_type,
    )
    .join(_ft, _ft.c.id == _gl.c.ft_id)
    .join(_agreement, _agreement.c.id == _ft.c.agreement_id)
    .join(_member, _member.c.ft_id == _gl.c.ft_id)
    # As it was called when the batch left: whoever writes it again gets the same file.
    .join(
        _called,
        and_(
            _called.c.batch_id == _member.c.batch_id,
            _called.c.distribution_code == _gl.c.distribution_code,
        ),
    )
    .order_by(_gl.c.ft_id, _gl.c.seq)
)
_BATCHES: Final[Any] = select(
    *(column for column in _batch.columns if column.name not in {"created_by", "request_id"}),
    _user.c.name.label("created_by"),
).join(_user, _user.c.id == _batch.c.created_by)


def _waiting(until: date) -> tuple[Any, ...]:
    """Conditions of transactions that no batch has taken."""
    taken = exists(select(literal(1)).where(_member.c.ft_id == _ft.c.id))
    return _ft.c.accounting_date <= until, ~taken


def currencies_waiting(s: Connection, until: date) -> tuple[str, ...]:
    """Currencies with lines that no batch has taken, up to an accounting date."""
    query = (
        select(_ft.c.currency)
        .join(_gl, _gl.c.ft_id == _ft.c.id)
        .where(*_waiting(until))
        .distinct()
        .order_by(_ft.c.currency)
    )
    return tuple(s.execute(query).scalars())


def amounts_waiting(s: Connection, currency: str, until: date) -> tuple[tuple[FtId, Money], ...]:
    """Transaction and amount of each line in a currency that no batch has taken."""
    query = (
        select(_gl.c.ft_id, _gl.c.amount)
        .join(_ft, _ft.c.id == _gl.c.ft_id)
        .where(_ft.c.currency == currency, *_waiting(until))
        .order_by(_gl.c.ft_id, _gl.c.seq)
    )
    return tuple((row.ft_id, row.amount) for row in s.execute(query))


def totals_waiting(s: Connection, currency: str, until: date) -> tuple[AccountTotals, ...]:
    """What the lines of ``lines_waiting`` come to on each ledger account."""
    zero, amount = literal(ZERO, MoneyType()), _gl.c.amount
    query = (
        select(
            _gl.c.distribution_code,
            _code.c.description,
            func.count().label("lines"),
            total_of(case((amount > ZERO, amount), else_=zero)).label("debits"),
            total_of(case((amount < ZERO, amount), else_=zero)).label("credits"),
        )
        .join(_ft, _ft.c.id == _gl.c.ft_id)
        .join(_code, _code.c.code == _gl.c.distribution_code)
        .where(_ft.c.currency == currency, *_waiting(until))
        .group_by(_gl.c.distribution_code, _code.c.description)
        .order_by(_gl.c.distribution_code)
    )
    rows = s.execute(query)
    return tuple(record(row, AccountTotals, credits=-row.credits) for row in rows)


def lines_of(s: Connection, batch_id: int) -> Iterator[LedgerLine]:
    """Lines of a batch one after the other, the same each time."""
    for row in s.execute(_LINES.where(_member.c.batch_id == batch_id)):
        yield record(row, LedgerLine)


def insert_batch(
    s: Connection,
    number: int,
    currency: str,
    until: date,
    waiting: Sequence[tuple[FtId, Money]],
    totals: tuple[Money, Money],
    *,
    request_id: str,
    by: UserId,
    at: datetime,
) -> int:
    """Write a batch with the transactions that it takes; each is taken once by the schema.

    ``waiting`` are its lines (``amounts_waiting``), ``totals`` their debits and credits.
    """
    batch_id = take_id(s)
    debits, credits_ = totals
    s.execute(
        insert(_batch).values(
            id=batch_id,
            number=number,
            request_id=request_id,
            currency=currency,
            until=until,
            lines=len(waiting),
            debits=debits,
            credits=credits_,
            created_at=at,
            created_by=by,
        )
    )
    taken: list[FtId] = list(dict.fromkeys(ft_id for ft_id, _amount in waiting))
    for start in range(0, len(taken), _MOST_AT_ONCE):
        some = taken[start : start + _MOST_AT_ONCE]
        s.execute(insert(_member), [{"ft_id": one, "batch_id": batch_id} for one in some])
    _keep_names(s, batch_id)
    return batch_id


def _keep_names(s: Connection, batch_id: int) -> None:
    """Keep what the ledger accounts of a batch are called now."""
    query = (
        select(literal(batch_id), _gl.c.distribution_code, _code.c.description)
        .join(_member, _member.c.ft_id == _gl.c.ft_id)
        .join(_code, _code.c.code == _gl.c.distribution_code)
        .where(_member.c.batch_id == batch_id)
        .distinct()
    )
    names = ("batch_id", "distribution_code", "description")
    s.execute(insert(_called).from_select(names, query))


def load_batch(s: Connection, number: int) -> LedgerBatch | None:
    """A batch by its number, or ``None``."""
    row = s.execute(_BATCHES.where(_batch.c.number == number)).first()
    return None if row is None else record(row, LedgerBatch)


def batches_of_request(s: Connection, request_id: str) -> tuple[LedgerBatch, ...]:
    """The batches that one request made, in order."""
    query = _BATCHES.where(_batch.c.request_id == request_id)
    return tuple(record(row, LedgerBatch) for row in s.execute(query.order_by(_batch.c.number)))


def list_batches(s: Connection, most: int) -> tuple[LedgerBatch, ...]:
    """The latest batches, newest first."""
    query = _BATCHES.order_by(_batch.c.number.desc()).limit(most)
    return tuple(record(row, LedgerBatch) for row in s.execute(query))
