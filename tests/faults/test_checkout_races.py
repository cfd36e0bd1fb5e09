"""Two workstations on one PostgreSQL race for one credit, one item, one *Process manually*."""

from collections.abc import Callable, Iterator

import pytest

from tests.helpers.checkout_races import RACES, Stations, two_stations
from tests.helpers.clock import FixedClock
from tests.helpers.events import is_clean

ROUNDS = 5

pytestmark = pytest.mark.postgres


@pytest.fixture
def two(postgres_url: str, clock: FixedClock) -> Iterator[Stations]:
    """Two programs, each with connections of its own."""
    with two_stations(postgres_url, clock) as found:
        yield found


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
def test_ck8_ck9_exactly_one_wins_and_the_other_is_told_who(
    two: Stations, race: Callable[[Stations], int], times: int
) -> None:
    """Case 6, CK-8, CK-9, IT-4: some rounds each; nothing is lost, nothing is done twice."""
    won = [race(two) for _ in range(ROUNDS * times)]
    assert len(won) == ROUNDS * times
    assert is_clean(two.office)
