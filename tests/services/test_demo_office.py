"""The demo office: the same for the same seed, sound, filled with what a demo needs (D-45)."""

import hashlib
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from posapp.domain.codes import ControlStatus
from posapp.domain.ids import AccountId, AgreementId, ControlId, EventId
from posapp.domain.money import Money
from posapp.domain.templates import lines_of
from posapp.errors import Refused, StorageFailure
from posapp.services.bundle import Services, build
from posapp.services.demo_names import DemoNames
from posapp.services.demo_office import DemoMade, make_demo
from posapp.services.demo_people import Agreement, Customer, Habit
from posapp.services.demo_records import Bill
from posapp.services.demo_tenders import Forms, Tenders
from posapp.services.demo_unpaid import Unpaid
from posapp.storage.check import check_database
from posapp.storage.db import Database
from posapp.storage.tables.schema import METADATA
from posapp.vault import passwords
from tests.helpers.clock import FixedClock
from tests.helpers.facts import setup
from tests.helpers.postgres_server import PostgresServer

SIZE = 160
TODAY = date(2026, 11, 20)


class Demo:
    """A demo office that was made once for this module; tests only read it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.made = make_demo(str(path), clock=FixedClock(), accounts=SIZE)
        self.db = Database.open(str(path))
        self.services: Services = build(self.db, FixedClock())

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.db.read() as s:
            return [tuple(row) for row in s.execute(text(sql))]

    def one(self, sql: str) -> Any:
        ((value,),) = self.rows(sql)
        return value


@pytest.fixture(scope="module", autouse=True)
def quick_hashes_of_all() -> Iterator[None]:
    """Each office hashes its password and each sign-in again; what that costs is no matter here."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        patch.setattr(passwords, "_HASHER", quick)
        yield


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Any:
    made = Demo(tmp_path_factory.mktemp("demo") / "posapp.db")
    yield made
    made.db.dispose()


def content(db: Database) -> str:
    """SHA-256 over every row of every table; hashes of passwords have their own salt."""
    digest = hashlib.sha256()
    with db.read() as s:
        for table in METADATA.sorted_tables:
            columns = ", ".join(f'"{c.name}"' for c in table.columns if c.name != "password_hash")
            keys = ", ".join(f'"{c.name}"' for c in table.primary_key.columns)
            digest.update(table.name.encode())
            for row in s.execute(text(f'SELECT {columns} FROM "{table.name}" ORDER BY {keys}')):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def test_the_same_seed_makes_the_same_office(demo: Demo, tmp_path: Path) -> None:
    again = Demo(tmp_path / "again.db")
    other = make_demo(str(tmp_path / "other.db"), clock=FixedClock(), accounts=SIZE, seed=7)
    assert again.made == demo.made
    assert content(again.db) == content(demo.db)
    again.db.dispose()
    db = Database.open(str(tmp_path / "other.db"))
    assert content(db) != content(demo.db)
    db.dispose()
    assert other != demo.made


def test_the_check_of_the_database_finds_nothing(demo: Demo) -> None:
    assert check_database(demo.db).findings == ()


def test_what_was_made_is_counted(demo: Demo) -> None:
    assert demo.made == DemoMade(
        accounts=demo.one("SELECT count(*) FROM account"),
        bills=demo.one("SELECT count(*) FROM bill"),
        items=demo.one("SELECT count(*) FROM payable_item"),
        events=demo.one("SELECT count(*) FROM payment_event"),
    )
    assert demo.made.accounts == SIZE + 1
    assert demo.made.bills > 4 * SIZE
    assert demo.made.events > 4 * SIZE


def test_it_is_marked_as_a_demo_for_ever(demo: Demo) -> None:
    assert demo.services.setup().installation.demo
    assert (
        demo.one("SELECT count(*) FROM payment_event WHERE document_number NOT LIKE 'DEMO-%'") == 0
    )


@pytest.mark.parametrize(
    "login", ["cashier", "supervisor", "setup", "auditor", "cashier2", "cashier3"]
)
def test_every_user_has_the_demos_password(demo: Demo, login: str) -> None:
    assert demo.services.users.sign_in(login, "demo").login == login


def test_the_first_cashier_has_an_open_drawer_with_a_counted_float(demo: Demo) -> None:
    services = demo.services
    cashier = services.users.sign_in("cashier", "demo")
    (control,) = services.tender_controls.mine(cashier)
    assert (control.tender_source, control.business_date) == ("CASH-A01", TODAY)
    supervisor = services.users.sign_in("supervisor", "demo")
    view = services.tender_controls.show(ControlId(control.id), supervisor)
    counted = [item.value * quantity for item, quantity in view.float_count]
    assert sum(counted, Money(0)) == control.starting_balance == Money(15000)
    assert view.events == SIZE // 8 + 2
    assert view.above_limit
    assert view.limit == Money(100000)
    deposit = services.deposit_controls.show(control.deposit_control_id, supervisor)
    assert deposit.control.status is ControlStatus.OPEN
    assert len(deposit.controls) == 1


def test_days_of_the_past_are_balanced(demo: Demo) -> None:
    assert demo.rows(
        "SELECT status, min(business_date) < '2025-01-01', max(business_date) < '2026-11-20'"
        " FROM tender_control GROUP BY status ORDER BY status"
    ) == [
        ("BALANCED", 1, 1),
        ("OPEN", 0, 0),
    ]
    assert demo.one("SELECT count(DISTINCT tender_source) FROM tender_control") == 4
    # Each deposit control holds what its drawers took and started with.
    assert (
        demo.one(
            "SELECT count(*) FROM deposit_control d WHERE status = 'BALANCED' AND ending_balance <>"
            " (SELECT sum(c.starting_balance) FROM tender_control c WHERE c.deposit_control_id = d.id)"
            " + (SELECT sum(t.amount) FROM tender t JOIN tender_control c"
            " ON c.id = t.tender_control_id WHERE c.deposit_control_id = d.id)"
        )
        == 0
    )
    assert demo.one("SELECT count(*) FROM payment_event WHERE strftime('%w', payment_date)"
                    " IN ('0', '6')") == 0  # fmt: skip


def test_nc4_the_county_has_a_template(demo: Demo) -> None:
    (found,) = demo.services.setup().templates.values()
    assert (found.code, found.active) == ("DOG", True)
    worked = [(one.distribution_code, one.amount) for one in lines_of(found, Money(2_001))]
    assert worked == [("4800-MISC", Money(500)), ("4100-PERMIT", Money(1_501))]
    account = demo.one("SELECT customer_class FROM account WHERE id = " + str(found.account_id))
    assert account == "NONCIS"


def test_two_payments_wait_for_somebody(demo: Demo) -> None:
    waiting = demo.rows(
        "SELECT event_id, status, error_code FROM payment WHERE status <> 'FROZEN' ORDER BY id"
    )
    assert [(status, code) for _, status, code in waiting] == [
        ("FREEZABLE", None),
        ("ERROR", "M-21"),
    ]
    auditor = demo.services.users.sign_in("auditor", "demo")
    event = demo.services.payment_events.show(EventId(waiting[1][0]), auditor)
    assert event.payments[0].error_text == (
        "The account is open-item: give a match type and value."
    )
    assert event.receipt_number is None


def test_money_and_debts_are_of_every_kind(demo: Demo) -> None:
    kinds = {row[0] for row in demo.rows("SELECT DISTINCT sa_type FROM agreement")}
    assert {"WATER", "ELECTRIC", "GAS", "GARBAGE", "MISC", "OVERPAY", "VIOLATION"} <= kinds
    tenders = {row[0] for row in demo.rows("SELECT DISTINCT tender_type FROM tender")}
    assert {"CASH", "CHEC", "CARD", "MORD", "TRAV"} <= tenders
    assert demo.one("SELECT count(*) FROM tender WHERE cash_back") > SIZE
    classes = {row[0] for row in demo.rows("SELECT DISTINCT customer_class FROM account")}
    assert classes == {"RES", "COM", "OPEN", "NONCIS"}
    owing = demo.rows(
        "SELECT count(*), min(oldest), max(oldest) FROM (SELECT a.account_id,"
        " sum(f.current_amount) AS owed, min(f.arrears_date) AS oldest FROM agreement a"
        " JOIN financial_transaction f ON f.agreement_id = a.id GROUP BY a.account_id) x"
        " WHERE owed > 0"
    )
    assert SIZE // 5 < owing[0][0] < SIZE * 4 // 5
    # Nobody's service is paid beyond its debt but on purpose.
    assert demo.rows(
        "SELECT DISTINCT a.sa_type FROM agreement a JOIN financial_transaction f"
        " ON f.agreement_id = a.id GROUP BY a.id HAVING sum(f.current_amount) < 0 ORDER BY 1"
    ) == [("MISC",), ("OVERPAY",)]


def test_nc2_payments_of_the_county_name_who_paid(demo: Demo) -> None:
    assert demo.one("SELECT count(*) FROM payment WHERE non_cis_name <> ''") > 100
    assert (
        demo.one(
            "SELECT count(*) FROM payment p JOIN account a ON a.id = p.account_id"
            " WHERE (a.customer_class = 'NONCIS') <> (p.non_cis_name <> '' AND p.reference <> '')"
        )
        == 0
    )


def test_open_item_customers_pay_bills_by_their_number(demo: Demo) -> None:
    assert demo.rows(
        "SELECT DISTINCT p.match_type, g.bill_id IS NULL FROM payment p"
        " JOIN account a ON a.id = p.account_id JOIN pay_segment g ON g.payment_id = p.id"
        " WHERE a.customer_class = 'OPEN'"
    ) == [("BILL-ID", 0)]
    # Each bill that was paid has its balanced match event with charges and payments (OI-3).
    paid = demo.one("SELECT count(DISTINCT bill_id) FROM pay_segment WHERE bill_id IS NOT NULL")
    assert paid > 0
    assert demo.rows("SELECT status, count(*) FROM match_event GROUP BY status") == [
        ("BALANCED", paid)
    ]
    assert demo.rows(
        "SELECT sum(f.current_amount), count(DISTINCT f.ft_type) FROM match_event_ft l"
        " JOIN financial_transaction f ON f.id = l.ft_id"
    ) == [(0, 2)]
    # What is paid on a bill is what it charged.
    assert (
        demo.one(
            "SELECT count(*) FROM bill b WHERE b.amount <> (SELECT sum(g.amount) FROM pay_segment g"
            " WHERE g.bill_id = b.id) AND EXISTS (SELECT 1 FROM pay_segment g WHERE g.bill_id = b.id)"
        )
        == 0
    )


def test_items_are_paid_or_not(demo: Demo) -> None:
    states = dict(demo.rows("SELECT state, count(*) FROM payable_item GROUP BY state"))
    assert set(states) == {"PAYABLE", "PAID"}
    assert (
        demo.one(
            "SELECT count(*) FROM payable_item i WHERE (i.state = 'PAID') <> ((SELECT"
            " sum(f.current_amount) FROM financial_transaction f"
            " WHERE f.agreement_id = i.agreement_id) = 0)"
        )
        == 0
    )


def test_the_showcase_customer_is_cash_only_and_owes(demo: Demo) -> None:
    (account,) = demo.rows(
        "SELECT a.id FROM account a JOIN person p ON p.id = a.person_id"
        " WHERE p.name = 'Okafor, Ngozi'"
    )
    cashier = demo.services.users.sign_in("cashier", "demo")
    card = demo.services.accounts.card(AccountId(account[0]), cashier)
    assert card.cash_only
    assert card.current_balance > Money(0)
    assert len({cell.arrears_date for debt in card.debts for cell in debt.cells}) > 1
    assert card.recent


def test_accounts_are_found_by_name_meter_and_plate(demo: Demo) -> None:
    cashier = demo.services.users.sign_in("cashier", "demo")
    assert demo.services.search.find("okafor elm", cashier)[0].name == "Okafor, Ngozi"
    assert demo.services.search.find("W-118770602", cashier)[0].name == "Okafor, Ngozi"
    ((plate, owner),) = demo.rows(
        "SELECT value, account_id FROM account_key WHERE kind = 'PLATE' ORDER BY folded LIMIT 1"
    )
    assert demo.services.search.find(plate.lower(), cashier)[0].account_id == owner
    ((name, owner),) = demo.rows(
        "SELECT p.name, a.id FROM account a JOIN person p ON p.id = a.person_id"
        " WHERE p.name LIKE 'Μαυρ%' ORDER BY a.id LIMIT 1"
    )
    assert owner in {hit.account_id for hit in demo.services.search.find(name, cashier)}


def test_names_come_in_many_scripts(demo: Demo) -> None:
    scripts = {
        unicodedata.name(letter).split()[0]
        for (name,) in demo.rows("SELECT name FROM person")
        for letter in name
        if letter.isalpha()
    }
    assert {"LATIN", "GREEK", "CYRILLIC", "ARABIC", "CJK"} <= scripts


def test_every_group_of_names_can_be_made() -> None:
    names = DemoNames()
    rng = Random(1)
    scripts = set()
    for group in names.groups:
        made = {group.name(rng) for _ in range(40)}
        assert len(made) > 10, group.code
        assert all(name == unicodedata.normalize("NFC", name).strip() for name in made)
        scripts |= {unicodedata.name(c).split()[0] for n in made for c in n if c.isalpha()}
    assert scripts == {
        "ARABIC", "ARMENIAN", "CJK", "CYRILLIC", "GEORGIAN", "GREEK", "HANGUL", "HEBREW", "LATIN",
    }  # fmt: skip


def test_identities_and_numbers_rise_with_time(demo: Demo) -> None:
    for table, day in (("bill", "bill_date"), ("payment_event", "payment_date")):
        days = [row[0] for row in demo.rows(f"SELECT {day} FROM {table} ORDER BY id")]
        assert days == sorted(days)
    stamps = [row[0] for row in demo.rows("SELECT created_at FROM payment_event ORDER BY id")]
    assert max(stamps) <= "2026-11-20T15:00:00.000000+00:00"


def test_there_is_no_demo_beside_something_that_exists(demo: Demo) -> None:
    with pytest.raises(StorageFailure):
        make_demo(str(demo.path), clock=FixedClock(), accounts=1)


def test_stopping_leaves_no_file(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []

    def progress(done: int, of: int | None) -> bool:
        seen.append((done, of))
        return done < 500

    with pytest.raises(Refused, match="M-84"):
        make_demo(str(tmp_path / "demo.db"), clock=FixedClock(), accounts=20, progress=progress)
    assert list(tmp_path.iterdir()) == []
    assert seen == sorted(seen)
    assert {of for _, of in seen} == {750}


@pytest.mark.parametrize("size", [0, 1, 5])
def test_even_the_smallest_office_is_sound(tmp_path: Path, size: int) -> None:
    path = str(tmp_path / "small.db")
    make_demo(path, clock=FixedClock(), accounts=size)
    db = Database.open(path)
    assert check_database(db).findings == ()
    db.dispose()


def test_on_a_saturday_before_dawn_the_office_is_open(tmp_path: Path) -> None:
    clock = FixedClock(FixedClock().at + timedelta(days=1, hours=-7))
    path = str(tmp_path / "saturday.db")
    make_demo(path, clock=clock, accounts=40)
    db = Database.open(path)
    assert check_database(db).findings == ()
    with db.read() as s:
        (row,) = s.execute(text("SELECT business_date, last_receipt, created_at FROM tender_control"
                                " WHERE status = 'OPEN'"))  # fmt: skip
    assert tuple(row)[:2] == ("2026-11-21", 5)
    assert row[2] < "2026-11-21T08:00"
    db.dispose()


@pytest.mark.postgres
def test_it_can_be_made_on_postgresql(postgres_server: PostgresServer) -> None:
    url = postgres_server.create()
    made = make_demo(url, clock=FixedClock(), accounts=12)
    db = Database.open(url)
    assert check_database(db).findings == ()
    with db.read() as s:
        assert s.execute(text("SELECT count(*) FROM payment_event")).scalar() == made.events
    db.dispose()
    postgres_server.drop(url)


@pytest.mark.parametrize("forms", list(Forms))
def test_tenders_make_the_amount(forms: Forms) -> None:
    tenders = Tenders(setup(), "1010-CASH")
    rng = Random(3)
    for cents in (1, 499, 4_000, 12_345):
        for _ in range(60):
            made = tenders.of(cents, rng, forms)
            assert sum(one.cents for one in made) == cents
            assert [one.cash_back for one in made if one.cents < 0] in ([], [True])


def test_a_part_payment_goes_where_the_program_would_put_it() -> None:
    """Priority first, then age; equal ones in proportion (14.2)."""
    customer = Customer(1, "RES", Habit.PARTIAL, 24, True, 5, False, Random(1))
    water = Agreement(AgreementId(11), "WATER", "1200-AR-WATER", "4000-WATER")
    garbage = Agreement(AgreementId(12), "GARBAGE", "1250-AR-GARBAGE", "4050-GARBAGE")
    customer.agreements = [water, garbage]
    unpaid = Unpaid(customer, {"WATER": 10, "GARBAGE": 30})
    unpaid.add(Bill(customer, date(2026, 1, 5), [(water, 3_000), (garbage, 2_000)], 5_000))
    unpaid.add(Bill(customer, date(2026, 2, 5), [(water, 4_000), (garbage, 2_000)], 6_000))

    def paid(cents: int) -> list[tuple[str, int]]:
        return [(share.agreement.sa_type, share.cents) for share in unpaid.pay(cents)]

    assert paid(2_500) == [("WATER", 2_500)]
    assert paid(5_000) == [("WATER", 4_500), ("GARBAGE", 500)]
    assert unpaid.total == 3_500
    assert paid(3_500) == [("GARBAGE", 3_500)]
    assert (unpaid.total, unpaid.bills) == (0, [])
