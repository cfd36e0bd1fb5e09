"""A printer of the command line: the file that the user named."""

from dataclasses import dataclass
from pathlib import Path

from posapp.errors import DeviceFailure
from posapp.paths import write_whole


@dataclass(frozen=True, slots=True)
class FilePrinter:
    """Writes a paper to one file; an earlier one of the same request is replaced."""

    path: Path

    @property
    def name(self) -> str:
        """Name in the print log."""
        return "file"

    def print_pdf(self, pdf: bytes, title: str) -> str:
        """Write the file; returns its path.

        Raises:
            DeviceFailure: when the folder is not there or cannot be written.
        """
        try:
            write_whole(self.path, pdf)
        except OSError as error:
            reason = error.strerror or str(error)
            raise DeviceFailure(
                "file", f"{title} cannot be written to {self.path}: {reason}."
            ) from error
        return str(self.path)
