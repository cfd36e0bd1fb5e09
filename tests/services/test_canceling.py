"""Cancelling payments and tenders on both engines: postings, drawer, charge, demerit."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from posapp.domain.codes import DistributeAction, ItemState, PaymentStatus, TenderStatus
from posapp.domain.ids import PaymentId, TenderId, new_request_id
from posapp.domain.money import Money
from posapp.domain.tender_cancels import CancelEvent, CancelTender
from posapp.errors import NeedsConfirmation, Refused
from posapp.services.canceling import Canceled
from posapp.storage.base import table_of
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.tables.payment_events import TenderRow
from posapp.storage.tables.people import AccountRow, CreditRatingRow
from tests.helpers.events import add, balance, drawer, is_clean, ledger, show
from tests.helpers.office import DAY, Office

_ft = table_of(FinancialTransactionRow)


def cancel_tender(office: Office, tender: TenderId, reason: str = "NSF", **order: Any) -> Canceled:
    command = CancelTender(tender, reason, **order)
    saved = office.services.canceling.cancel_tender(command, new_request_id(), office.supervisor)
    return saved.value


def cancel_payment(office: Office, payment: PaymentId, reason: str = "WRAC") -> None:
    office.services.canceling.cancel_payment(payment, reason, new_request_id(), office.supervisor)


def test_py3_canceled_payment_leaves_the_tenders_and_is_reversed(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    event = add(office, account, [("CHEC", 5000)], [(account, 5000)])
    assert balance(office, account) == 0
    cancel_payment(office, event.payments[0].id)
    after = show(office, event.id)
    assert after.payments[0].status is PaymentStatus.CANCELED
    assert after.payments[0].cancel_reason == "WRAC"
    assert after.tenders[0].status is TenderStatus.VALID
    assert not after.totals.is_balanced
    assert balance(office, account) == 5000
    assert ledger(office, "1010-CASH") == 0
    assert is_clean(office)


def test_ft6_reversal_is_accounted_on_the_day_of_the_cancellation(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    event = add(office, account, [("CHEC", 5000)], [(account, 5000)])
    office.clock.advance(days=3)
    cancel_payment(office, event.payments[0].id)
    with office.db.read() as s:
        query = select(_ft.c.accounting_date).where(_ft.c.ft_type == "PX")
        assert s.execute(query).scalars().all() == [DAY + timedelta(days=3)]


def test_ns01_a_reason_is_required_and_known(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    event = add(office, account, [("CHEC", 5000)], [(account, 5000)])
    for reason, code in (("", "M-14"), ("XYZ", "M-55")):
        with pytest.raises(Refused) as refused:
            cancel_payment(office, event.payments[0].id, reason)
        assert refused.value.code == code
        with pytest.raises(Refused) as refused:
            cancel_tender(office, event.tenders[0].id, reason)
        assert refused.value.code == code
    assert show(office, event.id) == event


def test_py4_only_a_frozen_payment_is_canceled_and_only_once(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    event = add(office, account, [("CHEC", 5000)], [(account, 5000)])
    cancel_payment(office, event.payments[0].id)
    with pytest.raises(Refused) as refused:
        cancel_payment(office, event.payments[0].id)
    assert refused.value.code == "M-70"


def test_d21_the_same_cancellation_twice_is_one(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    event = add(office, account, [("CHEC", 5000)], [(account, 5000)])
    request = new_request_id()
    order = CancelTender(event.tenders[0].id, "NSF")
    first = office.services.canceling.cancel_tender(order, request, office.supervisor)
    again = office.services.canceling.cancel_tender(order, request, office.supervisor)
    assert (first.replayed, again.replayed) == (False, True)
    assert balance(office, account) == 5000 + 2500


def test_16_2_bounced_check_with_an_excess_is_reversed_and_charged(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 7000))
    event = add(office, account, [("CHEC", 10000)], [(account, 10000)])
    assert ledger(office, "2150-OVERPAY") == -3000
    cancel_tender(office, event.tenders[0].id)
    after = show(office, event.id)
    assert [payment.status for payment in after.payments] == [PaymentStatus.CANCELED]
    assert after.tenders[0].status is TenderStatus.CANCELED
    assert balance(office, account) == 7000 + 2500
    assert ledger(office, "2150-OVERPAY") == 0
    assert ledger(office, "1010-CASH") == 0
    assert ledger(office, "4900-NSF-FEES") == -2500
    assert is_clean(office)


def test_ns02_case_16_charge_and_demerit_fall_on_the_payor_only(office: Office) -> None:
    payor, other = office.account("Agency"), office.account("Client")
    office.agreement(payor, "WATER", (DAY, 1000))
    office.agreement(other, "WATER", (DAY, 2000))
    event = add(office, payor, [("CHEC", 3000)], [(payor, 1000), (other, 2000)])
    with pytest.raises(NeedsConfirmation) as asked:
        cancel_tender(office, event.tenders[0].id)
    assert [concern.code for concern in asked.value.concerns] == ["C-17"]
    cancel_tender(office, event.tenders[0].id, confirmed=frozenset({"C-17"}))
    assert (balance(office, payor), balance(office, other)) == (1000 + 2500, 2000)
    with office.db.read() as s:
        (row,) = s.execute(select(table_of(CreditRatingRow))).all()
        review = select(AccountRow.review_date).where(AccountRow.id == payor)
        assert s.execute(review).scalar_one() == DAY
    assert (row.account_id, row.cash_only_effect, row.rating_effect) == (payor, 100, -50)
    assert (row.start_date, row.end_date) == (DAY, date(2027, 11, 20))
    assert row.tender_id == event.tenders[0].id
    assert office.services.accounts.card(payor, office.cashier).cash_only
    assert not office.services.accounts.card(other, office.cashier).cash_only


def test_ns04_without_an_agreement_the_tender_is_canceled_and_not_charged(office: Office) -> None:
    payor, other = office.account("Agency"), office.account("Client")
    office.agreement(other, "WATER", (DAY, 2000))
    event = add(office, payor, [("CHEC", 2000)], [(other, 2000)])
    done = cancel_tender(office, event.tenders[0].id)
    assert [note.code for note in done.notes] == ["M-36"]
    assert (balance(office, payor), balance(office, other)) == (0, 2000)
    assert is_clean(office)


def test_d10_unfrozen_payments_forbid_it(office: Office) -> None:
    account, stranger = office.account(), office.account("Open", customer_class="OPEN")
    office.agreement(account, "WATER", (DAY, 1000))
    event = add(office, account, [("CHEC", 3000)], [(account, 1000), (stranger, 2000)])
    assert event.payments[1].status is PaymentStatus.ERROR
    with pytest.raises(Refused) as refused:
        cancel_tender(office, event.tenders[0].id)
    assert refused.value.code == "M-15"
    assert show(office, event.id) == event


def test_d11_change_came_back_with_the_bounced_check(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    event = add(office, account, [("TRAV", 10000)], [(account, 2500)])
    assert drawer(office, "CASH") == 15000 - 7500
    with pytest.raises(NeedsConfirmation) as asked:
        cancel_tender(office, event.tenders[0].id)
    assert [concern.code for concern in asked.value.concerns] == ["M-33"]
    cancel_tender(office, event.tenders[0].id, confirmed=frozenset({"M-33"}))
    after = show(office, event.id)
    assert {tender.status for tender in after.tenders} == {TenderStatus.CANCELED}
    assert after.totals.is_balanced
    # The change lies in the drawer again; the worthless check is still counted there (D-14).
    assert (drawer(office, "CASH"), drawer(office, "TRAV")) == (15000, 10000)
    assert ledger(office, "1010-CASH") == 0
    assert is_clean(office)


def test_d11_kept_change_is_charged_to_the_payor(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    event = add(office, account, [("TRAV", 10000)], [(account, 2500)])
    cancel_tender(office, event.tenders[0].id, change_returned=False)
    after = show(office, event.id)
    assert [t.status for t in after.tenders] == [TenderStatus.CANCELED, TenderStatus.VALID]
    assert [payment.amount.minor for payment in after.payments] == [2500, -7500]
    assert after.payments[1].status is PaymentStatus.FROZEN
    assert after.totals.is_balanced
    assert balance(office, account) == 2500 + 7500 + 2500
    assert ledger(office, "1010-CASH") == -7500
    assert drawer(office, "CASH") == 15000 - 7500
    assert is_clean(office)


def test_d14_money_back_out_of_its_own_open_drawer_is_not_counted(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    event = add(office, account, [("CASH", 2500)], [(account, 2500)])
    assert drawer(office, "CASH") == 15000 + 2500
    cancel_tender(office, event.tenders[0].id, "DATA", drawer=office.control)
    assert drawer(office, "CASH") == 15000
    assert is_clean(office)


def test_d14_not_good_money_stays_counted_where_it_was(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    event = add(office, account, [("CHEC", 2500)], [(account, 2500)])
    cancel_tender(office, event.tenders[0].id)
    assert drawer(office, "CHEC") == 2500


def test_d14_money_back_out_of_another_drawer_is_a_refund_movement(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    event = add(office, account, [("CASH", 2500)], [(account, 2500)])
    other = office.second_drawer()
    cancel_tender(office, event.tenders[0].id, "DATA", drawer=other)
    assert drawer(office, "CASH") == 15000 + 2500
    view = office.services.tender_controls.show(other, office.supervisor)
    assert view.lines[0].expected == Money(15000 - 2500)
    assert is_clean(office)


def test_cx1_the_chosen_bank_account_is_charged(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6000), (DAY, 4001))
    event = add(office, account, [("CHEC", 6001), ("CARD", 4000)], [(account, 10001)])
    assert (ledger(office, "1010-CASH"), ledger(office, "1030-CARDS")) == (6001, 4000)
    office.bank_account("RETURNS", "1040-PAYROLL")
    cancel_tender(office, event.tenders[0].id, "STOP", bank_account="RETURNS")
    assert ledger(office, "1040-PAYROLL") == -6001
    assert (ledger(office, "1010-CASH"), ledger(office, "1030-CARDS")) == (6001, 0)
    with pytest.raises(Refused) as refused:
        cancel_tender(office, event.tenders[1].id, "STOP", bank_account="NONE")
    assert refused.value.code == "M-55"
    assert is_clean(office)


def test_cx4_the_other_tender_stays_and_the_user_is_told(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 10000))
    event = add(office, account, [("CHEC", 6000), ("MORD", 4000)], [(account, 10000)])
    done = cancel_tender(office, event.tenders[0].id)
    assert [(note.code, note.fields["amount"]) for note in done.notes] == [("M-32", Money(4000))]
    after = show(office, event.id)
    assert after.totals.difference == Money(4000)
    # The second bounced check charges again, and leaves nothing to reverse (CX-10).
    cancel_tender(office, event.tenders[1].id)
    assert show(office, event.id).totals.is_balanced
    assert balance(office, account) == 10000 + 2 * 2500
    assert is_clean(office)


def test_tn1_tnd01_a_tender_goes_from_valid_to_canceled_and_never_back(office: Office) -> None:
    """The service refuses every change of a canceled tender; the database does, too."""
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    event = add(office, account, [("CHEC", 2500)], [(account, 2500)])
    (tender,) = event.tenders
    assert tender.status is TenderStatus.VALID
    assert [one.value for one in TenderStatus] == ["VALID", "CANCELED"]
    cancel_tender(office, tender.id)
    assert show(office, event.id).tenders[0].status is TenderStatus.CANCELED
    back = update(TenderRow).where(TenderRow.id == tender.id).values(status=TenderStatus.VALID)
    with (
        pytest.raises(DBAPIError, match="a canceled tender does not change"),
        office.db.begin() as s,
    ):
        s.execute(back)
    with pytest.raises(Refused):
        office.services.tender_edits.delete(tender.id, new_request_id(), office.supervisor)
    assert show(office, event.id).tenders[0].status is TenderStatus.CANCELED
    assert is_clean(office)


def test_cx6_a_canceled_tender_stays_canceled(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    event = add(office, account, [("TRAV", 10000)], [(account, 2500)])
    with pytest.raises(Refused) as refused:
        cancel_tender(office, event.tenders[1].id)
    assert refused.value.code == "M-86"
    cancel_tender(office, event.tenders[0].id, change_returned=True)
    with pytest.raises(Refused) as refused:
        cancel_tender(office, event.tenders[0].id)
    assert refused.value.code == "M-70"


def test_it4_an_item_whose_payment_is_canceled_can_be_paid_again(office: Office) -> None:
    account = office.account()
    office.item(account, "4711", 6500)
    event = add(
        office,
        account,
        [("CASH", 6500)],
        [(account, 6500)],
        match_type="ITEM-ID",
        match_value="4711",
    )
    with office.db.read() as s:
        assert s.execute(select(PayableItemRow.state)).scalar_one() is ItemState.PAID
    cancel_payment(office, event.payments[0].id)
    with office.db.read() as s:
        assert s.execute(select(PayableItemRow.state)).scalar_one() is ItemState.PAYABLE
    assert balance(office, account) == 6500
    assert is_clean(office)


def test_d44_a_cashier_cancels_the_same_day_in_the_own_open_drawer_only(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500), (DAY, 2500))
    first = add(office, account, [("CASH", 2500)], [(account, 2500)])
    second = add(office, account, [("CASH", 2500)], [(account, 2500)])
    own = office.services.canceling
    own.cancel_payment(first.payments[0].id, "DATA", new_request_id(), office.cashier)
    office.clock.advance(days=1)
    with pytest.raises(Refused) as refused:
        own.cancel_payment(second.payments[0].id, "DATA", new_request_id(), office.cashier)
    assert refused.value.code == "M-51"
    for role in ("setup", "auditor"):
        with pytest.raises(Refused) as refused:
            own.cancel_payment(second.payments[0].id, "DATA", new_request_id(), office.actors[role])
        assert refused.value.code == "M-51"


def test_d31_kept_change_may_be_the_first_that_is_frozen(office: Office) -> None:
    """Payments were deleted, the money was bad, the change is gone: its debt has a number."""
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    none = DistributeAction.NONE
    event = add(office, account, [("TRAV", 10000)], [(account, 2500)], action=none)
    edits = office.services.payment_edits
    edits.delete(event.payments[0].id, new_request_id(), office.cashier)
    cancel_tender(office, event.tenders[0].id, change_returned=False)
    after = show(office, event.id)
    assert [payment.amount.minor for payment in after.payments] == [-7500]
    assert after.receipt_number == f"{office.control}-1"
    assert is_clean(office)


def limit_cancels(office: Office, cents: int | None) -> None:
    edits, actor = office.services.setup_edits, office.actors["setup"]
    (row,) = edits.rows("installation", actor).rows
    limit = None if cents is None else Money(cents)
    edits.save("installation", row | {"cancel_limit": limit}, new_request_id(), actor)


def test_py5_above_the_limit_a_supervisor_cancels(office: Office) -> None:
    limit_cancels(office, 2500)
    account, canceling = office.account(), office.services.canceling
    office.agreement(account, "WATER", (DAY, 9000))
    at, above = (
        add(office, account, [("CHEC", cents)], [(account, cents)]) for cents in (2500, 2501)
    )
    canceling.cancel_payment(at.payments[0].id, "WRAC", new_request_id(), office.cashier)
    with pytest.raises(Refused) as refused:
        canceling.cancel_payment(above.payments[0].id, "WRAC", new_request_id(), office.cashier)
    fields = refused.value.fields
    assert (refused.value.code, fields["amount"], fields["limit"]) == (
        "M-43",
        Money(2501),
        "USD 25.00",
    )
    order = CancelTender(above.tenders[0].id, "DATA")
    for whole in (order, CancelEvent(above.id, "DATA")):
        with pytest.raises(Refused, match="M-43"):
            canceling.outlook(whole, office.cashier)
    with pytest.raises(Refused, match="M-43"):
        canceling.cancel_tender(order, new_request_id(), office.cashier)
    assert show(office, above.id).version == above.version
    canceling.cancel_tender(order, new_request_id(), office.supervisor)
    canceling.cancel_tender(
        CancelTender(at.tenders[0].id, "DATA"), new_request_id(), office.cashier
    )
    assert is_clean(office)


def test_py5_no_limit_is_set_to_begin_with_and_may_be_taken_away(office: Office) -> None:
    assert office.services.setup().installation.cancel_limit is None
    limit_cancels(office, 0)
    limit_cancels(office, None)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 90_000))
    event = add(office, account, [("CHEC", 90_000)], [(account, 90_000)])
    cancel = office.services.canceling.cancel_payment
    cancel(event.payments[0].id, "WRAC", new_request_id(), office.cashier)
    assert show(office, event.id).payments[0].status is PaymentStatus.CANCELED
