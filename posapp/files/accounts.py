"""Accounts of a file: one for each key, whatever its rows say beside it."""

from dataclasses import replace
from typing import Final

from posapp.domain.imports import ImportAccount, ImportRate, ImportRecord
from posapp.files.columns import Getter, Line, taker
from posapp.files.once import MOST_KNOWN, Taken
from posapp.files.profile import Account
from posapp.files.texts import TextGetter, TextRules, cells_of, no_text, text_getter

_KEY: Final = 36
_CODE: Final = 30
_TEXT: Final = 254
_ADDRESS: Final = 500
_CURRENCY: Final = 3
_EMPLOYEE: Final = 20


class Accounts:
    """Makes accounts; each key is one account in the file, whatever the rows say beside it.

    The first row that gives a name, an address or another fact wins; look-ups add up. A look-up
    too long to be kept is left out and counted: nobody would type it, and the row is good.
    """

    def __init__(self, account: Account, rules: TextRules) -> None:
        widths = {"key": _KEY, "name": _TEXT, "address": _ADDRESS, "currency": _CURRENCY}
        widths |= {"email": _TEXT, "phone": _CODE, "customer_class": _CODE, "division": _CODE}
        widths |= {"person_type": _CODE, "employee_number": _EMPLOYEE}
        facts = [
            text_getter(
                getattr(account, name), rules, f"account.{name}", width=widths[name],
                required=name in {"key", "name"},
            )
            for name in _FACTS
        ]  # fmt: skip
        self._nothing = [getter is no_text for getter in facts]
        self._facts: list[TextGetter] = [getter for getter in facts if getter is not no_text]
        self._keys = [
            (kind, text_getter(source, rules, f"account.keys.{kind}", width=_TEXT))
            for kind, source in account.keys.items()
        ]
        # Getters compare by what they take, so a column that is used twice is taken once.
        used = dict.fromkeys(_cells(account, rules)) if rules.columns.text_only else {}
        self._taken = taker(tuple(used)) if used else None
        self._seen: dict[Taken, ImportAccount] = {}
        self._made: dict[tuple[str, ...], ImportAccount] = {}
        self._known: dict[str, ImportAccount] = {}
        self.left_out = 0

    def of(self, line: Line) -> ImportAccount:
        """The account of a row; rows that say the same share one record."""
        if self._taken is None:
            return self._of(line)
        cells = self._taken(line)
        made = self._seen.get(cells)
        if made is None:
            made = self._of(line)
            if len(self._seen) < MOST_KNOWN:
                self._seen[cells] = made
        return made

    def _of(self, line: Line) -> ImportAccount:
        facts = [getter(line) for getter in self._facts]
        values = [getter(line) for _, getter in self._keys]
        said = (*facts, *values)
        made = self._made.get(said)
        if made is None:
            facts = self._filled(facts)
            pairs = zip(self._keys, values, strict=True)
            keys = tuple((kind, value) for (kind, _), value in pairs if 0 < len(value) <= _KEY)
            self.left_out += sum(len(value) > _KEY for value in values)
            made = _account(line.number, facts, keys)
            self._made[said] = made
            first = self._known.get(made.key)
            self._known[made.key] = made if first is None else _merged(first, made)
        return made

    def _filled(self, facts: list[str]) -> list[str]:
        """The facts with those in between that the profile does not make."""
        rest = iter(facts)
        return ["" if nothing else next(rest) for nothing in self._nothing]

    def settled(self, record: ImportRecord) -> ImportRecord:
        """The record with what all rows together say of its account."""
        if isinstance(record, ImportRate):
            return record
        account = record if isinstance(record, ImportAccount) else record.account
        known = self._known[account.key]
        if known is account:
            return record
        return known if isinstance(record, ImportAccount) else replace(record, account=known)


_FACTS: Final = (
    "key", "name", "address", "customer_class", "division", "currency", "email", "phone",
    "person_type", "employee_number",
)  # fmt: skip


def _cells(account: Account, rules: TextRules) -> tuple[Getter, ...]:
    """The getters of all cells that say something of an account."""
    facts = (cells_of(getattr(account, name), rules, f"account.{name}") for name in _FACTS)
    keys = (
        cells_of(source, rules, f"account.keys.{kind}") for kind, source in account.keys.items()
    )
    return tuple(one for getters in (*facts, *keys) for one in getters)


def _account(line: int, facts: list[str], keys: tuple[tuple[str, str], ...]) -> ImportAccount:
    key, name, *others = facts
    address, customer_class, division, currency, email, phone, kind, employee = others
    return ImportAccount(
        line,
        key,
        name,
        address,
        customer_class,
        division,
        currency,
        email,
        phone,
        keys,
        kind.upper(),
        employee,
    )


def _merged(first: ImportAccount, later: ImportAccount) -> ImportAccount:
    filled = {name: getattr(first, name) or getattr(later, name) for name in _FACTS}
    added = tuple(key for key in later.keys if key not in first.keys)
    return replace(first, **filled, keys=first.keys + added)
