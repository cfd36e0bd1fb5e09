"""Automatic payments by hand, on both engines (controls 11.2 to 11.4, D-06, PE-3)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from posapp.domain.autopay_codes import RequestStatus
from posapp.domain.autopay_requests import AutoPayDraft
from posapp.domain.codes import DistributeAction, PaymentStatus, TenderStatus
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.tender_actions import Asking
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_edits import TenderChange
from posapp.domain.transfers import Transfer
from posapp.errors import NeedsConfirmation, Refused
from tests.helpers.autopay import (
    NUMBER,
    OTHER,
    add_bank,
    add_mandate,
    debit,
    everything_stored,
    requests,
    rows_of,
    send,
)
from tests.helpers.events import balance, drawer, is_clean, ledger, show
from tests.helpers.office import Office

TODAY = date(2026, 11, 20)
LATER = date(2026, 11, 27)


def customer(office: Office, name: str = "Okafor, Ngozi", **changes: object) -> int:
    """An account with a debt of 50.00 and a mandate at the bank."""
    if "FNB" not in office.services.setup().autopay.sources:
        add_bank(office)
    account = office.account(name)
    office.agreement(account, "WATER", (date(2026, 11, 1), 5000))
    add_mandate(office, account, **changes)
    return account


def test_ap07_the_request_takes_what_is_not_said_from_the_mandate(office: Office) -> None:
    account = customer(office)
    event = debit(office, account, 5000)
    (request,) = requests(office, event.id)
    assert (request.source, request.source_name) == ("FNB", "First National Bank")
    assert (request.entity_name, request.account.masked) == ("N. Okafor", "••••3210")
    assert (request.amount, request.status) == (Money(5000), RequestStatus.PENDING)
    assert request.extract_date == event.payment_date == TODAY
    assert event.tenders[0].auto_pay == request
    assert is_clean(office)


def test_ap07_the_block_names_another_account(office: Office) -> None:
    account = customer(office)
    sealed = office.services.sealing.seal("11 22-33 4455", "FNB", office.cashier)
    event = debit(office, account, 5000, AutoPayDraft("FNB", sealed, None, "Mary Okafor"))
    (request,) = requests(office, event.id)
    assert (request.account.last4, request.entity_name) == ("4455", "Mary Okafor")
    assert request.mandate_id is None


def test_ap07_without_mandate_or_block_nothing_is_written(office: Office) -> None:
    add_bank(office)
    account = office.account()
    with pytest.raises(Refused) as refused:
        debit(office, account, 5000)
    assert (refused.value.code, refused.value.fields["field"]) == ("M-101", "autopay_source")
    assert "DDCH" not in {row.tender_type for row in rows_of(office, "tender")}


def test_tn6_a_card_needs_its_expiry_date(office: Office) -> None:
    account = customer(office)
    sealed = office.services.sealing.seal("TOK4711ABCD", "CARDCO", office.cashier)
    with pytest.raises(Refused) as refused:
        debit(office, account, 5000, AutoPayDraft("CARDCO", sealed), kind="CRED")
    assert (refused.value.code, refused.value.fields["field"]) == ("M-101", "expires_on")
    block = AutoPayDraft("CARDCO", sealed, date(2026, 10, 31))
    with pytest.raises(Refused) as refused:
        debit(office, account, 5000, block, kind="CRED")
    assert refused.value.code == "M-104"
    good = replace(block, expires_on=date(2027, 10, 31))
    event = debit(office, account, 5000, good, kind="CRED")
    assert requests(office, event.id)[0].expires_on == date(2027, 10, 31)


def test_d06_a_direct_debit_is_distributed_not_frozen_and_needs_no_drawer(office: Office) -> None:
    account = customer(office)
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("DDCH", Money(5000)),),
        (PaymentDraft(account, Money(5000)),),
        action=DistributeAction.FREEZE,
        payment_date=LATER,
    )
    saved = office.services.payment_events.add(command, office.supervisor)
    event = show(office, saved.value.event_id)
    assert event.payments[0].status is PaymentStatus.FREEZABLE
    assert event.tenders[0].tender_control_id is None
    assert (event.payment_date, event.receipt_number) == (LATER, None)
    assert drawer(office, "DDCH") == 0
    again = office.services.payment_events.add(command, office.supervisor)
    assert again.replayed


def test_d06_cash_beside_a_debit_forbids_a_date_ahead(office: Office) -> None:
    account = customer(office)
    cash = TenderDraft("CASH", Money(1000))
    with pytest.raises(Refused) as refused:
        debit(office, account, 4000, more=(cash,), payment_date=LATER)
    assert refused.value.code == "M-59"
    event = debit(office, account, 4000, more=(cash,))
    assert event.totals.is_balanced
    assert drawer(office, "CASH") == 15000 + 1000


def test_16_2_the_cash_side_is_the_bank_account_behind_the_route(office: Office) -> None:
    account = customer(office)
    event = debit(office, account, 5000)
    before = ledger(office, "1010-CASH")
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    assert ledger(office, "1010-CASH") == before + 5000
    assert balance(office, account) == 0
    assert is_clean(office)


def test_ap09_above_the_maximum_withdrawal_asks_once(office: Office) -> None:
    account = customer(office, maximum_withdrawal=Money(4999))
    with pytest.raises(NeedsConfirmation) as asked:
        debit(office, account, 5000)
    assert [one.code for one in asked.value.concerns] == ["M-105"]
    assert asked.value.concerns[0].fields["maximum"] == Money(4999)
    event = debit(office, account, 5000, confirmed=frozenset({"M-105"}))
    assert requests(office, event.id)[0].amount == Money(5000)


def test_ap11_pe3_the_extract_date_follows_the_payment_date(office: Office) -> None:
    account = customer(office)
    event = debit(office, account, 5000)
    actions = office.services.event_actions
    with pytest.raises(NeedsConfirmation) as asked:
        actions.set_date(event.id, LATER, new_request_id(), office.cashier)
    assert [(one.code, one.fields["n"]) for one in asked.value.concerns] == [("M-04", 1)]
    request_id = new_request_id()
    for _ in range(2):
        actions.set_date(event.id, LATER, request_id, office.cashier, frozenset({"M-04"}))
    (request,) = requests(office, event.id)
    assert (request.extract_date, show(office, event.id).payment_date) == (LATER, LATER)
    assert is_clean(office)


def test_ap16_a_debit_that_waits_is_taken_back_as_the_refusal_says(office: Office) -> None:
    event = debit(office, customer(office), 5000, payment_date=LATER)
    order = CancelTender(event.tenders[0].id, "DATA")
    cancel, actor = office.services.canceling.cancel_tender, office.supervisor
    with pytest.raises(Refused, match="M-111"):
        office.services.event_actions.freeze(event.id, new_request_id(), actor)
    desk = office.services.event_desk.of(event.id, actor)
    refused = Asking(event, desk, actor, office.services.setup()).why_not_cancel(event.tenders[0])
    assert refused is not None
    assert refused.code == "M-15A"
    with pytest.raises(Refused, match="M-15A"):
        cancel(order, new_request_id(), actor)
    office.services.payment_edits.delete(event.payments[0].id, new_request_id(), actor)
    cancel(order, new_request_id(), actor)
    assert [t.status.value for t in show(office, event.id).tenders] == ["CANCELED"]
    assert is_clean(office)


def test_ap11_what_was_sent_keeps_its_date(office: Office) -> None:
    account = customer(office)
    event = debit(office, account, 5000)
    send(office, event.id)
    with pytest.raises(Refused) as refused:
        office.services.event_actions.set_date(
            event.id, LATER, new_request_id(), office.cashier, frozenset({"M-04"})
        )
    assert refused.value.code == "M-106"


def test_ap12_tnd08_another_payor_gets_a_request_of_its_own(office: Office) -> None:
    first, second = customer(office), customer(office, "Weaver, Ida", number=OTHER)
    event = debit(office, first, 5000)
    tender, adjust = event.tenders[0].id, office.services.tender_edits.adjust
    change = TenderChange(payor=second)
    with pytest.raises(NeedsConfirmation) as asked:
        adjust(tender, change, new_request_id(), office.cashier)
    assert [one.code for one in asked.value.concerns] == ["M-109"]
    assert asked.value.concerns[0].fields["after"] == "Weaver, Ida"
    yes = frozenset({"M-109"})
    adjust(tender, change, new_request_id(), office.cashier, confirmed=yes)
    (request,) = requests(office, event.id)
    payor = show(office, event.id).tenders[0].payor_account_id
    assert (request.account.last4, payor) == ("4455", second)
    assert is_clean(office)
    send(office, event.id)
    with pytest.raises(Refused) as refused:
        adjust(tender, TenderChange(payor=first), new_request_id(), office.cashier, confirmed=yes)
    assert refused.value.code == "M-106"


def test_ap12_a_payor_without_mandate_is_refused(office: Office) -> None:
    event = debit(office, customer(office), 5000)
    change = TenderChange(payor=office.account("Nobody"))
    with pytest.raises(Refused) as refused:
        office.services.tender_edits.adjust(
            event.tenders[0].id, change, new_request_id(), office.cashier,
            confirmed=frozenset({"M-109"}),
        )  # fmt: skip
    assert refused.value.code == "M-101"
    assert requests(office, event.id)[0].status is RequestStatus.PENDING


def test_ap12_an_event_that_is_debited_is_not_transferred_itself(office: Office) -> None:
    first, second = customer(office), customer(office, "Weaver, Ida", number=OTHER)
    event = debit(office, first, 5000)
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    with pytest.raises(Refused) as refused:
        office.services.transfers.event(
            event.id, Transfer(second, "WRAC"), new_request_id(), office.supervisor
        )
    assert refused.value.code in {"M-16", "M-55"}


def test_ap07_the_block_of_a_pending_request_can_change(office: Office) -> None:
    event = debit(office, customer(office), 5000)
    tender = event.tenders[0].id

    def change(block: AutoPayDraft, tender_id: int = tender, **more: Any) -> None:
        office.services.tender_edits.adjust(
            tender_id, TenderChange(auto_pay=block, **more), new_request_id(), office.cashier
        )

    change(AutoPayDraft(name="Mary"), amount=Money(4900))
    (request,) = requests(office, event.id)
    assert (request.entity_name, request.account.last4, request.amount) == (
        "Mary",
        "3210",
        Money(4900),
    )
    sealed = office.services.sealing.seal(OTHER, "FNB", office.cashier)
    change(AutoPayDraft("FNB", sealed))
    assert requests(office, event.id)[0].account.last4 == "4455"
    assert is_clean(office)
    send(office, event.id)
    with pytest.raises(Refused) as refused:
        change(AutoPayDraft(name="Ann"))
    assert refused.value.code == "M-106"
    mixed = debit(office, customer(office), 5000, more=(TenderDraft("CASH", Money(100)),))
    with pytest.raises(Refused) as refused:
        change(AutoPayDraft(), mixed.tenders[1].id)
    assert refused.value.code == "M-88"


def cancel(office: Office, tender_id: int) -> None:
    order = CancelTender(tender_id, "NSF", confirmed=frozenset({"C-17"}))
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)


@pytest.mark.parametrize(
    ("sent", "status"),
    [(False, RequestStatus.CANCELED), (True, RequestStatus.EXTRACTED)],
    ids=["AP-16 before it is sent", "AP-16 after it was sent"],
)
def test_ap16_a_tender_is_canceled_at_any_time(
    office: Office, sent: bool, status: RequestStatus
) -> None:
    account = customer(office)
    event = debit(office, account, 5000)
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    if sent:
        send(office, event.id)
    cancel(office, event.tenders[0].id)
    after = show(office, event.id)
    assert after.tenders[0].status is TenderStatus.CANCELED
    assert requests(office, event.id)[0].status is status
    assert after.payments[0].status is PaymentStatus.CANCELED
    assert balance(office, account) >= 5000
    assert sent or is_clean(office)


def test_pe13_deleting_takes_the_request_along_unless_it_was_sent(office: Office) -> None:
    kept = debit(office, customer(office), 5000)
    send(office, kept.id)
    gone = debit(office, customer(office), 5000)
    delete = office.services.event_actions.delete
    with pytest.raises(Refused) as refused:
        delete(kept.id, new_request_id(), office.supervisor, frozenset({"M-41"}))
    assert refused.value.code == "M-11"
    delete(gone.id, new_request_id(), office.supervisor, frozenset({"M-41"}))
    assert requests(office, gone.id) == ()


def test_tn5_a_debit_is_added_to_an_event_and_deleted_with_its_request(office: Office) -> None:
    account = customer(office)
    event = debit(office, account, 4000)
    edits = office.services.tender_edits
    edits.add(event.id, TenderDraft("DDCH", Money(1000)), new_request_id(), office.cashier)
    assert [one.amount for one in requests(office, event.id)] == [Money(4000), Money(1000)]
    more = show(office, event.id).tenders[1]
    edits.change(more.id, TenderDraft("DDCH", Money(900)), new_request_id(), office.cashier)
    assert requests(office, event.id)[1].amount == Money(900)
    with pytest.raises(Refused) as refused:
        edits.change(more.id, TenderDraft("CASH", Money(900)), new_request_id(), office.cashier)
    assert refused.value.code == "M-88"
    edits.delete(more.id, new_request_id(), office.cashier)
    assert len(requests(office, event.id)) == 1
    assert is_clean(office)


def test_ap02_r13_the_number_is_nowhere_in_clear(office: Office) -> None:
    account = customer(office)
    sealed = office.services.sealing.seal(OTHER, "FNB", office.cashier)
    event = debit(office, account, 4000, AutoPayDraft("FNB", sealed))
    draft = TenderDraft("DDCH", Money(1000), auto_pay=AutoPayDraft("FNB", sealed))
    office.services.tender_edits.add(event.id, draft, new_request_id(), office.cashier)
    kept = AddEvent(new_request_id(), account, (draft,), (PaymentDraft(account, Money(1000)),))
    office.services.in_hand.keep(kept, office.cashier)
    (again,) = office.services.in_hand.kept(office.cashier)
    assert again.command.tenders == (draft,)
    everything = everything_stored(office)
    assert "••••" not in everything
    for number in (NUMBER, OTHER):
        assert number not in everything
        assert number not in repr(requests(office, event.id))


def test_ap02_a_card_number_is_never_taken(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        office.services.sealing.seal("4111 1111 1111 1111", "CARDCO", office.cashier)
    assert refused.value.code == "M-58"
    assert "4111" not in str(refused.value.fields)


def test_ap02_a_sealed_number_opens_for_its_own_row_only(office: Office) -> None:
    account = customer(office)
    first, second = debit(office, account, 1000), debit(office, account, 2000)
    one, other = requests(office, first.id)[0], requests(office, second.id)[0]
    stolen = replace(other.account, place=one.account.place)
    with office.db.begin() as s, pytest.raises(Refused) as refused:
        office.services.sealing.bind(s, stolen, "clearing_request 1")
    assert refused.value.code == "M-108"
