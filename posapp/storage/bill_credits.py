"""Credit of overpayments that bills take at their completion: what there is, and what was moved (OP-3)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from posapp.domain.bill_credits import BillCharge, Credit, CreditFacts
from posapp.domain.class_rules import class_rules
from posapp.domain.codes import AgreementStatus, FtType, MatchEventStatus, PaymentStatus
from posapp.domain.ids import AccountId, AgreementId, BillId
from posapp.domain.matching import MatchLine
from posapp.domain.money import ZERO, Money
from posapp.domain.setup import SetUp
from posapp.storage.agreements import load_debts
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared, any_of, insert_into
from posapp.storage.tables.adjustments import AdjustmentRow
from posapp.storage.tables.agreements import AgreementRow, BillRow
from posapp.storage.tables.ledger import FinancialTransactionRow, MatchEventFtRow, MatchEventRow
from posapp.storage.tables.payment_events import PaymentRow, PaySegmentRow
from posapp.storage.tables.people import AccountRow
from posapp.storage.types import total_of

_agreement, _account = table_of(AgreementRow), table_of(AccountRow)
_ft, _bill = table_of(FinancialTransactionRow), table_of(BillRow)
_payment, _segment = table_of(PaymentRow), table_of(PaySegmentRow)
_adjustment = table_of(AdjustmentRow)
_event, _line = table_of(MatchEventRow), table_of(MatchEventFtRow)
_INSERT: Final = insert_into(AdjustmentRow)
_DEAD: Final = (AgreementStatus.CLOSED, AgreementStatus.CANCELED)
_awaits = (
    select(_segment.c.id)
    .join(_payment, _payment.c.id == _segment.c.payment_id)
    .where(
        _segment.c.agreement_id == _agreement.c.id,
        _payment.c.status != PaymentStatus.FROZEN,
        _payment.c.status != PaymentStatus.CANCELED,
    )
    .exists()
)
_CREDITS: Final = Prepared(
    select(
        _agreement.c.account_id,
        _agreement.c.id.label("agreement_id"),
        total_of(_ft.c.current_amount).label("balance"),
        _awaits.label("awaited"),
    )
    .join(_ft, _ft.c.agreement_id == _agreement.c.id)
    .where(
        any_of(_agreement.c.account_id, "accounts"),
        _agreement.c.sa_type == bindparam("sa_type"),
        *(_agreement.c.status != dead for dead in _DEAD),
    )
    .group_by(_agreement.c.account_id, _agreement.c.id)
    .having(total_of(_ft.c.current_amount) < ZERO)
    .order_by(_agreement.c.account_id, _agreement.c.id)
)
_CHARGES: Final = Prepared(
    select(
        _bill.c.account_id,
        _bill.c.id.label("bill_id"),
        _ft.c.agreement_id,
        _bill.c.bill_date,
        _bill.c.due_date,
        _ft.c.current_amount.label("amount"),
    )
    .join(_ft, (_ft.c.parent_id == _bill.c.id) & (_ft.c.ft_type == FtType.BILL))
    .where(
        any_of(_bill.c.account_id, "accounts"),
        _bill.c.id > bindparam("after"),
        _ft.c.current_amount > ZERO,
    )
    .order_by(_bill.c.account_id, _bill.c.id, _ft.c.id)
)
_CLASSES: Final = Prepared(
    select(
        _account.c.id, _account.c.customer_class, _account.c.division, _account.c.currency
    ).where(any_of(_account.c.id, "accounts"))
)
_UNMATCHED: Final = Prepared(
    select(
        _ft.c.id.label("ft_id"),
        _ft.c.agreement_id,
        _ft.c.current_amount.label("amount"),
    )
    .outerjoin(_payment, _payment.c.id == _ft.c.parent_id)
    .where(
        any_of(_ft.c.agreement_id, "agreements"),
        (_payment.c.id.is_(None)) | (_payment.c.status == PaymentStatus.FROZEN),
        ~select(_line.c.ft_id)
        .join(_event, _event.c.id == _line.c.match_event_id)
        .where(_line.c.ft_id == _ft.c.id, _event.c.status != MatchEventStatus.CANCELED)
        .exists(),
    )
    .order_by(_ft.c.agreement_id, _ft.c.id)
)
_MOVED: Final = Prepared(
    select(_adjustment.c.bill_id, total_of(_adjustment.c.amount).label("amount"))
    .where(any_of(_adjustment.c.bill_id, "bills"), _adjustment.c.amount > ZERO)
    .group_by(_adjustment.c.bill_id)
)


def accounts_with_credit(
    s: Connection, accounts: Collection[AccountId], setup: SetUp
) -> tuple[AccountId, ...]:
    """Those of some accounts whose overpayment agreement is in credit, by id."""
    rows = _credits(s, accounts, setup)
    return tuple(dict.fromkeys(AccountId(row.account_id) for row in rows))


def load_credit_facts(
    s: Connection, accounts: Collection[AccountId], after: int, setup: SetUp
) -> Mapping[AccountId, tuple[str, CreditFacts]]:
    """What there is to decide on accounts whose bills were made after an id, with their currency."""
    if not accounts:
        return {}
    classes = {
        AccountId(row.id): (row.currency, class_rules(setup, row.customer_class, row.division))
        for row in _CLASSES.all(s, {"accounts": accounts})
    }
    matched = [one for one, (_, rules) in classes.items() if rules.open_item]
    debts = load_debts(s, accounts, setup, matched)
    credits_: dict[int, list[Credit]] = {}
    for row in _credits(s, accounts, setup):
        found = Credit(row.agreement_id, -row.balance, bool(row.awaited))
        credits_.setdefault(row.account_id, []).append(found)
    charges: dict[int, list[BillCharge]] = {}
    for row in _CHARGES.all(s, {"accounts": accounts, "after": after}):
        charges.setdefault(row.account_id, []).append(record(row, BillCharge, bill_id=row.bill_id))
    return {
        one: (
            currency,
            CreditFacts(rules, tuple(credits_.get(one, ())), debts[one], tuple(charges[one])),
        )
        for one, (currency, rules) in classes.items()
        if one in charges
    }


def load_unmatched(
    s: Connection, agreements: Collection[AgreementId]
) -> Mapping[AgreementId, tuple[MatchLine, ...]]:
    """Transactions of agreements that are on no match event; canceled payments take no part."""
    found: dict[AgreementId, list[MatchLine]] = {one: [] for one in agreements}
    for row in _UNMATCHED.all(s, {"agreements": agreements}) if agreements else ():
        found[row.agreement_id].append(record(row, MatchLine))
    return {one: tuple(lines) for one, lines in found.items()}


def load_moved(s: Connection, bills: Iterable[BillId]) -> Mapping[BillId, Money]:
    """What credit of overpayments was moved to bills at their completion; others left out."""
    wanted = list(bills)
    rows = _MOVED.all(s, {"bills": wanted}) if wanted else ()
    return {BillId(row.bill_id): row.amount for row in rows}


def _credits(s: Connection, accounts: Collection[AccountId], setup: SetUp) -> Iterator[Any]:
    kind = setup.installation.overpayment_sa_type
    yield from _CREDITS.all(s, {"accounts": accounts, "sa_type": kind}) if accounts else ()
