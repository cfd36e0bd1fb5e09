"""Rows for storage tests: any table with neutral values, and a whole paid event that adds up."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, select

from posapp.domain.money import Money
from posapp.storage.audit import append_audit, control_chain, office_chain
from posapp.storage.ids import take_id
from posapp.storage.numbers import next_number, next_receipt
from posapp.storage.prepared import Prepared, insert_into
from posapp.storage.requests import record_request
from posapp.storage.search_index import index_accounts
from posapp.storage.tables.schema import METADATA
from posapp.storage.types import BigInt, CodeType, DateType, Flag, MoneyType, UtcDateTime

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
HUNDRED = Money(10000)
NEUTRAL = {BigInt: 0, MoneyType: Money(0), Flag: False, UtcDateTime: NOW, DateType: TODAY}
# What a foreign key of the standard set-up points to when a test does not care.
STANDARD = {
    "currency": "USD",
    "control_currency": "USD",
    "office": "MAIN",
    "division": "MAIN",
    "customer_class": "RES",
    "sa_type": "WATER",
    "tender_type": "CASH",
    "tender_source": "CASH-A01",
    "distribution_code": "1010-CASH",
    "rule": "ACCT",
}


def put(s: Connection, name: str, /, **values: Any) -> int:
    """Insert a row; what is not given is neutral. Returns its id (0 when it has none)."""
    statement, neutrals = _insert(name)
    unknown = values.keys() - neutrals.keys()
    assert not unknown, unknown
    if "id" in neutrals and "id" not in values:
        values["id"] = take_id(s)
    statement.run(s, {**neutrals, **values})
    return int(values.get("id", 0))


@cache
def _insert(name: str) -> tuple[Prepared, dict[str, Any]]:
    """What inserts a row of a table, and a row of neutral values."""
    table = METADATA.tables[name]
    return insert_into(table), {one.name: neutral(one) for one in table.columns}


def neutral(column: Column[Any]) -> Any:
    """A value that fits and says nothing."""
    if column.name in STANDARD and column.foreign_keys:
        return STANDARD[column.name]
    if column.nullable:
        return None
    if isinstance(column.type, CodeType):
        return next(iter(column.type.codes))
    if column.default is not None and column.default.is_scalar:
        return column.default.arg
    return NEUTRAL.get(type(column.type), "")


@dataclass(frozen=True)
class Office:
    """A cashier with an open drawer, and an account with a water agreement."""

    user: int
    control: int
    account: int
    agreement: int


def make_office(s: Connection, *, source: str = "CASH-A01") -> Office:
    """A cashier, a deposit control, an open drawer, and an account that owes nothing yet."""
    user = put(s, "app_user", login=f"cashier-{take_id(s)}", name="Cashier")
    deposit = put(s, "deposit_control", owner_id=user, created_by=user, source_type="CASHIERING")
    append_audit(
        s,
        office_chain("MAIN", TODAY),
        at=NOW,
        user_id=user,
        action="deposit-control.open",
        object_id=deposit,
        body={"rows": {"deposit_control": [{"id": deposit, "currency": "USD"}]}},
    )
    control = put(
        s,
        "tender_control",
        deposit_control_id=deposit,
        tender_source=source,
        user_id=user,
        created_by=user,
        starting_balance=Money(15000),
    )
    append_audit(
        s,
        control_chain(control),
        at=NOW,
        user_id=user,
        action="control.open",
        object_id=control,
        body={"rows": {"tender_control": [{"id": control, "starting_balance": Money(15000)}]}},
    )
    person = put(s, "person", name="Ada Water")
    account = put(s, "account", person_id=person)
    index_accounts(s, [account])
    agreement = put(s, "agreement", account_id=account, status="ACTIVE")
    return Office(user, control, account, agreement)


@dataclass(frozen=True)
class Paid:
    """The ids of a paid event."""

    event: int
    tender: int
    payment: int
    segment: int
    ft: int
    request: str


def charge(s: Connection, office: Office, amount: Money) -> int:
    """A bill with one line that puts ``amount`` on the agreement."""
    bill = put(
        s, "bill", account_id=office.account, amount=amount, number="B1", import_key=str(take_id(s))
    )
    put(s, "bill_line", bill_id=bill, seq=1, agreement_id=office.agreement, amount=amount)
    ft = put(
        s,
        "financial_transaction",
        ft_type="BS",
        agreement_id=office.agreement,
        parent_id=bill,
        sibling_id=1,
        current_amount=amount,
        payoff_amount=amount,
        arrears_date=TODAY,
    )
    put(s, "gl_line", ft_id=ft, seq=1, distribution_code="1200-AR-WATER", amount=amount)
    put(s, "gl_line", ft_id=ft, seq=2, distribution_code="4000-WATER", amount=-amount)
    return bill


def paid_event(
    s: Connection, office: Office, amount: Money = HUNDRED, *, request: str = ""
) -> Paid:
    """A frozen cash payment with everything that belongs to it, written as the services do."""
    event, tender, payment, segment, ft = (take_id(s) for _ in range(5))
    request = request or f"request-{event}"
    number = next_number(s, "PAYMENT", "MAIN:2026")
    put(
        s,
        "payment_event",
        id=event,
        request_id=request,
        created_by=office.user,
        receipt_control_id=office.control,
        receipt_seq=next_receipt(s, office.control),
        document_number=f"2026-MAIN-{number:06d}",
    )
    put(
        s,
        "tender",
        id=tender,
        event_id=event,
        payor_account_id=office.account,
        amount=amount,
        control_amount=amount,
        tender_control_id=office.control,
        created_by=office.user,
    )
    put(
        s,
        "payment",
        id=payment,
        event_id=event,
        account_id=office.account,
        amount=amount,
        status="FROZEN",
        frozen_at=NOW,
        frozen_by=office.user,
    )
    put(
        s,
        "pay_segment",
        id=segment,
        payment_id=payment,
        agreement_id=office.agreement,
        amount=amount,
    )
    post(s, office, payment, segment, ft, -amount)
    record_request(s, request, "event", "print", event, at=NOW, user_id=office.user)
    mention = {
        "payment_event": [{"id": event, "payment_date": TODAY, "currency": "USD"}],
        "tender": [{"id": tender, "amount": amount, "cash_back": False, "rate": None}],
        "payment": [{"id": payment, "amount": amount, "status": "FROZEN"}],
        "gl_line": [{"ft_id": ft, "seq": 1, "amount": amount}],
    }
    append_audit(
        s,
        control_chain(office.control),
        at=NOW,
        user_id=office.user,
        action="event",
        object_id=event,
        body={"rows": mention, "payor": "Ada Ω Water"},
    )
    return Paid(event, tender, payment, segment, ft, request)


def post(
    s: Connection,
    office: Office,
    payment: int,
    segment: int,
    ft: int,
    effect: Money,
    *,
    reverses: int | None = None,
) -> None:
    """The financial transaction of a segment, or its reversal, with its lines."""
    put(
        s,
        "financial_transaction",
        id=ft,
        ft_type="PS" if reverses is None else "PX",
        agreement_id=office.agreement,
        parent_id=payment,
        sibling_id=segment,
        current_amount=effect,
        payoff_amount=effect,
        frozen_by=office.user,
        reverses_id=reverses,
    )
    put(s, "gl_line", ft_id=ft, seq=1, distribution_code="1010-CASH", amount=-effect)
    put(s, "gl_line", ft_id=ft, seq=2, distribution_code="1200-AR-WATER", amount=effect)


def value(s: Connection, name: str, column: str, /, **key: Any) -> Any:
    """One value of one row."""
    table = METADATA.tables[name]
    query = select(table.c[column])
    for part, wanted in key.items():
        query = query.where(table.c[part] == wanted)
    return s.execute(query).scalar_one()
