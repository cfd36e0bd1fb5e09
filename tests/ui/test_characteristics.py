"""Characteristics on the event page, the payment page and in their dialog (payments 2.4, 7.1)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.domain.characteristics import Bearer, CharacteristicDraft
from posapp.domain.codes import DistributeAction
from posapp.domain.event_views import EventView
from posapp.domain.ids import new_request_id
from posapp.storage.db import Database
from posapp.ui.dialogs.characteristic import CharacteristicDialog
from posapp.ui.dialogs.tender import TenderDialog
from posapp.ui.dialogs.tender_characteristics import TenderCharacteristicsDialog
from posapp.ui.pages.payment import PaymentPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.theme import Theme
from tests.helpers.events import add, show
from tests.helpers.office import DAY
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def taken(desk: Surroundings) -> EventView:
    account = desk.office.account()
    desk.office.agreement(account, "WATER", (DAY, 5000))
    return add(
        desk.office, account, [("CASH", 5000)], [(account, 5000)],
        action=DistributeAction.DISTRIBUTE,
    )  # fmt: skip


@pytest.fixture
def page(qtbot: QtBot, desk: Surroundings, taken: EventView) -> PaymentEventPage:
    made = PaymentEventPage(desk.context, taken.id)
    qtbot.addWidget(made)
    made.resize(1300, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.load()
    made.tabs.setCurrentWidget(made.characteristics)
    made.tabs.focus_first()
    settle()
    return made


def note(desk: Surroundings, event: EventView, value: str, bearer: Bearer) -> None:
    draft = CharacteristicDraft("REMARK", value)
    desk.office.services.characteristics.add(
        event.id, bearer, draft, new_request_id(), desk.office.cashier
    )


def opened() -> CharacteristicDialog:
    settle()
    found = QApplication.activeModalWidget()
    assert isinstance(found, CharacteristicDialog)
    return found


def rows(page: PaymentEventPage) -> list[list[str]]:
    model = page.characteristics.card.table.record_model()
    assert model is not None
    return [
        [model.index(row, column).data() or "" for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_2_4_insert_adds_one_and_the_tab_counts(
    page: PaymentEventPage, desk: Surroundings, taken: EventView
) -> None:
    keys = Keyboard()
    keys.home = page
    keys.press(Qt.Key.Key_Insert)
    dialog = opened()
    dialog.kind.select("CHANNEL")
    dialog.listed.select("MAIL")
    dialog.submit()
    settle()
    (one,) = show(desk.office, taken.id).characteristics
    assert (one.characteristic_type, one.value, one.bearer) == ("CHANNEL", "MAIL", Bearer())
    assert page.tabs.tabText(3) == "Charact&eristics (1)"
    assert rows(page) == [["Payment event", "How it came in", "MAIL", "By mail"]]


def test_2_4_payments_and_tenders_can_be_chosen(
    page: PaymentEventPage, desk: Surroundings, taken: EventView
) -> None:
    page.characteristics.card.add_one()
    dialog = opened()
    assert dialog.bearer.count() == 3
    dialog.bearer.select(Bearer(tender_id=taken.tenders[0].id))
    assert [dialog.kind.itemText(at) for at in range(dialog.kind.count())] == ["Remark"]
    dialog.typed.setText("Torn corner")
    dialog.submit()
    settle()
    assert rows(page)[0][0].startswith("Tender ")
    assert show(desk.office, taken.id).characteristics[0].bearer.tender_id == taken.tenders[0].id


def test_2_4_f4_changes_and_ctrl_delete_removes(
    page: PaymentEventPage, desk: Surroundings, taken: EventView
) -> None:
    note(desk, taken, "Came with a dog", Bearer())
    page.load()
    settle()
    page.characteristics.focus_first()
    keys = Keyboard()
    keys.home = page
    keys.press(Qt.Key.Key_F4)
    dialog = opened()
    assert not dialog.bearer.isEnabled()
    assert dialog.typed.text() == "Came with a dog"
    dialog.typed.setText("Came with a cat")
    dialog.submit()
    settle()
    assert rows(page)[0][2] == "Came with a cat"
    page.characteristics.focus_first()
    keys.press((CONTROL, Qt.Key.Key_Delete))
    assert show(desk.office, taken.id).characteristics == ()
    assert rows(page) == []


def test_5_those_of_a_tender_are_seen_and_changed_where_the_tender_stands(
    page: PaymentEventPage, desk: Surroundings, taken: EventView, keys: Keyboard
) -> None:
    note(desk, taken, "Came with a dog", Bearer())
    page.load()
    settle()
    keys.home = page
    page.tabs.setCurrentWidget(page.tenders)
    page.tenders.focus_first()
    keys.press((CONTROL, Qt.Key.Key_E))
    listed = QApplication.activeModalWidget()
    assert isinstance(listed, TenderCharacteristicsDialog)
    assert values(listed) == [], "only those of the tender"
    keys.press(Qt.Key.Key_Insert)
    typed_into(opened(), keys, "Torn corner")
    assert values(listed) == ["Torn corner"]
    listed.activateWindow()
    listed.card.table.setFocus()
    keys.press(Qt.Key.Key_F4)
    typed_into(opened(), keys, "Taped")
    assert values(listed) == ["Taped"]
    assert any(value == "Remark: Taped" for _title, value in page.tenders.facts.facts)
    listed.activateWindow()
    listed.card.table.setFocus()
    keys.press((CONTROL, Qt.Key.Key_Delete))
    assert values(listed) == []
    keys.press(Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None
    assert [one.value for one in show(desk.office, taken.id).characteristics] == ["Came with a dog"]


def typed_into(dialog: CharacteristicDialog, keys: Keyboard, value: str) -> None:
    """Replace the value in the dialog in front and submit it."""
    dialog.activateWindow()
    dialog.typed.setFocus()
    dialog.typed.selectAll()
    keys.type(value)
    keys.press(Qt.Key.Key_F9)


def values(dialog: TenderCharacteristicsDialog) -> list[str]:
    model = dialog.card.table.record_model()
    assert model is not None
    return [record.value for record in model.records]


def test_dr5_what_does_not_fit_stands_at_the_value(page: PaymentEventPage) -> None:
    page.characteristics.card.add_one()
    dialog = opened()
    dialog.kind.select("RELATED")
    assert dialog.form.row("characteristic_value").field.accessibleDescription() == (
        "Number of an account"
    )
    dialog.submit()
    assert dialog.form.row("characteristic_value").error == "Enter a value."
    dialog.typed.setText("1999999999")
    dialog.submit()
    settle()
    assert "is not valid for Related account" in dialog.form.row("characteristic_value").error
    assert dialog.isVisible()
    dialog.give_up()


def test_7_1_a_payment_shows_its_own(qtbot: QtBot, desk: Surroundings, taken: EventView) -> None:
    bearer = Bearer(payment_id=taken.payments[0].id)
    note(desk, taken, "on the event", Bearer())
    note(desk, taken, "on the payment", bearer)
    page = PaymentPage(desk.context, taken.payments[0].id)
    qtbot.addWidget(page)
    page.show()
    page.load()
    settle()
    card = page.characteristics.card
    assert card.marked is not None
    assert card.marked.value == "on the payment"
    assert {button.hint for button in card.buttons.values()} == {""}, "F4 is the payment's"
    assert card.add_button.isEnabled()
    model = card.table.record_model()
    assert model is not None
    assert model.rowCount() == 1
    desk.office.services.event_actions.freeze(taken.id, new_request_id(), desk.office.cashier)
    page.load()
    settle()
    for button in card.buttons.values():
        assert not button.isEnabled(), "those of a frozen payment stay (PY-4)"


def test_5_the_tenders_tab_and_dialog_say_what_is_known_of_a_tender(
    page: PaymentEventPage, desk: Surroundings, taken: EventView
) -> None:
    note(desk, taken, "Torn corner", Bearer(tender_id=taken.tenders[0].id))
    page.load()
    page.tabs.setCurrentWidget(page.tenders)
    settle()
    model = page.tenders.table.record_model()
    assert model is not None
    assert model.columns[-1].title == "Characteristics"
    assert model.index(0, len(model.columns) - 1).data() == "Remark: Torn corner"
    page.tenders.buttons["change_tender"].click()
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TenderDialog)
    assert dialog.characteristics.text() == "Characteristics: Remark: Torn corner"
    dialog.reject()


def test_d44_an_auditor_only_looks(
    qtbot: QtBot, sqlite_db: Database, desk: Surroundings, taken: EventView, theme: Theme,
    tmp_path: Path,
) -> None:  # fmt: skip
    note(desk, taken, "on the event", Bearer())
    other = surround(desk.office, theme, tmp_path, desk.office.actors["auditor"])
    page = PaymentEventPage(other.context, taken.id)
    qtbot.addWidget(page)
    page.show()
    page.load()
    settle()
    assert rows(page)[0][2] == "on the event"
    for button in page.characteristics.card.buttons.values():
        assert not button.isEnabled()
