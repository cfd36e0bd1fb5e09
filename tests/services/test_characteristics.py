"""Characteristics of events, payments and tenders on both engines (payments 2.4, 5, DR-5, TR-3)."""

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError

from posapp.domain.characteristics import Bearer, CharacteristicDraft
from posapp.domain.codes import DistributeAction
from posapp.domain.event_views import EventView
from posapp.domain.ids import EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import TenderDraft
from posapp.domain.transfers import Transfer
from posapp.errors import PosError, Refused
from posapp.storage.tables.characteristics import CharacteristicRow
from tests.helpers.county import TAX, county, save, template
from tests.helpers.events import add, is_clean, show
from tests.helpers.office import DAY, Office

NONE, DISTRIBUTE = DistributeAction.NONE, DistributeAction.DISTRIBUTE


def taken(office: Office, action: DistributeAction = DISTRIBUTE) -> EventView:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    return add(office, account, [("CHEC", 5000)], [(account, 5000)], action=action)


def put(office: Office, event_id: EventId, kind: str, value: str, bearer: Bearer = Bearer()) -> str:  # noqa: B008 - frozen
    request = new_request_id()
    draft = CharacteristicDraft(kind, value)
    office.services.characteristics.add(event_id, bearer, draft, request, office.cashier)
    return request


def told(event: EventView) -> list[tuple[str, str, str]]:
    return [
        (one.characteristic_type, one.value, one.value_description) for one in event.characteristics
    ]


def refusal(office: Office, event_id: EventId, kind: str, value: str, bearer: Bearer) -> str:
    with pytest.raises(Refused) as error:
        put(office, event_id, kind, value, bearer)
    return error.value.code


def test_2_4_an_event_has_several_of_every_kind(office: Office) -> None:
    event = taken(office)
    put(office, event.id, "REMARK", "Came with a dog")
    put(office, event.id, "REMARK", "Left an umbrella")
    put(office, event.id, "CHANNEL", "mail")
    put(office, event.id, "RELATED", f"{event.payments[0].account_id:010d}")
    assert told(show(office, event.id)) == [
        ("REMARK", "Came with a dog", ""),
        ("REMARK", "Left an umbrella", ""),
        ("CHANNEL", "MAIL", "By mail"),
        ("RELATED", f"{event.payments[0].account_id:010d}", "Okafor, Ngozi"),
    ]
    assert is_clean(office)


def test_5_payments_and_tenders_have_the_same_kind_of_grid(office: Office) -> None:
    event = taken(office)
    on_payment = Bearer(payment_id=event.payments[0].id)
    on_tender = Bearer(tender_id=event.tenders[0].id)
    put(office, event.id, "REMARK", "Second half follows", on_payment)
    put(office, event.id, "REMARK", "Torn corner", on_tender)
    after = show(office, event.id)
    assert [one.bearer for one in after.characteristics] == [on_payment, on_tender]
    assert refusal(office, event.id, "CHANNEL", "MAIL", on_tender) == "M-90"
    assert is_clean(office)


def test_dr5_a_foreign_key_must_exist(office: Office) -> None:
    event = taken(office)
    of = county(office)
    template(office, of, ("4100-PERMIT", "100"))
    bearer = Bearer()
    assert refusal(office, event.id, "RELATED", "1999999999", bearer) == "M-38"
    for code, foreign in (("SA", "AGREEMENT"), ("BILL", "BILL"), ("ITEM", "ITEM"),
                          ("TMPL", "TEMPLATE")):  # fmt: skip
        save(office, "characteristic_type", code=code, description=code, kind="FOREIGN_KEY",
             foreign_kind=foreign)  # fmt: skip
        assert refusal(office, event.id, code, "nothing", bearer) == "M-38"
    item = office.item(event.payments[0].account_id, "S-100", 2500)
    put(office, event.id, "SA", f"{item:010d}")
    put(office, event.id, "ITEM", "S-100")
    put(office, event.id, "TMPL", TAX.lower())
    assert [value for _, value, _ in told(show(office, event.id))] == [f"{item:010d}", "S-100", TAX]


def test_2_4_a_characteristic_changes_and_goes(office: Office) -> None:
    event = taken(office)
    put(office, event.id, "REMARK", "Came with a dog")
    (one,) = show(office, event.id).characteristics
    services, who = office.services.characteristics, office.cashier
    services.change(one.id, CharacteristicDraft("CHANNEL", "DROPBOX"), new_request_id(), who)
    assert told(show(office, event.id)) == [("CHANNEL", "DROPBOX", "From the drop box")]
    gone = new_request_id()
    services.delete(one.id, gone, who)
    assert show(office, event.id).characteristics == ()
    assert services.delete(one.id, gone, who).replayed
    with pytest.raises(Refused) as error:
        services.delete(one.id, new_request_id(), who)
    assert error.value.code == "M-55"
    assert is_clean(office)


def test_2_4_m57_the_same_value_stands_once(office: Office) -> None:
    event = taken(office)
    put(office, event.id, "CHANNEL", "MAIL")
    assert refusal(office, event.id, "CHANNEL", "mail", Bearer()) == "M-57"


def test_log_tells_type_and_value_before_and_after(office: Office) -> None:
    event = taken(office)
    put(office, event.id, "REMARK", "Came with a dog")
    (one,) = show(office, event.id).characteristics
    services, who = office.services.characteristics, office.cashier
    services.change(one.id, CharacteristicDraft("REMARK", "A cat"), new_request_id(), who)
    services.delete(one.id, new_request_id(), who)
    entries = office.services.event_log.of(event.id, office.actors["auditor"])
    actions = [entry.action for entry in entries]
    assert actions[1:] == ["characteristic.add", "characteristic.set", "characteristic.delete"]
    values = [
        [(c.before, c.after) for c in entry.changes if c.column == "value"] for entry in entries
    ]
    assert values[1:] == [
        [(None, "Came with a dog")],
        [("Came with a dog", "A cat")],
        [("A cat", None)],
    ]


def test_tr3_a_transfer_copies_them_to_the_new_payment(office: Office) -> None:
    event, other = taken(office), office.account("Doe, Jan")
    on_payment = Bearer(payment_id=event.payments[0].id)
    put(office, event.id, "REMARK", "Second half follows", on_payment)
    services, who = office.services, office.supervisor
    services.event_actions.freeze(event.id, new_request_id(), who)
    order = Transfer(other, "WRAC")
    services.transfers.payment(event.payments[0].id, order, new_request_id(), who)
    after = show(office, event.id)
    new = after.payments[1]
    bearers = [one.bearer for one in after.characteristics]
    assert bearers == [on_payment, Bearer(payment_id=new.id)]
    assert {one.value for one in after.characteristics} == {"Second half follows"}
    assert is_clean(office)


def test_py4_those_of_a_frozen_payment_stay(office: Office) -> None:
    event = taken(office)
    on_payment = Bearer(payment_id=event.payments[0].id)
    put(office, event.id, "REMARK", "Second half follows", on_payment)
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    assert refusal(office, event.id, "REMARK", "More", on_payment) == "M-12"
    (one,) = show(office, event.id).characteristics
    with pytest.raises(Refused) as error:
        office.services.characteristics.delete(one.id, new_request_id(), office.cashier)
    assert error.value.code == "M-12"
    row = CharacteristicRow
    values = {"id": 1, "event_id": event.id, "payment_id": on_payment.payment_id,
              "characteristic_type": "REMARK", "value": "x", "value_description": ""}  # fmt: skip
    for statement in (
        update(row).where(row.id == one.id).values(value="x"),
        delete(row).where(row.id == one.id),
        insert(row.__table__).values(values),
    ):
        with pytest.raises((PosError, DBAPIError)), office.db.begin() as s:
            s.execute(statement)


def test_pe13_pe8_tnd_they_go_with_what_they_stand_on(office: Office) -> None:
    event = taken(office, NONE)
    who, services = office.cashier, office.services
    services.tender_edits.add(
        event.id, TenderDraft("CASH", Money(100)), new_request_id(), who,
        confirmed=frozenset({"M-40"}),
    )  # fmt: skip
    event = show(office, event.id)
    put(office, event.id, "REMARK", "on the tender", Bearer(tender_id=event.tenders[1].id))
    put(office, event.id, "REMARK", "on the payment", Bearer(payment_id=event.payments[0].id))
    put(office, event.id, "REMARK", "on the event")
    services.tender_edits.delete(event.tenders[1].id, new_request_id(), who)
    services.payment_edits.delete(event.payments[0].id, new_request_id(), who)
    assert [one.value for one in show(office, event.id).characteristics] == ["on the event"]
    assert is_clean(office)
    services.event_actions.delete(
        event.id, new_request_id(), office.supervisor, frozenset({"M-41"})
    )
    assert is_clean(office)


def test_the_audit_notices_one_that_was_changed_behind_it(office: Office) -> None:
    event = taken(office)
    put(office, event.id, "REMARK", "Came with a dog")
    with office.db.begin() as s:
        s.execute(update(CharacteristicRow).values(value="Came alone"))
    assert not is_clean(office)


def test_d44_an_auditor_changes_nothing(office: Office) -> None:
    event = taken(office)
    with pytest.raises(Refused) as error:
        office.services.characteristics.add(
            event.id,
            Bearer(),
            CharacteristicDraft("REMARK", "x"),
            new_request_id(),
            office.actors["auditor"],
        )
    assert error.value.code == "M-51"


def test_d21_the_same_request_adds_once(office: Office) -> None:
    event = taken(office)
    request = put(office, event.id, "REMARK", "Came with a dog")
    again = office.services.characteristics.add(
        event.id, Bearer(), CharacteristicDraft("REMARK", "Came with a dog"), request,
        office.cashier,
    )  # fmt: skip
    assert again.replayed
    assert len(show(office, event.id).characteristics) == 1


def test_12_a_type_in_use_is_not_deleted(office: Office) -> None:
    event = taken(office)
    put(office, event.id, "REMARK", "x")
    with pytest.raises(Refused) as error:
        office.services.setup_edits.delete(
            "characteristic_type", {"code": "REMARK"}, new_request_id(), office.actors["setup"]
        )
    assert error.value.code == "M-95"
