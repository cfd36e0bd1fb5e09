"""Ask a second person to let a transaction happen (D-24)."""

from typing import Final

from posapp.domain.approvals import Approval, Matter, Secret, approved
from posapp.domain.clock import Clock
from posapp.domain.rights import Actor, Right
from posapp.errors import Refused
from posapp.services.users import Users
from posapp.storage.db import Database
from posapp.storage.requests import result_of_request

LENDABLE: Final = frozenset({Right.OVERRIDE_LIMIT, Right.OVERRIDE_CASH_ONLY, Right.BACK_DATE})
"""What may be lent for one payment."""


class Approvals:
    """Checks the secret of an approver; wrong ones count like those of a sign-in (B.3)."""

    def __init__(self, db: Database, clock: Clock, users: Users) -> None:
        self._db = db
        self._clock = clock
        self._users = users

    def of(
        self, secret: Secret, rights: frozenset[Right], actor: Actor, matter: Matter
    ) -> Approval:
        """The approval of somebody who gives the own secret.

        One that fails is in the audit with who asked, where, and for what (pain 15).

        Raises:
            Refused: ``M-52`` wrong, ``M-53`` wait; ``M-133``, ``M-135`` when it is not theirs to give.
        """
        approver = self._users.confirm(secret, actor, matter)
        try:
            return approved(approver, actor, rights, self._clock())
        except Refused as refused:
            self._users.refuse(approver, actor, matter, refused.code)
            raise

    def once(
        self, secret: Secret | None, rights: frozenset[Right], actor: Actor, matter: Matter
    ) -> Approval | None:
        """The approval of a request; ``None`` without a secret, or when it was carried out before.

        Nobody is asked again for what is done: the replay needs no second person (D-21, D-24).

        Raises:
            Refused: as ``of``.
        """
        if secret is None or self.is_done(matter):
            return None
        return self.of(secret, rights, actor, matter)

    def is_done(self, matter: Matter) -> bool:
        """Whether the request was carried out before, so that nobody is asked to approve it."""
        with self._db.read() as s:
            return result_of_request(s, matter.request_id, matter.kind) is not None
