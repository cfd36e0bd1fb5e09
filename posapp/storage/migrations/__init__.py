"""Schema revisions, oldest first. The program knows these; anything else is a newer program's.

The list stands here so that opening a database does not have to load Alembic; a test compares it
with the files in ``versions``.
"""

from typing import Final

REVISIONS: Final = ("0001",)
HEAD: Final = REVISIONS[-1]
