"""The pages of the window by kind: a new page is one line here.

Home, account and drawer are there from the start; the others are late parts (P7).
"""

from collections.abc import Callable, Mapping
from typing import Final

from posapp.late import part
from posapp.ui.context import UiContext
from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.base import Page
from posapp.ui.pages.home import HomePage
from posapp.ui.pages.tender_control import TenderControlPage

PageFactory = Callable[[UiContext, int], Page]


def _payment_event(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.payment_event").PaymentEventPage(context, number)
    return made


def _payment(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.payment").PaymentPage(context, number)
    return made


def _import_file(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.import_file").ImportPage(context, number)
    return made


def _check(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.check").CheckPage(context, number)
    return made


def _search(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.search").SearchPage(context, number)
    return made


def _exceptions(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.exceptions").ExceptionsPage(context, number)
    return made


def _mandates(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.mandates").MandatesPage(context, number)
    return made


def _setup(context: UiContext, number: int) -> Page:
    made: Page = part("posapp.ui.pages.setup").SetUpPage(context, number)
    return made


PAGES: Final[Mapping[str, PageFactory]] = {
    "home": HomePage,
    "account": AccountPage,
    "check": _check,
    "control": TenderControlPage,
    "event": _payment_event,
    "exceptions": _exceptions,
    "import": _import_file,
    "mandates": _mandates,
    "payment": _payment,
    "search": _search,
    "setup": _setup,
}
