"""Algorithms of third parties in distribution rules (DR-2..DR-5, OP-7, M-18), with no package."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from posapp.domain.codes import PaymentStatus
from posapp.domain.ids import AccountId, new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.quick_add import QuickKind
from posapp.domain.rule_algorithms import (
    CheckValue,
    CreatePayment,
    DetermineAccount,
    RuleFacts,
    Share,
)
from posapp.errors import Refused
from posapp.services.bundle import build
from posapp.services.rule_algorithms import MOST_PAYMENTS, load_algorithms
from posapp.services.setup import SetUpCache
from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
from tests.helpers.events import balance, is_clean
from tests.helpers.office import Office, open_office
from tests.helpers.quick_add import rule, take, told
from tests.helpers.rules import add_by_rules, draft


@dataclass(frozen=True)
class Plugin:
    """Stands for an entry point."""

    name: str
    made: Any

    def load(self) -> Any:
        if isinstance(self.made, Exception):
            raise self.made
        return self.made


def boom(*_any: object) -> Any:
    raise ZeroDivisionError("division\nby zero")


@pytest.fixture
def office(sqlite_db: Database, clock: FixedClock) -> Office:
    return open_office(sqlite_db, clock)


@pytest.fixture
def install(office: Office) -> Callable[..., None]:
    """Put algorithms beside the program, and a rule STUB of items that uses them."""

    def put(row: Mapping[str, str], *plugins: Plugin) -> None:
        cache = SetUpCache(lambda: load_algorithms(plugins))
        office.services = build(office.db, office.clock, cache)
        values = {
            "code": "STUB", "description": "Stub", "label": "Stub", "value_type": "ITEM",
            "determine_account": "ITEM", "create_payment": "ITEM", "check_value": "", "active": True,
        }  # fmt: skip
        office.services.setup_edits.save(
            "distribution_rule", values | row, new_request_id(), office.actors["setup"]
        )

    return put


def customer(office: Office) -> AccountId:
    account = office.account("Meier, Rosa")
    office.item(account, "4646117890", 2500)
    return account


def creating(create: Callable[[RuleFacts], Sequence[Share]]) -> Plugin:
    return Plugin("extra", CreatePayment("Extra", create))


def test_op7_dr3_a_payment_of_its_own_for_the_excess(
    office: Office, install: Callable[..., None]
) -> None:
    fund = office.account("Fund", keys=(("fund", "F-1"),))
    asked: list[RuleFacts] = []

    def excess(facts: RuleFacts) -> list[Share]:
        asked.append(facts)
        return [Share(facts.left, account="f 1")] if facts.left > Money(0) else []

    account = customer(office)
    install({"create_payment": "DUE extra"}, creating(excess))
    event = add_by_rules(office, account, [draft("STUB", "4646117890", 4000)])
    assert [(one.account_id, one.amount.minor, one.match_type) for one in event.payments] == [
        (account, 2500, "ITEM-ID"), (fund, 1500, None),
    ]  # fmt: skip
    assert {one.status for one in event.payments} == {PaymentStatus.FROZEN}
    facts = asked[-1]
    assert (facts.left, facts.amount, facts.due) == (Money(1500), Money(4000), Money(2500))
    assert (facts.account, facts.currency, facts.match) == (
        short_id(account), "USD", ("ITEM-ID", "4646117890"),
    )  # fmt: skip
    assert is_clean(office)


def test_d35_m145_quick_add_takes_no_row_whose_rule_pays_another_than_its_payor(
    office: Office, install: Callable[..., None]
) -> None:
    fund = office.account("Fund", keys=(("fund", "F-1"),))
    account = customer(office)

    def excess(facts: RuleFacts) -> list[Share]:
        return [Share(facts.left, account="F-1")] if facts.left > Money(0) else []

    agency = Plugin("agency", DetermineAccount("Agency", lambda facts: facts.account))
    install(
        {"create_payment": "DUE extra", "determine_account": "agency"}, agency, creating(excess)
    )
    rows = [rule("4646117890", amount, "STUB") for amount in ("40.00", "25.00")]
    view = take(office, QuickKind.RULES, rows)
    assert told(view) == [(1, "invalid", "value", "M-145"), (2, "done", "", "")]
    assert view.rows[0].event_id is None
    assert (balance(office, account), balance(office, fund)) == (0, 0)
    assert is_clean(office)


def test_dr4_each_detail_is_asked_once_for_what_the_ones_before_leave(
    office: Office, install: Callable[..., None]
) -> None:
    asked: list[Money] = []

    def due(facts: RuleFacts) -> list[Share]:
        asked.append(facts.due)
        return [Share(facts.left, "", *facts.match)]

    account = customer(office)
    install({"create_payment": "extra"}, creating(due))
    details = [draft("STUB", "4646117890", 2000), draft("STUB", "4646117890", 500)]
    add_by_rules(office, account, details)
    assert asked[:2] == [Money(2500), Money(500)]


@pytest.mark.parametrize(
    ("create", "code", "words"),
    [
        (lambda facts: [Share(facts.left - Money(1))], "M-18", "24.99"),
        (lambda facts: [Share(facts.left), Share(Money(1))], "M-18", "25.01"),
        (lambda _facts: [], "M-18", "0.00"),
        (lambda facts: [Share(facts.left), Share(Money(0))], "M-151", "not above zero"),
        (lambda facts: [Share(facts.left, account="nobody")], "M-151", "'nobody', which is none"),
        (lambda facts: [Share(facts.left, match_type="SA-ID")], "M-151", "without value"),
        (lambda facts: [facts.left], "M-151", "something else than shares"),
        (lambda facts: [Share(2500)], "M-151", "something else than shares"),  # type: ignore[arg-type]
        (lambda facts: [Share(facts.left, "\ud800no")], "M-151", "'no', which is none"),
        (lambda facts: [Share(facts.left, "", "SA-ID", "4111111111111111")], "M-151", "card"),
        (lambda facts: [Share(facts.left, account=7)], "M-151", "int where a text"),  # type: ignore[arg-type]
        (lambda _facts: [Share(Money(1))] * (MOST_PAYMENTS + 1), "M-151", "more than"),
        (boom, "M-151", "ZeroDivisionError: division by zero"),
    ],
)
def test_m18_money_is_kept_whatever_an_algorithm_does(
    office: Office, install: Callable[..., None], create: Any, code: str, words: str
) -> None:
    account = customer(office)
    install({"create_payment": "extra"}, creating(create))
    event = add_by_rules(office, account, [draft("STUB", "4646117890", 2500)], freeze=False)
    (payment,) = event.payments
    assert (payment.amount, payment.status) == (Money(2500), PaymentStatus.ERROR)
    assert payment.error_code == code
    assert words in payment.error_text
    assert is_clean(office)


@pytest.mark.parametrize(("share", "created"), [(0, "0.00"), (4000, "40.00")])
def test_dr4_m18_a_text_whose_rule_pays_too_little_is_kept_for_the_payor(
    office: Office, install: Callable[..., None], share: int, created: str
) -> None:
    """A text names no account: the payor that the rule determined has the money."""
    number = short_id(account := customer(office))
    shares = [Share(Money(share), number)] if share else []
    who = Plugin("who", DetermineAccount("Who", lambda _facts: number))
    row = {"value_type": "TEXT", "determine_account": "who", "create_payment": "extra"}
    install(row, who, creating(lambda _facts: shares))
    event = add_by_rules(office, account, [draft("STUB", "x", 5000)], freeze=False)
    (payment,) = event.payments
    assert (payment.account_id, payment.amount) == (account, Money(5000))
    assert (payment.status, payment.error_code) == (PaymentStatus.ERROR, "M-18")
    assert created in payment.error_text
    assert is_clean(office)


def test_m150_a_text_whose_rule_pays_nothing_to_nobody_is_refused(
    office: Office, install: Callable[..., None]
) -> None:
    account = customer(office)
    row = {"value_type": "TEXT", "determine_account": "", "create_payment": "extra"}
    install(row, creating(lambda _facts: []))
    with pytest.raises(Refused, match="M-150"):
        add_by_rules(office, account, [draft("STUB", "x", 5000)])


def test_dr5_a_check_refuses_with_its_reason_or_gives_the_number(
    office: Office, install: Callable[..., None]
) -> None:
    def check(value: str) -> str:
        if not value.endswith("6"):
            raise ValueError("has a wrong check digit")
        return value[:-1]

    account = customer(office)
    install({"check_value": "digit"}, Plugin("digit", CheckValue("Digit", check)))
    rules = office.services.distribution_rules
    found = rules.resolve(draft("STUB", "46461178906", 100), "USD", office.cashier)
    assert (found.named.value, found.payor) == ("4646117890", account)
    with pytest.raises(Refused) as refused:
        rules.resolve(draft("STUB", "46461178905", 100), "USD", office.cashier)
    assert (refused.value.code, refused.value.fields["reason"]) == (
        "M-50", "has a wrong check digit",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("x" * 5000, "gave a text that is longer than 254 characters"),
        ("4111 1111 1111 1111", "gave a card number"),
        ("\ud800\x00", "gave no value"),
    ],
)
def test_r13_m150_what_a_check_gives_is_cleaned_as_if_it_was_typed(
    office: Office, install: Callable[..., None], given: str, reason: str
) -> None:
    """D-35: its row is invalid, and the rows beside it are taken."""
    account = customer(office)
    check = CheckValue("Odd", lambda value: given if value == "bad" else f" {value}\x00\ud800\n")
    install({"check_value": "odd"}, Plugin("odd", check))
    rules = office.services.distribution_rules
    assert rules.resolve(draft("STUB", "4646117890", 100), "USD", office.cashier).payor == account
    rows = [rule("bad", "1.00", "STUB"), rule("4646117890", "25.00", "STUB")]
    view = take(office, QuickKind.RULES, rows)
    assert told(view) == [(1, "invalid", "value", "M-150"), (2, "done", "", "")]
    assert view.rows[0].fields["reason"] == reason
    assert is_clean(office)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("is\nodd \ud800" + "x" * 5000, "is odd " + "x" * 153),
        ("4111111111111111 is odd", "said something that looks like a card number"),
    ],
)
def test_r13_the_words_of_a_check_are_short_and_hold_no_card(
    office: Office, install: Callable[..., None], said: str, reason: str
) -> None:
    def check(_value: str) -> str:
        raise ValueError(said)

    customer(office)
    install({"check_value": "odd"}, Plugin("odd", CheckValue("Odd", check)))
    (row,) = take(office, QuickKind.RULES, [rule("7", "1.00", "STUB")]).rows
    assert (row.code, row.fields["reason"]) == ("M-50", reason)


def test_dr2_an_algorithm_determines_the_payor(
    office: Office, install: Callable[..., None]
) -> None:
    agency = office.account("Agency", keys=(("agency", "AG-1"),))
    customer(office)
    answers = {"4646117890": "AG-1"}
    payor = DetermineAccount("Agency", lambda facts: answers[facts.value])
    install({"determine_account": "agency"}, Plugin("agency", payor))

    def resolved() -> AccountId | None:
        stub = draft("STUB", "4646117890", 100)
        return office.services.distribution_rules.resolve(stub, "USD", office.cashier).payor

    assert resolved() == agency
    answers["4646117890"] = ""
    assert resolved() is None
    for wrong, reason in (("AG-2", "'AG-2', which is none"), (None, "NoneType where a text")):
        answers["4646117890"] = wrong  # type: ignore[assignment]
        with pytest.raises(Refused) as refused:
            resolved()
        assert refused.value.code == "M-150"
        assert reason in refused.value.fields["reason"]
    answers.clear()
    with pytest.raises(Refused, match="KeyError"):
        resolved()


def test_m150_a_rule_whose_algorithm_is_gone_is_refused_and_others_work(
    office: Office, install: Callable[..., None]
) -> None:
    account = customer(office)
    install({"create_payment": "extra"}, creating(lambda facts: [Share(facts.left)]))
    for plugins, reason in (
        ((), "is not installed"),
        ((Plugin("extra", ImportError("no county")),), "(ImportError: no county)"),
        ((Plugin("extra", CheckValue("X", str)),), "is no CreatePayment"),
        ((Plugin("extra", 7),), "(it is a int, no CheckValue"),
        ((Plugin("extra", CreatePayment("X", list)),) * 2, "installed more than once"),
    ):
        there = load_algorithms(plugins)
        office.services = build(office.db, office.clock, SetUpCache(lambda: there))  # noqa: B023
        rules = office.services.distribution_rules
        with pytest.raises(Refused) as refused:
            rules.resolve(draft("STUB", "4646117890", 100), "USD", office.cashier)
        assert refused.value.code == "M-150"
        assert reason in refused.value.fields["reason"]
        assert (
            rules.resolve(draft("ITEM", "4646117890", 100), "USD", office.cashier).payor == account
        )


def test_the_set_up_offers_what_is_installed_and_refuses_what_is_not(
    office: Office, install: Callable[..., None]
) -> None:
    with pytest.raises(Refused) as refused:
        install({"create_payment": "other ITEM"}, creating(boom), Plugin("bad", OSError("gone")))
    assert refused.value.fields["field"] == "create_payment"
    assert refused.value.fields["reason"] == "is not installed"
    table = office.services.setup_edits.rows("distribution_rule", office.cashier).table
    assert "extra (Extra)" in table.field("create_payment").hint
    assert "bad (OSError: gone)" in table.field("create_payment").hint
    payor = Plugin("agency", DetermineAccount("Agency", lambda _facts: ""))
    check = Plugin("digit", CheckValue("Digit", str))
    install({"determine_account": "agency", "check_value": "digit"}, payor, check)
    table = office.services.setup_edits.rows("distribution_rule", office.cashier).table
    assert ("agency", "Agency") in table.field("determine_account").choices
    assert table.field("check_value").choices == (("digit", "Digit"),)
    gone = SetUpCache(lambda: load_algorithms(()))
    edits = build(office.db, office.clock, gone).setup_edits
    offered = edits.rows("distribution_rule", office.cashier).table.field("check_value").choices
    assert offered == (("digit", "digit (is not installed)"),)


def test_algorithms_are_looked_for_only_where_a_rule_names_one(office: Office) -> None:
    def never() -> Any:
        raise AssertionError("no rule names one")

    services = build(office.db, office.clock, SetUpCache(never))
    assert services.setup().distribution_rules["ACCT"].algorithms == ()
