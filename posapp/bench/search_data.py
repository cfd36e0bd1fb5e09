"""A large office for benchmarks: accounts by the hundred thousand, each with a plate and a phone.

Rows are written as the imports write them, in batches; the search index is made at the end.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from posapp.bench.search_names import Names
from posapp.bench.search_postings import LINES, NOW, TODAY, Codes, Postings
from posapp.domain.codes import Role, SourceType
from posapp.domain.ids import new_request_id
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.services.bundle import build
from posapp.storage import migrate
from posapp.storage.base import Transaction
from posapp.storage.bulk import BulkInsert
from posapp.storage.db import Database
from posapp.storage.ids import take_ids
from posapp.storage.search_index import rebuild_index
from posapp.storage.seed import seed_standard
from posapp.storage.tables.people import AccountKeyRow, AccountRow, PersonRow
from posapp.storage.users import insert_user

BATCH: Final = 5_000
_SOURCE: Final = "CASH-A01"


@dataclass(frozen=True, slots=True)
class BigOffice:
    """A filled database: where it is, who looks, and some ids to ask for."""

    url: str
    actor: Actor
    first_account: int
    last_account: int


def office_at(url: str, accounts: int, *, postings: bool = True, ledger: int = 0) -> BigOffice:
    """Open a database of this size, made before at the same place, or make it.

    Args:
        url: a path, or the address of an empty PostgreSQL database.
        accounts: how many; a database of another size is refused by ``ValueError``.
        postings: with agreements, ledger, events and payments; else people only.
        ledger: ledger lines in all, at least ten for each account.
    """
    path = None if "://" in url else Path(url)
    if path is None or not path.exists():
        _make(url, accounts, postings=postings, ledger=ledger)
    db = Database.open(url)
    try:
        with db.read() as s:
            found = s.exec_driver_sql("SELECT count(*), min(id), max(id) FROM account").one()
            user = s.exec_driver_sql("SELECT min(id) FROM app_user").scalar_one()
    finally:
        db.dispose()
    if found[0] != accounts:
        raise ValueError(f"{url} holds {found[0]} accounts, not {accounts}")
    roles = frozenset({Role.CASHIER, Role.SUPERVISOR})
    return BigOffice(url, Actor(user, "bench", "Bench", roles, "MAIN"), found[1], found[2])


def _make(url: str, accounts: int, *, postings: bool, ledger: int) -> None:
    migrate.init(url, partial(seed_standard, today=TODAY))
    db = Database.open(url)
    try:
        filler = _Filler(db, accounts, max(0, ledger // (LINES * accounts) - 1))
        for start in range(0, accounts, BATCH):
            count = min(BATCH, accounts - start)
            with db.begin() as s:
                filler.fill(s, count, postings=postings)
        with db.begin() as s:
            # Its payments were written in bulk, as a demo's are: no drawer's audit knows them.
            s.exec_driver_sql("UPDATE installation SET demo = (1 = 1)")
            rebuild_index(s)
        with db.begin() as s:
            s.exec_driver_sql("ANALYZE")
    finally:
        db.dispose()


class _Filler:
    """Writes batches of accounts with everything that hangs on them."""

    def __init__(self, db: Database, accounts: int, charges: int) -> None:
        self._names = Names()
        with db.begin() as s:
            user = insert_user(
                s,
                login="bench",
                name="Bench",
                password_hash="",
                office="MAIN",
                roles=[Role.CASHIER, Role.SUPERVISOR],
                at=NOW,
            )
        services = build(db, lambda: NOW)
        roles = frozenset({Role.CASHIER, Role.SUPERVISOR})
        actor = Actor(user, "bench", "Bench", roles, "MAIN")
        deposit = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "USD")
        services.deposit_controls.open(deposit, actor)
        control = OpenControl(new_request_id(), _SOURCE, None, None)
        opened = services.tender_controls.open(control, actor).value
        setup = services.setup()
        water = setup.sa_types["WATER"]
        codes = Codes(
            water.distribution_code,
            water.revenue_code,
            setup.tender_sources[_SOURCE].distribution_code,
        )
        self._postings = Postings(user, opened, codes, accounts, charges)
        self._class = next(iter(setup.customer_classes))
        self._division = next(iter(setup.divisions))

    def fill(self, s: Transaction, count: int, *, postings: bool) -> None:
        """Write accounts, the index excepted."""
        ids = take_ids(s, 2 * count)
        persons, accounts = ids[:count], ids[count:]
        names = self._names
        BulkInsert(s, PersonRow, "id name phone")(
            [(person, names.person(), names.phone()) for person in persons]
        )
        same = {
            "customer_class": self._class,
            "division": self._division,
            "currency": "USD",
            "setup_date": TODAY,
        }
        BulkInsert(s, AccountRow, "id person_id address", **same)(
            [(a, p, names.address()) for a, p in zip(accounts, persons, strict=True)]
        )
        plates = [(a, names.plate()) for a in accounts]
        BulkInsert(s, AccountKeyRow, "folded account_id value", kind="PLATE")(
            [(plate, a, plate) for a, plate in plates]
        )
        if postings:
            self._postings.write(s, accounts)
