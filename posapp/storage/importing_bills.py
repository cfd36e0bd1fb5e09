"""Bills of imported files: what is known, new ones with agreements and postings, changes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache

from sqlalchemy import Connection, bindparam, func, select, update

from posapp.domain.cash_accounting import billed_lines
from posapp.domain.codes import AgreementStatus
from posapp.domain.ids import AccountId, AgreementId
from posapp.domain.import_bills import BillChange, BillPlan, KnownBill, NewBill, Served
from posapp.domain.setup import SetUp
from posapp.storage.base import record, table_of
from posapp.storage.bulk import (
    BulkInsert,
    Step,
    Values,
    among,
    batches,
    key_set,
    plain,
    plain_date,
)
from posapp.storage.event_writes import Stamp
from posapp.storage.ids import take_ids
from posapp.storage.importing_accounts import insert_accounts, update_accounts
from posapp.storage.importing_posts import Postings
from posapp.storage.tables.agreements import AgreementRow, BillLineRow, BillRow
from posapp.storage.types import Flag

_CLOSED = [AgreementStatus.CLOSED.value, AgreementStatus.CANCELED.value]
_bill = table_of(BillRow)
_CHANGE = (
    update(_bill)
    .where(_bill.c.id == bindparam("bill"))
    .values({name: bindparam(name) for name in ("number", "description", "due_date")})
)


def load_bills(s: Connection, keys: Collection[str]) -> Mapping[str, KnownBill]:
    """Bills by import key, with the agreement that they charge."""
    query = (
        select(
            BillRow.import_key,
            BillRow.id,
            BillRow.account_id,
            AgreementRow.sa_type,
            AgreementRow.service,
            BillRow.bill_date,
            BillRow.due_date,
            BillRow.amount,
            BillRow.number,
            BillRow.description,
            BillRow.tax,
        )
        .join(BillLineRow, (BillLineRow.bill_id == BillRow.id) & (BillLineRow.seq == 1))
        .join(AgreementRow, AgreementRow.id == BillLineRow.agreement_id)
        .where(among(s, BillRow.import_key))
    )
    rows = s.execute(query, {"keys": key_set(s, keys)})
    return {row.import_key: record(row, KnownBill) for row in rows}


def load_agreements(
    s: Connection, accounts: Collection[AccountId]
) -> Mapping[tuple[AccountId, str, str], AgreementId]:
    """Live agreements of accounts by account, type and service; the oldest where there are two."""
    query = (
        select(
            AgreementRow.account_id,
            AgreementRow.sa_type,
            AgreementRow.service,
            func.min(AgreementRow.id).label("agreement_id"),
        )
        .where(among(s, AgreementRow.account_id), AgreementRow.status.not_in(_CLOSED))
        .group_by(AgreementRow.account_id, AgreementRow.sa_type, AgreementRow.service)
    )
    return {
        (row.account_id, row.sa_type, row.service): AgreementId(row.agreement_id)
        for row in s.execute(query, {"keys": key_set(s, accounts)})
    }


def record_bills(
    s: Connection, plan: BillPlan, *, currency: str, setup: SetUp, stamp: Stamp, today: date,
    step: Step,
) -> None:  # fmt: skip
    """Write a plan: accounts, agreements, bills with lines and postings, changes."""
    owners = {**plan.owners, **insert_accounts(s, plan.accounts, today)}
    update_accounts(s, plan.look_ups)
    agreements = {**plan.agreements, **_insert_agreements(s, plan.starts, owners)}
    if plan.changed:
        s.execute(_CHANGE, [_changed(change) for change in plan.changed])
    writer = _BillWriter(s, currency, setup, stamp)
    done = 0
    for batch in batches(plan.bills):
        writer.write(batch, owners, agreements)
        done += len(batch)
        step(done)


def _changed(change: BillChange) -> dict[str, object]:
    return {
        "bill": change.id,
        "number": change.number,
        "description": change.description,
        "due_date": change.due_date,
    }


def _insert_agreements(
    s: Connection, starts: Mapping[Served, date], owners: Mapping[str, AccountId]
) -> Mapping[Served, AgreementId]:
    """One agreement for each account, type and service."""
    day = plain_date(s)
    made = dict(zip(starts, map(AgreementId, take_ids(s, len(starts))), strict=True))
    BulkInsert(
        s,
        AgreementRow,
        "id account_id sa_type service start_date",
        status=AgreementStatus.ACTIVE,
    )(
        [
            (made[served], owners[served[0]], served[1], served[2], day(start))
            for served, start in starts.items()
        ]
    )
    return made


class _BillWriter:
    """Writes batches of bills with lines and postings."""

    def __init__(self, s: Connection, currency: str, setup: SetUp, stamp: Stamp) -> None:
        self._s = s
        self._currency, self._setup, self._stamp = currency, setup, stamp
        self._day = cache(plain_date(s))
        columns = "id account_id number bill_date due_date amount description import_key tax"
        self._insert = BulkInsert(s, BillRow, columns)
        columns = "bill_id seq agreement_id description amount residue"
        self._insert_lines = BulkInsert(s, BillLineRow, columns)
        # As the driver has them: it would look for another form of each ``bool``.
        flag = plain(s, Flag())
        self._flags = flag(False), flag(True)

    def write(
        self,
        batch: Sequence[NewBill],
        owners: Mapping[str, AccountId],
        agreements: Mapping[Served, AgreementId],
    ) -> None:
        """Write one batch; ids of bills and postings are taken at once."""
        ids = take_ids(self._s, 2 * len(batch))
        own = ids[: len(batch)]
        rest = iter(ids[len(batch) :])
        postings = Postings(
            self._s, rest, currency=self._currency, setup=self._setup, stamp=self._stamp
        )
        bills: list[Values] = []
        lines: list[Values] = []
        kinds = self._setup.sa_types
        for bill_id, new in zip(own, batch, strict=True):
            agreement_id = agreements[new.served]
            bills.append(self._row(bill_id, owners[new.served[0]], new))
            if new.bill.lines:
                lines += self._lines(bill_id, agreement_id, new)
            else:
                lines.append(self._whole(bill_id, agreement_id, new))
            bill = new.bill
            posted = billed_lines(bill.amount, bill.tax, kinds[bill.sa_type])
            postings.bill(agreement_id, bill_id, bill.amount, posted, bill.bill_date)
        self._insert(bills)
        self._insert_lines(lines)
        postings.write()

    def _row(self, bill_id: int, account_id: AccountId, new: NewBill) -> Values:
        bill = new.bill
        return (
            bill_id, account_id, bill.number, self._day(bill.bill_date), self._day(bill.due_date),
            bill.amount.minor, bill.description, bill.key, bill.tax.minor,
        )  # fmt: skip

    def _whole(self, bill_id: int, agreement_id: AgreementId, new: NewBill) -> Values:
        """A bill without lines has its whole as one."""
        bill = new.bill
        text = bill.description or self._setup.sa_types[bill.sa_type].description
        return (bill_id, 1, agreement_id, text, bill.amount.minor, self._flags[False])

    def _lines(self, bill_id: int, agreement_id: AgreementId, new: NewBill) -> list[Values]:
        """The source's lines and the residue."""
        return [
            (
                bill_id, seq, agreement_id, line.description, line.amount.minor,
                self._flags[line.residue],
            )
            for seq, line in enumerate(new.bill.shown_lines, 1)
        ]  # fmt: skip
