"""The table of rights: which role may do what, to look at (D-44).

It is part of the program: who may set up must not be able to give themselves the right to take
money.
"""

from typing import Final

from posapp.domain.codes import Role
from posapp.domain.rights import ROLE_RIGHTS, Right, right_in_words
from posapp.domain.setup_fields import FieldKind, SetUpField, Values
from posapp.domain.setup_table import SetUpTable, flag_field, text_field

RIGHTS: Final = SetUpTable(
    "role_right",
    "Rights",
    ("code",),
    (
        SetUpField("code", "Right", FieldKind.TEXT, width=40),
        text_field("description", "Allows to"),
        *(flag_field(role.value, role.value.capitalize()) for role in Role),
    ),
    fixed=True,
)


def rights_rows() -> tuple[Values, ...]:
    """A row for each right, with each role that has it."""
    return tuple(
        {"code": right.value, "description": right_in_words(right.value)}
        | {role.value: right in ROLE_RIGHTS[role] for role in Role}
        for right in Right
    )
