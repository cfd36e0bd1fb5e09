"""The decision of the add dialog (AD-1..AD-10, D-01..D-03, D-05, D-22, D-26, D-27, PE-3, PE-10)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.adding import decide_add
from posapp.domain.codes import (
    ControlStatus,
    DistributeAction,
    MatchKind,
    PaymentStatus,
    SourceType,
)
from posapp.domain.distribution import MatchTarget, OpenBill
from posapp.domain.ids import AgreementId, BillId, ControlId, EventId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.payment_events import AddEvent, AddFacts, EarlierTender, NewEvent
from posapp.domain.rates import ExchangeRate
from posapp.errors import Concern, NeedsConfirmation, Refused
from tests.helpers.every import every
from tests.helpers.facts import (
    COUNTY,
    EUR,
    JPY,
    NOW,
    OTHER,
    PAYEE,
    PAYOR,
    TODAY,
    account,
    add_event,
    add_facts,
    control,
    credit_debt,
    debt,
    installation,
    item_debt,
    pay,
    payee,
    setup,
    tender,
    usd,
    with_source,
    with_tender_type,
)

NONE, DISTRIBUTE, FREEZE = DistributeAction
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
WATER = debt(1, ("2026-10-10", "25.00"))
CASH_25 = add_event([tender("CASH", "25.00")], [pay("25.00")])


def refusal(command: AddEvent, facts: AddFacts) -> Refused:
    with pytest.raises(Refused) as refused:
        decide_add(command, facts)
    return refused.value


def concerns(command: AddEvent, facts: AddFacts) -> tuple[Concern, ...]:
    with pytest.raises(NeedsConfirmation) as asked:
        decide_add(command, facts)
    return asked.value.concerns


def tenders(event: NewEvent) -> list[tuple[str, str, bool]]:
    return [(t.tender_type, f"{t.amount.minor / 100:.2f}", t.cash_back) for t in event.tenders]


def ledger(event: NewEvent) -> dict[str, Money]:
    """Sum of the event's GL lines by account."""
    sums: dict[str, Money] = {}
    for payment in event.payments:
        for posting in payment.postings:
            for line in posting.lines:
                sums[line.code] = sums.get(line.code, ZERO) + line.amount
    return {code: amount for code, amount in sums.items() if amount}


# The plain way.


def test_ad7_a_cash_payment_of_the_amount_due_is_frozen() -> None:
    event = decide_add(CASH_25, add_facts(WATER))
    assert (event.payment_date, event.currency, event.office) == (TODAY, "USD", "MAIN")
    assert event.control == control()
    assert tenders(event) == [("CASH", "25.00", False)]
    assert event.change == ZERO
    (payment,) = event.payments
    assert payment.status is PaymentStatus.FROZEN
    assert [(s.agreement_id, s.amount) for s in payment.shares] == [(1, usd("25.00"))]
    assert (payment.error_code, payment.excess) == (None, ZERO)
    assert ledger(event) == {"1010-CASH": usd("25.00"), "1200-AR-WATER": usd("-25.00")}
    assert (event.warnings, event.confirmed, event.settled) == ((), (), ())


@every(
    ("action", "status", "shares"),
    [
        (NONE, PaymentStatus.INCOMPLETE, 0),
        (DISTRIBUTE, PaymentStatus.FREEZABLE, 1),
        (FREEZE, PaymentStatus.FROZEN, 1),
    ],
)
def test_ad7_distribute_actions(
    action: DistributeAction, status: PaymentStatus, shares: int
) -> None:
    (payment,) = decide_add(replace(CASH_25, action=action), add_facts(WATER)).payments
    assert (payment.status, len(payment.shares)) == (status, shares)
    assert bool(payment.postings) is (status is PaymentStatus.FROZEN)


@pytest.mark.parametrize("action", [DISTRIBUTE, FREEZE])
def test_ad7_a_payment_that_cannot_be_distributed_stays_in_error(action: DistributeAction) -> None:
    facts = add_facts(WATER)
    facts = replace(facts, payees={PAYOR: payee(WATER, code="COM", distribution=None)})
    event = decide_add(replace(CASH_25, action=action), facts)
    (payment,) = event.payments
    assert (payment.status, payment.shares, payment.postings) == (PaymentStatus.ERROR, (), ())
    assert (payment.error_code, payment.error_fields) == ("M-25", {"customer_class": "COM"})
    assert tenders(event) == [("CASH", "25.00", False)]


def test_ad7_one_failure_does_not_stop_the_other_payment() -> None:
    facts = add_facts(WATER)
    facts = replace(facts, payees={**facts.payees, PAYEE: payee(distribution=None)})
    command = add_event([tender("CASH", "30.00")], [pay("5.00", PAYEE), pay("25.00")])
    event = decide_add(command, facts)
    assert [p.status for p in event.payments] == [PaymentStatus.ERROR, PaymentStatus.FROZEN]
    assert ledger(event) == {"1010-CASH": usd("25.00"), "1200-AR-WATER": usd("-25.00")}


def test_ad10_match_and_non_cis_data_are_kept_on_the_payment() -> None:
    draft = pay("12.00", COUNTY, non_cis_name="N. Body", reference="TAX-1", comments="odd")
    event = decide_add(add_event([tender("CASH", "12.00")], [draft]), add_facts())
    assert event.payments[0].draft == draft
    assert ledger(event) == {"1010-CASH": usd("12.00"), "4800-MISC": usd("-12.00")}


def test_what_the_cashier_wrote_on_a_check_is_kept() -> None:
    draft = tender(
        "CHEC", "25.00", check_number=" 0815 ", micr=" 1234 ", customer_id="C9",
        external_reference="X1", name="P. Payor",
    )  # fmt: skip
    (kept,) = decide_add(add_event([draft], [pay("25.00")]), add_facts(WATER)).tenders
    assert (kept.check_number, kept.micr) == ("0815", "1234")
    assert (kept.customer_id, kept.external_reference, kept.name) == ("C9", "X1", "P. Payor")


# Refusals: what is changed in the facts or the command, and the code with the field it names.

Case = tuple[str, AddEvent, AddFacts, str, str | None]


def cash(amount: str, **changes: Any) -> AddEvent:
    return add_event([tender("CASH", "25.00")], [pay(amount)], **changes)


def matched(kind: str, value: str) -> AddEvent:
    return add_event([tender("CASH", "25.00")], [pay("25.00", match_type=kind, match_value=value)])


def handed(kind: str, amount: str = "25.00", **changes: Any) -> AddEvent:
    return add_event([tender(kind, amount, **changes)], [pay("25.00")])


def county(name: str, reference: str) -> AddEvent:
    draft = pay("25.00", COUNTY, non_cis_name=name, reference=reference)
    return add_event([tender("CASH", "25.00")], [draft])


def remitted(**texts: str) -> AddEvent:
    return add_event([tender("CASH", "25.00")], [pay("25.00", **texts)])


def quoted(rate: str) -> ExchangeRate:
    return ExchangeRate(Decimal(rate))


FACTS = add_facts(WATER)
AUTHORIZED = replace(FACTS, setup=with_tender_type(setup(), "CARD", requires_authorization=True))
EURO_ACCOUNT = account(PAYEE, currency="EUR")
EURO_CONTROL = control(502, tender_source="CASH-E01", currency="EUR")
EASTERN = control(503, tender_source="CASH-X01", currency="EUR")
EURO = replace(FACTS, controls={"EUR": EURO_CONTROL}, rates={"EUR": quoted("1.10")})
NO_FOREIGN = replace(EURO, setup=setup(installation=installation(alternate_currency=False)))

REFUSALS: list[Case] = [
    ("TN-2 no control", CASH_25, replace(FACTS, control=None), "M-05N", "tender_control"),
    ("TN-2 unknown control", cash("25.00", control_id=ControlId(99)), replace(FACTS, control=None), "M-55", "tender_control"),
    ("TC-02 balancing control", CASH_25, replace(FACTS, control=control(status=ControlStatus.BALANCING)), "M-05", "tender_control"),
    ("TC-02 balanced control", CASH_25, replace(FACTS, control=control(status=ControlStatus.BALANCED)), "M-05", "tender_control"),
    ("TC-01 other user's drawer", CASH_25, replace(FACTS, control=control(user_id=OTHER)), "C-02", "tender_control"),
    ("TC-05 auto-pay control", CASH_25, replace(FACTS, control=control(tender_source="ACH")), "M-75", "tender_control"),
    ("TC-05 lockbox control", CASH_25, replace(FACTS, control=control(tender_source="LOCK")), "M-75", "tender_control"),
    ("PE-6 no tender", add_event([], [pay("25.00")]), FACTS, "M-61", "tenders"),
    ("no payment", add_event([tender("CASH", "25.00")], []), FACTS, "M-70", None),
    ("PE-9 payment of zero", cash("0.00"), FACTS, "M-02", "amount"),
    ("PE-9 negative payment", cash("-1.00"), FACTS, "M-02", "amount"),
    ("D-27 tender of zero", handed("CASH", "0.00"), FACTS, "M-02", "amount_tendered"),
    ("D-27 negative tender", handed("CASH", "-25.00"), FACTS, "M-02", "amount_tendered"),
    ("PE-10 value without type", matched("", "B-1"), FACTS, "M-10", "match_type"),
    ("PE-10 type without value", matched("SA-ID", ""), FACTS, "M-10", "match_value"),
    ("unknown match type", matched("NOPE", "1"), FACTS, "M-55", "match_type"),
    ("PE-3 tomorrow", cash("25.00", payment_date=TOMORROW), FACTS, "M-59", "payment_date"),
    ("PE-3 before the drawer was opened", cash("25.00", payment_date=YESTERDAY), FACTS, "M-60", "payment_date"),
    ("M-03 closed period", cash("25.00", payment_date=date(2026, 10, 31)), replace(FACTS, may_back_date=True), "M-03", "payment_date"),
    ("M-03 which no right opens", cash("25.00", payment_date=date(2026, 10, 31)), FACTS, "M-03", "payment_date"),
    ("M-03 no period at all", cash("25.00", payment_date=date(2020, 1, 1)), replace(FACTS, may_back_date=True), "M-03", "payment_date"),
    ("unknown tender type", handed("NOPE"), FACTS, "M-55", "tender_type"),
    ("inactive tender type", handed("OLDT"), FACTS, "M-62", "tender_type"),
    ("AP-07 auto-pay tender without mandate", handed("DDCH"), FACTS, "M-101", "autopay_source"),
    ("D-20 system tender type", handed("ROND"), FACTS, "M-62", "tender_type"),
    ("OU-06 the over and under type", handed("OVUN"), FACTS, "M-62", "tender_type"),
    ("payments 5 card without authorization code", handed("CARD"), AUTHORIZED, "M-193", "external_reference"),
    ("payments 5 card with a blank code", handed("CARD", external_reference="  "), AUTHORIZED, "M-193", "external_reference"),
    ("controls 2.1 two authorizations", add_event([tender("CARD", "10.00", external_reference="A1"), tender("CARD", "15.00", external_reference="A2")], [pay("25.00")]), AUTHORIZED, "M-76", "tenders"),
    ("payments 2.2 a remitter's name on an ordinary account", remitted(non_cis_name="N. Body"), FACTS, "M-77", "non_cis_name"),
    ("payments 2.2 a reference on an ordinary account", remitted(reference="TAX-1"), FACTS, "M-77", "reference"),
    ("payments 2.2 comments on an ordinary account", remitted(comments="odd"), FACTS, "M-77", "comments"),
    ("check without number", handed("CHEC", check_number=""), FACTS, "M-63", "check_number"),
    ("check with a blank number", handed("CHEC", check_number="  "), FACTS, "M-63", "check_number"),
    ("AD-8 a cent short, freeze", handed("CASH", "24.99"), FACTS, "M-08", "amount_tendered"),
    ("AD-8 a cent short, distribute", replace(handed("CASH", "24.99"), action=DISTRIBUTE), FACTS, "M-08", "amount_tendered"),
    ("AD-9 too much on a check", handed("CHEC", "25.01"), FACTS, "M-07", "tenders"),
    ("AD-9 also when nothing is distributed", replace(handed("CHEC", "25.01"), action=NONE), FACTS, "M-07", "tenders"),
    ("C-22 no name", county("", "TAX-1"), FACTS, "C-22", "non_cis_name"),
    ("C-22 no reference", county("N. Body", " "), FACTS, "C-22", "reference"),
    ("D-05 payee of another currency", add_event([tender("CASH", "25.00")], [pay("25.00", PAYEE)]), replace(FACTS, accounts={**FACTS.accounts, PAYEE: EURO_ACCOUNT}), "M-65", "account"),
    ("AC-02 foreign money switched off", handed("CASH", currency="EUR"), NO_FOREIGN, "M-74", "currency"),
    ("unknown currency", handed("CASH", currency="XXX"), EURO, "M-55", "currency"),
    ("C-21 no drawer for foreign money", handed("CASH", currency="EUR"), replace(EURO, controls={}), "C-21", "tender_control"),
    ("C-20 no rate", handed("CASH", currency="EUR"), replace(EURO, rates={}), "C-20", "currency"),
    ("foreign money worth nothing", handed("CASH", "0.01", currency="EUR"), replace(EURO, rates={"EUR": quoted("0.4")}), "M-02", "amount_tendered"),
    ("CHG-10 a foreign drawer alone", CASH_25, replace(FACTS, control=EURO_CONTROL), "M-72", "tender_control"),
    ("CHG-10 no home drawer for the change", handed("CASH", "50.00", currency="EUR"), replace(EURO, control=EURO_CONTROL), "M-72", "tender_control"),
    ("D-39 two offices", add_event([tender("CASH", "20.00"), tender("CASH", "10.00", currency="EUR")], [pay("25.00")]), replace(EURO, controls={"EUR": EASTERN}), "M-73", "tenders"),
]  # fmt: skip


@every(
    ("command", "facts", "code", "field"), [c[1:] for c in REFUSALS], ids=[c[0] for c in REFUSALS]
)
def test_refusals_name_code_and_field(
    command: AddEvent, facts: AddFacts, code: str, field: str | None
) -> None:
    refused = refusal(command, facts)
    assert (refused.code, refused.fields.get("field")) == (code, field)


def test_refusals_come_before_questions() -> None:
    facts = replace(FACTS, payor=account(cash_only_score=100), drawer_cash=ZERO)
    assert refusal(handed("CHEC", "24.00"), facts).code == "M-08"


def test_m08_says_by_how_much() -> None:
    assert refusal(handed("CASH", "24.99"), FACTS).fields == {
        "field": "amount_tendered",
        "tendered": usd("24.99"),
        "amount": usd("25.00"),
        "missing": usd("0.01"),
        "currency": "USD",
    }


def test_ad8_a_short_tender_is_fine_when_nothing_is_distributed() -> None:
    event = decide_add(replace(handed("CASH", "10.00"), action=NONE), FACTS)
    assert tenders(event) == [("CASH", "10.00", False)]
    assert event.payments[0].status is PaymentStatus.INCOMPLETE


@every("source_type", SourceType)
def test_tc05_only_cashiering_and_ad_hoc_controls_are_filled_by_hand(
    source_type: SourceType,
) -> None:
    facts = replace(FACTS, setup=with_source(FACTS.setup, "CASH-A01", source_type=source_type))
    if source_type in {SourceType.CASHIERING, SourceType.ADHOC}:
        assert decide_add(CASH_25, facts).control == control()
    else:
        assert refusal(CASH_25, facts).code == "M-75"


# Payment date.

DATES = [
    ("default is the drawer's business date", YESTERDAY, None, False, YESTERDAY),
    ("today with a drawer of yesterday", YESTERDAY, TODAY, False, TODAY),
    ("the drawer's own date", YESTERDAY, YESTERDAY, False, YESTERDAY),
    ("a drawer of tomorrow, by default", TOMORROW, None, False, TOMORROW),
    ("earlier with the right to back-date", TODAY, YESTERDAY, True, YESTERDAY),
    ("first day of the open period", TODAY, date(2026, 11, 1), True, date(2026, 11, 1)),
]


@every(("opened", "asked", "right", "day"), [d[1:] for d in DATES], ids=[d[0] for d in DATES])
def test_pe3_d18_payment_date(opened: date, asked: date | None, right: bool, day: date) -> None:
    facts = replace(FACTS, control=control(business_date=opened), may_back_date=right)
    assert decide_add(cash("25.00", payment_date=asked), facts).payment_date == day


# Change (D-01).


@every(
    ("kind", "handed_over", "stored"),
    [
        ("CASH", "100.00", [("CASH", "100.00", False), ("CASH", "-75.00", True)]),
        ("TRAV", "100.00", [("TRAV", "100.00", False), ("CASH", "-75.00", True)]),
        ("TRAV", "25.00", [("TRAV", "25.00", False)]),
    ],
)
def test_d01_change_is_a_second_tender(
    kind: str, handed_over: str, stored: list[tuple[str, str, bool]]
) -> None:
    """CHG-05: also where cash was handed over; CHG-06: it is tender less payment."""
    event = decide_add(handed(kind, handed_over), FACTS)
    assert tenders(event) == stored
    assert event.change == usd(handed_over) - usd("25.00")
    assert all(t.control == control() for t in event.tenders)
    assert ledger(event) == {"1010-CASH": usd("25.00"), "1200-AR-WATER": usd("-25.00")}


def test_d29_d30_change_for_a_type_with_a_ledger_account_of_its_own() -> None:
    books = with_tender_type(FACTS.setup, "TRAV", distribution_code="1020-CHECKS")
    event = decide_add(handed("TRAV", "100.00"), replace(FACTS, setup=books))
    assert [t.distribution_code for t in event.tenders] == ["1020-CHECKS", "1010-CASH"]
    assert ledger(event) == {
        "1020-CHECKS": usd("100.00"),
        "1010-CASH": usd("-75.00"),
        "1200-AR-WATER": usd("-25.00"),
    }


def test_d01_the_starting_balance_type_and_its_account_are_the_installations() -> None:
    books = with_tender_type(FACTS.setup, "TRAV", distribution_code="1020-CHECKS")
    books = replace(books, installation=installation(starting_balance_tender_type="TRAV"))
    event = decide_add(
        handed("CASH", "30.00"), replace(FACTS, setup=books, drawer_cash=usd("9.00"))
    )
    assert tenders(event)[1] == ("TRAV", "-5.00", True)
    assert event.tenders[1].distribution_code == "1020-CHECKS"


@given(
    amounts=st.lists(st.integers(1, 20_000), min_size=1, max_size=4),
    kinds=st.lists(st.sampled_from(["CASH", "TRAV", "CHEC", "CARD"]), min_size=4, max_size=4),
    debts=st.lists(st.integers(1, 15_000), min_size=1, max_size=4),
    paid=st.lists(st.integers(1, 15_000), min_size=1, max_size=4),
)
def test_25_a_new_event_balances_and_its_ledger_is_that_of_its_tenders(
    amounts: list[int], kinds: list[str], debts: list[int], paid: list[int]
) -> None:
    books = with_tender_type(setup(), "TRAV", distribution_code="1020-CHECKS")
    owed = [debt(n, ("2026-10-10", f"{d // 100}.{d % 100:02d}")) for n, d in enumerate(debts, 1)]
    facts = replace(add_facts(*owed), setup=books)
    drafts = [tender(kind, Money(amount)) for kind, amount in zip(kinds, amounts, strict=False)]
    command = add_event(
        drafts,
        [pay(Money(amount)) for amount in paid],
        confirmed=frozenset({"M-39", "M-42"}),
    )
    excess = sum(amounts) - sum(paid)
    giving = total(draft.amount for draft in drafts if draft.tender_type in {"CASH", "TRAV"})
    if excess < 0 or Money(excess) > giving:
        assert refusal(command, facts).code == ("M-08" if excess < 0 else "M-07")
        return
    event = decide_add(command, facts)
    assert total(t.amount for t in event.tenders) == total(p.draft.amount for p in event.payments)
    nets: dict[str, Money] = {}
    for one in event.tenders:
        nets[one.distribution_code] = nets.get(one.distribution_code, ZERO) + one.amount
    sums = ledger(event)
    assert {code: sums.get(code, ZERO) for code in nets} == nets
    assert total(sums.values()) == ZERO
    for payment in event.payments:
        assert total(share.amount for share in payment.shares) == payment.draft.amount
        assert len(payment.postings) == len(payment.shares)


# Concerns.


def test_d03_cash_only_payor_with_a_check() -> None:
    facts = replace(FACTS, payor=account(cash_only_score=100))
    (concern,) = concerns(handed("CHEC"), facts)
    assert concern == Concern(
        "M-06W", {"account": "Petra Payor", "tender_type": "Check", "field": "payor"}
    )


CASH_ONLY = [
    ("points = threshold", 99, "MAIN", ["CHEC"], False),
    ("threshold + 1", 100, "MAIN", ["CHEC"], True),
    ("AD-2 like cash", 100, "MAIN", ["CCHK"], False),
    ("cash", 100, "MAIN", ["CASH"], False),
    ("one of two tenders", 100, "MAIN", ["CASH", "CHEC"], True),
    ("20.3 case 15: the division wins", 100, "EAST", ["CHEC"], False),
    ("the division's threshold + 1", 301, "EAST", ["CHEC"], True),
]


@every(
    ("score", "division", "kinds", "asks"),
    [c[1:] for c in CASH_ONLY],
    ids=[c[0] for c in CASH_ONLY],
)
def test_d03_cash_only_is_tested_on_the_payor(
    score: int, division: str, kinds: list[str], asks: bool
) -> None:
    facts = replace(FACTS, payor=account(cash_only_score=score, division=division))
    amount = {1: "25.00", 2: "12.50"}[len(kinds)]
    command = add_event([tender(kind, amount) for kind in kinds], [pay("25.00")])
    if asks:
        assert [c.code for c in concerns(command, facts)] == ["M-06W"]
        confirmed = decide_add(replace(command, confirmed=frozenset({"M-06W"})), facts)
        assert confirmed.confirmed == ("M-06W",)
    else:
        assert decide_add(command, facts).confirmed == ()


def test_d03_each_strict_type_is_named_once() -> None:
    facts = replace(FACTS, payor=account(cash_only_score=100))
    drafts = [tender("CHEC", "10.00"), tender("MORD", "10.00"), tender("CHEC", "5.00")]
    (concern,) = concerns(add_event(drafts, [pay("25.00")]), facts)
    assert concern.fields["tender_type"] == "Check + Money order"


def test_d03_cr06_not_on_the_payee_and_not_on_a_non_cis_payor() -> None:
    strict_payee = account(PAYEE, cash_only_score=500)
    facts = replace(FACTS, accounts={**FACTS.accounts, PAYEE: strict_payee})
    others_debt = add_event([tender("CHEC", "25.00")], [pay("25.00", PAYEE)])
    assert decide_add(others_debt, facts).confirmed == ()
    misc = account(COUNTY, customer_class="NONCIS", cash_only_score=500)
    draft = pay("25.00", COUNTY, non_cis_name="N. Body", reference="TAX-1")
    command = add_event([tender("CHEC", "25.00")], [draft], payor=COUNTY)
    assert decide_add(command, replace(FACTS, payor=misc)).confirmed == ()


def test_d22_a_possible_duplicate_says_who_where_and_when() -> None:
    earlier = EarlierTender(EventId(77), "Otto Other", "CASH-A02", NOW - timedelta(seconds=250))
    facts = replace(FACTS, earlier={1: earlier})
    drafts = [tender("CASH", "5.00"), tender("CASH", "20.00")]
    command = add_event(drafts, [pay("25.00")])
    (concern,) = concerns(command, facts)
    assert concern.code == "M-40"
    assert concern.fields == {
        "user": "Otto Other",
        "source": "CASH-A02",
        "amount": usd("20.00"),
        "currency": "USD",
        "minutes": 4,
        "event": "000000000077",
    }
    assert decide_add(replace(command, confirmed=frozenset({"M-40"})), facts).confirmed == ("M-40",)


def test_d05_refusals_name_the_currency_of_their_amounts() -> None:
    for command in (handed("CHEC", "25.01"), handed("CASH", "24.99"), handed("CASH", "0.00")):
        assert refusal(command, FACTS).fields["currency"] == "USD"
    assert refusal(handed("CASH", "0.00", currency="EUR"), EURO).fields["currency"] == "EUR"


def test_controls_2_1_one_tender_with_authorization_is_fine() -> None:
    event = decide_add(
        add_event(
            [tender("CARD", "10.00", external_reference="A1"), tender("CASH", "15.00")],
            [pay("25.00")],
        ),
        AUTHORIZED,
    )
    assert event.tenders[0].external_reference == "A1"
    assert [kind for kind, _, _ in tenders(event)] == ["CARD", "CASH"]


def test_d05_concerns_name_the_currency_of_their_amount() -> None:
    draft = tender("CASH", "10.00", currency="EUR")
    earlier = EarlierTender(EventId(77), "Otto Other", "CASH-E01", NOW)
    command = add_event([draft, tender("CASH", "14.00")], [pay("20.00")])
    facts = replace(EURO, drawer_cash=usd("-20.00"), earlier={0: earlier, 1: earlier})
    asked = concerns(command, facts)
    assert [(c.code, c.fields["currency"]) for c in asked] == [
        ("M-40", "EUR"),
        ("M-40", "USD"),
        ("M-42", "USD"),
    ]
    # An account in euros: what is kept as credit is in euros, whatever the office counts in.
    payor = replace(EURO_ACCOUNT, id=PAYOR)
    euros = replace(
        FACTS,
        payor=payor,
        accounts={**FACTS.accounts, PAYOR: payor},
        control=EURO_CONTROL,
    )
    (concern,) = concerns(handed("CASH", "25.00"), replace(euros, payees={PAYOR: payee()}))
    assert concern == Concern("M-39", {"excess": usd("25.00"), "currency": "EUR"})


def test_d08_op6_an_overpayment_asks_once_to_keep_the_credit() -> None:
    command = add_event([tender("CASH", "60.00")], [pay("30.00"), pay("30.00")])
    (concern,) = concerns(command, FACTS)
    assert concern == Concern("M-39", {"excess": usd("35.00"), "currency": "USD"})
    event = decide_add(replace(command, confirmed=frozenset({"M-39"})), FACTS)
    assert [p.excess for p in event.payments] == [usd("5.00"), usd("30.00")]
    assert ledger(event) == {
        "1010-CASH": usd("60.00"),
        "1200-AR-WATER": usd("-25.00"),
        "2150-OVERPAY": usd("-35.00"),
    }


def test_op6_classes_that_do_not_ask_keep_the_credit_silently() -> None:
    quiet = payee(WATER, ask_keep_credit=False)
    facts = replace(FACTS, payees={PAYOR: quiet})
    event = decide_add(add_event([tender("CASH", "30.00")], [pay("30.00")]), facts)
    assert event.payments[0].excess == usd("5.00")
    assert event.confirmed == ()


def test_op6_nothing_is_asked_before_anything_is_distributed() -> None:
    command = add_event([tender("CASH", "60.00")], [pay("60.00")], action=NONE)
    assert decide_add(command, FACTS).confirmed == ()


CHG11 = [
    ("enough", "20.00", "TRAV", "45.00", None),
    ("a cent short", "19.99", "TRAV", "45.00", "19.99"),
    ("the cash handed over counts", "0.00", "CASH", "45.00", None),
]


@every(("drawer", "kind", "amount", "short"), [c[1:] for c in CHG11], ids=[c[0] for c in CHG11])
def test_chg11_cb9_more_change_than_cash_in_the_drawer(
    drawer: str, kind: str, amount: str, short: str | None
) -> None:
    facts = replace(FACTS, drawer_cash=usd(drawer))
    if short is None:
        assert decide_add(handed(kind, amount), facts).change == usd("20.00")
    else:
        (concern,) = concerns(handed(kind, amount), facts)
        assert concern == Concern("M-42", {"change": usd("20.00"), "currency": "USD"})


def test_all_concerns_are_asked_at_once_and_all_must_be_confirmed() -> None:
    facts = replace(
        FACTS,
        payor=account(cash_only_score=100),
        drawer_cash=ZERO,
        earlier={0: EarlierTender(EventId(1), "Otto", "CASH-A02", NOW)},
        setup=with_tender_type(FACTS.setup, "CHEC", allow_cash_back=True),
    )
    command = add_event([tender("CHEC", "60.00")], [pay("30.00")])
    every = ["M-06W", "M-40", "M-42", "M-39"]
    assert [c.code for c in concerns(command, facts)] == every
    some = replace(command, confirmed=frozenset({"M-06W", "M-42", "M-99"}))
    assert [c.code for c in concerns(some, facts)] == ["M-40", "M-39"]
    event = decide_add(replace(command, confirmed=frozenset(every)), facts)
    assert event.confirmed == ("M-06W", "M-39", "M-40", "M-42")


def test_pe6_an_event_needs_a_tender() -> None:
    assert refusal(add_event([], [pay("25.00")]), FACTS).code == "M-61"


def test_ad9_too_much_without_change_is_refused() -> None:
    assert refusal(handed("CHEC", "25.01"), FACTS).code == "M-07"
    assert len(decide_add(handed("CHEC", "25.00"), FACTS).tenders) == 1


# Turn-in reminder (TI-10).

TI10 = [
    ("20.3 case 8: at the maximum", "1999.99", "CASH", "0.01", "0.01", ()),
    ("20.3 case 8: a cent above", "2000.00", "CASH", "0.01", "0.01", ("M-34",)),
    ("not like cash", "2000.00", "CHEC", "0.01", "0.01", ()),
    ("like cash that is no cash", "2000.00", "TRAV", "0.01", "0.01", ("M-34",)),
    ("CHG-13 net of change, at the maximum", "1975.00", "CASH", "100.00", "25.00", ()),
    ("CHG-13 net of change, above", "1975.01", "CASH", "100.00", "25.00", ("M-34",)),
]


@every(
    ("drawer", "kind", "amount", "to_pay", "warned"),
    [c[1:] for c in TI10],
    ids=[c[0] for c in TI10],
)
def test_ti10_turn_in_reminder(
    drawer: str, kind: str, amount: str, to_pay: str, warned: tuple[str, ...]
) -> None:
    facts = replace(FACTS, like_cash=usd(drawer))
    event = decide_add(add_event([tender(kind, amount)], [pay(to_pay)]), facts)
    assert event.warnings == warned


def test_chg13_change_is_not_counted_in_the_reminder() -> None:
    """100.00 in and 75.00 out are 25.00 more in the drawer."""
    for held, warned in (("1975.00", ()), ("1975.01", ("M-34",))):
        facts = replace(FACTS, like_cash=usd(held))
        event = decide_add(add_event([tender("CASH", "100.00")], [pay("25.00")]), facts)
        assert event.warnings == warned


def test_ti10_no_limit_no_reminder() -> None:
    books = with_source(FACTS.setup, "CASH-A01", max_amount_balance=None)
    facts = replace(FACTS, like_cash=usd("999999.00"), setup=books)
    assert decide_add(CASH_25, facts).warnings == ()


# Alternate currency (D-05).


def test_d05_a_foreign_tender_lies_in_its_own_drawer_and_counts_at_its_rate() -> None:
    event = decide_add(handed("CASH", "50.00", currency="EUR"), EURO)
    foreign, change = event.tenders
    assert (foreign.amount, foreign.control_amount, foreign.rate) == (
        usd("55.00"),
        EUR.parse("50.00"),
        quoted("1.10"),
    )
    assert (foreign.control, foreign.distribution_code) == (EURO_CONTROL, "1011-EURO")
    assert (change.amount, change.control, change.rate) == (usd("-30.00"), control(), None)
    assert change.cash_back
    assert event.change == usd("30.00")
    assert (event.control, event.currency) == (control(), "USD")
    assert ledger(event) == {
        "1011-EURO": usd("55.00"),
        "1010-CASH": usd("-30.00"),
        "1200-AR-WATER": usd("-25.00"),
    }


def test_d05_the_home_currency_may_be_named() -> None:
    (stored,) = decide_add(handed("CASH", currency="USD"), FACTS).tenders
    assert (stored.amount, stored.rate, stored.control) == (usd("25.00"), None, control())


def test_d05_currencies_without_decimals() -> None:
    yen = control(504, tender_source="CASH-E01", currency="JPY")
    facts = replace(FACTS, controls={"JPY": yen}, rates={"JPY": quoted("0.0067")})
    draft = tender("CASH", JPY.parse("5000"), currency="JPY")
    stored, change = decide_add(add_event([draft], [pay("25.00")]), facts).tenders
    assert (stored.amount, stored.control_amount) == (usd("33.50"), Money(5000))
    assert change.amount == usd("-8.50")


def test_chg10_a_foreign_drawer_was_chosen_and_change_comes_from_the_home_one() -> None:
    facts = replace(EURO, control=EURO_CONTROL, controls={"EUR": EURO_CONTROL, "USD": control()})
    event = decide_add(handed("CASH", "50.00", currency="EUR"), facts)
    assert [t.control for t in event.tenders] == [EURO_CONTROL, control()]


def test_chg11_foreign_notes_are_no_cash_for_change() -> None:
    facts = replace(EURO, drawer_cash=usd("29.99"))
    (concern,) = concerns(handed("CASH", "50.00", currency="EUR"), facts)
    assert concern == Concern("M-42", {"change": usd("30.00"), "currency": "USD"})


def test_ti10_foreign_notes_do_not_fill_the_home_drawer() -> None:
    at_the_limit = replace(EURO, like_cash=usd("2000.00"))
    exact = add_event([tender("CASH", "50.00", currency="EUR")], [pay("55.00")])
    confirmed = replace(exact, confirmed=frozenset({"M-39"}))
    assert decide_add(confirmed, at_the_limit).warnings == ()


# Several payments on one account, bills and items.


def test_pe11_the_second_payment_sees_what_the_first_left() -> None:
    facts = add_facts(WATER, debt(2, ("2026-10-10", "10.00"), priority=20))
    command = add_event([tender("CASH", "30.00")], [pay("20.00"), pay("10.00")])
    first, second = decide_add(command, facts).payments
    assert [(s.agreement_id, s.amount) for s in first.shares] == [(1, usd("20.00"))]
    assert [(s.agreement_id, s.amount) for s in second.shares] == [
        (1, usd("5.00")),
        (2, usd("5.00")),
    ]


def test_pe11_later_payments_of_a_bill_see_what_the_earlier_ones_left() -> None:
    bill = MatchTarget(
        MatchKind.BILL, "B-1", True, None, BillId(88), ((AgreementId(1), usd("25.00")),)
    )
    openness = payee(WATER, open_item=True, match_required=True)
    facts = replace(FACTS, payees={PAYOR: openness}, matches={0: bill, 1: bill, 2: bill})
    drafts = [pay(a, match_type="BILL-ID", match_value="B-1") for a in ("10.00", "8.00", "12.00")]
    command = add_event([tender("CASH", "30.00")], drafts, confirmed=frozenset({"M-39"}))
    shares = [payment.shares for payment in decide_add(command, facts).payments]
    assert [[(s.agreement_id, s.amount) for s in one] for one in shares] == [
        [(1, usd("10.00"))],
        [(1, usd("8.00"))],
        [(1, usd("7.00")), (None, usd("5.00"))],
    ]


def test_ds12_pe11_later_payments_see_what_earlier_ones_left_of_the_bills() -> None:
    bills = tuple(
        OpenBill(BillId(number), date(2026, month, 1), ((AgreementId(1), usd("12.50")),))
        for number, month in ((88, 10), (89, 11))
    )
    openness = replace(payee(WATER, open_item=True), bills=bills)
    facts = replace(FACTS, payees={PAYOR: openness})
    drafts = [pay(amount) for amount in ("10.00", "8.00", "7.00")]
    command = add_event([tender("CASH", "25.00")], drafts)
    shares = [payment.shares for payment in decide_add(command, facts).payments]
    assert [[(s.bill_id, s.amount) for s in one] for one in shares] == [
        [(88, usd("10.00"))],
        [(88, usd("2.50")), (89, usd("5.50"))],
        [(89, usd("7.00"))],
    ]


def item_match(number: int) -> MatchTarget:
    return MatchTarget(MatchKind.ITEM, str(number), True, AgreementId(number))


ITEMS: list[tuple[str, DistributeAction, list[str], tuple[int, ...]]] = [
    ("whole due at once", FREEZE, ["115.00"], (7,)),
    ("whole due in two payments", FREEZE, ["100.00", "15.00"], (7,)),
    ("part of it", FREEZE, ["114.99"], ()),
    ("not frozen yet", DISTRIBUTE, ["115.00"], ()),
    ("not distributed", NONE, ["115.00"], ()),
]


@every(("action", "amounts", "settled"), [i[1:] for i in ITEMS], ids=[i[0] for i in ITEMS])
def test_it4_an_item_is_settled_when_its_whole_due_is_frozen(
    action: DistributeAction, amounts: list[str], settled: tuple[int, ...]
) -> None:
    matches = {index: item_match(7) for index in range(len(amounts))}
    facts = replace(add_facts(WATER, item_debt(7, "115.00")), matches=matches)
    drafts = [pay(amount, match_type="ITEM-ID", match_value="S-7") for amount in amounts]
    paid = total(draft.amount for draft in drafts)
    event = decide_add(add_event([tender("CASH", paid)], drafts, action=action), facts)
    assert event.settled == settled


def test_it3_what_an_item_does_not_owe_becomes_credit() -> None:
    facts = replace(
        add_facts(item_debt(7, "115.00"), credit_debt(9, "1.00")), matches={0: item_match(7)}
    )
    draft = pay("120.00", match_type="ITEM-ID", match_value="S-7")
    command = add_event([tender("CASH", "120.00")], [draft], confirmed=frozenset({"M-39"}))
    event = decide_add(command, facts)
    assert [(s.agreement_id, s.amount) for s in event.payments[0].shares] == [
        (7, usd("115.00")),
        (9, usd("5.00")),
    ]
    assert event.settled == (7,)


def test_d26_a_wrong_match_value_is_stored_as_an_error() -> None:
    unknown = MatchTarget(MatchKind.AGREEMENT, "77", known=False)
    event = decide_add(matched("SA-ID", "77"), replace(FACTS, matches={0: unknown}))
    assert event.payments[0].status is PaymentStatus.ERROR
    assert event.payments[0].error_code == "M-22"


def test_d26_an_open_item_account_without_match_is_stored_as_an_error() -> None:
    openness = payee(WATER, open_item=True, match_required=True)
    event = decide_add(CASH_25, replace(FACTS, payees={PAYOR: openness}))
    assert [(p.status, p.error_code) for p in event.payments] == [(PaymentStatus.ERROR, "M-21")]


@pytest.mark.parametrize("own", [True, False])
def test_d02_the_control_may_be_the_cashiers_or_everybodys(own: bool) -> None:
    chosen = control() if own else control(all_users=True, user_id=None, user_name="")
    event = decide_add(CASH_25, replace(FACTS, control=chosen))
    assert event.tenders[0].control == chosen
