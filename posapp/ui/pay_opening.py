"""The ways to the payments page: of the account or item that is shown, and straight to Add Credit."""

from posapp.ui.commands import Commands
from posapp.ui.pages.base import Page


def open_pay(commands: Commands) -> None:
    """Open the payments page of what is shown; without an account, find it first (CK-1)."""
    page = commands.page()
    number = 0 if page is None else page.pay_number
    if page is None or not number:
        commands.open_of_account("pay")
    elif page.KIND != "pay":
        page.context.open_page("pay", number)


def add_credit(commands: Commands) -> None:
    """Add a credit on the payments page; from elsewhere it is opened first (AC2-1)."""
    page = commands.page()
    if page is None or page.KIND != "pay":
        open_pay(commands)
    shown: Page | None = commands.page()
    ask = getattr(shown, "add_credit", None)
    if callable(ask):
        ask()
