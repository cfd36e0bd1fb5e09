"""The printer that writes files: our names, our folder, new files only (reliability B.5, R3)."""

import os
from pathlib import Path

import pytest

from posapp.devices.folder import FolderPrinter, safe_name
from posapp.domain.ports import Printer
from posapp.errors import DeviceFailure
from tests.helpers.children import run

PDF = b"%PDF-1.4 paper"


# In a child: a limit in this process would also hit the file that the test run itself writes to.
NO_ROOM = """
import resource, sys
from pathlib import Path
from posapp.devices.folder import FolderPrinter
from posapp.errors import DeviceFailure
folder = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (1024, resource.RLIM_INFINITY))
try:
    FolderPrinter(folder).print_pdf(b"x" * 5000, "Receipt 1")
except DeviceFailure as failure:
    print(failure.detail)
print(sorted(path.name for path in folder.iterdir()))
print(FolderPrinter(folder).print_pdf(b"%PDF-1.4 paper", "Receipt 1"))
"""


def test_writes_the_document_and_says_where(tmp_path: Path) -> None:
    printer: Printer = FolderPrinter(tmp_path / "new" / "folder")
    where = printer.print_pdf(PDF, "Receipt 100000000042-17")
    assert where == str(tmp_path / "new" / "folder" / "Receipt-100000000042-17.pdf")
    assert Path(where).read_bytes() == PDF
    assert Path(where).stat().st_mode & 0o077 == 0


def test_a_file_that_exists_is_never_touched(tmp_path: Path) -> None:
    printer = FolderPrinter(tmp_path)
    first = printer.print_pdf(PDF, "Receipt 1-1")
    second = printer.print_pdf(b"other", "Receipt 1-1")
    third = printer.print_pdf(b"third", "Receipt 1-1")
    assert [Path(name).name for name in (first, second, third)] == [
        "Receipt-1-1.pdf",
        "Receipt-1-1-2.pdf",
        "Receipt-1-1-3.pdf",
    ]
    assert Path(first).read_bytes() == PDF
    assert Path(second).read_bytes() == b"other"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "Receipt-1.pdf").symlink_to(secret)
    where = FolderPrinter(folder).print_pdf(PDF, "Receipt 1")
    assert Path(where).name == "Receipt-1-2.pdf"
    assert not secret.exists()


@pytest.mark.parametrize(
    "title",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "C:\\Windows\\x",
        "CON",
        "lpt1",
        "a\x00b",
        "x" * 300,
        "",
        "...",
        "-rf",
        "محمد",
        "a\nb;rm -rf *",
    ],
)
def test_no_title_leaves_the_folder(title: str, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    where = Path(FolderPrinter(folder).print_pdf(PDF, title))
    assert where.parent == folder
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [where.name]
    assert len(where.name) <= 90
    assert where.stem.lower() not in {"con", "lpt1", "", "."}
    assert not where.name.startswith(("-", "."))


def test_safe_name_keeps_our_own_titles_readable() -> None:
    assert safe_name("Receipt 100000000042-17") == "Receipt-100000000042-17"
    assert safe_name("  ") == "paper"
    assert safe_name("NUL") == "paper-NUL"


def test_folder_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("x")
    with pytest.raises(DeviceFailure, match="cannot be written") as failed:
        FolderPrinter(target, name="Tray").print_pdf(PDF, "Receipt 1")
    assert failed.value.device == "Tray"
    assert target.read_text() == "x"


@pytest.mark.skipif(os.name != "posix", reason="no file size limits on this system")
def test_r3_what_does_not_fit_leaves_no_half_file(tmp_path: Path) -> None:
    said, left, printed = run(NO_ROOM, str(tmp_path))
    assert "cannot be written" in said
    assert left == "[]"
    assert Path(printed).read_bytes() == PDF
