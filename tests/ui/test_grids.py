"""Editing in grids by keys: open, type, go on, commit (rule of use 8)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from posapp.domain.money import Money
from posapp.ui.delegates.choice import ChoiceDelegate
from posapp.ui.delegates.money import MoneyDelegate
from posapp.ui.formats import Formats
from posapp.ui.models.columns import EditColumn
from posapp.ui.models.grid import EditableGridModel
from posapp.ui.theme import Theme
from posapp.ui.tokens import LIGHT
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.grid import GridTable
from posapp.ui.widgets.money_edit import MoneyEdit

KINDS = (Choice("CASH", "Cash"), Choice("CHEC", "Check"))


@dataclass(frozen=True, slots=True)
class Tender:
    """A tender line."""

    account: str = ""
    amount: Money | None = None
    kind: str = "CASH"


def columns(formats: Formats) -> Sequence[EditColumn[Tender]]:
    return (
        EditColumn(
            "Account",
            lambda r: r.account,
            name="account",
            edit=lambda r: r.account,
            write=lambda r, v: replace(r, account=v),
        ),
        EditColumn("Note", lambda _r: "", name="note"),
        EditColumn(
            "Amount",
            lambda r: formats.money(r.amount),
            name="amount",
            edit=lambda r: r.amount,
            write=lambda r, v: replace(r, amount=v),
        ),
        EditColumn(
            "Tender Type",
            lambda r: r.kind,
            name="kind",
            edit=lambda r: r.kind,
            write=lambda r, v: replace(r, kind=v),
        ),
    )


@pytest.fixture
def grid(qtbot: QtBot, formats: Formats) -> GridTable:
    table = GridTable("tenders", "Tenders")
    qtbot.addWidget(table)
    model = EditableGridModel(columns(formats), blank=Tender, parent=table)
    table.set_grid(
        model, {"amount": MoneyDelegate(formats), "kind": ChoiceDelegate(lambda _row: KINDS)}
    )
    table.resize(700, 300)
    table.show()
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    table.setCurrentIndex(model.index(0, 0))
    return table


def editor(grid: GridTable) -> QWidget:
    found = grid.indexWidget(grid.currentIndex())
    assert found is not None, "no editor is open"
    return found


def enter(grid: GridTable) -> None:
    """Enter in the open editor; Qt commits it with the next event."""
    QTest.keyClick(editor(grid), Qt.Key.Key_Return)
    QApplication.processEvents()


def records(grid: GridTable) -> tuple[Tender, ...]:
    model = grid.grid_model()
    assert model is not None
    return model.records


def test_keypad_flow_type_enter_type_enter(grid: GridTable) -> None:
    QTest.keyClicks(grid, "1")
    assert isinstance(editor(grid), QLineEdit)
    QTest.keyClicks(editor(grid), "001")
    enter(grid)
    # The read-only note is skipped.
    assert grid.currentIndex().column() == 2
    QTest.keyClicks(grid, "4")
    assert isinstance(editor(grid), MoneyEdit)
    QTest.keyClicks(editor(grid), "0+2.35")
    enter(grid)
    assert records(grid) == (Tender("1001", Money(4235)),)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    box = editor(grid)
    assert isinstance(box, ChoiceBox)
    QTest.keyClicks(box, "Ch")
    enter(grid)
    assert records(grid) == (Tender("1001", Money(4235), "CHEC"),)


def test_enter_at_the_end_of_a_line_goes_to_the_next_line(grid: GridTable) -> None:
    model = grid.grid_model()
    assert model is not None
    model.set_records([Tender("1"), Tender("2")])
    grid.edit_cell(0, "kind")
    enter(grid)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 0)
    grid.setCurrentIndex(model.index(1, 1))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert grid.currentIndex().column() == 2


def test_use_8_an_open_editor_is_committed_on_demand(grid: GridTable) -> None:
    grid.edit_cell(0, "amount")
    QTest.keyClicks(editor(grid), "12.50")
    assert records(grid) == ()
    grid.commit_open_editor()
    assert records(grid) == (Tender("", Money(1250)),)
    grid.commit_open_editor()


def test_a_refused_amount_stays_in_the_cell_and_comes_back_in_the_editor(grid: GridTable) -> None:
    grid.edit_cell(0, "amount")
    QTest.keyClicks(editor(grid), "12x")
    grid.commit_open_editor()
    model = grid.grid_model()
    assert model is not None
    assert model.cell(0, 2) == "12x"
    assert "not an amount" in model.cell_error(0, 2)
    grid.edit_cell(0, "amount")
    box = editor(grid)
    assert isinstance(box, MoneyEdit)
    assert box.text() == "12x"
    box.setText("12")
    grid.commit_open_editor()
    assert records(grid) == (Tender("", Money(1200)),)
    assert model.errors == {}


def test_escape_leaves_the_cell_as_it_was(grid: GridTable) -> None:
    grid.edit_cell(0, "account")
    QTest.keyClicks(editor(grid), "999")
    QTest.keyClick(editor(grid), Qt.Key.Key_Escape)
    assert records(grid) == ()


def test_control_delete_takes_a_line_out(grid: GridTable) -> None:
    model = grid.grid_model()
    assert model is not None
    model.set_records([Tender("1"), Tender("2")])
    grid.setCurrentIndex(model.index(0, 0))
    QTest.keyClick(grid, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert [r.account for r in records(grid)] == ["2"]


def test_use_9_cell_editors_have_names(grid: GridTable) -> None:
    grid.edit_cell(0, "amount")
    assert editor(grid).objectName() == "amount"
    assert editor(grid).accessibleName() == "Amount 1"


def test_errors_are_painted_with_their_words(
    qtbot: QtBot, grid: GridTable, theme: Theme, formats: Formats
) -> None:
    def check(rows: tuple[Tender, ...]) -> dict[tuple[int, str], str]:
        return {(n, "account"): "Required." for n, row in enumerate(rows) if not row.account}

    model: EditableGridModel[Any] = EditableGridModel(
        columns(formats), blank=Tender, check=check, parent=grid
    )
    grid.set_grid(model)
    model.set_records([Tender("", Money(5))])
    QApplication.processEvents()
    picture = grid.viewport().grab(grid.visualRect(model.index(0, 0))).toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
    }
    assert LIGHT.red.fill in colours
    assert LIGHT.red.mark in colours


def test_editors_ignore_widgets_that_are_not_theirs(qtbot: QtBot, formats: Formats) -> None:
    model = EditableGridModel(columns(formats), blank=Tender)
    plain = QWidget()
    qtbot.addWidget(plain)
    for delegate in (MoneyDelegate(formats), ChoiceDelegate(lambda _row: KINDS)):
        delegate.setEditorData(plain, model.index(0, 2))
        delegate.setModelData(plain, model, model.index(0, 2))
        made = delegate.createEditor(plain, QStyleOptionViewItem(), model.index(0, 2))
        assert made.parent() is plain
    assert model.records == ()
