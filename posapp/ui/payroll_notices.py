"""What a supervisor is told of what waits at payroll: batches, and deductions without one (ML-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from posapp.domain.payroll import PayrollBatch, PayrollPreview
from posapp.domain.rights import Actor, Right
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.models.payroll_lists import waiting_words
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

if TYPE_CHECKING:
    from posapp.services.bundle import Services

_OLD: Final = 14
"""Days after which a batch is urgent."""
_FORGOTTEN: Final = 35
"""Days after which deductions without a batch are: no period of pay is longer than a month."""


@dataclass(frozen=True, slots=True)
class PayrollSeen:
    """What waits at payroll: batches that nobody acknowledged, deductions that no batch took."""

    batches: Sequence[PayrollBatch]
    loose: Sequence[PayrollPreview]


def read_payroll(services: "Services", actor: Actor) -> PayrollSeen:
    """What waits, for whoever may look at exports of the ledger; off the GUI thread."""
    if not actor.may(Right.SEE_LEDGER):
        return PayrollSeen((), ())
    batches = services.payroll_batches
    return PayrollSeen(batches.batches(actor, waiting=True), batches.preview(actor))


def payroll_notices(context: UiContext, seen: PayrollSeen) -> tuple[Notice, ...]:
    """A line for batches without an answer, and one for deductions of earlier days without a batch."""
    return (*_batches(context, seen.batches), *_loose(context, seen.loose))


def _batches(context: UiContext, waiting: Sequence[PayrollBatch]) -> tuple[Notice, ...]:
    if not waiting:
        return ()
    today = context.today()
    oldest = max(waiting, key=lambda one: one.age(today))
    says = plural(
        "{n} payroll batch is not acknowledged; the oldest, number {number}: {words}.",
        "{n} payroll batches are not acknowledged; the oldest, number {number}: {words}.",
        len(waiting),
    )
    words = says.format(
        n=len(waiting), number=oldest.number, words=waiting_words(oldest, today).lower()
    )
    return (_notice(context, words, urgent=oldest.age(today) >= _OLD),)


def _loose(context: UiContext, previews: Sequence[PayrollPreview]) -> tuple[Notice, ...]:
    """Deductions of today are no news: they are still being made."""
    today = context.today()
    age = max((one.age(today) for one in previews), default=0)
    if age <= 0:
        return ()
    n = sum(len(one.lines) for one in previews)
    says = plural(
        "{n} payroll deduction is in no batch yet; {words}.",
        "{n} payroll deductions are in no batch yet; the oldest {words}.",
        n,
    )
    words = plural("waits for {n} day", "waits for {n} days", age).format(n=age)
    return (_notice(context, says.format(n=n, words=words), urgent=age >= _FORGOTTEN),)


def _notice(context: UiContext, words: str, *, urgent: bool) -> Notice:
    go = partial(context.open_page, "payroll", 0)
    tone = Tone.RED if urgent else Tone.AMBER
    return Notice(words, tone, _("Show"), go, word=_("Payroll"))
