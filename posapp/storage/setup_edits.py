"""Reading and writing the rows of any set-up table."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, insert, literal, or_, select, update

from posapp.domain.codes import ControlStatus, TenderStatus
from posapp.domain.money import ZERO
from posapp.domain.setup_use import MOST_COUNTED, SetUpUse
from posapp.storage.base import table_of
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
_account, _event = table_of(AccountRow), table_of(PaymentEventRow)
_source = table_of(TenderSourceRow)
_bill, _line, _agreement = table_of(BillRow), table_of(BillLineRow), table_of(AgreementRow)


def list_rows(s: Connection, table: str, names: Sequence[str]) -> tuple[Row, ...]:
    """Every row of a table, by its key."""
    found = METADATA.tables[table]
    query = select(*(found.c[name] for name in names)).order_by(*found.primary_key.columns)
    return tuple(dict(row._mapping) for row in s.execute(query))  # noqa: SLF001 - its public name


def load_row(s: Connection, table: str, names: Sequence[str], key: Row) -> Row | None:
    """One row by its key, ``None`` when there is none; an empty key is the only row."""
    found = METADATA.tables[table]
    query = select(*(found.c[name] for name in names)).where(*_matches(found, key))
    row = s.execute(query).first()
    return None if row is None else dict(row._mapping)  # noqa: SLF001 - its public name


def insert_row(s: Connection, table: str, row: Row) -> None:
    """Add a row."""
    s.execute(insert(METADATA.tables[table]), dict(row))


def update_row(s: Connection, table: str, key: Row, values: Row) -> None:
    """Change a row."""
    found = METADATA.tables[table]
    s.execute(update(found).where(*_matches(found, key)).values(dict(values)))


def delete_row(s: Connection, table: str, key: Row) -> None:
    """Remove a row that nothing names."""
    found = METADATA.tables[table]
    s.execute(delete(found).where(*_matches(found, key)))


def exists(s: Connection, table: str, code: str) -> bool:
    """Whether a table has a row with this code, for references."""
    found = METADATA.tables[table]
    (key,) = found.primary_key.columns
    return s.execute(select(key).where(key == code)).first() is not None


def uses_of(s: Connection, table: str, key: Row) -> Iterator[SetUpUse]:
    """Tables whose rows name this one, with how many do, at most ``MOST_COUNTED`` each."""
    for other, column, named in _named(METADATA.tables[table], key):
        some = select(literal(1)).select_from(other).where(*named).limit(MOST_COUNTED).subquery()
        n = s.execute(select(func.count()).select_from(some)).scalar_one()
        if n:
            yield SetUpUse(other.name, column, int(n))


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
    lies = select(_tender.c.id).outerjoin(_control, _control.c.id == _tender.c.tender_control_id)
    waits = and_(_control.c.id.is_(None), _tender.c.status == TenderStatus.VALID)
    is_open = or_(_control.c.status != ControlStatus.BALANCED, waits)
    found = lies.where(is_open, _tender.c.tender_type == tender_type).limit(1)
    return s.execute(found).first() is not None


def has_controls(s: Connection, tender_source: str) -> bool:
    """Whether a tender control was ever opened for this source (TS-08)."""
    query = select(_control.c.id).where(_control.c.tender_source == tender_source).limit(1)
    return s.execute(query).first() is not None


def has_open_controls(s: Connection, tender_source: str) -> bool:
    """Whether a drawer of this source is not balanced yet (TS-08)."""
    is_open = _control.c.status != ControlStatus.BALANCED
    query = select(_control.c.id).where(_control.c.tender_source == tender_source, is_open)
    return s.execute(query.limit(1)).first() is not None


def has_money_in(s: Connection, currency: str) -> bool:
    """Whether an account, a drawer or an event counts in this currency (D-17)."""
    counts = (_account.c.currency, _control.c.currency, _event.c.currency)
    return any(
        s.execute(select(literal(1)).where(one == currency).limit(1)).first() for one in counts
    )


def has_tax(s: Connection, sa_type: str) -> bool:
    """Whether a bill with tax was posted on an agreement of this type (GL-6)."""
    query = (
        select(literal(1))
        .select_from(_bill)
        .join(_line, _line.c.bill_id == _bill.c.id)
        .join(_agreement, _agreement.c.id == _line.c.agreement_id)
        .where(_bill.c.tax > ZERO, _agreement.c.sa_type == sa_type)
    )
    return s.execute(query.limit(1)).first() is not None


def has_office_controls(s: Connection, office: str) -> bool:
    """Whether a drawer was ever opened in this office (D-39)."""
    sources = select(_source.c.code).where(_source.c.office == office)
    query = select(_control.c.id).where(_control.c.tender_source.in_(sources)).limit(1)
    return s.execute(query).first() is not None


def raise_version(s: Connection) -> None:
    """Tell every station that the set-up changed."""
    s.execute(update(InstallationRow).values(setup_version=InstallationRow.setup_version + 1))


def _matches(table: Table, key: Row) -> list[Any]:
    return [table.c[name] == value for name, value in key.items()]
