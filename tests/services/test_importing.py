"""Imports as a whole: rights, requests, totals, dry runs, stops, faults; on both engines."""

import sqlite3
import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from posapp.domain.ids import new_request_id
from posapp.domain.imports import ControlTotal
from posapp.domain.messages import sentence
from posapp.domain.money import Money
from posapp.domain.topics import Topic
from posapp.errors import Refused
from posapp.services import import_jobs
from posapp.services.importing import Importing
from posapp.storage.audit import append_audit, office_chain
from posapp.storage.check import check_database
from posapp.storage.importing_posts import Postings
from tests.helpers.imports import Imports, counts

HEAD = "account_key,account_name,key,sa_type,bill_date,amount\n"
TWO = HEAD + "A-1,One,B1,WATER,2026-01-10,30.00\nA-2,Two,B2,WATER,2026-01-11,40.00\n"
TABLES = ("person", "account", "account_key", "agreement", "bill", "bill_line",
          "financial_transaction", "gl_line", "import_run")  # fmt: skip


def nothing_written(imports: Imports) -> bool:
    return all(imports.one(f"SELECT count(*) FROM {table}") == 0 for table in TABLES)


def refused(imports: Imports, *args: object, **options: object) -> Refused:
    with pytest.raises(Refused) as caught:
        imports.run(*args, **options)  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize("role", ["cashier", "supervisor", "auditor"])
def test_d44_only_set_up_imports(imports: Imports, role: str) -> None:
    path = imports.file(TWO)
    actor = imports.office.actors[role]
    with pytest.raises(Refused, match="M-51"):
        imports.service.run("bills", path, "bills", actor, request_id=new_request_id())
    with pytest.raises(Refused, match="M-51"):
        imports.service.preview("bills", path, "bills", actor)
    with pytest.raises(Refused, match="M-51"):
        imports.service.profiles("bills", actor)
    assert nothing_written(imports)


def test_d40_a_run_leaves_its_row_an_audit_row_and_a_change(imports: Imports) -> None:
    imports.run("bills", TWO)
    ((run, kind, profile, name, sha, by),) = imports.rows(
        "SELECT id, kind, profile, file_name, sha256, imported_by FROM import_run"
    )
    assert (kind, profile, name, len(sha)) == ("bills", "bills", "in.csv", 64)
    assert by == imports.actor.user_id
    ((chain, body),) = imports.rows(f"SELECT chain, body FROM audit WHERE object_id = {run}")
    assert chain == "office/MAIN/2026-11-20"
    assert '"added":2' in body
    assert sha in body
    assert imports.rows("SELECT topics FROM change_log ORDER BY id DESC LIMIT 1") == [
        ("accounts imports ledger",)
    ]


def test_d21_the_same_request_gives_the_first_report(imports: Imports) -> None:
    path = imports.file(TWO + "A-3,Three,B3,STEAM,2026-01-12,1.00\n")
    request = new_request_id()
    first = imports.service.run("bills", path, "bills", imports.actor, request_id=request)
    again = imports.service.run("bills", path, "bills", imports.actor, request_id=request)
    assert counts(first.value) == (2, 0, 0, 1)
    assert again.value == first.value
    assert (first.replayed, again.replayed) == (False, True)
    assert Topic.LEDGER in first.topics
    assert imports.one("SELECT count(*) FROM import_run") == 1
    imports.file(TWO)
    with pytest.raises(Refused, match="M-54"):
        imports.service.run("bills", path, "bills", imports.actor, request_id=request)


def test_a_dry_run_says_the_same_and_writes_nothing(imports: Imports) -> None:
    dry = imports.run("bills", TWO, dry_run=True)
    assert counts(dry) == (2, 0, 0, 0)
    assert dry.dry_run
    assert dry.totals == {
        "bills": ControlTotal(2, Money(7000)),
        "residues": ControlTotal(0, Money(0)),
    }
    assert nothing_written(imports)
    assert counts(imports.run("bills", TWO)) == (2, 0, 0, 0)
    assert counts(imports.run("bills", TWO, dry_run=True)) == (0, 0, 2, 0)


def with_total(imports: Imports, expected: str) -> Path:
    """The shipped profile of bills with an expected total."""
    profile = imports.folder / "total.toml"
    shipped = Path("resources/profiles/bills.toml")
    root = Path(__file__).resolve().parents[2]
    text = (root / shipped).read_text("utf-8").replace('name = "bills"', 'name = "total"')
    profile.write_text(text + f'\n[totals.all]\nfield = "amount"\nexpected = {expected}\n', "utf-8")
    return profile


def test_m80_a_wrong_control_total_posts_nothing(imports: Imports) -> None:
    profile = with_total(imports, '{ amount = "70.01" }')
    fault = refused(imports, "bills", TWO, profile)
    assert fault.code == "M-80"
    assert sentence(fault.code, fault.fields) == (
        "Control total all: the file says 70.01 in 2 records, its rows give 70.00 in 2 records."
    )
    assert nothing_written(imports)
    assert refused(imports, "bills", TWO, profile, dry_run=True).code == "M-80"
    outlook = imports.service.preview(
        "bills", imports.folder / "in.csv", str(profile), imports.actor
    )
    assert outlook.wrong_totals == (sentence(fault.code, fault.fields),)
    assert counts(imports.run("bills", TWO, with_total(imports, "{ count = 2 }"))) == (2, 0, 0, 0)


def test_m83_with_a_control_total_no_row_may_be_left_out(imports: Imports) -> None:
    content = TWO + "A-3,Three,B3,STEAM,2026-01-12,1.00\n"
    fault = refused(imports, "bills", content, with_total(imports, '{ amount = "71.00" }'))
    assert fault.code == "M-83"
    assert "line 4, bill.sa_type 'STEAM': is not in the set-up." in sentence(
        fault.code, fault.fields
    )
    assert nothing_written(imports)


def test_m81_the_profile_must_be_of_the_kind(imports: Imports) -> None:
    fault = refused(imports, "items", TWO, "bills")
    assert sentence(fault.code, fault.fields) == "Profile bills: it is for bills, not for items."
    assert refused(imports, "bills", TWO, "nobody").code == "M-81"


def test_m82_a_broken_file_is_refused(imports: Imports) -> None:
    assert refused(imports, "bills", "").code == "M-82"
    with pytest.raises(Refused, match="M-82"):
        imports.run_file("bills", imports.folder / "missing.csv", "bills")


def test_a_profile_in_another_currency_books_in_it(imports: Imports) -> None:
    profile = with_total(imports, "{ count = 2 }")
    text = profile.read_text("utf-8")
    profile.write_text(text.replace('kind = "bills"', 'kind = "bills"\ncurrency = "JPY"'), "utf-8")
    yen = TWO.replace("30.00", "3000").replace("40.00", "4000")
    assert counts(imports.run("bills", yen, profile)) == (2, 0, 0, 0)
    assert imports.rows("SELECT DISTINCT currency FROM account") == [("JPY",)]
    assert imports.rows("SELECT DISTINCT currency FROM financial_transaction") == [("JPY",)]
    profile.write_text(text.replace('kind = "bills"', 'kind = "bills"\ncurrency = "XAU"'), "utf-8")
    assert refused(imports, "bills", yen, profile).code == "M-55"


def test_stand_in_date_of_the_run_replaces_the_profiles(imports: Imports) -> None:
    content = (
        "TDS #,EDP,# days,Current Charges,Consumption,Water&Sewer Charges,Other Charges\n"
        "210,325,92,12116.54,1380,12116.54,0\n"
        "210,325,92,12116.54,1380,12116.54,0\n"
    )
    report = imports.run("bills", content, "water-bills", stand_in_date=date(2026, 6, 30))
    assert counts(report) == (2, 0, 0, 0)
    assert imports.rows("SELECT DISTINCT bill_date, due_date FROM bill") == [
        ("2026-06-30", "2026-07-30")
    ]
    # Equal rows are different bills, and still the same ones the second time.
    again = imports.run("bills", content, "water-bills", stand_in_date=date(2026, 6, 30))
    assert counts(again) == (0, 0, 2, 0)


def many(n: int) -> str:
    return HEAD + "".join(
        f"A-{i % 97},Name {i % 97},B{i},WATER,2026-01-10,1.00\n" for i in range(n)
    )


def test_progress_runs_to_the_end_and_never_back(imports: Imports) -> None:
    seen: list[tuple[int, int | None]] = []

    def progress(done: int, of: int | None) -> bool:
        seen.append((done, of))
        return True

    imports.run("bills", many(1200), progress=progress)
    assert seen == sorted(seen)
    assert seen[-1] == (2400, 2400)
    assert len(seen) > 3


def test_f12_who_writes_during_a_long_import_makes_no_clock_go_back(imports: Imports) -> None:
    """Its entry follows those of others; a clock that really went back is said as ever."""
    office, begun = imports.office, imports.office.clock.at
    chain = office_chain("MAIN", begun.date())

    def other_writes_at(minutes: int) -> None:
        at = begun + timedelta(minutes=minutes)
        with office.db.begin() as s:
            append_audit(s, chain, at=at, user_id=None, action="x", object_id=None, body={})

    def lasting(minutes: int) -> Callable[[int, int | None], bool]:
        def progress(done: int, of: int | None) -> bool:
            if done == of:
                office.clock.at = begun + timedelta(minutes=minutes)
            return True

        return progress

    jumps = "SELECT count(*) FROM audit WHERE action = 'database.clock-back'"
    # What is written between its beginning and its end stands before it in the chain.
    other_writes_at(4)
    imports.run("bills", many(3), progress=lasting(5))
    assert imports.one(jumps) == 0
    assert [one.name for one in check_database(office.db).findings] == []
    office.clock.at = begun
    imports.run("bills", many(4), progress=lasting(-1))
    assert imports.one(jumps) == 1


def test_m84_stopping_while_reading_or_recording_writes_nothing(imports: Imports) -> None:
    for limit in (1, 2400):
        fault = refused(imports, "bills", many(1200), progress=lambda done, _of, m=limit: done < m)
        assert fault.code == "M-84"
        assert sentence(fault.code, fault.fields) == (
            "The import of in.csv was stopped. Nothing was recorded."
        )
    assert nothing_written(imports)
    assert counts(imports.run("bills", many(1200))) == (1200, 0, 0, 0)


@pytest.mark.every_case
def test_f19_a_fault_in_the_middle_leaves_nothing(
    imports: Imports, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Postings.write
    calls = []

    def failing(self: Postings) -> None:
        write(self)
        calls.append(1)
        if len(calls) == 2:
            raise MemoryError

    content = many(5200)
    with monkeypatch.context() as patch:
        patch.setattr(Postings, "write", failing)
        with pytest.raises(MemoryError):
            imports.run("bills", content)
    assert len(calls) == 2
    assert nothing_written(imports)
    assert counts(imports.run("bills", content)) == (5200, 0, 0, 0)
    assert imports.one("SELECT count(*) FROM account") == 97
    imports.assert_sound()


def test_the_preview_shows_rows_mapping_and_what_would_come_of_it(imports: Imports) -> None:
    path = imports.file(many(60) + "A-3,Three,B99,STEAM,2026-01-12,1.00\nA,B,C,WATER,x,1\n")
    outlook = imports.service.preview("bills", path, "bills", imports.actor)
    assert len(outlook.preview.lines) == 50
    assert outlook.preview.header[:2] == ("account_key", "account_name")
    assert ("bill.amount", "amount") in outlook.preview.mapping
    assert counts(outlook.report) == (60, 0, 0, 2)
    assert [r.line for r in outlook.report.rejected] == [62, 63]
    assert outlook.report.dry_run
    assert outlook.wrong_totals == ()
    assert nothing_written(imports)


def test_the_shipped_profiles_of_a_kind(imports: Imports) -> None:
    found = imports.service.profiles("rates", imports.actor)
    assert set(found) == {"ecb-rates", "rates"}
    assert all(found.values())


@pytest.mark.every_case
def test_two_imports_at_once_make_each_account_once(imports: Imports) -> None:
    """Both see that the accounts are missing unless one waits for the other."""
    paths = [imports.file(many(300).replace(",B", f",{n}B"), f"{n}.csv") for n in range(2)]
    faults: list[BaseException] = []
    gate = threading.Barrier(2)

    def work(path: Path) -> None:
        service = Importing(
            imports.office.db, imports.office.clock, imports.office.services.setup_cache
        )
        gate.wait(10)
        try:
            service.run("bills", path, "bills", imports.actor, request_id=new_request_id())
        except (Refused, sqlite3.Error) as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert imports.one("SELECT count(*) FROM account") == 97
    assert imports.one("SELECT count(*) FROM bill") == 600
    imports.assert_sound()


def test_every_kind_of_profile_has_a_job() -> None:
    assert set(import_jobs._KINDS) == {"accounts", "bills", "items", "rates"}
