"""Parts that a start does without: loaded when first asked for, at the latest behind the window (P7).

An import inside a function would hide cycles and layers. Here every late part stands in one list,
and the architecture test holds a name given to ``part`` to the rules of imports.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import Event, Lock, Thread
from typing import Any, Final

PARTS: Final = (
    "posapp.ui.dialogs.payment_event",
    "posapp.ui.dialogs.open_tender_control",
    "posapp.ui.dialogs.kept_payment",
    "posapp.ui.dialogs.open_deposit_control",
    "posapp.ui.dialogs.help",
    "posapp.ui.dialogs.preferences",
    "posapp.ui.dialogs.user",
    "posapp.ui.dialogs.about",
    "posapp.ui.pages.account",
    "posapp.ui.proof_words",
    "posapp.storage.check",
    "posapp.services.accounts",
    "posapp.services.search",
    "posapp.services.mandates",
    "posapp.services.payment_events",
    "posapp.services.event_actions",
    "posapp.services.canceling",
    "posapp.services.payments",
    "posapp.services.payment_edits",
    "posapp.services.autopay_sending",
    "posapp.services.bill_debits",
    "posapp.services.tender_edits",
    "posapp.services.transfers",
    "posapp.services.distribution_rules",
    "posapp.services.match_events",
    "posapp.services.hand_matching",
    "posapp.services.event_desk",
    "posapp.services.event_log",
    "posapp.services.deposit_controls",
    "posapp.services.control_life",
    "posapp.services.control_counts",
    "posapp.services.over_unders",
    "posapp.services.drawer_openings",
    "posapp.services.converter",
    "posapp.services.sealing",
    "posapp.vault.field_keys",
    "posapp.services.browse",
    "posapp.services.printing",
    "posapp.services.paper_sources",
    "posapp.services.papers",
    "pypdfium2",
    "posapp.services.checking",
    "posapp.services.copies",
    "posapp.services.health",
    "posapp.services.support_files",
    "posapp.services.database_choice",
    "posapp.services.older_data",
    "posapp.ui.dialogs.receipt",
    "posapp.ui.dialogs.paper",
    "posapp.ui.dialogs.template_receipt",
    "posapp.ui.dialogs.single_event",
    "posapp.ui.pages.payment_event",
    "posapp.ui.pages.payment",
    "posapp.ui.pages.search",
    "posapp.ui.pages.import_file",
    "posapp.ui.pages.mandates",
    "posapp.ui.pages.autopay",
    "posapp.ui.pages.scheduled_payments",
    "posapp.ui.pages.waiting_debits",
    "posapp.ui.dialogs.turn_in",
    "posapp.ui.pages.tender_control",
    "posapp.ui.pages.tender_controls",
    "posapp.ui.pages.tender_history",
    "posapp.ui.pages.mails",
    "posapp.ui.pages.payroll",
    "posapp.ui.pages.open_credits",
    "posapp.ui.pages.setup",
    "posapp.ui.pages.check",
    "posapp.ui.pages.copies",
    "posapp.ui.pages.health",
    "posapp.ui.pages.database",
    "posapp.ui.pages.account_inquiry",
    "posapp.ui.pages.agreement",
    "posapp.ui.pages.bill",
    "posapp.ui.pages.item",
    "posapp.ui.pages.items",
    "posapp.ui.pages.pay",
    "posapp.ui.pages.paper_proof",
    "posapp.ui.pages.checkout",
    "posapp.ui.pages.checkouts",
    "posapp.ui.dialogs.issue_item",
    "posapp.ui.dialogs.release_item",
    "posapp.ui.pages.match_event",
    "posapp.ui.pages.person",
    "posapp.ui.pages.transaction",
    "posapp.services.importing",
    "posapp.services.history",
    "posapp.services.inquiry",
    "posapp.services.setup_edits",
    "posapp.services.corrections",
    "posapp.services.exceptions",
    "posapp.ui.pages.exceptions",
    "posapp.vault.field_cipher",
    "posapp.services.autopay_batches",
    "posapp.services.turn_ins",
    "posapp.services.bank_deposits",
    "posapp.services.approved_events",
    "posapp.services.proof",
    "posapp.services.ledger_export",
    "posapp.services.audit_log",
    "posapp.services.oversight",
    "posapp.ui.pages.cancels",
    "posapp.ui.pages.approvals",
    "posapp.services.verifying",
    "posapp.services.mails",
    "posapp.services.mail_sending",
    "posapp.services.payroll_batches",
    "posapp.services.open_credits",
    "posapp.services.items",
    "posapp.services.persons",
    "posapp.ui.dialogs.person",
    "posapp.services.supervising",
    "posapp.services.adjustments",
    "posapp.services.credits",
    "posapp.services.checkouts",
    "posapp.services.event_checkouts",
    "posapp.services.checkout_papers",
    "posapp.services.parked_checkouts",
    "posapp.ui.pages.deposit_control",
    "posapp.ui.pages.deposit_controls",
    "posapp.ui.pages.supervisor",
    "posapp.ui.pages.end_of_day",
    "posapp.ui.pages.over_unders",
    "posapp.ui.pages.ledger_export",
    "posapp.ui.pages.audit_log",
    "posapp.services.autopay_jobs",
    "posapp.services.scheduled_payments",
    "posapp.services.characteristics",
    "posapp.services.templates",
    "posapp.services.scan_lines",
    "posapp.services.one_lines",
    "posapp.ui.quick_start",
    "posapp.services.quick_drafts",
    "posapp.services.quick_add",
    "posapp.services.quick_settling",
    "posapp.services.receipt_jobs",
    "posapp.ui.models.quick_add_grid",
    "posapp.ui.pages.quick_add",
    "posapp.ui.pages.quick_add_search",
    "posapp.services.user_edits",
    "posapp.services.variance",
    "posapp.ui.pages.users",
    "posapp.vault.field_cipher",
)
ON_DEMAND: Final = (
    "posapp.vault.common_passwords",
    "posapp.devices.smtp",
    "keyring",
    "alembic.command",
    "alembic.config",
    "sqlalchemy.dialects.postgresql",
)
"""Parts that most days do without: loaded only when asked for."""

_TURN_S: Final = 0.0005
_LOADING: Final[list[float]] = []
"""The usual switch interval, and one more for each thread that loads."""
_BEGINS: Final = Lock()


def part(name: str) -> Any:
    """A late part, loaded now unless it is there already.

    Args:
        name: a module of ``PARTS`` or ``ON_DEMAND``.

    Raises:
        LookupError: it is none of them; that is a caller's bug.
        ImportError: it is not installed.
    """
    if name not in PARTS and name not in ON_DEMAND:
        raise LookupError(f"{name} is no late part")
    return import_module(name)


def plugins(group: str) -> tuple[Any, ...]:
    """Entry points that packages beside the program offer in a group; none of them is loaded."""
    return tuple(import_module("importlib.metadata").entry_points(group=group))


def load_all(*, until: Callable[[], bool] = bool) -> None:
    """Load every late part, one after the other.

    Args:
        until: asked before each; when it says yes, the rest is left out.
    """
    for name in PARTS:
        if until():
            return
        import_module(name)


class Loader:
    """A thread that loads the late parts once the window can be used.

    A program that ends must not leave it behind: Python takes the ground from under threads that
    still run, and one that is just making a class of Qt falls with the whole process.
    """

    def __init__(self) -> None:
        """Prepare; nothing is loaded yet."""
        self._ends = Event()
        self._thread = Thread(target=self._load, name="posapp-late", daemon=True)

    def begin(self) -> None:
        """Load the parts; returns at once."""
        self._thread.start()

    def end(self) -> None:
        """Load no further part; waits for the one that is being loaded."""
        self._ends.set()
        if self._thread.is_alive():
            self._thread.join()

    def _load(self) -> None:
        with loading():
            load_all(until=self._ends.is_set)


@contextmanager
def loading() -> Iterator[None]:
    """While modules are loaded; what was loaded is not looked through for garbage afterwards.

    It stays for the day: looking through it would only stop the window for a moment, again and
    again (P14), and longest in the midst of it. Meanwhile the window waits a tenth as long for
    its turn: each call of Qt gives the turn away, and a page is made of a thousand.
    """
    with _BEGINS:
        if not _LOADING:
            _LOADING.append(sys.getswitchinterval())
            sys.setswitchinterval(_TURN_S)
        _LOADING.append(_TURN_S)
    try:
        yield
    finally:
        gc.freeze()
        with _BEGINS:
            _LOADING.pop()
            if len(_LOADING) == 1:
                sys.setswitchinterval(_LOADING.pop())


def is_loading() -> bool:
    """Whether some thread loads modules, so that this is no time to look for garbage."""
    return bool(_LOADING)
