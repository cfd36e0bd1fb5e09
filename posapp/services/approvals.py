"""Ask a second person to let a transaction happen (D-24)."""

from typing import Final

from posapp.domain.approvals import Approval, Matter, Secret, approved
from posapp.domain.clock import Clock
from posapp.domain.rights import Actor, Right
from posapp.errors import Refused
from posapp.services.users import Users

LENDABLE: Final = frozenset({Right.OVERRIDE_LIMIT, Right.OVERRIDE_CASH_ONLY, Right.BACK_DATE})
"""What may be lent for one payment."""


class Approvals:
    """Checks the secret of an approver; wrong ones count like those of a sign-in (B.3)."""

    def __init__(self, clock: Clock, users: Users) -> None:
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
