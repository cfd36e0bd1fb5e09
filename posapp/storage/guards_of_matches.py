"""Guards of match events: one that is canceled or balanced keeps what it holds (MT-01..MT-13)."""

from typing import Final

from posapp.storage.guard_terms import Guard, changed

OF_MATCHES: Final = (
    Guard(
        "update",
        "match_event",
        "UPDATE",
        "a canceled match event stays, any other keeps its account and bill",
        f"OLD.status = 'CANCELED' OR {changed('match_event', 'status', 'disputed', 'note', 'version')}",
    ),
    Guard(
        "delete",
        "match_event",
        "DELETE",
        "only an open match event is removed",
        "OLD.status <> 'OPEN'",
    ),
    Guard(
        "insert",
        "match_event_ft",
        "INSERT",
        "a transaction is on one live match event only",
        "EXISTS (SELECT 1 FROM match_event m WHERE m.status = 'CANCELED'"
        " AND m.id = NEW.match_event_id) OR EXISTS (SELECT 1 FROM match_event_ft l"
        " JOIN match_event m ON m.id = l.match_event_id"
        " WHERE l.ft_id = NEW.ft_id AND m.status <> 'CANCELED')",
    ),
    Guard(
        "bill",
        "match_event_ft",
        "INSERT",
        "charges of a bill are on the match event of that bill, all else on one of its account",
        "EXISTS (SELECT 1 FROM match_event m JOIN financial_transaction f ON f.id = NEW.ft_id"
        " JOIN agreement a ON a.id = f.agreement_id WHERE m.id = NEW.match_event_id"
        " AND (a.account_id <> m.account_id OR (f.ft_type = 'BS'"
        " AND (m.bill_id IS NULL OR m.bill_id <> f.parent_id))))",
    ),
    Guard("update", "match_event_ft", "UPDATE", "match_event_ft rows never change"),
    Guard(
        "delete",
        "match_event_ft",
        "DELETE",
        "only an open match event releases transactions",
        "EXISTS (SELECT 1 FROM match_event m WHERE m.id = OLD.match_event_id"
        " AND m.status <> 'OPEN')",
    ),
)
