"""Reading cancels by cashier and approvals by approver, and how far an approver has looked (T1, T5)."""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, false, func, select, update

from posapp.domain.codes import TenderStatus
from posapp.domain.ids import UserId
from posapp.domain.money import ZERO
from posapp.domain.oversight import CanceledTender, GivenApproval, Taken
from posapp.domain.setup import SetUp
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared, insert_into
from posapp.storage.tables.approvals import ApprovalLookRow, ApprovalRow
from posapp.storage.tables.payment_events import PaymentEventRow, TenderRow
from posapp.storage.tables.system import RequestRow, UserRow

_tender, _event = table_of(TenderRow), table_of(PaymentEventRow)
_approval, _look, _request = table_of(ApprovalRow), table_of(ApprovalLookRow), table_of(RequestRow)
_user = table_of(UserRow)
_taker, _canceler = _user.alias("taker"), _user.alias("canceler")
_approver, _asker = _user.alias("approver"), _user.alias("asker")
# A secret is asked for before its request is carried out; an hour is far more than that takes.
_BEFORE: Final = timedelta(hours=1)
# What people handed over; change, rounding and booked differences are nobody's payment.
_HANDED_OVER: Final = (_tender.c.cash_back == false(), _tender.c.rounding == false())


_APPROVALS: Final = (
    select(
        _approval, _request.c.result_id, _approver.c.name.label("approver_name"),
        _asker.c.name.label("asker_name"),
        func.coalesce(_look.c.approval_id, 0).label("seen"),
    )
    .join(_approver, _approver.c.id == _approval.c.approved_by)
    .join(_asker, _asker.c.id == _approval.c.requested_by)
    .outerjoin(_request, _request.c.id == _approval.c.request_id)
    .outerjoin(_look, _look.c.user_id == _approval.c.approved_by)
    .where(_approval.c.id > bindparam("after"))
    .order_by(_approval.c.id.desc())
    .limit(bindparam("most"))
)  # fmt: skip
_TESTS: Final = {
    "of_office": _approver.c.office == bindparam("of_office"),
    "approver": _approval.c.approved_by == bindparam("approver"),
    "since": _approval.c.approved_at >= bindparam("since"),
    "until": _approval.c.approved_at < bindparam("until"),
}
_SEEN: Final = Prepared(select(_look.c.approval_id).where(_look.c.user_id == bindparam("user")))
_INSERT_LOOK: Final = insert_into(ApprovalLookRow)
_LOOK: Final = Prepared(
    update(_look)
    .where(_look.c.user_id == bindparam("user"), _look.c.approval_id < bindparam("newest"))
    .values(approval_id=bindparam("newest"), looked_at=bindparam("now"))
)


def load_takings(s: Connection, office: str, first: date, last: date) -> tuple[Taken, ...]:
    """What each cashier took in a period, by currency, canceled tenders included."""
    query = (
        select(
            _taker.c.id, _taker.c.name, _tender.c.control_currency,
            func.count().label("n"), func.sum(_tender.c.control_amount).label("amount"),
        )
        .join(_event, _event.c.id == _tender.c.event_id)
        .join(_taker, _taker.c.id == _tender.c.created_by)
        .where(*_of_period(office, first, last))
        .group_by(_taker.c.id, _taker.c.name, _tender.c.control_currency)
    )  # fmt: skip
    return tuple(
        Taken(UserId(row.id), row.name, row.control_currency, int(row.n), row.amount or ZERO)
        for row in s.execute(query)
    )


def load_canceled(
    s: Connection, office: str, first: date, last: date, setup: SetUp
) -> tuple[CanceledTender, ...]:
    """Canceled tenders of payments of a period, the newest cancel first."""
    query = (
        select(
            _tender, _event.c.payment_date, _event.c.receipt_control_id, _event.c.receipt_seq,
            _taker.c.name.label("taker_name"), _canceler.c.name.label("canceler_name"),
        )
        .join(_event, _event.c.id == _tender.c.event_id)
        .join(_taker, _taker.c.id == _tender.c.created_by)
        .outerjoin(_canceler, _canceler.c.id == _tender.c.canceled_by)
        .where(*_of_period(office, first, last), _tender.c.status == TenderStatus.CANCELED)
        .order_by(_tender.c.canceled_at.desc(), _tender.c.id.desc())
    )  # fmt: skip
    rows = s.execute(query).all()
    approvers = _approvers(s, min((row.canceled_at for row in rows), default=None))
    return tuple(
        CanceledTender(
            tender_id=row.id,
            event_id=row.event_id,
            receipt=_receipt(row),
            day=row.payment_date,
            cashier_id=row.created_by,
            cashier=row.taker_name,
            tender_type=row.tender_type,
            currency=row.control_currency,
            amount=row.control_amount,
            reason=_reason(row.cancel_reason, setup),
            taken_at=row.created_at,
            canceled_at=row.canceled_at,
            canceled_by=row.canceler_name or "",
            approved_by=approvers.get((row.event_id, row.canceled_at), ""),
        )
        for row in rows
    )


def list_approvals(
    s: Connection,
    office: str,
    *,
    approver: UserId | None,
    since: datetime | None = None,
    until: datetime | None = None,
    after: int = 0,
    most: int,
) -> tuple[GivenApproval, ...]:
    """Approvals given by users of an office, the newest first.

    Args:
        s: the transaction.
        office: of the approvers; empty for all.
        approver: of one of them; ``None`` for all.
        since: not before.
        until: before.
        after: with a higher number.
        most: so many at most.
    """
    asked = {"of_office": office or None, "approver": approver, "since": since, "until": until}
    given = {name: value for name, value in asked.items() if value is not None}
    rows = _given(tuple(given)).all(s, {"after": after, "most": most, **given})
    return tuple(
        GivenApproval(
            id=row.id,
            action=row.action,
            object_id=row.result_id,
            rights=tuple(filter(None, row.rights.split(","))),
            at=row.approved_at,
            approver_id=row.approved_by,
            approver=row.approver_name,
            asked_by=row.asker_name,
            unseen=row.id > row.seen,
        )
        for row in rows
    )


@cache
def _given(tests: tuple[str, ...]) -> Prepared:
    return Prepared(_APPROVALS.where(*(_TESTS[name] for name in tests)))


def seen_until(s: Connection, user_id: UserId) -> int:
    """Number of the newest approval that an approver has looked at; 0 before the first look."""
    return int(_SEEN.scalar(s, {"user": user_id}) or 0)


def keep_look(s: Connection, user_id: UserId, approval_id: int, now: datetime) -> None:
    """Note how far an approver has looked; never back."""
    if _SEEN.first(s, {"user": user_id}) is None:
        look = {"user_id": user_id, "approval_id": approval_id, "looked_at": now}
        _INSERT_LOOK.run(s, look)
    else:
        _LOOK.run(s, {"user": user_id, "newest": approval_id, "now": now})


def _of_period(office: str, first: date, last: date) -> tuple[Any, ...]:
    return (
        _event.c.office == office,
        _event.c.payment_date >= first,
        _event.c.payment_date <= last,
        *_HANDED_OVER,
    )


def _approvers(s: Connection, since: datetime | None) -> dict[tuple[int, datetime], str]:
    """Who approved what was done to an event at an instant: a cancel has the stamp of its request.

    By the stamps of approvals, which are few: those of requests have no index.
    """
    if since is None:
        return {}
    query = (
        select(_request.c.result_id, _request.c.created_at, _approver.c.name)
        .select_from(_approval)
        .join(_request, _request.c.id == _approval.c.request_id)
        .join(_approver, _approver.c.id == _approval.c.approved_by)
        .where(_approval.c.approved_at >= since - _BEFORE)
    )
    return {(row.result_id, row.created_at): row.name for row in s.execute(query)}


def _receipt(row: Any) -> str:
    return "" if row.receipt_seq is None else f"{row.receipt_control_id}-{row.receipt_seq}"


def _reason(code: str | None, setup: SetUp) -> str:
    found = setup.cancel_reasons.get(code or "")
    return code or "" if found is None else found.description
