"""*Details* of an account: everything that stands on it, its person, its agreements (0.1)."""

from functools import partial
from operator import attrgetter
from typing import Any

from posapp.domain.accounts import AccountCard
from posapp.domain.ids import AccountId, short_id
from posapp.domain.inquiry import AccountDetails, AgreementItem
from posapp.domain.listing import Page, PageRequest
from posapp.domain.plates import plates_of
from posapp.domain.rights import Right
from posapp.i18n import _
from posapp.late import part
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped
from posapp.ui.leading import Way, lead, to_agreement
from posapp.ui.models.inquiry_lists import agreement_columns
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.fact_grid import FactGrid
from posapp.ui.widgets.inquiry_tabs import InquiryTab
from posapp.ui.widgets.paged_card import PagedCard


class AccountDetailsTab(InquiryTab):
    """Facts above, agreements below."""

    def __init__(self, context: UiContext) -> None:
        super().__init__("account_details", _("D&etails"))
        self._context = context
        self._details: AccountDetails | None = None
        self.facts = FactGrid(3)
        self.to_person = KeyButton(_("Open person"), self.open_person, name="to_person")
        self.to_person.setEnabled(False)
        self.plates = KeyButton(_("Plates\u2026"), self.change_plates, name="change_plates")
        self.plates.setEnabled(False)
        if not context.actor.may(Right.SETUP):
            self.plates.hide()
        about = Card(_("Account"))
        about.aside.addWidget(self.plates)
        about.aside.addWidget(self.to_person)
        about.add(self.facts)
        title = _("Service agreements")
        self.agreements = PagedCard(context, "account_agreements", title, title=title)
        self.agreements.table.set_empty_text(
            _("No agreements yet"), _("They come with the bills and items that are imported.")
        )
        self.agreements.failed.connect(self.failed)
        lead(context, self.agreements.table, _ways, lambda one: short_id(one.agreement_id))
        self.column.addWidget(about)
        self.column.addWidget(self.agreements, 1)

    def refresh(self, card: AccountCard) -> None:
        """Read the account and its agreements."""
        self.card = card
        context, account = self._context, card.account
        work = partial(context.services.inquiry.account, account.id, context.actor)
        context.runner.run(self, work, self._on_details, self.failed.emit, "db")
        columns = agreement_columns(context.setup, context.formats, account.currency)
        fetch = partial(self._fetch, account.id)
        self.agreements.show_list(columns, fetch, attrgetter("agreement_id"))

    def focus_first(self) -> None:
        """The agreements."""
        self.agreements.table.setFocus()

    def open_person(self) -> None:
        """Go to the person whose account it is."""
        if self._details is not None:
            self._context.open_page("person", self._details.person.id)

    def change_plates(self) -> None:
        """Ask for the plates of the account."""
        found, context = self._details, self._context
        if found is not None:
            made = part("posapp.ui.dialogs.person")
            plates = plates_of(found.keys)
            made.PlatesDialog(context, found.account, plates, self.window()).open()

    def _fetch(self, account_id: AccountId, request: PageRequest) -> Page[Any]:
        return self._context.services.inquiry.agreements(account_id, request, self._context.actor)

    def _on_details(self, details: AccountDetails) -> None:
        self._details = details
        self.to_person.setEnabled(True)
        self.plates.setEnabled(True)
        formats, setup = self._context.formats, self._context.setup
        account, person = details.account, details.person
        kind = setup.customer_classes[account.customer_class].description
        division = setup.divisions[account.division].description
        keys = ((_(name.replace("_", " ").capitalize()), value) for name, value in details.keys)
        self.facts.show_facts(
            [
                (_("Account ID"), grouped(short_id(account.id))),
                (_("Main customer"), person.name),
                (_("Address"), account.address),
                (_("Customer Class"), f"{account.customer_class} \u00b7 {kind}"),
                (_("CIS Division"), f"{account.division} \u00b7 {division}"),
                (_("Currency"), account.currency),
                (_("Setup Date"), formats.date(details.setup_date)),
                *(fact for fact in self._more(details) if fact[1]),
                *keys,
            ]
        )

    def _more(self, details: AccountDetails) -> list[tuple[str, str]]:
        """What only some accounts have."""
        formats, person = self._context.formats, details.person
        return [
            (_("Debt review"), formats.date(details.review_date)),
            (_("Phone"), person.phone),
            (_("Email"), person.email),
            (_("Employee number"), person.employee_number),
            (_("Comments"), details.comments),
        ]


def _ways(one: AgreementItem) -> tuple[Way, ...]:
    return (to_agreement(one.agreement_id),)
