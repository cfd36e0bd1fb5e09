"""The log file: rotating, UTF-8, one line per message, long digit runs masked.

Account, card and MICR numbers never reach the log in full (reliability B.1, R13): nine or more
digits in a row, or thirteen and more in groups, keep their last four only. Tracebacks are masked
too, and what a server tells of the row that it refused is left out (T20). Secrets are never logged
at all.
"""

import json
import logging
import os
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
LOGGER: Final = "posapp"
_OWNER_FILE: Final = 0o600
_OWNER_FOLDER: Final = 0o700
FILE_NAME: Final = "posapp.log"
CRASH_FILE_NAME: Final = "posapp-crash.txt"
_MAX_BYTES: Final = 1_000_000
_BACKUPS: Final = 5
_KEPT: Final = 4
_RUN: Final = re.compile(r"\d{9,}|\d(?:[ -]?\d){12,}")
_LEAST_SECRET: Final = 6
_GONE: Final = "\u2022\u2022\u2022"
_IN_ADDRESS: Final = re.compile(r"(://[^/@:\s]*:)[^\s]+@")
_AFTER_NAME: Final = re.compile(
    r"((?:password|passwd|passphrase|pwd|secret|token|api_?key|field_?key)[\"']?\s*[=:]\s*)"
    r"(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s,;&)}\]]+)",
    re.IGNORECASE,
)
# A server's own words on an error: "Failing row contains (12, Müller, Zoë, ...)".
_ROW: Final = re.compile(
    r"((?:DETAIL|CONTEXT): ).*?"
    r"(?=(?:\n|\\x0a)(?:DETAIL|CONTEXT|HINT|QUERY|LINE \d+): |(?:\n|\\x0a)(?:\[SQL|\(Background)"
    r"|\n\n(?:The above|During handling)|\n\d{4}-\d\d-\d\dT|\Z)",
    re.DOTALL,
)
_HASH: Final = re.compile(r"\$argon2[^\s\"']+")
# C0 and C1 controls except the tab.
_CONTROLS: Final = {code: f"\\x{code:02x}" for code in {*range(32), *range(127, 160)} - {ord("\t")}}


def masked(text: str) -> str:
    """The text with every long run of digits reduced to its last four, and without refused rows."""
    return _RUN.sub(_shortened, _ROW.sub(rf"\1{_GONE}", text))


def scrubbed(text: str, secrets: Iterable[str] = ()) -> str:
    """A text to be given away: masked, and without passwords in addresses or after their name.

    Args:
        text: a log, a setting, what a check found.
        secrets: further texts that are taken out wherever they stand; a very short one is no
            secret and would take words apart.
    """
    for secret in secrets:
        if len(secret) >= _LEAST_SECRET:
            # Also as JSON writes it.
            text = text.replace(secret, _GONE).replace(json.dumps(secret)[1:-1], _GONE)
    text = _IN_ADDRESS.sub(rf"\1{_GONE}@", text)
    text = _AFTER_NAME.sub(rf"\1{_GONE}", text)
    return masked(_HASH.sub(_GONE, text))


def configure(folder: Path, level: str = "INFO") -> Path:
    """Send the program's messages to a rotating file in ``folder``; returns the file.

    Calling it again replaces the file, so tests and a changed folder leave no handler behind.

    Raises:
        OSError: when the folder cannot be made or the file cannot be opened.
    """
    if not folder.exists():
        folder.mkdir(mode=_OWNER_FOLDER, parents=True, exist_ok=True)
    path = folder / FILE_NAME
    handler = _OwnLog(path, maxBytes=_MAX_BYTES, backupCount=_BACKUPS, encoding="utf-8", delay=True)
    handler.setFormatter(MaskingFormatter())
    release()
    logger = logging.getLogger(LOGGER)
    logger.addHandler(handler)
    logger.setLevel(level)
    return path


def release() -> None:
    """Close and forget the file of an earlier ``configure``."""
    logger = logging.getLogger(LOGGER)
    for old in [h for h in logger.handlers if isinstance(h, RotatingFileHandler)]:
        logger.removeHandler(old)
        old.close()


class _OwnLog(RotatingFileHandler):
    """A log that only its owner may read, whatever the system gives new files (T10)."""

    def _open(self) -> TextIOWrapper:
        os.close(os.open(self.baseFilename, os.O_CREAT | os.O_WRONLY, _OWNER_FILE))
        file = super()._open()
        # One of an earlier version of the program is tightened.
        with suppress(OSError):
            Path(self.baseFilename).chmod(_OWNER_FILE)
        return file


class MaskingFormatter(logging.Formatter):
    """Formats a record as one line in UTC; masks numbers and makes control characters visible."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self.default_time_format = "%Y-%m-%dT%H:%M:%S"
        self.default_msec_format = "%s.%03dZ"
        self.converter = time.gmtime

    def formatMessage(self, record: logging.LogRecord) -> str:
        """One line: a line break inside a message cannot fake a second entry."""
        record.message = masked(record.message.translate(_CONTROLS))
        return super().formatMessage(record)

    def formatException(self, ei: _ExcInfo) -> str:
        """The traceback, masked."""
        return masked(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:
        """The stack, masked."""
        return masked(stack_info)


def _shortened(found: re.Match[str]) -> str:
    digits = [char for char in found[0] if char.isdigit()]
    return "\u2022\u2022" + "".join(digits[-_KEPT:])
