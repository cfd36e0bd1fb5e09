"""Automatic payments, decided: dates, requests, changes, stamps (AP-03..AP-12, AP-17, D-06)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from posapp.domain.adding import drawer_for
from posapp.domain.autopay import (
    RequestTerms,
    check_no_debit,
    check_unsent,
    decide_request,
    is_all_autopay,
    limit_concern,
    moved_to,
    offered_kinds,
    pending,
)
from posapp.domain.autopay_codes import (
    AccountRule,
    DateShift,
    DebitStatus,
    OverLimit,
    RequestStatus,
)
from posapp.domain.autopay_requests import AutoPayDraft, ClearingRequest, RequestId
from posapp.domain.autopay_setup import (
    AutoPaySetUp,
    AutoPaySource,
    RouteType,
    WorkCalendar,
    dates_by_hand,
    dates_of_bill,
)
from posapp.domain.autopay_setup_tables import WEEK as WEEK_DAYS
from posapp.domain.autopay_setup_tables import calendar_rule
from posapp.domain.bill_debits import CompletedBill, is_still_wanted, stamp_bill
from posapp.domain.codes import SourceType, TenderStatus
from posapp.domain.ids import AccountId, BillId, TenderId
from posapp.domain.mandate import Mandate, MandateDraft, MandateId, in_force
from posapp.domain.mandates import check_mandate
from posapp.domain.money import Money
from posapp.domain.new_tenders import new_tender
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.sealed import SealedAccount, masked
from posapp.domain.setup import SetUp
from posapp.errors import NeedsConfirmation, Refused
from tests.helpers import facts
from tests.helpers.every import every
from tests.helpers.facts import add_facts
from tests.helpers.views import event, tender

DAY = date(2026, 11, 20)
THANKS, FRIDAY, SATURDAY, MONDAY = (date(2026, 11, day) for day in (26, 27, 28, 30))
WEEK = WorkCalendar("FED", "Working days", (True,) * 5 + (False,) * 2, frozenset({THANKS}))
NEVER = WorkCalendar("NONE", "Never", (False,) * 7)
ROUTE = RouteType("DEBIT", "Debits", "ACH", "OUT", DateShift.FOLLOWING, 0, 0)
ACCOUNT = SealedAccount("s1.key.text", "3210")
MANDATE = Mandate(
    MandateId(7), AccountId(1), date(2026, 1, 1), None, "FNB", SealedAccount("g1.k.t", "9999", "m 7"),
    None, "N. Okafor", None, "", 1,
)  # fmt: skip
FNB = AutoPaySource(
    "FNB", "First National", "First National Bank", "DDCH", None, "021000021", "DEBIT", "FED",
    AccountRule.DIGITS, active=True,
)  # fmt: skip


def setup(**changes: Any) -> SetUp:
    """The set-up with a bank and a card company; ``changes`` are of the bank."""
    bank = replace(FNB, **changes)
    card = replace(FNB, code="CARDS", tender_type="CRED", external_source_id="")
    types = {
        **facts.setup().tender_types,
        "DDCH": facts.tender_type(
            "DDCH", "Direct debit", generate_auto_pay=True, physical=False,
            require_external_source_id=True,
        ),
        "CRED": facts.tender_type(
            "CRED", "Card debit", generate_auto_pay=True, physical=False,
            require_expiration_date=True,
        ),
    }  # fmt: skip
    sources = {"FNB": bank, "CARDS": card}
    autopay = AutoPaySetUp(sources, {"DEBIT": ROUTE}, {"FED": WEEK})
    return replace(facts.setup(), tender_types=types, autopay=autopay)


def terms(code: str = "DDCH", **changes: Any) -> RequestTerms:
    values = {
        "kind": setup().tender_types[code],
        "amount": Money(5000),
        "currency": "USD",
        "payment_date": DAY,
        "mandate": None,
    }
    return RequestTerms(**values | changes)


@every(
    ("due", "shift", "lead", "ledger", "payment", "extract", "booked"),
    [
        (FRIDAY, DateShift.FOLLOWING, 0, 0, FRIDAY, FRIDAY, FRIDAY),
        (SATURDAY, DateShift.FOLLOWING, 0, 0, MONDAY, MONDAY, MONDAY),
        (SATURDAY, DateShift.PRECEDING, 0, 1, FRIDAY, FRIDAY, MONDAY),
        (THANKS, DateShift.PRECEDING, 0, 0, date(2026, 11, 25), date(2026, 11, 25), date(2026, 11, 25)),
        (FRIDAY, DateShift.FOLLOWING, 1, 0, FRIDAY, date(2026, 11, 25), date(2026, 11, 25)),
        (MONDAY, DateShift.FOLLOWING, 2, 3, MONDAY, date(2026, 11, 25), date(2026, 12, 1)),
    ],
)  # fmt: skip
def test_ap10_dates_of_a_bill(
    due: date, shift: DateShift, lead: int, ledger: int, payment: date, extract: date, booked: date
) -> None:
    route = replace(ROUTE, shift=shift, lead_days=lead, ledger_days=ledger)
    found = dates_of_bill(due, route, WEEK)
    assert (found.payment, found.extract, found.ledger) == (payment, extract, booked)


def test_ap10_by_hand_it_is_sent_on_the_payment_date() -> None:
    found = dates_by_hand(SATURDAY, replace(ROUTE, ledger_days=1), WEEK)
    assert (found.payment, found.extract, found.ledger) == (SATURDAY, SATURDAY, MONDAY)


def test_ap10_an_institution_that_never_works_moves_nothing() -> None:
    assert NEVER.nearest(SATURDAY) == SATURDAY


TOKEN = AutoPayDraft("CARDS", ACCOUNT, date(2027, 1, 31))
DECISIONS = [
    ("AP-07 all from the mandate", AutoPayDraft(), terms(mandate=MANDATE), {}, None),
    ("AP-07 all said", AutoPayDraft("FNB", ACCOUNT), terms(), {}, None),
    ("AP-07 no source", AutoPayDraft(), terms(), {}, ("M-101", "autopay_source")),
    ("AP-07 no account", AutoPayDraft("FNB"), terms(), {}, ("M-101", "external_account")),
    ("AP-07 mandate of another type", AutoPayDraft(), terms("CRED", mandate=MANDATE), {}, ("M-101", "autopay_source")),
    ("AP-07 unknown source", AutoPayDraft("X", ACCOUNT), terms(), {}, ("M-55", "autopay_source")),
    ("AP-07 source of another type", TOKEN, terms(), {}, ("M-62", "autopay_source")),
    ("11.1 inactive source", AutoPayDraft("FNB", ACCOUNT), terms(), {"active": False}, ("M-62", "autopay_source")),
    ("11.1 no routing number", AutoPayDraft("FNB", ACCOUNT), terms(), {"external_source_id": ""}, ("M-62", "autopay_source")),
    ("11.1 another currency", AutoPayDraft("FNB", ACCOUNT), terms(currency="EUR"), {}, ("M-62", "autopay_source")),
    ("TN-6 card", TOKEN, terms("CRED"), {}, None),
    ("TN-6 no expiry date", replace(TOKEN, expires_on=None), terms("CRED"), {}, ("M-101", "expires_on")),
    ("TN-6 expires that day", replace(TOKEN, expires_on=DAY), terms("CRED"), {}, None),
    ("TN-6 expired", replace(TOKEN, expires_on=date(2026, 11, 19)), terms("CRED"), {}, ("M-104", "expires_on")),
]  # fmt: skip


@every(
    ("draft", "given", "changes", "refused"),
    [row[1:] for row in DECISIONS],
    ids=[str(row[0]) for row in DECISIONS],
)
def test_a_request_is_decided(
    draft: AutoPayDraft,
    given: RequestTerms,
    changes: dict[str, Any],
    refused: tuple[str, str] | None,
) -> None:
    if refused is None:
        made = decide_request(draft, given, setup(**changes))
        assert (made.amount, made.extract_date, made.batch_code) == (Money(5000), DAY, "OUT")
        return
    with pytest.raises(Refused) as error:
        decide_request(draft, given, setup(**changes))
    assert (error.value.code, error.value.fields["field"]) == refused


def test_ap07_an_account_of_ones_own_takes_nothing_else_from_the_mandate() -> None:
    own = decide_request(AutoPayDraft("FNB", ACCOUNT), terms(mandate=MANDATE), setup())
    assert (own.account, own.entity_name, own.mandate_id) == (ACCOUNT, "", None)
    its = decide_request(AutoPayDraft("FNB"), terms(mandate=MANDATE), setup())
    assert (its.account, its.entity_name, its.mandate_id) == (MANDATE.account, "N. Okafor", 7)


def test_16_2_the_ledger_account_is_the_route_s_or_the_type_s_own() -> None:
    code = setup().tender_sources["ACH"].distribution_code
    assert decide_request(AutoPayDraft("FNB", ACCOUNT), terms(), setup()).distribution_code == code
    own = terms(kind=replace(setup().tender_types["DDCH"], distribution_code="1099"))
    made = decide_request(AutoPayDraft("FNB", ACCOUNT), own, setup())
    assert made.distribution_code == "1099"


@every(
    ("most", "own", "asked"),
    [(None, False, False), (5000, False, False), (4999, False, True), (4999, True, False)],
)
def test_ap09_by_hand_the_maximum_is_a_question(most: int | None, own: bool, asked: bool) -> None:
    mandate = replace(MANDATE, maximum_withdrawal=None if most is None else Money(most))
    draft = AutoPayDraft("FNB", ACCOUNT if own else None)
    made = decide_request(draft, terms(mandate=mandate), setup())
    assert [one.code for one in limit_concern(made, mandate, "USD")] == ["M-105"] * asked
    assert limit_concern(made, None, "USD") == ()


def request(**changes: Any) -> ClearingRequest:
    values: dict[str, Any] = {
        "id": RequestId(5),
        "tender_id": TenderId(3),
        "source": "FNB",
        "source_name": "First National Bank",
        "account": ACCOUNT,
        "expires_on": None,
        "entity_name": "",
        "amount": Money(5000),
        "extract_date": DAY,
        "ledger_date": DAY,
        "batch_code": "OUT",
        "batch_run": None,
        "status": RequestStatus.PENDING,
        "bill_id": None,
        "mandate_id": None,
    }
    return ClearingRequest(**values | changes)


@every(
    ("status", "sent"),
    [("PENDING", False), ("CANCELED", False), ("EXTRACTED", True), ("REJECTED", True)],
)
def test_ap11_ap12_what_was_sent_does_not_change(status: str, sent: bool) -> None:
    one = request(status=RequestStatus(status), batch_run=1 if sent else None)
    assert one.status.was_sent is sent
    assert pending([one]) == ((one,) if status == "PENDING" else ())
    if sent:
        with pytest.raises(Refused, match="M-106"):
            check_unsent([one])
    else:
        check_unsent([one])


def test_ap11_pe3_the_extract_date_moves_with_the_payment_date() -> None:
    with pytest.raises(NeedsConfirmation) as asked:
        moved_to([request()], MONDAY, frozenset(), setup())
    assert asked.value.concerns[0].code == "M-04"
    (moved,) = moved_to([request()], MONDAY, frozenset({"M-04"}), setup())
    assert (moved.extract_date, moved.ledger_date) == (MONDAY, MONDAY)
    assert moved_to([request(status=RequestStatus.CANCELED)], MONDAY, frozenset(), setup()) == ()
    with pytest.raises(Refused, match="M-104"):
        moved_to([request(expires_on=DAY)], MONDAY, frozenset({"M-04"}), setup())


DEBIT, CASH = tender("10.00", "DDCH", tender_control_id=None), tender("10.00")
GONE = replace(CASH, status=TenderStatus.CANCELED)


@every(
    ("tenders", "all_of_it"),
    [((DEBIT,), True), ((DEBIT, CASH), False), ((DEBIT, GONE), True), ((GONE,), False)],
)
def test_d06_a_date_ahead_needs_all_to_be_debited(
    tenders: tuple[Any, ...], all_of_it: bool
) -> None:
    assert is_all_autopay(event(tenders), setup()) is all_of_it


def test_ap12_an_event_that_is_debited_is_not_transferred_itself() -> None:
    debited = replace(DEBIT, auto_pay=request())
    check_no_debit(event((CASH, replace(debited, status=TenderStatus.CANCELED))))
    with pytest.raises(Refused, match="M-16"):
        check_no_debit(event((debited,)))


def test_d06_debits_are_offered_where_an_institution_takes_them() -> None:
    codes = {kind.code for kind in offered_kinds(setup())}
    assert {"CASH", "DDCH", "CRED"} <= codes
    assert "DDCH" not in {kind.code for kind in offered_kinds(setup(active=False))}
    assert "ROND" not in codes


@every(
    ("start", "end", "day", "holds"),
    [
        ("2026-11-20", None, "2026-11-20", True),
        ("2026-11-21", None, "2026-11-20", False),
        ("2026-01-01", "2026-11-20", "2026-11-20", True),
        ("2026-01-01", "2026-11-19", "2026-11-20", False),
    ],
)
def test_ap03_20_3_17_a_mandate_is_in_force_to_its_last_day(
    start: str, end: str | None, day: str, holds: bool
) -> None:
    ends = None if end is None else date.fromisoformat(end)
    one = replace(MANDATE, start_date=date.fromisoformat(start), end_date=ends)
    assert in_force([one], date.fromisoformat(day)) == (one if holds else None)


MANDATES = [
    ("AP-01 fine", {}, (), None),
    ("11.1 no source", {"source": "X"}, (), "M-55"),
    ("11.1 no account", {"account": None}, (), "M-101"),
    ("TN-6 card without expiry", {"source": "CARDS"}, (), "M-101"),
    ("TN-6 card", {"source": "CARDS", "expires_on": DAY}, (), None),
    ("11.1 ends before it starts", {"end_date": date(2026, 10, 31)}, (), "M-50"),
    ("11.1 ends as it starts", {"end_date": date(2026, 11, 1)}, (), None),
    ("AP-09 maximum of nothing", {"maximum_withdrawal": Money(0)}, (), "M-02"),
    ("AP-09 maximum", {"maximum_withdrawal": Money(1)}, (), None),
    ("AP-01 another without end", {}, (MANDATE,), "M-107"),
    ("AP-01 meets on a day", {}, (replace(MANDATE, end_date=date(2026, 11, 1)),), "M-107"),
    ("AP-01 the day after", {}, (replace(MANDATE, end_date=date(2026, 10, 31)),), None),
    ("AP-01 before another", {"end_date": date(2026, 12, 31)}, (replace(MANDATE, start_date=date(2027, 1, 1)),), None),
    ("AP-01 into another", {"end_date": date(2027, 1, 1)}, (replace(MANDATE, start_date=date(2027, 1, 1)),), "M-107"),
    ("R13 card number as name", {"entity_name": "4111 1111 1111 1111"}, (), "M-58"),
]  # fmt: skip


@every(
    ("changes", "others", "refused"),
    [row[1:] for row in MANDATES],
    ids=[str(row[0]) for row in MANDATES],
)
def test_mandates_are_checked(
    changes: dict[str, Any], others: tuple[Mandate, ...], refused: str | None
) -> None:
    draft = MandateDraft(AccountId(1), date(2026, 11, 1), None, "FNB", ACCOUNT)
    draft = replace(draft, **changes)
    if refused is None:
        assert check_mandate(draft, others, setup(), is_new=True).source == draft.source
        return
    with pytest.raises(Refused) as error:
        check_mandate(draft, others, setup(), is_new=True)
    assert error.value.code == refused


def test_11_1_a_mandate_keeps_its_account_unless_another_is_given() -> None:
    draft = MandateDraft(AccountId(1), DAY, None, "FNB", None)
    assert check_mandate(draft, (), setup(), is_new=False).account is None
    with pytest.raises(Refused, match="M-55"):
        check_mandate(draft, (), setup(active=False), is_new=False)


BILL = CompletedBill(BillId(9), AccountId(1), SATURDAY, Money(5000), MandateId(7), "RES")


@every(
    ("most", "over", "status", "amount"),
    [
        (None, OverLimit.REDUCE, DebitStatus.WAITING, 5000),
        (5000, OverLimit.NOTHING, DebitStatus.WAITING, 5000),
        (4999, OverLimit.REDUCE, DebitStatus.WAITING, 4999),
        (4999, OverLimit.NOTHING, DebitStatus.OVER_LIMIT, 5000),
    ],
)
def test_ap05_ap09_a_completed_bill_is_stamped(
    most: int | None, over: OverLimit, status: DebitStatus, amount: int
) -> None:
    mandate = replace(MANDATE, maximum_withdrawal=None if most is None else Money(most))
    base = setup()
    classes = {"RES": replace(base.customer_classes["RES"], autopay_over_limit=over)}
    stamp = stamp_bill(BILL, mandate, replace(base, customer_classes=classes))
    assert (stamp.status, stamp.amount, stamp.attempt) == (status, Money(amount), 1)
    assert stamp.dates.extract == MONDAY
    again = stamp_bill(BILL, mandate, replace(base, customer_classes=classes), stamp)
    assert again.attempt == 2
    assert again.request_id != stamp.request_id
    assert is_still_wanted(stamp, mandate)
    assert not is_still_wanted(stamp, None)
    assert not is_still_wanted(stamp, replace(mandate, end_date=FRIDAY))


def test_ap02_an_account_shows_its_last_signs() -> None:
    assert (ACCOUNT.masked, masked("")) == ("••••3210", "")


def test_shipped_names_of_the_source_type_are_auto_pay() -> None:
    assert setup().tender_sources["ACH"].source_type is SourceType.AUTOPAY


FACTS = add_facts()


def order(draft: TenderDraft) -> AddEvent:
    return AddEvent("r", AccountId(1000), (draft,), (PaymentDraft(AccountId(1000), Money(2500)),))


DRAFTS = [
    ("D-27 nothing", TenderDraft("DDCH", Money(0)), {}, "M-02"),
    ("D-05 another currency", TenderDraft("DDCH", Money(1), currency="EUR"), {}, "M-62"),
    ("TT inactive", TenderDraft("DDCH", Money(1)), {"active": False}, "M-62"),
    ("AP-07 block on cash", TenderDraft("CASH", Money(1), auto_pay=AutoPayDraft()), {}, "M-62"),
]


@every(
    ("draft", "changes", "code"), [row[1:] for row in DRAFTS], ids=[str(row[0]) for row in DRAFTS]
)
def test_debits_that_are_refused(draft: TenderDraft, changes: dict[str, Any], code: str) -> None:
    base = setup()
    types = {**base.tender_types, "DDCH": replace(base.tender_types["DDCH"], **changes)}
    known = replace(
        FACTS, setup=replace(base, tender_types=types), mandates={FACTS.payor.id: MANDATE}
    )
    with pytest.raises(Refused) as refused:
        new_tender(draft, known, known.control)
    assert refused.value.code == code


def test_ap13_d06_a_debit_lies_in_no_drawer() -> None:
    known = replace(FACTS, setup=setup(), mandates={FACTS.payor.id: MANDATE})
    made = new_tender(TenderDraft("DDCH", Money(2500), currency="USD"), known, None)
    assert (made.control, made.control_currency) == (None, "USD")
    assert drawer_for(order(TenderDraft("DDCH", Money(2500))), replace(known, control=None)) is None


def test_ap10_an_institution_works_on_some_day() -> None:
    week = dict.fromkeys(WEEK_DAYS, False)
    with pytest.raises(Refused, match="M-50"):
        calendar_rule(week)
    calendar_rule(week | {"sunday": True})
