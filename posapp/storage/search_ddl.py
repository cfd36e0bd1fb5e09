"""SQL of the search index, which only the search knows; a migration freezes it as text.

SQLite keeps the words of accounts in an FTS5 table without content (its rowid is the account id).
PostgreSQL keeps them in a table of words with byte order (``COLLATE "C"``), so that a beginning is
a range, and once more as one line by account. Trigrams (``pg_trgm``) were measured at a million
accounts and left out: two common words took them five times as long, and only some servers have
them. The tables hold nothing that ``storage.search_index`` could not make again.
"""

from typing import Final

SQLITE_DDL: Final = (
    "CREATE TABLE account_search (account_id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT",
    "CREATE INDEX ix_account_search_name ON account_search (name)",
    # detail=none: words and accounts, no positions; the prefix sizes are what queries may use
    # without walking every word that begins so (C.4).
    (
        "CREATE VIRTUAL TABLE account_words USING fts5(words, content='', contentless_delete=1,"
        " detail=none, prefix='2 3 4 5', tokenize='ascii')"
    ),
)
POSTGRES_DDL: Final = (
    (
        'CREATE TABLE account_search (account_id BIGINT PRIMARY KEY, name TEXT COLLATE "C" NOT NULL,'
        ' words TEXT COLLATE "C" NOT NULL)'
    ),
    "CREATE INDEX ix_account_search_name ON account_search (name, account_id)",
    (
        'CREATE TABLE account_token (token TEXT COLLATE "C" NOT NULL, account_id BIGINT NOT NULL,'
        " PRIMARY KEY (token, account_id))"
    ),
)
LONGEST_PREFIX: Final = 5
"""The longest beginning that the FTS5 table finds at once."""

SQLITE_TERMS: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.account_terms"
    " USING fts5vocab(main, account_words, instance)"
)
"""A view of the words in the FTS5 table; it keeps nothing, so each connection makes its own."""

TABLES: Final = frozenset({"account_search", "account_words", "account_token"})
"""Tables made here, which the mapped tables do not know."""

POSTGRES_TABLES: Final = ("account_search", "account_token")
"""Those of them that are on PostgreSQL."""


def statements(dialect: str) -> tuple[str, ...]:
    """SQL that makes the search index on an engine."""
    return SQLITE_DDL if dialect == "sqlite" else POSTGRES_DDL


def is_search_table(name: str | None) -> bool:
    """Whether a table is one of these, or a part that FTS5 makes for itself."""
    return name is not None and (name in TABLES or name.startswith("account_words_"))
