"""Rules between the fields of one row of a set-up table."""

from posapp.domain.codes import SegmentType
from posapp.domain.setup_fields import Values
from posapp.errors import Refused


def must(condition: object, field: str, value: object, reason: str) -> None:
    """Hold a rule of a row.

    Raises:
        Refused: ``M-50`` with field, value and reason.
    """
    if not condition:
        raise Refused("M-50", field=field, value=value, reason=reason)


def class_rule(row: Values) -> None:
    """Open item and non-CIS exclude each other; a match is required of open items only (1.3)."""
    both = row["open_item"] and row["non_cis"]
    must(not both, "non_cis", "yes", "does not go with open item")
    lone = row["match_required"] and not row["open_item"]
    must(not lone, "match_required", "yes", "needs open item")


def tender_type_rule(row: Values) -> None:
    """Change needs cash in the drawer; automatic payments and system types give none (2.1)."""
    auto = row["generate_auto_pay"]
    must(not (auto and row["like_cash"]), "like_cash", "yes", "does not go with auto pay")
    must(
        not (auto and row["allow_cash_back"]), "allow_cash_back", "yes", "does not go with auto pay"
    )
    must(not auto or row["external_type"], "external_type", "", "is required with auto pay")
    for name in ("external_type", "require_external_source_id", "require_expiration_date"):
        # TT-02: what only a bank file needs.
        must(auto or not row[name], name, row[name], "goes with auto pay only")


def reason_rule(row: Values) -> None:
    """A demerit lasts some months (1.5)."""
    marks = row["affect_cash_only_by"] or row["affect_credit_rating_by"]
    must(not row["months_affecting"] or marks, "months_affecting", row["months_affecting"],
          "needs an effect on score or rating")  # fmt: skip


def period_rule(row: Values) -> None:
    """A period ends after it begins (D-36)."""
    must(row["start_date"] <= row["end_date"], "end_date", row["end_date"], "is before the start")


def sa_type_rule(row: Values) -> None:
    """Item kinds are one-time types that may not be overpaid (IT-1); cash accounting has its codes."""
    item = row["item_kind"]
    must(not item or row["one_time"], "one_time", "no", "must be on for an item kind")
    must(not item or row["do_not_overpay"], "do_not_overpay", "no", "must be on for an item kind")
    _cash_accounting_rule(row)


def _cash_accounting_rule(row: Values) -> None:
    """Tax waits on one account and is owed on another; both belong to billed types only (GL-6)."""
    cash = row["segment_type"] == SegmentType.CASH_ACCOUNTING
    must(not cash or (row["billable"] and not row["item_kind"]), "segment_type",
         row["segment_type"], "is for types that are billed")  # fmt: skip
    taken = {row["distribution_code"], row["revenue_code"]}
    for name in ("holding_code", "payable_code"):
        code = row[name]
        must(bool(code) == cash, name, code or "", "goes together with cash accounting")
        must(not code or code not in taken, name, code, "is another account of this type")
        taken.add(code)


def bank_rule(row: Values) -> None:
    """Bank and bank account of a source go together (3.1)."""
    must(bool(row["bank"]) == bool(row["bank_account"]), "bank_account", row["bank_account"] or "",
          "goes together with the bank")  # fmt: skip


def source_rule(row: Values) -> None:
    """A drawer that begins above its limit would warn at once (TS-07)."""
    limit, start = row["max_amount_balance"], row["default_starting_balance"]
    fits = limit is None or not limit or limit.minor > start.minor
    must(fits, "max_amount_balance", limit, "must be above the usual float")
