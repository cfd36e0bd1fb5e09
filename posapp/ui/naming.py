"""What a typed text finds, and what a scan or a number names."""

from dataclasses import dataclass
from functools import partial

from posapp.domain.accounts import AccountHit, EventHit
from posapp.domain.ids import AccountId
from posapp.domain.money import Currency, Money
from posapp.domain.one_line import LineView, split_line
from posapp.domain.paper_proofs import PaperHit
from posapp.domain.record_hits import RecordHit
from posapp.domain.rights import Right
from posapp.domain.scan_line import recognized
from posapp.domain.seals import is_seal
from posapp.errors import Refused
from posapp.i18n import NumberSigns
from posapp.ui.amounts import read_amount
from posapp.ui.context import UiContext
from posapp.ui.dialogs.payment_start import PaymentPreset, account_named
from posapp.ui.widgets.hits import MAX_HITS

# A line whose words are wrong may be an address; a line with right words and wrong sums is a line.
_WORDS: frozenset[str] = frozenset({"M-173", "M-174", "M-175", "M-176", "M-178"})


@dataclass(frozen=True, slots=True)
class NamedAccount:
    """An account that was scanned, and what its stub asks for."""

    account_id: AccountId
    preset: PaymentPreset


Hits = tuple[AccountHit | EventHit | RecordHit | PaperHit, ...]


def found_by(context: UiContext, text: str) -> Hits | tuple[LineView]:
    """What a typed text finds: a payment in one line, else hits; runs off the GUI thread."""
    paper = _paper(context, text)
    if paper is not None:
        return (paper,)
    line = _line(context, text)
    if line is None:
        return _hits(context, text)
    if line.refused is not None and line.refused.code in _WORDS:
        return _hits(context, text) or (line,)
    return (line,)


def is_scan_line(context: UiContext, text: str) -> bool:
    """Whether a typed text is a scan line, as somebody types it whose scanner is broken."""
    return recognized(text, context.setup.entry.layouts.values())


def named_by(context: UiContext, text: str) -> EventHit | NamedAccount | RecordHit | PaperHit:
    """What a scan names: a paper by its seal, a receipt's event, an account, a record of ours.

    Runs off the GUI thread.

    Raises:
        Refused: ``M-01`` none, ``M-56`` several accounts, and what is wrong with a scan line.
    """
    paper = _paper(context, text)
    if paper is not None:
        return paper
    services, actor = context.services, context.actor
    events = services.search.events(text, actor)
    if events:
        return events[0]
    try:
        return NamedAccount(*account_named(services, actor, text, field="search"))
    except Refused as refused:
        records = services.search.records(text, actor) if refused.code == "M-01" else ()
        if not records:
            raise
        return records[0]


def _paper(context: UiContext, text: str) -> PaperHit | None:
    """The paper whose audit seal a text holds, proved (R11); ``None`` for any other text."""
    if not is_seal(text):
        return None
    return PaperHit(text, context.services.verifying.verify(text, context.actor))


def _line(context: UiContext, text: str) -> LineView | None:
    """The text as a payment in one line, for those who may take one."""
    if split_line(text) is None or not context.actor.may(Right.ADD_EVENT):
        return None
    amounts = partial(_amount, context.formats.signs)
    return context.services.one_lines.read(text, context.actor, amounts)


def _hits(context: UiContext, text: str) -> Hits:
    """Search hits, what a number names first."""
    search, actor = context.services.search, context.actor
    events, records = search.events(text, actor), search.records(text, actor)
    room = MAX_HITS - len(events) - len(records)
    return (*events, *records, *search.find(text, actor, limit=room))


def _amount(signs: NumberSigns, text: str, currency: Currency) -> Money:
    return read_amount(text, currency, signs, "amount_tendered")
