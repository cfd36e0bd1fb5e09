"""Reversing posted payments: what was posted, and the transactions that take it back (FT-5)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, update

from posapp.domain.codes import AgreementStatus, FtType, ItemState, PaymentStatus
from posapp.domain.ids import AgreementId, FtId, PaymentId
from posapp.domain.ledger import GlLine, Posting
from posapp.domain.money import ZERO
from posapp.domain.setup import CancelReason
from posapp.domain.tender_cancels import (
    PostedSegment,
    Reversal,
)
from posapp.storage.base import table_of
from posapp.storage.event_writes import (
    Stamp,
)
from posapp.storage.ids import take_ids
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from posapp.storage.tables.payment_events import PaymentRow
from posapp.storage.transactions import insert_transaction
from posapp.storage.types import total_of

_ft, _gl = table_of(FinancialTransactionRow), table_of(GlLineRow)
_DUE: Any = (
    select(total_of(_ft.c.current_amount))
    .where(_ft.c.agreement_id == PayableItemRow.agreement_id)
    .scalar_subquery()
)
_POSTED: Final = Prepared(
    select(
        _ft.c.id,
        _ft.c.parent_id,
        _ft.c.sibling_id,
        _ft.c.agreement_id,
        _ft.c.current_amount,
        _ft.c.payoff_amount,
        _gl.c.distribution_code,
        _gl.c.amount,
    )
    .join(_gl, _gl.c.ft_id == _ft.c.id)
    .where(any_of(_ft.c.parent_id, "payments"), _ft.c.ft_type == FtType.PAY_SEGMENT)
    .order_by(_ft.c.id, _gl.c.seq)
)
_CANCEL: Final = Prepared(
    update(PaymentRow)
    .where(any_of(PaymentRow.id, "payments"))
    .values(
        status=PaymentStatus.CANCELED,
        cancel_reason=bindparam("reason"),
        canceled_at=bindparam("at"),
        canceled_by=bindparam("by"),
    )
)
_ACTIVE_AGAIN: Final = Prepared(
    update(AgreementRow)
    .where(
        any_of(AgreementRow.id, "agreements"),
        AgreementRow.status == AgreementStatus.CLOSED,
    )
    .values(status=AgreementStatus.ACTIVE, end_date=None)
)
_PAYABLE_AGAIN: Final = Prepared(
    update(PayableItemRow)
    .where(
        any_of(PayableItemRow.agreement_id, "agreements"),
        PayableItemRow.state == ItemState.PAID,
        _DUE > ZERO,
    )
    .values(state=ItemState.PAYABLE, version=PayableItemRow.version + 1)
)


def load_posted_segments(
    s: Connection, payment_ids: Sequence[PaymentId]
) -> tuple[PostedSegment, ...]:
    """Posted segments of frozen payments with their GL lines, oldest first."""
    if not payment_ids:
        return ()
    lines: dict[int, list[GlLine]] = {}
    heads: dict[int, Any] = {}
    for row in _POSTED.all(s, {"payments": list(payment_ids)}):
        heads[row.id] = row
        lines.setdefault(row.id, []).append(GlLine(row.distribution_code, row.amount))
    return tuple(
        PostedSegment(
            FtId(ft_id),
            PaymentId(row.parent_id),
            row.sibling_id,
            AgreementId(row.agreement_id),
            Posting(row.current_amount, row.payoff_amount, tuple(lines[ft_id])),
        )
        for ft_id, row in heads.items()
    )


def record_payments_canceled(
    s: Connection, payment_ids: Sequence[PaymentId], reason: CancelReason, stamp: Stamp
) -> None:
    """Set payments Canceled with reason and stamp (PY-3)."""
    if payment_ids:
        values = {"reason": reason.code, "at": stamp.at, "by": stamp.user_id}
        _CANCEL.many(s, [values | {"payments": list(payment_ids)}])


def record_reversals(
    s: Connection, reversals: Sequence[Reversal], *, currency: str, day: date, stamp: Stamp
) -> None:
    """Write the reversing transactions; what they had closed or paid is open again (FT-5).

    Args:
        s: the transaction.
        reversals: in order.
        currency: of the event.
        day: accounting date, of the cancellation (FT-6).
        stamp: who and when.
    """
    ids = take_ids(s, len(reversals))
    for ft_id, one in zip(ids, reversals, strict=True):
        original = one.original
        insert_transaction(
            s,
            {
                "id": ft_id,
                "ft_type": FtType.PAY_CANCEL,
                "agreement_id": original.agreement_id,
                "parent_id": original.payment_id,
                "sibling_id": original.segment_id,
                "currency": currency,
                "accounting_date": day,
                "arrears_date": None,
                "frozen_at": stamp.at,
                "frozen_by": stamp.user_id,
                "reverses_id": original.ft_id,
            },
            one.posting,
        )
    agreements = sorted({one.original.agreement_id for one in reversals})
    open_again(s, agreements)


def open_again(s: Connection, agreements: Sequence[AgreementId]) -> None:
    """Agreements that were closed are active again, and their paid items payable (FT-5, IT-4).

    An item on which nothing is due stays paid.
    """
    which = {"agreements": list(agreements)}
    _ACTIVE_AGAIN.many(s, [which])
    _PAYABLE_AGAIN.many(s, [which])
