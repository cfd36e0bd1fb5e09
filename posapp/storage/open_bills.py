"""Bills of open-item accounts: what is unmatched of them, and what match events say of debts.

A bill's debits are its own transactions; what segments of live payments pay of them is what its
match event holds, or will hold once they are frozen (OI-3, DS-10). Money that waits for its freeze
counts, so that two payments never match the same debt. So does what else its match event holds: put
there by hand, or credit that was moved to it (OI-7, OP-3).
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from sqlalchemy import Connection, Exists, bindparam, false, func, or_, select

from posapp.domain.accounts import LatestBill
from posapp.domain.codes import FtType, MatchEventStatus, MatchKind, PaymentStatus
from posapp.domain.distribution import MatchTarget, OpenBill
from posapp.domain.ids import AccountId, AgreementId, BillId, PaymentId, parse_id
from posapp.domain.manual_split import SplitBill
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import SetUp
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.agreements import BillRow
from posapp.storage.tables.ledger import FinancialTransactionRow, MatchEventFtRow, MatchEventRow
from posapp.storage.tables.payment_events import PaymentRow, PaySegmentRow
from posapp.storage.types import total_of

_event, _line = table_of(MatchEventRow), table_of(MatchEventFtRow)
_ft, _bill = table_of(FinancialTransactionRow), table_of(BillRow)
_payment, _segment = table_of(PaymentRow), table_of(PaySegmentRow)
_live = _event.alias("live")
Parts = Mapping[BillId, tuple[tuple[AgreementId, Money], ...]]

_settled = or_(_event.c.status == MatchEventStatus.BALANCED, _event.c.disputed)
_NAMED: Final = Prepared(
    select(_bill.c.id)
    .where(
        _bill.c.account_id == bindparam("account"),
        (_bill.c.number == bindparam("number")) | (_bill.c.id == bindparam("id")),
    )
    .order_by(_bill.c.id.desc())
    .limit(1)
)
_OPEN: Final = Prepared(
    select(_bill.c.id, _bill.c.account_id, _bill.c.due_date)
    .where(
        any_of(_bill.c.account_id, "accounts"),
        ~select(_event.c.id).where(_event.c.bill_id == _bill.c.id, _settled).exists(),
    )
    .order_by(_bill.c.due_date, _bill.c.id)
)
# A bill that is matched whole is read only when it is named.
_SPLIT: Final = Prepared(
    select(
        _bill.c.id.label("bill_id"),
        _bill.c.number,
        _bill.c.due_date,
        func.coalesce(_live.c.disputed, false()).label("disputed"),
    )
    .outerjoin(_live, (_live.c.bill_id == _bill.c.id) & (_live.c.status == MatchEventStatus.OPEN))
    .where(
        _bill.c.account_id == bindparam("account"),
        any_of(_bill.c.id, "named")
        | ~select(_event.c.id)
        .where(_event.c.bill_id == _bill.c.id, _event.c.status == MatchEventStatus.BALANCED)
        .exists(),
    )
    .order_by(_bill.c.due_date, _bill.c.id)
)
_CHARGED: Final = Prepared(
    select(
        _ft.c.parent_id.label("bill_id"),
        _ft.c.agreement_id,
        total_of(_ft.c.current_amount).label("amount"),
    )
    .where(any_of(_ft.c.parent_id, "bills"), _ft.c.ft_type == FtType.BILL)
    .group_by(_ft.c.parent_id, _ft.c.agreement_id)
    .order_by(_ft.c.parent_id, _ft.c.agreement_id)
)
_TAKEN: Final = Prepared(
    select(
        _segment.c.bill_id,
        _segment.c.agreement_id,
        _segment.c.payment_id,
        _segment.c.amount,
    )
    .join(_payment, _payment.c.id == _segment.c.payment_id)
    .where(any_of(_segment.c.bill_id, "bills"), _payment.c.status != PaymentStatus.CANCELED)
)
_BESIDE: Final = Prepared(
    select(
        _event.c.bill_id,
        _ft.c.agreement_id,
        total_of(_ft.c.current_amount).label("amount"),
    )
    .join(_line, _line.c.match_event_id == _event.c.id)
    .join(_ft, _ft.c.id == _line.c.ft_id)
    .outerjoin(
        _segment,
        (_segment.c.id == _ft.c.sibling_id)
        & (_segment.c.payment_id == _ft.c.parent_id)
        & (_segment.c.bill_id == _event.c.bill_id),
    )
    .where(
        any_of(_event.c.bill_id, "bills"),
        _event.c.status != MatchEventStatus.CANCELED,
        _ft.c.ft_type != FtType.BILL,
        _segment.c.id.is_(None),
    )
    .group_by(_event.c.bill_id, _ft.c.agreement_id)
)
_DISPUTED: Final = Prepared(
    select(_ft.c.agreement_id, total_of(_ft.c.current_amount).label("amount"))
    .join(_line, _line.c.ft_id == _ft.c.id)
    .join(_event, _event.c.id == _line.c.match_event_id)
    .where(any_of(_event.c.account_id, "accounts"), _event.c.disputed)
    .group_by(_ft.c.agreement_id)
)

_LATEST: Final = Prepared(
    select(_bill.c.id, _bill.c.number, _bill.c.amount)
    .where(_bill.c.account_id == bindparam("account"))
    .order_by(_bill.c.bill_date.desc(), _bill.c.id.desc())
    .limit(1)
)
_NAMING: Final = Prepared(
    select(_payment.c.id, _payment.c.match_value, _payment.c.amount).where(
        _payment.c.account_id == bindparam("account"),
        any_of(_payment.c.match_type, "kinds", texts=True),
        _payment.c.status != PaymentStatus.CANCELED,
    )
)


def off_debt() -> Exists:
    """SQL condition on a transaction: a balanced or disputed match event holds it (MT-10, MT-13)."""
    return (
        select(_line.c.ft_id)
        .join(_event, _event.c.id == _line.c.match_event_id)
        .where(_line.c.ft_id == _ft.c.id, _settled)
        .exists()
    )


def load_disputed(s: Connection, accounts: Collection[AccountId]) -> Mapping[AgreementId, Money]:
    """What is in dispute on each agreement of accounts, partial payments taken off (MT-13)."""
    rows = _DISPUTED.all(s, {"accounts": accounts}) if accounts else ()
    return {AgreementId(row.agreement_id): row.amount for row in rows}


def load_open_bills(
    s: Connection, accounts: Collection[AccountId], but: Collection[PaymentId] = ()
) -> Mapping[AccountId, tuple[OpenBill, ...]]:
    """Bills that are not matched whole and not in dispute, oldest first (DS-12).

    Args:
        s: the transaction.
        accounts: payees.
        but: payments that are distributed again; what they hold is free.
    """
    rows = _OPEN.all(s, {"accounts": accounts}) if accounts else ()
    parts = _unmatched(s, [BillId(row.id) for row in rows], but)
    found: dict[AccountId, list[OpenBill]] = {}
    for row in rows:
        bill = OpenBill(BillId(row.id), row.due_date, parts[BillId(row.id)])
        found.setdefault(AccountId(row.account_id), []).append(bill)
    return {account: tuple(bills) for account, bills in found.items()}


def load_split_bills(
    s: Connection,
    account_id: AccountId,
    but: Collection[PaymentId],
    named: Collection[BillId],
) -> Mapping[BillId, SplitBill]:
    """Bills of an account that may have something unpaid, in dispute or not, by id (PY-12).

    Args:
        s: the transaction.
        account_id: the payee.
        but: the payment that is split again; what it holds is free.
        named: bills that are read even when they are matched whole.
    """
    rows = _SPLIT.all(s, {"account": account_id, "named": named})
    parts = _unmatched(s, [BillId(row.bill_id) for row in rows], but)
    return {
        BillId(row.bill_id): record(row, SplitBill, parts=parts[BillId(row.bill_id)])
        for row in rows
    }


def match_bill(
    s: Connection, account_id: AccountId, value: str, but: Collection[PaymentId] = ()
) -> MatchTarget:
    """A bill of the account with what is unmatched on each agreement of it (DS-10)."""
    key = {"account": account_id, "number": value.strip(), "id": parse_id(value) or 0}
    bill_id = _NAMED.scalar(s, key)
    if bill_id is None:
        return MatchTarget(MatchKind.BILL, value, known=False)
    bill = BillId(bill_id)
    parts = _unmatched(s, [bill], but)[bill]
    return MatchTarget(MatchKind.BILL, value, known=True, bill_id=bill, open_on_bill=parts)


def load_latest_bill(s: Connection, account_id: AccountId, setup: SetUp) -> LatestBill | None:
    """The newest bill of an account with what is matched of it (AD-3).

    That is what segments pay of it, what else was matched to it, and payments that name it while
    they have no such segment: those that were cancelled brought nothing; one in Error did, because
    the money is here.
    """
    key = {"account": account_id}
    bill = _LATEST.first(s, key)
    if bill is None:
        return None
    paying = _TAKEN.all(s, {"bills": [bill.id]})
    kinds = [code for code, match in setup.match_types.items() if match.kind is MatchKind.BILL]
    paid = {row.payment_id for row in paying}
    naming = [row for row in _NAMING.all(s, key | {"kinds": kinds}) if row.id not in paid]
    beside = total(row.amount for row in _BESIDE.all(s, {"bills": [bill.id]}))
    matched = (
        total(row.amount for row in paying)
        - beside
        + total(
            row.amount
            for row in naming
            if row.match_value.strip() == bill.number or parse_id(row.match_value) == bill.id
        )
    )
    return LatestBill(BillId(bill.id), bill.number, bill.amount, matched)


def load_unpaid(s: Connection, bills: Collection[BillId]) -> Mapping[BillId, Money]:
    """What no live payment was taken for of bills, frozen or not (OI-3)."""
    parts = _unmatched(s, bills, ())
    return {bill: total(left for _, left in parts[bill]) for bill in bills}


def _unmatched(s: Connection, bills: Iterable[BillId], but: Collection[PaymentId]) -> Parts:
    """What no live payment but ``but`` pays of each agreement on bills; whole ones left out."""
    found: dict[BillId, dict[AgreementId, Money]] = {bill: {} for bill in bills}
    key = {"bills": list(found)}
    for row in _CHARGED.all(s, key) if found else ():
        found[row.bill_id][row.agreement_id] = row.amount
    for row in _TAKEN.all(s, key) if found else ():
        if row.payment_id not in but:
            own = found[row.bill_id]
            own[row.agreement_id] = own.get(row.agreement_id, ZERO) - row.amount
    for row in _BESIDE.all(s, key) if found else ():
        own = found[row.bill_id]
        own[row.agreement_id] = own.get(row.agreement_id, ZERO) + row.amount
    return {
        bill: tuple((agreement, left) for agreement, left in own.items() if left > ZERO)
        for bill, own in found.items()
    }
