"""Sentences of match values, match events and bills, part of the catalogue of ``messages``."""

from collections.abc import Mapping
from typing import Final

from posapp.domain.message import Message

MATCHING_MESSAGES: Final[Mapping[str, Message]] = {
    "M-10": Message("E", "Match type and match value go together; {field} is missing."),
    "M-21": Message("P", "The account is open-item: give a match type and value."),
    "M-22": Message("P", "Match value {value} is unknown or belongs to another account."),
    "M-23": Message("E", "Only open-item accounts can be matched to a bill."),
    "M-120": Message(
        "E", "Bill {bill} has {unpaid} unpaid on agreement {agreement}; it takes no more."
    ),
    "M-186": Message("E", "Account {account} keeps no match events: only open-item accounts do."),
    "M-187": Message("E", "Transaction {value} cannot be matched: {reason}."),
    "M-188": Message("E", "A match event needs a charge and something that pays it."),
    "M-189": Message(
        "E", "A match event is about one bill, not several: {bills}. Match each by itself."
    ),
    "M-190": Message("E", "Transaction {value} does not come off by hand: {reason}."),
    "M-191": Message("E", "Match event {number} does not change by hand: {reason}."),
}
