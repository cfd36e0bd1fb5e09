"""A printer that writes PDF files into one folder: demo, tests, print to file (reliability B.5).

A file is named after the title that our own code gives it, such as ``Receipt 100000000042-17``;
whatever else might be in a title cannot leave the folder, name a device or replace a file.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from posapp.errors import DeviceFailure

_UNSAFE: Final = re.compile("[^0-9A-Za-z_-]+")
_LONGEST: Final = 80
_MOST_COPIES: Final = 10_000
# Names that Windows takes for devices, whatever their ending.
_DEVICES: Final = re.compile("(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])")


@dataclass(frozen=True, slots=True)
class FolderPrinter:
    """Writes each document into its own new file of ``folder``, which is made when missing.

    Attributes:
        folder: where the files go.
        name: name as the user knows it.
    """

    folder: Path
    name: str = "Print to folder"

    def print_pdf(self, pdf: bytes, title: str) -> str:
        """Write one document; returns the path of its file.

        A file that exists is never touched: the next free number is put behind the name. What
        could not be written in full is removed.

        Raises:
            DeviceFailure: when the folder or the file cannot be written.
        """
        return self.write(pdf, title, ".pdf")

    def write(self, content: bytes, title: str, ending: str) -> str:
        """Write bytes as a new file with an ending, as ``print_pdf`` does.

        Raises:
            DeviceFailure: when the folder or the file cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path, handle = self._create(safe_name(title), ending)
        except OSError as error:
            raise DeviceFailure(self.name, _sentence(self.folder, error)) from error
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            path.unlink(missing_ok=True)
            raise DeviceFailure(self.name, _sentence(path, error)) from error
        return str(path)

    def _create(self, stem: str, ending: str) -> tuple[Path, int]:
        """A new file that did not exist before; links are not followed."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        flags |= getattr(os, "O_BINARY", 0)
        for copy in range(1, _MOST_COPIES):
            path = self.folder / (f"{stem}{ending}" if copy == 1 else f"{stem}-{copy}{ending}")
            try:
                return path, os.open(path, flags, 0o600)
            except FileExistsError:
                continue
        raise DeviceFailure(
            self.name, f"{self.folder} already holds {_MOST_COPIES - 1} files of this name."
        )


def safe_name(title: str) -> str:
    """A file name without ending: ASCII letters, digits, ``-`` and ``_``, never empty."""
    stem = _UNSAFE.sub("-", title).strip("-_")[:_LONGEST].rstrip("-_")
    return f"paper-{stem}" if _DEVICES.fullmatch(stem) else stem or "paper"


def _sentence(path: Path, error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    return f"{path} cannot be written ({reason}). Choose another folder or free the place."
