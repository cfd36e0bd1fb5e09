"""``posapp support``: how the installation is, and a bundle of facts for whoever helps (T20)."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from posapp import paths
from posapp.cli.call import Call
from posapp.cli.commands import Answer, command, noun
from posapp.cli.contract import REFUSED
from posapp.cli.plain import Document
from posapp.domain.health import Level, Part
from posapp.domain.health_values import health_values
from posapp.support import environment_secrets, versions

app = noun("Support: health, and a bundle for whoever helps.", "posapp support health --user sam")


@command(app, "health", example="posapp support health --user sam --json")
def health(call: Call) -> Answer:
    """Database, last check, last copy, disk space, printer, mails; exit code 1 when one is bad."""
    found = call.services.health.look(call.actor)
    levels = {part.value: found.level(part).value for part in Part}
    document = {"levels": levels} | health_values(found)
    return Answer(document, REFUSED if found.worst is Level.BAD else 0)


@command(app, "bundle", example="posapp support bundle posapp-support.zip --user sam")
def bundle(
    call: Call, file: Annotated[Path, typer.Argument(metavar="FILE", help="ZIP to be written.")]
) -> Document:
    """Write versions, settings, the last log, health and a fresh check to a ZIP; no secrets."""
    report = call.services.health.write_bundle(
        file,
        call.actor,
        versions=versions(),
        settings=asdict(call.settings),
        log_folder=paths.log_dir(),
        secrets=environment_secrets(),
    )
    return {"file": str(file), "size": file.stat().st_size, "clean": report.clean}
