"""The layout of a kind of mail, with what it looks like beside it (ML-1, ML-2)."""

from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from posapp.domain.mail_codes import MailKind
from posapp.domain.mail_layouts import PLACEHOLDERS, SUBJECT_WIDTH, preview
from posapp.domain.setup_fields import Values
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.looks import text_label
from posapp.ui.words import word

_TABLE: Final = "mail_template"
_HEIGHT: Final = 280


class MailLayoutDialog(TaskDialog):
    """Edits one layout at a time; ``completed`` carries ``Saved[str]``."""

    def __init__(
        self, context: UiContext, rows: tuple[Values, ...], parent: QWidget | None = None
    ) -> None:
        """Make the form.

        Args:
            context: the surroundings.
            rows: the layouts.
            parent: window it belongs to.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Mail layouts"), action=_("Save"), name="mail_layout_dialog", columns=2,
        )  # fmt: skip
        self._context = context
        self._rows: dict[MailKind, Values] = {MailKind(row["code"]): row for row in rows}
        self.kind = ChoiceBox([Choice(one, word(one).text) for one in self._rows])
        self.subject = LimitedEdit(SUBJECT_WIDTH)
        self.text = _field("mail_layout_text", _("Text"))
        self.shown = _field("mail_layout_preview", _("Preview"))
        self.shown.setReadOnly(True)
        self.known = text_label("", "hint", wrap=True)
        self.setMinimumWidth(dp(900))
        self._add_fields()
        self.kind.value_changed.connect(lambda _kind: self._begin())
        self.subject.textChanged.connect(lambda _text: self._show())
        self.text.textChanged.connect(self._show)
        self._begin()

    @property
    def holds_work(self) -> bool:
        """Whether the layout differs from what is saved."""
        row = self._row()
        return (self.subject.text(), self.text.toPlainText()) != (row["subject"], row["body"])

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The layout as typed."""
        row = self._row()
        new: dict[str, Any] = dict(row) | {
            "subject": self.subject.text(), "body": self.text.toPlainText(),
        }  # fmt: skip
        save = self._context.services.setup_edits.save
        return partial(save, _TABLE, new, self.request_id, self._context.actor, was=row)

    def _row(self) -> Values:
        return self._rows[self.kind.value()]

    def _add_fields(self) -> None:
        self.form.add("code", _("Mail"), self.kind, room=False)
        self.form.add("subject", _("Subject"), self.subject, span=2)
        beside = QHBoxLayout()
        beside.setSpacing(dp(2 * GRID))
        beside.addWidget(self.form.add("body", _("Text"), self.text, span=1), 1)
        looks = QVBoxLayout()
        looks.addWidget(LabelledField("preview", _("What it looks like"), self.shown))
        beside.addLayout(looks, 1)
        self.body.addLayout(beside)
        self.body.addWidget(self.known)

    def _begin(self) -> None:
        """Show the layout of the chosen mail, and what may stand in it."""
        row = self._row()
        names = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS[self.kind.value()])
        self.known.setText(_("Placeholders: {names}").format(names=names))
        self.text.setPlainText(row["body"])
        self.subject.setText(row["subject"])
        self._show()

    def _show(self) -> None:
        """Fill the examples in, or say what is wrong."""
        try:
            subject, body = preview(self.kind.value(), self.subject.text(), self.text.toPlainText())
        except Refused as refused:
            self.shown.setPlainText(self._context.texts.sentence(refused.code, refused.fields))
        else:
            self.shown.setPlainText(f"{subject}\n\n{body}")


def _field(name: str, label: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setObjectName(name)
    made.setAccessibleName(label)
    made.setTabChangesFocus(True)
    made.setFixedHeight(dp(_HEIGHT))
    return made
