"""Looking for tender controls (controls 5.1)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from posapp.domain.codes import ControlStatus, SourceType
from posapp.domain.ids import ControlId, DepositControlId, UserId
from posapp.domain.money import Money

MOST: Final = 300
"""How many a search finds at most."""


@dataclass(frozen=True, slots=True)
class ControlSearch:
    """What to look for; everything given must fit.

    ``created`` finds those made on or before that business date.
    """

    control_id: ControlId | None = None
    tender_source: str = ""
    deposit_control_id: DepositControlId | None = None
    user_id: UserId | None = None
    status: ControlStatus | None = None
    created: date | None = None


@dataclass(frozen=True, slots=True)
class FoundControl:
    """A tender control in a list; its money stands on its page."""

    id: ControlId
    tender_source: str
    source_type: SourceType
    office: str
    deposit_control_id: DepositControlId
    deposit_status: ControlStatus
    currency: str
    business_date: date
    all_users: bool
    user_name: str
    status: ControlStatus
    starting_balance: Money
    created_at: datetime
    balanced_at: datetime | None
    balanced_by: str
