"""Sentences of mandates and automatic payments, part of the catalogue of ``messages``."""

from collections.abc import Mapping
from typing import Final

from posapp.domain.message import Message

AUTOPAY_MESSAGES: Final[Mapping[str, Message]] = {
    "M-04": Message(
        "W", "Changing the payment date also changes the extract date of {n} automatic payment(s)."
    ),
    "M-15A": Message(
        "E",
        "Delete the unfrozen payments before you cancel the tender: they wait for an automatic "
        "payment and cannot be frozen yet.",
    ),
    "M-101": Message("E", "{field}: {tender_type} needs it, and no mandate in force has it."),
    "M-103": Message("E", "{field}: an account number there {reason}."),
    "M-104": Message("E", "Expired: {value} is before the payment date {date}."),
    "M-105": Message(
        "W", "{amount} is above the maximum withdrawal of {maximum}. Debit it all the same?"
    ),
    "M-106": Message(
        "E",
        "The automatic payment was sent already (batch {batch}, run {run}) and cannot change. "
        "Delete its unfrozen payments and cancel its tender instead.",
    ),
    "M-107": Message(
        "E", "Another mandate is in force from {start} to {end}; periods may not meet."
    ),
    "M-108": Message("E", "Account numbers cannot be kept here: {reason}."),
    "M-109": Message(
        "W",
        "The automatic payment of {before} is removed and a new one made for {after}. Go on?",
    ),
    "M-110": Message(
        "W",
        "{n} automatic payment(s) of this mandate wait to be sent. They stay unless they are canceled: "
        "see Waiting debits of the account.",
    ),
    "M-111": Message(
        "E", "The automatic payment is in the ledger on {date}; until then nothing is frozen."
    ),
    "M-195": Message("E", "The automatic payment cannot be canceled here: {reason}."),
    "M-193": Message("E", "Authorization Code is required for {tender_type}."),
}
