"""A small office for benchmarks: a cashier with an open drawer, and accounts that owe 25.00 each.

Everything is invented; the clock stands still, so that every run does the same.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Final

from posapp.domain.codes import AgreementStatus, FtType, Role, SourceType
from posapp.domain.ids import AccountId, AgreementId, ControlId, new_request_id
from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.services.bundle import Services, build
from posapp.storage import migrate
from posapp.storage.base import Transaction
from posapp.storage.bulk import BulkInsert, plain_date
from posapp.storage.db import Database
from posapp.storage.ids import take_ids
from posapp.storage.seed import seed_standard
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.users import insert_user

TODAY: Final = date(2026, 11, 20)
NOW: Final = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
OFFICE: Final = "MAIN"
DUE: Final = 2_500
WATER: Final = "WATER"
_ROLES: Final = frozenset({Role.CASHIER, Role.SUPERVISOR, Role.SETUP})


def roles() -> frozenset[Role]:
    """What somebody at a counter of these benchmarks may do."""
    return _ROLES


@dataclass(frozen=True, slots=True)
class Payee:
    """An account with one agreement, on which ``DUE`` is open."""

    account: AccountId
    agreement: AgreementId


@dataclass(frozen=True, slots=True)
class SmallOffice:
    """An open database and who works there."""

    path: Path | str
    db: Database
    services: Services
    actor: Actor
    control: ControlId

    @contextmanager
    def over(self, url: str) -> "Iterator[SmallOffice]":
        """The same office on connections of their own, by another address."""
        db = Database.open(url)
        try:
            yield replace(self, path=url, db=db, services=build(db, lambda: NOW))
        finally:
            db.dispose()

    def add_payees(self, count: int) -> tuple[Payee, ...]:
        """More accounts that owe."""
        setup = self.services.setup()
        with self.db.begin() as s:
            return _insert_payees(s, count, setup)


def open_office(path: Path | str) -> SmallOffice:
    """Make a database with the standard set-up, a user and an open drawer.

    Args:
        path: a file that is not there yet, or the address of an empty database.
    """
    migrate.init(str(path), partial(seed_standard, today=TODAY))
    db = Database.open(str(path))
    with db.begin() as s:
        user = insert_user(
            s, login="bench", name="Bench", password_hash="", office=OFFICE, roles=_ROLES, at=NOW
        )
    actor = Actor(user, "bench", "Bench", _ROLES, OFFICE, "BENCH")
    services = build(db, lambda: NOW)
    deposit = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "USD")
    services.deposit_controls.open(deposit, actor)
    control = OpenControl(new_request_id(), "CASH-A01", None, None)
    opened = services.tender_controls.open(control, actor).value
    return SmallOffice(path, db, services, actor, opened)


def _insert_payees(s: Transaction, count: int, setup: SetUp) -> tuple[Payee, ...]:
    ids = take_ids(s, 4 * count)
    persons, accounts, agreements, charges = (
        ids[place * count : (place + 1) * count] for place in range(4)
    )
    BulkInsert(s, PersonRow, "id name")([(person, f"Payer {person}") for person in persons])
    BulkInsert(
        s,
        AccountRow,
        "id person_id",
        customer_class=next(iter(setup.customer_classes)),
        division=next(iter(setup.divisions)),
        currency=setup.installation.currency,
        address="118 Elm St",
        setup_date=TODAY,
    )(list(zip(accounts, persons, strict=True)))
    BulkInsert(
        s,
        AgreementRow,
        "id account_id",
        sa_type=WATER,
        status=AgreementStatus.ACTIVE,
        start_date=TODAY,
        end_date=None,
    )(list(zip(agreements, accounts, strict=True)))
    charge(
        s, [(ft, owner, DUE, TODAY) for ft, owner in zip(charges, agreements, strict=True)], setup
    )
    return tuple(
        Payee(AccountId(account), AgreementId(agreement))
        for account, agreement in zip(accounts, agreements, strict=True)
    )


def charge(s: Transaction, rows: Sequence[tuple[int, int, int, date]], setup: SetUp) -> None:
    """Write charges of water agreements.

    Args:
        s: the transaction.
        rows: (transaction id, agreement id, cents, due date).
        setup: gives the ledger's accounts.
    """
    kind, day = setup.sa_types[WATER], plain_date(s)
    BulkInsert(
        s,
        FinancialTransactionRow,
        "id agreement_id parent_id current_amount payoff_amount accounting_date arrears_date",
        ft_type=FtType.ADJUSTMENT,
        sibling_id=None,
        currency=setup.installation.currency,
        frozen_at=NOW,
        frozen_by=None,
        reverses_id=None,
    )([(ft, owner, owner, cents, cents, day(due), day(due)) for ft, owner, cents, due in rows])
    BulkInsert(s, GlLineRow, "ft_id seq distribution_code amount")(
        [
            line
            for ft, _, cents, _ in rows
            for line in (
                (ft, 1, kind.distribution_code, cents),
                (ft, 2, kind.revenue_code, -cents),
            )
        ]
    )
