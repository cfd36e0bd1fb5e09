"""What mends an exception, case by case (EX-2, EX-5), and where (XC-03)."""

from datetime import UTC, date, datetime

from posapp.domain.codes import PaymentStatus
from posapp.domain.exceptions import (
    REPAIRS,
    EventFacts,
    ExceptionCounts,
    ExceptionItem,
    ExceptionKind,
    Place,
    Repair,
    repair_of_event,
    repair_of_payment,
)
from posapp.domain.ids import AccountId, EventId, PaymentId
from posapp.domain.money import Money
from tests.helpers.every import every


def facts(tenders: int, payments: int, **counts: int) -> EventFacts:
    values = {"unfrozen": 0, "frozen": 0, "canceled_payments": 0, "canceled_tenders": 0} | counts
    return EventFacts(Money(tenders), Money(payments), **values)


@every(
    ("symptom", "found", "repair"),
    [
        ("amount wrong, not frozen", facts(5000, 4000, unfrozen=1), Repair.CORRECT_AMOUNTS),
        ("amount wrong, frozen", facts(4000, 5000, frozen=1), Repair.CANCEL_PAYMENT),
        ("tender canceled, others remain", facts(4000, 0, canceled_tenders=1, canceled_payments=1),
         Repair.TENDER_CANCELED),
        ("payment canceled, not replaced", facts(4000, 0, canceled_payments=1),
         Repair.PAYMENT_CANCELED),
        ("tender deleted", facts(4000, 5000, unfrozen=1), Repair.LOWER_PAYMENTS),
        ("tender added", facts(5000, 4000, frozen=1), Repair.ADD_PAYMENT),
    ],
)  # fmt: skip
def test_ex5_each_unbalanced_event_has_the_repair_of_its_symptom(
    symptom: str, found: EventFacts, repair: Repair
) -> None:
    assert (symptom, repair_of_event(found)) == (symptom, repair)


@every(
    ("status", "found", "repair"),
    [
        (PaymentStatus.ERROR, facts(1, 1), Repair.MEND_PAYMENT),
        (PaymentStatus.ERROR, facts(2, 1), Repair.MEND_PAYMENT),
        (PaymentStatus.INCOMPLETE, facts(1, 1), Repair.DISTRIBUTE),
        (PaymentStatus.INCOMPLETE, facts(2, 1), Repair.BALANCE_FIRST),
        (PaymentStatus.FREEZABLE, facts(1, 1), Repair.FREEZE),
        (PaymentStatus.FREEZABLE, facts(1, 2), Repair.BALANCE_FIRST),
    ],
)
def test_ex2_what_a_payment_that_is_not_frozen_needs(
    status: PaymentStatus, found: EventFacts, repair: Repair
) -> None:
    assert repair_of_payment(status, found) is repair


def test_ex5_every_repair_is_a_sentence_to_act_on() -> None:
    assert set(REPAIRS) == set(Repair)
    assert all(text.endswith(".") for text in REPAIRS.values())


def item(status: PaymentStatus | None, found: EventFacts) -> ExceptionItem:
    return ExceptionItem(
        kind=ExceptionKind.UNBALANCED if status is None else ExceptionKind.UNFROZEN,
        event_id=EventId(1),
        payment_id=None if status is None else PaymentId(2),
        payment_date=date(2026, 11, 20),
        account_id=AccountId(3),
        account_name="Okafor, Ngozi",
        currency="USD",
        amount=Money(100),
        status=status,
        error_text="",
        facts=found,
        created_at=datetime(2026, 11, 20, tzinfo=UTC),
        created_by="Cashier",
    )


@every(
    ("found", "place"),
    [
        (item(None, facts(2, 1, unfrozen=1)), Place.EVENT),
        (item(PaymentStatus.ERROR, facts(2, 1)), Place.PAYMENT),
        (item(PaymentStatus.FREEZABLE, facts(1, 1)), Place.PAYMENT),
        (item(PaymentStatus.FREEZABLE, facts(2, 1)), Place.EVENT),
    ],
)
def test_xc03_a_payment_is_mended_on_its_page_an_unbalanced_event_on_its_own(
    found: ExceptionItem, place: Place
) -> None:
    assert found.place is place


def test_ex3_counts_add_up() -> None:
    assert ExceptionCounts(1, 2, 3, 4).total == 10
