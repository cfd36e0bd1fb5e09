"""From an event to its receipt (RC-2, RC-6, RC-7, PR-03, PR-07, PR-08, NCI-06, D-20, AC-11)."""

from dataclasses import replace
from typing import Any

import pytest

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.documents import ReceiptDoc
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, PaymentId
from posapp.domain.receipts import ReceiptFacts, cancel_reason, check_printable, receipt_doc
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import EUR, NOW, USD, installation, setup, usd
from tests.helpers.views import change, event, payment, segment, tender

CANCELED = TenderStatus.CANCELED
INCOMPLETE, ERROR, FREEZABLE, FROZEN, GONE = PaymentStatus
PLAIN = event((tender("25.00"),), (payment("25.00"),))


def paper(view: EventView, books: SetUp | None = None, **changes: Any) -> ReceiptDoc:
    facts = ReceiptFacts(view, NOW, copy=0, seal="", cancel_reason=cancel_reason(view))
    return receipt_doc(replace(facts, **changes), books or setup())


@every(
    ("statuses", "unfrozen"),
    [((), 0), ((INCOMPLETE,), 1), ((FROZEN, ERROR), 1), ((FREEZABLE, FREEZABLE, GONE), 2)],
)
def test_rc2_m37_a_receipt_needs_frozen_payments(
    statuses: tuple[PaymentStatus, ...], unfrozen: int
) -> None:
    view = event((tender("9.00"),), tuple(payment("1.00", status) for status in statuses))
    with pytest.raises(Refused) as refused:
        check_printable(view)
    assert (refused.value.code, refused.value.fields) == ("M-37", {"unfrozen": unfrozen})


@every("statuses", [(FROZEN,), (FROZEN, GONE), (GONE,)])
def test_rc7_frozen_and_cancelled_events_may_be_printed(
    statuses: tuple[PaymentStatus, ...],
) -> None:
    check_printable(event((tender("1.00"),), tuple(payment("1.00", one) for one in statuses)))


def test_rc6_head_of_a_receipt() -> None:
    books = setup(installation=installation(address="1 Quay\n\nHarbor"))
    numbered = replace(PLAIN, receipt_number="501-7", document_number="2026-MAIN-000007")
    doc = paper(numbered, books, copy=2, seal="00ff00ff00ff00ff")
    assert (doc.organisation, doc.address) == ("Harbor Utilities", ("1 Quay", "Harbor"))
    assert (doc.number, doc.document_number) == ("501-7", "2026-MAIN-000007")
    assert (doc.event_id, doc.payor_account) == ("000000000001", "0000000001")
    assert (doc.payment_date, doc.paid_at, doc.printed_at, doc.zone) == (
        PLAIN.payment_date,
        PLAIN.created_at,
        NOW,
        "America/New_York",
    )
    assert (doc.office, doc.drawer, doc.cashier) == ("Main office", "Drawer CASH-A01", "Cora")
    assert (doc.payor_name, doc.currency) == ("Petra Payor", USD)
    assert (doc.copy, doc.seal, doc.demo, doc.canceled) == (2, "00ff00ff00ff00ff", False, "")


def test_d31_without_a_number_the_event_id_stands_in() -> None:
    assert (paper(PLAIN).number, paper(PLAIN).document_number) == ("000000000001", "")


def test_the_drawer_of_a_source_that_is_gone_keeps_its_code() -> None:
    view = event((tender("25.00", tender_source="GONE-01"),), (payment("25.00"),))
    assert paper(view).drawer == "GONE-01"


def test_a_demo_says_so() -> None:
    assert paper(PLAIN, setup(installation=installation(demo=True))).demo


def test_d01_tendered_and_change_are_shown_apart() -> None:
    doc = paper(event((tender("100.00", "TRAV"), change("-75.00")), (payment("25.00"),)))
    assert (doc.paid, doc.amount_tendered, doc.cash_back) == (
        usd("25.00"),
        usd("100.00"),
        usd("75.00"),
    )
    assert [(t.description, t.amount) for t in doc.tenders] == [("TRAV", usd("100.00"))]
    assert doc.rounding is None


def test_d20_rounding_has_a_line_of_its_own() -> None:
    rounding = tender("-0.02", "ROND", rounding=True)
    doc = paper(event((tender("10.00"), rounding), (payment("9.98"),)))
    assert doc.rounding == usd("-0.02")
    assert len(doc.tenders) == 1


def test_ac11_foreign_money_shows_both_amounts_and_the_rate() -> None:
    foreign = tender(
        "55.00", control_amount=EUR.parse("50.00"), control_currency="EUR", rate="1.10"
    )
    doc = paper(event((foreign,), (payment("55.00"),)))
    assert [(t.amount, t.foreign) for t in doc.tenders] == [(usd("55.00"), "EUR 50.00 at 1.10")]
    assert paper(PLAIN).tenders[0].foreign == ""


def test_pr08_only_the_end_of_a_micr_is_printed() -> None:
    check = tender("25.00", "CHEC", check_number="4711", micr_last4="9876")
    (line,) = paper(event((check,), (payment("25.00"),))).tenders
    assert (line.check_number, line.micr_last4) == ("4711", "9876")


def test_rc6_segments_with_the_balance_after() -> None:
    parts = (segment("20.00", service="Meter 7"), segment("5.00", "Garbage"))
    view = event((tender("25.00"),), (payment("25.00", segments=parts),))
    lines = paper(view).payments[0].segments
    assert [(one.description, one.amount, one.balance_after) for one in lines] == [
        ("Water Meter 7", usd("20.00"), usd("0.00")),
        ("Garbage", usd("5.00"), usd("0.00")),
    ]


def test_it1_items_are_named_whether_matched_or_not() -> None:
    parts = (
        segment("20.00", "Violation", item="4001"),
        segment("5.00", "Garbage"),
        segment("3.00", "Violation", item="4002"),
    )
    again = payment("1.00", segments=(segment("1.00", "Violation", item="4001"),))
    doc = paper(event((tender("29.00"),), (payment("28.00", segments=parts), again)))
    assert [one.description for one in doc.payments[0].segments] == [
        "Violation 4001",
        "Garbage",
        "Violation 4002",
    ]
    assert doc.items == ("4001", "4002")
    assert paper(PLAIN).items == ()


def test_rc7_items_of_a_cancelled_payment_are_not_paid_items() -> None:
    gone = payment("5.00", GONE, segments=(segment("5.00", "Violation", item="4001"),))
    live = payment("6.00", segments=(segment("6.00", "Violation", item="4002"),))
    assert paper(event((tender("11.00"),), (gone, live))).items == ("4002",)


def test_rc6_the_match_in_words() -> None:
    matched = payment("25.00", match_type="BILL-ID", match_value="B-7")
    assert paper(event((tender("25.00"),), (matched,))).payments[0].match == "BILL-ID B-7"
    assert paper(PLAIN).payments[0].match == ""


def test_nci06_a_non_cis_receipt_names_who_paid_and_for_what() -> None:
    misc = payment(
        "25.00", non_cis=True, account_name="County", non_cis_name="N. Body", reference="TAX-1",
        comments="odd", segments=(segment("25.00", "Miscellaneous"),),
    )  # fmt: skip
    (line,) = paper(event((tender("25.00"),), (misc,))).payments
    assert (line.account_name, line.non_cis_name) == ("N. Body", "N. Body")
    assert (line.reference, line.comments) == ("TAX-1", "odd")
    assert line.segments[0].balance_after is None


def test_cancelled_tenders_and_payments_are_shown_apart_while_others_live() -> None:
    check = tender("60.00", "CHEC", status=CANCELED, cancel_reason="NSF", check_number="7")
    view = event(
        (check, tender("40.00"), change("-5.00", status=CANCELED)),
        (payment("60.00", GONE, id=PaymentId(7), cancel_reason="NSF"), payment("40.00")),
    )
    doc = paper(view)
    assert (doc.paid, doc.canceled) == (usd("40.00"), "")
    assert (doc.amount_tendered, doc.cash_back) == (usd("40.00"), usd("0.00"))
    assert [line.amount for line in doc.payments] == [usd("40.00")]
    assert [line.description for line in doc.tenders] == ["CASH"]
    assert [(t.description, t.check_number, t.canceled) for t in doc.canceled_tenders] == [
        ("CHEC", "7", "Non-sufficient funds")
    ]
    assert [(p.amount, p.canceled) for p in doc.voided] == [(usd("60.00"), "Non-sufficient funds")]


def test_tr7_a_transferred_payment_prints_the_new_one_only() -> None:
    old = payment("25.00", GONE, id=PaymentId(7), cancel_reason="TRAN", account_name="Wrong Name")
    new = payment("25.00", id=PaymentId(8), account_name="Right Name")
    view = event((tender("25.00"),), (old, new))
    doc = paper(view, transferred=frozenset({PaymentId(7)}))
    assert [line.account_name for line in doc.payments] == ["Right Name"]
    assert (doc.voided, doc.canceled) == ((), "")


def test_tr7_a_transferred_payment_that_is_cancelled_later_is_void_for_its_own_reason() -> None:
    old = payment("25.00", GONE, id=PaymentId(7), cancel_reason="TRAN")
    new = payment("25.00", GONE, id=PaymentId(8), cancel_reason="NSF")
    view = event((tender("25.00"),), (old, new))
    gone = frozenset({PaymentId(7)})
    doc = paper(view, transferred=gone, cancel_reason=cancel_reason(view, gone))
    assert (doc.canceled, len(doc.payments), doc.paid) == (
        "Non-sufficient funds",
        1,
        usd("25.00"),
    )


@every(("reason", "shown"), [("NSF", "Non-sufficient funds"), ("GONE", "GONE"), (None, "canceled")])
def test_rc7_a_cancelled_event_shows_all_of_it_and_why(reason: str | None, shown: str) -> None:
    view = event(
        (
            tender("70.00", "TRAV", status=CANCELED),
            change("-10.02", status=CANCELED),
            tender("0.02", "ROND", rounding=True, status=CANCELED),
        ),
        (payment("60.00", GONE, cancel_reason=reason),),
    )
    doc = paper(view)
    assert (doc.canceled, doc.paid) == (shown, usd("60.00"))
    assert [line.amount for line in doc.tenders] == [usd("70.00")]
    assert (doc.amount_tendered, doc.cash_back, doc.rounding) == (
        usd("70.00"),
        usd("10.02"),
        usd("0.02"),
    )
    assert (doc.canceled_tenders, doc.voided) == ((), ())


def test_rc7_partly_cancelled_is_not_cancelled() -> None:
    assert cancel_reason(event((), (payment("1.00", GONE), payment("1.00")))) == ""
    assert cancel_reason(event((), ())) == ""


MESSAGES = [
    ("as it is", "Thank you.", "Thank you."),
    ("nothing", "", ""),
    ("who and when", "{org} {date} {time} {cashier}", "Harbor Utilities 2026-11-20 10:00 Cora"),
    ("what", "{payor}: {amount}, change {change}", "Petra Payor: $25.00, change $75.00"),
    ("how", "by {tender_type}", "by TRAV"),
    ("number", "No. {doc_no}", "No. 000000000001"),
    ("unknown ones stay", "{nobody} {0} {} { org }", "{nobody} {0} {} { org }"),
]


@every(("text", "printed"), [m[1:] for m in MESSAGES], ids=[m[0] for m in MESSAGES])
def test_pr07_placeholders_of_the_receipt_message(text: str, printed: str) -> None:
    books = setup(installation=installation(receipt_message=text))
    view = event((tender("100.00", "TRAV"), change("-75.00")), (payment("25.00"),))
    assert paper(view, books).message == printed


def test_pr07_a_name_is_never_a_placeholder() -> None:
    books = setup(installation=installation(receipt_message="{payor} {amount}"))
    odd = event((tender("25.00", payor_name="{amount} {cashier}"),), (payment("25.00"),))
    assert paper(odd, books).message == "{amount} {cashier} $25.00"


@pytest.mark.parametrize(
    ("receipt", "document", "shown"),
    [("501-7", None, "501-7"), ("501-7", "2026-MAIN-000007", "2026-MAIN-000007")],
)
def test_pr07_doc_no_is_the_best_number_there_is(
    receipt: str, document: str | None, shown: str
) -> None:
    books = setup(installation=installation(receipt_message="{doc_no}"))
    view = replace(PLAIN, receipt_number=receipt, document_number=document)
    assert paper(view, books).message == shown


def test_qa9_the_receipt_names_every_payor_once() -> None:
    tenders = (
        tender("5.00"),
        tender("6.00", "CHEC"),
        tender("7.00", payor_account_id=AccountId(2), payor_name="Paul Other"),
        change("-1.00"),
    )
    doc = paper(event(tenders, (payment("17.00"),)))
    assert doc.payor_name == "Petra Payor, Paul Other"
    assert paper(PLAIN).payor_name == "Petra Payor"
