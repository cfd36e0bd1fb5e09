"""Payment / Tender Search by keys over a real database (SR-1..SR-4)."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from posapp.domain.browse import Criterion
from posapp.domain.ids import AccountId, EventId, new_request_id
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.topics import Topic
from posapp.storage.search_index import index_accounts
from posapp.ui.formats import grouped
from posapp.ui.pages.search import SearchPage
from posapp.ui.search_criteria import SearchFor
from posapp.ui.theme import Theme
from tests.helpers.every import every
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround

ENTER, F9 = Qt.Key.Key_Return, Qt.Key.Key_F9


@pytest.fixture
def desk(office: Office, theme: Theme, tmp_path: Path) -> Surroundings:
    return surround(office, theme, tmp_path, office.supervisor)


def take(office: Office, account: AccountId, cents: int, *tenders: TenderDraft) -> EventId:
    office.clock.advance(minutes=20)
    command = AddEvent(
        new_request_id(),
        account,
        tenders or (TenderDraft("CASH", Money(cents)),),
        (PaymentDraft(account, Money(cents)),),
        confirmed=frozenset({"M-39", "M-40", "M-42", "M-69"}),
    )
    return office.services.payment_events.add(command, office.cashier).value.event_id


@pytest.fixture
def ngozi(office: Office) -> AccountId:
    return customer(office, "Okafor, Ngozi", keys=(("PLATE", "NY GKL4821"),))


@pytest.fixture
def sam(office: Office) -> AccountId:
    return customer(office, "Quill, Sam")


def customer(office: Office, name: str, **more: Any) -> AccountId:
    account = office.account(name, **more)
    office.agreement(account, "WATER", (DAY, 50_000))
    with office.db.begin() as s:
        index_accounts(s, [account])
    return account


@pytest.fixture
def day(office: Office, ngozi: AccountId, sam: AccountId) -> list[EventId]:
    """Three events: 25.00 cash of 100.00, 42.10 by check, 30.00 in two tenders."""
    return [
        take(office, ngozi, 2500, TenderDraft("CASH", Money(10_000))),
        take(office, sam, 4210, TenderDraft("CHEC", Money(4210), "2207")),
        take(
            office, ngozi, 3000,
            TenderDraft("CASH", Money(1000)), TenderDraft("CHEC", Money(2000), "17"),
        ),
    ]  # fmt: skip


def shown(qtbot: QtBot, desk: Surroundings, number: int = 0) -> SearchPage:
    page = SearchPage(desk.context, number)
    qtbot.addWidget(page)
    page.resize(1334, 640)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.load()
    if not number:
        page.focus_first()
    settle()
    return page


@pytest.fixture
def page(qtbot: QtBot, desk: Surroundings, day: list[EventId]) -> SearchPage:
    return shown(qtbot, desk)


def cells(page: SearchPage) -> list[list[str]]:
    model = page.results.table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def foot(page: SearchPage, kind: SearchFor) -> tuple[str, str]:
    bar = page.results.bars[kind]
    return bar.text(f"{kind}_count"), bar.text(f"{kind}_sum")


def amounts(page: SearchPage) -> list[str]:
    titles = {
        SearchFor.PAYMENTS: "Payment Amount",
        SearchFor.TENDERS: "Tender Amount",
        SearchFor.BOTH: "Amount",
    }
    model = page.results.table.model()
    names = [
        model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())
    ]
    at = names.index(titles[page._kind])
    return [row[at] for row in cells(page)]


def test_an_empty_page_says_what_to_do(page: SearchPage) -> None:
    assert page.form.field("payee").hasFocus()
    assert page.results.table._empty[0] == "What do you know of it?"
    assert foot(page, SearchFor.PAYMENTS) == ("—", "—")


def test_sr2_an_empty_search_is_refused_with_a_sentence(page: SearchPage, keys: Keyboard) -> None:
    page.form.field("payee").setText("   ")
    keys.press(F9)
    assert page.status.text() == "Fill in at least one field, then search."
    assert page.form.field("payee").hasFocus()
    assert cells(page) == []
    keys.type("oka")
    keys.press(ENTER)
    assert page.status.text() == ""
    assert len(cells(page)) == 2


def test_sr4_a_name_finds_its_payments_with_count_and_sum(page: SearchPage, keys: Keyboard) -> None:
    keys.type("OKAF")
    keys.press(ENTER)
    assert amounts(page) == ["$30.00", "$25.00"], "the newest first"
    assert foot(page, SearchFor.PAYMENTS) == ("2", "$55.00")
    assert not page.results.bars[SearchFor.TENDERS].isVisible()


def test_a_number_is_looked_up_whatever_names_the_account(page: SearchPage, keys: Keyboard) -> None:
    keys.type("NY GKL4821")
    keys.press(ENTER)
    assert amounts(page) == ["$30.00", "$25.00"]


def test_m01_an_unknown_number_is_said_at_its_field(page: SearchPage, keys: Keyboard) -> None:
    keys.type("999")
    keys.press(ENTER)
    form = page.form._forms["payment"]
    assert form.errors() == {"payee": "Account 999 does not exist."}
    assert page.form.field("payee").text() == "999"
    assert cells(page) == []


def test_sr2_criteria_are_combined_with_and(page: SearchPage, keys: Keyboard) -> None:
    page.form.field(Criterion.PAYMENT_FROM).setText("26")
    keys.press(F9)
    assert amounts(page) == ["$30.00", "$42.10"]
    page.form.field("payee").setText("Okafor")
    keys.press(F9)
    assert amounts(page) == ["$30.00"]
    page.form.field(Criterion.DATE_TO).setText("2026-11-19")
    keys.press(F9)
    assert cells(page) == []
    assert page.results.table._empty[0] == "Nothing fits all of this"
    assert foot(page, SearchFor.PAYMENTS) == ("0", "$0.00")


def test_tenders_by_check_number_and_type(page: SearchPage, keys: Keyboard) -> None:
    page.form.search_for.select(SearchFor.TENDERS)
    assert page.form._forms["payment"].isHidden()
    assert not page.form._forms["tender"].isHidden()
    page.form.field(Criterion.CHECK_NUMBER).setText("2207")
    keys.press(F9)
    assert amounts(page) == ["$42.10"]
    page.form.field(Criterion.CHECK_NUMBER).clear()
    page.form.field(Criterion.TENDER_TYPE).select("CASH")
    keys.press(F9)
    assert set(amounts(page)) == {"$10.00", "$100.00", "−$75.00"}
    assert foot(page, SearchFor.TENDERS) == ("3", "$35.00")
    assert any(row[2] == "Cash · cash back" for row in cells(page))


def test_what_was_put_away_is_not_searched_for(page: SearchPage, keys: Keyboard) -> None:
    page.form.search_for.select(SearchFor.BOTH)
    page.form.field("payor").setText("Quill")
    page.form.search_for.select(SearchFor.PAYMENTS)
    page.form.field("payee").setText("Okafor")
    keys.press(F9)
    assert len(cells(page)) == 2


def test_another_kind_leaves_nothing_of_the_one_before(page: SearchPage, keys: Keyboard) -> None:
    keys.type("okafor")
    keys.press(ENTER)
    assert len(cells(page)) == 2
    page.form.search_for.select(SearchFor.TENDERS)
    assert page.results.table is page.results.tables[SearchFor.TENDERS]
    assert page.results.heading.text() == "Tenders"
    assert cells(page) == []
    assert page.results.table._empty[0] == "What do you know of it?"
    assert foot(page, SearchFor.TENDERS) == ("—", "—")
    page.form.search_for.select(SearchFor.PAYMENTS)
    assert cells(page) == []
    keys.press(F9)
    assert len(cells(page)) == 2


def test_both_lists_events_and_sums_payments_and_tenders(
    page: SearchPage, day: list[EventId], keys: Keyboard
) -> None:
    page.form.search_for.select(SearchFor.BOTH)
    page.form.field("payor").setText("Okafor")
    page.form.field(Criterion.TENDER_TYPE).select("CHEC")
    keys.press(F9)
    assert amounts(page) == ["$30.00"]
    assert foot(page, SearchFor.PAYMENTS) == ("1", "$30.00")
    assert foot(page, SearchFor.TENDERS) == ("1", "$20.00")


def test_sr1_an_event_by_its_number_as_people_read_it(
    page: SearchPage, day: list[EventId], keys: Keyboard
) -> None:
    page.form.field(Criterion.EVENT).setText(grouped(f"{day[1]:012d}"))
    keys.press(F9)
    assert amounts(page) == ["$42.10"]
    page.form.field(Criterion.EVENT).setText("PE-1")
    keys.press(F9)
    assert page.form._forms["event"].errors() == {"event_id": "Only digits make a number here."}


@every("digits", ["1234567890123", "9" * 5000])
def test_a_number_that_is_too_long_is_refused_at_its_field(page: SearchPage, digits: str) -> None:
    page.form.field(Criterion.EVENT).setText("1")
    page.search()
    assert page.form._forms["event"].errors() == {}
    page.form.field(Criterion.EVENT).setText(digits)
    page.search()
    says = "A number here has no more than 12 digits."
    assert page.form._forms["event"].errors() == {"event_id": says}


def test_by_user_and_by_control(page: SearchPage, office: Office, keys: Keyboard) -> None:
    users = page.form.field(Criterion.USER)
    assert {users.itemText(at) for at in range(users.count())} == {
        "Any", "Admin", "Auditor", "Cashier", "Setup", "Supervisor",
    }  # fmt: skip
    users.select(office.supervisor.user_id)
    keys.press(F9)
    assert cells(page) == []
    users.select(office.cashier.user_id)
    keys.press(F9)
    assert len(cells(page)) == 3
    page.form.search_for.select(SearchFor.TENDERS)
    page.form.field(Criterion.CONTROL).setText(str(office.control))
    keys.press(F9)
    assert len(cells(page)) == 5


@every(
    ("field", "typed", "says"),
    [
        (Criterion.PAYMENT_FROM, "abc", "is not an amount of money"),
        (Criterion.DATE_FROM, "2026-13-01", "is not a date"),
    ],
)
def test_bad_values_stop_the_search_at_their_field(
    page: SearchPage, keys: Keyboard, field: Criterion, typed: str, says: str
) -> None:
    page.form.field(field).setFocus()
    keys.type(typed)
    keys.press(ENTER)
    assert any(says in form.errors().get(field, "") for form in page.form._forms.values())
    assert cells(page) == []
    page.form.field(field).clear()


def test_a_range_that_ends_before_it_begins_is_said(page: SearchPage, keys: Keyboard) -> None:
    page.form.field(Criterion.PAYMENT_FROM).setText("30")
    page.form.field(Criterion.PAYMENT_TO).setText("20")
    keys.press(F9)
    assert page.form._forms["payment"].errors() == {
        "payment_to": "The range ends before it begins."
    }


def test_enter_opens_the_event_of_the_first_hit(
    page: SearchPage, desk: Surroundings, day: list[EventId], keys: Keyboard
) -> None:
    keys.type("okafor")
    keys.press(ENTER)
    assert page.results.table.hasFocus()
    keys.press(ENTER)
    assert desk.opened.pages == [("event", day[2])]
    page.results.table.doubleClicked.emit(page.results.table.model().index(1, 0))
    assert desk.opened.pages[-1] == ("event", day[0])


def test_shift_f10_leads_to_event_and_account(
    page: SearchPage, desk: Surroundings, ngozi: AccountId, day: list[EventId], keys: Keyboard
) -> None:
    keys.type("okafor")
    keys.press(ENTER, (Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_F10))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    acts = {act.text(): act for act in menu.actions()}
    assert list(acts) == ["Open payment event", "Open account", "Copy event number"]
    acts["Open account"].trigger()
    acts["Copy event number"].trigger()
    menu.close()
    assert desk.opened.pages == [("account", ngozi)]
    assert QApplication.clipboard().text() == f"{day[2]:012d}"


def test_sr2_columns_sort_in_the_database(page: SearchPage, keys: Keyboard) -> None:
    page.form.field(Criterion.DATE_FROM).setText("2026-01-01")
    keys.press(F9)
    table = page.results.table
    amount = [c.sort for c in table.record_model().columns].index("amount")
    table.sortByColumn(amount, Qt.SortOrder.AscendingOrder)
    assert amounts(page) == ["$25.00", "$30.00", "$42.10"]
    table.sortByColumn(amount, Qt.SortOrder.DescendingOrder)
    assert amounts(page) == ["$42.10", "$30.00", "$25.00"]


def test_sr3_the_page_of_an_account_lists_its_payments(
    qtbot: QtBot, desk: Surroundings, day: list[EventId], sam: AccountId
) -> None:
    page = shown(qtbot, desk, sam)
    assert amounts(page) == ["$42.10"]
    assert page.results.table.hasFocus()


def test_a_new_payment_joins_what_was_found(
    page: SearchPage, office: Office, sam: AccountId, keys: Keyboard
) -> None:
    keys.type("quill")
    keys.press(ENTER)
    assert page.results.table.current_record().amount == Money(4210)
    take(office, sam, 1500)
    assert page.is_concerned(frozenset({Topic.EVENTS}))
    page.load()
    assert amounts(page) == ["$15.00", "$42.10"]
    assert page.results.table.current_record().amount == Money(4210), "the user's place is kept"
    assert foot(page, SearchFor.PAYMENTS) == ("2", "$57.10")


def test_clear_forgets_the_criteria_and_keeps_what_was_found(
    page: SearchPage, keys: Keyboard
) -> None:
    page.form.field(Criterion.PAYMENT_STATUS).select("FROZEN")
    keys.type("okafor")
    keys.press(ENTER)
    page.clear_button.click()
    assert page.form.typed() is not None
    assert page.form.typed().is_empty
    assert page.form.field("payee").hasFocus()
    assert len(cells(page)) == 2


def test_d16_a_blind_cashier_sees_no_sum_that_tells_the_drawer(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, day: list[EventId], keys: Keyboard
) -> None:
    page = shown(qtbot, surround(office, theme, tmp_path))
    page.form.search_for.select(SearchFor.TENDERS)
    page.form.field(Criterion.CONTROL).setText(str(office.control))
    keys.press(F9)
    assert foot(page, SearchFor.TENDERS) == ("5", "—")
    assert "count blind" in page.results._why.text()
    page.form.search_for.select(SearchFor.PAYMENTS)
    page.form.field(Criterion.EVENT).setText(str(day[0]))
    keys.press(F9)
    assert foot(page, SearchFor.PAYMENTS) == ("1", "$25.00")
    assert page.results._why.text() == ""


@pytest.fixture
def seven(office: Office, sam: AccountId) -> None:
    """Seven payments, each of another amount."""
    for cents in range(1, 8):
        take(office, sam, cents)


@pytest.mark.usefixtures("seven")
@every("kind", list(SearchFor))
def test_long_lists_arrive_page_by_page(
    qtbot: QtBot,
    desk: Surroundings,
    keys: Keyboard,
    kind: SearchFor,
) -> None:
    page = shown(qtbot, desk)
    model = page.models[kind]
    model._request = PageRequest(limit=3)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.form.search_for.select(kind)
    page.form.field(Criterion.DATE_FROM).setText("2026-11-20")
    keys.press(F9)
    while model.canFetchMore():
        model.fetchMore()
    settle()
    assert len(set(amounts(page))) == len(cells(page)) == 7
    if kind is not SearchFor.BOTH:
        assert foot(page, kind) == ("7", "$0.28")
    model.sort(0, Qt.SortOrder.AscendingOrder)
    page.load()
    settle()
    assert len(cells(page)) >= 3
    tester.deleteLater()
