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
from posapp.domain.scan_line import ScanRead
from posapp.errors import Refused
from posapp.ui.context import UiContext
from posapp.ui.models.grid import RowToken
from posapp.ui.models.quick_add_grid import QuickAddGrid
from posapp.ui.models.quick_lines import ShownLine, Wrong
from posapp.ui.models.quick_reading import Surround
from posapp.ui.models.quick_short import short_words

if TYPE_CHECKING:
    from posapp.services.quick_add import QuickAdd
    from posapp.services.scan_lines import ScanLines

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
Answer = tuple[RowToken, RowFound | None, Refused | None]


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

    def edited(self, row: int) -> None:
        """A text changed: the scan line of a stub fills rule, value and amount."""
        text = self._grid.scanned(row) if self._grid.kind is QuickKind.RULES else ""
        if not text:
            return
        context, token = self._context, self._grid.look_up(row)
        work = partial(_scan, context.services.scan_lines, text, context.actor)
        failed = partial(self._on_failed, [token])
        context.runner.run(self, work, partial(self._on_scanned, token), failed, "reports")

    def leave(self, row: int) -> None:
        """The cursor leaves a row."""
        if self._grid.leave(row):
            self._send([row])

    def ask_all(self) -> None:
        """Look every row up that came from elsewhere, some at a time."""
        self._send_some([row for row in range(self._grid.rowCount()) if self._grid.leave(row)])

    def ask_open(self) -> None:
        """Find the payors of rows of a batch that was opened again and are not in."""
        lines = self._grid.records
        self._send_some(
            [row for row, one in enumerate(lines) if not one.is_settled and one.found is None]
        )

    def _send_some(self, wanted: Sequence[int]) -> None:
        for at in range(0, len(wanted), _AT_ONCE):
            self._send(wanted[at : at + _AT_ONCE])

    def _send(self, rows: Iterable[int]) -> None:
        grid, context = self._grid, self._context
        asked = [
            (grid.look_up(row), one.row, one.wrong is None and (one.result is None or one.edited))
            for row, one in ((row, grid.record(row)) for row in rows)
        ]
        work = partial(
            _find, context.services.quick_add, grid.kind, asked, self._control(), context.actor
        )
        tokens = [token for token, _row, _whole in asked]
        failed = partial(self._on_failed, tokens)
        context.runner.run(self, work, self._on_found, failed, "reports")

    def _on_found(self, answers: Sequence[Answer]) -> None:
        for token, found, refused in answers:
            wrong = None
            if refused is not None:
                name = str(refused.fields.get("field", ""))
                says = self._context.texts.at_field(refused)
                wrong = Wrong(_ALIASES.get(name, name), says, short_words(refused.code))
            self._grid.answer(token, partial(_answered, found, wrong))

    def _on_scanned(self, token: RowToken, found: ScanRead | Refused) -> None:
        row = self._grid.place_of(token)
        if isinstance(found, Refused):
            wrong = Wrong("value", self._context.texts.at_field(found))
            self._grid.answer(token, partial(_misread, wrong))
        elif self._grid.answer(token, partial(_filled, found, self._grid.about)):
            self.leave(row)

    def _on_failed(self, tokens: Sequence[RowToken], error: BaseException) -> None:
        for token in tokens:
            self._grid.answer(token, _unasked)
        self._context.failures.unhandled(error, None)


def _scan(scan_lines: "ScanLines", text: str, actor: Actor) -> ScanRead | Refused:
    """What a stub says, or why it cannot be read, such as a wrong check digit."""
    try:
        return scan_lines.read(text, actor)
    except Refused as refused:
        return refused


def _filled(said: ScanRead, about: Surround, line: ShownLine) -> ShownLine:
    """A row with what its stub says; a stub without amount leaves the typed one."""
    row, amount = replace(line.row, rule=said.rule, value=said.value), line.amount
    if said.amount is not None:
        amount = said.amount
        plain = about.formats.currency(about.currency()).text(amount)
        row = replace(row, amount=plain)
    return replace(line, row=row, amount=amount, found=None, wrong=None, left=False, looking=False)


def _misread(wrong: Wrong, line: ShownLine) -> ShownLine:
    return replace(line, wrong=wrong, looking=False, left=True)


def _find(
    quick: "QuickAdd",
    kind: QuickKind,
    asked: Sequence[Asked],
    control: ControlId | None,
    actor: Actor,
) -> list[Answer]:
    """What rows name; a whole row is checked, one with a hole only looked up."""
    return [
        (token, *_looked(partial(_look, quick, kind, row, control, actor), whole=whole))
        for token, row, whole in asked
    ]


def _look(
    quick: "QuickAdd",
    kind: QuickKind,
    row: QuickLine,
    control: ControlId | None,
    actor: Actor,
    *,
    whole: bool,
) -> RowFound:
    look = quick.check if whole else quick.look_up
    return look(kind, row, control, actor)


def _looked(
    look: Callable[..., RowFound], *, whole: bool
) -> tuple[RowFound | None, Refused | None]:
    """Whose row it is, and what is wrong with it; a wrong tender does not hide the payor."""
    try:
        return look(whole=whole), None
    except Refused as refused:
        if not whole:
            return None, refused
        return _looked(look, whole=False)[0], refused


def _answered(found: RowFound | None, wrong: Wrong | None, line: ShownLine) -> ShownLine:
    return replace(line, found=found, wrong=line.wrong or wrong, looking=False)


def _unasked(line: ShownLine) -> ShownLine:
    return replace(line, looking=False, left=False)
