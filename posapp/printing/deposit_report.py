"""The deposit control report: figures of 4.2, drawers, types, turn-ins, deposits (controls 17)."""

from collections.abc import Iterator

from posapp.domain.codes import ControlStatus, DepositKind
from posapp.domain.day_papers import DepositReport
from posapp.domain.deposit_figures import DepositFigures
from posapp.domain.ids import short_id
from posapp.domain.money import Money, total
from posapp.i18n import ISO, _
from posapp.printing.blocks import (
    Banner,
    Block,
    Column,
    Entry,
    Rule,
    Section,
    Signatures,
    Space,
    Table,
    TableLine,
    Total,
)
from posapp.printing.day_heads import DOT, LOCALE, Wording, worded
from posapp.printing.page import render
from posapp.printing.style import Layout


def render_deposit_report(
    doc: DepositReport, *, layout: Layout, locale: str = LOCALE, date_style: str = ISO
) -> bytes:
    """PDF of a report; the same document always gives the same bytes.

    Args:
        doc: what it shows; texts may hold anything, nothing in them is markup.
        layout: 80 mm roll, A4 or Letter.
        locale: how money is written.
        date_style: how dates and times are written: ``iso`` or a locale.
    """
    words = Wording(doc.head, locale, date_style)
    title = _("Deposit Control Report")
    blocks = tuple(_Report(doc, words).blocks(title))
    running = words.running(title)
    return render(blocks, layout=layout, title=f"{title} {doc.head.number}", running=running)


class _Report:
    """Blocks of one report."""

    def __init__(self, doc: DepositReport, words: Wording) -> None:
        self._doc = doc
        self._words = words

    def blocks(self, title: str) -> Iterator[Block]:
        view, words = self._doc.view, self._words
        control = view.control
        balanced = control.status is ControlStatus.BALANCED
        banners = () if balanced else (Banner(_("INTERIM"), _("It is not balanced yet.")),)
        facts = [
            (_("Business Date"), words.day(control.business_date)),
            (_("Source Type"), worded(control.source_type)),
            (_("Status"), worded(control.status)),
            (_("Created"), words.stamp(control.created_at)),
            (_("Created by"), view.created_by),
            (_("Owner"), control.owner_name),
            (_("Balanced"), words.stamp(view.balanced_at)),
            (_("Balanced by"), view.balanced_by),
            (_("Exceptions"), words.count(view.exceptions)),
            (_("Comments"), control.comments),
        ]
        yield from words.top(title, *banners, facts=facts)
        if view.figures is not None:
            yield from self._figures(view.figures)
        yield from self._types()
        yield from self._drawers()
        yield from self._turn_ins()
        yield from self._deposits()
        yield from self._booked()
        yield Space()
        yield Signatures(((_("Prepared by"), view.balanced_by), (_("Reviewed by"), "")))

    def _figures(self, figures: DepositFigures) -> Iterator[Block]:
        """The figures of 4.2 (DC-00): down to what is expected they add up as they are read."""
        money = self._words.money
        yield Section(_("Figures"))
        counted = ((_("Total Tender Controls"), figures.controls, figures.controls_amount),
                   (_("Total Tender Deposits"), figures.deposits, -figures.deposits_amount))  # fmt: skip
        yield Entry(_("Starting Balance"), money(figures.starting))
        yield Entry(_("Total Tenders Amount"), money(figures.tenders))
        yield Entry(_("Tenders"), money(figures.taken), level=1)
        yield Entry(_("Over/Under Booked"), money(figures.booked), level=1)
        for text, number, amount in counted:
            yield Entry(text, money(amount), self._words.count(number))
        yield Rule(heavy=True, narrow=True)
        yield Entry(
            _("Expected Ending Balance"),
            money(figures.expected),
            narrow=True,
            strong=True,
            keep=True,
        )
        yield Entry(_("In Drawers"), money(figures.in_drawers), narrow=True, level=1)
        in_hands = money(figures.in_hands)
        yield Entry(_("In the Supervisor's Hands"), in_hands, narrow=True, level=1)
        if figures.ending is not None:
            yield Entry(_("Ending Balance"), money(figures.ending), narrow=True, strong=True)
        if figures.over_under is not None:
            yield Total(_("Outstanding Over/Under"), money(figures.over_under))
        yield Rule(heavy=True, narrow=True)

    def _types(self) -> Iterator[Block]:
        words, lines = self._words, self._doc.view.lines or ()
        if not lines:
            return
        names = ("starting", "taken", "booked", "banked", "expected", "turned_in")
        titles = (
            _("Starting"),
            _("Tenders"),
            _("Over/Under"),
            _("Deposited"),
            _("Expected"),
            _("Turned in"),
        )
        rows = [
            TableLine(
                (words.kind(line.tender_type), *(words.number(getattr(line, n)) for n in names))
            )
            for line in lines
        ]
        sums = (words.number(total(getattr(line, name) for line in lines)) for name in names)
        rows.append(TableLine((_("Total"), *sums), strong=True))
        yield Section(_("By tender type"))
        columns = (Column(_("Type")), *(Column(text, right=True) for text in titles))
        yield Table(columns, tuple(rows))

    def _drawers(self) -> Iterator[Block]:
        doc, words = self._doc, self._words
        yield Section(_("Tender controls"))
        lines = tuple(
            TableLine(
                (
                    doc.drawers.get(one.tender_source, one.tender_source),
                    short_id(one.id),
                    one.user_name or _("All users"),
                    worded(one.status),
                    words.number(one.starting_balance),
                )
            )
            for one in doc.view.controls
        )
        columns = (
            Column(_("Drawer"), share=1.4),
            Column(_("Tender Control")),
            Column(_("Cashier")),
            Column(_("Status")),
            Column(_("Starting"), right=True),
        )
        yield Table(columns, lines, listed=True)

    def _turn_ins(self) -> Iterator[Block]:
        doc, words = self._doc, self._words
        if not doc.view.turn_ins:
            return
        yield Section(_("Turn-ins"))
        lines = [
            TableLine(
                (
                    one.receipt_number,
                    doc.drawers.get(one.tender_source, one.tender_source),
                    words.kind(one.tender_type),
                    DOT.join(filter(None, (worded(one.status), one.approved_by))),
                    words.number(_signed(one.amount, out=one.direction.value == "OUT")),
                )
            )
            for one in doc.view.turn_ins
        ]
        net = total(
            _signed(one.amount, out=one.direction.value == "OUT") for one in doc.view.turn_ins
        )
        lines.append(TableLine((_("Total"), "", "", "", words.number(net)), strong=True))
        columns = (
            Column(_("Receipt")),
            Column(_("Drawer")),
            Column(_("Type")),
            Column(_("Status"), share=1.6),
            Column(_("Amount"), right=True),
        )
        yield Table(columns, tuple(lines), listed=True)

    def _deposits(self) -> Iterator[Block]:
        words, deposits = self._words, self._doc.view.deposits
        if not deposits:
            return
        yield Section(_("Deposits"))
        lines = []
        for view in deposits:
            one = view.deposit
            bank = one.kind is DepositKind.BANK
            where = f"{one.bank} {one.bank_account}" if bank else words.kind(one.tender_type or "")
            cells = (
                one.reference_id or short_id(one.id),
                where,
                words.day(one.deposit_date),
                one.bag_number,
                words.number(one.amount),
            )
            lines.append(TableLine(cells))
        net = words.number(total(view.deposit.amount for view in deposits))
        lines.append(TableLine((_("Total"), "", "", "", net), strong=True))
        columns = (
            Column(_("Slip")),
            Column(_("Bank Account")),
            Column(_("Date")),
            Column(_("Bag Number")),
            Column(_("Amount"), right=True),
        )
        yield Table(columns, tuple(lines), listed=True)

    def _booked(self) -> Iterator[Block]:
        """Over and under of all its drawers (OU-12)."""
        doc, words = self._doc, self._words
        if not doc.booked:
            return
        yield Section(_("Over/under"))
        lines = [
            TableLine(
                (
                    one.cashier or _("All users"),
                    words.kind(one.tender_type),
                    words.reason(one.reason),
                    one.approved_by,
                    words.number(one.amount),
                )
            )
            for one in doc.booked
        ]
        net = words.number(total(one.amount for one in doc.booked))
        lines.append(TableLine((_("Total"), "", "", "", net), strong=True))
        columns = (
            Column(_("Cashier")),
            Column(_("Type")),
            Column(_("Reason")),
            Column(_("Approved by")),
            Column(_("Amount"), right=True),
        )
        yield Table(columns, tuple(lines), listed=True)


def _signed(amount: Money, *, out: bool) -> Money:
    """What came to the supervisor: money back into a drawer is less."""
    return amount if out else -amount
