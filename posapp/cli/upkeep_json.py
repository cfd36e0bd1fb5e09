"""Copies and checks of the database as documents."""

from typing import TYPE_CHECKING

from posapp.cli.call import tell
from posapp.cli.plain import Document

if TYPE_CHECKING:
    from posapp.domain.upkeep import KeptCopy, Upkeep


def upkeep_document(run: "Upkeep | None") -> Document | None:
    """What came of a copy or check; ``None`` when there was none."""
    if run is None:
        return None
    return {
        "at": run.at.isoformat(),
        "good": run.good,
        "says": run.says or None,
        "place": run.place or None,
        "size": run.size or None,
        "checks": run.count or None,
        "by": run.user or None,
        "workstation": run.workstation or None,
    }


def told(run: "Upkeep | None") -> Document | None:
    """The document of a copy; what failed goes to standard error too (F20)."""
    if run is not None and not run.good:
        tell([f"The database was not copied as planned: {run.says}"])
    return upkeep_document(run)


def copy_document(copy: "KeptCopy") -> Document:
    """A copy in one of the places."""
    return {
        "file": str(copy.path),
        "made_at": copy.made_at.isoformat(),
        "size": copy.size,
        "reason": copy.reason,
        "proved": copy.proved,
        "second_place": copy.second,
    }
