"""Who the account is and what it owes: the card on top of the account page."""

from collections.abc import Iterator

from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.accounts import AccountCard
from posapp.domain.ids import short_id
from posapp.domain.setup import SetUp
from posapp.i18n import _, plural
from posapp.ui.account_badges import account_badges
from posapp.ui.formats import Formats, grouped, isolated, joined
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.elided import ElidedLabel
from posapp.ui.widgets.figure import Figure
from posapp.ui.widgets.head_line import head_line

_KEYS_SHOWN = 3


class AccountHead(Card):
    """Name, numbers, badges and balances; the page adds its buttons to ``buttons``."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self.setObjectName("account_card")
        self._formats = formats
        self.name = ElidedLabel("title")
        self.name.setObjectName("account_name")
        self.about = ElidedLabel("subtitle")
        self.about.setObjectName("account_about")
        self.badges = PillStrip()
        self.balances = {
            name: Figure(caption, name=name, size="hero")
            for name, caption in (
                ("current_balance", _("Current balance")),
                ("past_due", _("Past due")),
                ("credit_available", _("Credit available")),
                ("payoff_balance", _("Payoff balance")),
            )
        }
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(dp(8))
        self.add(head_line(self.name, self.about, self.badges))
        figures = QHBoxLayout()
        figures.setSpacing(dp(16))
        for figure in self.balances.values():
            figures.addWidget(figure)
        figures.addStretch()
        figures.addLayout(self.buttons)
        self.add(figures)

    def show_card(self, card: AccountCard, setup: SetUp) -> None:
        """Show an account; credit and payoff only when there is something to say."""
        account = card.account
        self.name.show_text(isolated(account.name))
        self.about.show_text(about_words(card, setup))
        self.badges.show_states((*account_badges(card), *self._waiting(card)))
        amounts = {
            "current_balance": card.current_balance,
            "past_due": card.past_due,
            "credit_available": card.credit,
            "payoff_balance": card.payoff_balance,
        }
        for name, amount in amounts.items():
            self.balances[name].show_value(self._formats.money(amount, account.currency))
        # Money for others runs up a credit that nobody is owed (NC-6).
        self.balances["credit_available"].setVisible(bool(card.credit) and not card.non_cis)
        self.balances["past_due"].setVisible(bool(card.past_due))
        differs = card.payoff_balance != card.current_balance
        self.balances["payoff_balance"].setVisible(differs)

    def _waiting(self, card: AccountCard) -> Iterator[tuple[str, Tone]]:
        """What is left of open credits, and the days since the oldest was added (AC2-6)."""
        if not card.open_credits:
            return
        left = self._formats.money(card.open_credit, card.account.currency)
        days = card.open_credits[0].age
        if not days:
            yield _("Open credit {left}, since today").format(left=left), Tone.GREEN
            return
        says = plural("Open credit {left}, {n} day", "Open credit {left}, {n} days", days)
        yield says.format(left=left, n=self._formats.count(days)), Tone.GREEN


def about_words(card: AccountCard, setup: SetUp) -> str:
    """Number, address, class and foreign numbers of an account in one line."""
    account = card.account
    number = _("Account {number}").format(number=grouped(short_id(account.id)))
    kind = setup.customer_classes[account.customer_class].description
    keys = [f"{_(name.replace('_', ' ').capitalize())} {value}" for name, value in card.keys]
    return joined(number, account.address, kind, *keys[:_KEYS_SHOWN])
