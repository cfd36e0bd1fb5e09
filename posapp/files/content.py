"""The bytes of a foreign file: regular files only, up to a size limit (R10)."""

import stat
from pathlib import Path
from typing import Final

from posapp.files.faults import wrong_file

MEGABYTE: Final = 1_000_000


def read_content(path: Path, limit: int) -> bytes:
    """The bytes of a regular file that is neither empty nor larger than ``limit``.

    Raises:
        Refused: ``M-82``.
    """
    too_large = f"is larger than {limit // MEGABYTE} MB"
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise wrong_file(path.name, "is a folder")
        if not stat.S_ISREG(about.st_mode):
            raise wrong_file(path.name, "is not a regular file")
        if about.st_size > limit:
            raise wrong_file(path.name, too_large)
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except FileNotFoundError:
        raise wrong_file(path.name, "does not exist") from None
    except OSError as error:
        raise wrong_file(path.name, f"cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise wrong_file(path.name, "is not a usable file name") from None
    if len(content) > limit:
        raise wrong_file(path.name, too_large)
    if not (content[:4096].strip() or content.strip()):
        raise wrong_file(path.name, "is empty")
    return content
