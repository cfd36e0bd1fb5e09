"""P15: how many keys a payment takes in the real window, by a scanned bill and by a search.

Keys go where the focus is, as the window system delivers them. What a scanner types is no key; the
count is of what the cashier presses until the receipt is out.
"""

import csv
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from posapp.bench.child import ChildFailedError, Options, answer
from posapp.bench.desk import Desk, open_desk, settle
from posapp.bench.figures import Figure, within
from posapp.bench.office import TODAY, SmallOffice, open_office
from posapp.domain.ids import EventId, new_request_id

_MOST_SCANNED: Final = 4
_MOST_SEARCHED: Final = 18
_MOST_WITH_CHANGE: Final = 9
_PATIENCE: Final = 200
_PEOPLE: Final = ("Lindqvist, Per", "Lindholm, Ada", "Okafor, Ngozi", "Quill, Sam")


def measure(_options: Options) -> Sequence[Figure]:
    """Keys of three payments."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        office = open_office(folder / "keys.db")
        _bill(office, folder)
        desk = open_desk(str(office.path), office.actor, folder)
        try:
            # Who may supervise begins elsewhere; payments are taken from home.
            desk.window.open_page("home", 0)
            settle()
            counter = Keys(desk, office)
            return [
                within("P15", "scanned bill, exact cash", counter.scanned("B-0"), _MOST_SCANNED,
                       unit="keys"),
                within("P15", "scanned bill, cash with change",
                       counter.scanned("B-1", handed="100"), _MOST_WITH_CHANGE, unit="keys"),
                within("P15", "by name, exact cash", counter.searched("quill"), _MOST_SEARCHED,
                       unit="keys"),
            ]  # fmt: skip
        finally:
            desk.close()
            office.db.dispose()


def _bill(office: SmallOffice, folder: Path) -> None:
    """A bill of 25.00 for each of a few people."""
    path = folder / "bills.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        head = ("account_key", "account_name", "key", "number", "sa_type", "bill_date", "amount")
        writer.writerow(head)
        for at, person in enumerate(_PEOPLE):
            writer.writerow([f"A-{at}", person, f"K{at}", f"B-{at}", "WATER", TODAY, "25.00"])
    office.services.importing.run("bills", path, "bills", office.actor, request_id=new_request_id())


class Keys:
    """A cashier's hands over the window, and how often they pressed a key."""

    def __init__(self, desk: Desk, office: SmallOffice) -> None:
        self._desk = desk
        self._office = office
        self._presses = 0

    def scanned(self, number: str, handed: str = "") -> int:
        """A bill is scanned and paid in cash; returns the keys.

        Args:
            number: what the scanner reads.
            handed: typed amount of what the customer gives; empty for the exact amount.
        """
        self._presses = 0
        for char in number:
            self._send(char)
        self._send(Qt.Key.Key_Return)
        self._until("the account", lambda: self._kind() == "account")
        return self._pay(handed)

    def searched(self, word: str) -> int:
        """Somebody is looked for by name and pays the exact amount; returns the keys."""
        self._presses = 0
        self._press(Qt.Key.Key_F2)
        for char in word:
            self._press(char)
        search = self._desk.window.header.search
        self._until("the hits", lambda: bool(search.hits_shown()))
        self._press(Qt.Key.Key_Return)
        self._until("the account", lambda: self._kind() == "account")
        return self._pay("")

    def _pay(self, handed: str) -> int:
        """F5, what is handed over, Enter; proves that the payment is there."""
        self._press(Qt.Key.Key_F5)
        for char in handed:
            self._press(char)
        self._press(Qt.Key.Key_Return)
        self._until("the event", lambda: self._kind() == "event")
        page = self._desk.window.page
        assert page is not None
        event = self._office.services.payment_events.show(EventId(page.number), self._office.actor)
        if event.unfrozen:
            raise ChildFailedError(f"event {page.number} is not frozen")
        return self._presses

    def _press(self, key: Any) -> None:
        self._presses += 1
        self._send(key)

    def _send(self, key: Any) -> None:
        window: Any = QGuiApplication.focusWindow()
        if window is None:
            # Without a window manager nobody gives the focus back to the window below.
            self._desk.window.activateWindow()
            settle()
            window = QGuiApplication.focusWindow()
        QTest.keyClick(window, key)
        settle()

    def _kind(self) -> str:
        page = self._desk.window.page
        return "" if page is None else page.KIND

    def _until(self, what: str, ready: Callable[[], bool]) -> None:
        wait = partial(QTest.qWait, 5)
        for _ in range(_PATIENCE):
            if ready():
                return
            wait()
        raise ChildFailedError(f"{what} did not come")


if __name__ == "__main__":
    answer(measure)
