"""The audit chain of an event that is there (D-40)."""

from posapp.domain.event_views import EventView, home_control
from posapp.domain.setup import SetUp
from posapp.services.done import chain_of


def chain_of_event(event: EventView, setup: SetUp) -> str:
    """Audit chain of an event that is there (D-40)."""
    return chain_of(home_control(event), event.office, setup, event.created_at)
