"""Controls 17, PR-05, PR-08, TI-13, OU-10, OU-12, D-16: what the papers of the drawer day say."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from posapp.domain.day_paper import DayPaper
from posapp.domain.day_papers import OF_A_PERIOD, ControlReport, layout_for
from posapp.domain.money import ZERO, Currency, Money
from posapp.domain.setup_options import Denomination
from posapp.domain.turn_in import TurnInView
from posapp.printing.blocks import Column, Signatures, Table, TableLine
from posapp.printing.control_report import render_control_report
from posapp.printing.deposit_report import render_deposit_report
from posapp.printing.deposit_slip import render_deposit_slip
from posapp.printing.marks import TextMark
from posapp.printing.page import paginate
from posapp.printing.strips import measure
from posapp.printing.style import STYLES, Layout
from posapp.printing.turn_in_slip import render_turn_in_slip
from tests.helpers.day_papers import (
    AGAIN,
    BALANCE,
    BANK_VIEW,
    BLIND,
    CASH_SLIP,
    CHECK_ONE,
    CHECK_SLIP,
    DAY_VIEW,
    LOG,
    PAPERS,
    REPORT,
    SLIP,
    X,
    Z,
)
from tests.helpers.every import every

GOLDEN = Path(__file__).parent / "golden" / "day"
Texts = Callable[[bytes], list[str]]
HOSTILE = "\x1bp\x00 <b>&amp;{org}%s\u202e=HYPERLINK(1)"
SHEETS = (Layout.A4, Layout.LETTER)


@every("layout", [Layout.LETTER, Layout.ROLL80])
@every("name", PAPERS)
def test_controls17_text_of_the_paper(name: str, layout: Layout, texts: Texts) -> None:
    doc, draw = PAPERS[name]
    found = "\n\f\n".join(texts(draw(doc, layout=layout))) + "\n"
    assert found == (GOLDEN / f"{name}_{layout.value}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", PAPERS)
def test_pr05_who_where_when_and_which_page_is_on_every_paper(name: str, texts: Texts) -> None:
    doc, draw = PAPERS[name]
    pages = texts(draw(doc, layout=Layout.A4))
    said = "\n".join(pages)
    head = doc.head
    for part in (head.organisation, *head.address, head.office, head.drawer, head.user):
        assert part in said
    assert head.number in said
    assert "2025-11-21 17:31" in said
    assert all("Page " in page for page in pages)


@every("name", PAPERS)
def test_printing_is_repeatable_to_the_byte(name: str) -> None:
    doc, draw = PAPERS[name]
    for layout in Layout:
        assert draw(doc, layout=layout) == draw(doc, layout=layout)


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("شركة المياه الوطنية", "شركة"),
        ("横浜市水道局", "横浜市水道局"),
        ("서울시 수도국", "서울시"),
        (HOSTILE, "&amp;{org}%s"),
        ("W" * 300, "W" * 20),
    ],
)
def test_any_name_prints_and_is_no_markup(
    layout: Layout, text: str, found: str, texts: Texts
) -> None:
    named = replace(CHECK_ONE, name=text)
    slip = replace(CHECK_SLIP, view=TurnInView(CHECK_SLIP.view.turn_in, (), (named,)))
    assert found in " ".join(texts(render_turn_in_slip(slip, layout=layout)))
    report = replace(
        Z,
        head=replace(Z.head, organisation=text, user=text),
        booked=(replace(Z.booked[0], comments=text),),
    )
    assert found in " ".join(texts(render_control_report(report, layout=layout)))


def test_d16_a_blind_report_has_no_figure_that_is_hidden(texts: Texts) -> None:
    for layout in Layout:
        (said,) = texts(render_control_report(BLIND, layout=layout))
        assert "INTERIM" in said
        for hidden in ("Received", "Expected", "Cash Back", "5,000.50", "1,139.00", "Over/under"):
            assert hidden not in said
        assert "150.50" in said


def test_controls17_only_the_x_report_says_interim(texts: Texts) -> None:
    for layout in Layout:
        assert "INTERIM" in " ".join(texts(render_control_report(X, layout=layout)))
        said = " ".join(texts(render_control_report(Z, layout=layout)))
        assert "INTERIM" not in said
        for part in ("Version 1", "9f3ac01b 77de4410", "Supervisor", "1 to 41", "Entered in error"):
            assert part in " ".join(said.split())


def test_ou12_over_and_under_stand_by_type_and_reason(texts: Texts) -> None:
    (said,) = texts(render_control_report(Z, layout=Layout.A4))
    assert "Cash Wrong change Two quarters too many 0.50" in said
    assert "Check Miscount A check over 1.00 is missing Sam Okonkwo −1.00" in said


@pytest.mark.parametrize("layout", Layout)
def test_ti13_two_copies_of_which_each_counts_its_own_pages(layout: Layout, texts: Texts) -> None:
    pages = texts(render_turn_in_slip(CASH_SLIP, layout=layout))
    assert len(pages) == 2
    for page, where in zip(pages, ("with the money", "in the drawer"), strict=True):
        assert f"stays {where}" in page
        assert "Delivered by" in page
        assert "Received by" in page
        assert "Version 2" in page
        assert (layout in SHEETS) == ("Page 1 of 1" in page)


@pytest.mark.parametrize("layout", Layout)
def test_pr08_bank_numbers_are_masked(layout: Layout, texts: Texts) -> None:
    said = " ".join(texts(render_deposit_slip(SLIP, layout=layout)))
    assert "••••4711" in said
    assert "••••6789" in said


def test_controls17_a_long_check_list_goes_on_under_its_heads(texts: Texts) -> None:
    checks = tuple(replace(CHECK_ONE, check_number=f"{n:05d}") for n in range(200))
    doc = replace(SLIP, view=replace(BANK_VIEW, instruments=checks))
    for layout in SHEETS:
        pages = texts(render_deposit_slip(doc, layout=layout))
        assert len(pages) > 3
        said = "\n".join(pages)
        assert all(f"No. {n:05d}" in said for n in range(200))
        for page in pages[1:-1]:
            assert "Drawn by Type Number Bank Amount" in page
            assert page.startswith("Drawn by") or "Deposit Slip" in page
        assert "200 items" in said


def test_d17_money_without_decimals(texts: Texts) -> None:
    yen = Currency("JPY", 0, "¥")
    note = (Denomination("JPY", Money(10_000), False), 3)
    doc = replace(Z, head=replace(Z.head, currency=yen), counted=(note,))
    (said,) = texts(render_control_report(doc, layout=Layout.A4))
    assert "Note ¥10,000 × 3 30,000" in said


@every("layout", SHEETS)
@every("cents", [1, 10**9, 10**14])
def test_amounts_of_a_table_are_never_broken_and_stay_on_the_paper(
    layout: Layout, cents: int
) -> None:
    style = STYLES[layout]
    amounts = tuple(f"{cents:,}.00" for _ in range(9))
    columns = (Column("Type"), *(Column("Received Amount", right=True) for _ in amounts))
    lines = tuple(TableLine((name, *amounts), strong=name == "Sum") for name in ("Cash", "Sum"))
    strips = measure((Table(columns, lines),), style)
    marks = [mark for strip in strips for mark in strip.marks if isinstance(mark, TextMark)]
    texts = [mark.line.text for mark in marks]
    assert texts.count(amounts[0]) == 18
    if cents < 10**14:  # nobody has more columns of larger amounts than a sheet can hold
        assert all(mark.x + mark.line.width(mark.size) <= style.content + 0.4 for mark in marks)


def test_heads_of_a_table_return_on_each_page_and_count_as_height() -> None:
    style = STYLES[Layout.A4]
    table = Table(
        (Column("Type"), Column("Amount", right=True)), (TableLine(("Cash", "1.00")),) * 99
    )
    pages = paginate(measure((table,), style), style)
    assert len(pages) > 1
    room = style.height - style.top - style.bottom
    for page in pages:
        first = page[0].marks[0]
        assert isinstance(first, TextMark)
        assert first.line.text == "Type"
        assert sum(strip.height for strip in page) <= room


def test_17_a_total_is_never_signed_on_a_page_of_its_own(texts: Texts) -> None:
    """Whatever the number of checks is, the last page begins with some of them."""
    for count in range(22, 34):
        checks = tuple(replace(CHECK_ONE, check_number=f"{n:05d}") for n in range(count))
        doc = replace(SLIP, view=replace(BANK_VIEW, instruments=checks))
        pages = texts(render_deposit_slip(doc, layout=Layout.LETTER))
        assert pages[-1].count("No. ") >= 2
        assert "Prepared by" in pages[-1]


def test_17_a_sum_is_never_alone_under_repeated_heads(texts: Texts) -> None:
    for count in range(1, 40):
        view = replace(DAY_VIEW, turn_ins=DAY_VIEW.turn_ins[:1] * count)
        pages = texts(render_deposit_report(replace(REPORT, view=view), layout=Layout.LETTER))
        for page in pages:
            _before, head, listed = page.partition("Receipt Drawer Type Status Amount")
            assert not head or "T-00031" in listed.partition("Total")[0]


@pytest.mark.parametrize("doc", [X, Z])
def test_5_4_the_lines_add_up_as_they_are_printed(doc: ControlReport, texts: Texts) -> None:
    """Start, received, change, turn-ins, refunds and what was booked make what is expected."""
    (said,) = texts(render_control_report(doc, layout=Layout.A4))
    lines = re.findall(r"^(?:Cash|Check|Total) \d+((?: [\d.,\u2212]+){7,8})$", said, re.MULTILINE)
    assert len(lines) == 3
    for line in lines:
        amounts = [Decimal(it.replace(",", "").replace("\u2212", "-")) for it in line.split()]
        assert sum(amounts[:6]) == amounts[6], line
    assert "5,083.15 \u221283.15 \u22124,000.00 \u221212.00 0.50 1,139.00" in said


def test_ou12_a_z_report_carries_columns_that_are_zero(texts: Texts) -> None:
    quiet = replace(Z.lines[0], change=ZERO, booked=ZERO, turned_in=ZERO, refunded=ZERO)
    for layout in Layout:
        (said,) = texts(render_control_report(replace(Z, lines=(quiet,)), layout=layout))
        # The words of a head may stand below each other.
        for title in ("Back", "Turn-ins", "Refunds", "Over/Under"):
            assert title in said.partition("By tender type")[2].partition("Expected")[0]


def test_dc00_the_deposit_report_adds_up_as_it_is_printed(texts: Texts) -> None:
    said = "\n".join(texts(render_deposit_report(REPORT, layout=Layout.A4)))
    lines = re.findall(
        r"^(?:Cash|Credit card|Check|Total)((?: [\d.,\u2212]+){6})$", said, re.MULTILINE
    )
    assert len(lines) == 4
    for line in lines:
        amounts = [Decimal(it.replace(",", "").replace("\u2212", "-")) for it in line.split()]
        assert sum(amounts[:4]) == amounts[4], line
    assert "Total 250.50 2,371.60 \u22120.50 \u22122,371.10 250.50 1,071.90" in said


def test_tc25_a_second_z_report_says_who_reopened_the_drawer_and_why(texts: Texts) -> None:
    for layout in Layout:
        said = " ".join(" ".join(texts(render_control_report(AGAIN, layout=layout))).split())
        assert "Version 1, balanced 2025-11-21 17:31" in said
        assert "by Sam Okonkwo: A check was typed twice" in said


def chinese(doc: Any) -> Any:
    """The same paper of people with Chinese and Japanese names."""
    head = replace(doc.head, user="\u738b\u5c0f\u660e", organisation="\u3084\u307e\u3060")
    return replace(doc, head=head)


@every("name", PAPERS)
def test_pr05_every_font_lies_in_the_paper(name: str) -> None:
    """A font that is only named prints as blanks or boxes where the reader lacks it."""
    doc, draw = PAPERS[name]
    for page in PdfReader(io.BytesIO(draw(chinese(doc), layout=Layout.A4))).pages:
        fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
        assert len(fonts) >= 3
        for font in fonts:
            described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert "/FontFile2" in described


def test_signatures_stand_beside_each_other_on_a_sheet_and_below_on_a_roll() -> None:
    people = Signatures((("Delivered by", "Kim"), ("Received by", "")))
    assert len(measure((people,), STYLES[Layout.A4])) == 1
    assert len(measure((people,), STYLES[Layout.ROLL80])) == 2


def test_ou10_running_totals_and_number_of_bookings_by_cashier(texts: Texts) -> None:
    doc, draw = PAPERS["over_under"]
    (said,) = texts(draw(doc, layout=Layout.A4))
    assert "Maria Quiñones · USD" in said
    assert "1 booking over 0.50, under −1.00 −0.50" in said
    (empty,) = texts(draw(replace(LOG, entries=(), first=None), layout=Layout.A4))
    assert "No drawer was over or under in this period." in empty
    assert "until 2025-11-21" in empty


def test_payment_balance_of_days_without_payments(texts: Texts) -> None:
    _, draw = PAPERS["payment_balance"]
    (said,) = texts(draw(replace(BALANCE, lines=(), payments=()), layout=Layout.A4))
    assert "No payments in this period." in said


def test_dates_and_money_as_the_workstation_writes_them(texts: Texts) -> None:
    doc: Any = BALANCE
    _, draw = PAPERS["payment_balance"]
    (said,) = texts(draw(doc, layout=Layout.A4, locale="de_DE", date_style="de_DE"))
    assert "41.200,12" in said
    assert "14.11.2025" in said
    assert date(2025, 11, 14) == doc.first


def test_the_paper_of_a_workstation() -> None:
    for kind in DayPaper:
        assert layout_for(kind, "a4", "en_US") == "a4"
        narrow = kind in {DayPaper.X, DayPaper.Z, DayPaper.TURN_IN}
        assert layout_for(kind, "roll80", "en_US") == ("roll80" if narrow else "letter")
        assert layout_for(kind, "roll80", "de_CH") == ("roll80" if narrow else "a4")
    assert DayPaper.X not in OF_A_PERIOD
