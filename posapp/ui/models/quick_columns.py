"""Columns of the Quick Add grids, and the way that Enter takes through them (QA 10.2, QA 11)."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from posapp.domain.ids import short_id
from posapp.domain.money import Money
from posapp.domain.quick_add import QuickKind
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped
from posapp.ui.models.columns import Align, EditColumn
from posapp.ui.models.quick_lines import (
    ShownLine,
    state_tip,
    state_tone,
    state_words,
    typed,
)
from posapp.ui.models.quick_reading import (
    Surround,
    column_name,
    match_label,
    rule_label,
    tender_label,
    with_amount,
)

LINE: Final = "line"
PAYOR: Final = "payor_account"
NAME: Final = "payor_name"
BALANCE: Final = "balance"
STATE: Final = "state"

LENGTHS: Final[Mapping[str, int]] = {
    "value": 254,
    "account": 40,
    "check_number": 10,
    "micr": 30,
    "customer_id": 36,
    "external_reference": 36,
    "name": 254,
    "match_value": 30,
    "non_cis_name": 254,
    "reference": 36,
    "comments": 254,
}
"""Longest text that a cell takes."""

_RULES: Final = (
    ("rule", 122),
    ("value", 116),
    ("amount", 132),
    ("tender_type", 96),
    ("check_number", 108),
)
_MORE_OF_RULES: Final = (
    ("micr", 110),
    ("customer_id", 110),
    ("external_reference", 156),
    ("name", 150),
    ("non_cis_name", 150),
    ("reference", 140),
    ("comments", 170),
)
_ACCOUNTS: Final = (
    ("account", 124),
    ("amount", 132),
    ("tender_type", 96),
    ("check_number", 108),
    ("match_type", 112),
    ("match_value", 108),
)
_MORE_OF_ACCOUNTS: Final = (
    ("micr", 110),
    ("non_cis_name", 150),
    ("reference", 140),
    ("comments", 170),
)
"""What is seldom typed stands behind the state; Tab gets there."""


def typed_fields(kind: QuickKind) -> tuple[str, ...]:
    """The fields that are typed, in the order of the columns."""
    first, more = _order(kind)
    return tuple(field for field, _width in (*first, *more))


def quick_columns(kind: QuickKind, about: Surround) -> tuple[EditColumn[ShownLine], ...]:
    """All columns: the row, what is typed, whose it is, how it came out, what is seldom typed."""
    first, more = _order(kind)
    number: EditColumn[ShownLine] = EditColumn(
        _("Row"), lambda _line: "", Align.RIGHT, width=48, name=LINE, muted=True
    )
    return (
        number,
        *(_typed_column(kind, field, width, about) for field, width in first),
        *_known(kind, about),
        *(_typed_column(kind, field, width, about) for field, width in more),
    )


def _typed_column(
    kind: QuickKind, field: str, width: int, about: Surround
) -> EditColumn[ShownLine]:
    """A column that is typed into."""
    is_amount = field == "amount"
    words: dict[str, Callable[[ShownLine], str]] = {
        "rule": lambda line: rule_label(about.setup, line.row.rule),
        "tender_type": lambda line: tender_label(about.setup, line.row.tender_type),
        "match_type": lambda line: match_label(about.setup, line.row.match_type),
        "amount": lambda line: _amount(line, about),
    }
    return EditColumn(
        column_titles(kind)[field],
        words.get(field, _text_of(field)),
        Align.RIGHT if is_amount else Align.LEFT,
        width=width,
        name=column_name(field),
        edit=_amount_of if is_amount else _text_of(field),
        write=_writes_amount(about) if is_amount else _writes(field),
        editable=about.may_edit,
    )


def column_titles(kind: QuickKind) -> dict[str, str]:
    """The words over the columns that are typed, by field."""
    words = {
        "rule": _("Distribution Rule"),
        "value": _("Rule Value"),
        "account": _("Account ID"),
        "amount": _("Payment Amount"),
        "tender_type": _("Tender Type"),
        "check_number": _("Check Number"),
        "micr": _("MICR ID"),
        "customer_id": _("Customer ID"),
        "external_reference": _("External Reference ID"),
        "name": _("Name"),
        "match_type": _("Match Type"),
        "match_value": _("Match Value"),
        "non_cis_name": _("Non CIS Name"),
        "reference": _("Reference Number"),
        "comments": _("Non CIS Comments"),
    }
    return {field: words[field] for field in typed_fields(kind)}


def _order(kind: QuickKind) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    """Columns with their widths: those of every day, and those behind the state."""
    if kind is QuickKind.ACCOUNTS:
        return _ACCOUNTS, _MORE_OF_ACCOUNTS
    return _RULES, _MORE_OF_RULES


def _known(kind: QuickKind, about: Surround) -> tuple[EditColumn[ShownLine], ...]:
    """What the program says of a row; the account was typed where accounts are."""
    payor: EditColumn[ShownLine] = EditColumn(_("Payor Account ID"), _payor, width=122, name=PAYOR)
    state = _("Payment Event / State") if kind is QuickKind.RULES else _("Result")
    return (
        *(() if kind is QuickKind.ACCOUNTS else (payor,)),
        EditColumn(_("Payor"), lambda line: line.payor_name, width=186, name=NAME),
        EditColumn(
            _("Balance"), lambda line: _balance(line, about.formats), Align.RIGHT, width=100,
            name=BALANCE,
        ),
        EditColumn(
            state,
            lambda line: state_words(line, about.texts),
            width=258,
            name=STATE,
            tone=state_tone,
            tip=lambda line: state_tip(line, about.texts),
        ),
    )  # fmt: skip


def _amount(line: ShownLine, about: Surround) -> str:
    """The amount with its sign; what is no amount as it was typed."""
    if line.amount is None:
        return line.row.amount
    return about.formats.money(line.amount, about.currency())


def _payor(line: ShownLine) -> str:
    return grouped(short_id(line.payor)) if line.payor else ""


def _balance(line: ShownLine, formats: Formats) -> str:
    if line.found is None or line.is_settled:
        return ""
    return formats.money(line.found.balance, line.found.currency)


def _amount_of(line: ShownLine) -> Money | None:
    return line.amount


def _text_of(field: str) -> Callable[[ShownLine], str]:
    def text(line: ShownLine) -> str:
        found: str = getattr(line.row, field)
        return found

    return text


def _writes(field: str) -> Callable[[ShownLine, Any], ShownLine]:
    def write(line: ShownLine, value: Any) -> ShownLine:
        return typed(line, field, str(value or "").strip())

    return write


def _writes_amount(about: Surround) -> Callable[[ShownLine, Any], ShownLine]:
    def write(line: ShownLine, value: Any) -> ShownLine:
        amount = value if isinstance(value, Money) else None
        return with_amount(line, amount, about)

    return write
