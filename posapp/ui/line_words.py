"""What is said while the database is away, and about what was under way when it went (R5)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from posapp.i18n import _
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

# A commit without an answer says as much about the line as a refused connection.
_AWAY: Final = frozenset({"offline", "unknown_outcome", "missing"})
_AWAY_FILE: Final = frozenset({"locked", "other"})
"""A file has no other counters: who keeps it, keeps it from the whole program."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A command whose answer did not come.

    Attributes:
        request_id: under which it is looked up.
        on_recorded: shows what it did; it must send exactly what was sent before.
        takes_money: it is a payment, and the customer waits to hear whether it was taken.
    """

    request_id: str
    on_recorded: Callable[[], object]
    takes_money: bool = False

    @property
    def recorded_notice(self) -> Notice:
        """Says that it was recorded, once."""
        words = (
            _("The payment had been taken before the connection broke. It was taken once.")
            if self.takes_money
            else _("It had been recorded before the connection broke, once.")
        )
        return Notice(words, Tone.GREEN, stays=True)

    @property
    def not_recorded_words(self) -> str:
        """Says that nothing of it is there."""
        if self.takes_money:
            return _(
                "The database answers again. The payment was not taken; nothing of it is stored. "
                "Take it now."
            )
        return _("The database answers again. This was not recorded; nothing of it is stored.")


def is_away(kind: str, *, is_file: bool) -> bool:
    """Whether a kind of failure means that the database is away as a whole."""
    return kind in _AWAY or (is_file and kind in _AWAY_FILE)


def away_notice(kind: str, time: str, ask: Callable[[], object], *, is_file: bool) -> Notice:
    """The strip of the window, with the time of day when the database went."""
    if kind == "locked":
        says = _(
            "Another program has kept the database busy since {time}. What you typed is kept; the "
            "program tries again by itself."
        )
    elif is_file:
        says = _(
            "The file of the database cannot be used since {time}. What you typed is kept; the "
            "program tries again by itself."
        )
    else:
        says = _(
            "The database has not answered since {time}. What you typed is kept; the program "
            "tries again by itself."
        )
    return Notice(says.format(time=time), Tone.AMBER, _("Try now"), ask)


def waiting_notice(lost: Lost | None, retry: Callable[[], object] | None) -> Notice:
    """The strip where something could not be done."""
    if lost is not None:
        says = _(
            "No answer from the database. Do not take the money twice: whether it was recorded is "
            "said here. What you typed is kept."
        )
    else:
        says = _("The database does not answer; it is asked again. What you typed is kept.")
    return Notice(says, Tone.AMBER, _("Try again") if retry is not None else "", retry)


def unknown_notice(lost: Lost) -> Notice:
    """The database answers, and may still be at work on what was sent to it."""
    says = (
        _(
            "Not known yet: do not take the payment again. The database may still be recording "
            "it; it is asked until that is settled."
        )
        if lost.takes_money
        else _(
            "Not known yet: do not do it again. The database may still be recording it; it is "
            "asked until that is settled."
        )
    )
    return Notice(says, Tone.AMBER, stays=True)


def back_notice(retry: Callable[[], object] | None) -> Notice:
    """The database answers again; what could not be done was not begun."""
    return Notice(
        _("The database answers again."),
        Tone.BLUE,
        _("Try again") if retry is not None else "",
        retry,
    )


def not_recorded_notice(lost: Lost, retry: Callable[[], object] | None) -> Notice:
    """Nothing of it is there."""
    action = _("Send again") if retry is not None else ""
    return Notice(lost.not_recorded_words, Tone.AMBER, action, retry, stays=True)
