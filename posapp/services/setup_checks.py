"""Rules of a set-up row that look at other rows: of its table, or of what was taken with it.

Sources: TT-03, TT-05, TS-05, TS-08, D-05, D-17, D-36, D-39, payments 1.5.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from posapp.domain.check_digits import CheckScheme
from posapp.domain.distribution_rule_table import check_algorithms
from posapp.domain.setup import SetUp
from posapp.domain.setup_fields import Values
from posapp.domain.setup_needs import needs_active_reason, needs_kind, why_needed
from posapp.domain.setup_rules import must
from posapp.domain.setup_table import SetUpTable
from posapp.errors import Refused
from posapp.services.template_checks import check_template, check_template_line
from posapp.storage import setup_edits as store
from posapp.storage.base import Transaction

Check = Callable[[Transaction, Values, Values | None, Sequence[Values], SetUp], None]


def check_others(
    s: Transaction, table: SetUpTable, row: Values, before: Values | None, setup: SetUp
) -> None:
    """Hold a row against the others.

    Args:
        s: the transaction.
        table: what kind of row.
        row: as it will be stored.
        before: as it is stored, ``None`` for a new one.
        setup: the set-up in force.

    Raises:
        Refused: ``M-50`` or ``M-57`` with the field that does not fit.
    """
    check = _CHECKS.get(table.name)
    if check is not None:
        check(s, row, before, _others_of(s, table, row), setup)


def check_needed(s: Transaction, table: SetUpTable, row: Values) -> None:
    """Stop the deletion of a row that the program itself names, or of the last of its kind.

    Raises:
        Refused: ``M-277``.
    """
    reason = why_needed(table.name, row, _others_of(s, table, row))
    if reason:
        raise Refused("M-277", value=" ".join(str(row[name]) for name in table.keys), reason=reason)


def _others_of(s: Transaction, table: SetUpTable, row: Values) -> list[Values]:
    """The other rows of a table."""
    names = tuple(field.name for field in table.fields)
    return [
        other
        for other in store.list_rows(s, table.name, names)
        if any(other[name] != row[name] for name in table.keys)
    ]


def _changed(row: Values, before: Values | None, name: str) -> bool:
    return before is not None and row[name] != before[name]


def _currency(
    s: Transaction, row: Values, before: Values | None, _others: Sequence[Values], _setup: SetUp
) -> None:
    """Amounts are kept in the smallest unit: other decimals would make them others (D-17)."""
    if _changed(row, before, "decimals"):
        free = not store.has_money_in(s, row["code"])
        must(free, "decimals", row["decimals"], "stays once there is money in this currency")


def _office(
    s: Transaction, row: Values, before: Values | None, _others: Sequence[Values], _setup: SetUp
) -> None:
    """An office whose drawers were opened keeps its currency (D-39)."""
    if _changed(row, before, "currency"):
        free = not store.has_office_controls(s, row["code"])
        must(free, "currency", row["currency"], "stays once a drawer of the office was opened")


def _cancel_reason(
    _s: Transaction, row: Values, _before: Values | None, others: Sequence[Values], _setup: SetUp
) -> None:
    """One reason for each system default (1.5)."""
    default = row["system_default"]
    if default and any(other["system_default"] == default for other in others):
        raise Refused("M-57", field="system_default", value=default)


def _match_type(
    _s: Transaction, row: Values, before: Values | None, others: Sequence[Values], _setup: SetUp
) -> None:
    """Each kind that rules and jobs match by keeps a match type (1.6)."""
    if before is not None and _changed(row, before, "kind"):
        must(not needs_kind(before, others), "kind", row["kind"],
             f"is another one, and this is the only {before['kind']} match")  # fmt: skip


def _over_under_reason(
    _s: Transaction, row: Values, before: Values | None, others: Sequence[Values], _setup: SetUp
) -> None:
    """A difference can always be booked: one reason stays active (OU-09)."""
    if before is not None and _changed(row, before, "active"):
        must(not needs_active_reason(before, others), "active", "no", "is the only active reason")


def _period(
    _s: Transaction, row: Values, _before: Values | None, others: Sequence[Values], _setup: SetUp
) -> None:
    """Periods do not overlap (D-36)."""
    for other in others:
        apart = other["start_date"] > row["end_date"] or row["start_date"] > other["end_date"]
        must(apart, "start_date", row["start_date"], f"overlaps period {other['code']}")


def _tender_type(
    s: Transaction, row: Values, before: Values | None, _others: Sequence[Values], setup: SetUp
) -> None:
    """The starting balance is no automatic payment (TT-03); open drawers keep what it is (TT-05).

    A type that the installation begins with is there to be used (AD-7, D-01).
    """
    named = {
        setup.installation.starting_balance_tender_type,
        setup.installation.quick_add_tender_type,
    }
    must(row["active"] or row["code"] not in named, "active", "no",
         "is named by the installation")  # fmt: skip
    start = setup.installation.starting_balance_tender_type == row["code"]
    must(not (start and row["generate_auto_pay"]), "generate_auto_pay", "yes",
         "is the type of starting balances")  # fmt: skip
    for name in ("like_cash", "generate_auto_pay"):
        if _changed(row, before, name):
            free = not store.lies_in_open_drawer(s, row["code"])
            must(free, name, "yes" if row[name] else "no",
                 "may not change while a drawer that is not balanced holds such tenders, or one waits "
                 "to be sent")  # fmt: skip


def _tender_source(
    s: Transaction, row: Values, before: Values | None, others: Sequence[Values], setup: SetUp
) -> None:
    """An external id names one active source (TS-05); a used one keeps currency and type (TS-08).

    It has its bank account's currency, and stays active while a drawer of it is open.
    """
    if _changed(row, before, "active"):
        must(row["active"] or not store.has_open_controls(s, row["code"]), "active", "no",
             "has a drawer that is not balanced")  # fmt: skip
    external = row["external_source_id"]
    for other in others:
        same = other["external_source_id"] == external
        taken = bool(external) and same and other["active"] and row["active"]
        must(not taken, "external_source_id", external, f"is that of {other['code']}")
    for name in ("currency", "source_type"):
        if _changed(row, before, name):
            free = not store.has_controls(s, row["code"])
            must(free, name, str(row[name]), "stays once a tender control was opened")
    banked = (row["bank"], row["bank_account"])
    theirs = [one.currency for one in setup.bank_accounts if (one.bank, one.key) == banked]
    must(theirs or not row["bank_account"], "bank_account", row["bank_account"],
         f"is no account of {row['bank']}")  # fmt: skip
    must(not theirs or row["currency"] in theirs, "bank_account", row["bank_account"],
         f"is kept in {', '.join(theirs)}")  # fmt: skip


def _installation(
    s: Transaction, row: Values, before: Values | None, _others: Sequence[Values], setup: SetUp
) -> None:
    """Starting balances, and change with them, are no automatic payments (TT-03).

    The ledger's currency stays once there is money in it (D-05), and named types are active.
    """
    if before is not None and _changed(row, before, "currency"):
        free = not store.has_money_in(s, before["currency"])
        must(free, "currency", row["currency"], f"stays: there is money in {before['currency']}")
    for name in ("starting_balance_tender_type", "quick_add_tender_type"):
        named = setup.tender_types.get(row[name])
        must(named is None or named.active, name, row[name], "is not active")
    kind = setup.tender_types.get(row["starting_balance_tender_type"])
    must(kind is None or not kind.generate_auto_pay, "starting_balance_tender_type",
         row["starting_balance_tender_type"], "generates automatic payments")  # fmt: skip


def _sa_type(
    s: Transaction, row: Values, before: Values | None, _others: Sequence[Values], _setup: SetUp
) -> None:
    """What holds the tax of bills that were posted stays, so that all of it can be found (GL-6).

    A type that an item kind stands for stays one of items (IT-1).
    """
    kind = row["item_kind"] or not store.exists(s, "item_kind", row["code"])
    must(kind, "item_kind", "no", "is the type of an item kind")
    for name in ("segment_type", "holding_code", "payable_code"):
        if _changed(row, before, name):
            free = not store.has_tax(s, row["code"])
            must(free, name, row[name] or "", "stays once a bill with tax was posted")


def _item_kind(
    _s: Transaction, row: Values, _before: Values | None, _others: Sequence[Values], setup: SetUp
) -> None:
    """A kind of items has the agreement type of its code, and that is one of items (IT-1)."""
    sa_type = setup.sa_types.get(row["code"])
    fits = sa_type is not None and sa_type.item_kind
    must(fits, "code", row["code"], "is no agreement type of payable items")


def _template(
    s: Transaction, row: Values, _before: Values | None, _others: Sequence[Values], setup: SetUp
) -> None:
    check_template(s, row, setup)


def _template_line(
    _s: Transaction, row: Values, _before: Values | None, others: Sequence[Values], setup: SetUp
) -> None:
    check_template_line(row, others, setup)


def _distribution_rule(
    _s: Transaction, row: Values, _before: Values | None, _others: Sequence[Values], setup: SetUp
) -> None:
    """Algorithms of third parties that a rule names can be used (DR-2, DR-3, DR-5)."""
    check_algorithms(row, setup.rule_algorithms)


def _scan_layout(
    _s: Transaction, row: Values, _before: Values | None, others: Sequence[Values], _setup: SetUp
) -> None:
    """Of layouts with one shape each needs a check digit, or a line is read by the wrong one."""
    for other in others:
        both = row["active"] and other["active"] and row["length"] == other["length"]
        checked = _NO_CHECK not in {row["check_scheme"], other["check_scheme"]}
        must(checked or not both or not _overlap(row, other), "check_scheme",
             row["check_scheme"], f"reads the same lines as layout {other['code']}: give both a check "
             "digit, or another length or beginning")  # fmt: skip


def _overlap(row: Values, other: Values) -> bool:
    """Whether a line can have the length, the beginning and the signs of both layouts."""
    short, long = sorted((row["prefix"] or "", other["prefix"] or ""), key=len)
    digits = (not long or long.isdigit()) or not (row["digits_only"] or other["digits_only"])
    return bool(long.startswith(short)) and digits


_NO_CHECK: Final = CheckScheme.NONE.value
_CHECKS: Final[Mapping[str, Check]] = {
    "accounting_period": _period,
    "cancel_reason": _cancel_reason,
    "currency": _currency,
    "distribution_rule": _distribution_rule,
    "installation": _installation,
    "item_kind": _item_kind,
    "match_type": _match_type,
    "office": _office,
    "over_under_reason": _over_under_reason,
    "payment_template": _template,
    "payment_template_line": _template_line,
    "sa_type": _sa_type,
    "scan_layout": _scan_layout,
    "tender_source": _tender_source,
    "tender_type": _tender_type,
}
