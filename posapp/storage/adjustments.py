"""Adjustments: what is neither bill nor payment: charges, and credit that moves between agreements."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from posapp.domain.bill_credits import CreditMove
from posapp.domain.cash_accounting import TaxMoves
from posapp.domain.codes import FtType
from posapp.domain.ids import AgreementId, FtId, TenderId
from posapp.domain.ledger import Posting, charge
from posapp.domain.matching import MatchLine
from posapp.domain.money import ZERO
from posapp.domain.setup import SetUp
from posapp.domain.tender_cancels import (
    Charge,
)
from posapp.storage.event_writes import (
    Stamp,
)
from posapp.storage.ids import take_ids
from posapp.storage.mentions import Mentions, mention
from posapp.storage.prepared import insert_into
from posapp.storage.tables.adjustments import AdjustmentRow
from posapp.storage.transactions import insert_transaction

_INSERT_ADJUSTMENT: Final = insert_into(AdjustmentRow)


@dataclass(frozen=True, slots=True)
class Booking:
    """How adjustments are booked: currency, business date of the action, accounting date, stamp."""

    currency: str
    today: date
    day: date
    stamp: Stamp


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
    row = {
        "adjustment_type": one.kind.code,
        "agreement_id": one.agreement.agreement_id,
        "amount": one.amount,
        "tender_id": tender_id,
        "bill_id": None,
    }
    receivable = setup.sa_types[one.agreement.sa_type].distribution_code
    posting = charge(one.amount, receivable, one.kind.distribution_code)
    return _record(s, row, posting, Booking(currency, today, day, stamp))[1]


def record_move(
    s: Connection,
    move: CreditMove,
    sa_types: Iterable[str],
    booking: Booking,
    setup: SetUp,
    taxes: TaxMoves,
) -> tuple[MatchLine, Mentions]:
    """Write the two adjustments of a move: one takes the credit, the other gives it (OP-3, 16.2).

    Both go against the account of the adjustment type, which is even again after them.

    Args:
        s: the transaction.
        move: from which agreement to which, for which bill.
        sa_types: types of both agreements, in this order.
        booking: how it is booked; what is taken ages from its business date.
        setup: for the ledger accounts.
        taxes: what is held for the account's agreements before (GL-6).

    Returns:
        What was given, for the bill's match event, and what the audit mentions.
    """
    kind = setup.adjustment_types[setup.installation.credit_adjustment_type]
    said: Mentions = {}
    line = MatchLine(FtId(0), move.target, -move.amount)
    for sa_type, (agreement_id, amount) in zip(sa_types, _sides(move), strict=True):
        row = {
            "adjustment_type": kind.code,
            "agreement_id": agreement_id,
            "amount": amount,
            "tender_id": None,
            "bill_id": move.bill_id,
        }
        code = setup.sa_types[sa_type].distribution_code
        posting = charge(amount, code, kind.distribution_code)
        posting = taxes.added(posting, agreement_id, move.bill_id)
        ft_id, rows = _record(s, row, posting, booking)
        line = MatchLine(ft_id, agreement_id, amount)
        for table, found in rows.items():
            said.setdefault(table, []).extend(found)
    return line, said


def _sides(move: CreditMove) -> Iterator[tuple[AgreementId, Any]]:
    yield move.source, move.amount
    yield move.target, -move.amount


def _record(
    s: Connection, row: dict[str, Any], posting: Posting, booking: Booking
) -> tuple[FtId, Mentions]:
    """Write an adjustment with its transaction; a debit ages from the day of the action."""
    adjustment_id, ft_id = take_ids(s, 2)
    stamp = booking.stamp
    whole = row | {
        "id": adjustment_id,
        "effective_date": booking.today,
        "comment": "",
        "created_at": stamp.at,
        "created_by": stamp.user_id,
    }
    _INSERT_ADJUSTMENT.run(s, whole)
    head = {
        "id": ft_id,
        "ft_type": FtType.ADJUSTMENT,
        "agreement_id": row["agreement_id"],
        "parent_id": adjustment_id,
        "sibling_id": None,
        "currency": booking.currency,
        "accounting_date": booking.day,
        "arrears_date": booking.today if posting.current_amount > ZERO else None,
        "frozen_at": stamp.at,
        "frozen_by": stamp.user_id,
        "reverses_id": None,
    }
    said = insert_transaction(s, head, posting)
    return FtId(ft_id), said | {"adjustment": mention("adjustment", [whole])}
