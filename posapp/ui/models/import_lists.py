"""Columns of the import page: the file's rows, the mapping, the rejects, the control totals."""

from collections.abc import Iterable
from dataclasses import dataclass

from posapp.domain.imports import (
    CREDIT_APPLIED,
    ControlTotal,
    ImportPreview,
    ImportReport,
    MappedFile,
    Reject,
)
from posapp.i18n import _, plural
from posapp.ui.formats import Formats
from posapp.ui.models.columns import NONE, Align, Column, text_column
from posapp.ui.tokens import Tone

FileLine = tuple[int, tuple[str, ...]]
Pair = tuple[str, str]

_LEAST = 84
_MOST = 260
_SIGN = 8


@dataclass(frozen=True, slots=True)
class TotalLine:
    """A control total: what the rows give, and what the file or its profile says, if anything."""

    name: str
    found: ControlTotal | None
    expected: ControlTotal | None

    @property
    def is_wrong(self) -> bool:
        """Whether nothing will be recorded because of it (M-80)."""
        return self.expected is not None and self.expected != self.found


def total_lines(mapped: MappedFile) -> tuple[TotalLine, ...]:
    """The control totals of a file, those that are stated first."""
    names = [*mapped.expected, *(name for name in mapped.totals if name not in mapped.expected)]
    return tuple(
        TotalLine(name, mapped.totals.get(name), mapped.expected.get(name)) for name in names
    )


def file_columns(preview: ImportPreview) -> tuple[Column[FileLine], ...]:
    """The file's own columns behind the number of the line, each as wide as its first rows need."""
    columns: list[Column[FileLine]] = [
        Column(_("Line"), lambda line: str(line[0]), Align.RIGHT, 60, muted=True)
    ]
    for at, name in enumerate(preview.header):
        columns.append(Column(name, _Cell(at), width=_width(name, at, preview.lines)))
    return tuple(columns)


def mapping_columns() -> tuple[Column[Pair], ...]:
    """Our field and their column."""
    return (
        Column(_("Our field"), lambda pair: _field_words(pair[0]), width=192),
        Column(_("Comes from"), lambda pair: pair[1], width=160, stretch=True),
    )


def reject_columns(formats: Formats) -> tuple[Column[Reject], ...]:
    """Rows that cannot be taken: where, what, why."""
    return (
        Column(
            _("Line"),
            lambda r: formats.count(r.line),
            Align.RIGHT,
            72,
            order=lambda r: r.line,
        ),
        text_column(_("Column"), lambda r: r.column, 136),
        text_column(_("Value"), lambda r: r.value, 148),
        text_column(_("Reason"), lambda r: r.reason, 240, stretch=True),
    )


def total_columns(formats: Formats, currency: str) -> tuple[Column[TotalLine], ...]:
    """Control totals: name, stated, found, verdict."""

    def shown(one: ControlTotal | None) -> str:
        if one is None:
            return NONE
        count = formats.count(one.count)
        if one.amount is None:
            return count
        return f"{count} · {formats.money(one.amount, currency or None)}"

    return (
        Column(_("Total"), lambda line: _total_words(line.name), width=104, stretch=True),
        Column(_("Expected"), lambda line: shown(line.expected), Align.RIGHT, 168),
        Column(_("Found"), lambda line: shown(line.found), Align.RIGHT, 168),
        Column(_("Verdict"), _verdict, width=104, tone=_verdict_tone),
    )


def credit_words(report: ImportReport, formats: Formats, currency: str) -> str:
    """What overpayments paid of the new bills (OP-3); nothing where there were none."""
    applied = report.totals.get(CREDIT_APPLIED)
    if applied is None:
        return ""
    says = plural(
        "Overpayments paid {amount} of {n} bill.",
        "Overpayments paid {amount} of {n} bills.",
        applied.count,
    )
    amount = formats.money(applied.amount, currency or None)
    return says.format(amount=amount, n=formats.count(applied.count))


class _Cell:
    """Text of one of the file's columns; short rows end early."""

    def __init__(self, at: int) -> None:
        self._at = at

    def __call__(self, line: FileLine) -> str:
        return line[1][self._at] if self._at < len(line[1]) else ""


def _width(name: str, at: int, lines: Iterable[FileLine]) -> int:
    cell = _Cell(at)
    longest = max([len(name), *(len(cell(line)) for line in lines)])
    return min(max(longest * _SIGN + 20, _LEAST), _MOST)


def _field_words(name: str) -> str:
    """``account.customer_class`` as people read it: *Account · Customer class*."""
    return " · ".join(_capital(part.replace("_", " ")) for part in name.split("."))


def _capital(words: str) -> str:
    if words.startswith("sa "):
        return "SA" + words[2:]
    return words[:1].upper() + words[1:]


def _total_words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _verdict(line: TotalLine) -> str:
    if line.expected is None:
        return _("Not stated")
    return _("Differs") if line.is_wrong else _("As stated")


def _verdict_tone(line: TotalLine) -> Tone:
    if line.expected is None:
        return Tone.GREY
    return Tone.RED if line.is_wrong else Tone.GREEN
