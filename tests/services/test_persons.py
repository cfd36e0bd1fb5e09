"""Persons and plates on both engines: changed by who sets up, found by the search (IT-5, ML-4)."""

from typing import Any

import pytest
from sqlalchemy import select

from posapp.domain.ids import AccountId, PersonId, new_request_id
from posapp.domain.inquiry import Person
from posapp.domain.persons import EditPerson, SetPlates
from posapp.domain.plates import Plate, plate_of, plates_of
from posapp.errors import Conflict, Refused
from posapp.storage.base import table_of
from posapp.storage.search_index import index_accounts
from posapp.storage.tables.people import AccountKeyRow
from tests.helpers.events import is_clean
from tests.helpers.items import issue
from tests.helpers.office import Office


def person_of(office: Office, account: AccountId) -> Person:
    return office.services.inquiry.account(account, office.cashier).person


def edit(office: Office, account: AccountId, *, role: str = "setup", **values: Any) -> Person:
    command = EditPerson(new_request_id(), person_of(office, account).id, **values)
    office.services.persons.edit(command, office.actors[role])
    return person_of(office, account)


def set_plates(office: Office, account: AccountId, *plates: Plate) -> tuple[Plate, ...]:
    command = SetPlates(new_request_id(), account, plates)
    office.services.persons.set_plates(command, office.actors["setup"])
    return plates_of(office.services.inquiry.account(account, office.cashier).keys)


def find(office: Office, text: str) -> list[tuple[AccountId, str]]:
    hits = office.services.search.find(text, office.cashier)
    return [(hit.account_id, hit.kind) for hit in hits]


def test_it5_a_person_is_found_by_all_that_is_known(office: Office) -> None:
    account = office.account("Okafor, Ngozi")
    office.account("Ahn, Mina")
    person = edit(
        office, account, person_type="staff", email="Kim.O@Example.ORG", phone="555 0142",
        employee_number="E-4711",
    )  # fmt: skip
    assert (person.person_type, person.email, person.employee_number) == (
        "STAFF", "Kim.O@example.org", "E-4711"
    )  # fmt: skip
    set_plates(office, account, Plate("gzh 7067", "ny"), Plate("ABC123"))
    item = issue(office, account)
    for text, kind in (
        ("e-4711", "employee"),
        ("E-4711", "employee"),
        ("ngozi 4711", "contact"),
        ("kim.o@example.org", "contact"),
        ("GZH7067", "key"),
        ("gzh 7067 ny", "key"),
        ("ABC123", "key"),
        (item.number, "item"),
        ("okafor", "name"),
    ):
        assert find(office, text)[:1] == [(account, kind)], text
    assert office.services.accounts.resolve("E-4711", office.cashier) == account
    assert office.services.accounts.resolve("GZH7067 NY", office.cashier) == account
    edit(office, account)
    assert find(office, "E-4711") == []
    assert find(office, "kim.o@example.org") == []
    assert set_plates(office, account) == ()
    assert find(office, "GZH7067") == []
    assert is_clean(office)


def test_it5_plates_are_kept_with_their_state(office: Office) -> None:
    account = office.account(keys=(("METER", "M-7"), ("PLATE", "OLD1")))
    found = set_plates(office, account, Plate("b-2", "nj"), Plate("A1"), Plate("A1"))
    assert found == (Plate("A1"), Plate("B2", "NJ"))
    keys = table_of(AccountKeyRow)
    with office.db.read() as s:
        rows = s.execute(select(keys.c.kind, keys.c.value).order_by(keys.c.kind, keys.c.value))
        assert [tuple(row) for row in rows] == [
            ("METER", "M-7"), ("PLATE", "A1"), ("PLATE", "B2"), ("PLATE-STATE", "B2 NJ"),
        ]  # fmt: skip
        index_accounts(s, [])


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"email": "kim"}, "M-360"),
        ({"email": "kim@example.org\nBcc: all@example.org"}, "M-360"),
        ({"email": "a@b.c, d@e.f"}, "M-360"),
        ({"person_type": "FIRM"}, "M-50"),
        ({"employee_number": "9" * 21}, "M-50"),
        ({"phone": "4111 1111 1111 1111"}, "M-58"),
    ],
)
def test_ml4_what_is_entered_is_checked(office: Office, values: Any, code: str) -> None:
    account = office.account()
    with pytest.raises(Refused) as refused:
        edit(office, account, **values)
    assert refused.value.code == code


def test_an_employee_number_is_of_one_person(office: Office) -> None:
    first, second = office.account(), office.account("Ahn, Mina")
    edit(office, first, employee_number="7")
    edit(office, first, employee_number="7")
    with pytest.raises(Refused) as refused:
        edit(office, second, employee_number="7")
    assert refused.value.code == "M-57"


def test_d44_only_who_sets_up_changes_persons(office: Office) -> None:
    account = office.account()
    for role in ("cashier", "supervisor", "auditor"):
        with pytest.raises(Refused) as refused:
            edit(office, account, role=role)
        assert refused.value.code == "M-51"
    with pytest.raises(Refused) as refused:
        office.services.persons.set_plates(SetPlates(new_request_id(), account, ()), office.cashier)
    assert refused.value.code == "M-51"


def test_a_change_is_made_once_and_not_over_another(office: Office) -> None:
    account = office.account()
    seen = person_of(office, account)
    command = EditPerson(new_request_id(), seen.id, phone="1", seen=seen)
    who, persons = office.actors["setup"], office.services.persons
    assert not persons.edit(command, who).replayed
    assert persons.edit(command, who).replayed
    with pytest.raises(Conflict):
        persons.edit(EditPerson(new_request_id(), seen.id, phone="2", seen=seen), who)
    plates = SetPlates(new_request_id(), account, (Plate("A1"),))
    assert not persons.set_plates(plates, who).replayed
    assert persons.set_plates(plates, who).replayed


def test_what_is_not_there_is_not_changed(office: Office) -> None:
    who, persons = office.actors["setup"], office.services.persons
    with pytest.raises(Refused) as refused:
        persons.edit(EditPerson(new_request_id(), PersonId(7)), who)
    assert refused.value.code == "M-55"
    with pytest.raises(Refused) as refused:
        persons.set_plates(SetPlates(new_request_id(), AccountId(7), ()), who)
    assert refused.value.code == "M-01"


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("GZH7067", Plate("GZH7067")),
        ("gzh 7067 ny", Plate("GZH7067", "NY")),
        ("GZH7067:NY", Plate("GZH7067", "NY")),
        ("AB 1234", Plate("AB1234")),
    ],
)
def test_it5_a_plate_as_typed(text: str, plate: Plate) -> None:
    assert plate_of(text) == plate


@pytest.mark.parametrize("text", ["", " ", "A" * 13, "AB;1", "A1 N1Y?"])
def test_what_is_no_plate(text: str) -> None:
    with pytest.raises(Refused) as refused:
        plate_of(text)
    assert refused.value.code == "M-50"
