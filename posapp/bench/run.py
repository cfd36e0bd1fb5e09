"""All benchmarks by name, for ``posapp bench``: each in a process of its own, one after the other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Final

from posapp.bench import payment, quick_add, start
from posapp.bench.child import ChildFailedError, ask
from posapp.bench.figures import Figure

ACCOUNTS: Final = 1_000_000
Found = tuple[str, Sequence[Figure]]
_NAMES: Final[Mapping[str, str]] = {
    "payment": "P1, P2: taking a payment",
    "import": "P4: importing bills",
    "quick-add": "P4: rows of Quick Add",
    "search": "P5: finding an account",
    "start": "P7: starting the program",
    "table": "P8: a page of a long list",
    "receipt": "P9: a receipt",
    "papers": "P9: the Z report of a large drawer",
    "safety": "P3: what safety costs",
    "search-server": "P5: finding an account on a server",
    "counters": "P10: many counters on one server",
    "copy": "P11: a copy while payments are taken",
    "chains": "P12: following the audit chains",
    "block": "P14: the window answers",
    "keys": "P15: keys of a payment",
    "pages": "large accounts and events",
    "growth": "a million accounts beside a thousand",
}
_OF_GOALS: Final[Mapping[str, tuple[str, ...]]] = {
    "P1": ("payment",),
    "P2": ("payment",),
    "P3": ("safety",),
    "P4": ("import", "quick-add"),
    "P5": ("search", "search-server"),
    "P6": ("papers",),
    "P7": ("start",),
    "P8": ("table",),
    "P9": ("receipt", "papers"),
    "P10": ("counters",),
    "P11": ("copy",),
    "P12": ("chains",),
    "P14": ("block",),
    "P15": ("keys",),
}


def names() -> Mapping[str, str]:
    """The benchmarks: name and what it is."""
    return _NAMES


def chosen(wanted: Sequence[str]) -> tuple[str, ...]:
    """The benchmarks of names or goals (``payment``, ``P1``), in their order; all by default.

    Raises:
        ValueError: with a sentence, for a name that is none.
    """
    found = (_OF_GOALS.get(one.upper(), (one.lower(),)) for one in wanted)
    asked = {name for names in found for name in names} or set(_NAMES)
    unknown = sorted(asked - set(_NAMES))
    if unknown:
        goals = ", ".join(_OF_GOALS)
        raise ValueError(f"{unknown[0]} is none of {', '.join(_NAMES)} or {goals}")
    return tuple(name for name in _NAMES if name in asked)


MODULES: Final[Mapping[str, str]] = {
    "import": "posapp.bench.importing",
    "search": "posapp.bench.painted_search",
    "table": "posapp.bench.table",
    "receipt": "posapp.bench.receipt",
    "papers": "posapp.bench.day_papers",
    "safety": "posapp.bench.safety",
    "search-server": "posapp.bench.server_search",
    "counters": "posapp.bench.server_payment",
    "copy": "posapp.bench.copying",
    "chains": "posapp.bench.chains",
    "block": "posapp.bench.day",
    "keys": "posapp.bench.keys",
    "pages": "posapp.bench.big_pages",
    "growth": "posapp.bench.growth",
}
"""What needs a window, or much memory, is loaded in its own process only."""

_LARGE: Final = frozenset({"search", "growth"})
_LONG: Final = frozenset({"growth"})
_OF_SERVER: Final = frozenset({"counters", "chains", "search-server"})
SIZES: Final[dict[str, Mapping[str, Any]]] = {
    "payment": {"rounds": 400},
    "import": {"bills": 13_511, "rounds": 5},
    "quick-add": {"rows": 1_000, "rounds": 5},
    "search": {"probes": 40},
    "start": {"rounds": 15},
    "table": {"pages": 200},
    "receipt": {"rounds": 150},
    "papers": {"tenders": 5_000, "rounds": 60},
    "safety": {"rounds": 400},
    "search-server": {"accounts": 100_000, "probes": 40},
    "counters": {"seconds": 6, "clients": 32},
    "copy": {"megabytes": 1_100, "payments": 100},
    "chains": {"rows": 300_000},
    "block": {"accounts": 400},
    "keys": {},
    "pages": {"bills": 3_000, "payments": 5_000, "rounds": 9},
    "growth": {"probes": 100},
}
"""How much each benchmark does, in the words of its module."""


def run(
    wanted: Sequence[str],
    *,
    accounts: int = ACCOUNTS,
    folder: Path | None = None,
    growth: bool = False,
    server: str = "",
) -> Iterator[Found]:
    """Run benchmarks and give the figures of each as it is done; none with what went wrong.

    Args:
        wanted: names or goals; the ordinary ones when empty.
        accounts: of the large database; a million take some minutes and 2 GB the first time.
        folder: where that database is kept; the system's temporary folder by default.
        growth: what needs years of payments too.
        server: address of a PostgreSQL database whose user may make others; else one of our own.

    Raises:
        ValueError: for an unknown name.
    """
    kept = folder or Path(gettempdir()) / "posapp-bench"
    more: dict[str, Any] = {"accounts": accounts, "folder": str(kept)}
    makers: dict[str, Callable[[], Sequence[Figure]]] = {
        name: partial(ask, module, _options(name, more, server)) for name, module in MODULES.items()
    }
    makers["payment"] = partial(payment.figures, **SIZES["payment"])
    makers["quick-add"] = partial(quick_add.figures, **SIZES["quick-add"])
    makers["start"] = partial(start.figures, **SIZES["start"])
    for name in chosen(wanted):
        if name in _LONG and not (wanted or growth):
            continue
        try:
            yield name, makers[name]()
        except ChildFailedError as error:
            yield name, [Figure("", f"{name} was not measured", 0, note=str(error)[-500:])]


def _options(name: str, more: Mapping[str, Any], server: str) -> Mapping[str, Any]:
    found = {**SIZES[name], **(more if name in _LARGE else {})}
    return found | {"server": server} if name in _OF_SERVER else found
