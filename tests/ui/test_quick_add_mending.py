"""What Quick Add offers for rows that are not right: next, only these, give up, stop (D-35, QA-8)."""

from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from posapp.domain.ids import AccountId, new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.quick_add import Outcome, QuickHeader, QuickKind, RowResult
from posapp.domain.quick_states import RowState
from posapp.ui import quick_run
from posapp.ui.dialogs.give_up_rows import GiveUpRowsDialog
from posapp.ui.pages.quick_add import QuickAddPage
from posapp.ui.quick_feed import QuickFeed
from posapp.ui.window import MainWindow
from tests.helpers.events import balance
from tests.helpers.office import DAY, Office
from tests.helpers.quick_add import rule
from tests.helpers.surroundings import Keyboard, settle

ENTER, ESC, F3, F6, F9 = (
    Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F3, Qt.Key.Key_F6, Qt.Key.Key_F9,
)  # fmt: skip
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ONLY = Qt.KeyboardModifier.ShiftModifier, F3
GIVE_UP, REST, YES = (CONTROL, Qt.Key.Key_Delete), (ALT, Qt.Key.Key_G), (CONTROL, ENTER)
UNKNOWN = "0000000042"


@pytest.fixture
def payors(office: Office) -> list[str]:
    found = []
    for name in ("Okafor, Ngozi", "Right, Rita", "Sand, Sol"):
        account = office.account(name)
        office.agreement(account, "WATER", (DAY, 50_000))
        found.append(short_id(account))
    return found


@pytest.fixture
def page(window: MainWindow, keys: Keyboard) -> QuickAddPage:
    keys.press(F6)
    shown = window.page
    assert isinstance(shown, QuickAddPage)
    return shown


def paste(keys: Keyboard, *rows: tuple[object, ...]) -> None:
    text = "\n".join("\t".join(str(cell) for cell in row) for row in rows)
    QGuiApplication.clipboard().setText(text)
    keys.press((CONTROL, Qt.Key.Key_V))


def place(page: QuickAddPage) -> tuple[int, str]:
    index = page.table.currentIndex()
    return index.row(), page.grid.field_at(index.column())


def state(page: QuickAddPage, row: int) -> str:
    column = next(at for at, one in enumerate(page.grid.columns) if one.name == "state")
    return page.grid.cell(row, column)


def attention(page: QuickAddPage) -> str:
    return page.totals.text("attention")


def dialog() -> GiveUpRowsDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, GiveUpRowsDialog), found
    return found


def stop_after(monkeypatch: pytest.MonkeyPatch, page: QuickAddPage, rows: int) -> None:
    """The run is stopped once so many rows are in."""

    class Stopping:
        def __call__(self, done: int, _of: int | None) -> bool:
            return done < rows

        def cancel(self) -> None:
            """Not asked for."""

    monkeypatch.setattr(page.context.runner, "progress", lambda _owner, _moved: Stopping())


def test_d35_a_row_is_given_up_by_key_with_its_reason(
    page: QuickAddPage, keys: Keyboard, office: Office, payors: list[str]
) -> None:
    paste(keys, ("Account", payors[0], "10"), ("Account", UNKNOWN, "7"), ("Account", UNKNOWN, "8"))
    keys.press(F9)
    assert (place(page), attention(page)) == ((1, "value"), "2")
    keys.press(GIVE_UP)
    assert "Row 2" in dialog().subtitle.text()
    keys.type("typed twice")
    # Another row is being mended meanwhile: its text stays on the page.
    page.grid.type_text(page.grid.index(2, page.grid.column_of("amount")), "9")
    keys.press(F9)
    assert QApplication.activeModalWidget() is None
    assert (state(page, 1), attention(page)) == ("Given up", "0")
    assert page.grid.record(2).row.amount == "9.00"
    batch = page.run.batch
    assert batch is not None
    assert batch.rows[1].fields["reason"] == "typed twice"
    assert "typed twice" in page.rows._words(page.grid.record(1), 1)
    assert not page.grid.index(1, 1).flags() & Qt.ItemFlag.ItemIsEditable
    # A second time, and on a row that is in, it says why not.
    page.table.go_to(1, "value")
    keys.press(GIVE_UP)
    assert "given up already" in page.notices[0].text
    page.table.go_to(0, "value")
    keys.press(GIVE_UP)
    assert "Row 1 is created" in page.notices[0].text
    assert len([one for one in page.notices if "Row " in one.text]) == 1


def test_d21_the_rest_of_a_batch_is_given_up_and_not_offered_any_more(
    window: MainWindow, keys: Keyboard, office: Office, payors: list[str]
) -> None:
    quick, actor = office.services.quick_add, office.cashier
    rows = [rule(one, "10") for one in payors]
    kept = quick.start(QuickHeader(QuickKind.RULES), rows, new_request_id(), actor).value
    window.open_page("quick_add", kept)
    settle()
    page = window.page
    assert isinstance(page, QuickAddPage)
    # They only wait: nobody has to look at them, F9 takes them.
    assert attention(page) == "0"
    assert "F9 goes on with the 3 that wait." in page.notices[0].text
    keys.press(REST)
    assert "Rows 1, 2, 3" in dialog().subtitle.text()
    keys.press(ESC)
    assert quick.show(kept, actor).count(Outcome.GIVEN_UP) == 0
    keys.press(REST, F9)
    assert quick.show(kept, actor).is_finished
    assert "3 were given up" in page.notices[0].text
    assert not page.rows.mend.isVisible()
    window.open_page("home", 0)
    settle()
    assert window.page is not None
    assert not any("that wait" in one.text for one in window.page.notices)


def test_esc_stops_the_run_first_and_asks_nothing(
    page: QuickAddPage, window: MainWindow, keys: Keyboard, office: Office, payors: list[str]
) -> None:
    paste(keys, *(("Account", one, "10") for one in payors))

    def press_esc(_rows: Sequence[RowResult]) -> None:
        """While the first group is in and the others are not."""
        if page.run.is_running:
            keys.press(ESC)

    page.run.settled.connect(press_esc)
    keys.press(F9)
    assert window.page is page
    assert QApplication.activeModalWidget() is None
    batch = page.run.batch
    assert batch is not None
    assert [one.outcome for one in batch.rows] == [Outcome.DONE, None, None]
    assert page.strip.stop_button.hint == "Esc"
    assert page.strip.stop_button.text() == "&Stop"
    page.run.settled.disconnect(press_esc)
    keys.press(F9)
    assert page.run.batch is not None
    assert page.run.batch.is_finished


def test_qa5_outcomes_are_shown_as_groups_finish(
    page: QuickAddPage, keys: Keyboard, payors: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[RowState]] = []
    made = QuickFeed.__init__
    monkeypatch.setattr(
        quick_run.QuickFeed, "__init__", lambda feed, read, tell: made(feed, read, tell, 0.0)
    )
    page.run.settled.connect(
        lambda _rows: seen.append([page.grid.state_at(row) for row in range(4)])
    )
    paste(keys, *(("Account", one, "10") for one in payors), ("Account", UNKNOWN, "1"))
    keys.press(F9)
    run, taken = RowState.RUNNING, RowState.IN
    assert [each[:3] for each in seen] == [[run] * 3, [taken, run, run], [taken, taken, run]]


def test_the_feed_reads_seldom_however_often_it_is_told() -> None:
    read: list[list[int]] = []
    shown: list[Any] = []
    feed = QuickFeed(lambda lines: read.append(list(lines)) or (), shown.append, 1000.0)
    for line in range(50):
        feed([line])
    assert read == [[0]]
    assert shown == [()]


def test_f3_goes_to_the_next_row_that_needs_attention_and_a_filter_shows_only_these(
    page: QuickAddPage, window: MainWindow, keys: Keyboard, payors: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    paste(
        keys,
        ("Account", payors[0], "10"),
        ("Account", UNKNOWN, "1"),
        ("Account", payors[1], "10"),
        ("Account", payors[2], "x"),
    )
    page.table.go_to(0, "value")
    keys.press(F3)
    assert place(page) == (1, "value")
    keys.press(F3)
    assert place(page) == (3, "amount")
    with monkeypatch.context() as patch:
        stop_after(patch, page, 3)
        keys.press(F9)
    before = attention(page)
    assert before == "2"
    keys.press(ONLY)
    assert [page.table.isRowHidden(row) for row in range(4)] == [True, False, True, False]
    keys.press(F3, F3, F3, F3)
    assert place(page)[0] in {1, 3}
    keys.press(ONLY)
    assert not any(page.table.isRowHidden(row) for row in range(4))
    assert page.run.batch is not None
    window.open_page("quick_add", page.run.batch.id)
    settle()
    again = window.page
    assert isinstance(again, QuickAddPage)
    assert again is not page
    assert attention(again) == before
    known = again.keys()
    assert ("The next row that needs attention", "F3") in known


def test_ctrl_delete_and_mending_leave_the_cursor_in_its_column(
    page: QuickAddPage, keys: Keyboard, payors: list[str]
) -> None:
    paste(keys, *(("Account", one, "1.005") for one in (*payors, payors[0])))
    page.table.go_to(1, "amount")
    keys.press(GIVE_UP)
    assert (place(page), len(page.grid.records)) == ((1, "amount"), 3)
    page.table.go_to(0, "amount")
    for row in range(2):
        keys.type("5")
        keys.press(ENTER)
        assert place(page) == (row + 1, "amount")
    # The last one mended, the next row is typed from its value.
    keys.type("5")
    keys.press(ENTER)
    assert place(page) == (3, "value")


def test_the_tape_is_corrected_until_all_rows_are_in(
    page: QuickAddPage, keys: Keyboard, office: Office, payors: list[str]
) -> None:
    page.head.control_total.set_value(Money(3000))
    paste(keys, ("Account", payors[0], "10"), ("Account", UNKNOWN, "20"))
    keys.press(F9)
    assert page.head.control_total.isEnabled()
    keys.type(payors[1])
    keys.press(ENTER)
    page.table.go_to(1, "amount")
    keys.type("25")
    keys.press(ENTER, F9)
    assert page.head._fields["control_total"].error.startswith("The tape says $30.00")
    page.head.control_total.set_value(Money(3500))
    keys.press(F9)
    batch = page.run.batch
    assert batch is not None
    assert (batch.is_finished, batch.tape_total) == (True, Money(3500))
    assert not page.head.control_total.isEnabled()


def test_an_answer_is_asked_for_on_the_page_and_over_no_other_one(
    page: QuickAddPage, window: MainWindow, keys: Keyboard, office: Office, payors: list[str]
) -> None:
    strict = office.account("Quill, Sam", points=900)
    office.agreement(strict, "WATER", (DAY, 50_000))
    paste(keys, ("Account", short_id(strict), "10", "Check", "118"))

    def leave() -> None:
        window.open_page("account", AccountId(strict))

    page.run.kept.connect(leave)
    keys.press(F9)
    page.run.kept.disconnect(leave)
    assert window.page is not page
    assert QApplication.activeModalWidget() is None
    assert window.page is not None
    keys.press(YES)
    assert balance(office, strict) == 50_000
    ended = next(one for one in window.page.notices if "needs your answer" in one.text)
    assert ended.on_action is not None
    ended.on_action()
    settle()
    assert window.page is page
    # Another text is another question.
    page.table.setFocus()
    page.table.go_to(0, "amount")
    keys.type("11")
    keys.press(ENTER, YES)
    assert not page.question.isVisible()
    assert balance(office, strict) == 50_000
    keys.press(F9, YES)
    assert balance(office, strict) == 48_900


def test_a_question_about_other_rows_stays_when_one_is_given_up(
    page: QuickAddPage, keys: Keyboard, office: Office, payors: list[str]
) -> None:
    strict = office.account("Quill, Sam", points=900)
    office.agreement(strict, "WATER", (DAY, 50_000))
    paste(keys, ("Account", short_id(strict), "10", "Check", "118"), ("Account", UNKNOWN, "1"))
    keys.press(F9, ONLY)
    page.table.go_to(1, "value")
    keys.press(GIVE_UP, F9)
    assert page.table.isRowHidden(1)
    assert page.grid.record(0).asks
    assert [one.text for one in page.notices] == ["1 needs your answer, 1 was given up."]
    keys.press(YES)
    assert page.run.batch is not None
    assert page.run.batch.is_finished
    assert balance(office, strict) == 49_000


def test_a_control_closed_half_way_through_a_run_refuses_the_rest(
    page: QuickAddPage, keys: Keyboard, office: Office, payors: list[str]
) -> None:
    """D-35: what was taken before stands; the others say why and go into another drawer."""
    paste(keys, *(("Account", one, "10") for one in payors))

    def close(_rows: object) -> None:
        with office.db.begin() as s:
            s.exec_driver_sql("UPDATE tender_control SET status = 'BALANCING'")

    page.run.settled.connect(close)
    keys.press(F9)
    page.run.settled.disconnect(close)
    batch = page.run.batch
    assert batch is not None
    assert [(one.outcome, one.code) for one in batch.rows] == [
        (Outcome.DONE, ""), (Outcome.INVALID, "M-05"), (Outcome.INVALID, "M-05"),
    ]  # fmt: skip
    assert "is not open" in state(page, 1)
    assert [balance(office, AccountId(int(one))) for one in payors] == [49_000, 50_000, 50_000]
    with office.db.begin() as s:
        s.exec_driver_sql("UPDATE tender_control SET status = 'OPEN'")
    keys.press(F9)
    assert page.run.batch is not None
    assert page.run.batch.is_finished


def test_every_batch_that_waits_is_offered_and_opens_by_its_letter(
    window: MainWindow, keys: Keyboard, office: Office, payors: list[str], qtbot: Any
) -> None:
    quick, actor = office.services.quick_add, office.cashier

    def keep() -> int:
        office.clock.advance(minutes=1)
        header = QuickHeader(QuickKind.RULES)
        return quick.start(header, [rule(payors[0], "1")], new_request_id(), actor).value

    first = keep()
    assert window.page is not None
    window.page.load()
    settle()
    (notice,) = [one for one in window.page.notices if "that waits" in one.text]
    assert notice.action == "Fini&sh it"
    keys.press((ALT, Qt.Key.Key_S))
    qtbot.waitUntil(lambda: window.page is not None and window.page.number == first)
    for _more in range(3):
        keep()
    window.open_page("home", 0)
    settle()
    assert window.page is not None
    assert sum("that waits" in one.text for one in window.page.notices) == 3
    more = next(one for one in window.page.notices if "More batches" in one.text)
    assert more.on_action is not None
    more.on_action()
    settle()
    assert window.page is not None
    assert window.page.model.rowCount() == 4  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "code"), [("ca", "CASH"), ("ck", "CHEC"), ("c", "CASH"), ("ch", "CHEC")]
)
def test_use7_letters_of_a_tender_type_mean_what_they_mean_in_one_line(
    page: QuickAddPage, keys: Keyboard, payors: list[str], typed: str, code: str
) -> None:
    paste(keys, ("Account", payors[0], "5", "Money order"))
    page.table.go_to(0, "tender_type")
    keys.type(typed)
    keys.press(ENTER)
    assert page.grid.record(0).row.tender_type == code


@pytest.mark.parametrize("header", [("Account ID", "Amount", "Reference"), ("Konto", "Betrag")])
def test_a_pasted_line_of_words_is_a_header(
    page: QuickAddPage, keys: Keyboard, payors: list[str], header: tuple[str, ...]
) -> None:
    more = ("R-7",) if "Reference" in header else ()
    paste(keys, header, (payors[0], "12.50", *more))
    (line,) = page.grid.records
    assert (line.row.value, line.row.amount) == (payors[0], "12.50")
    assert line.row.external_reference == "".join(more)


def test_what_is_wrong_is_said_in_whole(
    page: QuickAddPage, window: MainWindow, keys: Keyboard
) -> None:
    window.resize(1366, 768)
    settle()
    keys.type("77000000004200000001000012")
    keys.press(ENTER)
    page.table.go_to(0, "value")
    about = page.rows.about
    assert "check digit" in about.text()
    needed = about.heightForWidth(about.width())
    assert needed <= about.height()
