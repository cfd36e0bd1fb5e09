"""The menus as data: a new entry is a line, shown to those who have the right to it.

The menus of the counter are always there; what this version cannot do yet stands in its place,
disabled, and says so in the status bar.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from posapp.domain.day_paper import DayPaper
from posapp.domain.rights import Right
from posapp.i18n import _
from posapp.ui.commands import Commands
from posapp.ui.context import UiContext
from posapp.ui.no_sale import no_sale
from posapp.ui.pay_opening import add_credit, open_pay
from posapp.ui.shortcuts import NO_SALE_KEY, Key
from posapp.ui.support_bundle import save_bundle


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu.

    Attributes:
        path: the menu and its submenus.
        text: words with the letter to press marked.
        run: what it does.
        key: action of the settings whose key it takes.
        shown: action of the settings whose key it shows; another entry has it.
        fixed: a key that is the same everywhere, such as Ctrl+Q.
        page: kind of page it opens; without that page it is disabled.
        later: it is not built yet.
        right: right that the user needs.
        apart: a line stands above it.
    """

    path: tuple[str, ...]
    text: str
    run: Callable[[Commands], object] | None = None
    key: Key | None = None
    shown: Key | None = None
    fixed: str = ""
    page: str = ""
    right: Right | None = None
    apart: bool = False
    later: bool = False


def _page(
    path: tuple[str, ...], text: str, kind: str, right: Right | None = None, fixed: str = ""
) -> Entry:
    return Entry(path, text, partial(_open, kind), page=kind, right=right, fixed=fixed)


def _later(path: tuple[str, ...], text: str, right: Right | None = None) -> Entry:
    return Entry(path, text, right=right, later=True)


def _open(kind: str, commands: Commands) -> None:
    commands.open_page(kind)


def _of_account(text: str, kind: str, *, apart: bool = False) -> Entry:
    return Entry(_CUSTOMER, text, partial(_open_of_account, kind), page=kind, apart=apart)


def _open_of_account(kind: str, commands: Commands) -> None:
    commands.open_of_account(kind)


def _paper(text: str, kind: DayPaper, right: Right | None = None, *, apart: bool = False) -> Entry:
    return Entry(_REPORTS, text, partial(_show_paper, kind), right=right, apart=apart)


def _show_paper(kind: DayPaper, commands: Commands) -> None:
    commands.show_paper(kind)


_FILE: Final = ("&File",)
# Alt+C clears the rows of Quick Add (QA-8), so this menu has another letter.
_CUSTOMER: Final = ("C&ustomer",)
_FINANCIAL: Final = ("F&inancial",)
_EVENT: Final = ("F&inancial", "&Payment Event")
_QUICK: Final = ("F&inancial", "Payment Event &Quick Add")
_DRAWER: Final = ("&Drawer",)
_REPORTS: Final = ("&Reports",)
_ADMIN: Final = ("&Admin",)
_SETTINGS: Final = ("&Admin", "Syst&em settings")
_HELP: Final = ("&Help",)

ENTRIES: Final[tuple[Entry, ...]] = (
    Entry(_FILE, "&Home", partial(_open, "home"), key=Key.HOME, page="home"),
    _page(_FILE, "&Import…", "import", Right.IMPORT),
    Entry(_FILE, "&Preferences…", Commands.show_preferences, fixed="Ctrl+,"),
    Entry(_FILE, "Change my pass&word…", Commands.change_password),
    Entry(_FILE, "&Lock", Commands.lock, fixed="Ctrl+L", apart=True),
    Entry(_FILE, "&Switch user…", Commands.switch_user, fixed="Ctrl+Shift+L"),
    Entry(_FILE, "Sign &out", Commands.sign_out),
    Entry(_FILE, "&Quit", Commands.quit, fixed="Ctrl+Q"),
    Entry(_CUSTOMER, "&Search", Commands.to_search, key=Key.SEARCH),
    Entry(
        _CUSTOMER,
        "&Take payment",
        Commands.add_event,
        shown=Key.TAKE_PAYMENT,
        right=Right.ADD_EVENT,
    ),
    Entry(_CUSTOMER, "Pay &items", open_pay, fixed="Shift+F5", page="pay"),
    Entry(
        _CUSTOMER,
        "Add &credit",
        add_credit,
        key=Key.ADD_CREDIT,
        page="pay",
        right=Right.ADD_CREDIT,
    ),
    _page(_CUSTOMER, "C&heckouts", "checkouts"),
    _of_account("&Financial history", "financial_history", apart=True),
    _of_account("&Payment history", "payment_history"),
    _of_account("&Bills", "account_bills"),
    _of_account("&Match events", "match_events"),
    _of_account("Credit &rating", "credit_rating"),
    _of_account("Account &details", "account_details"),
    _page(_EVENT, "&Search", "search", fixed="Ctrl+F"),
    Entry(_EVENT, "&Add", Commands.add_event, key=Key.TAKE_PAYMENT, right=Right.ADD_EVENT),
    Entry(_EVENT, "&Miscellaneous receipt…", Commands.take_template, right=Right.ADD_EVENT),
    _page(_QUICK, "&Search", "quick_add_search"),
    Entry(
        _QUICK,
        "&Add",
        partial(_open, "quick_add"),
        key=Key.QUICK_ADD,
        page="quick_add",
        right=Right.ADD_EVENT,
    ),
    _page(
        _FINANCIAL,
        "Payment Quick Add by a&ccounts",
        "quick_add_accounts",
        Right.ADD_EVENT,
        "Shift+F6",
    ),
    Entry(_DRAWER, "&My drawer", Commands.show_drawer, right=Right.OPEN_CONTROL),
    Entry(_DRAWER, "&Open drawer…", Commands.open_drawer, right=Right.OPEN_CONTROL),
    _page(_DRAWER, "Tender &history", "tender_history", Right.OPEN_CONTROL),
    Entry(_DRAWER, "&Turn in funds…", Commands.turn_in, key=Key.TURN_IN, right=Right.TURN_IN),
    Entry(_DRAWER, "&No sale…", no_sale, fixed=NO_SALE_KEY, right=Right.NO_SALE),
    Entry(_DRAWER, "&Balance drawer", Commands.balance_drawer, right=Right.OPEN_CONTROL),
    _page(_DRAWER, "&All drawers", "controls"),
    _page(_DRAWER, "&Supervisor", "supervisor", Right.SEE_EXPECTED),
    _page(_DRAWER, "De&posit controls", "deposit_controls"),
    Entry(
        _DRAWER,
        "Open &deposit control…",
        Commands.open_deposit_control,
        right=Right.DEPOSIT_CONTROL,
        apart=True,
    ),
    Entry(_REPORTS, "&Payments in my drawer", Commands.show_drawer, right=Right.OPEN_CONTROL),
    _page(_REPORTS, "Payments and &tenders", "search"),
    _page(_REPORTS, "E&xceptions", "exceptions"),
    _paper("X rep&ort\u2026", DayPaper.X, apart=True),
    _paper("&Z report\u2026", DayPaper.Z),
    _paper("Turn-&in slip\u2026", DayPaper.TURN_IN),
    _paper("&Deposit slip\u2026", DayPaper.DEPOSIT_SLIP, Right.SEE_EXPECTED),
    _paper("Deposit &control\u2026", DayPaper.DEPOSIT_CONTROL, Right.SEE_EXPECTED),
    _paper("Payment &balance\u2026", DayPaper.PAYMENT_BALANCE, Right.SEE_EXPECTED),
    _paper("O&ver/under log\u2026", DayPaper.OVER_UNDER),
    _page(_REPORTS, "Over and &under", "over_unders"),
    _page(_REPORTS, "Pa&yable items", "items"),
    _page(_REPORTS, "Open credit&s", "open_credits"),
    _page(_REPORTS, "Chec&k a paper", "paper_proof"),
    _page(_REPORTS, "Ca&ncels", "cancels", Right.AUDIT_LOG),
    _page(_REPORTS, "Approva&ls", "approvals"),
    _page(_REPORTS, "&Audit log", "audit_log", Right.AUDIT_LOG),
    _page(_REPORTS, "&End of day", "end_of_day", Right.SEE_EXPECTED),
    _page(_ADMIN, "&Import…", "import", Right.IMPORT),
    _page(_ADMIN, "&Ledger export", "ledger_export", Right.SEE_LEDGER),
    _page(_ADMIN, "&Check database", "check", Right.CHECK_DATABASE),
    _page(_ADMIN, "Data&base of this computer", "database", Right.SETUP),
    _page(_ADMIN, "&Health", "health", Right.CHECK_DATABASE),
    _page(_ADMIN, "C&opies", "copies", Right.CHECK_DATABASE),
    _page(_ADMIN, "Pa&yroll", "payroll", Right.SEE_LEDGER),
    _page(_ADMIN, "M&ails", "mails", Right.JOBS),
    _page(_ADMIN, "&Users", "users", Right.SEE_USERS),
    _page(_ADMIN, "Au&tomatic payments", "autopay", Right.JOBS),
    _page(_ADMIN, "&Waiting debits", "waiting_debits", Right.JOBS),
    _page(_ADMIN, "&Mandates", "mandates", Right.MANDATES),
    _page(_ADMIN, "Sche&duled payments", "scheduled_payments", Right.MANDATES),
    _page(_ADMIN, "&Set-up", "setup", Right.SETUP),
    _page(_SETTINGS, "&Payments", "payment_settings", Right.SETUP),
    _page(_SETTINGS, "&Mail server", "mail_settings", Right.SETUP),
    Entry(_ADMIN, "&Preferences…", Commands.show_preferences),
    Entry(_HELP, "&Keys of this page", Commands.show_help, key=Key.HELP),
    Entry(_HELP, "&Support bundle…", save_bundle, page="health", right=Right.CHECK_DATABASE),
    Entry(_HELP, "&About", Commands.show_about),
)


@cache
def page_entries() -> Mapping[str, Entry]:
    """The entry of each page that needs no number; of two, the one of the reports."""
    return {entry.page: entry for entry in ENTRIES if entry.page and entry.path != _HELP}


def build_menus(bar: QMenuBar, context: UiContext, commands: Commands) -> None:
    """Fill a menu bar with the entries that this user has the right to."""
    menus: dict[tuple[str, ...], QMenu] = {}
    shown = [entry for entry in ENTRIES if _is_for(entry, context)]
    # The preferences stand under File too: a menu for nothing else is none.
    if [entry.path for entry in shown].count(_ADMIN) == 1:
        shown = [entry for entry in shown if entry.path != _ADMIN]
    for entry in shown:
        menu = _menu(bar, menus, entry.path)
        if entry.apart and not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(_action(entry, context, commands, menu))


def _is_for(entry: Entry, context: UiContext) -> bool:
    return entry.right is None or context.actor.may(entry.right)


def _is_built(entry: Entry, context: UiContext) -> bool:
    return not entry.later and (not entry.page or context.has_page(entry.page))


def _menu(bar: QMenuBar, menus: dict[tuple[str, ...], QMenu], path: tuple[str, ...]) -> QMenu:
    found = menus.get(path)
    if found is None:
        above = _menu(bar, menus, path[:-1]) if len(path) > 1 else bar
        found = menus[path] = above.addMenu(_(path[-1]))
        found.setToolTipsVisible(True)
        found.setObjectName("menu_" + "_".join(_plain(part) for part in path))
    return found


def _action(entry: Entry, context: UiContext, commands: Commands, menu: QMenu) -> QAction:
    # Two actions with one key would both be dead; after a tab it only stands there.
    shown = "" if entry.shown is None else f"\t{context.shortcuts.shown(entry.shown)}"
    action = QAction(_(entry.text) + shown, menu)
    action.setObjectName("_".join(_plain(part) for part in (*entry.path, entry.text)))
    if entry.key is not None:
        action.setShortcut(context.shortcuts.sequence(entry.key))
    elif entry.fixed:
        action.setShortcut(QKeySequence(entry.fixed))
    action.setAutoRepeat(False)
    if not _is_built(entry, context):
        action.setEnabled(False)
        says = _("This version cannot do this yet.")
        action.setStatusTip(says)
        action.setToolTip(says)
    action.triggered.connect(partial(_run, entry, commands))
    return action


def _run(entry: Entry, commands: Commands, _checked: bool = False) -> None:
    if entry.run is not None:
        entry.run(commands)


def _plain(text: str) -> str:
    """A name for tests and screen readers: lower case words without marks."""
    kept = "".join(char for char in text.lower() if char.isalnum() or char in " -")
    return "_".join(kept.replace("-", " ").split())
