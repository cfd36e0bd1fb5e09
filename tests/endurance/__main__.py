"""``python -m tests.endurance NAME ... [--long] [--seed N] [--engine E]``: the proofs of safety by hand.

Without a name it lists them. Each prints its figures, on SQLite and on a PostgreSQL of its own; the
exit code is 1 when one of them found anything. The suite runs the same programs for a second each.
``--programs N`` plays one day of ``many-counters --long`` again, that of so many programs.
"""

import argparse
import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory

from posapp.domain.clock import system_clock
from tests.endurance.proof import Proof, Run, Tally
from tests.endurance.proofs import PROOFS
from tests.helpers.databases import copy_of, fill
from tests.helpers.postgres_server import PostgresServer

SHOWN = 25


@contextmanager
def ground(
    engine: str, folder: Path, seed: int, *, is_long: bool, programs: int = 0
) -> Iterator[Run]:
    """A run on an engine; the server and all files are gone after it."""
    if engine == "postgres":
        server = PostgresServer()
        try:
            template = server.create()
            fill(template)
            name = server.name_of(template)
            yield Run(engine, lambda: server.create(name), folder, seed, is_long, programs)
        finally:
            server.stop()
        return
    template = folder / "template.db"
    fill(str(template))
    made = iter(range(1_000_000))

    def fresh() -> str:
        place = folder / f"database-{next(made)}"
        place.mkdir()
        return copy_of(template, place)

    yield Run(engine, fresh, folder, seed, is_long, programs)


def carry_out(proof: Proof, engine: str, seed: int, *, is_long: bool, programs: int) -> bool:
    """One proof on one engine; prints its line."""
    tally, began = Tally(), time.monotonic()
    with TemporaryDirectory(prefix="posapp-proof-") as name:
        os.environ["POSAPP_FIELD_KEY_FILE"] = str(Path(name) / "field.key")
        with ground(engine, Path(name), seed, is_long=is_long, programs=programs) as run:
            proof.act(run, tally)
    took = time.monotonic() - began
    print(f"{proof.name} ({proof.shows}), {engine}: {tally.line()}; {took:.0f} s, seed {seed}")
    for finding in tally.findings[:SHOWN]:
        print(f"    {finding}")
    sys.stdout.flush()
    return not tally.findings


def main() -> int:
    """Read the command line, run, say."""
    known = {proof.name: proof for proof in PROOFS}
    parser = argparse.ArgumentParser(prog="python -m tests.endurance")
    parser.add_argument("name", nargs="*", choices=[*known, "all", []], metavar="NAME")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--seed", type=int, default=Run.seed)
    parser.add_argument("--programs", type=int, default=0, help="many-counters: only this day")
    parser.add_argument("--engine", choices=["sqlite", "postgres"])
    given = parser.parse_args()
    if not given.name:
        for proof in PROOFS:
            print(f"{proof.name:16} {proof.shows:12} {proof.says}")
        return 0
    # A fault thrown into the pool's own clean-up is logged with its traceback.
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL + 1)
    names = list(known) if "all" in given.name else given.name
    print(f"{system_clock().astimezone(UTC):%Y-%m-%d %H:%M} UTC", flush=True)
    right = [
        carry_out(known[name], engine, given.seed, is_long=given.long, programs=given.programs)
        for name in names
        for engine in known[name].engines
        if given.engine in {None, engine}
    ]
    return 0 if all(right) else 1


if __name__ == "__main__":
    sys.exit(main())
