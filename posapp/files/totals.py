"""Control totals and row arithmetic: what the accepted records sum to, what the file says (T12).

Totals are taken over accepted records only: with an expected total, one rejected row is enough for
a difference, and nothing is posted until it is mended.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from posapp.domain.imports import ControlTotal, ImportBill, ImportItem, ImportRecord
from posapp.domain.money import ZERO, Currency, Money, total
from posapp.errors import Refused
from posapp.files.amounts import MoneyGetter, MoneyReader, money_getter
from posapp.files.cells import text_of
from posapp.files.columns import Getter, Line
from posapp.files.faults import Fault, shown, wrong_file, wrong_profile
from posapp.files.profile import Check, Expected, Profile, Total, Trailer
from posapp.files.texts import TextRules

Amount = Callable[[ImportRecord], Money | None]


@dataclass(slots=True)
class _Running:
    """A count and a sum in minor units, which costs less than a ``Money`` for each record."""

    count: int = 0
    minor: int = 0

    def add(self, amount: Money | None) -> None:
        self.count += 1
        if amount is not None:
            self.minor += amount.minor

    def total(self, *, money: bool) -> ControlTotal:
        return ControlTotal(self.count, Money(self.minor) if money else None)


class Totals:
    """Counts and sums the accepted records of one reading.

    Raises:
        Refused: ``M-81`` when a total names a column that the file does not have.
    """

    def __init__(self, profile: Profile, rules: TextRules, reader: MoneyReader) -> None:
        self._totals = profile.totals
        self._running = {name: _Running() for name in profile.totals}
        # What stands in a column is added row by row, what a record holds when all are there.
        self.of_lines = [
            (self._running[name], one, _getter(name, one.column, one, rules, reader))
            for name, one in profile.totals.items()
            if one.column is not None
        ]
        self.checks = [_RowCheck(check, rules, reader) for check in profile.checks]
        counted = [check for check in profile.checks if check.on_difference == "count"]
        self._differences = {check.name: _Running() for check in counted}

    def check(self, line: Line) -> None:
        """Row arithmetic.

        Raises:
            Fault: when a sum is wrong and the profile rejects such rows.
        """
        for check in self.checks:
            difference = check.difference(line)
            if difference:
                self._differences[check.name].add(difference)

    def add(self, line: Line) -> None:
        """Count the row of a record that is accepted.

        Raises:
            Fault: when a column that is summed holds no amount; then nothing of the row counts.
        """
        amounts = [amount_of(line) for _, _, amount_of in self.of_lines]
        for (running, one, _), amount in zip(self.of_lines, amounts, strict=True):
            if _counts(one, amount):
                running.add(amount)

    def found(self, records: Sequence[ImportRecord]) -> dict[str, ControlTotal]:
        """The totals of the accepted records, differences of row arithmetic among them."""
        totals = {
            name: _of_records(one.field, one, records)
            if one.field is not None
            else self._running[name].total(money=one.where != "blank")
            for name, one in self._totals.items()
        }
        return totals | {
            name: running.total(money=True) for name, running in self._differences.items()
        }


def _counts(one: Total, amount: Money | None) -> bool:
    if one.where == "blank":
        return amount is None
    return amount is not None and (one.where == "all" or bool(amount))


def _of_records(field: str, one: Total, records: Sequence[ImportRecord]) -> ControlTotal:
    """The total of a field of ours over the accepted records."""
    if field == "records":
        return ControlTotal(len(records))
    amounts = list(map(_FIELDS.get(field) or _charge_kind(field), records))
    if one.where == "blank":
        return ControlTotal(amounts.count(None))
    some = [amount for amount in amounts if amount is not None]
    if one.where != "all":
        some = [amount for amount in some if amount]
    return ControlTotal(len(some), total(some))


def _getter(
    name: str, column: str, one: Total, rules: TextRules, reader: MoneyReader
) -> MoneyGetter:
    return money_getter(column, rules, reader, f"totals.{name}", optional=one.optional)


def _of_bill(made: Callable[[ImportBill], Money | None]) -> Amount:
    return lambda record: made(record) if isinstance(record, ImportBill) else None


def _of_item(made: Callable[[ImportItem], Money | None]) -> Amount:
    return lambda record: made(record) if isinstance(record, ImportItem) else None


def _charge_kind(kind: str) -> Amount:
    def summed(item: ImportItem) -> Money | None:
        amounts = [charge.amount for charge in item.charges or () if charge.kind == kind]
        return total(amounts) if amounts else None

    return _of_item(summed)


def _net(item: ImportItem) -> Money | None:
    if item.charges is None:
        return None
    lowering = total(charge.amount for charge in item.charges if charge.kind.lowers_due)
    return total(c.amount for c in item.charges if not c.kind.lowers_due) - lowering


_FIELDS: Mapping[str, Amount] = {
    "amount": _of_bill(lambda bill: bill.amount),
    "lines": _of_bill(lambda bill: total(x.amount for x in bill.lines) if bill.lines else None),
    "residue": _of_bill(lambda bill: bill.residue if bill.lines else None),
    "due": _of_item(lambda item: item.due),
    "charges": _of_item(_net),
}


class _RowCheck:
    """One sum of a row; rows whose result is blank are not checked, other blanks add nothing."""

    def __init__(self, check: Check, rules: TextRules, reader: MoneyReader) -> None:
        self.name = check.name
        self._reader = reader
        self._check = check

        def getters(columns: tuple[str, ...]) -> list[MoneyGetter]:
            field = f"checks.{check.name}"
            return [
                money_getter(column, rules, reader, field, optional=check.optional)
                for column in columns
            ]

        self._plus, self._minus = getters(check.plus), getters(check.minus)
        self._equals = getters((check.equals,))[0]

    def difference(self, line: Line) -> Money | None:
        """Stated result minus computed one, ``None`` when they agree.

        Raises:
            Fault: when the profile rejects rows with a difference.
        """
        stated = self._equals(line)
        if stated is None:
            return None
        added = total(getter(line) or ZERO for getter in self._plus)
        difference = stated - (added - total(getter(line) or ZERO for getter in self._minus))
        if difference and self._check.on_difference == "reject":
            told = (
                f"{self._check.name}: the row's own sum differs by {self._reader.text(difference)}"
            )
            raise Fault(self._check.equals, self._reader.text(stated), told)
        return difference or None


class TrailerReader:
    """Recognises the row that states the totals and reads them."""

    def __init__(self, trailer: Trailer, rules: TextRules, reader: MoneyReader) -> None:
        self._mark = rules.getter(trailer.column, "trailer.column")
        self._equals = trailer.equals.casefold()
        self._counts: dict[str, tuple[str, Getter]] = {
            name: (column, rules.getter(column, f"trailer.counts.{name}"))
            for name, column in trailer.counts.items()
        }
        self._amounts = {
            name: money_getter(column, rules, reader, f"trailer.amounts.{name}")
            for name, column in trailer.amounts.items()
        }

    def stated(self, line: Line) -> dict[str, tuple[int | None, Money | None]] | None:
        """Count and amount by total if the row is the trailer, else ``None``.

        Raises:
            Fault: when a stated total is not readable.
        """
        mark = self._mark(line)
        if not isinstance(mark, str) or mark.strip().casefold() != self._equals:
            return None
        counts = {name: _count(getter(line), told) for name, (told, getter) in self._counts.items()}
        amounts = {name: getter(line) for name, getter in self._amounts.items()}
        return {name: (counts.get(name), amounts.get(name)) for name in {**counts, **amounts}}


def _count(cell: object, column: str) -> int:
    try:
        text = text_of(cell)
    except ValueError:
        text = ""
    if not (text.isascii() and text.isdigit() and len(text) <= 12):  # noqa: PLR2004
        raise Fault(column, cell, "is not a count")
    return int(text)


def expected_totals(
    profile: Profile,
    stated: Mapping[str, tuple[int | None, Money | None]],
    found: Mapping[str, ControlTotal],
    currency: Currency,
) -> dict[str, ControlTotal]:
    """What the profile and the trailer expect; a half that nobody states is taken as found.

    Raises:
        Refused: ``M-81`` when an expected amount does not fit the currency.
    """
    both: dict[str, Any] = {
        name: _declared(profile.name, name, one.expected, currency)
        for name, one in profile.totals.items()
        if one.expected != Expected()
    }
    expected = {}
    for name, (count, amount) in {**both, **stated}.items():
        seen = found[name]
        expected[name] = ControlTotal(
            seen.count if count is None else count, seen.amount if amount is None else amount
        )
    return expected


def _declared(
    profile: str, name: str, expected: Expected, currency: Currency
) -> tuple[int | None, Money | None]:
    if expected.amount is None:
        return expected.count, None
    try:
        return expected.count, currency.parse(expected.amount)
    except Refused as refusal:
        raise wrong_profile(profile, f"totals.{name}", str(refusal.fields["reason"])) from None


def missing_trailer(file_name: str, trailer: Trailer) -> Refused:
    """The refusal of a file whose last row is not the one that states the totals."""
    told = f"the row with {shown(trailer.column)} = {shown(trailer.equals)} is missing at the end"
    return wrong_file(file_name, f"cannot be used: {told}; is the file cut off?")
