"""D-37: the cash drawer opens with cash and without a sale; its failure stops nothing."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from posapp.domain.ids import EventId
from posapp.domain.money import Money
from posapp.domain.payment_events import AddedEvent
from posapp.domain.topics import Saved
from posapp.errors import DeviceFailure
from posapp.ui.context import UiContext
from posapp.ui.taking import Taking
from tests.helpers.surroundings import Surroundings


class OpenPage(QWidget):
    """A page that keeps what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def show_notice(self, notice: Any) -> None:
        self.said.append(notice.text)


@dataclass
class Till:
    """Counts its openings; ``stuck`` makes each of them fail."""

    openings: int = 0
    stuck: bool = False
    name: str = "Till"

    def open_drawer(self) -> str:
        if self.stuck:
            raise DeviceFailure(self.name, "It is stuck.")
        self.openings += 1
        return self.name


def context_of(desk: Surroundings, till: Till, setting: str) -> UiContext:
    settings = replace(desk.context.settings, cash_drawer=setting)
    return replace(desk.context, settings=settings, cash_drawer=lambda: till)


def taken(context: UiContext, page: Any, *, cash: bool) -> None:
    taking = Taking(context, page, lambda: page, lambda _then: None)
    added = AddedEvent(EventId(1), None, Money(0), (), (), opens_drawer=cash)
    taking.on_taken(Saved(added, frozenset()))


@pytest.mark.parametrize(
    ("setting", "cash", "openings"), [("Till", True, 1), ("Till", False, 0), ("", True, 0)]
)
def test_d37_cash_opens_the_drawer_where_there_is_one(
    qtbot: QtBot, desk: Surroundings, setting: str, openings: int, *, cash: bool
) -> None:
    till, page = Till(), OpenPage()
    qtbot.addWidget(page)
    taken(context_of(desk, till, setting), page, cash=cash)
    assert (till.openings, page.said) == (openings, [])


def test_d37_a_drawer_that_is_stuck_is_said_and_the_payment_stands(
    qtbot: QtBot, desk: Surroundings
) -> None:
    page = OpenPage()
    qtbot.addWidget(page)
    taken(context_of(desk, Till(stuck=True), "Till"), page, cash=True)
    (said,) = page.said
    assert "did not open" in said
    assert "It is stuck." in said
