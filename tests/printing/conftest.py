"""One receipt with everything on it, and what a reader gets out of a PDF."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from pypdfium2 import PdfDocument

from posapp.domain.documents import (
    EndorsementDoc,
    ReceiptDoc,
    ReceiptPayment,
    ReceiptSegment,
    ReceiptTender,
    Stub,
    StubDoc,
)
from posapp.domain.money import Currency, Money

Texts = Callable[[bytes], list[str]]


@pytest.fixture
def doc() -> ReceiptDoc:
    water = ReceiptSegment("Water service, 12 Elm Street", Money(6000), Money(0))
    sewer = ReceiptSegment("Sewer service, 12 Elm Street", Money(2250), Money(1250))
    credit = ReceiptSegment("Water service, 4 Oak Lane", Money(3000), Money(-500))
    hall = ReceiptSegment("Miscellaneous receipts", Money(122500))
    return ReceiptDoc(
        organisation="City of Springfield",
        address=("Utility Billing and Collections", "12 Main Street", "(541) 555-0142"),
        number="100000000042-17",
        document_number="2025-000318",
        event_id="204918833107",
        payment_date=date(2025, 11, 22),
        paid_at=datetime(2025, 11, 23, 2, 58, tzinfo=UTC),
        printed_at=datetime(2025, 11, 23, 3, 4, tzinfo=UTC),
        zone="America/Los_Angeles",
        office="Main Street",
        drawer="Window 2",
        cashier="Maria Quiñones",
        payor_name="Ó Súilleabháin, Máire",
        payor_account="4512907741",
        currency=Currency("USD", 2, "$"),
        paid=Money(133750),
        amount_tendered=Money(140000),
        cash_back=Money(6248),
        tenders=(
            ReceiptTender("Check", Money(60000), check_number="1043", micr_last4="6789"),
            ReceiptTender("Cash", Money(20000), foreign="CAD 280.00 at 0.7143"),
            ReceiptTender("Check", Money(60000), check_number="2210", micr_last4="0021"),
        ),
        payments=(
            ReceiptPayment(
                "4512907741",
                "Ó Súilleabháin, Máire",
                Money(8250),
                match="Bill 2025-11-000431",
                segments=(water, sewer),
            ),
            ReceiptPayment("7000123456", "Παπαδόπουλος, Γιώργος", Money(3000), segments=(credit,)),
            ReceiptPayment(
                "",
                "",
                Money(122500),
                segments=(hall,),
                non_cis_name="Springfield Garden Club",
                reference="HALL-2025-11",
                comments="Rent of the hall, two days",
            ),
        ),
        message="Thank you, Máire.\nKeep this receipt for your records.",
        rounding=Money(-2),
        seal="57-7K3Q-M2F9-XABC-4TDW",
    )


@pytest.fixture
def endorsement() -> EndorsementDoc:
    return EndorsementDoc(
        text="For deposit only\nCity of Springfield",
        organisation="",
        bank_account="••••4711",
        day=date(2025, 11, 22),
        tender_id="204918833109",
        account="4512907741",
        amount=Money(60000),
        currency=Currency("USD", 2, "$"),
    )


@pytest.fixture
def stubs() -> StubDoc:
    return StubDoc(
        organisation="City of Springfield",
        address=("Utility Billing and Collections", "12 Main Street"),
        day=date(2025, 11, 22),
        event_id="204918833107",
        currency=Currency("USD", 2, "$"),
        stubs=(
            Stub("4512907741", "Ó Súilleabháin, Máire", Money(8250)),
            Stub("7000123456", "Παπαδόπουλος, Γιώργος", Money(3000)),
        ),
    )


@pytest.fixture
def texts() -> Texts:
    """Text of each page as a PDF reader extracts it."""

    def extract(pdf: bytes) -> list[str]:
        with closing(PdfDocument(pdf)) as read:
            return [page.get_textpage().get_text_range().replace("\r", "") for page in read]

    return extract
