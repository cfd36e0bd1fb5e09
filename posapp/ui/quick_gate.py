"""What stands before *Create* on a Quick Add page: no rows, a tape that differs, a doubtful amount."""

from collections.abc import Callable, Sequence

from posapp.domain.quick_add import QuickHeader
from posapp.i18n import _, plural
from posapp.ui.models.quick_add_grid import QuickAddGrid
from posapp.ui.pages.base import Page
from posapp.ui.quick_questions import rows_words
from posapp.ui.quick_run import QuickRun
from posapp.ui.quick_words import cannot_create
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.quick_head import QuickHead
from posapp.ui.widgets.quick_question import QuickQuestion
from posapp.ui.widgets.quick_totals import agrees


class QuickGate:
    """Says whether rows may be created now, and why not."""

    def __init__(
        self,
        page: Page,
        head: QuickHead,
        grid: QuickAddGrid,
        run: QuickRun,
        question: QuickQuestion,
    ) -> None:
        """Make it.

        Args:
            page: where it is said.
            head: has the tape.
            grid: the rows.
            run: knows whether they are a batch already.
            question: asks about doubtful amounts.
        """
        self._page, self._head, self._grid = page, head, grid
        self._run, self._question = run, question
        self._agreed: frozenset[tuple[str, str]] = frozenset()

    def opens(self, header: QuickHeader, again: Callable[[], None]) -> bool:
        """Rows there are, a tape that agrees, and a yes to each doubtful amount.

        Args:
            header: as typed.
            again: creates once the question has its yes.
        """
        lines = self._grid.lines
        says = cannot_create(lines)
        if says:
            self._page.show_notice(Notice(says, Tone.BLUE))
            return False
        if self._run.batch is None and not agrees(lines, header):
            self._head.show_error("control_total", _("Rows and tape differ."))
            return False
        return self._has_no_doubts(again)

    def _has_no_doubts(self, again: Callable[[], None]) -> bool:
        """An amount that looks like a scanned number is asked about before anything is taken."""
        found = [
            (row, line)
            for row, line in enumerate(self._grid.records)
            if line.is_far_above and (line.row.request_id, line.row.amount) not in self._agreed
        ]
        if not found:
            return True
        ids = frozenset((line.row.request_id, line.row.amount) for _row, line in found)
        formats = self._page.context.formats
        amounts = [formats.money(line.money, self._grid.currency) for _row, line in found]

        def agreed() -> None:
            self._agreed |= ids
            again()

        words = plural(
            "{n} amount is far above the balance",
            "{n} amounts are far above the balance",
            len(found),
        )
        self._question.ask(
            words.format(n=formats.count(len(found))),
            [_doubted([row + 1 for row, _line in found], amounts)],
            _("Create all the same"),
            agreed,
            frozenset(),
        )
        self._question.is_early = True
        return False


def _doubted(rows: Sequence[int], amounts: Sequence[str]) -> str:
    """Which rows, and the first amount."""
    says = _("{rows}: {amount}. Was a number scanned into the amount?")
    return says.format(rows=rows_words(rows), amount=amounts[0])
