"""Sentences of the drawer day (controls 20.2), part of the catalogue of ``messages``."""

from collections.abc import Mapping
from typing import Final

from posapp.domain.message import Message

DRAWER_MESSAGES: Final[Mapping[str, Message]] = {
    "C-05": Message(
        "E",
        "{tender_type}: counted {counted}, expected {expected}, difference {difference}. "
        "Cannot balance.",
    ),
    "C-05H": Message("E", "{tender_type}: the count differs. Count again."),
    "C-06": Message("E", "{n} turn-in(s) are awaiting approval."),
    "C-07": Message("W", "{n} payments or events need attention: {events}. Balance anyway?"),
    "C-08": Message("E", "Deposit control {value} is balanced; reopen it first."),
    "C-09": Message(
        "E", "Ending balance {ending} differs from expected {expected} by {difference}."
    ),
    "C-10": Message("E", "Tender control {value} is not balanced ({status})."),
    "C-11": Message("E", "Turn-in {value} is approved; it cannot be changed or deleted."),
    "C-12": Message("E", "Only {amount} of {tender_type} is in the drawer."),
    "M-220": Message("E", "Tender control {value} is {status}; it must be {needed} to {action}."),
    "M-221": Message(
        "E", "{user} works at this drawer; somebody else must confirm it. Ask a supervisor."
    ),
    "M-222": Message("E", "The drawer must be counted first: {reason}."),
    "M-223": Message("E", "{n} payments or events need attention. See to them first."),
    "M-224": Message(
        "E", "The count differed {n} times. A supervisor must be there for the next one."
    ),
    "M-225": Message("E", "Submit another count first; until then the figures are hidden."),
    "M-226": Message(
        "E",
        "What is booked for this drawer comes to more than {limit} in all. A supervisor must approve "
        "it.",
    ),
    "M-227": Message(
        "E", "Payment event {value} books a difference of a drawer; it stays as it is."
    ),
    "M-228": Message("E", "Tender control {value} cannot be {action}: {reason}."),
    "M-229": Message(
        "I",
        "Suspected theft is no over or under: report it to your department head and finance "
        "officer.",
    ),
    "C-12H": Message(
        "E", "The drawer does not hold {asked} of {tender_type}. Count and ask again."
    ),
    "M-230": Message(
        "W",
        "The deposits come to {deposits}, the receipts to {receipts}: a float would be deposited. "
        "Go on?",
    ),
    "M-200": Message(
        "W",
        "Settlements of {type} come to {settled}, but only {received} was received in it. Go on?",
    ),
    "M-231": Message("E", "Deposit control {value} has no tender control; there is nothing in it."),
    "M-232": Message("W", "{n} tender control(s) are still open. Start balancing anyway?"),
    "M-233": Message(
        "E",
        "Deposit control {value} ({source_type}) is filled and balanced by the program; it is "
        "changed by hand only when something in it went wrong.",
    ),
    "M-234": Message("E", "Deposit control {value} is not empty. {table}: {n}."),
    "M-236": Message("E", "Receipt number {value} is taken in deposit control {deposit}."),
    "M-237": Message("E", "Tender {tender} lies elsewhere already, or is canceled."),
    "M-283": Message(
        "E",
        "Tender {tender} is listed on the slip of deposit {deposit}. Take it off that slip first.",
    ),
    "M-284": Message(
        "W",
        "Tender {tender} stays on the slip of deposit {deposit}, because the bank had it. If it "
        "never went there, take it off that slip.",
    ),
    "M-287": Message(
        "E",
        "Only {free} MB are free on the disk of the database. Make room until {least} MB are free, "
        "then open the drawer.",
    ),
    "M-238": Message(
        "E",
        "The drawer would hold more than {limit} in cash. Turn in funds, or let a supervisor "
        "approve the payment.",
    ),
    "M-267": Message(
        "E", "{user} works at another office; somebody of {office} must approve this."
    ),
    "M-239": Message("W", "The drawer would hold more than {limit} in cash. Take it all the same?"),
    "M-240": Message(
        "E",
        "Drawer {drawer} holds only {amount} of {tender_type}; {asked} cannot go back out of it. "
        "Choose another open drawer, or let no money go back now.",
    ),
    "M-240H": Message(
        "E",
        "Drawer {drawer} does not hold {asked} of {tender_type}; it cannot go back out of it. "
        "Choose another open drawer, or let no money go back now.",
    ),
    "M-241": Message(
        "E",
        "Drawer {drawer} holds only {amount} of {tender_type}; {asked} cannot come out of it. The "
        "rest was turned in or paid out.",
    ),
    "M-241H": Message(
        "E",
        "Drawer {drawer} does not hold {asked} of {tender_type}, so it cannot come out of it. It "
        "was turned in or paid out.",
    ),
    "M-242": Message(
        "E",
        "The starting balance of tender control {value} stays {amount}: the drawer was counted. Turn "
        "in what is too much, have what is missing brought in, or book the difference.",
    ),
    "M-243": Message(
        "E",
        "Turn-in {value} cannot give {asked} of {tender_type} back: the drawer holds only {amount}. "
        "The rest went out already.",
    ),
    "M-243H": Message(
        "E",
        "Turn-in {value} cannot give {asked} of {tender_type} back: the drawer does not hold it any "
        "more.",
    ),
    "M-244": Message(
        "E", "Only {amount} of {tender_type} went out of the drawer; no more can come back."
    ),
    "M-245": Message(
        "E",
        "With it the drawer would hold more than {limit} in cash, above which money is turned in. "
        "Bring less.",
    ),
    "M-246": Message(
        "E",
        "Tender {tender} went out with turn-in {receipt}. Take it off that turn-in while it waits, or "
        "have it brought back into the drawer first.",
    ),
    "M-247": Message(
        "E",
        "Tender {tender} is listed on turn-in {receipt}, which stays. Cancel it instead of deleting "
        "it.",
    ),
    "M-248": Message("E", "{user} works at another office; this belongs to {office}."),
    "M-260": Message("E", "Tender control {value} has no Z report; it was not balanced yet."),
    "M-261": Message("E", "Tender control {value} has no Z report of version {version}."),
}
