"""Sentences of quick add and scan lines, part of the catalogue of ``messages``."""

from collections.abc import Mapping
from typing import Final

from posapp.domain.message import Message

QUICK_ADD_MESSAGES: Final[Mapping[str, Message]] = {
    "M-19": Message(
        "E",
        "Tender type {tender_type} is not allowed here; use the single payment event dialog.",
    ),
    "M-140": Message("E", "The tape counts {given} row(s); there are {found}."),
    "M-141": Message("E", "The tape says {given}; the rows make {found}."),
    "M-142": Message("E", "{n} rows are more than the {most} that fit here."),
    "M-143": Message("E", "Row {line} cannot change: {reason}."),
    "M-144": Message("E", "Rule {rule} finds no payor; use the single payment event dialog."),
    "M-145": Message(
        "E",
        "Rule {rule} pays another account than its payor; use the single payment event dialog.",
    ),
    "M-146": Message(
        "E",
        "Row {line} is of the same payor and not right yet; nothing of their event was taken.",
    ),
    "M-147": Message("E", "Account {account} has no bill."),
    "M-148": Message("W", "Row {line} says the same as row {other} ({amount}). Take both?"),
    "M-150": Message(
        "E", "Rule {rule} cannot be used: its algorithm {algorithm} {reason}. Ask the set-up."
    ),
    "M-151": Message("P", "Rule {rule}: its algorithm {algorithm} failed: {reason}."),
    "M-170": Message("E", "{field}: {value} has the shape of no scan line that is set up."),
    "M-171": Message(
        "E",
        "{field}: the check digit of {value} is {given} and should be {right}. Scan it again, or "
        "type what is printed.",
    ),
    "M-172": Message("E", "{field}: {value} in the scan line is no date ({format})."),
    "M-173": Message("E", "{value} is no tender type. Known are: {known}."),
    "M-174": Message("E", "{value} may be {known}. Type more of it."),
    "M-175": Message("E", "{value}: an amount must follow, as in ca 100."),
    "M-176": Message(
        "E", "{value} is out of place. After the number come tender type, amount, #check number."
    ),
    "M-177": Message("E", "Nothing is owed: {value}. Say what is paid in the dialog (F5)."),
    "M-178": Message("E", "This cannot be taken in one line: {reason}. Use the dialog (F5)."),
    "M-179": Message(
        "E", "No valid tender is left in this event: add the tender that pays it, then freeze."
    ),
    "M-205": Message("P", "Given up by {user}: {reason}."),
    "M-206": Message("P", "Given up by {user}."),
    "M-207": Message("E", "Batch {batch} has no row that could be given up."),
    "M-208": Message("E", "The tape of batch {batch} cannot change: none of its rows is open."),
    "M-180": Message(
        "E",
        "Batch {batch} is of {user}. Only they or a supervisor may change it or carry it out.",
    ),
    "M-181": Message(
        "E",
        "This row could not be taken: {reason}. Nothing of its event was written. Take it on the "
        "Payment Event page, and tell who looks after the program.",
    ),
    "M-213": Message(
        "E",
        "Row {line} has the same request id and says something else. Give each payment an id of its "
        "own.",
    ),
    "M-214": Message(
        "E",
        "This row was taken as event {event}, which was deleted since. To take it again, give it a "
        "new request id.",
    ),
    "M-215": Message(
        "E",
        "Layouts {layouts} both read this line, and differently. Type what is paid, or have the "
        "layouts told apart in the set-up.",
    ),
}
