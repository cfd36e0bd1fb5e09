"""The set-up table of distribution rules (1.7, DR-8), and what third parties add to it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from posapp.domain.distribution_rule import Maker, ValueType, makers_of
from posapp.domain.rule_algorithms import (
    Algorithm,
    CheckValue,
    CreatePayment,
    DetermineAccount,
    RuleAlgorithms,
    is_name,
)
from posapp.domain.setup_fields import FieldKind, SetUpField, Values
from posapp.domain.setup_rules import must
from posapp.domain.setup_table import (
    SetUpTable,
    choice_field,
    code_field,
    flag_field,
    text_field,
)


def _check_makers(row: Values) -> None:
    """What a rule makes exists and fits its value (DR-3); a text names no account (DR-6)."""
    text, kind = row["create_payment"] or "", str(row["value_type"])
    ours = [word for word in text.replace(",", " ").split() if not is_name(word)]
    for word in ours:
        fits = word in {Maker.ACCOUNT.value, Maker.DUE.value, kind}
        must(fits, "create_payment", word, f"does not go with {kind}")
    named = kind != ValueType.TEXT or not ours
    must(named, "create_payment", text, "needs a value that names an account")


def _check_payor(row: Values) -> None:
    """The payor is found by the value itself, or by an algorithm (DR-2)."""
    found, kind = row["determine_account"] or "", row["value_type"]
    fits = not found or is_name(found) or (found == kind and kind != ValueType.TEXT)
    must(fits, "determine_account", found, f"does not go with {kind}")


_HINT: Final = "In order, parted by spaces: DUE, ACCOUNT or what the value is"

DISTRIBUTION_RULE: Final = SetUpTable(
    "distribution_rule",
    "Distribution rules",
    ("code",),
    (
        code_field(12),
        text_field(),
        text_field("label", "Label", width=20),
        choice_field("value_type", "Rule value", ValueType),
        choice_field(
            "determine_account", "Determine tender account", ValueType, required=False, empty=""
        ),
        text_field("create_payment", "Create payment", width=60, required=False, hint=_HINT),
        SetUpField(
            "check_value",
            "Check of the value",
            FieldKind.CHOICE,
            required=False,
            empty="",
            hint="By an algorithm that is installed beside the program",
        ),
        flag_field("active", "Active", default=True),
    ),
    rules=(_check_makers, _check_payor),
)


def with_algorithms(
    table: SetUpTable, rows: Sequence[Values], algorithms: RuleAlgorithms
) -> SetUpTable:
    """The table of distribution rules with what third parties added to choose from.

    What a stored row names stays a choice although it is gone, so that the form shows it.
    """
    if table.name != DISTRIBUTION_RULE.name:
        return table
    return replace(table, fields=tuple(_widened(one, rows, algorithms) for one in table.fields))


def check_algorithms(row: Values, algorithms: RuleAlgorithms) -> None:
    """The algorithms that a rule names can be used where it names them.

    Raises:
        Refused: ``M-50`` with the reason.
    """
    makers = [word for word in makers_of(row["create_payment"] or "") if is_name(word)]
    payor, check = row["determine_account"] or "", row["check_value"] or ""
    faults = [("create_payment", word, algorithms.fault(word, CreatePayment)) for word in makers]
    if is_name(payor):
        fault = algorithms.fault(payor, DetermineAccount)
        faults.append(("determine_account", payor, fault))
    if check:
        faults.append(("check_value", check, algorithms.fault(check, CheckValue)))
    for field, name, fault in faults:
        must(not fault, field, name, fault)


def _widened(field: SetUpField, rows: Sequence[Values], algorithms: RuleAlgorithms) -> SetUpField:
    if field.name == "create_payment":
        return replace(field, hint=_offered(field.hint, algorithms))
    kinds: dict[str, type[Algorithm]] = {
        "determine_account": DetermineAccount,
        "check_value": CheckValue,
    }
    kind = kinds.get(field.name)
    if kind is None:
        return field
    offered = algorithms.of(kind)
    used = {str(row.get(field.name) or "") for row in rows}
    gone = sorted({name for name in used if is_name(name)} - {name for name, _label in offered})
    broken = tuple((name, f"{name} ({algorithms.fault(name, kind)})") for name in gone)
    return replace(field, choices=(*field.choices, *offered, *broken))


def _offered(hint: str, algorithms: RuleAlgorithms) -> str:
    """The hint of a text that names algorithms: which there are, and which could not be loaded."""
    there = [f"{name} ({label})" for name, label in algorithms.of(CreatePayment)]
    broken = [f"{name} ({reason})" for name, reason in algorithms.failed.items()]
    also = [f"also {', '.join(there)}"] if there else []
    return "; ".join([hint, *also, *([f"not loaded: {', '.join(broken)}"] if broken else [])])
