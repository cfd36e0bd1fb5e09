"""What a drawer may be off by, with what mends it, and what to leave in it for tomorrow."""

from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posapp.domain.codes import ControlStatus
from posapp.domain.float_recipe import FloatRecipe
from posapp.domain.ids import ControlId
from posapp.domain.money import ZERO
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import ControlView
from posapp.domain.variance import Clue, Explanation
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.drawer_words import mend_words
from posapp.ui.leading import lead, to_event
from posapp.ui.models.control_lists import float_columns
from posapp.ui.models.drawer_lists import cause_columns, clue_columns, event_number
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.theme import dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.drawer_tab import ControlTab
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from posapp.services.bundle import Services

Found = tuple[tuple[Explanation, ...], FloatRecipe | None]
_LEAST_ROWS: Final = 3
_RECIPE_WIDTH: Final = 292
_MEND_KEY: Final = "Ctrl+M"


class DrawerVariance(ControlTab):
    """Likely causes, best first, and the float recipe; ``mend_wanted`` carries cause and row."""

    NAME: ClassVar[str] = "drawer_variance"

    mend_wanted = Signal(object, object)

    def __init__(self, context: UiContext, page: Page) -> None:
        super().__init__(context, page)
        self._currency = ""
        self._view: ControlView | None = None
        self.causes = DataTable("variance_causes", _("Likely causes"))
        self.clues = DataTable("variance_rows", _("Rows behind the cause"))
        self.mend = KeyButton(_("Mend"), self._on_mend, name="mend_cause")
        self.mend.bind_key(QKeySequence(_MEND_KEY))
        self.mend.show_hint(_MEND_KEY)
        self.leave = DataTable("float_leave", _("Leave in the drawer"))
        self.bag = DataTable("float_bag", _("Into the bag"))
        self.left_words = text_label("", "subtitle", wrap=True)
        self._lay_out()
        self.causes.current_changed.connect(self._on_cause)
        self.causes.chosen.connect(lambda _one: self._on_mend())
        lead(context, self.clues, lambda one: (to_event(one.event_id),), event_number)

    def label(self, view: ControlView | None) -> str:  # noqa: ARG002 - the same for every control
        """*Differences*."""
        return _("Diff&erences")

    def show_view(self, view: ControlView) -> None:
        """Another currency writes other amounts."""
        self._view = view
        if view.control.currency == self._currency:
            return
        code = self._currency = view.control.currency
        formats, setup = self.context.formats, self.context.setup
        causes = cause_columns(formats, setup, code)
        self.causes.set_model(RecordTableModel(causes, (), self.causes))
        self.clues.set_model(RecordTableModel(clue_columns(formats, setup, code), (), self.clues))
        for table in (self.leave, self.bag):
            table.set_model(RecordTableModel(float_columns(formats), (), table))

    def load(self) -> None:
        """Read causes and recipe; both are made anew each time."""
        asked = (self.context.services, self.control_id, self.context.actor)
        self.read(partial(_look, *asked), self._on_found)

    def focus_first(self) -> None:
        """The likeliest cause."""
        self.causes.setFocus()

    def _lay_out(self) -> None:
        causes = Card(_("Likely causes"), _("The likeliest first"), grow=True)
        causes.add(self.causes, 1)
        rows = Card(_("Rows behind the cause"), grow=True)
        rows.aside.addWidget(self.mend)
        rows.add(self.clues, 1)
        left = QVBoxLayout()
        left.setSpacing(dp(12))
        left.addWidget(causes, 1)
        left.addWidget(rows, 1)
        recipe = Card(_("Float for tomorrow"), grow=True)
        recipe.setFixedWidth(dp(_RECIPE_WIDTH))
        recipe.add(self.left_words)
        for words, table in ((_("Leave in the drawer"), self.leave), (_("Into the bag"), self.bag)):
            recipe.add(text_label(words, "strong"))
            recipe.add(table, 1)
            table.set_empty_text(_("Nothing"))
        for table in (self.causes, self.clues):
            table.keep_rows(_LEAST_ROWS)
        for table in (self.leave, self.bag):
            table.keep_rows(2)
        both = QHBoxLayout()
        both.setSpacing(dp(12))
        both.addLayout(left, 1)
        both.addWidget(recipe)
        self.column.addLayout(both, 1)

    def _on_found(self, found: Found) -> None:
        causes, recipe = found
        self.causes.set_empty_text(*self._why_empty())
        self.causes.show_records(causes, lambda one: (one.cause, one.tender_type))
        if causes and self.causes.current_record() is None:
            self.causes.select_line(0)
        self._on_cause(self.causes.current_record())
        self._show_recipe(recipe)

    def _why_empty(self) -> tuple[str, str]:
        view = self._view
        if view is None or view.control.status is ControlStatus.OPEN:
            return _("Not counted yet"), _("Start balancing, count, and submit the count.")
        if view.blind:
            return _("Hidden until the second count"), _("Count again and submit.")
        if any(line.over_under for line in view.lines):
            return _("No cause fits"), _("Count again, or book the difference.")
        return _("Nothing differs"), _("The count agrees, or none was submitted yet.")

    def _on_cause(self, one: Explanation | None) -> None:
        self.mend.setEnabled(one is not None)
        self.mend.show_text(_("Mend") if one is None else mend_words(one))
        clues: tuple[Clue, ...] = () if one is None else one.clues
        self.clues.show_records(clues, lambda clue: clue)
        if clues:
            self.clues.select_line(0)

    def _on_mend(self) -> None:
        cause, clue = self.causes.current_record(), self.clues.current_record()
        if isinstance(cause, Explanation):
            self.mend_wanted.emit(cause, clue)

    def _show_recipe(self, recipe: FloatRecipe | None) -> None:
        self.leave.show_records(() if recipe is None else recipe.leave, itemgetter(0))
        self.bag.show_records(() if recipe is None else recipe.bag, itemgetter(0))
        if recipe is None:
            self.left_words.setText(_("Count notes and coins first."))
            return
        money = partial(self.context.formats.money, currency=self._currency)
        says = _("Leave {left}, put {bagged} into the bag.")
        words = says.format(left=money(recipe.left), bagged=money(recipe.bagged))
        if recipe.over > ZERO:
            more = _("No notes make the float: {over} more stays.")
            words = f"{words} {more.format(over=money(recipe.over))}"
        elif recipe.over < ZERO:
            less = _("The drawer holds {over} less than the float.")
            words = f"{words} {less.format(over=money(-recipe.over))}"
        self.left_words.setText(words)


def _look(services: "Services", control: ControlId, actor: Actor) -> Found:
    """Causes and recipe; runs off the GUI thread."""
    return services.variance.explain(control, actor), services.variance.recipe(control, actor)
