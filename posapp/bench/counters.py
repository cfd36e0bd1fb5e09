"""Many counters on one server: each a cashier with a drawer and payees of its own (P10, P2)."""

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from random import Random
from time import monotonic, perf_counter, sleep
from typing import Any, Final

from posapp.bench.child import ChildFailedError, Options
from posapp.bench.office import NOW, OFFICE, Payee, SmallOffice, roles
from posapp.bench.payment import order
from posapp.domain.ids import AccountId, AgreementId, new_request_id
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import OpenControl
from posapp.services.bundle import build
from posapp.storage.db import Database
from posapp.storage.users import insert_user

_MODULE: Final = "posapp.bench.counters"
_GRACE_S: Final = 120
_COPY: Final = (
    "INSERT INTO tender_source (code, description, source_type, external_source_id,"
    " default_starting_balance, currency, distribution_code, office, active)"
    " SELECT '{0}', description, source_type, '', default_starting_balance, currency,"
    " distribution_code, office, active FROM tender_source WHERE code = 'CASH-A01'"
)


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter: its user, open drawer and payees, by their ids."""

    user: int
    control: int
    accounts: tuple[int, ...]
    agreements: tuple[int, ...]

    def part(self, number: int, of: int) -> "Counter":
        """The same with some of its payees: each owes once, so each run takes others."""
        size = len(self.accounts) // of
        mine = slice(number * size, (number + 1) * size)
        return replace(self, accounts=self.accounts[mine], agreements=self.agreements[mine])


def open_counters(office: SmallOffice, count: int, payees: int) -> tuple[Counter, ...]:
    """So many more counters in an office, each with so many payees."""
    users: list[int] = []
    with office.db.begin() as s:
        for number in range(count):
            name = f"till{number}"
            s.exec_driver_sql(_COPY.format(f"TILL{number:03d}"))
            users.append(
                insert_user(s, login=name, name=name, password_hash="", office=OFFICE,
                            roles=roles(), at=NOW)
            )  # fmt: skip
        s.exec_driver_sql("UPDATE installation SET setup_version = setup_version + 1")
    found = []
    for number, user in enumerate(users):
        opening = OpenControl(new_request_id(), f"TILL{number:03d}", None, None)
        control = office.services.tender_controls.open(opening, _actor(user)).value
        owing = office.add_payees(payees)
        accounts = tuple(int(one.account) for one in owing)
        found.append(Counter(user, control, accounts, tuple(int(one.agreement) for one in owing)))
    with office.db.begin() as s:
        s.exec_driver_sql("ANALYZE")
    return tuple(found)


def _actor(user: int) -> Actor:
    name = f"user {user}"
    return Actor(user, name, name, roles(), OFFICE, name)  # type: ignore[arg-type]


def pay_at(
    url: str, counters: Sequence[Counter], processes: int, seconds: int, *, pause: float = 0.0
) -> list[float]:
    """Take payments at all counters at once for so long; milliseconds of each.

    ``pause`` is about how many seconds pass at a counter between two payments.

    Raises:
        ChildFailedError: one of the processes failed.
    """
    shares = [counters[one::processes] for one in range(processes)]
    options = [
        {
            "url": url,
            "seconds": seconds,
            "pause": pause,
            "counters": [_given(one) for one in share],
        }
        for share in shares
    ]
    running = [
        subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in options
    ]
    try:
        for one, option in zip(running, options, strict=True):
            assert one.stdin is not None
            # Too many accounts for an argument of a command.
            one.stdin.write(json.dumps(option) + "\n")
            one.stdin.flush()
        # All begin when the last one has loaded the program and paid once at each counter.
        for one in running:
            assert one.stdout is not None
            if not one.stdout.readline():
                raise ChildFailedError(one.communicate(timeout=_GRACE_S)[1][-500:])
        for one in running:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        said = [one.communicate(timeout=seconds + _GRACE_S) for one in running]
    finally:
        for one in running:
            if one.poll() is None:
                one.kill()
    if any(one.returncode for one in running):
        raise ChildFailedError(" ".join(str(err) for _, err in said)[-500:])
    return [float(took) for out, _ in said for took in json.loads(out)]


def _given(one: Counter) -> dict[str, Any]:
    return {
        "user": one.user,
        "control": one.control,
        "accounts": one.accounts,
        "agreements": one.agreements,
    }


def _work(options: Options) -> list[float]:
    """One process: a thread for each of its counters, all on one engine, as a program has it."""
    db = Database.open(options["url"])
    counters = [Counter(**one) for one in options["counters"]]
    ready = threading.Barrier(len(counters) + 1, timeout=_GRACE_S)
    start = threading.Event()

    def ended(one: "Future[list[float]]") -> None:
        if one.exception():
            ready.abort()

    with ThreadPoolExecutor(len(counters)) as pool:
        times = options["seconds"], options["pause"]
        paying = [pool.submit(_pay, db, one, *times, ready, start) for one in counters]
        for one in paying:
            one.add_done_callback(ended)
        with contextlib.suppress(threading.BrokenBarrierError):
            ready.wait()
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            sys.stdin.readline()
        start.set()
        took = [each for one in paying for each in one.result()]
    db.dispose()
    return took


def _pay(
    db: Database,
    one: Counter,
    seconds: int,
    pause: float,
    ready: threading.Barrier,
    start: threading.Event,
) -> list[float]:
    """Payments of one counter, one after the other; milliseconds of each but the first."""
    add, actor = build(db, lambda: NOW).payment_events.add, _actor(one.user)
    payees = [
        Payee(AccountId(account), AgreementId(agreement))
        for account, agreement in zip(one.accounts, one.agreements, strict=True)
    ]
    add(order(payees[0]), actor)
    ready.wait()
    start.wait(_GRACE_S)
    took: list[float] = []
    # Never two counters in step.
    random = Random(one.user)  # noqa: S311 - pauses, not secrets
    until = monotonic() + seconds
    for payee in payees[1:]:
        if pause:
            sleep(random.uniform(0, 2 * pause))
        if monotonic() > until:
            break
        began = perf_counter()
        add(order(payee), actor)
        took.append((perf_counter() - began) * 1000)
    return took


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_work(json.loads(sys.stdin.readline()))))
