"""Finds the payor of rows as they are left, off the window's thread (QA 10.2, use 8).

Typing never waits: rows are asked about on the ``reports`` lane, pasted ones some at a time. An
answer for a row that was changed meanwhile is dropped.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from posapp.domain.ids import ControlId
from posapp.domain.quick_add import QuickKind, QuickLine, RowFound
from posapp.domain.rights import Actor
from posapp.errors import Refused
from posapp.ui.context import UiContext
from posapp.ui.models.grid import RowToken
from posapp.ui.models.quick_add_grid import QuickAddGrid
from posapp.ui.models.quick_lines import ShownLine, Wrong

if TYPE_CHECKING:
    from posapp.services.quick_add import QuickAdd

_AT_ONCE: Final = 25
_ALIASES: Final = {
    "rule_value": "value",
    "distribution_rule": "rule",
    "detail_amount": "amount",
    "payment_amount": "amount",
    "payor": "account",
    "micr_id": "micr",
}

Asked = tuple[RowToken, QuickLine, bool]
Answer = tuple[RowToken, RowFound | Refused]


class QuickLookUps(QObject):
    """Asks about rows of a grid."""

    def __init__(
        self, context: UiContext, grid: QuickAddGrid, control: Callable[[], ControlId | None]
    ) -> None:
        """Make it.

        Args:
            context: the surroundings.
            grid: the rows.
            control: gives the drawer that is chosen.
        """
        super().__init__(grid)
        self._context, self._grid, self._control = context, grid, control

    def leave(self, row: int) -> None:
        """The cursor leaves a row."""
        if self._grid.leave(row):
            self._send([row])

    def ask_all(self) -> None:
        """Look every row up that came from elsewhere, some at a time."""
        wanted = [row for row in range(self._grid.rowCount()) if self._grid.leave(row)]
        for at in range(0, len(wanted), _AT_ONCE):
            self._send(wanted[at : at + _AT_ONCE])

    def _send(self, rows: Iterable[int]) -> None:
        grid, context = self._grid, self._context
        asked = [
            (grid.look_up(row), grid.record(row).row, grid.record(row).wrong is None)
            for row in rows
        ]
        work = partial(
            _find, context.services.quick_add, grid.kind, asked, self._control(), context.actor
        )
        tokens = [token for token, _row, _whole in asked]
        failed = partial(self._on_failed, tokens)
        context.runner.run(self, work, self._on_found, failed, "reports")

    def _on_found(self, answers: Sequence[Answer]) -> None:
        for token, found in answers:
            if isinstance(found, Refused):
                name = str(found.fields.get("field", ""))
                says = self._context.texts.at_field(found)
                wrong = Wrong(_ALIASES.get(name, name), says)
                self._grid.answer(token, partial(_refused, wrong))
            else:
                self._grid.answer(token, partial(_named, found))

    def _on_failed(self, tokens: Sequence[RowToken], error: BaseException) -> None:
        for token in tokens:
            self._grid.answer(token, _unasked)
        self._context.failures.unhandled(error, None)


def _find(
    quick: "QuickAdd",
    kind: QuickKind,
    asked: Sequence[Asked],
    control: ControlId | None,
    actor: Actor,
) -> list[Answer]:
    """What rows name; a whole row is checked, one with a hole only looked up."""
    found: list[Answer] = []
    for token, row, whole in asked:
        look = quick.check if whole else quick.look_up
        try:
            found.append((token, look(kind, row, control, actor)))
        except Refused as refused:
            found.append((token, refused))
    return found


def _named(found: RowFound, line: ShownLine) -> ShownLine:
    return replace(line, found=found, looking=False)


def _refused(wrong: Wrong, line: ShownLine) -> ShownLine:
    return replace(line, wrong=line.wrong or wrong, looking=False)


def _unasked(line: ShownLine) -> ShownLine:
    return replace(line, looking=False, left=False)
