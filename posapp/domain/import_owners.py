"""The accounts that bills and items of a file name, each decided once."""

from posapp.domain.import_accounts import (
    AccountChange,
    AccountTerms,
    KnownAccount,
    NewAccount,
    Refusal,
    decide_owner,
)
from posapp.domain.imports import ImportAccount


class Owners:
    """Decides the accounts of a file as they turn up and remembers which are needed."""

    def __init__(self, terms: AccountTerms) -> None:
        self._terms = terms
        self._decided: dict[str, NewAccount | KnownAccount | Refusal] = {}
        self._new: dict[str, NewAccount] = {}
        self._changes: dict[str, AccountChange] = {}

    def of(self, record: ImportAccount) -> NewAccount | KnownAccount | Refusal:
        """The account, whether known or to be made, or why there is none."""
        found = self._decided.get(record.key)
        if found is None:
            outcome = decide_owner(record, self._terms)
            if isinstance(outcome, AccountChange):
                self._changes[record.key] = outcome
                outcome = outcome.account
            found = self._decided[record.key] = outcome
        return found

    def use(self, account: NewAccount) -> None:
        """Note that a new account is really needed; one with refused bills only is not made."""
        self._new.setdefault(account.key, account)

    @property
    def new(self) -> tuple[NewAccount, ...]:
        """Accounts to be made, in the order of the file."""
        return tuple(self._new.values())

    @property
    def changes(self) -> tuple[AccountChange, ...]:
        """Look-ups to be added to known accounts."""
        return tuple(self._changes.values())
