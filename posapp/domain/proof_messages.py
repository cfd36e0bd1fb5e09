"""Sentences about papers that are held against the data (R11), part of the catalogue of ``messages``."""

from collections.abc import Mapping
from typing import Final

from posapp.domain.message import Message

PROOF_MESSAGES: Final[Mapping[str, Message]] = {
    "M-388": Message(
        "E", "{value} is no audit seal: one of its characters is wrong. Look at the paper again."
    ),
    "M-389": Message(
        "E",
        "{value}: no paper here has this number or seal. It is another office's, or it is false.",
    ),
    "M-390": Message(
        "E",
        "{value}: paper and data do not agree ({reason}). The data was changed behind the program, "
        "or an older copy was put back. Keep the paper, take no money, and call the auditor.",
    ),
}
