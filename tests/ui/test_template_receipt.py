"""Miscellaneous receipt: template, remitter, lines, tenders, by keys and by rules (13, NC, NCI)."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.templates import CreditLine
from posapp.storage.db import Database
from posapp.ui.dialogs.payment import PaymentDialog, PaymentSubject, load_subject
from posapp.ui.dialogs.template_receipt import TemplateReceiptDialog
from posapp.ui.pages.payment import PaymentPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.theme import Theme
from posapp.ui.widgets.account_head import AccountHead
from posapp.ui.widgets.tender_rows import TenderRows
from posapp.ui.window import MainWindow
from tests.helpers.clock import FixedClock
from tests.helpers.county import TAX, County, county, template
from tests.helpers.events import is_clean, ledger, show
from tests.helpers.every import every
from tests.helpers.office import DAY, open_office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround

F9 = Qt.Key.Key_F9
REVENUE, FEES = "4100-PERMIT", "4900-NSF-FEES"


@pytest.fixture
def desk(sqlite_db: Database, clock: FixedClock, theme: Theme, tmp_path: Path) -> Surroundings:
    office = open_office(sqlite_db, clock)
    of = county(office, 2)
    template(office, of, (REVENUE, "80"), (FEES, "20"))
    template(office, of, (REVENUE, Money(500)), (FEES, "100"), code="PERMIT")
    template(office, of, code="OLD", active=False)
    return surround(office, theme, tmp_path)


@pytest.fixture
def of(desk: Surroundings) -> County:
    found = desk.context.setup.templates[TAX]
    return County(found.account_id, (found.agreement_id,))


@pytest.fixture
def dialog(qtbot: QtBot, desk: Surroundings) -> TemplateReceiptDialog:
    made = TemplateReceiptDialog(desk.context, desk.context.drawer.state.controls)
    qtbot.addWidget(made)
    made.open()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    settle()
    choose(made, TAX)
    return made


def choose(dialog: TemplateReceiptDialog, code: str) -> None:
    for at in range(dialog.template.count()):
        dialog.template.setCurrentIndex(at)
        chosen = dialog.template.value()
        if chosen is not None and chosen.code == code:
            return
    raise AssertionError(code)


def fill(dialog: TemplateReceiptDialog, cents: int = 10_001) -> None:
    dialog.non_cis_name.setText("Ruiz, Ana")
    dialog.reference.setText("TX-2026-17")
    dialog.payment_amount.set_value(Money(cents))
    dialog.tenders.first.amount.set_value(Money(cents))
    settle()


def events(desk: Surroundings) -> list[EventView]:
    office = desk.office
    with office.db.read() as s:
        found = s.exec_driver_sql("SELECT id FROM payment_event ORDER BY id").scalars().all()
    return [show(office, EventId(one)) for one in found]


def amounts(dialog: TemplateReceiptDialog) -> list[tuple[str, int]]:
    return [(line.distribution_code, line.amount.minor) for line in dialog.lines.lines]


def test_nci08_only_active_templates_are_offered(dialog: TemplateReceiptDialog) -> None:
    assert dialog.template.count() == 2
    found = set()
    for at in range(dialog.template.count()):
        dialog.template.setCurrentIndex(at)
        found.add(dialog.template.value().code)
    assert found == {TAX, "PERMIT"}


def test_nc4_nc5_the_lines_follow_the_amount(dialog: TemplateReceiptDialog) -> None:
    fill(dialog)
    assert amounts(dialog) == [(REVENUE, 8001), (FEES, 2000)]
    dialog.payment_amount.set_value(Money(500))
    assert amounts(dialog) == [(REVENUE, 400), (FEES, 100)]
    choose(dialog, "PERMIT")
    dialog.payment_amount.set_value(Money(1200))
    assert amounts(dialog) == [(REVENUE, 500), (FEES, 700)]


def test_nc2_nc4_f9_takes_the_payment(dialog: TemplateReceiptDialog, desk: Surroundings) -> None:
    fill(dialog)
    dialog.comments.setText("By a cousin")
    Keyboard().press(F9)
    (event,) = events(desk)
    (payment,) = event.payments
    assert payment.status is PaymentStatus.FROZEN
    assert (payment.non_cis_name, payment.reference) == ("Ruiz, Ana", "TX-2026-17")
    assert payment.comments == "By a cousin"
    assert (ledger(desk.office, REVENUE), ledger(desk.office, FEES)) == (-8001, -2000)
    assert not dialog.isVisible()
    assert is_clean(desk.office)


def test_nci09_change_is_shown_and_given(dialog: TemplateReceiptDialog, desk: Surroundings) -> None:
    fill(dialog, 1200)
    dialog.tenders.first.amount.set_value(Money(2000))
    assert dialog.sums.cash_back.text() == "$8.00"
    dialog.submit()
    assert events(desk)[0].totals.cash_back == Money(800)


def test_nci09_a_type_with_authorization_takes_its_code(qtbot: QtBot, desk: Surroundings) -> None:
    setup = desk.context.setup
    card = replace(setup.tender_types["CARD"], requires_authorization=True)
    kinds = [setup.tender_types["CHEC"], card]
    rows = TenderRows(kinds, "CHEC", desk.context.formats, "USD")
    qtbot.addWidget(rows)
    rows.show()
    line = rows.first
    assert (line.micr.isVisible(), line.code.isVisible()) == (True, False)
    line.kind.select("CARD")
    assert (line.micr.isVisible(), line.code.isVisible()) == (False, True)
    line.amount.set_value(Money(500))
    assert rows.drafts() is None
    assert line.code_field.error == "Enter the authorization code."
    line.code.setText("A-4711")
    drafts = rows.drafts()
    assert drafts is not None
    assert [(one.tender_type, one.external_reference) for one in drafts] == [("CARD", "A-4711")]
    line.kind.select("CHEC")
    assert line.typed().external_reference == ""


def test_nci11_with_customer_payments_to_follow_nothing_is_given_back(
    dialog: TemplateReceiptDialog, desk: Surroundings
) -> None:
    fill(dialog, 1200)
    dialog.tenders.first.amount.set_value(Money(2000))
    dialog.add_cis.setChecked(True)
    assert dialog.sums.cash_back.text() == "$0.00"
    dialog.submit()
    (event,) = events(desk)
    assert event.totals.difference == Money(800)
    assert event.payments[0].status is PaymentStatus.FREEZABLE


@pytest.mark.dressed
def test_taste_5_the_first_f9_marks_everything_that_is_missing_and_nothing_jumps(
    dialog: TemplateReceiptDialog, desk: Surroundings, keys: Keyboard
) -> None:
    choose(dialog, "PERMIT")
    assert dialog.lines.sums.property("role") == "subtitle"
    before = [dialog.tenders.mapTo(dialog, QPoint(0, 0)), dialog.sums.mapTo(dialog, QPoint(0, 0))]
    keys.press(F9)
    assert set(dialog.form.errors()) == {"non_cis_name", "reference", "payment_amount"}
    assert dialog.tenders.first.amount_field.error
    assert dialog.non_cis_name.hasFocus()
    after = [dialog.tenders.mapTo(dialog, QPoint(0, 0)), dialog.sums.mapTo(dialog, QPoint(0, 0))]
    assert after == before
    assert events(desk) == []
    fill(dialog)
    grid = dialog.lines.grid
    grid.setData(grid.index(1, 1), Money(1))
    assert dialog.lines.sums.property("role") == "error"


@every("name", ["non_cis_name", "reference"])
def test_nci03_d34_name_and_reference_are_asked_for(
    dialog: TemplateReceiptDialog, desk: Surroundings, name: str
) -> None:
    fill(dialog)
    getattr(dialog, name).clear()
    dialog.submit()
    assert "required" in dialog.form.row(name).error
    assert getattr(dialog, name).hasFocus()
    assert events(desk) == []


def test_nci10_m28_lines_that_do_not_sum_say_so(
    dialog: TemplateReceiptDialog, desk: Surroundings
) -> None:
    fill(dialog)
    grid = dialog.lines.grid
    grid.setData(grid.index(1, 1), Money(1))
    assert dialog.lines.remainder == Money(1999)
    assert "$19.99" in dialog.lines.sums.text()
    dialog.submit()
    assert "do not equal the payment amount" in dialog.lines.error.text()
    assert events(desk) == []


def test_nci07_nci09_a_line_is_added_and_a_fixed_one_is_gray(
    dialog: TemplateReceiptDialog, desk: Surroundings
) -> None:
    fill(dialog)
    grid = dialog.lines.grid
    editable = Qt.ItemFlag.ItemIsEditable
    assert not grid.flags(grid.index(0, 1)) & editable
    assert grid.flags(grid.index(1, 1)) & editable
    grid.setData(grid.index(1, 1), Money(1500))
    grid.setData(grid.index(2, 0), "4800-MISC")
    grid.setData(grid.index(2, 1), Money(500))
    grid.setData(grid.index(2, 2), "Copies")
    dialog.submit()
    (event,) = events(desk)
    assert event.payments[0].lines[-1] == CreditLine("4800-MISC", Money(500), "Copies")


def test_nci09_typed_lines_stay_and_fixed_ones_follow(dialog: TemplateReceiptDialog) -> None:
    fill(dialog, 10_000)
    grid = dialog.lines.grid
    grid.setData(grid.index(1, 1), Money(1500))
    dialog.payment_amount.set_value(Money(20_000))
    assert amounts(dialog) == [(REVENUE, 16_000), (FEES, 1500)]


def test_nci09_a_line_with_money_needs_a_ledger_account(
    dialog: TemplateReceiptDialog, desk: Surroundings
) -> None:
    fill(dialog)
    grid = dialog.lines.grid
    grid.setData(grid.index(2, 1), Money(500))
    assert grid.cell_error(2, 0) == "Choose a ledger account."
    dialog.submit()
    assert events(desk) == []


def test_nci09_the_menu_opens_it_and_the_event_follows(qtbot: QtBot, desk: Surroundings) -> None:
    window = MainWindow(desk.context)
    qtbot.addWidget(window)
    window.show()
    window.start()
    settle()
    actions = {one.text(): one for one in window.findChildren(QAction)}
    actions["&Miscellaneous receipt…"].trigger()
    settle()
    dialog = window.findChild(TemplateReceiptDialog)
    assert dialog is not None
    fill(dialog)
    dialog.submit()
    settle()
    page = window.page
    assert isinstance(page, PaymentEventPage)
    assert page.number == events(desk)[0].id
    assert len(desk.printer.papers) == 1


def test_nc8_without_templates_it_says_where_to_set_one_up(
    qtbot: QtBot, sqlite_db: Database, clock: FixedClock, theme: Theme, tmp_path: Path
) -> None:
    desk = surround(open_office(sqlite_db, clock), theme, tmp_path)
    dialog = TemplateReceiptDialog(desk.context, desk.context.drawer.state.controls)
    qtbot.addWidget(dialog)
    assert not dialog.submit_button.isEnabled()
    assert "payment template" in dialog.banner.text()


def waiting(desk: Surroundings, of: County) -> EventView:
    """A distributed payment of the template."""
    lines = (CreditLine(REVENUE, Money(800), "Line 1"), CreditLine(FEES, Money(200), "Line 2"))
    draft = PaymentDraft(
        of.account, Money(1000), non_cis_name="Ruiz, Ana", reference="TX-1", template=TAX,
        lines=lines, long_comment="For the whole street",
    )  # fmt: skip
    command = AddEvent(
        new_request_id(), of.account, (TenderDraft("CASH", Money(1000)),), (draft,),
        DistributeAction.DISTRIBUTE,
    )  # fmt: skip
    saved = desk.office.services.payment_events.add(command, desk.office.cashier)
    return show(desk.office, saved.value.event_id)


def test_nci05_nc5_the_payment_dialog_changes_lines_and_wider_comment(
    qtbot: QtBot, desk: Surroundings, of: County
) -> None:
    event = waiting(desk, of)
    services, who = desk.office.services, desk.office.cashier
    subject = load_subject(services, who, event.payments[0].id)
    dialog = PaymentDialog(desk.context, subject)
    qtbot.addWidget(dialog)
    dialog.open()
    settle()
    assert dialog.lines.isVisible()
    assert dialog.long_comment.text() == "For the whole street"
    dialog.payment_amount.set_value(Money(2000))
    dialog.long_comment.setText("For both streets")
    dialog.submit()
    (payment,) = show(desk.office, event.id).payments
    assert [line.amount for line in payment.lines] == [Money(1600), Money(400)]
    assert payment.long_comment == "For both streets"


def test_2_2_lines_and_remitter_are_hidden_for_other_accounts(
    qtbot: QtBot, desk: Surroundings
) -> None:
    account = desk.office.account()
    desk.office.agreement(account, "WATER", (DAY, 1000))
    command = AddEvent(
        new_request_id(), account, (TenderDraft("CASH", Money(1000)),),
        (PaymentDraft(account, Money(1000)),), DistributeAction.NONE,
    )  # fmt: skip
    services, who = desk.office.services, desk.office.cashier
    event = show(desk.office, services.payment_events.add(command, who).value.event_id)
    payee = services.payments.payee(account, who)
    dialog = PaymentDialog(desk.context, PaymentSubject(event, event.payments[0], payee))
    qtbot.addWidget(dialog)
    dialog.open()
    settle()
    assert not dialog.lines.isVisible()
    assert not dialog.non_cis.isVisible()


def test_nc3_the_agreements_of_a_county_are_offered(desk: Surroundings, of: County) -> None:
    payee = desk.office.services.payments.payee(of.account, desk.office.cashier)
    assert len(payee.choices) == 2
    assert {choice.due for choice in payee.choices} == {Money(0)}


def test_nc6_the_credit_of_a_county_is_no_money_to_give_back(
    qtbot: QtBot, desk: Surroundings, of: County, dialog: TemplateReceiptDialog
) -> None:
    fill(dialog)
    dialog.submit()
    card = desk.office.services.accounts.card(of.account, desk.office.cashier)
    head = AccountHead(desk.context.formats)
    qtbot.addWidget(head)
    head.show_card(card, desk.context.setup)
    head.show()
    assert card.credit
    assert not head.balances["credit_available"].isVisible()


def test_7_1_the_payment_page_shows_template_lines_and_comment(
    qtbot: QtBot, desk: Surroundings, of: County
) -> None:
    event = waiting(desk, of)
    page = PaymentPage(desk.context, event.payments[0].id)
    qtbot.addWidget(page)
    page.show()
    page.load()
    settle()
    lines = page.facts.payment_lines
    assert lines.text("template") == "Property tax"
    assert (lines.text("line_1"), lines.text("line_2")) == ("$8.00", "$2.00")
    assert page.facts.comment.text() == "For the whole street"
    assert page.facts.comment_card.isVisible()
