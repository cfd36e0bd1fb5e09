"""Receipts of several events in one document, each on a paper of its own."""

from collections.abc import Sequence

from posapp.domain.documents import ReceiptDoc
from posapp.i18n import ISO, plural
from posapp.printing.page import render_parts
from posapp.printing.receipt import LOCALE, receipt_blocks
from posapp.printing.style import STYLES, Layout


def render_receipts(
    docs: Sequence[ReceiptDoc],
    *,
    layout: Layout,
    long: bool,
    locale: str = LOCALE,
    date_style: str = ISO,
) -> bytes:
    """PDF of receipts, one below the other on a roll and a page each on a sheet.

    Args:
        docs: what happened, in the order of the papers.
        layout: 80 mm roll, A4 or Letter.
        long: also each payment with its parts, and check numbers.
        locale: how money is written.
        date_style: how dates and times are written: ``iso`` or a locale.
    """
    title = plural("{n} receipt", "{n} receipts", len(docs)).format(n=len(docs))
    parts = [receipt_blocks(doc, long=long, locale=locale, date_style=date_style) for doc in docs]
    return render_parts(parts, style=STYLES[layout], title=title, apart=True)
