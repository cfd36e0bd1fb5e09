"""Identities. All come from one counter, so a number names one thing in the whole database.

Source: rule book ``payments`` 0.3 (widths: event, payment, segment, tender 12; account, agreement,
control 10). Database keys are integers; people see them zero-padded to the field's width.
"""

from typing import Final, NewType
from uuid import uuid4

PersonId = NewType("PersonId", int)
AccountId = NewType("AccountId", int)
AgreementId = NewType("AgreementId", int)
BillId = NewType("BillId", int)
ItemId = NewType("ItemId", int)
EventId = NewType("EventId", int)
TenderId = NewType("TenderId", int)
PaymentId = NewType("PaymentId", int)
SegmentId = NewType("SegmentId", int)
FtId = NewType("FtId", int)
MatchEventId = NewType("MatchEventId", int)
ControlId = NewType("ControlId", int)
DepositControlId = NewType("DepositControlId", int)
UserId = NewType("UserId", int)

# The first number given; ten digits wide from the start, so no id looks like an imported key.
FIRST_ID: Final = 1_000_000_001

_LONG: Final = 12
_SHORT: Final = 10


def long_id(number: int) -> str:
    """Event, payment, segment, tender id as people see it: 12 digits."""
    return f"{number:0{_LONG}d}"


def short_id(number: int) -> str:
    """Account, agreement, control id as people see it: 10 digits."""
    return f"{number:0{_SHORT}d}"


def parse_id(text: str) -> int | None:
    """The number in an id of ours (10 or 12 ASCII digits, spaces allowed), else ``None``."""
    digits = "".join(text.split())
    if digits.isascii() and digits.isdigit() and len(digits) in {_SHORT, _LONG}:
        return int(digits)
    return None


def new_request_id() -> str:
    """A fresh request id (D-21): made once when a dialog opens, kept through every retry."""
    return str(uuid4())
