"""Admin > Copies: what the program copied, a copy by hand, and one put back (R4, F21)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.rights import Actor, Right
from posapp.domain.upkeep import CopyReason, KeptCopy, Upkeep
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.models.copy_lists import copy_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.tokens import Tone
from posapp.ui.upkeep_words import copy_words
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from posapp.services.copies import Copies


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one read of the page brings; ``server`` says how a server is saved."""

    copies: tuple[KeptCopy, ...]
    last: Upkeep | None
    server: str


class CopiesPage(Page):
    """Copies in both places, newest first."""

    KIND: ClassVar[str] = "copies"
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.says = text_label("", "subtitle", wrap=True)
        self.table = DataTable("copies", _("Copies"))
        self.make = KeyButton(
            _("Copy now"), self._on_make, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="make_copy",
        )  # fmt: skip
        self.prove = KeyButton(_("Prove"), self._on_prove, name="prove_copy")
        self.put_back = KeyButton(
            _("Put back\u2026"), self._on_put_back, kind="danger", name="put_back"
        )
        for button, key in ((self.prove, "F4"), (self.put_back, "Ctrl+R")):
            button.bind_key(QKeySequence(key))
            button.show_hint(key)
        self._lay_out()
        for button in (self.prove, self.put_back):
            button.offer(context.actor.may(Right.RESTORE))
        self._show_busy("")
        self.show_title(_("Copies"))

    def load(self) -> None:
        """Read the places; a second one on the network may take its time."""
        copies, actor = self.context.services.copies, self.context.actor
        self.read(partial(_look, copies, actor), self._on_seen, "io")

    def focus_first(self) -> None:
        """Start in the list."""
        self.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        buttons = (self.make, self.prove, self.put_back)
        return tuple((one.text(), one.hint) for one in buttons if not one.isHidden())

    def on_failed(self, error: BaseException) -> None:
        """What could not be done leaves everything as it was."""
        self._show_busy("")
        super().on_failed(error)

    def _lay_out(self) -> None:
        columns = copy_columns(self.context.formats)
        self.table.set_model(RecordTableModel(columns, (), self.table), self.context.state)
        card = Card(_("Copies of the database"), grow=True)
        card.add(self.says)
        card.add(self.table, 1)
        self.body.addWidget(card, 1)
        footer = QHBoxLayout()
        footer.setSpacing(dp(GRID))
        footer.addWidget(self.put_back)
        footer.addStretch(1)
        footer.addWidget(self.prove)
        footer.addWidget(self.make)
        self.foot.addLayout(footer)

    def _on_seen(self, seen: _Seen) -> None:
        self.table.show_records(seen.copies, attrgetter("path"))
        if seen.server:
            self.table.set_empty_text(_("The server is saved by its keeper"), seen.server)
            self.says.setText(seen.server)
        else:
            self.table.set_empty_text(
                _("No copy yet"), _("Each Z report and each night makes one.")
            )
            n = len(seen.copies)
            words = plural("{n} copy.", "{n} copies.", n).format(n=self.context.formats.count(n))
            self.says.setText(f"{words} {copy_words(self.context, seen.last)}.")
        self.make.setEnabled(not seen.server)
        for button in (self.prove, self.put_back):
            button.setEnabled(bool(seen.copies))

    def _on_make(self) -> None:
        copies, actor = self.context.services.copies, self.context.actor
        self._show_busy(_("The database is copied and the copy is proved\u2026"))
        work = partial(copies.make, CopyReason.HAND, actor)
        self.context.runner.run(self, work, self._on_made, self.on_failed, "reports")

    def _on_made(self, made: Upkeep | None) -> None:
        self._show_busy("")
        if made is not None and made.good:
            self._tell(_("Copied to {file}.").format(file=made.place), Tone.GREEN)
        elif made is not None:
            self._tell(made.says, Tone.RED)
        self.load()

    def _on_prove(self) -> None:
        self._prove(self._on_proved)

    def _on_proved(self, copy: KeptCopy) -> None:
        self._show_busy("")
        says = _("{file} passes every check.").format(file=copy.path.name)
        self._tell(says, Tone.GREEN)

    def _on_put_back(self) -> None:
        self._prove(self._ask)

    def _prove(self, then: Callable[[KeptCopy], None]) -> None:
        copy: KeptCopy | None = self.table.current_record()
        if copy is None:
            return
        self._show_busy(_("Every check runs on {file}\u2026").format(file=copy.path.name))
        work = partial(self.context.services.copies.prove, copy.path, self.context.actor)
        done = partial(self._proved, then, copy)
        self.context.runner.run(self, work, done, self.on_failed, "reports")

    def _proved(self, then: Callable[[KeptCopy], None], copy: KeptCopy, _none: object) -> None:
        then(copy)

    def _ask(self, copy: KeptCopy) -> None:
        self._show_busy("")
        when = self.context.formats.stamp(copy.made_at)
        question = ConfirmDialog(
            [
                _("The copy passes every check. Put the database back to {when}?").format(when=when),
                _("What was recorded since then is not in it; the present file is kept beside it."),
                _("Everybody at this computer signs in again."),
            ],
            self.window(), title=_("Put back"), yes=_("Put back"), yes_key="F9", danger=True,
        )  # fmt: skip
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        wanted, by = self.context.signals.restore_wanted, self.context.actor.login
        question.accepted.connect(lambda: wanted.emit(copy.path, by))
        question.open()

    def _show_busy(self, says: str) -> None:
        for button in (self.make, self.prove, self.put_back):
            button.setEnabled(not says)
        if says:
            self.says.setText(says)

    def _tell(self, says: str, tone: Tone) -> None:
        self.show_notice(Notice(says, tone, stays=True))


def _look(copies: "Copies", actor: Actor) -> _Seen:
    return _Seen(copies.list_copies(actor), copies.last(actor), copies.server_way())
