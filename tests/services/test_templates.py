"""Payments without customer account by template, on both engines (NC-1..NC-8, NCI-01..NCI-12)."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.receipts import ReceiptFacts, receipt_doc
from posapp.domain.template_entry import TemplateEntry
from posapp.domain.templates import CreditLine
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.transfers import Transfer
from posapp.errors import PosError, Refused
from posapp.storage.check import check_database
from posapp.storage.tables.templates import PaymentLineRow
from tests.helpers.county import TAX, County, county, save, template
from tests.helpers.drawer_day import balance_drawer
from tests.helpers.events import add, balance, is_clean, ledger, show
from tests.helpers.office import DAY, Office

NONE, DISTRIBUTE = DistributeAction.NONE, DistributeAction.DISTRIBUTE
REVENUE, FEES, SALES = "4100-PERMIT", "4900-NSF-FEES", "4800-MISC"


def entry(cents: int = 10_000, **changes: Any) -> TemplateEntry:
    base = TemplateEntry(
        new_request_id(),
        TAX,
        Money(cents),
        (TenderDraft("CASH", Money(cents)),),
        "Ruiz, Ana",
        "TX-2026-17",
    )
    return replace(base, **changes)


def take(office: Office, given: TemplateEntry) -> EventView:
    saved = office.services.templates.take(given, office.cashier)
    return show(office, saved.value.event_id)


def refused(office: Office, given: TemplateEntry) -> Refused:
    with pytest.raises(Refused) as error:
        office.services.templates.take(given, office.cashier)
    assert is_clean(office)
    return error.value


def taxed(office: Office, *lines: tuple[str, Any], **more: Any) -> County:
    of = county(office, 2)
    template(office, of, *(lines or ((REVENUE, "80"), (FEES, "20"))), **more)
    return of


def lines(event: EventView) -> list[tuple[str, int]]:
    return [(one.distribution_code, one.amount.minor) for one in event.payments[0].lines]


def test_nc4_a_template_splits_the_payment_and_its_accounts_are_credited(office: Office) -> None:
    of = taxed(office)
    event = take(office, entry())
    (payment,) = event.payments
    assert payment.status is PaymentStatus.FROZEN
    assert payment.template == TAX
    assert (payment.non_cis_name, payment.reference) == ("Ruiz, Ana", "TX-2026-17")
    assert [(s.agreement_id, s.amount) for s in payment.segments] == [
        (of.agreements[0], Money(10_000))
    ]
    assert lines(event) == [(REVENUE, 8000), (FEES, 2000)]
    assert (ledger(office, REVENUE), ledger(office, FEES)) == (-8000, -2000)
    assert ledger(office, SALES) == 0
    assert balance(office, of.account) == -10_000
    assert is_clean(office)


def test_nci01_nci02_money_for_others_is_booked_without_an_account_per_payer(
    office: Office,
) -> None:
    of = taxed(office)
    for name, cents in (("Ruiz, Ana", 10_000), ("Okafor, Ngozi", 5_000)):
        event = take(office, entry(cents, non_cis_name=name, reference=name[:4]))
        assert event.payments[0].account_id == of.account
    assert balance(office, of.account) == -15_000
    assert is_clean(office)


def test_nc4_cancelling_takes_the_credits_of_the_template_back(office: Office) -> None:
    taxed(office)
    event = take(office, entry())
    cancel = office.services.canceling.cancel_payment
    cancel(event.payments[0].id, "DATA", new_request_id(), office.supervisor)
    assert (ledger(office, REVENUE), ledger(office, FEES)) == (0, 0)
    assert lines(show(office, event.id)) == [(REVENUE, 8000), (FEES, 2000)]
    assert is_clean(office)


@pytest.mark.parametrize("cents", [1, 99, 10_001, 33_333])
def test_nc5_percents_are_exact_to_the_cent(office: Office, cents: int) -> None:
    taxed(office, (REVENUE, "33.3333"), (FEES, "33.3333"), (SALES, "33.3334"))
    event = take(office, entry(cents))
    assert sum(amount for _, amount in lines(event)) == cents
    assert is_clean(office)


def test_nc5_m28_lines_that_do_not_sum_are_refused(office: Office) -> None:
    taxed(office, (REVENUE, "80"))
    assert refused(office, entry()).code == "M-28"
    short = (CreditLine(REVENUE, Money(8000)), CreditLine(FEES, Money(1999)))
    assert refused(office, entry(lines=short)).code == "M-28"


def test_nci09_lines_may_be_overridden_and_added(office: Office) -> None:
    taxed(office)
    own = (
        CreditLine(REVENUE, Money(8000)),
        CreditLine(FEES, Money(500)),
        CreditLine(SALES, Money(1500), "Copies"),
    )
    event = take(office, entry(lines=own))
    assert event.payments[0].lines == own
    assert ledger(office, SALES) == -1500
    assert is_clean(office)


def test_nci07_a_line_that_may_not_be_overridden_is_kept(office: Office) -> None:
    taxed(office)
    own = (CreditLine(REVENUE, Money(7000)), CreditLine(FEES, Money(3000)))
    error = refused(office, entry(lines=own))
    assert (error.code, error.fields["value"]) == ("M-91", REVENUE)


def test_nci08_only_active_templates_are_offered(office: Office) -> None:
    of = taxed(office)
    template(office, of, code="OLD", active=False)
    names = [one.code for one in office.services.templates.offered(office.cashier)]
    assert names == [TAX]
    assert refused(office, entry(template="OLD")).code == "M-55"
    assert refused(office, entry(template="NONE")).code == "M-55"


def test_nci09_the_tender_source_finds_its_open_control(office: Office) -> None:
    taxed(office)
    event = take(office, entry(tender_source="CASH-A01"))
    assert event.tenders[0].tender_control_id == office.control
    assert refused(office, entry(tender_source="CASH-A02")).code == "M-05N"


def test_nc4_the_bank_of_a_template_offers_its_drawer_first(office: Office) -> None:
    bank = office.services.setup().tender_sources["CASH-A01"].bank
    assert bank is not None
    taxed(office, bank=bank)
    assert take(office, entry()).tenders[0].tender_control_id == office.control


def test_nci09_change_is_given_like_on_every_payment(office: Office) -> None:
    taxed(office)
    event = take(office, entry(1200, tenders=(TenderDraft("CASH", Money(2000)),)))
    assert event.totals.cash_back == Money(800)
    assert event.totals.is_balanced


def test_nci11_customer_payments_follow_what_the_tender_exceeds(office: Office) -> None:
    taxed(office)
    customer = office.account()
    office.agreement(customer, "WATER", (DAY, 3000))
    tender = (TenderDraft("CHEC", Money(13_000), "1047"),)
    event = take(office, entry(tenders=tender, add_cis_payment=True))
    assert event.totals.cash_back == Money(0)
    assert event.totals.difference == Money(3000)
    assert event.payments[0].status is PaymentStatus.FREEZABLE
    draft = PaymentDraft(customer, Money(3000))
    services, who = office.services, office.cashier
    services.payment_edits.add(event.id, draft, new_request_id(), who)
    services.event_actions.distribute(event.id, new_request_id(), who)
    services.event_actions.freeze(event.id, new_request_id(), who)
    after = show(office, event.id)
    assert after.totals.is_balanced
    assert {payment.status for payment in after.payments} == {PaymentStatus.FROZEN}
    assert (ledger(office, REVENUE), ledger(office, FEES)) == (-8000, -2000)
    assert is_clean(office)


def test_nci12_nc6_no_cash_only_test_on_an_account_without_customer(office: Office) -> None:
    of = county(office)
    office.account("Cash, Only", points=500)
    template(office, of, (REVENUE, "100"))
    event = take(office, entry(tenders=(TenderDraft("CHEC", Money(10_000), "9"),)))
    assert event.payments[0].status is PaymentStatus.FROZEN


def test_nc6_the_default_amount_is_zero_and_a_credit_is_no_debt(office: Office) -> None:
    of = taxed(office)
    take(office, entry())
    assert office.services.accounts.card(of.account, office.cashier).default_amount == Money(0)


def test_nc6_a_bounced_check_is_not_charged_to_the_county(office: Office) -> None:
    of = taxed(office)
    event = take(office, entry(tenders=(TenderDraft("CHEC", Money(10_000), "9"),)))
    order = CancelTender(event.tenders[0].id, "NSF", confirmed=frozenset({"C-17", "M-36"}))
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    assert balance(office, of.account) == 0
    assert is_clean(office)


@pytest.mark.parametrize("field", ["non_cis_name", "reference"])
def test_nc2_nci03_d34_name_and_reference_are_required(office: Office, field: str) -> None:
    taxed(office)
    error = refused(office, entry(**{field: "  "}))
    assert (error.code, error.fields["field"]) == ("C-22", field)


def test_d34_comments_are_optional_and_kept(office: Office) -> None:
    taxed(office)
    assert take(office, entry(comments="Paid by a cousin")).payments[0].comments != ""


def county_draft(of: County, cents: int = 1000, **more: Any) -> PaymentDraft:
    return PaymentDraft(
        of.account, Money(cents), non_cis_name="Ruiz, Ana", reference="TX-1", **more
    )


def added(office: Office, draft: PaymentDraft, action: DistributeAction) -> EventView:
    command = AddEvent(
        new_request_id(),
        draft.account_id,
        (TenderDraft("CASH", draft.amount),),
        (draft,),
        action=action,
    )
    saved = office.services.payment_events.add(command, office.cashier)
    return show(office, saved.value.event_id)


def test_nc1_nc3_with_one_agreement_the_whole_amount_goes_there(office: Office) -> None:
    of = county(office)
    event = added(office, county_draft(of), DistributeAction.FREEZE)
    assert event.payments[0].status is PaymentStatus.FROZEN
    assert ledger(office, SALES) == -1000


def test_nc3_m26_with_several_agreements_somebody_must_choose(office: Office) -> None:
    of = county(office, 2)
    event = added(office, county_draft(of), DISTRIBUTE)
    assert event.payments[0].error_code == "M-26"
    services, who = office.services, office.cashier
    split = [(of.agreements[0], None, Money(400)), (of.agreements[1], None, Money(600))]
    services.payment_edits.split(event.payments[0].id, split, new_request_id(), who)
    services.event_actions.freeze(event.id, new_request_id(), who)
    assert show(office, event.id).payments[0].status is PaymentStatus.FROZEN
    assert is_clean(office)


def test_nc3_a_match_names_the_agreement_and_nothing_is_too_much(office: Office) -> None:
    of = county(office, 2)
    wanted = f"{of.agreements[1]:010d}"
    draft = county_draft(of, match_type="SA-ID", match_value=wanted)
    event = added(office, draft, DistributeAction.FREEZE)
    assert [s.agreement_id for s in event.payments[0].segments] == [of.agreements[1]]


def test_nc4_lines_are_spread_over_a_manual_distribution_to_the_cent(office: Office) -> None:
    of = county(office, 2)
    credited = (CreditLine(REVENUE, Money(667)), CreditLine(FEES, Money(334)))
    event = added(office, county_draft(of, 1001, lines=credited), NONE)
    services, who = office.services, office.cashier
    split = [(of.agreements[0], None, Money(501)), (of.agreements[1], None, Money(500))]
    services.payment_edits.split(event.payments[0].id, split, new_request_id(), who)
    services.event_actions.freeze(event.id, new_request_id(), who)
    assert (ledger(office, REVENUE), ledger(office, FEES)) == (-667, -334)
    assert is_clean(office)


def test_2_2_template_lines_and_remitter_are_for_accounts_without_customer_only(
    office: Office,
) -> None:
    taxed(office)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 1000))
    for changes in ({"template": TAX}, {"lines": (CreditLine(REVENUE, Money(1000)),)}):
        with pytest.raises(Refused) as error:
            add(office, account, [("CASH", 1000)], [(account, 1000)], **changes)
        assert error.value.code == "M-77"


def test_nc5_untouched_lines_follow_another_amount(office: Office) -> None:
    of = taxed(office)
    event = added(office, county_draft(of, template=TAX, lines=(
        CreditLine(REVENUE, Money(800), "Line 1"), CreditLine(FEES, Money(200), "Line 2"),
    )), DISTRIBUTE)  # fmt: skip
    edits, who = office.services.payment_edits, office.cashier
    edits.adjust(event.payments[0].id, PaymentChange(amount=Money(2001)), new_request_id(), who)
    after = show(office, event.id)
    assert lines(after) == [(REVENUE, 1601), (FEES, 400)]
    assert after.payments[0].status is PaymentStatus.INCOMPLETE
    own = (CreditLine(REVENUE, Money(1601)), CreditLine(SALES, Money(400)))
    edits.adjust(event.payments[0].id, PaymentChange(lines=own), new_request_id(), who)
    with pytest.raises(Refused) as error:
        edits.adjust(event.payments[0].id, PaymentChange(amount=Money(9)), new_request_id(), who)
    assert error.value.code == "M-28"
    assert is_clean(office)


def test_nc7_another_account_drops_template_and_lines(office: Office) -> None:
    of = taxed(office)
    event = added(office, county_draft(of, template=TAX, lines=(
        CreditLine(REVENUE, Money(800)), CreditLine(FEES, Money(200)))), DISTRIBUTE)  # fmt: skip
    customer = office.account()
    blank = PaymentChange(account_id=customer, non_cis_name="", reference="", comments="")
    office.services.payment_edits.adjust(
        event.payments[0].id, blank, new_request_id(), office.cashier
    )
    (payment,) = show(office, event.id).payments
    assert (payment.template, payment.lines) == (None, ())


def test_nc7_transfer_to_an_account_without_customer_asks_for_the_remitter(
    office: Office,
) -> None:
    of = county(office)
    customer = office.account()
    office.agreement(customer, "WATER", (DAY, 1000))
    event = add(office, customer, [("CASH", 1000)], [(customer, 1000)])
    order = Transfer(of.account, "WRAC", ("", ""))
    transfers, who = office.services.transfers, office.supervisor
    with pytest.raises(Refused) as error:
        transfers.payment(event.payments[0].id, order, new_request_id(), who)
    assert error.value.code == "C-22"
    full = replace(order, non_cis_name="Ruiz, Ana", reference="TX-1")
    transfers.payment(event.payments[0].id, full, new_request_id(), who)
    new = show(office, event.id).payments[1]
    assert (new.non_cis_name, new.status) == ("Ruiz, Ana", PaymentStatus.FROZEN)


def test_nci04_a_payment_without_name_and_reference_is_not_frozen(office: Office) -> None:
    account = office.account()
    office.agreement(account, "MISC")
    event = add(office, account, [("CASH", 500)], [(account, 500)], action=NONE)
    rows = office.services.setup_edits.rows("customer_class", office.actors["setup"]).rows
    was = next(row for row in rows if row["code"] == "RES")
    now = {**was, "non_cis": True}
    office.services.setup_edits.save(
        "customer_class", now, new_request_id(), office.actors["setup"], was=was
    )
    services, who = office.services, office.cashier
    services.event_actions.distribute(event.id, new_request_id(), who)
    with pytest.raises(Refused) as error:
        services.event_actions.freeze(event.id, new_request_id(), who)
    assert (error.value.code, error.value.fields["field"]) == ("C-22", "non_cis_name")


def test_nci05_a_wider_comment_stands_on_the_payment_until_it_is_frozen(office: Office) -> None:
    of = county(office)
    event = added(office, county_draft(of), DISTRIBUTE)
    wide = "Paid for the whole street. " * 100
    edits, who, payment = office.services.payment_edits, office.cashier, event.payments[0]
    edits.adjust(payment.id, PaymentChange(long_comment=wide), new_request_id(), who)
    after = show(office, event.id).payments[0]
    assert after.long_comment == wide.strip()
    assert after.status is PaymentStatus.FREEZABLE
    office.services.event_actions.freeze(event.id, new_request_id(), who)
    with pytest.raises(Refused) as error:
        edits.adjust(payment.id, PaymentChange(long_comment="no"), new_request_id(), who)
    assert error.value.code == "M-12"


def test_nci06_the_receipt_names_the_remitter(office: Office) -> None:
    taxed(office)
    event = take(office, entry(comments="By a cousin"))
    facts = ReceiptFacts(event, office.clock(), 0, "ABCD", "")
    (paid,) = receipt_doc(facts, office.services.setup()).payments
    assert paid.account_name == "Ruiz, Ana"
    assert (paid.reference, paid.comments) == ("TX-2026-17", "By a cousin")


def test_py4_lines_of_a_frozen_payment_are_guarded_by_the_schema(office: Office) -> None:
    taxed(office)
    payment = take(office, entry()).payments[0]
    line = PaymentLineRow
    more = {"id": 1, "payment_id": payment.id, "seq": 9, "distribution_code": FEES,
            "amount": Money(1), "description": ""}  # fmt: skip
    for statement in (
        update(line).where(line.payment_id == payment.id).values(description="x"),
        delete(line).where(line.payment_id == payment.id),
        insert(line.__table__).values(more),
    ):
        with pytest.raises((PosError, DBAPIError)), office.db.begin() as s:
            s.execute(statement)


def test_the_audit_notices_a_line_that_was_changed_behind_it(office: Office) -> None:
    of = taxed(office)
    added(office, county_draft(of, template=TAX, lines=(
        CreditLine(REVENUE, Money(800)), CreditLine(FEES, Money(200)))), DISTRIBUTE)  # fmt: skip
    assert is_clean(office)
    with office.db.begin() as s:
        s.execute(update(PaymentLineRow).values(distribution_code=SALES))
    assert not is_clean(office)


def test_nc5_the_check_finds_lines_that_do_not_sum(office: Office) -> None:
    of = taxed(office)
    added(office, county_draft(of, template=TAX, lines=(
        CreditLine(REVENUE, Money(800)), CreditLine(FEES, Money(200)))), DISTRIBUTE)  # fmt: skip
    with office.db.begin() as s:
        s.execute(update(PaymentLineRow).values(amount=Money(700)))
    names = {finding.name for finding in check_database(office.db).findings}
    assert "NC-5 lines" in names


def test_d21_the_same_request_takes_the_money_once(office: Office) -> None:
    taxed(office)
    once = entry()
    first = office.services.templates.take(once, office.cashier)
    again = office.services.templates.take(once, office.cashier)
    assert again.replayed
    assert again.value.event_id == first.value.event_id


@pytest.mark.parametrize("source", ["", "CASH-A01"])
def test_d21_the_first_answer_comes_again_when_drawer_and_template_are_gone(
    office: Office, source: str
) -> None:
    taxed(office)
    once = entry(tender_source=source)
    first = office.services.templates.take(once, office.cashier)
    balance_drawer(office, office.control)
    edits, actor = office.services.setup_edits, office.actors["setup"]
    (row,) = edits.rows("payment_template", actor).rows
    edits.save("payment_template", {**row, "active": False}, new_request_id(), actor, was=row)
    again = office.services.templates.take(once, office.cashier)
    assert (again.replayed, again.value) == (True, replace(first.value, opens_drawer=False))
    assert refused(office, replace(once, reference="TX-2026-18")).code == "M-54"
    assert refused(office, entry()).code == "M-55"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"currency": "EUR"}, "currency"),
        ({"agreement_id": None}, "agreement_id"),
        ({"account_id": None}, "account_id"),
    ],
)
def test_nci02_a_template_books_to_an_account_of_the_class(
    office: Office, changes: dict[str, Any], field: str
) -> None:
    of, customer = county(office), office.account()
    other = office.agreement(customer, "WATER")
    wrong = {"agreement_id": other, "account_id": customer}
    changes = {name: wrong.get(name) or value for name, value in changes.items()}
    with pytest.raises(Refused) as error:
        template(office, of, **changes)
    assert (error.value.code, error.value.fields["field"]) == ("M-50", field)


def test_nci07_percents_of_a_template_are_no_more_than_100(office: Office) -> None:
    of = taxed(office)
    assert of.agreements
    with pytest.raises(Refused) as error:
        save(office, "payment_template_line", template=TAX, seq=3, distribution_code=SALES,
             currency="USD", percent="0.0001", description="")  # fmt: skip
    assert (error.value.code, error.value.fields["field"]) == ("M-50", "percent")


def test_12_a_template_in_use_is_not_deleted(office: Office) -> None:
    taxed(office)
    take(office, entry())
    with pytest.raises(Refused) as error:
        office.services.setup_edits.delete(
            "payment_template", {"code": TAX}, new_request_id(), office.actors["setup"]
        )
    assert error.value.code == "M-95"
