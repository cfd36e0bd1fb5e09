"""Add a user, change one, give one a new password (D-44, reliability B.3)."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from posapp.domain.codes import Role
from posapp.domain.password_rules import MOST_LENGTH
from posapp.domain.sign_in import MAX_LOGIN
from posapp.domain.user_edits import UserChange, UserLine
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.formats import joined
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.words import word

_NAME = 254


class RoleBoxes(QWidget):
    """One box for each role."""

    def __init__(self, roles: frozenset[Role]) -> None:
        """Show the boxes, with these roles marked."""
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(dp(2 * GRID))
        self.boxes = {role: QCheckBox(word(role).text) for role in Role}
        for role, box in self.boxes.items():
            box.setObjectName(f"role_{role.value}")
            box.setChecked(role in roles)
            line.addWidget(box)
        line.addStretch()
        self.setFocusProxy(self.boxes[Role.CASHIER])

    def value(self) -> frozenset[Role]:
        """The roles that are marked."""
        return frozenset(role for role, box in self.boxes.items() if box.isChecked())


class PasswordFields:
    """A new password and the same again."""

    def __init__(self, dialog: TaskDialog, least: int) -> None:
        """Append both fields to the form of a dialog; ``least`` characters are asked for."""
        hint = _("At least {n} characters").format(n=least)
        self._form, self._least = dialog.form, least
        self.first, self.again = LimitedEdit(MOST_LENGTH), LimitedEdit(MOST_LENGTH)
        for edit in (self.first, self.again):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._form.add("password", _("New password"), self.first, hint)
        self._form.add("password_again", _("The same again"), self.again)

    def typed(self) -> str | None:
        """The password; ``None`` when the two differ, which is said."""
        if self.first.text() == self.again.text():
            return self.first.text()
        self._form.show_error("password_again", _("The two passwords differ."))
        if len(self.first.text()) < self._least:
            says = _("At least {n} characters are needed.").format(n=self._least)
            self._form.show_error("password", says)
        self._form.focus_first_error()
        return None


class UserDialog(TaskDialog):
    """States a user; ``completed`` carries ``Saved[UserId]``."""

    def __init__(
        self, context: UiContext, user: UserLine | None = None, parent: QWidget | None = None
    ) -> None:
        """Make the form.

        Args:
            context: the window's surroundings.
            user: who changes; ``None`` adds one.
            parent: window that the dialog belongs to.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("New user") if user is None else _("Change user"), action=_("Save"),
            name="user_dialog", columns=2, subtitle="" if user is None else user.login,
        )  # fmt: skip
        self._context = context
        self._user = user
        self.login, self.name = LimitedEdit(MAX_LOGIN), LimitedEdit(_NAME)
        self.drawers: dict[str, ChoiceBox] = {}
        self.active = ChoiceBox((Choice(True, _("Yes")), Choice(False, _("No, deactivated"))))
        self.roles = RoleBoxes(frozenset() if user is None else user.roles)
        self.passwords: PasswordFields | None = None
        self.setMinimumWidth(dp(640))
        self._add_fields()
        self._before = self._typed()

    @property
    def holds_work(self) -> bool:
        """Whether anything was typed over what the dialog started with."""
        return self.isVisible() and self._typed() != self._before

    def build_work(self, _confirmed: frozenset[str]) -> Work | None:
        """The user as typed; wrong fields are shown instead."""
        services, actor, user = self._context.services, self._context.actor, self._user
        name, roles = self.name.text().strip(), self.roles.value()
        sources = tuple(box.value() for box in self.drawers.values() if box.value())
        if user is None:
            password = "" if self.passwords is None else self.passwords.typed()
            if password is None:
                return None
            login = self.login.text().strip()
            return lambda: services.users.add(
                login, name, password, roles, actor, office=actor.office, sources=sources,
                request_id=self.request_id,
            )  # fmt: skip
        same = sorted(sources) == sorted(user.sources)
        change = UserChange(
            name, roles, active=self.active.value(), sources=None if same else sources
        )
        return lambda: services.user_edits.change(user.id, change, self.request_id, actor)

    def _add_fields(self) -> None:
        form, user = self.form, self._user
        if user is None:
            form.add("login", _("User name"), self.login)
        form.add("name", _("Name"), self.name)
        form.add("role", _("Roles"), self.roles, span=2)
        if user is None:
            self._add_drawers(())
            self.passwords = PasswordFields(self, self._context.setup.installation.least_password)
            return
        self._add_drawers(user.sources)
        form.add("active", _("May sign in"), self.active)
        self.name.setText(user.name)
        self.active.select(user.active)

    def _add_drawers(self, own: tuple[str, ...]) -> None:
        """One field for each currency that has drawers: at most one of each (TS-06)."""
        setup = self._context.setup
        home = setup.installation.currency
        found = {one.currency for one in setup.tender_sources.values()}
        for currency in sorted(found, key=lambda code: (code != home, code)):
            alone = currency == home
            name = "tender_source" if alone else f"tender_source_{currency.lower()}"
            box = self.drawers[currency] = ChoiceBox(self._offered(currency))
            words = _("Tender Source")
            label = words if len(found) == 1 else joined(words, currency)
            self.form.add(name, label, box)
            here = (code for code in own if setup.tender_sources[code].currency == currency)
            box.select(next(here, ""))

    def _offered(self, currency: str) -> list[Choice]:
        """Drawers of a currency; an own one stays though inactive."""
        own = () if self._user is None else self._user.sources
        sources = [
            Choice(one.code, f"{one.code} {one.description}")
            for one in self._context.setup.tender_sources.values()
            if (one.active or one.code in own) and currency == one.currency
        ]
        return [Choice("", _("None")), *sources]

    def _typed(self) -> tuple[object, ...]:
        typed = "" if self.passwords is None else self.passwords.first.text()
        return (
            self.login.text(), self.name.text(), self.roles.value(), self.active.value(), typed,
            tuple(box.value() for box in self.drawers.values()),
        )  # fmt: skip


class PasswordDialog(TaskDialog):
    """Gives a user a new password; ``completed`` carries ``Saved[UserId]``."""

    def __init__(self, context: UiContext, user: UserLine, parent: QWidget | None = None) -> None:
        """Make the form for a user."""
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("New password"), action=_("Save"), name="password_dialog", subtitle=user.name,
        )  # fmt: skip
        self._context = context
        self._user = user
        self.passwords = PasswordFields(self, context.setup.installation.least_password)
        self.setMinimumWidth(dp(400))

    def build_work(self, _confirmed: frozenset[str]) -> Work | None:
        """The password as typed twice."""
        password = self.passwords.typed()
        if password is None:
            return None
        edits, actor = self._context.services.user_edits, self._context.actor
        return lambda: edits.set_password(self._user.id, password, self.request_id, actor)


class OwnPasswordDialog(TaskDialog):
    """Gives oneself a new password; the present one is asked for (B.3)."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Make the form."""
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Change my password"), action=_("Save"), name="own_password_dialog",
            subtitle=context.actor.name,
        )  # fmt: skip
        self._context = context
        self.present = LimitedEdit(MOST_LENGTH)
        self.present.setEchoMode(QLineEdit.EchoMode.Password)
        self.form.add("present_password", _("Present password"), self.present)
        self.passwords = PasswordFields(self, context.setup.installation.least_password)
        self.setMinimumWidth(dp(400))

    def build_work(self, _confirmed: frozenset[str]) -> Work | None:
        """The present password, and the new one as typed twice."""
        password, present = self.passwords.typed(), self.present.text()
        if password is None:
            return None
        edits, actor = self._context.services.user_edits, self._context.actor
        return lambda: edits.set_own_password(present, password, self.request_id, actor)
