"""The quiet line about what was approved in one's own name since the last look (T5)."""

from functools import partial

from posapp.domain.oversight import UnseenApprovals
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.formats import joined
from posapp.ui.models.oversight_lists import approved_words
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice


def approval_notices(context: UiContext, unseen: UnseenApprovals) -> tuple[Notice, ...]:
    """One line with the newest of them and the way to the list; nothing for nothing."""
    newest = unseen.newest
    if newest is None:
        return ()
    says = plural(
        "{n} approval was given in your name since you last looked: {last}. "
        "Was it not you? Change your password.",
        "{n} approvals were given in your name since you last looked; the last one: {last}. "
        "Was it not you? Change your password.",
        unseen.count,
    )
    last = joined(approved_words(newest), newest.asked_by, context.formats.stamp(newest.at))
    words = says.format(n=context.formats.count(unseen.count), last=last)
    shows = partial(context.open_page, "approvals", 0)
    return (Notice(words, Tone.BLUE, _("Look"), shows),)
