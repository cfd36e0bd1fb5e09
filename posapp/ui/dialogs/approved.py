"""Dialogs of a drawer that somebody else may have to approve at this desk (D-24).

They ask for the second person only where the rules want one: at once where that is known, else when
the service says so.
"""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final

from PySide6.QtWidgets import QWidget

from posapp.domain.approvals import Secret
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.theme import dp
from posapp.ui.widgets.approval import Approval
from posapp.ui.widgets.consequences import Consequence, Consequences

ASKS: Final = frozenset({"M-51", "M-221", "M-224", "M-226"})
"""Refusals that somebody else at this desk can help with."""
_WIDTH: Final = 560

StepWork = Callable[[frozenset[str], str, Secret | None], Saved[Any]]
"""Calls a service with confirmed codes, request id and secret; no widgets in it."""


class ApprovedDialog(TaskDialog):
    """A task of a drawer; ``secret`` is that of who approves it here.

    Attributes:
        HELPED: refusals that somebody else at this desk can help with.
    """

    HELPED: ClassVar[frozenset[str]] = ASKS

    def __init__(
        self,
        context: UiContext,
        parent: QWidget | None = None,
        *,
        title: str,
        action: str,
        name: str,
        subtitle: str = "",
        columns: int = 1,
    ) -> None:
        """Make the frame; a subclass fills form and body, then calls ``add_approval``."""
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=title, action=action, name=name, subtitle=subtitle, columns=columns,
        )  # fmt: skip
        self._context = context
        self.approval = Approval()
        self.approval.hide()
        self.setMinimumWidth(dp(_WIDTH))

    @property
    def secret(self) -> Secret | None:
        """Who approves, where somebody must."""
        return self.approval.secret

    def add_approval(self) -> None:
        """Put the approval below what was filled in so far."""
        self.body.addWidget(self.approval)

    def ask_approval(self, why: str) -> None:
        """Ask for the second person, and say why."""
        self.approval.ask(why)
        self.approval.approver.setFocus()

    def show_field_error(self, field: str, sentence: str) -> bool:
        """At the approval, at a field of the form, or as a strip."""
        return self.approval.show_error(field, sentence) or super().show_field_error(
            field, sentence
        )

    def _on_error(self, error: BaseException) -> None:
        """Somebody else can help: ask for that one; a secret that fails is said at its field."""
        helps = isinstance(error, Refused) and (
            error.code in self.HELPED or error.fields.get("field") == "approver"
        )
        if helps and isinstance(error, Refused) and not self.approval.is_needed:
            self._set_busy(False)
            self.ask_approval(self._context.texts.of(error))
            return
        super()._on_error(error)


class StepDialog(ApprovedDialog):
    """Says what one step of a drawer does, and does it; ``completed`` carries what it answers."""

    def __init__(
        self,
        context: UiContext,
        work: StepWork,
        parent: QWidget | None = None,
        *,
        title: str,
        action: str,
        subtitle: str = "",
        says: Sequence[Consequence] = (),
        why: str = "",
    ) -> None:
        """Make the dialog.

        Args:
            context: the window's surroundings.
            work: does it.
            parent: window that the dialog belongs to.
            title: heading.
            action: words of the button.
            subtitle: line under the heading.
            says: what will happen.
            why: why somebody else must approve, where that is known.
        """
        super().__init__(
            context, parent, title=title, action=action, name="step_dialog", subtitle=subtitle
        )
        self._work = work
        self.form.hide()
        self.consequences = Consequences()
        self.consequences.show_lines(says)
        self.consequences.setVisible(bool(says))
        self.body.addWidget(self.consequences)
        self.add_approval()
        self.body.addStretch(1)
        if why:
            self.approval.ask(why)

    def focus_first(self) -> None:
        """The approver where one is needed."""
        (self.approval.approver if self.approval.is_needed else self.submit_button).setFocus()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """The step, with the secret of who approves it."""
        if self.approval.lacks():
            return None
        work, request_id, secret = self._work, self.request_id, self.secret
        return lambda: work(confirmed, request_id, secret)
