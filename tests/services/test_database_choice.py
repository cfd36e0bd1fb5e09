"""S1, T14: a database is looked at before a workstation is set to it; passwords go to the keyring."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from posapp.domain.messages import sentence
from posapp.domain.server_address import ServerAddress, address_of
from posapp.errors import Refused
from posapp.services.database_choice import DatabaseChoice, blamed
from posapp.services.database_password import use_stored_password
from posapp.storage import patience
from posapp.vault import database_password as vault
from tests.helpers.clock import FixedClock
from tests.helpers.office import Office, open_office


@pytest.fixture
def admin_office(sqlite_db: object, clock: FixedClock) -> Office:
    return open_office(sqlite_db, clock)  # type: ignore[arg-type]


@pytest.fixture
def choice(clock: FixedClock) -> DatabaseChoice:
    return DatabaseChoice(clock)


def test_an_address_keeps_its_parts_there_and_back() -> None:
    made = ServerAddress(
        "a.example, b.example", "5432", "till 1", "cash@1", "verify-full", "/etc/ca.pem",
        (("connect_timeout", "3"),),
    )  # fmt: skip
    url = made.url()
    assert "target_session_attrs=read-write" in url
    assert "a.example:5432,b.example:5432" in url
    found = address_of(url)
    assert found == ServerAddress(
        "a.example,b.example", "5432", "till 1", "cash@1", "verify-full", "/etc/ca.pem",
        (("connect_timeout", "3"),),
    )  # fmt: skip
    assert found.url() == url
    socket = ServerAddress("/run/postgresql", "5433", "till", "cash", "prefer")
    assert address_of(socket.url()) == socket
    assert address_of("/var/lib/posapp.db") is None
    assert address_of("sqlite:///x.db") is None


def test_t14_an_address_of_the_page_never_holds_a_password() -> None:
    found = address_of("postgresql://cash:hush@db/till")
    assert found is not None
    assert "hush" not in found.url()


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("hosts", {"hosts": ""}),
        ("hosts", {"hosts": "db.example,"}),
        ("hosts", {"hosts": "user@db"}),
        ("port", {"port": "0"}),
        ("port", {"port": "70000"}),
        ("port", {"port": "1,2,3"}),
        ("name", {"name": " "}),
        ("user", {"user": ""}),
        ("tls", {"tls": "perhaps"}),
    ],
)
def test_m380_what_is_wrong_is_said_at_its_field(field: str, change: dict[str, str]) -> None:
    parts = {"hosts": "db", "port": "5432", "name": "till", "user": "cash", "tls": "require"}
    with pytest.raises(Refused) as refused:
        ServerAddress(**parts | change).url()  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.fields["field"]) == ("M-380", field)
    assert sentence("M-380", refused.value.fields).endswith(".")


def test_what_servers_say_blames_a_field() -> None:
    said = {
        'FATAL: password authentication failed for user "x"': "password",
        'FATAL: database "x" does not exist': "name",
        'FATAL: role "x" does not exist': "user",
        "failed to resolve host 'x': Name or service not known": "hosts",
        "connection failed: Connection refused": "port",
        "SSL error: certificate verify failed": "tls",
        "connection timeout expired": "hosts",
        "something else": "",
    }
    assert {says: blamed(says) for says in said} == said


@pytest.mark.postgres
def test_a_server_is_looked_at_and_nothing_is_written(
    choice: DatabaseChoice, admin_office: Office, postgres_url: str
) -> None:
    found = choice.test(postgres_url, "", admin_office.actors["admin"])
    assert found.is_current
    assert found.is_super, "the tests' own user is one"
    assert found.may_take
    assert found.latency_ms < 1000
    assert found.clock_off is not None
    assert not found.is_standby
    assert not found.pooled


@pytest.mark.postgres
def test_m380_a_missing_database_and_a_wrong_host_are_said_at_their_field(
    choice: DatabaseChoice, admin_office: Office, postgres_url: str
) -> None:
    parts = urlsplit(postgres_url)
    admin = admin_office.actors["admin"]
    for url, field in (
        (postgres_url.replace(parts.path, "/not_there"), "name"),
        ("postgresql+psycopg://cash@127.0.0.1:1/till?sslmode=disable", "port"),
    ):
        with pytest.raises(Refused) as refused:
            choice.test(url, "", admin)
        assert (refused.value.code, refused.value.fields["field"]) == ("M-380", field)


def test_a_file_is_looked_at(
    choice: DatabaseChoice, admin_office: Office, sqlite_url: str, tmp_path: Path
) -> None:
    admin = admin_office.actors["admin"]
    found = choice.test(sqlite_url, "", admin)
    assert found.is_current
    assert found.engine.startswith("SQLite 3.")
    with pytest.raises(Refused):
        choice.test(str(tmp_path / "none.db"), "", admin)
    assert not (tmp_path / "none.db").exists()


def test_d44_only_who_sets_up_chooses(choice: DatabaseChoice, admin_office: Office) -> None:
    with pytest.raises(Refused) as refused:
        choice.test("x.db", "", admin_office.cashier)
    assert refused.value.code == "M-51"


def test_m381_a_password_goes_to_the_keyring_and_comes_back_from_it(
    choice: DatabaseChoice, admin_office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ring: dict[str, str] = {}
    monkeypatch.setattr(vault, "stored_password", ring.get)
    monkeypatch.setattr(vault, "keep_password", lambda entry, word: not ring.update({entry: word}))
    for name in ("PGPASSWORD", "PGPASSFILE", vault.VARIABLE, vault.FILE_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    vault._stored.cache_clear()
    url, admin = (
        "postgresql+psycopg://cash@db:5432/till?sslmode=require",
        admin_office.actors["admin"],
    )
    choice.keep_password(url, "a long secret", admin)
    assert ring == {"database:cash@db:5432/till": "a long secret"}
    use_stored_password()
    plain = url.replace("+psycopg", "")
    assert patience.PASSWORDS.of(plain, {}) == {"password": "a long secret"}
    assert patience.PASSWORDS.of(plain, {"password": "in the address"}) == {}
    file = tmp_path / "word"
    file.write_text("of a file\n", "utf-8")
    monkeypatch.setenv(vault.FILE_VARIABLE, str(file))
    assert vault.database_password(plain) == "of a file"
    monkeypatch.setenv(vault.VARIABLE, "of the environment")
    assert vault.database_password(plain) == "of the environment"
    monkeypatch.setattr(vault, "keep_password", lambda _entry, _word: False)
    with pytest.raises(Refused) as refused:
        choice.keep_password(url, "x", admin)
    assert refused.value.code == "M-381"
    vault._stored.cache_clear()
