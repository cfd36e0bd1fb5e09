"""The set-up in force: kept in memory, read again when its version moved."""

from posapp.domain.setup import SetUp
from posapp.storage import setup as store
from posapp.storage.base import Transaction


class SetUpCache:
    """Gives each transaction the set-up in force.

    The version is one row; reading it costs one statement, loading the set-up a dozen.
    """

    def __init__(self) -> None:
        self._setup: SetUp | None = None

    def current(self, s: Transaction) -> SetUp:
        """The set-up as of this transaction."""
        kept = self._setup
        if kept is not None and store.setup_version(s) == kept.installation.setup_version:
            return kept
        self._setup = store.load_setup(s)
        return self._setup
