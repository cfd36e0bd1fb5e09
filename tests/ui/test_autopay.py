"""Direct debits and mandates in the window (payments 5 auto-pay block, AP-02, AP-07, AP-12)."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from posapp.domain.ids import AccountId, new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.tender_actions import Asking
from posapp.storage.db import Database
from posapp.ui.autopay_words import autopay_facts
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.mandate import MandateDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.dialogs.payment_start import load_start
from posapp.ui.dialogs.tender import TenderDialog
from posapp.ui.pages.mandates import MandatesPage
from posapp.ui.pages.payment import PaymentPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.theme import Theme
from tests.helpers.autopay import (
    NUMBER,
    OTHER,
    add_bank,
    add_mandate,
    debit,
    everything_stored,
    requests,
)
from tests.helpers.clock import FixedClock
from tests.helpers.events import show
from tests.helpers.office import DAY, Office, open_office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround


@pytest.fixture
def office(sqlite_db: Database, clock: FixedClock) -> Office:
    made = open_office(sqlite_db, clock)
    add_bank(made)
    return made


@pytest.fixture
def account(office: Office) -> AccountId:
    """Somebody who owes 50.00 and has a mandate."""
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    add_mandate(office, account)
    return account


@pytest.fixture
def desk(office: Office, account: AccountId, theme: Theme, tmp_path: Path) -> Surroundings:
    return surround(office, theme, tmp_path)


def opened(qtbot: QtBot, desk: Surroundings, account: AccountId) -> PaymentEventDialog:
    start = load_start(desk.office.services, desk.context.actor, account)
    dialog = PaymentEventDialog(desk.context, start)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_ap07_the_block_is_there_for_debits_only(
    qtbot: QtBot, desk: Surroundings, account: AccountId
) -> None:
    line = opened(qtbot, desk, account).tenders.first
    assert line.block is None
    line.kind.select("DDCH")
    settle()
    assert line.block is not None
    assert line.block.isVisible()
    assert not line.check.isEnabled()
    assert line.block.account.placeholderText() == "••••3210"
    assert line.block.holder.placeholderText() == "N. Okafor"
    assert not line.block.expires.isEnabled()
    line.kind.select("CASH")
    assert not line.block.isVisible()
    assert line.typed().block is None


def test_ap07_enter_takes_a_debit_by_the_mandate(
    qtbot: QtBot, desk: Surroundings, account: AccountId
) -> None:
    dialog = opened(qtbot, desk, account)
    dialog.tenders.first.kind.select("DDCH")
    settle()
    with qtbot.waitSignal(dialog.completed) as done:
        dialog.submit_button.click()
        settle()
    (request,) = requests(desk.office, done.args[0].value.event_id)
    assert (request.amount, request.account.last4) == (Money(5000), "3210")


def test_ap02_a_typed_account_is_hidden_sealed_and_stored_nowhere_in_clear(
    qtbot: QtBot, desk: Surroundings, account: AccountId
) -> None:
    dialog = opened(qtbot, desk, account)
    line = dialog.tenders.first
    line.kind.select("DDCH")
    settle()
    assert line.block is not None
    assert line.block.account.echoMode() is QLineEdit.EchoMode.PasswordEchoOnEdit
    line.block.source.select("FNB")
    line.block.account.setText(OTHER)
    line.block.holder.setText("Mary Okafor")
    assert OTHER not in repr(line.typed())
    with qtbot.waitSignal(dialog.completed) as done:
        dialog.submit_button.click()
        settle()
    (request,) = requests(desk.office, done.args[0].value.event_id)
    assert (request.account.last4, request.entity_name) == ("4455", "Mary Okafor")
    assert OTHER not in everything_stored(desk.office)


def test_r13_a_card_number_is_refused_at_its_field(
    qtbot: QtBot, desk: Surroundings, account: AccountId
) -> None:
    dialog = opened(qtbot, desk, account)
    line = dialog.tenders.first
    line.kind.select("DDCH")
    settle()
    assert line.block is not None
    line.block.source.select("FNB")
    line.block.account.setText("4111111111111111")
    dialog.submit_button.click()
    settle()
    assert dialog.isVisible()
    field = line.block._fields["external_account"]
    assert "card number" in field.error
    assert "4111" not in everything_stored(desk.office)


def test_tenders_tab_shows_the_request_masked(desk: Surroundings, account: AccountId) -> None:
    event = debit(desk.office, account, 5000)
    facts = dict(autopay_facts(event.tenders[0], desk.context.formats))
    assert facts == {
        "Auto Pay Source": "First National Bank",
        "External Account ID": "••••3210",
        "Entity Name": "N. Okafor",
        "Scheduled Extract Date": "2026-11-20",
        "Ledger Distribution Date": "2026-11-20",
        "Auto Pay Status": "Pending",
    }


def test_ap14_tenders_tab_shows_batch_and_run_of_what_was_sent(
    qtbot: QtBot, desk: Surroundings, account: AccountId
) -> None:
    office = desk.office
    event = debit(office, account, 5000)
    page = PaymentEventPage(desk.context, event.id)
    qtbot.addWidget(page)
    page.load()
    settle()
    page.tabs.setCurrentWidget(page.tenders)
    before = {label.text() for label in page.tenders.findChildren(QLabel)}
    sending = office.services.autopay_sending
    sent = sending.send("DEBIT", DAY, new_request_id(), office.supervisor).value
    (batch,) = sent
    page.load()
    settle()
    after = {label.text() for label in page.tenders.findChildren(QLabel)}
    named = f"{batch.batch_code} · {batch.run}"
    assert named not in before
    assert named in after
    assert show(office, event.id).tenders[0].tender_control_id == batch.control_id


def test_ap07_the_tender_dialog_changes_the_block_alone(
    qtbot: QtBot, desk: Surroundings, account: AccountId
) -> None:
    event = debit(desk.office, account, 5000)
    context = desk.context
    around = desk.office.services.event_desk.of(event.id, context.actor)
    asking = Asking(event, around, context.actor, context.setup)
    dialog = TenderDialog(context, asking, event.tenders[0])
    qtbot.addWidget(dialog)
    dialog.show()
    settle()
    assert dialog.debit.block.isVisible()
    assert dialog.debit.new_block() is None
    assert dialog.debit.block.account.placeholderText() == "••••3210"
    dialog.debit.block.holder.setText("Mary")
    with qtbot.waitSignal(dialog.completed):
        dialog.submit_button.click()
        settle()
    (request,) = requests(desk.office, event.id)
    assert (request.entity_name, request.account.last4) == ("Mary", "3210")


def test_11_1_set_up_records_changes_and_ends_a_mandate(
    qtbot: QtBot, office: Office, account: AccountId, theme: Theme, tmp_path: Path
) -> None:
    desk = surround(office, theme, tmp_path, office.actors["setup"])
    page = MandatesPage(desk.context, account)
    qtbot.addWidget(page)
    page.show()
    page.load()
    settle()
    (line,) = page.table.record_model().records
    assert line.mandate.account.masked == "••••3210"
    dialog = MandateDialog(desk.context, account, "USD", DAY, line)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.account.text() == ""
    dialog.end.set_value(date(2026, 12, 31))
    dialog.account.setText(OTHER)
    with qtbot.waitSignal(dialog.completed):
        dialog.submit_button.click()
        settle()
    one = office.services.mandates.show(line.mandate.id, office.cashier)
    assert (one.end_date, one.account.last4) == (date(2026, 12, 31), "4455")
    new = MandateDialog(desk.context, account, "USD", DAY)
    qtbot.addWidget(new)
    new.show()
    new.source.select("FNB")
    new.account.setText(NUMBER)
    new.submit_button.click()
    settle()
    assert "Another mandate" in new.form.errors()["start_date"]
    new.start.set_value(date(2027, 1, 1))
    with qtbot.waitSignal(new.completed):
        new.submit_button.click()
        settle()
    assert len(office.services.mandates.of(account, office.cashier)) == 2
    assert NUMBER not in everything_stored(office)


def test_the_list_of_all_opens_the_account_s_own(
    qtbot: QtBot, desk: Surroundings, account: AccountId
) -> None:
    page = MandatesPage(desk.context)
    qtbot.addWidget(page)
    page.show()
    page.load()
    settle()
    assert not page.new.isVisible()
    assert not page.change.isVisible()
    model = page.table.record_model()
    assert short_id(account)[-4:] in model.index(0, 0).data().replace(" ", "")


def test_m04_pe3_ap11_another_payment_date_asks_before_the_debit_moves(
    qtbot: QtBot, desk: Surroundings, account: AccountId, keys: Keyboard
) -> None:
    event = debit(desk.office, account, 5000)
    later = date(2026, 11, 27)
    page = PaymentEventPage(desk.context, event.id)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    keys.home = page
    page.load()
    settle()

    def ask() -> ConfirmDialog:
        page.payment_date.setFocus()
        page.payment_date.selectAll()
        keys.type(later.isoformat())
        keys.press(Qt.Key.Key_Return)
        question = QApplication.activeModalWidget()
        assert isinstance(question, ConfirmDialog)
        return question

    says = " ".join(one.text() for one in ask().findChildren(QLabel))
    assert "also changes the extract date of 1 automatic payment" in says
    keys.press(Qt.Key.Key_Escape)
    assert requests(desk.office, event.id)[0].extract_date == event.payment_date
    assert show(desk.office, event.id).payment_date == event.payment_date
    ask()
    keys.press(Qt.Key.Key_F9)
    assert requests(desk.office, event.id)[0].extract_date == later
    assert show(desk.office, event.id).payment_date == later
    assert page.header.info.text().startswith("2026-11-27")


def test_qa13_the_block_is_about_the_payor_that_is_typed(
    qtbot: QtBot, desk: Surroundings, office: Office, account: AccountId
) -> None:
    other, none = office.account(), office.account()
    add_mandate(office, other, number=OTHER, entity_name="B. Other")
    dialog = opened(qtbot, desk, account)
    line = dialog.tenders.first
    line.kind.select("DDCH")
    settle()
    assert line.block is not None
    line.block.holder.setText("Mary Okafor")
    for payor, masked in ((other, "\u2022\u2022\u2022\u20224455"), (none, "")):
        dialog.fields.payor.setText(short_id(payor))
        dialog.fields.payor.editingFinished.emit()
        settle()
        assert line.block.account.placeholderText() == masked
        assert line.block.typed().name == ""


def test_ap12_the_block_of_a_tender_follows_its_payor(
    qtbot: QtBot, desk: Surroundings, office: Office, account: AccountId
) -> None:
    event, other = debit(office, account, 5000), office.account()
    add_mandate(office, other, number=OTHER, entity_name="B. Other")
    context = desk.context
    stands = office.services.event_desk.of(event.id, context.actor)
    asking = Asking(event, stands, context.actor, context.setup)
    dialog = TenderDialog(desk.context, asking, event.tenders[0])
    qtbot.addWidget(dialog)
    dialog.show()
    settle()
    block = dialog.debit.block
    assert (block.account.placeholderText(), block.holder.text()) == (
        "\u2022\u2022\u2022\u20223210",
        "N. Okafor",
    )
    for payor, masked, holder in ((other, "4455", ""), (account, "3210", "N. Okafor")):
        dialog.account.start_with(payor)
        settle()
        assert block.account.placeholderText() == f"\u2022\u2022\u2022\u2022{masked}"
        assert block.holder.text() == holder
        assert dialog.debit.new_block() is None


def test_d06_an_automatic_payment_that_waits_asks_for_nothing(
    qtbot: QtBot, desk: Surroundings, office: Office, account: AccountId
) -> None:
    event = debit(office, account, 5000, payment_date=date(2026, 11, 30))
    page = PaymentEventPage(desk.context, event.id)
    payment = PaymentPage(desk.context, event.payments[0].id)
    for one in (page, payment):
        qtbot.addWidget(one)
        one.show()
        one.load()
    settle()
    says = "Automatic payment: the job of"
    assert [words.startswith(says) for words in page.header.warnings.texts()] == [True]
    assert not page.freeze.isVisible()
    assert page.distribute.property("kind") != "primary"
    assert not payment.freeze.isEnabled()
    assert payment.distribute.property("kind") != "primary"
    card = office.services.accounts.card(account, office.cashier)
    assert (card.waiting.count, card.unfrozen) == (1, 0)
