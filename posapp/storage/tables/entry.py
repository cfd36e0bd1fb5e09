"""Set-up tables of how payments are entered: scan-line layouts, words for tender types."""

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey

from posapp.domain.check_digits import CheckScheme
from posapp.storage.base import KEYED, Base, column, text_column, width
from posapp.storage.types import BigInt, CodeType, Flag


class ScanLayoutRow(Base):
    """Where rule value, amounts, date and check digit stand in a scan line; 0 is nowhere."""

    __tablename__ = "scan_layout"
    __table_args__ = (
        width("code", 12),
        CheckConstraint("length BETWEEN 1 AND 200", name="some_length"),
        CheckConstraint("value_start + value_length <= length + 1", name="value_inside"),
        KEYED,
    )

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    length: ColumnElement[int] = column(BigInt())
    prefix: ColumnElement[str] = text_column()
    rule: ColumnElement[str] = column(ForeignKey("distribution_rule.code"))
    value_start: ColumnElement[int] = column(BigInt())
    value_length: ColumnElement[int] = column(BigInt())
    strip_zeros: ColumnElement[bool] = column(Flag())
    digits_only: ColumnElement[bool] = column(Flag())
    amount_start: ColumnElement[int] = column(BigInt())
    amount_length: ColumnElement[int] = column(BigInt())
    late_start: ColumnElement[int] = column(BigInt())
    late_length: ColumnElement[int] = column(BigInt())
    date_start: ColumnElement[int] = column(BigInt())
    date_format: ColumnElement[str] = text_column()
    check_scheme: ColumnElement[CheckScheme] = column(CodeType(CheckScheme))
    check_start: ColumnElement[int] = column(BigInt())
    check_spans: ColumnElement[str] = text_column()
    weights: ColumnElement[str] = text_column()
    on_stubs: ColumnElement[bool] = column(Flag())
    active: ColumnElement[bool] = column(Flag(), default=True)


class TenderWordRow(Base):
    """A word that stands for a tender type in one line, in capital letters."""

    __tablename__ = "tender_word"
    __table_args__ = (width("code", 8), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    tender_type: ColumnElement[str] = column(ForeignKey("tender_type.code"))
