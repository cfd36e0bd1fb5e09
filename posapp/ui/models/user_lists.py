"""Columns of the list of users (D-44)."""

from posapp.domain.user_edits import UserLine
from posapp.i18n import _
from posapp.ui.models.columns import Column, text_column
from posapp.ui.words import word


def user_columns() -> tuple[Column[UserLine], ...]:
    """Who, as what, where, and whether the user may sign in."""
    return (
        text_column(_("User name"), lambda u: u.login, 140),
        text_column(_("Name"), lambda u: u.name, 200),
        text_column(_("Roles"), roles_in_words, 240, stretch=True),
        text_column(_("Office"), lambda u: u.office, 96),
        text_column(_("Tender Source"), lambda u: ", ".join(u.sources), 160),
        text_column(
            _("May sign in"), lambda u: _("Yes") if u.active else _("No, deactivated"), 140
        ),
    )


def roles_in_words(user: UserLine) -> str:
    """The roles of a user, parted by commas."""
    return ", ".join(word(role).text for role in sorted(user.roles))
