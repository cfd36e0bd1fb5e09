"""The guards of items, credits, checkouts and their mails, together (see ``guard_rules``)."""

from typing import Final

from posapp.storage.guards_of_bound_events import OF_BOUND_EVENTS
from posapp.storage.guards_of_credits import NO_TRUNCATE as CREDITS_NO_TRUNCATE
from posapp.storage.guards_of_credits import OF_CREDITS
from posapp.storage.guards_of_items import NO_TRUNCATE as ITEMS_NO_TRUNCATE
from posapp.storage.guards_of_items import OF_ITEMS
from posapp.storage.guards_of_mails import NO_TRUNCATE as MAILS_NO_TRUNCATE
from posapp.storage.guards_of_mails import OF_MAILS

OF_CHECKOUTS: Final = (*OF_ITEMS, *OF_MAILS, *OF_CREDITS, *OF_BOUND_EVENTS)
NO_TRUNCATE: Final = (*ITEMS_NO_TRUNCATE, *MAILS_NO_TRUNCATE, *CREDITS_NO_TRUNCATE)
"""Tables that are never emptied."""
