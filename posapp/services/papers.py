"""Papers of the drawer day: shown, printed, logged (controls 17, PR-04, PR-05, D-16)."""

from typing import Final

from posapp.domain.clock import Clock
from posapp.domain.day_paper import DayPaper
from posapp.domain.day_papers import PaperOrder, PaperSubject
from posapp.domain.paper_style import PaperStyle
from posapp.domain.ports import Printer
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.services.paper_looks import PaperLook, Styled, look_of
from posapp.services.paper_making import make
from posapp.services.paper_sources import Asked, Made, Sources
from posapp.services.paper_subjects import load_subjects
from posapp.services.print_attempts import Attempt, Paper, Printed, PrintRequest, begin, carry_out
from posapp.services.printing import layout_of
from posapp.services.setup import SetUpCache
from posapp.storage import print_log as store
from posapp.storage.base import Transaction
from posapp.storage.event_writes import Stamp
from posapp.storage.requests import result_of_request

_PAPER: Final = "print.paper"


class Papers:
    """Use cases of the papers of the drawer day."""

    def __init__(
        self, sources: Sources, clock: Clock, setup: SetUpCache, style: Styled = PaperStyle
    ) -> None:
        """Papers made of the answers of other services, written as ``style`` says."""
        self._sources = sources
        self._db = sources.db
        self._clock = clock
        self._setup = setup
        self._style = style

    def preview(self, order: PaperOrder, actor: Actor, *, layout: str = "a4") -> bytes:
        """The paper as it would print now; nothing is logged.

        Raises:
            Refused: as ``paper_making.make``; ``M-50`` unknown layout.
        """
        return self.look(order, actor, layout=layout)[0]

    def look(self, order: PaperOrder, actor: Actor, *, layout: str = "a4") -> tuple[bytes, int]:
        """The paper as it would print now, and how often it was printed; nothing is logged.

        Raises:
            Refused: as for the preview.
        """
        actor.require(Right.VIEW)
        paper = self._paper(self._made(order, actor), look_of(layout_of(layout), self._style()))
        with self._db.read() as s:
            copy = store.count_prints(s, paper.kind, paper.object_id)
        return paper.looks(copy), copy

    def copy_of(self, order: PaperOrder, actor: Actor, *, layout: str = "a4") -> tuple[bytes, int]:
        """A copy for somebody who reads and does not print (D-44); nothing is logged.

        It is a duplicate even where no original was printed yet, so it never passes for one (PR-04).

        Raises:
            Refused: as for the preview.
        """
        actor.require(Right.VIEW)
        paper = self._paper(self._made(order, actor), look_of(layout_of(layout), self._style()))
        with self._db.read() as s:
            copy = max(1, store.count_prints(s, paper.kind, paper.object_id))
        return paper.looks(copy), copy

    def print_paper(
        self,
        order: PaperOrder,
        actor: Actor,
        printer: Printer,
        *,
        layout: str = "a4",
        request_id: str = "",
        target: str = "",
    ) -> Printed:
        """Print a paper: the first is the original, every later one *Duplicate n* (PR-04).

        Each X report has a number of its own; papers of a period are made anew each time. The same
        ``request_id`` for the same ``target`` is the same copy again (D-21).

        Raises:
            Refused: as for the preview; ``M-51`` without the right to print, ``M-54`` for a request
                id of something else.
            DeviceFailure: the printer failed; the log says so.
        """
        actor.require(Right.PRINT)
        made = self._made(order, actor)
        paper = self._paper(made, look_of(layout_of(layout), self._style()))
        content = f"{fingerprint(order)} {layout} {target}"
        request = PrintRequest(request_id, _PAPER, content)

        def start(s: Transaction) -> Attempt:
            if made.row:
                store.lock_row(s, made.row, made.object_id)
            stamp = Stamp(self._clock(), actor.user_id)
            return begin(s, paper, printer.name, stamp, request, duplicate=False)

        return carry_out(self._db, self._db.write(start), printer)

    def log(self, order: PaperOrder, actor: Actor) -> tuple[store.Print, ...]:
        """Every print of a paper, oldest first (PR-04)."""
        actor.require(Right.VIEW)
        made = self._made(order, actor)
        with self._db.read() as s:
            return tuple(store.load_prints(s, made.kind, made.object_id))

    def subjects(self, kind: DayPaper, actor: Actor) -> tuple[PaperSubject, ...]:
        """Records of the actor's office that a paper can be of, the newest first.

        An X report is of a drawer that is not balanced, a Z report of one that is; the actor's own
        drawers come first. Papers of a period are of none.

        Raises:
            Refused: ``M-51`` for those who may not see deposits.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return load_subjects(s, kind, actor, self._setup.current(s))

    def was_asked(self, request_id: str, actor: Actor) -> bool:
        """Whether a paper was printed for this request before (D-21)."""
        actor.require(Right.PRINT)
        check_request_id(request_id)
        with self._db.read() as s:
            return result_of_request(s, request_id, _PAPER) is not None

    def _made(self, order: PaperOrder, actor: Actor) -> Made:
        with self._db.read() as s:
            setup = self._setup.current(s)
        return make(Asked(order, actor, self._clock(), setup), self._sources)

    def _paper(self, made: Made, look: PaperLook) -> Paper:
        def render(copy: int, seal: str) -> bytes:
            return made.draw(made.copy(copy, seal), **look)

        return Paper(made.kind, made.object_id, made.title, render, made.seal)
