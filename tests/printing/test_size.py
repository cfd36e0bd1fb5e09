"""P9: a receipt with its fonts is at most 25 KB; the time is measured by the benchmarks."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from posapp.domain.documents import ReceiptDoc
from posapp.printing.receipt import render_receipt
from posapp.printing.style import Layout


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("long", [False, True])
def test_p9_receipt_is_small(layout: Layout, long: bool, doc: ReceiptDoc) -> None:
    assert len(render_receipt(doc, layout=layout, long=long)) <= 25 * 1024
    foreign = replace(doc, payor_name="محمد عبد الرحمن", organisation="ბერიძე 王小明")
    assert len(render_receipt(foreign, layout=layout, long=long)) <= 25 * 1024


def test_fonts_are_embedded_as_subsets_with_a_way_back_to_text(doc: ReceiptDoc) -> None:
    pdf = render_receipt(doc, layout=Layout.ROLL80, long=True)
    fonts = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"]
    embedded = [font.get_object() for font in fonts.values()]
    composite = [font for font in embedded if font["/Subtype"] == "/Type0"]
    names = {font["/BaseFont"].partition("+")[2] for font in composite}
    assert names == {"NotoSans-Regular", "NotoSans-Bold"}
    for font in composite:
        assert "/ToUnicode" in font
        descendant = font["/DescendantFonts"][0].get_object()
        assert len(descendant["/FontDescriptor"]["/FontFile2"].get_data()) < 16_000
