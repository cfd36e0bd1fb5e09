"""Renders the main window, its pages and dialogs into pictures, light and dark, to look at them.

Run ``python -m tests.ui.shots FOLDER [NAME ...]``; nothing of this is shipped. With
``SHOT_SCALE=150`` the text is larger.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from posapp.app.program import Program
from posapp.app.rescue import ended_notice
from posapp.devices.folder import FolderPrinter
from posapp.domain.autopay_codes import ScheduleKind
from posapp.domain.characteristics import Bearer, CharacteristicDraft
from posapp.domain.checkout_orders import ItemChoice, Selection
from posapp.domain.codes import ControlStatus, DistributeAction, SourceType
from posapp.domain.control_counts import CountControl
from posapp.domain.corrections import Fault
from posapp.domain.credits import AddAdjustment, CheckoutId
from posapp.domain.database_found import Found
from posapp.domain.day_paper import DayPaper
from posapp.domain.event_views import EventView
from posapp.domain.hand_matching import NewMatch
from posapp.domain.history import AddRating
from posapp.domain.ids import (
    AccountId,
    BillId,
    ControlId,
    EventId,
    ItemId,
    MatchEventId,
    TenderId,
    UserId,
    new_request_id,
    short_id,
)
from posapp.domain.items import ItemFilter
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.domain.over_unders import OverUnderEntry
from posapp.domain.oversight import (
    CanceledTender,
    CancelReport,
    GivenApproval,
    Taken,
    UnseenApprovals,
    cancels_by_cashier,
)
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.payments_page import ParkCheckout
from posapp.domain.quick_add import QuickHeader, QuickKind, QuickLine
from posapp.domain.rights import Actor
from posapp.domain.scan_line import compose
from posapp.domain.scheduled_payments import ScheduleDraft
from posapp.domain.seals import Seal
from posapp.domain.setup_options import Denomination
from posapp.domain.setup_tables import SETUP_TABLES
from posapp.domain.supervising import differences_by_day
from posapp.domain.templates import CreditLine
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.domain.turn_in import AddTurnIn, TurnInContent
from posapp.domain.upkeep import CopyReason
from posapp.errors import StorageFailure
from posapp.services.checking import CheckReport
from posapp.services.in_hand import KeptEvent
from posapp.settings import WorkstationSettings
from posapp.storage.db import Database
from posapp.storage.integrity import Finding
from posapp.storage.search_index import index_accounts
from posapp.ui.approval_notices import approval_notices
from posapp.ui.control_steps import Step
from posapp.ui.crash import CrashDialog, reference, report
from posapp.ui.dialogs.add_credit import AddCreditDialog
from posapp.ui.dialogs.adjustment import AdjustmentDialog
from posapp.ui.dialogs.cancel_payment import CancelPaymentDialog
from posapp.ui.dialogs.checkout import CheckoutDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.drawer_reasons import ReopenDialog
from posapp.ui.dialogs.issue_item import IssueItemDialog
from posapp.ui.dialogs.match import MatchDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.dialogs.payment_start import PaymentStart
from posapp.ui.line_words import not_recorded_notice, waiting_notice
from posapp.ui.models.count_grid import denominations_of
from posapp.ui.models.detail_grid import DetailLine
from posapp.ui.models.drawer_grids import CheckLine
from posapp.ui.pages.database import SERVER, DatabasePage
from posapp.ui.paper_opening import show_paper
from posapp.ui.sign_in_check import Entered
from posapp.ui.tasks import InlineRunner
from posapp.ui.theme import Theme, load_script_fonts
from posapp.ui.tokens import Tone
from posapp.ui.window import MainWindow
from tests.helpers import checkouts as credit_scenes
from tests.helpers import drawer_day
from tests.helpers import mails as mail_scenes
from tests.helpers.autopay import add_bank, add_mandate, debit
from tests.helpers.bills import bill
from tests.helpers.clock import NOON, FixedClock
from tests.helpers.county import TAX, County, county, template
from tests.helpers.databases import fill
from tests.helpers.euros import allow_euros, open_euro_drawer, quote_euro
from tests.helpers.events import add
from tests.helpers.items import issue
from tests.helpers.office import open_office
from tests.helpers.rules import add_by_rules, draft

DAY = date(2026, 11, 20)
SIZE = (1366, 768)
INQUIRY = (
    "financial_history",
    "payment_history",
    "account_bills",
    "match_events",
    "credit_rating",
    "account_details",
)


class Scene:
    """A small office with people, debts and payments, and the program on it."""

    def __init__(self, folder: Path, app: QApplication) -> None:
        self.app = app
        self.folder = folder
        self.rosa: AccountId | None = None
        self.day_made = False
        self.bills: list[BillId] = []
        self.payments: tuple[AccountId, list[ItemId]] | None = None
        self.checkouts: list[CheckoutId] = []
        path = str(folder / "posapp.db")
        fill(path)
        self.euro_drawer = 0
        self.turned_in = False
        self.other_drawer = 0
        self.clock = FixedClock(datetime(2026, 11, 20, 13, 2, tzinfo=UTC))
        self.office = open_office(Database.open(path), self.clock)
        with self.office.db.begin() as s:
            s.exec_driver_sql(
                "UPDATE installation SET organisation = 'Riverside Utilities and Parking'"
            )
        self._people()
        roles = self.office.cashier.roles
        self.ben = self.office.services.users.add(
            "ben", "Ben Park", "a long enough secret", roles, self.office.actors["setup"]
        ).value
        settings = WorkstationSettings(print_folder=str(folder / "paper"), station_name="WS1")
        theme = Theme(app, "light")
        self.program = Program(
            app, theme, path, settings, clock=self.clock, config=folder, runner=InlineRunner
        )
        self.program.crashes.install()
        load_script_fonts()

    def _people(self) -> None:
        office = self.office
        self.ngozi = office.account(
            keys=(("meter", "118770601"), ("phone", "555 0142")), points=120
        )
        office.agreement(self.ngozi, "ELECTRIC", (date(2026, 9, 20), 6150), (DAY, 6135))
        office.agreement(self.ngozi, "WATER", (date(2026, 11, 8), 6135))
        office.agreement(self.ngozi, "GARBAGE")
        self.plate = office.account(
            "Ó Súilleabháin, Síle Bríd Ní Mhurchú agus a clann mhór",
            keys=(("plate", "NY GKL 4821"),),
        )
        for number in range(1, 9):
            office.item(self.plate, f"40{number:02d}77{number}1", 11500 - 500 * number)
        self.anna = office.account("Петрова, Анна", customer_class="OPEN")
        office.agreement(self.anna, "GAS", (date(2026, 12, 1), 39203646))
        self.fresh = office.account("Οικονόμου, Ελένη")
        self.billed = office.account("Varga, Ilona", customer_class="OPEN")
        water = office.agreement(self.billed, "WATER")
        for month in range(6, 11):
            number, day = f"W26-{month:02d}-7701", date(2026, month, 3)
            due = day + timedelta(days=21)
            bill(office, self.billed, number, due, (water, 4100 + 310 * month), day=day)
        with office.db.begin() as s:
            index_accounts(s, [self.ngozi, self.plate, self.anna, self.fresh, self.billed])
        self.later(30)
        self.event = self.pay(self.ngozi, 10000, 6135, "CASH")
        self.later(9)
        self.pay(self.anna, 39203646, 39203646, "CHEC", check="2207", match="")
        self.later(4)
        self.pay(self.plate, 11000, 11000, "CASH")
        self.later(6)
        self.unfrozen = self.pay(self.ngozi, 2000, 2500, "CASH", DistributeAction.NONE)
        self.later(11)
        self.split = self._split()
        self.later(12)
        self.wrong = self.pay(self.anna, 5000, 5000, "CASH", DistributeAction.DISTRIBUTE)

    def _split(self) -> EventId:
        drafts = (
            TenderDraft("CHEC", Money(4000), check_number="2291"),
            TenderDraft("TRAV", Money(2000)),
            TenderDraft("CCHK", Money(1500), check_number="881"),
            TenderDraft("CASH", Money(3000)),
        )
        command = AddEvent(
            new_request_id(),
            self.ngozi,
            drafts,
            (PaymentDraft(self.ngozi, Money(9135)),),
            confirmed=frozenset({"M-06W", "M-39", "M-40", "M-42", "M-69"}),
        )
        return self.office.services.payment_events.add(command, self.office.cashier).value.event_id

    def later(self, minutes: int) -> None:
        self.clock.advance(minutes=minutes)

    def pay(
        self,
        account: AccountId,
        handed: int,
        paid: int,
        kind: str,
        action: DistributeAction = DistributeAction.FREEZE,
        check: str = "",
        match: str = "",
        value: str = "",
    ) -> EventId:
        command = AddEvent(
            new_request_id(),
            account,
            (TenderDraft(kind, Money(handed), check_number=check),),
            (PaymentDraft(account, Money(paid), match, value),),
            action=action,
            confirmed=frozenset({"M-06W", "M-39", "M-40", "M-42", "M-69"}),
        )
        return self.office.services.payment_events.add(command, self.office.cashier).value.event_id

    def unbalance(self) -> None:
        """Cancel a payment and add none in its place."""
        view = self.office.services.payment_events.show(self.event, self.office.cashier)
        if view.payments[0].cancel_reason is None:
            self.office.services.canceling.cancel_payment(
                view.payments[0].id, "DATA", new_request_id(), self.office.supervisor
            )

    def inquiry(self) -> None:
        """An open-item account with bills that are paid, paid in part and in dispute, and a bounce."""
        if self.rosa is not None:
            return
        office = self.office
        rosa = self.rosa = office.account(
            "Delgado Fuentes, Rosa", customer_class="OPEN", keys=(("meter", "338-201"),)
        )
        water, sewer = office.agreement(rosa, "WATER"), office.agreement(rosa, "SEWER")
        for month in range(1, 11):
            day = date(2026, month, 3)
            self.bills.append(
                bill(
                    office, rosa, f"R-2026-{month:02d}", date(2026, month, 28),
                    (water, 4200 + 35 * month), (sewer, 1800 + 15 * month), day=day,
                )
            )  # fmt: skip
        for month in range(1, 8):
            self.later(7)
            amount = 6000 + 50 * month - (2500 if month in {6, 7} else 0)
            self.pay(
                rosa, amount, amount, "CHEC", check=str(300 + month), match="BILL-ID",
                value=f"R-2026-{month:02d}",
            )  # fmt: skip
        first = office.services.history.payment_history(rosa, PageRequest(), office.cashier).rows[4]
        event = office.services.payment_events.show(first.event_id, office.cashier)
        office.services.canceling.cancel_tender(
            CancelTender(event.tenders[0].id, "NSF"), new_request_id(), office.supervisor
        )
        row = AddRating(
            new_request_id(), rosa, DAY, date(2027, 5, 31), -80, 0, "Promised twice, did not pay"
        )
        office.services.history.add_rating(row, office.supervisor)
        matches = office.services.match_events.of_account(rosa, PageRequest(), office.cashier).rows
        self.match = matches[0].id
        office.services.match_events.set_disputed(
            matches[1].id, new_request_id(), office.cashier, disputed=True
        )
        self.disputed = matches[1].id

    def enter(self, actor: Actor) -> QWidget:
        """Sign somebody in and show the main window."""
        program = self.program
        program.backend.load()
        entered = Entered(actor, program.backend.services.setup())
        program.begin(entered)
        window = program.session.window
        room = window.screen().availableGeometry().size()
        window.resize(
            QSize(*SIZE).boundedTo(room) if room.width() < SIZE[0] // 2 + 1 else QSize(*SIZE)
        )
        return window


def cashier(scene: Scene) -> QWidget:
    return scene.enter(scene.office.cashier)


def supervisor(scene: Scene) -> QWidget:
    return scene.enter(scene.office.supervisor)


def copies(scene: Scene) -> QWidget:
    """Copies of the database, one of them written since."""
    office = scene.office
    made = office.services.copies.make
    made(CopyReason.Z_REPORT, office.supervisor)
    last = made(CopyReason.NIGHT, office.supervisor)
    made(CopyReason.HAND, office.supervisor)
    if last is not None:
        os.utime(last.place, (4e9, 4e9))
    window = scene.enter(office.actors["admin"])
    window.open_page("copies", 0)
    return window


def health(scene: Scene) -> QWidget:
    """How the installation is."""
    office = scene.office
    office.services.checking.run(office.supervisor)
    window = scene.enter(office.actors["admin"])
    window.open_page("health", 0)
    return window


def database(scene: Scene) -> QWidget:
    """The database of this computer, after a test that found something worth a look."""
    window = scene.enter(scene.office.actors["admin"])
    window.open_page("database", 0)
    page = window.page
    assert isinstance(page, DatabasePage)
    page.kind.select(SERVER)
    page._on_kind(SERVER)
    for field, value in (
        (page.hosts, "db1.harbour.example, db2.harbour.example"),
        (page.name, "posapp"),
        (page.user, "posapp_counter"),
        (page.password, "a long enough secret"),
    ):
        field.setText(value)
    found = Found(
        "postgresql://posapp_counter@db1.harbour.example/posapp", "PostgreSQL 17.6", "0001", True,
        "Harbour City Utilities", 0.8, timedelta(seconds=1), "posapp_counter", False, True, True,
        False, True,
    )  # fmt: skip
    page._on_found("", found)
    return window


def database_away(scene: Scene) -> QWidget:
    """The database does not answer while a payment is typed."""
    window, _dialog = _away(scene)
    return window


def database_away_payment(scene: Scene) -> QWidget:
    """The payment whose answer was lost."""
    _window, dialog = _away(scene)
    return dialog


def database_back_payment(scene: Scene) -> QWidget:
    """The database is back: the payment was not taken."""
    _window, dialog = _away(scene)
    lost = dialog.lost()
    assert lost is not None
    dialog.show_notice(not_recorded_notice(lost, dialog.submit))
    return dialog


def database_back(scene: Scene) -> QWidget:
    """The database is back: the payment had been taken."""
    window, dialog = _away(scene)
    lost = dialog.lost()
    assert lost is not None
    dialog.give_up()
    window.line.since = None
    window.line.tell(lost.recorded_notice)
    return window


def ended_badly(scene: Scene) -> QWidget:
    """The first page after a hard crash."""
    window = scene.enter(scene.office.actors["cashier"])
    page = window.page
    assert page is not None
    page.show_notice(ended_notice("2026-11-20 08:02"))
    return window


def _away(scene: Scene) -> tuple[MainWindow, PaymentEventDialog]:
    office = scene.office
    for one in QApplication.topLevelWidgets():
        if isinstance(one, PaymentEventDialog):
            one.done(0)
    window = scene.enter(office.actors["cashier"])
    window.open_page("account", scene.ngozi)
    start = PaymentStart(
        office.services.accounts.card(scene.ngozi, office.cashier),
        window.context.setup,
        window.context.drawer.state.controls,
    )
    dialog = PaymentEventDialog(window.context, start, window)
    dialog.open()
    window.line.since, window.line._says = office.clock(), "offline"
    window.line.changed.emit()
    dialog.show_notice(waiting_notice(dialog.lost(), dialog.submit))
    return window, dialog


def _receipt_seal(scene: Scene, *, twice: bool = False) -> tuple[EventId, str]:
    """A receipt that was printed, and the seal on it."""
    office = scene.office
    command = AddEvent(
        new_request_id(),
        scene.ngozi,
        (TenderDraft("CASH", Money(6135)),),
        (PaymentDraft(scene.ngozi, Money(6135)),),
        action=DistributeAction.FREEZE,
        confirmed=frozenset({"M-39", "M-40", "M-42", "M-69"}),
    )
    event = office.services.payment_events.add(command, office.cashier).value.event_id
    printing, printer = office.services.printing, FolderPrinter(scene.folder / "paper")
    for _n in range(1 + twice):
        printing.print_receipt(event, office.cashier, printer)
        scene.clock.advance(minutes=3)
    return event, printing.log(event, office.cashier)[-1].seal


def paper_genuine(scene: Scene) -> QWidget:
    """A receipt held against the data."""
    event, seal = _receipt_seal(scene, twice=True)
    window = cashier(scene)
    number = scene.office.services.payment_events.show(event, scene.office.cashier).receipt_number
    window.header.search.scanned.emit(f"{number} {seal}")
    return window


def paper_canceled(scene: Scene) -> QWidget:
    """One whose money went back since, found in the search line."""
    event, seal = _receipt_seal(scene)
    office = scene.office
    tender = office.services.payment_events.show(event, office.cashier).tenders[0].id
    order = CancelTender(tender, "DATA", drawer=office.control)
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    window = supervisor(scene)
    window.header.search.scanned.emit(seal)
    return window


def paper_rewritten(scene: Scene) -> QWidget:
    """One that the data does not know any more."""
    event, seal = _receipt_seal(scene)
    office = scene.office
    number = office.services.payment_events.show(event, office.cashier).receipt_number
    later = Seal(int(seal.partition("-")[0]) + 40, "7K3QM2F9XABC4TD").text
    window = supervisor(scene)
    window.header.search.scanned.emit(f"{number} {later}")
    return window


def paper_found(scene: Scene) -> QWidget:
    """The seal typed into the search line, before Enter."""
    _event, seal = _receipt_seal(scene)
    window = cashier(scene)
    window.show()
    window.activateWindow()
    window.header.search.setFocus()
    QTest.keyClicks(window.header.search, seal, delay=60)
    QTest.qWait(400)
    return window


def home_no_drawer(scene: Scene) -> QWidget:
    """A cashier in the morning."""
    return scene.enter(
        replace(scene.office.cashier, user_id=scene.ben, login="ben", name="Ben Park")
    )


def search(scene: Scene) -> QWidget:
    window = cashier(scene)
    window.show()
    window.activateWindow()
    window.to_search()
    for char in "elm":
        QTest.keyClick(window.header.search, char)
    QTest.qWait(120)
    return window


def one_line(scene: Scene) -> QWidget:
    """A split tender said in the search line, with what it would do."""
    return _typed(scene, f"{short_id(scene.ngozi)} ca 20 ck 2.50 #1043")


def one_line_wrong(scene: Scene) -> QWidget:
    """A line that cannot be taken says why, and names the word."""
    return _typed(scene, f"{short_id(scene.ngozi)} ca 20 vi 84.20")


def stub_scanned(scene: Scene) -> QWidget:
    """An account that a stub led to: the strip says what it asks for."""
    window = cashier(scene)
    layout = scene.office.services.setup().entry.layouts["STUB"]
    window.header.search.take_scan(compose(layout, short_id(scene.ngozi), Money(8420)))
    return window


def scan_layout(scene: Scene) -> QWidget:
    """The form of a scan-line layout."""
    window = setup_named(scene, "scan_layout")
    window.page.change.click()
    return window


def _typed(scene: Scene, text: str) -> QWidget:
    window = cashier(scene)
    window.show()
    window.activateWindow()
    window.to_search()
    for char in text:
        QTest.keyClick(window.header.search, char)
    QTest.qWait(200)
    return window


def search_nothing(scene: Scene) -> QWidget:
    window = search(scene)
    for char in "zzz":
        QTest.keyClick(window.header.search, char)
    QTest.qWait(120)
    return window


def limit(scene: Scene) -> QWidget:
    window = account(scene)
    state = window.context.drawer.state
    window.context.drawer._on_read(replace(state, view=replace(state.view, above_limit=True)))
    return window


def kept(scene: Scene) -> QWidget:
    window = cashier(scene)
    command = AddEvent(
        new_request_id(),
        scene.ngozi,
        (TenderDraft("CASH", Money(10000)),),
        (PaymentDraft(scene.ngozi, Money(6135)),),
    )
    window.commands.finish_kept(KeptEvent(command, scene.clock()))
    return window


def home(scene: Scene) -> QWidget:
    return cashier(scene)


def home_supervisor(scene: Scene) -> QWidget:
    window = supervisor(scene)
    window.open_page("home", 0)
    return window


def home_auditor(scene: Scene) -> QWidget:
    return scene.enter(scene.office.actors["auditor"])


def account(scene: Scene) -> QWidget:
    window = cashier(scene)
    window.open_page("account", scene.ngozi)
    return window


def account_items(scene: Scene) -> QWidget:
    window = cashier(scene)
    window.open_page("account", scene.plate)
    return window


def account_empty(scene: Scene) -> QWidget:
    window = cashier(scene)
    window.open_page("account", scene.fresh)
    return window


def account_large(scene: Scene) -> QWidget:
    window = supervisor(scene)
    window.open_page("account", scene.anna)
    return window


def control(scene: Scene) -> QWidget:
    window = cashier(scene)
    window.open_page("control", scene.office.control)
    return window


def control_supervisor(scene: Scene) -> QWidget:
    window = supervisor(scene)
    window.open_page("control", scene.office.control)
    return window


def open_drawer(scene: Scene) -> QWidget:
    window = supervisor(scene)
    window.commands.open_drawer()
    return window


def open_drawer_counted(scene: Scene) -> QWidget:
    window = open_drawer(scene)
    dialog = dialog_of(window)
    for row, count in ((2, 5), (4, 8), (9, 4)):
        index = dialog.grid.index(row, 1)
        dialog.grid.setData(index, count)
    return window


def open_deposit(scene: Scene) -> QWidget:
    window = supervisor(scene)
    window.commands.open_deposit_control()
    return window


def take(scene: Scene) -> QWidget:
    window = account(scene)
    window.page.take_payment()
    return window


def take_open_item(scene: Scene) -> QWidget:
    """What is paid must be named first; a number that nothing unpaid has is said at the field."""
    window = cashier(scene)
    window.open_page("account", scene.anna)
    window.page.take_payment()
    dialog = dialog_of(window)
    dialog.match_type.select("SA-ID")
    dialog.match_value.setText("4711")
    return window


def take_split(scene: Scene) -> QWidget:
    window = take(scene)
    dialog = dialog_of(window)
    dialog.tenders.first.amount.set_value(Money(2000))
    dialog.tenders.add_line()
    dialog.tenders.add_line()
    return window


def _bank(scene: Scene) -> None:
    """A bank, and a mandate of the customer who is shown."""
    if "FNB" not in scene.office.services.setup().autopay.sources:
        add_bank(scene.office)
        add_mandate(scene.office, AccountId(scene.ngozi), maximum_withdrawal=Money(20_000))
        card_holder = "Card company, tokens of its own"
        add_bank(
            scene.office, code="CARDS", description=card_holder, tender_type="CRED",
            external_source_id="", route_type="CARD", account_rule="ANY",
        )  # fmt: skip


def take_debit(scene: Scene) -> QWidget:
    _bank(scene)
    window = take(scene)
    dialog = dialog_of(window)
    dialog.tenders.first.kind.select("DDCH")
    return window


def take_debit_card(scene: Scene) -> QWidget:
    window = take_debit(scene)
    dialog = dialog_of(window)
    dialog.tenders.add_line()
    line = dialog.tenders.current
    line.kind.select("CRED")
    line.amount.set_value(Money(500))
    line.block.account.setText("TOK 88-4711")
    line.block.show_error("expires_on", "Expires On is required for Direct debit, credit card.")
    return window


def _rules_only(scene: Scene, *, on: bool) -> None:
    """Whether payments begin with distribution rules."""
    edits, actor = scene.office.services.setup_edits, scene.office.actors["setup"]
    row = {"always_enable_distribution_rule": on, "default_distribution_rule": "ACCT"}
    edits.save("feature_option", row, new_request_id(), actor)


def single_event(scene: Scene) -> QWidget:
    """The add dialog where payments begin with distribution rules."""
    _rules_only(scene, on=True)
    window = take(scene)
    _rules_only(scene, on=False)
    return window


def single_event_many(scene: Scene) -> QWidget:
    """Two payors for two payees, one of them wrong, and money left over."""
    window = single_event(scene)
    fields = dialog_of(window).fields
    grid = fields.tenders.grid
    for column, value in (("payor", short_id(scene.fresh)), ("tender_type", "CHEC")):
        at = [one.name for one in grid.columns].index(column)
        grid.setData(grid.index(1, at), value)
    entry = replace(grid.record(1), amount=Money(3500), check_number="3301", micr="4471")
    grid.replace_record(1, replace(entry, customer_id="C-77"))
    lines = [
        DetailLine("ACCT", short_id(scene.ngozi), Money(10000)),
        DetailLine("ITEM", "40027721", Money(6500)),
        DetailLine("MEMO", "came together", None),
        DetailLine("BILL", "no such bill", Money(900)),
    ]
    fields.details.grid.set_records(lines)
    for row in range(len(lines)):
        fields.details.look_up(row)
    return window


def single_event_debit(scene: Scene) -> QWidget:
    """A tender that is debited later shows its auto-pay block."""
    _bank(scene)
    window = single_event(scene)
    grid = dialog_of(window).fields.tenders.grid
    at = [one.name for one in grid.columns].index("tender_type")
    grid.setData(grid.index(0, at), "DDCH")
    return window


def quick_single(scene: Scene) -> QWidget:
    """*Single* on the Quick Add page: a check for a bill by somebody else, cash for the rest."""
    window = cashier(scene)
    window.open_page("quick_add", 0)
    window.page.head.number.select("single")
    fields = window.page.widget_for("single").fields
    grid = fields.tenders.grid
    names = [one.name for one in grid.columns]
    rows = ((scene.ngozi, "CHEC", 3500, "3301"), (scene.fresh, "CASH", 10000, ""))
    for row, (account, kind, cents, check) in enumerate(rows):
        grid.setData(grid.index(row, names.index("payor")), short_id(account))
        grid.setData(grid.index(row, names.index("tender_type")), kind)
        grid.replace_record(row, replace(grid.record(row), amount=Money(cents), check_number=check))
    lines = [
        DetailLine("ACCT", short_id(scene.plate), Money(2500)),
        DetailLine("ITEM", "40017711", Money(9000)),
    ]
    fields.details.grid.set_records(lines)
    for row in range(len(lines)):
        fields.details.look_up(row)
    return window


def quick_single_created(scene: Scene) -> QWidget:
    """The next event, with what became of the one before."""
    window = quick_single(scene)
    window.page.widget_for("single").create_event()
    for _ in range(2):
        # A payment like one that another scene made is asked about once more.
        for asked in QApplication.topLevelWidgets():
            if isinstance(asked, ConfirmDialog) and asked.isVisible():
                asked.accept()
    return window


def mandates(scene: Scene) -> QWidget:
    _bank(scene)
    window = scene.enter(scene.office.actors["setup"])
    window.open_page("mandates", scene.ngozi)
    return window


def autopay(scene: Scene) -> QWidget:
    """Batches that were sent, balanced and waiting, and what comes later."""
    _bank(scene)
    office = scene.office
    account = office.account("Vogel, Petra")
    office.agreement(account, "WATER", (DAY, 20_000))
    add_mandate(office, account)
    for cents in (4000, 3000):
        debit(office, account, cents)
        office.services.autopay_jobs.run(office.supervisor, send=True)
    debit(office, account, 2500, payment_date=DAY + timedelta(days=4))
    debit(office, account, 1234)
    window = scene.enter(office.supervisor)
    window.open_page("autopay", 0)
    return window


def tender_history(scene: Scene) -> QWidget:
    window = cashier(scene)
    window.open_page("tender_history", 0)
    return window


def dispute(scene: Scene) -> QWidget:
    window = match_event(scene)
    window.page.dispute.click()
    return window


def _matched(scene: Scene) -> MatchEventId:
    """A bill and a part payment that named none, matched by hand; another payment is unmatched."""
    hand, actor = scene.office.services.hand_matching, scene.office.cashier
    listed = scene.office.services.match_events.of_account(scene.billed, PageRequest(), actor)
    if listed.rows:
        return listed.rows[0].id
    debts = scene.office.services.accounts.card(scene.billed, actor).debts
    number = str(debts[0].agreement_id)
    for cents, check in ((6270, "411"), (2500, "412")):
        scene.later(3)
        scene.pay(scene.billed, cents, cents, "CHEC", check=check, match="SA-ID", value=number)
    free = hand.items(scene.billed, actor)
    chosen = free[0].ft_id, next(one.ft_id for one in free if one.amount == Money(-2500))
    return hand.add(NewMatch(scene.billed, chosen, "By phone"), new_request_id(), actor).value


def match_by_hand(scene: Scene) -> QWidget:
    window = match_by_hand_tab(scene)
    window.page.lists["match_events"].match_by_hand()
    dialog = next(one for one in window.findChildren(MatchDialog) if one.isVisible())
    for row in (0, 1, 4):
        dialog.table.select_line(row)
        dialog.model.toggle(row)
    return window


def match_by_hand_tab(scene: Scene) -> QWidget:
    _matched(scene)
    window = cashier(scene)
    window.open_page("match_events", scene.billed)
    return window


def match_by_hand_page(scene: Scene) -> QWidget:
    made = _matched(scene)
    window = cashier(scene)
    window.open_page("match_event", made)
    return window


def match_by_hand_change(scene: Scene) -> QWidget:
    window = match_by_hand_page(scene)
    window.page.change.click()
    return window


def match_by_hand_end(scene: Scene) -> QWidget:
    window = match_by_hand_page(scene)
    window.page.delete.click()
    return window


def _wait(scene: Scene) -> EventId:
    """Two debits that wait for their day; gives the first one's event."""
    days = (DAY + timedelta(days=4), DAY + timedelta(days=10))
    account = scene.office.account("Vogel, Petra")
    scene.office.agreement(account, "WATER", (DAY, 20_000))
    add_mandate(scene.office, account)
    found = [
        debit(scene.office, account, cents, payment_date=day).id
        for cents, day in zip((4000, 2550), days, strict=True)
    ]
    return found[0]


def waiting_debits(scene: Scene) -> QWidget:
    """What waits to be sent, two of it marked, as a supervisor sees it."""
    _bank(scene)
    _wait(scene)
    window = supervisor(scene)
    window.open_page("waiting_debits", 0)
    window.page.table.selectAll()
    return window


def cancel_debits(scene: Scene) -> QWidget:
    window = waiting_debits(scene)
    window.page.cancel.click()
    return window


def debit_waits(scene: Scene) -> QWidget:
    """An automatic payment that waits for its day: nothing is wrong with it."""
    _bank(scene)
    event = _wait(scene)
    window = cashier(scene)
    window.open_page("event", event)
    return window


def _scheduled(scene: Scene) -> QWidget:
    office = scene.office
    agreement = office.services.accounts.card(AccountId(scene.ngozi), office.supervisor).debts[0]
    draft = ScheduleDraft(
        agreement.agreement_id,
        ScheduleKind.PAY_PLAN,
        DAY + timedelta(days=20),
        Money(4000),
        6,
        "As agreed",
    )
    actor = office.actors["setup"]
    if not office.services.scheduled_payments.listing(AccountId(scene.ngozi), actor):
        office.services.scheduled_payments.add(draft, new_request_id(), actor)
    window = scene.enter(actor)
    window.open_page("scheduled_payments", scene.ngozi)
    return window


def scheduled_payments(scene: Scene) -> QWidget:
    window = _scheduled(scene)
    window.page.table.select_line(1)
    return window


def schedule_dialog(scene: Scene) -> QWidget:
    window = _scheduled(scene)
    window.page.new.click()
    return window


def user_dialog_euros(scene: Scene) -> QWidget:
    """A drawer of each currency for a new user."""
    _euros(scene)
    return user_dialog(scene)


def mandates_all(scene: Scene) -> QWidget:
    _bank(scene)
    window = scene.enter(scene.office.actors["setup"])
    window.open_page("mandates", 0)
    return window


def mandate_change(scene: Scene) -> QWidget:
    window = mandates(scene)
    window.page.change.click()
    return window


def _debited(scene: Scene) -> int:
    _bank(scene)
    agreed = frozenset({"M-06W", "M-39", "M-40", "M-69"})
    return debit(scene.office, AccountId(scene.ngozi), 4000, confirmed=agreed).id


def event_debit(scene: Scene) -> QWidget:
    event_id = _debited(scene)
    window = cashier(scene)
    window.open_page("event", event_id)
    window.page.tabs.setCurrentWidget(window.page.tenders)
    return window


def tender_debit_change(scene: Scene) -> QWidget:
    window = event_debit(scene)
    window.page.tenders.buttons["change_tender"].click()
    return window


def event(scene: Scene) -> QWidget:
    window = cashier(scene)
    window.open_page("event", scene.event)
    return window


def event_unfrozen(scene: Scene) -> QWidget:
    window = cashier(scene)
    window.open_page("event", scene.unfrozen)
    return window


def event_split(scene: Scene) -> QWidget:
    window = cashier(scene)
    window.open_page("event", scene.split)
    return window


def event_error(scene: Scene) -> QWidget:
    window = cashier(scene)
    window.open_page("event", scene.wrong)
    return window


def correct_ask(scene: Scene) -> QWidget:
    """*Correct...*, first step: the money belongs to somebody else."""
    window = scene.enter(scene.office.supervisor)
    window.open_page("event", scene.event)
    window.page.correct.click()
    dialog = dialog_of(window)
    dialog.choose(Fault.ACCOUNT)
    dialog.fields.account.start_with(scene.plate)
    return window


def correct_twice(scene: Scene) -> QWidget:
    """*Correct...*, second step: what goes back to the payor."""
    window = scene.enter(scene.office.supervisor)
    window.open_page("event", scene.event)
    window.page.correct.click()
    dialog = dialog_of(window)
    dialog.choose(Fault.TWICE)
    dialog.submit()
    return window


def correct_name(scene: Scene) -> QWidget:
    """*Correct...*: accounts that fit while a name is typed."""
    window = scene.enter(scene.office.supervisor)
    window.open_page("event", scene.event)
    window.page.correct.click()
    dialog = dialog_of(window)
    dialog.choose(Fault.ACCOUNT)
    edit = dialog.fields.form.row("account").field
    hits = scene.office.services.search.find("o", scene.office.supervisor, 6)
    edit.setText("o")
    dialog.fields.account._on_hits(0, hits)
    return window


def correct_code(scene: Scene) -> QWidget:
    """*Correct...*: the right type needs the code of an authorization."""
    _authorized(scene)
    window = scene.enter(scene.office.supervisor)
    window.open_page("event", scene.event)
    window.page.correct.click()
    dialog = dialog_of(window)
    dialog.choose(Fault.TENDER_TYPE)
    dialog.fields.fields["tender_type"].select("CARD")
    dialog.submit()
    return window


def take_code(scene: Scene) -> QWidget:
    """The add dialog with a type that needs the code of an authorization."""
    _authorized(scene)
    window = take(scene)
    dialog = dialog_of(window)
    dialog.tenders.first.kind.select("CARD")
    dialog.tenders.first.amount.set_value(Money(500))
    dialog.submit()
    _authorized(scene, "")
    return window


def _authorized(scene: Scene, code: str = "CARD") -> None:
    """One type of tender asks for an authorization code from here on, or none."""
    with scene.office.db.begin() as s:
        s.exec_driver_sql(f"UPDATE tender_type SET requires_authorization = (code = '{code}')")
        s.exec_driver_sql("UPDATE installation SET setup_version = setup_version + 1")


def account_disputed(scene: Scene) -> QWidget:
    """A bill in dispute is seen on the account's page."""
    match = match_event_disputed(scene)
    number = match.page._account
    match.open_page("account", number)
    return match


def correct_shown(scene: Scene) -> QWidget:
    """*Correct...*, second step: what a wrong amount takes to be put right."""
    window = scene.enter(scene.office.supervisor)
    window.open_page("event", scene.event)
    window.page.correct.click()
    dialog = dialog_of(window)
    dialog.choose(Fault.AMOUNT)
    dialog.fields.fields["amount_tendered"].setText("80")
    dialog.submit()
    return window


def correct_approval(scene: Scene) -> QWidget:
    """A cashier needs somebody else for this one."""
    window = cashier(scene)
    window.open_page("event", scene.event)
    window.page.correct.click()
    dialog = dialog_of(window)
    dialog.choose(Fault.ACCOUNT)
    dialog.fields.account.start_with(scene.fresh)
    dialog.submit()
    return window


def correct_returned(scene: Scene) -> QWidget:
    """A check with change came back."""
    window = scene.enter(scene.office.supervisor)
    window.open_page("event", scene.split)
    window.page.tabs.setCurrentWidget(window.page.tenders)
    window.page.correct.click()
    dialog_of(window).choose(Fault.RETURNED)
    return window


def transfer_rules(scene: Scene) -> QWidget:
    """An event that was taken by distribution rules goes to what others name."""
    event = add_by_rules(scene.office, scene.fresh, [draft("ACCT", scene.fresh, 6135)])
    window = scene.enter(scene.office.supervisor)
    window.open_page("event", event.id)
    window.page.tabs.setCurrentWidget(window.page.tenders)
    window.page.tenders.buttons["transfer_event"].click()
    dialog = dialog_of(window)
    first = DetailLine("ACCT", short_id(scene.ngozi), Money(5000))
    dialog.rows.grid.set_records([first, DetailLine("ITEM", "4001771", Money(1000))])
    for row in range(2):
        dialog.rows.look_up(row)
    return window


def event_unbalanced(scene: Scene) -> QWidget:
    """A payment was lowered, so money is left over."""
    edits = scene.office.services.payment_edits
    event = scene.office.services.payment_events.show(scene.unfrozen, scene.office.cashier)
    change = PaymentChange(amount=Money(1200))
    edits.adjust(event.payments[0].id, change, new_request_id(), scene.office.cashier)
    return event_unfrozen(scene)


def payment_change(scene: Scene) -> QWidget:
    window = event_error(scene)
    window.page.lists.payments_card.change_button.click()
    return window


def payment_add(scene: Scene) -> QWidget:
    window = event_unbalanced(scene)
    window.page.lists.payments_card.add_payment()
    dialog = dialog_of(window)
    dialog.account.setText(short_id(scene.ngozi))
    dialog.account.editingFinished.emit()
    return window


def event_tenders(scene: Scene) -> QWidget:
    window = scene.enter(scene.office.supervisor)
    window.open_page("event", scene.split)
    window.page.tabs.setCurrentWidget(window.page.tenders)
    return window


def event_tenders_plain(scene: Scene) -> QWidget:
    window = cashier(scene)
    window.open_page("event", scene.event)
    window.page.tabs.setCurrentWidget(window.page.tenders)
    return window


def event_log(scene: Scene) -> QWidget:
    window = event_tenders(scene)
    window.page.tabs.setCurrentWidget(window.page.log)
    return window


def tender_add(scene: Scene) -> QWidget:
    window = event_tenders_plain(scene)
    window.page.tenders.buttons["add_tender"].click()
    return window


def tender_change(scene: Scene) -> QWidget:
    window = event_tenders(scene)
    window.page.tenders.buttons["change_tender"].click()
    return window


def tender_cancel(scene: Scene) -> QWidget:
    window = event_tenders(scene)
    window.page.tenders.buttons["cancel_tender"].click()
    dialog = dialog_of(window)
    dialog.reason.select("NSF")
    dialog.change_returned.select(False)
    QTest.qWait(60)
    return window


def tender_move(scene: Scene) -> QWidget:
    """Into another open drawer, with what that means for both."""
    if not scene.other_drawer and not scene.day_made:
        scene.other_drawer = scene.office.second_drawer()
    window = event_tenders(scene)
    window.page.tenders.buttons["move_tender"].click()
    return window


def event_cancel(scene: Scene) -> QWidget:
    window = event_tenders(scene)
    window.page.tenders.buttons["cancel_event"].click()
    dialog = dialog_of(window)
    dialog.reason.select("DATA")
    QTest.qWait(60)
    return window


def payment_cancel(scene: Scene) -> QWidget:
    window = event(scene)
    shown = window.page._event
    CancelPaymentDialog(window.context, shown, shown.payments[0], window).open()
    return window


def event_transfer(scene: Scene) -> QWidget:
    window = scene.enter(scene.office.supervisor)
    window.open_page("event", scene.event)
    window.page.tabs.setCurrentWidget(window.page.tenders)
    window.page.tenders.buttons["transfer_event"].click()
    dialog_of(window).account.start_with(scene.plate)
    return window


def payment_page(scene: Scene) -> QWidget:
    window = cashier(scene)
    services = scene.office.services
    event = services.payment_events.show(scene.split, scene.office.cashier)
    window.open_page("payment", event.payments[0].id)
    return window


def payment_long(scene: Scene) -> QWidget:
    """A payment whose names are long."""
    office = scene.office
    name = "The Honourable Maximiliana Featherstonehaugh-Cholmondeley"
    account = office.account(name)
    office.agreement(account, "WATER", (DAY, 39_203_646))
    of = add(office, account, [("CASH", 39_203_646)], [(account, 39_203_646)])
    window = cashier(scene)
    window.open_page("payment", of.payments[0].id)
    return window


def payment_postings(scene: Scene) -> QWidget:
    window = payment_page(scene)
    window.page.tabs.setCurrentWidget(window.page.postings)
    return window


def payment_split(scene: Scene) -> QWidget:
    """A distribution by hand that is half done and gives one agreement too much."""
    window = cashier(scene)
    account = scene.office.account("Delgado, Rosa")
    scene.office.agreement(account, "WATER", (DAY, 6135))
    scene.office.agreement(account, "ELECTRIC", (DAY, 12000))
    scene.office.item(account, f"40{account}", 3500)
    paid = scene.pay(account, 20000, 20000, "CASH", DistributeAction.NONE)
    event = scene.office.services.payment_events.show(paid, scene.office.cashier)
    window.open_page("payment", event.payments[0].id)
    split = window.page.split
    window.page.tabs.setCurrentWidget(split)
    for row, cents in enumerate((6135, 5000, 4000)):
        split.grid.setData(split.grid.index(row, 2), Money(cents))
    return window


def payment_split_bills(scene: Scene) -> QWidget:
    """A distribution by bill and agreement, one of them in dispute, one bill given too much."""
    scene.inquiry()
    window = cashier(scene)
    paid = scene.pay(scene.rosa, 21000, 21000, "CASH", DistributeAction.NONE)
    event = scene.office.services.payment_events.show(paid, scene.office.cashier)
    window.open_page("payment", event.payments[0].id)
    split = window.page.split
    window.page.tabs.setCurrentWidget(split)
    for row, cents in ((0, 4305), (1, 1845), (3, 1900), (6, 4480)):
        split.grid.setData(split.grid.index(row, 5), Money(cents))
    return window


def noted(scene: Scene) -> EventView:
    """An event with characteristics of its own, of its payment and of its tender."""
    services, who = scene.office.services, scene.office.cashier
    event = services.payment_events.show(scene.unfrozen, who)
    on_payment = Bearer(payment_id=event.payments[0].id)
    on_tender = Bearer(tender_id=event.tenders[0].id)
    for bearer, kind, value in (
        (Bearer(), "CHANNEL", "MAIL"),
        (Bearer(), "RELATED", short_id(scene.ngozi)),
        (on_payment, "REMARK", "The second half follows in December"),
        (on_tender, "REMARK", "Torn corner"),
    ):
        if len(event.characteristics) < 4:
            draft = CharacteristicDraft(kind, value)
            services.characteristics.add(event.id, bearer, draft, new_request_id(), who)
    return services.payment_events.show(event.id, who)


def event_characteristics(scene: Scene) -> QWidget:
    event = noted(scene)
    window = cashier(scene)
    window.open_page("event", event.id)
    window.page.tabs.setCurrentWidget(window.page.characteristics)
    return window


def tender_characteristics(scene: Scene) -> QWidget:
    """What else is known of a tender, from the Tenders tab."""
    event = noted(scene)
    window = cashier(scene)
    window.open_page("event", event.id)
    window.page.tabs.setCurrentWidget(window.page.tenders)
    window.page.tenders.characteristics.click()
    return window


def log_detail(scene: Scene) -> QWidget:
    """One action of the log in full."""
    window = event_log(scene)
    window.page.log.actions_table.chosen.emit(window.page.log.actions_table.current_record())
    return window


def payment_characteristics(scene: Scene) -> QWidget:
    event = noted(scene)
    window = cashier(scene)
    window.open_page("payment", event.payments[0].id)
    window.page.tabs.setCurrentWidget(window.page.characteristics)
    return window


def characteristic_add(scene: Scene) -> QWidget:
    window = event_characteristics(scene)
    window.page.characteristics.card.add_one()
    dialog = dialog_of(window)
    dialog.kind.select("CHANNEL")
    return window


def templated(scene: Scene) -> County:
    """An office that takes property tax for the county."""
    setup = scene.office.services.setup()
    if TAX in setup.templates:
        found = setup.templates[TAX]
        return County(found.account_id, (found.agreement_id,))
    of = county(scene.office)
    template(scene.office, of, ("4100-PERMIT", "80"), ("4800-MISC", "20"))
    return of


def template_receipt(scene: Scene) -> QWidget:
    templated(scene)
    window = cashier(scene)
    window.commands.take_template()
    dialog = dialog_of(window)
    dialog.payment_amount.set_value(Money(12_345))
    dialog.non_cis_name.setText("Ruiz, Ana")
    dialog.reference.setText("TX-2026-0017")
    dialog.tenders.first.amount.set_value(Money(13_000))
    return window


def template_receipt_wrong(scene: Scene) -> QWidget:
    """The lines were overridden and do not make up the payment."""
    window = template_receipt(scene)
    dialog = dialog_of(window)
    grid = dialog.lines.grid
    grid.setData(grid.index(1, 1), Money(1_000))
    dialog.submit()
    return window


def template_taken(scene: Scene, action: DistributeAction) -> EventView:
    of = templated(scene)
    scene.later(30)
    services, who = scene.office.services, scene.office.cashier
    draft = PaymentDraft(
        of.account, Money(10_000), "", "", "Ruiz, Ana", "TX-2026-0017", "Paid by a cousin", TAX,
        (CreditLine("4100-PERMIT", Money(8_000), "Line 1"),
         CreditLine("4800-MISC", Money(2_000), "Line 2")),
        "She asked for a letter that confirms the payment for the whole street, numbers 12 to 48.",
    )  # fmt: skip
    command = AddEvent(
        new_request_id(), of.account, (TenderDraft("CASH", Money(10_000)),), (draft,), action,
        confirmed=frozenset({"M-40", "M-69"}),
    )  # fmt: skip
    return services.payment_events.show(
        services.payment_events.add(command, who).value.event_id, who
    )


def non_cis_event(scene: Scene) -> QWidget:
    event = template_taken(scene, DistributeAction.FREEZE)
    window = cashier(scene)
    window.open_page("event", event.id)
    return window


def non_cis_payment(scene: Scene) -> QWidget:
    event = template_taken(scene, DistributeAction.FREEZE)
    window = cashier(scene)
    window.open_page("payment", event.payments[0].id)
    return window


def non_cis_change(scene: Scene) -> QWidget:
    event = template_taken(scene, DistributeAction.DISTRIBUTE)
    window = cashier(scene)
    window.open_page("event", event.id)
    window.page.lists.payments_card.change_button.click()
    return window


def non_cis_take(scene: Scene) -> QWidget:
    """The plain add dialog for an account without customer."""
    of = templated(scene)
    window = cashier(scene)
    window.open_page("account", of.account)
    window.page.take_payment()
    return window


def payment_segments(scene: Scene) -> QWidget:
    scene.inquiry()
    window = supervisor(scene)
    services = scene.office.services
    paid = services.history.payment_history(scene.rosa, PageRequest(), scene.office.cashier).rows
    window.open_page("payment", paid[0].payment_id)
    window.page.tabs.setCurrentWidget(window.page.segments)
    window.page.focus_first()
    return window


def account_open_item(scene: Scene) -> QWidget:
    scene.inquiry()
    window = cashier(scene)
    window.open_page("account", scene.rosa)
    return window


def account_more(scene: Scene) -> QWidget:
    window = account_open_item(scene)
    window.show()
    window.activateWindow()
    window.page.more.click()
    return window


def _of_rosa(kind: str) -> Callable[[Scene], QWidget]:
    def made(scene: Scene) -> QWidget:
        scene.inquiry()
        window = supervisor(scene)
        window.open_page(kind, scene.rosa)
        return window

    made.__name__ = f"inquiry_{kind}"
    return made


def rating_add(scene: Scene) -> QWidget:
    window = _of_rosa("credit_rating")(scene)
    window.page.rating.add_row()
    return window


def rating_end(scene: Scene) -> QWidget:
    window = _of_rosa("credit_rating")(scene)
    window.page.rating.table.select_line(0)
    window.page.rating.end_row()
    return window


def person(scene: Scene) -> QWidget:
    scene.inquiry()
    window = cashier(scene)
    found = scene.office.services.inquiry.account(scene.rosa, scene.office.cashier)
    window.open_page("person", found.person.id)
    return window


def agreement(scene: Scene) -> QWidget:
    scene.inquiry()
    window = cashier(scene)
    rows = scene.office.services.inquiry.agreements(scene.rosa, PageRequest(), scene.office.cashier)
    window.open_page("agreement", rows.rows[0].agreement_id)
    return window


def bill_page(scene: Scene) -> QWidget:
    scene.inquiry()
    window = cashier(scene)
    window.open_page("bill", scene.bills[5])
    return window


def _of_items(scene: Scene) -> tuple[AccountId, list[ItemId]]:
    """A customer with a permit that is paid in part, a violation and a locker."""
    office, account = scene.office, scene.fresh
    items = [
        issue(office, account, attributes=(("plate", "GZH 7067"), ("state", "NY"))),
        issue(office, account, "VIOLATION", violation="HYDRANT", location="CENTER",
              description="Fire hydrant, 12 Elm St", attributes=(("plate", "GZH 7067"),)),
        issue(office, account, "LOCKER", description="Locker 114, hall B"),
    ]  # fmt: skip
    for cents in (4000, 2500):
        add(office, account, [("CASH", cents)], [(account, cents)],
            match_type="ITEM-ID", match_value=items[0].number)  # fmt: skip
    return account, [item.id for item in items]


def item_page(scene: Scene) -> QWidget:
    _account, items = _of_items(scene)
    window = supervisor(scene)
    window.open_page("item", items[0])
    return window


def person_change(scene: Scene) -> QWidget:
    """Who sets up changes a person."""
    scene.inquiry()
    window = scene.enter(scene.office.actors["setup"])
    found = scene.office.services.inquiry.account(scene.rosa, scene.office.cashier)
    window.open_page("person", found.person.id)
    window.show()
    QCoreApplication.processEvents()
    window.page.change_person()
    return window


def plates_change(scene: Scene) -> QWidget:
    """Who sets up says the plates of an account."""
    scene.inquiry()
    window = scene.enter(scene.office.actors["setup"])
    window.open_page("account_details", scene.rosa)
    window.show()
    QCoreApplication.processEvents()
    window.page.details.change_plates()
    return window


def item_violation(scene: Scene) -> QWidget:
    _account, items = _of_items(scene)
    window = supervisor(scene)
    window.open_page("item", items[1])
    return window


def item_release(scene: Scene) -> QWidget:
    _account, items = _of_items(scene)
    window = supervisor(scene)
    window.open_page("item", items[2])
    window.show()
    QCoreApplication.processEvents()
    window.page.release_item()
    return window


def item_issue(scene: Scene) -> QWidget:
    window = cashier(scene)
    window.open_page("account", scene.rosa or scene.fresh)
    window.show()
    QCoreApplication.processEvents()
    window.page.issue_item()
    return window


def item_issue_violation(scene: Scene) -> QWidget:
    window = item_issue(scene)
    dialog = window.findChild(IssueItemDialog)
    dialog.kind.select(next(one for one in scene.office.services.setup().items.issued
                            if one.by_violation))  # fmt: skip
    dialog.violation_code.select("HYDRANT")
    dialog.location_class.select("CENTER")
    dialog.more["penalty"].setText("10")
    dialog.plate.setText("gzh7067")
    return window


def _of_payments(scene: Scene) -> tuple[AccountId, list[ItemId]]:
    """Somebody of the staff with items, a charge, credits, a waiting checkout, a parked selection."""
    office = scene.office
    if scene.payments is None:
        account = credit_scenes.person(office, "STAFF", "E-20417", "ngozi@example.org")
        permit, locker, fine, held = (
            issue(office, account, description="Parking permit 2026, Lot C"),
            issue(office, account, "LOCKER", description="Locker 114, hall B"),
            issue(office, account, "VIOLATION", violation="HYDRANT", location="CENTER",
                  description="Fire hydrant, 12 Elm St"),
            issue(office, account, "ACCESS-CARD", description="Access card, north gate"),
        )  # fmt: skip
        mail_scenes.set_up(office, "payment_option", payroll_notification_email=mail_scenes.PAYROLL)
        charge = AddAdjustment(
            new_request_id(), account, "FEE", Money(1200), "Replacement of the hang tag"
        )
        office.services.adjustments.add(charge, office.supervisor)
        credit_scenes.add_credit(office, account, permit.id, 4500, "FLEX",
                              comment="Flex deduction, pay period 24")  # fmt: skip
        scene.checkouts.append(credit_scenes.submit(office, account, held.id, credits=()))
        parked = ParkCheckout(
            new_request_id(), account, Selection((ItemChoice(fine.id),)), comment="Asks her husband"
        )
        office.services.parked_checkouts.park(parked, office.cashier)
        scene.payments = account, [permit.id, locker.id, fine.id, held.id]
    return scene.payments


def pay(scene: Scene) -> QWidget:
    _account, items = _of_payments(scene)
    window = cashier(scene)
    window.open_page("pay", items[0])
    return window


def pay_supervisor(scene: Scene) -> QWidget:
    account, _items = _of_payments(scene)
    window = supervisor(scene)
    window.open_page("pay", account)
    window.page.lists.lines.tick_all()
    window.page.lists.table.select_line(3)
    return window


def pay_credit(scene: Scene) -> QWidget:
    window = pay(scene)
    _shown(window).add_credit()
    dialog = window.findChild(AddCreditDialog)
    dialog.pays.method.select("FLEX")
    dialog.amount.setText("30")
    dialog.comment.setText("Flex deduction, pay period 25")
    return window


def pay_method(scene: Scene) -> QWidget:
    window = pay(scene)
    _shown(window).on_proceed()
    return window


def pay_confirm(scene: Scene) -> QWidget:
    window = pay_method(scene)
    dialog = window.findChild(CheckoutDialog)
    dialog.amount_tendered.setText("140")
    dialog.submit()
    return window


def pay_adjustment(scene: Scene) -> QWidget:
    window = pay(scene)
    _shown(window).on_adjust()
    dialog = window.findChild(AdjustmentDialog)
    dialog.sign.select(-1)
    dialog.amount.setText("5")
    return window


def pay_reverse(scene: Scene) -> QWidget:
    window = pay(scene)
    _shown(window).on_reverse()
    return window


def pay_lock(scene: Scene) -> QWidget:
    window = pay_supervisor(scene)
    _shown(window).on_unlock()
    return window


def pay_park(scene: Scene) -> QWidget:
    window = pay(scene)
    _shown(window).on_park()
    return window


def checkout(scene: Scene) -> QWidget:
    _of_payments(scene)
    window = supervisor(scene)
    window.open_page("checkout", scene.checkouts[0])
    return window


def checkout_approve(scene: Scene) -> QWidget:
    _of_payments(scene)
    window = cashier(scene)
    window.open_page("checkout", scene.checkouts[0])
    _shown(window).process.click()
    return window


def checkout_cancel(scene: Scene) -> QWidget:
    window = checkout(scene)
    _shown(window).release.click()
    return window


def _processed(scene: Scene) -> None:
    """A second checkout that used a credit and is processed."""
    office = scene.office
    account, items = _of_payments(scene)
    if len(scene.checkouts) == 1:
        made = credit_scenes.submit(office, account, items[2])
        credit_scenes.process(office, made)
        scene.checkouts.append(made)


def checkout_processed(scene: Scene) -> QWidget:
    _processed(scene)
    window = supervisor(scene)
    window.open_page("checkout", scene.checkouts[1])
    _shown(window).tabs.setCurrentIndex(1)
    return window


def checkout_refund(scene: Scene) -> QWidget:
    _processed(scene)
    window = cashier(scene)
    window.open_page("checkout", scene.checkouts[1])
    _shown(window).refund.click()
    return window


def checkouts(scene: Scene) -> QWidget:
    _processed(scene)
    window = supervisor(scene)
    window.open_page("checkouts", 0)
    window.page.state.select(None)
    return window


def checkouts_waiting(scene: Scene) -> QWidget:
    _of_payments(scene)
    window = supervisor(scene)
    window.open_page("supervisor", 0)
    return window


def event_items(scene: Scene) -> QWidget:
    _processed(scene)
    one = scene.office.services.checkouts.show(scene.checkouts[1], scene.office.cashier)
    window = cashier(scene)
    window.open_page("event", one.event_id)
    window.page.tabs.setCurrentIndex(2)
    return window


def _shown(window: QWidget) -> QWidget:
    """The page of a window that is on the screen."""
    window.show()
    QCoreApplication.processEvents()
    return window.page


def bill_forward(scene: Scene) -> QWidget:
    window = cashier(scene)
    agreement = scene.office.agreement(scene.fresh, "WATER")
    number = f"W-{agreement}"
    made = bill(scene.office, scene.fresh, number, date(2026, 12, 5), (agreement, 4310))
    window.open_page("bill", made)
    return window


def match_event(scene: Scene) -> QWidget:
    scene.inquiry()
    window = cashier(scene)
    window.open_page("match_event", scene.match)
    return window


def match_event_disputed(scene: Scene) -> QWidget:
    scene.inquiry()
    window = cashier(scene)
    window.open_page("match_event", scene.disputed)
    return window


def transaction(scene: Scene) -> QWidget:
    scene.inquiry()
    window = cashier(scene)
    services = scene.office.services
    rows = services.history.financial_history(scene.rosa, PageRequest(), scene.office.cashier).rows
    fee = next(row for row in rows if row.adjustment)
    window.open_page("transaction", fee.id)
    return window


def search_record(scene: Scene) -> QWidget:
    scene.inquiry()
    window = cashier(scene)
    window.show()
    window.activateWindow()
    window.to_search()
    for char in short_id(scene.bills[5]):
        QTest.keyClick(window.header.search, char)
        QTest.qWait(60)
    QTest.qWait(160)
    return window


def find(scene: Scene) -> QWidget:
    window = cashier(scene)
    window.open_page("search", 0)
    return window


def find_found(scene: Scene) -> QWidget:
    window = cashier(scene)
    window.open_page("search", scene.ngozi)
    return window


def importing(scene: Scene) -> QWidget:
    window = scene.enter(scene.office.actors["setup"])
    window.open_page("import", 0)
    return window


def importing_looked(scene: Scene) -> QWidget:
    window = importing(scene)
    path = scene.folder / "accounts.csv"
    path.write_text("key,name,account_key,account_name\nA,B,C,D\n", "utf-8")
    window.page.choice.take_file(str(path))
    return window


def receipt(scene: Scene) -> QWidget:
    window = event(scene)
    window.page.open_receipt()
    return window


def of_day(scene: Scene, kind: DayPaper) -> QWidget:
    """A paper of the drawer day, as the supervisor opens it from the menu."""
    window = scene.enter(scene.office.supervisor)
    show_paper(window.page.context, window, kind)
    return window


def paper_x(scene: Scene) -> QWidget:
    return of_day(scene, DayPaper.X)


def paper_z(scene: Scene) -> QWidget:
    return of_day(scene, DayPaper.Z)


def paper_balance(scene: Scene) -> QWidget:
    return of_day(scene, DayPaper.PAYMENT_BALANCE)


def question(scene: Scene) -> QWidget:
    window = take(scene)
    dialog = dialog_of(window)
    says = [
        "This account is cash-only and the tender is not cash.",
        "The payment exceeds what is owed. $45.00 is kept as credit.",
        "Possible duplicate: Amara Osei took $45.00 for this payor at Counter 3, 4 minutes ago.",
    ]
    ConfirmDialog(says, dialog, yes_key="F9").open()
    return window


def concern(scene: Scene) -> QWidget:
    """A question with one sentence."""
    window = take(scene)
    says = ["Cash in the drawer is above the limit of $1,000.00. Turn in funds."]
    ConfirmDialog(says, dialog_of(window), yes_key="F9").open()
    return window


def opened_menu(window: QWidget, title: str) -> QWidget:
    """A window with one of its menus open."""
    window.show()
    QCoreApplication.processEvents()
    bar = window.menuBar()
    entry = next(one for one in bar.actions() if one.text().replace("&", "") == title)
    bar.setActiveAction(entry)
    entry.menu().popup(bar.mapToGlobal(bar.actionGeometry(entry).bottomLeft()))
    return window


def menu_drawer(scene: Scene) -> QWidget:
    return opened_menu(account(scene), "Drawer")


def menu_admin(scene: Scene) -> QWidget:
    return opened_menu(scene.enter(scene.office.actors["admin"]), "Admin")


def menu_financial(scene: Scene) -> QWidget:
    return opened_menu(scene.enter(scene.office.actors["auditor"]), "Financial")


def check(scene: Scene) -> QWidget:
    window = scene.enter(scene.office.actors["setup"])
    window.open_page("check", 0)
    return window


def converter(scene: Scene) -> QWidget:
    """Euros for a bill in dollars, before the converted amount is used."""
    dialog = dialog_of(_with_euros(scene))
    dialog.converter.open()
    found = _converter()
    found.amount.set_value(Money(5000))
    return scene.program.session.window


def converted(scene: Scene) -> QWidget:
    """The same tender in the payment dialog, with both amounts."""
    window = converter(scene)
    _converter().submit()
    return window


def converter_no_rate(scene: Scene) -> QWidget:
    """No rate on that day."""
    dialog = dialog_of(_with_euros(scene))
    dialog.fields.payment_date.set_value(date(2026, 1, 2))
    dialog.converter.open()
    return scene.program.session.window


def converter_tender(scene: Scene) -> QWidget:
    """Euros as a further tender of an event."""
    _euros(scene)
    window = cashier(scene)
    window.open_page("event", scene.unfrozen)
    window.page.tabs.setCurrentWidget(window.page.tenders)
    window.page.tenders.buttons["add_tender"].click()
    dialog = dialog_of(window)
    dialog.tender_control.setCurrentIndex(1)
    dialog.amount.set_value(Money(500))
    return window


def home_euros(scene: Scene) -> QWidget:
    """A cashier with two drawers."""
    _euros(scene)
    return cashier(scene)


def control_euros(scene: Scene) -> QWidget:
    """A drawer of euros, with what they are worth."""
    window = _with_euros(scene)
    dialog = dialog_of(window)
    dialog.converter.open()
    found = _converter()
    found.amount.set_value(Money(5000))
    found.submit()
    dialog.submit()
    window = supervisor(scene)
    window.open_page("control", scene.euro_drawer)
    return window


def _with_euros(scene: Scene) -> QWidget:
    _euros(scene)
    return take(scene)


def _converter() -> QWidget:
    named = (
        one for one in QApplication.topLevelWidgets() if one.objectName() == "converter_dialog"
    )
    return next(one for one in named if one.isVisible())


def _euros(scene: Scene) -> None:
    if not scene.euro_drawer:
        allow_euros(scene.office)
        quote_euro(scene.office, "1.10", date(2026, 11, 18))
        scene.euro_drawer = open_euro_drawer(scene.office)


def exceptions(scene: Scene) -> QWidget:
    """What is not balanced or not frozen, as a supervisor finds it."""
    scene.unbalance()
    window = supervisor(scene)
    window.open_page("exceptions", 0)
    return window


def users(scene: Scene) -> QWidget:
    window = scene.enter(scene.office.actors["admin"])
    window.open_page("users", 0)
    return window


def mails(scene: Scene) -> QWidget:
    """The outbox: sent, failed, waiting for its next try, canceled."""
    office = scene.office
    if not mail_scenes.mails(office):
        mail_scenes.fill_outbox(office)
    window = scene.enter(office.actors["admin"])
    window.open_page("mails", 0)
    return window


def payroll(scene: Scene) -> QWidget:
    """Deductions that wait, and two batches, one of them acknowledged."""
    office = scene.office
    batches, who = office.services.payroll_batches, office.supervisor
    if not batches.batches(who):
        for day in (2, 9, 16):
            for number, name in enumerate(("Okafor, Ngozi", "Ní Mhurchú, Síle", "Mensah, Kofi")):
                mail_scenes.process(
                    office, checkout_id=100 * day + number, email="", name=name,
                    day=date(2026, 11, day), employee_number=f"E-2041{number}",
                    confirmation=f"10000000{day:02d}0{number}",
                )  # fmt: skip
            if day < 16:
                batches.make(new_request_id(), who, date(2026, 11, day + 3))
        batches.acknowledge(1, "Ana of payroll", new_request_id(), who)
    window = scene.enter(office.actors["admin"])
    window.open_page("payroll", 0)
    return window


def open_credits(scene: Scene) -> QWidget:
    """Credits of different ages."""
    office = scene.office
    if not office.services.open_credits.report(office.supervisor).credits:
        account = credit_scenes.person(office, name="Mensah, Kofi")
        permit = credit_scenes.issue(office, account, "P-1180", 18000)
        for cents, comment in ((4500, "Flex, autumn"), (1250, ""), (9000, "Paid ahead")):
            credit_scenes.add_credit(office, account, permit, cents, comment=comment)
    window = scene.enter(office.supervisor)
    window.open_page("open_credits", 0)
    return window


def account_credit(scene: Scene) -> QWidget:
    """An account with a credit that waits for a checkout."""
    office = scene.office
    window = open_credits(scene)
    (one, *_) = office.services.open_credits.report(office.supervisor).credits
    window.open_page("account", one.account_id)
    return window


def items(scene: Scene) -> QWidget:
    """Items of all accounts, one paid, one in checkout."""
    office = scene.office
    if not office.services.items.totals(ItemFilter(), office.supervisor).count:
        account = credit_scenes.person(office, name="Mensah, Kofi")
        other = credit_scenes.person(office, name="Okafor, Ngozi")
        kinds = ("PERMIT", "VIOLATION", "LOCKER", "ACCESS-CARD", "TEMP-PERMIT")
        made = [
            credit_scenes.issue(office, account if n % 2 else other, f"N-{1180 + n}", 4500, kind)
            for n, kind in enumerate(kinds)
        ]
        credit_scenes.submit(office, other, made[0])
        paid = credit_scenes.submit(office, account, made[1])
        credit_scenes.process(office, paid)
    window = scene.enter(office.supervisor)
    window.open_page("items", 0)
    return window


def payroll_answer(scene: Scene) -> QWidget:
    window = payroll(scene)
    QApplication.processEvents()
    window.page.batches.select_line(0)
    window.page.answer.click()
    return window


def mail_detail(scene: Scene) -> QWidget:
    window = mails(scene)
    QApplication.processEvents()
    window.page.table.chosen.emit(window.page.table.record_model().records[1])
    return window


def mail_again(scene: Scene) -> QWidget:
    window = mails(scene)
    QApplication.processEvents()
    window.page.again.click()
    return window


def mail_layouts(scene: Scene) -> QWidget:
    window = mails(scene)
    QApplication.processEvents()
    window.page.layouts.click()
    return window


def mail_test(scene: Scene) -> QWidget:
    window = mails(scene)
    QApplication.processEvents()
    window.page.test.click()
    return window


def mail_settings(scene: Scene) -> QWidget:
    mails(scene)
    window = scene.enter(scene.office.actors["admin"])
    window.open_page("mail_settings", 0)
    return window


def user_dialog(scene: Scene) -> QWidget:
    window = users(scene)
    QApplication.processEvents()
    window.page.new.click()
    return window


def exceptions_charge(scene: Scene) -> QWidget:
    """A returned check whose payor has no agreement for the charge (NS-04)."""
    office = scene.office
    debtor = office.account("Abara, Chidi")
    office.agreement(debtor, "WATER", (DAY, 8420))
    event = add(office, office.account("County Agency"), [("CHEC", 8420)], [(debtor, 8420)])
    order = CancelTender(event.tenders[0].id, "NSF")
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    window = supervisor(scene)
    window.open_page("exceptions", 0)
    return window


def exceptions_none(scene: Scene) -> QWidget:
    window = supervisor(scene)
    window.open_page("exceptions", 1999999999)
    return window


def check_found(scene: Scene) -> QWidget:
    """A database that somebody wrote to past the program."""
    window = check(scene)
    found = (
        Finding("I-03", "Segments of a payment do not add up to it.", 2, "payment 1000 000 094"),
        Finding("I-17", "A link of the audit chain does not fit the one before.", 1, "control 7"),
    )
    window.page._on_report(CheckReport(found, 59, 0.4))
    return window


def account_bills(scene: Scene) -> QWidget:
    """What a customer with bills owes, bill by bill."""
    window = cashier(scene)
    window.open_page("account", scene.billed)
    lists = window.page.lists
    lists.setCurrentWidget(window.page.bills)
    return window


def setup(scene: Scene) -> QWidget:
    window = scene.enter(scene.office.actors["setup"])
    window.open_page("setup", 0)
    return window


def setup_row(scene: Scene) -> QWidget:
    window = setup(scene)
    page = window.page
    page.tables.select_line(9)
    QCoreApplication.processEvents()
    page.change.click()
    return window


def setup_named(scene: Scene, name: str) -> QWidget:
    """The set-up page on one table."""
    window = setup(scene)
    window.page.tables.select_line(list(SETUP_TABLES).index(name))
    QCoreApplication.processEvents()
    return window


def setup_code(scene: Scene) -> QWidget:
    """A ledger code, with the money rows that keep it."""
    window = setup_named(scene, "distribution_code")
    window.page.rows.select_line(0)
    return window


def setup_rights(scene: Scene) -> QWidget:
    return setup_named(scene, "role_right")


def setup_installation(scene: Scene) -> QWidget:
    window = setup_named(scene, "installation")
    window.page.change.click()
    return window


def setup_class(scene: Scene) -> QWidget:
    window = setup_named(scene, "class_algorithm")
    window.page.new.click()
    return window


def crash(scene: Scene) -> QWidget:
    window = cashier(scene)
    try:
        1 / 0  # noqa: B018
    except ZeroDivisionError as error:
        dialog = CrashDialog(report(error), window, reference(error))
        dialog.say_kept(kept=True)
        dialog.open()
    return window


def helping(scene: Scene) -> QWidget:
    window = account(scene)
    window.commands.show_help()
    return window


def about(scene: Scene) -> QWidget:
    window = cashier(scene)
    window.commands.show_about()
    return window


def preferences(scene: Scene) -> QWidget:
    window = cashier(scene)
    window.commands.show_preferences()
    return window


def locked(scene: Scene) -> QWidget:
    window = account(scene)
    scene.program.session.engage_lock()
    return window


def switching(scene: Scene) -> QWidget:
    window = account(scene)
    scene.program.session.switch_user()
    return window


def sign_in(scene: Scene) -> QWidget:
    scene.program._end_session()
    scene.program.show_sign_in()
    return scene.program.sign_in


def sign_in_wrong(scene: Scene) -> QWidget:
    dialog = sign_in(scene)
    dialog.fill("cashier", "wrong password")
    return dialog


def sign_in_offline(scene: Scene) -> QWidget:
    dialog = sign_in(scene)
    scene.program._check.fail(
        StorageFailure(
            "offline",
            "postgresql://cashier@desk/posapp: the server cannot be reached; check the network "
            "and the server.",
        )
    )
    return dialog


def _drawer_day(scene: Scene) -> None:
    """A day at three drawers: checks, cards, turn-ins, one drawer above its limit, one stale."""
    office = scene.office
    if scene.day_made:
        return
    scene.day_made = True
    with office.db.begin() as s:
        s.exec_driver_sql("UPDATE tender_source SET max_amount_balance = 60000")
        s.exec_driver_sql("UPDATE installation SET setup_version = setup_version + 1")
    clerks = [office.cashier, office.colleague()]
    command = OpenControl(new_request_id(), "CASH-A02", None, None)
    office.services.tender_controls.open(command, clerks[1])
    account = office.account("Vogel, Petra")
    office.agreement(account, "WATER", (DAY, 4_000_00))
    takes = ((10, 0), (40, 1), (55, 0), (30, 1), (48, 0), (60, 1), (52, 0), (35, 1), (20, 0))
    for at, (minutes, who) in enumerate(takes):
        scene.later(minutes)
        kind = ("CASH", "CHEC", "CASH", "CARD")[at % 4]
        _take(scene, account, clerks[who], 41_00 + 37_50 * at, kind, str(300 + at))
    turn_ins = office.services.turn_ins
    for cents, done in ((120_00, True), (80_00, False)):
        order = AddTurnIn(new_request_id(), office.control, TurnInContent("CASH", Money(cents)))
        made = turn_ins.add(order, office.cashier).value
        if done:
            turn_ins.approve(made, new_request_id(), office.supervisor)


def _take(scene: Scene, account: AccountId, who: Actor, cents: int, kind: str, check: str) -> None:
    number = check if kind == "CHEC" else ""
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft(kind, Money(cents), check_number=number),),
        (PaymentDraft(account, Money(cents)),),
        confirmed=frozenset({"M-06W", "M-39", "M-40", "M-42", "M-69"}),
    )
    scene.office.services.payment_events.add(command, who)


def supervisor_page(scene: Scene) -> QWidget:
    _drawer_day(scene)
    window = supervisor(scene)
    window.open_page("supervisor", 0)
    return window


def supervisor_cashiers(scene: Scene) -> QWidget:
    window = supervisor_page(scene)
    choice = window.page.chart.choice
    choice.setCurrentIndex(1)
    return window


def proof_rows(scene: Scene) -> QWidget:
    window = supervisor_page(scene)
    window.page.proof.show_rows.click()
    return window


def turn_in_approval(scene: Scene) -> QWidget:
    window = supervisor_page(scene)
    window.page.approve.click()
    return window


def deposit_control(scene: Scene) -> QWidget:
    _drawer_day(scene)
    window = supervisor(scene)
    window.open_page("deposit_control", scene.office.deposit)
    return window


def over_unders(scene: Scene) -> QWidget:
    """Differences of several days and cashiers, as a supervisor looks for them."""
    window = supervisor(scene)
    window.open_page("over_unders", 0)
    window.page._on_found(_differences())
    return window


def audit_log(scene: Scene) -> QWidget:
    """Who did what, as a supervisor looks for it."""
    _drawer_day(scene)
    window = supervisor(scene)
    window.open_page("audit_log", 0)
    return window


def cancels(scene: Scene) -> QWidget:
    """Two cashiers, three cancels, one approved."""
    window = supervisor(scene)
    window.open_page("cancels", 0)
    page = window.page
    page._on_found(_cancel_report())
    return window


def approvals(scene: Scene) -> QWidget:
    """What was approved in the supervisor's name; two of them new."""
    window = supervisor(scene)
    window.open_page("approvals", 0)
    window.page._on_found(_approvals_given())
    return window


def approvals_told(scene: Scene) -> QWidget:
    """The line that tells an approver."""
    window = supervisor_page(scene)
    given = _approvals_given()
    window.page.show_notices(approval_notices(window.page.context, UnseenApprovals(2, given[0])))
    return window


def _approvals_given() -> tuple[GivenApproval, ...]:
    rows = (
        ("control.reopen", (), "Kim Lee", True), ("event", ("override_limit",), "Ade Obi", True),
        ("turn-in.approve", (), "Kim Lee", False), ("control.submit", (), "Ade Obi", False),
    )  # fmt: skip
    return tuple(
        GivenApproval(
            1000000900 - n, action, 1000000313 + n, rights, NOON - timedelta(minutes=37 * n),
            UserId(-1), "Sam Supervisor", asked, unseen,
        )
        for n, (action, rights, asked, unseen) in enumerate(rows)
    )  # fmt: skip


def _cancel_report() -> CancelReport:
    tenders = tuple(
        CanceledTender(
            TenderId(1000000500 + n), EventId(1000000400 + n), f"1000000042-{n + 3}", DAY,
            UserId(n % 2), ("Kim Lee", "Ade Obi")[n % 2], "CASH", "USD", Money(cents), reason,
            NOON - timedelta(minutes=minutes), NOON, by, approved,
        )
        for n, (cents, minutes, by, approved, reason) in enumerate((
            (12_000, 3, "Kim Lee", "", "Data entry error"),
            (4550, 41, "Sam Supervisor", "", "Payment to wrong account"),
            (280_00, 2, "Kim Lee", "Sam Supervisor", "Data entry error"),
        ))
    )  # fmt: skip
    taken = (
        Taken(UserId(0), "Kim Lee", "USD", 37, Money(812_350)),
        Taken(UserId(1), "Ade Obi", "USD", 52, Money(1_204_075)),
    )
    return CancelReport(DAY - timedelta(days=29), DAY, cancels_by_cashier(taken, tenders), tenders)


def supervisor_days(scene: Scene) -> QWidget:
    """Over and under by day on the supervisor's page."""
    window = supervisor_page(scene)
    view = replace(window.page.seen.view, by_day=differences_by_day(_differences()))
    window.page.chart.show_view(view)
    window.page.chart.choice.setCurrentIndex(2)
    return window


def _differences() -> tuple[OverUnderEntry, ...]:
    """Two weeks of differences at four drawers."""
    offs = ((-100, 50, 0, 0), (0, -250, 1200, 0), (-520, 0, 75, 30), (100, -35, 0, -80),
            (-60, 410, -900, 0), (0, 0, 150, 20), (-75, -310, 0, 0))  # fmt: skip
    names = ("Ada Brandt", "Ben Park", "", "Zo\u00eb Quist")
    reasons = ("COUNT", "CHANGE")
    found = []
    for at, of_day in enumerate(offs):
        for who, cents in enumerate(of_day):
            if not cents:
                continue
            day = DAY - timedelta(days=len(offs) - at)
            found.append(
                OverUnderEntry(
                    EventId(100000000000 + 10 * at + who), ControlId(1000000000 + who),
                    f"CASH-A0{who + 1}", day, datetime.combine(day, time(21), UTC), names[who],
                    "CHEC" if at % 3 == 1 else "CASH", "USD", Money(cents), reasons[at % 2],
                    "two notes stuck together" if at % 2 else "", "Sam Reyes",
                    "Dana Okoye" if abs(cents) > 500 else "", Money(cents * (at + 1)), at + 1,
                )
            )  # fmt: skip
    return tuple(found)


def deposit_figure_rows(scene: Scene) -> QWidget:
    """What the expected ending balance is made of."""
    window = deposit_control(scene)
    window.page.figures.buttons["expected_ending"].click()
    return window


def deposit_change_empty(scene: Scene) -> QWidget:
    """An empty one: its source type and currency can still change."""
    order = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "USD")
    made = scene.office.services.deposit_controls.open(order, scene.office.supervisor)
    window = supervisor(scene)
    window.open_page("deposit_control", made.value)
    window.page.buttons["change"].click()
    return window


def _deposit_tab(scene: Scene, at: int) -> QWidget:
    window = deposit_control(scene)
    window.page.tabs.setCurrentIndex(at)
    window.page.tabs.focus_first()
    return window


def deposit_drawers(scene: Scene) -> QWidget:
    return _deposit_tab(scene, 1)


def deposit_turn_ins(scene: Scene) -> QWidget:
    return _deposit_tab(scene, 2)


def deposit_rows(scene: Scene) -> QWidget:
    return _deposit_tab(scene, 3)


def deposit_exceptions(scene: Scene) -> QWidget:
    return _deposit_tab(scene, 4)


def bank_deposit(scene: Scene) -> QWidget:
    window = deposit_rows(scene)
    window.page.deposits.buttons["add_deposit"].click()
    return window


def settlement(scene: Scene) -> QWidget:
    window = deposit_rows(scene)
    window.page.deposits.buttons["add_settlement"].click()
    return window


def ending_balance(scene: Scene) -> QWidget:
    window = deposit_control(scene)
    window.page.buttons["set_ending"].click()
    dialog_of(window).ending_balance.setText("299")
    return window


def deposit_change(scene: Scene) -> QWidget:
    window = deposit_control(scene)
    window.page.buttons["change"].click()
    return window


def deposit_controls(scene: Scene) -> QWidget:
    window = supervisor(scene)
    window.open_page("deposit_controls", 0)
    return window


def end_of_day(scene: Scene) -> QWidget:
    _drawer_day(scene)
    window = supervisor(scene)
    window.open_page("end_of_day", 0)
    return window


def ledger_export(scene: Scene) -> QWidget:
    window = supervisor(scene)
    window.open_page("ledger_export", 0)
    return window


def dialog_of(window: QWidget) -> QWidget:
    """The dialog over a window."""
    for one in QApplication.topLevelWidgets():
        if one is not window and one.isVisible() and one.isModal():
            return one
    raise LookupError("no dialog")


def windows_below(window: QWidget) -> int:
    """How many windows a window stands over; Qt lists them in no order."""
    below = window.parentWidget()
    return 0 if below is None else 1 + windows_below(below)


def picture(window: QWidget) -> QPixmap:
    """A window with the dialogs over it, as on a screen."""
    shot = window.grab()
    painter = QPainter(shot)
    for one in sorted(QApplication.topLevelWidgets(), key=windows_below):
        if isinstance(one, QMenu) and one.isVisible():
            painter.drawPixmap(window.mapFromGlobal(one.pos()), one.grab())
        elif one is not window and one.isVisible() and one.isModal():
            over = one.grab()
            ratio = over.devicePixelRatio()
            place = QPoint(
                int(window.width() - over.width() / ratio) // 2,
                max(0, int(window.height() - over.height() / ratio) // 2),
            )
            painter.fillRect(window.rect(), "#55000000")
            painter.drawPixmap(place, over)
    painter.end()
    return shot


def _quick(scene: Scene, kind: str = "quick_add") -> QWidget:
    """A Quick Add page with nothing typed."""
    window = cashier(scene)
    window.show()
    window.activateWindow()
    window.open_page(kind, 0)
    QTest.qWait(60)
    window.page.clear_all()
    return window


def _pasted(scene: Scene, window: QWidget, *rows: tuple[object, ...]) -> None:
    lines = [
        "\t".join(short_id(cell) if isinstance(cell, int) else str(cell) for cell in row)
        for row in rows
    ]
    window.page.intake.paste("\n".join(lines))
    QTest.qWait(60)


def _some_rows(scene: Scene) -> tuple[tuple[object, ...], ...]:
    """Rows of every fate: two good ones, cash-only, unknown, no amount."""
    scene.later(20)
    return (
        ("Account", scene.anna, "1,260.00", "Check", "2207", "", "C-118"),
        ("Bill", "W26-10-7701", "72.00", "Cash"),
        ("Account", scene.ngozi, "12.00", "Check", "118"),
        ("Item", "4003771", "25.00", "Cash"),
        ("Bill", "8841-9999", "12.00", "Cash"),
        ("Account", scene.plate, "12x", "Cash"),
    )


def quick_add(scene: Scene) -> QWidget:
    return _quick(scene)


def quick_add_typed(scene: Scene) -> QWidget:
    window = _quick(scene)
    _pasted(scene, window, *_some_rows(scene))
    window.page.head.control_count.setText("7")
    window.page.head.control_total.setText("1381.00")
    window.page.table.go_to(4, "value")
    QTest.qWait(60)
    return window


def quick_add_created(scene: Scene) -> QWidget:
    window = _quick(scene)
    _pasted(scene, window, *_some_rows(scene))
    window.page.create_batch()
    QTest.qWait(60)
    window.page.question.clear()
    window.page.rows.go_to_wrong()
    return window


def quick_add_only(scene: Scene) -> QWidget:
    """Only the rows that need attention, one of them given up."""
    window = quick_add_created(scene)
    page = window.page
    page.rows.mend.only.click()
    page.giving_up.give_row(4)
    QApplication.activeModalWidget().submit()
    QTest.qWait(60)
    return window


def quick_add_give_up(scene: Scene) -> QWidget:
    window = quick_add_created(scene)
    window.page.giving_up.give_rest()
    QTest.qWait(60)
    return window


def quick_add_misread(scene: Scene) -> QWidget:
    """A stub with a wrong check digit, said in whole below the rows."""
    window = _quick(scene)
    _pasted(scene, window, ("Account", "77000000004200000001000012"))
    window.page.table.go_to(0, "value")
    window.page.look_ups.edited(0)
    QTest.qWait(60)
    return window


def quick_add_left(scene: Scene) -> QWidget:
    """Home with batches that wait."""
    quick = scene.office.services.quick_add
    for count in (1, 12):
        scene.later(7)
        rows = [QuickLine(new_request_id(), "ACCT", "42", amount="5")] * count
        rows = [replace(one, request_id=new_request_id()) for one in rows]
        header = QuickHeader(QuickKind.RULES)
        quick.start(header, rows, new_request_id(), scene.office.cashier)
    window = cashier(scene)
    window.show()
    QTest.qWait(60)
    return window


def quick_add_many_questions(scene: Scene) -> QWidget:
    """A hundred rows that ask the same take one line, and the rows stay in sight."""
    window = _quick(scene)
    rows = (
        ("Account", one, f"{n + 40}.00", "Cash")
        for n in range(16)
        for one in (scene.ngozi, scene.plate)
    )
    _pasted(scene, window, *rows, ("Account", scene.plate, "1000000018", "Cash"))
    window.page.create_batch()
    QTest.qWait(60)
    window.page.question.agree()
    QTest.qWait(400)
    return window


def quick_add_question(scene: Scene) -> QWidget:
    window = _quick(scene)
    _pasted(scene, window, *_some_rows(scene))
    window.page.create_batch()
    QTest.qWait(60)
    return window


def quick_add_running(scene: Scene) -> QWidget:
    window = _quick(scene)
    _pasted(scene, window, *(("Account", scene.plate, f"{n}.00", "Cash") for n in range(1, 400)))
    page = window.page
    page.grid.close()
    page.run._begin(399)
    page.strip.show()
    page.strip.show_moved(143, 399)
    return window


def quick_add_accounts(scene: Scene) -> QWidget:
    window = _quick(scene, "quick_add_accounts")
    scene.later(20)
    _pasted(
        scene, window,
        (scene.plate, "110.00", "Cash"),
        (scene.billed, "72.00", "Check", "331", "Bill", "W26-10-7701"),
        (scene.ngozi, "12.00", "Check", "118"),
        ("1000000", "5.00", "Cash"),
    )  # fmt: skip
    window.page.create_batch()
    QTest.qWait(60)
    window.page.question.agree()
    QTest.qWait(60)
    return window


def quick_add_search(scene: Scene) -> QWidget:
    quick_add_created(scene)
    quick_add_accounts(scene)
    window = scene.enter(scene.office.cashier)
    window.show()
    window.activateWindow()
    window.open_page("quick_add_search", 0)
    QTest.qWait(60)
    return window


def _taken_today(scene: Scene) -> None:
    """Some payments more and turn-ins, one of them approved; once."""
    if scene.turned_in:
        return
    office = scene.office
    drawer_day.take(office, scene.plate, "CHEC", 8450, check="1188")
    drawer_day.take(office, scene.plate, "CARD", 2500)
    drawer_day.take(office, scene.plate, "CASH", 8100)
    scene.later(40)
    first = drawer_day.turn_in(office, "CASH", 8000)
    drawer_day.approve(office, first)
    scene.later(25)
    drawer_day.turn_in(office, "CHEC", 8450)
    scene.turned_in = True


def _drawer(scene: Scene, who: Actor | None = None) -> QWidget:
    window = scene.enter(who or scene.office.cashier)
    window.open_page("control", scene.office.control)
    window.show()
    QTest.qWait(60)
    return window


def drawer_open(scene: Scene) -> QWidget:
    _taken_today(scene)
    return _drawer(scene)


def drawer_lines(scene: Scene) -> QWidget:
    """What a supervisor sees, with the rows behind a figure."""
    _taken_today(scene)
    window = _drawer(scene, scene.office.supervisor)
    window.page.tabs.setCurrentWidget(window.page.lines)
    window.page.lines.focus_first()
    lines = window.page.lines.lines
    lines.setCurrentIndex(lines.model().index(0, 3))
    return window


def drawer_history(scene: Scene) -> QWidget:
    window = drawer_lines(scene)
    window.page.tabs.setCurrentWidget(window.page.history)
    return window


def drawer_exceptions(scene: Scene) -> QWidget:
    window = drawer_lines(scene)
    window.page.tabs.setCurrentWidget(window.page.exceptions)
    return window


def drawer_turn_in(scene: Scene) -> QWidget:
    _taken_today(scene)
    window = _drawer(scene)
    window.page.turn_in()
    dialog = dialog_of(window)
    for row, count in ((2, 5), (4, 8)):
        dialog.grid.setData(dialog.grid.index(row, 1), count)
    return window


def drawer_turn_in_checks(scene: Scene) -> QWidget:
    _taken_today(scene)
    window = _drawer(scene)
    window.page.turn_in()
    dialog = dialog_of(window)
    dialog.tender_type.select("CHEC")
    dialog.list.select_line(0)
    dialog._toggle()
    return window


def drawer_no_sale(scene: Scene) -> QWidget:
    window = drawer_open(scene)
    window.page.acts.do(Step.NO_SALE)
    return window


def drawer_change(scene: Scene) -> QWidget:
    _taken_today(scene)
    window = _drawer(scene, scene.office.supervisor)
    window.page.acts.do(Step.CHANGE)
    return window


def drawer_approve(scene: Scene) -> QWidget:
    window = drawer_open(scene)
    window.page.turning.approve()
    return window


def drawers_all(scene: Scene) -> QWidget:
    window = supervisor(scene)
    window.open_page("controls", 0)
    return window


def _counting(scene: Scene) -> QWidget:
    _taken_today(scene)
    office = scene.office
    view = office.services.tender_controls.show(office.control, office.supervisor)
    if view.control.status is ControlStatus.OPEN:
        office.services.control_life.start_balancing(
            office.control, new_request_id(), office.cashier
        )
    return _drawer(scene)


def home_counting(scene: Scene) -> QWidget:
    """Home while the drawer is being counted."""
    _counting(scene)
    return scene.enter(scene.office.cashier)


def home_above(scene: Scene) -> QWidget:
    """Above the cash limit: strip with the way to turn in, mark in the head."""
    window = scene.enter(scene.office.supervisor)
    view = scene.office.services.tender_controls.show(scene.office.control, scene.office.supervisor)
    state = window.context.drawer.state
    window.context.drawer._on_read(replace(state, view=replace(view, above_limit=True)))
    window.open_page("account", scene.ngozi)
    return window


def open_drawer_second(scene: Scene) -> QWidget:
    """Somebody else confirms the float."""
    window = open_drawer(scene)
    dialog_of(window).approval.ask("Somebody else counts the float too.")
    return window


def drawer_count(scene: Scene) -> QWidget:
    """Half a count: notes, coins, a check."""
    window = _counting(scene)
    count = window.page.count
    for row, quantity in ((0, 1), (2, 11), (3, 4), (4, 6), (6, 9), (9, 12)):
        count.cash.setData(count.cash.index(row, 1), quantity)
    count.checks.append(CheckLine("CHEC", "2291", "Okafor, Ngozi", Money(4000)))
    return window


def _submitted(scene: Scene, times: int) -> QWidget:
    window = _counting(scene)
    office = scene.office
    while len(office.services.control_counts.attempts(office.control, office.cashier)) < times:
        lines = office.services.tender_controls.show(office.control, office.supervisor).lines
        short = {"CASH": 1800, "CHEC": 0}
        endings = tuple(
            (one.tender_type, one.expected - Money(short.get(one.tender_type, 0)))
            for one in lines
            if one.tender_type != "CASH"
        )
        cash = next(one.expected for one in lines if one.tender_type == "CASH").minor - 1800
        notes = _pieces(scene, cash)
        command = CountControl(new_request_id(), office.control, notes, (), endings)
        office.services.control_counts.count(command, office.cashier)
        office.services.control_counts.submit(office.control, new_request_id(), office.cashier)
    window.page.load()
    return window


def _pieces(scene: Scene, cents: int) -> tuple[tuple[Denomination, int], ...]:
    found = []
    for one in denominations_of(scene.office.services.setup(), "USD"):
        quantity, cents = divmod(cents, one.value.minor)
        found.append((one, quantity))
    return tuple(found)


def drawer_differs(scene: Scene) -> QWidget:
    """After the second count: figures, differences, and what may be the cause."""
    window = _submitted(scene, 2)
    window.page.tabs.setCurrentWidget(window.page.variance)
    return window


def _limit_passed(window: QWidget) -> None:
    """The head tells of the cash limit."""
    seen = window.page._seen
    window.page._on_seen(replace(seen, view=replace(seen.view, above_limit=True)))


def drawer_open_above(scene: Scene) -> QWidget:
    """Open and above the cash limit, on the tab of the count."""
    window = drawer_open(scene)
    _limit_passed(window)
    window.page.tabs.setCurrentWidget(window.page.count)
    return window


def drawer_count_off(scene: Scene) -> QWidget:
    """A count differs above the cash limit: the line that differs has the focus."""
    window = _submitted(scene, 2)
    window.page.tabs.setCurrentWidget(window.page.count)
    says = (
        "Cash: counted $1,419.34, expected $1,437.34, difference -$18.00. "
        "A supervisor must be there for the next count."
    )
    window.page.acts.tell(says, Tone.AMBER)
    _limit_passed(window)
    window.page._to_cell("CASH")
    return window


def drawer_book(scene: Scene) -> QWidget:
    window = _submitted(scene, 2)
    window.page.acts.do(Step.BOOK)
    dialog = dialog_of(window)
    dialog.reason.select("CHANGE")
    dialog.comments.setText("Wrong change for a fifty")
    dialog.ask_approval("The difference is above $25.00. A supervisor must approve it.")
    return window


def drawer_submit_supervisor(scene: Scene) -> QWidget:
    window = _submitted(scene, 2)
    window.page.acts.do(Step.SUBMIT)
    return window


def drawer_reopen(scene: Scene) -> QWidget:
    window = _submitted(scene, 2)
    control = window.page._seen.view.control
    dialog = ReopenDialog(window.context, control, window)
    dialog.open()
    return window


SCENES: dict[str, Callable[[Scene], QWidget]] = {
    one.__name__: one
    for one in (
        copies,
        health,
        database,
        database_away,
        database_away_payment,
        database_back_payment,
        database_back,
        ended_badly,
        paper_genuine,
        paper_canceled,
        paper_rewritten,
        paper_found,
        sign_in,
        sign_in_wrong,
        sign_in_offline,
        home,
        home_no_drawer,
        home_supervisor,
        search,
        search_nothing,
        one_line,
        one_line_wrong,
        stub_scanned,
        scan_layout,
        limit,
        kept,
        home_auditor,
        account,
        account_items,
        account_empty,
        account_large,
        control,
        control_supervisor,
        open_drawer,
        open_drawer_counted,
        open_deposit,
        take,
        take_split,
        take_open_item,
        single_event,
        single_event_many,
        single_event_debit,
        quick_single,
        quick_single_created,
        take_debit,
        take_debit_card,
        event_debit,
        tender_debit_change,
        mandates,
        mandates_all,
        autopay,
        tender_history,
        dispute,
        mandate_change,
        event,
        event_unfrozen,
        event_split,
        event_error,
        event_tenders,
        event_tenders_plain,
        event_log,
        tender_add,
        tender_change,
        tender_cancel,
        event_cancel,
        payment_cancel,
        event_transfer,
        correct_ask,
        correct_shown,
        correct_twice,
        correct_name,
        correct_code,
        take_code,
        account_disputed,
        waiting_debits,
        cancel_debits,
        debit_waits,
        scheduled_payments,
        schedule_dialog,
        correct_approval,
        correct_returned,
        transfer_rules,
        event_unbalanced,
        payment_change,
        payment_add,
        payment_page,
        payment_long,
        payment_postings,
        payment_split,
        payment_split_bills,
        event_characteristics,
        payment_characteristics,
        characteristic_add,
        tender_characteristics,
        log_detail,
        template_receipt,
        template_receipt_wrong,
        non_cis_event,
        non_cis_payment,
        non_cis_change,
        non_cis_take,
        payment_segments,
        account_open_item,
        account_more,
        *map(_of_rosa, INQUIRY),
        rating_add,
        rating_end,
        person,
        agreement,
        bill_page,
        item_page,
        person_change,
        plates_change,
        item_violation,
        item_release,
        item_issue,
        item_issue_violation,
        pay,
        pay_supervisor,
        pay_credit,
        pay_method,
        pay_confirm,
        pay_adjustment,
        pay_reverse,
        pay_lock,
        pay_park,
        checkout,
        checkout_approve,
        checkout_cancel,
        checkout_processed,
        checkout_refund,
        checkouts,
        checkouts_waiting,
        event_items,
        bill_forward,
        match_event,
        match_event_disputed,
        match_by_hand,
        match_by_hand_tab,
        match_by_hand_page,
        match_by_hand_change,
        match_by_hand_end,
        transaction,
        search_record,
        find,
        find_found,
        importing,
        importing_looked,
        receipt,
        paper_x,
        paper_z,
        paper_balance,
        question,
        concern,
        menu_drawer,
        menu_admin,
        menu_financial,
        supervisor_page,
        supervisor_cashiers,
        proof_rows,
        turn_in_approval,
        deposit_control,
        deposit_figure_rows,
        over_unders,
        cancels,
        approvals,
        approvals_told,
        audit_log,
        supervisor_days,
        deposit_change_empty,
        deposit_drawers,
        deposit_turn_ins,
        deposit_rows,
        deposit_exceptions,
        bank_deposit,
        settlement,
        ending_balance,
        deposit_change,
        deposit_controls,
        ledger_export,
        end_of_day,
        quick_add,
        quick_add_typed,
        quick_add_question,
        quick_add_many_questions,
        quick_add_created,
        quick_add_only,
        quick_add_give_up,
        quick_add_misread,
        quick_add_left,
        quick_add_running,
        quick_add_accounts,
        quick_add_search,
        check,
        check_found,
        exceptions,
        exceptions_charge,
        users,
        mails,
        payroll,
        payroll_answer,
        open_credits,
        account_credit,
        items,
        mail_detail,
        mail_again,
        mail_layouts,
        mail_test,
        mail_settings,
        user_dialog,
        user_dialog_euros,
        exceptions_none,
        converter,
        converted,
        converter_no_rate,
        converter_tender,
        home_euros,
        control_euros,
        setup_code,
        setup_rights,
        setup_installation,
        setup_class,
        account_bills,
        setup,
        setup_row,
        crash,
        helping,
        about,
        preferences,
        locked,
        switching,
        tender_move,
        drawer_open,
        drawer_lines,
        drawer_history,
        drawer_exceptions,
        drawer_turn_in,
        drawer_turn_in_checks,
        drawer_no_sale,
        drawer_change,
        drawer_approve,
        drawers_all,
        home_above,
        open_drawer_second,
        home_counting,
        drawer_count,
        drawer_differs,
        drawer_open_above,
        drawer_count_off,
        drawer_book,
        drawer_submit_supervisor,
        drawer_reopen,
    )
}


def main(folder: Path, only: list[str]) -> None:
    app = QApplication.instance() or QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    for choice in ("light", "dark"):
        # An office of its own: the last scenes close the drawers that the first ones need.
        with TemporaryDirectory() as place:
            _shoot_all(Scene(Path(place), app), choice, folder, only)


def _shoot_all(scene: Scene, choice: str, folder: Path, only: list[str]) -> None:
    scene.program.theme.choose(choice, int(os.environ.get("SHOT_SCALE", "100")))
    for name, make in SCENES.items():
        if only and name not in only:
            continue
        shoot(scene.app, make(scene), folder / f"{name}-{choice}.png")
        if scene.program.session is not None:
            scene.program.session.lock.release()
    scene.program._end_session()
    scene.program.close()


def shoot(app: QApplication, window: QWidget, path: Path) -> None:
    window.show()
    window.activateWindow()
    for _ in range(8):
        app.processEvents()
    picture(window).save(str(path))
    for one in QApplication.topLevelWidgets():
        locks = one.objectName() == "lock_dialog"
        over = one.isModal() or isinstance(one, QMenu)
        if one is not window and one.isVisible() and over and not locks:
            one.hide()
            one.deleteLater()
    if window.objectName() == "sign_in_window":
        window.hide()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
