"""*Change drawer*: starting balance by notes and coins, comments, whose it is (controls 5.1)."""

from functools import partial
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.codes import ControlStatus
from posapp.domain.control_life import ChangeControl
from posapp.domain.desk import Opening
from posapp.domain.rights import Right
from posapp.domain.tender_controls import ControlView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.delegates.count import CountDelegate
from posapp.ui.dialogs.approved import ApprovedDialog
from posapp.ui.dialogs.base import Work
from posapp.ui.dialogs.drawer_reasons import COMMENT_WIDTH, control_title
from posapp.ui.models.count_grid import COUNT, CountGrid, denominations_of
from posapp.ui.theme import dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.grid import GridTable
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.money_edit import MoneyEdit

_SIZE: Final = QSize(860, 640)
_LEAST_ROWS: Final = 3
_ALL: Final = "all"


class ChangeDrawerDialog(ApprovedDialog):
    """Changes a drawer that is not balanced; ``completed`` carries ``Saved[ControlId]``."""

    def __init__(
        self, context: UiContext, view: ControlView, parent: QWidget | None = None
    ) -> None:
        """Make the dialog.

        Args:
            context: the window's surroundings.
            view: the drawer as it is shown.
            parent: window that the dialog belongs to.
        """
        control = self._control = view.control
        super().__init__(
            context, parent, title=_("Change drawer"), action=_("Save"),
            name="change_drawer_dialog", subtitle=control_title(control),
        )  # fmt: skip
        self._comments = "" if view.standing is None else view.standing.comments
        self.starting_balance = MoneyEdit(
            context.formats, context.formats.currency(control.currency)
        )
        self.comments = LimitedEdit(COMMENT_WIDTH)
        self.user = ChoiceBox()
        self.grid = CountGrid(context.formats, self)
        self.table = GridTable("changed_float", _("Counted float"))
        self._lay_out_parts()
        self.starting_balance.set_value(control.starting_balance)
        self.comments.setText(self._comments)
        self.grid.edited.connect(self._on_counted)
        if self._may_give:
            self._offer_users(Opening((), ""))
            work = partial(context.services.desk.opening, context.actor)
            context.runner.run(self, work, self._offer_users, self._on_error)

    @property
    def holds_work(self) -> bool:
        """Whether something would change."""
        return self.isVisible() and self._command() is not None

    def wanted_size(self) -> QSize:
        """Room for a currency's notes and coins."""
        return QSize(dp(_SIZE.width()), dp(_SIZE.height()))

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command with what was changed."""
        if self.grid.errors:
            says = _("A count is not a whole number. Correct it.")
            self.form.show_error("starting_balance", says)
            return None
        if self.starting_balance.value() is None:
            says = self.starting_balance.error or _("Enter the float, 0 if there is none.")
            self.form.show_error("starting_balance", says)
            return None
        command = self._command()
        if command is None:
            self.status.setText(_("Nothing is changed yet."))
            return None
        if self.approval.lacks():
            return None
        change, actor = self._context.services.control_life.change, self._context.actor
        return partial(change, command, actor, secret=self.secret, seen=self._control.version)

    @property
    def _may_give(self) -> bool:
        may = self._context.actor.may(Right.OPEN_CONTROL_FOR_OTHERS)
        return may and self._control.status is ControlStatus.OPEN

    def _lay_out_parts(self) -> None:
        self.form.add("starting_balance", _("&Starting Balance"), self.starting_balance)
        if self._may_give:
            self.form.add("user_id", _("&User"), self.user)
        else:
            self.user.hide()
        self.form.add("comments", _("&Comments"), self.comments)
        self.body.removeWidget(self.form)
        fields = QWidget()
        left = QVBoxLayout(fields)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(dp(12))
        left.addWidget(self.form)
        left.addWidget(self.approval)
        left.addStretch(1)
        self.grid.show_denominations(denominations_of(self._context.setup, self._control.currency))
        self.table.set_grid(self.grid, {COUNT: CountDelegate(self.table)})
        self.table.keep_rows(_LEAST_ROWS)
        count = Card(_("Count the float anew"), _("How many of each"), grow=True)
        count.add(self.table, 1)
        both = QHBoxLayout()
        both.setSpacing(dp(16))
        both.addWidget(fields, 1)
        both.addWidget(count, 1)
        self.body.addLayout(both, 1)

    def _offer_users(self, opening: Opening) -> None:
        control, actor = self._control, self._context.actor
        names = {user.id: user.name for user in opening.users} | {actor.user_id: actor.name}
        if control.user_id is not None:
            names[control.user_id] = control.user_name
        by_name = sorted(names.items(), key=lambda one: one[1].casefold())
        self.user.set_choices(
            [Choice(_ALL, _("All users")), *(Choice(number, name) for number, name in by_name)]
        )
        self.user.select(_ALL if control.all_users else control.user_id)

    def _on_counted(self) -> None:
        counted = bool(self.grid.counted)
        self.starting_balance.setReadOnly(counted)
        usual = self._control.starting_balance
        self.starting_balance.set_value(self.grid.total if counted else usual)

    def _command(self) -> ChangeControl | None:
        """What is changed; ``None`` when nothing is."""
        control, float_ = self._control, self.starting_balance.value()
        counted = self.grid.counted
        comments, user = self.comments.value(), self.user.value()
        given = None if self._is_same_user(user) else user
        new = ChangeControl(
            self.request_id,
            control.id,
            starting_balance=float_ if float_ != control.starting_balance or counted else None,
            counted=counted,
            comments=comments if comments != self._comments else None,
            user_id=None if given in {None, _ALL} else given,
            all_users=None if given is None else given == _ALL,
        )
        return None if new == ChangeControl(self.request_id, control.id) else new

    def _is_same_user(self, user: object) -> bool:
        control = self._control
        now = _ALL if control.all_users else control.user_id
        return not self._may_give or user is None or user == now
