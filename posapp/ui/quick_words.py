"""A batch of Quick Add in words: its keys, and how it came out."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from posapp.domain.quick_add import BatchView, Outcome
from posapp.domain.quick_states import RowState
from posapp.i18n import _, plural
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.formats import Formats, joined
from posapp.ui.models.quick_lines import ShownLine
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice


def grid_keys() -> tuple[tuple[str, str], ...]:
    """What keys do in the rows."""
    return (
        (_("The next cell the row needs, then the next row"), "Enter"),
        (_("Every cell in turn"), "Tab"),
        (_("Out of the rows, to the buttons"), "Ctrl+Tab"),
        (_("Paste rows of a spreadsheet"), "Ctrl+V"),
        (_("Open the payment event of a row that is created"), "Enter"),
        (_("Answer yes to what is asked about rows"), "Ctrl+Enter"),
        (_("Stop creating rows; what is done stays done"), "Esc"),
    )


def cannot_create(lines: Sequence[ShownLine]) -> str:
    """Why nothing is created; empty when something can be."""
    if not lines:
        return _("Type the first row, or paste rows of a spreadsheet.")
    if all(one.is_settled for one in lines):
        return _("Nothing is left to create. Clear the grid for the next batch.")
    return ""


def settled_words(state: RowState, row: int) -> str:
    """Why a row can be neither taken out nor given up."""
    says = {
        RowState.IN: _("Row {n} is created. Cancel its payment on the payment event (Enter)."),
        RowState.GIVEN_UP: _("Row {n} was given up already."),
        RowState.RUNNING: _("Row {n} is being created. Stop with Esc first."),
    }
    return says.get(state, _("Row {n} waits.")).format(n=row)


def outcome_notice(view: BatchView, formats: Formats, *, stopped: bool = False) -> Notice:
    """How a batch came out, in one strip; ``stopped`` when somebody stopped it before its end."""
    done, failed = view.count(Outcome.DONE), view.count(Outcome.ERROR)
    wrong, elsewhere = view.count(Outcome.INVALID), view.count(Outcome.NOT_HERE)
    waiting, given_up = view.count(None), view.count(Outcome.GIVEN_UP)
    asked = sum(bool(one.concerns) for one in view.rows)
    parts = [
        (done, plural("{n} row is frozen", "{n} rows are frozen", done)),
        (
            failed,
            plural(
                "{n} was added with a payment in Error: correct it on its event",
                "{n} were added with a payment in Error: correct them on their events",
                failed,
            ),
        ),
        (wrong, plural("{n} needs a correction", "{n} need a correction", wrong)),
        (
            elsewhere,
            plural(
                "{n} is not possible here: use Payment Event",
                "{n} are not possible here: use Payment Event",
                elsewhere,
            ),
        ),
        (asked, plural("{n} needs your answer", "{n} need your answer", asked)),
        (waiting - asked, plural("{n} is waiting", "{n} are waiting", waiting - asked)),
        (given_up, plural("{n} was given up", "{n} were given up", given_up)),
    ]
    says = ", ".join(words.format(n=formats.count(n)) for n, words in parts if n)
    if view.is_finished and not failed:
        amount = formats.money(view.taken, view.currency)
        return Notice(joined(says, amount), Tone.GREEN, word=_("Created") if done else _("Done"))
    word = _("Created") if done else _("Not created")
    return Notice(
        f"{says}. {_goes_on(waiting - asked, formats)}".rstrip(),
        Tone.AMBER,
        word=_("Stopped") if stopped and waiting else word,
    )


def _goes_on(waiting: int, formats: Formats) -> str:
    """What to do with rows that nobody has to look at."""
    if not waiting:
        return ""
    words = plural(
        "F9 goes on with the {n} that waits.", "F9 goes on with the {n} that wait.", waiting
    )
    return words.format(n=formats.count(waiting))


def ask_once(
    page: QWidget,
    says: str,
    title: str,
    yes: str,
    then: Callable[[], object],
    otherwise: Callable[[], object] | None = None,
) -> None:
    """One question about rows that would be lost; F9 says yes."""
    dialog = ConfirmDialog([says], page.window(), title=title, yes=yes, yes_key="F9", danger=True)
    dialog.accepted.connect(then)
    if otherwise is not None:
        dialog.rejected.connect(otherwise)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
