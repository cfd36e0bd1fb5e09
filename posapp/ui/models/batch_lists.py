"""Columns of the list of Quick Add batches: what, when, who, how the rows came out."""

from posapp.domain.ids import short_id
from posapp.domain.quick_add import BatchItem, QuickKind
from posapp.i18n import _, plural
from posapp.ui.formats import Formats, grouped
from posapp.ui.models.columns import (
    Align,
    Column,
    date_column,
    money_column,
    stamp_column,
    text_column,
)
from posapp.ui.tokens import Tone


def batch_columns(formats: Formats) -> tuple[Column[BatchItem], ...]:
    """The list, newest first."""
    return (
        stamp_column(_("Made"), lambda b: b.made_at, formats, 136, order=None),
        text_column(_("Kind"), lambda b: kind_words(b.kind), 92, order=None),
        date_column(_("Payment Date"), lambda b: b.payment_date, formats, 104, order=None),
        text_column(
            _("Tender Control"), lambda b: grouped(short_id(b.control_id)), 120, order=None
        ),
        text_column(_("Made by"), lambda b: b.user_name, 130, order=None),
        Column(_("Rows"), lambda b: formats.count(b.rows), Align.RIGHT, 72),
        Column(_("Created"), lambda b: formats.count(b.done + b.error), Align.RIGHT, 80),
        money_column(
            _("Amount created"), lambda b: b.taken, formats, lambda b: b.currency, 128, order=None
        ),
        Column(
            _("State"), lambda b: state_of(b, formats)[0], width=220, stretch=True,
            tone=lambda b: state_of(b, formats)[1], tip=lambda b: outcome_words(b, formats),
        ),
    )  # fmt: skip


def kind_words(kind: QuickKind) -> str:
    """What its rows say."""
    return _("Rules") if kind is QuickKind.RULES else _("Accounts")


def state_of(batch: BatchItem, formats: Formats) -> tuple[str, Tone]:
    """What is still to be done about a batch, the most urgent first."""
    if batch.waiting:
        words = plural("{n} row waits", "{n} rows wait", batch.waiting)
        return words.format(n=formats.count(batch.waiting)), Tone.AMBER
    wrong = batch.invalid + batch.not_here
    if wrong:
        words = plural("{n} row not created", "{n} rows not created", wrong)
        return words.format(n=formats.count(wrong)), Tone.RED
    if batch.error:
        words = plural("{n} payment in Error", "{n} payments in Error", batch.error)
        return words.format(n=formats.count(batch.error)), Tone.RED
    if batch.given_up:
        words = plural("{n} row given up", "{n} rows given up", batch.given_up)
        return words.format(n=formats.count(batch.given_up)), Tone.GREY
    return _("All created"), Tone.GREEN


def outcome_words(batch: BatchItem, formats: Formats) -> str:
    """Rows by outcome (QA-16)."""
    count = formats.count
    parts = (
        (batch.done, _("{n} frozen")),
        (batch.error, _("{n} in Error")),
        (batch.invalid, _("{n} invalid")),
        (batch.not_here, _("{n} not possible here")),
        (batch.waiting, _("{n} waiting")),
        (batch.given_up, _("{n} given up")),
    )
    return ", ".join(words.format(n=count(n)) for n, words in parts if n)
