"""Reading and writing the rows of any set-up table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)

from posapp.domain.codes import ControlStatus, TenderStatus
from posapp.domain.money import ZERO
from posapp.domain.setup_use import MOST_COUNTED, SetUpUse
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared, insert_into
from posapp.storage.tables.agreements import AgreementRow, BillLineRow, BillRow
from posapp.storage.tables.controls import FloatCountRow, TenderControlRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.tables.payment_events import PaymentEventRow, TenderRow
from posapp.storage.tables.people import AccountRow
from posapp.storage.tables.schema import METADATA
from posapp.storage.tables.setup import InstallationRow, TenderSourceRow

Row = Mapping[str, Any]
_event, _ft = table_of(PaymentEventRow), table_of(FinancialTransactionRow)
_tender, _control = table_of(TenderRow), table_of(TenderControlRow)
_float = table_of(FloatCountRow)
_account = table_of(AccountRow)
_source = table_of(TenderSourceRow)
_bill, _line, _agreement = table_of(BillRow), table_of(BillLineRow), table_of(AgreementRow)

_LIES: Final = Prepared(
    select(_tender.c.id)
    .outerjoin(_control, _control.c.id == _tender.c.tender_control_id)
    .where(
        or_(
            _control.c.status != ControlStatus.BALANCED,
            and_(_control.c.id.is_(None), _tender.c.status == TenderStatus.VALID),
        ),
        _tender.c.tender_type == bindparam("tender_type"),
    )
    .limit(1)
)
_of_source = select(_control.c.id).where(_control.c.tender_source == bindparam("tender_source"))
_OPENED: Final = Prepared(_of_source.limit(1))
_OPEN: Final = Prepared(_of_source.where(_control.c.status != ControlStatus.BALANCED).limit(1))
_COUNT_IN: Final = tuple(
    Prepared(select(one).where(one == bindparam("currency")).limit(1))
    for one in (_account.c.currency, _control.c.currency, _event.c.currency)
)
_TAXED: Final = Prepared(
    select(_bill.c.id)
    .join(_line, _line.c.bill_id == _bill.c.id)
    .join(_agreement, _agreement.c.id == _line.c.agreement_id)
    .where(_bill.c.tax > ZERO, _agreement.c.sa_type == bindparam("sa_type"))
    .limit(1)
)
_OPENED_IN: Final = Prepared(
    select(_control.c.id)
    .where(
        _control.c.tender_source.in_(
            select(_source.c.code).where(_source.c.office == bindparam("office"))
        )
    )
    .limit(1)
)
_RAISE: Final = Prepared(
    update(InstallationRow).values(setup_version=InstallationRow.setup_version + 1)
)


@dataclass(frozen=True, slots=True)
class _Use:
    """Who may name a row: the table, by which column, and what counts its rows that do."""

    table: str
    column: str
    count: Prepared


def list_rows(s: Connection, table: str, names: Sequence[str]) -> tuple[Row, ...]:
    """Every row of a table, by its key."""
    return tuple(row._asdict() for row in _listing(table, tuple(names)).all(s))


def load_row(s: Connection, table: str, names: Sequence[str], key: Row) -> Row | None:
    """One row by its key, ``None`` when there is none; an empty key is the only row."""
    row = _one(table, tuple(names), tuple(key)).first(s, _given(key))
    return None if row is None else row._asdict()


def insert_row(s: Connection, table: str, row: Row) -> None:
    """Add a row."""
    _insert(table).run(s, row)


def update_row(s: Connection, table: str, key: Row, values: Row) -> None:
    """Change a row."""
    found = METADATA.tables[table]
    s.execute(update(found).where(*_matches(found, key)).values(dict(values)))


def delete_row(s: Connection, table: str, key: Row) -> None:
    """Remove a row that nothing names."""
    _delete(table, tuple(key)).run(s, _given(key))


def exists(s: Connection, table: str, code: str) -> bool:
    """Whether a table has a row with this code, for references."""
    return _known(table).first(s, {"code": code}) is not None


def uses_of(s: Connection, table: str, key: Row) -> Iterator[SetUpUse]:
    """Tables whose rows name this one, with how many do, at most ``MOST_COUNTED`` each."""
    values = _given(key)
    for use in _uses(table, tuple(key)):
        if n := use.count.scalar(s, values):
            yield SetUpUse(use.table, use.column, int(n))


@cache
def _listing(table: str, names: tuple[str, ...]) -> Prepared:
    found = METADATA.tables[table]
    return Prepared(select(*_columns(found, names)).order_by(*found.primary_key.columns))


@cache
def _one(table: str, names: tuple[str, ...], key: tuple[str, ...]) -> Prepared:
    found = METADATA.tables[table]
    return Prepared(select(*_columns(found, names)).where(*_matches(found, _asked(key))))


@cache
def _insert(table: str) -> Prepared:
    return insert_into(METADATA.tables[table])


@cache
def _delete(table: str, key: tuple[str, ...]) -> Prepared:
    found = METADATA.tables[table]
    return Prepared(delete(found).where(*_matches(found, _asked(key))))


@cache
def _known(table: str) -> Prepared:
    (key,) = METADATA.tables[table].primary_key.columns
    return Prepared(select(key).where(key == bindparam("code")))


@cache
def _uses(table: str, key: tuple[str, ...]) -> Sequence[_Use]:
    return tuple(
        _Use(other.name, column, Prepared(select(func.count()).select_from(_some(other, named))))
        for other, column, named in _named(METADATA.tables[table], _asked(key))
    )


def _some(other: Table, named: Sequence[Any]) -> Any:
    return select(literal(1)).select_from(other).where(*named).limit(MOST_COUNTED).subquery()


@cache
def _tables() -> Sequence[Table]:
    """All tables, those that others name first: to sort them takes longer than to ask them."""
    return METADATA.sorted_tables


def _named(found: Table, key: Row) -> Iterator[tuple[Table, str, list[Any]]]:
    """Tables that may name a row: by a foreign key, by its days, by its value."""
    for other in _tables():
        for constraint in other.foreign_key_constraints:
            if constraint.referred_table is found:
                named = [
                    column == key[element.column.name]
                    for column, element in zip(constraint.columns, constraint.elements, strict=True)
                ]
                yield other, next(iter(constraint.columns)).name, named
    if found.name == "accounting_period":
        within = select(found).where(*_matches(found, key)).subquery()
        for other, column in ((_event, "payment_date"), (_ft, "accounting_date")):
            day = other.c[column]
            between = day.between(
                select(within.c.start_date).scalar_subquery(),
                select(within.c.end_date).scalar_subquery(),
            )
            yield other, column, [between]
    if found.name == "denomination":
        of_currency = select(_control.c.id).where(_control.c.currency == key["currency"])
        counted = [
            _float.c.value == key["value"],
            _float.c.coin == key["coin"],
            _float.c.tender_control_id.in_(of_currency),
        ]
        yield _float, "value", counted


def lies_in_open_drawer(s: Connection, tender_type: str) -> bool:
    """Whether a tender of this type lies in a control that is not balanced (TT-05).

    A debit that waits to be sent lies in none yet.
    """
    return _LIES.first(s, {"tender_type": tender_type}) is not None


def has_controls(s: Connection, tender_source: str) -> bool:
    """Whether a tender control was ever opened for this source (TS-08)."""
    return _OPENED.first(s, {"tender_source": tender_source}) is not None


def has_open_controls(s: Connection, tender_source: str) -> bool:
    """Whether a drawer of this source is not balanced yet (TS-08)."""
    return _OPEN.first(s, {"tender_source": tender_source}) is not None


def has_money_in(s: Connection, currency: str) -> bool:
    """Whether an account, a drawer or an event counts in this currency (D-17)."""
    return any(one.first(s, {"currency": currency}) for one in _COUNT_IN)


def has_tax(s: Connection, sa_type: str) -> bool:
    """Whether a bill with tax was posted on an agreement of this type (GL-6)."""
    return _TAXED.first(s, {"sa_type": sa_type}) is not None


def has_office_controls(s: Connection, office: str) -> bool:
    """Whether a drawer was ever opened in this office (D-39)."""
    return _OPENED_IN.first(s, {"office": office}) is not None


def raise_version(s: Connection) -> None:
    """Tell every station that the set-up changed."""
    _RAISE.run(s)


def _columns(table: Table, names: Sequence[str]) -> Iterator[Any]:
    return (table.c[name] for name in names)


def _matches(table: Table, key: Row) -> list[Any]:
    return [table.c[name] == value for name, value in key.items()]


def _asked(key: Sequence[str]) -> Row:
    """Parameters for the parts of a key; a parameter may not be named as a column is."""
    return {name: bindparam(f"its_{name}") for name in key}


def _given(key: Row) -> Row:
    return {f"its_{name}": value for name, value in key.items()}
