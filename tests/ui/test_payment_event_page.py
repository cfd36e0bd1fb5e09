"""The Payment Event page over a real database: what it shows and what its buttons do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, EventId, long_id, new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.errors import Refused, StorageFailure
from posapp.storage.tables.payment_events import PaymentRow
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.receipt import ReceiptDialog
from posapp.ui.formats import grouped
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.signals import AppSignals
from posapp.ui.theme import Theme
from posapp.ui.tokens import Tone
from posapp.ui.widgets.account_filter import FilterBy
from tests.helpers.every import every
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround
from tests.helpers.views import change, event, payment, tender
from tests.ui.conftest import ManualRunner

Taken = Callable[..., EventView]
Shown = Callable[..., PaymentEventPage]


@pytest.fixture
def shown(qtbot: QtBot, desk: Surroundings) -> Shown:
    def show(of: EventView, surroundings: Surroundings = desk) -> PaymentEventPage:
        page = PaymentEventPage(surroundings.context, of.id)
        qtbot.addWidget(page)
        page.resize(1334, 640)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.load()
        page.focus_first()
        settle()
        return page

    return show


@pytest.fixture
def supervisor(desk: Surroundings, theme: Theme, tmp_path: Path) -> Surroundings:
    return surround(desk.office, theme, tmp_path, desk.office.supervisor)


def take(
    office: Office,
    paid: tuple[tuple[AccountId, int], ...],
    tenders: tuple[TenderDraft, ...],
    action: DistributeAction = DistributeAction.FREEZE,
    **more: Any,
) -> EventView:
    """Take a payment through the services."""
    command = AddEvent(
        new_request_id(),
        paid[0][0],
        tenders,
        tuple(PaymentDraft(account, Money(cents), **more) for account, cents in paid),
        action,
        confirmed=frozenset({"M-39", "M-40", "M-42", "M-69", "M-06W"}),
    )
    saved = office.services.payment_events.add(command, office.cashier)
    return office.services.payment_events.show(saved.value.event_id, office.cashier)


def cash(cents: int) -> TenderDraft:
    return TenderDraft("CASH", Money(cents))


def owing(office: Office, cents: int = 2500, **account: Any) -> AccountId:
    found = office.account(**account)
    office.agreement(found, "WATER", (DAY, cents))
    return found


def cells(table: Any) -> list[list[str]]:
    model = table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def titles(table: Any) -> list[str]:
    model = table.model()
    return [
        model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())
    ]


def now(desk: Surroundings, of: EventView) -> EventView:
    return desk.office.services.payment_events.show(of.id, desk.office.supervisor)


def visible(page: PaymentEventPage) -> set[str]:
    return {b.objectName() for b in page.findChildren(QPushButton) if b.isVisible()}


def test_pe1_info_line_id_numbers_and_totals(desk: Surroundings, shown: Shown) -> None:
    account = owing(desk.office)
    taken = take(desk.office, ((account, 2500),), (cash(10000),))
    page = shown(taken)
    # The number does not break across lines: word joiners hold it together.
    info = page.header.info.text().replace("\u2060", "")
    assert info == f"2026-11-20 · $25.00 · Okafor, Ngozi · {taken.document_number}"
    assert page.title.replace("\u2060", "") == info
    assert f"Payment event {grouped(long_id(taken.id))}" in page.header.numbers.text()
    assert f"Receipt {taken.receipt_number}" in page.header.numbers.text()
    assert page.header.warnings.texts() == ()
    figures = page.figures
    assert figures.payments.text() == "1 · $25.00"
    assert figures.tenders.text() == "1 · $25.00"
    assert figures.tendered.text() == "$100.00"
    assert figures.cash_back.text() == "$75.00"
    assert figures.cash_back.isVisible()
    assert page.difference.whole == ""


def test_d33_two_tenders_leave_the_name_out(desk: Surroundings, shown: Shown) -> None:
    check = TenderDraft("CHEC", Money(1500), "2207")
    taken = take(desk.office, ((owing(desk.office), 2500),), (cash(1000), check))
    page = shown(taken)
    assert "Okafor" not in page.header.info.text()
    assert page.title.startswith("2026-11-20 · $25.00 · Okafor, Ngozi · ")
    assert page.figures.tenders.text() == "2 · $25.00"
    assert [row[0] for row in cells(page.lists.tenders)] == ["Cash", "Check"]
    assert "2207" in cells(page.lists.tenders)[1]


def test_pe4_a_cancelled_tender_is_shown_apart_and_nothing_that_there_is_none_of(
    paid: PaymentEventPage,
) -> None:
    page = paid
    assert not page.figures.cash_back.isVisible(), "cash back shows only when there is some"
    assert not page.lists.details_card.isVisible(), "details are listed when there are several"
    page.figures.show_totals(
        event((tender("25.00"), tender("5.00", status="CANCELED")), (payment("25.00"),)).totals,
        "USD",
    )
    assert page.figures.tenders.text() == "1 · $25.00"


def test_6_the_message_stands_beside_the_status(desk: Surroundings, shown: Shown) -> None:
    account = owing(desk.office)
    taken = take(
        desk.office, ((account, 2500),), (cash(2500),), match_type="SA-ID", match_value="4711"
    )
    page = shown(taken)
    (row,) = cells(page.lists.payments)
    at = titles(page.lists.payments).index("Payment Status")
    assert row[at] == "Error"
    assert titles(page.lists.payments)[at + 1] == "Message"
    assert row[at + 1] == "Match value 4711 is unknown or belongs to another account."
    assert page.header.warnings.texts() == ("Unfrozen Payments",)
    # No receipt yet, but its stub may be printed (RC-4).
    assert page.print_button.isEnabled()
    assert page.distribute.isEnabled()
    assert not page.freeze.isEnabled()


def test_non_cis_columns_stand_only_where_such_an_account_is_paid(
    desk: Surroundings, shown: Shown
) -> None:
    plain = shown(take(desk.office, ((owing(desk.office), 2500),), (cash(2500),)))
    assert "Non CIS Name" not in titles(plain.lists.payments)
    account = desk.office.account("City Tax Office", customer_class="NONCIS")
    desk.office.agreement(account, "MISC")
    taken = take(
        desk.office, ((account, 6135),), (cash(6135),),
        non_cis_name="R. Delgado", reference="PT-2026-4471", comments="paid for a neighbour",
    )  # fmt: skip
    page = shown(taken)
    names = titles(page.lists.payments)
    assert names[-4:] == ["Non CIS Name", "Reference Number", "Non CIS Comments", "Payment ID"]
    assert cells(page.lists.payments)[0][-4:-1] == [
        "R. Delgado", "PT-2026-4471", "paid for a neighbour",
    ]  # fmt: skip


def test_drill_down_to_the_segments_of_the_payment_under_the_cursor(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    office = desk.office
    first, second = owing(office), owing(office, 4000, name="Quill, Sam")
    office.agreement(first, "SEWER", (DAY, 1500))
    taken = take(office, ((first, 4000), (second, 3000)), (cash(7000),))
    page = shown(taken)
    assert len(cells(page.lists.segments)) == 2
    assert {row[1] for row in cells(page.lists.segments)} == {"$25.00", "$15.00"}
    page.lists.payments.setFocus()
    keys.press(Qt.Key.Key_Down)
    ((_agreement, amount, balance),) = cells(page.lists.segments)
    assert (amount, balance) == ("$30.00", "$10.00")
    assert page.lists.segments_card.caption.text() == grouped(long_id(taken.payments[1].id))


def test_the_chosen_payment_stays_chosen_when_the_page_reloads(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    office = desk.office
    first, second = owing(office), owing(office, 4000, name="Quill, Sam")
    page = shown(take(office, ((first, 2500), (second, 3000)), (cash(5500),)))
    page.lists.payments.select_line(1)
    page.load()
    assert page.lists.payments.currentIndex().row() == 1
    assert cells(page.lists.segments)[0][1] == "$30.00"


def test_enter_on_a_frozen_payment_opens_its_page(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    taken = take(desk.office, ((owing(desk.office), 2500),), (cash(2500),))
    page = shown(taken)
    page.lists.payments.setFocus()
    keys.press(Qt.Key.Key_Return)
    keys.press((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return))
    assert desk.opened.pages == [("payment", taken.payments[0].id)] * 2


def test_pe7_account_filter_narrows_the_grid_and_never_the_totals(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    office = desk.office
    first, second = owing(office), owing(office, 4000, name="Quill, Sam")
    page = shown(take(office, ((first, 2500), (second, 3000)), (cash(5500),)))
    box, text = page.lists.account_filter.by, page.lists.account_filter.text
    assert [box.itemText(at) for at in range(box.count())] == ["All", "Account", "Person Name"]
    assert not text.isEnabled()
    box.select(FilterBy.PERSON)
    text.setFocus()
    keys.type("quill")
    assert [row[0].split(" · ")[1] for row in cells(page.lists.payments)] == ["Quill, Sam"]
    assert page.figures.payments.text() == "2 · $55.00"
    assert cells(page.lists.segments)[0][1] == "$30.00"
    text.clear()
    keys.type("sam")
    assert cells(page.lists.payments) == [], "a name matches by its beginning"
    assert cells(page.lists.segments) == []
    box.select(FilterBy.ACCOUNT)
    text.clear()
    keys.type(short_id(first))
    assert [row[0].split(" · ")[0] for row in cells(page.lists.payments)] == [
        grouped(short_id(first))
    ]
    box.select(FilterBy.ALL)
    assert text.text() == ""
    assert len(cells(page.lists.payments)) == 2


def test_distribute_then_freeze_by_keys(desk: Surroundings, shown: Shown, keys: Keyboard) -> None:
    taken = take(desk.office, ((owing(desk.office), 2500),), (cash(2500),), DistributeAction.NONE)
    page = shown(taken)
    assert page.distribute.hasFocus()
    assert not page.freeze.isEnabled()
    assert page.distribute.property("kind") == "primary", "the accent is on what comes next"
    keys.press(Qt.Key.Key_Space)
    assert page.freeze.property("kind") == "primary"
    assert page.distribute.property("kind") == ""
    assert (page.distribute.hint, page.freeze.hint) == ("", "F9")
    assert now(desk, taken).payments[0].status is PaymentStatus.FREEZABLE
    assert page.freeze.isEnabled()
    keys.press(Qt.Key.Key_F9)
    assert now(desk, taken).payments[0].status is PaymentStatus.FROZEN
    assert not page.freeze.isVisible()
    assert not page.distribute.isVisible()
    assert page.print_button.isEnabled()
    assert page.header.warnings.texts() == ()


def test_an_error_whose_cause_is_gone_can_be_distributed_again(
    desk: Surroundings, shown: Shown
) -> None:
    office = desk.office
    account = office.account(customer_class="OPEN")
    taken = take(
        office, ((account, 3500),), (cash(3500),), match_type="ITEM-ID", match_value="V-100"
    )
    page = shown(taken)
    assert now(desk, taken).payments[0].status is PaymentStatus.ERROR
    office.item(account, "V-100", 3500)
    page.distribute.click()
    assert now(desk, taken).payments[0].status is PaymentStatus.FREEZABLE


def test_a_user_without_the_rights_only_looks(
    desk: Surroundings, shown: Shown, theme: Theme, tmp_path: Path
) -> None:
    taken = take(
        desk.office, ((owing(desk.office), 2500),), (cash(2500),), DistributeAction.DISTRIBUTE
    )
    auditor = surround(desk.office, theme, tmp_path, desk.office.actors["auditor"])
    page = shown(taken, auditor)
    assert not page.distribute.isEnabled()
    assert not page.freeze.isEnabled()
    assert page.payment_date.isReadOnly()
    seen = {one.objectName() for one in page.findChildren(QPushButton) if one.isVisible()}
    assert seen == {"open_payment"}, "what never wakes up is not shown"


UNBALANCED = (tender("30.00"), change("-5.00"))


@pytest.fixture
def paid(desk: Surroundings, shown: Shown) -> PaymentEventPage:
    """The page of an event of 25.00 in cash."""
    return shown(take(desk.office, ((owing(desk.office), 2500),), (cash(2500),)))


@every(
    ("tenders", "statuses", "shows"),
    [
        ((tender("30.00"),), (PaymentStatus.INCOMPLETE,), True),
        ((tender("30.00"),), (PaymentStatus.ERROR,), True),
        ((tender("30.00"),), (PaymentStatus.FREEZABLE,), True),
        ((tender("20.00"),), (PaymentStatus.FREEZABLE,), True),
        (UNBALANCED, (PaymentStatus.FREEZABLE,), False),
        ((tender("25.00"),), (PaymentStatus.INCOMPLETE,), False),
        ((tender("30.00"),), (PaymentStatus.FROZEN,), False),
        ((tender("30.00"),), (PaymentStatus.CANCELED,), False),
        ((tender("60.00"),), (PaymentStatus.FROZEN, PaymentStatus.FREEZABLE), False),
    ],
)
def test_chg08_chg09_recalculate_cash_back_shows_exactly_when_it_can_help(
    paid: PaymentEventPage, tenders: Any, statuses: Any, shows: bool
) -> None:
    # What the row before it left is the other way round.
    paid.recalculate.setVisible(not shows)
    view = event(tenders, tuple(payment("25.00", status) for status in statuses))
    paid._on_event(replace(view, id=EventId(paid.number)))
    assert paid.recalculate.isVisible() == shows


def unbalanced(office: Office, tendered: int) -> EventView:
    return take(office, ((owing(office), 2500),), (cash(tendered),), DistributeAction.NONE)


def test_d32_recalculate_says_what_is_missing_and_changes_nothing(
    desk: Surroundings, shown: Shown
) -> None:
    taken = unbalanced(desk.office, 2000)
    page = shown(taken)
    assert page.header.warnings.texts() == ("Unfrozen Payments", "The Payment Event is Unbalanced")
    assert page.difference.whole == "Payments $25.00 − tenders $20.00 = $5.00 missing"
    page.recalculate.click()
    assert "$5.00 less" in page.notices[0].text
    assert [t.amount.minor for t in now(desk, taken).tenders] == [2000]
    assert page.recalculate.isEnabled()


def test_d32_recalculate_gives_the_rest_back(desk: Surroundings, shown: Shown) -> None:
    taken = unbalanced(desk.office, 10000)
    with desk.office.db.begin() as s:
        s.execute(
            update(PaymentRow).where(PaymentRow.event_id == taken.id).values(amount=Money(3000))
        )
    page = shown(taken)
    assert page.difference.whole == "Payments $30.00 − tenders $25.00 = $5.00 missing"
    page.recalculate.click()
    assert [t.amount.minor for t in now(desk, taken).tenders] == [10000, -7000]
    assert page.figures.cash_back.text() == "$70.00"
    assert not page.recalculate.isVisible()
    assert page.difference.whole == ""


def test_chg08_recalculate_takes_change_away_and_says_what_is_missing(
    desk: Surroundings, shown: Shown
) -> None:
    taken = unbalanced(desk.office, 10000)
    with desk.office.db.begin() as s:
        s.execute(
            update(PaymentRow).where(PaymentRow.event_id == taken.id).values(amount=Money(11000))
        )
    page = shown(taken)
    page.recalculate.click()
    assert [t.amount.minor for t in now(desk, taken).tenders] == [10000]
    assert page.notices[0].text == (
        "The change of $75.00 was taken away, which was not enough: $10.00 less was handed over "
        "than is paid. Nothing else was changed."
    )
    assert page.difference.whole == "Payments $110.00 \u2212 tenders $100.00 = $10.00 missing"


def test_pe3_the_date_changes_until_something_is_frozen(
    desk: Surroundings, shown: Shown, supervisor: Surroundings, keys: Keyboard
) -> None:
    taken = take(
        desk.office, ((owing(desk.office), 2500),), (cash(2500),), DistributeAction.DISTRIBUTE
    )
    page = shown(taken, supervisor)
    page.payment_date.setFocus()
    keys.type("2026-11-19")
    keys.press(Qt.Key.Key_Return)
    assert now(desk, taken).payment_date == date(2026, 11, 19)
    assert page.header.info.text().startswith("2026-11-19")
    page.freeze.click()
    settle()
    assert page.payment_date.isReadOnly()


def test_pe3_a_date_that_cannot_be_stands_with_its_reason(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    taken = take(
        desk.office, ((owing(desk.office), 2500),), (cash(2500),), DistributeAction.DISTRIBUTE
    )
    page = shown(taken)
    page.payment_date.setFocus()
    keys.type("2026-12-24")
    keys.press(Qt.Key.Key_Return)
    assert "in the future" in page.date_field.error
    assert page.payment_date.text() == "2026-12-24"
    assert now(desk, taken).payment_date == DAY
    page.payment_date.clear()
    keys.press(Qt.Key.Key_Return)
    assert page.payment_date.value() == DAY, "an empty date goes back to the one of the event"
    assert page.date_field.error == ""


def test_pe3_a_date_typed_and_not_left_is_stored_before_the_freeze(
    desk: Surroundings, shown: Shown, supervisor: Surroundings, keys: Keyboard
) -> None:
    office = desk.office
    of = take(office, ((owing(office), 2500),), (cash(2500),), DistributeAction.DISTRIBUTE)
    page = shown(of, supervisor)
    page.payment_date.setFocus()
    keys.type("2026-11-19")
    keys.press(Qt.Key.Key_F9)
    now = office.services.payment_events.show(of.id, office.cashier)
    assert now.payment_date == date(2026, 11, 19)
    assert [payment.status for payment in now.payments] == [PaymentStatus.FROZEN]


def test_pe3_nothing_is_frozen_under_a_date_that_is_none(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    office = desk.office
    of = take(office, ((owing(office), 2500),), (cash(2500),), DistributeAction.DISTRIBUTE)
    page = shown(of)
    page.payment_date.setFocus()
    keys.type("2026-13-19")
    keys.press(Qt.Key.Key_F9)
    assert page.date_field.error
    assert page.payment_date.text() == "2026-13-19"
    now = office.services.payment_events.show(of.id, office.cashier)
    assert [payment.status for payment in now.payments] == [PaymentStatus.FREEZABLE]


def test_a_date_that_is_being_typed_outlives_a_reload(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    office = desk.office
    page = shown(take(office, ((owing(office), 2500),), (cash(2500),), DistributeAction.NONE))
    page.payment_date.setFocus()
    keys.type("2026-11-1")
    page.load()
    settle()
    assert page.payment_date.text() == "2026-11-1"


def test_d21_two_actions_before_the_page_is_read_again_are_two_requests(
    qtbot: QtBot, desk: Surroundings, theme: Theme, tmp_path: Path
) -> None:
    office = desk.office
    of = take(office, ((owing(office), 2500),), (cash(2500),), DistributeAction.NONE)
    runner = ManualRunner(AppSignals())
    slowly = surround(office, theme, tmp_path, office.supervisor, runner=runner)
    page = PaymentEventPage(slowly.context, of.id)
    qtbot.addWidget(page)
    runner.finish()
    page.load()
    runner.finish()
    page.distribute.click()
    # A second press and a reading that ends meanwhile leave the buttons at rest.
    page.distribute.click()
    page.load()
    runner.finish(-1)
    assert not page.distribute.isEnabled()
    runner.finish()
    page.payment_date.setText("2026-11-19")
    page.payment_date.editingFinished.emit()
    runner.finish(-1)
    now = office.services.payment_events.show(of.id, office.cashier)
    assert now.payment_date == date(2026, 11, 19)
    assert [payment.status for payment in now.payments] == [PaymentStatus.FREEZABLE]


def test_d21_a_failed_action_is_tried_again_as_the_same_request(
    qtbot: QtBot, desk: Surroundings, theme: Theme, tmp_path: Path
) -> None:
    office = desk.office
    of = take(office, ((owing(office), 2500),), (cash(2500),), DistributeAction.DISTRIBUTE)
    runner = ManualRunner(AppSignals())
    page = PaymentEventPage(surround(office, theme, tmp_path, runner=runner).context, of.id)
    qtbot.addWidget(page)
    runner.finish()
    page.load()
    runner.finish()
    page.freeze.click()
    # The freeze was stored, only its answer was lost.
    runner.jobs[0][0]()
    runner.fail(StorageFailure("offline", "The database does not answer."))
    (box,) = page.findChildren(QMessageBox)
    (again,) = [one for one in box.buttons() if one.text() == "Try again"]
    again.click()
    runner.finish()
    runner.finish()
    now = office.services.payment_events.show(of.id, office.cashier)
    assert [payment.status for payment in now.payments] == [PaymentStatus.FROZEN]
    assert page.notices == ()


def test_scale_a_long_freeze_is_stopped_at_the_page_and_leaves_nothing(
    qtbot: QtBot, desk: Surroundings, theme: Theme, tmp_path: Path
) -> None:
    office = desk.office
    of = take(office, ((owing(office), 2500),), (cash(2500),), DistributeAction.DISTRIBUTE)
    runner = ManualRunner(AppSignals())
    page = PaymentEventPage(surround(office, theme, tmp_path, runner=runner).context, of.id)
    qtbot.addWidget(page)
    runner.finish()
    page.load()
    runner.finish()
    page.show()
    page.freeze.click()
    assert page.difference.isVisible()
    page.progress.show()
    assert (page.progress.isVisible(), page.difference.isVisible()) == (True, False)
    page.progress.stop_button.click()
    work, _done, failed = runner.jobs.pop()
    with pytest.raises(Refused, match="M-44") as stopped:
        work()
    failed(stopped.value)
    assert page.notices[0].text == "It was stopped after 0 of 1 payments. Nothing was changed."
    assert (page.progress.isVisible(), page.difference.isVisible()) == (False, True)
    assert now(desk, of).payments[0].status is PaymentStatus.FREEZABLE
    page.freeze.click()
    runner.finish()
    assert now(desk, of).payments[0].status is PaymentStatus.FROZEN


def test_py6_m30_a_page_that_is_behind_says_so_and_reloads(
    qtbot: QtBot, desk: Surroundings, theme: Theme, tmp_path: Path
) -> None:
    office = desk.office
    of = take(office, ((owing(office), 2500),), (cash(2500),), DistributeAction.DISTRIBUTE)
    runner = ManualRunner(AppSignals())
    page = PaymentEventPage(surround(office, theme, tmp_path, runner=runner).context, of.id)
    qtbot.addWidget(page)
    runner.finish()
    page.load()
    runner.finish()
    actions = office.services.event_actions
    actions.distribute(of.id, new_request_id(), office.supervisor)
    page.freeze.click()
    work, _done, failed = runner.jobs.pop()
    with pytest.raises(Refused, match="M-30") as behind:
        work()
    failed(behind.value)
    (notice,) = page.notices
    assert (notice.text, notice.action) == (
        "Another user changed this meanwhile. Reload and look again.", "Reload",
    )  # fmt: skip
    assert notice.on_action is not None
    notice.on_action()
    runner.finish()
    page.freeze.click()
    runner.finish()
    assert now(desk, of).payments[0].status is PaymentStatus.FROZEN


def test_pe13_delete_asks_once_and_goes_home(
    desk: Surroundings, shown: Shown, supervisor: Surroundings, keys: Keyboard
) -> None:
    taken = take(desk.office, ((owing(desk.office), 2500),), (cash(2500),), DistributeAction.NONE)
    page = shown(taken, supervisor)
    page.delete.click()
    (question,) = [one for one in page.findChildren(ConfirmDialog) if one.isVisible()]
    assert grouped(long_id(taken.id)) in question.accessibleDescription()
    keys.press(Qt.Key.Key_Escape)
    assert now(desk, taken).id == taken.id
    assert page.delete.isEnabled()
    page.delete.click()
    keys.press(Qt.Key.Key_F9)
    assert supervisor.opened.pages == [("home", 0)]
    with pytest.raises(Refused, match="M-55"):
        now(desk, taken)


def test_pe13_a_cashier_and_a_frozen_event_have_no_delete(
    desk: Surroundings, shown: Shown, supervisor: Surroundings
) -> None:
    loose = take(desk.office, ((owing(desk.office), 2500),), (cash(2500),), DistributeAction.NONE)
    assert "delete" not in visible(shown(loose))
    frozen = take(desk.office, ((owing(desk.office), 2500),), (cash(2500),))
    assert "delete" not in visible(shown(frozen, supervisor))


def test_m30_somebody_else_was_first(desk: Surroundings, shown: Shown) -> None:
    taken = take(desk.office, ((owing(desk.office), 2500),), (cash(2500),), DistributeAction.NONE)
    page = shown(taken)
    actions = desk.office.services.event_actions
    actions.distribute(taken.id, new_request_id(), desk.office.cashier)
    actions.freeze(taken.id, new_request_id(), desk.office.cashier)
    page.distribute.click()
    assert page.notices, "the page says why nothing happened"
    page.load()
    assert cells(page.lists.payments)[0][2] == "Frozen"


def test_ctrl_p_opens_the_receipt(
    qtbot: QtBot, desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    page = shown(take(desk.office, ((owing(desk.office), 2500),), (cash(2500),)))
    keys.press((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_P))
    (dialog,) = page.findChildren(ReceiptDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_every_list_of_the_page_is_a_sound_model(desk: Surroundings, shown: Shown) -> None:
    office = desk.office
    first, second = owing(office), owing(office, 4000, name="Quill, Sam")
    page = shown(take(office, ((first, 2500), (second, 3000)), (cash(5500),)))
    lists = page.lists
    for table in (lists.payments, lists.tenders, lists.segments, lists.details):
        model = table.model()
        tester = QAbstractItemModelTester(
            model, QAbstractItemModelTester.FailureReportingMode.Fatal
        )
        for column in range(model.columnCount()):
            model.sort(column, Qt.SortOrder.DescendingOrder)
        tester.deleteLater()
    page.lists.account_filter.by.select(FilterBy.PERSON)
    page.lists.account_filter.text.setText("quill")
    page.load()
    settle()


def test_use_7_the_width_of_a_column_outlives_a_reload(desk: Surroundings, shown: Shown) -> None:
    page = shown(take(desk.office, ((owing(desk.office), 2500),), (cash(2500),)))
    header = page.lists.tenders.horizontalHeader()
    header.resizeSection(1, 171)
    page.load()
    assert header.sectionSize(1) == 171


def test_1_a_long_info_line_is_never_cut(qtbot: QtBot, desk: Surroundings, shown: Shown) -> None:
    page = shown(take(desk.office, ((owing(desk.office), 2500),), (cash(2500),)))
    page.resize(1330, 620)
    page.header.info.setText(" \u00b7 ".join(["Wenlow, Ida Margaret Josephine"] * 5))
    page.header.warnings.show_states([("The Payment Event is Unbalanced", Tone.RED)])
    settle()
    info = page.header.info
    assert info.height() >= info.heightForWidth(info.width())
    assert page.header.warnings.height() >= page.header.warnings.sizeHint().height()
