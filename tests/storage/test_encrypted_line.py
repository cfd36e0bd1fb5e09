"""T14: a line to another computer is encrypted and proved, over real TLS, or it is not made."""

from pathlib import Path

import pytest
from sqlalchemy import text

from posapp.domain.encrypted_line import mode_for
from posapp.errors import StorageFailure
from posapp.storage.db import Database
from tests.helpers.tls_server import HOST, certificate, tls_server

DESK = "db.example"


def reached(url: str) -> bool:
    """Whether the program opens the address and reads there."""
    db = Database.open(url)
    try:
        with db.read() as s:
            return bool(
                s.execute(text("SELECT setup_version IS NOT NULL FROM installation")).first()
            )
    finally:
        db.dispose()


def refused(url: str) -> str:
    with pytest.raises(StorageFailure) as failure:
        reached(url)
    assert failure.value.kind == "settings"
    return str(failure.value)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    return certificate(tmp_path, DESK)


@pytest.fixture(autouse=True)
def no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Certificates of whoever runs the tests are none of theirs."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("PGSSLMODE", "PGSSLROOTCERT", "PGHOST", "PGHOSTADDR"):
        monkeypatch.delenv(name, raising=False)


def test_t14_verify_full_takes_its_own_server_and_no_other(
    postgres_url: str, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    """Host and authority both count; without a mode in the address the same is asked for."""
    other, _ = certificate(tmp_path, "other.example")
    with tls_server(postgres_url, pair) as server:
        assert reached(server.url(DESK, sslmode="verify-full", sslrootcert=str(pair[0])))
        assert reached(server.url(DESK, sslrootcert=str(pair[0])))
        assert set(server.came) == {"TLSv1.3"}
        wrong = refused(server.url(DESK, sslmode="verify-full", sslrootcert=str(other)))
        assert "certificate verify failed" in wrong
        wrong = refused(server.url("pay.example", sslrootcert=str(pair[0])))
        assert "does not match host name" in wrong
        assert "sslrootcert" in refused(server.url(DESK))
        assert reached(server.url(DESK, sslmode="require"))


def test_t14_an_open_line_to_another_computer_is_had_by_saying_so_only(postgres_url: str) -> None:
    with tls_server(postgres_url, None) as server:
        for said in ({}, {"sslmode": "prefer"}, {"sslmode": "allow"}, {"sslmode": "require"}):
            assert "sslmode=disable" in refused(server.url(DESK, **said))
        assert server.came == []
        assert reached(server.url(DESK, sslmode="disable"))
        assert reached(server.url(HOST))
        assert set(server.came) == {"open"}


def test_t14_this_computer_is_known_by_its_names() -> None:
    here = ("", "localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]", "/run/postgresql")
    assert {mode_for({"host": one}, {}) for one in here} == {""}
    away = ("db.example", "10.0.0.7", "localhost.example", "localhost,db.example", "0.0.0.0")
    assert {mode_for({"host": one}, {}) for one in away} == {"verify-full"}
    assert mode_for({}, {"PGHOST": "db.example", "PGSSLMODE": "prefer"}) == "require"
    assert mode_for({}, {"PGHOST": "db.example", "PGSSLMODE": "disable"}) == ""
    assert mode_for({"host": "localhost", "hostaddr": "10.0.0.7"}, {}) == "verify-full"
