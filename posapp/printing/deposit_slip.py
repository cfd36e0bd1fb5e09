"""The slip of a bank deposit: notes and coins, checks one per line, subtotals (controls 17, 4.4).

A settlement of a type without paper (D-29) prints as the same paper with its own title. The bank
account shows its last digits only, which is all that the set-up keeps of it (PR-08).
"""

from collections.abc import Iterator

from posapp.domain.codes import DepositKind
from posapp.domain.day_papers import DepositSlip
from posapp.domain.ids import short_id
from posapp.domain.money import total
from posapp.i18n import ISO, _
from posapp.printing.blocks import Block, Entry, Rule, Signatures, Space, Total
from posapp.printing.day_heads import LOCALE, Wording, masked, proof_of
from posapp.printing.page import render
from posapp.printing.style import Layout
from posapp.printing.turn_in_slip import check_list


def render_deposit_slip(
    doc: DepositSlip, *, layout: Layout, locale: str = LOCALE, date_style: str = ISO
) -> bytes:
    """PDF of a slip; the same document always gives the same bytes.

    Args:
        doc: what it shows; texts may hold anything, nothing in them is markup.
        layout: 80 mm roll, A4 or Letter.
        locale: how money is written.
        date_style: how dates and times are written: ``iso`` or a locale.
    """
    words = Wording(doc.head, locale, date_style)
    bank = doc.view.deposit.kind is DepositKind.BANK
    title = _("Deposit Slip") if bank else _("Settlement")
    blocks = tuple(_blocks(doc, words, title))
    running = words.running(title)
    return render(blocks, layout=layout, title=f"{title} {doc.head.number}", running=running)


def _blocks(doc: DepositSlip, words: Wording, title: str) -> Iterator[Block]:
    one, view = doc.view.deposit, doc.view
    facts = [
        (_("Bank"), doc.bank),
        (_("Bank Account"), masked(doc.account)),
        (_("Type"), words.kind(one.tender_type) if one.tender_type else ""),
        (_("Deposit Date"), words.day(one.deposit_date)),
        (_("Deposit Control"), short_id(one.deposit_control_id)),
        (_("Deposit"), short_id(one.id)),
        (_("Reference"), one.reference_id),
        (_("Bag Number"), one.bag_number),
        (_("Prepared by"), one.prepared_by or one.created_by),
        (_("Carried by"), one.carried_by),
    ]
    yield from words.top(title, facts=facts)
    yield Space()
    yield from words.pieces(view.counted)
    yield from check_list(view.instruments, words)
    yield Space()
    if one.kind is DepositKind.BANK:
        checks = total(item.amount for item in view.instruments)
        yield Entry(_("Cash"), words.money(view.cash), narrow=True, keep=True)
        yield Entry(
            _("Checks"),
            words.money(checks),
            words.of_checks(len(view.instruments)),
            narrow=True,
            keep=True,
        )
    yield Rule(heavy=True, narrow=True)
    yield Total(_("Total"), words.money(one.amount))
    yield Rule(heavy=True, narrow=True)
    yield Signatures(
        (
            (_("Prepared by"), one.prepared_by or one.created_by),
            (_("Received by"), one.carried_by),
        )
    )
    yield from proof_of(short_id(one.id), doc.seal)
