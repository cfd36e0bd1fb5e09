"""Least privilege: what counters and readers may do on a server, and the same kept by guards (R11)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from posapp.domain.money import Money
from posapp.errors import StorageFailure
from posapp.services.bundle import build
from posapp.storage import schema_revision
from posapp.storage.check import check_database
from posapp.storage.db import Database
from posapp.storage.grants import COUNTER, READER, REVISION, grants, never
from posapp.storage.roles import (
    grant_again,
    load_roles,
    refuse_stranger,
    set_roles_up,
    wrong_privileges,
)
from posapp.storage.setup_edits import update_row
from posapp.storage.tables.schema import METADATA
from posapp.storage.triggers import missing
from tests.helpers.clock import FixedClock
from tests.helpers.command_line import run
from tests.helpers.drawer_day import approve, balance_drawer, bank, owing, take, turn_in
from tests.helpers.granted import not_granted
from tests.helpers.office import Office, open_office

# Rows that freeze later: the columns change in a day's work, the frozen row does not.
FROZEN = (
    "UPDATE payment SET amount = amount + 1 WHERE status = 'FROZEN'",
    "UPDATE payment SET status = 'FREEZABLE' WHERE status = 'FROZEN'",
    "DELETE FROM payment WHERE status = 'FROZEN'",
    "DELETE FROM pay_segment",
    "UPDATE tender SET amount = amount + 1",
    "DELETE FROM tender",
    "UPDATE payment_event SET document_number = 'X-1'",
    "DELETE FROM payment_event",
    "UPDATE number_sequence SET last = last - 1",
    "UPDATE audit_head SET length = length - 1",
    "UPDATE turn_in SET amount = amount + 1 WHERE status = 'APPROVED'",
)
# What would take the guards themselves away.
UNGUARD = (
    "ALTER TABLE gl_line DISABLE TRIGGER USER",
    "DROP TRIGGER guard_gl_line_update ON gl_line",
    "DROP FUNCTION guard_gl_line_update() CASCADE",
    "CREATE OR REPLACE FUNCTION guard_gl_line_update() RETURNS trigger LANGUAGE plpgsql AS 'x'",
    "SET session_replication_role = replica",
    "TRUNCATE gl_line",
    "DROP TABLE gl_line CASCADE",
    "ALTER SEQUENCE posapp_ids RESTART WITH 1",
    "SELECT setval('posapp_ids', 1)",
    "CREATE TABLE other (id bigint)",
    "UPDATE alembic_version SET version_num = '9999'",
    "UPDATE id_counter SET next_id = 1",
    "UPDATE installation SET demo = false",
    f"SET ROLE {READER}",
)


def never_changed(db: Database) -> list[str]:
    """An UPDATE and a DELETE on every table that guards keep for ever, as far as it has rows."""
    found = []
    for name in sorted(never("UPDATE") | never("DELETE")):
        column = next(iter(METADATA.tables[name].columns)).name
        with db.read() as s:
            rows = s.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
        if rows and name in never("UPDATE"):
            found.append(f"UPDATE {name} SET {column} = {column}")
        if rows and name in never("DELETE"):
            found.append(f"DELETE FROM {name}")
    return found


def refusals(db: Database, statements: list[str], before: str = "") -> dict[str, str]:
    """Who refuses each statement: a privilege, a guard, or nobody."""
    said = {}
    for statement in statements:
        try:
            with db.engine.connect() as s, s.begin():
                for one in filter(None, before.split("; ")):
                    s.execute(text(one))
                done = s.execute(text(statement))
                said[statement] = f"done, {done.rowcount} rows"
        except DBAPIError as error:
            words = str(error.orig)
            denied = getattr(error.orig, "sqlstate", "") == "42501"
            said[statement] = (
                "privilege"
                if denied
                else words.split(":", maxsplit=1)[0].split("\n", maxsplit=1)[0]
            )
    return said


def day(office: Office) -> None:
    """Payments, a turn-in, the drawer balanced, money to the bank, and papers."""
    account = owing(office)
    for cents in (20_000, 333):
        take(office, account, "CASH", cents)
    approve(office, turn_in(office, "CASH", 10_000))
    balance_drawer(office, office.control)
    bank(office, 10_000)


LOGINS = {"posapp_test_desk": COUNTER, "posapp_test_auditor": READER}


@pytest.fixture
def owned(postgres_db: Database) -> Iterator[Database]:
    """A database with roles, as its owner; a desk and an auditor may log in."""
    set_roles_up(postgres_db)
    with postgres_db.begin() as s:
        for login, role in LOGINS.items():
            s.exec_driver_sql(f"CREATE ROLE {login} LOGIN IN ROLE {role}")
    yield postgres_db
    with postgres_db.begin() as s:
        for login in LOGINS:
            s.exec_driver_sql(f"DROP ROLE {login}")


@pytest.fixture
def desk_url(owned: Database, postgres_url: str) -> str:
    """The address that a desk has."""
    assert owned.dialect == "postgresql"
    return postgres_url.replace("//postgres@", "//posapp_test_desk@")


@pytest.fixture
def desk(desk_url: str) -> Iterator[Database]:
    """The same database as a desk opens it."""
    db = Database.open(desk_url)
    yield db
    db.dispose()


@pytest.fixture
def auditor(desk_url: str) -> Iterator[Database]:
    """The same database for whoever only looks."""
    db = Database.open(desk_url.replace("_desk@", "_auditor@"))
    yield db
    db.dispose()


def test_a29_every_table_has_one_decision() -> None:
    decided = grants()
    assert set(METADATA.tables) < set(decided)
    kept = never("UPDATE") & never("DELETE")
    assert {"gl_line", "financial_transaction", "audit", "request", "refund_movement"} < kept
    assert {name for name in kept if decided[name].update or decided[name].delete} == set()
    unknown = {
        f"{name}.{column}"
        for name, one in decided.items()
        for column in one.update
        if name in METADATA.tables and column not in METADATA.tables[name].columns
    }
    assert unknown == set()


def test_a29_whoever_changes_another_column_has_to_decide_about_it(sqlite_db: Database) -> None:
    assert not_granted("UPDATE bill SET number=?, description=? WHERE bill.id = ?") == []
    assert not_granted("UPDATE bill SET number=?, amount=? WHERE bill.id = ?") == [
        "UPDATE of bill.amount"
    ]
    assert not_granted("DELETE FROM gl_line WHERE gl_line.ft_id = ?") == ["DELETE from gl_line"]
    # The same statements as the program makes them are refused in every test that comes to one.
    with sqlite_db.begin() as s, pytest.raises(AssertionError, match=r"UPDATE of bill\.amount"):
        update_row(s, "bill", {"id": 1}, {"amount": Money(1)})


def test_r11_the_same_statements_are_refused_by_guards_and_by_privileges(
    owned: Database, desk: Database, sqlite_db: Database
) -> None:
    for db in (desk, sqlite_db):
        day(open_office(db, FixedClock()))
    on_file, on_server = never_changed(sqlite_db), never_changed(owned)
    assert on_file == on_server
    assert len(on_file) > 14
    # Guards alone: the owner may do everything, and so may whoever holds the file.
    for one in (sqlite_db, owned):
        said = refusals(one, [*on_file, *FROZEN])
        assert {statement: by for statement, by in said.items() if by != "guard"} == {}
    # A counter is refused before any guard is asked, and what may freeze later by its guard.
    assert set(refusals(desk, on_server).values()) == {"privilege"}
    assert set(refusals(desk, list(FROZEN)).values()) <= {"guard", "privilege"}
    # Privileges alone: the guards of all tables are off.
    with owned.begin() as s:
        for name in METADATA.tables:
            s.exec_driver_sql(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    assert set(refusals(desk, on_server).values()) == {"privilege"}
    assert set(refusals(desk, list(UNGUARD)).values()) == {"privilege"}
    assert refusals(desk, ["UPDATE tender SET created_at = now()"]).popitem()[1] == "privilege"


def test_r11_guards_look_past_temporary_tables_with_the_names_of_ours(
    owned: Database, desk: Database
) -> None:
    day(open_office(desk, FixedClock()))
    tables = ("payment", "financial_transaction", "tender", "tender_control")
    hide = "; ".join(
        f"CREATE TEMP TABLE {name} (LIKE public.{name}) ON COMMIT DROP" for name in tables
    )
    frozen = [
        "UPDATE public.payment SET amount = amount + 1 WHERE status = 'FROZEN'",
        "DELETE FROM public.payment WHERE status = 'FROZEN'",
        "UPDATE public.tender SET amount = amount + 1",
        "DELETE FROM public.tender",
        "DELETE FROM public.pay_segment",
    ]
    # As the owner, and as a counter who may make such tables all the same.
    as_counter = f"{hide}; GRANT ALL ON {', '.join(tables)} TO {COUNTER}; SET LOCAL ROLE {COUNTER}"
    for before in (hide, as_counter):
        assert set(refusals(owned, frozen, before).values()) == {"guard"}
    # The command takes that right away, and a guard that forgot where to look is found.
    with owned.begin() as s:
        may = text("SELECT has_database_privilege(:login, current_database(), 'TEMPORARY')")
        assert [s.execute(may, {"login": login}).scalar_one() for login in LOGINS] == [False] * 2
        assert missing(s) == ()
        s.exec_driver_sql("ALTER FUNCTION guard_tender_delete() RESET search_path")
        s.exec_driver_sql("ALTER FUNCTION guard_tender_update() SET search_path = pg_temp, public")
        assert missing(s) == ("guard_tender_delete", "guard_tender_update")
        for name in ("delete", "update"):
            s.exec_driver_sql(
                f"ALTER FUNCTION guard_tender_{name}() SET search_path = public, pg_temp"
            )
        assert missing(s) == ()


def test_r11_what_was_given_to_a_login_by_hand_is_found(owned: Database, desk: Database) -> None:
    with owned.begin() as s:
        s.exec_driver_sql("CREATE ROLE posapp_test_boss LOGIN")
    try:
        with owned.begin() as s:
            s.exec_driver_sql("GRANT UPDATE ON gl_line TO posapp_test_desk")
            s.exec_driver_sql("GRANT SELECT (name) ON person TO posapp_test_auditor")
        (finding,) = check_database(desk).findings
        assert (finding.name, finding.count) == ("privileges", 2)
        with owned.begin() as s:
            assert wrong_privileges(s) == (
                "SELECT on person.name for posapp_test_auditor is too much",
                "UPDATE on gl_line for posapp_test_desk is too much",
            )
            grant_again(s)
            assert wrong_privileges(s) == ()
            # A login that could become the owner is named; nobody but the administrator ends it.
            s.exec_driver_sql(f"ALTER TABLE {REVISION} OWNER TO posapp_test_boss")
            s.exec_driver_sql("GRANT posapp_test_boss TO posapp_test_desk")
            assert wrong_privileges(s) == ("posapp_test_desk can become the owner",)
            s.exec_driver_sql("REVOKE posapp_test_boss FROM posapp_test_desk")
            assert wrong_privileges(s) == ()
            s.exec_driver_sql(f"ALTER TABLE {REVISION} OWNER TO CURRENT_USER")
    finally:
        with owned.begin() as s:
            s.exec_driver_sql("REASSIGN OWNED BY posapp_test_boss TO CURRENT_USER")
            s.exec_driver_sql("DROP OWNED BY posapp_test_boss")
            s.exec_driver_sql("DROP ROLE posapp_test_boss")


def test_r11_a_counter_does_a_whole_day_and_a_reader_only_looks(
    owned: Database, desk: Database, auditor: Database
) -> None:
    day(open_office(desk, FixedClock()))
    assert check_database(desk).findings == ()
    assert check_database(auditor).findings == ()
    looked = refusals(
        auditor,
        [
            "INSERT INTO currency (code) VALUES ('XXX')",
            "UPDATE person SET name = ''",
            "DELETE FROM in_hand",
            "SELECT password_hash FROM app_user",
            "SELECT * FROM sign_in_try",
            "SELECT nextval('posapp_ids')",
        ],
    )
    assert set(looked.values()) == {"privilege"}
    with pytest.raises(StorageFailure, match="lacks a right"):
        build(auditor, FixedClock()).users.sign_in("cashier", "wrong password it is")
    # What a server's keeper gave by hand is found, and taken away again by a new schema.
    with owned.begin() as s:
        s.exec_driver_sql(f"GRANT UPDATE ON gl_line TO {COUNTER}")
        s.exec_driver_sql("GRANT SELECT ON app_user TO PUBLIC")
        s.exec_driver_sql(f"REVOKE INSERT ON tender FROM {COUNTER}")
    (finding,) = check_database(desk).findings
    assert (finding.name, finding.count) == ("privileges", 3)
    with owned.begin() as s:
        assert wrong_privileges(s)[0] == f"INSERT on tender for {COUNTER} is missing"
        grant_again(s)
        assert wrong_privileges(s) == ()


def test_a10_only_the_owner_upgrades_and_everybody_else_is_told_who_that_is(
    owned: Database, desk: Database, desk_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with owned.read() as s:
        owner = load_roles(s).owner
    for refused in (set_roles_up, refuse_in):
        with pytest.raises(StorageFailure) as caught:
            refused(desk)
        assert caught.value.kind == "read_only"
        assert f"only the role {owner}, which owns the tables" in caught.value.detail
        assert "this is posapp_test_desk" in caught.value.detail
    monkeypatch.setattr(schema_revision, "HEAD", "0002")
    monkeypatch.setattr(schema_revision, "REVISIONS", ("0001", "0002"))
    with pytest.raises(StorageFailure, match=f"'posapp db upgrade'. Run it as the role {owner}"):
        Database.open(desk_url)


def refuse_in(db: Database) -> None:
    with db.begin() as s:
        refuse_stranger(s, db.url_shown)


def test_d2_the_command_gives_the_roles_what_they_need(
    owned: Database, desk_url: str, postgres_url: str, sqlite_url: str
) -> None:
    answer = run("db", "roles", "--db", postgres_url, "--json").document
    assert (answer["counter"], answer["reader"]) == (COUNTER, READER)
    assert (answer["counters"], answer["readers"]) == tuple([login] for login in LOGINS)
    tables = {one["name"]: one for one in answer["tables"]}
    assert set(tables) == set(grants())
    assert tables["gl_line"] == {"name": "gl_line", "insert": True, "delete": False, "update": []}
    assert tables["bill"]["update"] == ["number", "description", "due_date"]
    with owned.read() as s:
        assert wrong_privileges(s) == ()
    again = run("db", "roles", "--db", desk_url, "--json")
    assert (again.code, again.document["error"]["fields"]["kind"]) == (4, "read_only")
    assert "has no roles" in run("db", "roles", "--db", sqlite_url).stderr
