"""A payment event as it is shown (PE-1, PE-2, PE-4, PE-5, D-01, D-20, D-32, D-33)."""

from dataclasses import replace
from typing import Any

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.event_views import EventTotals, EventView, info_parts, totals_of, warning_codes
from posapp.domain.money import ZERO
from tests.helpers.every import every
from tests.helpers.facts import usd
from tests.helpers.views import change, detail, event, payment, tender

CANCELED = TenderStatus.CANCELED
INCOMPLETE, ERROR, FREEZABLE, FROZEN, GONE = PaymentStatus


def figures(totals: EventTotals) -> tuple[int, str, int, str, int, str, str]:
    def text(amount: Any) -> str:
        return f"{amount.minor / 100:.2f}"

    return (
        totals.payment_count,
        text(totals.payments),
        totals.tender_count,
        text(totals.tenders),
        totals.canceled_tenders,
        text(totals.amount_tendered),
        text(totals.cash_back),
    )


# Payments (count, sum), Tenders (count, net), cancelled tenders, Amount Tendered, Cash Back Amount.
TOTALS: list[tuple[str, EventView, tuple[int, str, int, str, int, str, str]]] = [
    ("a plain payment", event((tender("25.00"),), (payment("25.00"),)), (1, "25.00", 1, "25.00", 0, "25.00", "0.00")),
    ("D-01 change in cash", event((tender("100.00"), change("-75.00")), (payment("25.00"),)), (1, "25.00", 1, "25.00", 0, "100.00", "75.00")),
    ("D-01 change on a traveller's check", event((tender("100.00", "TRAV"), change("-75.00")), (payment("25.00"),)), (1, "25.00", 1, "25.00", 0, "100.00", "75.00")),
    ("two tenders and change", event((tender("50.00"), tender("60.00", "TRAV"), change("-10.00")), (payment("100.00"),)), (1, "100.00", 2, "100.00", 0, "110.00", "10.00")),
    ("D-20 rounding is no tendered money", event((tender("10.00"), tender("0.02", "ROND", rounding=True)), (payment("10.02"),)), (1, "10.02", 1, "10.02", 0, "10.00", "0.00")),
    ("PE-4 a cancelled tender", event((tender("60.00", status=CANCELED), tender("40.00")), (payment("100.00", GONE),)), (0, "0.00", 1, "40.00", 1, "40.00", "0.00")),
    ("PE-4 everything cancelled", event((tender("100.00", status=CANCELED), change("-75.00", status=CANCELED)), (payment("25.00", GONE),)), (0, "0.00", 0, "0.00", 2, "0.00", "0.00")),
    ("PE-4 unfrozen payments count", event((tender("30.00"),), (payment("10.00", INCOMPLETE), payment("10.00", ERROR), payment("10.00", FREEZABLE))), (3, "30.00", 1, "30.00", 0, "30.00", "0.00")),
    ("nothing yet", event(()), (0, "0.00", 0, "0.00", 0, "0.00", "0.00")),
]  # fmt: skip


@every(("view", "expected"), [case[1:] for case in TOTALS], ids=[case[0] for case in TOTALS])
def test_pe4_d01_totals(
    view: EventView, expected: tuple[int, str, int, str, int, str, str]
) -> None:
    assert figures(view.totals) == expected
    assert view.totals == totals_of(view.tenders, view.payments)


BALANCE: list[tuple[str, EventView, str]] = [
    ("tenders = payments", event((tender("25.00"),), (payment("25.00"),)), "0.00"),
    ("change counts with its sign", event((tender("100.00"), change("-75.00")), (payment("25.00"),)), "0.00"),
    ("payments count whatever their status", event((tender("25.00"),), (payment("25.00", ERROR),)), "0.00"),
    ("one tender cancelled", event((tender("25.00", status=CANCELED), tender("15.00")), (payment("25.00", GONE),)), "15.00"),
    ("one payment cancelled", event((tender("25.00"),), (payment("25.00", GONE),)), "25.00"),
    ("a payment too much", event((tender("25.00"),), (payment("25.00"), payment("0.01", INCOMPLETE))), "-0.01"),
    ("D-20 rounding counts", event((tender("10.00"), tender("0.02", rounding=True)), (payment("10.02"),)), "0.00"),
]  # fmt: skip


@every(("view", "difference"), [case[1:] for case in BALANCE], ids=[case[0] for case in BALANCE])
def test_pe5_balanced(view: EventView, difference: str) -> None:
    assert view.totals.difference == usd(difference)
    assert view.totals.is_balanced is (usd(difference) == ZERO)


EXAMPLE = (tender("25.00"), tender("10.00", "CHEC", payor_name="Paul Payor"))
ONE = detail("Bill", "B-7", "25.00", "Bill of 10 October")
BARE = detail("Account", "1000000001", "25.00")
NAMED = detail("Item", "V-9", "25.00", "Parking ticket", name="Payable item")
MEMO = detail("Memo", "letter", "0.00")

INFO: list[tuple[str, EventView, tuple[str, ...]]] = [
    ("one tender: the payor's name", event(EXAMPLE[:1]), ("Petra Payor",)),
    ("several tenders: no name", event(EXAMPLE), ()),
    ("D-33 change does not count as a tender", event((EXAMPLE[0], change("-5.00"))), ("Petra Payor",)),
    ("D-33 rounding does not count as a tender", event((EXAMPLE[0], tender("0.02", rounding=True))), ("Petra Payor",)),
    ("a cancelled one beside a valid one", event((replace(EXAMPLE[0], status=CANCELED), EXAMPLE[1])), ("Paul Payor",)),
    ("the only one cancelled", event((replace(EXAMPLE[0], status=CANCELED),)), ("Petra Payor",)),
    ("both cancelled", event((replace(EXAMPLE[0], status=CANCELED), replace(EXAMPLE[1], status=CANCELED))), ()),
    ("one detail: rule and description of its value", event(EXAMPLE[:1], details=(ONE,)), ("Petra Payor", "Bill", "Bill of 10 October")),
    ("D-33 the rule's name, not its label", event(EXAMPLE[:1], details=(NAMED,)), ("Petra Payor", "Payable item", "Parking ticket")),
    ("a value without description", event(EXAMPLE[:1], details=(BARE,)), ("Petra Payor", "Account", "1000000001")),
    ("D-33 details without money do not count", event(EXAMPLE[:1], details=(ONE, MEMO)), ("Petra Payor", "Bill", "Bill of 10 October")),
    ("only details without money", event(EXAMPLE[:1], details=(MEMO,)), ("Petra Payor",)),
    ("several details", event(EXAMPLE[:1], details=(ONE, BARE)), ("Petra Payor", "Multiple Distribution Details Exist")),
    ("D-04 document number", event(EXAMPLE[:1], document_number="2026-MAIN-000007"), ("Petra Payor", "2026-MAIN-000007")),
    ("AC-09 alternate currency", event((replace(EXAMPLE[0], control_currency="EUR"),)), ("Petra Payor", "Alternate Currency Used")),
    ("everything", event((replace(EXAMPLE[0], control_currency="EUR"), EXAMPLE[1]), details=(ONE,), document_number="N-1"), ("Bill", "Bill of 10 October", "N-1", "Alternate Currency Used")),
]  # fmt: skip


@every(("view", "parts"), [case[1:] for case in INFO], ids=[case[0] for case in INFO])
def test_pe1_d33_info_line(view: EventView, parts: tuple[str, ...]) -> None:
    assert info_parts(view) == parts


WARNINGS: list[tuple[str, EventView, tuple[str, ...]]] = [
    ("none", event((tender("1.00"),), (payment("1.00"),)), ()),
    ("incomplete", event((tender("1.00"),), (payment("1.00", INCOMPLETE),)), ("UNFROZEN",)),
    ("in error", event((tender("1.00"),), (payment("1.00", ERROR),)), ("UNFROZEN",)),
    ("freezable", event((tender("1.00"),), (payment("1.00", FREEZABLE),)), ("UNFROZEN",)),
    ("unbalanced", event((tender("1.00"),), (payment("1.00", GONE),)), ("UNBALANCED",)),
    ("turn in", event((tender("1.00"),), (payment("1.00"),), above_limit=usd("0.00")), ("TURN_IN",)),
    ("all", event((tender("1.00"),), (payment("2.00", ERROR),), above_limit=usd("5.00")), ("UNFROZEN", "UNBALANCED", "TURN_IN")),
]  # fmt: skip


@every(("view", "codes"), [case[1:] for case in WARNINGS], ids=[case[0] for case in WARNINGS])
def test_pe2_warnings(view: EventView, codes: tuple[str, ...]) -> None:
    assert warning_codes(view) == codes


def test_pe2_unfrozen_counts_what_is_not_settled() -> None:
    payments = tuple(payment("1.00", status) for status in PaymentStatus)
    assert event((tender("5.00"),), payments).unfrozen == 3


RECALCULATE: list[tuple[str, str, tuple[PaymentStatus, ...], bool]] = [
    ("CHG-08 unbalanced and unfrozen", "20.00", (FREEZABLE,), True),
    ("CHG-08 incomplete and in error", "20.00", (INCOMPLETE, ERROR), True),
    ("balanced", "0.00", (FREEZABLE,), False),
    ("CHG-09 one is frozen", "20.00", (FREEZABLE, FROZEN), False),
    ("D-32 one is canceled", "20.00", (FREEZABLE, GONE), False),
    ("no payment at all", "20.00", (), True),
]


@every(
    ("excess", "statuses", "shown"),
    [case[1:] for case in RECALCULATE],
    ids=[case[0] for case in RECALCULATE],
)
def test_d32_recalculate_cash_back_shows(
    excess: str, statuses: tuple[PaymentStatus, ...], shown: bool
) -> None:
    payments = tuple(payment("10.00", status) for status in statuses)
    live = totals_of((), payments).payments
    view = event((replace(tender("0.00"), amount=live + usd(excess)),), payments)
    assert view.may_recalculate is shown
