"""Mandates and the key of their account numbers, on both engines (AP-01, AP-02, AP-17, R13)."""

from datetime import date
from pathlib import Path

import pytest

from posapp.domain.ids import new_request_id
from posapp.domain.mandate import MandateId
from posapp.domain.money import Money
from posapp.errors import Conflict, NeedsConfirmation, Refused
from posapp.services.bundle import build
from tests.helpers.autopay import (
    BANK,
    NUMBER,
    OTHER,
    add_bank,
    add_mandate,
    debit,
    everything_stored,
    mandate_draft,
    requests,
)
from tests.helpers.events import is_clean
from tests.helpers.office import Office

TODAY = date(2026, 11, 20)


def test_11_1_a_mandate_is_recorded_masked_and_audited(office: Office) -> None:
    add_bank(office)
    account, setup = office.account(), office.actors["setup"]
    draft = mandate_draft(office, account, maximum_withdrawal=Money(9000), comments="by phone")
    request_id, mandates = new_request_id(), office.services.mandates
    made = mandates.add(draft, request_id, setup)
    assert mandates.add(draft, request_id, setup).replayed
    one = mandates.show(made.value, office.cashier)
    assert (one.account.masked, one.entity_name, one.version) == ("••••3210", "N. Okafor", 1)
    (line,) = mandates.listing(account, office.cashier)
    assert (line.account_name, line.source_name, line.pending) == (
        "Okafor, Ngozi",
        "First National",
        0,
    )
    assert mandates.listing(None, office.cashier) == (line,)
    assert mandates.in_force(account, office.cashier) == one
    assert NUMBER not in everything_stored(office)
    assert is_clean(office)


def test_ap01_periods_of_one_account_never_meet(office: Office) -> None:
    add_bank(office)
    account = office.account()
    add_mandate(office, account, end_date=TODAY)
    with pytest.raises(Refused) as refused:
        add_mandate(office, account, start_date=TODAY)
    assert refused.value.code == "M-107"
    add_mandate(office, account, start_date=date(2026, 11, 21))
    add_mandate(office, office.account("Weaver, Ida"), start_date=TODAY)
    assert is_clean(office)


def test_ap17_an_end_date_leaves_what_is_pending_and_says_so(office: Office) -> None:
    add_bank(office)
    account, setup = office.account(), office.actors["setup"]
    office.agreement(account, "WATER", (date(2026, 11, 1), 5000))
    mandate = add_mandate(office, account)
    event = debit(office, account, 5000)
    draft = mandate_draft(office, account, number=None, end_date=TODAY)
    change = office.services.mandates.change
    with pytest.raises(NeedsConfirmation) as asked:
        change(mandate, draft, new_request_id(), setup)
    assert [(one.code, one.fields["n"]) for one in asked.value.concerns] == [("M-110", 1)]
    change(mandate, draft, new_request_id(), setup, confirmed=frozenset({"M-110"}))
    assert len(requests(office, event.id)) == 1
    office.clock.advance(days=1)
    assert office.services.mandates.in_force(account, office.cashier) is None
    assert is_clean(office)


def test_11_1_a_change_keeps_or_replaces_the_account(office: Office) -> None:
    add_bank(office)
    account, setup = office.account(), office.actors["setup"]
    mandate, mandates = add_mandate(office, account), office.services.mandates
    kept = mandate_draft(office, account, number=None, entity_name="Mary")
    mandates.change(mandate, kept, new_request_id(), setup, version=1)
    one = mandates.show(mandate, setup)
    assert (one.entity_name, one.account.last4, one.version) == ("Mary", "3210", 2)
    other = mandate_draft(office, account, number=OTHER)
    with pytest.raises(Conflict):
        mandates.change(mandate, other, new_request_id(), setup, version=1)
    mandates.change(mandate, other, new_request_id(), setup, version=2)
    assert mandates.show(mandate, setup).account.last4 == "4455"
    office.agreement(account, "WATER", (date(2026, 11, 1), 100))
    assert requests(office, debit(office, account, 100).id)[0].account.last4 == "4455"


def test_who_and_what_is_refused(office: Office) -> None:
    add_bank(office)
    account, setup = office.account(), office.actors["setup"]
    draft, mandates = mandate_draft(office, account), office.services.mandates
    for actor in (office.cashier, office.supervisor):
        with pytest.raises(Refused, match="M-51"):
            mandates.add(draft, new_request_id(), actor)
    with pytest.raises(Refused, match="M-55"):
        mandates.show(MandateId(1), setup)
    with pytest.raises(Refused, match="M-01"):
        mandates.add(mandate_draft(office, type(account)(99)), new_request_id(), setup)
    mandate = add_mandate(office, account)
    strange = mandate_draft(office, office.account("Weaver, Ida"))
    with pytest.raises(Refused, match="M-55"):
        mandates.change(mandate, strange, new_request_id(), setup)


def test_r13_a_workstation_without_the_key_takes_everything_else(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_bank(office)
    account = office.account()
    office.agreement(account, "WATER", (date(2026, 11, 1), 5000))
    add_mandate(office, account)
    monkeypatch.setenv("POSAPP_FIELD_KEY_FILE", str(tmp_path / "none.key"))
    office.services = build(office.db, office.clock)
    with pytest.raises(Refused) as refused:
        office.services.sealing.seal(NUMBER, "FNB", office.cashier)
    assert (refused.value.code, (tmp_path / "none.key").exists()) == ("M-108", False)
    with pytest.raises(Refused, match="M-108"):
        debit(office, account, 5000)
    assert office.services.mandates.of(account, office.cashier)[0].account.masked == "••••3210"


@pytest.mark.parametrize(
    ("table", "changes", "field"),
    [
        ("autopay_source", {"tender_type": "CASH"}, "tender_type"),
        ("autopay_source", {"prenote_tender_type": "CHEC"}, "prenote_tender_type"),
        ("autopay_source", {"external_source_id": ""}, "external_source_id"),
        ("autopay_route_type", {"tender_source": "CASH-A01"}, "tender_source"),
    ],
)
def test_11_1_the_set_up_agrees_with_itself(
    office: Office, table: str, changes: dict[str, str], field: str
) -> None:
    route = {
        "code": "NEW",
        "description": "New",
        "tender_source": "ACH",
        "batch_code": "NEW",
        "shift": "FOLLOWING",
        "lead_days": 0,
        "ledger_days": 0,
    }
    row = (BANK if table == "autopay_source" else route) | changes
    with pytest.raises(Refused) as refused:
        office.services.setup_edits.save(table, row, new_request_id(), office.actors["setup"])
    assert (refused.value.code, refused.value.fields["field"]) == ("M-50", field)


def test_11_1_what_is_used_is_not_deleted(office: Office) -> None:
    add_bank(office)
    add_mandate(office, office.account())
    setup, yes = office.actors["setup"], frozenset({"M-96"})
    for table, code in (
        ("autopay_source", "FNB"),
        ("autopay_route_type", "DEBIT"),
        ("work_calendar", "FED"),
    ):
        with pytest.raises(Refused, match="M-95"):
            office.services.setup_edits.delete(table, {"code": code}, new_request_id(), setup, yes)
