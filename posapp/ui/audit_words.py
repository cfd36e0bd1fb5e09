"""The audit log in sentences: what was done, what it noted, and each value before and after."""

from collections.abc import Mapping
from typing import Any, Final

from posapp.domain.audit_log import AuditChange, AuditDetail, AuditEntry, Value, ValueKind
from posapp.domain.ids import long_id, short_id
from posapp.domain.money import Money
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped, isolated, joined
from posapp.ui.log_words import ACTIONS, ChangeLine
from posapp.ui.words import label

KINDS: Final[Mapping[str, str]] = {
    "user": "Sign-ins, approvals, users",
    "control": "Drawers",
    "turn-in": "Turn-ins",
    "deposit-control": "Deposit controls",
    "event": "Payment events",
    "payment": "Payments",
    "tender": "Tenders",
    "match": "Match events",
    "item": "Payable items",
    "credit": "Credits",
    "adjustment": "Adjustments",
    "checkout": "Checkouts",
    "quick-add": "Payment quick add",
    "ledger": "Ledger export",
    "payroll": "Payroll",
    "autopay": "Automatic payments",
    "mandate": "Mandates",
    "print": "Prints",
    "import": "Imports",
    "person": "Persons",
    "rating": "Credit rating",
    "mail": "Mails",
    "setup": "Set-up",
    "database": "Database",
}
MORE_ACTIONS: Final[Mapping[str, str]] = {
    "user.sign-in": "Signed in",
    "user.sign-in-failed": "Wrong user name or password at a sign-in",
    "user.sign-in-locked": "Tried to sign in while one must wait",
    "user.approve": "{approver} approved beside {asker} on {workstation}",
    "user.approve-failed": "Wrong user name or password at an approval",
    "user.approve-locked": "{approver} tried to approve while one must wait",
    "user.approve-refused": "{approver} gave an approval that is not theirs to give",
    "database.accept-older": "Went on with data that are older than they were",
    "database.clock-back": "The clock was behind the entry before",
    "user.add": "Added a user",
    "user.set": "Changed a user",
    "user.set-password": "Gave a user a new password",
    "user.own-password": "Changed the own password",
    "control.open": "Opened a drawer",
    "control.set": "Changed a drawer",
    "control.delete": "Deleted a drawer",
    "control.no_sale": "Opened a drawer without a sale",
    "control.start_balancing": "Started to balance a drawer",
    "control.count": "Counted a drawer",
    "control.submit": "Submitted a count",
    "control.book_over_under": "Booked what a drawer was over or under",
    "control.balance": "Balanced a drawer",
    "control.reopen": "Reopened a drawer",
    "turn-in.add": "Handed money over",
    "turn-in.set": "Changed a turn-in",
    "turn-in.delete": "Deleted a turn-in",
    "turn-in.approve": "Approved a turn-in",
    "turn-in.refused": "Tried to turn in more than the drawer holds",
    "turn-in.taken-back": "Took a turn-in back while the count is blind",
    "deposit-control.open": "Opened a deposit control",
    "deposit-control.set": "Changed a deposit control",
    "deposit-control.add_deposit": "Added a deposit",
    "deposit-control.set_deposit": "Changed a deposit",
    "deposit-control.delete-deposit": "Deleted a deposit",
    "deposit-control.set_ending": "Entered what a deposit control should end with",
    "deposit-control.start_balancing": "Started to balance a deposit control",
    "deposit-control.balance": "Balanced a deposit control",
    "deposit-control.reopen": "Reopened a deposit control",
    "deposit-control.delete": "Deleted a deposit control",
    "ledger.export": "Exported the ledger",
    "payroll.batch": "Made a payroll batch",
    "payroll.acknowledge": "Noted that payroll has a batch",
    "setup.save": "Changed the set-up",
    "setup.delete": "Deleted a row of the set-up",
    "database.init": "Made the database",
    "database.move": "Moved the office to this server",
    "demo.make": "Made the demo office",
}
_NOTHING: Final = "\u2014"
_SHORT_IDS: Final = frozenset(
    {"account", "agreement", "control", "deposit_control", "payor_account", "tender_control"}
)
_AMOUNTS: Final = frozenset({"amount", "deposits", "ending_balance", "starting"})
"""Minor units of the entry's currency, where an entry notes them."""
_PEOPLE: Final = frozenset({"requested_by", "approved_by"})
_HIDDEN: Final = frozenset({"version", "request", "message"})


class AuditWords:
    """Words entries of the audit log."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats
        self.people: Mapping[int, str] = {}
        """Names of users, as far as they are known."""

    def sentence(self, entry: AuditEntry) -> str:
        """What was done; an action without words of its own says its name."""
        known = ACTIONS.get(entry.action) or MORE_ACTIONS.get(entry.action)
        if known is not None:
            return _(known).format(**self._at_an_approval(entry))
        about, _dot, done = entry.action.partition(".")
        kind = _(KINDS[about]) if about in KINDS else label(about.replace("-", "_"))
        return joined(kind, done.replace("_", " ").replace("-", " "))

    def _at_an_approval(self, entry: AuditEntry) -> Mapping[str, str]:
        """Who approved for whom and where: such an entry is in the name of who asked (D-24)."""
        login, place = entry.body.get("login"), entry.body.get("workstation")
        approver = self.people.get(entry.object_id or 0) or str(login or _NOTHING)
        return {
            "approver": isolated(approver),
            "asker": isolated(entry.user or _NOTHING),
            "workstation": str(place or _NOTHING),
        }

    def about(self, entry: AuditEntry) -> str:
        """The number of what it was done to."""
        what, _dot, _done = entry.action.partition(".")
        return _number(what, entry.object_id) if entry.object_id else _NOTHING

    def noted(self, entry: AuditEntry) -> str:
        """What the action noted itself, in one line."""
        said = (
            f"{label(name)}: {self._noted(name, value, entry.currency)}"
            for name, value in entry.said.items()
            if name not in _HIDDEN and value not in (None, "", [], {})
        )
        return joined(*said)

    def lines(self, detail: AuditDetail) -> tuple[ChangeLine, ...]:
        """Each value that changed."""
        currency = detail.entry.currency
        return tuple(
            ChangeLine(
                joined(label(one.table.replace("-", "_")), _key(one)),
                label(one.column),
                self._shown(one, one.before, currency),
                self._shown(one, one.after, currency),
            )
            for one in detail.changes
        )

    def _shown(self, change: AuditChange, value: Value, currency: str) -> str:
        if value is None or value == "":
            return _NOTHING
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, int) and change.kind is ValueKind.MONEY:
            return self._formats.money(Money(value), currency)
        if isinstance(value, int) and change.kind is ValueKind.ID:
            if value in self.people:
                return self.people[value]
            return _number(change.column.removesuffix("_id"), value)
        return str(value)

    def _noted(self, name: str, value: Any, currency: str) -> str:
        if name in _AMOUNTS and currency and isinstance(value, int):
            return self._formats.money(Money(value), currency)
        return self._said(name, value)

    def _said(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if name in _PEOPLE and value in self.people:
            return self.people[value]
        if isinstance(value, int) and (name in _PEOPLE or name in {"object", "agreement"}):
            return _number(name, value)
        if isinstance(value, list):
            return ", ".join(self._said(name, one) for one in value)
        if isinstance(value, Mapping):
            return ", ".join(f"{label(key)} {self._said(key, one)}" for key, one in value.items())
        return str(value)


def _key(change: AuditChange) -> str:
    """The number of a row; a key that is none stands as it is."""
    return _number(change.table, int(change.key)) if change.key.isdigit() else change.key


def _number(what: str, number: int) -> str:
    """An id as the pages of its kind show it."""
    is_short = what.replace("-", "_") in _SHORT_IDS
    return grouped(short_id(number) if is_short else long_id(number))
