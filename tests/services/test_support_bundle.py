"""Health and the support bundle (T20, R13, F4): what is said, and what is never given away."""

import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from posapp.domain.health import DiskRoom, Level, Outbox, Part
from posapp.domain.upkeep import CopyPlan, CopyReason, NewUpkeep, UpkeepKind
from posapp.errors import Refused, StorageFailure
from posapp.log import FILE_NAME, scrubbed
from posapp.storage.upkeep import insert_upkeep
from tests.helpers.clock import FixedClock
from tests.helpers.office import Office

SECRETS = {
    "environment": 'hunter2 "quoted" secret',
    "address": "s3cr3tInUrl",
    "at": "p@ss@word",
    "named": "Tr0ub4dor",
    "quoted": "correct horse battery",
    "json": "staple-staple",
    "token": "tok_9f8e7d6c",
    "hash": "c29tZXNhbHQ",
    "card": "4111111111111111",
    "spaced card": "4111 1111 1111 1111",
    "account": "DE89370400440532013000",
}
LOG = f"""\
2026-11-20T15:00:00.000Z INFO posapp: started
sign-in with {SECRETS["environment"]}
cannot reach postgresql+psycopg://kim:{SECRETS["address"]}@server/posapp
cannot reach smtp://desk:{SECRETS["at"]}@mail.example.org
PGPASSWORD={SECRETS["named"]} was refused
Login(user='kim', password='{SECRETS["quoted"]}')
{{"password": "{SECRETS["json"]}", "token": "{SECRETS["token"]}"}}
$argon2id$v=19$m=65536,t=3,p=4${SECRETS["hash"]}$RdescudvJCsgt3ub
card {SECRETS["card"]} and {SECRETS["spaced card"]}, account {SECRETS["account"]}
"""


def written(office: Office, folder: Path) -> dict[str, str]:
    """Texts of a bundle, by name."""
    path = folder / "support.zip"
    office.services.health.write_bundle(
        path,
        office.supervisor,
        versions={"posapp": "1.2.3"},
        settings={"station_name": "Window 2", "database_url": f"x://a:{SECRETS['address']}@b/c"},
        log_folder=folder,
        secrets=(SECRETS["environment"], ""),
    )
    with zipfile.ZipFile(path) as bundle:
        assert bundle.testzip() is None
        return {name: bundle.read(name).decode("utf-8") for name in bundle.namelist()}


def test_t20_no_secret_that_was_seeded_is_in_the_bundle(
    sqlite_office: Office, tmp_path: Path
) -> None:
    (tmp_path / FILE_NAME).write_text(LOG, "utf-8")
    says = f"a row of card {SECRETS['card']}"
    bad = NewUpkeep(UpkeepKind.COPY, good=False, says=f"{says} password={SECRETS['named']}")
    sqlite_office.db.write(lambda s: insert_upkeep(s, bad, sqlite_office.clock()))
    texts = written(sqlite_office, tmp_path)
    given_away = [name for name, secret in SECRETS.items() if secret in "".join(texts.values())]
    assert given_away == []
    # What helps is still there.
    log = texts[FILE_NAME]
    assert "INFO posapp: started" in log
    assert "mail.example.org" in log
    assert "card \u2022\u20221111" in log


def test_the_bundle_says_versions_settings_health_and_what_the_check_found(
    sqlite_office: Office, tmp_path: Path
) -> None:
    texts = written(sqlite_office, tmp_path)
    assert set(texts) == {
        "versions.json", "settings.json", "health.json", "check.json", FILE_NAME,
    }  # fmt: skip
    assert json.loads(texts["versions.json"]) == {"posapp": "1.2.3"}
    assert json.loads(texts["settings.json"])["station_name"] == "Window 2"
    assert json.loads(texts["check.json"]) == {"clean": True, "findings": []}
    health = json.loads(texts["health.json"])
    assert health["levels"]["check"] == "GOOD"
    assert isinstance(health["disks"][0]["free_mb"], int)
    assert texts[FILE_NAME].startswith("no log")
    assert not list(tmp_path.glob(".*part"))


def test_a_bundle_that_cannot_be_written_says_so(sqlite_office: Office, tmp_path: Path) -> None:
    with pytest.raises(StorageFailure, match="Choose another place"):
        written(sqlite_office, tmp_path / "none")
    with pytest.raises(Refused):
        sqlite_office.services.health.look(sqlite_office.cashier)


def test_a_word_that_is_no_secret_stays() -> None:
    assert scrubbed("the password is wrong; a token was taken", ("is",)) == (
        "the password is wrong; a token was taken"
    )


def test_health_on_both_engines_turns_with_age_findings_and_mails(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    services, supervisor = office.services, office.supervisor
    services.copy_plan = CopyPlan(tmp_path / "first")
    new = services.health.look(supervisor)
    assert (new.level(Part.CHECK), new.level(Part.MAIL)) == (Level.LOOK, Level.GOOD)
    services.checking.run(supervisor)
    services.copies.make(CopyReason.NIGHT, supervisor)
    good = services.health.look(supervisor)
    levels = (good.level(Part.CHECK), good.level(Part.COPY), good.level(Part.PRINTER))
    assert levels == (Level.GOOD, Level.GOOD, Level.GOOD)
    assert bool(good.disks) == services.copies.is_ours
    clock.advance(days=2)
    old = services.health.look(supervisor)
    assert old.level(Part.CHECK) is Level.LOOK
    bad = NewUpkeep(UpkeepKind.CHECK, good=False, says="ledger")
    office.db.write(lambda s: insert_upkeep(s, bad, clock()))
    assert services.health.look(supervisor).worst is Level.BAD


def test_f4_little_room_is_worth_a_look_and_none_is_bad(sqlite_office: Office) -> None:
    health = sqlite_office.services.health.look(sqlite_office.supervisor)
    rooms = {None: Level.LOOK, 99_000_000: Level.BAD, 499_000_000: Level.LOOK, 10**9: Level.GOOD}
    for free, level in rooms.items():
        disks = (DiskRoom("/a", 10**12), DiskRoom("/b", free))
        assert replace(health, disks=disks).level(Part.DISK) is level
    late = health.now - timedelta(hours=2)
    assert replace(health, outbox=Outbox(1, 0, late, "m")).level(Part.MAIL) is Level.LOOK
    assert replace(health, outbox=Outbox(0, 1, None, "m")).level(Part.MAIL) is Level.LOOK
