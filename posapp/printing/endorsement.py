"""The back of a check: whose it is now and which payment it belongs to (RC-3, PR-06..PR-08).

The text is set as large as fits into the inch and a half that an endorsement has; one that is too
long even in the smallest type makes the page longer rather than losing a line.
"""

from collections.abc import Iterator
from typing import Final

from posapp.domain.documents import EndorsementDoc
from posapp.i18n import ISO, _, format_date, format_money
from posapp.printing.blocks import Block, Entry, Facts
from posapp.printing.page import render_parts
from posapp.printing.receipt import LOCALE
from posapp.printing.strips import measure
from posapp.printing.style import ENDORSED, Layout, Style, check_back

_SIZES: Final = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)


def render_endorsement(
    doc: EndorsementDoc, *, layout: Layout, locale: str = LOCALE, date_style: str = ISO
) -> bytes:
    """PDF of an endorsement; the same document always gives the same bytes.

    Args:
        doc: what it says; texts may hold anything, nothing in them is markup.
        layout: the paper of the printer: a slip off the roll, or a page as wide as a check.
        locale: how money is written.
        date_style: how dates are written: ``iso`` or a locale.
    """
    blocks = tuple(_blocks(doc, locale, date_style))
    style = _fitting(blocks, layout)
    return render_parts([blocks], style=style, title=_("Endorsement"))


def _blocks(doc: EndorsementDoc, locale: str, date_style: str) -> Iterator[Block]:
    if doc.demo:
        yield Entry(_("DEMO: no money was taken"), strong=True)
    text = doc.text or _("For deposit only")
    for number, line in enumerate(text.splitlines()):
        yield Entry(line, strong=number == 0)
    if doc.organisation:
        yield Entry(doc.organisation)
    amount = "" if doc.amount is None else format_money(doc.amount, doc.currency, locale=locale)
    yield Facts(
        (
            (_("Bank Account"), doc.bank_account),
            (_("Date"), format_date(doc.day, date_style)),
            (_("Tender"), doc.tender_id),
            (_("Account"), doc.account),
            (_("Amount"), amount),
            (_("Copy"), _("Duplicate {n}").format(n=doc.copy) if doc.copy else ""),
        )
    )


def _fitting(blocks: tuple[Block, ...], layout: Layout) -> Style:
    """The largest type in which everything is on the place for it, else the smallest."""
    for size in _SIZES:
        style = check_back(size, layout)
        height = sum(strip.height for strip in measure(blocks, style))
        if height + style.top + style.bottom <= ENDORSED:
            return style
    return check_back(_SIZES[-1], layout)
