"""Writing a demo office: rows of many tables, buffered and stored in the order of references."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, update

from posapp.domain.codes import ControlStatus
from posapp.domain.money import Money
from posapp.storage.base import table_of
from posapp.storage.bulk import BATCH, BulkInsert, Values, plain, plain_date
from posapp.storage.ids import take_ids
from posapp.storage.tables.controls import DepositControlRow, TenderControlRow
from posapp.storage.tables.schema import METADATA
from posapp.storage.tables.setup import AccountingPeriodRow, InstallationRow, TenderSourceRow
from posapp.storage.tables.system import NumberSequenceRow
from posapp.storage.types import UtcDateTime

_CHUNK: Final = 20_000
_CACHE_KB: Final = 131_072

# Table by table, each after those that it refers to; columns that are left out have defaults.
SHAPES: Final[Mapping[str, str]] = {
    "person": "id name email phone",
    "account": "id person_id customer_class division currency address setup_date",
    "account_key": "folded kind account_id value",
    "credit_rating": (
        "id account_id start_date end_date rating_effect cash_only_effect comment created_at"
    ),
    "agreement": "id account_id sa_type service status start_date",
    "bill": "id account_id number bill_date due_date amount description import_key",
    "bill_line": "bill_id seq agreement_id description amount residue",
    "payable_item": (
        "id number account_id agreement_id sa_type description issue_date state attributes"
    ),
    "item_line": "item_id seq kind amount",
    "deposit_control": (
        "id office source_type currency status business_date owner_id created_at created_by"
        " ending_balance balanced_at balanced_by"
    ),
    "tender_control": (
        "id tender_source deposit_control_id currency business_date all_users user_id status"
        " starting_balance last_receipt created_at created_by balanced_at balanced_by"
    ),
    "float_count": "tender_control_id value coin quantity",
    "control_choice": "user_id currency tender_control_id",
    "payment_event": (
        "id request_id payment_date currency office document_number receipt_control_id"
        " receipt_seq created_at created_by"
    ),
    "tender": (
        "id event_id payor_account_id tender_type amount control_amount control_currency"
        " tender_control_id distribution_code status cash_back rounding check_number created_at"
        " created_by"
    ),
    "payment": (
        "id event_id account_id amount status error_code error_text match_type match_value"
        " non_cis_name reference comments frozen_at frozen_by created_at"
    ),
    "pay_segment": "id payment_id agreement_id amount bill_id",
    "financial_transaction": (
        "id ft_type agreement_id parent_id sibling_id current_amount payoff_amount currency"
        " accounting_date arrears_date frozen_at frozen_by show_on_bill"
    ),
    "payment_template": "code description account_id agreement_id currency",
    "payment_template_line": "template seq distribution_code description currency amount percent",
    "gl_line": "ft_id seq distribution_code amount",
    "match_event": "id account_id bill_id status disputed created_at",
    "match_event_ft": "match_event_id ft_id",
}


class DemoRows:
    """Buffers of rows by table.

    Rows are tuples in the order of ``SHAPES`` with plain values; ``day`` and ``stamp`` turn dates
    and instants into them.
    """

    def __init__(self, s: Connection) -> None:
        self._s = s
        if s.dialect.name == "sqlite":
            # Indexes of this size would else be written out and read again all the time.
            s.exec_driver_sql(f"PRAGMA cache_size=-{_CACHE_KB}")
        self._inserts = {
            name: BulkInsert(s, METADATA.tables[name], columns) for name, columns in SHAPES.items()
        }
        self._waiting: dict[str, list[Values]] = {name: [] for name in SHAPES}
        self._stamp = plain(s, UtcDateTime())
        self._day = cache(plain_date(s))
        self.ids = self._take()

    def of(self, table: str) -> list[Values]:
        """The buffer of a table; it stays the same list for ever."""
        return self._waiting[table]

    def day(self, value: date) -> Any:
        """A date as a plain value."""
        return self._day(value)

    def stamp(self, value: datetime) -> Any:
        """An aware instant as a plain value."""
        return self._stamp(value)

    def flush_when_full(self) -> None:
        """Write what waits when it is a batch."""
        if len(self._waiting["gl_line"]) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write everything that waits."""
        for name, rows in self._waiting.items():
            self._inserts[name](rows)
            rows.clear()

    def _take(self) -> Iterator[int]:
        """Identities, a chunk at a time."""
        while True:
            yield from take_ids(self._s, _CHUNK)


def mark_demo(s: Connection, *, address: str, source: str, limit: Money) -> None:
    """Mark a database as a demo for ever and give one drawer a low cash limit (TI-10)."""
    s.execute(update(table_of(InstallationRow)).values(demo=True, address=address))
    s.execute(
        update(table_of(TenderSourceRow))
        .where(TenderSourceRow.code == source)
        .values(max_amount_balance=limit)
    )


def insert_closed_periods(s: Connection, start: date, year: int) -> None:
    """The months from ``start`` up to the end of the year before ``year``, closed (D-36)."""
    rows = []
    for month in range(start.year * 12 + start.month - 1, year * 12):
        first = date(month // 12, month % 12 + 1, 1)
        last = first.replace(day=monthrange(first.year, first.month)[1])
        rows.append(
            {"code": f"{first:%Y-%m}", "start_date": first, "end_date": last, "open": False}
        )
    s.execute(insert(table_of(AccountingPeriodRow)), rows)


def insert_series(s: Connection, kind: str, last: Mapping[str, int]) -> None:
    """Number series as far as they were given (D-04)."""
    rows = [{"kind": kind, "scope": scope, "last": number} for scope, number in last.items()]
    if rows:
        s.execute(insert(table_of(NumberSequenceRow)), rows)


def balance_controls(s: Connection, before: date) -> None:
    """Set the controls of earlier days Balanced, the drawers first; tenders go into open ones (TN-2)."""
    for table in (table_of(TenderControlRow), table_of(DepositControlRow)):
        s.execute(
            update(table)
            .where(table.c.business_date < bindparam("before", type_=table.c.business_date.type))
            .values(status=ControlStatus.BALANCED),
            {"before": before},
        )
