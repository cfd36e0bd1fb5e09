"""The drawer day in words: rows behind figures, likely causes and what mends them, its papers."""

from collections.abc import Mapping
from typing import Final

from posapp.domain.codes import ControlStatus
from posapp.domain.control_counts import REVEALING_SUBMITS
from posapp.domain.control_lines import DrawerEntry, EntryKind
from posapp.domain.ids import long_id, short_id
from posapp.domain.tender_controls import ControlView
from posapp.domain.variance import Cause, Clue, Explanation, Mend
from posapp.i18n import _
from posapp.ui.control_steps import Step
from posapp.ui.formats import Formats, grouped

_ENTRIES: Final[Mapping[EntryKind, str]] = {
    EntryKind.FLOAT: "Float",
    EntryKind.TENDER: "Tender",
    EntryKind.CHANGE: "Cash back",
    EntryKind.DIFFERENCE: "Over/under",
    EntryKind.TURN_IN: "Turn-in",
    EntryKind.ISSUE: "Brought in",
    EntryKind.REFUND: "Refunded",
    EntryKind.COUNTED: "Counted",
}
_CAUSES: Final[Mapping[Cause, str]] = {
    Cause.INSTRUMENT_DIFFERS: "A check reads another amount than was recorded",
    Cause.INSTRUMENT_MISSING: "A check was recorded and not found in the drawer",
    Cause.INSTRUMENT_UNKNOWN: "A check lies in the drawer and was not recorded",
    Cause.SWAPPED_TYPE: "Recorded as another tender type",
    Cause.NEIGHBOUR: "Another drawer is off by the opposite",
    Cause.TURN_IN_WAITING: "A turn-in is written down and its money lies here still",
    Cause.REFUND_NOT_PAID: "Money of a canceled tender did not go back",
    Cause.WHOLE_TENDER: "One payment of just this amount",
    Cause.WRONG_SIDE: "Taken in where it went out, or the other way round",
    Cause.TRANSPOSED: "Two digits changed places",
    Cause.SHIFTED: "A digit too many or too few",
    Cause.PAYMENT_TRANSPOSED: "Two digits of a payment changed places, its change was right",
    Cause.PAYMENT_SHIFTED: "A digit too many or too few in a payment, its change was right",
    Cause.TURN_IN_MISSING: "Money was turned in without a slip",
    Cause.WRONG_NOTE: "Change was given for another note",
    Cause.TOTAL_TRANSPOSED: "What was counted is what is expected with two digits swapped",
    Cause.TOTAL_SHIFTED: "What was counted has a digit too many or too few",
    Cause.COUNT_MISTYPED: "How many of a note was mistyped",
    Cause.WRONG_LINE: "A count stands in the line of another note",
    Cause.NOT_COUNTED: "A note was left out of the count",
    Cause.MISCOUNTED: "One note or coin was miscounted",
    Cause.NINES: "Divisible by nine: digits of a typed amount may have changed places",
}
_MENDS: Final[Mapping[Mend, str]] = {
    Mend.CORRECT_AMOUNT: "Correct the amount",
    Mend.CORRECT_TYPE: "Correct the tender type",
    Mend.OPEN_EVENT: "Look at the event",
    Mend.ADD_PAYMENT: "Take the payment",
    Mend.TURN_IN: "Turn in funds",
    Mend.OPEN_TURN_IN: "Change the turn-in",
    Mend.OPEN_DRAWER: "Look at that drawer",
    Mend.COUNT_AGAIN: "Count again",
}
_STEPS: Final[Mapping[Step, str]] = {
    Step.START: "Start balancing",
    Step.SUBMIT: "Submit for balancing",
    Step.BALANCE: "Balance",
    Step.TURN_IN: "Turn in\u2026",
    Step.NO_SALE: "No sale\u2026",
    Step.CHANGE: "Change\u2026",
    Step.DELETE: "Delete\u2026",
    Step.BOOK: "Book over/under\u2026",
    Step.BACK: "Back to open",
    Step.REOPEN: "Reopen\u2026",
}


def step_words(step: Step) -> str:
    """Words of the button of a step."""
    return _(_STEPS[step])


def hint_of(view: ControlView, *, counts: bool = True) -> str:
    """What the blind count hides, and what is asked for next (D-16, CN-04).

    ``counts`` says whether another count is asked for; after one that agrees, or whose difference
    was booked, there is none.
    """
    standing, status = view.standing, view.control.status
    if status is ControlStatus.OPEN and view.blind:
        return _("Blind count: amounts received and expected show after the count is submitted.")
    if status is not ControlStatus.BALANCING or standing is None:
        return ""
    if standing.needs_supervisor and standing.at_drawer and counts:
        return _("The count differed too often: a supervisor must be there for the next one.")
    if view.blind:
        says = _("Blind count: expected figures appear after you submit count {n}.")
        return says.format(n=REVEALING_SUBMITS)
    if standing.awaiting:
        return _("Turn-ins that wait must be approved before the drawer is balanced.")
    return ""


def entry_words(entry: DrawerEntry) -> str:
    """What a row behind a figure is."""
    return _(_ENTRIES[entry.kind])


def cause_words(one: Explanation) -> str:
    """What may have happened."""
    return _(_CAUSES[one.cause])


def mend_words(one: Explanation) -> str:
    """What mends it."""
    return _(_MENDS[one.mend])


def clue_words(clue: Clue, formats: Formats) -> str:
    """Which record a clue is, or which line of the count."""
    item = clue.denomination
    if item is not None:
        value = formats.money(item.value, item.currency)
        return _("{value}: {n} counted").format(value=value, n=formats.count(clue.pieces))
    if clue.event_id is not None:
        return _("Event {number}").format(number=grouped(long_id(clue.event_id)))
    if clue.turn_in_id is not None:
        return _("Turn-in {number}").format(number=grouped(short_id(clue.turn_in_id)))
    if clue.control_id is not None:
        return _("Drawer {number}").format(number=grouped(short_id(clue.control_id)))
    return "" if clue.should_be is None else _("Your count")
