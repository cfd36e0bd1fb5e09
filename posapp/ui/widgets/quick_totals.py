"""Figures of Quick Add in a fixed place: rows, their sum, the tape, what is created (QA-19)."""

from collections.abc import Sequence

from posapp.domain.money import ZERO, Money, total
from posapp.domain.quick_add import Outcome, QuickHeader
from posapp.i18n import _, plural
from posapp.ui.formats import Formats, joined
from posapp.ui.models.quick_lines import ShownLine
from posapp.ui.tokens import Tone
from posapp.ui.widgets.totals_bar import TotalsBar


class QuickTotals(TotalsBar):
    """Counts and sums of the rows that are shown."""

    def __init__(self, formats: Formats) -> None:
        super().__init__(
            (
                ("row_count", _("Rows")),
                ("row_total", _("Row Total")),
                ("tape", _("Control Count and Total")),
                ("created", _("Created")),
                ("attention", _("Need attention")),
            )
        )
        self._formats = formats

    def show_rows(self, lines: Sequence[ShownLine], header: QuickHeader, currency: str) -> None:
        """Show the figures of the rows beside those of the tape."""
        count, money = self._formats.count, self._formats.money
        made = [one for one in lines if one.is_done]
        taken = total(_taken(one) for one in made)
        wrong = sum(one.needs_attention for one in lines)
        self.show_value("row_count", count(len(lines)))
        self.show_value("row_total", money(total(one.money for one in lines), currency))
        self.show_value("tape", *self._tape(lines, header, currency))
        words = joined(count(len(made)), money(taken, currency)) if made else ""
        self.show_value("created", words, Tone.GREEN if made else None)
        self.show_value("attention", count(wrong), Tone.RED if wrong else None)

    def _tape(
        self, lines: Sequence[ShownLine], header: QuickHeader, currency: str
    ) -> tuple[str, Tone | None]:
        """How far the rows are from the tape."""
        if header.tape_count is None and header.tape_total is None:
            return "", None
        rows, away = 0, ZERO
        if header.tape_count is not None:
            rows = header.tape_count - len(lines)
        if header.tape_total is not None:
            away = header.tape_total - total(one.money for one in lines)
        if not rows and away == ZERO:
            return _("Agree"), Tone.GREEN
        return joined(self._rows_off(rows), self._money_off(away, currency)), Tone.RED

    def _rows_off(self, rows: int) -> str:
        if rows > 0:
            return plural("{n} row missing", "{n} rows missing", rows).format(n=rows)
        if rows < 0:
            return plural("{n} row too many", "{n} rows too many", -rows).format(n=-rows)
        return ""

    def _money_off(self, away: Money, currency: str) -> str:
        amount = self._formats.money(abs(away), currency)
        if away > ZERO:
            return _("{amount} missing").format(amount=amount)
        if away < ZERO:
            return _("{amount} too much").format(amount=amount)
        return ""


def agrees(lines: Sequence[ShownLine], header: QuickHeader) -> bool:
    """Whether the rows make up the tape; without one they always do."""
    counted = header.tape_count in {None, len(lines)}
    return counted and header.tape_total in {None, total(one.money for one in lines)}


def _taken(line: ShownLine) -> Money:
    """What a row brought; one that was there before brought nothing (D-21)."""
    result = line.result
    if result is None or result.replayed or result.outcome not in set(Outcome):
        return ZERO
    return result.amount if result.amount is not None else line.money
