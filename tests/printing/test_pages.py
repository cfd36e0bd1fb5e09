"""PR-05: rolls as long as their content, sheets with page n of m, nothing lost or cut."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from posapp.domain.documents import ReceiptDoc, ReceiptPayment, ReceiptSegment
from posapp.domain.money import Money
from posapp.printing.blocks import Banner, Block, Entry, Facts, Masthead, Note, Section, Total
from posapp.printing.marks import AreaMark, BarsMark, Mark, SquaresMark, TextMark
from posapp.printing.page import paginate
from posapp.printing.receipt import receipt_blocks, render_receipt
from posapp.printing.strips import measure
from posapp.printing.style import STYLES, Layout, Style
from tests.helpers.first_cases import all_wanted

Texts = Callable[[bytes], list[str]]


def many(doc: ReceiptDoc, count: int) -> ReceiptDoc:
    payments = tuple(
        ReceiptPayment(
            f"45129{index:05}",
            f"Payee {index}",
            Money(100_000 + index),
            segments=(ReceiptSegment("Water service", Money(100_000 + index), Money(0)),),
        )
        for index in range(count)
    )
    return replace(doc, payments=payments)


def ends(mark: Mark, style: Style) -> tuple[float, float]:
    if isinstance(mark, TextMark):
        return mark.x, mark.x + mark.line.width(mark.size)
    if isinstance(mark, BarsMark):
        return mark.x, mark.x + sum(map(int, mark.widths)) * mark.module
    if isinstance(mark, SquaresMark):
        return mark.x, mark.x + len(mark.rows) * mark.module
    assert isinstance(mark, AreaMark)
    return mark.x, mark.x + mark.width


def outside(blocks: tuple[Block, ...], style: Style) -> list[Mark]:
    """Marks that stick out of the margins (a dot of a printer is allowed)."""
    marks = [mark for strip in measure(blocks, style) for mark in strip.marks]
    assert marks
    return [
        mark
        for mark in marks
        if ends(mark, style)[0] < -0.36 or ends(mark, style)[1] > style.content + 0.36
    ]


def test_pr05_two_hundred_payments_on_a4(doc: ReceiptDoc, texts: Texts) -> None:
    pages = texts(render_receipt(many(doc, 200), layout=Layout.A4, long=True))
    assert len(pages) > 5
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
    for index in range(200):
        on = [page for page in pages if f"Payee {index} " in page.replace("\n", " ")]
        assert len(on) == 1, f"Payee {index}"
        # A payee and its amount and part are on one page.
        amount = f"$1,00{index // 100}.{index % 100:02}"
        assert on[0].count(amount) == 2, amount
    assert "Total Paid" in pages[-1]


def test_pr05_pages_are_filled_and_stay_inside_their_margins(doc: ReceiptDoc) -> None:
    style = STYLES[Layout.A4]
    strips = measure(receipt_blocks(many(doc, 200), long=True), style)
    pages = paginate(strips, style)
    room = style.height - style.top - style.bottom
    heights = [sum(strip.height for strip in page) for page in pages]
    assert all(height <= room for height in heights)
    assert all(height > room * 0.85 for height in heights[:-1])
    drawn = [strip for page in pages for strip in page if strip.marks]
    assert drawn == [strip for strip in strips if strip.marks]


def test_roll_is_cut_to_its_content_and_stays_within_what_readers_accept(
    doc: ReceiptDoc, texts: Texts
) -> None:
    short = PdfReader(io.BytesIO(render_receipt(doc, layout=Layout.ROLL80, long=False)))
    (page,) = short.pages
    assert float(page.mediabox.width) == pytest.approx(226.77, abs=0.01)
    assert 250 < float(page.mediabox.height) < 600
    long = render_receipt(many(doc, 700), layout=Layout.ROLL80, long=True)
    pages = PdfReader(io.BytesIO(long)).pages
    assert len(pages) > 1
    assert all(float(page.mediabox.height) <= 14_400 for page in pages)
    assert "Page 1" not in "".join(texts(long))


def test_largest_amounts_stay_inside_the_paper(doc: ReceiptDoc) -> None:
    huge = Money(-999_999_999_999_999)
    rich = replace(
        doc,
        paid=huge,
        amount_tendered=huge,
        cash_back=huge,
        tenders=tuple(replace(tender, amount=huge) for tender in doc.tenders),
        payments=tuple(replace(payment, amount=huge) for payment in doc.payments),
    )
    for layout in Layout:
        for long in (False, True):
            assert not outside(receipt_blocks(rich, long=long), STYLES[layout])


@settings(derandomize=True, deadline=None, max_examples=400 if all_wanted() else 30)
@given(text=st.text(max_size=120), other=st.text(max_size=40), layout=st.sampled_from(Layout))
def test_any_text_stays_inside_the_paper(text: str, other: str, layout: Layout) -> None:
    blocks = (
        Masthead(text, (text, other), other, text),
        Banner(text, other),
        Facts(((other, text), (text, other))),
        Section(text),
        Entry(text, "$1,234.50", other, strong=True),
        Entry(other, "$1,234.50", text, level=1, narrow=True),
        Total("Total Paid", "$1,234.50"),
        Note(text),
    )
    assert not outside(blocks, STYLES[layout])
