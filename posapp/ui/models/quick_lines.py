"""Rows of Quick Add as a cashier sees them: typed, looked up, refused, created (QA 10.2, QA 11)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from posapp.domain.codes import PaymentStatus
from posapp.domain.ids import long_id
from posapp.domain.money import ZERO, Money
from posapp.domain.quick_add import Outcome, QuickLine, RowFound, RowResult
from posapp.domain.quick_doubts import is_far_above
from posapp.domain.quick_states import RowState, state_of
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.formats import grouped, joined
from posapp.ui.models.quick_short import short_words
from posapp.ui.texts import Texts
from posapp.ui.tokens import Tone
from posapp.ui.words import word

_FINE: Final = frozenset({PaymentStatus.FROZEN, PaymentStatus.CANCELED})
_NAMING: Final = frozenset({"rule", "value", "account", "match_type", "match_value"})


@dataclass(frozen=True, slots=True)
class Wrong:
    """Which cell of a row is wrong, by the field of ``QuickLine``, and why: a sentence, and short words."""

    field: str
    says: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A row on the screen.

    Attributes:
        row: the texts as typed.
        amount: what the amount's text means, minor units; ``None`` while it means nothing.
        found: whose row it is, once it was looked up.
        looking: a look-up is out.
        left: the cursor has left it, so what is missing is said.
        scanned: its value came from a stub, which says rule and amount too.
        wrong: what is wrong with it.
        result: how it came out when it was sent.
        edited: its text is another one than what was sent.
    """

    row: QuickLine
    amount: Money | None = None
    found: RowFound | None = None
    looking: bool = False
    left: bool = False
    scanned: bool = False
    wrong: Wrong | None = None
    result: RowResult | None = None
    edited: bool = False

    @property
    def is_done(self) -> bool:
        """Whether its event is there, so it is protected (QA-8, QA-15)."""
        return self.result is not None and self.result.is_in

    @property
    def state(self) -> RowState:
        """Where it is in its life; a run is known to the grid only."""
        return RowState.TYPED if self.result is None else state_of(self.result.outcome)

    @property
    def is_settled(self) -> bool:
        """Whether it is in or was given up, so nothing is to be done with it."""
        return self.result is not None and self.result.is_settled

    @property
    def is_empty(self) -> bool:
        """Whether nothing but what a new row starts with is in it (QA-19)."""
        return self.row.is_empty

    @property
    def money(self) -> Money:
        """Its amount, zero while there is none."""
        return self.amount or ZERO

    @property
    def asks(self) -> bool:
        """Whether it waits for an answer of the cashier."""
        result = self.result
        return bool(result is not None and result.concerns and not self.edited)

    @property
    def needs_attention(self) -> bool:
        """Whether somebody has to look at it: it is wrong, refused, asks, or looks mistyped.

        One that only waits is carried out by the next run.
        """
        result = self.result
        if result is not None and self.is_settled:
            return result.outcome is Outcome.ERROR and result.status not in _FINE
        refused = self.state is RowState.REFUSED and not self.edited
        return self.wrong is not None or refused or self.asks or self.is_far_above

    @property
    def is_far_above(self) -> bool:
        """Whether its amount looks like a number that was scanned into the wrong cell."""
        waits = self.result is None or self.edited
        if self.amount is None or self.found is None or not waits:
            return False
        return is_far_above(self.amount, self.found.balance)

    @property
    def event_id(self) -> int:
        """Its payment event, 0 for none."""
        return (self.result.event_id or 0) if self.result is not None else 0

    @property
    def payor(self) -> int:
        """The account that pays, 0 while nobody knows."""
        if self.found is not None:
            return self.found.payor
        return (self.result.payor or 0) if self.result is not None else 0

    @property
    def payor_name(self) -> str:
        """The main customer of that account."""
        if self.found is not None:
            return self.found.name
        return self.result.account_name if self.result is not None else ""


def typed(line: ShownLine, name: str, text: str) -> ShownLine:
    """A row with another text in a field; what was known of the old text is forgotten."""
    if getattr(line.row, name) == text:
        return line
    names = name in _NAMING
    wrong = line.wrong
    if wrong is not None and (names or wrong.field in {name, ""}):
        wrong = None
    return replace(
        line,
        row=with_text(line.row, name, text),
        amount=None if name == "amount" else line.amount,
        found=None if names else line.found,
        looking=False if names else line.looking,
        wrong=wrong,
        left=False,
        scanned=False,
        edited=line.result is not None,
    )


def with_text(row: QuickLine, name: str, text: str) -> QuickLine:
    """A row with a text in a field, by its name."""
    given: dict[str, str] = {name: text}
    return replace(row, **given)


def outcome_line(result: RowResult, known: ShownLine | None, texts: Texts) -> ShownLine:
    """A row as it came out; what was looked up before stays beside it."""
    found = known.found if known is not None else None
    line = ShownLine(result.row, found=found, left=True, result=result)
    if result.outcome in {Outcome.INVALID, Outcome.NOT_HERE}:
        given: Mapping[str, object] = {**result.fields, "field": result.field}
        says = texts.at_field(Refused(result.code, **given))
        return replace(line, wrong=Wrong(result.field, says, short_words(result.code)))
    return line


def state_words(line: ShownLine, texts: Texts) -> str:
    """What the last column says of a row (QA 10.2: event and short status)."""
    result = line.result
    if result is not None and line.is_done:
        before = _("taken before") if result.replayed else ""
        return joined(_status(result), grouped(long_id(result.event_id or 0)), before)
    if line.state is RowState.GIVEN_UP:
        return _("Given up")
    if line.asks and result is not None:
        return short_words(result.concerns[0].code) or texts.concern(result.concerns[0])
    if line.wrong is not None:
        return line.wrong.short or line.wrong.says
    return _("Far above the balance") if line.is_far_above else _progress(line)


def _progress(line: ShownLine) -> str:
    """How far a row is that nothing is wrong with."""
    if line.looking:
        return _("Looking up…")
    if line.is_empty:
        return ""
    if line.result is not None and not line.edited:
        return _("Waiting")
    return _("Ready") if line.found is not None and line.amount is not None else ""


def state_tone(line: ShownLine) -> Tone | None:
    """The colour of those words."""
    result = line.result
    if result is not None and line.is_done:
        if result.outcome is Outcome.ERROR and result.status not in _FINE:
            return Tone.RED
        return Tone.GREEN if result.status in {None, PaymentStatus.FROZEN} else Tone.AMBER
    if line.asks or (line.wrong is None and line.is_far_above):
        return Tone.AMBER
    if line.wrong is not None:
        # Not possible here is no mistake: it is taken elsewhere (QA-16).
        elsewhere = result is not None and result.outcome is Outcome.NOT_HERE and not line.edited
        return Tone.AMBER if elsewhere else Tone.RED
    return None if line.is_empty else Tone.GREY


def state_tip(line: ShownLine, texts: Texts) -> str:
    """The whole sentence: every concern, or what the payment in Error says."""
    result = line.result
    if line.wrong is None and line.is_far_above:
        return _("The amount is far above the balance: was a number scanned into it?")
    if result is None:
        return line.wrong.says if line.wrong is not None else ""
    if line.asks:
        return " ".join(texts.concern(one) for one in result.concerns)
    if result.is_settled and result.code:
        return texts.sentence(result.code, result.fields)
    return line.wrong.says if line.wrong is not None else ""


def _status(result: RowResult) -> str:
    taken = PaymentStatus.ERROR if result.outcome is Outcome.ERROR else PaymentStatus.FROZEN
    return word(result.status or taken).text
