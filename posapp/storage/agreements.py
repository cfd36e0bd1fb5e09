"""Debts of accounts by agreement, and what match values point at."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from sqlalchemy import Connection, bindparam, case, func, or_, select

from posapp.domain.accounts import LatestBill
from posapp.domain.codes import AgreementStatus, FtType, MatchKind, PaymentStatus
from posapp.domain.debts import AgreementDebt, Debit, open_cells
from posapp.domain.distribution import MatchTarget
from posapp.domain.ids import AccountId, AgreementId, BillId, parse_id
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import SetUp
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.agreements import AgreementRow, BillLineRow, BillRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.tables.payment_events import PaymentRow, PaySegmentRow
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
_ranked = (
    select(
        FinancialTransactionRow.agreement_id,
        FinancialTransactionRow.arrears_date,
        FinancialTransactionRow.current_amount,
        _newer.label("newer"),
    )
    .where(
        any_of(FinancialTransactionRow.agreement_id, "agreements"),
        or_(*(FinancialTransactionRow.ft_type == kind for kind in _DEBIT_TYPES)),
        FinancialTransactionRow.current_amount > ZERO,
    )
    .subquery()
)
_DEBITS = Prepared(
    select(_ranked.c.agreement_id, _ranked.c.arrears_date, _ranked.c.current_amount)
    .where(_ranked.c.newer < bindparam("most", type_=MoneyType()))
    .order_by(_ranked.c.agreement_id)
)


def load_debts(
    s: Connection, accounts: Iterable[AccountId], setup: SetUp
) -> Mapping[AccountId, tuple[AgreementDebt, ...]]:
    """Agreements of accounts with balances and unpaid cells; Canceled ones left out."""
    wanted = list(dict.fromkeys(accounts))
    rows = [row for row in _BALANCES.all(s, {"accounts": wanted}) if row.status not in _DEAD]
    owing = {row.id: row.current_balance for row in rows if row.current_balance > ZERO}
    debits = _load_debits(s, owing)
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
                cells=open_cells(row.current_balance, debits.get(row.id, ())),
            )
        )
    return {account: tuple(debts) for account, debts in found.items()}


def _load_debits(s: Connection, owing: Mapping[int, Money]) -> dict[int, tuple[Debit, ...]]:
    """The newest debits of each agreement that can still be unpaid."""
    if not owing:
        return {}
    most = max(balance.minor for balance in owing.values())
    rows = _DEBITS.all(s, {"agreements": list(owing), "most": Money(most)})
    return {
        agreement_id: tuple(Debit(row.arrears_date, row.current_amount) for row in group)
        for agreement_id, group in groupby(rows, key=lambda row: row.agreement_id)
    }


def load_match(s: Connection, account_id: AccountId, kind: MatchKind, value: str) -> MatchTarget:
    """What a match value means for an account; a pay plan overrides nothing (DS-1)."""
    if kind is MatchKind.PAY_PLAN:
        return MatchTarget(kind, value, known=True)
    if kind is MatchKind.BILL:
        return _match_bill(s, account_id, value)
    if kind is MatchKind.ITEM:
        query = select(PayableItemRow.agreement_id).where(
            PayableItemRow.number == value.strip(), PayableItemRow.account_id == account_id
        )
    else:
        query = select(AgreementRow.id).where(
            AgreementRow.id == (parse_id(value) or 0),
            AgreementRow.account_id == account_id,
            AgreementRow.status.not_in(_DEAD),
        )
    found = s.execute(query).scalar()
    agreement_id = None if found is None else AgreementId(found)
    return MatchTarget(kind, value, known=found is not None, agreement_id=agreement_id)


def load_latest_bill(s: Connection, account_id: AccountId, setup: SetUp) -> LatestBill | None:
    """The newest bill of an account with the payments whose match value names it (AD-3).

    Payments that were cancelled brought nothing; one in Error did: the money is here.
    """
    bill = s.execute(
        select(BillRow.id, BillRow.number, BillRow.amount)
        .where(BillRow.account_id == account_id)
        .order_by(BillRow.bill_date.desc(), BillRow.id.desc())
        .limit(1)
    ).first()
    if bill is None:
        return None
    kinds = [code for code, match in setup.match_types.items() if match.kind is MatchKind.BILL]
    paid = s.execute(
        select(PaymentRow.match_value, PaymentRow.amount).where(
            PaymentRow.account_id == account_id,
            PaymentRow.match_type.in_(kinds),
            PaymentRow.status != PaymentStatus.CANCELED,
        )
    )
    matched = total(
        row.amount
        for row in paid
        if row.match_value.strip() == bill.number or parse_id(row.match_value) == bill.id
    )
    return LatestBill(BillId(bill.id), bill.number, bill.amount, matched)


def _match_bill(s: Connection, account_id: AccountId, value: str) -> MatchTarget:
    """A bill of the account with what is unpaid on each agreement of it (DS-10)."""
    number = parse_id(value)
    bill_id = s.execute(
        select(BillRow.id)
        .where(
            BillRow.account_id == account_id,
            (BillRow.number == value.strip()) | (BillRow.id == (number or 0)),
        )
        .order_by(BillRow.id.desc())
        .limit(1)
    ).scalar()
    if bill_id is None:
        return MatchTarget(MatchKind.BILL, value, known=False)
    charged = s.execute(
        select(BillLineRow.agreement_id, total_of(BillLineRow.amount).label("amount"))
        .where(BillLineRow.bill_id == bill_id)
        .group_by(BillLineRow.agreement_id)
    )
    paid_rows = s.execute(
        select(PaySegmentRow.agreement_id, total_of(PaySegmentRow.amount).label("amount"))
        .join(PaymentRow, PaymentRow.id == PaySegmentRow.payment_id)
        .where(PaySegmentRow.bill_id == bill_id, PaymentRow.status == "FROZEN")
        .group_by(PaySegmentRow.agreement_id)
    )
    paid = {row.agreement_id: row.amount for row in paid_rows}
    unpaid = tuple(
        (AgreementId(row.agreement_id), row.amount - paid.get(row.agreement_id, ZERO))
        for row in charged
    )
    return MatchTarget(
        MatchKind.BILL, value, known=True, bill_id=BillId(bill_id), open_on_bill=unpaid
    )
