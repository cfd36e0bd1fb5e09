"""The page of a person: how to reach them, and their accounts (0.1)."""

from functools import partial
from operator import attrgetter
from typing import Any, ClassVar

from posapp.domain.ids import PersonId, short_id
from posapp.domain.inquiry import Person, PersonAccount
from posapp.domain.listing import Page as Rows
from posapp.domain.listing import PageRequest
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped, isolated
from posapp.ui.leading import Way, lead, to_account
from posapp.ui.models.inquiry_lists import person_account_columns
from posapp.ui.pages.record import RecordPage
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.fact_grid import FactGrid
from posapp.ui.widgets.paged_card import PagedCard


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
        self.body.addWidget(about)
        self.body.addWidget(self.accounts, 1)

    def load(self) -> None:
        """Read the person."""
        inquiry, actor = self.context.services.inquiry, self.context.actor
        self.read(partial(inquiry.person, PersonId(self.number), actor), self._on_person)

    def _on_person(self, person: Person) -> None:
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
        (_("Person type"), person.person_type),
        (_("Phone"), person.phone),
        (_("Email"), person.email),
        (_("Employee number"), person.employee_number),
    ]
    return [(caption, value or "\u2014") for caption, value in found]


def _ways(one: PersonAccount) -> tuple[Way, ...]:
    return (
        to_account(one.account_id),
        Way(_("Account details"), "account_details", one.account_id),
    )
