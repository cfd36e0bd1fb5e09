"""Writing payable items that are issued by hand, and those that are given back (IT-1, IT-4)."""

import json
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, update

from posapp.domain.codes import AgreementStatus, FtType, ItemState
from posapp.domain.ids import AccountId, ItemId
from posapp.domain.import_items import charge_posting
from posapp.domain.imports import ImportCharge
from posapp.domain.issuing import NewItem, Release
from posapp.domain.items import ItemView
from posapp.domain.ledger import Posting, accounting_date, charge
from posapp.domain.money import ZERO
from posapp.domain.setup import SetUp
from posapp.storage.base import table_of
from posapp.storage.event_writes import Stamp
from posapp.storage.guards import verify
from posapp.storage.ids import take_ids
from posapp.storage.mentions import Mentions, mention
from posapp.storage.prepared import insert_into
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.items import ItemLineRow, PayableItemRow
from posapp.storage.transactions import insert_transaction

_INSERT_ITEM: Final = insert_into(PayableItemRow)
_INSERT_LINE: Final = insert_into(ItemLineRow)
_INSERT_AGREEMENT: Final = insert_into(AgreementRow)
_item, _agreement = table_of(PayableItemRow), table_of(AgreementRow)
_FREE: Final = Posting(ZERO, ZERO, ())


def insert_item(
    s: Connection,
    account_id: AccountId,
    new: NewItem,
    number: str,
    *,
    setup: SetUp,
    currency: str,
    today: date,
    stamp: Stamp,
) -> tuple[ItemId, Mentions]:
    """Write an item: an agreement of its own, its lines, a transaction for each (IT-1).

    Returns:
        Its id, and what the audit mentions of its rows.
    """
    item_id, agreement_id, *ft_ids = take_ids(s, 2 + max(1, len(new.charges)))
    agreement = _agreement_row(agreement_id, account_id, new, today)
    row = _item_row(item_id, agreement, new, number, stamp)
    _INSERT_AGREEMENT.run(s, agreement)
    _INSERT_ITEM.run(s, row)
    said: Mentions = {
        "agreement": mention("agreement", [agreement]),
        "payable_item": mention("payable_item", [row]),
    }
    kind = setup.sa_types[new.kind.code]
    postings = [charge_posting(line, kind, setup) for line in new.charges] or [_FREE]
    for seq, (ft_id, posting) in enumerate(zip(ft_ids, postings, strict=True), 1):
        if new.charges:
            _add(said, _insert_line(s, item_id, seq, new.charges[seq - 1]))
        line = seq if new.charges else None
        head = _head(ft_id, agreement_id, item_id, line, currency, stamp)
        head["accounting_date"] = accounting_date(new.issue_date, setup.periods)
        head["arrears_date"] = new.issue_date if posting.current_amount > ZERO else None
        _add(said, insert_transaction(s, head, posting))
    verify(s, ft_ids=ft_ids)
    return ItemId(item_id), said


def _agreement_row(
    agreement_id: int, account_id: AccountId, new: NewItem, today: date
) -> dict[str, Any]:
    """The item's own agreement; with nothing to pay on it, it is closed at once (IT-1)."""
    over = new.state is ItemState.PAID
    return {
        "id": agreement_id,
        "account_id": account_id,
        "sa_type": new.kind.code,
        "service": "",
        "status": AgreementStatus.CLOSED if over else AgreementStatus.ACTIVE,
        "start_date": new.issue_date,
        "end_date": today if over else None,
    }


def _item_row(
    item_id: int, agreement: dict[str, Any], new: NewItem, number: str, stamp: Stamp
) -> dict[str, Any]:
    return {
        "id": item_id,
        "number": number,
        "account_id": agreement["account_id"],
        "agreement_id": agreement["id"],
        "sa_type": new.kind.code,
        "description": new.description,
        "issue_date": new.issue_date,
        "state": new.state,
        "attributes": _json(new),
        "violation_code": new.violation or None,
        "location_class": new.location or None,
        "issued_at": stamp.at,
        "issued_by": stamp.user_id,
        "version": 1,
    }


def record_release(
    s: Connection, item: ItemView, release: Release, *, setup: SetUp, today: date, stamp: Stamp
) -> Mentions:
    """Take all that is due off an item, end its agreement, free its number (IT-4, CK-5)."""
    (ft_id,) = take_ids(s, 1)
    said = _insert_line(s, item.id, release.seq, release.line)
    kind = setup.sa_types[item.sa_type]
    head = _head(ft_id, item.agreement_id, item.id, release.seq, item.currency, stamp)
    head["accounting_date"] = accounting_date(today, setup.periods)
    head["arrears_date"] = None
    posting = charge(-release.due, kind.distribution_code, kind.revenue_code)
    _add(said, insert_transaction(s, head, posting))
    verify(s, ft_ids=[ft_id])
    s.execute(
        update(_item)
        .where(_item.c.id == item.id)
        .values(state=ItemState.RELEASED, version=_item.c.version + 1)
    )
    s.execute(
        update(_agreement)
        .where(_agreement.c.id == item.agreement_id)
        .values(status=AgreementStatus.CLOSED, end_date=today)
    )
    said["payable_item"] = [{"id": item.id, "state": ItemState.RELEASED.value}]
    return said


def _insert_line(s: Connection, item_id: int, seq: int, line: ImportCharge) -> Mentions:
    row = {"item_id": item_id, "seq": seq, "kind": line.kind, "amount": line.amount}
    _INSERT_LINE.run(s, row)
    return {"item_line": mention("item_line", [row])}


def _head(
    ft_id: int, agreement_id: int, item_id: int, seq: int | None, currency: str, stamp: Stamp
) -> dict[str, Any]:
    return {
        "id": ft_id,
        "ft_type": FtType.ADJUSTMENT,
        "agreement_id": agreement_id,
        "parent_id": item_id,
        "sibling_id": seq,
        "currency": currency,
        "frozen_at": stamp.at,
        "frozen_by": stamp.user_id,
        "reverses_id": None,
    }


def _add(said: Mentions, more: Mentions) -> None:
    for table, rows in more.items():
        said.setdefault(table, []).extend(rows)


def _json(new: NewItem) -> str:
    return json.dumps(
        dict(new.attributes), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
