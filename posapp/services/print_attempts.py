"""One attempt to print: logged before it is tried, and the same copy again for the same request."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from posapp.domain.ports import Printer
from posapp.domain.requests import check_request_id
from posapp.errors import DeviceFailure
from posapp.storage import print_log as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.event_writes import Stamp
from posapp.storage.requests import find_request, record_request

_FAILED: Final = "FAILED"


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper that was made: its bytes, which copy it is, and where it went.

    ``replayed`` says that its request had been carried out before (D-21).
    """

    pdf: bytes
    copy: int
    where: str
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed: kind and object in the print log, title, and how a copy looks.

    ``seal`` is the audit seal that a print bears now, empty for papers without one (R11).
    """

    kind: str
    object_id: int
    title: str
    render: Callable[[int, str], bytes]
    seal: str = ""

    def looks(self, copy: int) -> bytes:
        """The paper as it would come out now."""
        return self.render(copy, self.seal)


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """Identity of a print that may be asked for again (D-21); no id: each print is its own."""

    id: str = ""
    kind: str = ""
    content: str = ""


UNNAMED: Final = PrintRequest()


@dataclass(frozen=True, slots=True)
class Attempt:
    """A print that begins: its row, none when what came of it is known, and which copy it is.

    ``seal`` is the one that it bears: that of the first time, where it is the same print again.
    """

    paper: Paper
    copy: int
    row: int | None
    replayed: bool
    seal: str


def begin(
    s: Transaction,
    paper: Paper,
    printer: str,
    stamp: Stamp,
    request: PrintRequest,
    *,
    duplicate: bool,
) -> Attempt:
    """Log an attempt; the request of an earlier one gives its copy again (D-21).

    An earlier attempt that failed is tried anew and logged so; it stays one copy.

    Raises:
        Refused: ``M-54`` for a request id of something else.
    """
    done = _found(s, request)
    if done is None:
        count = store.count_prints(s, paper.kind, paper.object_id)
        copy = max(count, 1) if duplicate else count
    else:
        copy, outcome, seal = store.load_print(s, done)
        if not outcome.startswith(_FAILED):
            return Attempt(paper, copy, None if outcome else done, replayed=True, seal=seal)
    row = store.insert_print(
        s,
        paper.kind,
        paper.object_id,
        copy=copy,
        at=stamp.at,
        user_id=stamp.user_id,
        printer=printer,
        seal=paper.seal,
    )
    if request.id and done is None:
        record_request(s, request.id, request.kind, request.content, row,
                       at=stamp.at, user_id=stamp.user_id)  # fmt: skip
    return Attempt(paper, copy, row, replayed=done is not None, seal=paper.seal)


def carry_out(db: Database, attempt: Attempt, printer: Printer) -> Printed:
    """Render and send what was begun, and say in the log what came of it.

    Raises:
        DeviceFailure: the printer failed; the log says so.
    """
    pdf = attempt.paper.render(attempt.copy, attempt.seal)
    title = attempt.paper.title
    if attempt.copy:
        title += f"-duplicate-{attempt.copy}"
    try:
        where = printer.print_pdf(pdf, title)
    except DeviceFailure as failure:
        _say(db, attempt, f"{_FAILED}: {failure.detail}")
        raise
    _say(db, attempt, f"PRINTED: {where}")
    return Printed(pdf, attempt.copy, where, attempt.replayed)


def _say(db: Database, attempt: Attempt, outcome: str) -> None:
    row = attempt.row
    if row is not None:
        db.write(lambda s: store.set_outcome(s, row, outcome))


def _found(s: Transaction, request: PrintRequest) -> int | None:
    """The print that the request made (D-21)."""
    if not request.id:
        return None
    check_request_id(request.id)
    return find_request(s, request.id, request.kind, request.content)
