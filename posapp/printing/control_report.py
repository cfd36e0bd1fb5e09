"""The X report (interim) and the Z report of a drawer (controls 17, BL-02, OU-12, D-16).

Both show the lines of 5.4 by tender type. An X report resets nothing and says INTERIM; a Z report
shows what was counted, by whom it was balanced, and the head of the drawer's audit chain, so that
the paper proves the data (R11).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from posapp.domain.control_life import ControlClose
from posapp.domain.control_lines import ADDING, HIDDEN_FIGURES, ControlLine, Figure
from posapp.domain.day_papers import ControlReport
from posapp.domain.ids import short_id
from posapp.domain.money import Money, total
from posapp.i18n import ISO, _
from posapp.printing.blocks import (
    Banner,
    Block,
    Column,
    Note,
    Section,
    Signatures,
    Space,
    Table,
    TableLine,
)
from posapp.printing.day_heads import LOCALE, Wording, proof_of, worded
from posapp.printing.page import render
from posapp.printing.style import Layout

_GROUP: Final = 8  # digits of a hash that are read as one


def render_control_report(
    doc: ControlReport, *, layout: Layout, locale: str = LOCALE, date_style: str = ISO
) -> bytes:
    """PDF of an X or Z report; the same document always gives the same bytes.

    Args:
        doc: what it shows; texts may hold anything, nothing in them is markup.
        layout: 80 mm roll, A4 or Letter.
        locale: how money is written.
        date_style: how dates and times are written: ``iso`` or a locale.
    """
    words = Wording(doc.head, locale, date_style)
    title = _("X Report")
    if doc.close is not None:
        # Each reopening makes another version of it (TC-25).
        title = _("Z Report, Version {n}").format(n=doc.close.version)
    blocks = tuple(_Report(doc, words).blocks(title))
    running = words.running(title)
    return render(blocks, layout=layout, title=f"{title} {doc.head.number}", running=running)


class _Report:
    """Blocks of one report."""

    def __init__(self, doc: ControlReport, words: Wording) -> None:
        self._doc = doc
        self._words = words

    def blocks(self, title: str) -> Iterator[Block]:
        close = self._doc.close
        yield from self._words.top(title, *self._banners(), facts=self._facts())
        yield Space()
        yield Section(_("By tender type"))
        yield self._lines()
        yield from self._words.pieces(self._doc.counted)
        yield from self._booked()
        yield from self._voids()
        yield from self._reopenings()
        if close is not None:
            # Above the signatures, so that two people sign for it (A.6 b).
            yield from self._sealed(close)
            yield Signatures(
                (
                    (_("Cashier"), self._doc.control.user_name),
                    (_("Supervisor"), close.closed_by),
                )
            )

    def _sealed(self, close: ControlClose) -> Iterator[Block]:
        """The whole head of the drawer's chain and how long it was: the paper to file (A.6 b)."""
        digest = close.chain_head
        groups = " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))
        says = _("Audit chain: {n} rows, {digest}")
        rows = self._words.count(close.chain_length)
        says = says.format(n=rows, digest=groups)
        yield from proof_of(short_id(self._doc.control.id), self._doc.seal, says)

    def _banners(self) -> Iterator[Banner]:
        close = self._doc.close
        if close is None:
            yield Banner(_("INTERIM"), _("The drawer is not reset by this report."))
        elif close.reopened_at is not None:
            says = _("The drawer was reopened on {stamp} by {name}: {reason}").format(
                stamp=self._words.stamp(close.reopened_at),
                name=close.reopened_by,
                reason=close.reopen_reason,
            )
            yield Banner(_("REOPENED"), says)

    def _facts(self) -> list[tuple[str, str]]:
        doc, words = self._doc, self._words
        control, close = doc.control, doc.close
        facts = [
            (_("Business Date"), words.day(control.business_date)),
            (_("Tender Control"), short_id(control.id)),
            (_("Deposit Control"), short_id(control.deposit_control_id)),
            (_("Cashier"), control.user_name or _("All users")),
            (_("Opened"), words.stamp(control.created_at)),
            (_("Starting Balance"), words.money(control.starting_balance)),
            (_("Payment Events"), words.count(doc.events)),
            (_("Canceled Tenders"), words.count(doc.canceled)),
        ]
        if close is None:
            last = ""
            if doc.receipts:
                last = _("{first} to {last}").format(first="1", last=words.count(doc.receipts))
            return [*facts, (_("Status"), worded(control.status)), (_("Receipts"), last)]
        return [*facts, *self._closing(close)]

    def _closing(self, close: ControlClose) -> list[tuple[str, str]]:
        words = self._words
        receipts = _("none")
        if close.first_receipt is not None:
            receipts = _("{first} to {last}").format(
                first=words.count(close.first_receipt), last=words.count(close.last_receipt or 0)
            )
        return [
            (_("Receipts"), receipts),
            (_("Exceptions"), words.count(close.exceptions)),
            (_("Balanced"), words.stamp(close.closed_at)),
            (_("Balanced by"), close.closed_by),
        ]

    def _lines(self) -> Table:
        """Types down, figures across, which add up as they are read (5.4).

        Each stands even where it is zero in all types (17, OU-12); only those that a blind count
        hides are left out (D-16).
        """
        shown = self._shown()
        words, lines = self._words, self._doc.lines
        rows = [TableLine(self._row(line, tuple(shown))) for line in lines]
        count = words.count(sum(line.count or 0 for line in lines))
        sums = (words.number(total(_known(lines, figure))) for figure in shown)
        rows.append(TableLine((_("Total"), count, *sums), strong=True))
        titles = (_("Tenders"), *shown.values())
        columns = (Column(_("Type")), *(Column(title, right=True) for title in titles))
        return Table(columns, tuple(rows))

    def _shown(self) -> dict[Figure, str]:
        """Figures with their titles."""
        titles = {
            Figure.STARTING: _("Starting"),
            Figure.TENDERED: _("Received"),
            Figure.CHANGE: _("Cash Back"),
            Figure.TURN_INS: _("Turn-ins"),
            Figure.REFUNDED: _("Refunds"),
            Figure.BOOKED: _("Over/Under"),
        }
        found = {figure: titles[figure] for figure in ADDING} | {Figure.EXPECTED: _("Expected")}
        if self._doc.close is not None:
            found[Figure.ENDING] = _("Counted")
        return {
            figure: title
            for figure, title in found.items()
            if not (self._doc.blind and figure in HIDDEN_FIGURES)
        }

    def _row(self, line: ControlLine, shown: Sequence[Figure]) -> tuple[str, ...]:
        words = self._words
        amounts = (words.number(line.part(figure)) for figure in shown)
        return (words.kind(line.tender_type), words.count(line.count or 0), *amounts)

    def _booked(self) -> Iterator[Block]:
        """Differences per type and reason, a line of their own (OU-12)."""
        doc, words = self._doc, self._words
        if doc.blind or not doc.booked:
            return
        yield Section(_("Over/under"))
        lines = [
            TableLine(
                (
                    words.kind(one.tender_type),
                    words.reason(one.reason),
                    one.comments,
                    one.approved_by,
                    words.number(one.amount),
                )
            )
            for one in doc.booked
        ]
        net = words.number(total(one.amount for one in doc.booked))
        lines.append(TableLine((_("Total"), "", "", "", net), strong=True))
        columns = (
            Column(_("Type")),
            Column(_("Reason")),
            Column(_("Comments"), share=2.0),
            Column(_("Approved by")),
            Column(_("Amount"), right=True),
        )
        yield Table(columns, tuple(lines), listed=True)

    def _voids(self) -> Iterator[Block]:
        doc, words = self._doc, self._words
        if not doc.voids:
            return
        yield Section(_("Canceled tenders"))
        lines = [
            TableLine(
                (
                    one.receipt_number or words.kind(one.tender_type),
                    words.kind(one.tender_type) if one.receipt_number else "",
                    words.cancel_reason(one.reason),
                    words.stamp(one.canceled_at),
                    words.number(one.amount),
                )
            )
            for one in doc.voids
        ]
        net = words.number(total(one.amount for one in doc.voids))
        lines.append(TableLine((_("Total"), "", "", "", net), strong=True))
        columns = (
            Column(_("Receipt")),
            Column(_("Type")),
            Column(_("Reason")),
            Column(_("Canceled")),
            Column(_("Amount"), right=True),
        )
        yield Table(columns, tuple(lines), listed=True)

    def _reopenings(self) -> Iterator[Block]:
        """Who reopened the drawer after its earlier versions, and why (TC-25)."""
        words, earlier = self._words, self._doc.earlier
        if not earlier:
            return
        yield Section(_("Reopened before"))
        for one in earlier:
            says = _("Version {n}, balanced {closed}, was reopened on {stamp} by {name}: {reason}")
            yield Note(
                says.format(
                    n=words.count(one.version),
                    closed=words.stamp(one.closed_at),
                    stamp=words.stamp(one.reopened_at),
                    name=one.reopened_by,
                    reason=one.reopen_reason,
                )
            )


def _known(lines: Iterable[ControlLine], figure: Figure) -> Iterator[Money]:
    """Amounts of a figure; nothing was counted in a type that has none."""
    for line in lines:
        amount = line.part(figure)
        if amount is not None:
            yield amount
