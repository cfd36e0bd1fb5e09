"""A page that looks back over a period and one user: from, to, who (T1, T5)."""

from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.ids import UserId
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.period import read_period


class PeriodPage(Page):
    """Criteria above; what they find is up to the page that inherits it."""

    SHOWS_DRAWER = False

    def __init__(self, context: UiContext, number: int, title: str, who: str) -> None:
        """Make the criteria.

        Args:
            context: the surroundings.
            number: of the page; not used.
            title: of the page and its criteria.
            who: label of the field for a user.
        """
        super().__init__(context, number)
        self._known = False
        self.first = DateEdit(context.formats, context.today)
        self.last = DateEdit(context.formats, context.today)
        self.who = ChoiceBox([Choice(None, _("Any"))])
        self.search_button = KeyButton(
            _("Search"), self.search, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="search_now",
        )  # fmt: skip
        self.form = Form(3, gap=GRID)
        self.form.add("first", _("From"), self.first)
        self.form.add("last", _("To"), self.last)
        self.form.add("user", who, self.who)
        line = QHBoxLayout()
        line.setSpacing(dp(GRID))
        line.addStretch(1)
        line.addWidget(self.search_button)
        self.criteria = Card(title, _("The last 30 days unless you say"))
        self.criteria.add(self.form)
        self.criteria.add(line)
        self.body.addWidget(self.criteria)
        for field in (self.first, self.last):
            field.returnPressed.connect(self.search)
        self.show_title(title)

    def load(self) -> None:
        """Read whom one may ask for, then search; later search again."""
        if self._known:
            self.search()
            return
        takers = self.context.services.browse.takers
        self.read(partial(takers, self.context.actor), self._on_users)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return ((self.search_button.text(), self.search_button.hint),)

    def search(self) -> None:
        """Look for what fits the criteria."""
        self.form.clear_errors()
        first, last = read_period(self.form, self.first, self.last)
        if self.form.errors():
            self.form.focus_first_error()
            return
        self.ask(first, last, self.who.value())

    def ask(self, first: date | None, last: date | None, user_id: UserId | None) -> None:
        """Read what fits and show it; up to the page."""
        raise NotImplementedError

    def _on_users(self, users: tuple[tuple[UserId, str], ...]) -> None:
        self._known = True
        self.who.set_choices(
            [Choice(None, _("Any")), *(Choice(number, name) for number, name in users)]
        )
        self.search()
