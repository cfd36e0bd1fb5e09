"""*Correct...* through the window: ask, look, approve, do (D-14, D-24, D-28)."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.corrections import Fault
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, short_id
from posapp.domain.money import Money
from posapp.ui import screen_room
from posapp.ui.correct_subject import CorrectSubject
from posapp.ui.dialogs.correct import CorrectDialog
from posapp.ui.pages.payment import PaymentPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.theme import Theme
from posapp.ui.widgets.choice_box import ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.look_up_edit import LookUpEdit
from posapp.ui.widgets.money_edit import MoneyEdit
from tests.helpers.events import add, balance, drawer, is_clean, show
from tests.helpers.office import DAY, Office
from tests.helpers.rules import add_by_rules, draft
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround

SECRET = "a long enough secret"


def owing(office: Office, cents: int = 5000, name: str = "Okafor, Ngozi") -> AccountId:
    account = office.account(name)
    office.agreement(account, "WATER", (DAY, cents))
    return account


def taken(office: Office, kind: str = "CASH", cents: int = 5000) -> EventView:
    account = owing(office, 9000)
    return add(office, account, [(kind, cents)], [(account, cents)])


def opened(qtbot: QtBot, desk: Surroundings, event: EventView) -> CorrectDialog:
    services, actor = desk.context.services, desk.context.actor
    subject = CorrectSubject(event, services.event_desk.of(event.id, actor))
    dialog = CorrectDialog(desk.context, subject)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    settle()
    return dialog


def field(dialog: CorrectDialog, name: str) -> object:
    assert dialog.fields is not None
    return dialog.fields.fields[name]


def test_d28_a_wrong_amount_is_looked_at_then_put_right(
    qtbot: QtBot, desk: Surroundings, office: Office
) -> None:
    event = taken(office)
    dialog = opened(qtbot, desk, event)
    dialog.choose(Fault.AMOUNT)
    amount = field(dialog, "amount_tendered")
    assert isinstance(amount, MoneyEdit)
    amount.setFocus()
    keys = Keyboard()
    keys.type("25")
    keys.press(Qt.Key.Key_F9)
    assert dialog.isVisible()
    assert show(office, event.id) == event
    said = " ".join(dialog.shown.sentences.texts())
    assert "is canceled" in said
    assert "$25.00" in said
    effects = {row[0]: row[2] for row in dialog.shown.effects.record_model().records}  # type: ignore[union-attr]
    assert effects["CASH-A01 · Cash"] == "\u2212$25.00"
    assert any(after == "Out of date" for after in effects.values())
    lines = dialog.shown.postings.record_model().records  # type: ignore[union-attr]
    assert [(one.new, one.line.amount.minor) for one in lines if one.line.code == "1010-CASH"] == [
        (False, 5000), (True, -5000), (True, 2500),
    ]  # fmt: skip
    assert not dialog.shown.approval.isVisible()
    keys.press(Qt.Key.Key_F9)
    assert not dialog.isVisible()
    after = show(office, event.id)
    assert [p.status for p in after.payments] == [PaymentStatus.CANCELED, PaymentStatus.FROZEN]
    assert drawer(office, "CASH") == 17500
    assert is_clean(office)


def test_back_says_it_otherwise(qtbot: QtBot, desk: Surroundings, office: Office) -> None:
    event = taken(office)
    dialog = opened(qtbot, desk, event)
    dialog.choose(Fault.TWICE)
    dialog.submit()
    assert dialog.shown.isVisible()
    dialog.back_button.click()
    assert dialog.asked.isVisible()
    assert dialog.submit_button.text() == "Next"
    dialog.choose(Fault.TENDER_TYPE)
    kind = field(dialog, "tender_type")
    assert isinstance(kind, ChoiceBox)
    kind.select("CARD")
    dialog.submit()
    dialog.submit()
    assert [t.tender_type for t in show(office, event.id).tenders] == ["CASH", "CARD"]


def test_nothing_is_asked_of_the_service_before_everything_is_said(
    qtbot: QtBot, desk: Surroundings, office: Office
) -> None:
    event = taken(office)
    dialog = opened(qtbot, desk, event)
    dialog.submit()
    assert "what went wrong" in dialog.status.text()
    for fault, name in (
        (Fault.AMOUNT, "amount_tendered"),
        (Fault.TENDER_TYPE, "tender_type"),
        (Fault.DATE, "payment_date"),
        (Fault.ACCOUNT, "account"),
    ):
        dialog.choose(fault)
        dialog.submit()
        assert dialog.fields is not None
        assert name in dialog.fields.form.errors()
        assert dialog.asked.isVisible()


def test_m22_a_match_of_the_wrong_account_is_not_taken_along(
    qtbot: QtBot, desk: Surroundings, office: Office
) -> None:
    wrong, right = office.account(), owing(office)
    water = office.agreement(wrong, "WATER", (DAY, 5000))
    event = add(office, wrong, [("CASH", 5000)], [(wrong, 5000)], match_type="SA-ID",
                match_value=str(water))  # fmt: skip
    dialog = opened(qtbot, desk, event)
    dialog.choose(Fault.ACCOUNT)
    fields = dialog.fields
    assert fields is not None
    assert fields.match is not None
    assert fields.match.value() == ("SA-ID", str(water))
    for account, kept in ((wrong, ("SA-ID", str(water))), (right, ("", ""))):
        fields._on_account(office.services.accounts.card(account, office.cashier))
        assert fields.match.value() == kept


def test_a_refusal_stands_at_its_field(qtbot: QtBot, desk: Surroundings, office: Office) -> None:
    dialog = opened(qtbot, desk, taken(office))
    dialog.choose(Fault.AMOUNT)
    amount = field(dialog, "amount_tendered")
    assert isinstance(amount, MoneyEdit)
    amount.set_value(Money(5000))
    dialog.submit()
    assert dialog.fields is not None
    assert "its amount already" in dialog.fields.form.errors()["amount_tendered"]


def test_d24_somebody_else_approves_in_the_dialog(
    qtbot: QtBot, desk: Surroundings, office: Office
) -> None:
    office.services.users.add(
        "boss", "Boss", SECRET, office.supervisor.roles, office.actors["setup"]
    )
    event, right = taken(office), owing(office, name="Right, Rita")
    dialog = opened(qtbot, desk, event)
    dialog.choose(Fault.ACCOUNT)
    assert dialog.fields is not None
    assert dialog.fields.account is not None
    dialog.fields.account.start_with(right)
    dialog.submit()
    assert dialog.shown.approval.isVisible()
    assert "transfer payment events" in dialog.shown.why.text()
    dialog.submit()
    assert set(dialog.shown.form.errors()) == {"approver", "approver_password"}
    dialog.shown.approver.setText("boss")
    dialog.shown.password.setText("not the secret")
    dialog.submit()
    assert "approver_password" in dialog.shown.form.errors()
    assert balance(office, right) == 5000
    assert dialog.shown.password.echoMode() is QLineEdit.EchoMode.Password
    dialog.shown.password.setText(SECRET)
    dialog.submit()
    assert not dialog.isVisible()
    assert balance(office, right) == 0
    assert is_clean(office)


def test_d11_a_returned_check_asks_for_its_change(
    qtbot: QtBot, desk: Surroundings, office: Office
) -> None:
    account = owing(office)
    event = add(office, account, [("TRAV", 6000)], [(account, 5000)])
    dialog = opened(qtbot, desk, event)
    dialog.choose(Fault.RETURNED)
    dialog.submit()
    assert dialog.fields is not None
    assert "change_returned" in dialog.fields.form.errors()
    change = field(dialog, "change_returned")
    assert isinstance(change, ChoiceBox)
    change.select(False)
    dialog.submit()
    said = dialog.shown.sentences.texts()
    assert any("is charged" in one for one in said)
    points = [one for one in said if "cash-only points" in one]
    dialog.submit()
    assert balance(office, account) == 5000 + 2500 + 1000
    (rating,) = office.services.history.credit_rating(account, office.cashier).rows
    assert len(points) == 1, "CX-8: it says the row that it leaves"
    assert f" {rating.cash_only_effect} cash-only points" in points[0]
    assert f"\u2212{-rating.rating_effect} credit rating" in points[0]


def test_cx1_which_of_several_tenders_starts_with_the_marked_one(
    qtbot: QtBot, desk: Surroundings, office: Office
) -> None:
    account = owing(office)
    event = add(office, account, [("CHEC", 2000), ("MORD", 3000)], [(account, 5000)])
    subject = CorrectSubject(event, office.services.event_desk.of(event.id, office.cashier))
    dialog = CorrectDialog(desk.context, subject, tender_id=event.tenders[1].id)
    qtbot.addWidget(dialog)
    dialog.choose(Fault.RETURNED)
    box = field(dialog, "tender")
    assert isinstance(box, ChoiceBox)
    assert box.value() == event.tenders[1].id


def test_9_an_event_by_rules_is_corrected_by_rules(
    qtbot: QtBot, theme: Theme, tmp_path: Path, office: Office
) -> None:
    wrong, right = owing(office), owing(office, name="Right, Rita")
    event = add_by_rules(office, wrong, [draft("ACCT", wrong, 3000)])
    desk = surround(office, theme, tmp_path, actor=office.supervisor)
    dialog = opened(qtbot, desk, event)
    dialog.choose(Fault.ACCOUNT)
    assert dialog.fields is not None
    rows = dialog.fields.rows
    assert rows is not None
    dialog.submit()
    assert "rule, value and amount" in rows.left.text()
    grid = rows.grid
    at = {column.name: place for place, column in enumerate(grid.columns)}
    grid.setData(grid.index(0, at["rule_value"]), short_id(right))
    grid.setData(grid.index(0, at["detail_amount"]), Money(3000))
    assert "Right, Rita" in grid.records[0].named
    dialog.submit()
    dialog.submit()
    assert balance(office, right) == 2000
    assert not dialog.isVisible()


def test_pe3_a_wrong_date_opens_the_event_that_takes_its_place(
    qtbot: QtBot, theme: Theme, tmp_path: Path, office: Office
) -> None:
    event = taken(office)
    desk = surround(office, theme, tmp_path, actor=office.supervisor)
    page = PaymentEventPage(desk.context, event.id)
    qtbot.addWidget(page)
    page.show()
    page.load()
    page.correct.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CorrectDialog)
    dialog.choose(Fault.DATE)
    day = field(dialog, "payment_date")
    assert isinstance(day, DateEdit)
    day.set_value(date(2026, 11, 19))
    dialog.submit()
    assert any("taken again" in one for one in dialog.shown.sentences.texts())
    dialog.submit()
    kind, number = desk.opened.pages[-1]
    assert kind == "event"
    assert show(office, number).payment_date == date(2026, 11, 19)  # type: ignore[arg-type]


def test_twice_an_unposted_event_is_deleted_and_its_page_left(
    qtbot: QtBot, theme: Theme, tmp_path: Path, office: Office
) -> None:
    account = owing(office)
    event = add(
        office, account, [("CASH", 5000)], [(account, 5000)], action=DistributeAction.DISTRIBUTE
    )
    desk = surround(office, theme, tmp_path, actor=office.supervisor)
    page = PaymentPage(desk.context, event.payments[0].id)
    qtbot.addWidget(page)
    page.show()
    page.load()
    assert page.correct.isEnabled()
    page.correct.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CorrectDialog)
    dialog.choose(Fault.TWICE)
    dialog.submit()
    assert any("deleted" in one for one in dialog.shown.sentences.texts())
    dialog.submit()
    assert desk.opened.pages[-1] == ("home", 0)


def test_d44_who_takes_no_money_is_not_offered_it(
    qtbot: QtBot, theme: Theme, tmp_path: Path, office: Office
) -> None:
    event = taken(office)
    desk = surround(office, theme, tmp_path, actor=office.actors["auditor"])
    page = PaymentEventPage(desk.context, event.id)
    qtbot.addWidget(page)
    page.show()
    page.load()
    assert not page.correct.isEnabled()


def on_page(
    qtbot: QtBot, desk: Surroundings, event: EventView
) -> tuple[PaymentEventPage, Keyboard]:
    page, keys = PaymentEventPage(desk.context, event.id), Keyboard()
    keys.home = page
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.load()
    settle()
    return page, keys


@pytest.mark.parametrize("freezes", [True, False])
def test_rc1_only_an_event_with_a_receipt_is_told_that_it_is_out_of_date(
    qtbot: QtBot, desk: Surroundings, office: Office, freezes: bool
) -> None:
    account = owing(office, 9000)
    action = DistributeAction.FREEZE if freezes else DistributeAction.DISTRIBUTE
    event = add(office, account, [("CASH", 5000)], [(account, 5000)], action=action)
    page, keys = on_page(qtbot, desk, event)
    keys.press((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_R))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CorrectDialog)
    keys.press((Qt.KeyboardModifier.AltModifier, Qt.Key.Key_O))
    qtbot.waitUntil(lambda: dialog.fault is Fault.AMOUNT)
    keys.press((Qt.KeyboardModifier.AltModifier, Qt.Key.Key_R))
    keys.type("25")
    keys.press(Qt.Key.Key_F9, (Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Left))
    assert dialog.asked.isVisible()
    keys.press(Qt.Key.Key_F9, Qt.Key.Key_F9)
    told = " ".join(one.text for one in page.notices)
    assert told.startswith("Corrected.")
    assert ("out of date" in told) == freezes


def test_d28_a_wrong_amount_says_what_happens_to_the_change(
    qtbot: QtBot, desk: Surroundings, office: Office
) -> None:
    account = owing(office, 9000)
    dialog = opened(qtbot, desk, add(office, account, [("CASH", 6000)], [(account, 5000)]))
    dialog.choose(Fault.AMOUNT)
    says = "The change of $10.00 stays as it was handed out."
    assert dialog.fields is not None
    assert field(dialog, "amount_tendered").accessibleDescription() == says  # type: ignore[attr-defined]
    amount = field(dialog, "amount_tendered")
    assert isinstance(amount, MoneyEdit)
    amount.set_value(Money(5500))
    dialog.submit()
    assert says in dialog.shown.sentences.texts()


def test_taste_7_with_an_approval_nothing_is_scrolled_at_768_lines(
    qtbot: QtBot, desk: Surroundings, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_room, "room_for", lambda _window: QSize(1364, 734))
    dialog = opened(qtbot, desk, taken(office))
    dialog.choose(Fault.ACCOUNT)
    assert dialog.fields is not None
    assert dialog.fields.account is not None
    dialog.fields.account.start_with(owing(office, name="Right, Rita"))
    dialog.submit()
    settle()
    assert dialog.shown.approval.isVisible()
    assert dialog.field_scroll.verticalScrollBar().maximum() == 0


def test_d14_money_that_goes_back_is_said_and_what_the_receipt_is_worth(
    qtbot: QtBot, desk: Surroundings, office: Office
) -> None:
    account = owing(office, 9000)
    event = add(office, account, [("TRAV", 6000), ("CARD", 1000)], [(account, 6500)])
    page, keys = on_page(qtbot, desk, event)
    keys.press((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_R))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CorrectDialog)
    dialog.choose(Fault.TWICE)
    dialog.submit()
    said = [one for one in dialog.shown.sentences.texts() if "canceled" not in one]
    assert said == [
        "Card at the counter \u00b7 $10.00 goes back to the payor: see to it where it was charged.",
        "Take Cash \u00b7 $5.00 back into CASH-A01: it was given as change.",
        "Hand back Traveller's check \u00b7 $60.00 out of CASH-A01.",
    ]
    dialog.submit()
    told = " ".join(one.text for one in page.notices)
    assert "Hand back Traveller's check" in told
    assert "is void" in told
    assert "out of date" not in told
    settle()
    assert not page.correct.isEnabled(), "nothing is left that could be corrected"


def test_1_a_name_finds_the_right_account(qtbot: QtBot, desk: Surroundings, office: Office) -> None:
    right, _other = owing(office, name="Lindqvist, Ada"), owing(office, name="Lindqvist, Bo")
    dialog = opened(qtbot, desk, taken(office))
    dialog.choose(Fault.ACCOUNT)
    assert dialog.fields is not None
    field_ = dialog.fields.account
    assert field_ is not None
    edit = dialog.fields.form.row("account").field
    assert isinstance(edit, LookUpEdit)
    edit.setFocus()
    keys = Keyboard()
    keys.type("lindq")
    qtbot.waitUntil(lambda: len(edit.offered) == 2)
    assert edit.offered[0].startswith("Lindqvist, Ada")
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: field_.is_settled)
    assert field_.card is not None
    assert field_.card.account.id == right
    assert dialog.isVisible()
    edit.clear()
    keys.type("lindqvist bo")
    dialog.submit()
    qtbot.waitUntil(lambda: dialog.outlook is not None)
    assert any("Lindqvist, Bo" in one for one in dialog.shown.sentences.texts())


def test_5_the_code_is_asked_where_the_right_type_needs_an_authorization(
    qtbot: QtBot, desk: Surroundings, office: Office
) -> None:
    with office.db.begin() as s:
        s.exec_driver_sql("UPDATE tender_type SET requires_authorization = (code = 'CARD')")
        s.exec_driver_sql("UPDATE installation SET setup_version = setup_version + 1")
    desk.context.snapshot.current = office.services.setup()
    event = taken(office)
    dialog = opened(qtbot, desk, event)
    dialog.choose(Fault.TENDER_TYPE)
    kind, code = field(dialog, "tender_type"), field(dialog, "external_reference")
    assert isinstance(kind, ChoiceBox)
    assert isinstance(code, QLineEdit)
    settle()
    kind.select("CHEC")
    assert not code.isVisible()
    kind.select("CARD")
    assert code.isVisible()
    dialog.submit()
    assert dialog.fields is not None
    assert dialog.fields.form.errors() == {"external_reference": "Enter the authorization code."}
    code.setText("A-4711")
    dialog.fields.clear_errors()
    dialog.submit()
    dialog.submit()
    assert [one.external_reference for one in show(office, event.id).tenders] == ["", "A-4711"]


def test_d08_what_becomes_a_credit_is_said_before(
    qtbot: QtBot, desk: Surroundings, office: Office
) -> None:
    event, right = taken(office), owing(office, 78, "Wenlow, Ida")
    dialog = opened(qtbot, desk, event)
    dialog.choose(Fault.ACCOUNT)
    assert dialog.fields is not None
    assert dialog.fields.account is not None
    dialog.fields.account.start_with(right)
    dialog.submit()
    assert "$49.22 becomes a credit of Wenlow, Ida." in dialog.shown.sentences.texts()


def test_d11_only_what_can_come_back_is_offered_the_check_first(
    qtbot: QtBot, desk: Surroundings, office: Office
) -> None:
    account = owing(office, 9000)
    handed = [("CASH", 2000), ("CARD", 1000), ("CHEC", 3000)]
    event = add(office, account, handed, [(account, 6000)])
    dialog = opened(qtbot, desk, event)
    dialog.choose(Fault.RETURNED)
    box = field(dialog, "tender")
    assert isinstance(box, ChoiceBox)
    words = [box.itemText(row) for row in range(box.count())]
    assert [one.split()[0] for one in words] == ["Check", "Card"]


def test_d11_an_error_goes_once_it_is_mended(
    qtbot: QtBot, desk: Surroundings, office: Office
) -> None:
    account = owing(office)
    dialog = opened(qtbot, desk, add(office, account, [("TRAV", 6000)], [(account, 5000)]))
    dialog.choose(Fault.RETURNED)
    dialog.submit()
    change = field(dialog, "change_returned")
    assert dialog.fields is not None
    assert "change_returned" in dialog.fields.form.errors()
    assert isinstance(change, ChoiceBox)
    change.select(False)
    assert dialog.fields.form.errors() == {}


def test_9_a_name_finds_the_account_of_a_rule_and_f9_goes_to_what_is_missing(
    qtbot: QtBot, theme: Theme, tmp_path: Path, office: Office
) -> None:
    wrong, right = owing(office), owing(office, name="Lindqvist, Ada")
    event = add_by_rules(office, wrong, [draft("ACCT", wrong, 3000)])
    desk = surround(office, theme, tmp_path, actor=office.supervisor)
    dialog, keys = opened(qtbot, desk, event), Keyboard()
    dialog.choose(Fault.ACCOUNT)
    assert dialog.fields is not None
    rows = dialog.fields.rows
    assert rows is not None
    assert rows.drafts[0].amount == Money(3000)
    keys.press(Qt.Key.Key_F9)
    keys.type("lindqvist")
    assert dialog.fault is Fault.ACCOUNT
    keys.press(Qt.Key.Key_F9)
    assert dialog.shown.isVisible()
    assert rows.drafts[0].value == short_id(right)
    dialog.submit()
    assert balance(office, right) == 2000
