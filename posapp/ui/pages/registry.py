"""The pages of the window by kind: a new page is one line here."""

from collections.abc import Callable, Mapping
from typing import Final

from posapp.ui.context import UiContext
from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.base import Page
from posapp.ui.pages.home import HomePage
from posapp.ui.pages.import_file import ImportPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.pages.search import SearchPage
from posapp.ui.pages.tender_control import TenderControlPage

PageFactory = Callable[[UiContext, int], Page]

PAGES: Final[Mapping[str, PageFactory]] = {
    "home": HomePage,
    "account": AccountPage,
    "control": TenderControlPage,
    "event": PaymentEventPage,
    "import": ImportPage,
    "search": SearchPage,
}
