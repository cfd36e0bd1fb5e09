"""Events that are added by distribution rules and from several payors; both engines."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.distribution_rules import DetailDraft, Remitter
from posapp.domain.event_views import EventView, info_parts, only_payor
from posapp.domain.ids import AccountId, new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.errors import NeedsConfirmation, Refused
from posapp.services import new_events
from posapp.storage.audit import first_body
from posapp.storage.base import table_of
from posapp.storage.tables.payment_events import DistributionDetailRow, PaymentRow
from posapp.storage.tables.setup import DistributionRuleRow, InstallationRow
from tests.helpers.autopay import add_bank, add_mandate
from tests.helpers.county import TAX, county, template
from tests.helpers.events import balance, drawer, is_clean, show
from tests.helpers.office import DAY, Office
from tests.helpers.rules import draft

_detail, _payment = table_of(DistributionDetailRow), table_of(PaymentRow)


def owing(office: Office, cents: int, name: str = "Okafor, Ngozi", **more: Any) -> AccountId:
    account = office.account(name, **more)
    office.agreement(account, "WATER", (DAY, cents))
    return account


def command(
    payor: AccountId, tenders: list[TenderDraft], *details: DetailDraft, **changes: Any
) -> AddEvent:
    base = AddEvent(new_request_id(), payor, tuple(tenders), (), details=details)
    return replace(base, **changes)


def cash(cents: int, payor: AccountId | None = None, kind: str = "CASH") -> TenderDraft:
    return TenderDraft(kind, Money(cents), "17" if kind == "CHEC" else "", payor=payor)


def added(office: Office, asked: AddEvent) -> EventView:
    return show(office, office.services.payment_events.add(asked, office.cashier).value.event_id)


def refused(office: Office, asked: AddEvent) -> Refused:
    with pytest.raises(Refused) as caught:
        office.services.payment_events.add(asked, office.cashier)
    return caught.value


def asked_about(office: Office, asked: AddEvent) -> list[tuple[str, Any]]:
    with pytest.raises(NeedsConfirmation) as caught:
        office.services.payment_events.add(asked, office.cashier)
    return [(one.code, one.fields.get("account")) for one in caught.value.concerns]


def test_dr1_details_are_stored_with_the_payments_that_they_make(office: Office) -> None:
    payor, other = owing(office, 5000), owing(office, 3000, "Haddad, Sami")
    office.item(other, "4646117890", 2500)
    asked = command(
        payor,
        [cash(10000)],
        draft("ACCT", payor, 5000),
        draft("ITEM", "4646117890", 2500),
        draft("MEMO", "came by bus", 0),
        draft("ACCT", other, 2500),
    )
    event = added(office, asked)
    assert [(one.account_id, one.amount.minor, one.status) for one in event.payments] == [
        (payor, 5000, PaymentStatus.FROZEN),
        (other, 2500, PaymentStatus.FROZEN),
        (other, 2500, PaymentStatus.FROZEN),
    ]
    assert [(one.rule, one.amount.minor) for one in event.details] == [
        ("ACCT", 5000),
        ("ITEM", 2500),
        ("MEMO", 0),
        ("ACCT", 2500),
    ]
    with office.db.read() as s:
        made_by = s.execute(
            select(_detail.c.rule, _detail.c.value, _payment.c.amount)
            .join(_payment, _payment.c.detail_id == _detail.c.id)
            .order_by(_payment.c.id)
        ).all()
    assert [(row.rule, row.amount.minor) for row in made_by] == [
        ("ACCT", 5000),
        ("ITEM", 2500),
        ("ACCT", 2500),
    ]
    assert info_parts(event)[1] == "Multiple Distribution Details Exist"
    assert (balance(office, payor), balance(office, other)) == (0, 500)
    assert event.receipt_number == f"{office.control}-1"
    assert is_clean(office)


def test_d21_a_repeated_request_by_rules_is_one_event(office: Office) -> None:
    payor = owing(office, 5000)
    asked = command(payor, [cash(5000)], draft("ACCT", payor, 5000))
    first = office.services.payment_events.add(asked, office.cashier)
    again = office.services.payment_events.add(asked, office.cashier)
    assert (again.replayed, again.value) == (True, replace(first.value, opens_drawer=False))
    elsewhere = replace(asked, details=(draft("ACCT", payor, 4000), draft("ACCT", payor, 1000)))
    assert refused(office, elsewhere).code == "M-54"
    whose = replace(asked, tenders=(cash(5000, owing(office, 100, "Moe, Bo")),))
    assert refused(office, whose).code == "M-54"


def test_d40_the_audit_mentions_details_and_payors(office: Office) -> None:
    payor, other = owing(office, 5000), owing(office, 100, "Haddad, Sami")
    tenders = [cash(3000), cash(2000, other)]
    event = added(office, command(payor, tenders, draft("ACCT", payor, 5000)))
    with office.db.read() as s:
        body = first_body(s, "event", event.id)
    assert body is not None
    rows = body["rows"]
    assert [(one["rule"], one["amount"]) for one in rows["distribution_detail"]] == [("ACCT", 5000)]
    assert [one["payor_account_id"] for one in rows["tender"]] == [payor, other]


def test_m18_a_rule_that_leaves_a_part_over_stores_its_payment_in_error(office: Office) -> None:
    payor, other = owing(office, 5000), owing(office, 3000, "Haddad, Sami")
    with office.db.begin() as s:
        s.execute(
            update(table_of(DistributionRuleRow))
            .where(table_of(DistributionRuleRow).c.code == "ACCT")
            .values(create_payment="DUE")
        )
        s.execute(update(InstallationRow).values(setup_version=InstallationRow.setup_version + 1))
    asked = command(payor, [cash(7000)], draft("ACCT", payor, 6000), draft("ACCT", other, 1000))
    first, second = added(office, asked).payments
    assert (first.status, first.error_code) == (PaymentStatus.ERROR, "M-18")
    assert "60.00" in first.error_text
    assert (second.status, second.amount) == (PaymentStatus.FROZEN, Money(1000))
    assert (balance(office, payor), balance(office, other)) == (5000, 2000)
    assert is_clean(office)


@pytest.mark.parametrize(
    ("tenders", "cents"),
    [([("CASH", 4999)], 5000), ([("CHEC", 5001)], 5000), ([("CHEC", 5001), ("CASH", 100)], 5000)],
    ids=["too little", "a check gives no change", "more than cash can give"],
)
def test_m09_qa10_details_make_up_the_tenders_after_cash_back(
    office: Office, tenders: list[tuple[str, int]], cents: int
) -> None:
    payor = owing(office, 9000)
    drafts = [cash(amount, kind=kind) for kind, amount in tenders]
    if len(tenders) > 1:
        drafts[0] = cash(5002, kind="CHEC")
    problem = refused(office, command(payor, drafts, draft("ACCT", payor, cents)))
    assert problem.code == "M-09"
    assert problem.fields["details"] == Money(cents)
    assert balance(office, payor) == 9000


def test_m09_details_make_up_the_tenders_also_where_payments_follow(office: Office) -> None:
    """Nothing is given back then, so what is over would lie nowhere."""
    payor = owing(office, 9000)
    order = command(payor, [cash(5001)], draft("ACCT", payor, 5000))
    assert refused(office, replace(order, more_to_come=True)).code == "M-09"


def test_qa10_cash_above_the_details_is_change(office: Office) -> None:
    payor = owing(office, 5000)
    event = added(office, command(payor, [cash(10000)], draft("ACCT", payor, 5000)))
    assert [(one.amount.minor, one.cash_back) for one in event.tenders] == [
        (10000, False),
        (-5000, True),
    ]
    assert event.totals.is_balanced
    assert drawer(office, "CASH") == 15000 + 5000


def test_dr6_remarks_alone_are_no_event(office: Office) -> None:
    payor = owing(office, 5000)
    problem = refused(office, command(payor, [cash(100)], draft("MEMO", "hello", 0)))
    assert problem.code == "M-70"
    assert drawer(office, "CASH") == 15000


def test_dr7_an_event_without_details_pays_its_payors(office: Office) -> None:
    payor, other = owing(office, 5000), owing(office, 3000, "Haddad, Sami")
    one = added(office, command(payor, [cash(1500), cash(500, kind="CHEC")]))
    assert [(p.account_id, p.amount.minor) for p in one.payments] == [(payor, 2000)]
    two = added(office, command(payor, [cash(1000), cash(2000, other)]))
    assert [(p.account_id, p.amount.minor) for p in two.payments] == [(payor, 1000), (other, 2000)]
    assert (balance(office, payor), balance(office, other)) == (2000, 1000)
    assert is_clean(office)


def test_qa9_two_payors_pay_for_two_payees(office: Office) -> None:
    first, second = owing(office, 100, "Payor, Ada"), owing(office, 100, "Payor, Bob")
    one, two = owing(office, 6000, "Payee, Cy"), owing(office, 4000, "Payee, Di")
    event = added(
        office,
        command(
            first,
            [cash(3000), cash(9000, second)],
            draft("ACCT", one, 6000),
            draft("ACCT", two, 4000),
        ),
    )
    assert [(t.payor_account_id, t.amount.minor) for t in event.tenders] == [
        (first, 3000),
        (second, 9000),
        (first, -2000),
    ]
    assert [t.payor_name for t in event.tenders] == ["Payor, Ada", "Payor, Bob", "Payor, Ada"]
    assert only_payor(event) == ""
    assert (balance(office, one), balance(office, two)) == (0, 0)
    assert (balance(office, first), balance(office, second)) == (100, 100)
    assert is_clean(office)


def test_cb5_change_goes_to_the_payor_whose_tender_it_answers(office: Office) -> None:
    first, second = owing(office, 3000), owing(office, 100, "Haddad, Sami")
    tenders = [cash(2000, kind="CHEC"), cash(5000, second)]
    event = added(office, command(first, tenders, draft("ACCT", first, 3000)))
    change = event.tenders[-1]
    assert (change.cash_back, change.amount.minor, change.payor_account_id) == (True, -4000, second)


def test_d03_each_payor_is_asked_about_by_itself(office: Office) -> None:
    good = owing(office, 5000, "Good, Al")
    strict = owing(office, 100, "Strict, Bo", points=5000)
    asked = command(good, [cash(3000, kind="CHEC"), cash(2000, strict)], draft("ACCT", good, 5000))
    assert added(office, asked).totals.is_balanced
    asked = command(
        good,
        [cash(3000), TenderDraft("CHEC", Money(2000), "18", payor=strict)],
        draft("ACCT", good, 5000),
        action=DistributeAction.NONE,
    )
    assert asked_about(office, asked) == [("M-06W", "Strict, Bo")]
    both = command(
        strict,
        [TenderDraft("CHEC", Money(2000), "19"), TenderDraft("MORD", Money(3000), "20")],
        draft("ACCT", good, 5000),
        action=DistributeAction.NONE,
    )
    assert asked_about(office, both) == [("M-06W", "Strict, Bo")]


def test_d22_look_alikes_are_those_of_the_tenders_own_payor(office: Office) -> None:
    first, second = owing(office, 5000), owing(office, 100, "Haddad, Sami")
    added(office, command(first, [cash(1000, second)], draft("ACCT", first, 1000)))
    assert added(
        office, command(first, [cash(1000)], draft("ACCT", first, 1000))
    ).totals.is_balanced
    asked = command(first, [cash(700), cash(1000, second)], draft("ACCT", first, 1700))
    assert [code for code, _ in asked_about(office, asked)] == ["M-40"]


def test_qa9_a_payor_that_is_not_there_or_of_another_currency_is_refused(office: Office) -> None:
    payor = owing(office, 5000)
    euros = office.account("Euro, Eva", currency="EUR")
    nobody = AccountId(4711)
    assert refused(office, command(payor, [cash(5000, nobody)])).code == "M-01"
    problem = refused(office, command(payor, [cash(1), cash(4999, euros)]))
    assert (problem.code, problem.fields["field"], problem.fields["place"]) == ("M-65", "payor", 1)
    assert refused(office, command(AccountId(4711), [cash(5000)])).code == "M-01"


def test_ap07_each_payor_is_debited_by_its_own_mandate(office: Office) -> None:
    payee = owing(office, 5000)
    first, second = office.account("Payor, Ada"), office.account("Payor, Bob")
    add_bank(office)
    add_mandate(office, first, number="1111222233")
    add_mandate(office, second, number="4444555566")
    tenders = [cash(2000, kind="DDCH"), cash(3000, second, kind="DDCH")]
    event = added(office, command(first, tenders, draft("ACCT", payee, 5000)))
    shown = [one.auto_pay.account.last4 for one in event.tenders if one.auto_pay is not None]
    assert shown == ["2233", "5566"]
    assert [one.tender_control_id for one in event.tenders] == [None, None]
    assert event.payments[0].status is PaymentStatus.FREEZABLE


def test_nc7_a_template_is_paid_for_who_remits(office: Office) -> None:
    payor, of = owing(office, 100), county(office)
    template(office, of, ("4100-PERMIT", "80"), ("4900-NSF-FEES", "20"))
    asked = command(payor, [cash(2500)], draft("TMPL", TAX, 2500))
    assert refused(office, asked).code == "C-22"
    named = replace(asked, remitter=Remitter("N. Body", "Lot 7", "by mail"))
    (payment,) = added(office, named).payments
    assert (payment.account_id, payment.template) == (of.account, TAX)
    assert (payment.non_cis_name, payment.reference, payment.comments) == (
        "N. Body",
        "Lot 7",
        "by mail",
    )
    assert payment.status is PaymentStatus.FROZEN


def test_dr1_payments_and_details_together_are_refused(office: Office) -> None:
    payor = owing(office, 5000)
    asked = command(payor, [cash(100)], draft("ACCT", payor, 100))
    both = replace(asked, payments=(PaymentDraft(payor, Money(100)),))
    assert refused(office, both).code == "M-70"


def test_m38_a_value_that_names_nothing_writes_nothing(office: Office) -> None:
    payor = owing(office, 5000)
    asked = command(payor, [cash(100)], draft("BILL", "no such bill", 100))
    problem = refused(office, asked)
    assert (problem.code, problem.fields["field"]) == ("M-38", "rule_value")
    assert drawer(office, "CASH") == 15000


def test_ad8_without_distribution_the_payments_wait(office: Office) -> None:
    payor = owing(office, 5000)
    asked = command(payor, [cash(5000)], draft("ACCT", payor, 5000), action=DistributeAction.NONE)
    event = added(office, asked)
    assert event.payments[0].status is PaymentStatus.INCOMPLETE
    assert balance(office, payor) == 5000


def test_d21_a_kept_payment_by_rules_comes_back_whole(office: Office) -> None:
    payor, other = owing(office, 5000), owing(office, 100, "Haddad, Sami")
    asked = command(
        payor,
        [cash(5000, other)],
        draft("ACCT", payor, 5000),
        remitter=Remitter("A", "B", "C"),
    )
    office.services.in_hand.keep(asked, office.cashier)
    (kept,) = office.services.in_hand.kept(office.cashier)
    assert kept.command == asked
    saved = office.services.in_hand.submit(kept.command, office.cashier)
    assert show(office, saved.value.event_id).tenders[0].payor_account_id == other
    assert not office.services.in_hand.kept(office.cashier)


def test_pe1_the_info_line_names_the_rule_of_a_single_detail(office: Office) -> None:
    payor = owing(office, 5000)
    event = added(office, command(payor, [cash(5000)], draft("ACCT", short_id(payor), 5000)))
    assert info_parts(event)[:3] == ("Okafor, Ngozi", "Account", "Okafor, Ngozi")


def test_d25_what_a_rule_pays_follows_from_the_debt_under_the_locks(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else pays the debt after the value was looked up and before the locks are had."""
    if office.db.dialect == "sqlite":
        pytest.skip("one writer: nothing can happen in between")
    payor, other = owing(office, 5000), owing(office, 100, "Haddad, Sami")
    agreement = office.agreement(payor, "ELECTRIC", (DAY, 3000))
    with office.db.begin() as s:
        rules = table_of(DistributionRuleRow)
        s.execute(update(rules).where(rules.c.code == "SA").values(create_payment="DUE ACCOUNT"))
        s.execute(update(InstallationRow).values(setup_version=InstallationRow.setup_version + 1))
    detail = draft("SA", agreement, 4000)
    real, first = new_events.load_add_facts, [True]

    def slowly(*args: Any, **more: Any) -> Any:
        if first:
            first.clear()
            added(office, command(other, [cash(2000)], draft("SA", agreement, 2000)))
        return real(*args, **more)

    monkeypatch.setattr(new_events, "load_add_facts", slowly)
    event = added(office, command(payor, [cash(4000)], detail))
    assert [(one.match_type, one.amount.minor) for one in event.payments] == [
        ("SA-ID", 1000),
        (None, 3000),
    ]
    assert is_clean(office)
