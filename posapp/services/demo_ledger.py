"""Bills and items of the demo office as rows with their postings (GL-2, IT-1, payments 14.1)."""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from posapp.domain.codes import FtType, ItemState
from posapp.domain.setup import SetUp
from posapp.services.demo_items import Item
from posapp.services.demo_people import noon
from posapp.services.demo_records import Bill
from posapp.storage.demo_rows import DemoRows

_TO_PAY: Final = timedelta(days=21)
_BILL: Final = FtType.BILL.value
_CHARGE: Final = FtType.ADJUSTMENT.value


class DemoLedger:
    """Writes charges; each bill gets its number in the order of days."""

    def __init__(self, rows: DemoRows, setup: SetUp) -> None:
        self._rows = rows
        self._currency = setup.installation.currency
        self._names = {code: kind.description for code, kind in setup.sa_types.items()}
        self._bills = rows.of("bill")
        self._lines = rows.of("bill_line")
        self._fts = rows.of("financial_transaction")
        self._gl = rows.of("gl_line")
        self._noon = cache(lambda day: rows.stamp(noon(day)))
        self._count = 0

    def bill(self, bill: Bill) -> None:
        """A bill with a line and a posting for each agreement."""
        rows = self._rows
        self._count += 1
        bill.id, bill.number = next(rows.ids), f"{bill.day:%Y}-{self._count:07d}"
        day, due = rows.day(bill.day), rows.day(bill.day + _TO_PAY)
        stamp = self._noon(bill.day)
        names = [self._names[agreement.sa_type] for agreement, _ in bill.charges]
        own = (bill.id, bill.customer.account_id, bill.number, day, due, bill.amount)
        self._bills.append((*own, ", ".join(names), f"demo/{bill.number}"))
        for seq, (agreement, cents) in enumerate(bill.charges, 1):
            self._lines.append((bill.id, seq, agreement.id, names[seq - 1], cents, False))
            ft_id = self._post(
                (_BILL, agreement.id, bill.id, None),
                cents, (agreement.receivable, agreement.revenue), day, stamp,
            )  # fmt: skip
            if bill.customer.open_item:
                bill.fts.append(ft_id)

    def item(self, item: Item) -> None:
        """An item with a posting for each charge line."""
        rows = self._rows
        item_id, day = next(rows.ids), rows.day(item.day)
        state = ItemState.PAID if item.paid else ItemState.PAYABLE
        own = (item_id, item.number, item.account_id, item.agreement.id, item.agreement.sa_type)
        facts = json.dumps(item.attributes, sort_keys=True, separators=(",", ":"))
        rows.of("payable_item").append((*own, item.description, day, state.value, facts))
        for seq, (kind, cents) in enumerate(item.lines, 1):
            rows.of("item_line").append((item_id, seq, kind.value, cents))
            self._post(
                (_CHARGE, item.agreement.id, item_id, seq),
                cents, (item.agreement.receivable, item.agreement.revenue), day,
                self._noon(item.day),
            )  # fmt: skip

    def _post(
        self,
        owner: tuple[str, int, int, int | None],
        cents: int,
        codes: tuple[str, str],
        day: Any,
        stamp: Any,
    ) -> int:
        """A charge: Dr receivable, Cr revenue; it ages from its day."""
        ft_id = next(self._rows.ids)
        money = (cents, cents, self._currency)
        self._fts.append((ft_id, *owner, *money, day, day, stamp, None, True))
        self._gl.append((ft_id, 1, codes[0], cents))
        self._gl.append((ft_id, 2, codes[1], -cents))
        return ft_id


def by_day(things: Iterable[Any]) -> dict[date, list[Any]]:
    """Things with a ``day``, by it, each day's in the given order."""
    found: dict[date, list[Any]] = {}
    for thing in things:
        found.setdefault(thing.day, []).append(thing)
    return found
