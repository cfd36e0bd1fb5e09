"""File > Import by keys over a real database: look first, then import, once and in the open."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from posapp.domain.ids import AccountId
from posapp.domain.imports import ControlTotal, MappedFile
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.errors import Refused
from posapp.storage.db import Database
from posapp.ui.formats import Formats
from posapp.ui.models.import_lists import total_columns, total_lines
from posapp.ui.models.inquiry_lists import entry_words
from posapp.ui.pages.import_file import ImportPage
from posapp.ui.signals import AppSignals
from posapp.ui.tasks import InlineRunner, Progress, TaskRunner
from posapp.ui.theme import Theme
from posapp.ui.tokens import Tone
from posapp.ui.window import MainWindow
from tests.helpers.clock import FixedClock
from tests.helpers.events import add
from tests.helpers.imports import Imports
from tests.helpers.office import open_office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround
from tests.ui.conftest import ManualRunner

HEAD = "account_key,account_name,key,sa_type,bill_date,amount\n"
TWO = HEAD + "A-1,One,B1,WATER,2026-01-10,30.00\nA-2,Two,B2,WATER,2026-01-11,40.00\n"
BAD = TWO + "A-3,Three,B3,STEAM,2026-01-12,1.00\nA-4,Four,B4,WATER,2026-13-12,1.00\n"
STAND_IN = """
name = "no-dates"
description = "Bills without dates"
kind = "bills"

[account]
key = { column = "account_key" }
name = { column = "account_name" }

[bill]
key = { column = "key" }
sa_type = { column = "sa_type" }
bill_date = { stand_in = 2024-12-31 }
due_date = { days_after_bill_date = 30 }
amount = "amount"
"""
TOTALS = (
    STAND_IN
    + """
[totals.bills]
field = "amount"
expected = { count = 2, amount = "70.01" }
"""
)


@pytest.fixture
def imports(sqlite_db: Database, clock: FixedClock, tmp_path: Path) -> Imports:
    return Imports(open_office(sqlite_db, clock), tmp_path)


@pytest.fixture
def desk(imports: Imports, theme: Theme, tmp_path: Path) -> Surroundings:
    return surround(imports.office, theme, tmp_path, imports.actor)


@pytest.fixture
def page(qtbot: QtBot, desk: Surroundings) -> ImportPage:
    return shown(qtbot, desk)


def shown(qtbot: QtBot, desk: Surroundings) -> ImportPage:
    page = ImportPage(desk.context)
    qtbot.addWidget(page)
    page.resize(1334, 640)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.load()
    page.focus_first()
    settle()
    return page


def choose(page: ImportPage, path: Path, profile: str | Path = "", kind: str = "bills") -> None:
    page.choice.kind.select(kind)
    if isinstance(profile, Path):
        page.choice.take_profile(str(profile))
    else:
        page.choice.profile.select(profile or kind)
    page.choice.take_file(str(path))
    settle()


class _Lanes(InlineRunner):
    """Remembers on which lane work was put."""

    def __init__(self, signals: AppSignals) -> None:
        super().__init__(signals)
        self.seen: list[str] = []

    def run(self, owner: Any, work: Any, on_done: Any, *more: Any, **named: Any) -> None:
        self.seen.append(named.get("lane") or (more[1] if len(more) > 1 else "db"))
        super().run(owner, work, on_done, *more, **named)


def counts(page: ImportPage) -> tuple[str, ...]:
    names = ("read", "added", "changed", "unchanged", "rejected")
    return tuple(page.figures.bar.text(name) for name in names)


def cells(table: Any) -> list[list[str]]:
    model = table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def says(page: ImportPage) -> list[tuple[str, Tone]]:
    return [(notice.text, notice.tone) for notice in page.notices]


def bills(imports: Imports) -> int:
    found = imports.one("SELECT count(*) FROM bill")
    assert isinstance(found, int)
    return found


def test_an_empty_page_says_what_to_do(page: ImportPage) -> None:
    assert page.choice.kind.hasFocus()
    assert counts(page) == ("—",) * 5
    assert not page.import_button.isEnabled()
    assert not page.dry_run.isEnabled()
    assert page.tables.rows._empty[0] == "No file chosen"


def test_the_profiles_of_the_kind_are_offered(page: ImportPage) -> None:
    page.choice.kind.select("items")
    shown = [page.choice.profile.itemText(at) for at in range(page.choice.profile.count())]
    assert shown == ["items", "parking-summonses"]
    page.choice.profile.select("parking-summonses")
    assert "summonses" in page.choice.form.row("profile")._line.text()


def test_looking_shows_rows_mapping_and_counts_and_writes_nothing(
    page: ImportPage, imports: Imports
) -> None:
    choose(page, imports.file(TWO))
    assert cells(page.tables.rows)[0] == ["2", "A-1", "One", "B1", "WATER", "2026-01-10", "30.00"]
    assert ["Account · Key", "account_key"] in cells(page.tables.mapping)
    assert ["Bill · Amount", "amount"] in cells(page.tables.mapping)
    assert counts(page) == ("2", "2", "0", "0", "0")
    assert page.figures.heading.text() == "What the import would do"
    assert page.import_button.isEnabled()
    assert page.notices == ()
    assert bills(imports) == 0


def test_f9_imports_and_the_outcome_stays(
    page: ImportPage, imports: Imports, desk: Surroundings, keys: Keyboard
) -> None:
    choose(page, imports.file(TWO))
    page.choice.file.setFocus()
    keys.press(Qt.Key.Key_F9)
    assert bills(imports) == 2
    assert page.choice.file.hasFocus(), "the focus stays on this page"
    assert page.figures.heading.text() == "Imported"
    assert counts(page) == ("2", "2", "0", "0", "0")
    assert says(page) == [("2 added, 0 changed, 0 unchanged, 0 rejected.", Tone.GREEN)]
    assert not page.import_button.isEnabled()
    page.load()
    settle()
    assert counts(page) == ("2", "2", "0", "0", "0"), "the outcome stays on the screen"
    assert desk.changes, "other pages are told"


def test_op3_the_outcome_says_what_overpayments_paid(
    page: ImportPage, imports: Imports, keys: Keyboard
) -> None:
    imports.run("bills", TWO)
    account = AccountId(imports.one("SELECT min(id) FROM account"))
    add(imports.office, account, [("CHEC", 5500)], [(account, 5500)])
    head = HEAD.replace("amount", "amount,number")
    choose(page, imports.file(head + "A-1,One,B9,WATER,2026-02-10,40.00,N-9\n"))
    page.choice.file.setFocus()
    keys.press(Qt.Key.Key_F9)
    ((words, _tone),) = says(page)
    assert words.endswith("Overpayments paid $25.00 of 1 bill.")
    history = imports.office.services.history.financial_history
    rows = history(account, PageRequest(), imports.office.cashier).rows
    assert {entry_words(one) for one in rows if one.ft_type == "AD"} == {
        "Overpayment used for bill N-9",
        "Paid from overpayment, bill N-9",
    }


def test_t12_reading_trying_and_importing_have_a_lane_of_their_own(
    qtbot: QtBot, imports: Imports, theme: Theme, tmp_path: Path
) -> None:
    signals = AppSignals()
    runner = _Lanes(signals)
    desk = surround(imports.office, theme, tmp_path, imports.actor, runner=runner, signals=signals)
    page = shown(qtbot, desk)
    choose(page, imports.file(TWO))
    assert runner.seen[-1] == "imports"
    runner.seen.clear()
    page.dry_run.click()
    page.import_button.click()
    assert bills(imports) == 2
    assert runner.seen == ["imports"] * 2


def test_t13_a_second_import_changes_nothing_and_says_so(
    page: ImportPage, imports: Imports, keys: Keyboard
) -> None:
    path = imports.file(TWO)
    choose(page, path)
    keys.press(Qt.Key.Key_F9)
    page.choice.kind.select("accounts")
    choose(page, path)
    assert counts(page) == ("2", "0", "0", "2", "0")
    assert says(page) == [("Everything in this file is here already.", Tone.BLUE)]
    assert not page.import_button.isEnabled()
    keys.press(Qt.Key.Key_F9)
    assert bills(imports) == 2


def test_t12_rejected_rows_stand_with_line_column_value_and_reason(
    page: ImportPage, imports: Imports, keys: Keyboard
) -> None:
    choose(page, imports.file(BAD))
    assert page.tables.tabs.tabText(1) == "Rejected rows · 2"
    assert page.tables.tabs.currentIndex() == 1
    rejects = cells(page.tables.rejects)
    assert [row[:3] for row in rejects] == [
        ["4", "bill.sa_type", "STEAM"],
        ["5", "bill_date", "2026-13-12"],
    ]
    assert all(row[3] for row in rejects)
    assert says(page)[0][1] is Tone.AMBER
    keys.press(Qt.Key.Key_F9)
    assert bills(imports) == 2
    assert counts(page) == ("4", "2", "0", "0", "2")
    assert len(cells(page.tables.rejects)) == 2


def test_a_dry_run_writes_nothing(page: ImportPage, imports: Imports) -> None:
    choose(page, imports.file(TWO))
    page.dry_run.click()
    assert page.figures.heading.text() == "Dry run"
    assert page.figures.caption.text() == "Nothing was written."
    assert counts(page) == ("2", "2", "0", "0", "0")
    assert bills(imports) == 0
    assert page.import_button.isEnabled()


def test_m80_a_wrong_control_total_stops_the_import(
    page: ImportPage, imports: Imports, tmp_path: Path, keys: Keyboard
) -> None:
    profile = tmp_path / "own.toml"
    profile.write_text(TOTALS, "utf-8")
    choose(page, imports.file(TWO), profile)
    ((text, tone),) = says(page)
    assert "the file says 70.01 in 2 records, its rows give 70.00 in 2 records" in text
    assert tone is Tone.RED
    assert cells(page.tables.totals) == [["Bills", "2 · $70.01", "2 · $70.00", "Differs"]]
    assert not page.import_button.isEnabled()
    keys.press(Qt.Key.Key_F9)
    assert bills(imports) == 0


def test_m83_with_control_totals_no_row_may_be_left_out(
    page: ImportPage, imports: Imports, tmp_path: Path
) -> None:
    profile = tmp_path / "own.toml"
    profile.write_text(TOTALS.replace('count = 2, amount = "70.01"', "count = 4"), "utf-8")
    choose(page, imports.file(BAD), profile)
    assert says(page)[0][1] is Tone.RED
    assert "rejected rows is not recorded" in says(page)[0][0]
    assert not page.import_button.isEnabled()


def test_a_profile_without_dates_offers_another_stand_in_date(
    page: ImportPage, imports: Imports, tmp_path: Path, keys: Keyboard
) -> None:
    profile = tmp_path / "own.toml"
    profile.write_text(STAND_IN, "utf-8")
    choose(page, imports.file(TWO))
    assert not page.choice.stand_in.isEnabled()
    choose(page, imports.file(TWO), profile)
    assert page.choice.stand_in.isEnabled()
    assert page.choice.stand_in.text() == "2024-12-31"
    page.choice.stand_in.setFocus()
    keys.type("2026-11-01")
    keys.press(Qt.Key.Key_Return, Qt.Key.Key_F9)
    assert imports.rows("SELECT DISTINCT bill_date FROM bill") == [("2026-11-01",)]
    page.choice.profile.select("bills")
    assert not page.choice.stand_in.isEnabled()
    assert page.choice.stand_in.text() == ""


@pytest.mark.parametrize(
    ("content", "field", "words"),
    [("", "file", "in.csv"), ("one,two\n1,2\n", "profile", "account_key")],
)
def test_m81_m82_what_is_wrong_stands_at_its_field(
    page: ImportPage, imports: Imports, content: str, field: str, words: str
) -> None:
    choose(page, imports.file(content))
    assert words in page.choice.form.errors()[field]
    assert not page.import_button.isEnabled()
    assert not page.dry_run.isEnabled()
    assert page.tables.rows._empty[0] == "This file cannot be read so"
    assert page.tables.mapping._empty[0] == "No mapping"
    assert page.figures.heading.text() == "This file cannot be read so"
    choose(page, imports.file(TWO, "other.csv"))
    assert page.choice.form.errors() == {}
    choose(page, Path())
    assert page.tables.rows._empty[0] == "This file cannot be read so"
    page.choice.take_file("")
    assert page.tables.rows._empty[0] == "No file chosen"


def test_a_missing_file_is_said_and_the_path_stays(
    page: ImportPage, tmp_path: Path, keys: Keyboard
) -> None:
    page.choice.kind.select("bills")
    page.choice.file.setFocus()
    keys.type(str(tmp_path / "none.csv"))
    keys.press(Qt.Key.Key_Return)
    assert "none.csv" in page.choice.form.errors()["file"]
    assert page.choice.file.text().endswith("none.csv")


def test_files_and_profiles_are_chosen_in_a_dialog_of_ours(
    page: ImportPage, imports: Imports, tmp_path: Path
) -> None:
    path = imports.file(TWO)
    profile = tmp_path / "own.toml"
    profile.write_text(STAND_IN, "utf-8")
    page.choice.kind.select("bills")
    page.choice.choose_profile.click()
    (ask,) = page.findChildren(QFileDialog)
    assert ask.testOption(QFileDialog.Option.DontUseNativeDialog)
    ask.fileSelected.emit(str(profile))
    ask.close()
    settle()
    assert page.choice.profile.currentText() == "own.toml"
    page.choice.choose_file.click()
    (ask,) = page.findChildren(QFileDialog)
    ask.fileSelected.emit(str(path))
    ask.close()
    settle()
    assert counts(page) == ("2", "2", "0", "0", "0")


def test_d44_somebody_without_the_right_is_told(
    qtbot: QtBot, imports: Imports, theme: Theme, tmp_path: Path
) -> None:
    page = shown(qtbot, surround(imports.office, theme, tmp_path))
    assert "You may not import files" in page.notices[0].text
    assert page.choice.profile.count() == 0


def test_stop_ends_the_reading_and_nothing_is_recorded(
    qtbot: QtBot, imports: Imports, theme: Theme, tmp_path: Path, signals: Any
) -> None:
    runner = TaskRunner(signals)
    desk = surround(imports.office, theme, tmp_path, imports.actor, runner=runner, signals=signals)
    page = shown(qtbot, desk)
    qtbot.waitUntil(lambda: page.choice.profile.count() > 0)
    rows = "".join(f"A-{n},N{n},B{n},WATER,2026-01-10,30.00\n" for n in range(20_000))
    page.choice.kind.select("bills")
    qtbot.waitUntil(lambda: page.choice.profile.select("bills"))
    page.choice.take_file(str(imports.file(HEAD + rows)))
    assert not page.import_button.isEnabled()
    page.strip.stop_button.click()
    qtbot.waitUntil(lambda: page.notices != (), timeout=20_000)
    assert says(page) == [("The import of in.csv was stopped. Nothing was recorded.", Tone.BLUE)]
    assert page.strip.isHidden()
    assert bills(imports) == 0
    runner.close()


def test_a_newer_choice_is_the_one_that_is_shown(
    qtbot: QtBot, imports: Imports, theme: Theme, tmp_path: Path, manual: Any
) -> None:
    desk = surround(imports.office, theme, tmp_path, imports.actor, runner=manual)
    page = shown(qtbot, desk)
    while manual.jobs:
        manual.finish()
    page.choice.kind.select("bills")
    manual.finish()
    page.choice.profile.select("bills")
    page.choice.take_file(str(imports.file(TWO)))
    page.choice.take_file(str(imports.file(BAD, "bad.csv")))
    assert len(manual.jobs) == 2
    manual.finish(1)
    assert counts(page)[0] == "4"
    with pytest.raises(Refused, match="M-84"):
        manual.finish(0)
    manual.jobs.clear()
    assert counts(page)[0] == "4", "the look at the first file was stopped"


def test_one_press_imports_once(
    qtbot: QtBot, imports: Imports, theme: Theme, tmp_path: Path, manual: Any, keys: Keyboard
) -> None:
    desk = surround(imports.office, theme, tmp_path, imports.actor, runner=manual)
    page = shown(qtbot, desk)
    while manual.jobs:
        manual.finish()
    page.choice.kind.select("bills")
    manual.finish()
    page.choice.profile.select("bills")
    page.choice.take_file(str(imports.file(TWO)))
    manual.finish()
    keys.press(Qt.Key.Key_F9, Qt.Key.Key_F9)
    assert len(manual.jobs) == 1
    assert not page.choice.isEnabled(), "what is being written is not changed meanwhile"
    manual.finish()
    assert page.choice.isEnabled()
    assert bills(imports) == 2


def test_the_lists_are_sound_models(page: ImportPage, imports: Imports) -> None:
    choose(page, imports.file(BAD))
    for table in (page.tables.rows, page.tables.rejects, page.tables.mapping, page.tables.totals):
        model = table.model()
        tester = QAbstractItemModelTester(
            model, QAbstractItemModelTester.FailureReportingMode.Fatal
        )
        model.sort(0, Qt.SortOrder.DescendingOrder)
        tester.deleteLater()


def test_control_totals_say_what_was_stated(formats: Formats) -> None:
    mapped = MappedFile(
        "bills", "own", "in.csv", "0" * 64, 2, (), (),
        totals={"bills": ControlTotal(2, Money(7000)), "lines": ControlTotal(5)},
        expected={"bills": ControlTotal(2, Money(7000))}, currency="USD",
    )  # fmt: skip
    columns = total_columns(formats, "USD")
    lines = [[column.text(line) for column in columns] for line in total_lines(mapped)]
    assert lines == [
        ["Bills", "2 · $70.00", "2 · $70.00", "As stated"],
        ["Lines", "—", "5", "Not stated"],
    ]


def test_a_look_that_nobody_wants_any_more_leaves_no_progress_behind(
    qtbot: QtBot, imports: Imports, theme: Theme, tmp_path: Path
) -> None:
    runner = ManualRunner(AppSignals())
    desk = surround(imports.office, theme, tmp_path, imports.actor, runner=runner)
    runner.finish()
    page = shown(qtbot, desk)
    while runner.jobs:
        runner.finish()
    page.choice.kind.select("bills")
    while runner.jobs:
        runner.finish()
    page.choice.profile.select("bills")
    page.choice.take_file(str(imports.file(TWO)))
    assert len(runner.jobs) == 1
    page.strip.show()
    page.choice.take_file("")
    assert page.strip.isHidden()
    runner.fail(Refused("M-84", value="in.csv", field="file"))
    assert page.strip.isHidden()
    assert counts(page)[0] == "\u2014"


def test_a_look_ends_with_the_page_that_asked_for_it(
    qtbot: QtBot, imports: Imports, theme: Theme, tmp_path: Path
) -> None:
    handles: list[Progress] = []

    class Kept(ManualRunner):
        def progress(self, owner: Any, on_moved: Any) -> Progress:
            handles.append(super().progress(owner, on_moved))
            return handles[-1]

    runner = Kept(AppSignals())
    desk = surround(imports.office, theme, tmp_path, imports.actor, runner=runner)
    page = ImportPage(desk.context)
    page.choice.show_profiles({"bills": ""})
    page.choice.kind.select("bills")
    page.choice.show_profiles({"bills": ""})
    page.choice.take_file(str(imports.file(TWO)))
    (handle,) = handles
    assert handle(1, 2)
    delete(page)
    assert not handle(2, 2)


def test_t12_an_import_goes_on_behind_another_page_and_says_how_it_ended(
    qtbot: QtBot, imports: Imports, theme: Theme, tmp_path: Path
) -> None:
    signals = AppSignals()
    runner = ManualRunner(signals)
    desk = surround(imports.office, theme, tmp_path, imports.actor, runner=runner, signals=signals)
    window = MainWindow(desk.context)
    qtbot.addWidget(window)
    window.show()
    window.start()
    window.open_page("import", 0)
    page = window.page
    assert isinstance(page, ImportPage)
    while runner.jobs:
        runner.finish()
    page.choice.kind.select("bills")
    while runner.jobs:
        runner.finish()
    page.choice.take_file(str(imports.file(TWO)))
    while runner.jobs:
        runner.finish()
    page.import_button.click()
    (write,) = runner.jobs
    window.back()
    settle()
    runner.jobs = [write]
    assert window.page is not page
    assert "Importing in.csv" in window.banners.texts()
    window.open_page("import", 0)
    assert window.page is page, "where it can be stopped"
    assert "Importing in.csv" not in window.banners.texts()
    window.open_page("home", 0)
    settle()
    runner.jobs = [write]
    runner.finish()
    settle()
    assert bills(imports) == 2
    assert window.banners.texts()[0] == "2 added, 0 changed, 0 unchanged, 0 rejected."
    assert "Importing in.csv" not in window.banners.texts()
    assert not isValid(page)
