"""The page of a person: how to reach them, and their accounts (0.1)."""

from functools import partial
from operator import attrgetter
from typing import Any, ClassVar, Final

from PySide6.QtGui import QKeySequence

from posapp.domain.codes import PersonType
from posapp.domain.ids import PersonId, short_id
from posapp.domain.inquiry import Person, PersonAccount
from posapp.domain.listing import Page as Rows
from posapp.domain.listing import PageRequest
from posapp.domain.rights import Right
from posapp.i18n import _
from posapp.late import part
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped, isolated
from posapp.ui.leading import Way, lead, to_account
from posapp.ui.models.inquiry_lists import person_account_columns
from posapp.ui.pages.record import RecordPage
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.fact_grid import FactGrid
from posapp.ui.widgets.paged_card import PagedCard
from posapp.ui.words import word

_CHANGE: Final = "F4"


class PersonPage(RecordPage):
    """One person."""

    KIND: ClassVar[str] = "person"

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.facts = FactGrid(2)
        about = Card(_("Person"))
        about.add(self.facts)
        self.accounts = PagedCard(context, "person_accounts", _("Accounts"), title=_("Accounts"))
        self.accounts.table.set_empty_text(_("This person has no account"))
        self.accounts.failed.connect(self.on_failed)
        lead(context, self.accounts.table, _ways, lambda one: short_id(one.account_id))
        self._person: Person | None = None
        self.change = KeyButton(_("Change\u2026"), self.change_person, name="change_person")
        self.change.bind_key(QKeySequence(_CHANGE))
        self.change.show_hint(_CHANGE)
        if not context.actor.may(Right.SETUP):
            self.change.hide()
        self.change.setEnabled(False)
        about.aside.addWidget(self.change)
        self.body.addWidget(about)
        self.body.addWidget(self.accounts, 1)

    def load(self) -> None:
        """Read the person."""
        inquiry, actor = self.context.services.inquiry, self.context.actor
        self.read(partial(inquiry.person, PersonId(self.number), actor), self._on_person)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        changes = ((_("Change person"), _CHANGE),) if self.change.isVisibleTo(self) else ()
        return (*super().keys(), *changes)

    def change_person(self) -> None:
        """Ask for another type, mail address, phone or employee number."""
        if self._person is not None:
            made = part("posapp.ui.dialogs.person")
            dialog = made.PersonDialog(self.context, self._person, self.window())
            dialog.reload = self.load
            dialog.open()

    def _on_person(self, person: Person) -> None:
        self._person = person
        self.change.setEnabled(True)
        self.show_title(isolated(person.name))
        number = _("Person {number}").format(number=grouped(short_id(person.id)))
        self.head.show_record(isolated(person.name), number, ())
        self.facts.show_facts(person_facts(person))
        setup, formats = self.context.setup, self.context.formats
        columns = person_account_columns(setup, formats)
        self.accounts.show_list(columns, self._fetch, attrgetter("account_id"))

    def _fetch(self, request: PageRequest) -> Rows[Any]:
        accounts_of = self.context.services.inquiry.accounts_of
        return accounts_of(PersonId(self.number), request, self.context.actor)


def person_facts(person: Person) -> list[tuple[str, str]]:
    """What is known of a person; what is not known shows as a dash."""
    found = [
        (_("Person ID"), grouped(short_id(person.id))),
        (_("Person type"), _type_words(person.person_type)),
        (_("Phone"), person.phone),
        (_("Email"), person.email),
        (_("Employee number"), person.employee_number),
    ]
    return [(caption, value or "\u2014") for caption, value in found]


def _type_words(code: str) -> str:
    return word(PersonType(code)).text if code else ""


def _ways(one: PersonAccount) -> tuple[Way, ...]:
    return (
        to_account(one.account_id),
        Way(_("Pay items"), "pay", one.account_id),
        Way(_("Account details"), "account_details", one.account_id),
    )
