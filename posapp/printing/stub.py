"""A payment in the form of a bill's stub: account, name, amount, and a barcode (RC-4).

The account number is printed in full. The barcode holds the scan line, which is printed in large digits
below it, so that the next counter reads account and amount with its scanner or types them; where no
layout of the set-up holds them, it is the account number. On a roll every stub is a piece of its own, on a sheet they stand below each other.
"""

from collections.abc import Iterator

from posapp.domain.documents import Stub, StubDoc
from posapp.i18n import ISO, _, format_date, format_money
from posapp.printing.blocks import (
    Banner,
    Barcode,
    Block,
    Divider,
    Facts,
    Masthead,
    Rule,
    Space,
    Total,
)
from posapp.printing.page import render_parts
from posapp.printing.receipt import LOCALE
from posapp.printing.style import STYLES, Layout


def render_stub(
    doc: StubDoc, *, layout: Layout, locale: str = LOCALE, date_style: str = ISO
) -> bytes:
    """PDF of stubs; the same document always gives the same bytes.

    Args:
        doc: what they say; texts may hold anything, nothing in them is markup.
        layout: 80 mm roll, A4 or Letter.
        locale: how money is written.
        date_style: how dates are written: ``iso`` or a locale.
    """
    title = _("Stub {number}").format(number=doc.event_id)
    parts = [_blocks(doc, stub, locale, date_style) for stub in doc.stubs]
    return render_parts(parts, style=STYLES[layout], title=title)


def _blocks(doc: StubDoc, stub: Stub, locale: str, date_style: str) -> Iterator[Block]:
    yield Masthead(doc.organisation, doc.address, _("Payment Stub"), stub.account)
    if doc.demo:
        yield Banner(_("DEMO"), _("Made by a demonstration. No money was taken."))
    if doc.copy:
        yield Banner(_("Duplicate {n}").format(n=doc.copy), solid=False)
    yield Facts(
        (
            (_("Name"), stub.name),
            (_("Payment Date"), format_date(doc.day, date_style)),
            (_("Payment Event"), doc.event_id),
        )
    )
    yield Rule(heavy=True, narrow=True)
    yield Total(_("Amount"), format_money(stub.amount, doc.currency, locale=locale))
    yield Rule(heavy=True, narrow=True)
    # Readers of either kind give the line without the spaces between its groups.
    yield Barcode(stub.scan_line.replace(" ", "") or stub.account, stub.scan_line)
    yield Space(0.6)
    yield Divider()
