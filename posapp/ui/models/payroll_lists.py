"""Columns of the payroll hand-over: deductions that wait, and batches (ML-5)."""

from collections.abc import Callable
from datetime import date

from posapp.domain.ids import short_id
from posapp.domain.payroll import Deduction, PayrollBatch
from posapp.i18n import _, plural
from posapp.ui.formats import Formats
from posapp.ui.models.columns import (
    Align,
    Column,
    date_column,
    money_column,
    number_column,
    text_column,
)
from posapp.ui.tokens import Tone


def deduction_columns(formats: Formats) -> tuple[Column[Deduction], ...]:
    """Whose pay, for what, and how much."""
    return (
        date_column(_("Date"), lambda d: d.day, formats),
        text_column(_("Employee"), lambda d: d.employee_number, 120),
        text_column(_("Name"), lambda d: d.name, 220, stretch=True),
        text_column(_("Account"), lambda d: short_id(d.account_id), 120),
        number_column(_("Confirmation"), lambda d: d.confirmation),
        money_column(_("Amount"), lambda d: d.amount, formats, lambda d: d.currency),
    )


def payroll_batch_columns(
    formats: Formats, today: Callable[[], date]
) -> tuple[Column[PayrollBatch], ...]:
    """Number, period, count, control total, and who acknowledged it or for how long nobody did."""

    def tone(batch: PayrollBatch) -> Tone:
        return Tone.AMBER if batch.acknowledged_at is None else Tone.GREEN

    return (
        Column(_("Batch"), lambda b: str(b.number), Align.RIGHT, 80, order=lambda b: b.number),
        date_column(_("From"), lambda b: b.since, formats),
        date_column(_("Until"), lambda b: b.until, formats),
        Column(
            _("Lines"), lambda b: formats.count(b.lines), Align.RIGHT, 88,
            order=lambda b: b.lines,
        ),
        money_column(_("Control total"), lambda b: b.amount, formats, lambda b: b.currency),
        text_column(_("Made by"), lambda b: b.created_by, 120),
        Column(
            _("Acknowledged"), lambda b: answer_words(b, formats, today()), width=240,
            tone=tone, stretch=True,
        ),
    )  # fmt: skip


def answer_words(batch: PayrollBatch, formats: Formats, today: date) -> str:
    """By whom and when, or since when nobody answered."""
    if batch.acknowledged_at is None:
        return waiting_words(batch, today)
    says = _("{name}, {at}")
    return says.format(name=batch.acknowledged_name, at=formats.stamp(batch.acknowledged_at))


def waiting_words(batch: PayrollBatch, today: date) -> str:
    """How long a batch has waited for an answer."""
    days = max(batch.age(today), 0)
    return plural("Waits for {n} day", "Waits for {n} days", days).format(n=days)
