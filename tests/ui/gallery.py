"""Renders the widgets into pictures, light and dark, to look at them.

Run ``python -m tests.ui.gallery FOLDER``; nothing of this is shipped.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from posapp.domain.codes import PaymentStatus
from posapp.domain.money import Currency, Money
from posapp.settings import WorkstationSettings
from posapp.ui.crash import CrashDialog, CrashReporter, report
from posapp.ui.delegates.choice import ChoiceDelegate
from posapp.ui.delegates.money import MoneyDelegate
from posapp.ui.dialogs.base import TaskDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dressing import dress
from posapp.ui.failures import Failures
from posapp.ui.formats import Formats
from posapp.ui.models.columns import (
    Align,
    Column,
    EditColumn,
    date_column,
    money_column,
    status_column,
    text_column,
)
from posapp.ui.models.grid import EditableGridModel
from posapp.ui.models.records import RecordTableModel
from posapp.ui.shortcuts import Key, Shortcuts
from posapp.ui.signals import AppSignals
from posapp.ui.tasks import InlineRunner
from posapp.ui.texts import Texts
from posapp.ui.theme import Theme, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.badges import Pill, PillStrip
from posapp.ui.widgets.banner import BannerStack, Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.fact_lines import FactLines
from posapp.ui.widgets.figure import Figure
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.grid import GridTable
from posapp.ui.widgets.hits import Hit
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.money_edit import MoneyEdit
from posapp.ui.widgets.search_line import SearchLine
from posapp.ui.widgets.table import DataTable
from posapp.ui.widgets.totals_bar import TotalsBar

USD = Currency("USD", 2, "$")
FORMATS = Formats(USD)
KEYS = Shortcuts(WorkstationSettings())
SIGNALS = AppSignals()
RUNNER = InlineRunner(SIGNALS)
TODAY = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed on an agreement."""

    agreement: str
    kind: str
    age: str
    current: Money
    payoff: Money


@dataclass(frozen=True, slots=True)
class Paid:
    """A recent payment."""

    day: date
    event: str
    tender: str
    amount: Money
    status: PaymentStatus


@dataclass(frozen=True, slots=True)
class TenderDraft:
    """A tender line of a draft."""

    kind: str = "CASH"
    amount: Money | None = None
    check: str = ""


OWED = [
    Owed("118770601 · Electric residential", "E-RES", "61 days", Money(12285), Money(12285)),
    Owed("118770602 · Water residential", "W-RES", "12 days", Money(6135), Money(6135)),
    Owed("118770610 · Parking permit 2026", "PERMIT", "—", Money(0), Money(0)),
]
PAID = [
    Paid(date(2026, 11, 20), "PE-00081422", "Cash", Money(6135), PaymentStatus.FROZEN),
    Paid(date(2026, 10, 19), "PE-00077310", "Check 2207", Money(11800), PaymentStatus.FROZEN),
    Paid(date(2026, 10, 2), "PE-00075529", "Check 2199", Money(11800), PaymentStatus.CANCELED),
    Paid(date(2026, 9, 18), "PE-00073004", "Card ••4411", Money(39203646), PaymentStatus.ERROR),
    Paid(date(2026, 8, 19), "PE-00071112", "Cash", Money(9742), PaymentStatus.FREEZABLE),
    *(
        Paid(date(2026, 7, d), f"PE-000700{d:02d}", "Cash", Money(d * 1011), PaymentStatus.FROZEN)
        for d in range(28, 1, -1)
    ),
]


def owed_table() -> DataTable:
    table = DataTable("owed", "What is owed")
    columns = (
        text_column("Service agreement", lambda r: r.agreement, 260, stretch=True),
        text_column("Type", lambda r: r.kind, 110),
        Column("Debt age", lambda r: r.age, Align.RIGHT, 100),
        money_column("Current balance", lambda r: r.current, FORMATS, width=132),
        money_column("Payoff balance", lambda r: r.payoff, FORMATS, width=132),
    )
    table.set_model(RecordTableModel(columns, OWED, table))
    return table


def paid_table(rows: list[Paid]) -> DataTable:
    table = DataTable("recent_payments", "Recent payments")
    columns = (
        date_column("Date", lambda r: r.day, FORMATS, 120),
        text_column("Event", lambda r: r.event, 130),
        text_column("Tender", lambda r: r.tender, 200, stretch=True),
        money_column("Amount", lambda r: r.amount, FORMATS),
        status_column("Status", lambda r: r.status, 140),
    )
    table.set_model(RecordTableModel(columns, rows, table))
    table.set_empty_text("No payments yet", "Press F5 to take the first one.")
    return table


def people(_text: str) -> list[tuple[str, str, str]]:
    return [
        ("Okafor, Ngozi", "0042 118 7706 · 118 Elm St, Apt 4, Riverside", "$184.20"),
        ("Okafor, Ikechukwu", "0042 118 7711 · 9 Elm Court, Riverside", "$0.00"),
        ("Οικονόμου, Ελένη", "0042 220 0031 · 44 Elm St, Riverside", "$61.35"),
        ("Ó Súilleabháin, Síle", "0042 771 0092 · 2 Elmwood Ave, Lakeside", "−$45.00"),
        ("Петрова, Анна", "0042 990 1140 · 77 Elm St, Riverside", "$1,392,036.46"),
    ]


def person_hit(found: tuple[str, str, str]) -> Hit:
    states = (("Cash-only", Tone.RED),) if found[2] == "$184.20" else ()
    return Hit(found[0], found[1], found[2], states)


def counter() -> QWidget:
    """Something like the counter window."""
    window = QMainWindow()
    dress(window)
    window.resize(1366, 768)
    for menu in ("&File", "&Customer", "F&inancial", "&Drawer", "&Reports", "&Admin", "&Help"):
        window.menuBar().addMenu(menu)
    page = QWidget()
    page.setProperty("role", "page")
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    bar = QFrame()
    bar.setProperty("role", "toolbar")
    top = QHBoxLayout(bar)
    top.setContentsMargins(16, 9, 16, 9)
    top.setSpacing(12)
    search = SearchLine(RUNNER, people, person_hit, label="Search account, name, bill, plate  F2")
    top.addWidget(search, 1)
    top.addWidget(Pill("TC 4012 · Counter 3", Tone.BLUE))
    top.addWidget(Pill("Cash above the limit", Tone.AMBER))
    top.addWidget(text_label("Amara Osei · Cashier", "subtitle"))
    outer.addWidget(bar)
    content = QHBoxLayout()
    content.setContentsMargins(16, 14, 16, 14)
    content.setSpacing(12)
    left = QVBoxLayout()
    left.setSpacing(12)
    banners = BannerStack()
    banners.show_notices(
        [
            Notice(
                "Cash in the drawer is above the limit of $1,000.00. Turn in funds.",
                Tone.AMBER,
                "Turn in",
                None,
                "F8",
            )
        ]
    )
    left.addWidget(banners)
    left.addWidget(account_card())
    owed = Card("What is owed", "3 agreements")
    table = owed_table()
    table.fit_rows(6)
    owed.add(table)
    left.addWidget(owed)
    recent = Card("Recent payments", grow=True)
    recent.add(paid_table(PAID), 1)
    left.addWidget(recent, 1)
    content.addLayout(left, 1)
    content.addWidget(drawer_card())
    outer.addLayout(content, 1)
    window.setCentralWidget(page)
    window.statusBar().addWidget(QLabel("Connected · posapp.db"))
    window.statusBar().addWidget(QLabel("Receipts: Star TSP143 ready"))
    window.statusBar().addPermanentWidget(QLabel("Business date 2026-11-21"))
    window.search = search
    return window


def account_card() -> Card:
    card = Card()
    top = QHBoxLayout()
    names = QVBoxLayout()
    names.setSpacing(2)
    names.addWidget(text_label("Okafor, Ngozi", "title"))
    names.addWidget(
        text_label("Account 0042 118 7706 · 118 Elm St, Apt 4, Riverside · Residential", "subtitle")
    )
    top.addLayout(names)
    top.addStretch()
    badges = PillStrip()
    badges.show_states([("Cash-only", Tone.RED), ("Auto-pay off", Tone.BLUE)])
    top.addWidget(badges, 0, Qt.AlignmentFlag.AlignTop)
    card.add(top)
    line = QHBoxLayout()
    line.setSpacing(dp(28))
    for caption, value in (
        ("Current balance", "$184.20"),
        ("Past due", "$61.35"),
        ("Credit available", "−$45.00"),
    ):
        figure = Figure(caption, size="hero")
        figure.show_value(value)
        line.addWidget(figure)
    line.addStretch()
    buttons = QHBoxLayout()
    buttons.setSpacing(8)
    for text, key, kind in (
        ("Take payment", Key.TAKE_PAYMENT, "primary"),
        ("Quick add", Key.QUICK_ADD, ""),
        ("Add credit", Key.ADD_CREDIT, ""),
    ):
        buttons.addWidget(KeyButton(text, key=key, shortcuts=KEYS, kind=kind))
    line.addLayout(buttons)
    card.add(line)
    return card


def drawer_card() -> Card:
    card = Card("My drawer", "Open since 08:02", grow=True)
    card.setFixedWidth(dp(320))
    facts = FactLines()
    facts.show_line("starting", "Starting balance", "$150.00")
    facts.show_line("cash", "Cash", "23 tenders")
    facts.show_line("check", "Check", "11 tenders")
    facts.show_line("card", "Card", "9 tenders")
    facts.show_line("limit", "Cash limit", "$1,000.00")
    facts.show_line("total", "Payments today", "43", strong=True)
    card.add(facts)
    card.add(KeyButton("Turn in cash", key=Key.TURN_IN, shortcuts=KEYS, bind=False))
    card.add(KeyButton("Balance drawer"))
    card.body.addStretch()
    return card


def hits() -> QWidget:
    window = counter()
    window.show()
    window.search.setFocus()
    window.search.setText("okafor elm")
    window.search.textEdited.emit("okafor elm")
    window.search._pause.stop()
    window.search._on_edited()
    window.search._ask()
    popup = window.search._popup_here()
    popup.open_with([(one, person_hit(one)) for one in people("")], "")
    return window


def controls() -> QWidget:
    """Every small control in its states."""
    page = QWidget()
    page.setProperty("role", "page")
    page.resize(1100, 860)
    layout = QHBoxLayout(page)
    layout.setContentsMargins(16, 16, 16, 16)
    layout.setSpacing(12)
    left = QVBoxLayout()
    form_card = Card("Fields", grow=True)
    form = Form(2)
    payment_date = DateEdit(FORMATS, lambda: TODAY)
    payment_date.set_value(TODAY)
    form.add("payment_date", "Payment Date", payment_date)
    amount = MoneyEdit(FORMATS)
    amount.setProperty("role", "amount")
    amount.set_value(Money(18420))
    form.add("amount_tendered", "Amount Tendered", amount)
    wrong = MoneyEdit(FORMATS)
    form.add("payment_amount", "Payment Amount", wrong)
    wrong.setText("12,5x")
    form.add(
        "tender_type",
        "Tender Type",
        ChoiceBox((Choice("CASH", "Cash"), Choice("CHEC", "Check"), Choice("CARD", "Card"))),
        "Card needs the terminal's code.",
    )
    focused = QLineEdit("Okafor, Ngozi")
    form.add("payor", "Payor Account", focused)
    disabled = QLineEdit("PE-00081431")
    disabled.setEnabled(False)
    form.add("event", "Payment Event", disabled)
    comment = QPlainTextEdit("Flex deduction, pay period 24")
    comment.setFixedHeight(60)
    form.add("comment", "Comment", comment, span=2)
    form_card.add(form)
    form_card.body.addStretch()
    left.addWidget(form_card, 1)
    layout.addLayout(left, 1)
    right = QVBoxLayout()
    right.setSpacing(12)
    right.addWidget(buttons_card())
    right.addWidget(states_card())
    stack = BannerStack()
    stack.show_notices(
        [
            Notice("Frozen and printed. Change: $15.80.", Tone.GREEN),
            Notice("The receipt was not printed: out of paper.", Tone.AMBER, "Reprint"),
            Notice("Account 0042 990 1140 does not exist.", Tone.RED),
            Notice("You see the demo office.", Tone.BLUE),
        ]
    )
    right.addWidget(stack)
    right.addStretch()
    layout.addLayout(right, 1)
    page.show()
    page.activateWindow()
    focused.setFocus()
    return page


def buttons_card() -> Card:
    card = Card("Buttons")
    for enabled in (True, False):
        line = QHBoxLayout()
        for text, key, kind in (
            ("Freeze", Key.MAIN_ACTION, "primary"),
            ("Print receipt", Key.PRINT, ""),
            ("Delete", None, "danger"),
            ("Details", None, "quiet"),
        ):
            button = KeyButton(text, key=key, shortcuts=KEYS, kind=kind, bind=False)
            button.setEnabled(enabled)
            line.addWidget(button)
        line.addStretch()
        card.add(line)
    checks = QHBoxLayout()
    for made in (
        QCheckBox("Print receipt"),
        QCheckBox("Long"),
        QRadioButton("A"),
        QRadioButton("B"),
    ):
        made.setChecked(made.text() in {"Long", "B"})
        checks.addWidget(made)
    checks.addStretch()
    card.add(checks)
    bar = QProgressBar()
    bar.setValue(40)
    card.add(bar)
    return card


def states_card() -> Card:
    card = Card("States")
    strip = PillStrip()
    strip.show_states(
        [
            ("Frozen", Tone.GREEN),
            ("Freezable", Tone.AMBER),
            ("Error", Tone.RED),
            ("Open", Tone.BLUE),
            ("Closed", Tone.GREY),
        ]
    )
    line = QHBoxLayout()
    line.addWidget(strip)
    line.addStretch()
    card.add(line)
    totals = TotalsBar(
        (
            ("payments", "Payment(s)"),
            ("tenders", "Tender(s)"),
            ("amount_tendered", "Amount Tendered"),
            ("cash_back", "Cash Back Amount"),
        )
    )
    totals.show_value("payments", "2 · $226.35")
    totals.show_value("tenders", "2 · $240.00")
    totals.show_value("amount_tendered", "$240.00")
    totals.show_value("cash_back", "$13.65")
    card.add(totals)
    return card


def tables() -> QWidget:
    page = QWidget()
    page.setProperty("role", "page")
    page.resize(1100, 760)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(16, 16, 16, 16)
    tabs = QTabWidget()
    tabs.addTab(paid_table(PAID), "Main")
    tabs.addTab(paid_table([]), "Tenders · 2")
    tabs.addTab(QWidget(), "Characteristics")
    layout.addWidget(tabs, 1)
    layout.addWidget(paid_table([]), 1)
    layout.addWidget(tender_grid(), 1)
    page.show()
    tabs.currentWidget().setFocus()
    tabs.currentWidget().select_line(2)
    return page


def tender_grid() -> GridTable:
    kinds = {"CASH": "Cash", "CHEC": "Check", "CARD": "Card"}
    columns = (
        EditColumn(
            "Tender Type",
            lambda r: kinds[r.kind],
            width=200,
            name="tender_type",
            edit=lambda r: r.kind,
            write=lambda r, v: replace(r, kind=v),
        ),
        EditColumn(
            "Tender Amount",
            lambda r: FORMATS.money(r.amount),
            Align.RIGHT,
            140,
            name="amount",
            edit=lambda r: r.amount,
            write=lambda r, v: replace(r, amount=v),
        ),
        EditColumn(
            "Check Number",
            lambda r: r.check,
            width=160,
            name="check_number",
            stretch=True,
            edit=lambda r: r.check,
            write=lambda r, v: replace(r, check=v),
        ),
    )

    def check(rows: tuple[TenderDraft, ...]) -> dict[tuple[int, str], str]:
        return {
            (n, "check_number"): "Check number is required for Check."
            for n, row in enumerate(rows)
            if row.kind == "CHEC" and not row.check
        }

    model = EditableGridModel(columns, blank=TenderDraft, check=check)
    model.set_records([TenderDraft("CASH", Money(10000)), TenderDraft("CHEC", Money(6500))])
    grid = GridTable("tenders", "Tenders")
    model.setParent(grid)
    choices = [Choice(code, text) for code, text in kinds.items()]
    grid.set_grid(
        model,
        {"tender_type": ChoiceDelegate(lambda _row: choices), "amount": MoneyDelegate(FORMATS)},
    )
    grid.edit_cell(1, "amount")
    return grid


class CreditDialog(TaskDialog):
    """A dialog in the likeness of Add Credit."""

    def __init__(self) -> None:
        failures = Failures(Texts(FORMATS), CrashReporter())
        super().__init__(
            RUNNER,
            failures,
            KEYS,
            title="Add credit",
            action="Add credit",
            name="add_credit",
            subtitle="Okafor, Ngozi · Parking permit 2026, Lot C — $180.00 due",
        )
        self.form.add(
            "payment_method", "Payment Method", ChoiceBox([Choice(1, "Payroll deduction")])
        )
        amount = MoneyEdit(FORMATS)
        self.form.add("amount", "Amount", amount)
        amount.set_value(Money(4500))
        self.form.add("comment", "Comment", QLineEdit("Flex deduction, pay period 24"))
        facts = FactLines()
        facts.show_line("debit", "Debit, paid now by payroll deduction", "$45.00")
        facts.show_line("credit", "Credit, open for the next payment", "−$45.00")
        facts.show_line("due", "Due after the credit is used", "$135.00", strong=True)
        card = Card()
        card.add(facts)
        self.body.addWidget(card)
        self.status.setText("Payroll is told by e-mail")
        self.show_notice(Notice("Account is cash-only and payroll is not cash.", Tone.AMBER))

    def build_work(self, confirmed: frozenset[str]) -> Any:
        return None


def confirm() -> QWidget:
    return ConfirmDialog(
        [
            "Account 0042 118 7706 is cash-only and Check is not cash.",
            "The payment exceeds what is owed. Keep $45.00 as credit?",
            (
                "Possible duplicate: Amara Osei took $45.00 for this payor at Counter 3, 4 min ago "
                "(event 00081422)."
            ),
        ],
        yes_key="F9",
    )


def crash() -> QWidget:
    try:
        1 / 0  # noqa: B018
    except ZeroDivisionError as error:
        return CrashDialog(report(error), None)


SCENES: dict[str, Callable[[], QWidget]] = {
    "counter": counter,
    "hits": hits,
    "controls": controls,
    "tables": tables,
    "credit": CreditDialog,
    "confirm": confirm,
    "crash": crash,
}


def main(folder: Path, only: list[str]) -> None:
    app = QApplication.instance() or QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    theme = Theme(app, "light")
    for choice in ("light", "dark"):
        theme.choose(choice, 100)
        for name, make in SCENES.items():
            if only and name not in only:
                continue
            widget = make()
            if widget.parentWidget() is None and not widget.styleSheet():
                dress(widget)
            widget.show()
            widget.activateWindow()
            for _ in range(5):
                app.processEvents()
            widget.grab().save(str(folder / f"{name}-{choice}.png"))
            widget.close()
            widget.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
