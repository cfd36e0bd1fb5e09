"""The turn-in slip in two copies: one with the money, one in the drawer (TI-12, TI-13, D-37)."""

from collections.abc import Iterator

from posapp.domain.codes import TurnInDirection
from posapp.domain.day_papers import TurnInSlip
from posapp.domain.ids import short_id
from posapp.domain.money import total
from posapp.domain.turn_in import Instrument
from posapp.i18n import ISO, _
from posapp.printing.blocks import (
    Banner,
    Block,
    Column,
    Note,
    Rule,
    Section,
    Signatures,
    Space,
    Table,
    TableLine,
    Total,
)
from posapp.printing.day_heads import DOT, LOCALE, Wording, masked, worded
from posapp.printing.page import render_parts
from posapp.printing.style import STYLES, Layout


def render_turn_in_slip(
    doc: TurnInSlip, *, layout: Layout, locale: str = LOCALE, date_style: str = ISO
) -> bytes:
    """PDF of both copies, each on a paper of its own; the same document gives the same bytes.

    Args:
        doc: what it shows; texts may hold anything, nothing in them is markup.
        layout: 80 mm roll, A4 or Letter.
        locale: how money is written.
        date_style: how dates and times are written: ``iso`` or a locale.
    """
    words = Wording(doc.head, locale, date_style)
    title = _("Turn-in Slip")
    copies = (_("Copy 1 of 2: stays with the money"), _("Copy 2 of 2: stays in the drawer"))
    parts = [tuple(_blocks(doc, words, title, copy)) for copy in copies]
    return render_parts(
        parts,
        style=STYLES[layout],
        title=f"{title} {doc.head.number}",
        running=words.running(title),
        apart=True,
    )


def _blocks(doc: TurnInSlip, words: Wording, title: str, copy: str) -> Iterator[Block]:
    one = doc.view.turn_in
    version = _("Version {n}").format(n=one.version)
    banner = Banner(DOT.join((worded(one.status), version)), copy, solid=False)
    facts = [
        (_("Tender Control"), short_id(one.tender_control_id)),
        (_("Deposit Control"), short_id(one.deposit_control_id)),
        (_("Cashier"), one.drawer_user or _("All users")),
        (_("Turn-in"), short_id(one.id)),
        (_("Direction"), worded(one.direction)),
        (_("Handed over"), words.stamp(one.created_at)),
        (_("Written by"), one.created_by),
        (_("Approved"), words.stamp(one.approved_at)),
        (_("Approved by"), one.approved_by),
    ]
    yield from words.top(title, banner, facts=facts)
    yield Rule(heavy=True, narrow=True)
    yield Total(words.kind(one.tender_type), words.money(one.amount))
    yield Rule(heavy=True, narrow=True)
    yield from words.pieces(doc.view.counted)
    yield from check_list(doc.view.instruments, words)
    if one.comments:
        yield Space()
        yield Note(one.comments)
    yield Space()
    out = one.direction is TurnInDirection.OUT
    drawer = one.drawer_user or (one.created_by if out else "")
    office = one.approved_by or ("" if out else one.created_by)
    giver, taker = (drawer, office) if out else (office, drawer)
    yield Signatures(((_("Delivered by"), giver), (_("Received by"), taker)))


def check_list(instruments: tuple[Instrument, ...], words: Wording) -> Iterator[Block]:
    """Checks and slips one per line, with count and sum (CN-02); bank numbers masked (PR-08)."""
    if not instruments:
        return
    yield Section(_("Checks and slips"))
    lines = [
        TableLine(
            (
                item.name,
                words.kind(item.tender_type),
                _("No. {number}").format(number=item.check_number) if item.check_number else "",
                masked(item.micr_last4),
                words.number(item.amount),
            )
        )
        for item in instruments
    ]
    net = words.number(total(item.amount for item in instruments))
    lines.append(TableLine((words.of_checks(len(instruments)), "", "", "", net), strong=True))
    columns = (
        Column(_("Drawn by"), share=2.4),
        Column(_("Type")),
        Column(_("Number")),
        Column(_("Bank")),
        Column(_("Amount"), right=True),
    )
    yield Table(columns, tuple(lines), listed=True)
