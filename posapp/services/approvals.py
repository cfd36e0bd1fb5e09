"""Ask a second person to let a transaction happen (D-24)."""

from posapp.domain.approvals import Approval, Secret, approved
from posapp.domain.clock import Clock
from posapp.domain.rights import Actor, Right
from posapp.services.users import Users


class Approvals:
    """Checks the secret of an approver; wrong ones count like those of a sign-in (B.3)."""

    def __init__(self, clock: Clock, users: Users) -> None:
        self._clock = clock
        self._users = users

    def of(self, secret: Secret, rights: frozenset[Right], actor: Actor) -> Approval:
        """The approval of somebody who gives the own secret.

        Raises:
            Refused: ``M-52`` wrong, ``M-53`` wait; ``M-133``, ``M-135`` when it is not theirs to give.
        """
        approver = self._users.confirm(secret.login, secret.password, actor.workstation)
        return approved(approver, actor, rights, self._clock())
