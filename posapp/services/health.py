"""How the installation is, and the bundle of facts that one sends to whoever helps (F4, T20)."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from posapp.domain.clock import Clock
from posapp.domain.health import JUMPS_SHOWN, DiskRoom, Health, Part
from posapp.domain.health_values import as_json, health_values
from posapp.domain.rights import Actor, Right
from posapp.domain.upkeep import CopyPlan, UpkeepKind
from posapp.log import FILE_NAME
from posapp.paths import log_dir, loose
from posapp.services.checking import Checking
from posapp.services.support_files import log_texts, write_zip
from posapp.storage import health as store
from posapp.storage.backup import server_way
from posapp.storage.check import CheckReport
from posapp.storage.copies import places_of
from posapp.storage.db import Database
from posapp.storage.info import info
from posapp.storage.upkeep import last_upkeep


class HealthDesk:
    """Use cases of whoever looks after the installation."""

    def __init__(
        self, db: Database, clock: Clock, checking: Checking, plan: Callable[[], CopyPlan]
    ) -> None:
        """Make it; ``plan`` gives the places of copies as the workstation is set now."""
        self._db = db
        self._clock = clock
        self._checking = checking
        self._plan = plan

    def look(self, actor: Actor) -> Health:
        """Everything that is known without proving anything.

        Raises:
            Refused: ``M-51``.
            StorageFailure: the database cannot be reached.
        """
        actor.require(Right.CHECK_DATABASE)
        about = info(self._db, counted=False)
        with self._db.read() as s:
            return Health(
                now=self._clock(),
                engine=about.engine,
                version=about.version,
                address=about.url,
                schema=about.schema,
                size=about.size,
                # A log beside a file is ours: it is open here.
                notes=() if self._db.path is not None else about.notes,
                check=last_upkeep(s, UpkeepKind.CHECK),
                copy=last_upkeep(s, UpkeepKind.COPY),
                proved_copy=last_upkeep(s, UpkeepKind.COPY, good=True),
                restored=last_upkeep(s, UpkeepKind.RESTORE),
                server_way=server_way(self._db.url_shown) if self._db.path is None else "",
                disks=self._disks(),
                last_print=store.last_print(s),
                outbox=store.load_outbox(s),
                loose=loose(*self._own_files()),
                clock=store.clock_jumps(s, self._clock() - JUMPS_SHOWN),
            )

    def write_bundle(
        self,
        path: Path,
        actor: Actor,
        *,
        versions: Mapping[str, str],
        settings: Mapping[str, Any],
        log_folder: Path,
        secrets: tuple[str, ...] = (),
    ) -> CheckReport:
        """Write a ZIP with versions, settings, log, health and a fresh check; no secrets (T20).

        Args:
            path: the file; one that is there is replaced.
            actor: who asks.
            versions: of the program and what it is made of.
            settings: the workstation's, by name.
            log_folder: where ``posapp.log`` lies.
            secrets: texts that are taken out wherever they stand, such as passwords of the
                environment.

        Raises:
            Refused: ``M-51``.
            StorageFailure: the file cannot be written, or the database not read.
        """
        report = self._checking.run(actor)
        health = self.look(actor)
        levels = {part.value: health.level(part).value for part in Part}
        documents: dict[str, Any] = {
            "versions.json": versions,
            "settings.json": settings,
            "health.json": {"levels": levels} | _in_megabytes(health_values(health)),
            "check.json": {"clean": report.clean, "findings": [asdict(o) for o in report.findings]},
        }
        texts = {name: as_json(found) for name, found in documents.items()}
        write_zip(path, texts | log_texts(log_folder), secrets)
        return report

    def _own_files(self) -> tuple[Path, ...]:
        """What only the owner should read: the file with its log, its folder, the program's log."""
        log, path = log_dir() / FILE_NAME, self._db.path
        if path is None:
            return (log,)
        beside = (path.with_name(path.name + end) for end in ("", "-wal", "-shm"))
        return (*beside, path.parent, log)

    def _disks(self) -> tuple[DiskRoom, ...]:
        path = self._db.path
        if path is None:
            return ()
        first, *second = places_of(path, self._plan())
        # The folder of copies is made with the first of them.
        made = [first] if first.exists() else []
        folders = dict.fromkeys((path.parent, *made, *second))
        return tuple(DiskRoom(str(one), _free(one)) for one in folders)


def _in_megabytes(values: dict[str, Any]) -> dict[str, Any]:
    """Long numbers are masked like any other, so sizes are told in shorter ones."""
    for one in (values, *values["disks"], *filter(None, (values["copy"], values["proved_copy"]))):
        for name in ("size", "free"):
            if one.get(name) is not None:
                one[f"{name}_mb"] = one.pop(name) // 1_000_000
    return values


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
