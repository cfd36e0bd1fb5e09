"""The outbox: what is queued, sent, failed and why; send again, cancel, set up (ML-3)."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.mail_codes import MailState
from posapp.domain.mails import MailFilter, MailLine, MailView
from posapp.domain.rights import Right
from posapp.domain.setup_fields import Values
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.acting import Acting
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog
from posapp.ui.dialogs.mail_detail import MailDetailDialog
from posapp.ui.dialogs.mail_layout import MailLayoutDialog
from posapp.ui.dialogs.mail_resend import MailResendDialog
from posapp.ui.dialogs.mail_test import MailTestDialog
from posapp.ui.models.mail_lists import mail_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.theme import GRID, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.table import DataTable
from posapp.ui.words import word

if TYPE_CHECKING:
    from posapp.domain.rights import Actor
    from posapp.services.bundle import Services
    from posapp.services.mail_sending import MailRun
    from posapp.services.mails import MailCounts

_WORDS_WIDTH = 100


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one read of the page brings."""

    mails: tuple[MailLine, ...]
    counts: "MailCounts"


class MailsPage(Page):
    """All mails, newest first."""

    KIND: ClassVar[str] = "mails"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.MAILS, Topic.SETUP})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.acting = Acting(context, self)
        states = (Choice(state, word(state).text) for state in MailState)
        self.state = ChoiceBox([Choice(None, _("All")), *states])
        self.words = LimitedEdit(_WORDS_WIDTH)
        self.table = DataTable("mails", _("Mails"))
        self.again = _button(_("Send again…"), self._on_again, "F4", "mail_again")
        self.cancel = _button(_("Cancel mail"), self._on_cancel, "Del", "mail_cancel")
        self.send = _button(_("Send now"), self._on_send, "Ctrl+E", "mail_send")
        self.layouts = _button(_("Layouts…"), self._on_layouts, "Ctrl+T", "mail_layouts")
        self.test = _button(_("Test the server…"), self._on_test, "Ctrl+M", "mail_test")
        self.table.set_model(
            RecordTableModel(mail_columns(context.formats), (), self.table), context.state
        )
        self.table.set_empty_text(_("No mails"), _("Processed checkouts and refunds queue them."))
        self._card = Card(_("Mails"), " ", grow=True)
        self._lay_out()
        self.table.chosen.connect(self._on_chosen)
        self.table.current_changed.connect(lambda _mail: self._enable())
        self.state.value_changed.connect(lambda _state: self.load())
        self.words.returnPressed.connect(self.load)
        self.acting.changed.connect(self._enable)
        self.show_title(_("Mails"))

    def load(self) -> None:
        """Read the outbox."""
        which = MailFilter(self.state.value(), self.words.text())
        services, actor = self.context.services, self.context.actor
        self.read(partial(_look, services, actor, which), self._on_seen)

    def focus_first(self) -> None:
        """Start in the list."""
        self.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        buttons = (self.again, self.cancel, self.send, self.layouts, self.test)
        return (
            (_("Show the marked mail"), "Enter"),
            *((one.text(), one.hint) for one in buttons),
        )

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(dp(GRID))
        state = LabelledField("mail_state", _("State"), self.state, room=False)
        words = LabelledField("mail_words", _("To, subject"), self.words, room=False)
        state.setFixedWidth(dp(140))
        words.setFixedWidth(dp(220))
        line.addWidget(state)
        line.addWidget(words)
        line.addStretch()
        buttons = QHBoxLayout()
        buttons.setSpacing(dp(GRID))
        for button in (self.again, self.cancel, self.send):
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (self.layouts, self.test):
            buttons.addWidget(button)
        self._card.add(line)
        self._card.add(self.table, 1)
        self._card.add(buttons)
        self.body.addWidget(self._card, 1)
        self._enable()

    def _on_seen(self, seen: _Seen) -> None:
        counts = seen.counts
        says = _("{queued} queued, {sent} sent, {failed} failed")
        self._card.caption.setText(
            says.format(queued=counts.queued, sent=counts.sent, failed=counts.failed)
        )
        self.table.show_records(seen.mails, lambda mail: mail.id)
        if not counts.server:
            words = _("No mail server is set up: mails wait in the queue.")
            self.show_notices((Notice(words, Tone.AMBER),))
        else:
            self.show_notices(())
        self._enable()

    def _mail(self) -> MailLine | None:
        found: MailLine | None = self.table.current_record()
        return found

    def _enable(self) -> None:
        mail, actor = self._mail(), self.context.actor
        may = actor.may(Right.JOBS) and not self.acting.is_running
        waits = mail is not None and mail.state in {MailState.QUEUED, MailState.FAILED}
        self.again.setEnabled(may and mail is not None)
        self.cancel.setEnabled(may and waits)
        self.send.setEnabled(may)
        for button in (self.layouts, self.test):
            button.setEnabled(actor.may(Right.SETUP))

    def _on_chosen(self, mail: MailLine) -> None:
        services, actor = self.context.services, self.context.actor
        show = partial(services.mails.mail, mail.id, actor)
        self.context.runner.run(self, show, self._show_mail, self.on_failed)

    def _show_mail(self, mail: MailView) -> None:
        dialog = MailDetailDialog(mail, self.context.formats, self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_again(self) -> None:
        mail = self._mail()
        if mail is not None:
            self._open(MailResendDialog(self.context, mail, self.window()))

    def _on_cancel(self) -> None:
        mail = self._mail()
        if mail is None:
            return
        request_id, actor = self.acting.request()
        cancel = self.context.services.mails.cancel
        self.acting.begin(lambda _confirmed: cancel(mail.id, request_id, actor))

    def _on_send(self) -> None:
        context = self.context
        send = context.services.mail_sending.send_due
        self.send.setEnabled(False)
        work = partial(send, context.mailer, context.actor.workstation)
        context.runner.run(self, work, self._on_sent, self._on_not_sent, "io")

    def _on_sent(self, run: "MailRun") -> None:
        if run.trouble:
            self.show_notice(Notice(run.trouble, Tone.RED, stays=True))
        else:
            says = _("{sent} sent, {failed} failed, {waiting} tried later")
            sent, failed, waiting = len(run.sent), len(run.failed), len(run.waiting)
            words = says.format(sent=sent, failed=failed, waiting=waiting)
            self.show_notice(Notice(words, Tone.GREEN, stays=True))
        self.load()

    def _on_not_sent(self, error: BaseException) -> None:
        self._enable()
        self.on_failed(error)

    def _on_layouts(self) -> None:
        edits, actor = self.context.services.setup_edits, self.context.actor

        def rows() -> tuple[Values, ...]:
            return edits.rows("mail_template", actor).rows

        self.context.runner.run(self, rows, self._show_layouts, self.on_failed)

    def _show_layouts(self, rows: tuple[Values, ...]) -> None:
        self._open(MailLayoutDialog(self.context, rows, self.window()))

    def _on_test(self) -> None:
        dialog = MailTestDialog(self.context, self.window())
        dialog.completed.connect(self._on_tested)
        self._open(dialog)

    def _on_tested(self, said: str) -> None:
        words = _("The mail server took the test mail: {said}").format(said=said)
        self.show_notice(Notice(words, Tone.GREEN, stays=True))

    def _open(self, dialog: TaskDialog) -> None:
        dialog.completed.connect(lambda _saved: self.load())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _button(words: str, slot: object, key: str, name: str) -> KeyButton:
    """A button with a key of its own on this page."""
    button = KeyButton(words, slot, name=name)  # type: ignore[arg-type]
    button.bind_key(QKeySequence(key))
    button.show_hint(key)
    return button


def _look(services: "Services", actor: "Actor", which: MailFilter) -> _Seen:
    """Read the page; runs off the GUI thread."""
    box = services.mails
    return _Seen(box.list_mails(actor, which), box.counts(actor))
