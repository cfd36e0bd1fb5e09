"""The proofs of safety, each for a moment; ``python -m tests.endurance`` runs them for minutes.

What each throws and what its long run came to stands in docs/reliability.md.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.endurance.proof import Proof, Run, Tally
from tests.endurance.proofs import PROOFS
from tests.helpers.databases import copy_of
from tests.helpers.postgres_server import PostgresServer

NEEDS_OWN_SERVER = {"cut-line", "server-crash"}
CASES = [
    pytest.param(
        proof,
        engine,
        id=f"{proof.name}-{engine}",
        marks=[pytest.mark.postgres] if engine == "postgres" else [],
    )
    for proof in PROOFS
    for engine in proof.engines
]


@pytest.fixture
def ground(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Run]:
    """Fresh databases of an engine, as many as the proof asks for."""
    with ExitStack() as stack:
        if engine == "sqlite":
            template: Path = request.getfixturevalue("sqlite_template")
            made = iter(range(1000))

            def fresh() -> str:
                place = tmp_path / f"database-{next(made)}"
                place.mkdir()
                return copy_of(template, place)
        else:
            server: PostgresServer = request.getfixturevalue("postgres_server")
            name: str = request.getfixturevalue("postgres_template")

            def fresh() -> str:
                url = server.create(name)
                stack.callback(server.drop, url)
                return url

        yield Run(engine, fresh, tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL, fork and limits are POSIX")
@pytest.mark.parametrize(("proof", "engine"), CASES)
def test_r1_to_r10_nothing_is_lost_doubled_or_found(proof: Proof, ground: Run) -> None:
    given = os.environ.get("POSAPP_TEST_DB", "").startswith("postgres")
    if given and proof.name in NEEDS_OWN_SERVER:
        pytest.skip("it breaks the server or the line to it, and this one is somebody's")
    tally = Tally()
    proof.act(ground, tally)
    assert tally.findings == []
    short = {name for name, least in proof.least.items() if tally.figures[name] < least}
    assert short == set(), tally.line()
    assert tally.figures["lost"] == tally.figures["doubled"] == 0
