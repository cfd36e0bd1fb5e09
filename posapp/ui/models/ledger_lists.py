"""Columns of the ledger export: what each ledger account gets, and the batches that were made."""

from collections.abc import Iterable
from dataclasses import dataclass

from posapp.domain.ledger_export import AccountTotals, LedgerBatch, LedgerPreview
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.models.columns import (
    Align,
    Column,
    date_column,
    money_column,
    stamp_column,
    text_column,
)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A ledger account in one currency."""

    currency: str
    totals: AccountTotals


def to_account_lines(previews: Iterable[LedgerPreview]) -> tuple[AccountLine, ...]:
    """The ledger accounts of all currencies."""
    return tuple(AccountLine(one.currency, found) for one in previews for found in one.accounts)


def account_columns(formats: Formats) -> tuple[Column[AccountLine], ...]:
    """Ledger account, how many lines, debits and credits."""

    def coded(line: AccountLine) -> str:
        return line.currency

    return (
        text_column(_("Currency"), lambda x: x.currency, 88),
        text_column(_("Ledger Account"), lambda x: x.totals.distribution_code, 150),
        text_column(_("Description"), lambda x: x.totals.description, 220, stretch=True),
        Column(
            _("Lines"), lambda x: formats.count(x.totals.lines), Align.RIGHT, 88,
            order=lambda x: x.totals.lines,
        ),
        money_column(_("Debits"), lambda x: x.totals.debits, formats, coded, 140),
        money_column(_("Credits"), lambda x: x.totals.credits, formats, coded, 140),
    )  # fmt: skip


def ledger_batch_columns(formats: Formats) -> tuple[Column[LedgerBatch], ...]:
    """Number, what it covers, its control totals, who made it when."""
    return (
        Column(_("Batch"), lambda b: str(b.number), Align.RIGHT, 80, order=lambda b: b.number),
        date_column(_("Until"), lambda b: b.until, formats),
        text_column(_("Currency"), lambda b: b.currency, 88),
        Column(
            _("Lines"), lambda b: formats.count(b.lines), Align.RIGHT, 88,
            order=lambda b: b.lines,
        ),
        money_column(_("Debits"), lambda b: b.debits, formats, lambda b: b.currency, 140),
        money_column(_("Credits"), lambda b: b.credits, formats, lambda b: b.currency, 140),
        stamp_column(_("Created"), lambda b: b.created_at, formats, 150),
        text_column(_("Created By"), lambda b: b.created_by, 160, stretch=True),
    )  # fmt: skip
