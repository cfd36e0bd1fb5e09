"""Payments said in one line of the search: what such a line would do."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from posapp.domain.accounts import AccountCard
from posapp.domain.distribution_rule import ValueType
from posapp.domain.distribution_rules import Named
from posapp.domain.ids import AccountId
from posapp.domain.money import Currency, Money
from posapp.domain.one_line import (
    LineView,
    SplitLine,
    TenderWords,
    latest_match,
    split_line,
    tenders_of,
    with_sums,
)
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.services.accounts import Accounts
from posapp.services.setup import SetUpCache
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.distribution_rules import load_named

ReadAmount = Callable[[str, Currency], Money]
"""Reads an amount as this user types it; raises ``Refused``."""

_PARTS: Final = (ValueType.ITEM, ValueType.BILL)


class OneLines:
    """Use cases of payments in one line."""

    def __init__(self, db: Database, setup: SetUpCache, accounts: Accounts) -> None:
        self._db = db
        self._setup = setup
        self._accounts = accounts

    def read(self, text: str, actor: Actor, amounts: ReadAmount) -> LineView | None:
        """What a line would do; ``None`` for a text that is none, or whose number names nothing.

        Nothing is written: change is worked out by the same pure rules as in the add dialog, and
        posting decides again with everything else that matters. What is wrong stands in the
        answer, so that it can be shown beside what is right.

        Raises:
            Refused: ``M-51`` without the right to take payments.
        """
        actor.require(Right.ADD_EVENT)
        line = split_line(text)
        if line is None:
            return None
        with self._db.read() as s:
            setup = self._setup.current(s)
            named = _named(s, line.number, setup)
        if named is None or named.account_id is None:
            return None
        card = self._accounts.card(AccountId(named.account_id), actor)
        return _worked_out(text, line, _aimed(text, card, named, setup), setup, amounts)


def _named(s: Transaction, number: str, setup: SetUp) -> Named | None:
    """What a number names: an account, or an item or bill of the account that it leads to."""
    account = load_named(s, ValueType.ACCOUNT, number, setup)
    if account is None:
        return load_named(s, ValueType.AGREEMENT, number, setup)
    for kind in _PARTS:
        found = load_named(s, kind, number, setup)
        if found is not None and found.account_id == account.account_id:
            return found
    return account


def _aimed(text: str, card: AccountCard, named: Named, setup: SetUp) -> LineView:
    """What is paid, and what is owed on it: the item or bill, else as the add dialog begins."""
    if any(named.match):
        words = f"{setup.match_types[named.match[0]].description} {named.value}"
        return LineView(text, card, words, named.match, named.due)
    match = latest_match(card, setup)
    words = f"{setup.match_types[match[0]].description} {match[1]}" if any(match) else ""
    return LineView(text, card, words, match, card.default_amount)


def _worked_out(
    text: str, line: SplitLine, view: LineView, setup: SetUp, amounts: ReadAmount
) -> LineView:
    currency = setup.currencies[view.card.account.currency]
    known = TenderWords(setup.tender_types, setup.entry.words)
    try:
        tenders = tenders_of(line.words, known, lambda word: amounts(word, currency))
        view = replace(view, tenders=tenders)
        return with_sums(view, setup)
    except Refused as refused:
        return replace(view, text=text, refused=refused)
