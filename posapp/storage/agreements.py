"""Debts of accounts by agreement, and what match values point at."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, or_, select

from posapp.domain.codes import AgreementStatus, FtType, ItemState, MatchKind
from posapp.domain.debts import AgreementDebt, Debit, open_cells
from posapp.domain.distribution import MatchTarget
from posapp.domain.ids import AccountId, AgreementId, PaymentId, parse_id
from posapp.domain.money import ZERO, Money
from posapp.domain.setup import SetUp
from posapp.storage.held_items import load_held
from posapp.storage.open_bills import load_disputed, match_bill, off_debt
from posapp.storage.prepared import Ask, Prepared, any_of
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.types import MoneyType, total_of

_DEBIT_TYPES = (FtType.BILL, FtType.ADJUSTMENT, FtType.CONVERSION)
_DEAD = [AgreementStatus.CANCELED.value]

_BALANCES = Prepared(
    select(
        AgreementRow.id,
        AgreementRow.account_id,
        AgreementRow.sa_type,
        AgreementRow.service,
        AgreementRow.status,
        total_of(FinancialTransactionRow.current_amount).label("current_balance"),
        total_of(FinancialTransactionRow.payoff_amount).label("payoff_balance"),
    )
    .outerjoin(FinancialTransactionRow, FinancialTransactionRow.agreement_id == AgreementRow.id)
    .where(any_of(AgreementRow.account_id, "accounts"))
    .group_by(AgreementRow.id)
    .order_by(AgreementRow.account_id, AgreementRow.id)
)

# Newest debits first with what the newer ones sum to, so that only those that the balance can
# still contain leave the database (payments 14.1: credits eat the oldest first).
_newer = (
    func.sum(FinancialTransactionRow.current_amount).over(
        partition_by=FinancialTransactionRow.agreement_id,
        order_by=(
            case((FinancialTransactionRow.arrears_date.is_(None), 0), else_=1),
            FinancialTransactionRow.arrears_date.desc(),
            FinancialTransactionRow.id.desc(),
        ),
    )
    - FinancialTransactionRow.current_amount
)
_newest = select(
    FinancialTransactionRow.agreement_id,
    FinancialTransactionRow.arrears_date,
    FinancialTransactionRow.current_amount,
    FinancialTransactionRow.id,
    _newer.label("newer"),
).where(
    any_of(FinancialTransactionRow.agreement_id, "agreements"),
    or_(*(FinancialTransactionRow.ft_type == kind for kind in _DEBIT_TYPES)),
    FinancialTransactionRow.current_amount > ZERO,
)


def _covering(newest: Any) -> Prepared:
    ranked = newest.subquery()
    return Prepared(
        select(ranked.c.agreement_id, ranked.c.arrears_date, ranked.c.current_amount, ranked.c.id)
        .where(ranked.c.newer < bindparam("most", type_=MoneyType()))
        .order_by(ranked.c.agreement_id)
    )


_DEBITS = _covering(_newest)
# Only accounts that may have match events pay for looking at them (OI-8, MT-10, MT-13).
_DEBITS_UNMATCHED = _covering(_newest.where(~off_debt()))
_LIVE = Prepared(
    select(AgreementRow.id).where(
        AgreementRow.id == bindparam("agreement_id"),
        AgreementRow.account_id == bindparam("account_id"),
        *(AgreementRow.status != status for status in _DEAD),
    )
)
_ITEM = Prepared(
    select(PayableItemRow.agreement_id, PayableItemRow.state).where(
        PayableItemRow.number == bindparam("number"),
        PayableItemRow.account_id == bindparam("account_id"),
        PayableItemRow.state != ItemState.RELEASED,
    )
)


def balances_asked(accounts: Iterable[AccountId]) -> Ask:
    """What ``load_debts`` asks first."""
    return _BALANCES, {"accounts": list(dict.fromkeys(accounts))}


def debits_asked(balances: Sequence[Any]) -> Ask | None:
    """What ``load_debts`` asks next where no account may have match events; maybe nothing."""
    owing = {
        row.id: row.current_balance
        for row in balances
        if row.status not in _DEAD and row.current_balance > ZERO
    }
    return _of_owing(_DEBITS, owing) if owing else None


def _of_owing(statement: Prepared, owing: Mapping[int, Money]) -> Ask:
    most = max(balance.minor for balance in owing.values())
    return statement, {"agreements": list(owing), "most": Money(most)}


def load_debts(
    s: Connection,
    accounts: Iterable[AccountId],
    setup: SetUp,
    matched: Collection[AccountId] | None = None,
) -> Mapping[AccountId, tuple[AgreementDebt, ...]]:
    """Agreements of accounts with balances and unpaid cells; Canceled ones left out.

    What lies on a balanced match event is no debt any more, what is in dispute not yet (MT-10,
    MT-13).

    Args:
        s: the transaction.
        accounts: whose agreements.
        setup: in force.
        matched: those of the accounts that may have match events: the open-item ones; all of them
            are looked at when it is not said.
    """
    wanted = list(dict.fromkeys(accounts))
    matchable = wanted if matched is None else [one for one in wanted if one in matched]
    balances, values = balances_asked(wanted)
    rows = [row for row in balances.all(s, values) if row.status not in _DEAD]
    disputed = load_disputed(s, matchable)
    debits: dict[int, tuple[Debit, ...]] = {}
    for statement, its in ((_DEBITS, False), (_DEBITS_UNMATCHED, True)):
        owing = {
            row.id: row.current_balance
            for row in rows
            if row.current_balance > ZERO and (row.account_id in matchable) is its
        }
        if owing:
            debits |= _load_debits(s, statement, owing)
    found: dict[AccountId, list[AgreementDebt]] = {account: [] for account in wanted}
    for row in rows:
        kind = setup.sa_types[row.sa_type]
        found[row.account_id].append(
            AgreementDebt(
                agreement_id=row.id,
                sa_type=row.sa_type,
                service=row.service,
                status=row.status,
                priority=kind.payment_priority,
                do_not_overpay=kind.do_not_overpay,
                billable=kind.billable,
                item_kind=kind.item_kind,
                current_balance=row.current_balance,
                payoff_balance=row.payoff_balance,
                cells=open_cells(
                    row.current_balance - disputed.get(row.id, ZERO), debits.get(row.id, ())
                ),
                disputed=disputed.get(row.id, ZERO),
                delinquent_priority=kind.overdue_priority,
            )
        )
    return {account: tuple(debts) for account, debts in found.items()}


def _load_debits(
    s: Connection, statement: Prepared, owing: Mapping[int, Money]
) -> dict[int, tuple[Debit, ...]]:
    """The newest debits of each agreement that can still be unpaid."""
    asked, values = _of_owing(statement, owing)
    rows = asked.all(s, values)
    return {
        agreement_id: tuple(Debit(row.arrears_date, row.current_amount, row.id) for row in group)
        for agreement_id, group in groupby(rows, key=lambda row: row.agreement_id)
    }


def load_match(
    s: Connection,
    account_id: AccountId,
    kind: MatchKind,
    value: str,
    but: Collection[PaymentId] = (),
) -> MatchTarget:
    """What a match value means for an account; a pay plan overrides nothing (DS-1).

    ``but`` are payments that are distributed again: what they hold of a bill is free.
    """
    if kind is MatchKind.PAY_PLAN:
        return MatchTarget(kind, value, known=True)
    if kind is MatchKind.BILL:
        return match_bill(s, account_id, value, but)
    if kind is MatchKind.ITEM:
        return _match_item(s, account_id, value)
    wanted = {"agreement_id": parse_id(value) or 0, "account_id": account_id}
    found = _LIVE.scalar(s, wanted)
    if found is None:
        return MatchTarget(kind, value, known=False)
    agreement_id = AgreementId(found)
    held = load_held(s, [agreement_id]).get(agreement_id)
    return MatchTarget(kind, value, known=True, agreement_id=agreement_id, held=held)


def _match_item(s: Connection, account_id: AccountId, value: str) -> MatchTarget:
    """An item of the account by its number (IT-3)."""
    found = _ITEM.first(s, {"number": value.strip(), "account_id": account_id})
    if found is None:
        return MatchTarget(MatchKind.ITEM, value, known=False)
    return MatchTarget(
        MatchKind.ITEM,
        value,
        known=found.agreement_id is not None,
        agreement_id=found.agreement_id,
        written_off=found.state is ItemState.WRITTEN_OFF,
        held=load_held(s, [found.agreement_id]).get(found.agreement_id),
    )
