"""Quick Add: look rows up, keep a batch, carry it out group by group, find it again."""

from collections.abc import Callable, Collection, Sequence

from posapp.domain.clock import Clock
from posapp.domain.distribution_rule import DistributionRule
from posapp.domain.ids import ControlId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.ports import Progress
from posapp.domain.quick_add import (
    BatchId,
    BatchItem,
    BatchView,
    QuickHeader,
    QuickKind,
    QuickLine,
    RowFound,
)
from posapp.domain.rights import Actor
from posapp.domain.topics import Saved
from posapp.services.payment_events import PaymentEvents
from posapp.services.setup import SetUpCache
from posapp.storage.db import Database


class QuickAdd:
    """Use cases of Quick Add."""

    def __init__(
        self, db: Database, clock: Clock, setup: SetUpCache, events: PaymentEvents
    ) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._events = events

    def offered_rules(self, actor: Actor, *, single: bool = False) -> tuple[DistributionRule, ...]:
        """Rules to choose from, the default one first (payments 10.2).

        In *Multiple* those that find a payor and take money; with ``single`` every active one.
        """
        raise NotImplementedError

    def limit(self, actor: Actor) -> int:
        """How many rows the accounts page has (payments 11); files are not limited by it."""
        raise NotImplementedError

    def look_up(
        self, kind: QuickKind, row: QuickLine, control_id: ControlId | None, actor: Actor
    ) -> RowFound:
        """What a row names, as it is left; its amount and tender may still be missing.

        Raises:
            Refused: ``fields["field"]`` names the ``QuickLine`` field that is wrong.
        """
        raise NotImplementedError

    def check(
        self, kind: QuickKind, row: QuickLine, control_id: ControlId | None, actor: Actor
    ) -> RowFound:
        """The same with amount, tender type and check number; nothing is written.

        Raises:
            Refused: ``fields["field"]`` names the ``QuickLine`` field that is wrong.
        """
        raise NotImplementedError

    def start(
        self,
        header: QuickHeader,
        rows: Sequence[QuickLine],
        request_id: str,
        actor: Actor,
        *,
        most: int | None = None,
    ) -> Saved[BatchId]:
        """Keep a batch and its rows before any event, in one transaction (D-21).

        Empty rows are skipped (QA-19); the others keep their order. ``most`` limits their number.

        Raises:
            Refused: ``M-140``, ``M-141`` when the tape does not agree, ``M-142`` too many rows, ``M-70``
                none, ``M-05`` and the like for the drawer, ``M-54`` an id that was used before.
        """
        raise NotImplementedError

    def run(
        self,
        batch_id: BatchId,
        actor: Actor,
        *,
        confirmed: frozenset[str] = frozenset(),
        lines: Collection[int] | None = None,
        control_id: ControlId | None = None,
        progress: Progress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> BatchView:
        """Carry out what waits: each group in its own transaction, its outcome in the same one.

        A second run does only what the first one left; rows that are in are never touched.

        Args:
            batch_id: the batch.
            actor: who takes the money.
            confirmed: codes of concerns that were said yes to.
            lines: rows to try, also such that were refused; ``None``: all that wait.
            control_id: another drawer than the batch's, for what is left.
            progress: told (groups done, of); gives ``False`` to stop between two groups.
            stop: asked before each group; ``True`` stops as well.

        Returns:
            The batch; rows with ``concerns`` wait for an answer to them.
        """
        raise NotImplementedError

    def correct(
        self, batch_id: BatchId, line: int, row: QuickLine, actor: Actor, request_id: str
    ) -> Saved[BatchId]:
        """Give a row that is not in other texts; it waits again.

        Raises:
            Refused: ``M-55`` no such row, ``M-143`` it is in already.
        """
        raise NotImplementedError

    def show(self, batch_id: BatchId, actor: Actor) -> BatchView:
        """A batch with the outcomes of its rows.

        Raises:
            Refused: ``M-55``.
        """
        raise NotImplementedError

    def search(self, criteria: PageRequest, actor: Actor) -> Page[BatchItem]:
        """Batches, newest first, page by page; filters are named by ``BatchCriterion``."""
        raise NotImplementedError
