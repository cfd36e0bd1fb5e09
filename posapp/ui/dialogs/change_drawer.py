"""*Change drawer*: float by notes and coins, comments, whose it is, where it lies (controls 5.1)."""

from functools import partial
from typing import Any, Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.codes import ControlStatus
from posapp.domain.control_life import ChangeControl
from posapp.domain.desk import Opening
from posapp.domain.ids import short_id
from posapp.domain.rights import Right
from posapp.domain.tender_controls import ControlView, DepositControl
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.delegates.count import CountDelegate
from posapp.ui.dialogs.approved import ApprovedDialog
from posapp.ui.dialogs.base import Work
from posapp.ui.dialogs.deposit_changes import target_choices, targets_of
from posapp.ui.dialogs.drawer_reasons import COMMENT_WIDTH, control_title
from posapp.ui.formats import grouped, joined
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
        self.source, self.deposit = ChoiceBox(), ChoiceBox()
        self._untouched = not view.events
        self.grid = CountGrid(context.formats, self)
        self.table = GridTable("changed_float", _("Counted float"), goes_on=True)
        self._lay_out_parts()
        self.starting_balance.set_value(control.starting_balance)
        self.comments.setText(self._comments)
        self.grid.edited.connect(self._on_counted)
        if self._may_give:
            self._offer_users(Opening((), ""))
            work = partial(context.services.desk.opening, context.actor)
            context.runner.run(self, work, self._offer_users, self._on_error)
        if self._may_move:
            self._offer_targets(())
            office = context.setup.tender_sources[control.tender_source].office
            find = partial(targets_of, context.services, context.actor, office, control)
            context.runner.run(self, find, self._offer_targets, self._on_error)

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
            self.form.show_error("starting_balance", self.grid.wrong_count)
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

    def show_field_error(self, field: str, sentence: str) -> bool:
        """What keeps the drawer where it is, is said where another place was chosen."""
        moves = self._changed(self.deposit, self._control.deposit_control_id) is not None
        name = "deposit_control" if field == "tender_control" and moves else field
        return super().show_field_error(name, sentence)

    @property
    def _may_give(self) -> bool:
        may = self._context.actor.may(Right.OPEN_CONTROL_FOR_OTHERS)
        return may and self._control.status is ControlStatus.OPEN

    @property
    def _may_move(self) -> bool:
        """Among those who work with deposit controls, while the drawer is open (4.3)."""
        may = self._context.actor.may(Right.DEPOSIT_CONTROL)
        return may and self._control.status is ControlStatus.OPEN

    @property
    def _may_choose_source(self) -> bool:
        may = self._context.actor.may(Right.OPEN_CONTROL)
        return may and self._control.status is ControlStatus.OPEN

    def _lay_out_parts(self) -> None:
        self.form.add("starting_balance", _("&Starting Balance"), self.starting_balance)
        if self._may_give:
            self.form.add("user_id", _("&User"), self.user)
        else:
            self.user.hide()
        self.form.add("comments", _("&Comments"), self.comments)
        if self._may_move:
            self.form.add("deposit_control", _("&Deposit Control"), self.deposit)
        else:
            self.deposit.hide()
        if self._may_choose_source:
            why = "" if self._untouched else _("It stays: payments were taken here.")
            self.form.add("tender_source", _("&Tender Source"), self.source, why)
            self._offer_sources()
        else:
            self.source.hide()
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

    def _offer_sources(self) -> None:
        """Places of the same office and currency; the drawer's own stays though inactive."""
        sources = self._context.setup.tender_sources
        own = sources[self._control.tender_source]
        fit = [
            one
            for one in sources.values()
            if (one.active and (one.office, one.currency) == (own.office, own.currency))
            or one.code == own.code
        ]
        fit.sort(key=lambda one: one.code)
        self.source.set_choices([Choice(one.code, f"{one.code} {one.description}") for one in fit])
        self.source.select(own.code)
        self.source.setEnabled(self._untouched)

    def _offer_targets(self, targets: tuple[DepositControl, ...]) -> None:
        """The present deposit control, and those to move to; why one does not fit is told."""
        now = self._control.deposit_control_id
        here = Choice(now, joined(grouped(short_id(now)), _("as now")))
        self.deposit.set_choices([here, *target_choices(targets)])
        self.deposit.select(now)

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
            deposit_control_id=self._changed(self.deposit, control.deposit_control_id),
            tender_source=self._changed(self.source, control.tender_source),
        )
        return None if new == ChangeControl(self.request_id, control.id) else new

    @staticmethod
    def _changed(box: ChoiceBox, now: object) -> Any:
        """What was chosen instead; ``None`` for what is, and where nothing is offered."""
        chosen = box.value()
        return None if chosen in {None, now} else chosen

    def _is_same_user(self, user: object) -> bool:
        control = self._control
        now = _ALL if control.all_users else control.user_id
        return not self._may_give or user is None or user == now
