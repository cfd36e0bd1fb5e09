"""Changing the set-up on both engines: rows, references, rights, use, audit."""

from typing import Any

import pytest
from sqlalchemy import select

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import new_request_id
from posapp.domain.mail_codes import MailKind
from posapp.domain.setup_fields import FieldKind
from posapp.domain.setup_tables import SETUP_TABLES
from posapp.errors import Conflict, NeedsConfirmation, Refused
from posapp.storage.base import table_of
from posapp.storage.tables.schema import METADATA
from posapp.storage.tables.system import AuditRow
from posapp.storage.types import BigInt, CodeType, DateType, Flag, MoneyType
from tests.helpers.events import add, is_clean
from tests.helpers.office import DAY, Office

pytestmark = pytest.mark.own_statements

LOST: dict[str, Any] = {
    "code": "LOST",
    "description": "Check lost",
    "nsf_charge": False,
    "affect_cash_only_by": 0,
    "affect_credit_rating_by": 0,
    "months_affecting": 0,
    "system_default": "",
}


def save(office: Office, table: str, values: dict[str, Any], **more: Any) -> None:
    who = office.actors["setup"]
    office.services.setup_edits.save(table, values, new_request_id(), who, **more)


def rows(office: Office, table: str) -> list[dict[str, Any]]:
    found = office.services.setup_edits.rows(table, office.actors["auditor"]).rows
    return [dict(row) for row in found]


def row(office: Office, table: str, code: str) -> dict[str, Any]:
    return next(row for row in rows(office, table) if row["code"] == code)


def test_every_declared_field_is_a_column_of_its_kind() -> None:
    kinds = {
        FieldKind.NUMBER: BigInt,
        FieldKind.MONEY: MoneyType,
        FieldKind.FLAG: Flag,
        FieldKind.DAY: DateType,
    }
    hidden = {
        "installation": {"id", "demo", "setup_version"},
        "feature_option": {"id"},
        "drawer_option": {"id"},
        "credit_option": {"id"},
        "payment_option": {"id"},
        "mail_server": {"id"},
    }
    for table in (one for one in SETUP_TABLES.values() if not one.fixed):
        columns = METADATA.tables[table.name].columns
        names = {field.name for field in table.fields}
        assert set(columns.keys()) - names == hidden.get(table.name, set())
        for field in table.fields:
            column = columns[field.name]
            if field.kind in kinds:
                assert isinstance(column.type, kinds[field.kind]), field
            if isinstance(column.type, CodeType):
                # The mail of a Z report has no layout.
                left = {MailKind.Z_REPORT} if table.name == "mail_template" else set()
                assert {code for code, _ in field.choices} == set(column.type.codes) - left, field
            named = {key.column.table.name for key in column.foreign_keys}
            pair = table.name == "tender_source" and field.name in {"bank", "bank_account"}
            # Rates of currencies that nobody uses may be imported too.
            rate = table.name == "exchange_rate"
            expected = {"bank_account"} if pair else set() if rate else {field.table} - {""}
            assert named == expected, field


def test_12_every_table_lists_and_saves_its_own_rows_unchanged(office: Office) -> None:
    for table in (one for one in SETUP_TABLES.values() if not one.fixed):
        for one in rows(office, table.name)[:2]:
            save(office, table.name, one, was=one)
    assert is_clean(office)


def test_a_new_reason_can_be_used_at_once_and_is_in_the_audit(office: Office) -> None:
    save(office, "cancel_reason", LOST)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    event = add(office, account, [("CHEC", 2500)], [(account, 2500)])
    office.services.canceling.cancel_payment(
        event.payments[0].id, "LOST", new_request_id(), office.supervisor
    )
    with office.db.read() as s:
        actions = s.execute(select(table_of(AuditRow).c.action)).scalars().all()
    assert "setup.save" in actions
    assert is_clean(office)


def test_nothing_in_use_is_deleted(office: Office) -> None:
    edits, who = office.services.setup_edits, office.actors["setup"]
    save(office, "cancel_reason", LOST)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    event = add(office, account, [("CHEC", 2500)], [(account, 2500)])
    office.services.canceling.cancel_payment(
        event.payments[0].id, "LOST", new_request_id(), office.supervisor
    )
    for table, key in (
        ("cancel_reason", {"code": "LOST"}),
        ("tender_type", {"code": "CHEC"}),
        ("currency", {"code": "USD"}),
        ("customer_class", {"code": "RES"}),
    ):
        with pytest.raises(Refused) as refused:
            edits.delete(table, key, new_request_id(), who)
        assert refused.value.code == "M-95"
    save(office, "cancel_reason", LOST | {"code": "GONE"})
    request, yes = new_request_id(), frozenset({"M-96"})
    with pytest.raises(NeedsConfirmation) as asked:
        edits.delete("cancel_reason", {"code": "GONE"}, request, who)
    assert [concern.code for concern in asked.value.concerns] == ["M-96"]
    edits.delete("cancel_reason", {"code": "GONE"}, request, who, yes)
    assert edits.delete("cancel_reason", {"code": "GONE"}, request, who, yes).replayed
    with pytest.raises(Refused) as refused:
        edits.delete("cancel_reason", {"code": "GONE"}, new_request_id(), who)
    assert refused.value.code == "M-55"


@pytest.mark.parametrize(
    ("table", "changes", "code"),
    [
        ("cancel_reason", {"code": "NSF"}, "M-57"),
        ("cancel_reason", {"system_default": "REOPENED_BILL"}, "M-57"),
        ("cancel_reason", {"description": ""}, "M-50"),
        ("cancel_reason", {"code": "TOOLONG"}, "M-50"),
        ("workstation", {"code": "W9", "description": "x", "office": "NOWHERE"}, "M-55"),
        ("nothing", {}, "M-55"),
    ],
)
def test_refusals_name_the_field_and_change_nothing(
    office: Office, table: str, changes: dict[str, Any], code: str
) -> None:
    values = LOST | changes if table == "cancel_reason" else changes
    before = rows(office, "cancel_reason")
    with pytest.raises(Refused) as refused:
        save(office, table, values)
    assert refused.value.code == code
    assert rows(office, "cancel_reason") == before


def test_m30_a_row_that_somebody_changed_meanwhile_is_not_overwritten(office: Office) -> None:
    seen = row(office, "tender_type", "CHEC")
    save(office, "tender_type", seen | {"description": "Cheque"}, was=seen)
    with pytest.raises(Conflict):
        save(office, "tender_type", seen | {"description": "Check!"}, was=seen)
    assert row(office, "tender_type", "CHEC")["description"] == "Cheque"


def test_d36_a_closed_period_takes_no_payment(office: Office) -> None:
    november = row(office, "accounting_period", "2026-11")
    save(office, "accounting_period", november | {"open": False}, was=november)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    with pytest.raises(Refused) as refused:
        add(office, account, [("CASH", 100)], [(account, 100)], action=DistributeAction.NONE)
    assert refused.value.code == "M-03"
    overlapping = november | {"code": "EXTRA", "open": True}
    with pytest.raises(Refused) as refused:
        save(office, "accounting_period", overlapping)
    assert "overlaps" in refused.value.fields["reason"]


def test_d44_only_set_up_changes_the_set_up(office: Office) -> None:
    for role in ("cashier", "supervisor", "auditor"):
        with pytest.raises(Refused) as refused:
            office.services.setup_edits.save(
                "cancel_reason", LOST, new_request_id(), office.actors[role]
            )
        assert refused.value.code == "M-51"


def test_the_installation_is_one_row(office: Office) -> None:
    (seen,) = rows(office, "installation")
    save(office, "installation", seen | {"organisation": "Town Hall"}, was=seen)
    assert office.services.setup().installation.organisation == "Town Hall"
    with pytest.raises(Refused) as refused:
        office.services.setup_edits.delete(
            "installation", {}, new_request_id(), office.actors["setup"]
        )
    assert refused.value.code == "M-70"


@pytest.mark.parametrize(
    ("table", "code", "changes", "field"),
    [
        ("currency", "USD", {"decimals": 0}, "decimals"),
        ("installation", "", {"currency": "EUR"}, "currency"),
        ("office", "MAIN", {"currency": "EUR"}, "currency"),
        ("tender_type", "CASH", {"active": False}, "active"),
        ("tender_source", "CASH-A01", {"active": False}, "active"),
        ("tender_source", "CASH-A01", {"bank_account": "EUROS"}, "bank_account"),
    ],
)
def test_d17_d39_what_money_was_taken_with_stays(
    office: Office, table: str, code: str, changes: dict[str, Any], field: str
) -> None:
    found = [one for one in rows(office, table) if not code or one["code"] == code]
    with pytest.raises(Refused) as refused:
        save(office, table, found[0] | changes, was=found[0])
    assert (refused.value.code, refused.value.fields["field"]) == ("M-50", field)


def test_ac04_a_rate_leads_to_another_currency(office: Office) -> None:
    values = {"source": "EUR", "target": "EUR", "day": DAY, "rate": "2"}
    with pytest.raises(Refused) as refused:
        save(office, "exchange_rate", values)
    assert (refused.value.code, refused.value.fields["field"]) == ("M-50", "target")
