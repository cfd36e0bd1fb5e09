"""Papers of a period: the payment balance report and the over/under log (controls 17, OU-10)."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from posapp.domain.day_papers import BalanceLine, OverUnderLog, PaymentBalance, PaymentSum
from posapp.domain.ids import short_id
from posapp.domain.money import Currency, Money, total
from posapp.domain.over_unders import OverUnderEntry
from posapp.i18n import ISO, _, plural
from posapp.printing.blocks import Block, Column, Note, Section, Space, Table, TableLine
from posapp.printing.day_heads import DOT, LOCALE, Wording
from posapp.printing.page import render
from posapp.printing.style import Layout


def render_payment_balance(
    doc: PaymentBalance, *, layout: Layout, locale: str = LOCALE, date_style: str = ISO
) -> bytes:
    """PDF of a payment balance report; the same document always gives the same bytes.

    Args:
        doc: what it shows; texts may hold anything, nothing in them is markup.
        layout: 80 mm roll, A4 or Letter.
        locale: how money is written.
        date_style: how dates and times are written: ``iso`` or a locale.
    """
    words = Wording(doc.head, locale, date_style)
    title = _("Payment Balance Report")
    blocks = tuple(_balance(doc, words, title))
    running = words.running(title)
    return render(blocks, layout=layout, title=f"{title} {doc.head.number}", running=running)


def render_over_under_log(
    doc: OverUnderLog, *, layout: Layout, locale: str = LOCALE, date_style: str = ISO
) -> bytes:
    """PDF of an over/under log; arguments as for ``render_payment_balance``."""
    words = Wording(doc.head, locale, date_style)
    title = _("Over/Under Log")
    blocks = tuple(_log(doc, words, title))
    running = words.running(title)
    return render(blocks, layout=layout, title=f"{title} {doc.head.number}", running=running)


def _balance(doc: PaymentBalance, words: Wording, title: str) -> Iterator[Block]:
    yield from words.top(title, facts=[(_("Payment Date"), words.period(doc.first, doc.last))])
    yield Space()
    if not doc.lines:
        yield Note(_("No payments in this period."))
        return
    for currency, lines in groupby(doc.lines, key=attrgetter("currency")):
        yield Section(_("Tenders in {currency}").format(currency=currency))
        yield _tenders(doc, tuple(lines), words)
    yield Section(_("Payments"))
    yield _payments(doc, words)


def _heads(first: Column) -> tuple[Column, ...]:
    return (
        first,
        Column(_("Valid"), right=True),
        Column(_("Valid Amount"), right=True),
        Column(_("Canceled"), right=True),
        Column(_("Canceled Amount"), right=True),
    )


def _tenders(doc: PaymentBalance, lines: tuple[BalanceLine, ...], words: Wording) -> Table:
    """Types below their source, each source with its sum, and the sum of all."""
    currency = doc.currencies[lines[0].currency]
    rows: list[TableLine] = []
    for source, group in groupby(lines, key=attrgetter("tender_source")):
        of_it = tuple(group)
        name = doc.drawers.get(source, source) or _("No drawer")
        rows += [
            TableLine(
                (f"{name}{DOT}{words.kind(one.tender_type)}", *_cells((one,), words, currency))
            )
            for one in of_it
        ]
        rows.append(TableLine((name, *_cells(of_it, words, currency)), strong=True))
    rows.append(TableLine((_("Total"), *_cells(lines, words, currency)), strong=True))
    return Table(_heads(Column(_("Tender Source and Type"))), tuple(rows))


def _payments(doc: PaymentBalance, words: Wording) -> Table:
    rows = tuple(
        TableLine((one.currency, *_cells((one,), words, doc.currencies[one.currency])))
        for one in doc.payments
    )
    return Table(_heads(Column(_("Currency"))), rows)


def _cells(
    lines: tuple[BalanceLine, ...] | tuple[PaymentSum, ...], words: Wording, currency: Currency
) -> tuple[str, ...]:
    return (
        words.count(sum(one.valid for one in lines)),
        words.number(total(one.valid_amount for one in lines), currency),
        words.count(sum(one.canceled for one in lines)),
        words.number(total(one.canceled_amount for one in lines), currency),
    )


def _log(doc: OverUnderLog, words: Wording, title: str) -> Iterator[Block]:
    yield from words.top(title, facts=[(_("Business Date"), words.period(doc.first, doc.last))])
    yield Space()
    if not doc.entries:
        yield Note(_("No drawer was over or under in this period."))
    by = attrgetter("cashier", "currency")
    for (cashier, currency), entries in groupby(sorted(doc.entries, key=by), key=by):
        yield Section(DOT.join((cashier or _("All users"), currency)))
        yield _of_cashier(doc, tuple(entries), words)


def _of_cashier(doc: OverUnderLog, entries: tuple[OverUnderEntry, ...], words: Wording) -> Table:
    """Bookings, the oldest first, with the running total; their number and sum below (OU-10)."""
    currency = doc.currencies[entries[0].currency]
    number = words.number
    rows = [
        TableLine(
            (
                words.day(one.business_date),
                short_id(one.control_id),
                words.kind(one.tender_type),
                DOT.join(filter(None, (words.reason(one.reason), one.comments))),
                one.approved_by,
                number(one.amount, currency),
                number(one.running_total, currency),
            )
        )
        for one in entries
    ]
    booked = len({one.event_id for one in entries})
    says = plural("{n} booking", "{n} bookings", booked).format(n=words.count(booked))
    over, under = _sides([one.amount for one in entries])
    sides = _("over {over}, under {under}").format(
        over=number(over, currency), under=number(under, currency)
    )
    net = number(total(one.amount for one in entries), currency)
    rows.append(TableLine((says, "", "", sides, "", net, ""), strong=True))
    columns = (
        Column(_("Date"), share=1.3),
        Column(_("Tender Control"), share=1.3),
        Column(_("Type")),
        Column(_("Reason"), share=2.4),
        Column(_("Approved by")),
        Column(_("Amount"), right=True),
        Column(_("Running Total"), right=True),
    )
    return Table(columns, tuple(rows))


def _sides(amounts: list[Money]) -> tuple[Money, Money]:
    """What was over, and what was under, each for itself."""
    over = total(amount for amount in amounts if amount.minor > 0)
    return over, total(amount for amount in amounts if amount.minor < 0)
