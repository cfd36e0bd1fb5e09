"""Reliability A.5 and B.5: nothing in a text steers the paper, the printer or the clock."""

import io
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from pypdf import PdfReader

from posapp.domain.documents import ReceiptDoc
from posapp.printing.cleaning import clean, one_line
from posapp.printing.receipt import render_receipt
from posapp.printing.style import Layout

Texts = Callable[[bytes], list[str]]
HOSTILE = {
    "markup": "A & B <b",
    "link": '<a href="file:///etc/passwd">x</a> <img src="http://127.0.0.1/"/>',
    "pdf syntax": r") Tj ET Q endstream endobj (\\",
    "drawer kick": "Ann\x1bp\x00\x19\xfa Lee",
    "controls": "".join(map(chr, range(32))) + "".join(map(chr, range(127, 160))),
    "bidi override": "\u202eeel nnA\u202c \u2066x\u2069",
    "lone surrogate": "a\ud800b",
    "noncharacters": "\ufffe\uffff\U0010ffff",
    "young emoji in right to left text": "אב \U0001fae8 12 גד",
    "format": "{number} %s {0.__class__}",
    "spreadsheet": '=HYPERLINK("x")',
}
LONG = {
    "one word": "x" * 10_000,
    "words": "word " * 2_000,
    "arabic": "محمد " * 2_000,
    "ideographs": "王" * 10_000,
    "marks": "a" + "\u0301\u0316" * 5_000,
    "boxes": "\U0001f600" * 10_000,
    "line ends": "a\n" * 5_000,
    "digits": "12 שלום " * 1_250,
}


def poisoned(doc: ReceiptDoc, text: str) -> ReceiptDoc:
    payments = tuple(
        replace(payment, account_name=text, match=text, comments=text, account_id=text)
        for payment in doc.payments[:1]
    )
    return replace(
        doc,
        organisation=text,
        address=(text,),
        number=text,
        cashier=text,
        payor_name=text,
        payor_account=text,
        message=text,
        canceled=text or "x",
        seal=text,
        payments=payments,
        tenders=tuple(replace(tender, description=text) for tender in doc.tenders),
    )


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_texts_print_as_text(kind: str, doc: ReceiptDoc, texts: Texts) -> None:
    for layout in Layout:
        pdf = render_receipt(poisoned(doc, HOSTILE[kind]), layout=layout, long=True)
        said = "\n".join(texts(pdf))
        assert "Total Paid" in said
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)
        annotations = [page.get("/Annots") for page in PdfReader(io.BytesIO(pdf)).pages]
        assert annotations == [None] * len(annotations)


def test_markup_and_pdf_syntax_come_out_verbatim(doc: ReceiptDoc, texts: Texts) -> None:
    for kind in ("markup", "link", "pdf syntax", "format", "spreadsheet"):
        named = replace(doc, cashier=HOSTILE[kind])
        said = "".join(texts(render_receipt(named, layout=Layout.A4, long=False))).split()
        assert "".join(HOSTILE[kind].split()) in "".join(said), kind


@pytest.mark.parametrize("kind", LONG)
def test_ten_thousand_characters_print(kind: str, doc: ReceiptDoc, texts: Texts) -> None:
    assert len(LONG[kind]) >= 10_000
    named = replace(doc, payor_name=LONG[kind])
    pdf = render_receipt(named, layout=Layout.ROLL80, long=True)
    assert "Total Paid" in "\n".join(texts(pdf))


def test_controls_and_bidi_controls_are_removed_and_nothing_else() -> None:
    assert clean("Ann\x1bp\x00 Lee\x85") == "Annp Lee\n"
    assert clean("\u202eabc\u2069\ufeff\u200b") == "abc"
    assert clean("a\tb\u2003c") == "a b c"
    assert clean("1\u202f234\u00a0kr") == "1\u202f234\u00a0kr"
    assert clean("e\u0301") == "é"
    assert clean("می\u200cرزا") == "می\u200cرزا"
    assert clean("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert one_line("\n a\nb ") == "a b"


def test_same_bytes_in_every_thread_and_whatever_the_hash_seed(doc: ReceiptDoc) -> None:
    named = replace(doc, payor_name="王小明 محمد Γιώργος", organisation="김철수")
    first = render_receipt(named, layout=Layout.A4, long=True)
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(render_receipt, named, layout=Layout.A4, long=True) for _ in range(12)]
        assert {job.result() for job in jobs} == {first}
    code = (
        "import hashlib\n"
        "from posapp.printing.blocks import Note\n"
        "from posapp.printing.page import render\n"
        "from posapp.printing.style import Layout\n"
        "pdf = render([Note('Anna محمد 王')], layout=Layout.A4, title='t')\n"
        "print(hashlib.sha256(pdf).hexdigest())\n"
    )
    sums = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            timeout=300,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(sums) == 1
