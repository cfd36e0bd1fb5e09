"""RC-1..RC-7, PR-03..PR-08, D-20, D-31: what a receipt says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from posapp.domain.documents import ReceiptDoc, ReceiptPayment, ReceiptTender
from posapp.domain.money import Currency, Money
from posapp.printing.receipt import masked, render_receipt
from posapp.printing.style import Layout

GOLDEN = Path(__file__).parent / "golden"
CASES: dict[str, tuple[Layout, bool, dict[str, Any]]] = {
    "short": (Layout.ROLL80, False, {}),
    "long": (Layout.ROLL80, True, {}),
    "duplicate": (Layout.ROLL80, False, {"copy": 2}),
    "canceled": (Layout.ROLL80, True, {"canceled": "Returned check", "copy": 1}),
    "partly": (
        Layout.ROLL80,
        True,
        {
            "canceled_tenders": (
                ReceiptTender("Check", Money(60000), "991", "5555", canceled="Returned check"),
            ),
            "voided": (
                ReceiptPayment("7000123456", "Παπαδόπουλος", Money(3000), canceled="Wrong amount"),
            ),
        },
    ),
    "demo": (Layout.LETTER, False, {"demo": True}),
    "sheet": (Layout.A4, True, {}),
}
Texts = Callable[[bytes], list[str]]


@pytest.mark.parametrize("case", CASES)
def test_rc6_text_of_the_paper(case: str, doc: ReceiptDoc, texts: Texts) -> None:
    layout, long, changes = CASES[case]
    pdf = render_receipt(replace(doc, **changes), layout=layout, long=long)
    found = "\n\f\n".join(texts(pdf)) + "\n"
    assert found == (GOLDEN / f"{case}.txt").read_text("utf-8")


@pytest.mark.parametrize("layout", Layout)
def test_rc6_short_has_no_payments_and_no_check_numbers(
    layout: Layout, doc: ReceiptDoc, texts: Texts
) -> None:
    (short,) = texts(render_receipt(doc, layout=layout, long=False))
    assert "1043" not in short
    assert "6789" not in short
    assert "Sewer" not in short
    # Two checks are one line in the short form, two in the long one.
    assert "Check $1,200.00" in " ".join(short.split())
    long = " ".join(texts(render_receipt(doc, layout=layout, long=True)))
    assert long.count("$600.00") == 2
    assert "Balance after payment: −$5.00" in long
    assert "CAD 280.00 at 0.7143" in long


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("layout", Layout)
def test_rc6_every_print_says_when_the_money_was_taken_and_a_later_one_when_it_was_printed(
    layout: Layout, long: bool, doc: ReceiptDoc, texts: Texts
) -> None:
    # 02:58 and 03:04 UTC are the evening before in the office's zone.
    original = " ".join(texts(render_receipt(doc, layout=layout, long=long)))
    assert "2025-11-22 18:58" in original
    assert "Printed" not in original
    assert "19:04" not in original
    again = " ".join(texts(render_receipt(replace(doc, copy=1), layout=layout, long=long)))
    assert "2025-11-22 18:58" in again
    assert "Printed" in again
    assert "2025-11-22 19:04" in again


def test_rc6_money_taken_on_another_day_than_its_payment_date_says_both(
    doc: ReceiptDoc, texts: Texts
) -> None:
    dated = replace(doc, payment_date=date(2025, 11, 20))
    (said,) = texts(render_receipt(dated, layout=Layout.ROLL80, long=False))
    assert "Payment Date 2025-11-20\n" in said
    assert "Taken 2025-11-22 18:58" in said


@pytest.mark.parametrize("layout", Layout)
def test_cancelled_parts_stand_apart_and_out_of_the_sums(
    layout: Layout, doc: ReceiptDoc, texts: Texts
) -> None:
    _, _, changes = CASES["partly"]
    partly = replace(doc, **changes)
    (short,) = texts(render_receipt(partly, layout=layout, long=False))
    said = " ".join(short.split())
    assert said.index("Change") < said.index("VOID · Canceled") < said.index("Returned check")
    assert "Amount Tendered $1,400.00" in said
    assert "Παπαδόπουλος" not in said, "the short receipt names no payees"
    assert "991" not in said
    assert "Duplicate" not in said
    whole = " ".join(texts(render_receipt(partly, layout=layout, long=True)))
    assert "Account ••••3456 · Wrong amount" in whole
    assert "No. 991 · MICR ••••5555 · Returned check" in whole


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "400001"),
        (3, "400001, 400002, 400003"),
        (4, "400001, 400002, 400003 and 1 more"),
        (5000, "400001, 400002, 400003 and 4997 more"),
    ],
)
@pytest.mark.parametrize("layout", Layout)
def test_it1_the_items_paid_stand_on_the_short_paper_and_their_number_is_bounded(
    layout: Layout, count: int, said: str, doc: ReceiptDoc, texts: Texts
) -> None:
    items = tuple(f"4{number:05d}" for number in range(1, count + 1))
    pages = texts(render_receipt(replace(doc, items=items), layout=layout, long=False))
    assert len(pages) == 1
    # On sheets the facts stand in two columns, so a wrapped value is not one run of text.
    assert set(f"Items {said}".split()) <= set(pages[0].split())
    assert "400004" not in pages[0]


def test_it1_without_items_no_such_line(doc: ReceiptDoc, texts: Texts) -> None:
    (said,) = texts(render_receipt(doc, layout=Layout.ROLL80, long=False))
    assert "Items" not in said


def test_pr08_no_account_number_in_full_on_any_paper(doc: ReceiptDoc, texts: Texts) -> None:
    for layout in Layout:
        said = " ".join(texts(render_receipt(doc, layout=layout, long=True)))
        assert "4512907741" not in said
        assert "7000123456" not in said
        assert "••••7741" in said
        assert "••••3456" in said


def test_pr08_masking_keeps_the_last_four_and_short_numbers() -> None:
    assert masked("4512907741") == "••••7741"
    assert masked("A12") == "A12"
    assert masked("") == ""


def test_d20_no_rounding_line_and_no_change_line_when_there_is_none(
    doc: ReceiptDoc, texts: Texts
) -> None:
    plain = replace(doc, rounding=None, cash_back=Money(0))
    (said,) = texts(render_receipt(plain, layout=Layout.ROLL80, long=False))
    assert "rounding" not in said
    assert "Change" not in said
    assert "Amount Tendered" in said


def test_d17_currency_without_decimals_and_locale_of_paper(doc: ReceiptDoc, texts: Texts) -> None:
    yen = replace(doc, currency=Currency("JPY", 0, "¥"), paid=Money(1234567))
    (said,) = texts(render_receipt(yen, layout=Layout.ROLL80, long=False))
    assert "¥1,234,567" in said
    german = render_receipt(
        doc, layout=Layout.ROLL80, long=False, locale="de_DE", date_style="de_DE"
    )
    (said,) = texts(german)
    assert "1.337,50" in said
    assert "22.11.2025" in said


@pytest.mark.parametrize("layout", Layout)
def test_rc2_a_later_paper_with_another_sum_says_that_it_replaces_the_earlier(
    layout: Layout, doc: ReceiptDoc, texts: Texts
) -> None:
    _, _, changes = CASES["partly"]
    partly = replace(doc, **changes)
    for copy, corrected in ((0, False), (1, True)):
        said = " ".join(
            texts(render_receipt(replace(partly, copy=copy), layout=layout, long=False))
        )
        assert ("CORRECTED" in said) is corrected
    assert "Replaces the earlier papers" in said
    plain = " ".join(texts(render_receipt(replace(doc, copy=1), layout=layout, long=False)))
    assert "CORRECTED" not in plain


def test_rc7_marks_stand_on_every_page_of_a_sheet(doc: ReceiptDoc, texts: Texts) -> None:
    marked = replace(doc, payments=doc.payments * 20, copy=3, canceled="Wrong account", demo=True)
    pages = texts(render_receipt(marked, layout=Layout.LETTER, long=True))
    assert len(pages) > 1
    for page in pages:
        for mark in ("DEMO", "VOID", "CANCELED", "Duplicate 3", "100000000042-17"):
            assert mark in page


def test_printing_is_repeatable_to_the_byte(doc: ReceiptDoc) -> None:
    for layout in Layout:
        first = render_receipt(doc, layout=layout, long=True)
        assert first == render_receipt(doc, layout=layout, long=True)
        assert first.startswith(b"%PDF-")
