"""A sentence of the catalogue of messages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with named fields, and how grave it is (see ``messages``)."""

    severity: str
    text: str
