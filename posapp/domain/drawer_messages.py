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
    "C-07": Message("W", "{n} payments or events need attention. Balance anyway?"),
    "C-08": Message("E", "Deposit control {value} is balanced; reopen it first."),
    "C-09": Message(
        "E", "Ending balance {ending} differs from expected {expected} by {difference}."
    ),
    "C-10": Message("E", "Tender control {value} is not balanced ({status})."),
    "C-11": Message("E", "Turn-in {value} is approved; it cannot be changed or deleted."),
    "C-12": Message("E", "Only {amount} of {tender_type} is in the drawer."),
}
