"""P1, P2: taking a payment through the service beside the same rows written by hand.

Cash with change on one agreement, frozen: request look-up, validation, distribution, ledger,
numbers, audit chain, durable commit. Run with ``posapp.bench.child``, because a slow disk is
imitated by a library that must be there when a process starts.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from posapp.bench.by_hand import HANDED, ByHand
from posapp.bench.child import Options, answer, ask
from posapp.bench.figures import Figure, Turns, compared, in_turns, percentile, within
from posapp.bench.office import DUE, Payee, SmallOffice, open_office
from posapp.bench.slow_sync import slow_disk
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft

_MODULE = "posapp.bench.payment"
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder in memory, for a figure without a disk
_SLOWEST = 0.99


def figures(rounds: int = 400) -> list[Figure]:
    """P1 in memory and with a sync of 1 ms, P2 with 1 ms and 10 ms.

    Args:
        rounds: payments of each kind in each run; the slowest disk gets half of them.
    """
    with TemporaryDirectory() as folder:
        where = str(_MEMORY) if _MEMORY.is_dir() else folder
        found = ask(_MODULE, {"folder": where, "rounds": rounds, "disk": "memory", "ratio": 3.0})
        for us, most, ratio in ((1_000, 10.0, 2.0), (10_000, 50.0, None)):
            environment = slow_disk(Path(folder), us)
            if environment is None:
                continue
            options = {
                "folder": where,
                "rounds": rounds if ratio else rounds // 2,
                "disk": f"a sync of {us // 1_000} ms",
                "ratio": ratio,
                "p99": most,
            }
            found += ask(_MODULE, options, environment)
    return found


def measure(options: Options) -> Sequence[Figure]:
    """Figures of one disk: ``folder``, ``rounds``, ``disk`` (in words), ``ratio``, ``p99``."""
    rounds: int = options["rounds"]
    warm = max(1, rounds // 10)
    with TemporaryDirectory(dir=options["folder"]) as folder:
        turns = payments_in_turns(Path(folder), rounds + warm, warm)
    what = f"payment, {options['disk']}"
    found = []
    if options.get("ratio"):
        found.append(compared("P1", f"{what}, median", turns, options["ratio"]))
        if turns.busy and not options.get("p99"):
            found.append(compared("", "the same by the processor's time", turns.busy, None))
    if options.get("p99"):
        by_hand = percentile(turns.reference, _SLOWEST)
        note = f"by hand {by_hand:.3g} ms"
        ours = percentile(turns.ours, _SLOWEST)
        found.append(within("P2", f"{what}, p99", ours, options["p99"], note=note))
    return found


def payments_in_turns(folder: Path, rounds: int, warm: int) -> Turns:
    """Take payments by the service and by hand, in turns, in one file."""
    office = open_office(folder / "payments.db")
    by_hand = ByHand(office)
    try:
        payees = office.add_payees(2 * rounds + 1)
        # The first payment of a day begins the series of numbers and the audit chain.
        take(office, payees[-1])
        ours = [partial(office.services.payment_events.add, order(p), office.actor)
                for p in payees[:rounds]]  # fmt: skip
        reference = [partial(by_hand.pay, p, new_request_id()) for p in payees[rounds:-1]]
        return in_turns(ours, reference, warm)
    finally:
        by_hand.close()
        office.db.dispose()


def take(office: SmallOffice, payee: Payee) -> int:
    """Take one payment through the service; returns the event's id."""
    return int(office.services.payment_events.add(order(payee), office.actor).value.event_id)


def order(payee: Payee) -> AddEvent:
    """The whole debt in cash, with change."""
    return AddEvent(
        new_request_id(),
        payee.account,
        (TenderDraft("CASH", Money(HANDED)),),
        (PaymentDraft(payee.account, Money(DUE)),),
    )


if __name__ == "__main__":
    answer(measure)
