"""The acceptance cases of controls 20.3 at the window: people with drawers of their own, and desks.

One office serves a module; each case brings its own cashier, drawer and deposit control, so that no
case sees what another one did.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from argon2 import PasswordHasher
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from posapp.domain.codes import Role, SourceType
from posapp.domain.ids import (
    AccountId,
    ControlId,
    DepositControlId,
    new_request_id,
    short_id,
)
from posapp.domain.money import Money
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.storage.db import Database
from posapp.ui.pages.base import Page
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from posapp.vault import passwords
from tests.helpers.clock import FixedClock
from tests.helpers.office import DAY, Office, open_office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

PASSWORD = "a long enough secret"
SAM = "sam"
USUAL = Money(150_00)
LIMIT = Money(2_000_00)

KEY = Qt.Key
ENTER, TAB, ESC, INS = KEY.Key_Return, KEY.Key_Tab, KEY.Key_Escape, KEY.Key_Insert
F4, F5, F8, F9, F10 = KEY.Key_F4, KEY.Key_F5, KEY.Key_F8, KEY.Key_F9, KEY.Key_F10
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALL = (Qt.KeyboardModifier.ControlModifier, KEY.Key_A)

Shown = TypeVar("Shown", bound=Page)
Asked = TypeVar("Asked", bound=QDialog)


def ctrl(key: Qt.Key) -> tuple[Qt.KeyboardModifier, Qt.Key]:
    """A key with Ctrl."""
    return Qt.KeyboardModifier.ControlModifier, key


def alt(key: Qt.Key) -> tuple[Qt.KeyboardModifier, Qt.Key]:
    """A key with Alt."""
    return Qt.KeyboardModifier.AltModifier, key


@dataclass(frozen=True)
class Drawer:
    """An open drawer of somebody, under a deposit control."""

    actor: Actor
    control: ControlId
    deposit: DepositControlId


class Cases:
    """An office whose people and drawers the cases take from."""

    def __init__(self, office: Office) -> None:
        """Make it; a second supervisor, ``sam``, has a password."""
        self.office = office
        users, boss = office.services.users, frozenset({Role.SUPERVISOR})
        users.add(SAM, "Sam Reyes", PASSWORD, boss, office.actors["setup"])

    def set_row(self, table: str, **values: Any) -> None:
        """Give a row of the set-up other values, or add one."""
        edits, setter = self.office.services.setup_edits, self.office.actors["setup"]
        edits.save(table, values, new_request_id(), setter)

    def change_row(self, table: str, code: str = "", **values: Any) -> None:
        """Change a row of the set-up."""
        edits, setter = self.office.services.setup_edits, self.office.actors["setup"]
        rows = edits.rows(table, setter).rows
        (row,) = (dict(one) for one in rows if not code or one["code"] == code)
        edits.save(table, row | values, new_request_id(), setter, was=row)

    def barbados(self) -> None:
        """Barbados dollars are taken beside the money of the house (D-05)."""
        self.change_row("installation", alternate_currency=True)

    def cashier(self, code: str) -> Actor:
        """Somebody new behind the counter."""
        users, roles = self.office.services.users, frozenset({Role.CASHIER})
        given = (code.lower(), f"Cashier {code}", PASSWORD, roles)
        made = users.add(*given, self.office.actors["setup"])
        return Actor(made.value, code.lower(), f"Cashier {code}", roles, "MAIN", "WS7")

    def source(self, code: str, currency: str = "USD", kind: str = "CASHIERING") -> str:
        """A tender source with the usual float and limit."""
        self.set_row(
            "tender_source", code=code, description=f"Drawer {code}", source_type=kind,
            external_source_id="", default_starting_balance=USUAL, max_amount_balance=LIMIT,
            currency=currency, bank=None, bank_account=None, distribution_code="1010-CASH",
            office="MAIN", active=True,
        )  # fmt: skip
        return code

    def deposit(
        self, currency: str = "USD", kind: SourceType = SourceType.CASHIERING
    ) -> DepositControlId:
        """A deposit control of its own."""
        command = OpenDepositControl(new_request_id(), kind, currency)
        opened = self.office.services.deposit_controls.open(command, self.office.supervisor)
        return opened.value

    def open(
        self,
        source: str,
        actor: Actor,
        deposit: DepositControlId | None = None,
        balance: Money = USUAL,
        *,
        all_users: bool = False,
    ) -> Drawer:
        """Open a drawer of a source."""
        setup = self.office.services.setup()
        under = deposit or self.deposit(setup.tender_sources[source].currency)
        command = OpenControl(new_request_id(), source, under, balance, all_users=all_users)
        opened = self.office.services.tender_controls.open(command, actor)
        return Drawer(actor, opened.value, under)

    def drawer(
        self, code: str, balance: Money = USUAL, deposit: DepositControlId | None = None
    ) -> Drawer:
        """A new cashier at a drawer of a new source."""
        return self.open(self.source(code), self.cashier(code), deposit, balance)

    def owing(self, cents: int, **account: Any) -> AccountId:
        """Somebody who owes for water."""
        found = self.office.account(**account)
        self.office.agreement(found, "WATER", (DAY, cents))
        return found

    def at(self, drawer: Drawer) -> Office:
        """The office as the helpers of the drawer day see it, from this drawer."""
        seen = replace(self.office, actors={**self.office.actors, "cashier": drawer.actor})
        seen.control, seen.deposit = drawer.control, drawer.deposit
        return seen


class Desks:
    """Windows of people in one test; keys go to the one who sat down last."""

    def __init__(self, qtbot: QtBot, cases: Cases, theme: Theme, folder: Path) -> None:
        """Nobody sits anywhere yet."""
        self._qtbot, self._cases, self._theme, self._folder = qtbot, cases, theme, folder
        self.keys = Keyboard()
        self._windows: dict[str, MainWindow] = {}

    def sit(self, actor: Actor) -> MainWindow:
        """The window of somebody, in front."""
        window = self._windows.get(actor.login)
        if window is None:
            context = surround(self._cases.office, self._theme, self._folder, actor).context
            made = show_window(self._qtbot, context, self.keys)
            self._windows[actor.login] = made
            return made
        self.keys.home = window
        window.activateWindow()
        self._qtbot.waitUntil(window.isActiveWindow)
        settle()
        return window

    def rise(self) -> None:
        """Everybody leaves; who sits down again opens the program anew."""
        for window in self._windows.values():
            window.close()
        self._windows.clear()

    def go(self, actor: Actor, kind: type[Shown], number: int) -> Shown:
        """A page in the window of somebody."""
        window = self.sit(actor)
        window.open_page(kind.KIND, number)
        settle()
        page = window.page
        assert isinstance(page, kind)
        return page

    def find(self, window: MainWindow, account: AccountId) -> None:
        """Find an account from the search line."""
        self.keys.press(KEY.Key_F2)
        self.keys.type(str(short_id(account)))
        self.keys.press(ENTER)

    def approve(self, login: str = SAM) -> None:
        """Name and password of the second person where the focus stands."""
        self.keys.type(login)
        self.keys.press(TAB)
        self.keys.type(PASSWORD)
        self.keys.press(F9)

    def over(self, kind: type[Asked]) -> Asked:
        """The dialog in front."""
        return over(kind)


def over(kind: type[Asked]) -> Asked:
    """The dialog in front."""
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind), found
    return found


def said(window: MainWindow) -> str:
    """What the strips above the page say."""
    return " ".join(window.banners.texts())


def cells(table: Any) -> list[dict[str, str]]:
    """The rows of a table as they are read, by the heading of their column."""
    model = table.model()
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    return [
        {head: model.index(row, at).data() for at, head in enumerate(heads)}
        for row in range(model.rowCount())
    ]


@contextmanager
def cases_at(database: Database) -> Iterator[Cases]:
    """The office of a module, whose passwords cost little."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        patch.setattr(passwords, "_HASHER", quick)
        patch.setattr(passwords, "_NOBODY", quick.hash("nobody"))
        yield Cases(open_office(database, FixedClock()))
