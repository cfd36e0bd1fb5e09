"""Who pays without a customer account, and for what: shown only where the class says so (NC-2)."""

from typing import Any, Final

from posapp.i18n import _
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.limited_edit import LimitedEdit

_WIDTH: Final = 254
_THREE: Final = 3


class NonCisFields(Form):
    """Non CIS Name, Reference Number, Non CIS Comments (2.2, NCI-03); name and reference needed."""

    def __init__(self, columns: int) -> None:
        """Make the fields empty, in as many columns as the dialog has."""
        super().__init__(columns)
        self.non_cis_name = LimitedEdit(_WIDTH)
        self.reference = LimitedEdit(_WIDTH)
        self.comments = LimitedEdit(_WIDTH)
        self.add("non_cis_name", _("Non CIS Name"), self.non_cis_name)
        self.add("reference", _("Reference Number"), self.reference)
        self.add(
            "comments",
            _("Non CIS Comments"),
            self.comments,
            span=1 if columns == _THREE else columns,
        )

    @property
    def fields(self) -> tuple[LimitedEdit, ...]:
        """The fields in the order of Tab."""
        return (self.non_cis_name, self.reference, self.comments)

    def values(self) -> dict[str, Any]:
        """What is typed, by the name of the payment's field."""
        return {
            "non_cis_name": self.non_cis_name.value(),
            "reference": self.reference.value(),
            "comments": self.comments.value(),
        }

    def show_values(self, name: str, reference: str, comments: str) -> None:
        """Show what a payment says."""
        for field, value in zip(self.fields, (name, reference, comments), strict=True):
            field.setText(value)

    def texts(self) -> tuple[str, ...]:
        """What is typed, to tell whether it changed."""
        return tuple(field.text() for field in self.fields)
