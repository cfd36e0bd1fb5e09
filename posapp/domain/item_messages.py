"""Sentences of payable items and persons (IT-1 to IT-6), part of the catalogue of ``messages``."""

from collections.abc import Mapping
from typing import Final

from posapp.domain.message import Message

ITEM_MESSAGES: Final[Mapping[str, Message]] = {
    "M-300": Message("E", "Item kind {value} is not issued here. Choose another kind."),
    "M-301": Message("E", "{kind}: this kind has no violation and no location. Leave them empty."),
    "M-302": Message("E", "{kind}: the set-up has no amount for it. Type the amount."),
    "M-303": Message("E", "A new item cannot have a {value} line: it lowers what is due."),
    "M-304": Message("E", "Issue date {value} is in the future."),
    "M-305": Message("E", "{field}: violation and location go together. Say both or none."),
    "M-306": Message("E", "Item {value} is {state}; only a payable one can be taken back."),
    "M-255": Message(
        "W",
        "A credit of {amount} waits on this account and stays when {value} is taken back. Take it "
        "back?",
    ),
    "M-307": Message("E", "Item {value} is of a kind that is not taken back."),
    "M-308": Message(
        "E",
        "Item {value} was submitted for payment before. It stays; cancel or refund what paid it.",
    ),
}
