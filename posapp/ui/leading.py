"""Where the lines of a list lead: Enter goes the first way, Shift+F10 offers them all.

Pages never name each other's classes; a way is a kind of page with a number (ui.md, rules of use 8).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication

from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.context_menu import open_menu
from posapp.ui.widgets.table import DataTable


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a line: what the menu says, and the page that it opens.

    ``number`` is ``None`` or 0 where this line has nothing of the kind.
    """

    words: str
    kind: str
    number: int | None


WaysOf = Callable[[Any], Sequence[Way]]


def to_account(number: int | None) -> Way:
    """To an account."""
    return Way(_("Open account"), "account", number)


def to_agreement(number: int | None) -> Way:
    """To a service agreement."""
    return Way(_("Open service agreement"), "agreement", number)


def to_bill(number: int | None) -> Way:
    """To a bill."""
    return Way(_("Open bill"), "bill", number)


def to_payment(number: int | None) -> Way:
    """To a payment."""
    return Way(_("Open payment"), "payment", number)


def to_event(number: int | None) -> Way:
    """To a payment event."""
    return Way(_("Open payment event"), "event", number)


def to_transaction(number: int | None) -> Way:
    """To a financial transaction."""
    return Way(_("Open financial transaction"), "transaction", number)


def to_item(number: int | None) -> Way:
    """To a payable item."""
    return Way(_("Open item"), "item", number)


def to_match_event(number: int | None) -> Way:
    """To a match event."""
    return Way(_("Open match event"), "match_event", number)


def lead(
    context: UiContext,
    table: DataTable,
    ways_of: WaysOf,
    number_of: Callable[[Any], str] | None = None,
) -> None:
    """Let the lines of a list lead somewhere.

    Args:
        context: opens pages.
        table: the list.
        ways_of: the ways from a record, that of Enter first.
        number_of: what *Copy number* of the menu takes; no such entry without it.
    """
    table.chosen.connect(partial(_follow, context, ways_of))
    table.menu_wanted.connect(partial(_offer, context, table, ways_of, number_of))


def _follow(context: UiContext, ways_of: WaysOf, record: Any) -> None:
    first = next((way for way in ways_of(record) if way.number), None)
    if first is not None:
        context.open_page(first.kind, first.number or 0)


def _offer(
    context: UiContext,
    table: DataTable,
    ways_of: WaysOf,
    number_of: Callable[[Any], str] | None,
    record: Any,
    place: QPoint,
) -> None:
    acts: list[tuple[str, Callable[[], object]]] = [
        (way.words, partial(context.open_page, way.kind, way.number or 0))
        for way in ways_of(record)
        if way.number
    ]
    number = number_of(record) if number_of is not None else ""
    if number:
        acts.append((_("Copy number"), partial(QGuiApplication.clipboard().setText, number)))
    open_menu(table, acts, place)
