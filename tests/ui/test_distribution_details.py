"""Distribution details on the event page: rule, value, amount (2.1, PE-1, DR-6, D-33)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.theme import Theme
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from tests.helpers.bills import bill
from tests.helpers.office import DAY, Office
from tests.helpers.rules import add_by_rules, draft
from tests.helpers.surroundings import Keyboard, Surroundings, settle, show_window, surround


def test_dr6_d33_a_detail_without_money_stands_in_the_list_and_not_in_the_info_line(
    office: Office, qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    details = [draft("ACCT", account, 2500), draft("MEMO", "Came with a dog", 0)]
    event = add_by_rules(office, account, details)
    page = PaymentEventPage(surround(office, theme, tmp_path).context, event.id)
    qtbot.addWidget(page)
    page.show()
    page.load()
    settle()
    assert "Multiple Distribution Details Exist" not in page.header.info.text()
    assert "Account" in page.header.info.text()
    assert page.lists.details_card.isVisible()
    model = page.lists.details.model()
    shown = [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    assert [row[0] for row in shown] == ["Account", "Memo"]
    assert shown[1][1] == "Came with a dog"
    assert [row[-1] for row in shown] == ["$25.00", "$0.00"]


def test_drill_down_of_a_detail_goes_to_what_its_value_names(
    desk: Surroundings, keys: Keyboard, qtbot: QtBot
) -> None:
    office = desk.office
    account = office.account(customer_class="OPEN")
    water = office.agreement(account, "WATER")
    billed = bill(office, account, "W-77", DAY, (water, 1000), day=DAY)
    item = office.item(account, "V-100", 3500)
    sewer = office.agreement(account, "SEWER", (DAY, 500))
    details = [
        draft("ACCT", account, 100),
        draft("BILL", "W-77", 1000),
        draft("ITEM", "V-100", 3500),
        draft("SA", sewer, 500),
        draft("MEMO", "Came with a dog", 0),
    ]
    event = add_by_rules(office, account, details, freeze=False)
    page = PaymentEventPage(desk.context, event.id)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    keys.home = page
    page.load()
    settle()
    page.lists.details.setFocus()
    for row in range(len(details)):
        page.lists.details.select_line(row)
        keys.press(Qt.Key.Key_Return)
    assert desk.opened.pages == [
        ("account", account),
        ("bill", billed),
        ("agreement", item),
        ("agreement", sewer),
    ]


@pytest.mark.dressed
def test_taste_7_two_payments_and_tenders_stay_in_sight_below_a_strip(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path
) -> None:
    accounts = [office.account(name) for name in ("Ahn, Mina", "Diaz, Ana", "Okafor, Ngozi")]
    for account in accounts:
        office.agreement(account, "WATER", (DAY, 1000))
    details = [draft("ACCT", account, 1000) for account in accounts]
    event = add_by_rules(office, accounts[0], details, tenders=[("CASH", 1000), ("MORD", 2000)])
    window = show_window(qtbot, surround(office, theme, tmp_path).context, size=(1366, 768))
    window.open_page("event", event.id)
    settle()
    page = window.page
    assert isinstance(page, PaymentEventPage)
    page.show_notice(Notice("Receipt not printed: out of paper.", Tone.AMBER, "Reprint", print))
    settle()
    assert window.banners.texts(), "a strip stands above"
    for table in (page.lists.payments, page.lists.tenders):
        seen = table.viewport().visibleRegion().boundingRect()
        rows = [table.visualRect(table.model().index(row, 0)) for row in range(2)]
        assert all(seen.contains(row.center()) for row in rows), table.objectName()
        assert seen.bottom() >= rows[1].bottom(), table.objectName()
