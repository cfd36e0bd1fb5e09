"""Receipts of several events in one document, each on a paper of its own."""

from collections.abc import Sequence

from posapp.domain.documents import ReceiptDoc
from posapp.i18n import plural
from posapp.printing.page import render_parts
from posapp.printing.receipt import receipt_blocks
from posapp.printing.style import STYLES, Layout


def render_receipts(docs: Sequence[ReceiptDoc], *, layout: Layout, long: bool) -> bytes:
    """PDF of receipts, one below the other on a roll and a page each on a sheet.

    Args:
        docs: what happened, in the order of the papers.
        layout: 80 mm roll, A4 or Letter.
        long: also each payment with its parts, and check numbers.
    """
    title = plural("{n} receipt", "{n} receipts", len(docs)).format(n=len(docs))
    parts = [receipt_blocks(doc, long=long) for doc in docs]
    return render_parts(parts, style=STYLES[layout], title=title, apart=True)
