"""Distribution details on the event page: rule, value, amount (2.1, PE-1, DR-6, D-33)."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.theme import Theme
from tests.helpers.office import DAY, Office
from tests.helpers.rules import add_by_rules, draft
from tests.helpers.surroundings import settle, surround


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
