"""Accounts of imported files: which class a new one gets, which currency an owner may have."""

from dataclasses import replace

from posapp.domain.import_accounts import (
    AccountTerms,
    NewAccount,
    Refusal,
    decide_account,
    decide_owner,
    default_class,
)
from posapp.domain.imports import ImportAccount
from posapp.domain.setup import CustomerClass, SetUp
from tests.helpers.every import every
from tests.helpers.facts import setup


def cls(code: str, *, open_item: bool = False, non_cis: bool = False) -> CustomerClass:
    return CustomerClass(
        code, code, open_item, non_cis, match_required=False, distribution=None, overpayment=None,
        ask_keep_credit=True,
    )  # fmt: skip


def with_classes(*classes: CustomerClass) -> SetUp:
    return replace(setup(), customer_classes={one.code: one for one in classes})


@every(
    ("classes", "expected"),
    [
        ((cls("COM"), cls("RES")), "RES"),
        ((cls("A-OPEN", open_item=True), cls("B-NON", non_cis=True), cls("C-HOME")), "C-HOME"),
        ((cls("A-OPEN", open_item=True), cls("B-NON", non_cis=True)), "A-OPEN"),
    ],
)
def test_a_new_account_is_residential_or_of_the_first_ordinary_class(
    classes: tuple[CustomerClass, ...], expected: str
) -> None:
    assert default_class(with_classes(*classes)) == expected


def test_d05_an_owner_has_the_currency_of_the_files_amounts() -> None:
    terms = AccountTerms(setup(), "USD", {}, str.upper)
    account = ImportAccount(1, "A-1", "One", currency="EUR")
    assert decide_owner(account, terms) == Refusal(
        "account.currency", "EUR", "does not fit: the file's amounts are in USD"
    )
    # A file of accounts has no amounts, so each row may name its own.
    made = decide_account(account, terms)
    assert isinstance(made, NewAccount)
    assert made.currency == "EUR"
