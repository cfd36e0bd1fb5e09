"""RC-3, RC-4: the back of a check and the stub, as a reader and a scanner find them."""

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from posapp.domain.documents import EndorsementDoc, Stub, StubDoc
from posapp.domain.money import Currency, Money
from posapp.printing.endorsement import render_endorsement
from posapp.printing.stub import render_stub
from posapp.printing.style import ENDORSED, INCH, MM, Layout

Texts = Callable[[bytes], list[str]]
SCRIPTS = [
    ("Ó Súilleabháin, Máire", "Súilleabháin"),
    ("شركة المياه الوطنية", "شركة"),
    ("横浜市水道局", "横浜市水道局"),
    ("서울시 수도국", "서울시"),
]


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [(float(page.mediabox.width), float(page.mediabox.height)) for page in pages]


@pytest.mark.parametrize("layout", Layout)
def test_rc3_all_on_one_page(layout: Layout, endorsement: EndorsementDoc, texts: Texts) -> None:
    (said,) = texts(render_endorsement(endorsement, layout=layout))
    assert said.splitlines() == [
        "For deposit only",
        "City of Springfield",
        "Bank Account ••••4711",
        "Date 2025-11-22",
        "Tender 204918833109",
        "Account 4512907741",
        "Amount $600.00",
    ]


def test_rc3_it_fits_the_end_of_a_check(endorsement: EndorsementDoc) -> None:
    for layout in (Layout.A4, Layout.LETTER):
        assert sizes(render_endorsement(endorsement, layout=layout)) == [(2.75 * INCH, ENDORSED)]
    ((width, height),) = sizes(render_endorsement(endorsement, layout=Layout.ROLL80))
    assert width == pytest.approx(80 * MM, abs=0.01)
    assert height <= ENDORSED


@pytest.mark.parametrize("lines", [5, 8])
def test_rc3_more_lines_are_set_smaller(lines: int, endorsement: EndorsementDoc) -> None:
    wordy = replace(endorsement, text="\n".join(["Main Street Branch"] * lines), tender_id="")
    ((_, height),) = sizes(render_endorsement(wordy, layout=Layout.A4))
    assert height == ENDORSED


def test_rc3_too_long_a_text_loses_nothing(endorsement: EndorsementDoc, texts: Texts) -> None:
    wordy = replace(endorsement, text="\n".join(f"Line {n}" for n in range(1, 41)))
    (said,) = texts(render_endorsement(wordy, layout=Layout.A4))
    assert [f"Line {n}" for n in range(1, 41)] == said.splitlines()[:40]
    assert "Amount $600.00" in said


def test_rc5_without_a_text_it_is_for_deposit_only(
    endorsement: EndorsementDoc, texts: Texts
) -> None:
    plain = replace(endorsement, text="", organisation="City of Springfield", copy=2, demo=True)
    (said,) = texts(render_endorsement(plain, layout=Layout.ROLL80))
    assert said.splitlines()[:3] == [
        "DEMO: no money was taken",
        "For deposit only",
        "City of Springfield",
    ]
    assert "Copy Duplicate 2" in said


@pytest.mark.parametrize(("name", "found"), SCRIPTS)
@pytest.mark.parametrize("layout", Layout)
def test_names_in_every_script(
    name: str, found: str, layout: Layout, endorsement: EndorsementDoc, stubs: StubDoc, texts: Texts
) -> None:
    (said,) = texts(render_endorsement(replace(endorsement, text=name), layout=layout))
    assert found in said
    one = replace(stubs, organisation=name, stubs=(Stub("4512907741", name, Money(100)),))
    (said,) = texts(render_stub(one, layout=layout))
    assert said.count(found) == 2


@pytest.mark.parametrize("layout", Layout)
def test_rc4_account_name_and_amount(layout: Layout, stubs: StubDoc, texts: Texts) -> None:
    pages = texts(render_stub(stubs, layout=layout))
    assert len(pages) == (2 if layout is Layout.ROLL80 else 1)
    said = "\n".join(pages)
    for part in ("4512907741", "Ó Súilleabháin, Máire", "$82.50", "7000123456", "$30.00"):
        assert part in said
    assert said.count("Payment Stub") == 2
    assert "Duplicate" not in said


def test_rc4_stubs_are_never_torn_between_pages(stubs: StubDoc, texts: Texts) -> None:
    many = replace(
        stubs,
        stubs=tuple(Stub(f"45{n:08d}", f"Name {n}", Money(n)) for n in range(1, 8)),
        copy=1,
        demo=True,
    )
    pages = texts(render_stub(many, layout=Layout.LETTER))
    assert len(pages) > 2
    for number in range(1, 8):
        whole = [
            page
            for page in pages
            # The number stands in the head and under the bars.
            if page.count(f"45{number:08d}") == 2 and f"Name {number}" in page
        ]
        assert len(whole) == 1
    for page in pages:
        assert page.count("DEMO") == page.count("Duplicate 1") == page.count("Payment Stub")


def test_d17_a_stub_in_money_without_decimals(stubs: StubDoc, texts: Texts) -> None:
    yen = replace(stubs, currency=Currency("JPY", 0, "¥"))
    assert "¥8,250" in texts(render_stub(yen, layout=Layout.A4))[0]


def bars_of(pdf: bytes, tmp_path: Path) -> str:
    """What a scanner reads off a print of 203 dots an inch, each black or white."""
    scanner = shutil.which("zbarimg")
    if scanner is None:
        pytest.skip("zbarimg (package zbar-tools) is not installed")
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=203 / 72, grayscale=True).to_pil()
    image = tmp_path / "stub.png"
    picture.point(lambda value: 255 if value > 127 else 0).save(image)
    done = subprocess.run(
        [scanner, "-q", "--raw", str(image)],
        timeout=300,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("layout", Layout)
def test_rc4_a_scanner_reads_the_account(layout: Layout, stubs: StubDoc, tmp_path: Path) -> None:
    one = replace(stubs, stubs=stubs.stubs[:1])
    assert bars_of(render_stub(one, layout=layout), tmp_path) == "4512907741"


LINE = "77 4512907741 000000008250 84"


@pytest.mark.parametrize("layout", Layout)
def test_rc4_a_scanner_reads_the_scan_line(layout: Layout, stubs: StubDoc, tmp_path: Path) -> None:
    one = replace(stubs, stubs=(replace(stubs.stubs[0], scan_line=LINE),))
    assert bars_of(render_stub(one, layout=layout), tmp_path) == LINE.replace(" ", "")


@pytest.mark.parametrize("layout", Layout)
def test_rc4_the_scan_line_is_printed_in_groups(
    layout: Layout, stubs: StubDoc, texts: Texts
) -> None:
    one = replace(stubs, stubs=(replace(stubs.stubs[0], scan_line=LINE),))
    (said,) = texts(render_stub(one, layout=layout))
    assert LINE in said.splitlines()
    long = replace(one.stubs[0], scan_line=" ".join(["1234567890"] * 8))
    (said,) = texts(render_stub(replace(one, stubs=(long,)), layout=layout))
    assert "4512907741" in said


def test_printing_is_repeatable_to_the_byte(endorsement: EndorsementDoc, stubs: StubDoc) -> None:
    for layout in Layout:
        first = render_endorsement(endorsement, layout=layout)
        assert first == render_endorsement(endorsement, layout=layout)
        assert render_stub(stubs, layout=layout) == render_stub(stubs, layout=layout)
