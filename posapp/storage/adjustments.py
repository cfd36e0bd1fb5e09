"""Adjustments: charges on an agreement that are neither bill nor payment."""

from datetime import date
from typing import Final

from sqlalchemy import Connection

from posapp.domain.codes import FtType
from posapp.domain.ids import TenderId
from posapp.domain.ledger import charge
from posapp.domain.setup import SetUp
from posapp.domain.tender_cancels import (
    Charge,
)
from posapp.storage.event_writes import (
    Stamp,
)
from posapp.storage.ids import take_ids
from posapp.storage.mentions import Mentions
from posapp.storage.prepared import insert_into
from posapp.storage.tables.adjustments import AdjustmentRow
from posapp.storage.transactions import insert_transaction

_INSERT_ADJUSTMENT: Final = insert_into(AdjustmentRow)
_MENTIONED: Final = ("id", "agreement_id", "amount", "tender_id")


def record_charge(
    s: Connection,
    one: Charge,
    tender_id: TenderId,
    *,
    setup: SetUp,
    currency: str,
    today: date,
    day: date,
    stamp: Stamp,
) -> Mentions:
    """Write the charge for a returned tender, frozen at once (CX-7); returns its mentions.

    Args:
        s: the transaction.
        one: the charge.
        tender_id: what it is for.
        setup: for the ledger accounts.
        currency: of the account.
        today: business date of the cancellation; the charge ages from it.
        day: accounting date.
        stamp: who and when.
    """
    adjustment_id, ft_id = take_ids(s, 2)
    row = {
        "id": adjustment_id,
        "adjustment_type": one.kind.code,
        "agreement_id": one.agreement.agreement_id,
        "amount": one.amount,
        "effective_date": today,
        "tender_id": tender_id,
        "comment": "",
        "created_at": stamp.at,
        "created_by": stamp.user_id,
    }
    _INSERT_ADJUSTMENT.run(s, row)
    receivable = setup.sa_types[one.agreement.sa_type].distribution_code
    posting = charge(one.amount, receivable, one.kind.distribution_code)
    head = {
        "id": ft_id,
        "ft_type": FtType.ADJUSTMENT,
        "agreement_id": one.agreement.agreement_id,
        "parent_id": adjustment_id,
        "sibling_id": None,
        "currency": currency,
        "accounting_date": day,
        "arrears_date": today,
        "frozen_at": stamp.at,
        "frozen_by": stamp.user_id,
        "reverses_id": None,
    }
    return insert_transaction(s, head, posting) | {
        "adjustment": [{name: row[name] for name in _MENTIONED}]
    }
