"""P9: a receipt as PDF, milliseconds and bytes, beside a canvas filled by hand.

The reference sets the same lines with one embedded font and a barcode, at places known beforehand:
no layout, no shaping of scripts, no fallback for glyphs that a font lacks.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final

from reportlab.graphics.barcode.code128 import Code128
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import posapp
from posapp.bench.child import Options, answer
from posapp.bench.figures import Figure, compared, in_turns, of_processor, percentile, within
from posapp.bench.office import TODAY
from posapp.domain.documents import ReceiptDoc, ReceiptPayment, ReceiptSegment, ReceiptTender
from posapp.domain.money import Currency, Money
from posapp.printing.receipt import render_receipt
from posapp.printing.style import Layout

_WIDTH: Final = 227.0
_LEADING: Final = 12.0
_FONT: Final = "bench-text"
_MOST_MS: Final = 10.0
_MOST_KB: Final = 25.0


def measure(options: Options) -> Sequence[Figure]:
    """Our receipt beside the canvas: ``rounds``."""
    rounds: int = options["rounds"]
    ours = partial(render_receipt, receipt(), layout=Layout.ROLL80, long=False)
    register_font()
    turns = in_turns([ours] * (rounds + 5), [by_hand] * (rounds + 5), warm=5)
    note = "" if turns.busy is None else of_processor(turns.busy)
    size, plain = len(ours()) / 1024, len(by_hand()) / 1024
    return [
        within("P9", "receipt, median", percentile(turns.ours, 0.5), _MOST_MS, note=note),
        compared("P9", "receipt beside a canvas by hand", turns, 1.5),
        Figure(
            "P9",
            "size of a receipt with its fonts",
            size,
            plain,
            unit="KB",
            limit=f"<= {_MOST_KB:g} KB",
            met=size <= _MOST_KB,
        ),
    ]


def register_font() -> None:
    """The font that ``by_hand`` sets its lines in."""
    pdfmetrics.registerFont(TTFont(_FONT, str(posapp.resource("fonts", "NotoSans-Regular.ttf"))))


def receipt() -> ReceiptDoc:
    """A payment of one bill in cash, with change; the name needs an embedded font."""
    water = ReceiptSegment("Water service, 12 Elm Street", Money(6_000), Money(0))
    sewer = ReceiptSegment("Sewer service, 12 Elm Street", Money(2_250), Money(1_250))
    return ReceiptDoc(
        organisation="City of Lindenhaven",
        address=("Utility Billing", "12 Main Street", "(541) 555-0142"),
        number="1000000042-17",
        document_number="2026-000318",
        event_id="204918833107",
        payment_date=TODAY,
        paid_at=datetime(2026, 11, 20, 15, 2, tzinfo=UTC),
        printed_at=datetime(2026, 11, 20, 15, 4, tzinfo=UTC),
        zone="America/New_York",
        office="Main Street",
        drawer="Window 2",
        cashier="Maria Quiñones",
        payor_name="Ó Súilleabháin, Máire",
        payor_account="4512907741",
        currency=Currency("USD", 2, "$"),
        paid=Money(8_250),
        amount_tendered=Money(10_000),
        cash_back=Money(1_750),
        tenders=(ReceiptTender("Cash", Money(10_000)),),
        payments=(
            ReceiptPayment(
                "4512907741", "Ó Súilleabháin, Máire", Money(8_250), segments=(water, sewer)
            ),
        ),
        seal="57-7K3Q-M2F9-XABC-4TDW",
        message="Thank you.",
    )


_LINES: Final = (
    ("City of Lindenhaven", ""),
    ("Utility Billing", ""),
    ("12 Main Street", ""),
    ("(541) 555-0142", ""),
    ("RECEIPT", "1000000042-17"),
    ("Document", "2026-000318"),
    ("Payment event", "204918833107"),
    ("Date", "2026-11-20"),
    ("Printed", "2026-11-20 10:04"),
    ("Office", "Main Street"),
    ("Drawer", "Window 2"),
    ("Cashier", "Maria Quiñones"),
    ("Payor", "Ó Súilleabháin, Máire"),
    ("Account", "••••7741"),
    ("Ó Súilleabháin, Máire", "$82.50"),
    ("Water service, 12 Elm Street", "$60.00"),
    ("Sewer service, 12 Elm Street", "$22.50"),
    ("Paid", "$82.50"),
    ("Cash", "$100.00"),
    ("Amount tendered", "$100.00"),
    ("Change", "$17.50"),
    ("Thank you.", ""),
    ("5f1c0e97ab42d610", ""),
)


def by_hand() -> bytes:
    """The same lines on a bare canvas."""
    height = _LEADING * (len(_LINES) + 6)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(_WIDTH, height), invariant=1)
    y = height - 2 * _LEADING
    for left, right in _LINES:
        canvas.setFont(_FONT, 9)
        canvas.drawString(12, y, left)
        canvas.drawRightString(_WIDTH - 12, y, right)
        y -= _LEADING
    Code128("1000000042-17", barHeight=24, barWidth=0.8).drawOn(canvas, 12, y - 24)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


if __name__ == "__main__":
    answer(measure)
