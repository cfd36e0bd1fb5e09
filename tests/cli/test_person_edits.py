"""``person set``, ``account plates``, and what ``account find`` finds by them (IT-5, ML-4)."""

import pytest

from tests.helpers.command_line import CommandLine


@pytest.fixture(params=["sqlite_office", "postgres_office"], scope="module")
def office(request: pytest.FixtureRequest) -> CommandLine:
    """Both databases."""
    made: CommandLine = request.getfixturevalue(request.param)
    return made


def test_it5_type_mail_employee_number_and_plates(office: CommandLine) -> None:
    account = office.account()
    person = office.done("account", "details", account)["person"]["id"]
    changed = office.done(
        "person", "set", person, "--type", "student", "--email", "kim@example.org",
        "--employee-number", "S-77", user="adm",
    )  # fmt: skip
    assert (changed["person_type"], changed["email"], changed["employee_number"]) == (
        "STUDENT", "kim@example.org", "S-77",
    )  # fmt: skip
    again = office.done("person", "set", person, "--phone", "555 0142", user="adm")
    assert (again["email"], again["phone"]) == ("kim@example.org", "555 0142")
    shown = office.done("account", "plates", account, "--plate", "gzh7067:ny", "--plate", "AB12",
                        user="adm")  # fmt: skip
    assert shown["plates"] == [
        {"plate": "AB12", "state": None}, {"plate": "GZH7067", "state": "NY"},
    ]  # fmt: skip
    for text in ("s-77", "kim@example.org", "GZH7067 NY", "AB 12"):
        assert office.done("account", "find", text)["hits"][0]["account_id"] == account
    assert office.done("account", "plates", account, "--none", user="adm")["plates"] == []
    assert office.refused("person", "set", person, "--phone", "1")["code"] == "M-51"
    wrong = office.refused("person", "set", person, "--email", "kim", user="adm")
    assert wrong["code"] == "M-360"
    assert office.run("account", "plates", account, user="adm").code == 2
