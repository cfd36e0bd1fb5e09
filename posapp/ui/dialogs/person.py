"""Change what is known of a person, and the plates of an account (IT-5, ML-4)."""

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from posapp.domain.accounts import Account
from posapp.domain.codes import PersonType
from posapp.domain.ids import short_id
from posapp.domain.inquiry import Person
from posapp.domain.persons import PHONE, EditPerson, SetPlates
from posapp.domain.plates import Plate, plate_of
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.formats import grouped, joined
from posapp.ui.theme import dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.employee_edit import EmployeeEdit
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.words import word

_EMAIL: Final = 254
_LINES_HIGH: Final = 108


class PersonDialog(TaskDialog):
    """Asks for type, mail address, phone, employee number; ``completed`` carries ``Saved``."""

    def __init__(self, context: UiContext, person: Person, parent: QWidget | None = None) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            person: as it is shown.
            parent: window it belongs to.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Change person"), action=_("Save"), name="person_dialog",
            subtitle=joined(person.name, grouped(short_id(person.id))), columns=2,
        )  # fmt: skip
        self._context = context
        self._person = person
        kinds = [Choice(kind.value, word(kind).text) for kind in PersonType]
        self.person_type = ChoiceBox([Choice("", _("Not said")), *kinds])
        self.employee_number = EmployeeEdit(context.texts)
        self.email = LimitedEdit(_EMAIL)
        self.phone = LimitedEdit(PHONE)
        self.setMinimumWidth(dp(560))
        self.form.add("person_type", _("Person &type"), self.person_type)
        self.form.add("employee_number", _("Employee &number"), self.employee_number)
        says = _("Receipts and notices go there.")
        self.form.add("email", _("&Email"), self.email, says, span=2)
        self.form.add("phone", _("&Phone"), self.phone)
        self.person_type.select(person.person_type)
        self.employee_number.setText(person.employee_number)
        self.email.setText(person.email)
        self.phone.setText(person.phone)

    @property
    def holds_work(self) -> bool:
        """Whether something differs from what is known."""
        return replace(self._command(), seen=None) != replace(
            EditPerson.of(self._person, self.request_id), seen=None
        )

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command; the rules say what is wrong with it."""
        edit = self._context.services.persons.edit
        return partial(edit, self._command(), self._context.actor)

    def _command(self) -> EditPerson:
        return EditPerson(
            self.request_id,
            self._person.id,
            self.person_type.value() or "",
            self.email.value(),
            self.phone.value(),
            self.employee_number.value(),
            self._person,
        )


class PlatesDialog(TaskDialog):
    """Asks for all plates of an account, one a line; ``completed`` carries ``Saved``."""

    def __init__(
        self,
        context: UiContext,
        account: Account,
        plates: tuple[Plate, ...],
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            account: whose plates.
            plates: as they are shown.
            parent: window it belongs to.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Plates"), action=_("Save"), name="plates_dialog",
            subtitle=joined(account.name, grouped(short_id(account.id))),
        )  # fmt: skip
        self._context = context
        self._account = account
        self._before = "\n".join(plate.text for plate in plates)
        self.plate = QPlainTextEdit(self._before)
        self.plate.setTabChangesFocus(True)
        self.plate.setFixedHeight(dp(_LINES_HIGH))
        says = _("One a line, with its state: GZH7067 NY.")
        self.form.add("plate", _("&Plates"), self.plate, says)

    @property
    def holds_work(self) -> bool:
        """Whether something differs from what is known."""
        return self.plate.toPlainText().strip() != self._before

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command; a line that is no plate is said at once."""
        lines = [line for line in self.plate.toPlainText().splitlines() if line.strip()]
        try:
            plates = tuple(plate_of(line) for line in lines)
        except Refused as refused:
            self.form.show_error("plate", self._context.texts.at_field(refused))
            return None
        command = SetPlates(self.request_id, self._account.id, plates)
        return partial(self._context.services.persons.set_plates, command, self._context.actor)
