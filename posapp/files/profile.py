"""What a profile may say: which columns of a foreign file become which field of ours.

Profiles are TOML (``docs/import-profiles.md`` explains them with an example); this module and
``profile_parts`` are their schema.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator

from posapp.domain.codes import ChargeKind
from posapp.files.profile_parts import (
    DateFrom,
    DateSource,
    Join,
    Model,
    MoneyForm,
    Reader,
    TextFrom,
    TextSource,
)

Kind = Literal["accounts", "bills", "items", "rates"]
KeyKind = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]{0,11}$")]
Amount = Annotated[str, Field(pattern=r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$")]


class Account(Model):
    """Columns of an account; ``keys`` are look-ups by kind."""

    key: TextFrom
    name: TextFrom
    address: TextFrom | None = None
    customer_class: TextFrom | None = None
    division: TextFrom | None = None
    currency: TextFrom | None = None
    email: TextFrom | None = None
    phone: TextFrom | None = None
    person_type: TextFrom | None = None
    employee_number: TextFrom | None = None
    keys: dict[KeyKind, TextFrom] = Field(default_factory=dict)


class Bill(Model):
    """Columns of a bill; ``amount`` is a column, never a sum, ``tax`` the part of it that is tax."""

    key: TextFrom
    sa_type: TextFrom
    service: TextFrom | None = None
    bill_date: DateFrom
    due_date: DateFrom
    amount: str
    tax: str | None = None
    tax_optional: StrictBool = False
    number: TextFrom | None = None
    description: TextFrom | None = None


class Item(Model):
    """Columns of a payable item; without any money it is *written off* or rejected (IT-4)."""

    number: TextFrom
    sa_type: TextFrom
    description: TextFrom
    issue_date: DateFrom
    due: str | None = None
    due_optional: StrictBool = False
    attributes: dict[str, TextFrom] = Field(default_factory=dict)
    without_money: Literal["written_off", "reject"] = "reject"


class Rate(Model):
    """Columns of a rate; with ``currency_columns`` each column headed by a code is a target."""

    source: TextFrom
    day: DateFrom
    target: TextFrom | None = None
    rate: TextFrom | None = None
    currency_columns: StrictBool = False

    @model_validator(mode="after")
    def one_shape(self) -> Self:
        """Either one rate a row or one rate a column."""
        if self.currency_columns == (self.target is not None and self.rate is not None):
            raise ValueError("give target and rate, or currency_columns = true")
        return self


class Charge(Model):
    """A charge line of an item: its kind and column; blank is never taken for zero."""

    kind: ChargeKind
    column: str
    blank: Literal["reject", "leave_out"] = "reject"
    optional: StrictBool = False


class LineNames(Model):
    """Texts of charge lines in another list: the element whose ``key`` equals the line's label."""

    list: str
    key: str
    value: str


class Lines(Model):
    """Charge lines of a bill: a list in the row, with amount and label inside each element."""

    list: str
    amount: str
    label: str
    names: LineNames | None = None
    optional: StrictBool = False


class Check(Model):
    """Row arithmetic: sum of ``plus`` - sum of ``minus`` must be ``equals``, else reject or count."""

    name: str
    plus: tuple[str, ...] = Field(min_length=1)
    minus: tuple[str, ...] = ()
    equals: str
    on_difference: Literal["reject", "count"] = "reject"
    optional: StrictBool = False


class Expected(Model):
    """What a control total must be; what is left out is not compared."""

    count: int | None = None
    amount: Amount | None = None


class Total(Model):
    """A control total over the accepted records: of a money ``column`` or of a ``field`` of ours."""

    column: str | None = None
    field: str | None = None
    where: Literal["all", "not_zero", "blank"] = "all"
    optional: StrictBool = False
    expected: Expected = Expected()

    @model_validator(mode="after")
    def one_subject(self) -> Self:
        """A column or a field, not both."""
        if (self.column is None) == (self.field is None):
            raise ValueError("give exactly one of column, field")
        return self


class Trailer(Model):
    """The row at the end that states the totals: known by ``column`` = ``equals``."""

    column: str
    equals: str
    counts: dict[str, str] = Field(default_factory=dict)
    amounts: dict[str, str] = Field(default_factory=dict)
    required: StrictBool = True


class Profile(Model):
    """A whole profile.

    ``blanks`` are texts that stand for nothing (``N/A``). ``repeats`` says what a second row with
    the same key is: a reject, left out, or (``nth``) another record, whose key gets its occurrence
    in the file. ``numbers_like_cards`` names fields whose long numbers are known to be no cards.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    description: str = ""
    kind: Kind
    currency: str = Field(default="", pattern=r"^([A-Z]{3})?$")
    blanks: tuple[str, ...] = ()
    repeats: Literal["reject", "first", "nth"] = "reject"
    numbers_like_cards: tuple[str, ...] = ()
    reader: Reader = Reader()
    money: MoneyForm = MoneyForm()
    tables: dict[str, dict[str, str]] = Field(default_factory=dict)
    joins: dict[str, Join] = Field(default_factory=dict)
    account: Account | None = None
    bill: Bill | None = None
    item: Item | None = None
    rate: Rate | None = None
    charges: tuple[Charge, ...] = ()
    lines: Lines | None = None
    checks: tuple[Check, ...] = ()
    totals: dict[str, Total] = Field(default_factory=dict)
    trailer: Trailer | None = None

    @model_validator(mode="after")
    def sections_fit_the_kind(self) -> Self:
        """Each kind has its own sections and no other's."""
        wanted = _SECTIONS[self.kind]
        for section in ("account", "bill", "item", "rate"):
            given = getattr(self, section) is not None
            if given != (section in wanted):
                problem = "has no place in" if given else "is missing in"
                raise ValueError(f"section [{section}] {problem} a profile of kind {self.kind}")
        if self.charges and self.kind != "items":
            raise ValueError("charges belong to items")
        if self.lines and self.kind != "bills":
            raise ValueError("lines belong to bills")
        if self.repeats == "nth" and self.kind != "bills":
            raise ValueError('repeats = "nth" is for bills')
        return self

    @model_validator(mode="after")
    def names_are_known(self) -> Self:
        """Tables and fields that are named exist."""
        for field, source in self.sources():
            counted = isinstance(source, DateSource) and source.days_after_bill_date is not None
            if counted and field != "bill.due_date":
                raise ValueError(f"{field}: days_after_bill_date is for bill.due_date")
            if source.table is not None and source.table not in self.tables:
                raise ValueError(f"{field}: there is no [tables.{source.table}]")
        fields = {field for field, _ in self.sources()}
        for field in self.numbers_like_cards:
            if field not in fields:
                raise ValueError(f"numbers_like_cards: there is no field '{field}'")
        return self

    @model_validator(mode="after")
    def totals_are_known(self) -> Self:
        """Totals count fields that the kind has, and the closing row names totals that exist."""
        known = TOTAL_FIELDS[self.kind]
        for name, total in self.totals.items():
            if total.field is not None and total.field not in known:
                raise ValueError(f"totals.{name}: field is one of {', '.join(known)}")
        if self.trailer is not None:
            for name in (*self.trailer.counts, *self.trailer.amounts):
                if name not in self.totals:
                    raise ValueError(f"trailer: there is no [totals.{name}]")
        return self

    def sources(self) -> Iterator[tuple[str, TextSource]]:
        """All texts and dates with the names of their fields, as the mapping table shows them."""
        for section in ("account", "bill", "item", "rate"):
            part = getattr(self, section)
            for name in type(part).model_fields if part is not None else ():
                value = getattr(part, name)
                if isinstance(value, TextSource):
                    yield f"{section}.{name}", value
                elif isinstance(value, dict):
                    yield from ((f"{section}.{name}.{key}", one) for key, one in value.items())
        for name, join in self.joins.items():
            yield f"joins.{name}.match", join.match

    @property
    def stand_in(self) -> date | None:
        """The date that stands in for dates the file does not have; an import may name another."""
        dates = (source for _, source in self.sources() if isinstance(source, DateSource))
        return next((one.stand_in for one in dates if one.stand_in is not None), None)

    def mapping(self) -> tuple[tuple[str, str], ...]:
        """Pairs of our field and where it comes from, for the preview."""
        pairs = [(field, source.told) for field, source in self.sources()]
        if self.bill is not None:
            pairs.append(("bill.amount", self.bill.amount))
            if self.bill.tax is not None:
                pairs.append(("bill.tax", self.bill.tax))
        if self.lines is not None:
            pairs.append(("lines", f"{self.lines.list}: {self.lines.label}, {self.lines.amount}"))
        if self.item is not None and self.item.due is not None:
            pairs.append(("item.due", self.item.due))
        pairs.extend((f"charge {charge.kind}", charge.column) for charge in self.charges)
        if self.rate is not None and self.rate.currency_columns:
            pairs.append(("rate.rate", "each column headed by a currency code"))
        return tuple(pairs)


_SECTIONS: Mapping[str, frozenset[str]] = {
    "accounts": frozenset({"account"}),
    "bills": frozenset({"account", "bill"}),
    "items": frozenset({"account", "item"}),
    "rates": frozenset({"rate"}),
}
TOTAL_FIELDS: Mapping[str, tuple[str, ...]] = {
    "accounts": ("records",),
    "bills": ("records", "amount", "lines", "residue"),
    "items": ("records", "due", "charges", *ChargeKind),
    "rates": ("records",),
}
