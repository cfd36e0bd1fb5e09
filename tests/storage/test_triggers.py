"""Guards in the schema: frozen and append-only rows stay as they are (A.2.9, PY-4, D-12, D-23)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from posapp.domain.money import Money
from posapp.storage.db import Database
from posapp.storage.tables.schema import METADATA
from tests.helpers.rows import NOW, Office, Paid, charge, make_office, paid_event, put

T = METADATA.tables


@dataclass
class Ground:
    db: Database
    office: Office
    paid: Paid


def make_ground(db: Database) -> Ground:
    """A drawer with a paid event, and a row in every append-only table."""
    with db.begin() as s:
        office = make_office(s)
        paid = paid_event(s, office)
        put(s, "import_run", kind="bills", imported_at=NOW)
        put(s, "print_log", kind="receipt", object_id=paid.event, copy=1)
    return Ground(db, office, paid)


@pytest.fixture
def ground(db: Database) -> Ground:
    return make_ground(db)


def refused(ground: Ground, work: Callable[[Connection], Any], says: str) -> None:
    with pytest.raises(IntegrityError, match=says):
        ground.db.write(work)


APPEND_ONLY = {
    "financial_transaction": {"payoff_amount": Money(1)},
    "gl_line": {"amount": Money(1)},
    "audit": {"body": "{}"},
    "import_run": {"outcome": "other"},
    "request": {"result_id": 1},
}


@pytest.mark.parametrize("name", APPEND_ONLY)
def test_append_only_rows_never_change_and_never_go(ground: Ground, name: str) -> None:
    refused(ground, lambda s: s.execute(update(T[name]).values(APPEND_ONLY[name])), "never change")
    refused(ground, lambda s: s.execute(delete(T[name])), "never removed")


@pytest.mark.parametrize("name", [*APPEND_ONLY, "payment", "tender", "payment_event", "print_log"])
def test_guarded_tables_are_never_emptied(ground: Ground, name: str) -> None:
    if ground.db.dialect == "sqlite":
        refused(ground, lambda s: s.execute(text(f"DELETE FROM {name}")), "guard|FOREIGN")
    else:
        refused(ground, lambda s: s.execute(text(f"TRUNCATE {name} CASCADE")), "never emptied")


REPLACED = [*APPEND_ONLY, "payment", "pay_segment", "print_log", "payment_event", "number_sequence"]


@pytest.mark.parametrize("name", REPLACED)
def test_insert_or_replace_does_not_slip_through(sqlite_db: Database, name: str) -> None:
    ground = make_ground(sqlite_db)

    def replace(s: Connection) -> None:
        row = dict(s.execute(select(T[name])).mappings().first() or {})
        s.execute(insert(T[name]).prefix_with("OR REPLACE"), row)

    refused(ground, replace, "guard")


def test_print_log_takes_its_outcome_once(ground: Ground) -> None:
    log = T["print_log"]
    refused(ground, lambda s: s.execute(update(log).values(copy=2)), "outcome once")
    ground.db.write(lambda s: s.execute(update(log).values(outcome="printed")))
    refused(ground, lambda s: s.execute(update(log).values(outcome="failed")), "outcome once")
    refused(ground, lambda s: s.execute(delete(log)), "never removed")


def cancel(s: Connection, name: str, row: int, **more: Any) -> None:
    values = {"status": "CANCELED", "cancel_reason": "DATA", "canceled_at": NOW, **more}
    table = T[name]
    s.execute(update(table).where(table.c.id == row).values(values))


def changed(s: Connection, name: str, row: int, **values: Any) -> None:
    s.execute(update(T[name]).where(T[name].c.id == row).values(values))


def gone(s: Connection, name: str, row: int) -> None:
    s.execute(delete(T[name]).where(T[name].c.id == row))


FROZEN_CHANGES = [
    {"amount": Money(9999)},
    {"comments": "x"},
    {"status": "FREEZABLE"},
    {"frozen_at": None},
    {"status": "CANCELED"},  # without its stamp
    {"status": "CANCELED", "canceled_at": NOW, "amount": Money(1)},
]


@pytest.mark.parametrize("values", FROZEN_CHANGES, ids=str)
def test_py4_a_frozen_payment_can_only_be_canceled(ground: Ground, values: dict[str, Any]) -> None:
    payment = ground.paid.payment
    refused(ground, lambda s: changed(s, "payment", payment, **values), "only be canceled")


def test_py3_a_frozen_payment_is_canceled_and_then_final(ground: Ground) -> None:
    payment = ground.paid.payment
    ground.db.write(lambda s: cancel(s, "payment", payment, canceled_by=ground.office.user))
    for values in ({"status": "FROZEN"}, {"cancel_reason": "DUPL"}, {"comments": "x"}):
        refused(
            ground,
            lambda s, v=values: changed(s, "payment", payment, **v),
            "only be canceled",
        )
    refused(ground, lambda s: gone(s, "payment", payment), "never removed")


def test_segments_of_a_frozen_payment_stay(ground: Ground) -> None:
    segment, payment = ground.paid.segment, ground.paid.payment
    for values in ({"amount": Money(1)}, {"bill_id": None, "amount": Money(2)}):
        refused(ground, lambda s, v=values: changed(s, "pay_segment", segment, **v), "never change")
    refused(ground, lambda s: gone(s, "pay_segment", segment), "never removed")

    def add(s: Connection) -> None:
        other = put(s, "agreement", account_id=ground.office.account, status="ACTIVE")
        put(s, "pay_segment", payment_id=payment, agreement_id=other, amount=Money(1))

    refused(ground, add, "no more segments")


def unfrozen(s: Connection, office: Office, status: str = "FREEZABLE") -> tuple[int, int, int, int]:
    event = put(s, "payment_event", request_id=f"r-{status}", created_by=office.user)
    tender = put(
        s,
        "tender",
        event_id=event,
        payor_account_id=office.account,
        amount=Money(500),
        control_amount=Money(500),
        tender_control_id=office.control,
        created_by=office.user,
    )
    payment = put(
        s,
        "payment",
        event_id=event,
        account_id=office.account,
        amount=Money(500),
        status=status,
    )
    segment = put(
        s,
        "pay_segment",
        payment_id=payment,
        agreement_id=office.agreement,
        amount=Money(500),
    )
    return event, tender, payment, segment


@pytest.mark.parametrize("status", ["INCOMPLETE", "ERROR", "FREEZABLE"])
def test_an_unfrozen_event_may_change_and_go(ground: Ground, status: str) -> None:
    with ground.db.begin() as s:
        event, tender, payment, segment = unfrozen(s, ground.office, status)
    with ground.db.begin() as s:
        changed(s, "pay_segment", segment, amount=Money(400))
        changed(s, "payment", payment, amount=Money(400))
        changed(s, "tender", tender, amount=Money(400), check_number="7")
        changed(s, "payment_event", event, payment_date=NOW.date(), version=2)
        gone(s, "pay_segment", segment)
        gone(s, "payment", payment)
        gone(s, "tender", tender)
        gone(s, "payment_event", event)


def test_pe13_a_numbered_event_never_goes(ground: Ground) -> None:
    with ground.db.begin() as s:
        event = put(
            s,
            "payment_event",
            request_id="numbered",
            created_by=ground.office.user,
            document_number="2026-MAIN-000002",
        )
    refused(ground, lambda s: gone(s, "payment_event", event), "never removed")


@pytest.mark.parametrize(
    "values",
    [
        {"request_id": "other"},
        {"currency": "EUR"},
        {"document_number": None},
        {"document_number": "2026-MAIN-000009"},
        {"receipt_seq": 9},
        {"receipt_seq": None},
    ],
    ids=str,
)
def test_d04_d31_an_event_keeps_what_was_printed(ground: Ground, values: dict[str, Any]) -> None:
    event = ground.paid.event
    refused(ground, lambda s: changed(s, "payment_event", event, **values), "keeps its")


def test_tn_a_canceled_tender_does_not_change(ground: Ground) -> None:
    tender = ground.paid.tender
    ground.db.write(lambda s: cancel(s, "tender", tender))
    for values in ({"status": "VALID"}, {"amount": Money(1)}, {"check_number": "1"}):
        refused(ground, lambda s, v=values: changed(s, "tender", tender, **v), "does not change")
    refused(ground, lambda s: gone(s, "tender", tender), "never removed")


def test_d12_a_tender_that_paid_something_never_goes(ground: Ground) -> None:
    refused(ground, lambda s: gone(s, "tender", ground.paid.tender), "never removed")
    # D-28: its type and references may still be corrected.
    ground.db.write(lambda s: changed(s, "tender", ground.paid.tender, check_number="12"))


def balance(ground: Ground) -> None:
    ground.db.write(
        lambda s: changed(s, "tender_control", ground.office.control, status="BALANCED")
    )


def test_a_balanced_drawer_keeps_its_tenders(ground: Ground) -> None:
    with ground.db.begin() as s:
        _, tender, _, _ = unfrozen(s, ground.office)
        other = put(
            s,
            "tender_control",
            deposit_control_id=s.execute(select(T["deposit_control"].c.id)).scalar_one(),
            tender_source="CASH-A02",
            user_id=ground.office.user,
            created_by=ground.office.user,
        )
    balance(ground)
    for values in ({"amount": Money(1)}, {"tender_type": "CHEC"}, {"tender_control_id": other}):
        refused(ground, lambda s, v=values: changed(s, "tender", tender, **v), "does not change")
    refused(ground, lambda s: gone(s, "tender", tender), "never removed")
    # D-14: a tender may still be canceled there, it stays counted.
    ground.db.write(lambda s: cancel(s, "tender", tender))


def test_no_tender_moves_into_a_balanced_drawer(ground: Ground) -> None:
    with ground.db.begin() as s:
        deposit = s.execute(select(T["deposit_control"].c.id)).scalar_one()
        closed = put(
            s,
            "tender_control",
            deposit_control_id=deposit,
            tender_source="CASH-A02",
            user_id=ground.office.user,
            created_by=ground.office.user,
            status="BALANCED",
        )
        _, tender, _, _ = unfrozen(s, ground.office)
    refused(ground, lambda s: changed(s, "tender", tender, tender_control_id=closed), "guard")


@pytest.mark.parametrize("status", ["BALANCING", "BALANCED"])
def test_25_6_a_tender_goes_into_an_open_drawer(ground: Ground, status: str) -> None:
    ground.db.write(lambda s: changed(s, "tender_control", ground.office.control, status=status))
    refused(ground, lambda s: unfrozen(s, ground.office), "open tender control")


def test_d06_an_automatic_payment_has_no_drawer_yet(ground: Ground) -> None:
    with ground.db.begin() as s:
        event = put(s, "payment_event", request_id="auto", created_by=ground.office.user)
        put(
            s,
            "tender",
            event_id=event,
            payor_account_id=ground.office.account,
            tender_type="DDCH",
            created_by=ground.office.user,
        )


@pytest.mark.parametrize(
    "values",
    [
        {"control_currency": "EUR"},
        {"cash_back": True},
        {"rounding": True},
        {"rate": "2"},
        {"distribution_code": "1030-CARDS"},
        {"counted": False},
        {"charged_account": "1"},
        {"event_id": 1},
    ],
    ids=str,
)
def test_d28_money_of_a_frozen_event_stays(ground: Ground, values: dict[str, Any]) -> None:
    tender = ground.paid.tender
    refused(ground, lambda s: changed(s, "tender", tender, **values), "does not change")
    ground.db.write(lambda s: cancel(s, "payment", ground.paid.payment))
    refused(ground, lambda s: changed(s, "tender", tender, **values), "does not change")


def test_9_payor_and_amount_change_only_when_nothing_is_frozen_any_more(ground: Ground) -> None:
    with ground.db.begin() as s:
        other = make_office(s, source="CASH-A02").account
    tender = ground.paid.tender
    wanted = ({"payor_account_id": other}, {"amount": Money(1)}, {"control_amount": Money(1)})
    for values in wanted:
        refused(ground, lambda s, v=values: changed(s, "tender", tender, **v), "does not change")
    ground.db.write(lambda s: cancel(s, "payment", ground.paid.payment))
    for values in wanted:
        ground.db.write(lambda s, v=values: changed(s, "tender", tender, **v))


def test_d14_a_valid_tender_counts(ground: Ground) -> None:
    with ground.db.begin() as s:
        _, tender, _, _ = unfrozen(s, ground.office)
    refused(ground, lambda s: changed(s, "tender", tender, counted=False), "does not change")
    ground.db.write(lambda s: cancel(s, "tender", tender, counted=False, charged_bank="B"))


def test_pe3_the_payment_date_stays_after_a_freeze(ground: Ground) -> None:
    event, later = ground.paid.event, NOW.date() + timedelta(days=1)
    refused(ground, lambda s: changed(s, "payment_event", event, payment_date=later), "date stays")
    ground.db.write(lambda s: cancel(s, "payment", ground.paid.payment))
    refused(ground, lambda s: changed(s, "payment_event", event, payment_date=later), "date stays")


def test_d37_a_drawer_and_its_deposit_control_keep_what_they_began_with(ground: Ground) -> None:
    later = NOW.date() + timedelta(days=1)
    for values in (
        {"business_date": later},
        {"tender_source": "CASH-A02"},
        {"currency": "EUR"},
    ):
        refused(
            ground,
            lambda s, v=values: changed(s, "tender_control", ground.office.control, **v),
            "drawer keeps",
        )
    deposit = T["deposit_control"]
    for values in ({"business_date": later}, {"office": "OTHER"}):
        refused(ground, lambda s, v=values: s.execute(update(deposit).values(v)), "control keeps")
    ground.db.write(lambda s: s.execute(update(deposit).values(comments="x")))


def test_an_agreement_with_transactions_stays_with_its_account(ground: Ground) -> None:
    with ground.db.begin() as s:
        other = make_office(s, source="CASH-A02")
    mine, free = ground.office.agreement, other.agreement
    refused(
        ground, lambda s: changed(s, "agreement", mine, account_id=other.account), "its account"
    )
    ground.db.write(lambda s: changed(s, "agreement", mine, status="CLOSED"))
    ground.db.write(lambda s: changed(s, "agreement", free, account_id=ground.office.account))


@pytest.mark.parametrize("name", ["bill", "bill_line", "item_line"])
def test_what_was_charged_stays(ground: Ground, name: str) -> None:
    with ground.db.begin() as s:
        charge(s, ground.office, Money(300))
        item = put(
            s,
            "payable_item",
            number="V1",
            account_id=ground.office.account,
            agreement_id=ground.office.agreement,
            state="PAYABLE",
        )
        put(s, "item_line", item_id=item, seq=1, kind="FINE", amount=Money(300))
        put(
            s,
            "financial_transaction",
            ft_type="AD",
            agreement_id=ground.office.agreement,
            parent_id=item,
            sibling_id=1,
        )
    refused(ground, lambda s: s.execute(update(T[name]).values(amount=Money(1))), "never changes")
    refused(ground, lambda s: s.execute(delete(T[name])), "never removed")
    # An import may still word it better.
    ground.db.write(lambda s: s.execute(update(T["bill"]).values(number="B2", description="x")))


def test_what_was_not_charged_may_go(ground: Ground) -> None:
    with ground.db.begin() as s:
        put(s, "bill", account_id=ground.office.account, number="B1", import_key="1")
    ground.db.write(lambda s: s.execute(delete(T["bill"])))


def test_cr08_a_rating_of_a_cancellation_never_goes(ground: Ground) -> None:
    with ground.db.begin() as s:
        own = put(
            s, "credit_rating", account_id=ground.office.account, tender_id=ground.paid.tender
        )
        by_hand = put(s, "credit_rating", account_id=ground.office.account)
    refused(ground, lambda s: gone(s, "credit_rating", own), "never removed")
    ground.db.write(lambda s: changed(s, "credit_rating", own, end_date=NOW.date()))
    ground.db.write(lambda s: gone(s, "credit_rating", by_hand))


def test_r11_a_chain_never_gets_shorter(ground: Ground) -> None:
    for sql in (
        "UPDATE audit_head SET length = length - 1",
        "UPDATE audit_head SET hash = 'other'",
        "UPDATE audit_head SET chain = chain || 'x', length = length + 1",
    ):
        refused(ground, lambda s, q=sql: s.execute(text(q)), "never gets shorter")
    refused(ground, lambda s: s.execute(text("DELETE FROM audit_head")), "never removed")


def test_numbers_and_identities_never_go_back(ground: Ground) -> None:
    for sql in (
        "UPDATE number_sequence SET last = last - 1",
        "UPDATE tender_control SET last_receipt = 0",
    ):
        refused(ground, lambda s, q=sql: s.execute(text(q)), "never goes back")
    for sql in ("DELETE FROM number_sequence", "DELETE FROM tender_control"):
        refused(ground, lambda s, q=sql: s.execute(text(q)), "never removed")
    if ground.db.dialect == "sqlite":
        for sql in ("UPDATE id_counter SET next_id = 1", "DELETE FROM id_counter"):
            refused(ground, lambda s, q=sql: s.execute(text(q)), "guard")


def test_one_reversal_for_one_transaction(ground: Ground) -> None:
    def reverse(s: Connection) -> None:
        for _ in range(2):
            put(
                s,
                "financial_transaction",
                ft_type="PX",
                agreement_id=ground.office.agreement,
                parent_id=ground.paid.payment,
                reverses_id=ground.paid.ft,
            )

    with pytest.raises(Exception, match="M-30") as caught:
        ground.db.write(reverse)
    assert type(caught.value).__name__ == "Conflict"
