"""Items that were given back after a part of them was paid: nothing is due of them, ever (IT-4)."""

from collections.abc import Collection
from datetime import date

from posapp.domain.ids import AgreementId
from posapp.domain.issuing import Release, next_line
from posapp.domain.money import ZERO
from posapp.domain.setup import SetUp
from posapp.storage.base import Transaction
from posapp.storage.checkouts import joined
from posapp.storage.event_writes import Stamp
from posapp.storage.issuing import record_release
from posapp.storage.items import load_item
from posapp.storage.mentions import Mentions
from posapp.storage.released_items import released_with_due


def give_back_again(
    s: Transaction, agreements: Collection[AgreementId], setup: SetUp, today: date, stamp: Stamp
) -> Mentions:
    """Take off what released items owe once a payment of theirs, or a credit, was taken back."""
    rows = []
    for item_id in released_with_due(s, agreements):
        item = load_item(s, item_id, setup)
        if item is not None and item.due is not None and item.due > ZERO:
            given = Release(item.due, next_line(item.lines))
            rows.append(record_release(s, item, given, setup=setup, today=today, stamp=stamp))
    return joined(*rows)
