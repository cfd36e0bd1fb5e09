"""Distribution rules at work: values looked up, details stored with their payments; both engines."""

import pytest

from posapp.domain.codes import PaymentStatus
from posapp.domain.distribution_rules import Remitter
from posapp.domain.event_views import info_parts
from posapp.domain.ids import AccountId, new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from tests.helpers.bills import bill
from tests.helpers.county import TAX, county, template
from tests.helpers.events import add, balance, is_clean, show
from tests.helpers.office import DAY, Office
from tests.helpers.rules import add_by_rules, draft


def owing(office: Office, cents: int = 5000, **options: str) -> AccountId:
    account = office.account(**options)
    office.agreement(account, "WATER", (DAY, cents))
    return account


def refused(office: Office, rule: str, value: object, cents: int = 100) -> str:
    with pytest.raises(Refused) as caught:
        office.services.distribution_rules.resolve(draft(rule, value, cents), "USD", office.cashier)
    return caught.value.code


def set_makers(office: Office, rule: str, makers: str) -> None:
    with office.db.begin() as s:
        s.exec_driver_sql(
            f"UPDATE distribution_rule SET create_payment = '{makers}' WHERE code = '{rule}'"
        )
        s.exec_driver_sql("UPDATE installation SET setup_version = setup_version + 1")


def test_dr2_each_shipped_rule_finds_the_payor(office: Office) -> None:
    rules, actor = office.services.distribution_rules, office.cashier
    account = office.account("Meier, Rosa", keys=(("meter", "118-77"),))
    agreement = office.agreement(account, "WATER", (DAY, 5000))
    office.item(account, "4646117890", 3000)
    for rule, value, match, due in (
        ("ACCT", account, ("", ""), 8000),
        ("ACCT", "118 77", ("", ""), 8000),
        ("SA", agreement, ("SA-ID", short_id(agreement)), 5000),
        ("ITEM", "4646117890", ("ITEM-ID", "4646117890"), 3000),
    ):
        found = rules.resolve(draft(rule, value, 100), "USD", actor)
        assert (found.payor, found.named.match, found.named.due) == (account, match, Money(due))
        assert found.named.account_name == "Meier, Rosa"
    memo = rules.resolve(draft("MEMO", "paid for a friend", 0), "USD", actor)
    assert (memo.payor, memo.named.description) == (None, "paid for a friend")


def test_dr8_a_bill_is_matched_on_open_item_accounts_only(office: Office) -> None:
    rules, actor = office.services.distribution_rules, office.cashier
    forward, opened = office.account(), office.account(customer_class="OPEN")
    water = office.agreement(forward, "WATER")
    gas = office.agreement(opened, "GAS")
    bill(office, forward, "B-1", DAY, (water, 2000))
    bill(office, opened, "B-2", DAY, (gas, 3000))
    first = rules.resolve(draft("BILL", "B-1", 100), "USD", actor)
    assert (first.payor, first.named.match, first.named.due) == (forward, ("", ""), Money(2000))
    second = rules.resolve(draft("BILL", "B-2", 100), "USD", actor)
    assert (second.payor, second.named.match) == (opened, ("BILL-ID", "B-2"))
    assert second.named.due == Money(3000)


def test_dr5_values_are_checked_by_their_type(office: Office) -> None:
    account = owing(office)
    for rule in ("ACCT", "BILL", "SA", "ITEM", "TMPL"):
        assert refused(office, rule, "nothing") == "M-38"
        assert refused(office, rule, " ") == "M-38"
    assert refused(office, "SA", account) == "M-38"
    assert refused(office, "MEMO", " ", 0) == "M-38"
    assert refused(office, "NONE", account) == "M-55"
    assert refused(office, "MEMO", "x" * 255, 0) == "M-50"


def test_dr6_amounts_fit_their_rule(office: Office) -> None:
    account = owing(office)
    assert refused(office, "ACCT", account, 0) == "M-02"
    assert refused(office, "MEMO", "a note", 1) == "M-50"


def test_dr5_a_rule_that_is_switched_off_is_refused(office: Office) -> None:
    account = owing(office)
    with office.db.begin() as s:
        s.exec_driver_sql("UPDATE distribution_rule SET active = (1 = 0) WHERE code = 'ACCT'"
                          if s.dialect.name == "postgresql"
                          else "UPDATE distribution_rule SET active = 0 WHERE code = 'ACCT'")  # fmt: skip
        s.exec_driver_sql("UPDATE installation SET setup_version = setup_version + 1")
    assert refused(office, "ACCT", account) == "M-50"


def test_dr1_details_are_stored_with_their_payments(office: Office) -> None:
    payor, other = owing(office), owing(office, 3000)
    item = office.item(other, "4646117890", 2500)
    event = add_by_rules(
        office, payor,
        [draft("ACCT", payor, 5000), draft("ITEM", "4646117890", 2500), draft("MEMO", "x", 0)],
    )  # fmt: skip
    assert [(one.rule, one.value, one.amount.minor) for one in event.details] == [
        ("ACCT", short_id(payor), 5000), ("ITEM", "4646117890", 2500), ("MEMO", "x", 0),
    ]  # fmt: skip
    assert [(one.account_id, one.status) for one in event.payments] == [
        (payor, PaymentStatus.FROZEN), (other, PaymentStatus.FROZEN),
    ]  # fmt: skip
    assert [s.agreement_id for s in event.payments[1].segments] == [item]
    assert "Multiple Distribution Details Exist" in info_parts(event)
    assert (balance(office, payor), balance(office, other)) == (0, 3000)
    assert event.totals.is_balanced
    assert is_clean(office)


def test_dr3_dr4_several_makers_share_a_detail(office: Office) -> None:
    set_makers(office, "ITEM", "DUE ACCOUNT")
    account = owing(office)
    office.item(account, "4646117890", 2500)
    event = add_by_rules(office, account, [draft("ITEM", "4646117890", 4000)])
    assert [(one.amount, one.match_type) for one in event.payments] == [
        (Money(2500), "ITEM-ID"), (Money(1500), None),
    ]  # fmt: skip
    assert balance(office, account) == 3500
    assert is_clean(office)


def test_dr4_what_a_rule_leaves_over_is_stored_as_an_error(office: Office) -> None:
    set_makers(office, "ITEM", "DUE")
    account = owing(office)
    office.item(account, "4646117890", 2500)
    event = add_by_rules(office, account, [draft("ITEM", "4646117890", 4000)], freeze=False)
    (payment,) = event.payments
    assert (payment.status, payment.error_code) == (PaymentStatus.ERROR, "M-18")
    assert "25.00" in payment.error_text
    assert "40.00" in payment.error_text
    assert event.totals.is_balanced
    assert is_clean(office)


def test_dr7_an_event_without_details_pays_its_payor(office: Office) -> None:
    account = owing(office)
    event = add(office, account, [("CASH", 5000)], [(account, 5000)])
    assert event.details == ()
    assert [one.account_id for one in event.payments] == [account]


def test_nc2_a_detail_for_an_account_without_customer_needs_its_remitter(office: Office) -> None:
    account, town = owing(office), office.account(customer_class="NONCIS")
    agreement = office.agreement(town, "MISC")
    event = add(office, account, [("CASH", 6000)], [(account, 5000)])
    rules, wanted = office.services.distribution_rules, [draft("SA", agreement, 1000)]
    with pytest.raises(Refused, match="C-22"):
        rules.add(event.id, wanted, new_request_id(), office.cashier)
    given = Remitter("Dog owner", "Licence 7")
    rules.add(event.id, wanted, new_request_id(), office.cashier, remitter=given)
    added = show(office, event.id).payments[-1]
    assert (added.non_cis_name, added.reference) == ("Dog owner", "Licence 7")
    assert is_clean(office)


def test_dr8_a_template_pays_its_account_without_customer(office: Office) -> None:
    payor, town = owing(office), county(office)
    template(office, town, ("4800-MISC", "100"))
    event = add(office, payor, [("CASH", 6000)], [(payor, 5000)])
    rules, wanted = office.services.distribution_rules, [draft("TMPL", TAX.lower(), 1000)]
    assert rules.resolve(wanted[0], "USD", office.cashier).payor == town.account
    given = Remitter("Owner", "Parcel 7")
    rules.add(event.id, wanted, new_request_id(), office.cashier, remitter=given)
    added = show(office, event.id).payments[-1]
    assert (added.account_id, added.template, added.status) == (
        town.account, TAX, PaymentStatus.FREEZABLE,
    )  # fmt: skip
    assert [line.amount for line in added.lines] == [Money(1000)]
    assert is_clean(office)


def test_d21_the_same_details_twice_are_added_once(office: Office) -> None:
    account = owing(office)
    event = add(office, account, [("CASH", 5000)], [(account, 4000)])
    rules, request = office.services.distribution_rules, new_request_id()
    wanted = [draft("ACCT", account, 1000)]
    assert not rules.add(event.id, wanted, request, office.cashier).replayed
    assert rules.add(event.id, wanted, request, office.cashier).replayed
    assert len(show(office, event.id).details) == 1


def test_dr8_the_shipped_rules(office: Office) -> None:
    setup: SetUp = office.services.setup()
    assert set(setup.distribution_rules) == {"ACCT", "BILL", "SA", "ITEM", "TMPL", "MEMO"}
    assert setup.distribution_rules["MEMO"].makers == ()
