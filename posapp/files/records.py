"""Rows to records: one maker per kind of profile; a row that cannot be taken raises ``Fault``.

Widths follow the tables that keep the records. Amounts are minor units of the reading's currency.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from posapp.domain.imports import (
    ImportBill,
    ImportCharge,
    ImportItem,
    ImportRate,
    ImportRecord,
)
from posapp.domain.money import ZERO, Money
from posapp.files.accounts import Accounts
from posapp.files.amounts import (
    DateGetter,
    MoneyGetter,
    MoneyReader,
    date_getter,
    due_getter,
    money_getter,
    rate_of,
)
from posapp.files.columns import Columns, Line
from posapp.files.faults import Fault, wrong_profile
from posapp.files.lines import line_getter
from posapp.files.profile import Bill, Charge, Item, Profile, Rate
from posapp.files.profile_parts import TextSource
from posapp.files.texts import TextGetter, TextRules, text_getter

_CODE: Final = 30
_NUMBER: Final = 30
_TEXT: Final = 254
_CURRENCY: Final = 3

Maker = Callable[[Line], Sequence[ImportRecord]]
"""Makes the records of a row; several in a wide table of rates."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What all makers of one reading share."""

    profile: Profile
    columns: Columns
    rules: TextRules
    money: MoneyReader
    stand_in_date: date | None


def account_maker(accounts: Accounts) -> Maker:
    """Makes the account of each row."""
    return lambda line: (accounts.of(line),)


def bill_maker(bill: Bill, accounts: Accounts, terms: Terms) -> Maker:
    """Makes a bill of each row, with its charge lines.

    Raises:
        Refused: ``M-81`` when a column is missing.
    """
    rules = terms.rules
    key = text_getter(bill.key, rules, "bill.key", width=_TEXT, required=True, repeated=False)
    sa_type = text_getter(bill.sa_type, rules, "bill.sa_type", width=_CODE, required=True)
    service = text_getter(bill.service, rules, "bill.service", width=_TEXT)
    number = text_getter(bill.number, rules, "bill.number", width=_NUMBER)
    description = text_getter(bill.description, rules, "bill.description", width=_TEXT)
    bill_date = date_getter(bill.bill_date, rules, "bill.bill_date", stand_in=terms.stand_in_date)
    due_date = due_getter(bill.due_date, bill_date, rules)
    amount = money_getter(bill.amount, rules, terms.money, "bill.amount")
    tax = _tax_getter(bill, terms)
    lines = line_getter(terms.profile.lines, rules, terms.money)
    numbered = _occurrences() if terms.profile.repeats == "nth" else str

    def made(line: Line) -> tuple[ImportBill]:
        billed = amount(line)
        if billed is None:
            raise Fault(bill.amount, "", "is blank, which is not zero")
        account, kind, served = accounts.of(line), sa_type(line), service(line)
        day, due, held = bill_date(line), due_date(line), tax(line)
        charged, shown, told = lines(line), number(line), description(line)
        # Numbered last, so that a row with a fault does not count as an occurrence.
        own = numbered(key(line))
        return (
            ImportBill(
                line.number,
                own,
                account,
                kind,
                served,
                day,
                due,
                billed,
                charged,
                shown,
                told,
                held,
            ),
        )

    return made


def _tax_getter(bill: Bill, terms: Terms) -> Callable[[Line], Money]:
    """The part of a bill that is tax; a blank, or a file without the column, is none (GL-6)."""
    if bill.tax is None:
        return lambda _line: ZERO
    found = money_getter(bill.tax, terms.rules, terms.money, "bill.tax", optional=bill.tax_optional)
    return lambda line: found(line) or ZERO


def _occurrences() -> Callable[[str], str]:
    """Adds to a key how often it was there, so that equal rows are different bills (T13)."""
    times: dict[str, int] = {}

    def numbered(key: str) -> str:
        nth = times[key] = times.get(key, 0) + 1
        return f"{key}#{nth}"

    return numbered


def item_maker(item: Item, accounts: Accounts, terms: Terms) -> Maker:
    """Makes a payable item of each row, with its charge lines (IT-1, IT-2).

    Raises:
        Refused: ``M-81`` when a column is missing.
    """
    rules = terms.rules
    number = text_getter(
        item.number, rules, "item.number", width=_NUMBER, required=True, repeated=False
    )
    sa_type = text_getter(item.sa_type, rules, "item.sa_type", width=_CODE, required=True)
    description = text_getter(item.description, rules, "item.description", width=_TEXT)
    issued = date_getter(item.issue_date, rules, "item.issue_date", stand_in=terms.stand_in_date)
    attributes = [
        (name, text_getter(source, rules, f"item.attributes.{name}", width=_TEXT))
        for name, source in item.attributes.items()
    ]
    charges = _Charges(item, terms)

    def made(line: Line) -> tuple[ImportItem]:
        lines = charges.of(line)
        facts = {name: value for name, getter in attributes if (value := getter(line))}
        return (
            ImportItem(
                line.number, number(line), accounts.of(line), sa_type(line), description(line),
                issued(line), lines, charges.due(line), facts,
            ),
        )  # fmt: skip

    return made


class _Charges:
    """Charge lines of an item; blank is not zero, and zero makes no line (IT-4)."""

    def __init__(self, item: Item, terms: Terms) -> None:
        self._without_money = item.without_money
        self._money = terms.money
        self._charges: list[tuple[Charge, MoneyGetter]] = [
            (charge, self._getter(charge, terms)) for charge in terms.profile.charges
        ]
        if not self._charges:
            raise wrong_profile(terms.profile.name, "charges", "an item needs charge lines")
        self._told = ", ".join(charge.column for charge, _ in self._charges)
        self.due: MoneyGetter = lambda _line: None
        if item.due is not None:
            self.due = money_getter(
                item.due, terms.rules, terms.money, "item.due", optional=item.due_optional
            )

    @staticmethod
    def _getter(charge: Charge, terms: Terms) -> MoneyGetter:
        field = f"charges.{charge.kind}"
        return money_getter(
            charge.column, terms.rules, terms.money, field, optional=charge.optional
        )

    def of(self, line: Line) -> tuple[ImportCharge, ...] | None:
        """The lines of a row, or ``None`` when it has no money at all and that is allowed."""
        amounts = [(charge, getter(line)) for charge, getter in self._charges]
        if all(amount is None for _, amount in amounts) and self.due(line) is None:
            if self._without_money == "reject":
                raise Fault(self._told, "", "no amount is given")
            return None
        made = []
        for charge, amount in amounts:
            if amount is None:
                if charge.blank == "reject":
                    raise Fault(charge.column, "", "is blank, which is not zero")
            elif amount.minor < 0:
                raise Fault(charge.column, self._money.text(amount), "is negative")
            elif amount:
                made.append(ImportCharge(charge.kind, amount))
        return tuple(made)


def rate_maker(rate: Rate, terms: Terms) -> Maker:
    """Makes the rates of a row: one, or one per column that is headed by a currency code.

    Raises:
        Refused: ``M-81`` when a column is missing.
    """
    rules = terms.rules
    source = text_getter(rate.source, rules, "rate.source", width=_CURRENCY, required=True)
    day = date_getter(rate.day, rules, "rate.day", stand_in=terms.stand_in_date)
    if rate.target is None or rate.rate is None:
        return _wide_rates(source, day, terms)
    target = text_getter(rate.target, rules, "rate.target", width=_CURRENCY, required=True)
    value = text_getter(rate.rate, rules, "rate.rate", width=_CODE, required=True)
    told = rate.rate.told

    def made(line: Line) -> tuple[ImportRate]:
        base, other = _code(source(line), "source"), _code(target(line), "target")
        return (ImportRate(line.number, base, other, day(line), rate_of(value(line), told)),)

    return made


def _wide_rates(source: TextGetter, day: DateGetter, terms: Terms) -> Maker:
    codes = [name for name in terms.columns.header if _is_code(name)]
    if not codes:
        raise wrong_profile(terms.profile.name, "rate", "no column is headed by a currency code")
    cells = [
        (code, text_getter(TextSource(column=code), terms.rules, f"rate.{code}", width=_CODE))
        for code in codes
    ]

    def made(line: Line) -> tuple[ImportRate, ...]:
        base, on = _code(source(line), "source"), day(line)
        return tuple(
            ImportRate(line.number, base, code, on, rate_of(text, code))
            for code, getter in cells
            if (text := getter(line))
        )

    return made


def _is_code(name: str) -> bool:
    return len(name) == _CURRENCY and name.isascii() and name.isalpha() and name.isupper()


def _code(text: str, column: str) -> str:
    if not _is_code(text):
        raise Fault(column, text, "is not a currency code")
    return text
