"""Which tenders are endorsed and what is on their back; which payments have a stub (RC-3, RC-4)."""

from dataclasses import replace
from typing import Any

import pytest

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.documents import EndorsementDoc
from posapp.domain.endorsements import (
    check_endorsable,
    check_stub,
    endorsable,
    endorsement_doc,
    has_stub,
    stub_doc,
)
from posapp.domain.event_views import TenderView
from posapp.domain.ids import TenderId
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import EUR, USD, installation, setup, usd
from tests.helpers.views import change, event, payment, tender

CHECK = tender("25.00", "CHEC", id=TenderId(9), check_number="17", description="Check")
PAID = (payment("25.00"),)


def back(message: str = "", one: TenderView = CHECK, books: SetUp | None = None) -> EndorsementDoc:
    books = books or setup(installation=installation(endorse_message=message))
    return endorsement_doc(event((one,), PAID), one, books, copy=0)


@every(
    ("kind", "may"),
    [
        ("CHEC", True),
        ("MORD", True),
        ("CASH", False),
        ("CCHK", False),
        ("TRAV", False),
        ("DDCH", False),
        ("OVUN", False),
    ],
)
def test_pr06_neither_like_cash_nor_auto_pay(kind: str, may: bool) -> None:
    view = event((tender("10.00"), tender("15.00", kind, id=TenderId(9))), PAID)
    assert [one.id for one in endorsable(view, setup())] == ([TenderId(9)] if may else [])


@every("gone", [{"status": TenderStatus.CANCELED}, {"cash_back": True}, {"rounding": True}])
def test_pr06_no_cancelled_and_no_program_made_tender(gone: dict[str, Any]) -> None:
    view = event((tender("10.00"), replace(CHECK, **gone)), PAID)
    assert endorsable(view, setup()) == ()
    with pytest.raises(Refused) as refused:
        check_endorsable(view, CHECK.id, setup())
    assert refused.value.code == "M-70"


def test_pr06_several_checks_one_after_the_other() -> None:
    other = replace(CHECK, id=TenderId(11), check_number="18")
    view = event((CHECK, tender("1.00"), other), PAID)
    assert endorsable(view, setup()) == (CHECK, other)
    assert check_endorsable(view, other.id, setup()) is other
    with pytest.raises(Refused) as refused:
        check_endorsable(view, TenderId(12), setup())
    assert (refused.value.code, refused.value.fields["field"]) == ("M-55", "tender")


def test_pr07_all_that_it_must_carry_without_a_word_of_the_office() -> None:
    doc = back()
    assert doc.text == ""
    assert (doc.organisation, doc.bank_account) == ("Harbor Utilities", "••••4711")
    assert (str(doc.day), doc.tender_id, doc.account) == (
        "2026-11-20",
        "000000000009",
        "0000000001",
    )
    assert (doc.amount, doc.currency) == (usd("25.00"), USD)


def test_pr07_what_the_office_says_is_not_said_twice() -> None:
    doc = back("Pay to {org}\n{bank_account} {date} {event_id} {account} {amount}\n")
    assert doc.text == (
        "Pay to Harbor Utilities\n••••4711 2026-11-20 000000000001 0000000001 $25.00"
    )
    assert (doc.organisation, doc.bank_account, doc.day) == ("", "", None)
    assert (doc.tender_id, doc.account, doc.amount) == ("", "", None)


@every(
    ("message", "said"),
    [
        ("{payor} {tender_type} {check_number}", "Petra Payor Check 17"),
        ("{doc_no} {tender_id} {time} {cashier}", "000000000001 000000000009 10:00 Cora"),
        ("{unknown} {0}", "{unknown} {0}"),
    ],
)
def test_pr07_placeholders(message: str, said: str) -> None:
    assert back(message).text == said


def test_pr07_a_name_is_never_a_placeholder() -> None:
    assert back("{payor}", replace(CHECK, payor_name="{amount}")).text == "{amount}"


def test_ac11_a_foreign_check_is_over_its_own_money_and_goes_to_the_bank_of_its_drawer() -> None:
    books = setup()
    source = replace(books.tender_sources["CASH-E01"], distribution_code="1015-EURO")
    books = replace(books, tender_sources=dict(books.tender_sources) | {"CASH-E01": source})
    foreign = replace(
        CHECK,
        control_amount=EUR.parse("20.00"),
        control_currency="EUR",
        rate="1.25",
        tender_source="CASH-E01",
    )
    doc = back(one=foreign, books=books)
    assert (doc.amount, doc.currency, doc.bank_account) == (EUR.parse("20.00"), EUR, "••••4713")


def test_pr08_a_bank_account_without_known_digits_says_its_name() -> None:
    books = setup()
    accounts = tuple(replace(account, account_last4="") for account in books.bank_accounts)
    assert back(books=replace(books, bank_accounts=accounts)).bank_account == "Main account"
    assert back(books=replace(books, bank_accounts=())).bank_account == ""
    assert back(one=replace(CHECK, tender_source="GONE")).bank_account == ""


def test_rc4_a_stub_for_each_payment_that_lives() -> None:
    view = event(
        (tender("40.00"),),
        (
            payment("15.00"),
            payment("5.00", PaymentStatus.CANCELED),
            payment("20.00", PaymentStatus.ERROR, non_cis=True, non_cis_name="N. Body"),
            payment("5.00", account_name="Own Name"),
        ),
    )
    doc = stub_doc(view, setup(installation=installation(address="1 Quay\n\nHarbor")), copy=2)
    assert [(one.account, one.name, one.amount) for one in doc.stubs] == [
        ("0000000001", "Petra Payor", usd("15.00")),
        ("0000000001", "N. Body", usd("20.00")),
        ("0000000001", "Own Name", usd("5.00")),
    ]
    assert (doc.organisation, doc.address, doc.copy) == (
        "Harbor Utilities",
        ("1 Quay", "Harbor"),
        2,
    )
    assert has_stub(view)


@pytest.mark.parametrize("payments", [(), (payment("5.00", PaymentStatus.CANCELED),)])
def test_rc4_no_payment_no_stub(payments: tuple[Any, ...]) -> None:
    view = event((tender("40.00"), change("-5.00")), payments)
    assert not has_stub(view)
    with pytest.raises(Refused) as refused:
        check_stub(view)
    assert refused.value.code == "M-70"
