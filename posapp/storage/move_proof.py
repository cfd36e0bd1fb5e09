"""What is compared before a move is kept: every table's rows, and the totals that people know.

The sums over rows prove that both sides hold the same; the totals are what somebody compares with
paper: money by currency, the ledger by account, balances of agreements, numbers, audit chains.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, text

# What, its currency (empty where it is no money), the figure.
_TOTALS: Final = (
    (
        "SELECT 'payments ' || lower(p.status), e.currency, sum(p.amount) FROM payment p"
        " JOIN payment_event e ON e.id = p.event_id GROUP BY e.currency, p.status"
    ),
    (
        "SELECT 'tenders ' || t.tender_type || ' ' || lower(t.status), e.currency, sum(t.amount)"
        " FROM tender t JOIN payment_event e ON e.id = t.event_id"
        " GROUP BY e.currency, t.tender_type, t.status"
    ),
    (
        "SELECT 'ledger ' || l.distribution_code, f.currency, sum(l.amount) FROM gl_line l"
        " JOIN financial_transaction f ON f.id = l.ft_id GROUP BY f.currency, l.distribution_code"
    ),
    "SELECT 'owed', currency, sum(current_amount) FROM financial_transaction GROUP BY currency",
    "SELECT 'payoff', currency, sum(payoff_amount) FROM financial_transaction GROUP BY currency",
    "SELECT 'last number ' || kind || ' ' || scope, '', last FROM number_sequence",
    (
        "SELECT 'receipts of ' || tender_source, '', sum(last_receipt) FROM tender_control"
        " GROUP BY tender_source"
    ),
)
_SEALS: Final[Mapping[str, str]] = {
    "balances of agreements": (
        "SELECT agreement_id, sum(current_amount), sum(payoff_amount)"
        " FROM financial_transaction GROUP BY agreement_id"
    ),
    "audit chains": "SELECT chain, length, hash FROM audit_head",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure on both sides: money in minor units of a currency, a count, or rows and a hash."""

    name: str
    currency: str
    source: str
    target: str

    @property
    def equal(self) -> bool:
        """Whether both sides say the same."""
        return self.source == self.target


def compare_totals(source: Connection, target: Connection) -> tuple[Compared, ...]:
    """Every total on both sides, also one that only one side has."""
    here, there = dict(_figures(source)), dict(_figures(target))
    names = sorted(here.keys() | there.keys())
    return tuple(Compared(*name, here.get(name, ""), there.get(name, "")) for name in names)


def _figures(s: Connection) -> Iterator[tuple[tuple[str, str], str]]:
    for sql in _TOTALS:
        for name, currency, total in s.execute(text(sql)):
            yield (name, currency), str(int(total))
    for name, sql in _SEALS.items():
        rows = sorted(
            "|".join(value if isinstance(value, str) else str(int(value)) for value in row)
            for row in s.execute(text(sql))
        )
        seal = sha256("\n".join(rows).encode()).hexdigest()[:16]
        yield (name, ""), f"{len(rows)} ({seal})"
