"""What a Quick Add page starts from: rules, the limit, a batch, rows that were left unfinished."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from posapp.domain.distribution_rule import DistributionRule
from posapp.domain.listing import PageRequest
from posapp.domain.quick_add import (
    WAITING,
    BatchCriterion,
    BatchId,
    BatchItem,
    BatchView,
    QuickKind,
)
from posapp.domain.quick_drafts import MOST_KEPT, QuickDraft
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.i18n import _, plural
from posapp.late import part
from posapp.ui.context import UiContext
from posapp.ui.formats import Formats
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

if TYPE_CHECKING:
    from posapp.services.bundle import Services
    from posapp.ui.models.quick_add_grid import QuickOffer

PAGES: Final = {QuickKind.RULES: "quick_add", QuickKind.ACCOUNTS: "quick_add_accounts"}
"""Kind of page by kind of batch."""
OFFERED: Final = 3
"""So many batches that wait have a strip of their own."""
WAITING_PAGE: Final = 1
"""Number of the search page that starts with all batches that wait."""


@dataclass(frozen=True, slots=True)
class QuickStart:
    """What one read brings.

    Attributes:
        rules: to choose from, the default one first.
        limit: most rows; ``None`` for any number.
        batch: the one that the page was opened for.
        kept: rows that were typed and not created.
        open: batches of this user with rows that wait, such as after a power cut.
    """

    rules: tuple[DistributionRule, ...] = ()
    limit: int | None = None
    batch: BatchView | None = None
    kept: QuickDraft | None = None
    open: tuple[BatchItem, ...] = ()


def load_start(
    services: "Services", kind: QuickKind, batch: BatchId | None, actor: Actor
) -> QuickStart:
    """Read it; runs off the GUI thread."""
    quick = services.quick_add
    by_rules = kind is QuickKind.RULES
    rules = quick.offered_rules(actor) if by_rules else ()
    limit = None if by_rules else quick.limit(actor)
    if batch is not None:
        return QuickStart(rules, limit, quick.show(batch, actor))
    kept = services.quick_drafts.kept(kind, actor)
    return QuickStart(rules, limit, None, kept, open_batches(services, kind, actor))


@dataclass(frozen=True, slots=True)
class QuickLeft:
    """What the user left unfinished, for the home page: rows in hand, batches with waiting rows."""

    kept: tuple[QuickDraft, ...] = ()
    open: tuple[BatchItem, ...] = ()


def load_left(services: "Services", actor: Actor) -> QuickLeft:
    """Read it; runs off the GUI thread."""
    if not actor.may(Right.ADD_EVENT):
        return QuickLeft()
    kept = (services.quick_drafts.kept(kind, actor) for kind in QuickKind)
    return QuickLeft(
        tuple(one for one in kept if one is not None), open_batches(services, None, actor)
    )


def left_notices(left: QuickLeft, context: UiContext) -> tuple[Notice, ...]:
    """A strip for each, with the way to it."""
    found = []
    for kept in left.kept:
        go = partial(context.open_page, PAGES[kept.header.kind], 0)
        words = plural(
            "{n} row of Quick Add was typed at {time} and not created.",
            "{n} rows of Quick Add were typed at {time} and not created.",
            len(kept.rows),
        )
        formats = context.formats
        says = words.format(n=formats.count(len(kept.rows)), time=formats.stamp(kept.kept_at))
        found.append(Notice(says, Tone.AMBER, _("Loo&k"), go))
    return (*found, *open_notices(left.open, context))


def open_batches(
    services: "Services", kind: QuickKind | None, actor: Actor
) -> tuple[BatchItem, ...]:
    """The newest batches of this user with rows that wait, one more than are shown."""
    wanted = {
        BatchCriterion.USER.value: actor.user_id,
        BatchCriterion.OUTCOME.value: WAITING,
    }
    if kind is not None:
        wanted[BatchCriterion.KIND.value] = kind
    return services.quick_add.search(PageRequest(filters=wanted, limit=OFFERED + 1), actor).rows


def offer_of(start: QuickStart | None, setup: SetUp) -> "QuickOffer":
    """What a new row starts with: the default rule, the quick add tender type (1.1)."""
    kind = setup.installation.quick_add_tender_type
    # Home says what was left of Quick Add, and needs no grid for it (P7).
    rows = part("posapp.ui.models.quick_add_grid")
    if start is None:
        made: QuickOffer = rows.QuickOffer(tender_type=kind)
    else:
        rule = start.rules[0].code if start.rules else ""
        made = rows.QuickOffer(rule, kind, start.limit)
    return made


def kept_notice(kept: QuickDraft, formats: Formats) -> Notice:
    """Rows are here again that leaving or the program's end interrupted."""
    words = plural(
        "{n} row of {time} was not created; it is here again.",
        "{n} rows of {time} were not created; they are here again.",
        len(kept.rows),
    )
    says = words.format(n=formats.count(len(kept.rows)), time=formats.stamp(kept.kept_at))
    if len(kept.rows) == MOST_KEPT:
        says += " " + _("No more than {n} are kept: read the rest from its file.").format(
            n=formats.count(MOST_KEPT)
        )
    return Notice(says, Tone.BLUE)


def start_notices(start: QuickStart, context: UiContext) -> tuple[Notice, ...]:
    """What was left unfinished, of which the page has the rows in hand."""
    kept = () if start.kept is None else (kept_notice(start.kept, context.formats),)
    return (*kept, *open_notices(start.open, context))


def open_notices(batches: Sequence[BatchItem], context: UiContext) -> tuple[Notice, ...]:
    """A strip for each of the newest batches that wait, and one to the others."""
    shown = tuple(open_notice(one, context) for one in batches[:OFFERED])
    if len(batches) <= OFFERED:
        return shown
    go = partial(context.open_page, "quick_add_search", WAITING_PAGE)
    more = Notice(_("More batches have rows that wait."), Tone.BLUE, _("S&earch"), go)
    return (*shown, more)


def open_notice(batch: BatchItem, context: UiContext) -> Notice:
    """A batch was interrupted: which rows are in is known, the others wait."""
    formats = context.formats
    words = plural(
        "A batch of {time} has {n} row that waits, of {of}.",
        "A batch of {time} has {n} rows that wait, of {of}.",
        batch.waiting,
    )
    says = words.format(
        time=formats.stamp(batch.made_at),
        n=formats.count(batch.waiting),
        of=formats.count(batch.rows),
    )
    go = partial(context.open_page, PAGES[batch.kind], batch.id)
    return Notice(says, Tone.AMBER, _("Fini&sh it"), go)
