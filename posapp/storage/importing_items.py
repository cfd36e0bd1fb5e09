"""Payable items of imported files: what is known, new ones with charge lines and postings."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache

from sqlalchemy import Connection, bindparam, select, update

from posapp.domain.codes import AgreementStatus, ChargeKind, FtType, ItemState
from posapp.domain.ids import AccountId, AgreementId, ItemId
from posapp.domain.import_items import ItemChange, ItemPlan, KnownItem, NewItem, charge_posting
from posapp.domain.imports import ImportCharge
from posapp.domain.ledger import Posting
from posapp.domain.money import ZERO
from posapp.domain.setup import SetUp
from posapp.storage.base import record, table_of
from posapp.storage.bulk import BulkInsert, Step, Values, among, batches, key_set, plain_date
from posapp.storage.event_writes import Stamp
from posapp.storage.ids import take_ids
from posapp.storage.importing_accounts import insert_accounts, update_accounts
from posapp.storage.importing_posts import Postings
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.items import ItemLineRow, PayableItemRow

_item = table_of(PayableItemRow)
_FREE = Posting(ZERO, ZERO, ())
_CHANGE = (
    update(_item)
    .where(_item.c.id == bindparam("item"))
    .values(
        description=bindparam("description"),
        attributes=bindparam("attributes"),
        version=_item.c.version + 1,
    )
)


def load_items(s: Connection, numbers: Collection[str]) -> Mapping[str, KnownItem]:
    """Items by number, with their charge lines; of equal numbers the one that is not released."""
    given = {"keys": key_set(s, numbers)}
    query = select(
        PayableItemRow.number,
        PayableItemRow.id,
        PayableItemRow.account_id,
        PayableItemRow.sa_type,
        PayableItemRow.issue_date,
        PayableItemRow.description,
        PayableItemRow.attributes,
        PayableItemRow.state,
    ).where(among(s, PayableItemRow.number))
    # The last one counts, and that is the live one.
    query = query.order_by((PayableItemRow.state != ItemState.RELEASED), PayableItemRow.id)
    rows = s.execute(query, given).all()
    charges = _load_charges(s, [row.id for row in rows])
    return {
        row.number: record(
            row,
            KnownItem,
            charges=charges.get(row.id, ()),
            attributes=json.loads(row.attributes or "{}"),
        )
        for row in rows
    }


def _load_charges(
    s: Connection, ids: Collection[ItemId]
) -> Mapping[ItemId, tuple[ImportCharge, ...] | None]:
    """Charge lines by item; ``None`` for an item whose line has no money (IT-4)."""
    query = (
        select(ItemLineRow.item_id, ItemLineRow.kind, ItemLineRow.amount)
        .where(among(s, ItemLineRow.item_id))
        .order_by(ItemLineRow.item_id, ItemLineRow.seq)
    )
    found: dict[ItemId, tuple[ImportCharge, ...] | None] = {}
    for row in s.execute(query, {"keys": key_set(s, ids)}):
        before = found.get(row.item_id, ())
        if row.amount is None or before is None:
            found[row.item_id] = None
        else:
            found[row.item_id] = (*before, ImportCharge(row.kind, row.amount))
    return found


def record_items(
    s: Connection, plan: ItemPlan, *, currency: str, setup: SetUp, stamp: Stamp, today: date,
    step: Step,
) -> None:  # fmt: skip
    """Write a plan: accounts, an agreement for each item, items with lines and postings, changes."""
    owners = {**plan.owners, **insert_accounts(s, plan.accounts, today)}
    update_accounts(s, plan.look_ups)
    if plan.changed:
        s.execute(_CHANGE, [_changed(change) for change in plan.changed])
    writer = _ItemWriter(s, currency, setup, stamp, today)
    done = 0
    for batch in batches(plan.items):
        writer.write(batch, owners)
        done += len(batch)
        step(done)


def _changed(change: ItemChange) -> dict[str, object]:
    return {
        "item": change.id,
        "description": change.description,
        "attributes": _json(change.attributes),
    }


def _json(attributes: Mapping[str, str]) -> str:
    return json.dumps(dict(attributes), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class _ItemWriter:
    """Writes batches of items with agreements, lines and postings."""

    def __init__(
        self, s: Connection, currency: str, setup: SetUp, stamp: Stamp, today: date
    ) -> None:
        self._s = s
        self._currency, self._setup, self._stamp = currency, setup, stamp
        self._day = cache(plain_date(s))
        self._today = self._day(today)
        columns = "id account_id sa_type status start_date end_date"
        self._insert_agreements = BulkInsert(s, AgreementRow, columns)
        columns = (
            "id number account_id agreement_id sa_type description issue_date state attributes"
        )
        self._insert = BulkInsert(s, PayableItemRow, columns)
        self._insert_lines = BulkInsert(s, ItemLineRow, "item_id seq kind amount")

    def write(self, batch: Sequence[NewItem], owners: Mapping[str, AccountId]) -> None:
        """Write one batch; all ids are taken at once."""
        ids = take_ids(self._s, 2 * len(batch) + sum(map(_postings, batch)))
        own, agreements = ids[: len(batch)], ids[len(batch) : 2 * len(batch)]
        poster = Postings(
            self._s,
            iter(ids[2 * len(batch) :]),
            currency=self._currency,
            setup=self._setup,
            stamp=self._stamp,
        )
        items: list[Values] = []
        opened: list[Values] = []
        lines: list[Values] = []
        for item_id, agreement, new in zip(own, agreements, batch, strict=True):
            account_id = owners[new.item.account.key]
            opened.append(self._agreement(agreement, account_id, new))
            items.append(self._row(item_id, account_id, agreement, new))
            lines.extend(_lines(item_id, new))
            self._post(poster, item_id, AgreementId(agreement), new)
        self._insert_agreements(opened)
        self._insert(items)
        self._insert_lines(lines)
        poster.write()

    def _agreement(self, agreement: int, account_id: AccountId, new: NewItem) -> Values:
        """An agreement of its own (IT-1); with nothing to pay on it, it is closed at once."""
        item = new.item
        over = not new.due
        status = AgreementStatus.CLOSED if over else AgreementStatus.ACTIVE
        ends = self._today if over else None
        return (
            agreement, account_id, item.sa_type, status.value, self._day(item.issue_date), ends,
        )  # fmt: skip

    def _row(self, item_id: int, account_id: AccountId, agreement: int, new: NewItem) -> Values:
        item = new.item
        return (
            item_id, item.number, account_id, agreement, item.sa_type, item.description,
            self._day(item.issue_date), new.state.value, _json(item.attributes),
        )  # fmt: skip

    def _post(self, poster: Postings, item_id: int, agreement: AgreementId, new: NewItem) -> None:
        """A transaction for each charge line; none without money, an empty one for a free item."""
        item = new.item
        if item.charges is None:
            return
        kind = self._setup.sa_types[item.sa_type]
        for seq, line in enumerate(item.charges, 1):
            ft_type = FtType.CONVERSION if line.kind.lowers_due else FtType.ADJUSTMENT
            posting = charge_posting(line, kind, self._setup)
            poster.add(ft_type, agreement, (item_id, seq), posting, item.issue_date)
        if not item.charges:
            # So that its due is zero; without any transaction it would be unknown.
            poster.add(FtType.ADJUSTMENT, agreement, (item_id, None), _FREE, item.issue_date)


def _postings(new: NewItem) -> int:
    """How many transactions an item needs: one for each line, one if it is free."""
    return 0 if new.item.charges is None else max(1, len(new.item.charges))


def _lines(item_id: int, new: NewItem) -> list[Values]:
    """Charge lines; one without an amount says that the source had no money (IT-4)."""
    if new.item.charges is None:
        return [(item_id, 1, ChargeKind.FINE.value, None)]
    return [
        (item_id, seq, line.kind.value, line.amount.minor)
        for seq, line in enumerate(new.item.charges, 1)
    ]
