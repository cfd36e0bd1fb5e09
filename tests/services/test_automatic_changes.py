"""Changes of events with automatic payments, on both engines (AP-09, AP-10, AP-17, D-06, D-31, TT-05, CX-8)."""

from datetime import date

import pytest

from posapp.domain.autopay_requests import AutoPayDraft
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import PaymentDraft, TenderDraft
from posapp.domain.tender_cancels import CancelEvent
from posapp.domain.tender_edits import TenderChange
from posapp.errors import NeedsConfirmation, Refused
from posapp.services.setup_edits import SetUpEdits
from tests.helpers.autopay import OTHER, add_bank, add_mandate, debit, requests, send
from tests.helpers.bill_debits import complete, payer, route, run
from tests.helpers.events import add, is_clean, show
from tests.helpers.imports import Imports
from tests.helpers.office import DAY, Office


def customer(office: Office, **mandate: object) -> AccountId:
    """An account that owes and has a mandate."""
    add_bank(office)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    add_mandate(office, account, **mandate)
    return account


def change_row(office: Office, table: str, code: str, **changes: object) -> None:
    edits: SetUpEdits = office.services.setup_edits
    setup = office.actors["setup"]
    was = next(row for row in edits.rows(table, setup).rows if row["code"] == code)
    edits.save(table, {**was, **changes}, new_request_id(), setup, was=was)


def test_ap10_ap17_another_name_keeps_bill_mandate_and_dates(imports: Imports) -> None:
    payer(imports)
    office = imports.office
    route(office, ledger_days=3, lead_days=2)
    complete(imports)
    (made,) = run(office, days=10).created
    (before,) = requests(office, made)
    change = TenderChange(auto_pay=AutoPayDraft(name="N. O."))
    office.services.tender_edits.adjust(
        before.tender_id, change, new_request_id(), office.supervisor
    )
    (after,) = requests(office, made)
    assert after.entity_name == "N. O."
    assert (after.bill_id, after.mandate_id) == (before.bill_id, before.mandate_id)
    assert (after.extract_date, after.ledger_date) == (before.extract_date, before.ledger_date)
    assert after.account.last4 == before.account.last4
    assert is_clean(office)


def test_ap17_another_account_is_not_the_mandates_any_more(imports: Imports) -> None:
    payer(imports)
    office = imports.office
    route(office, ledger_days=3)
    complete(imports)
    (made,) = run(office, days=10).created
    (before,) = requests(office, made)
    sealed = office.services.sealing.seal(OTHER, "FNB", office.supervisor)
    change = TenderChange(auto_pay=AutoPayDraft(source="FNB", account=sealed))
    office.services.tender_edits.adjust(
        before.tender_id, change, new_request_id(), office.supervisor
    )
    (after,) = requests(office, made)
    assert (after.bill_id, after.mandate_id) == (before.bill_id, None)
    assert after.account.last4 == OTHER[-4:]
    assert is_clean(office)


def test_ap09_an_amount_above_the_maximum_asks(office: Office) -> None:
    account = customer(office, maximum_withdrawal=Money(4000))
    event = debit(office, account, 3000)
    edits, tender = office.services.tender_edits, event.tenders[0].id
    with pytest.raises(NeedsConfirmation) as asked:
        edits.adjust(tender, TenderChange(amount=Money(5000)), new_request_id(), office.cashier)
    assert [concern.code for concern in asked.value.concerns] == ["M-105"]
    with pytest.raises(NeedsConfirmation):
        edits.change(tender, TenderDraft("DDCH", Money(5000)), new_request_id(), office.cashier)
    edits.adjust(
        tender,
        TenderChange(amount=Money(5000)),
        new_request_id(),
        office.cashier,
        confirmed=frozenset({"M-105"}),
    )
    assert requests(office, event.id)[0].amount == Money(5000)


def test_d06_pe3_money_of_today_comes_to_no_event_that_lies_ahead(office: Office) -> None:
    event = debit(office, customer(office), 3000, payment_date=date(2026, 12, 15))
    with pytest.raises(Refused) as refused:
        office.services.tender_edits.add(
            event.id, TenderDraft("CASH", Money(2000)), new_request_id(), office.cashier
        )
    assert refused.value.code == "M-59"
    assert len(show(office, event.id).tenders) == 1


def test_d31_money_of_a_drawer_brings_the_missing_receipt_number(office: Office) -> None:
    account = customer(office)
    event = debit(office, account, 3000)
    actions = office.services.event_actions
    actions.freeze(event.id, new_request_id(), office.cashier)
    assert show(office, event.id).receipt_number is None
    assert is_clean(office)
    document = show(office, event.id).document_number
    office.clock.advance(minutes=5)
    office.services.tender_edits.add(
        event.id, TenderDraft("CASH", Money(2000)), new_request_id(), office.cashier
    )
    assert is_clean(office)
    office.services.payment_edits.add(
        event.id, PaymentDraft(account, Money(2000)), new_request_id(), office.cashier
    )
    actions.distribute(event.id, new_request_id(), office.cashier)
    actions.freeze(event.id, new_request_id(), office.cashier)
    after = show(office, event.id)
    assert after.receipt_number is not None
    assert after.receipt_number.endswith("-1")
    assert after.document_number == document
    assert is_clean(office)


def test_d31_the_control_of_a_batch_gives_no_receipts(office: Office) -> None:
    event = debit(office, customer(office), 3000)
    send(office, event.id)
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    assert show(office, event.id).receipt_number is None
    assert is_clean(office)


def test_tc04_what_was_sent_is_moved_into_no_drawer(office: Office) -> None:
    event = debit(office, customer(office), 3000)
    send(office, event.id)
    with pytest.raises(Refused) as refused:
        office.services.tender_edits.move(
            event.tenders[0].id, office.control, new_request_id(), office.supervisor
        )
    assert refused.value.code == "M-88"


def test_tt05_a_type_stays_automatic_while_a_debit_waits(office: Office) -> None:
    debit(office, customer(office), 3000)
    with pytest.raises(Refused) as refused:
        change_row(
            office, "tender_type", "DDCH", generate_auto_pay=False, external_type=None,
            require_external_source_id=False, require_expiration_date=False,
        )  # fmt: skip
    assert (refused.value.code, refused.value.fields["field"]) == ("M-50", "generate_auto_pay")


def test_cx8_a_later_change_of_the_reason_makes_nobody_owe_a_rating(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    for code in ("DATA", "NSF"):
        event = add(office, account, [("CHEC", 1000)], [(account, 1000)])
        office.services.canceling.cancel_event(
            CancelEvent(event.id, code, confirmed=frozenset({"M-33"})),
            new_request_id(),
            office.supervisor,
        )
    assert is_clean(office)
    change_row(office, "cancel_reason", "DATA", affect_cash_only_by=50)
    assert is_clean(office)
    with office.db.read() as s:
        found = s.exec_driver_sql("SELECT cancel_reason, demerit_due FROM tender ORDER BY 1").all()
    assert [(reason, bool(due)) for reason, due in found] == [("DATA", False), ("NSF", True)]
