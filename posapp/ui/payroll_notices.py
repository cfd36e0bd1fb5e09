"""What a supervisor is told of batches that payroll has not acknowledged (ML-5)."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from posapp.domain.payroll import PayrollBatch
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.models.payroll_lists import waiting_words
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

_OLD: Final = 14
"""Days after which a batch is urgent."""


def payroll_notices(context: UiContext, waiting: Sequence[PayrollBatch]) -> tuple[Notice, ...]:
    """One line for all batches that wait for an answer, with the age of the oldest."""
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
    tone = Tone.RED if oldest.age(today) >= _OLD else Tone.AMBER
    go = partial(context.open_page, "payroll", 0)
    return (Notice(words, tone, _("Show"), go, word=_("Payroll")),)
