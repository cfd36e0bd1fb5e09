"""SQL of the search index, which only the search knows; a migration freezes it as text.

SQLite keeps the words of accounts in an FTS5 table without content (its rowid is the account id),
PostgreSQL in a table of words with byte order (``COLLATE "C"``), so that a beginning is a range
on both. Where ``pg_trgm`` is installed, common words that rarely meet are found through it. The
tables hold nothing that ``storage.search_index`` could not make again.
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
        'CREATE TABLE account_token (account_id BIGINT NOT NULL, token TEXT COLLATE "C" NOT NULL,'
        " PRIMARY KEY (account_id, token))"
    ),
    "CREATE INDEX ix_account_token_token_account_id ON account_token (token, account_id)",
    # A trusted extension since version 13; without it, or without the right to add it, the
    # table of words does alone.
    (
        "DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS pg_trgm;"
        " EXCEPTION WHEN undefined_file OR feature_not_supported OR insufficient_privilege"
        " THEN NULL; END $$"
    ),
    (
        "DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm') THEN"
        " CREATE INDEX ix_account_search_words ON account_search USING gin (words gin_trgm_ops);"
        " END IF; EXCEPTION WHEN undefined_object THEN NULL; END $$"
    ),
)
LONGEST_PREFIX: Final = 5
"""The longest beginning that the FTS5 table finds at once."""

TABLES: Final = frozenset({"account_search", "account_words", "account_token"})
"""Tables made here, which the mapped tables do not know."""


def statements(dialect: str) -> tuple[str, ...]:
    """SQL that makes the search index on an engine."""
    return SQLITE_DDL if dialect == "sqlite" else POSTGRES_DDL


def is_search_table(name: str | None) -> bool:
    """Whether a table is one of these, or a part that FTS5 makes for itself."""
    return name is not None and (name in TABLES or name.startswith("account_words_"))
