"""Dialogs of a drawer that ask for a reason: reopen it, open it without a sale, book a difference."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from posapp.domain.codes import ControlStatus
from posapp.domain.control_lines import ControlLine
from posapp.domain.control_search import FoundControl
from posapp.domain.ids import short_id
from posapp.domain.over_unders import BookOverUnder
from posapp.domain.rights import Right
from posapp.domain.tender_controls import Control
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.approved import ApprovedDialog
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.formats import grouped, joined
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.words import word

REASON_WIDTH: Final = 200
COMMENT_WIDTH: Final = 254
_WIDTH: Final = 520
_LOW: Final = 236


def control_title(control: Control | FoundControl) -> str:
    """Number, source and user of a drawer, for the line under a heading."""
    number = _("Tender control {number}").format(number=grouped(short_id(control.id)))
    return joined(number, control.tender_source, control.user_name or _("All users"))


class ReopenDialog(ApprovedDialog):
    """Takes a balanced drawer back; ``completed`` carries ``Saved[ControlId]`` (TC-25)."""

    def __init__(self, context: UiContext, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(
            context, parent, title=_("Reopen drawer"), action=_("Reopen"), name="reopen_dialog",
            subtitle=control_title(control),
        )  # fmt: skip
        self._control = control
        self.to = ChoiceBox(
            [Choice(one, word(one).text) for one in (ControlStatus.BALANCING, ControlStatus.OPEN)]
        )
        self.reason = LimitedEdit(REASON_WIDTH)
        self.form.add("to", _("Bac&k to"), self.to)
        self.form.add("reopen_reason", _("R&eason"), self.reason)
        lines = Consequences()
        lines.show_lines(
            [
                Consequence(_("The next Z report gets the next version number.")),
                Consequence(_("Who reopened it and why stays in the audit log.")),
            ]
        )
        self.body.addWidget(lines)
        self.add_approval()
        self.body.addStretch(1)
        if not context.actor.may(Right.REOPEN):
            self.approval.ask(_("Reopening a balanced drawer needs a supervisor."))

    @property
    def holds_work(self) -> bool:
        """A reason that was typed."""
        return self.isVisible() and bool(self.reason.value())

    def focus_first(self) -> None:
        """Start in the reason; where to is right most times."""
        self.reason.setFocus()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command."""
        if not self.reason.value():
            self.form.show_error("reopen_reason", _("Say why it is reopened."))
            return None
        if self.approval.lacks():
            return None
        control = self._control
        return partial(
            self._context.services.control_life.reopen,
            control.id,
            self.to.value(),
            self.reason.value(),
            self.request_id,
            self._context.actor,
            secret=self.secret,
            seen=control.version,
        )


class NoSaleDialog(TaskDialog):
    """Logs that a drawer is opened without a sale; ``completed`` carries ``Saved[int]`` (D-37)."""

    def __init__(
        self, context: UiContext, control: Control | FoundControl, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Open drawer without a sale"), action=_("No sale"), name="no_sale_dialog",
            subtitle=control_title(control),
        )  # fmt: skip
        self._context, self._control = context, control
        self.reason = LimitedEdit(REASON_WIDTH)
        hint = _("It is logged with your name and the time.")
        self.form.add("no_sale_reason", _("R&eason"), self.reason, hint)
        self.setMinimumWidth(dp(_WIDTH))

    def wanted_size(self) -> QSize:
        """Room for one field."""
        return QSize(dp(_WIDTH), dp(_LOW))

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command."""
        if not self.reason.value():
            self.form.show_error("no_sale_reason", _("Say why the drawer is opened."))
            return None
        opens = self._context.services.drawer_openings.open_without_sale
        asked = (self._control.id, self.reason.value(), self.request_id, self._context.actor)
        return partial(opens, *asked)


class OverUnderDialog(ApprovedDialog):
    """Books what a drawer differs by; ``completed`` carries ``Saved[BookedOverUnder]`` (OU-04)."""

    def __init__(
        self,
        context: UiContext,
        control: Control,
        lines: Sequence[ControlLine],
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the window's surroundings.
            control: the drawer, which is being balanced.
            lines: its lines as this user may see them.
            parent: window that the dialog belongs to.
        """
        super().__init__(
            context, parent, title=_("Book over/under"), action=_("Book"),
            name="over_under_dialog", subtitle=control_title(control),
        )  # fmt: skip
        self._control = control
        reasons = [one for one in context.setup.over_under_reasons.values() if one.active]
        self.reason = ChoiceBox(
            [
                Choice("", _("Choose a reason")),
                *(Choice(one.code, one.description) for one in reasons),
            ]
        )
        self.comments = LimitedEdit(COMMENT_WIDTH)
        self.form.add("over_under_reason", _("R&eason"), self.reason)
        self.form.add("comments", _("&Comments"), self.comments)
        self.consequences = Consequences()
        self.consequences.show_lines(
            [*self._says(lines), Consequence(context.texts.sentence("M-229", {}), Tone.AMBER)]
        )
        self.body.addWidget(self.consequences)
        self.add_approval()
        self.body.addStretch(1)

    @property
    def holds_work(self) -> bool:
        """A reason that was given."""
        return self.isVisible() and bool(self.reason.value() or self.comments.value())

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command; the service knows the limit."""
        if not self.reason.value():
            self.form.show_error("over_under_reason", _("Choose a reason."))
        if not self.comments.value():
            self.form.show_error("comments", _("Say in a few words what happened."))
        if self.form.errors() or self.approval.lacks():
            return None
        reason, comments = self.reason.value(), self.comments.value()
        command = BookOverUnder(self.request_id, self._control.id, reason, comments)
        book = self._context.services.over_unders.book
        seen = self._control.version
        return partial(book, command, self._context.actor, secret=self.secret, seen=seen)

    def _says(self, lines: Sequence[ControlLine]) -> list[Consequence]:
        formats, currency = self._context.formats, self._control.currency
        found = []
        for line in lines:
            if line.over_under:
                over = line.over_under.minor > 0
                says = _("{type}: {amount} over.") if over else _("{type}: {amount} short.")
                amount = formats.money(abs(line.over_under), currency)
                found.append(Consequence(says.format(type=line.description, amount=amount)))
        if not found:
            found.append(Consequence(_("What the count differs by is booked, type by type.")))
        found.append(Consequence(_("Afterwards the drawer agrees with its count.")))
        return found
