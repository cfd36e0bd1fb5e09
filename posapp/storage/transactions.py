"""Writing one financial transaction with its GL lines."""

from typing import Any

from sqlalchemy import Connection

from posapp.domain.ledger import Posting
from posapp.storage.event_writes import (
    INSERT_FT,
    INSERT_GL,
)
from posapp.storage.mentions import Mentions, mention


def insert_transaction(s: Connection, head: dict[str, Any], posting: Posting) -> Mentions:
    """Write a transaction and its lines; returns what the audit mentions of them.

    Args:
        s: the transaction.
        head: every column but the amounts.
        posting: amounts and lines.
    """
    transaction = head | {
        "current_amount": posting.current_amount,
        "payoff_amount": posting.payoff_amount,
        "show_on_bill": True,
    }
    lines: list[dict[str, Any]] = [
        {"ft_id": head["id"], "seq": seq, "distribution_code": line.code, "amount": line.amount}
        for seq, line in enumerate(posting.lines, 1)
    ]
    INSERT_FT.run(s, transaction)
    INSERT_GL.many(s, lines)
    return {
        "financial_transaction": mention("financial_transaction", [transaction]),
        "gl_line": mention("gl_line", lines),
    }
