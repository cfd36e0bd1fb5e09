"""P10, P2 on a server: payments at many counters at once, beside the server's own benchmark program.

Each counter has a drawer of its own, as in life; numbers of documents are one series for all of
them, in ours and in the reference. Clients and server share the machine.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from posapp.bench.by_pgbench import ByHand, by_pgbench
from posapp.bench.child import Options, answer
from posapp.bench.counters import Counter, open_counters, pay_at
from posapp.bench.figures import Figure, at_least, percentile, within
from posapp.bench.office import SmallOffice, open_office
from posapp.bench.payment import take
from posapp.bench.server import ENGINE, Server, server_at
from posapp.bench.wire import wire_to

_SHARE: Final = 0.45
_FEW: Final = 8
_PROCESSES: Final = 8
_MOST_MS: Final = 50.0
_MOST_TRIPS: Final = 4.0
_WARM: Final = 12
_TRIED: Final = 5
_SLOWEST: Final = 0.99
_PAUSE_S: Final = 1.0
"""Between two payments of a counter on average; people take 40 s."""


def measure(options: Options) -> Sequence[Figure]:
    """Round trips, 8 clients, 32 clients: ``seconds``, ``clients`` (most), ``server``."""
    with server_at(options.get("server", "")) as server:
        return list(_figures(server, int(options["seconds"]), int(options["clients"])))


def _figures(server: Server, seconds: int, clients: int) -> Iterator[Figure]:
    url = server.create()
    office = open_office(url)
    try:
        yield from _trips(office, url)
        payees = 3 * (20 + 250 * seconds)
        counters = open_counters(office, clients, payees)
        few, hands, many = ([one.part(turn, 3) for one in counters] for turn in range(3))
        yield _at_once(server, url, few[:_FEW], hands[:_FEW], seconds)
        busy, calm = ([one.part(turn, 2) for one in many] for turn in range(2))
        yield _slowest(server, url, busy, hands, seconds)
        yield _pausing(url, calm, seconds)
    finally:
        office.db.dispose()
        server.drop(url)


def _trips(office: SmallOffice, url: str) -> Iterator[Figure]:
    """What one payment asks of a line that has been in use."""
    payees = office.add_payees(_WARM + _TRIED)
    with wire_to(url) as wired:
        if wired is None:
            return
        address, wire = wired
        with office.over(address) as far:
            for payee in payees[:_WARM]:
                take(far, payee)
            before = wire.trips
            for payee in payees[_WARM:]:
                take(far, payee)
            trips = (wire.trips - before) / _TRIED
    yield within("P10", "round trips of a payment", trips, _MOST_TRIPS, unit="", engine=ENGINE)


def _at_once(
    server: Server,
    url: str,
    counters: Sequence[Counter],
    hands: Sequence[Counter],
    seconds: int,
) -> Figure:
    """Payments per second of a few clients, then of the reference on payees of its own."""
    what = f"payments per second, {len(counters)} clients"
    took = pay_at(url, counters, len(counters), seconds)
    ours = len(took) / seconds
    note = f"p99 {percentile(took, _SLOWEST):.0f} ms; PostgreSQL {server.version()}"
    hand = _by_hand(server, url, hands, seconds)
    if hand is None:
        return Figure("P10", what, ours, unit="/s", engine=ENGINE, note=f"{note}; no pgbench here")
    note = f"{note}; by hand p99 {percentile(hand.took, _SLOWEST):.0f} ms"
    return at_least("P10", what, ours, hand.per_second, _SHARE, unit="/s", engine=ENGINE, note=note)


def _slowest(
    server: Server, url: str, counters: Sequence[Counter], hands: Sequence[Counter], seconds: int
) -> Figure:
    """The slowest of a hundred without a pause, and what this machine does of it at all."""
    took = pay_at(url, counters, min(_PROCESSES, len(counters)), seconds)
    what = f"payment, {len(counters)} clients, p99"
    note = f"median {percentile(took, 0.5):.0f} ms, {len(took) / seconds:.0f} per second"
    slowest = percentile(took, _SLOWEST)
    hand = _by_hand(server, url, hands, seconds)
    least = None
    if hand is not None:
        least = percentile(hand.took, _SLOWEST)
        median = percentile(hand.took, 0.5)
        note = f"{note}; by hand median {median:.0f} ms, {hand.per_second:.0f} per second"
    return within("P10", what, slowest, _MOST_MS, engine=ENGINE, note=note, reference=least)


def _by_hand(server: Server, url: str, counters: Sequence[Counter], seconds: int) -> ByHand | None:
    """The reference; ``None`` on a machine without its program."""
    program = None if server.programs is None else server.programs / "pgbench"
    if program is None or not program.exists():
        return None
    with TemporaryDirectory() as folder:
        return by_pgbench(program, Path(folder), url, counters, seconds)


def _pausing(url: str, counters: Sequence[Counter], seconds: int) -> Figure:
    """The same as counters are: without a pause clients mostly wait for the processor."""
    processes = min(_PROCESSES, len(counters))
    took = pay_at(url, counters, processes, seconds, pause=_PAUSE_S)
    what = f"payment, {len(counters)} clients that pause {_PAUSE_S:g} s, p99"
    note = f"median {percentile(took, 0.5):.0f} ms, {len(took) / seconds:.0f} per second"
    return Figure("", what, percentile(took, _SLOWEST), engine=ENGINE, note=note)


if __name__ == "__main__":
    answer(measure)
