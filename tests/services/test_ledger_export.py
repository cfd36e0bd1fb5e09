"""The ledger for finance: once, balanced, repeatable, safe in a spreadsheet."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from posapp.domain.ids import new_request_id
from posapp.domain.money import Money, total
from posapp.services import ledger_export
from tests.helpers.drawer_day import code_of, owing, take
from tests.helpers.events import is_clean
from tests.helpers.office import DAY, Office


def ask() -> str:
    return new_request_id()


def test_each_transaction_leaves_once_and_debits_equal_credits(office: Office) -> None:
    account = owing(office)
    take(office, account, "CASH", 500_00)
    exports = office.services.ledger_exports
    (first,) = exports.export(ask(), office.supervisor).value
    assert first.batch.number == 1
    assert first.batch.debits == first.batch.credits == total(one.debit for one in first.lines)
    assert first.batch.lines == len(first.lines) > 0
    assert code_of(lambda: exports.export(ask(), office.supervisor)) == "M-70"
    take(office, account, "CASH", 5_00)
    (second,) = exports.export(ask(), office.supervisor).value
    assert (second.batch.number, second.batch.debits) == (2, Money(5_00))
    assert not {one.ft_id for one in first.lines} & {one.ft_id for one in second.lines}
    assert exports.batch(1, office.supervisor) == first
    assert [one.number for one in exports.batches(office.supervisor)] == [2, 1]
    assert is_clean(office)
    with pytest.raises(IntegrityError), office.db.begin() as s:
        s.execute(text("DELETE FROM ledger_batch_transaction"))


def test_16_a_batch_is_the_same_file_after_accounts_were_renamed(
    office: Office, tmp_path: Path
) -> None:
    take(office, owing(office), "CASH", 500_00)
    exports, boss = office.services.ledger_exports, office.supervisor
    first = exports.export(ask(), boss).value
    exports.write(first, tmp_path / "first.csv")
    setup, actor = office.services.setup_edits, office.actors["setup"]
    for row in setup.rows("distribution_code", actor).rows:
        was = dict(row)
        renamed = was | {"description": "Something else"}
        setup.save("distribution_code", renamed, new_request_id(), actor, was=was)
    again = exports.batch(1, boss)
    assert again == first[0]
    exports.write((again,), tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "first.csv").read_bytes()
    take(office, owing(office), "CASH", 5_00)
    (second,) = exports.export(ask(), boss).value
    assert {one.description for one in second.lines} == {"Something else"}
    assert is_clean(office)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_batch_account SET description = 'x'",
        "DELETE FROM ledger_batch_account",
        "UPDATE agreement SET sa_type = (SELECT min(code) FROM sa_type)",
    ],
)
def test_16_what_a_batch_called_its_accounts_never_changes(office: Office, change: str) -> None:
    take(office, owing(office), "CASH", 500_00)
    office.services.ledger_exports.export(ask(), office.supervisor)
    with pytest.raises(IntegrityError), office.db.begin() as s:
        s.execute(text(change))


def test_d21_the_same_request_gives_the_same_batch(office: Office) -> None:
    take(office, owing(office), "CASH", 500_00)
    exports, request = office.services.ledger_exports, ask()
    first = exports.export(request, office.supervisor)
    again = exports.export(request, office.supervisor)
    assert (again.value, again.replayed) == (first.value, True)


def test_only_up_to_the_day_and_only_for_whoever_may(office: Office) -> None:
    take(office, owing(office), "CASH", 500_00)
    exports = office.services.ledger_exports
    assert code_of(lambda: exports.export(ask(), office.cashier)) == "M-51"
    assert code_of(lambda: exports.batch(7, office.supervisor)) == "M-55"
    early = date(2026, 1, 1)
    assert code_of(lambda: exports.export(ask(), office.supervisor, early)) == "M-70"
    (batch,) = exports.export(ask(), office.actors["setup"], DAY).value
    assert batch.batch.until == DAY


def test_files_hold_lines_and_control_totals_and_no_formula(office: Office, tmp_path: Path) -> None:
    take(office, owing(office), "CASH", 500_00)
    with office.db.begin() as s:
        s.execute(text("UPDATE distribution_code SET description = '=1+1'"))
    exports = office.services.ledger_exports
    made = exports.export(ask(), office.supervisor).value
    exports.write(made, tmp_path / "ledger.csv")
    with (tmp_path / "ledger.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    (batch,) = made
    lines = [row for row in rows if row["record"] == "LINE"]
    assert len(lines) == batch.batch.lines
    assert {row["description"] for row in lines} == {"'=1+1"}
    whole = rows[-1]
    assert (whole["record"], whole["line"]) == ("TOTAL", str(batch.batch.lines))
    for side in ("debit", "credit"):
        assert sum(Decimal(row[side] or 0) for row in lines) == Decimal(whole[side])
    exports.write(made, tmp_path / "ledger.xlsx")
    sheet = load_workbook(tmp_path / "ledger.xlsx")["Ledger"]
    cells = list(sheet.iter_rows(min_row=2))
    assert len(cells) == len(rows)
    assert {row[6].data_type for row in cells[:-1]} == {"s"}
    assert sum(Decimal(str(row[7].value or 0)) for row in cells[:-1]) == Decimal(whole["debit"])
    assert code_of(lambda: exports.write(made, tmp_path / "ledger.txt")) == "M-50"
    assert sorted(one.name for one in tmp_path.iterdir() if "ledger" in one.name) == [
        "ledger.csv",
        "ledger.xlsx",
    ]


def test_progress_goes_from_the_first_line_read_to_the_last_one_written(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_export, "_TOLD_EVERY", 1)
    take(office, owing(office), "CASH", 500_00)
    told: list[tuple[int, int | None]] = []

    def progress(done: int, of: int | None) -> bool:
        told.append((done, of))
        return True

    exports = office.services.ledger_exports
    made = exports.export(ask(), office.supervisor, None, progress).value
    exports.write(made, tmp_path / "ledger.csv", progress)
    lines = sum(one.batch.lines for one in made)
    assert told == [(at, 2 * lines) for at in range(2 * lines)]


@pytest.mark.parametrize("stop_at", [0, 5])
def test_r1_an_export_that_is_stopped_leaves_its_batch_and_no_file(
    sqlite_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop_at: int
) -> None:
    """Stopped while its lines are read or written, it can be written again, whole."""
    office, path = sqlite_office, tmp_path / "ledger.csv"
    monkeypatch.setattr(ledger_export, "_TOLD_EVERY", 1)
    take(office, owing(office), "CASH", 500_00)
    exports = office.services.ledger_exports

    def until(done: int, _of: int | None) -> bool:
        return done < stop_at

    def work() -> None:
        made = exports.export(ask(), office.supervisor, None, until).value
        exports.write(made, path, until)

    assert code_of(work) == "M-285"
    assert list(tmp_path.glob("*ledger*")) == []
    (batch,) = exports.batches(office.supervisor)
    exports.write((exports.batch(batch.number, office.supervisor),), path)
    assert len(path.read_text("utf-8").splitlines()) == batch.lines + 2
    assert is_clean(office)
