"""``posapp user add`` and where passwords come from."""

import sys
from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy import text

from posapp.vault import keyring_store
from tests.helpers.command_line import PASSWORD, CommandLine, run

EMPTY = SimpleNamespace(
    get_password=lambda _service, _login: None, errors=SimpleNamespace(KeyringError=RuntimeError)
)


def test_user_add_stores_roles_and_source_and_no_secret(office: CommandLine) -> None:
    added = office.run(
        *("user", "add", "ina", "--name", "Ina Bø", "--role", "cashier", "--role", "auditor"),
        *("--source", "cash-b02"),
        user="adm",
        env={"POSAPP_NEW_PASSWORD": "quite another secret"},
    )
    assert added.code == 0
    assert added.stderr == ""
    assert added.document == {
        "id": added.document["id"],
        "login": "ina",
        "name": "Ina Bø",
        "roles": ["auditor", "cashier"],
        "office": "MAIN",
        "tender_source": "CASH-B02",
        "tender_sources": ["CASH-B02"],
    }
    shared = ("--db", office.path, "--user", "ina", "--json")
    opened = run("control", "open", *shared, password="quite another secret")
    assert opened.document["tender_source"] == "CASH-B02"
    with office.db.read() as s:
        query = text("SELECT password_hash FROM app_user WHERE login = 'ina'")
        assert s.execute(query).scalar_one().startswith("$argon2id$")


def test_without_a_new_password_the_scripts_own_is_taken_and_said(office: CommandLine) -> None:
    added = office.run("user", "add", "uli", "--role", "cashier", user="adm")
    assert added.code == 0
    assert "uli" in added.stderr
    assert "POSAPP_NEW_PASSWORD" in added.stderr
    assert PASSWORD not in added.stderr + added.stdout


@pytest.mark.parametrize(
    ("args", "code", "field"),
    [
        (("kim", "--role", "cashier"), "M-57", "login"),
        (("KIM", "--role", "cashier"), "M-57", "login"),
        (("a\x1bb", "--role", "cashier"), "M-50", "login"),
        (("x" * 37, "--role", "cashier"), "M-50", "login"),
        (("new", "--role", "cashier", "--source", "NONE"), "M-55", "tender_source"),
        (
            ("new", "--role", "cashier", "--source", "CASH-A01", "--source", "CASH-B02"),
            "M-50",
            "tender_source",
        ),
        (("new", "--role", "cashier", "--office", "NONE"), "M-55", "office"),
    ],
)
def test_user_add_refuses(
    office: CommandLine, args: tuple[str, ...], code: str, field: str
) -> None:
    outcome = office.run("user", "add", *args, user="adm", env={"POSAPP_NEW_PASSWORD": PASSWORD})
    assert outcome.code == 1
    error = outcome.document["error"]
    assert (error["code"], error["fields"]["field"]) == (code, field)


def test_user_add_refuses_a_weak_password(office: CommandLine) -> None:
    outcome = office.run(
        "user", "add", "ole", "--role", "cashier", user="adm", env={"POSAPP_NEW_PASSWORD": "demo"}
    )
    assert outcome.document["error"]["code"] == "M-286"
    assert '"demo"' not in outcome.stdout


def test_d21_adding_a_user_twice_is_one_user(office: CommandLine) -> None:
    args = ("user", "add", "eva", "--role", "cashier", "--request-id", str(uuid4()))
    first = office.run(*args, user="adm").document
    assert office.run(*args, user="adm").document == first | {"replayed": True}
    other = office.run("user", "add", "eve", *args[3:], user="adm")
    assert other.document["error"]["code"] == "M-54"


def test_nobody_and_no_password_are_wrong_usage(
    office: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring_store, "part", lambda _name: EMPTY)
    nobody = office.run("event", "show", "001000000001", user="")
    assert (nobody.code, nobody.stdout) == (2, "")
    assert "--user" in nobody.stderr
    silent = office.run("event", "show", "001000000001", password=None)
    assert (silent.code, silent.stdout) == (2, "")
    assert "POSAPP_PASSWORD" in silent.stderr
    silent = office.run("user", "add", "una", "--role", "cashier", user="adm", password=None)
    assert silent.code == 2


def test_the_keyring_is_asked_where_there_is_no_terminal(
    office: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    class LockedError(Exception):
        pass

    asked: list[tuple[str, str]] = []

    def get_password(service: str, login: str) -> str | None:
        asked.append((service, login))
        if login == "locked":
            raise LockedError
        return PASSWORD

    fake = SimpleNamespace(
        get_password=get_password, errors=SimpleNamespace(KeyringError=LockedError)
    )
    monkeypatch.setattr(keyring_store, "part", lambda _name: fake)
    assert office.run("control", "show", office.control, password=None).code == 0
    assert office.run("control", "show", office.control, user="locked", password=None).code == 2
    assert asked == [("posapp", "kim"), ("posapp", "locked")]


def test_a_terminal_is_asked_for_the_password(
    office: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("posapp.cli.secrets.on_terminal", lambda: True)
    monkeypatch.setattr(
        "posapp.cli.secrets.getpass.getpass", lambda prompt: asked.append(prompt) or PASSWORD
    )
    assert office.run("control", "show", office.control, password=None).code == 0
    added = office.run("user", "add", "tom", "--role", "cashier", user="adm")
    assert (added.code, added.stderr) == (0, "")
    assert asked == ["Password of kim: ", "New password of tom: ", "Again: "]
    answers = iter(["first secret", "second secret"])
    monkeypatch.setattr("posapp.cli.secrets.getpass.getpass", lambda _prompt: next(answers))
    outcome = office.run("user", "add", "tim", "--role", "cashier", user="adm")
    assert (outcome.code, outcome.stdout) == (2, "")
    assert "differ" in outcome.stderr


def test_no_terminal_without_standard_input(
    office: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert office.run("control", "show", office.control).code == 0


def test_user_list_and_set(office: CommandLine) -> None:
    office.run("user", "add", "max", "--role", "cashier", user="adm",
               env={"POSAPP_NEW_PASSWORD": "quite another secret"})  # fmt: skip
    done = office.done(
        *("user", "set", "MAX", "--role", "auditor", "--name", "Max O", "--inactive"), user="adm"
    )
    assert (done["roles"], done["name"], done["active"]) == (["auditor"], "Max O", False)
    listed = office.done("user", "list", user="adm")["users"]
    assert [one for one in listed if one["login"] == "max"] == [done]
    assert office.refused("user", "list", user="kim")["code"] == "M-51"
    assert office.refused("user", "set", "nobody", "--active", user="adm")["code"] == "M-55"
    assert office.refused("user", "set", "adm", "--inactive", user="adm")["code"] == "M-155"
    shared = ("--db", office.path, "--user", "max", "--json")
    refused = run("exception", "list", *shared, password="quite another secret")
    assert refused.document["error"]["code"] == "M-52"


def test_user_set_gives_a_new_password(office: CommandLine) -> None:
    new = {"POSAPP_NEW_PASSWORD": "a much newer secret"}
    office.run("user", "add", "ada", "--role", "auditor", user="adm", env=new)
    changed = office.run("user", "set", "ada", "--password", user="adm",
                         env={"POSAPP_NEW_PASSWORD": "the newest secret"})  # fmt: skip
    assert changed.code == 0
    shared = ("--db", office.path, "--user", "ada", "--json")
    assert run("exception", "list", *shared, password="the newest secret").code == 0
    both = office.run("user", "set", "ada", "--password", "--active", user="adm", env=new)
    assert both.code == 2
