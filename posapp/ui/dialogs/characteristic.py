"""One characteristic: add it to an event, a payment or a tender, or change it (payments 2.4)."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QStackedWidget, QWidget

from posapp.domain.characteristics import (
    AdHocFormat,
    Bearer,
    CharacteristicDraft,
    CharacteristicKind,
    CharacteristicType,
    CharacteristicView,
    ForeignKind,
)
from posapp.domain.event_views import EventView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.limited_edit import LimitedEdit

_WIDTH: Final = 254
_FORMATS: Final = {
    AdHocFormat.TEXT: "Up to 254 characters",
    AdHocFormat.NUMBER: "A number such as 12.50",
    AdHocFormat.DAY: "A date such as 2026-11-20",
}
_KEYS: Final = {
    ForeignKind.ACCOUNT: "Number of an account",
    ForeignKind.AGREEMENT: "Number of a service agreement",
    ForeignKind.BILL: "Number of a bill",
    ForeignKind.ITEM: "Number of an item",
    ForeignKind.TEMPLATE: "Code of a payment template",
}
Named = tuple[Bearer, str]
"""What a characteristic may stand on, in words."""


class CharacteristicDialog(TaskDialog):
    """Adds or changes a characteristic; ``completed`` carries ``Saved[EventId]``."""

    def __init__(
        self,
        context: UiContext,
        event: EventView,
        bearers: Sequence[Named],
        characteristic: CharacteristicView | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the window's surroundings.
            event: the event as the user sees it.
            bearers: what it may stand on; a characteristic that is changed stays where it is.
            characteristic: the one to change, ``None`` for a new one.
            parent: window it belongs to.
        """
        new = characteristic is None
        super().__init__(
            context.runner,
            context.failures,
            context.shortcuts,
            parent,
            title=_("Add characteristic") if new else _("Change characteristic"),
            action=_("Add") if new else _("Save"),
            name="characteristic_dialog",
        )
        self._context = context
        self._event = event
        self._characteristic = characteristic
        self.bearer = ChoiceBox([Choice(one, says) for one, says in bearers])
        self.kind = ChoiceBox()
        self.typed = LimitedEdit(_WIDTH)
        self.listed = ChoiceBox()
        self.value = QStackedWidget()
        for editor in (self.typed, self.listed):
            self.value.addWidget(editor)
        self.value.setFocusProxy(self.typed)
        self.setMinimumWidth(dp(520))
        self.form.add("bearer", _("&Belongs to"), self.bearer)
        self.form.add("characteristic_type", _("Characteristic &Type"), self.kind)
        self.form.add("characteristic_value", _("Characteristic &Value"), self.value, " ")
        self.body.addStretch(1)
        self._show(characteristic)
        self.bearer.value_changed.connect(self._offer_kinds)
        self.kind.value_changed.connect(self._on_kind)
        self._untouched = self._draft()

    @property
    def editor(self) -> QWidget:
        """Where the value is typed or chosen."""
        return self.listed if self.value.currentWidget() is self.listed else self.typed

    @property
    def holds_work(self) -> bool:
        """Whether a value was typed."""
        return self.isVisible() and self._draft() != self._untouched

    def focus_first(self) -> None:
        """The value of one that is changed, else what kind it is."""
        if self._characteristic is None:
            (self.bearer if self.bearer.count() > 1 else self.kind).setFocus()
        else:
            self.editor.setFocus()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The characteristic as typed; wrong fields are shown instead."""
        draft, actor = self._draft(), self._context.actor
        if self.typed.error or not draft.value:
            says = self.typed.error or _("Enter a value.")
            self.form.show_error("characteristic_value", says)
            self.editor.setFocus()
            return None
        service, old = self._context.services.characteristics, self._characteristic
        if old is not None:
            change = partial(service.change, old.id, draft, self.request_id, actor)
            return partial(change, seen=self._event.version)
        bearer: Bearer = self.bearer.value() or Bearer()
        add = partial(service.add, self._event.id, bearer, draft, self.request_id, actor)
        return partial(add, seen=self._event.version)

    def _show(self, old: CharacteristicView | None) -> None:
        if old is not None:
            self.bearer.select(old.bearer)
            self.bearer.setEnabled(False)
        self._offer_kinds()
        if old is not None:
            self.kind.select(old.characteristic_type)
            self._on_kind()
            self.typed.setText(old.value)
            self.listed.select(old.value)

    def _offer_kinds(self, _value: object = None) -> None:
        """Active types that may stand on what is chosen (2.4)."""
        bearer: Bearer = self.bearer.value() or Bearer()
        kinds = [
            one
            for one in self._context.setup.characteristic_types.values()
            if one.active and one.stands_on(bearer.entity)
        ]
        chosen = self.kind.value()
        self.kind.set_choices([Choice(one.code, one.description) for one in kinds])
        if chosen is not None:
            self.kind.select(chosen)
        if not kinds:
            says = _("No characteristic type may stand here. Set one up: Admin > Set-up.")
            self.show_notice(Notice(says, Tone.AMBER))
        self.submit_button.setEnabled(bool(kinds))
        self._on_kind()

    def _on_kind(self, _value: object = None) -> None:
        """A list to choose from, or a field with a word on what it takes (DR-5)."""
        kind = self._kind()
        if kind is None:
            return
        listed = kind.kind is CharacteristicKind.PREDEFINED
        if listed:
            choices = [Choice(code, f"{code} {says}".strip()) for code, says in kind.values.items()]
            self.listed.set_choices(choices)
        editor = self.listed if listed else self.typed
        self.value.setCurrentWidget(editor)
        self.value.setFocusProxy(editor)
        hint = _FORMATS.get(kind.ad_hoc_format or AdHocFormat.TEXT, "")
        if kind.foreign_kind is not None:
            hint = _KEYS[kind.foreign_kind]
        row = self.form.row("characteristic_value")
        row.show_error("")
        row.show_hint(" " if listed else _(hint))

    def _kind(self) -> CharacteristicType | None:
        return self._context.setup.characteristic_types.get(self.kind.value() or "")

    def _draft(self) -> CharacteristicDraft:
        value = self.listed.value() if self.editor is self.listed else self.typed.value()
        return CharacteristicDraft(self.kind.value() or "", value or "")
