"""The ZIP for whoever helps: what goes into it, without secrets (T20); needs no database."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from posapp.domain.health_values import as_json
from posapp.errors import StorageFailure
from posapp.log import CRASH_FILE_NAME, FILE_NAME, scrubbed

_LOG_BYTES: Final = 1_000_000


def write_crash_bundle(
    path: Path,
    report: str,
    *,
    versions: Mapping[str, str],
    settings: Mapping[str, Any],
    log_folder: Path,
    secrets: tuple[str, ...] = (),
) -> None:
    """Write what is known of a crash, whoever is signed in and whatever the database does.

    Args:
        path: the file; one that is there is replaced.
        report: of the crash, as shown.
        versions: of the program and what it is made of.
        settings: the workstation's, by name.
        log_folder: where ``posapp.log`` lies.
        secrets: texts that are taken out wherever they stand.

    Raises:
        StorageFailure: the file cannot be written.
    """
    texts = {
        "crash.txt": report,
        "versions.json": as_json(versions),
        "settings.json": as_json(settings),
    }
    write_zip(path, texts | log_texts(log_folder), secrets)


def log_texts(folder: Path) -> dict[str, str]:
    """The end of the log, and what hard crashes left behind, by name in the ZIP."""
    found = {FILE_NAME: _end_of(folder / FILE_NAME)}
    if (folder / CRASH_FILE_NAME).exists():
        found[CRASH_FILE_NAME] = _end_of(folder / CRASH_FILE_NAME)
    return found


def write_zip(path: Path, texts: Mapping[str, str], secrets: tuple[str, ...]) -> None:
    """Write texts, scrubbed, as a ZIP: whole or not at all.

    Raises:
        StorageFailure: it cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, text in texts.items():
                bundle.writestr(name, scrubbed(text, secrets))
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StorageFailure(
            "read_only",
            f"{path} could not be written ({error.strerror}). Choose another place.",
        ) from error


def _end_of(file: Path) -> str:
    """The end of a log; the first line may be half of one and is left out."""
    try:
        content = file.read_bytes()
    except OSError as error:
        return f"no log: {error.strerror}\n"
    text = content[-_LOG_BYTES:].decode("utf-8", "replace")
    return text if len(content) <= _LOG_BYTES else text.partition("\n")[2]
