"""Payment Event - Main, row by row: each field of the page that it was asked for in, as a person sees it.

The rows stand in the order of the page's own description: info line, id, warnings, distribution
details, date, totals, filter, grid.
"""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from posapp.domain.codes import DistributeAction, SourceType
from posapp.domain.event_views import EventView
from posapp.domain.folding import clean
from posapp.domain.ids import AccountId, long_id, new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.ui.formats import grouped
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.widgets.account_filter import FilterBy
from tests.helpers.events import add, show
from tests.helpers.office import DAY, Office
from tests.helpers.rows import put
from tests.helpers.rules import add_by_rules, draft
from tests.helpers.surroundings import Surroundings, settle

NONE = DistributeAction.NONE
Shown = Callable[[EventView], PaymentEventPage]


@pytest.fixture
def shown(qtbot: QtBot, desk: Surroundings) -> Shown:
    def show_page(of: EventView) -> PaymentEventPage:
        page = PaymentEventPage(desk.context, of.id)
        qtbot.addWidget(page)
        page.resize(1334, 640)
        page.show()
        page.load()
        settle()
        return page

    return show_page


def owing(office: Office, cents: int = 2500, name: str = "Okafor, Ngozi") -> AccountId:
    found = office.account(name)
    office.agreement(found, "WATER", (DAY, cents))
    return found


def info(page: PaymentEventPage) -> list[str]:
    return page.header.info.text().split(" \u00b7 ")


def grid(page: PaymentEventPage) -> dict[str, list[str]]:
    """The payments grid by the titles of its columns."""
    model = page.lists.payments.model()
    return {
        str(model.headerData(column, Qt.Orientation.Horizontal)): [
            str(model.index(row, column).data()) for row in range(model.rowCount())
        ]
        for column in range(model.columnCount())
    }


def test_pay_event_info_is_date_amount_and_name(office: Office, shown: Shown) -> None:
    account = owing(office)
    event = add(office, account, [("CASH", 2500)], [(account, 2500)])
    assert info(shown(event))[:3] == ["2026-11-20", "$25.00", "Okafor, Ngozi"]


def test_pay_event_info_with_several_tenders_has_no_name(office: Office, shown: Shown) -> None:
    account = owing(office)
    event = add(office, account, [("CASH", 1000), ("CHEC", 1500)], [(account, 2500)])
    assert "Okafor, Ngozi" not in info(shown(event))


def test_pay_event_info_names_the_rule_of_a_single_detail(office: Office, shown: Shown) -> None:
    account = owing(office)
    page = shown(add_by_rules(office, account, [draft("ACCT", account, 2500)]))
    assert "Account" in info(page)
    assert not page.lists.details_card.isVisible()


def test_pay_event_info_and_the_list_of_several_details(office: Office, shown: Shown) -> None:
    first, second = owing(office), owing(office, 4000, "Quill, Sam")
    details = [draft("ACCT", first, 2500), draft("ACCT", second, 4000)]
    page = shown(add_by_rules(office, first, details))
    assert "Multiple Distribution Details Exist" in info(page)
    assert page.lists.details_card.isVisible()
    model = page.lists.details.model()
    rows = [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    assert [row[0] for row in rows] == ["Account", "Account"]
    for row, account, amount in ((rows[0], first, "$25.00"), (rows[1], second, "$40.00")):
        assert any(f"{account}" in cell.replace(" ", "") for cell in row)
        assert amount in row


def test_pay_event_info_has_the_document_number(office: Office, shown: Shown) -> None:
    account = owing(office)
    event = add(office, account, [("CASH", 2500)], [(account, 2500)])
    assert event.document_number
    said = info(shown(event))[-1]
    # No line ends inside the number: a word joiner follows each hyphen, and searching drops it.
    assert said.count("-\u2060") == event.document_number.count("-") > 0
    assert said.replace("\u2060", "") == event.document_number
    assert clean(said) == event.document_number


def test_pay_event_info_says_alternate_currency_used(office: Office, shown: Shown) -> None:
    account = owing(office)
    with office.db.begin() as s:
        put(s, "tender_source", code="EUR-A", source_type="CASHIERING", currency="EUR")
        put(s, "exchange_rate", source="EUR", target="USD", day=DAY, rate="1.10")
        s.exec_driver_sql(
            "UPDATE installation SET setup_version = setup_version + 1, alternate_currency = 1"
        )
    services, opening = office.services, new_request_id()
    services.deposit_controls.open(
        OpenDepositControl(opening, SourceType.CASHIERING, "EUR"), office.supervisor
    )
    services.tender_controls.open(
        OpenControl(new_request_id(), "EUR-A", None, None), office.cashier
    )
    euros = (TenderDraft("CASH", Money(2000), currency="EUR"),)
    command = AddEvent(new_request_id(), account, euros, (PaymentDraft(account, Money(2200)),))
    event = show(office, services.payment_events.add(command, office.cashier).value.event_id)
    assert info(shown(event))[-1] == "Alternate Currency Used"


def test_payment_event_id(office: Office, shown: Shown) -> None:
    account = owing(office)
    event = add(office, account, [("CASH", 2500)], [(account, 2500)])
    assert grouped(long_id(event.id)) in shown(event).header.numbers.text()


def test_warnings_unfrozen_unbalanced_and_turn_in(office: Office, shown: Shown) -> None:
    account = owing(office)
    event = add(office, account, [("CASH", 400000)], [(account, 2500)], action=NONE)
    office.services.payment_edits.delete(event.payments[0].id, new_request_id(), office.cashier)
    office.services.payment_edits.add(
        event.id, PaymentDraft(account, Money(2000)), new_request_id(), office.cashier
    )
    assert shown(show(office, event.id)).header.warnings.texts() == (
        "Unfrozen Payments", "The Payment Event is Unbalanced",
    )  # fmt: skip
    check = add(office, account, [("CASH", 390000)], [(account, 390000)])
    (warning,) = shown(check).header.warnings.texts()
    assert "turn in funds" in warning


def test_payment_date_is_the_business_date(office: Office, shown: Shown) -> None:
    account = owing(office)
    event = add(office, account, [("CASH", 2500)], [(account, 2500)], action=NONE)
    page = shown(event)
    assert page.payment_date.accessibleName() == "Payment Date"
    assert page.payment_date.value() == date(2026, 11, 20)
    assert not page.payment_date.isReadOnly()


def test_totals_payments_tenders_tendered_and_cash_back(office: Office, shown: Shown) -> None:
    first, second = owing(office), owing(office, 4000, "Quill, Sam")
    event = add(office, first, [("CASH", 10000)], [(first, 2500), (second, 4000)])
    figures = shown(event).figures
    assert {
        figure.value_label.accessibleName(): figure.text()
        for figure in (figures.payments, figures.tenders, figures.tendered, figures.cash_back)
    } == {
        "Payment(s)": "2 \u00b7 $65.00",
        "Tender(s)": "1 \u00b7 $65.00",
        "Amount Tendered": "$100.00",
        "Cash Back Amount": "$35.00",
    }


def test_account_filter_has_its_three_options(office: Office, shown: Shown) -> None:
    first, second = owing(office), owing(office, 4000, "Quill, Sam")
    page = shown(add(office, first, [("CASH", 6500)], [(first, 2500), (second, 4000)]))
    chosen = page.lists.account_filter
    shows = {}
    for by, value in (
        (FilterBy.ALL, ""), (FilterBy.ACCOUNT, short_id(second)), (FilterBy.PERSON, "oka"),
    ):  # fmt: skip
        assert chosen.by.select(by)
        chosen.text.setText(value)
        settle()
        shows[chosen.by.currentText()] = grid(page)["Payment Amount"]
    assert shows == {
        "All": ["$25.00", "$40.00"], "Account": ["$40.00"], "Person Name": ["$25.00"],
    }  # fmt: skip


def test_payments_grid_column_by_column(office: Office, shown: Shown) -> None:
    account = owing(office)
    taken = add(
        office, account, [("CASH", 2500)], [(account, 2500)],
        match_type="SA-ID", match_value="4711",
    )  # fmt: skip
    found = grid(shown(taken))
    assert list(found) == [
        "Account ID", "Payment Amount", "Payment Status", "Message", "Match Type", "Match Value",
        "Payment ID",
    ]  # fmt: skip
    assert found["Account ID"] == [f"{grouped(short_id(account))} \u00b7 Okafor, Ngozi"]
    assert found["Payment Amount"] == ["$25.00"]
    assert found["Payment Status"] == ["Error"]
    assert "4711" in found["Message"][0]
    assert found["Match Type"] == ["Service agreement"]
    assert found["Match Value"] == ["4711"]
    assert found["Payment ID"] == [grouped(long_id(taken.payments[0].id))]


def test_payments_grid_of_a_non_cis_account(office: Office, shown: Shown) -> None:
    account = office.account("City Tax Office", customer_class="NONCIS")
    office.agreement(account, "MISC")
    taken = add(
        office, account, [("CASH", 6135)], [(account, 6135)],
        non_cis_name="R. Delgado", reference="PT-2026-4471", comments="paid for a neighbour",
    )  # fmt: skip
    found = grid(shown(taken))
    assert found["Non CIS Name"] == ["R. Delgado"]
    assert found["Reference Number"] == ["PT-2026-4471"]
    assert found["Non CIS Comments"] == ["paid for a neighbour"]
    assert list(found)[-4:] == [
        "Non CIS Name", "Reference Number", "Non CIS Comments", "Payment ID",
    ]  # fmt: skip


def test_the_context_menu_of_a_payment_drills_down(
    office: Office, desk: Surroundings, shown: Shown
) -> None:
    account = owing(office)
    event = add(office, account, [("CASH", 2500)], [(account, 2500)])
    page = shown(event)
    page.lists.payments.menu_wanted.emit(event.payments[0], QPoint(0, 0))
    settle()
    (menu,) = (one for one in page.findChildren(QMenu) if one.isVisible())
    words = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    menu.close()
    assert "Open payment" in words
    assert "Cancel payment\u2026" in words
