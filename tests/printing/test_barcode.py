"""The barcode of the receipt number: right by the standard, and read back by a scanner."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from reportlab.graphics.barcode.code128 import Code128

from posapp.domain.documents import ReceiptDoc
from posapp.printing.barcode import bars
from posapp.printing.blocks import Barcode
from posapp.printing.marks import BarsMark
from posapp.printing.receipt import render_receipt
from posapp.printing.strips import measure
from posapp.printing.style import DOT, STYLES, Layout
from tests.helpers.every import every

NUMBERS = ["100000000042-17", "204918833107-1", "7-123456", "TC-0042-9", "1", "A1B2"]


@every("number", ["100000000042", "HELLO", "A1B2", "x", "12345678"])
def test_same_bars_as_another_encoder(number: str) -> None:
    other = Code128(number)
    other.validate()
    other.encode()
    widths = "".join(str("abcd".index(letter.lower()) + 1) for letter in other.decompose())
    assert bars(number) == widths


def test_every_symbol_is_eleven_modules_and_the_stop_thirteen() -> None:
    for number in [*NUMBERS, "".join(map(chr, range(32, 127)))]:
        widths = bars(number)
        assert widths is not None
        assert len(widths) % 6 == 1
        assert sum(map(int, widths)) % 11 == 2


def test_digits_go_two_to_a_symbol() -> None:
    short, long = bars("100000000042-17"), bars("ABCDEFGHIJKL-17")
    assert short is not None
    assert long is not None
    assert len(short) < len(long) * 0.75


def test_numbers_that_are_no_ascii_text_have_no_bars() -> None:
    assert bars("") is None
    assert bars("١٢٣") is None
    assert bars("1\n2") is None


@every("layout", Layout)
def test_bars_lie_on_whole_dots_of_the_printer(layout: Layout) -> None:
    style = STYLES[layout]
    (mark,) = [
        mark
        for strip in measure((Barcode("100000000042-17"),), style)
        for mark in strip.marks
        if isinstance(mark, BarsMark)
    ]
    assert mark.module / DOT == pytest.approx(2)
    left = (style.side + mark.x) / DOT
    assert left == pytest.approx(round(left), abs=1e-6)


def test_number_too_wide_for_bars_is_printed_in_digits(doc: ReceiptDoc) -> None:
    strips = measure((Barcode("A" * 60),), STYLES[Layout.ROLL80])
    assert strips == []
    long = replace(doc, number="A" * 60)
    assert render_receipt(long, layout=Layout.ROLL80, long=False).startswith(b"%PDF-")


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("number", NUMBERS)
def test_scanner_reads_the_number_off_a_thermal_print(
    number: str, layout: Layout, doc: ReceiptDoc, tmp_path: Path
) -> None:
    scanner = shutil.which("zbarimg")
    if scanner is None:
        pytest.skip("zbarimg (package zbar-tools) is not installed")
    pdf = render_receipt(replace(doc, number=number), layout=layout, long=False)
    page = pypdfium2.PdfDocument(pdf)[0]
    # A receipt printer has 203 dots an inch, each black or white.
    picture = page.render(scale=203 / 72, grayscale=True).to_pil()
    image = tmp_path / "receipt.png"
    picture.point(lambda value: 255 if value > 127 else 0).save(image)
    done = subprocess.run(
        [scanner, "-q", "--raw", str(image)],
        timeout=300,
        capture_output=True,
        text=True,
        check=False,
    )
    # Beside the number the paper bears its audit seal, for a scanner of squares (R11).
    assert set(done.stdout.splitlines()) == {number, f"{number} {doc.seal}"}
