"""Nothing that the program needs is deleted, table by table (1.4 to 1.7, D-29)."""

from typing import Any

import pytest

from posapp.domain.ids import new_request_id
from posapp.domain.setup_tables import SETUP_TABLES
from posapp.errors import NeedsConfirmation, Refused
from tests.helpers.office import Office

# Every row that is shipped and may be deleted while nobody has used it, by table; ``None`` says
# that all of them may: lists that people keep.
FREE: dict[str, set[tuple[str, ...]] | None] = {
    "accounting_period": None,
    "autopay_route_type": {("DEBIT",)},
    "autopay_source": None,
    "cancel_reason": {("STOP",), ("TRAN",)},
    "characteristic_type": {("RELATED",), ("REMARK",)},
    "characteristic_value": None,
    "currency": {(code,) for code in ("AUD", "CHF", "JMD", "KWD", "MXN", "NZD", "SEK")},
    "customer_class": {("COM",), ("NONCIS",), ("OPEN",), ("RES",)},
    "denomination": None,
    "distribution_rule": {("BILL",), ("ITEM",), ("MEMO",), ("SA",), ("TMPL",)},
    "item_kind": None,
    "match_type": {("PAY PLAN",)},
    "over_under_reason": None,
    "sa_type": {
        (code,)
        for code in (
            "CHARITY", "ELECTRIC", "FUEL", "GARBAGE", "GAS", "MISC", "SEWER", "WATER",
        )
    },
    "payment_method": None,
    "requisition_code": {(code,) for code in ("FEE", "GOODWILL", "PART-REFUND")},
    "scan_layout": None,
    "tender_source": {("CASH-A02",), ("CASH-B01",), ("CASH-B02",)},
    "tender_type": {(code,) for code in ("CCHK", "DDCH", "OVUN", "TRAV")},
    "tender_word": None,
    "violation_fine": None,
    "work_holiday": None,
}  # fmt: skip
TABLES = [one for one in SETUP_TABLES.values() if not one.fixed and not one.single]


def fate(office: Office, table: str, key: dict[str, Any]) -> str:
    """The code of what stands in the way of a deletion."""
    edits, who = office.services.setup_edits, office.actors["setup"]
    try:
        edits.delete(table, key, new_request_id(), who)
    except Refused as refused:
        return refused.code
    except NeedsConfirmation as asked:
        return asked.concerns[0].code
    pytest.fail(f"{key} went without a question")


def test_12_whatever_the_program_names_stays_in_every_table(sqlite_office: Office) -> None:
    office, edits = sqlite_office, sqlite_office.services.setup_edits
    for table in TABLES:
        free, said = set[tuple[str, ...]](), set[str]()
        found = edits.rows(table.name, office.actors["setup"]).rows
        for row in found:
            key = {name: row[name] for name in table.keys}
            code = fate(office, table.name, key)
            said.add(code)
            if code == "M-96":
                free.add(tuple(str(value) for value in key.values()))
        assert said <= {"M-95", "M-96", "M-277"}, table.name
        allowed = FREE.get(table.name, set())
        expected = len(found) if allowed is None else allowed
        assert (len(free) if allowed is None else free) == expected, table.name


def drop(office: Office, table: str, code: str) -> None:
    confirmed, who = frozenset({"M-96"}), office.actors["setup"]
    office.services.setup_edits.delete(table, {"code": code}, new_request_id(), who, confirmed)


def change(office: Office, table: str, code: str, **values: Any) -> None:
    edits, who = office.services.setup_edits, office.actors["setup"]
    was = next(row for row in edits.rows(table, who).rows if row["code"] == code)
    edits.save(table, {**was, **values}, new_request_id(), who, was=was)


def test_1_6_the_last_match_type_of_a_kind_stays_and_keeps_it(sqlite_office: Office) -> None:
    office, who = sqlite_office, sqlite_office.actors["setup"]
    for code in ("BILL-ID", "SA-ID", "ITEM-ID"):
        assert fate(office, "match_type", {"code": code}) == "M-277"
        with pytest.raises(Refused, match="M-50"):
            change(office, "match_type", code, kind="PAY PLAN")
    second = {"code": "INVOICE", "description": "Invoice", "kind": "BILL-ID", "active": True}
    office.services.setup_edits.save("match_type", second, new_request_id(), who)
    drop(office, "match_type", "BILL-ID")
    assert fate(office, "match_type", {"code": "INVOICE"}) == "M-277"


def test_ou09_one_reason_of_differences_stays_active(sqlite_office: Office) -> None:
    office = sqlite_office
    for code in ("CHANGE", "COUNT"):
        drop(office, "over_under_reason", code)
    change(office, "over_under_reason", "OTHER", active=False)
    assert fate(office, "over_under_reason", {"code": "UNKNOWN"}) == "M-277"
    with pytest.raises(Refused, match="M-50"):
        change(office, "over_under_reason", "UNKNOWN", active=False)
    drop(office, "over_under_reason", "OTHER")
