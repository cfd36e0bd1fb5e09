"""The set-up by name: what is declared, what may not change, where a row is used; on both engines."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from posapp.domain.class_rules import class_rules
from posapp.domain.codes import DistributeAction, DistributionOrder, OverpaymentRule, Role
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.rights import ROLE_RIGHTS, Right
from posapp.domain.setup_tables import SETUP_TABLES
from posapp.errors import NeedsConfirmation, Refused
from posapp.storage.base import table_of
from posapp.storage.tables.system import AuditRow
from tests.helpers.events import add, is_clean
from tests.helpers.every import every
from tests.helpers.office import DAY, Office

pytestmark = pytest.mark.own_statements

BY_NAME = (
    "installation",
    "division",
    "customer_class",
    "class_algorithm",
    "feature_option",
    "accounting_period",
    "exchange_rate",
    "denomination",
    "role_right",
)
NOT_SHIPPED = {
    "workstation",
    "class_algorithm",
    "exchange_rate",
    "payment_template",
    "payment_template_line",
}
OPEN = [table.name for table in SETUP_TABLES.values() if not table.fixed]


def rows(office: Office, table: str) -> list[dict[str, Any]]:
    found = office.services.setup_edits.rows(table, office.actors["auditor"]).rows
    return [dict(row) for row in found]


def row(office: Office, table: str, **key: Any) -> dict[str, Any]:
    return next(one for one in rows(office, table) if all(one[name] == key[name] for name in key))


def save(office: Office, table: str, values: dict[str, Any], **more: Any) -> None:
    who = office.actors["setup"]
    office.services.setup_edits.save(table, values, new_request_id(), who, **more)


def change(office: Office, table: str, key: dict[str, Any], **changes: Any) -> None:
    was = row(office, table, **key)
    save(office, table, was | changes, was=was)


def delete(office: Office, table: str, key: dict[str, Any]) -> None:
    office.services.setup_edits.delete(
        table, key, new_request_id(), office.actors["setup"], frozenset({"M-96"})
    )


def field_of(caught: pytest.ExceptionInfo[Refused]) -> tuple[str, Any]:
    return caught.value.code, caught.value.fields["field"]


def test_12_the_tables_asked_for_by_name_are_declared() -> None:
    assert set(BY_NAME) <= set(SETUP_TABLES)


@every("name", OPEN)
def test_12_every_table_is_changed_by_set_up_only_and_leaves_an_audit_row(
    office: Office, name: str
) -> None:
    found = rows(office, name)
    if not found:
        assert name in NOT_SHIPPED
        return
    for actor in (office.cashier, office.supervisor, office.actors["auditor"]):
        with pytest.raises(Refused, match="M-51"):
            office.services.setup_edits.save(name, found[0], new_request_id(), actor)
    save(office, name, found[0], was=found[0])
    audit = table_of(AuditRow).c
    said = select(audit.body).where(audit.action == "setup.save").order_by(audit.seq.desc())
    with office.db.read() as s:
        assert f'"{name}"' in s.execute(said.limit(1)).scalar_one()


@every("name", OPEN)
def test_12_nothing_that_is_in_use_can_be_deleted(office: Office, name: str) -> None:
    table = SETUP_TABLES[name]
    used = []
    for one in rows(office, name):
        key = {part: one[part] for part in table.keys}
        if table.single:
            with pytest.raises(Refused, match="M-70"):
                delete(office, name, key)
            return
        if office.services.setup_edits.uses(name, key, office.actors["setup"]):
            used.append(key)
    for key in used[:3]:
        with pytest.raises(Refused) as caught:
            delete(office, name, key)
        assert caught.value.code == "M-95"


def test_1_3_a_class_has_other_algorithms_in_a_division(office: Office) -> None:
    save(office, "division", {"code": "HILL", "description": "Hill"})
    save(
        office, "class_algorithm",
        {"customer_class": "RES", "division": "HILL",
         "distribution": DistributionOrder.AGE_THEN_PRIORITY.value},
    )  # fmt: skip
    setup = office.services.setup()
    there, here = class_rules(setup, "RES", "HILL"), class_rules(setup, "RES", "MAIN")
    assert there.distribution is DistributionOrder.AGE_THEN_PRIORITY
    assert (there.overpayment, there.ask_keep_credit) == (here.overpayment, here.ask_keep_credit)
    assert here.distribution is DistributionOrder.PRIORITY_THEN_AGE
    with pytest.raises(Refused) as caught:
        save(office, "class_algorithm", {"customer_class": "COM", "division": "HILL"})
    assert field_of(caught) == ("M-50", "distribution")


@pytest.mark.parametrize(
    ("order", "shares"),
    [
        (DistributionOrder.PRIORITY_THEN_AGE, {"ELECTRIC": 5000}),
        (DistributionOrder.AGE_THEN_PRIORITY, {"WATER": 5000}),
    ],
)
def test_1_3_the_division_of_the_account_decides_how_money_is_spread(
    office: Office, order: DistributionOrder, shares: dict[str, int]
) -> None:
    division = next(iter(office.services.setup().divisions))
    save(
        office, "class_algorithm",
        {"customer_class": "RES", "division": division, "distribution": order.value},
    )  # fmt: skip
    first, second = ("ELECTRIC", "WATER")
    kinds = office.services.setup().sa_types
    if kinds[first].payment_priority > kinds[second].payment_priority:
        shares = {{"ELECTRIC": "WATER", "WATER": "ELECTRIC"}[k]: v for k, v in shares.items()}
        first, second = second, first
    account = office.account()
    office.agreement(account, first, (DAY, 5000))
    office.agreement(account, second, (DAY - timedelta(days=90), 5000))
    event = add(
        office, account, [("CASH", 5000)], [(account, 5000)], action=DistributeAction.DISTRIBUTE
    )
    same = kinds["ELECTRIC"].payment_priority == kinds["WATER"].payment_priority
    got = {one.sa_type: one.amount.minor for one in event.payments[0].segments}
    assert got == ({second: 5000} if same else shares)


def test_1_3_an_overpayment_follows_the_division_too(office: Office) -> None:
    division = next(iter(office.services.setup().divisions))
    now = office.services.setup().customer_classes["RES"].overpayment
    other = next(one for one in OverpaymentRule if one is not now)
    save(
        office, "class_algorithm",
        {"customer_class": "RES", "division": division, "overpayment": other.value},
    )  # fmt: skip
    assert class_rules(office.services.setup(), "RES", division).overpayment is other


def test_1_1_feature_options_are_one_row_and_need_a_rule(office: Office) -> None:
    (was,) = rows(office, "feature_option")
    with pytest.raises(Refused) as caught:
        save(office, "feature_option", was | {"always_enable_distribution_rule": True}, was=was)
    assert field_of(caught) == ("M-50", "default_distribution_rule")
    rule = rows(office, "distribution_rule")[0]["code"]
    new = {"always_enable_distribution_rule": True, "default_distribution_rule": rule}
    save(office, "feature_option", new, was=was)
    assert rows(office, "feature_option") == [new]
    with pytest.raises(Refused, match="M-95"):
        delete(office, "distribution_rule", {"code": rule})


def test_d36_a_period_with_payments_is_not_deleted(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 1000))
    add(office, account, [("CASH", 1000)], [(account, 1000)])
    with pytest.raises(Refused) as caught:
        delete(office, "accounting_period", {"code": "2026-11"})
    assert caught.value.code == "M-95"
    delete(office, "accounting_period", {"code": "2027-11"})
    assert all(one["code"] != "2027-11" for one in rows(office, "accounting_period"))


def test_cn02_a_new_note_is_entered_and_a_counted_one_stays(office: Office) -> None:
    note = {"currency": "USD", "value": Money(20000), "coin": False}
    save(office, "denomination", note)
    assert any(one.value == Money(20000) for one in office.services.setup().denominations)
    delete(office, "denomination", note)
    for wrong in (Money(0), Money(-100)):
        with pytest.raises(Refused) as caught:
            save(office, "denomination", note | {"value": wrong})
        assert field_of(caught) == ("M-50", "value")
    with office.db.begin() as s:
        s.execute(
            text(
                "INSERT INTO float_count (tender_control_id, value, coin, quantity) VALUES"
                + (
                    f" ({office.control}, 5000, "
                    + ("0" if office.db.dialect == "sqlite" else "FALSE")
                    + ", 3)"
                )
            )
        )
    with pytest.raises(Refused, match="M-95"):
        delete(office, "denomination", {"currency": "USD", "value": Money(5000), "coin": False})


def test_tt02_what_only_a_bank_file_needs_goes_with_auto_pay(office: Office) -> None:
    for name, value in (
        ("external_type", "CHECKING"),
        ("require_external_source_id", True),
        ("require_expiration_date", True),
    ):
        with pytest.raises(Refused) as caught:
            change(office, "tender_type", {"code": "CARD"}, **{name: value})
        assert field_of(caught) == ("M-50", name)


def test_tt03_the_type_of_starting_balances_is_no_automatic_payment(office: Office) -> None:
    auto = next(one["code"] for one in rows(office, "tender_type") if one["generate_auto_pay"])
    with pytest.raises(Refused) as caught:
        change(office, "installation", {}, starting_balance_tender_type=auto)
    assert field_of(caught) == ("M-50", "starting_balance_tender_type")


def test_tt05_what_lies_in_an_open_drawer_stays_like_cash_or_not(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 1000))
    change(office, "tender_type", {"code": "CHEC"}, like_cash=True)
    change(office, "tender_type", {"code": "CHEC"}, like_cash=False)
    add(office, account, [("CHEC", 1000)], [(account, 1000)])
    with pytest.raises(Refused) as caught:
        change(office, "tender_type", {"code": "CHEC"}, like_cash=True)
    assert field_of(caught) == ("M-50", "like_cash")
    change(office, "tender_type", {"code": "CHEC"}, description="Cheque")


def test_ts05_an_external_id_names_one_active_source(office: Office) -> None:
    change(office, "tender_source", {"code": "CASH-A01"}, external_source_id="112910-A")
    with pytest.raises(Refused) as caught:
        change(office, "tender_source", {"code": "CASH-A02"}, external_source_id="112910-A")
    assert field_of(caught) == ("M-50", "external_source_id")
    change(
        office, "tender_source", {"code": "CASH-A02"}, external_source_id="112910-A", active=False
    )


def test_ts07_a_drawer_may_hold_more_than_its_float(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        change(
            office, "tender_source", {"code": "CASH-A01"}, max_amount_balance=Money(10000),
            default_starting_balance=Money(15000),
        )  # fmt: skip
    assert field_of(caught) == ("M-50", "max_amount_balance")


def test_ts08_a_source_that_was_opened_keeps_its_currency_and_type(office: Office) -> None:
    for name, value in (("currency", "EUR"), ("source_type", "ADHOC")):
        with pytest.raises(Refused) as caught:
            change(office, "tender_source", {"code": "CASH-A01"}, **{name: value})
        assert field_of(caught) == ("M-50", name)
    change(office, "tender_source", {"code": "CASH-B02"}, source_type="ADHOC")


def test_d29_a_ledger_code_says_which_money_rows_keep_it(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 1000))
    add(office, account, [("CASH", 1000)], [(account, 1000)])
    edits, who = office.services.setup_edits, office.actors["setup"]
    uses = edits.uses("distribution_code", {"code": "1010-CASH"}, who)
    found = {(use.table, use.column): (use.rows, use.is_snapshot) for use in uses}
    assert found[("gl_line", "distribution_code")] == (1, True)
    assert found[("tender", "distribution_code")] == (1, True)
    assert found[("tender_source", "distribution_code")][1] is False
    assert [use.is_snapshot for use in uses] == sorted(
        (use.is_snapshot for use in uses), reverse=True
    )
    change(office, "tender_source", {"code": "CASH-A01"}, distribution_code="1200-AR-WATER")
    with office.db.read() as s:
        kept = s.execute(text("SELECT distribution_code FROM tender")).scalars().all()
    assert kept == ["1010-CASH"]
    assert is_clean(office)


def test_ac05_a_rate_may_go_because_tenders_keep_theirs(office: Office) -> None:
    rate = {"source": "EUR", "target": "USD", "day": date(2026, 11, 1), "rate": "1.10"}
    save(office, "exchange_rate", rate)
    delete(office, "exchange_rate", {name: rate[name] for name in ("source", "target", "day")})
    assert rows(office, "exchange_rate") == []


def test_d44_the_table_of_rights_is_shown_and_not_changed(office: Office) -> None:
    found = {one["code"]: one for one in rows(office, "role_right")}
    assert set(found) == {right.value for right in Right}
    for right in Right:
        for role in Role:
            assert found[right.value][role.value] == (right in ROLE_RIGHTS[role])
    for act in (
        lambda: save(office, "role_right", found["add_event"] | {"setup": True}),
        lambda: delete(office, "role_right", {"code": "add_event"}),
    ):
        with pytest.raises(Refused, match="M-70"):
            act()


def test_a_row_that_nothing_uses_asks_once_and_goes(office: Office) -> None:
    save(office, "division", {"code": "HILL", "description": "Hill"})
    edits, who = office.services.setup_edits, office.actors["setup"]
    with pytest.raises(NeedsConfirmation):
        edits.delete("division", {"code": "HILL"}, new_request_id(), who)
    delete(office, "division", {"code": "HILL"})
    assert "HILL" not in office.services.setup().divisions


def test_pr05_texts_for_paper_keep_their_line_ends(office: Office) -> None:
    (was,) = rows(office, "installation")
    assert was["endorse_message"].count("\n") == 2
    save(office, "installation", was | {"address": "1 Elm St\n  Springfield \n"}, was=was)
    (now,) = rows(office, "installation")
    assert (now["address"], now["endorse_message"]) == (
        "1 Elm St\nSpringfield", was["endorse_message"],
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        save(office, "installation", now | {"address": "\n".join(["x" * 90] * 3)}, was=now)
    assert field_of(caught) == ("M-50", "address")
