"""The Payment Event dialog by keys over a real database: defaults, change, warnings, errors."""

from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text as sql

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.ids import AccountId, short_id
from posapp.domain.money import Money
from posapp.domain.tender_controls import OpenControl
from posapp.errors import Refused
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.dialogs.payment_start import PaymentPreset, load_start
from posapp.ui.signals import AppSignals
from posapp.ui.theme import Theme
from posapp.ui.tokens import Tone
from posapp.ui.widgets import scanner
from tests.helpers.every import every
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround
from tests.ui.conftest import ManualRunner

ALT = Qt.KeyboardModifier.AltModifier
ENTER, TAB, BACKTAB = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Backtab
F9 = Qt.Key.Key_F9


class Opened:
    """The dialog on a payor, with the results it gave."""

    def __init__(
        self, qtbot: QtBot, desk: Surroundings, account: AccountId, preset: PaymentPreset | None
    ) -> None:
        services, actor = desk.office.services, desk.context.actor
        start = load_start(services, actor, account)
        self.office = desk.office
        self.context = desk.context
        self.dialog = PaymentEventDialog(desk.context, start, None, preset)
        self.results: list[Any] = []
        self.dialog.completed.connect(self.results.append)
        qtbot.addWidget(self.dialog)
        self.dialog.open()
        self.dialog.activateWindow()
        qtbot.waitUntil(self.dialog.isActiveWindow)
        settle()

    @property
    def event(self) -> Any:
        (saved,) = self.results
        return self.office.services.payment_events.show(saved.value.event_id, self.context.actor)

    def tenders(self) -> list[tuple[str, int]]:
        return [(t.tender_type, t.amount.minor) for t in self.event.tenders]

    def question(self) -> ConfirmDialog | None:
        open_ = [one for one in self.dialog.findChildren(ConfirmDialog) if one.isVisible()]
        return open_[0] if open_ else None

    def sums(self) -> tuple[str, str, str]:
        sums = self.dialog.sums
        return sums.to_pay.text(), sums.tendered.text(), sums.cash_back.text()


@pytest.fixture
def opened(qtbot: QtBot, desk: Surroundings) -> Any:
    def open_dialog(account: AccountId, preset: PaymentPreset | None = None) -> Opened:
        return Opened(qtbot, desk, account, preset)

    return open_dialog


def owing(office: Office, cents: int = 2500, **account: Any) -> AccountId:
    found = office.account(**account)
    office.agreement(found, "WATER", (DAY, cents))
    return found


def test_ad3_ad4_the_amount_due_is_offered_and_enter_takes_it(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    assert one.dialog.tenders.first.amount.hasFocus()
    assert one.sums() == ("$25.00", "$25.00", "$0.00")
    keys.press(ENTER)
    assert one.tenders() == [("CASH", 2500)]
    assert [p.status for p in one.event.payments] == [PaymentStatus.FROZEN]
    assert one.event.receipt_number
    assert not one.dialog.isVisible()


def test_d01_change_is_shown_while_one_types_and_becomes_the_flagged_tender(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    keys.type("100")
    assert one.sums() == ("$25.00", "$100.00", "$75.00")
    keys.press(ENTER)
    assert one.tenders() == [("CASH", 10000), ("CASH", -7500)]
    assert [t.cash_back for t in one.event.tenders] == [False, True]


def test_ad4_a_smaller_tender_is_a_part_payment(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    keys.type("10")
    assert one.sums() == ("$10.00", "$10.00", "$0.00")
    assert one.dialog.payment_amount.text() == "10.00"
    keys.press(ENTER)
    assert one.event.totals.payments == Money(1000)


def test_ad4_a_typed_payment_is_left_alone(desk: Surroundings, opened: Any, keys: Keyboard) -> None:
    one = opened(owing(desk.office))
    one.dialog.payment_amount.setFocus()
    keys.type("20")
    one.dialog.tenders.first.amount.setFocus()
    keys.type("15")
    assert one.sums() == ("$20.00", "$15.00", "$0.00")
    assert one.dialog.status.text() == "$5.00 is missing."
    keys.press(ENTER)
    assert one.results == []
    assert "less than the payment" in one.dialog.tenders.first.amount_field.error
    assert one.dialog.tenders.first.amount.text() == "15.00"


@every(
    ("field", "text", "says"),
    [
        ("amount_tendered", "25.00", "1000000123 was scanned"),
        ("payment_date", "2026-11-20", "1000000123 was scanned"),
        ("match_value", "1000000123", ""),
    ],
)
def test_use_3_a_scan_into_the_dialog_pays_nothing(
    desk: Surroundings,
    opened: Any,
    field: str,
    text: str,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A scanner's pace, however busy the machine is.
    at = count()
    monkeypatch.setattr(scanner, "time_of", lambda _event: float(next(at)))
    one = opened(owing(desk.office))
    one.dialog.match_type.select("BILL-ID")
    wanted = one.dialog.findChild(QLineEdit, field)
    wanted.setFocus()
    for char in "1000000123":
        QTest.keyClick(one.dialog.windowHandle(), char)
    QTest.keyClick(one.dialog.windowHandle(), ENTER)
    settle()
    assert one.results == []
    assert wanted.text() == text
    assert one.sums() == ("$25.00", "$25.00", "$0.00")
    assert says in one.dialog.banner.text()
    one.dialog.give_up()


def test_use_6_sums_of_notes_are_added_up(desk: Surroundings, opened: Any, keys: Keyboard) -> None:
    one = opened(owing(desk.office))
    keys.type("20+10")
    assert one.sums()[2] == "$5.00"
    keys.press(ENTER)
    assert one.tenders() == [("CASH", 3000), ("CASH", -500)]


@every(
    ("typed", "says"),
    [
        ("abc", "is not an amount of money"),
        ("-5", "must not be negative"),
        ("1.005", "1.005"),
        ("1000000000000000", "1000000000000000"),
        ("", "Enter an amount."),
    ],
)
def test_bad_amounts_are_refused_at_the_field(
    desk: Surroundings, opened: Any, keys: Keyboard, typed: str, says: str
) -> None:
    one = opened(owing(desk.office))
    amount = one.dialog.tenders.first.amount
    amount.clear()
    keys.type(typed)
    keys.press(F9)
    assert says in one.dialog.tenders.first.amount_field.error
    assert amount.text() == typed
    assert one.results == []
    assert one.dialog.isVisible()
    one.dialog.give_up()


def test_pe9_zero_is_refused(desk: Surroundings, opened: Any, keys: Keyboard) -> None:
    one = opened(owing(desk.office))
    keys.type("0")
    keys.press(ENTER)
    assert "greater than zero" in one.dialog.tenders.first.amount_field.error
    assert one.results == []


def test_two_tenders_share_the_payment(desk: Surroundings, opened: Any, keys: Keyboard) -> None:
    one = opened(owing(desk.office))
    keys.type("10")
    keys.press((ALT, Qt.Key.Key_T))
    second = one.dialog.tenders._lines[1]
    assert second.amount.hasFocus()
    assert second.amount.text() == "15.00"
    second.kind.setFocus()
    keys.type("Ch")
    assert second.kind.value() == "CHEC"
    keys.press(TAB)
    keys.type("2207")
    keys.press(TAB, ENTER)
    assert one.tenders() == [("CASH", 1000), ("CHEC", 1500)]
    assert one.event.totals.payments == Money(2500)


def test_enter_in_an_empty_second_amount_fills_in_what_is_missing(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    keys.press((ALT, Qt.Key.Key_T))
    rows = one.dialog.tenders
    second = rows.lines[1]
    assert not second.amount.text(), "the first one was the whole amount"
    rows.first.amount.setFocus()
    keys.type("10")
    second.amount.setFocus()
    keys.press(ENTER)
    assert second.amount.text() == "15.00"
    assert one.results == [], "it is shown before it is taken"
    assert second.amount.hasFocus()
    keys.press(ENTER)
    assert one.tenders() == [("CASH", 1000), ("CASH", 1500)]
    assert one.event.totals.payments == Money(2500)


def test_enter_in_an_empty_second_amount_says_so_where_nothing_is_missing(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    keys.press((ALT, Qt.Key.Key_T), ENTER)
    assert one.dialog.tenders.lines[1].amount_field.error == "Enter an amount."
    assert one.results == []
    one.dialog.give_up()


def test_a_removed_tender_no_longer_counts(desk: Surroundings, opened: Any, keys: Keyboard) -> None:
    one = opened(owing(desk.office))
    keys.press((ALT, Qt.Key.Key_T))
    keys.type("5")
    assert one.sums()[1] == "$30.00"
    one.dialog.tenders._lines[1]._remove.click()
    settle()
    assert one.sums() == ("$25.00", "$25.00", "$0.00")
    keys.press(ENTER)
    assert one.tenders() == [("CASH", 2500)]


def test_use_9_tenders_have_names_of_their_own_whatever_was_removed(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    keys.press((ALT, Qt.Key.Key_T), (ALT, Qt.Key.Key_T))
    one.dialog.tenders._lines[1]._remove.click()
    settle()
    keys.press((ALT, Qt.Key.Key_T))
    names = [line.amount.objectName() for line in one.dialog.tenders._lines]
    assert names == ["amount_tendered", "amount_tendered_2", "amount_tendered_3"]
    said = [line.stops[-1].accessibleName() for line in one.dialog.tenders._lines[1:]]
    assert said == ["Remove tender 2", "Remove tender 3"]


def test_use_1_tab_goes_from_the_tenders_to_their_button_and_on(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    keys.press((ALT, Qt.Key.Key_T))
    one.dialog.tenders.first.amount.setFocus()
    seen = []
    for _ in range(7):
        keys.press(TAB)
        seen.append(one.dialog.focusWidget().objectName())
    tender = ["tender_type_2", "amount_tendered_2", "remove_tender_2"]
    assert seen == [*tender, "add_tender", "other_payee", "cancel", "submit"]


def test_chg01_a_type_without_change_says_so_while_one_types(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    one.dialog.tenders.first.kind.select("CHEC")
    one.dialog.tenders.first.amount.setFocus()
    keys.type("30")
    assert "gives no change" in one.dialog.status.text()
    assert one.sums()[2] == "$0.00"
    one.dialog.tenders.first.check.setText("1")
    keys.press(ENTER)
    assert one.results == []
    assert "gives no change" in one.dialog.tenders.first.amount_field.error


def test_m63_a_check_without_number_is_refused_at_its_field(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    line = one.dialog.tenders.first
    assert not line.check.isEnabled()
    line.kind.select("CHEC")
    assert line.check.isEnabled()
    keys.press(ENTER)
    assert "Check number is required" in line.check_field.error
    line.check.setText("2207")
    keys.press(ENTER)
    assert one.tenders() == [("CHEC", 2500)]


def test_d03_cash_only_warns_and_asks_once(desk: Surroundings, opened: Any, keys: Keyboard) -> None:
    one = opened(owing(desk.office, points=100))
    assert "Cash-Only" in one.dialog.badges.texts()
    assert one.dialog.banner.notice is None
    one.dialog.tenders.first.kind.select("CHEC")
    one.dialog.tenders.first.check.setText("2207")
    notice = one.dialog.banner.notice
    assert notice is not None
    assert notice.tone is Tone.AMBER
    assert "cash-only" in notice.text
    keys.press(ENTER)
    question = one.question()
    assert question is not None
    assert "is cash-only and Check is not cash" in question.accessibleDescription()
    assert one.results == []
    keys.press(Qt.Key.Key_F9)
    assert one.tenders() == [("CHEC", 2500)]


def test_cr04_points_at_the_threshold_are_not_cash_only(desk: Surroundings, opened: Any) -> None:
    one = opened(owing(desk.office, points=99))
    one.dialog.tenders.first.kind.select("CHEC")
    assert one.dialog.badges.texts() == ()
    assert one.dialog.banner.notice is None


def test_ad6_without_a_drawer_nothing_can_be_sent(
    qtbot: QtBot, desk: Surroundings, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    supervisor = surround(desk.office, theme, tmp_path, desk.office.supervisor)
    one = Opened(qtbot, supervisor, owing(desk.office), None)
    notice = one.dialog.banner.notice
    assert notice is not None
    assert notice.tone is Tone.RED
    assert "no open tender control" in notice.text
    assert not one.dialog.submit_button.isEnabled()
    keys.press(ENTER, Qt.Key.Key_F9)
    assert one.results == []


def test_d02_the_own_drawer_is_chosen_and_another_can_be(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    office = desk.office
    office.services.tender_controls.open(
        OpenControl("9b2e9b8e-3f0d-4c38-9c42-111111111111", "CASH-A02", None, None), office.cashier
    )
    one = opened(owing(office))
    box = one.dialog.fields.tender_control
    assert box.count() == 2
    box.select(office.control)
    keys.press(ENTER)
    assert one.event.tenders[0].tender_control_id == office.control


def test_ad1_another_payor_is_looked_up_when_its_field_is_left(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    first = owing(desk.office)
    other = owing(desk.office, 4200, name="Quill, Sam", points=100)
    one = opened(first)
    one.dialog.fields.payor.setFocus()
    keys.type(short_id(other))
    keys.press(TAB)
    assert "Quill, Sam" in one.dialog.subtitle.text()
    assert "Cash-Only" in one.dialog.badges.texts()
    assert one.sums() == ("$42.00", "$42.00", "$0.00")
    one.dialog.tenders.first.amount.setFocus()
    keys.press(ENTER)
    assert one.event.tenders[0].payor_account_id == other


def test_m01_an_unknown_payor_is_refused_at_the_field_and_its_text_stays(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    one.dialog.fields.payor.setFocus()
    keys.type("999")
    keys.press(TAB)
    assert one.dialog.form.errors() == {"payor": "Account 999 does not exist."}
    assert one.dialog.fields.payor.text() == "999"
    one.dialog.tenders.first.amount.setFocus()
    keys.press(ENTER)
    assert one.results == [], "the payment must not go to the account that was shown before"


def test_use_8_a_late_look_up_never_replaces_what_was_typed_meanwhile(
    qtbot: QtBot, desk: Surroundings, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    office = desk.office
    payor, slow, wanted = owing(office), owing(office, 900), owing(office, 700)
    runner = ManualRunner(AppSignals())
    slowly = surround(office, theme, tmp_path, runner=runner)
    runner.finish()
    one = Opened(qtbot, slowly, payor, None)
    one.dialog.fields.payor.setFocus()
    keys.type(short_id(slow))
    keys.press(TAB)
    assert not one.dialog.submit_button.isEnabled()
    keys.press(BACKTAB)
    keys.type(short_id(wanted)[:-1])
    runner.finish()
    assert one.dialog.fields.payor.text() == short_id(wanted)[:-1]
    assert one.dialog.fields.payor.hasFocus()
    one.dialog.submit()
    assert runner.jobs == []
    assert one.dialog.form.errors()["payor"]
    keys.type(short_id(wanted)[-1])
    keys.press(TAB)
    runner.finish()
    assert one.sums()[0] == "$7.00"
    assert one.dialog.submit_button.isEnabled()


def test_use_8_a_late_refusal_is_not_said_of_another_number(
    qtbot: QtBot, desk: Surroundings, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    office = desk.office
    payor, wanted = owing(office), owing(office, 700)
    runner = ManualRunner(AppSignals())
    slowly = surround(office, theme, tmp_path, runner=runner)
    runner.finish()
    one = Opened(qtbot, slowly, payor, None)
    one.dialog.fields.payor.setFocus()
    keys.type("999")
    keys.press(TAB, BACKTAB)
    keys.type(short_id(wanted))
    runner.fail(Refused("M-01", field="payor", value="999"))
    assert one.dialog.form.errors() == {}
    keys.press(TAB)
    runner.finish()
    assert one.sums()[0] == "$7.00"


def test_enter_in_the_payor_field_looks_up_and_does_not_pay_yet(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    other = owing(desk.office, 4200, name="Quill, Sam")
    one = opened(owing(desk.office))
    one.dialog.fields.payor.setFocus()
    keys.type(short_id(other))
    keys.press(ENTER)
    assert one.results == []
    assert "Quill, Sam" in one.dialog.subtitle.text()
    assert one.dialog.tenders.first.amount.hasFocus()


def test_it3_a_preset_match_pays_the_item_alone(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    account = desk.office.account(customer_class="OPEN")
    desk.office.item(account, "V-100", 3500)
    desk.office.item(account, "V-200", 9000)
    one = opened(account, PaymentPreset("ITEM-ID", "V-100", Money(3500)))
    assert one.dialog.fields.match_type.value() == "ITEM-ID"
    assert one.sums()[0] == "$35.00"
    keys.press(ENTER)
    (payment,) = one.event.payments
    assert (payment.match_value, payment.status) == ("V-100", PaymentStatus.FROZEN)
    assert [s.amount.minor for s in payment.segments] == [3500]


def test_pe10_match_type_without_value_is_refused_at_the_field(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    assert not one.dialog.fields.match_value.isEnabled()
    one.dialog.fields.match_type.select("SA-ID")
    assert one.dialog.fields.match_value.isEnabled()
    keys.press(ENTER)
    assert "go together" in one.dialog.form.errors()["match_value"]
    one.dialog.fields.match_type.select("")
    assert not one.dialog.fields.match_value.isEnabled()
    keys.press(ENTER)
    assert len(one.results) == 1


def test_d26_an_unknown_match_value_is_stored_in_error(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    one.dialog.fields.match_type.select("SA-ID")
    one.dialog.fields.match_value.setText("4711")
    keys.press(ENTER)
    (payment,) = one.event.payments
    assert payment.status is PaymentStatus.ERROR
    assert payment.error_code == "M-22"


def test_nc2_non_cis_fields_appear_for_such_an_account_only(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    assert not opened(owing(desk.office)).dialog.fields.non_cis.isVisible()
    account = desk.office.account("City Tax Office", customer_class="NONCIS")
    desk.office.agreement(account, "MISC")
    one = opened(account)
    assert one.dialog.fields.non_cis.isVisible()
    assert one.dialog.fields.non_cis_name.hasFocus()
    one.dialog.tenders.first.amount.setFocus()
    keys.type("61.35")
    keys.press(ENTER)
    assert "required" in one.dialog.fields.non_cis.errors()["non_cis_name"]
    one.dialog.fields.non_cis_name.setFocus()
    keys.type("R. Delgado")
    keys.press(TAB)
    keys.type("PT-2026-4471")
    keys.press(F9)
    (payment,) = one.event.payments
    assert (payment.non_cis_name, payment.reference) == ("R. Delgado", "PT-2026-4471")


@every(
    ("typed", "says"),
    [("2026-13-01", "is not a date"), ("+1", "is in the future"), ("2019-01-02", "2019-01-02")],
)
def test_pe3_a_date_that_cannot_be_is_refused_at_the_field(
    desk: Surroundings, opened: Any, keys: Keyboard, typed: str, says: str
) -> None:
    one = opened(owing(desk.office))
    one.dialog.fields.payment_date.setFocus()
    keys.type(typed)
    keys.press(TAB, F9)
    assert says in one.dialog.form.errors()["payment_date"]
    assert one.results == []
    one.dialog.give_up()


def test_d18_the_payment_date_is_the_business_date(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    assert one.dialog.fields.payment_date.value() == date(2026, 11, 20)
    keys.press(ENTER)
    assert one.event.payment_date == date(2026, 11, 20)


@every(
    ("action", "status"),
    [
        (DistributeAction.NONE, PaymentStatus.INCOMPLETE),
        (DistributeAction.DISTRIBUTE, PaymentStatus.FREEZABLE),
        (DistributeAction.FREEZE, PaymentStatus.FROZEN),
    ],
)
def test_ad7_the_distribute_action_decides_the_status(
    desk: Surroundings, opened: Any, keys: Keyboard, action: DistributeAction, status: PaymentStatus
) -> None:
    one = opened(owing(desk.office))
    assert one.dialog.fields.action.value() is DistributeAction.FREEZE
    one.dialog.fields.action.select(action)
    keys.press(ENTER)
    assert [p.status for p in one.event.payments] == [status]


def test_d08_an_overpayment_asks_to_keep_it_as_credit(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    one.dialog.payment_amount.setFocus()
    keys.type("40")
    one.dialog.tenders.first.amount.setFocus()
    keys.type("40")
    keys.press(ENTER)
    question = one.question()
    assert question is not None
    assert "Keep $15.00 as credit?" in question.accessibleDescription()
    keys.press(Qt.Key.Key_Escape)
    assert one.results == []
    assert one.dialog.isVisible()
    keys.press(ENTER, Qt.Key.Key_F9)
    assert one.event.totals.payments == Money(4000)


def test_d22_the_same_again_asks_whether_it_is_a_duplicate(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    account = owing(desk.office)
    opened(account)
    keys.type("10")
    keys.press(ENTER)
    desk.office.clock.advance(minutes=3)
    again = opened(account)
    keys.type("10")
    keys.press(ENTER)
    question = again.question()
    assert question is not None
    assert "Possible duplicate" in question.accessibleDescription()
    assert "3 min ago" in question.accessibleDescription()
    keys.press(Qt.Key.Key_Escape)
    assert again.results == []


def test_use_9_every_field_has_its_name_and_label(desk: Surroundings, opened: Any) -> None:
    dialog = opened(owing(desk.office)).dialog
    names = {
        "payor": "Payor Account ID",
        "payment_date": "Payment Date",
        "payment_amount": "Payment Amount",
        "tender_control": "Tender Control",
        "distribute_action": "Distribute Action",
        "match_type": "Match Type",
        "match_value": "Match Value",
        "tender_type": "Tender Type",
        "amount_tendered": "Amount Tendered",
        "check_number": "Check Number",
    }
    for name, label in names.items():
        (field,) = [one for one in dialog.findChildren(QWidget) if one.objectName() == name]
        assert field.accessibleName() == label
    buttons = {b.objectName(): b.accessibleName() for b in dialog.findChildren(QPushButton)}
    assert buttons["submit"] == "Take payment"


def test_tn1_a_check_number_is_never_cut_but_refused(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    line = one.dialog.tenders.first
    line.kind.select("CHEC")
    line.check.setFocus()
    keys.type("12345678901")
    assert line.check.text() == "12345678901"
    assert line.check_field.error == "At most 10 characters."
    keys.press(F9)
    assert one.results == []
    assert line.check.hasFocus()
    keys.press(Qt.Key.Key_Backspace, F9)
    assert one.event.tenders[0].check_number == "1234567890"


@every(
    ("name", "width"),
    [("non_cis_name", 254), ("reference", 254), ("comments", 254), ("match_value", 30)],
)
def test_0_3_a_text_that_is_too_long_is_refused_at_its_field(
    desk: Surroundings, opened: Any, keys: Keyboard, name: str, width: int
) -> None:
    one = opened(desk.office.account("City Tax Office", customer_class="NONCIS"))
    one.dialog.fields.match_type.select("SA-ID")
    one.dialog.tenders.first.amount.setText("5")
    field = getattr(one.dialog.fields, name)
    field.setText("x" * (width + 1))
    keys.press(F9)
    assert one.results == []
    assert field.hasFocus()
    assert field.error == f"At most {width} characters."
    one.dialog.give_up()


def test_r13_of_a_micr_line_the_last_four_signs_are_kept(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    line = one.dialog.tenders.first
    assert not line.micr.isEnabled()
    line.kind.select("CHEC")
    line.check.setFocus()
    keys.type("2207")
    keys.press(TAB)
    assert line.micr.hasFocus()
    keys.type("T021000021T 1166789")
    keys.press(F9)
    assert one.event.tenders[0].micr_last4 == "6789"


@every("text", ["1.005", "12,50", "7x", "1+"])
def test_ad4_the_payment_never_follows_half_an_amount(
    desk: Surroundings, opened: Any, keys: Keyboard, text: str
) -> None:
    one = opened(owing(desk.office))
    keys.type(text)
    assert one.dialog.payment_amount.text() == "25.00"
    one.dialog.give_up()


def test_ad4_a_wrong_second_tender_leaves_the_payment(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    keys.type("10")
    keys.press((ALT, Qt.Key.Key_T))
    assert one.dialog.payment_amount.text() == "25.00"
    keys.type("abc")
    assert one.dialog.payment_amount.text() == "25.00"
    one.dialog.tenders._lines[1]._remove.click()
    settle()
    assert one.dialog.payment_amount.text() == "10.00"


def test_a22_a_comma_is_told_how_to_write_it(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    keys.type("12,50")
    assert one.dialog.tenders.first.amount_field.error == "\u201c12,50\u201d needs a point: 12.50."


def test_b3_a_password_in_the_wrong_field_is_not_repeated(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    keys.type("hunter2!")
    assert one.dialog.tenders.first.amount_field.error == "This is not an amount of money."


def test_use_5_nothing_can_be_changed_while_the_payment_is_written(
    qtbot: QtBot, desk: Surroundings, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    payor = owing(desk.office)
    runner = ManualRunner(AppSignals())
    slowly = surround(desk.office, theme, tmp_path, runner=runner)
    runner.finish()
    one = Opened(qtbot, slowly, payor, None)
    keys.press(ENTER)
    line, fields = one.dialog.tenders.first, one.dialog.fields
    parts = (line.kind, line.amount, fields.tenders.add_button, fields.payee_button, fields.payor)
    assert not any(part.isEnabled() for part in parts)
    runner.fail(Refused("M-05N"))
    assert all(part.isEnabled() for part in parts)
    assert line.amount.hasFocus()


def test_use_1_tab_goes_through_the_fields_as_people_read(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    one.dialog.fields.payor.setFocus()
    one.dialog.fields.match_type.select("SA-ID")
    one.dialog.tenders.first.kind.select("CHEC")
    seen = []
    for _ in range(13):
        keys.press(TAB)
        seen.append(one.dialog.focusWidget().objectName())
    assert seen == [
        "payment_date", "payment_amount", "tender_control", "match_type", "match_value",
        "distribute_action", "tender_type", "check_number", "micr", "amount_tendered",
        "add_tender", "other_payee", "cancel",
    ]  # fmt: skip
    one.dialog.tenders.first.kind.setFocus()
    keys.press(BACKTAB)
    assert one.dialog.focusWidget().objectName() == "distribute_action"


def test_use_1_letters_lead_to_the_amount_and_the_action(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    keys.press((ALT, Qt.Key.Key_A))
    assert one.dialog.payment_amount.hasFocus()
    keys.press((ALT, Qt.Key.Key_D))
    assert one.dialog.fields.action.hasFocus()
    assert one.dialog.payment_amount.accessibleName() == "Payment Amount"


def test_use_5_esc_asks_once_when_something_was_typed(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    keys.type("7")
    keys.press(Qt.Key.Key_Escape)
    question = one.question()
    assert question is not None
    assert "Okafor, Ngozi" in question.accessibleDescription()
    keys.press(Qt.Key.Key_Escape)
    assert one.dialog.isVisible()
    assert one.dialog.tenders.first.amount.value() == Money(700)
    keys.press(Qt.Key.Key_Escape, F9)
    assert not one.dialog.isVisible()
    assert one.results == []


def test_esc_closes_at_once_what_nobody_touched(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    keys.press(Qt.Key.Key_Escape)
    assert not one.dialog.isVisible()


@pytest.mark.dressed
def test_taste_7_nothing_moves_when_something_is_wrong(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office, points=100))
    dialog = one.dialog

    def places() -> list[Any]:
        widgets = (dialog.fields.payor, dialog.tenders.first.amount, dialog.sums, dialog)
        return [(w.mapTo(dialog, w.rect().topLeft()), w.height()) for w in widgets]

    before = places()
    dialog.tenders.first.kind.select("CHEC")
    settle()
    assert dialog.banner.notice is not None
    assert places() == before
    keys.type("0")
    keys.press(ENTER)
    assert "greater than zero" in dialog.tenders.first.amount_field.error
    dialog.payment_amount.setText("1000000000000000000000")
    dialog.fields.payment_date.setText("p")
    keys.press(F9)
    settle()
    assert places() == before
    bar = dialog.field_scroll.verticalScrollBar()
    assert bar.maximum() == 0


def test_ad1_the_balances_stand_at_the_payor(desk: Surroundings, opened: Any) -> None:
    one = opened(owing(desk.office))
    hint = one.dialog.fields.payor.accessibleDescription()
    assert hint == "Current balance $25.00 · payoff $25.00"


def test_pe4_another_payee_is_paid_for(desk: Surroundings, opened: Any, keys: Keyboard) -> None:
    payor = owing(desk.office)
    other = owing(desk.office, 4200, name="Quill, Sam")
    one = opened(payor)
    assert not one.dialog.fields.payee.isVisible()
    keys.press((ALT, Qt.Key.Key_O))
    assert one.dialog.fields.payee.hasFocus()
    keys.type(short_id(other))
    keys.press(ENTER)
    assert one.sums()[0] == "$42.00"
    assert "Quill, Sam" in one.dialog.fields.payee.accessibleDescription()
    keys.press(ENTER)
    assert one.event.tenders[0].payor_account_id == payor
    assert [p.account_id for p in one.event.payments] == [other]


def test_m01_an_unknown_payee_is_refused_at_its_field(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    keys.press((ALT, Qt.Key.Key_O))
    keys.type("999")
    keys.press(TAB, F9)
    assert one.dialog.form.errors() == {"payee": "Account 999 does not exist."}
    assert one.results == []


def test_d26_an_open_item_payor_is_told_to_choose(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    account = desk.office.account(customer_class="OPEN")
    desk.office.item(account, "V-100", 3500)
    one = opened(account)
    kind, value = (one.dialog.form.row(name) for name in ("match_type", "match_value"))
    assert one.dialog.match_type.hasFocus(), "what must be chosen comes first"
    assert kind.warning == "Open-item: choose what is paid."
    words = desk.context.setup.match_types["ITEM-ID"].description
    keys.type(words[:3])
    assert one.dialog.match_type.value() == "ITEM-ID"
    assert kind.warning == ""
    keys.press(TAB)
    keys.type("V-1")
    assert value.warning == "Nothing unpaid has this number."
    one.dialog.tenders.first.amount.clear()
    keys.press(F9)
    assert one.results == []
    assert value.warning == "Nothing unpaid has this number.", "F9 does not take it away"


def test_ad4_an_amount_typed_later_fills_a_tender_that_nobody_typed(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(desk.office.account())
    dialog = one.dialog
    assert dialog.tenders.first.amount.text() == ""
    keys.press((ALT, Qt.Key.Key_A))
    keys.type("61.35")
    assert dialog.tenders.first.amount.value() == Money(6135)
    dialog.tenders.first.amount.setFocus()
    dialog.tenders.first.amount.selectAll()
    keys.type("100")
    keys.press((ALT, Qt.Key.Key_A))
    keys.type("60")
    assert dialog.tenders.first.amount.value() == Money(10000)
    assert one.sums()[2] == "$40.00"


def test_it3_what_is_unpaid_is_chosen_from_a_list_by_keys(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    account = desk.office.account(customer_class="OPEN")
    desk.office.item(account, "V-100", 3500)
    desk.office.item(account, "V-200", 9000)
    one = opened(account)
    one.dialog.match_type.select("ITEM-ID")
    one.dialog.match_value.setFocus()
    keys.press(Qt.Key.Key_Down)
    words = [one.dialog.match_value._model.item(row).text() for row in range(2)]
    assert words[0] == "V-100 · No standing  ·  2026-11-20  ·  $35.00"
    keys.press(Qt.Key.Key_Down, ENTER)
    assert one.dialog.match_value.text() == "V-200"
    assert one.sums()[0] == "$90.00"
    assert one.results == []
    keys.press(ENTER)
    (payment,) = one.event.payments
    assert (payment.match_value, payment.amount) == ("V-200", Money(9000))


def test_d19_d24_a_supervisor_approves_above_the_hard_limit_at_this_desk(
    qtbot: QtBot, desk: Surroundings
) -> None:
    office = desk.office
    with office.db.begin() as s:
        s.execute(sql("UPDATE tender_source SET max_amount_balance = 10000"))
        s.execute(sql("UPDATE drawer_option SET turn_in_hard_limit_percent = 100"))
        s.execute(sql("UPDATE installation SET setup_version = setup_version + 1"))
    password = "a long password of hers"
    office.services.users.add(
        "boss", "Boss", password, office.supervisor.roles, office.actors["setup"]
    )
    account = office.account()
    office.agreement(account, "WATER", (DAY, 50000))
    opened = Opened(qtbot, desk, account, None)
    dialog = opened.dialog
    assert dialog.approval.isHidden()
    dialog.submit_button.click()
    assert not opened.results
    assert dialog.approval.isVisible()
    dialog.approval.approver.setText("boss")
    dialog.approval.password.setText(password)
    dialog.submit_button.click()
    assert opened.tenders() == [("CASH", 50000)]


def test_d20_the_dialog_shows_what_cash_is_rounded_by(qtbot: QtBot, desk: Surroundings) -> None:
    with desk.office.db.begin() as s:
        s.execute(sql("UPDATE currency SET cash_rounding = 5 WHERE code = 'USD'"))
        s.execute(sql("UPDATE installation SET setup_version = setup_version + 1"))
    desk.context.snapshot.current = desk.office.services.setup()
    account = desk.office.account()
    desk.office.agreement(account, "WATER", (DAY, 1002))
    opened = Opened(qtbot, desk, account, None)
    sums = opened.dialog.sums
    assert sums.rounding.isVisible()
    assert ("0.02" in sums.rounding.text(), "10.00" in sums.tendered.text()) == (True, True)
    opened.dialog.submit_button.click()
    assert opened.tenders() == [("CASH", 1000), ("ROND", 2)]


def test_taste_7_the_row_that_is_typed_is_in_sight(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    shown = opened(owing(desk.office))
    area = shown.dialog.field_scroll
    shown.dialog.resize(shown.dialog.width(), 420)
    for _ in range(3):
        shown.dialog.tenders.add_line()
        settle()
        line = shown.dialog.tenders.lines[-1]
        assert line.amount.hasFocus()
        top = line.amount.mapTo(area.viewport(), line.amount.rect().topLeft())
        bottom = line.amount.mapTo(area.viewport(), line.amount.rect().bottomLeft())
        assert area.viewport().rect().contains(top)
        assert area.viewport().rect().contains(bottom)


def test_d01_without_an_amount_to_pay_there_is_no_change(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    shown = opened(owing(desk.office))
    shown.dialog.tenders.first.amount.setFocus()
    keys.type("50")
    assert shown.dialog.sums.cash_back.text() == "$25.00"
    shown.dialog.payment_amount.clear()
    settle()
    assert "50" in shown.dialog.sums.tendered.text()
    assert "$" not in shown.dialog.sums.cash_back.text()
