"""A tender and a drawer in words, the same on the tab, in its dialogs and in the log."""

from typing import TYPE_CHECKING

from posapp.domain.ids import ControlId, short_id
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped, joined

if TYPE_CHECKING:
    from posapp.domain.event_views import TenderView


def kind_words(tender: "TenderView") -> str:
    """Its type; change is named as what it is (D-01)."""
    if tender.cash_back:
        return joined(tender.description, _("cash back"))
    return tender.description


def tender_words(tender: "TenderView", formats: Formats) -> str:
    """Type, check number and what was handed over: *Check 2207 · $40.00*."""
    number = f" {tender.check_number}" if tender.check_number else ""
    amount = formats.money(tender.control_amount, tender.control_currency)
    return joined(f"{kind_words(tender)}{number}", amount)


def source_words(source: str, setup: SetUp) -> str:
    """What a drawer is called; with its currency, where an office takes more than one (AC-06)."""
    found = setup.tender_sources[source]
    home = found.currency == setup.installation.currency
    plain = home and not setup.installation.alternate_currency
    return found.description if plain else joined(found.description, found.currency)


def drawer_name(control: Control, setup: SetUp) -> str:
    """Source and number of an open drawer."""
    return joined(source_words(control.tender_source, setup), grouped(short_id(control.id)))


def drawer_words(control: Control, setup: SetUp) -> str:
    """Source, number and user of an open drawer, for a choice among drawers of several people."""
    user = _("shared") if control.all_users else control.user_name
    return joined(drawer_name(control, setup), user)


def control_words(source: str, number: ControlId | None) -> str:
    """Source and number of a tender's control; empty while it has none."""
    return "" if number is None else joined(source, grouped(short_id(number)))
