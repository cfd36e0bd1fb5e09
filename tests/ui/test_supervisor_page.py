"""The supervisor's page: drawers live, turn-ins, attention, pictures, the proof, by keys."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from posapp.domain.codes import DistributeAction, SourceType, TurnInDirection, TurnInStatus
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.over_unders import BookOverUnder
from posapp.domain.proof import ProofKind
from posapp.domain.supervising import HourTaking, TakenTender, takings_of
from posapp.domain.tender_controls import OpenDepositControl
from posapp.domain.upkeep import NewUpkeep, UpkeepKind
from posapp.errors import Refused
from posapp.storage.upkeep import insert_upkeep
from posapp.ui.dialogs.approve_turn_in import ApproveTurnInDialog
from posapp.ui.dialogs.proof_rows import ProofRowsDialog
from posapp.ui.models.bars import Bar
from posapp.ui.models.supervisor_lists import taking_bars
from posapp.ui.pages.supervisor import SupervisorPage
from posapp.ui.theme import Theme
from posapp.ui.tokens import Tone
from posapp.ui.widgets.bar_chart import BarChart
from posapp.ui.widgets.table import DataTable
from posapp.ui.window import MainWindow
from tests.helpers.drawer_day import bank
from tests.helpers.drawers import count, counted, payor, set_installation, submit, take, turn_in
from tests.helpers.events import add
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround
from tests.ui.conftest import ManualRunner

F4, F9, ENTER, ESC = Qt.Key.Key_F4, Qt.Key.Key_F9, Qt.Key.Key_Return, Qt.Key.Key_Escape
LEFT = Qt.Key.Key_Left
CTRL_D = (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_D)


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> MainWindow:
    context = surround(office, theme, tmp_path, actor=office.supervisor).context
    return show_window(qtbot, context, keys)


def opened(window: MainWindow) -> SupervisorPage:
    window.open_page("supervisor", 0)
    settle()
    page = window.page
    assert isinstance(page, SupervisorPage)
    return page


def limit(office: Office, cents: int) -> None:
    with office.db.begin() as s:
        s.exec_driver_sql(f"UPDATE tender_source SET max_amount_balance = {cents}")
    set_installation(office)


def test_10_2_4_a_drawer_shows_cash_against_its_limit(window: MainWindow, office: Office) -> None:
    limit(office, 600_00)
    take(office, payor(office), "CASH", 300_00)
    page = opened(window)
    model = page.drawers.record_model()
    assert model is not None
    ModelTester(model)
    (drawer,) = model.records
    assert (drawer.held, drawer.share, drawer.events) == (Money(450_00), 0.75, 1)
    cells = [model.cell(0, column) for column in range(len(model.columns))]
    assert "75 % of the limit" in cells
    assert "$450.00 of $600.00" in cells
    take(office, payor(office), "CASH", 200_00)
    page.load()
    assert model.records[0].above_limit
    assert "1 above its limit" in page.states.texts()


def test_the_page_follows_the_change_log(window: MainWindow, office: Office) -> None:
    page = opened(window)
    take(office, payor(office), "CASH", 100_00)
    page.context.signals.data_changed.emit(frozenset(SupervisorPage.TOPICS))
    settle()
    assert page.drawers.record_model().records[0].events == 1  # type: ignore[union-attr]


def test_ti02_f9_approves_the_oldest_turn_in_in_place(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    take(office, payor(office), "CASH", 300_00)
    turn_in(office, "CASH", 120_00, approved=False)
    turn_in(office, "CASH", 80_00, approved=False)
    page = opened(window)
    assert page.turn_ins.hasFocus()
    keys.press(F9)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, ApproveTurnInDialog)
    assert asked.amount.text() == "$120.00"
    keys.press(F9)
    left = page.turn_ins.record_model().records  # type: ignore[union-attr]
    assert [one.amount for one in left] == [Money(80_00)]
    done = office.services.turn_ins.of_deposit(office.deposit, office.supervisor)
    assert [one.status for one in done] == [TurnInStatus.APPROVED, TurnInStatus.AWAITING]


def test_ti11_nobody_approves_an_own_turn_in(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    turn_in(office, "CASH", 50_00, approved=False, way=TurnInDirection.IN)
    page = opened(window)
    keys.press(F9, F9)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, ApproveTurnInDialog)
    # Only who works at the drawer may, here with the own secret.
    assert asked.approval.isVisible()
    assert asked.approval.approver.hasFocus()
    keys.press(ESC)
    assert len(page.turn_ins.record_model().records) == 1  # type: ignore[union-attr]


def test_xc04_enter_opens_what_needs_attention(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = payor(office)
    wait = DistributeAction.DISTRIBUTE
    waits = add(office, account, [("CASH", 700)], [(account, 700)], action=wait)
    page = opened(window)
    assert page.drawers.record_model().records[0].exceptions == 1  # type: ignore[union-attr]
    ModelTester(page.attention.record_model())
    page.attention.setFocus()
    keys.press(ENTER)
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("payment", waits.payments[0].id)


def test_d38_the_strip_proves_the_day_and_f4_opens_its_rows(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    take(office, payor(office), "CASH", 300_00)
    turn_in(office, "CASH", 120_00)
    page = opened(window)
    (line,) = page.proof.shown
    # Nothing went to the bank: the figure agrees with the receipts and proves nothing yet.
    shown = {name: one.amount() for name, one in line.figures.items()}
    assert shown == dict.fromkeys(("receipts", "drawers", "ledger"), "$300.00") | {
        "deposits": "not yet"
    }
    assert line.pill.text() == "Proved so far"
    line.figures["deposits"].setFocus()
    keys.press(ENTER)
    parts = QApplication.activeModalWidget()
    assert isinstance(parts, ProofRowsDialog)
    found = {one.row.kind: one.row.amount for one in parts.table.record_model().records}  # type: ignore[union-attr]
    assert found == {
        ProofKind.IN_DRAWER: Money(330_00),
        ProofKind.IN_HAND: Money(120_00),
        ProofKind.FLOATS: Money(-150_00),
    }
    assert "Lies in the drawer" in texts_of(parts.table)
    keys.press(ESC)
    bank(office, 120_00)
    page.load()
    settle()
    assert line.figures["deposits"].amount() == "$300.00"
    assert line.pill.text() == "Proved"
    line.figures["drawers"].setFocus()
    keys.press(ENTER)
    rows = QApplication.activeModalWidget()
    assert isinstance(rows, ProofRowsDialog)
    ModelTester(rows.table.record_model())
    amounts = [one.row.amount for one in rows.table.record_model().records]  # type: ignore[union-attr]
    assert sorted(amounts) == [Money(120_00), Money(180_00)]
    assert rows.sum.text() == "$300.00"
    keys.press(ESC)
    keys.press(F4)
    assert isinstance(QApplication.activeModalWidget(), ProofRowsDialog)
    keys.press(ENTER)
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("control", office.control)


def texts_of(table: DataTable) -> set[str]:
    """Texts of all cells."""
    model = table.model()
    return {
        str(model.index(row, column).data())
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    }


def test_ti10_the_page_says_what_it_sums_as_cash(window: MainWindow, office: Office) -> None:
    """A traveller's check is as good as cash: the sum is not the cash that a drawer expects."""
    take(office, payor(office), "TRAV", 100_00)
    page = opened(window)
    titles = [one.title for one in page.drawers.record_model().columns]  # type: ignore[union-attr]
    assert "Cash and Alike" in titles
    assert "Cash" not in titles
    kinds = [one for one in window.context.setup.tender_types.values() if one.like_cash]
    assert len(kinds) > 1
    said = page.drawers_card.caption.text()
    assert all(one.description in said for one in kinds)


def test_d38_what_is_missing_is_said_and_stands_first(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = payor(office)
    wait = DistributeAction.DISTRIBUTE
    waits = add(office, account, [("CASH", 700)], [(account, 700)], action=wait)
    page = opened(window)
    (line,) = page.proof.shown
    assert line.pill.text() == "$7.00 missing: Ledger"
    keys.press(F4)
    rows = QApplication.activeModalWidget()
    assert isinstance(rows, ProofRowsDialog)
    assert rows.table.record_model().records[0].row.id == waits.id  # type: ignore[union-attr]
    keys.press(ENTER)
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("event", waits.id)


def test_day04_a_drawer_of_an_earlier_day_is_a_red_line(window: MainWindow, office: Office) -> None:
    office.clock.advance(minutes=24 * 60)
    page = opened(window)
    (notice,) = page.notices
    assert notice.tone is Tone.RED
    assert "is still open from 2026-11-20" in notice.text
    assert page.drawers.record_model().records[0].stale  # type: ignore[union-attr]


def test_takings_by_hour_are_told_bar_by_bar(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = payor(office)
    take(office, account, "CASH", 100_00)
    office.clock.advance(minutes=120)
    take(office, account, "CHEC", 40_00)
    page = opened(window)
    chart = page.chart.chart
    assert [bar.values for bar in chart.bars] == [(100_00, 0), (0, 0), (0, 40_00)]
    assert page.chart.legend.accessibleName() == "Cash, Check"
    chart.setFocus()
    assert "Check $40.00" in page.chart.words.toolTip() + page.chart.words.text()
    keys.press(LEFT)
    assert "nothing" in page.chart.words.text()
    assert "Cash $100.00" in chart.accessibleDescription()


def test_hours_without_room_are_left_out_and_the_marked_one_is_shown(
    qtbot: QtBot,
) -> None:
    chart = BarChart("takings", "Takings by hour")
    qtbot.addWidget(chart)
    bars = [Bar(str(hour), (1,), f"hour {hour}") for hour in range(24)]
    chart.show_bars(bars)
    chart.resize(240, 160)
    assert chart.labelled() == tuple(range(24))
    chart.show_bars(bars, in_order=True)
    few = chart.labelled()
    step = few[1]
    assert step > 1
    assert few == tuple(range(0, 24, step))
    widest = chart.fontMetrics().horizontalAdvance("23")
    assert widest < step * chart.width() / 24
    chart.resize(2400, 160)
    assert chart.labelled() == tuple(range(24))
    chart.resize(240, 160)
    chart.show()
    chart.activateWindow()
    chart.setFocus()
    qtbot.waitUntil(chart.hasFocus)
    assert chart.labelled()[-1] == 23
    assert all(after - before >= step for before, after in itertools.pairwise(chart.labelled()))


def test_ou10_over_and_under_by_cashier(window: MainWindow, office: Office) -> None:
    take(office, payor(office), "CASH", 100_00)
    counted(office, CASH=249_00)
    count(office, CASH=249_00)
    submit(office)
    book = BookOverUnder(new_request_id(), office.control, "COUNT", "one dollar short")
    office.services.over_unders.book(book, office.cashier)
    page = opened(window)
    page.chart.choice.setCurrentIndex(1)
    (bar,) = page.chart.chart.bars
    assert bar.values == (0, -1_00)
    assert bar.words.startswith("Cashier: over $0.00, under $1.00")
    page.chart.choice.setCurrentIndex(2)
    (bar,) = page.chart.chart.bars
    assert (bar.label, bar.values) == ("11-20", (-1_00,))
    assert bar.words == "2026-11-20 \u00b7 Cashier: under $1.00"


def test_ctrl_d_opens_the_deposit_control_or_the_list(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    opened(window)
    keys.press(CTRL_D)
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("deposit_control", office.deposit)
    command = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "USD")
    office.services.deposit_controls.open(command, office.supervisor)
    opened(window)
    keys.press(CTRL_D)
    assert window.page.KIND == "deposit_controls"


def test_44_an_auditor_is_offered_no_deposit_control_to_open(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    auditor = surround(office, theme, tmp_path, office.actors["auditor"]).context
    page = opened(show_window(qtbot, auditor, keys))
    assert page.seen is not None
    page.seen = replace(page.seen, view=replace(page.seen.view, deposits=()))
    page._show_deposit(page.seen.view)
    assert page.deposit.text() == "Deposit controls"
    keys.press(CTRL_D)
    assert QApplication.activeModalWidget() is None


def test_d16_a_cashier_may_not_look(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        office.services.supervising.look(office.cashier)
    assert caught.value.code == "M-51"


def test_takings_go_by_the_clock_of_the_office() -> None:
    at = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    tenders = [
        TakenTender(at, "CASH", "USD", Money(500)),
        TakenTender(at + timedelta(minutes=29), "CASH", "USD", Money(-100)),
        TakenTender(at + timedelta(minutes=30), "CASH", "USD", Money(7)),
    ]
    assert takings_of(tenders, "America/New_York") == (
        HourTaking(date(2026, 11, 20), 10, "CASH", "USD", Money(400)),
        HourTaking(date(2026, 11, 20), 11, "CASH", "USD", Money(7)),
    )


def test_d18_hours_stand_as_they_passed_when_the_day_begins_on_the_eve(
    window: MainWindow, office: Office
) -> None:
    """23:00 of the eve stands at the left; two hours of a clock gone wrong do not fill a page."""

    def bars(*instants: datetime) -> list[tuple[str, int, str]]:
        tenders = [TakenTender(at, "CASH", "USD", Money(7_00)) for at in instants]
        context = page.context
        made = taking_bars(takings_of(tenders, "UTC"), ("CASH",), context.setup, context.formats)
        return [(bar.label, *bar.values, bar.words.partition(" ")[0]) for bar in made]

    page = opened(window)
    eve = datetime(2026, 11, 19, 23, 15, tzinfo=UTC)
    assert bars(eve + timedelta(hours=2), eve) == [
        ("23", 7_00, "2026-11-19"), ("0", 0, "2026-11-20"), ("1", 7_00, "2026-11-20"),
    ]  # fmt: skip
    assert len(bars(eve - timedelta(days=20_000), eve)) == 2


def test_an_empty_chart_says_so_and_takes_no_key(qtbot: QtBot) -> None:
    chart = BarChart("chart", "Takings")
    qtbot.addWidget(chart)
    chart.set_empty_text("Nothing yet", "Each hour gets a bar.")
    chart.show_bars(())
    chart.show()
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription() == "Nothing yet"


def test_changes_that_come_fast_are_read_once_more_not_once_each(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, manual: ManualRunner
) -> None:
    context = surround(office, theme, tmp_path, office.supervisor, runner=manual).context
    manual.jobs.clear()
    page = SupervisorPage(context)
    qtbot.addWidget(page)
    for _ in range(5):
        page.load()
    assert len(manual.jobs) == 1
    manual.finish()
    assert len(manual.jobs) == 1
    manual.finish()
    assert manual.jobs == []
    page.load()
    manual.fail(Refused("M-51"))
    page.load()
    assert len(manual.jobs) == 1


def test_f21_the_last_check_and_the_last_copy_are_said(window: MainWindow, office: Office) -> None:
    assert "never checked" in opened(window).upkeep.text()
    office.services.checking.run(office.supervisor)
    page = opened(window)
    page.load()
    settle()
    assert ": in order (" in page.upkeep.text()
    assert not [one for one in page.notices if one.tone is Tone.RED]
    bad = NewUpkeep(UpkeepKind.CHECK, good=False, says="ledger: does not balance (1)")
    office.db.write(lambda s: insert_upkeep(s, bad, office.clock()))
    page.load()
    settle()
    assert "not in order" in page.upkeep.text()
    (strip,) = [one for one in page.notices if one.tone is Tone.RED]
    assert "ledger: does not balance" in strip.text
