"""Rows of Quick Add in hand: kept while they are typed, offered again after a crash (D-21)."""

from typing import Final

from posapp.domain.clock import Clock
from posapp.domain.drafts import Draft
from posapp.domain.quick_add import QuickHeader, QuickKind, QuickLine
from posapp.domain.quick_drafts import QuickDraft, from_text, to_text
from posapp.domain.requests import check_request_id
from posapp.domain.rights import Actor, Right
from posapp.storage.db import Database
from posapp.storage.requests import drop_draft, list_drafts, store_draft

KIND: Final = "quick_add.rows"


class QuickDrafts:
    """Use cases of rows that are typed and not created."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def keep(
        self, header: QuickHeader, rows: tuple[QuickLine, ...], request_id: str, actor: Actor
    ) -> None:
        """Keep rows under the request id of their batch; a later version takes their place.

        No rows: the draft goes. What must not be stored is left out of it (R13).

        Raises:
            Refused: ``M-53`` and the like when the id is none or the right is missing.
        """
        actor.require(Right.ADD_EVENT)
        check_request_id(request_id)
        if not rows:
            self.drop(request_id)
            return
        now = self._clock()
        draft = Draft(
            request_id,
            actor.user_id,
            actor.workstation,
            KIND,
            to_text(QuickDraft(request_id, header, rows, now)),
            now,
        )
        self._db.write(lambda s: store_draft(s, draft))

    def kept(self, kind: QuickKind, actor: Actor) -> QuickDraft | None:
        """The rows that this user left at this workstation, the newest ones."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            drafts = list_drafts(s, actor.user_id, actor.workstation)
        found = [
            from_text(one.request_id, one.draft, one.created_at)
            for one in drafts
            if one.kind == KIND
        ]
        return next((one for one in reversed(found) if one.header.kind is kind), None)

    def drop(self, request_id: str) -> None:
        """Forget rows: they are a batch now, or were thrown away."""
        self._db.write(lambda s: drop_draft(s, request_id))
