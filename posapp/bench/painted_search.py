"""P5: from a key to the painted hits of the search line, among a million accounts.

Types the last letter of each probe into the real search line over a real database, and stops when
the list of hits is painted. The pause that the line makes after a key (it waits for scanners) is
left out of the measured work and told beside it. The reference asks the database by hand for names
that begin so: range bounds on an index, no words, no numbers, no ranking; painted by a plain list.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QVBoxLayout, QWidget

from posapp.bench.child import Options, answer
from posapp.bench.desk import application
from posapp.bench.figures import Figure, Turns, compared, percentile, within
from posapp.bench.search import WORST, search_probes, services_of
from posapp.bench.search_data import BigOffice, office_at
from posapp.storage import sqlite
from posapp.storage.db import Database
from posapp.ui.account_hits import hit_of
from posapp.ui.signals import AppSignals
from posapp.ui.tasks import InlineRunner
from posapp.ui.theme import Theme
from posapp.ui.widgets.hits import MAX_HITS, HitsPopup
from posapp.ui.widgets.search_line import SearchLine

_MOST_MS: Final = 16.0
_SLOWEST: Final = 0.99
_BY_NAME: Final = "SELECT account_id, name FROM account_search WHERE name >= ? AND name < ? ORDER BY name LIMIT 50"


def measure(options: Options) -> Sequence[Figure]:
    """Key to paint: ``accounts``, ``probes``, ``folder``."""
    folder, accounts = Path(options["folder"]), int(options["accounts"])
    folder.mkdir(parents=True, exist_ok=True)
    office = office_at(str(folder / f"accounts-{accounts}.db"), accounts)
    db = Database.open(office.url)
    try:
        with db.read() as s:
            kinds = search_probes(s, office, int(options["probes"]))
        texts = [text for probes in kinds.values() for text in probes]
        Random(accounts).shuffle(texts)  # noqa: S311 - an order, not a secret
        counter = SearchCounter(db, office)
        by_hand = ByHand(office.url)
        for text in (*WORST, *texts[:10]):
            counter.key(text)
            by_hand.key(text)
        pairs = [(counter.key(text), by_hand.key(text), text) for text in texts]
    finally:
        db.dispose()
    return _judged(pairs, accounts)


def _judged(pairs: Sequence[tuple[float, float, str]], accounts: int) -> Sequence[Figure]:
    turns = Turns(tuple(ours for ours, _, _ in pairs), tuple(hand for _, hand, _ in pairs))
    slowest = sorted(pairs, reverse=True)[:3]
    told = ", ".join(f"“{text[:24]}” {ours:.1f} ms" for ours, _, text in slowest)
    what = f"key to painted hits, {accounts:,} accounts"
    p99 = percentile(turns.ours, _SLOWEST)
    return [
        within("P5", f"{what}, p99", p99, _MOST_MS, note=f"slowest: {told}"),
        compared("", "the same, median, beside names by hand", turns, None),
    ]


class SearchCounter:
    """A window with the search line; look-ups run at once."""

    def __init__(self, db: Database, office: BigOffice) -> None:
        Theme(application(), "light").apply()
        find = services_of(db).search.find
        self._replies = 0
        self._window = QWidget()
        self._line = SearchLine(
            InlineRunner(AppSignals()),
            partial(self._find, find, office),
            hit_of,
            debounce_ms=0,
            parent=self._window,
        )
        layout = QVBoxLayout(self._window)
        layout.addWidget(self._line)
        layout.addStretch()
        self._window.resize(1_000, 700)
        self._window.show()
        self._window.activateWindow()
        self._line.setFocus()
        QApplication.processEvents()

    def _find(self, find: Any, office: BigOffice, text: str) -> Any:
        found = find(text, office.actor, limit=MAX_HITS)
        self._replies += 1
        return found

    def key(self, text: str) -> float:
        """Milliseconds from the last key of a text to its painted hits."""
        line = self._line
        line.setText(text[:-1])
        QApplication.processEvents()
        before = self._replies
        started = perf_counter()
        QTest.keyClicks(line, text[-1])
        while self._replies == before and line.text().strip():
            QApplication.processEvents()
        popup = self._window.findChild(HitsPopup)
        if popup is not None:
            popup.repaint()
        QApplication.processEvents()
        took = (perf_counter() - started) * 1000
        line.clear()
        QTest.keyClick(line, Qt.Key.Key_Escape)
        return took


class ByHand:
    """A plain list under no line at all: names that begin with a text."""

    def __init__(self, url: str) -> None:
        self._connection: Any = sqlite.driver().connect(url)
        self._list = QListWidget()
        self._list.resize(1_000, 600)
        self._list.show()

    def key(self, text: str) -> float:
        """Milliseconds to ask and paint."""
        started = perf_counter()
        folded = text.casefold()
        bounds = (folded, folded + "\U0010ffff")
        rows = self._connection.execute(_BY_NAME, bounds).fetchall()
        self._list.clear()
        self._list.addItems([f"{name}  {number}" for number, name in rows])
        self._list.viewport().repaint()
        return (perf_counter() - started) * 1000


if __name__ == "__main__":
    answer(measure)
