"""The set-up in force: kept in memory, read again when its version moved."""

from collections.abc import Callable
from dataclasses import replace

from posapp.domain.rule_algorithms import RuleAlgorithms
from posapp.domain.setup import SetUp
from posapp.services.rule_algorithms import installed
from posapp.storage import setup as store
from posapp.storage.base import Transaction


class SetUpCache:
    """Gives each transaction the set-up in force.

    The version is one row; reading it costs one statement, loading the set-up a dozen.
    """

    def __init__(self, algorithms: Callable[[], RuleAlgorithms] = installed) -> None:
        """Start empty; ``algorithms`` gives what third parties added to distribution rules."""
        self._setup: SetUp | None = None
        self._algorithms = algorithms

    @property
    def kept(self) -> SetUp | None:
        """The set-up as it was when it was last read; ``None`` before."""
        return self._setup

    def current(self, s: Transaction) -> SetUp:
        """The set-up as of this transaction."""
        kept = self._setup
        if kept is not None and store.setup_version(s) == kept.installation.setup_version:
            return kept
        self._setup = self._with_algorithms(store.load_setup(s))
        return self._setup

    def algorithms(self) -> RuleAlgorithms:
        """What third parties added to distribution rules."""
        return self._algorithms()

    def _with_algorithms(self, setup: SetUp) -> SetUp:
        """Only where a rule names one: to look for what is installed takes time at the start (P7)."""
        needed = any(rule.algorithms for rule in setup.distribution_rules.values())
        return replace(setup, rule_algorithms=self._algorithms()) if needed else setup
