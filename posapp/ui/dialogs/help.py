"""F1: the keys of this page in one list, and the how-tos beside them."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.centred import CentredDialog
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.close_line import CloseLine
from posapp.ui.widgets.fitting_scroll import FittingScroll
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.reading import Reading, help_text

# Keys that work on every page; a page adds its own.
_EVERYWHERE: Final = (
    (Key.SEARCH, "Search"),
    (Key.TAKE_PAYMENT, "Take payment"),
    (Key.PRINT, "Print receipt"),
    (Key.BACK, "Back to the page before"),
    (Key.HOME, "Home"),
    (Key.HELP, "This help"),
)
_FIXED: Final = (
    ("Tab", "Next field, table or button"),
    ("Enter", "Open or choose the marked line"),
    ("Shift+F10", "Menu of the marked line"),
    ("Ctrl+L", "Lock"),
    ("Ctrl+Shift+L", "Switch user"),
    ("Ctrl+Q", "Quit"),
)

_KEYS_WIDTH: Final = 320

# How-tos by the kind of page they belong to; the receipt has no page of its own.
TOPICS: Final = (
    ("home", "The day at the counter"),
    ("account", "Take a payment"),
    ("event", "Errors, freezing, changes"),
    ("payment", "Look at one payment, distribute by hand"),
    ("receipt", "Print and print again"),
    ("control", "The drawer"),
    ("supervisor", "All drawers at a glance"),
    ("deposit_control", "Receive, deposit and balance"),
    ("deposit_controls", "Find a deposit control"),
    ("end_of_day", "A day as a whole"),
    ("over_unders", "Over and under"),
    ("paper_proof", "Check a paper"),
    ("cancels", "Cancels by cashier"),
    ("approvals", "What was approved in whose name"),
    ("audit_log", "Who did what"),
    ("ledger_export", "Hand the ledger over"),
    ("controls", "Find a drawer"),
    ("financial_history", "What changed an account's balances"),
    ("payment_history", "Payments of an account"),
    ("account_bills", "Bills of an account"),
    ("match_events", "Match events of an account"),
    ("credit_rating", "Credit rating and cash-only"),
    ("account_details", "What stands on an account"),
    ("person", "A person and their accounts"),
    ("agreement", "A service agreement"),
    ("bill", "A bill and what paid it"),
    ("items", "Find a payable item"),
    ("item", "Issue and take back payable items"),
    ("pay", "Pay items, add credits"),
    ("checkout", "Process, cancel and refund a checkout"),
    ("checkouts", "Checkouts that wait"),
    ("match_event", "A match event, disputes"),
    ("transaction", "A financial transaction and its ledger lines"),
    ("search", "Find a payment"),
    ("quick_add", "Many payments by rules"),
    ("quick_add_accounts", "Many payments by accounts"),
    ("quick_add_search", "Find a batch of payments"),
    ("exceptions", "What is not finished"),
    ("import", "Import a file"),
    ("check", "Check the database"),
    ("copies", "Copies of the database"),
    ("database", "Database of this computer"),
    ("health", "Health and the support bundle"),
    ("mandates", "Mandates"),
    ("users", "Users"),
    ("mails", "Mails"),
    ("payroll", "Hand deductions over to payroll"),
    ("open_credits", "Open credits by age"),
    ("payment_settings", "System settings: payments"),
    ("mail_settings", "System settings: mail server"),
    ("autopay", "Automatic payments"),
    ("scheduled_payments", "Budgets and pay plans"),
    ("waiting_debits", "Debits that wait"),
    ("tender_history", "What was taken in the open drawers"),
    ("setup", "The set-up"),
)


class HelpDialog(CentredDialog):
    """Keys of a page, its how-to, and every other how-to one choice away."""

    def __init__(self, context: UiContext, page: Page, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help_dialog")
        self.setWindowTitle(_("Keys of this page"))
        self.how_to = Reading("how_to", _("How to"))
        self.topic = ChoiceBox([Choice(topic, _(words)) for topic, words in TOPICS])
        self.topic.setObjectName("topic")
        self.topic.setAccessibleName(_("How to"))
        self.topic.value_changed.connect(self._on_topic)
        self._lay_out(context, page)
        self.topic.select(page.help_topic)
        self._on_topic(self.topic.value())

    def wanted_size(self) -> QSize:
        """Room for keys and how-to beside each other."""
        return QSize(dp(900), dp(600))

    def _lay_out(self, context: UiContext, page: Page) -> None:
        margin = dp(3 * GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margin, dp(20), margin, dp(20))
        layout.setSpacing(dp(12))
        layout.addWidget(text_label(page.title or _("Keys of this page"), "title"))
        card = Card(_("How to"), grow=True)
        card.aside.addWidget(self.topic)
        card.add(self.how_to, 1)
        body = QHBoxLayout()
        body.setSpacing(dp(12))
        keys = FittingScroll(_keys_card(keys_of(context, page)), "keys")
        keys.setFixedWidth(dp(_KEYS_WIDTH))
        body.addWidget(keys)
        body.addWidget(card, 1)
        layout.addLayout(body, 1)
        footer = CloseLine(self.accept)
        footer.button.setDefault(True)
        layout.addLayout(footer)
        footer.button.setFocus()

    def _on_topic(self, topic: str) -> None:
        self.how_to.show_markdown(help_text(topic))


def keys_of(context: UiContext, page: Page) -> tuple[tuple[str, str], ...]:
    """Every key that does something on a page, as (what it does, key)."""
    said: dict[str, list[str]] = {}
    own = page.keys()
    for what, key in own:
        said.setdefault(key, []).append(what)
    # What a page says of a key says more than the general words.
    shared = [(_(text), context.shortcuts.shown(key)) for key, text in _EVERYWHERE]
    for what, key in (*shared, *((_(text), key) for key, text in _FIXED)):
        said.setdefault(key, [what])
    return tuple((" \u00b7 ".join(whats), key) for key, whats in said.items())


def _keys_card(keys: tuple[tuple[str, str], ...]) -> Card:
    card = Card(_("Keys"), grow=True)
    grid = QGridLayout()
    grid.setHorizontalSpacing(dp(16))
    grid.setVerticalSpacing(dp(8))
    for row, (what, key) in enumerate(keys):
        cap = text_label(key, "keycap")
        cap.setAccessibleName(f"{key}: {what}")
        grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(text_label(what, wrap=True), row, 1, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(1, 1)
    card.add(grid)
    card.body.addStretch()
    return card
