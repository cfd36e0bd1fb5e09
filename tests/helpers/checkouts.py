"""Credits and checkouts in tests: persons, permits, and what services said of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, text

from posapp.domain.checkout_orders import (
    EndCheckout,
    ItemChoice,
    RefundCheckout,
    Selection,
    SubmitCheckout,
)
from posapp.domain.codes import ChargeKind
from posapp.domain.credits import AddAdjustment, AddCredit, Adjustment, AdjustmentId, CheckoutId
from posapp.domain.ids import AccountId, ItemId, UserId, new_request_id
from posapp.domain.money import Money
from posapp.domain.rights import Actor, Role
from posapp.storage.base import table_of
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import GlLineRow
from posapp.storage.types import total_of
from posapp.storage.users import insert_user
from tests.helpers.office import Office

CONFIRMED = frozenset({"M-40", "M-42", "M-06W", "M-69"})
_item, _gl = table_of(PayableItemRow), table_of(GlLineRow)


def person(
    office: Office, kind: str = "STAFF", number: str = "E-17", email: str = "", **more: Any
) -> AccountId:
    """An account of a person of a type, with an employee number."""
    account = office.account(**more)
    with office.db.begin() as s:
        s.execute(
            text(
                "UPDATE person SET person_type = :kind, employee_number = :number, email = :email"
                " WHERE id = (SELECT person_id FROM account WHERE id = :account)"
            ),
            {"kind": kind, "number": number, "email": email, "account": account},
        )
    return account


def issue(
    office: Office, account: AccountId, number: str, cents: int, kind: str = "PERMIT"
) -> ItemId:
    """An item with one charge."""
    item, _ = office.issue(account, number, cents, kind, ChargeKind.FEE, "Lot 4")
    return item


def add_credit(
    office: Office,
    account: AccountId,
    item: ItemId,
    cents: int,
    method: str = "PAYR",
    actor: Actor | None = None,
    **more: Any,
) -> Adjustment:
    """Add a credit; gives it as it is then."""
    command = AddCredit(
        new_request_id(),
        account,
        (item,),
        method,
        Money(cents),
        **({"confirmed": CONFIRMED} | more),
    )
    saved = office.services.credits.add(command, actor or office.cashier)
    return office.services.adjustments.show(saved.value.credit_id, office.cashier)


def submission(
    account: AccountId, items: Sequence[ItemId | ItemChoice], method: str = "CASH", **more: Any
) -> SubmitCheckout:
    """The command of a checkout of items with every open credit."""
    chosen = tuple(one if isinstance(one, ItemChoice) else ItemChoice(one) for one in items)
    beside = {name: more.pop(name) for name in ("adjustments", "credits") if name in more}
    more = {"confirmed": CONFIRMED} | more
    return SubmitCheckout(new_request_id(), account, Selection(chosen, **beside), method, **more)


def submit(
    office: Office,
    account: AccountId,
    *items: ItemId | ItemChoice,
    method: str = "CASH",
    actor: Actor | None = None,
    **more: Any,
) -> CheckoutId:
    """Submit a checkout."""
    command = submission(account, items, method, **more)
    return office.services.checkouts.submit(command, actor or office.cashier).value.checkout_id


def process(office: Office, checkout: CheckoutId, actor: Actor | None = None) -> Any:
    """*Process manually*."""
    by = actor or office.supervisor
    return office.services.checkouts.process(checkout, new_request_id(), by).value


def cancel(office: Office, checkout: CheckoutId, *, release: bool = False) -> Any:
    """Cancel, keep or release."""
    command = EndCheckout(new_request_id(), checkout, release)
    return office.services.checkouts.cancel(command, office.cashier).value


def refund(office: Office, checkout: CheckoutId, **more: Any) -> Any:
    """Refund by another supervisor than who processed it, out of the cashier's drawer (D-24)."""
    given = {"comment": "Returned the permit", "control_id": office.control} | more
    command = RefundCheckout(new_request_id(), checkout, **given)
    return office.services.checkouts.refund(command, refunder(office)).value


def refunder(office: Office) -> Actor:
    """A supervisor who submits and processes nothing."""
    with office.db.begin() as s:
        found = s.execute(text("SELECT id FROM app_user WHERE login = 'refunder'")).scalar()
        key = found or insert_user(
            s,
            login="refunder",
            name="Refunder",
            password_hash="",
            office="MAIN",
            roles=[Role.SUPERVISOR],
            at=office.clock(),
        )
    roles = frozenset({Role.SUPERVISOR})
    return Actor(UserId(key), "refunder", "Refunder", roles, "MAIN", "WS3")


def state(office: Office, item: ItemId) -> tuple[str, int]:
    """State and due of an item in cents."""
    with office.db.read() as s:
        row = s.execute(
            text(
                "SELECT i.state, (SELECT coalesce(sum(f.current_amount), 0)"
                " FROM financial_transaction f WHERE f.agreement_id = i.agreement_id) AS due"
                " FROM payable_item i WHERE i.id = :id"
            ),
            {"id": item},
        ).one()
    return row.state, int(row.due)


def left(office: Office, credit: AdjustmentId) -> int:
    """What is left of a credit in cents."""
    return office.services.adjustments.show(credit, office.cashier).left.minor


def clearing(office: Office) -> int:
    """Balance of the account *open credits* in cents: credit +."""
    with office.db.read() as s:
        query = select(total_of(_gl.c.amount)).where(_gl.c.distribution_code == "2160-OPEN-CREDIT")
        return -s.execute(query).scalar_one().minor


def count(office: Office, table: str) -> int:
    """Rows of a table."""
    with office.db.read() as s:
        return int(s.execute(select(func.count()).select_from(text(table))).scalar_one())


def every_state(office: Office) -> None:
    """Checkouts and credits in each of their states."""
    account = person(office)
    items = [issue(office, account, f"P-{n}", 9000) for n in range(4)]
    for _ in range(4):
        add_credit(office, account, items[0], 2000)
    process(office, submit(office, account, items[0], credits=credit_ids(office, account)[:1]))
    cancel(office, submit(office, account, items[1]))
    ended = submit(office, account, items[1], credits=credit_ids(office, account)[:1])
    process(office, ended)
    refund(office, ended)
    kept = credit_ids(office, account)
    office.services.credits.reverse(kept[-1], new_request_id(), office.cashier)
    order = AddAdjustment(new_request_id(), account, "FEE", Money(100), "Late")
    fee = office.services.adjustments.add(order, office.supervisor).value
    office.services.adjustments.process(fee, new_request_id(), office.supervisor)
    submit(office, account, items[2], credits=kept[:1])


def credit_ids(office: Office, account: AccountId) -> tuple[AdjustmentId, ...]:
    """Open credits of an account, the oldest first."""
    page = office.services.checkouts.page(account, office.cashier)
    return tuple(one.id for one in page.credits)
