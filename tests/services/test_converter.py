"""Alternate currency, rule by rule (D-05, AC-01..AC-11); on both engines."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from posapp.domain.codes import DistributeAction, TenderStatus
from posapp.domain.event_views import EventView, info_parts
from posapp.domain.ids import AccountId, ControlId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rates import ExchangeRate
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_edits import TenderChange
from posapp.errors import Refused
from tests.helpers.euros import allow_euros, open_euro_drawer, quote_euro
from tests.helpers.events import is_clean, show
from tests.helpers.office import DAY, Office

CONFIRMED = frozenset({"M-39", "M-40", "M-42", "M-69"})


@pytest.fixture
def euros(office: Office) -> ControlId:
    """Euros at 1.10 of two days ago, and an open drawer for them."""
    allow_euros(office)
    quote_euro(office, "1.10", DAY - timedelta(days=2))
    return open_euro_drawer(office)


@pytest.fixture
def account(office: Office) -> AccountId:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 900000))
    return account


def euro(cents: int) -> TenderDraft:
    return TenderDraft("CASH", Money(cents), currency="EUR")


def take(
    office: Office, account: AccountId, cents: int, *tenders: TenderDraft, **more: Any
) -> EventView:
    command = AddEvent(
        new_request_id(), account, tenders, (PaymentDraft(account, Money(cents)),),
        confirmed=CONFIRMED, **more,
    )  # fmt: skip
    return show(office, office.services.payment_events.add(command, office.cashier).value.event_id)


def refused(office: Office, account: AccountId, *tenders: TenderDraft, **more: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        take(office, account, 1000, *tenders, **more)
    return caught.value


def test_ac01_an_event_and_its_ledger_are_in_the_accounts_currency(
    office: Office, euros: ControlId, account: AccountId
) -> None:
    event = take(office, account, 5500, euro(5000))
    assert event.currency == "USD"
    assert event.totals.is_balanced
    with office.db.read() as s:
        found = s.execute(
            text(
                "SELECT DISTINCT f.currency FROM financial_transaction f"
                " JOIN payment p ON p.id = f.parent_id"
            )
        )
        assert [row.currency for row in found] == ["USD"]
    assert is_clean(office)


def test_ac01_payees_of_another_currency_are_refused(
    office: Office, euros: ControlId, account: AccountId
) -> None:
    other = office.account("Moreau, Luc", currency="EUR")
    command = AddEvent(
        new_request_id(), account, (TenderDraft("CASH", Money(1000)),),
        (PaymentDraft(other, Money(1000)),),
    )  # fmt: skip
    with pytest.raises(Refused, match="M-65"):
        office.services.payment_events.add(command, office.cashier)


def test_ac02_nothing_is_converted_where_the_installation_does_not_take_it(
    office: Office, euros: ControlId, account: AccountId
) -> None:
    with office.db.begin() as s:
        off = "0" if office.db.dialect == "sqlite" else "FALSE"
        s.execute(
            text(
                f"UPDATE installation SET alternate_currency = {off},"
                " setup_version = setup_version + 1"
            )
        )
    assert office.services.converter.offers("USD", DAY, office.cashier) == ()
    assert refused(office, account, euro(1000)).code == "M-74"


def test_ac03_the_converter_gives_the_amount_in_the_accounts_currency(
    office: Office, euros: ControlId
) -> None:
    (offer,) = office.services.converter.offers("USD", DAY, office.cashier)
    assert (offer.currency, offer.control and offer.control.id) == ("EUR", euros)
    assert offer.quote is not None
    assert offer.quote.rate == ExchangeRate(Decimal("1.10"))
    found = office.services.converter.convert(Money(4999), "EUR", "USD", DAY, office.cashier)
    # 49.99 x 1.10 = 54.989: rounded half up, once.
    assert (found.worth, found.home) == (Money(5499), "USD")


def test_ac04_the_rate_of_the_last_earlier_day_counts(
    office: Office, euros: ControlId, account: AccountId
) -> None:
    quote_euro(office, "1.20", DAY - timedelta(days=1))
    quote_euro(office, "9.99", DAY + timedelta(days=1))
    event = take(office, account, 1200, euro(1000))
    assert (event.tenders[0].rate, event.tenders[0].amount) == ("1.20", Money(1200))
    earlier = office.services.converter.quote("EUR", "USD", DAY - timedelta(2), office.cashier)
    assert (earlier.rate.text, earlier.day) == ("1.10", DAY - timedelta(days=2))


def test_ac04_a_missing_rate_is_refused_with_currency_and_date(
    office: Office, account: AccountId
) -> None:
    allow_euros(office)
    open_euro_drawer(office)
    quote_euro(office, "1.10", DAY + timedelta(days=1))
    caught = refused(office, account, euro(1000))
    fields = {"source": "EUR", "target": "USD", "date": DAY}
    assert (caught.code, {name: caught.fields[name] for name in fields}) == ("C-20", fields)
    with pytest.raises(Refused) as asked:
        office.services.converter.quote("EUR", "USD", date(2026, 1, 1), office.cashier)
    assert (asked.value.code, asked.value.fields["date"]) == ("C-20", date(2026, 1, 1))
    (offer,) = office.services.converter.offers("USD", DAY, office.cashier)
    assert offer.quote is None


def test_ac05_the_tender_keeps_currency_amount_and_rate_whatever_comes_later(
    office: Office, euros: ControlId, account: AccountId
) -> None:
    event = take(office, account, 5500, euro(5000), action=DistributeAction.NONE)
    quote_euro(office, "2.00")
    (tender,) = show(office, event.id).tenders
    assert (tender.control_currency, tender.control_amount, tender.rate, tender.amount) == (
        "EUR", Money(5000), "1.10", Money(5500),
    )  # fmt: skip
    change = TenderChange(amount=Money(6000))
    office.services.tender_edits.adjust(tender.id, change, new_request_id(), office.cashier)
    (tender,) = show(office, event.id).tenders
    assert (tender.control_amount, tender.rate, tender.amount) == (
        Money(6000), "1.10", Money(6600),
    )  # fmt: skip


def test_ac06_the_tender_lies_in_a_control_and_deposit_control_of_its_currency(
    office: Office, euros: ControlId, account: AccountId
) -> None:
    event = take(office, account, 5500, euro(5000))
    assert event.tenders[0].tender_control_id == euros
    view = office.services.tender_controls.show(euros, office.supervisor)
    deposit = office.services.deposit_controls.show(
        view.control.deposit_control_id, office.supervisor
    )
    assert (view.control.currency, deposit.control.currency) == ("EUR", "EUR")


def test_ac06_without_an_open_control_of_the_currency_it_is_refused(
    office: Office, account: AccountId
) -> None:
    allow_euros(office)
    quote_euro(office, "1.10")
    caught = refused(office, account, euro(1000))
    assert (caught.code, caught.fields["currency"]) == ("C-21", "EUR")
    (offer,) = office.services.converter.offers("USD", DAY, office.cashier)
    assert offer.control is None


def test_ac06_add_tender_takes_foreign_money_into_an_event(
    office: Office, euros: ControlId, account: AccountId
) -> None:
    home = TenderDraft("CASH", Money(1000))
    event = take(office, account, 6500, home, action=DistributeAction.NONE)
    office.services.tender_edits.add(event.id, euro(5000), new_request_id(), office.cashier)
    after = show(office, event.id)
    assert after.totals.is_balanced
    assert after.tenders[-1].tender_control_id == euros
    later = euro(100)
    with office.db.begin() as s:
        s.execute(text("DELETE FROM exchange_rate"))
    with pytest.raises(Refused) as caught:
        office.services.tender_edits.add(event.id, later, new_request_id(), office.cashier)
    assert (caught.value.code, caught.value.fields["date"]) == ("C-20", DAY)


def test_ac07_the_controls_lines_are_in_its_own_currency(
    office: Office, euros: ControlId, account: AccountId
) -> None:
    take(office, account, 5500, euro(5000))
    view = office.services.tender_controls.show(euros, office.supervisor)
    (line,) = [line for line in view.lines if line.count]
    assert (line.received, view.control.currency) == (Money(5000), "EUR")
    home = office.services.tender_controls.show(office.control, office.supervisor)
    assert all(not line.count for line in home.lines)


def test_d05_a_foreign_control_also_shows_what_it_is_worth_at_the_stored_rates(
    office: Office, euros: ControlId, account: AccountId
) -> None:
    take(office, account, 5500, euro(5000))
    quote_euro(office, "1.20")
    take(office, account, 1200, euro(1000))
    show_control = office.services.tender_controls.show
    view = show_control(euros, office.supervisor)
    assert view.home_values == (("USD", Money(6700)),)
    assert show_control(office.control, office.supervisor).home_values == ()
    # A cashier who counts blind learns nothing from it (D-16).
    assert show_control(euros, office.cashier).home_values is None


def test_ac08_change_is_home_money_from_the_home_drawer(
    office: Office, euros: ControlId, account: AccountId
) -> None:
    event = take(office, account, 5000, euro(5000))
    given, change = event.tenders
    assert (given.tender_control_id, change.tender_control_id) == (euros, office.control)
    assert (change.amount, change.control_currency, change.cash_back) == (
        Money(-500), "USD", True,
    )  # fmt: skip


def test_ac09_the_info_line_says_so(office: Office, euros: ControlId, account: AccountId) -> None:
    foreign = take(office, account, 5500, euro(5000))
    assert info_parts(foreign)[-1] == "Alternate Currency Used"
    home = take(office, account, 1000, TenderDraft("CASH", Money(1000)))
    assert "Alternate Currency Used" not in info_parts(home)


def test_ac10_a_returned_tender_leaves_its_control_in_its_own_currency(
    office: Office, euros: ControlId, account: AccountId
) -> None:
    event = take(office, account, 5500, euro(5000))
    order = CancelTender(event.tenders[0].id, "NSF", drawer=euros)
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    after = show(office, event.id)
    assert after.tenders[0].status is TenderStatus.CANCELED
    view = office.services.tender_controls.show(euros, office.supervisor)
    received = [line.received for line in view.lines if line.tender_type == "CASH"]
    assert received == [Money(0)]
    assert view.home_values in {(), (("USD", Money(0)),)}
    # The charge is the payor's, in the currency of the account (AC-01).
    with office.db.read() as s:
        found = s.execute(
            text("SELECT DISTINCT currency FROM financial_transaction WHERE ft_type = 'AD'")
        )
        assert [row.currency for row in found] == ["USD"]
    assert is_clean(office)


def test_ac11_the_receipt_prints_both_amounts_and_the_rate(
    office: Office, euros: ControlId, account: AccountId
) -> None:
    event = take(office, account, 5500, euro(5000))
    for long in (False, True):
        pdf = office.services.printing.preview(event.id, office.cashier, long=long)
        words = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        assert "55.00" in words
        assert "EUR 50.00 at 1.10" in " ".join(words.split())
