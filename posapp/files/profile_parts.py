"""The parts that profiles are made of: reader options, origins of texts and dates, money, joins.

Every key that is not named here is an error, so a typing mistake never passes silently.
"""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, model_validator

Step = Literal["upper", "lower", "title", "collapse", "no_spaces", "no_leading_zeros"]
Encoding = Literal[
    "utf-8-sig", "utf-8", "utf-16", "ascii", "latin-1", "iso-8859-1", "iso-8859-2", "iso-8859-5",
    "iso-8859-7", "iso-8859-8", "iso-8859-9", "iso-8859-15", "cp437", "cp850", "cp1250", "cp1251",
    "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "gb18030", "big5", "shift_jis",
    "euc-jp", "euc-kr", "koi8-r", "koi8-u", "mac-roman",
]  # fmt: skip
_PROBE: Final = datetime(2024, 11, 28)  # noqa: DTZ001 - a date to try formats on
_FORMAT_LENGTH: Final = 40


class Model(BaseModel):
    """A table of the profile: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reader(Model):
    """How the file is read.

    ``headers = "loose"`` compares names without case, spaces and signs. ``rows`` is the dotted
    path of the list in a JSON document, ``sheet`` the sheet of a workbook.
    """

    format: Literal["auto", "csv", "json", "xlsx"] = "auto"
    encoding: Encoding = "utf-8-sig"
    delimiter: Literal["auto", ",", ";", "\t", "|"] = "auto"
    header_line: int = Field(default=1, ge=1, le=1000)
    headers: Literal["exact", "loose"] = "exact"
    tail: Literal["refuse", "blank", "ignore"] = "refuse"
    rows: str = ""
    sheet: str = ""
    max_mb: int = Field(default=256, ge=1, le=4096)


class TextSource(Model):
    """Where a text of ours comes from: one of ``column``, ``columns``, ``template``, ``constant``.

    ``default`` is a template for a blank value, ``optional`` allows that the file lacks the column,
    ``required`` that the value may not be blank, ``table`` names a value table.
    """

    column: str | None = None
    columns: tuple[str, ...] = ()
    separator: str = " "
    template: str | None = None
    constant: str | None = None
    default: str | None = None
    steps: tuple[Step, ...] = ()
    table: str | None = None
    unknown: Literal["reject", "keep", "blank"] = "reject"
    required: StrictBool = False
    optional: StrictBool = False

    def origins(self) -> int:
        """How many origins are given; exactly one must be."""
        given = (self.column, self.template, self.constant, self.columns or None)
        return sum(origin is not None for origin in given)

    @model_validator(mode="after")
    def one_origin(self) -> Self:
        """Exactly one origin."""
        if self.origins() != 1:
            raise ValueError("give exactly one of column, columns, template, constant")
        return self

    @property
    def told(self) -> str:
        """The origin in words, for the preview and for rejects."""
        if self.column is not None:
            return self.column
        if self.constant is not None:
            return f"always '{self.constant}'"
        return self.template if self.template is not None else self.separator.join(self.columns)


class DateSource(TextSource):
    """Where a date comes from; ``formats`` are tried in order; ``stand_in`` fills a missing date."""

    formats: tuple[Annotated[str, Field(max_length=_FORMAT_LENGTH)], ...] = ("%Y-%m-%d",)
    stand_in: date | None = None
    days_after_bill_date: int | None = Field(default=None, ge=0, le=3660)

    def origins(self) -> int:
        """A stand-in or a distance alone is enough of an origin."""
        alone = self.stand_in is not None or self.days_after_bill_date is not None
        return super().origins() or int(alone)

    @property
    def has_origin(self) -> bool:
        """Whether the date is in the file at all."""
        return super().origins() > 0

    @model_validator(mode="after")
    def formats_are_whole(self) -> Self:
        """Each format holds year, month and day, so that a date survives it."""
        for wanted in self.formats:
            if not _keeps_a_date(wanted):
                raise ValueError(f"formats: '{wanted}' does not hold year, month and day")
        return self

    @property
    def told(self) -> str:
        """The origin in words."""
        if self.has_origin:
            return super().told
        return "stand-in date" if self.stand_in else f"bill date + {self.days_after_bill_date} days"


def _keeps_a_date(wanted: str) -> bool:
    try:
        return datetime.strptime(_PROBE.strftime(wanted), wanted).date() == _PROBE.date()  # noqa: DTZ007
    except (ValueError, LookupError):
        return False


def _from_name(value: Any) -> Any:
    """``field = "Column"`` is short for ``field = {column = "Column"}``."""
    return {"column": value} if isinstance(value, str) else value


TextFrom = Annotated[TextSource, BeforeValidator(_from_name)]
DateFrom = Annotated[DateSource, BeforeValidator(_from_name)]


class MoneyForm(Model):
    """How money is written: marks, symbols to leave out, minor units instead of major ones."""

    decimal_mark: Literal[".", ","] = "."
    group_mark: Literal["", ",", ".", " ", "'"] = ""
    symbols: tuple[Annotated[str, Field(min_length=1, max_length=8)], ...] = ()
    parentheses: StrictBool = False
    minor_units: StrictBool = False

    @model_validator(mode="after")
    def marks_differ(self) -> Self:
        """One sign cannot be both marks."""
        if self.decimal_mark == self.group_mark:
            raise ValueError("decimal_mark and group_mark are the same sign")
        return self


class Join(Model):
    """A second table: a file beside the imported one, or another list of the same document.

    Its columns are named ``<join>.<column>``. Rows are found by ``match`` (ours) = ``key`` (its).
    """

    file: str | None = None
    rows: str | None = None
    key: str
    match: TextFrom
    key_steps: tuple[Step, ...] = ()
    pick: Literal["first", "last", "only"] = "first"
    required: StrictBool = False
    missing_file: Literal["refuse", "blank"] = "refuse"
    reader: Reader = Reader()

    @model_validator(mode="after")
    def one_place(self) -> Self:
        """A file or a list, not both."""
        if (self.file is None) == (self.rows is None):
            raise ValueError("give exactly one of file, rows")
        return self
